"""`papershelf check` finds what it is for: each fault put into a sound site is told, with its place."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.build import link_check
from site_builder.core.errors import BuildFailed

PAGE = "papers/pruning-acorns/index.html"


def _replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def act(site: Path) -> None:
        text = (site / name).read_text(encoding="utf-8")
        assert old in text
        (site / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return act


def _without_words(site: Path) -> None:
    text = (site / PAGE).read_text(encoding="utf-8")
    start, end = text.index("<main"), text.index("</main>")
    (site / PAGE).write_text(f"{text[:start]}<main><h1>A</h1>{text[end:]}", encoding="utf-8")


def _with_a_deep_export(site: Path) -> None:
    (site / "papers.json").write_text("[" * 100_000)


FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a link that leads nowhere": (
        _replaced(PAGE, 'href="/shelf/map/"', 'href="/shelf/maps/"'),
        "the link `/shelf/maps/` leads nowhere",
    ),
    "a link beside the base path": (
        _replaced(PAGE, 'href="/shelf/map/"', 'href="/map/"'),
        "the link `/map/` leads outside the site's base path /shelf/",
    ),
    "a place that is not on its page": (
        _replaced(PAGE, 'href="#main"', 'href="#mane"'),
        "the link `#mane` leads to no place on its page (no id `mane`)",
    ),
    "a link that runs": (
        _replaced(PAGE, 'href="/shelf/map/"', 'href="javascript:alert(1)"'),
        "the link `javascript:alert(1)` is of a kind that is not allowed",
    ),
    "a link without an address": (
        _replaced(PAGE, '<a class="place" href="/shelf/map/"', '<a class="place"'),
        "a link has no address",
    ),
    "an id used twice": (_replaced(PAGE, "<footer", '<i id="main"></i><footer'), "the id `main` is used twice"),
    "no title": (
        _replaced(PAGE, "<title>Pruning Acorns: Sparse Oaks from Small Seeds · Tiny shelf", "<title>"),
        "has no title",
    ),
    "an empty page": (_without_words, "is empty: its main part has 1 characters"),
    "a feed cut short": (_replaced("feed.xml", "</feed>", ""), "is not XML (no element found: line"),
    "a sitemap cut short": (_replaced("sitemap.xml", "</urlset>", ""), "is not XML"),
    "a page gone": (lambda site: shutil.rmtree(site / "papers/pruning-acorns"), "is in papers.json but has no page"),
    "a link that is no address": (
        _replaced(PAGE, 'href="/shelf/map/"', 'href="//[x"'),
        "the link `//[x` is no address",
    ),
    "a canonical link that is no address": (
        _replaced("index.html", '<link rel="canonical" href="https://', '<link rel="canonical" href="http://[x'),
        "leads nowhere",
    ),
    "an export nested too deeply": (
        _with_a_deep_export,
        "is not the export it should be",
    ),
    "an export that is none": (_replaced("papers.json", '{"papers": ', ""), "is not the export it should be"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault: str, built: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(built, site)
    act, told = FAULTS[fault]
    act(site)

    assert any(told in problem.what for problem in link_check.visit(site).problems)


def test_a_fault_is_told_with_its_line(built: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(built, site)
    (site / PAGE).write_text(
        '<title>A</title>\n<main id="main"><h1>Acorns</h1>\nLong enough to be read.\n<a href="/shelf/">1</a>\n'
        '<a href="/shelf/nowhere/">2</a>\n<a>3</a>\n<b id="main">4</b><i id="abstract">5</i></main>',
        encoding="utf-8",
    )
    found = {problem.where.partition(PAGE)[2]: problem.what for problem in link_check.visit(site).problems}

    assert found == {
        ":5": "the link `/shelf/nowhere/` leads nowhere",
        ":6": "a link has no address",
        ":7": "the id `main` is used twice",
    }


@pytest.mark.parametrize(
    "text", ["", "<!doctype html>", "<![CDATA[x", "\0", "<main><script>Nothing to read here.</script>"]
)
def test_a_page_that_holds_nothing_is_told_of(text: str, built: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(built, site)
    (site / PAGE).write_text(text, encoding="utf-8")
    try:
        found = [problem.what for problem in link_check.visit(site).problems]
    except BuildFailed as error:  # a file of no text at all
        found = [problem.what for problem in error.problems]

    assert any(what.startswith(("is empty", "is a binary file")) for what in found), found


@pytest.mark.parametrize("link", ["HTTPS://x.example/", "Mailto:a@x.example"])
def test_the_scheme_of_a_link_may_be_in_any_case(link: str, built: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(built, tmp_path / "site"))
    _replaced(PAGE, 'href="/shelf/map/"', f'href="{link}"')(site)

    assert link_check.visit(site).problems == ()
