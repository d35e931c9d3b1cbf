"""PubMed's own format, .nbib: fields of a tag of up to four letters, references parted by blank lines.

https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

import re
from collections.abc import Iterator

from site_builder.ingest.sources.dump import Dropped, Dump
from site_builder.ingest.sources.record import Records

_FIELD = re.compile(r"([A-Z][A-Z0-9]{1,3}) *- ?(.*)")
_BEGINS = re.compile(r"(?:PMID|OWN|STAT) *- ")
_FAMILY_FIRST = "authorString"
"""Where `AU` has the names as PubMed shortens them, "Lovelace A"; whole ones stand in `FAU`."""


def detect(text: str) -> bool:
    """True when the first thing in `text` is a reference's number."""
    return bool(_BEGINS.match(text.lstrip()))


def read(lines: list[str], where: str) -> Dump:
    """An entry a reference; see `sources.Reader`."""
    records = Records(where)
    for first, last in _spans(lines):
        records.add(_fields(lines, first, last, records), first, last)
    blank = [Dropped(number, "blank") for number, line in enumerate(lines, 1) if not line.strip()]
    return records.dump(blank)


def _spans(lines: list[str]) -> Iterator[tuple[int, int]]:
    begun = 0
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            begun = begun or number
        elif begun:
            yield begun, number - 1
            begun = 0


def _fields(lines: list[str], first: int, last: int, records: Records) -> dict[str, list[str]]:
    found: dict[str, list[list[str]]] = {}
    tag = ""
    for number in range(first, last + 1):
        line = lines[number - 1]
        field = _FIELD.match(line)
        if field:
            tag = _FAMILY_FIRST if field[1] == "AU" else field[1]
            found.setdefault(tag, []).append([field[2].strip()])
        elif line.startswith(" ") and tag:
            found[tag][-1].append(line.strip())
        else:
            records.wrong(
                number, "is no field of PubMed's format", "Write each as `TI  - …`; indent what continues one."
            )
            break
    return {tag: [" ".join(parts) for parts in values] for tag, values in found.items()}
