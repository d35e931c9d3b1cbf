"""How full a host is, and what to leave out."""

from dataclasses import replace
from pathlib import Path

import pytest

from site_builder.build import budget
from site_builder.core import config
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed

SMALL = {"index.html": 20_000_000}
LARGE = {"cards/papers/a.png": 200_000_000, "papers/2/index.html": 40_000, "map.svg": 700_000_000}


@pytest.fixture
def settings(site: Path) -> SiteConfig:
    return config.load(site)


def test_a_build_says_how_full_its_host_is(settings: SiteConfig) -> None:
    assert budget.fullness(SMALL, settings) == "2% of the 1 GB that GitHub Pages takes"
    assert not list(budget.notices(SMALL, settings))


def test_a_full_host_is_told_with_what_to_leave_out_in_order(settings: SiteConfig) -> None:
    *_, whole = budget.notices(LARGE, settings)
    ways = ["`cards: false` saves 200 MB", "`per_page: 100`", "early years", "`host: other`"]
    places = [whole.hint.index(way) for way in ways]

    assert whole.what == "fills 90% of the 1 GB that GitHub Pages takes"
    assert places == sorted(places)


def test_a_file_that_the_host_refuses_is_named(settings: SiteConfig) -> None:
    assert [one.where for one in budget.notices(LARGE, settings)][:2] == ["cards/papers/a.png", "map.svg"]


def test_nothing_is_said_of_a_host_that_nobody_knows(settings: SiteConfig) -> None:
    unknown = replace(settings, host="other")

    assert budget.fullness(LARGE, unknown) == ""
    assert not list(budget.notices(LARGE, unknown))


def test_a_host_is_one_of_those_that_are_known(site: Path) -> None:
    with (site / "content/site.yaml").open("a", encoding="utf-8") as file:
        file.write("host: github-page\n")
    with pytest.raises(BuildFailed, match="is no host whose limits are known"):
        config.load(site)
