"""Authors' pages and the popovers of acronyms in a real browser: by mouse, key and touch, and to a screen reader."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import served
from tests.browser.test_access import faults
from tests.conftest import TINY, build_unsearched

pytestmark = pytest.mark.xdist_group("browser")

EXPLAINS = "We use a large language model (LLM). It counts."
ABSTRACTS = ("An LLM counts pebbles. Nobody else counts as well as such an LLM.", EXPLAINS, EXPLAINS)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The served tiny site with three papers more, two of which say what an LLM is."""
    root = tmp_path_factory.mktemp("names")
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    for number, abstract in enumerate(ABSTRACTS):
        text = f"---\ntitle: Counting {number}\nauthors: [Ada First, Bo Second]\nyear: 2024\n---\n{abstract}\n"
        (root / f"content/papers/counting-{number}.md").write_text(text, encoding="utf-8")
    build_unsearched(root)
    with served(root / "_site") as address:
        yield address


@pytest.fixture
def counting(page: Page, names: str) -> Page:
    """The page of a paper that says "LLM" and not what that is."""
    page.goto(f"{names}papers/counting-0/")
    expect(page.locator("#abbr-1")).to_be_hidden()
    return page


def _is_beside(page: Page) -> bool:
    """True when the open popover lies by its button, and on the screen."""
    button, popover = page.locator("button.abbr").bounding_box(), page.locator("#abbr-1").bounding_box()
    size = page.viewport_size
    assert button
    assert popover
    assert size
    near = abs(popover["y"] - button["y"] - button["height"]) < 40
    return near and popover["x"] >= 0 and popover["x"] + popover["width"] <= size["width"]


def test_a_mouse_opens_what_an_acronym_means_and_closes_it_elsewhere(counting: Page) -> None:
    counting.locator("button.abbr").click()
    expect(counting.locator("#abbr-1")).to_have_text("LLM large language model")
    assert _is_beside(counting)
    counting.locator("h1").click()
    expect(counting.locator("#abbr-1")).to_be_hidden()


def test_a_key_opens_it_and_escape_leaves_the_focus_where_it_was(counting: Page) -> None:
    button = counting.get_by_role("button", name="LLM")
    counting.locator(".ways a").last.focus()
    for _ in range(12):
        if button.evaluate("button => button === document.activeElement"):
            break
        counting.keyboard.press("Tab")
    expect(button).to_be_focused()
    counting.keyboard.press("Enter")
    expect(counting.locator("#abbr-1")).to_be_visible()
    counting.keyboard.press("Escape")
    expect(counting.locator("#abbr-1")).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.parametrize("scripted", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_a_finger_opens_it_on_a_phone_also_where_no_script_runs(scripted: bool, chromium: Browser, names: str) -> None:
    phone = {"width": 360, "height": 740}
    with chromium.new_context(viewport=phone, has_touch=True, java_script_enabled=scripted) as context:  # type: ignore[arg-type]  # a size
        page = context.new_page()
        page.goto(f"{names}papers/counting-0/")
        page.locator("button.abbr").tap()
        expect(page.locator("#abbr-1")).to_be_visible()
        assert _is_beside(page)
        page.locator("h1").tap()
        expect(page.locator("#abbr-1")).to_be_hidden()


def test_axe_finds_nothing_beside_an_open_meaning(chromium: Browser, names: str) -> None:
    with chromium.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.goto(f"{names}papers/counting-0/")
        page.locator("button.abbr").click()
        expect(page.locator("#abbr-1")).to_be_visible()

        assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
@pytest.mark.parametrize("place", ["authors/ada-first/", pytest.param("acronyms/", marks=pytest.mark.slow)])
def test_axe_finds_nothing_where_people_and_names_are(scheme: str, place: str, chromium: Browser, names: str) -> None:
    with chromium.new_context(bypass_csp=True, color_scheme=scheme) as context:  # type: ignore[arg-type]  # one of two
        page = context.new_page()
        answer = page.goto(names + place)

        assert answer
        assert answer.ok
        assert faults(page) == []


def test_a_byline_leads_to_an_author_and_from_there_to_papers_and_co_authors(page: Page, names: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{names}papers/counting-0/")
    page.locator(".by a", has_text="Ada First").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ada First")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator("ol.rows > li")).to_have_count(5)
    page.locator(".profile a", has_text="Bo Second").click()
    expect(page.locator("h1")).to_have_text("Bo Second")
    page.wait_for_load_state()
    page.keyboard.press("j")
    expect(page.locator("ol.rows :focus")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".by a", has_text="Bo Second")).to_be_visible()
