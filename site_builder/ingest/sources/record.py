"""Records of any shape → entries, by the one table of `synonyms`.

A format's reader turns its file into plain records, mappings of names to values as JSON has them, and hands each with
its lines to `Records`. A record whose title or abstract is not what it says is left out with a warning; of others
whatever else is none is, for libraries are full of years such as "forthcoming". One of them must not keep the others
out.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from typing import Any, Final, TypeVar

from site_builder.content import arxiv_id
from site_builder.content.model import Entry, Imprint
from site_builder.content.publication import SIGNALS
from site_builder.core.errors import BuildFailed, Problem, raise_if_any
from site_builder.ingest.sources import languages, values
from site_builder.ingest.sources.dump import LONGEST_LINE, Dropped, Dump
from site_builder.ingest.sources.field_names import FACTS, OUTER, PATHS, folded

_Value = TypeVar("_Value")

_LONGEST_TITLE: Final = 1_000
_TALK: Final = "talk"
_TYPES: Final[Mapping[str, str]] = {
    word: meant
    for meant, words in {
        _TALK: "inproceedings conference conferencepaper paperconference proceedingsarticle conf cpaper",
        "book": "book ebook edbook mvbook editedbook referencebook monograph",
        "chapter": "incollection inbook chap chapter bookchapter booksection encyc entryencyclopedia",
        "thesis": "thesis thes dissertation",
        "phdthesis": "phdthesis phddissertation phd doctoralthesis doctoraldissertation doctoral",
        "mastersthesis": "mastersthesis mathesis masterthesis mscthesis mastersdissertation masters",
        "report": "report rprt techreport technicalreport workingpaper",
    }.items()
    for word in words.split()
}
"""Folded words for the type of a record → one of `WORK_TYPES`, or what stands in a meeting's proceedings."""
_NO_LETTERS: Final = re.compile(r"[.'’]")


class Records:
    """The entries of one dump, and what a curator should know of its records."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._entries: list[Entry] = []
        self._problems: list[Problem] = []
        self._unfit: list[Problem] = []
        """Of records that are left out."""
        self._unfit_lines: set[int] = set()
        self._left_out = 0
        self._warnings: list[Problem] = []
        self._unread: dict[str, None] = {}

    def wrong(self, line: int, what: str, hint: str = "") -> None:
        """Record a problem of `line`."""
        self._problems.append(Problem(f"{self._where}:{line}", what, hint))

    def warn(self, line: int, what: str, hint: str = "") -> None:
        """Record what was left out at `line`."""
        self._warnings.append(Problem(f"{self._where}:{line}", what, hint))

    def add(self, record: Mapping[str, Any], first: int, last: int) -> None:
        """Read the record on lines `first` to `last`; one that has a problem is left out."""
        unfit: list[Problem] = []
        read = _Record(record, f"{self._where}:{first}", unfit, self._warnings)
        entry = read.entry((first, last), len(self._entries) + 1)
        if entry is not None and not unfit:
            self._entries.append(entry)
            self._unread.update(dict.fromkeys(read.unread()))
            return
        self._left_out += 1
        self._unfit += unfit
        self._unfit_lines.update(range(first, last + 1))

    def dump(self, dropped: Collection[Dropped] = ()) -> Dump:
        """All that was read. Raises `BuildFailed` with every problem of the file, or where no record is a paper's."""
        raise_if_any(self._problems)
        if not self._entries:
            raise BuildFailed(self._unfit or [Problem(self._where, "holds no paper", "Is this the right file?")])
        return Dump(
            tuple(self._entries),
            (*dropped, *dropped_with(self._unfit_lines, self._entries, dropped)),
            (*map(left_out, self._unfit), *self._warnings),
            tuple(self._unread),
            left_out=self._left_out,
        )


def left_out(unfit: Problem) -> Problem:
    """The warning that the record with this problem is left out: one of thousands is to stop no dump."""
    return replace(unfit, what=f"{unfit.what}: the record is left out")


