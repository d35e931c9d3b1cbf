"""What a reader of our HTML reads, as plain text; and highlights in the HTML around what was found in that text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape as _quoted
from html import unescape
from typing import Final

_TOKEN: Final = re.compile(
    r"<math\b[^>]*>.*?</math>|<[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*>|&#?\w+;|[^<&\s]+(?: [^<&\s]+)*|\s+|.", re.DOTALL
)
_ONE_PARAGRAPH: Final = re.compile(r"<p>([^<&\s]+(?: [^<&\s]+)*)</p>")
_TWIN: Final = re.compile(r'<math\b[^>]*? alttext="([^"]*)"')
_TAG_NAME: Final = re.compile(r"</?([a-z0-9]+)")
_BREAKS: Final = frozenset("p li h1 h2 h3 h4 h5 h6 pre tr br hr blockquote ul ol table div".split())
_CELLS: Final = frozenset("td th".split())


@dataclass(slots=True)
class Piece:
    """A stretch of HTML and what is read in its place."""

    raw: str
    text: str
    is_tag: bool


def plain(html: str) -> str:
    """What a reader of `html` reads: blocks parted by one line break, formulas by their plain-text twin."""
    simple = _ONE_PARAGRAPH.fullmatch(html)
    return simple[1] if simple else "".join(piece.text for piece in pieces_of(html))


def pieces_of(html: str) -> list[Piece]:
    """`html` cut at its tags; the `raw` of all pieces is `html`, their `text` what is read."""
    pieces: list[Piece] = []
    gap, pending, begun, verbatim = Piece("", "", is_tag=True), "", False, False
    for raw in _TOKEN.findall(html):
        name = _TAG_NAME.match(raw)
        if name and name[1] != "math":
            piece = Piece(raw, "", is_tag=True)
            space = "\n" if name[1] in _BREAKS else " " if name[1] in _CELLS else ""
            verbatim = raw == "<pre>" or (verbatim and raw != "</pre>")
        else:
            text = _read(raw)
            piece = Piece(raw, "" if text.isspace() else text, is_tag=False)
            space = (text if verbatim else " ") if text.isspace() else ""
        pieces.append(piece)
        if piece.text:
            if pending and begun:
                gap.text = pending
            pending, begun = "", True
        elif space and (not pending or (space == "\n" and "\n" not in pending)):
            gap, pending = piece, space
    return pieces


def _read(raw: str) -> str:
    if raw.startswith("<math"):
        twin = _TWIN.match(raw)
        return unescape(twin[1]) if twin else ""
    return unescape(raw) if raw.startswith("&") else raw


# --- Highlights -------------------------------------------------------------------------------------------------------


def mark(html: str, spans: Sequence[tuple[int, int, str]]) -> str:
    """`html` with `<mark class="…">` around each (start, end, class) of `plain(html)`.

    Spans are disjoint and in order. One that crosses tags becomes several marks; a formula is marked whole, for the
    first span that touches it. What a reader reads does not change.
    """
    made: list[str] = []
    owner = -1
    for raw, span in _shares(pieces_of(html), spans):
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
