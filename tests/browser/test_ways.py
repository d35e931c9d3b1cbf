"""Ways in and out in a browser: an address that opens Cite, a page as Markdown, a fix with its words, a handout."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("browser")

PAPER = "papers/pruning-acorns/"


def _copied(page: Page) -> str:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("document.querySelector('.said').replaceChildren()")  # what an earlier copy said stands for seconds
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    said: str = page.evaluate("navigator.clipboard.readText()")
    return said


def test_an_address_opens_the_citations(page: Page, address: str) -> None:
    page.goto(f"{address}{PAPER}#cite")
    expect(page.locator("#cite pre")).to_be_visible()
    expect(page.get_by_role("button", name="Copy BibTeX")).to_be_visible()
    page.locator("#cite summary").click()
    page.evaluate("location.hash = ''")
    page.evaluate("location.hash = '#cite'")
    expect(page.locator("#cite pre")).to_be_visible()


def test_a_paper_is_copied_as_its_markdown_without_the_citations(page: Page, address: str) -> None:
    page.goto(address + PAPER)
    said = _copied(page)

    assert 'title: "Pruning Acorns: Sparse Oaks from Small Seeds"' in said
    assert "removes branches" in said
    assert "@" not in said


def test_a_list_is_copied_as_it_is_shown(page: Page, address: str) -> None:
    page.goto(f"{address}tags/pruning/")
    gists = _copied(page)
    page.get_by_label("Titles", exact=True).check()
    titles = _copied(page)

    assert gists.startswith("[Cutting](")
    assert "\n\n2 of 2 papers, most typical first\n" in gists  # the stylesheet counts them
    assert "\n\n# Pruning\n\n" in gists
    assert f"- **[Pruning Acorns: Sparse Oaks from Small Seeds]({address}{PAPER})**" in gists
    assert len(titles) < len(gists)
    assert "Abstract" not in gists  # the word that opens one
    assert f"[Pruning Acorns: Sparse Oaks from Small Seeds]({address}{PAPER})" in titles
    assert "arXiv" not in titles
    assert titles.endswith("<https://tiny.example/shelf/tags/pruning/>\n")


def test_abstracts_are_copied_that_nobody_looked_at_yet(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 200})
    page.goto(f"{address}papers/")
    page.get_by_label("Abstracts", exact=True).check()
    said = _copied(page)

    for opening in ("We present a paper", "Large oaks cost", "Counting pebbles", "This survey reviews"):
        assert opening in said
    assert "on its page" not in said


def test_an_abstract_asked_for_by_the_copy_and_by_the_look_at_once_stands_once(page: Page, address: str) -> None:
    page.goto(f"{address}papers/")
    rows = page.locator(".row a.abstract").count()
    scripts = page.locator("script[src$='site.js']").evaluate("script => script.src.replace('site.js', 'abstract.js')")
    page.evaluate(
        """async (scripts) => {
            const { inPlace } = await import(scripts), links = [...document.querySelectorAll('.row a.abstract')];
            for (const link of [...links, ...links]) inPlace(link);
        }""",
        scripts,
    )

    expect(page.locator(".row div.abstract")).to_have_count(rows)
    expect(page.locator(".row a.abstract")).to_have_count(0)


@pytest.mark.slow
def test_tables_are_copied_as_tables(page: Page, address: str) -> None:
    page.goto(f"{address}numbers/")
    said = _copied(page)

    assert "| --- | --- |" in said


def test_a_fix_is_suggested_with_what_is_selected_else_with_the_abstract(page: Page, address: str) -> None:
    page.goto(address + PAPER)
    fix = page.locator("#fix")
    fix.focus()
    body = parse_qs(urlsplit(fix.get_attribute("href") or "").query)["body"][0]
    page.locator("h1").evaluate("title => getSelection().selectAllChildren(title)")
    page.route("https://git.example/**", lambda route: route.fulfill(body="a form"))
    fix.click()
    asked = parse_qs(urlsplit(page.url).query)

    assert "\n    " in body
    assert "removes branches" in body
    assert asked["title"] == ["Fix: Pruning Acorns: Sparse Oaks from Small Seeds"]
    assert asked["body"][0].endswith("\n\n    Pruning Acorns: Sparse Oaks from Small Seeds\n")
    assert "removes branches" not in asked["body"][0]


@pytest.mark.slow
def test_what_is_shown_stays_in_a_block_of_code_and_within_an_address(page: Page, address: str) -> None:
    page.goto(address + PAPER)
    page.locator(".abstract").evaluate("one => { one.innerText = '字@someone #1\\n![x](https://a.b)\\n'.repeat(999) }")
    page.locator("#fix").focus()
    href = page.locator("#fix").get_attribute("href") or ""
    body = parse_qs(urlsplit(href).query)["body"][0]

    assert len(href) < 7000
    assert all(line.startswith("    ") for line in body.split("\n\n", 2)[2].splitlines() if line)


def test_on_paper_a_page_is_its_words_and_the_address_of_the_paper(page: Page, address: str) -> None:
    page.emulate_media(media="print")
    printed = "way => getComputedStyle(way, '::after').content"
    page.goto(address + "papers/every-field/")
    for furniture in ("header search", "footer", "aside", "#cite", ".turn", ".legend"):
        expect(page.locator(furniture).first).to_be_hidden()
    ways = page.locator(".ways a:visible")
    shown = ways.evaluate_all(f"ways => ways.map({printed})")
    page.goto(f"{address}tags/pruning/")
    expect(page.locator(".row summary").first).to_be_hidden()
    expect(page.locator(".chips").first).to_be_hidden()

    assert any("https://arxiv.org/abs/" in one for one in shown)
    assert all("arxiv.org/abs/" in one or "doi.org/" in one for one in shown)


def test_what_a_page_says_is_copied_as_text(page: Page, address: str) -> None:
    page.goto(f"{address}about/")
    page.evaluate(
        r"""document.querySelector('main').innerHTML = `
        <p># Fake</p><p>- Fake</p><p>&gt; quote</p><p>~~~</p><p>12. Fake</p><p>one<br>===<br>a | b<br>--- | ---</p>
        <ul><li>#1, -5% and &amp;lt;b&amp;gt; AT&amp;T</li>
        <li>item<pre>&lt;img src=x&gt;\n\n- \`\`\` ticks</pre><p>+ then</p></li></ul>`"""
    )
    said = _copied(page).rsplit("\n\n<", 1)[0]

    assert said.split("\n\n", 6) == [
        r"\# Fake",
        r"\- Fake",
        r"\> quote",
        r"\~~~",
        r"12\. Fake",
        "one\n\\===\na | b\n\\--- | ---",
        "- #1, -5% and \\&lt;b\\&gt; AT&T\n- item\n\n  ````\n  <img src=x>\n\n  - ``` ticks\n  ````\n\n  \\+ then",
    ]


def test_paper_shows_the_map_and_no_table_that_is_folded(page: Page, address: str) -> None:
    page.emulate_media(media="print")
    page.goto(f"{address}map/")
    expect(page.locator("#map")).to_be_visible()
    expect(page.locator("#map-bar")).to_be_hidden()
    page.goto(f"{address}trends/")
    expect(page.locator(".multiple .trend").first).to_be_visible()
    assert page.locator(".multiple summary:visible").count() == 0
