"""One JSON object a line, as paper services answer: title and abstract, and whatever else is known.

Keys are the common ones of such answers; a key we do not know is left alone.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from site_builder.errors import Problem, raise_if_any
from site_builder.fields import is_web_url
from site_builder.model import Entry
from site_builder.sources.reading import Dropped, Dump

_ARXIV = re.compile(r"(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_YEAR = re.compile(r"(1[89]|20|21)\d\d")


def fits(text: str) -> bool:
    """True when the first thing in `text` is an object."""
    return text.lstrip().startswith("{")


def read(lines: list[str], where: str) -> Dump:
    """An entry a line; see `sources.Reader`."""
    problems: list[Problem] = []
    dropped = tuple(Dropped(number, "blank") for number, line in enumerate(lines, 1) if not line.strip())
    entries: list[Entry] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            found = _record(line, f"{where}:{number}", problems)
            if found is not None:
                entries.append(_entry(found, number, len(entries) + 1))
    raise_if_any(problems)
    return Dump(tuple(entries), dropped)


def _record(line: str, at: str, problems: list[Problem]) -> Mapping[str, Any] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        problems.append(Problem(at, f"is not JSON ({error})", "Put one whole object on each line."))
        return None
    if not isinstance(record, dict) or not _text(record, "title"):
        problems.append(Problem(at, "has no `title`", 'Every line needs at least {"title": "…", "abstract": "…"}.'))
        return None
    return record


def _entry(record: Mapping[str, Any], number: int, rank: int) -> Entry:
    return Entry(
        title=_text(record, "title"),
        abstract=_text(record, "abstract") or _text(record, "summary"),
        lines=(number, number),
        rank=rank,
        authors=_authors(record.get("authors")),
        year=_year(record),
        arxiv=_arxiv(record),
        venue=_text(record, "venue"),
        doi=_text(record, "doi"),
        links=_links(record),
    )


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _authors(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = re.split(r"\s+and\s+|\s*[;,]\s*", value)
    if not isinstance(value, list):
        return ()
    names = (item.get("name") if isinstance(item, dict) else item for item in value)
    return tuple(" ".join(name.split()) for name in names if isinstance(name, str) and name.strip())


def _year(record: Mapping[str, Any]) -> int | None:
    stated = record.get("year") or record.get("published") or record.get("publication_date") or ""
    found = _YEAR.match(str(stated))
    return int(found.group()) if found else None


def _arxiv(record: Mapping[str, Any]) -> str:
    for name in ("arxiv", "arxiv_id", "id"):
        found = _ARXIV.fullmatch(_text(record, name))
        if found:
            return found.group(1)
    return ""


def _links(record: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    code = _text(record, "code")
    return (("code", code),) if code and is_web_url(code) else ()
