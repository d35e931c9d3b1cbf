"""Editions: made from what is new, kept as the curator edits them, shown on pages of their own."""

import re
from datetime import date
from pathlib import Path

import pytest

from site_builder.build import builder, link_check
from site_builder.content import editions, loader
from site_builder.content.model import Edition
from site_builder.core import config
from site_builder.core.errors import Problem
from site_builder.core.memo import Recall
from tests.conftest import Run, build_here, tree

OLD, NEW = "2024-09-30", "2024-10-07"


@pytest.fixture
def issued(site: Path) -> Path:
    """The tiny site with two editions, which leave one paper out; the working folder."""
    _issue(site, OLD, "pruning-acorns", "all-fields")
    _issue(
        site, NEW, "survey-of-dust", "quantized-pebbles", title="Dust & pebbles", body="All of *it* is [old](/tags/)."
    )
    return site


def _issue(site: Path, day: str, *slugs: str, title: str = "", body: str = "") -> None:
    folder = site / "content/editions"
    folder.mkdir(exist_ok=True)
    stated = f'title: "{title}"\n' if title else ""
    (folder / f"{day}.md").write_text(f"---\n{stated}papers: [{', '.join(slugs)}]\n---\n{body}\n")


def _papers(page: Path) -> list[str]:
    rows = page.read_text(encoding="utf-8").partition('<ol class="rows"')[2]
    return re.findall(r'<h[23][^>]*><a href="/shelf/papers/([^/]*)/"', rows)


def test_an_edition_gathers_what_is_in_none(site: Path, run: Run) -> None:
    result = run("edition", "--date", OLD)
    made = (site / f"content/editions/{OLD}.md").read_text()

    assert result.exit_code == 0, result.stderr
    assert re.fullmatch(rf"5 papers in content/editions/{OLD}.md, in \d+.\d s.\n", result.stdout)
    assert made.startswith(
        '---\ntitle: "Edition of 30 September 2024"\npapers:\n- every-field\n- no-abstract\n- pruning-acorns\n'
    )
    assert "half-done" not in made

    before = tree(site / "content")
    again = run("edition")

    assert again.exit_code == 0
    assert again.stdout.startswith("Nothing new: each paper is in an edition, in ")
    assert before == tree(site / "content")


def test_the_next_edition_holds_only_what_came_since(site: Path, run: Run) -> None:
    run("edition", "--date", OLD)
    (site / "content/papers/new-acorns.md").write_text('---\ntitle: "New Acorns"\n---\nWe propose acorns.\n')
    run("edition", "--date", NEW)

    assert loader.load(site / "content").editions[0].papers == ("new-acorns",)


def test_an_edition_is_of_today_unless_told_otherwise(site: Path, run: Run) -> None:
    run("edition")
    (made,) = (site / "content/editions").iterdir()

    assert abs(date.fromisoformat(made.stem) - date.today()).days <= 1  # midnight may come


@pytest.mark.parametrize("slug", ["acorns", "null", "yes", "1e5", "2024-09-30", "0x1f", "no", "1-000"])
def test_what_is_written_is_read_back(slug: str, tmp_path: Path) -> None:
    edition = Edition(date=date(2024, 9, 30), papers=(slug, "b"), title='A: "b" — \\c', body="# Hello\n\n---\n\nx")
    editions.path(tmp_path, edition.date).parent.mkdir()
    editions.path(tmp_path, edition.date).write_text(editions.dumps(edition))
    problems: list[Problem] = []
    found = editions.read(editions.path(tmp_path, edition.date), problems)

    assert problems == []
    assert found
    assert edition == found.edition


def test_a_paper_that_was_renamed_stays_in_its_edition(issued: Path) -> None:
    newest, oldest = loader.load(issued / "content").editions

    assert (newest.date, oldest.date) == (date(2024, 10, 7), date(2024, 9, 30))
    assert oldest.papers == ("pruning-acorns", "every-field")


def test_a_papers_date_is_its_own_else_its_editions(issued: Path) -> None:
    recall = Recall()
    whole = builder.understand(*builder.read(config.load(issued), recall), recall)
    dates = {shown.slug: whole.date_of(shown) for shown in whole.papers}

    assert list(dates) == ["quantized-pebbles", "survey-of-dust", "pruning-acorns", "every-field", "no-abstract"]
    assert dates["quantized-pebbles"] == date(2024, 10, 7)
    assert dates["every-field"] == date(2024, 9, 1)
    assert dates["no-abstract"] is None
    assert [shown.slug for shown in whole.unissued] == ["no-abstract"]


