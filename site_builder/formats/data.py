"""The digest for programs: JSON, JSON lines, CSV, BibTeX, and a Markdown twin of each paper's page.

`papers.json` is a contract: fields may be added but not changed.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.content.model import Paper
from site_builder.content.publication import SIGNALS
from site_builder.core import urls
from site_builder.core.urls import Urls
from site_builder.formats import citations
from site_builder.formats.citations import Bibliography, Reference
from site_builder.text import markdown, person_names, plaintext

_COLUMNS: Final = ("slug", "title", "authors", "year", "venue", "arxiv", "doi", "tags", "summary", "code", "url")
_COLUMNS_LATER: Final = ("published", "journal", "pages", "category", "keywords", "license", *SIGNALS, "as_of")
"""Columns that came later stand behind, so that each of the first keeps its number."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet run a cell instead of showing it."""

_CONTROL: Final = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Characters that YAML has no way to write, or takes for the end of a line."""


@dataclass(frozen=True)
class Exports:
    """The files that hold all papers of a site, each made when it is asked for."""

    catalog: Catalog
    bibliography: Bibliography
    site: Urls

    def json(self) -> bytes:
        """One object that holds all papers, one on each line."""
        return b'{"papers": [\n' + b",\n".join(self._lines) + b"\n]}\n"

    def jsonl(self) -> bytes:
        """JSON lines, https://jsonlines.org."""
        return b"".join(line + b"\n" for line in self._lines)

    def csv(self) -> bytes:
        """A table for spreadsheets (RFC 4180), without abstracts; several names in a cell are parted by semicolons."""
        held = io.StringIO()
        writer = csv.writer(held)
        writer.writerow((*_COLUMNS, *_COLUMNS_LATER))
        for entry in self.catalog.papers:
            one = self._record(entry)
            flat = {**one, "code": one["links"].get("code", ""), **one["signals"]}
            writer.writerow([_cell(flat.get(name)) for name in (*_COLUMNS, *_COLUMNS_LATER)])
        return held.getvalue().encode("utf-8", "replace")

    def bibtex(self, papers: Sequence[CatalogEntry]) -> bytes:
        """The entries of `papers`."""
        return "\n".join(self.bibliography.bibtex(entry.paper) for entry in papers).encode("utf-8", "replace")

    def ris(self) -> bytes:
        """RIS of all papers."""
        return "".join(citations.ris(one) for one in self._cited).encode("utf-8", "replace")

    def csl(self) -> bytes:
        """CSL-JSON of all papers, one on each line."""
        lines = [json.dumps(citations.csl(one), ensure_ascii=False) for one in self._cited]
        return ("[\n" + ",\n".join(lines) + "\n]\n").encode("utf-8", "replace")

    @property
    def _cited(self) -> Iterator[Reference]:
        return (self.bibliography.reference(entry.paper) for entry in self.catalog.papers)

    @cached_property
    def _lines(self) -> tuple[bytes, ...]:
        # Bytes, since one rare letter makes Python keep four bytes for each letter of a text.
        records = map(self._record, self.catalog.papers)
        texts = (json.dumps(one, ensure_ascii=False, default=str) for one in records)  # `extra` may hold dates
        return tuple(text.encode("utf-8", "replace") for text in texts)

    def _record(self, entry: CatalogEntry) -> dict[str, Any]:
        """All that is known of a paper."""
        paper = entry.paper
        return {
            "slug": paper.slug,
            "url": self.site.absolute(urls.paper(paper.slug)),
            "title": self.catalog.titles[paper.slug],
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
            "keywords": list(paper.keywords),
            "license": paper.license,
            "signals": _signals(paper),
            "links": dict(paper.links),
            "related": [near.slug for near in entry.related],
            "added": paper.added.isoformat() if paper.added else "",
            "note": plaintext.plain(markdown.inline(paper.note)),
            "versions": [{"version": one.number, "title": one.title} for one in paper.versions],
            "extra": paper.extra,
        }


def _signals(paper: Paper) -> dict[str, Any]:
    """Kind → count, and `as_of`, the day on which that was so, where it is known."""
    if paper.signals is None:
        return {}
    day = {"as_of": paper.signals.as_of.isoformat()} if paper.signals.as_of else {}
    return {**dict(paper.signals.counts), **day}


def _cell(value: object) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinView:
    """A paper as Markdown, for programs."""

    cited: Reference
    paper: Paper
    bibtex: str
    page: str
    """URL of the page it is a twin of."""
    summary: str
    tags: tuple[str, ...]
    """Their names."""
    body: str
    """The abstract, as Markdown."""


def twin(view: TwinView) -> bytes:
    """`view` as a Markdown file: facts as front matter, the abstract, and the paper as others cite it."""
    cited = view.cited
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
    blocks = [("bibtex", view.bibtex), ("ris", citations.ris(cited)), ("json", _csl(cited))]
    blocks += [("text", f"{citations.apa(cited)}\n"), ("markdown", f"{citations.markdown(cited)}\n")]
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
    yield "category", paper.category
    yield "published", paper.published
    yield "journal", paper.journal
    yield "pages", paper.pages
    yield "keywords", list(paper.keywords)
    yield "license", paper.license
    yield "signals", _signals(paper)
    yield "note", plaintext.plain(markdown.inline(paper.note))


def _csl(cited: Reference) -> str:
    return json.dumps([citations.csl(cited)], ensure_ascii=False) + "\n"
