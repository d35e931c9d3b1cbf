"""The page of what rises and falls, and the small chart on each tag's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from site_builder.analysis.trends import MIN_PAPERS, Change
from site_builder.core import urls
from site_builder.core.words import Words
from site_builder.pages.shared import Shared
from site_builder.pages.views import HeadView, SiteView, TagLink

_HEIGHT: Final = 40
"""Of a chart, in its own units; `_chart.html` knows it too."""
_CHARTS: Final = 60
"""Tags with a chart on the page, most frequent first."""
_Rows: TypeAlias = tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]
"""Periods, and the papers and all papers of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarView:
    """A bar of a chart: one period."""

    period: str
    count: int
    total: int
    """Papers of the period, whatever their tags."""
    height: int
    """In units of the chart, which is `ChartView.HEIGHT` high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartView:
    """How many papers each period has: a bar a period, oldest first."""

    name: str
    href: str
    hue: int
    total: int
    bars: tuple[BarView, ...]
    said: str
    """The chart in words, for those who do not see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A tag or a pair of tags that rises, falls or begins to meet."""

    tags: tuple[TagLink, ...]
    before: int
    recent: int
    share_before: str
    """Of all papers of those periods, such as "12 %"."""
    share_recent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendsView:
    """trends.html"""

    site: SiteView
    head: HeadView
    unit: str
    """"year" or "month"; "" where there is nothing to draw, and `why` says why."""
    why: str
    recent: str
    """The recent periods in words: "2023–2024"."""
    before: str
    """The first of them, before which the others lie."""
    papers_recent: int
    papers_before: int
    undated: int
    min_papers: int
    rising: tuple[ChangeView, ...]
    falling: tuple[ChangeView, ...]
    meeting: tuple[ChangeView, ...]
    whole: ChartView | None
    """All papers."""
    charts: tuple[ChartView, ...]
    """A tag each, drawn to one scale, most papers first."""


def trends(shared: Shared, site: SiteView) -> TrendsView:
    """The page of what rises and falls."""
    found, words = shared.catalog.trends, shared.config.words
    drawn = sorted(
        (tag for tag in found.counts if sum(found.counts[tag]) >= MIN_PAPERS),
        key=lambda tag: (-sum(found.counts[tag]), tag),
    )
    tallest = max((max(found.counts[tag]) for tag in drawn), default=1)
    first = len(found.periods) - found.recent
    return TrendsView(
        site=site,
        head=shared.head(
            words.gettext("Trends"), words.gettext("Which tags rise, which fall, and which begin to meet."), urls.TRENDS
        ),
        unit=found.unit,
        why=_why(found.periods, found.undated, words),
        recent=_stretch(found.periods[first:]),
        before=found.periods[first] if found.unit else "",
        papers_recent=found.papers_recent,
        papers_before=found.papers_before,
        undated=found.undated,
        min_papers=MIN_PAPERS,
        rising=_changes(shared, found.rising),
        falling=_changes(shared, found.falling),
        meeting=_changes(shared, found.meeting),
        whole=_chart(
            words,
            words.gettext("All papers"),
            shared.href(urls.PAPERS),
            0,
            (found.periods, found.totals, found.totals),
            max(found.totals),
        )
        if found.unit
        else None,
        charts=tuple(_of_tag(shared, tag, tallest) for tag in drawn[:_CHARTS]) if found.unit else (),
    )


def of_tag(shared: Shared, tag: str) -> ChartView | None:
    """The chart of one tag on its own scale; None where time is not known, or too few papers have it."""
    counts = shared.catalog.trends.counts.get(tag, ())
    return _of_tag(shared, tag, max(counts)) if sum(counts) >= MIN_PAPERS else None


def _of_tag(shared: Shared, tag: str, tallest: int) -> ChartView:
    found, link = shared.catalog.trends, shared.tag_link(tag)
    return _chart(
        shared.config.words, link.name, link.href, link.hue, (found.periods, found.counts[tag], found.totals), tallest
    )


def _chart(words: Words, name: str, href: str, hue: int, rows: _Rows, tallest: int) -> ChartView:
    bars = tuple(
        BarView(period=period, count=count, total=total, height=-(-_HEIGHT * count // max(tallest, 1)))
        for period, count, total in zip(*rows, strict=True)
    )
    total = sum(rows[1])
    counts = ", ".join(f"{one.period}: {one.count}" for one in bars)
    said = words.gettext("%(name)s, papers: %(counts)s", name=name, counts=counts)
    return ChartView(name=name, href=href, hue=hue, total=total, bars=bars, said=said)


def _changes(shared: Shared, changes: Iterable[Change]) -> tuple[ChangeView, ...]:
    found = shared.catalog.trends
    return tuple(
        ChangeView(
            tags=tuple(map(shared.tag_link, one.tags)),
            before=one.before,
            recent=one.recent,
            share_before=_share(one.before, found.papers_before),
            share_recent=_share(one.recent, found.papers_recent),
        )
        for one in changes
    )


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.0f} %" if total else ""


def _stretch(periods: tuple[str, ...]) -> str:
    return "–".join(dict.fromkeys([*periods[:1], *periods[-1:]]))


def _why(periods: tuple[str, ...], undated: int, words: Words) -> str:
    """Why nothing can be drawn."""
    if not periods:
        return words.gettext("No paper of this digest has a date, so nothing can be said of its trends.")
    if not undated:
        return words.gettext(
            "All dated papers of this digest are from %(period)s, and their months are not known: nothing to compare "
            "yet.",
            period=periods[0],
        )
    return words.ngettext(
        "All dated papers of this digest are from %(period)s (%(num)s paper without a date left out), "
        "and their months are not known: nothing to compare yet.",
        "All dated papers of this digest are from %(period)s (%(num)s papers without a date left out), "
        "and their months are not known: nothing to compare yet.",
        undated,
        period=periods[0],
    )
