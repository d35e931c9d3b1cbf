"""The order of lists: newest first, by title, or by what people did with the papers elsewhere."""

from collections.abc import Sequence
from typing import Final

from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.content.publication import SIGNALS
from site_builder.core.words import ENGLISH, Words, noted

_BY: Final = {
    "title": noted("by title"),
    "upvotes": noted("by upvotes"),
    "stars": noted("by stars"),
    "comments": noted("by comments"),
    "citations": noted("by citations"),
}


def ordered(papers: Sequence[CatalogEntry], order: str, catalog: Catalog) -> tuple[CatalogEntry, ...]:
    """`papers`, given newest first, in the order called `order`; papers without a count come last, as they came."""
    if order == "title":
        return tuple(sorted(papers, key=lambda entry: catalog.titles[entry.slug].casefold()))
    if order in SIGNALS:
        return tuple(sorted(papers, key=lambda entry: -_count(entry, order)))
    return tuple(papers)


def reason(papers: Sequence[CatalogEntry], order: str, words: Words = ENGLISH) -> str:
    """What a list says of its order: "by upvotes, as of 20 November 2026"; "" where it is the usual one."""
    if order == "date":
        return ""
    days = {entry.paper.signals.as_of for entry in papers if _count(entry, order) >= 0 and entry.paper.signals}
    known = sorted(day for day in days if day)
    by = words.gettext(_BY[order])
    if not known:
        return by
    first, last = words.date(known[0]), words.date(known[-1])
    if first == last:
        return words.gettext("%(by)s, as of %(date)s", by=by, date=last)
    return words.gettext("%(by)s, as of %(first)s to %(last)s", by=by, first=first, last=last)


def _count(entry: CatalogEntry, order: str) -> int:
    signals = entry.paper.signals
    return dict(signals.counts).get(order, -1) if signals else -1
