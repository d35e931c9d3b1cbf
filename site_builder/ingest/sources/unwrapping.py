"""Hard-wrapped text → whole lines: a break where the next word would still have fitted was meant, any other was not."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

_WIDEST: Final = 160
"""Characters; no program that wraps makes longer lines."""
_NARROWEST: Final = 40
_FULL: Final = 0.75
"""Of the width: a line that a wrapping program broke is at least this long, words being as short as they are."""
_MOSTLY: Final = 0.5


class Stretch(NamedTuple):
    """A whole line, and the lines of the file (from 1) it came from."""

    first: int
    last: int
    text: str


def unwrapped(lines: Sequence[tuple[int, str]]) -> tuple[Stretch, ...]:
    """The numbered `lines` as whole lines; each as it is where they were not wrapped.

    Lines whose numbers do not follow each other are never joined.
    """
    width = _width(lines)
    return tuple(_joined(lines, width) if width else (Stretch(number, number, text) for number, text in lines))


def _width(lines: Sequence[tuple[int, str]]) -> int:
    """At how many characters `lines` were wrapped; 0 where they were not."""
    width = max((len(text) for _, text in lines), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    inner = [text for (number, text), (below, _) in pairwise(lines) if below == number + 1]
    full = sum(len(text) >= _FULL * width for text in inner)
    return width if full and full >= _MOSTLY * len(inner) else 0


def _joined(lines: Sequence[tuple[int, str]], width: int) -> Iterator[Stretch]:
    held: list[str] = []
    begun = 0
    for index, (number, text) in enumerate(lines):
        begun = begun or number
        held.append(text)
        below = lines[index + 1] if index + 1 < len(lines) else (0, "")
        follows = below[0] == number + 1
        if not follows or len(text) + 1 + len(below[1].split(maxsplit=1)[0]) <= width:
            yield Stretch(begun, number, " ".join(held))
            held, begun = [], 0
