r"""Formulas told from words and from sums of money, in plain text and in Markdown, and placeholders for them.

Math stands between $…$, $$…$$, \(…\) or \[…\], by Pandoc's rule for the dollar and a little beyond it. A placeholder
is a number between two control characters; no control character survives in a text, so that no author can forge one.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL_REFERENCE: Final = re.compile(r"&#(?:0*(?:\d|[12]\d|3[01])|[xX]0*1?[0-9a-fA-F]);")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
PLACEHOLDER: Final = re.compile(r"\x0e(\d+)\x0f")


def cleared(body: str) -> str:
    """`body` without control characters, written out or referred to, with "\\n" for every line end."""
    if body.isprintable() and "&#" not in body:
        return body
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATE.sub("\ufffd", CONTROL.sub("", text))
    return _CONTROL_REFERENCE.sub("\ufffd", text) if "&#" in text else text


def placeholder(number: int) -> str:
    """What stands in a text for the piece with this number; `PLACEHOLDER` finds it."""
    return f"\x0e{number}\x0f"


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula of a text."""

    tex: str
    is_display: bool
    source: str
    """With the signs around it."""


_BETWEEN_DOLLARS: Final = r"(?:[^\\$\n]|\\.|\n(?![ \t]*\n))++"
_MATH: Final = (
    r"\\\((?P<round>(?:[^\\\n]|\\[^()\n]|\n(?![ \t]*\n))++)\\\)"
    r"|\\\[(?P<square>(?:[^\\\n]|\\[^\[\]\n]|\n(?![ \t]*\n))++)\\\]"
    rf"|\$\$(?P<double>{_BETWEEN_DOLLARS})\$\$"
    r"|\\."
    rf"|\$(?![\s$])(?P<single>{_BETWEEN_DOLLARS})(?<!\s)\$(?!\d)"
    # Beyond Pandoc's rule, which guards sums of money: "$\sim$10" and "$ x_i $", where signs of TeX leave no doubt.
    r"|(?<!\$)\$(?=[^$]*[\\^_]|[-+−±×·/<>=~≈∼≤≥]+\$|[A-Za-z][^\s$]*\$|\s?(?:[A-Za-z]|[\d.]+)\s?\$(?!\d)|\s[A-Za-z]\s\$|\s?\(?[A-Z][^$]*[<>=|])(?![^$]*(?<!\\)\b[a-z]{2,}\s[a-z]{2,}\b)"
    rf"(?P<loose>{_BETWEEN_DOLLARS})\$(?!\$)"
)
_OF_TEX: Final = re.compile(r"[\\^_{}=<>]")
_CURRENCY: Final = re.compile(r"(?<![A-Za-z])(?:US|USD|CA|AU|NZ|HK|[ACRS])\Z")
"""What stands before the dollar sign of a country's money."""
_WORD: Final = re.compile(r"(?<!\\)\b[a-z]{2,}\b")
_IN_PROSE: Final = re.compile(r"\s[a-z]{2,}[\s,;.]|\s[a-z]{4}")
_EDGES: Final = re.compile(r"\A\s+|(?:(?<![\\\s])|(?<=\\\s))\s++\Z")
_IN_TEXT: Final = re.compile(_MATH)
_TICKED: Final = r"(?<!`)(?P<ticks>`++)(?:[^\n]|\n(?![ \t]*\n)){1,2000}?(?<!`)(?P=ticks)(?!`)"
_IN_MARKDOWN: Final = re.compile(rf"^(?P<fence>`{{3,}}+|~{{3,}}+)[^\n]*+\n|{_TICKED}|{_MATH}", re.MULTILINE)
"""Finds code too, so that no math is seen in it; of fenced code the line that opens it."""
_IN_TICKS: Final = re.compile(_TICKED)
_CLOSING: Final = re.compile(r"^(`{3,}+|~{3,}+)[ \t]*+$", re.MULTILINE)


_FORMULAS: Final = frozenset({"round", "square", "double", "single", "loose"})


def in_text(text: str, hold: Callable[[Formula], str]) -> str:
    """`text`, in which no Markdown is meant, with what `hold` makes of each formula in its place."""
    return _replaced(_IN_TEXT, text, hold)


def in_markdown(text: str, hold: Callable[[Formula], str]) -> str:
    """`text`, Markdown, with what `hold` makes of each formula in its place; what stands in code is none."""
    return _replaced(_IN_MARKDOWN, text, hold)


def _replaced(pattern: re.Pattern[str], text: str, hold: Callable[[Formula], str]) -> str:
    made: list[str] = []
    done = at = 0
    closings = _closings(text) if pattern is _IN_MARKDOWN else {}
    while found := pattern.search(text, at):
        kind = found.lastgroup or ""
        at = found.end() if kind != "fence" else _end_of_code(found, closings)
        if kind in ("single", "loose") and _is_money(found[kind], text[at : at + 1]):
            at = found.start() + 1
        elif kind in _FORMULAS and found[kind].strip():
            formula = Formula(_EDGES.sub("", found[kind]), kind in ("square", "double"), found[0])
            made += text[done : found.start()], hold(formula)
            done = at
    return "".join([*made, text[done:]])


def _closings(text: str) -> Mapping[str, Sequence[tuple[int, int]]]:
    """Fence → where the lines that may close code so fenced begin and end; found once, or a row of openings that
    nothing closes would each be read to the end of the text."""
    found: dict[str, list[tuple[int, int]]] = {}
    for line in _CLOSING.finditer(text) if "```" in text or "~~~" in text else ():
        found.setdefault(line[1], []).append(line.span())
    return found


def _end_of_code(opening: re.Match[str], closings: Mapping[str, Sequence[tuple[int, int]]]) -> int:
    """Where the fenced code ends that begins with `opening`, or the code between ticks that it turns out to be."""
    lines = closings.get(opening["fence"], ())
    closing = bisect_left(lines, (opening.end(), 0))
    if closing < len(lines):
        return lines[closing][1]
    ticked = _IN_TICKS.match(opening.string, opening.start())
    return ticked.end() if ticked else opening.end("fence")


def _is_money(inner: str, after: str) -> bool:
    """True when `inner`, between two dollar signs and before `after`, is what stands between two amounts."""
    if not inner[:1].isdigit():
        return False
    if _OF_TEX.search(inner):
        return inner[-1].isspace() and bool(_WORD.search(inner))
    ends_open = inner[-1] in "(-–/~" and after.isdigit()
    return ends_open or inner[-1].isspace() or bool(_CURRENCY.search(inner) or _IN_PROSE.search(inner))
