"""The front page of small digests: something to read, and only ways that lead somewhere."""

import json
import re
import shutil
from pathlib import Path

from tests.conftest import build_here

_BEGIN = re.compile(r'<ul class="begin".*?</ul>', re.DOTALL)


def _home(site: Path) -> str:
    build_here(site)
    return (site / "_site/index.html").read_text(encoding="utf-8")


def test_every_way_to_begin_leads_to_a_page(site: Path) -> None:
    begin = _BEGIN.search(_home(site))
    hrefs = re.findall(r'href="/shelf/([^"]*)"', begin[0] if begin else "")

    assert {"map/", "tags/", "years/", "authors/"} <= set(hrefs)
    assert all((site / "_site" / href / "index.html").is_file() for href in hrefs)


def test_an_undated_digest_of_few_areas_shows_seven_papers(site: Path) -> None:
    folder = site / "content/papers"
    for page in folder.iterdir():
        page.unlink()
    for number in range(30):
        text = f"---\ntitle: Pruning Tree {number}\n---\nWe prune tree {number}, and show that it grows.\n"
        (folder / f"pruning-tree-{number}.md").write_text(text, encoding="utf-8")
    home = _home(site)

    assert home.count('<li class="row"') == 7
    assert "A first few papers" in home
    assert "/shelf/authors/" not in home


def test_the_maps_legend_names_the_dots_of_no_area(site: Path) -> None:
    build_here(site)
    page = site / "_site/map/index.html"
    tagged = page.read_text(encoding="utf-8")
    (site / "content/papers/snow.md").write_text("---\ntitle: Snow\n---\nWe look at snow.\n", encoding="utf-8")
    build_here(site)

    assert "Papers without a tag" not in tagged
    assert "Papers without a tag" in page.read_text(encoding="utf-8")


def test_papers_that_all_came_at_once_are_not_called_the_newest(site: Path) -> None:
    for page in (site / "content/papers").iterdir():
        undated = re.sub(r"(?m)^added: .*\n", "", page.read_text(encoding="utf-8"))
        page.write_text(undated.replace("\n---", "\nadded: 2026-11-27\n---", 1), encoding="utf-8")
    shutil.rmtree(site / "content/editions", ignore_errors=True)
    at_once = _home(site)
    text = "---\ntitle: One More Oak\nadded: 2026-12-01\n---\nWe prune one more oak before it grows.\n"
    (site / "content/papers/one-more-oak.md").write_text(text, encoding="utf-8")
    later = _home(site)

    assert "Newest" not in at_once
    assert "Newest" in later
    assert "One More Oak" in later


def test_papers_that_come_move_no_dot_that_has_a_place(site: Path) -> None:
    build_here(site)
    before = _places(site)
    (site / "content/map.json").write_text(json.dumps(before), encoding="utf-8")
    text = "---\ntitle: One More Oak\nadded: 2030-01-01\n---\nWe prune one more oak before it grows.\n"
    (site / "content/papers/one-more-oak.md").write_text(text, encoding="utf-8")
    build_here(site)
    after = _places(site)

    assert {slug: after[slug] for slug in before} == before
    assert "one-more-oak" in after


def _places(site: Path) -> dict[str, list[int]]:
    dots = json.loads((site / "_site/map/dots.json").read_text(encoding="utf-8"))
    return {slug: [x, y] for slug, x, y, *_ in dots["papers"]}