def dropped_with(lines: Set[int], entries: Iterable[Entry], dropped: Iterable[Dropped]) -> Iterator[Dropped]:
    """The `lines` of records that are left out, but those that others stand on, too."""
    others = {one.line for one in dropped} if lines else set()
    for entry in entries if lines else ():
        others.update(range(entry.lines[0], entry.lines[1] + 1))
    return (Dropped(number, "left-out") for number in sorted(lines - others))


def has_title(value: object) -> bool:
    """True for an object that could be the record of a paper."""
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("title"), str):
        return True
    held = _flat(value)
    return any(path in held for path in PATHS["title"])


class _Record:
    """One record: its values by their folded paths, and which of them were read."""

    def __init__(self, record: Mapping[str, Any], at: str, problems: list[Problem], warnings: list[Problem]) -> None:
        self._held = _flat(record)
        self._named = _named(self._held)
        self._at = at
        self._problems = problems
        self._warnings = warnings
        self._read: set[str] = set()
        self._more_authors = False

    def entry(self, lines: tuple[int, int], rank: int) -> Entry | None:
        """The entry; None where the record has no title, which is recorded as a problem."""
        title = self._text("title", values.text, _LONGEST_TITLE)
        if not title:
            return None
        arxiv, version = self._arxiv()
        published = self._fact("published", values.day) or ""
        kind = self._fact("type", _type) or ""
        self._read.update(PATHS["type"])  # those that say no more than that it is an article, too
        venue, journal = self._container(bool(arxiv), is_in_journal=kind not in (_TALK, "chapter"))
        return Entry(
            # PubMed and Europe PMC put a full stop after every title.
            title=title.removesuffix(".") if "authorstring" in self._held else title,
            abstract=self._text("abstract", values.abstract, LONGEST_LINE),
            lines=lines,
            rank=rank,
            authors=self._authors(),
            more_authors=self._more_authors,
            year=self._year(published, arxiv),
            arxiv=arxiv,
            category=self._fact("category", values.category) or "",
            venue=venue,
            doi=self._doi(),
            links=tuple(self._links(arxiv)),
            published=published,
            version=version or self._last_version(),
            journal=journal,
            pages=self._pages(),
            imprint=self._imprint("" if kind == _TALK else kind),
            keywords=self._fact("keywords", values.keywords) or (),
            license=self._text("license", values.text, _LONGEST_TITLE),
            lang=self._fact("lang", languages.code) or "",
            signals=tuple((name, count) for name in SIGNALS if (count := self._fact(name, values.count))),
            as_of=self._fact("as of", values.day) or "",
        )

    def unread(self) -> Iterator[str]:
        """The names, as the record spells them, of what it holds and no fact was read from."""
        for path, (spelled, _) in self._held.items():
            if spelled and path not in _SAID_BY_OTHERS and not self._is_read(path):
                yield spelled

    def _is_read(self, path: str) -> bool:
        """True when a fact was read from the value at `path`, from what is around it, or from the first of its list."""
        if any(path == one or path.startswith(f"{one}.") for one in self._read):
            return True
        value = self._held[path][1]
        return path in OUTER and (isinstance(value, dict) or any(one.startswith(f"{path}.") for one in self._read))

    # -- one fact ------------------------------------------------------------------------------------------------

    def _fact(self, name: str, parse: Callable[[Any], _Value | None]) -> _Value | None:
        """What the first of the names of fact `name` says that says something; the others say the same."""
        found: _Value | None = None
        for path in self._named.get(name, ()):
            found = found or parse(self._held[path][1]) or None
            if found:
                self._read.add(path)
        return found

    def _text(self, name: str, parse: Callable[[Any], str], longest: int) -> str:
        """The text `name`; one that is no text, or too long, is a problem, and so is a title that is not there."""
        found = self._fact(name, parse) or ""
        if len(found) > longest:
            hint = f"None has more than {longest:,}. Is it the right one?"
            self._wrong(f"`{self._spelled(name)}` has {len(found):,} characters", hint)
            return found[:longest]
        spelled = self._spelled(name)
        if not found and spelled:
            value = self._held[self._named[name][0]][1]
            if not isinstance(value, str):
                report = self._wrong if name in ("title", "abstract") else self._warn
                report(f"`{spelled}` must be text, not {_kind(value)}", f'Write "{spelled}": "…".')
                return ""
        if not found and name == "title":
            self._wrong(
                "has no `title`", "Every paper needs at least a title; without an abstract its page says little."
            )
        return found

    def _spelled(self, name: str) -> str:
        """The record's own name for the fact; "" where it has none."""
        return self._held[self._named[name][0]][0] if name in self._named else ""

    def _wrong(self, what: str, hint: str = "") -> None:
        self._problems.append(Problem(self._at, what, hint))

    def _warn(self, what: str, hint: str) -> None:
        """Tell of a value without which the paper is still one."""
        self._warnings.append(Problem(self._at, f"{what}: it is left out", hint))

    def _left_out(self, name: str, paths: Iterable[str], what: str) -> None:
        """Warn of a value under one of `paths` that is not `what` it says."""
        spelled, value = next((self._held[path] for path in paths if path in self._held), ("", None))
        if spelled:
            self._read.update(PATHS[name])
            hint = f"It is left out; the paper is not. Its name there is `{spelled}`."
            self._warnings.append(Problem(self._at, f"`{str(value)[:40]}` is not {what}", hint))

    # -- facts that more than one name makes ---------------------------------------------------------------------

    def _authors(self) -> tuple[str, ...]:
        found: tuple[str, ...] = ()
        for path in self._named.get("authors", ()):
            value = self._held[path][1]
            if not found:
                found = (values.family_first if path == "authorstring" else values.authors)(value)
                self._more_authors = values.more_authors(value)
            if found:
                self._read.add(path)
        spelled = self._spelled("authors")
        if spelled and not found and not isinstance(self._held[folded(spelled)][1], str):
            self._warn(f"`{spelled}` must be a list of names", f'Write "{spelled}": ["Ada Lovelace", "Emmy Noether"].')
        if (longest := max(map(len, found), default=0)) > _LONGEST_TITLE:
            hint = f"None has more than {_LONGEST_TITLE:,}. Are names parted by commas or `and`?"
            self._wrong(f"`{spelled}` has a name of {longest:,} characters", hint)
        return found

    def _arxiv(self) -> tuple[str, int]:
        found = self._fact("arxiv", _identified)
        if found is None:
            self._left_out("arxiv", _EXPLICIT_ARXIV, "an arXiv identifier")
        return found or ("", 0)

    def _doi(self) -> str:
        found = self._fact("doi", values.doi)
        if not found:
            others = [path for path in _EXPLICIT_DOI if path in self._held and not values.arxiv(self._held[path][1])[0]]
            self._left_out("doi", others, "a DOI")
        return found or ""

    def _year(self, published: str, arxiv: str) -> int | None:
        stated = self._fact("year", values.year)
        if stated is None:
            self._left_out("year", PATHS["year"], "a year such as 2024")
        return stated or values.year(published) or values.year(arxiv_id.month(arxiv))

    def _container(self, at_arxiv: bool, *, is_in_journal: bool) -> tuple[str, str]:
        """(venue, journal). Of what is only at arXiv neither: its identifier says so."""
        venue = self._text("venue", values.text, _LONGEST_TITLE)
        journal = self._text("journal", values.text, _LONGEST_TITLE)
        if at_arxiv:
            venue, journal = ("" if _is_arxiv(name) else name for name in (venue, journal))
        if not is_in_journal:
            return venue or journal, ""
        return ("" if venue.casefold() == journal.casefold() else venue), journal

    def _imprint(self, kind: str) -> Imprint:
        publisher = self._text("publisher", values.text, _LONGEST_TITLE)
        number = self._fact("number", values.volume)
        if kind == "report":
            number = number or self._fact("report number", values.volume)
        return Imprint(
            volume=self._fact("volume", values.volume) or "",
            number=number or "",
            publisher="" if _is_arxiv(publisher) else publisher,
            issn=self._fact("issn", values.issn) or "",
            isbn=self._fact("isbn", values.isbn) or "",
            type=kind,
        )

    def _pages(self) -> str:
        first, last = self._fact("first page", values.pages), self._fact("last page", values.pages)
        return self._fact("pages", values.pages) or (
            f"{first}–{last}" if first and last and first != last else first or ""
        )

    def _last_version(self) -> int:
        """The version that arXiv's own records list last."""
        self._read.add("versions")
        listed = self._held.get("versions", ("", None))[1]
        last = listed[-1] if isinstance(listed, list) and listed else None
        stated = last.get("version") if isinstance(last, dict) else None
        return values.count(stated.removeprefix("v")) if isinstance(stated, str) else 0

    def _links(self, arxiv: str) -> Iterator[tuple[str, str]]:
        """Where else the paper is; what its identifiers lead to is not said again."""
        found = {name: self._fact(name, values.url) for name in ("code", "project", "pdf", "paper")}
        if not found["code"] and found["paper"] and _is_code(found["paper"]):
            found["code"], found["paper"] = found["paper"], ""
        for name, url in found.items():
            if url and not (name in ("pdf", "paper") and _is_said(url, arxiv)):
                yield name, url
        forum = self._held.get("forum", ("", None))[1]
        if isinstance(forum, str) and _FORUM.fullmatch(forum):
            self._read.add("forum")
            yield "openreview", f"https://openreview.net/forum?id={forum}"


