"""Dumps as entries: one reader a format, picked by what the text looks like.

A reader accounts for every line: it belongs to an entry or was dropped by a named rule. Mending text is for `repair`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from site_builder.errors import BuildFailed, Problem, raise_if_any
from site_builder.sources import jsonl, trending
from site_builder.sources.reading import LONGEST_LINE, Dropped, Dump

__all__ = ["Dropped", "Dump", "Reader", "detect", "read"]


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: its name, whether a text is of it, and how to read it.

    `read` takes the lines and the dump's name for messages; it raises `BuildFailed` with every problem it can find.
    """

    name: str
    fits: Callable[[str], bool]
    read: Callable[[list[str], str], Dump]


READERS = (
    Reader("jsonl", jsonl.fits, jsonl.read),
    Reader("trending", lambda _text: True, trending.read),
)
"""Most particular first; the last takes what is left."""


def detect(text: str) -> Reader:
    """The first reader that `text` fits."""
    return next(reader for reader in READERS if reader.fits(text))


def read(text: str, where: str) -> Dump:
    """The entries of the dump `text`. Raises `BuildFailed` with every problem found, each with its line."""
    if not text.strip():
        raise BuildFailed([Problem(where, "is empty", "Put a title and its abstract on alternating lines.")])
    lines = text.removesuffix("\n").split("\n")
    raise_if_any(_overlong(lines, where))
    dump = detect(text).read(lines, where)
    raise_if_any(_unaccounted(lines, dump, where))
    return dump


def _overlong(lines: list[str], where: str) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            hint = f"No title or abstract has more than {LONGEST_LINE:,}. Is this the right file?"
            yield Problem(f"{where}:{number}", f"the line has {len(line):,} characters", hint)


def _unaccounted(lines: list[str], dump: Dump, where: str) -> Iterator[Problem]:
    seen = {dropped.line for dropped in dump.dropped}
    for entry in dump.entries:
        seen.update(range(entry.lines[0], entry.lines[1] + 1))
    for number in range(1, len(lines) + 1):
        if number not in seen:
            yield Problem(f"{where}:{number}", "belongs to no paper and to no known boilerplate")
