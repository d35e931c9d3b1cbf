"""The digest for programs: JSON, JSON lines, CSV, BibTeX, and a Markdown twin of each paper's page.

`papers.json` is a contract: fields may be added but not changed.
"""

import codecs
import csv
import gzip
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from typing import Any, Final

from site_builder.analysis.catalog import CatalogEntry
from site_builder.analysis.quantities import Quantity
from site_builder.content.model import Imprint, Paper
from site_builder.content.publication import SIGNALS
from site_builder.core import urls
from site_builder.core.urls import Urls
from site_builder.formats import citations
from site_builder.formats.citations import Bibliography, Reference
from site_builder.formats.roll import Roll
from site_builder.text import markdown, person_names, plaintext

_COLUMNS: Final = ("slug", "title", "authors", "year", "venue", "arxiv", "doi", "tags", "summary", "code", "url")
_COLUMNS_LATER: Final = ("published", "journal", "pages", "category", "keywords", "license", *SIGNALS, "as_of",
                         "lang", "arxiv_url", "doi_url", *(field.name for field in fields(Imprint)))  # fmt: skip
"""Columns that came later stand behind, so that each of the first keeps its number."""
_FORMULA: Final = (*"=+-@＝＋－＠", "\t", "\r")
"""What makes a spreadsheet run a cell instead of showing it; some take wide signs for the others."""
_FORMULA_INSIDE: Final = re.compile(r'([;\t]"*)(?=[=+@＝＋＠]|[-－](?!\)))')
"""Where a formula begins for a spreadsheet that parts cells by semicolons or tabs; `x; -3` and `;-)` are none."""

_MOST_WITH_ABSTRACTS: Final = 300
"""Papers of an edition or a shelf; of larger ones only the site's files hold the abstracts."""
_MOST_PLAIN: Final = 2_000
"""Papers up to which the site's files that hold every abstract are plain text; those of larger sites are compressed."""
_HOLD_ABSTRACTS: Final = ("jsonl", "ris", "csl.json")
"""Of a large site's files; papers.json is a contract and stays as it is, papers.bib and papers.csv then hold none."""
_CONTROL: Final = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Characters that YAML has no way to write, or takes for the end of a line."""


def is_large(count: int) -> bool:
    """True when a site of `count` papers has its larger files compressed."""
    return count > _MOST_PLAIN


def whole(suffix: str, *, large: bool) -> str:
    """The address of the file that holds all papers of a site, which may be a large one, in the form `suffix`."""
    plain = urls.references(suffix=suffix)
    return f"{plain}.gz" if large and suffix in _HOLD_ABSTRACTS else plain


def llms_full(*, large: bool) -> str:
    """The address of the file that holds what all papers of a site, which may be a large one, say."""
    return f"{urls.LLMS_FULL}.gz" if large else urls.LLMS_FULL


def references(listed: str, suffix: str, *, large: bool) -> str:
    """The address of the references to the papers of the list at `listed` in the form `suffix`.

    A tag, a year and an author have a file of BibTeX; in other forms, which need more room, their papers are in the
    site's file, from which a page's script picks them. What is an issue of its own, an edition or a shelf, has each.
    """
    has_own = suffix == "bib" or _is_issue(listed)
    return urls.references(listed, suffix) if has_own else whole(suffix, large=large)


def has_abstracts(listed: str, suffix: str, count: int, *, large: bool) -> bool:
    """Whether the references to the `count` papers of the list at `listed` hold abstracts.

    A paper is in five lists or so, so that BibTeX of a large site's lists would hold its abstract as often.
    """
    if suffix == "bib" and large and not _is_issue(listed):
        return False
    return listed == urls.HOME or count <= _MOST_WITH_ABSTRACTS


def _is_issue(listed: str) -> bool:
    return listed.startswith((urls.EDITIONS, urls.SHELVES))


def packed(content: bytes) -> bytes:
    """`content` compressed, the same bytes whenever it is."""
    return gzip.compress(content, 6, mtime=0)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A paper, and what its record says of others."""

    entry: CatalogEntry
    related: tuple[str, ...]
    """Slugs of the papers closest to it, closest first."""

    @property
    def slug(self) -> str:
        """The paper's slug."""
        return self.entry.slug


