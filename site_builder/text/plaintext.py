"""Marks in HTML around what was found in its plain text, which does not change by them."""

from collections.abc import Iterator, Sequence
from html import escape as _quoted

from site_builder.text.markdown import Piece, cut


def mark(html: str, spans: Sequence[tuple[int, int, str]]) -> str:
    """`html` with `<mark class="…">` around each (start, end, class) of `plain(html)`.

    Spans are disjoint and in order. One that crosses tags becomes several marks; a formula is marked whole, for the
    first span that touches it. What a reader reads does not change.
    """
    made: list[str] = []
    owner = -1
    for raw, span in _shares(cut(html), spans):
        if span != owner:
            made.append("</mark>" if owner >= 0 else "")
            made.append(f'<mark class="{_quoted(spans[span][2])}">' if span >= 0 else "")
            owner = span
        made.append(raw)
    return "".join([*made, "</mark>" if owner >= 0 else ""])


def _shares(pieces: Sequence[Piece], spans: Sequence[tuple[int, int, str]]) -> Iterator[tuple[str, int]]:
    """The HTML in stretches, each with the number of the span it lies in, or -1."""
    at, span = 0, 0
    for piece in pieces:
        end = at + len(piece.text)
        if piece.is_tag:
            yield piece.raw, -1
            at = end
        while at < end:
            while span < len(spans) and spans[span][1] <= max(at, spans[span][0]):
                span += 1
            start, stop = spans[span][:2] if span < len(spans) else (end, end)
            if piece.raw != piece.text or piece.text.isspace():  # an entity, a formula, a gap: all or nothing
                yield piece.raw, span if start < end else -1
                at = end
            elif start <= at:
                yield piece.raw[at - end :][: stop - at], span
                at = min(stop, end)
            else:
                yield piece.raw[at - end :][: start - at], -1
                at = min(start, end)
        if not piece.text and not piece.is_tag:
            yield piece.raw, -1