_EXPLICIT_ARXIV: Final = ("arxiv", "arxivid", "externalids.arxiv", "ids.arxiv")


_EXPLICIT_DOI: Final = ("doi", "externalids.doi", "ids.doi", "do")
_FORUM: Final = re.compile(r"[\w-]{5,20}", re.ASCII)
"""OpenReview's identifier of a paper."""
_SAID_BY_OTHERS: Final = frozenset({"eprinttype", "archiveprefix", "note", "howpublished"})
"""Folded names of what is seen by the look of another value, or looked at for one identifier alone."""


def _type(value: object) -> str:
    """One of `WORK_TYPES`, or that it is a talk; "" where `value` says something else."""
    return _TYPES.get(_NO_LETTERS.sub("", folded(values.text(value))), "")


def _identified(value: object) -> tuple[str, int] | None:
    identifier, version = values.arxiv(value)
    return (identifier, version) if identifier else None


def _is_arxiv(venue: str) -> bool:
    return venue.casefold().startswith(("arxiv", "corr abs", "corr,", "corr/")) or venue.casefold() == "corr"


def _is_code(url: str) -> bool:
    return "//github.com/" in url or "//gitlab.com/" in url or "//www.github.com/" in url


def _is_said(url: str, arxiv: str) -> bool:
    return "doi.org/" in url or "api.openalex.org" in url or (bool(arxiv) and ("arxiv.org/" in url or arxiv in url))


