"""The tiny site as built: fragments of its pages against tests/golden/, and what holds for all of them."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest

from site_builder.build import link_check
from tests.conftest import HERE, build_here

GOLDEN = sorted((HERE / "golden").rglob("*.html"))
_COINS = re.compile('(?<=class="Z3988" title=")[^"]*')
_MAIN = re.compile(r"<main.*?</main>", re.DOTALL)


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_the_main_part_of_a_page_is_as_it_was_agreed(golden: Path, built: Path) -> None:
    page = (built / golden.stem.replace("_", "/") / "index.html").read_text(encoding="utf-8")
    found = _MAIN.search(page)

    assert found
    assert golden.read_text(encoding="utf-8") == found.group() + "\n"


def test_a_tag_and_an_area_may_have_one_name(site: Path) -> None:
    tags = site / "content/tags.yaml"
    tags.write_text(tags.read_text().replace("cutting", "pruning").replace("name: Cutting", "name: Pruning"))
    build_here(site)
    page = (site / "_site/tags/pruning/index.html").read_text()

    assert link_check.visit(site / "_site").problems == ()
    assert re.search(r'<p class="crumb"><a class="[^"]*" href="[^"]*/tags/#pruning">Pruning</a>', page)
    assert page.count('href="/shelf/tags/pruning/"') > 0


def test_every_page_is_html_that_a_strict_reader_accepts(built: Path) -> None:
    for path in built.rglob("*.html"):
        # html5lib knows an older rule of HTML, by which an ampersand begins a reference whatever follows it.
        page = _COINS.sub(lambda found: found[0].replace("&", "&amp;"), path.read_text(encoding="utf-8"))
        html5lib.HTMLParser(strict=True).parse(page)


def test_nothing_is_wrong_with_the_built_site(built: Path) -> None:
    assert link_check.visit(built).problems == ()


@pytest.mark.parametrize("base_url", ["https://example.org/", "https://example.org/a/digest/"])
def test_nothing_is_wrong_under_another_base_path(base_url: str, site: Path) -> None:
    build_here(site, base_url=base_url)

    assert link_check.visit(site / "_site").problems == ()


def test_a_site_links_to_the_pages_it_has(site: Path) -> None:
    (site / "content/pages/about.md").unlink()
    (site / "content/pages/colophon.md").write_text("---\ntitle: Colophon\n---\nSet in system fonts.\n")
    build_here(site)
    home = (site / "_site/index.html").read_text()

    assert "/shelf/about/" not in home
    assert '<a href="/shelf/colophon/">Colophon</a>' in home
    assert link_check.visit(site / "_site").problems == ()


def test_a_site_whose_papers_have_no_tag_says_so(site: Path) -> None:
    vocabulary = """
areas: [{slug: rare, name: Rare, hue: 1}]
tags: [{slug: comets, name: Comets, area: rare, means: Bodies with a tail, anywhere: {comet: 2}}]
"""
    (site / "content/tags.yaml").write_text(vocabulary)
    for paper in (site / "content/papers").glob("*.md"):
        paper.write_text(re.sub(r"^(not_)?tags:.*\n", "", paper.read_text(), flags=re.MULTILINE))
    build_here(site)

    assert "No paper has a tag yet" in (site / "_site/tags/index.html").read_text()
    assert link_check.visit(site / "_site").problems == ()


def test_a_dump_never_runs(built: Path) -> None:
    page = (built / "papers/survey-of-dust/index.html").read_text(encoding="utf-8")
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    body = [script.text or "" for script in tree.iter("script") if script.get("type") != "application/ld+json"]

    assert not any("alert" in text for text in body)


def test_a_draft_is_not_published(built: Path) -> None:
    assert not any("half-done" in path.as_posix() for path in built.rglob("*"))


def test_an_old_slug_leads_to_the_paper(built: Path) -> None:
    stub = (built / "papers/all-fields/index.html").read_text(encoding="utf-8")

    assert "/shelf/papers/every-field/" in stub


def test_the_papers_language_is_never_the_pages(built: Path) -> None:
    page = (built / "papers/every-field/index.html").read_text(encoding="utf-8")

    assert '<html lang="en"' in page
    assert 'lang="tr"' in page


def test_the_export_holds_what_its_contract_says(built: Path) -> None:
    papers = json.loads((built / "papers.json").read_text(encoding="utf-8"))["papers"]
    pebbles = next(paper for paper in papers if paper["slug"] == "quantized-pebbles")

    assert pebbles["title"] == "Quantized Pebbles: Counting Stones with 2⁸ Levels & Fewer"
    assert pebbles["url"] == "https://tiny.example/shelf/papers/quantized-pebbles/"
    assert "ϵ" in pebbles["abstract"] or "ε" in pebbles["abstract"]
    assert {
        "slug",
        "url",
        "title",
        "abstract",
        "summary",
        "tags",
        "authors",
        "year",
        "arxiv",
        "links",
        "related",
    } <= set(pebbles)


def test_code_named_in_the_abstract_becomes_a_link(built: Path) -> None:
    papers = json.loads((built / "papers.json").read_text(encoding="utf-8"))["papers"]
    links = {paper["slug"]: paper["links"] for paper in papers}

    assert links["pruning-acorns"] == {"code": "https://github.com/example/acorns"}


def test_a_browser_learns_how_to_search_the_site(built: Path) -> None:
    page = (built / "search/index.html").read_text(encoding="utf-8")
    (url,) = ElementTree.parse(built / "opensearch.xml").iter("{http://a9.com/-/spec/opensearch/1.1/}Url")

    assert 'href="/shelf/opensearch.xml"' in page
    assert url.attrib["template"].endswith("/shelf/search/?q={searchTerms}")


def test_the_sitemap_lists_pages_and_no_stub(built: Path) -> None:
    found = [node.text for node in ElementTree.parse(built / "sitemap.xml").iter() if node.tag.endswith("loc")]

    assert "https://tiny.example/shelf/papers/pruning-acorns/" in found
    assert not any(address and ("404" in address or "all-fields" in address) for address in found)


def test_a_sites_own_template_and_style_shadow_the_packaged_ones(site: Path) -> None:
    (site / "templates").mkdir()
    (site / "templates/404.html").write_text("<!doctype html><title>Mine</title><h1>{{ view.heading }}</h1>")
    (site / "static/css").mkdir(parents=True)
    (site / "static/css/site.css").write_text("h1 { color: rebeccapurple }")
    build_here(site)
    style = next((site / "_site/assets").rglob("style.css")).read_text()

    assert (site / "_site/404.html").read_text().startswith("<!doctype html><title>Mine")
    assert "rebeccapurple" in style
