"""One JSON object a line, as paper services answer: title and abstract, and whatever else is known.

Keys are the common ones of such answers; a key we do not know is left alone. A known key whose value cannot be what it
says is a problem, for leaving it out would lose what the line knew; a link that is no web address is left out.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from site_builder.content.metadata import ARXIV, CATEGORY, DOI, YEARS
from site_builder.content.model import Entry
from site_builder.core.errors import Problem, raise_if_any
from site_builder.core.yaml_fields import UNFIT, is_web_url
from site_builder.ingest.sources.dump import LONGEST_LINE, Dropped, Dump

_ARXIV_PREFIX = re.compile(r"(?i)(?:https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/|arxiv:)\s*")
_ARXIV_SUFFIX = re.compile(r"(?:v\d+)?(?:\.pdf)?\Z")
_DOI_PREFIX = re.compile(r"(?i)(?:https?://(?:dx\.)?doi\.org/|doi:\s*)")
_YEAR = re.compile(r"(\d{4})(?!\d)")
_FIRST = re.compile(r"\{\s*(?:[\"'}]|\Z)")
_LONGEST_TITLE = 1_000


def fits(text: str) -> bool:
    """True when the first thing in `text` is an object."""
    return bool(_FIRST.match(text.lstrip()[:100].strip()))


def read(lines: list[str], where: str) -> Dump:
    """An entry a line; see `sources.Reader`."""
    problems: list[Problem] = []
    dropped = tuple(Dropped(number, "blank") for number, line in enumerate(lines, 1) if not line.strip())
    entries: list[Entry] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            found = _record(line, f"{where}:{number}", problems)
            if found is not None:
                entries.append(_entry(_Record(found, f"{where}:{number}", problems), number, len(entries) + 1))
    if problems and _is_spread(lines):
        hint = "Put each object on a line of its own, as `jq -c .` does."
        problems = [Problem(f"{where}:1", "holds a JSON object over several lines", hint)]
    raise_if_any(problems)
    return Dump(tuple(entries), dropped)


def _is_spread(lines: list[str]) -> bool:
    """True when the first object does not end in its line."""
    first = next(line for line in lines if line.strip())
    return first.strip() == "{"


def _record(line: str, at: str, problems: list[Problem]) -> Mapping[str, Any] | None:
    try:
        record = json.loads(line, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        problems.append(Problem(at, f"is not JSON ({error})", "Put one whole object on each line."))
        return None
    if not isinstance(record, dict) or record.get("title") in (None, "") or not _one_line(record["title"], "x"):
        problems.append(Problem(at, "has no `title`", 'Every line needs at least {"title": "…", "abstract": "…"}.'))
        return None
    return record


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"`{twice}` is given twice")
    return made


def _one_line(value: object, otherwise: str = "") -> str:
    # JSON can spell half a character, which no file can hold, and what no page can show.
    return UNFIT.sub("", " ".join(value.split())).strip() if isinstance(value, str) else otherwise


class _Record:
    """One line's object: checked reading of what it may know."""

    def __init__(self, record: Mapping[str, Any], at: str, problems: list[Problem]) -> None:
        self._record = record
        self._at = at
        self._problems = problems

    def raw(self, name: str) -> Any:
        """The value of `name`; None where it says nothing (null, "" or NaN)."""
        value = self._record.get(name)
        return None if value == "" or value != value else value  # noqa: PLR0124 — only NaN differs from itself

    def wrong(self, what: str, hint: str = "") -> None:
        """Record a problem of this line."""
        self._problems.append(Problem(self._at, what, hint))

    def text(self, name: str, longest: int = LONGEST_LINE) -> str:
        """The text `name` as one line; "" when absent."""
        value = self.raw(name)
        if value is not None and not isinstance(value, str):
            self.wrong(f"`{name}` must be text, not {_kind(value)}", f'Write "{name}": "…".')
        found = _one_line(value)
        if len(found) > longest:
            self.wrong(
                f"`{name}` has {len(found):,} characters", f"None has more than {longest:,}. Is it the right one?"
            )
            return ""
        return found

    def authors(self) -> tuple[str, ...]:
        """Names, from a list of texts or of objects with a `name`, or from one text."""
        value = self.raw("authors")
        if isinstance(value, str):
            value = re.split(r"\s+and\s+|\s*[;,]\s*", value)
        if value is None:
            return ()
        names = [item.get("name") if isinstance(item, dict) else item for item in value] if type(value) is list else [0]
        if not all(isinstance(name, str) for name in names):
            self.wrong("`authors` must be a list of names", 'Write "authors": ["Ada Lovelace", "Emmy Noether"].')
            return ()
        return tuple(filter(None, map(_one_line, names)))

    def year(self) -> int | None:
        """The year stated, or that of a date."""
        value = self.raw("year") or None
        found = _YEAR.match(str(value)) if type(value) in (int, float, str) else None
        year = int(found[1]) if found else 0
        if value is not None and not YEARS[0] <= year <= YEARS[1]:
            self.wrong(f"`year` must be a year such as 2024, not `{str(value)[:40]}`", "Mend it or take it out.")
        if value is None:
            dated = _YEAR.match(str(self.raw("published") or self.raw("publication_date") or ""))
            year = int(dated[1]) if dated and YEARS[0] <= int(dated[1]) <= YEARS[1] else 0
        return year or None

    def arxiv(self) -> str:
        """The arXiv identifier without version; an `id` may be another kind's."""
        for name in ("arxiv", "arxiv_id", "id"):
            stated = self.raw(name)
            bare = _ARXIV_SUFFIX.sub("", _ARXIV_PREFIX.sub("", _one_line(stated), count=1), count=1)
            if ARXIV.fullmatch(bare):
                return bare
            if stated is not None and name != "id":
                self.wrong(f"`{str(stated)[:40]}` is not an arXiv identifier", f'Write it as "{name}": "2409.02889".')
        return ""

    def category(self) -> str:
        """The paper's first class at arXiv; classes of other services, which go by the same names, are left alone."""
        for name in ("category", "primary_category", "categories"):
            stated = self.raw(name)
            named = stated.split() if isinstance(stated, str) else stated if type(stated) is list else []
            if named and isinstance(named[0], str) and CATEGORY.fullmatch(named[0]):
                return str(named[0])
        return ""

    def doi(self) -> str:
        """The DOI without the address of its resolver."""
        bare = _DOI_PREFIX.sub("", self.text("doi"), count=1)
        if bare and not DOI.fullmatch(bare):
            self.wrong(f"`{bare[:40]}` is not a DOI", 'Write it as "doi": "10.1000/182".')
            return ""
        return bare

    def links(self) -> tuple[tuple[str, str], ...]:
        """The link to code, where it is a web address."""
        code = _one_line(self.raw("code"))
        return (("code", code),) if code and is_web_url(code) else ()


def _entry(record: _Record, number: int, rank: int) -> Entry:
    return Entry(
        title=record.text("title", _LONGEST_TITLE),
        abstract=record.text("abstract") or record.text("summary"),
        lines=(number, number),
        rank=rank,
        authors=record.authors(),
        year=record.year(),
        arxiv=record.arxiv(),
        category=record.category(),
        venue=record.text("venue", _LONGEST_TITLE),
        doi=record.doi(),
        links=record.links(),
    )


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "something else")