@dataclass(frozen=True)
class Exports:
    """The files that hold papers of a site; what is made of a paper says nothing of others."""

    bibliography: Bibliography
    site: Urls

    def json(self) -> Roll[Recorded]:
        """One object that holds papers, one on each line."""
        return Roll(self._json, b'{"papers": [\n', b",\n", b"\n]}\n")

    def _json(self, one: Recorded) -> bytes:
        return _line(self._record(one))

    def jsonl(self) -> Roll[Recorded]:
        """JSON lines, https://jsonlines.org; no value can be taken for a number that is none."""
        return Roll(self._jsonl, between=b"")

    def _jsonl(self, one: Recorded) -> bytes:
        return _line(_apart_from_numbers(self._record(one))) + b"\n"

    def csv(self) -> Roll[CatalogEntry]:
        """A table for spreadsheets (RFC 4180), without abstracts; several names in a cell are parted by semicolons.

        It begins with a byte order mark, for Excel takes other files for those of an older encoding.
        """
        return Roll(self._csv, codecs.BOM_UTF8 + _row((*_COLUMNS, *_COLUMNS_LATER)), b"")

    def _csv(self, entry: CatalogEntry) -> bytes:
        one = _apart_from_numbers(self._record(Recorded(entry, ())))
        flat = {**one, "code": one["links"].get("code", ""), **one["signals"]}
        return _row([_cell(flat.get(name)) for name in (*_COLUMNS, *_COLUMNS_LATER)])

    def bibtex(self, *, abstracts: bool) -> Roll[CatalogEntry]:
        """Entries in BibTeX."""
        return Roll(partial(self._bibtex, abstracts))

    def _bibtex(self, abstracts: bool, entry: CatalogEntry) -> bytes:
        made = self.bibliography.bibtex(entry.paper, entry.key)
        if abstracts:
            made = citations.with_abstract(made, self._cited(abstracts, entry).abstract)
        return made.encode("utf-8", "replace")

    def ris(self, *, abstracts: bool) -> Roll[CatalogEntry]:
        """Entries in RIS."""
        return Roll(partial(self._ris, abstracts))

    def _ris(self, abstracts: bool, entry: CatalogEntry) -> bytes:
        return citations.ris(self._cited(abstracts, entry)).encode("utf-8", "replace")

    def csl(self, *, abstracts: bool) -> Roll[CatalogEntry]:
        """Items in CSL-JSON, one on each line."""
        return Roll(partial(self._csl, abstracts), b"[\n", b",\n", b"\n]\n")

    def _csl(self, abstracts: bool, entry: CatalogEntry) -> bytes:
        item = json.dumps(citations.csl(self._cited(abstracts, entry)), ensure_ascii=False)
        return item.encode("utf-8", "replace")

    def _cited(self, abstracts: bool, entry: CatalogEntry) -> Reference:
        cited = self.bibliography.reference(entry.paper, entry.key)
        return cited if abstracts else replace(cited, abstract="")

    def _record(self, one: Recorded) -> dict[str, Any]:
        """All that is known of a paper."""
        entry, paper = one.entry, one.entry.paper
        return {
            "slug": paper.slug,
            "url": self.site.absolute(urls.paper(paper.slug)),
            "title": paper.title,
            "abstract": paper.abstract,
            "summary": entry.summary,
            "tags": [earned.tag for earned in entry.tags],
            "authors": list(map(person_names.display, paper.authors)),
            "year": paper.year,
            "venue": paper.venue,
            "arxiv": paper.arxiv,
            "doi": paper.doi,
            "category": paper.category,
            "published": paper.published,
            "journal": paper.journal,
            "pages": paper.pages,
            **asdict(paper.imprint),
            "keywords": list(paper.keywords),
            "license": paper.license,
            "signals": _signals(paper),
            "links": dict(paper.links),
            "numbers": [_number(one) for one in entry.quantities],
            "related": list(one.related),
            "added": paper.added.isoformat() if paper.added else "",
            "note": plaintext.plain(markdown.inline(paper.note)),
            "versions": [{"version": one.number, "title": one.title} for one in paper.versions],
            "extra": paper.extra,
            "lang": paper.lang,
            "arxiv_url": urls.arxiv_abs(paper.arxiv) if paper.arxiv else "",
            "doi_url": urls.doi(paper.doi) if paper.doi else "",
        }


