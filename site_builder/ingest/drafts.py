"""One paper of the dumps → the page it makes: text mended, facts joined, fields in order.

Pure: which page it becomes, and whether that may be written, is for `split`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Final

from site_builder.content import arxiv_id, frontmatter, metadata
from site_builder.content.ledger import Repair
from site_builder.content.metadata import Facts
from site_builder.content.model import Entry
from site_builder.core import files
from site_builder.ingest import repair
from site_builder.ingest.merging import BODY, Merged
from site_builder.ingest.repair import hyphens
from site_builder.text import markdown

_PLAIN_NAME: Final = re.compile(r"[A-Za-z .,'-]*")


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
    fields: Mapping[str, Any] = field(default_factory=dict)
    """What the page holds, by name, its body as `abstract`; empty where it stands on the disk already."""


def draft(facts: Mapping[str, Facts], merged: Merged) -> Draft:
    """The page of `merged`; `facts` are those of the sidecar, by key of the title."""
    raw = merged.entry
    title, in_title = repair.mend(raw.title)
    abstract, in_abstract = _repaired_paragraphs(raw.abstract)
    title, in_broken = hyphens.joined(title, abstract)
    authors = [(name, ()) if _PLAIN_NAME.fullmatch(name) else repair.mend(name) for name in raw.authors]
    venue, in_venue = repair.mend(raw.venue)
    journal, in_journal = repair.mend(raw.journal)
    entry = replace(
        raw,
        imprint=replace(raw.imprint, publisher=repair.mend(raw.imprint.publisher)[0]),
        title=title,
        abstract=abstract,
        authors=tuple(name for name, _ in authors if name),
        venue=venue,
        journal=journal,
        keywords=tuple(filter(None, (repair.mend(word)[0] for word in raw.keywords))),
    )
    known = facts.get(metadata.key(title)) or Facts(title=title, where="")
    header = dict(_header(replace(merged, entry=entry), known))
    body = markdown.escape(abstract)
    text = frontmatter.write(header.items(), body)
    in_authors = [one for _, found in authors for one in found]
    repairs_of = {
        "title": [*in_title, *(repair.Repair(hyphens.RULE, *one) for one in in_broken)],
        "abstract": in_abstract,
        "authors": in_authors,
        "venue": in_venue,
        "journal": in_journal,
    }
    repairs = tuple(_recorded(raw.cut, title, repairs_of))
    fields = {**header, **({BODY: body} if body else {})}
    return Draft(title=title, digest=files.digest(text), text=text, repairs=repairs, fields=fields)


def _repaired_paragraphs(abstract: str) -> tuple[str, list[repair.Repair]]:
    repaired = [repair.mend(paragraph) for paragraph in abstract.split("\n")]
    return "\n".join(text for text, _ in repaired if text), [one for _, found in repaired for one in found]


def _recorded(cut: str, title: str, repairs_of: Mapping[str, Sequence[repair.Repair]]) -> Iterator[Repair]:
    if cut:
        first = title.split(maxsplit=1)[0]
        yield Repair("title", "glued-button", cut + first, first)
    for name, found in repairs_of.items():
        for one in found:
            yield Repair(name, one.rule, one.before, one.after)


def _header(merged: Merged, facts: Facts) -> Iterator[tuple[str, Any]]:
    """The fields of the page; what is not known is left out."""
    entry = merged.entry
    arxiv = entry.arxiv or facts.arxiv
    month = arxiv_id.month(arxiv)
    stated: dict[str, Any] = {
        "title": entry.title,
        "authors": list(entry.authors or facts.authors),
        "more_authors": entry.more_authors and bool(entry.authors),
        "year": entry.year or facts.year or (int(month[:4]) if month else None),
        "published": entry.published,
        "venue": entry.venue or facts.venue,
        "journal": entry.journal,
        "pages": entry.pages,
        **asdict(entry.imprint),
        "arxiv": arxiv,
        "category": entry.category or facts.category,
        "doi": entry.doi or facts.doi,
        "keywords": list(entry.keywords),
        "license": entry.license,
        "lang": entry.lang,
        "links": dict(entry.links or facts.links),
        "signals": _signals(entry),
        "versions": [{"version": number, "title": repair.mend(title)[0]} for number, title in merged.versions],
        "added": date.fromisoformat(merged.added) if merged.added else None,
        "aliases": list(merged.aliases),
        "source": {"file": merged.source, "lines": list(entry.lines), "rank": entry.rank},
    }
    return ((name, value) for name, value in stated.items() if value)


def _signals(entry: Entry) -> dict[str, Any]:
    """The counts, and the day on which they were true, where it is known."""
    if not entry.signals:
        return {}
    try:
        return {**dict(entry.signals), **({"as_of": date.fromisoformat(entry.as_of)} if entry.as_of else {})}
    except ValueError:  # only a month is known, or a dump's name says 2025-13-45
        return dict(entry.signals)
