"""RIS, as EndNote, Scopus and publishers export it; rispy reads each record's tags.

https://en.wikipedia.org/wiki/RIS_(file_format). Where a record begins and ends is found here, for rispy counts no lines
and takes what follows a record that never ends for a part of it.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from site_builder.ingest.sources.dump import Dropped, Dump
from site_builder.ingest.sources.record import Records

_BEGINS = re.compile(r"TY  ?- ")
_TAG = re.compile(r"[A-Z][A-Z0-9]  -")


def detect(text: str) -> bool:
    """True when the first thing in `text` is a reference's type."""
    return bool(_BEGINS.match(text.lstrip()))


def read(lines: list[str], where: str) -> Dump:
    """An entry a reference; see `sources.Reader`."""
    import rispy

    parser = rispy.RisParser(mapping=_Same(), list_tags=_Every(), delimiter_tags_mapping={})
    records = Records(where)
    dropped: list[Dropped] = []
    for first, last in _spans(lines, records, dropped):
        text = "\n".join(_unwrapped(lines[first - 1 : last]))
        for record in parser.parse(text):
            records.add(_named(record), first, last)
    return records.dump(dropped)


_PEOPLE: Final = frozenset({"AU", "A1"})


class _Same(dict[str, str]):
    """Every tag under its own name."""

    def __missing__(self, tag: str) -> str:
        return tag


class _Every(list[str]):
    """Every tag may come twice; told so, rispy drops none of them."""

    def __contains__(self, tag: object) -> bool:
        return True


def _named(record: dict[str, Any]) -> dict[str, Any]:
    """`record`, a tag that came once with its one value; authors are a list, be there one."""
    return {tag: value if tag in _PEOPLE or len(value) != 1 else value[0] for tag, value in record.items()}


def _unwrapped(lines: list[str]) -> list[str]:
    """`lines`, those that go on with the field above joined to it: rispy would make them values of their own."""
    found: list[list[str]] = []
    for line in lines:
        if _TAG.match(line) or not found:
            found.append([line])
        elif line.strip():
            found[-1].append(line.strip())
    return [" ".join(parts) for parts in found]


def _spans(lines: list[str], records: Records, dropped: list[Dropped]) -> Iterator[tuple[int, int]]:
    """First and last line of each reference; lines outside are `dropped`, and one that does not end is a problem."""
    begun = 0
    for number, line in enumerate(lines, 1):
        tag = line[:2] if _TAG.match(line) else ""
        if tag == "TY":
            if begun:
                _unended(records, begun)
            begun = number
        elif not begun:
            dropped.append(Dropped(number, "between-references" if line.strip() else "blank"))
        elif tag == "ER":
            yield begun, number
            begun = 0
        elif not tag and line.strip() and number == begun + 1:
            records.wrong(number, "is no field of RIS", "Write each as two signs, two spaces, a hyphen: `AB  - …`.")
            begun = 0
    if begun:
        _unended(records, begun)


def _unended(records: Records, begun: int) -> None:
    records.wrong(begun, "the reference that begins here does not end", "End it with a line `ER  - `.")
