"""Ways in and out of the site: a fix that is suggested, subscribing, what a page says of its source, llms-full.txt."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from markdown_it import MarkdownIt

from site_builder.build import builder
from site_builder.core import config, urls
from site_builder.core.errors import BuildFailed
from site_builder.core.memo import Recall
from site_builder.formats import llms_full
from site_builder.pages.shared import Shared
from tests.conftest import build_unsearched

_FIX = re.compile(r'<a id="fix" href="([^"]*)"')


def _fix(page: str) -> tuple[str, dict[str, list[str]]]:
    """The form that "Suggest a fix" of `page` leads to, and what it is filled in with."""
    found = _FIX.search(page)
    assert found
    parts = urlsplit(unescape(found[1]))
    return f"{parts.scheme}://{parts.netloc}{parts.path}", parse_qs(parts.query)


def _shared(site: Path, **changed: str) -> Shared:
    settings = replace(config.load(site), **changed)  # type: ignore[arg-type]  # a test's own
    return Shared.of(settings, builder.understand(*builder.read(settings, Recall()), Recall()))


@pytest.mark.parametrize(
    ("place", "title"),
    [
        ("papers/quantized-pebbles/", "Quantized Pebbles: Counting Stones with 2⁸ Levels & Fewer"),
        ("tags/pruning/", "Pruning"),
        ("", "Tiny shelf"),
    ],
)
def test_a_fix_is_suggested_in_an_issue_that_names_the_page(place: str, title: str, built: Path) -> None:
    form, fields = _fix((built / place / "index.html").read_text(encoding="utf-8"))

    assert form == "https://git.example/tiny/shelf/issues/new"
    assert fields["title"] == [f"Fix: {title}"]
    assert fields["body"][0].splitlines()[0] == f"https://tiny.example/shelf/{place}"


def test_gitlab_has_its_own_names_for_the_fields(site: Path) -> None:
    fix = _shared(site, repository="https://gitlab.com/a/b").head("Pebbles", "", urls.HOME).fix

    assert fix.startswith("https://gitlab.com/a/b/-/issues/new?")
    assert parse_qs(urlsplit(fix).query)["issue[title]"] == ["Fix: Pebbles"]


@pytest.mark.parametrize("title", ["字" * 5000, "😀" * 5000, "&body=x#y?" * 900, "\ud800" * 300, "x" * 9000])
def test_no_title_is_too_long_for_the_address_of_an_issue_or_says_more_than_a_title(title: str, site: Path) -> None:
    fix = _shared(site, repository="https://github.com/a/b").head(title, "", urls.HOME).fix

    assert len(fix) < 2000
    assert fix.isascii()
    assert sorted(parse_qs(urlsplit(fix).query)) == ["body", "title"]


def test_without_a_repository_nothing_is_asked_for(site: Path) -> None:
    assert _shared(site, repository="").head("Pebbles", "", urls.HOME).fix == ""


def test_where_a_paper_came_from_is_said_to_readers_only_if_the_site_says_so(site: Path) -> None:
    build_unsearched(site)
    page = site / "_site/papers/every-field/index.html"
    quiet = [file for file in (site / "_site").rglob("*") if file.is_file() and b"tiny.txt" in file.read_bytes()]
    settings = site / "content/site.yaml"
    settings.write_text(f"{settings.read_text()}show_source: true\n")
    build_unsearched(site)

    assert quiet == []
    assert "Source: no. 1 in tiny.txt" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("stated", "href"),
    [
        ("https://example.org/join?list=1", "https://example.org/join?list=1"),
        ("news+list@example.org", "mailto:news%2Blist@example.org"),
        ("Digest <news@example.org>", "mailto:news@example.org"),
        ("mailto:a&b@example.org", "mailto:a%26b@example.org"),
    ],
)
def test_readers_are_told_where_to_ask_for_emails(stated: str, href: str, site: Path) -> None:
    settings = site / "content/site.yaml"
    settings.write_text(f'{settings.read_text()}subscribe: "{stated}"\n')

    assert config.load(site).subscribe == href


@pytest.mark.parametrize("stated", ["example.org", "javascript:alert(1)", "mailto:a@b@c", "news@example", "https://"])
def test_what_is_neither_a_url_nor_an_address_is_refused_with_its_line(stated: str, site: Path) -> None:
    settings = site / "content/site.yaml"
    settings.write_text(f'{settings.read_text()}subscribe: "{stated}"\n')
    with pytest.raises(BuildFailed) as refused:
        config.load(site)
    (problem,) = refused.value.problems

    assert problem.where == "content/site.yaml:10"
    assert stated in problem.what


def test_the_page_of_ways_to_follow_has_the_feeds_and_every_page_leads_there(site: Path) -> None:
    settings = site / "content/site.yaml"
    settings.write_text(f"{settings.read_text()}subscribe: news@example.org\n")
    build_unsearched(site)
    page = (site / "_site/follow/index.html").read_text(encoding="utf-8")
    feeds = re.findall(r'<a href="/shelf/((?:[^"]*/)?feeds?\.(?:xml|opml))">', page)

    assert '<a href="mailto:news@example.org">By e-mail</a>' in page
    assert {"feed.xml", "tags/pruning/feed.xml", "feeds.opml"} <= set(feeds)
    assert all((site / "_site" / feed).is_file() for feed in feeds)
    assert '<a href="/shelf/follow/">Subscribe</a>' in (site / "_site/tags/index.html").read_text(encoding="utf-8")


def test_one_file_holds_what_all_papers_say(built: Path) -> None:
    told = (built / "llms-full.txt").read_text(encoding="utf-8")
    papers = told.split("\n## ")[1:]

    assert told.startswith("# Tiny shelf\n")
    assert len(papers) == 5
    assert "<https://tiny.example/shelf/papers/survey-of-dust/>" in told
    assert all(len(paper.splitlines()) > 2 for paper in papers)


def _told(shared: Shared, longest: int = 10**6) -> str:
    roll, papers = llms_full.roll(shared.catalog, shared.bibliography, shared.config, longest)
    return roll.whole(papers).decode()


def test_that_file_has_a_bound_and_says_so(site: Path) -> None:
    shared = _shared(site)
    whole, part = _told(shared), _told(shared, 1500)

    assert len(part) < 1600 < len(whole)
    assert re.search(r"\n[1-4] of 5 papers, the others being in <https://tiny.example/shelf/papers.jsonl>", part)


def test_no_abstract_begins_a_paper_of_its_own_there(site: Path) -> None:
    page = site / "content/papers/quantized-pebbles.md"
    page.write_text(f"{page.read_text()}\n\n## Another paper\n\nAnd one\n===\n\nmore\n-----\n")
    shared = _shared(site)
    told = _told(shared)

    assert "\n\\## Another paper\n" in told
    assert len(re.findall(r"^#+ |^[=-]+ *$", told, re.MULTILINE)) == 1 + 5


@pytest.mark.parametrize(
    "more", ["> # x", "- # x", "1. > ## x", "a\n===\t\nb", "> a\n> ---", "1. a\n\n     # x", "```\na"]
)
def test_only_papers_are_headings_there(site: Path, more: str) -> None:
    page = site / "content/papers/quantized-pebbles.md"
    page.write_text(f"{page.read_text()}\n\n{more}\n")
    shared = _shared(site)
    told = _told(shared)

    assert [one.tag for one in MarkdownIt("commonmark").parse(told) if one.type == "heading_open"] == ["h1"] + 5 * [
        "h2"
    ]


def test_an_address_that_one_abstract_names_is_not_that_of_others(site: Path) -> None:
    page = site / "content/papers/quantized-pebbles.md"
    page.write_text(f"{page.read_text()}\n\n[1]: https://evil.test/\n\n> [a\n> b]: https://evil.test/\n")
    shared = _shared(site)
    told = _told(shared)
    found: dict[str, dict[str, object]] = {}
    MarkdownIt("commonmark").parse(told, found)

    assert not found.get("references")
