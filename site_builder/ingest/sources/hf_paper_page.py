"""Pages of single papers at Hugging Face copied as text, one below another.

Each gives `arxiv:…`, the title, `Published on …`, `Authors:` with a name a line, `Abstract` and the abstract, in that
order; what is a button or a count belongs to the page.
"""

import re
from typing import Any, Final

from site_builder.ingest.sources.dump import Dropped, Dump
from site_builder.ingest.sources.record import Records

_BEGINS = re.compile(r"arxiv:\s?(\d{4}\.\d{4,5})", re.IGNORECASE)
_PUBLISHED = re.compile(r"(?:· ?)?Published on (\w{3,9} \d{1,2}(?:, \d{4})?)")
_UPVOTES = re.compile(r"Upvotes? ?(\d{1,6})?")
_ENDS = re.compile(
    r"(View arXiv page|View PDF|Project page|GitHub|Add to collection|Community|AI-generated summary|Models citing).*"
)
_LONGEST_NAME: Final = 60


def detect(text: str) -> bool:
    """True when an identifier stands on a line of its own, and authors and an abstract follow by name."""
    lines = [line.strip() for line in text.split("\n")[:400]]
    begun = next((number for number, line in enumerate(lines) if _BEGINS.fullmatch(line)), None)
    after = lines[begun:] if begun is not None else []
    return "Abstract" in after and any(line.startswith("Authors:") for line in after)


def read(lines: list[str], where: str) -> Dump:
    """An entry a page; see `sources.Reader`."""
    records = Records(where)
    begun = [number for number, line in enumerate(lines, 1) if _BEGINS.fullmatch(line.strip())]
    dropped = [Dropped(number, "page-around") for number in range(1, begun[0])]
    for first, after in zip(begun, [*begun[1:], len(lines) + 1], strict=True):
        record, last = _page(lines, first, after)
        dropped.extend(Dropped(number, "page-around") for number in range(last + 1, after))
        records.add(record, first, last)
    return records.dump(dropped)


def _page(lines: list[str], first: int, after: int) -> tuple[dict[str, Any], int]:
    """The record of the page that begins at line `first` and ends before `after`, and its last line."""
    identifier = _BEGINS.fullmatch(lines[first - 1].strip())
    record: dict[str, Any] = {"arxiv": identifier[1] if identifier else "", "authors": []}
    said: dict[str, list[str]] = {}
    part, last = "title", first
    for number in range(first + 1, after):
        line = lines[number - 1].strip()
        if part == "abstract" and _ENDS.match(line):
            break
        if published := _PUBLISHED.fullmatch(line):
            record["published"], part = published[1], ""
        elif upvotes := _UPVOTES.fullmatch(line):
            record["upvotes"], part = upvotes[1] or "", part if part == "authors" else "" if upvotes[1] else "upvotes"
        elif line.startswith("Authors:"):
            part = "authors"
            record["authors"] += _names(line.removeprefix("Authors:"))
        elif line == "Abstract":
            part = "abstract"
        elif line and part == "authors":
            record["authors"] += _names(line)
        elif line and part:
            said.setdefault(part, []).append(line)
        last = number if line else last
    record |= {name: " ".join(filter(None, [record.get(name), *parts])) for name, parts in said.items()}
    return record, last


def _names(line: str) -> list[str]:
    return [name for part in line.split(",") if (name := part.strip()) and len(name) <= _LONGEST_NAME]
