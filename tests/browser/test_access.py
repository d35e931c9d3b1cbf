"""What a screen reader, a keyboard and other settings meet: axe on every kind of page, and hostile lengths."""

import functools
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Quiet, Server
from tests.conftest import HERE, build_here

pytestmark = pytest.mark.xdist_group("browser")

PLACES = [
    "",
    "papers/",
    "papers/every-field/",
    "tags/",
    "tags/pruning/",
    "years/",
    "a-z/",
    "map/",
    "authors/",
    "numbers/",
    "numbers/percent/",
    "trends/",
    "follow/",
]


def faults(page: Page) -> list[str]:
    """The rules of axe that `page` breaks, with the first element that does."""
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing(scheme: str, chromium: Browser, address: str) -> None:
    with chromium.new_context(color_scheme=scheme, bypass_csp=True) as context:  # type: ignore[arg-type]  # one of two
        page = context.new_page()
        for place in PLACES:
            page.goto(address + place)

            assert faults(page) == [], place


def test_axe_finds_nothing_in_results(chromium: Browser, address: str) -> None:
    with chromium.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.goto(f"{address}search/?q=we")
        expect(page.locator("#search-results > li")).not_to_have_count(0)

        assert faults(page) == []


def test_an_abstract_opens_in_its_place_by_mouse_and_by_key(page: Page, address: str) -> None:
    page.goto(f"{address}papers/")
    abstract = page.locator("ol.rows .abstract").first
    expect(abstract).to_be_hidden()
    page.locator("ol.rows summary").first.click()
    expect(abstract).to_be_visible()
    page.keyboard.press("Escape")
    expect(abstract).to_be_hidden()
    page.keyboard.press("o")
    expect(abstract).to_be_visible()


def test_an_open_abstract_has_the_whole_width_of_a_phone_and_its_summary_stays(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}papers/")
    line, summary = (
        page.locator("ol.rows .line:has(.facts)").first,
        page.locator("ol.rows .line:has(.facts) summary").first,
    )
    before = summary.bounding_box()
    summary.click()
    expect(line.locator("div.abstract p").first).to_be_visible()  # fetched, and no longer a link
    abstract, whole = line.locator(".abstract").bounding_box(), line.bounding_box()

    assert summary.bounding_box() == before
    assert abstract
    assert whole
    assert abstract["width"] == whole["width"]


def test_marked_sentences_are_as_legible_as_others_in_forced_colours(chromium: Browser, address: str) -> None:
    with chromium.new_context(forced_colors="active", color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{address}papers/every-field/")
        look = "element => [getComputedStyle(element).color, getComputedStyle(element).backgroundImage]"

        assert page.locator(".abstract mark").first.evaluate(look) == page.locator(".abstract").evaluate(look)


def test_a_marked_sentence_looks_in_a_list_as_on_the_papers_page(page: Page, address: str) -> None:
    look = (
        "all => all.map((mark) => getComputedStyle(mark))"
        ".map(({ background, color, fontWeight }) => [background, color, fontWeight])"
    )
    page.goto(f"{address}papers/every-field/")
    marks = page.locator(".abstract mark").evaluate_all(look)
    page.goto(f"{address}papers/")
    row = page.locator("[data-item=every-field]")
    row.locator("summary").click()
    row.locator(".abstract mark").first.wait_for()

    assert row.locator(".abstract mark").evaluate_all(look) == marks
    assert "linear-gradient" in marks[0][0]


def test_text_of_twice_the_size_fits(page: Page, address: str) -> None:
    for width, place in ((360, "papers/"), (360, "tags/pruning/"), (1280, ""), (1280, "papers/every-field/")):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address + place)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        headings = page.locator("h1, aside h2").evaluate_all("all => all.map((one) => one.clientWidth)")

        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert min(headings) > 200


def test_the_abstracts_view_shows_them_all(page: Page, address: str) -> None:
    page.goto(f"{address}papers/")
    page.get_by_label("Abstracts", exact=True).check()

    expect(page.locator("ol.rows .abstract").first).to_be_visible()
    expect(page.locator("ol.rows .abstract").last).to_be_visible()


def test_a_chosen_theme_wins_over_the_systems_and_is_there_at_the_first_paint(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(address)
    light = page.evaluate("getComputedStyle(document.body).color")
    page.get_by_label("Dark", exact=True).check()
    page.goto(f"{address}papers/")
    dark = page.evaluate("getComputedStyle(document.body).color")

    assert light != dark
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_j_and_k_walk_through_a_list(page: Page, address: str) -> None:
    page.goto(f"{address}papers/")
    titles = page.locator("ol.rows :is(h2, h3) a")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(titles.first).to_be_focused()


# -- a site of hostile lengths ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def edges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The served site of tests/sites/edges, and where it was built."""
    root = tmp_path_factory.mktemp("edges")
    shutil.copytree(HERE / "sites" / "edges", root, dirs_exist_ok=True)
    build_here(root)
    handler = functools.partial(Quiet, directory=str(root / "_site"))
    with Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", root / "_site"
        server.shutdown()


@pytest.mark.parametrize("width", [320, pytest.param(1280, marks=pytest.mark.slow)])
def test_nothing_is_too_long_for_its_page(width: int, page: Page, edges: tuple[str, Path]) -> None:
    address, built = edges
    page.set_viewport_size({"width": width, "height": 740})
    for file in sorted(built.rglob("index.html")):
        page.goto(f"{address}/{file.relative_to(built).parent.as_posix()}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, file


def test_a_papers_language_is_on_its_words_only(page: Page, edges: tuple[str, Path]) -> None:
    page.goto(f"{edges[0]}/papers/arabic/")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_attribute("lang", "ar")
    assert page.locator("h1").evaluate("title => getComputedStyle(title).direction") == "rtl"
