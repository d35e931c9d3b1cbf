"""One entry of a dump → the page it makes: text mended, facts joined, fields in order.

Pure: which page it becomes, and whether that may be written, is for `split`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from site_builder.content import arxiv_id, frontmatter, metadata
from site_builder.content.ledger import Repair
from site_builder.content.metadata import Facts
from site_builder.content.model import Entry
from site_builder.core import files
from site_builder.ingest import repair
from site_builder.text import markdown

_PLAIN_NAME: Final = re.compile(r"[A-Za-z .,'-]*")
_DAY: Final = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A page to be."""

    title: str
    """Mended."""
    digest: str
    """Of the whole page."""
    text: str
    """The whole page; "" where it stands on the disk already."""
    repairs: tuple[Repair, ...]


def draft(source: str, facts: Mapping[str, Facts], raw: Entry) -> Draft:
    """The page of `raw`, found in the dump called `source`; `facts` are those of the sidecar, by key of the title."""
    title, in_title = repair.mend(raw.title)
    abstract, in_abstract = repair.mend(raw.abstract)
    authors = [(name, ()) if _PLAIN_NAME.fullmatch(name) else repair.mend(name) for name in raw.authors]
    venue, in_venue = repair.mend(raw.venue)
    journal, in_journal = repair.mend(raw.journal)
    entry = replace(
        raw,
        title=title,
        abstract=abstract,
        authors=tuple(name for name, _ in authors if name),
        venue=venue,
        journal=journal,
        keywords=tuple(filter(None, (repair.mend(word)[0] for word in raw.keywords))),
    )
    known = facts.get(metadata.key(title)) or Facts(title=title, where="")
    text = frontmatter.write(_header(source, entry, known), markdown.escape(abstract))
    in_authors = [one for _, found in authors for one in found]
    repairs_of = {
        "title": in_title,
        "abstract": in_abstract,
        "authors": in_authors,
        "venue": in_venue,
        "journal": in_journal,
    }
    repairs = tuple(_recorded(raw.cut, title, repairs_of))
    return Draft(title=title, digest=files.digest(text), text=text, repairs=repairs)


def _recorded(cut: str, title: str, repairs_of: Mapping[str, Sequence[repair.Repair]]) -> Iterator[Repair]:
    if cut:
        first = title.split(maxsplit=1)[0]
        yield Repair("title", "glued-button", cut + first, first)
    for name, found in repairs_of.items():
        for one in found:
            yield Repair(name, one.rule, one.before, one.after)


def _header(source: str, entry: Entry, facts: Facts) -> Iterator[tuple[str, Any]]:
    """The fields of the page; what is not known is left out."""
    arxiv = entry.arxiv or facts.arxiv
    month = arxiv_id.month(arxiv)
    stated: dict[str, Any] = {
        "title": entry.title,
        "authors": list(entry.authors or facts.authors),
        "year": entry.year or facts.year or (int(month[:4]) if month else None),
        "published": entry.published,
        "venue": entry.venue or facts.venue,
        "journal": entry.journal,
        "pages": entry.pages,
        "arxiv": arxiv,
        "category": entry.category or facts.category,
        "doi": entry.doi or facts.doi,
        "keywords": list(entry.keywords),
        "license": entry.license,
        "links": dict(entry.links or facts.links),
        "signals": _signals(entry, source),
        "source": {"file": source, "lines": list(entry.lines), "rank": entry.rank},
    }
    return ((name, value) for name, value in stated.items() if value)


def _signals(entry: Entry, source: str) -> dict[str, Any]:
    """The counts, and their day: as the dump says, or as the dump's name does."""
    if not entry.signals:
        return {}
    for stated in (entry.as_of, source):
        found = _DAY.search(stated)
        if found:
            try:
                return {**dict(entry.signals), "as_of": date(*map(int, found.groups()))}
            except ValueError:  # a name such as 2025-13-45
                continue
    return dict(entry.signals)
