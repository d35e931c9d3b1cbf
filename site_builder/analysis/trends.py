"""Papers over time: how many each period has of each tag, which tags rise and fall, and which begin to meet.

Periods are years, or months where all papers are of one year. A claim needs five papers, and a difference between the
recent periods and those before that chance would make less than once in twenty times.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Final

MIN_PAPERS: Final = 5
"""Papers below which nothing is claimed."""
MAX_PERIODS: Final = 12
"""Periods of a chart; older papers count as before them."""
_RECENT: Final = 3
"""The last of so many parts of the periods is the recent one."""
_CERTAIN: Final = 1.96
"""Standard errors of a difference between two shares (p < 0.05)."""
_MAX_CLAIMS: Final = 10
_MONTHS: Final = 12
_MONTH_LENGTH: Final = len("2024-05")


@dataclass(frozen=True, slots=True)
class Dated:
    """What is asked of a paper here."""

    year: int | None
    day: str
    """"2024-05-17" or a beginning of it; "" where it is not known."""
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A tag, or a pair of tags, whose share of the papers changed."""

    tags: tuple[str, ...]
    before: int
    """Papers that had it in the earlier periods."""
    recent: int


@dataclass(frozen=True, slots=True)
class Trends:
    """The papers of a site over time."""

    unit: str
    """"year" or "month"; "" where papers are undated, or all of one period."""
    periods: tuple[str, ...]
    """Such as "2024" or "2024-05", oldest first, without gaps."""
    totals: tuple[int, ...]
    """Papers of each period."""
    counts: Mapping[str, tuple[int, ...]]
    """Tag → its papers in each period."""
    undated: int
    recent: int
    """How many of the last periods are called recent."""
    papers_before: int
    papers_recent: int
    rising: tuple[Change, ...]
    """Surest first, as `falling`."""
    falling: tuple[Change, ...]
    meeting: tuple[Change, ...]
    """Pairs of tags that older papers have, but none of them both; most frequent first."""


def of(papers: Iterable[Dated]) -> Trends:
    """The trends of `papers`."""
    known = list(papers)
    for unit in ("year", "month"):
        dated = [(period, one) for one in known if (period := _period(one, unit))]
        if len({period for period, _ in dated}) > 1:
            return _trends(unit, dated, len(known) - len(dated))
    dated = [(period, one) for one in known if (period := _period(one, "year"))]
    periods = tuple(sorted({period for period, _ in dated}))
    return Trends("", periods, (), {}, len(known) - len(dated), 0, 0, len(dated), (), (), ())


def _period(one: Dated, unit: str) -> str:
    if unit == "year":
        return str(one.year) if one.year else one.day[:4]
    return one.day[:_MONTH_LENGTH] if len(one.day) >= _MONTH_LENGTH else ""


def _trends(unit: str, dated: list[tuple[str, Dated]], undated: int) -> Trends:
    periods = _between(max(period for period, _ in dated), min(period for period, _ in dated), unit)
    index = {period: number for number, period in enumerate(periods)}
    totals = Counter(index.get(period, -1) for period, _ in dated)
    by_tag: dict[str, Counter[int]] = {}
    pairs: dict[tuple[str, str], Counter[bool]] = {}
    recent = max(1, len(periods) // _RECENT)
    first = len(periods) - recent
    for period, one in dated:
        at = index.get(period, -1)
        for tag in one.tags:
            by_tag.setdefault(tag, Counter())[at] += 1
        for pair in combinations(sorted(one.tags), 2):
            pairs.setdefault(pair, Counter())[at >= first] += 1
    sides = {tag: _sides(counts, first) for tag, counts in by_tag.items()}
    before, after = _sides(totals, first)
    surest = sorted(
        ((_certainty(*side, before, after), tag) for tag, side in sides.items()), key=lambda one: (-one[0], one[1])
    )
    return Trends(
        unit=unit,
        periods=periods,
        totals=tuple(totals[number] for number in range(len(periods))),
        counts={tag: tuple(counts[number] for number in range(len(periods))) for tag, counts in sorted(by_tag.items())},
        undated=undated,
        recent=recent,
        papers_before=before,
        papers_recent=after,
        rising=_claimed((tag for score, tag in surest if score >= _CERTAIN), sides, 1),
        falling=_claimed((tag for score, tag in reversed(surest) if score <= -_CERTAIN), sides, 0),
        meeting=_meeting(pairs, sides),
    )


def _between(last: str, first: str, unit: str) -> tuple[str, ...]:
    """The periods from `first` to `last`, at most as many as a chart shows."""
    if unit == "year":
        return tuple(str(year) for year in range(max(int(first), int(last) - MAX_PERIODS + 1), int(last) + 1))
    start, end = (_MONTHS * int(month[:4]) + int(month[5:]) - 1 for month in (first, last))
    numbers = range(max(start, end - MAX_PERIODS + 1), end + 1)
    return tuple(f"{number // _MONTHS}-{number % _MONTHS + 1:02}" for number in numbers)


def _sides(counts: Counter[int], first: int) -> tuple[int, int]:
    """How many papers came before period `first`, and since."""
    before = sum(count for period, count in counts.items() if period < first)
    return before, counts.total() - before


def _certainty(before: int, recent: int, all_before: int, all_recent: int) -> float:
    """The difference of two shares in standard errors, positive where the recent share is larger."""
    if not all_before or not all_recent:
        return 0.0
    share = (before + recent) / (all_before + all_recent)
    error = sqrt(share * (1 - share) * (1 / all_before + 1 / all_recent))
    return round((recent / all_recent - before / all_before) / error, 6) if error else 0.0


def _claimed(tags: Iterable[str], sides: Mapping[str, tuple[int, int]], side: int) -> tuple[Change, ...]:
    """The changes of `tags`, of those that have enough papers on the `side` that is claimed to be larger."""
    found = [Change((tag,), *sides[tag]) for tag in tags if sides[tag][side] >= MIN_PAPERS]
    return tuple(found[:_MAX_CLAIMS])


def _meeting(
    pairs: Mapping[tuple[str, str], Counter[bool]], sides: Mapping[str, tuple[int, int]]
) -> tuple[Change, ...]:
    found = [
        Change(pair, 0, met[True])
        for pair, met in pairs.items()
        if not met[False] and met[True] >= MIN_PAPERS and all(sides[tag][0] for tag in pair)
    ]
    return tuple(sorted(found, key=lambda one: (-one.recent, one.tags))[:_MAX_CLAIMS])
