"""What Zotero's button reads of a paper in a list, by its rules for OpenURL context objects in spans."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from site_builder.content.model import Paper
from site_builder.core import urls
from site_builder.formats import coins
from site_builder.formats.citations import Bibliography

SPAN = re.compile(r'<span class="Z3988" title="([^"]*)"></span>')


def _pairs(title: str) -> list[tuple[str, str]]:
    """Parted at `&` and `=`, every plus sign a space."""
    parted = (pair.split("=") for pair in title.split("&"))
    return [(key, unquote(re.sub(r"\+|%2[bB]", " ", value))) for key, value in parted]


_FIELDS = {"rft.date": "date", "rft.publisher": "publisher", "rft.identifier": "url", "rft.language": "language",
           "rft.source": "in", "rft.type": "type", "rft.volume": "volume", "rft.issue": "issue", "rft.pages": "pages",
           "rft.issn": "issn", "rft.isbn": "isbn"}  # fmt: skip


def _filed(title: str) -> dict[str, Any]:
    """What Zotero files, by its `parseContextObject`; what it takes a title for depends on the type known by then."""
    item: dict[str, Any] = {"type": "webpage", "by": []}
    for key, value in _pairs(title):
        if key == "rft.title":
            item["in" if item["type"] in ("journalArticle", "conferencePaper", "bookSection") else "title"] = value
        elif key == "rft.au":
            item["by"].append(_clean_author(value))
        elif key == "rft_id":
            item["doi"] = value.removeprefix("info:doi/")
        elif key in _FIELDS:
            item[_FIELDS[key]] = value
        else:
            assert (key, value) in (("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"))
    return item


def _clean_author(name: str) -> tuple[str, ...]:
    """Family and given name by Zotero's `cleanAuthor`."""
    bare = name.strip(" .,/[]:")
    if "," in name:
        return tuple(bare.split(", ")[:2])
    given, _, family = bare.rpartition(" ")
    return tuple(filter(None, (family, given)))


def _read(**fields: object) -> dict[str, Any]:
    known = {
        "slug": "a",
        "title": "A",
        "body": "",
        "abstract": "Long.",
        "authors": ("Ada First",),
        "year": 2024,
        **fields,
    }
    paper = Paper(**known)  # type: ignore[arg-type]
    shelf = Bibliography(urls.site("https://x.example/"))
    return _filed(coins.context_object(shelf.reference(paper, "key")))


def test_a_preprint_is_filed_as_one_and_groups_stay_whole_where_they_stand() -> None:
    names = ("Laurens van der Maaten", "Barnes and Noble", "OpenAI", "Ada First")
    read = _read(title="Of A & B = 100 % “é” <b>", authors=names, arxiv="2410.13720", lang="tr")

    assert read == {
        "type": "preprint",
        "title": "Of A & B = 100 % “é” <b>",
        "by": [("van der Maaten", "Laurens"), ("Barnes and Noble",), ("OpenAI",), ("First", "Ada")],
        "date": "2024",
        "publisher": "arXiv",
        "url": "https://arxiv.org/abs/2410.13720",
        "language": "tr",
    }


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        ("NeurIPS 2024", "conferencePaper"),
        ("PLoS ONE", "journalArticle"),
        ("bioRxiv", "preprint"),
        ("A Garden", "document"),
    ],
)
def test_a_venue_says_what_a_paper_is(venue: str, kind: str) -> None:
    read = _read(title="On Rain", venue=venue, doi="10.1000/a(b)")

    assert (read["type"], read["title"], read["doi"]) == (kind, "On Rain", "10.1000/a(b)")
    assert read.get("publisher" if kind in ("preprint", "document") else "in") == venue


def test_a_plus_sign_survives() -> None:
    assert _read(title="C++ and more")["title"] == "C＋＋ and more"


def test_of_three_thousand_authors_a_list_names_a_hundred_and_others() -> None:
    read = _read(authors=tuple(f"Ada First{number}" for number in range(3_000)))

    assert len(read["by"]) == 101
    assert read["by"][-1] == ("others",)


@pytest.mark.parametrize(
    "place", ["index.html", "papers/index.html", "tags/pruning/index.html", "years/2023/index.html"]
)
def test_a_list_offers_each_of_its_papers(place: str, built: Path) -> None:
    page = (built / place).read_text(encoding="utf-8")
    offered = [_filed(unescape(title)) for title in SPAN.findall(page)]

    assert len(offered) == page.count('class="row"') > 0
    assert all(one["title"] and one["url"].startswith("https://") for one in offered)


def test_a_page_of_authors_offers_each_paper_once(built: Path) -> None:
    page = next(built.glob("authors/?/index.html")).read_text(encoding="utf-8")
    offered = SPAN.findall(page)

    assert len(set(offered)) == len(offered) == len(set(re.findall(r'<dd dir="auto"><a href="([^"]+)"', page)))


def test_a_paper_s_own_page_has_no_span_for_its_head_says_more(built: Path) -> None:
    page = (built / "papers/quantized-pebbles/index.html").read_text(encoding="utf-8")

    assert "Z3988" not in page
