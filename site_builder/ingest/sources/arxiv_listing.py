"""arXiv's listings copied as text: the pages of what is new, and the daily e-mail.

A paper begins where its identifier stands; fields follow by name, `Title:`, `Authors:`, and the abstract, where there
is one, is what no field's name stands before.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from site_builder.ingest.sources.dump import Dropped, Dump
from site_builder.ingest.sources.record import Records

_BEGINS = re.compile(r"(?:\[\d{1,5}\]\s*)?arXiv:\s?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?\b.*")
_FIELD = re.compile(
    r"(Titles?|Authors?|Comments?|Subjects|Categories|Journal-ref|DOI|Report-no|MSC-class|ACM-class|License):\s*(.*)",
    re.IGNORECASE,
)
_NO_FIELD = re.compile(
    r"\\\\.*|-{5,}.*|%%+|Date:.*|\(\s*https://arxiv\.org/\S+.*|\[\s*(pdf|html|other|abs)\b.*\]|"
    r"(New|Cross|Replacement|Showing|Total of|Submitted|Computer Science|Abstract:?$).{0,80}|"
    r"replaced with revised version.*"
)
"""Lines of the page around."""
_NAMES: Final = {"titles": "title", "author": "authors", "comments": "comment", "categories": "subjects"}


def detect(text: str) -> bool:
    """True when an identifier begins a line and the paper's title follows by that name."""
    lines = text.split("\n")[:400]
    begun = [number for number, line in enumerate(lines) if _BEGINS.fullmatch(line.strip())]
    return any(
        any(line.strip().startswith("Title:") for line in lines[number + 1 : number + 8]) for number in begun[:3]
    )


def read(lines: list[str], where: str) -> Dump:
    """An entry a paper; see `sources.Reader`."""
    records = Records(where)
    begun = [number for number, line in enumerate(lines, 1) if _BEGINS.fullmatch(line.strip())]
    dropped = [Dropped(number, "page-around") for number in range(1, begun[0])]
    for first, after in zip(begun, [*begun[1:], len(lines) + 1], strict=True):
        last = after - 1
        while last > first and not lines[last - 1].strip():
            last -= 1
        dropped.extend(Dropped(number, "blank") for number in range(last + 1, after))
        records.add(dict(_fields(lines, first, last)), first, last)
    return records.dump(dropped)


def _fields(lines: list[str], first: int, last: int) -> Iterator[tuple[str, str]]:
    found = _BEGINS.fullmatch(lines[first - 1].strip())
    yield "arxiv", f"{found[1]}{found[2] or ''}" if found else ""
    said: dict[str, list[str]] = {}
    name = ""
    for number in range(first + 1, last + 1):
        line = lines[number - 1].strip()
        field = _FIELD.match(line)
        if field:
            name = field[1].casefold()
            said[_NAMES.get(name, name)] = [field[2]]
        elif not line or _NO_FIELD.fullmatch(line):
            name = "" if not line or "subjects" in said or line.startswith("\\") else name
        elif name and _continues(lines[number - 1], name, said):
            said[_NAMES.get(name, name)].append(line)
        elif name == "title" and "authors" not in said:
            said["authors"] = [line]  # the page of today names them without saying so
            name = "authors" if line.endswith(",") else name
        else:
            name = ""
            said.setdefault("abstract", []).append(line)
    for key, parts in said.items():
        yield key, " ".join(filter(None, parts))


def _continues(line: str, name: str, said: Mapping[str, list[str]]) -> bool:
    """True when `line` goes on with the field `name`: it is indented, more authors, or all there is of the field."""
    parts = said[_NAMES.get(name, name)]
    return line.startswith((" ", "\t")) or name.startswith("author") or not any(parts)
