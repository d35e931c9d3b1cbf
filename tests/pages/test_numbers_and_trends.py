"""The pages of what papers claim in numbers, and of what rises and falls."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from site_builder.core import urls
from site_builder.pages.numbers_page import magnitude
from tests.conftest import build_here

_CLAIM = "We make it faster. Our well-made acorn is 4.5× faster, and saves 30% of memory, as we show."


@pytest.fixture
def claiming(site: Path) -> Path:
    page = site / "content/papers/pruning-acorns.md"
    page.write_text(page.read_text(encoding="utf-8").rsplit("---\n", 1)[0] + f"---\n{_CLAIM}\n", encoding="utf-8")
    build_here(site)
    return site / "_site"


def test_a_number_is_listed_with_its_sentence_and_leads_to_it(claiming: Path) -> None:
    page = (claiming / "numbers/factor/index.html").read_text(encoding="utf-8")
    link = re.search(r'href="[^"]*/papers/pruning-acorns/#abstract:~:text=([^"]+)"', page)

    assert link
    assert (
        unquote(link[1]) == "acorn is 4.5× faster, and saves"[0 : len(unquote(link[1]))] or unquote(link[1]) in _CLAIM
    )
    assert not set(link[1]) & set("-, &#")
    assert "Our well-made acorn is <b>4.5×</b> faster, and saves 30% of memory" in page


def test_numbers_stand_out_in_the_abstract_and_the_anchor_is_there(claiming: Path) -> None:
    page = (claiming / "papers/pruning-acorns/index.html").read_text(encoding="utf-8")

    assert 'id="abstract"' in page
    assert re.search(r'<mark class="[^"]*figure">4\.5×</mark>', page)


def test_papers_json_has_the_numbers(claiming: Path) -> None:
    papers = json.loads((claiming / "papers.json").read_text(encoding="utf-8"))["papers"]
    (found,) = (one["numbers"] for one in papers if one["slug"] == "pruning-acorns")

    assert {"value": "30", "unit": "%", "kind": "percent", "direction": "down"} in found


def test_a_text_directive_encodes_what_its_syntax_would_read() -> None:
    assert urls.fragment("a-b, c & 5×") == ":~:text=a%2Db%2C%20c%20%26%205%C3%97"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("7B", 7e9), ("1,000", 1000), ("−3.5", -3.5), ("76.5–80.9", 76.5), ("7×10¹⁹", 7e19), ("10⁻¹", 0.1), ("half", 0)],
)
def test_values_sort_by_what_they_mean(value: str, expected: float) -> None:
    assert magnitude(value) == pytest.approx(expected)


def test_a_digest_without_dates_says_so_instead_of_drawing(site: Path) -> None:
    for page in (site / "content/papers").glob("*.md"):
        page.write_text(
            re.sub(r"^(year|added|published|arxiv): .*\n", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
        )
    (site / "content/metadata.yaml").unlink(missing_ok=True)
    build_here(site)
    trends = (site / "_site/trends/index.html").read_text(encoding="utf-8")

    assert "<svg" not in trends.partition("<main")[2]
    assert "nothing can be said of its trends" in trends
