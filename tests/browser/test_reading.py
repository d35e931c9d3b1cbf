"""The site in a real browser: search, keyboard, the views, and reading without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.xdist_group("browser")

RESULTS = "#search-results > li"


def _final(page: Page, query: str) -> None:
    page.wait_for_function(
        "wanted => { const list = document.querySelector('#search-results');"
        " return list.dataset.state === 'final' && list.dataset.query === wanted; }",
        arg=query,
    )


def test_typing_a_title_finds_its_paper_first(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    page.locator("input[type=search]").fill("quantized pebbles")
    _final(page, "quantized pebbles")

    assert page.locator(RESULTS).first.locator("a").first.get_attribute("href") == "/shelf/papers/quantized-pebbles/"
    expect(page.get_by_role("status").first).to_contain_text("quantized pebbles")


def test_the_box_of_any_page_leads_to_the_results(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("input[type=search]").fill("acorns")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=acorns")
    _final(page, "acorns")

    assert page.locator(RESULTS).count() >= 1


def test_the_query_is_kept_in_the_address_and_comes_back(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    page.locator("input[type=search]").fill("dust")
    _final(page, "dust")
    page.locator(RESULTS).first.locator("a").first.click()
    page.wait_for_url("**/papers/**")
    page.go_back()
    _final(page, "dust")

    assert page.locator("input[type=search]").input_value() == "dust"


def test_nothing_of_the_index_is_loaded_before_the_reader_searches(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}search/", wait_until="networkidle")

    assert [url for url in asked if "/pagefind/" in url] == []


def test_a_search_that_cannot_load_says_so_and_offers_the_titles(chromium: Browser, address: str) -> None:
    with chromium.new_context(service_workers="block") as context:  # what it fetches is not ours to stop
        page = context.new_page()
        page.route("**/pagefind/**", lambda route: route.abort())
        page.goto(f"{address}search/")
        page.locator("input[type=search]").fill("dust")
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("Search could not be loaded")
        expect(alert.get_by_role("link")).to_have_attribute("href", "/shelf/a-z/")


def test_slash_goes_to_the_search_box_and_j_to_the_next_paper(page: Page, address: str) -> None:
    page.goto(f"{address}papers/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("ol.rows > li").nth(1).locator("a").first.get_attribute("href")

    assert page.evaluate("document.activeElement.getAttribute('href')") == second

    page.keyboard.press("/")

    assert page.evaluate("document.activeElement.type") == "search"


def test_the_titles_view_hides_the_gists_and_is_remembered(page: Page, address: str) -> None:
    page.goto(f"{address}papers/")
    gist = page.locator(".gist").first
    expect(gist).to_be_visible()
    page.get_by_label("Titles", exact=True).check()
    expect(gist).to_be_hidden()
    page.reload()

    expect(page.locator(".gist").first).to_be_hidden()


def test_a_tag_narrows_the_list_without_a_script(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}tags/pruning/")
    rows = page.locator("ol.rows > li")
    before = sum(row.is_visible() for row in rows.all())
    page.locator("main input[type=checkbox]").first.check()

    assert 0 < sum(row.is_visible() for row in rows.all()) < before
    context.close()


def test_everything_reads_without_a_script(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}papers/pruning-acorns/")
    expect(page.locator("main")).to_contain_text("removes branches before they grow")
    page.goto(f"{address}search/")
    expect(page.locator("noscript a").first).to_be_visible()
    context.close()


def test_without_a_script_the_dots_of_the_map_are_links(chromium: Browser, address: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}map/")
        dot = page.locator(".map svg a").first
        box = dot.bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_url("**/papers/*/")


@pytest.mark.parametrize(
    "width", [320, pytest.param(360, marks=pytest.mark.slow), pytest.param(1280, marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("place", ["", "papers/", "papers/every-field/", "tags/", "tags/pruning/", "a-z/", "search/"])
def test_no_page_scrolls_sideways(width: int, place: str, page: Page, address: str) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{address}{place}")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_unknown_address_shows_a_page_with_ways_on(page: Page, address: str) -> None:
    page.goto(f"{address}404.html")
    expect(page.locator("h1")).to_contain_text("Nothing")

    assert page.locator("main a").count() > 0


@pytest.mark.parametrize("page_goes", ["ltr", "rtl"])
def test_the_buttons_of_a_row_stand_beside_a_title_that_is_written_the_other_way(
    page_goes: str, page: Page, address: str
) -> None:
    page.goto(f"{address}papers/")
    title_goes = "rtl" if page_goes == "ltr" else "ltr"
    page.evaluate(
        "([page, title]) => { document.documentElement.dir = page; document.querySelector('.row h2').dir = title }",
        [page_goes, title_goes],
    )
    title = page.locator(".row h2").first.bounding_box()
    buttons = page.locator(".row .acts").first.bounding_box()

    assert title is not None
    assert buttons is not None
    assert title["x"] + title["width"] <= buttons["x"] or buttons["x"] + buttons["width"] <= title["x"]
