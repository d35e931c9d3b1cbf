"""Payloads of every kind, in every field a stranger may fill, change the words of a site and nothing else.

The same sites meet a real browser in `tests/browser/test_campaign.py`.
"""

import csv
import email
import email.policy
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from site_builder.analysis.catalog import Catalog
from site_builder.build import builder
from site_builder.content.model import Edition
from site_builder.core import config
from site_builder.core.config import SiteConfig
from site_builder.core.memo import Recall
from site_builder.mail import message
from tests.fuzz import payloads, shelf
from tests.fuzz.census import Item, census, strange, written
from tests.fuzz.readers import live

pytestmark = pytest.mark.xdist_group("campaign")

_INERT = 4
"""Of those that become elements: an open tag, a zero byte, wide signs and UTF-7 need a reader that is not HTML's."""
_LONG = 80_000
_XML = {
    "feed id title subtitle updated published author name link entry category summary content": "feed*.xml",
    "urlset url loc lastmod": "sitemap.xml",
    "OpenSearchDescription ShortName Description Url InputEncoding": "opensearch.xml",
    "svg g path": "map.svg",
}
_OF_XML = set(
    "lang rel href type title term template viewBox width height stroke d fill stroke-width stroke-linecap".split()
)
_KEYS = set(
    """
    papers slug url title abstract summary tags authors year venue arxiv doi links related
    category published journal volume number publisher issn isbn type pages keywords license signals as_of
    upvotes stars comments citations
    added note versions version extra lang arxiv_url doi_url
    version description home_page_url feed_url next_url language name items id external_url content_text
    date_published date_modified
    numbers kind value unit direction
""".split()
)


@pytest.fixture(scope="module")
def quiet(built: Path) -> set[Item]:
    """The census of pages that hold no payload."""
    return set(written()).union(*(census(page.read_text()) for page in built.rglob("*.html")))


def _pages(root: Path) -> list[Path]:
    """A page of almost every kind: html5lib takes seconds for the longest lists, which Chromium reads as all others."""
    sizes = {page: page.stat().st_size for page in (root / "_site").rglob("*.html")}
    every = sorted((page for page, size in sizes.items() if size < _LONG), key=lambda page: (-sizes[page], page))
    papers = [page for page in every if page.parts[-3] == "papers" and not page.parts[-2].isdigit()]
    others = [page for page in every if page not in papers]
    kinds = {re.sub(r"\d+", "N", str(page.relative_to(root))): page for page in others}
    return [*papers[::120], *kinds.values()]


def test_there_are_hundreds_of_them_and_the_census_sees_each_that_nobody_escapes(quiet: set[Item]) -> None:
    bare = [
        payload for payload in (*payloads.ELEMENTS, *payloads.CONFUSED) if not strange(census(f"<p>{payload}"), quiet)
    ]

    assert len(payloads.PAYLOADS) > 600
    assert len(bare) == _INERT


@pytest.mark.parametrize("which", ["pages", "settings"])
def test_no_payload_becomes_an_element_or_an_attribute_or_leads_elsewhere(
    which: str, attacked: dict[str, Path], quiet: set[Item]
) -> None:
    pages = _pages(attacked[which])

    assert {page.parent.name: found for page in pages if (found := strange(census(page.read_text()), quiet))} == {}


def test_the_payloads_do_stand_on_the_pages_as_text(attacked: dict[str, Path]) -> None:
    site, told = attacked["pages"] / "_site", "&lt;img src=x onerror=alert(1)&gt;"
    lists = ["index.html", "papers/index.html", "a-z/index.html", "about/index.html", "tags/tag-0/index.html"]
    lists += ["authors/index.html", "editions/2024-01-01/index.html", "years/2021/index.html", "map/index.html"]

    assert len(json.loads((site / "papers.json").read_text())["papers"]) == 4 * len(shelf.GROUPS)
    assert [name for name in lists if told not in (site / name).read_text()] == []


@pytest.mark.parametrize("which", ["pages", "settings"])
@pytest.mark.parametrize(("names", "files"), _XML.items(), ids=_XML.values())
def test_feeds_and_what_tells_machines_of_the_site_hold_only_their_own_elements(
    which: str, names: str, files: str, attacked: dict[str, Path]
) -> None:
    for file in (attacked[which] / "_site").rglob(files):
        tree = etree.parse(file)
        nodes = list(tree.iter())

        assert {etree.QName(node).localname for node in nodes if isinstance(node.tag, str)} <= set(names.split())
        assert all(isinstance(node.tag, str) for node in nodes)
        assert tree.docinfo.doctype == ""
        assert {etree.QName(name).localname for node in nodes for name in node.attrib} <= _OF_XML
        assert {node.get("type") for node in nodes} <= {None, "text/html", "application/atom+xml"}
        assert [node.get("href") for node in nodes if not (node.get("href") or "https://").startswith("https://")] == []


@pytest.mark.parametrize("which", ["pages", "settings"])
def test_json_holds_its_own_keys_and_no_html(which: str, attacked: dict[str, Path]) -> None:
    site = attacked[which] / "_site"
    for file in [*site.rglob("feed*.json"), site / "papers.json"]:
        told = list(_pairs(json.loads(file.read_text())))

        assert {key for key, _ in told} - _KEYS == set()
        assert [
            value for key, value in told if key.endswith("url") and value and not value.startswith("https://")
        ] == []


def _pairs(value: Any) -> Iterator[tuple[str, Any]]:
    for one in value if isinstance(value, list) else ():
        yield from _pairs(one)
    for key, one in value.items() if isinstance(value, dict) else ():
        yield key, one
        yield from _pairs(one) if key != "links" else ()  # whose keys are names that curators give


def test_no_cell_of_the_table_is_a_formula(attacked: dict[str, Path]) -> None:
    rows = csv.reader(io.StringIO((attacked["pages"] / "_site/papers.csv").read_text(encoding="utf-8-sig")))

    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@pytest.mark.parametrize("which", ["pages", "settings"])
def test_no_reader_of_markdown_finds_html_or_a_strange_address_in_a_twin(which: str, attacked: dict[str, Path]) -> None:
    site = attacked[which] / "_site"
    twins = [*site.glob("papers/*/index.md"), site / "llms.txt", site / "llms-full.txt"]

    assert {twin: found for twin in twins if (found := live(twin.read_text(encoding="utf-8")))} == {}


def test_an_email_says_the_payloads_and_does_nothing(attacked: dict[str, Path], built: Path) -> None:
    catalog, settings = _catalog(built.parent)
    slugs = tuple(shown.slug for shown in catalog.papers)
    calm = Edition(date=date(2024, 9, 30), papers=slugs, title="Calm", body="A *calm* edition of $x^2$.")
    headers, html = _letter(calm, catalog, settings)
    quiet = set(written()) | census(html)
    catalog, settings = _catalog(attacked["pages"])

    for day in shelf.DAYS:
        told, html = _letter(catalog.edition(day), catalog, settings)

        assert told == headers
        assert strange(census(html), quiet) == []


def _catalog(root: Path) -> tuple[Catalog, SiteConfig]:
    settings = config.load(root)
    return builder.understand(*builder.read(settings, Recall()), Recall()), settings


def _letter(edition: Edition, catalog: Catalog, settings: SiteConfig) -> tuple[list[str], str]:
    """The names of the e-mail's headers, and its HTML."""
    read = email.message_from_bytes(message.compose(edition, catalog, settings).to(None), policy=email.policy.default)
    part = read.get_body(("html",))
    assert part is not None
    return read.keys(), part.get_content()
