"""The order of lists: newest first, by title, or by what people did with the papers elsewhere."""

from collections.abc import Sequence

from site_builder.analysis.catalog import Catalog, Shown
from site_builder.content import editions
from site_builder.content.publication import SIGNALS


def ordered(papers: Sequence[Shown], order: str, catalog: Catalog) -> tuple[Shown, ...]:
    """`papers`, given newest first, in the order called `order`; papers without a count come last, as they came."""
    if order == "title":
        return tuple(sorted(papers, key=lambda shown: catalog.titles[shown.slug].casefold()))
    if order in SIGNALS:
        return tuple(sorted(papers, key=lambda shown: -_count(shown, order)))
    return tuple(papers)


def reason(papers: Sequence[Shown], order: str) -> str:
    """What a list says of its order: "by upvotes, as of 20 November 2026"; "" where it is the usual one."""
    if order == "date":
        return ""
    days = {shown.paper.signals.as_of for shown in papers if _count(shown, order) >= 0 and shown.paper.signals}
    known = sorted(day for day in days if day)
    when = " to ".join(dict.fromkeys(editions.written(day) for day in (known[0], known[-1]))) if known else ""
    return f"by {order}, as of {when}" if when else f"by {order}"


def _count(shown: Shown, order: str) -> int:
    signals = shown.paper.signals
    return dict(signals.counts).get(order, -1) if signals else -1
