"""Papers written from right to left, among others: each text decides for itself which way it goes."""

import re
from pathlib import Path

import pytest

from tests.conftest import build_here

HEBREW = "דחיסת רשתות: סקירה של BERT ו-GPT"
PAGE = """---
title: "{title}"
authors: ["דוד בן גוריון", "Ada First"]
year: 2024
{lang}---

במאמר זה אנו סוקרים שיטות.
"""


@pytest.fixture
def leftward(site: Path) -> Path:
    (site / "content/papers/hebrew.md").write_text(PAGE.format(title=HEBREW, lang=""), encoding="utf-8")
    build_here(site)
    return site / "_site"


@pytest.mark.parametrize(
    ("place", "pattern"),
    [
        ("papers/hebrew/index.html", r'<h1 dir="auto">{title}</h1>'),
        ("papers/hebrew/index.html", r'<div class="abstract" dir="auto"><p>[^<]*(<[^<]*)*?במאמר'),
        ("papers/hebrew/index.html", r"<bdi>דוד בן גוריון</bdi>, <a href=[^>]*><bdi>Ada First</bdi></a>"),
        ("papers/index.html", r'<h2 dir="auto"><a href="[^"]*">{title}</a></h2>'),
        ("papers/index.html", r'<p class="gist" dir="auto">במאמר'),
        ("years/2024/index.html", r'<h2 dir="auto"><a href="[^"]*">{title}</a></h2>'),
        ("a-z/index.html", r'<li dir="auto"><a href="[^"]*">{title}</a></li>'),
        (
            "authors/other/index.html",
            r'<dt dir="auto" id="[^"]*">דוד בן גוריון</dt><dd dir="auto"><a href="[^"]*">{title}</a>',
        ),
    ],
)
def test_a_text_says_which_way_it_goes(place: str, pattern: str, leftward: Path) -> None:
    page = (leftward / place).read_text(encoding="utf-8")

    assert re.search(pattern.format(title=re.escape(HEBREW)), page)


def test_a_known_language_decides_where_the_first_letter_would_mislead(site: Path) -> None:
    page = PAGE.format(title=f"BERT: {HEBREW}", lang="lang: he\n")
    for name in ("hebrew", "hebrew-too"):
        (site / f"content/papers/{name}.md").write_text(page, encoding="utf-8")
    build_here(site)

    output = site / "_site"
    near = [path.read_text(encoding="utf-8") for path in (output / "papers").glob("*/index.html")]

    assert '<h1 lang="he" dir="rtl">BERT' in (output / "papers/hebrew/index.html").read_text(encoding="utf-8")
    assert '<li lang="he" dir="rtl"><a href="/shelf/papers/hebrew/">' in (output / "a-z/index.html").read_text("utf-8")
    assert any('<bdi lang="he" dir="rtl">BERT' in page for page in near)


def test_words_are_counted_where_spaces_part_them(site: Path) -> None:
    page = site / "content/papers/chinese.md"
    page.write_text(
        "---\ntitle: 剪枝\n---\n我们提出了一种高效的大型语言模型训练方法。该方法通过剪枝将模型减小。\n", "utf-8"
    )
    build_here(site)

    assert not re.search(r"\d words?</p>", (site / "_site/papers/chinese/index.html").read_text(encoding="utf-8"))
    assert re.search(r"\d words</p>", (site / "_site/papers/pruning-acorns/index.html").read_text(encoding="utf-8"))


def test_results_of_a_search_do_so_too(built: Path) -> None:
    (script,) = built.glob("assets/*/js/search/rows.js")  # the shape of a row is in it

    assert script.read_text(encoding="utf-8").count("dir:'auto'") == 5


def test_a_formula_that_may_scroll_can_be_reached_by_keys(site: Path) -> None:
    formula = "+".join(f"x_{{{number}}}" for number in range(60))
    (site / "content/papers/long.md").write_text(f'---\ntitle: "Long"\n---\nWe add $${formula}$$ up.\n', "utf-8")
    build_here(site)

    page = (site / "_site/papers/long/index.html").read_text(encoding="utf-8")
    assert re.search(r'<span class="wide" tabindex="0"><math display="block" class="long" .*?</math></span> up', page)
