"""What Zotero's button reads of a paper in a list, by its rules for OpenURL context objects in spans."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from site_builder.content.model import Paper
from site_builder.core import urls
from site_builder.formats import coins
from site_builder.formats.citations import Bibliography

SPAN = re.compile(r'<span class="Z3988" title="([^"]*)"></span>')


def _as_zotero_does(title: str) -> dict[str, list[str]]:
    """Key → values: parted at `&` and `=`, every plus sign a space."""
    found: dict[str, list[str]] = {}
    for pair in title.split("&"):
        key, value = pair.split("=")
        found.setdefault(key, []).append(unquote(re.sub(r"\+|%2[bB]", " ", value)))
    return found


def _read(**fields: object) -> dict[str, list[str]]:
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
    return _as_zotero_does(coins.context_object(shelf.reference(paper, "key")))


def test_a_preprint_is_filed_as_one() -> None:
    read = _read(
        title="Of A & B = 100 % “é” <b>", authors=("Laurens van der Maaten", "OpenAI"), arxiv="2410.13720", lang="tr"
    )

    assert read == {
        "ctx_ver": ["Z39.88-2004"],
        "rft_val_fmt": ["info:ofi/fmt:kev:mtx:dc"],
        "rft.type": ["preprint"],
        "rft.title": ["Of A & B = 100 % “é” <b>"],
        "rft.au": ["van der Maaten, Laurens"],
        "rft.aucorp": ["OpenAI"],
        "rft.date": ["2024"],
        "rft.publisher": ["arXiv"],
        "rft.identifier": ["https://arxiv.org/abs/2410.13720"],
        "rft.language": ["tr"],
    }


@pytest.mark.parametrize(
    ("venue", "kind"), [("NeurIPS 2024", "conferencePaper"), ("PLoS ONE", "journalArticle"), ("A Garden", "document")]
)
def test_a_venue_says_what_a_paper_is(venue: str, kind: str) -> None:
    read = _read(venue=venue, doi="10.1000/a(b)")

    assert read["rft.type"] == [kind]
    assert read.get("rft.source", []) == ([] if kind == "document" else [venue])
    assert read["rft_id"] == ["info:doi/10.1000/a(b)"]


def test_a_plus_sign_survives() -> None:
    assert _read(title="C++ and more")["rft.title"] == ["C＋＋ and more"]


def test_of_three_thousand_authors_a_list_names_a_hundred_and_others() -> None:
    read = _read(authors=tuple(f"Ada First{number}" for number in range(3_000)))

    assert len(read["rft.au"]) == 101
    assert read["rft.au"][-1] == "others"


@pytest.mark.parametrize(
    "place", ["index.html", "papers/index.html", "tags/pruning/index.html", "years/2023/index.html"]
)
def test_a_list_offers_each_of_its_papers(place: str, built: Path) -> None:
    page = (built / place).read_text(encoding="utf-8")
    offered = [_as_zotero_does(unescape(title)) for title in SPAN.findall(page)]

    shown = page.partition('<template id="search-row">')[0]

    assert len(offered) == shown.count('class="row"') > 0
    assert all(one["rft.title"][0] and one["rft.identifier"][0].startswith("https://") for one in offered)


def test_a_page_of_authors_offers_each_paper_once(built: Path) -> None:
    page = next(built.glob("authors/?/index.html")).read_text(encoding="utf-8")
    offered = SPAN.findall(page)

    assert len(set(offered)) == len(offered) == len(set(re.findall(r'<dd dir="auto"><a href="([^"]+)"', page)))


def test_a_paper_s_own_page_has_no_span_for_its_head_says_more(built: Path) -> None:
    page = (built / "papers/quantized-pebbles/index.html").read_text(encoding="utf-8")

    assert "Z3988" not in page
