"""Pages of authors, short names and reading lists, in a built site."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from site_builder.analysis import glossary
from site_builder.pages import abbreviations
from tests.conftest import Run, build_here

ORCID = "0000-0002-1825-0097"


def _page(root: Path, address: str) -> str:
    return (root / "_site" / address / "index.html").read_text(encoding="utf-8")


def _paper(root: Path, slug: str, authors: str, abstract: str = "We count.") -> None:
    text = f'---\ntitle: "Paper {slug}"\nauthors: [{authors}]\nyear: 2024\n---\n{abstract}\n'
    (root / f"content/papers/{slug}.md").write_text(text, encoding="utf-8")


def _linked(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_an_author_of_two_papers_has_a_page_to_which_bylines_lead(site: Path) -> None:
    build_here(site)
    page, paper = _page(site, "authors/ada-first"), _page(site, "papers/pruning-acorns")

    assert '<a href="/shelf/authors/ada-first/"><bdi>Ada First</bdi></a>' in paper
    assert 'href="/shelf/papers/every-field/"' in page
    assert '<a href="/shelf/authors/bo-second/"><bdi>Bo Second</bdi> <span>2</span></a>' in page
    assert not (site / "_site/authors/cy-third").exists()
    assert 'id="cy-third"' in _page(site, "authors/t")
    assert not (site / "_site/authors/ada-first/feed.xml").exists()


def test_confirmed_spellings_share_a_page_that_says_who_it_is(site: Path) -> None:
    for number in range(2):
        _paper(site, f"one-{number}", "A. First")
    known = f"Ada First:\n  also: [A. First]\n  orcid: {ORCID}\n"
    (site / "content/authors.yaml").write_text(known, encoding="utf-8")
    build_here(site)
    page = _page(site, "authors/ada-first")

    assert "Also signs as <bdi>A. First</bdi>" in page
    assert _linked(page)["mainEntity"] == {
        "@type": "Person",
        "name": "Ada First",
        "url": "https://tiny.example/shelf/authors/ada-first/",
        "sameAs": [f"https://orcid.org/{ORCID}"],
    }
    assert "/shelf/authors/ada-first/" in _page(site, "authors/a-first")  # where the spelling had a page
    assert (site / "_site/authors/ada-first/feed.xml").exists()  # of four papers
    assert (site / "_site/authors/ada-first/papers.bib").read_text(encoding="utf-8").count("@") == 4


def test_no_author_of_a_large_collaboration_has_files_that_name_all_others(site: Path) -> None:
    names = ", ".join(f"Person Number{number}" for number in range(101))
    for number in range(4):
        _paper(site, f"large-{number}", names)
        _paper(site, f"small-{number}", "Person Number7, Ada First")
    build_here(site)

    assert "Person Number6" in _page(site, "authors/person-number6")
    assert not (site / "_site/authors/person-number6/feed.xml").exists()
    assert (site / "_site/authors/person-number7/papers.bib").read_text(encoding="utf-8").count("@") == 8


def test_an_acronym_opens_its_meaning_and_leaves_the_abstract_as_it_reads(site: Path) -> None:
    for number in range(2):
        _paper(site, f"llm-{number}", "Ada First", "We use a large language model (LLM). Our LLM counts & more.")
    _paper(site, "user", "Ada First", "An LLM counts.")
    build_here(site)
    page, defines = _page(site, "papers/user"), _page(site, "papers/llm-0")

    button = '<button class="abbr" popovertarget="abbr-1"><abbr title="large language model">LLM</abbr></button>'
    assert f"An {button} counts." in page
    assert '<p class="abbr" id="abbr-1" popover><b>LLM</b> large language model</p>' in page
    assert f"{button} counts &amp; more." in defines  # where it stands after it was explained
    assert "large language model" in _page(site, "acronyms")


def test_a_reading_list_has_a_page_feeds_citations_and_stands_in_the_list_of_feeds(site: Path) -> None:
    (site / "content/shelves").mkdir()
    (site / "content/shelves/small.yaml").write_text(
        'title: Small & smaller\nintroduction: "Read *this*."\nquery: "tag:pruning -dust"\n', encoding="utf-8"
    )
    build_here(site)
    page = _page(site, "shelves/small")

    assert "Small &amp; smaller" in page
    assert "<em>this</em>" in page
    assert 'href="/shelf/papers/pruning-acorns/"' in page
    assert 'href="/shelf/papers/survey-of-dust/"' not in page.partition("<main")[2]
    assert all((site / "_site/shelves/small" / name).exists() for name in ("feed.xml", "feed.json", "papers.ris"))
    assert 'href="/shelf/shelves/"' in _page(site, "")
    outlines = ElementTree.parse(site / "_site/feeds.opml").iter("outline")
    feeds = [str(one.get("xmlUrl")) for one in outlines if one.get("xmlUrl")]
    assert "https://tiny.example/shelf/shelves/small/feed.xml" in feeds
    assert {path.relative_to(site / "_site").as_posix() for path in (site / "_site").rglob("feed.xml")} == {
        feed.removeprefix("https://tiny.example/shelf/") for feed in feeds
    }


def test_authors_are_proposed_to_a_file_and_nothing_else_is_touched(site: Path, run: Run) -> None:
    _paper(site, "variant", "Ada M. First, Bo Second")

    assert "1 authors may have others" in run("authors", "--propose").output
    assert 'also: ["Ada First"]' in (site / "content/authors.proposed.yaml").read_text(encoding="utf-8")
    assert not (site / "content/authors.yaml").exists()
    assert "Ada M. First: Ada First" in run("authors").output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Two LLMs.", ["LLMs"]),
        ("R-LLM, an LLM’s, LLM-like, x.LLM, llm", []),
        ("LLM, then LLM", ["LLM"]),
        ("A/B of B", ["A/B", "B"]),
        ("(LLM) <code>A/B</code>", ["LLM"]),
    ],
)
def test_an_acronym_gets_a_button_where_it_is_a_word(text: str, said: list[str]) -> None:
    use = glossary.Use("what it means", is_explained=False)
    html, made = abbreviations.marked(text, dict.fromkeys(["LLM", "B", "A/B"], use))

    assert re.findall(r"<abbr [^>]*>(.*?)</abbr>", html) == said
    assert re.sub(r"</?(?:abbr|button)\b[^>]*>", "", html) == text
    assert [short for short, _ in made] == [one.removesuffix("s") for one in said]
