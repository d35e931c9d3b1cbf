"""The order of lists: newest first, by title, or by what people did with the papers elsewhere."""

from collections.abc import Sequence

from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.content import editions
from site_builder.content.publication import SIGNALS


def ordered(papers: Sequence[CatalogEntry], order: str, catalog: Catalog) -> tuple[CatalogEntry, ...]:
    """`papers`, given newest first, in the order called `order`; papers without a count come last, as they came."""
    if order == "title":
        return tuple(sorted(papers, key=lambda entry: catalog.titles[entry.slug].casefold()))
    if order in SIGNALS:
        return tuple(sorted(papers, key=lambda entry: -_count(entry, order)))
    return tuple(papers)


def reason(papers: Sequence[CatalogEntry], order: str) -> str:
    """What a list says of its order: "by upvotes, as of 20 November 2026"; "" where it is the usual one."""
    if order == "date":
        return ""
    days = {entry.paper.signals.as_of for entry in papers if _count(entry, order) >= 0 and entry.paper.signals}
    known = sorted(day for day in days if day)
    when = " to ".join(dict.fromkeys(editions.written(day) for day in (known[0], known[-1]))) if known else ""
    return f"by {order}, as of {when}" if when else f"by {order}"


def _count(entry: CatalogEntry, order: str) -> int:
    signals = entry.paper.signals
    return dict(signals.counts).get(order, -1) if signals else -1