def _flat(record: Mapping[str, Any], outer: str = "", spelled_outer: str = "") -> dict[str, tuple[str, Any]]:
    """Folded path → (path as spelled, value) of all that says something.

    Objects are entered where the table names what is in them.
    """
    found: dict[str, tuple[str, Any]] = {}
    for name, value in record.items():
        if _says_nothing(value):
            continue
        path, spelled = outer + folded(name), spelled_outer + name
        found.setdefault(path, (spelled, value))
        if path in OUTER:
            inner = _first(value)
            if isinstance(inner, dict):
                below = _flat(inner, f"{path}.", f"{spelled}.")
                # Of a list only the first was looked into: what else its objects hold is not named one by one.
                below = below if inner is value else {key: ("", one) for key, (_, one) in below.items()}
                found.update({key: one for key, one in below.items() if key not in found})
    return found


def _named(held: Iterable[str]) -> dict[str, list[str]]:
    """Fact → those of the paths `held` that name it, the surest first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for path in held:
        for fact, order in FACTS.get(path, ()):
            found.setdefault(fact, []).append((order, path))
    return {fact: [path for _, path in sorted(paths)] for fact, paths in found.items()}


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _says_nothing(value: Any) -> bool:
    """True of null, "", NaN, nought, and of what is empty."""
    return value is None or value is False or value in ("", [], {}) or value != value or (value == 0)  # noqa: PLR0124 — only NaN differs from itself


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "something else")