def _number(one: Quantity) -> dict[str, str]:
    return {"value": one.value, "unit": one.unit, "kind": one.kind, "direction": one.direction}


def _line(record: Mapping[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=str)  # `extra` may hold dates
    return text.encode("utf-8", "replace")


def _apart_from_numbers(record: Mapping[str, Any]) -> dict[str, Any]:
    """`record` with an arXiv id that no program of tables reads as a number: 2410.13720 would become 2410.1372."""
    return {**record, "arxiv": f"arXiv:{record['arxiv']}" if record["arxiv"] else ""}


def _signals(paper: Paper) -> dict[str, Any]:
    """Kind → count, and `as_of`, the day on which that was so, where it is known."""
    if paper.signals is None:
        return {}
    day = {"as_of": paper.signals.as_of.isoformat()} if paper.signals.as_of else {}
    return {**dict(paper.signals.counts), **day}


def _row(cells: Sequence[str]) -> bytes:
    held = io.StringIO()
    csv.writer(held).writerow(cells)
    return held.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    text = f"'{text}" if text.startswith(_FORMULA) else text
    return _FORMULA_INSIDE.sub(r"\1'", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinView:
    """A paper as Markdown, for programs."""

    cited: Reference
    paper: Paper
    page: str
    """URL of the page it is a twin of."""
    summary: str
    tags: tuple[str, ...]
    """Their names."""
    body: str
    """The abstract, as Markdown."""


def twin(view: TwinView) -> bytes:
    """`view` as a Markdown file: facts as front matter, the abstract, and the citations that its page does not show.

    The abstract stands there once: who wants it in a citation, as cite.js does, puts it in.
    """
    cited = replace(view.cited, abstract="")
    facts: list[tuple[str, object]] = [
        ("title", cited.title),
        ("authors", list(map(person_names.display, cited.authors))),
        ("year", cited.year),
        ("venue", view.paper.venue),
        ("arxiv", cited.arxiv),
        ("doi", cited.doi),
        *_also(view.paper),
        ("tags", view.tags),
        ("summary", view.summary),
        ("url", view.page),
    ]
    blocks = [("ris", citations.ris(cited)), ("json", _csl(cited)), ("markdown", f"{citations.markdown(cited)}\n")]
    # JSON is YAML, and is written in a twentieth of the time.
    header = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in facts if value)
    # Not every reader of Markdown knows front matter.
    header = markdown.guarded(header, lambda sign: f"\\u{ord(sign):04x}")
    fenced = "".join(map(_fenced, blocks))
    whole = f"---\n{header}---\n{markdown.portable(view.body).strip()}\n\n## Cite\n{fenced}"
    return _CONTROL.sub("", whole).encode("utf-8", "replace")


def _fenced(block: tuple[str, str]) -> str:
    """A code block that nothing in its text can end."""
    kind, text = block
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"\n{fence}{kind}\n{text}{fence}\n"


def _also(paper: Paper) -> Iterator[tuple[str, object]]:
    yield "lang", paper.lang
    yield "category", paper.category
    yield "published", paper.published
    yield "journal", paper.journal
    yield "pages", paper.pages
    yield from asdict(paper.imprint).items()
    yield "keywords", list(paper.keywords)
    yield "license", paper.license
    yield "signals", _signals(paper)
    yield "note", plaintext.plain(markdown.inline(paper.note))


def _csl(cited: Reference) -> str:
    return json.dumps([citations.csl(cited)], ensure_ascii=False, separators=(",", ":")) + "\n"
