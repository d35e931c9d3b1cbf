"""Lists that are narrowed and ordered in a real browser, and what is suggested while somebody types."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import served
from tests.browser.test_access import faults
from tests.browser.test_searching import ask
from tests.conftest import build_here

pytestmark = pytest.mark.xdist_group("browser")

ROWS = ".rows > li h2 a"


def chip(page: Page, name: str) -> None:
    """Press the chip called `name`."""
    page.locator("#facets").get_by_role("button", name=re.compile(rf"^(not )?{name} ")).click()


def narrowed(page: Page, address: str) -> Page:
    """All papers, of which only those of 2023 are chosen."""
    page.goto(f"{address}papers/")
    page.get_by_role("button", name="Filter", exact=True).click()
    chip(page, "2023")
    expect(page.locator(ROWS)).to_have_count(2)
    return page


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served site of eight papers, five of them on the first part of the list; every second is of 2020."""
    root = tmp_path_factory.mktemp("long")
    (root / "content/papers").mkdir(parents=True)
    settings = {"title": "T", "subject": "s", "description": "d", "url": "https://x.example/", "per_page": 5}
    (root / "content/site.yaml").write_text("\n".join(f"{name}: {value}" for name, value in settings.items()))
    for number in range(8):
        head = f"title: Stone {number}\nyear: {2020 + number % 2}"
        (root / f"content/papers/stone-{number}a.md").write_text(f"---\n{head}\n---\nWe turn stone {number}.\n")
    build_here(root)
    with served(root / "_site") as address:
        yield address.removesuffix("shelf/")


def test_a_list_is_narrowed_over_all_its_parts_and_says_so(page: Page, long_list: str) -> None:
    page.goto(f"{long_list}papers/2/")
    page.get_by_role("button", name="Filter", exact=True).click()
    chip(page, "2020")
    expect(page.locator(ROWS)).to_have_text(["Stone 0", "Stone 2", "Stone 4", "Stone 6"])
    expect(page.locator("#facets-status")).to_contain_text("4 of 8 papers, only 2020, ")
    expect(page.locator("nav.parts")).to_be_hidden()

    chip(page, "2020")
    expect(page.locator("#facets-status")).to_contain_text("4 of 8 papers, not 2020, ")
    assert page.url.endswith("/papers/2/?not=year:2020")

    chip(page, "2020")
    expect(page.locator(ROWS)).to_have_count(3)
    expect(page.locator("nav.parts")).to_be_visible()
    assert page.url.endswith("/papers/2/")


def test_what_is_chosen_outlives_a_reload_and_the_way_back(page: Page, address: str) -> None:
    narrowed(page, address)
    page.reload()
    expect(page.locator(ROWS)).to_have_count(2)

    page.locator(ROWS).first.click()
    expect(page.locator("article.paper")).to_be_visible()
    page.go_back()
    expect(page.locator(ROWS)).to_have_count(2)


def test_a_list_goes_by_title_when_asked_to(page: Page, address: str) -> None:
    page.goto(f"{address}papers/?sort=title")
    expect(page.locator("#facets-status")).to_have_text("5 papers, by title")
    titles = page.locator(ROWS).all_inner_texts()

    assert titles == sorted(titles, key=str.casefold)
    assert len(titles) == 5


def test_chips_are_pressed_by_keyboard_and_keep_the_focus(page: Page, address: str) -> None:
    narrowed(page, address)
    pressed = page.locator("#facets [data-value='2023']")
    pressed.focus()
    page.keyboard.press("Enter")

    expect(pressed).to_have_attribute("data-state", "not")
    expect(pressed).to_be_focused()
    expect(pressed).to_contain_text("not 2023")


def test_a_box_of_a_tag_page_becomes_a_chip(page: Page, address: str) -> None:
    page.goto(f"{address}tags/pruning/")
    page.locator("#facets label").first.click()

    expect(page.locator("#facets [data-state=only]")).to_have_count(1)
    expect(page.locator("#facets [data-state=only]")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing_in_a_narrowed_list(scheme: str, chromium: Browser, address: str) -> None:
    with chromium.new_context(color_scheme=scheme, viewport={"width": 390, "height": 800}, bypass_csp=True) as context:  # type: ignore[arg-type]  # one of two
        page = narrowed(context.new_page(), address)
        chip(page, "2023")
        expect(page.locator(ROWS)).to_have_count(3)

        assert faults(page) == []


def test_a_half_typed_name_leads_to_its_author_whose_papers_are_narrowed(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    ask(page, "first ad")
    page.get_by_role("navigation", name="Suggestions").get_by_role("link", name="Ada First").click()
    expect(page).to_have_url(re.compile(r"/authors/ada-first/$"))
    page.get_by_role("button", name="Filter", exact=True).click()
    page.locator("#facets [data-kind=tag]").first.click()

    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator("#facets-status")).to_contain_text("1 of 2 papers, only ")


def test_what_was_asked_is_suggested_until_it_is_cleared_or_no_longer_kept(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    ask(page, "acorns")
    page.locator("input[type=search]").press("Enter")
    ask(page, "")
    suggestions = page.get_by_role("navigation", name="Suggestions")
    expect(suggestions.get_by_role("link", name="acorns")).to_be_visible()
    suggestions.get_by_role("button", name="Do not remember").click()
    ask(page, "pebbles")
    page.locator("input[type=search]").press("Enter")
    ask(page, "")

    expect(suggestions.get_by_role("link")).to_have_count(0)
    expect(suggestions.get_by_role("button", name="Remember searches")).to_be_visible()
