"""Search in a real browser: slips, quotes, filters, keys, and the edges."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.xdist_group("browser")

TITLES = "#search-results > li h2 a"


@pytest.fixture
def asking(page: Page, address: str) -> Page:
    page.goto(f"{address}search/")
    return page


def ask(page: Page, query: str) -> list[str]:
    """Type `query`; the titles found, once no better ones will come."""
    page.locator("input[type=search]").fill(query)
    settled(page, query)
    return page.locator(TITLES).all_inner_texts()


def chip(page: Page, name: str) -> Locator:
    """The chip called `name`."""
    return page.locator("#search-filters").get_by_role("button", name=re.compile(rf"^(not )?{name} "))


def settled(page: Page, query: str) -> None:
    page.wait_for_function(
        "wanted => { const list = document.querySelector('#search-results');"
        " return list.dataset.state === 'final' && list.dataset.query === wanted; }",
        arg=query,
    )


def test_a_slip_is_mended_and_the_reader_may_insist(asking: Page) -> None:
    titles = ask(asking, "quantizd pebles")

    assert titles[0].startswith("Quantized Pebbles")
    expect(asking.get_by_role("status").first).to_contain_text("Search instead for “quantizd pebles”")

    asking.get_by_role("link", name="quantizd pebles").click()
    settled(asking, '"quantizd pebles"')
    assert asking.locator(TITLES).count() == 0


def test_one_word_that_no_paper_has_costs_no_result(asking: Page) -> None:
    assert ask(asking, "xylophone pebbles quantized")[0].startswith("Quantized Pebbles")


def test_british_spelling_finds_american_and_a_hyphen_does_not_matter(asking: Page) -> None:
    assert ask(asking, "quantised")[0].startswith("Quantized Pebbles")
    assert ask(asking, "quantized-pebbles")[0].startswith("Quantized Pebbles")


def test_what_was_found_is_marked(asking: Page) -> None:
    ask(asking, "pebbles")

    expect(asking.locator(TITLES).first.locator("mark")).to_have_text("Pebbles:")


def test_filters_narrow_stay_in_the_address_and_come_back(asking: Page) -> None:
    before = len(ask(asking, "we"))
    chip(asking, "Pruning").click()
    asking.wait_for_url("**tag=pruning**")
    settled(asking, "we")
    narrowed = asking.locator(TITLES).count()

    assert 0 < narrowed < before

    asking.reload()
    settled(asking, "we")
    expect(chip(asking, "Pruning")).to_have_attribute("aria-pressed", "true")
    assert asking.locator(TITLES).count() == narrowed


def test_an_area_and_a_tag_must_both_hold(asking: Page) -> None:
    ask(asking, "we")
    chip(asking, "Cutting").click()
    asking.wait_for_url("**area=cutting**")
    settled(asking, "we")
    within = asking.locator(TITLES).count()
    chip(asking, "Quantization").click()
    asking.wait_for_url("**area=cutting&tag=quantization**")
    settled(asking, "we")

    assert 0 < asking.locator(TITLES).count() < within


def test_a_filter_works_while_the_pointer_rests_on_a_result(asking: Page) -> None:
    before = len(ask(asking, "we"))
    chip(asking, "Pruning").focus()
    asking.locator(TITLES).first.hover()
    asking.keyboard.press("Space")

    expect(asking.locator(TITLES)).not_to_have_count(before)


def test_the_newest_come_first_when_asked_for(asking: Page) -> None:
    ask(asking, "we")
    asking.get_by_role("combobox", name="Order").select_option("newest")
    asking.wait_for_url("**sort=newest**")
    settled(asking, "we")
    years = [int(year) for year in asking.locator("#search-results .facts time").all_inner_texts() if year.strip()]

    assert years == sorted(years, reverse=True)
    assert len(set(years)) > 1


def test_arrows_walk_through_the_results_and_escape_clears_the_box(asking: Page) -> None:
    ask(asking, "we")
    asking.locator("input[type=search]").press("ArrowDown")
    expect(asking.locator(TITLES).first).to_be_focused()
    asking.keyboard.press("ArrowDown")
    expect(asking.locator(TITLES).nth(1)).to_be_focused()
    asking.keyboard.press("ArrowUp")
    asking.keyboard.press("ArrowUp")
    expect(asking.locator("input[type=search]")).to_be_focused()
    asking.keyboard.press("Escape")

    settled(asking, "")
    expect(asking.locator(TITLES)).to_have_count(0)


def test_a_result_opens_its_abstract_with_what_was_found_marked(asking: Page) -> None:
    ask(asking, "acorn")
    row = asking.locator("#search-results > li").first
    expect(row.locator(".abstract")).to_be_hidden()
    row.locator("summary").click()

    expect(row.locator(".abstract")).to_contain_text("Large oaks cost much water.")
    expect(row.locator(".abstract mark").first).to_have_text("acorn")


def test_escape_first_clears_the_box_and_then_leaves_it(asking: Page) -> None:
    ask(asking, "we")
    box = asking.locator("input[type=search]")
    box.press("Escape")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    box.press("Escape")

    expect(box).not_to_be_focused()


def test_what_all_results_have_is_no_filter(asking: Page) -> None:
    found = ask(asking, "we")
    counts = asking.locator("#search-filters span").all_inner_texts()

    assert counts
    assert all(int(count) < len(found) for count in counts)


def test_without_a_query_all_papers_can_be_narrowed(asking: Page) -> None:
    asking.get_by_role("button", name="Filter all papers").click()
    expect(asking.locator(TITLES)).to_have_count(0)
    chip(asking, "Pruning").click()

    expect(asking.get_by_role("status").first).to_contain_text("only Pruning")
    assert asking.locator(TITLES).count() > 0


def test_any_query_is_answered(asking: Page) -> None:
    for query in ("the of and", "?!", "a" * 10_000, "qqqq zzzz", "石 C++ 50%", '"'):
        ask(asking, query)

        expect(asking.locator("#search-failed")).to_be_hidden()
        expect(asking.get_by_role("status").first).to_contain_text("paper")


def test_a_result_leads_to_its_paper_where_the_site_is_served(asking: Page) -> None:
    ask(asking, "pebbles")
    link = asking.locator(TITLES).first

    expect(asking.locator("#search-results .facts").first).to_have_text("2022")
    assert link.get_attribute("href") == "/shelf/papers/quantized-pebbles/"
    link.click()
    expect(asking.locator("article.paper h1")).to_contain_text("Quantized Pebbles")


def test_a_result_names_its_authors_as_a_list_does(asking: Page) -> None:
    ask(asking, "pruning acorns")

    expect(asking.locator("#search-results .facts").first.locator("span")).to_have_text("First and Second")


def test_a_word_that_no_paper_has_is_said_and_nonsense_finds_nothing(asking: Page) -> None:
    assert ask(asking, "asdfqwerzxcv") == []
    expect(asking.get_by_role("status").first).to_have_text(
        "No paper has “asdfqwerzxcv”. Try fewer or other words, or pick an area."
    )


def test_what_holds_the_words_is_counted_apart_from_what_is_near(asking: Page) -> None:
    ask(asking, "quantized pebbles acorns")

    expect(asking.get_by_role("status").first).to_contain_text(
        "No paper has all of “quantized pebbles acorns”. Near it:"
    )

    ask(asking, "pebbles counted quantized")
    first = asking.locator("#search-results > li").first
    expect(first.locator(".apart")).to_have_count(0)


def test_a_word_can_be_left_out(asking: Page) -> None:
    assert 0 < len(ask(asking, "we -pebbles")) < len(ask(asking, "we"))


def test_how_to_ask_is_shown_on_demand(asking: Page) -> None:
    help_text = asking.locator("#search-help")
    expect(help_text).to_be_hidden()
    asking.get_by_role("button", name="How to ask").click()
    expect(help_text).to_contain_text("author:")
    asking.keyboard.press("Escape")
    expect(help_text).to_be_hidden()


def test_a_name_is_found_and_not_corrected(asking: Page) -> None:
    assert ask(asking, "Di Fourth")[0].startswith("Every Field")
    expect(asking.get_by_role("status").first).to_contain_text("1 paper with “Di Fourth”")
