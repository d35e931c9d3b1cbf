"""Papers over time: periods, what is claimed and what is too little to claim anything."""

from site_builder.analysis import trends
from site_builder.analysis.trends import Dated


def _papers(year: int, count: int, *tags: str) -> list[Dated]:
    return [Dated(year, "", tags)] * count


def test_a_tag_that_more_of_the_recent_papers_have_rises_and_another_falls() -> None:
    found = trends.of([*_papers(2020, 10, "old"), *_papers(2021, 10, "old"), *_papers(2022, 10, "new")])

    assert found.periods == ("2020", "2021", "2022")
    assert found.counts == {"new": (0, 0, 10), "old": (10, 10, 0)}
    assert [(one.tags, one.before, one.recent) for one in found.rising] == [(("new",), 0, 10)]
    assert [(one.tags, one.before, one.recent) for one in found.falling] == [(("old",), 20, 0)]


def test_nothing_is_claimed_on_fewer_than_five_papers() -> None:
    found = trends.of([*_papers(2020, 4, "old"), *_papers(2021, 4, "new")])

    assert (found.rising, found.falling) == ((), ())


def test_tags_meet_anew_where_both_are_old_and_no_old_paper_has_both() -> None:
    old = [*_papers(2020, 3, "a"), *_papers(2020, 3, "b"), *_papers(2020, 2, "b", "c")]
    found = trends.of([*old, *_papers(2021, 5, "a", "b"), *_papers(2021, 5, "b", "c"), *_papers(2021, 5, "b", "d")])

    assert [(one.tags, one.recent) for one in found.meeting] == [(("a", "b"), 5)]


def test_papers_of_one_year_are_told_by_month_where_days_are_known() -> None:
    found = trends.of([Dated(2024, "2024-02-03", ("a",)), Dated(2024, "2024-04", ("a",)), Dated(2024, "", ("a",))])

    assert (found.unit, found.periods, found.totals) == ("month", ("2024-02", "2024-03", "2024-04"), (1, 0, 1))
    assert found.undated == 1


def test_without_dates_or_with_one_year_alone_there_is_nothing_to_draw() -> None:
    assert trends.of([Dated(None, "", ("a",))]).periods == ()
    assert (trends.of(_papers(2024, 9, "a")).unit, trends.of(_papers(2024, 9, "a")).periods) == ("", ("2024",))


def test_only_the_last_twelve_periods_are_drawn_and_older_papers_count_as_before() -> None:
    found = trends.of([*_papers(1950, 3, "a"), *_papers(2023, 1, "a"), *_papers(2024, 6, "b")])

    assert found.periods == tuple(str(year) for year in range(2013, 2025))
    assert found.papers_before == 3
