"""Facts beyond title and authors: what a page states is shown, exported and cited, and lists may go by it."""

import csv
import json
import re
from pathlib import Path

import pytest

from site_builder.content import loader
from site_builder.core.errors import BuildFailed
from tests.conftest import build_here


def _titles(page: Path) -> list[str]:
    return re.findall(
        r'<li class="row".*?<a href="[^"]*/papers/([\w-]+)/"', page.read_text(encoding="utf-8"), re.DOTALL
    )


def test_all_that_a_page_states_is_exported(built: Path) -> None:
    papers = json.loads((built / "papers.json").read_text())["papers"]
    full = next(paper for paper in papers if paper["slug"] == "every-field")
    row = next(
        row for row in csv.DictReader((built / "papers.csv").open(encoding="utf-8-sig")) if row["slug"] == "every-field"
    )

    assert full["published"] == "2023-01-02"
    assert full["signals"] == {"upvotes": 12, "stars": 1, "comments": 0, "citations": 1234, "as_of": "2024-09-02"}
    assert full["keywords"] == ["smallness", "things, in general"]
    assert (row["journal"], row["pages"], row["stars"], row["as_of"]) == (
        "Journal of Small Things",
        "12–34",
        "1",
        "2024-09-02",
    )
    assert '"citations": 1234' in (built / "papers/every-field/index.md").read_text()


def test_a_citation_has_the_pages_of_the_journal(built: Path) -> None:
    twin = (built / "papers/every-field/index.md").read_text()

    assert "  pages = {12--34},\n" in (built / "papers/every-field/index.html").read_text()
    assert "SP  - 12\nEP  - 34\n" in twin
    assert '"page":"12-34"' in twin


def test_a_thesis_is_called_one_and_nobody_is_sent_to_arxiv_for_it(site: Path) -> None:
    page = site / "content/papers/survey-of-dust.md"
    page.write_text(page.read_text().replace("---\n", "---\ntype: phdthesis\npublisher: Snow University\n", 1))
    build_here(site)
    html = (site / "_site/papers/survey-of-dust/index.html").read_text()
    (full,) = [
        one for one in json.loads((site / "_site/papers.json").read_text())["papers"] if one["slug"] == "survey-of-dust"
    ]

    assert '<p class="when">PhD thesis, Snow University' in html
    assert "Find on arXiv" not in html
    assert "Google Scholar" in html
    assert (full["type"], full["publisher"]) == ("phdthesis", "Snow University")


def test_what_was_printed_where_is_shown_cited_and_exported(site: Path) -> None:
    page = site / "content/papers/every-field.md"
    printed = 'volume: "12"\nnumber: "3"\npublisher: Snow Press\nissn: "1234-567X"\nisbn: "978-3-16-148410-0"\n'
    page.write_text(page.read_text().replace("keywords:", f"{printed}keywords:", 1))
    build_here(site)
    html = (site / "_site/papers/every-field/index.html").read_text()
    twin = (site / "_site/papers/every-field/index.md").read_text()
    (full,) = [
        one for one in json.loads((site / "_site/papers.json").read_text())["papers"] if one["slug"] == "every-field"
    ]

    assert "Journal of Small Things, 12(3), 12–34" in html
    assert "  volume = {12},\n  number = {3},\n  pages = {12--34},\n  publisher = {Snow Press},\n" in html
    assert "  issn = {1234-567X},\n  isbn = {978-3-16-148410-0},\n" in html
    assert "VL  - 12\nIS  - 3\nSP  - 12\nEP  - 34\nPB  - Snow Press\nSN  - 1234-567X\n" in twin
    assert '"volume":"12","issue":"3","page":"12-34"' in twin
    assert re.findall(
        r'<meta name="citation_(volume|issue|firstpage|publisher|issn|isbn)" content="([^"]*)"', html
    ) == [
        ("volume", "12"),
        ("issue", "3"),
        ("firstpage", "12"),
        ("publisher", "Snow Press"),
        ("issn", "1234-567X"),
        ("isbn", "978-3-16-148410-0"),
    ]
    assert '"issueNumber":"3"' in html.replace(": ", ":")
    assert (full["volume"], full["number"], full["issn"]) == ("12", "3", "1234-567X")


def test_the_month_of_an_arxiv_id_is_known_where_the_page_says_no_day(built: Path) -> None:
    papers = json.loads((built / "papers.json").read_text())["papers"]

    assert [paper["published"] for paper in papers if paper["slug"] == "pruning-acorns"] == ["2023-02"]


def test_a_list_by_a_count_says_so_and_has_papers_without_one_last(site: Path) -> None:
    settings = site / "content/site.yaml"
    settings.write_text(settings.read_text() + "order: upvotes\n")
    acorns = site / "content/papers/pruning-acorns.md"
    acorns.write_text(acorns.read_text().replace("---\nLarge", "signals: {upvotes: 30}\n---\nLarge"))
    build_here(site)
    page = site / "_site/papers/index.html"

    assert _titles(page)[:2] == ["pruning-acorns", "every-field"]
    assert ", by upvotes, as of 2 September 2024" in page.read_text()


def test_a_list_may_go_by_title(site: Path) -> None:
    settings = site / "content/site.yaml"
    settings.write_text(settings.read_text() + "order: title\n")
    build_here(site)
    page = site / "_site/papers/index.html"

    assert _titles(page) == ["survey-of-dust", "no-abstract", "every-field", "pruning-acorns", "quantized-pebbles"]
    assert ", by title" in page.read_text()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("published: soon", "`soon` is not a day such as 2025-09-04"),
        ('published: "2025-13"', "`2025-13` is not a day such as 2025-09-04"),
        ("signals: {likes: 3}", "unknown field of `signals` `likes`"),
        ("signals: {stars: many}", "`stars` must be a whole number"),
    ],
)
def test_a_fact_that_is_none_is_told_with_its_line(site: Path, line: str, told: str) -> None:
    path = site / "content/papers/no-abstract.md"
    path.write_text(f'---\ntitle: "A Title Alone"\n{line}\n---\n')
    with pytest.raises(BuildFailed, match=re.escape(told)):
        loader.paper(path)