def test_an_edition_has_a_page_with_its_papers_in_the_curators_order(issued: Path) -> None:
    build_here(issued)
    page = issued / f"_site/editions/{NEW}/index.html"
    text = page.read_text(encoding="utf-8")

    assert _papers(page) == ["survey-of-dust", "quantized-pebbles"]
    assert "<h1>Dust &amp; pebbles</h1>" in text
    assert '<p>All of <em>it</em> is <a href="/shelf/tags/">old</a>.</p>' in text
    assert f'<time datetime="{NEW}">7 October 2024</time>' in text
    assert f'<a rel="prev" href="/shelf/editions/{OLD}/">Edition of 30 September 2024</a>' in text
    assert link_check.visit(issued / "_site").problems == ()


def test_editions_are_found_from_every_page(issued: Path) -> None:
    build_here(issued)
    home = (issued / "_site/index.html").read_text(encoding="utf-8")
    overview = (issued / "_site/editions/index.html").read_text(encoding="utf-8")

    assert f'<a href="/shelf/editions/{NEW}/">Dust &amp; pebbles</a>' in home
    assert '<a href="/shelf/editions/">Editions</a>' in (issued / "_site/about/index.html").read_text(encoding="utf-8")
    assert overview.index(f"/shelf/editions/{NEW}/") < overview.index(f"/shelf/editions/{OLD}/")
    assert "https://tiny.example/shelf/editions/2024-10-07/" in (issued / "_site/sitemap.xml").read_text()


def test_a_site_without_editions_shows_nothing_of_them(built: Path) -> None:
    assert not (built / "editions").exists()
    assert [path for path in built.rglob("*.html") if "editions" in path.read_text(encoding="utf-8")] == []


def test_a_long_edition_has_parts(site: Path, run: Run) -> None:
    for number in range(7):
        (site / f"content/papers/acorn-{number}.md").write_text(f'---\ntitle: "Acorn {number}"\n---\nWe propose it.\n')
    run("edition", "--date", OLD)
    page = site / f"content/editions/{OLD}.md"
    page.write_text(page.read_text() + "Hello.\n")
    build_here(site)
    first, last = (site / f"_site/editions/{OLD}" / name for name in ("index.html", "3/index.html"))

    assert "1–5 of 12" in first.read_text(encoding="utf-8")
    assert "<p>Hello.</p>" in first.read_text(encoding="utf-8")
    assert "11–12 of 12" in last.read_text(encoding="utf-8")
    assert "<p>Hello.</p>" not in last.read_text(encoding="utf-8")
    assert link_check.visit(site / "_site").problems == ()


def test_an_edited_edition_is_as_a_clean_build_makes_it(issued: Path) -> None:
    build_here(issued)
    _issue(issued, NEW, "no-abstract", "quantized-pebbles", title="Pebbles")
    (issued / f"content/editions/{OLD}.md").unlink()
    build_here(issued)
    found = tree(issued / "_site")
    build_here(issued, clean=True)

    assert tree(issued / "_site") == found
    assert not any(path.startswith(f"editions/{OLD}") for path in found)


def test_a_paper_that_got_an_edition_later_keeps_its_place_on_the_map(site: Path, run: Run) -> None:
    build_here(site)
    before = (site / "_site/map.svg").read_bytes()
    run("edition", "--date", OLD)
    build_here(site)

    assert (site / "_site/map.svg").read_bytes() == before


def test_an_email_needs_no_settings_to_be_looked_at(issued: Path, run: Run) -> None:
    result = run("edition", "--eml", "letter.eml", "--date", OLD)

    assert result.stdout.startswith("2 of 2 papers in letter.eml")
    assert b"From:" not in (issued / "letter.eml").read_bytes()
    assert b"Subject: Tiny shelf: Edition of 30 September 2024\r\n" in (issued / "letter.eml").read_bytes()


@pytest.mark.parametrize("host", ["münchen.example", "x" * 70 + "é.example", "-é-.example"])
def test_an_email_of_a_site_with_an_odd_host_is_made(host: str, issued: Path, run: Run) -> None:
    settings = issued / "content/site.yaml"
    settings.write_text(re.sub("(?m)^url:.*", f"url: https://{host}/", settings.read_text()))
    result = run("edition", "--eml", "letter.eml", "--date", OLD)

    assert result.exit_code == 0 or "content/site.yaml" in result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.usefixtures("issued")
@pytest.mark.parametrize("arguments", [["--resend", "a@b.example"], ["--send", "--eml", "x.eml"], ["--date", "soon"]])
def test_arguments_that_contradict_each_other_are_told(arguments: list[str], run: Run) -> None:
    assert run("edition", *arguments).exit_code == 2
