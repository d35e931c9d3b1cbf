"""What a reader keeps in a real browser: stars, two tabs, full and forbidden storage, what is read, hidden and new."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.xdist_group("browser")

KEY = "/shelf/shelf"
ACORNS = "pruning-acorns"


def kept(page: Page) -> dict[str, Any]:
    """What the browser keeps for the site."""
    found: dict[str, Any] = json.loads(page.evaluate(f"localStorage['{KEY}']"))
    return found


def wait_until(page: Page, holds: Callable[[dict[str, Any]], bool]) -> None:
    """Wait until it holds of what the browser keeps; a page's policy lets no script of Playwright's wait there."""
    for _ in range(100):
        if holds(kept(page)):
            return
        page.wait_for_timeout(50)
    raise AssertionError(kept(page))


def put(page: Page, **parts: object) -> None:
    """Have the browser keep `parts` from the first page on."""
    text = json.dumps({"version": 1, **parts})
    page.add_init_script(f"localStorage['{KEY}'] ??= {json.dumps(text)}")


def star(page: Page, slug: str = ACORNS) -> Any:
    """The star of a paper in a list."""
    return page.locator(f"[data-item={slug}] .star")


def test_a_star_keeps_a_paper_and_the_other_tab_knows(page: Page, address: str) -> None:
    other = page.context.new_page()
    other.goto(f"{address}shelf/")
    page.goto(f"{address}papers/")
    star(page).click()

    expect(star(page)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-counts=shelf]")).to_have_attribute("data-count", "1")
    expect(other.locator("#shelf-rows h2")).to_have_text(["Pruning Acorns: Sparse Oaks from Small Seeds"])
    other.locator("#shelf-rows .star").click()
    expect(star(page)).to_have_attribute("aria-pressed", "false")


def test_a_paper_is_kept_on_its_page_and_in_results_and_by_key(page: Page, address: str) -> None:
    page.goto(f"{address}papers/{ACORNS}/")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.goto(f"{address}search/?q=dust")
    page.locator("#search-results .star").first.click()
    page.goto(f"{address}papers/")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.locator("[data-counts=shelf]")).to_have_attribute("data-count", "3")

    assert {ACORNS, "survey-of-dust"} < set(kept(page)["kept"])


def test_a_renamed_paper_stays_kept(page: Page, address: str) -> None:
    put(page, kept={"all-fields": {"at": "2024-01-02T00:00:00Z"}}, notes={"all-fields": "Mine"})
    page.goto(f"{address}papers/")
    expect(star(page, "every-field")).to_have_attribute("aria-pressed", "true")

    assert kept(page)["notes"] == {"every-field": "Mine"}


def test_two_papers_that_turn_out_to_be_one_keep_what_was_kept_of_both(page: Page, address: str) -> None:
    earlier, later = (
        {"at": "2024-01-02T00:00:00Z", "groups": ["b", "c"]},
        {"at": "2024-01-03T00:00:00Z", "groups": ["a"]},
    )
    notes = {"every-field": "Mine", "all-fields": "My first"}
    put(page, kept={"every-field": later, "all-fields": earlier}, notes=notes, groups=["a", "b", "c"])
    page.goto(f"{address}papers/")
    expect(star(page, "every-field")).to_have_attribute("aria-pressed", "true")

    assert kept(page)["kept"] == {"every-field": {"at": "2024-01-02T00:00:00Z", "groups": ["a", "b", "c"]}}
    assert kept(page)["notes"] == {"every-field": "Mine\n\nMy first"}


@pytest.mark.parametrize(
    ("state", "message"), [('{"version": 2, "kept": 7}', "cannot be read"), ('{"version": 9}', "newer"), ("{", "read")]
)
def test_what_cannot_be_read_is_left_as_it_is(state: str, message: str, page: Page, address: str) -> None:
    page.add_init_script(f"localStorage['{KEY}'] = {json.dumps(state)}")
    page.goto(f"{address}papers/")
    star(page).click()
    expect(page.locator(".said")).to_contain_text(message)

    assert page.evaluate(f"localStorage['{KEY}']") == state


def test_a_visit_of_odd_parts_stops_no_page(page: Page, address: str) -> None:
    odd = {"toString": 1, "valueOf": 1}
    put(page, visit={"seen": odd, "at": 9e15, "latest": "2026-11-27"}, kept={ACORNS: {"at": "2024-01-02T00:00:00Z"}})
    page.goto(f"{address}shelf/")
    expect(page.locator("#shelf-rows > li")).to_have_count(1)

    page.goto(f"{address}papers/")
    expect(star(page)).to_have_attribute("aria-pressed", "true")


def test_stars_of_two_windows_in_the_same_moment_are_both_kept(chromium: Browser, address: str) -> None:
    slugs = (ACORNS, "survey-of-dust")
    for _ in range(3):
        context = chromium.new_context(service_workers="block")
        windows = [context.new_page() for _ in slugs]
        for window, slug in zip(windows, slugs, strict=True):
            window.goto(f"{address}papers/{slug}/")
            expect(window.locator("[data-act=keep]")).to_have_attribute("aria-pressed", "false")
        moment = windows[0].evaluate("Date.now() + 500")
        for window in windows:
            window.evaluate(
                f"setTimeout(() => document.querySelector('[data-act=keep]').click(), {moment} - Date.now())"
            )
        for window in windows:
            wait_until(window, lambda found: set(found["kept"]) == set(slugs))
        context.close()


@pytest.fixture
def notes(page: Page, address: str) -> tuple[Page, Page]:
    """Two windows with the box for a note open, which came with another machine's line ends."""
    put(page, kept={ACORNS: {"at": "2024-01-02T00:00:00Z"}}, notes={ACORNS: "one\r\ntwo"})
    page.goto(f"{address}papers/{ACORNS}/")
    windows = page, page.context.new_page()
    for window in windows:
        window.goto(f"{address}papers/{ACORNS}/")
        window.locator("#note summary").click()
        expect(window.get_by_label("Note")).to_have_value("one\ntwo")
    return windows


def test_a_window_that_only_shows_a_note_leaves_it_to_the_one_that_writes(notes: tuple[Page, Page]) -> None:
    shows, writes = notes
    writes.get_by_label("Note").fill("mine")
    wait_until(shows, lambda state: state["notes"] == {ACORNS: "mine"})
    expect(shows.get_by_label("Note")).to_have_value("mine")
    shows.goto(shows.url.split("papers")[0])

    assert kept(writes)["notes"] == {ACORNS: "mine"}


def test_what_two_windows_write_into_one_note_stands_in_it(notes: tuple[Page, Page]) -> None:
    first, second = notes
    first.get_by_label("Note").press_sequentially("here ")  # not saved yet when the other saves
    second.evaluate(
        f"localStorage['{KEY}'] = localStorage['{KEY}'].replace(JSON.stringify('one\\r\\ntwo'), '\"one, two\"')"
    )
    wait_until(first, lambda state: "here" in state["notes"][ACORNS])

    assert kept(first)["notes"][ACORNS].split("\n\n")[0] == "one, two"
    expect(first.get_by_label("Note")).to_have_value(kept(first)["notes"][ACORNS])


def test_full_storage_says_so_and_loses_nothing(page: Page, address: str) -> None:
    put(page, kept={"survey-of-dust": {"at": "2024-01-02T00:00:00Z"}})
    page.goto(f"{address}papers/")
    page.evaluate(
        "() => { for (let size = 2 ** 22; size >= 1; size /= 2) {"
        " try { localStorage[`filler ${size}`] = 'x'.repeat(size); } catch {} } }"
    )
    before = kept(page)
    star(page).click()

    expect(page.locator(".said")).to_contain_text("no room left")
    expect(star(page)).to_have_attribute("aria-pressed", "false")
    assert kept(page) == before


def test_forbidden_storage_says_so(page: Page, address: str) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })"
    )
    page.goto(f"{address}papers/")
    star(page).click()

    expect(page.locator(".said")).to_contain_text("lets no site keep anything")


def test_hiding_a_row_is_undone_by_a_click(page: Page, address: str) -> None:
    page.goto(f"{address}papers/")
    row = page.locator(f"[data-item={ACORNS}]")
    row.locator("h2 a").focus()
    page.keyboard.press("x")
    expect(row).to_be_hidden()
    assert page.evaluate("document.activeElement.closest('.row') !== null")
    page.get_by_role("button", name="show").click()
    expect(row).to_be_visible()
    row.locator(".cross").click()
    page.reload()
    expect(row).to_be_visible()
    row.locator(".cross").click()
    page.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()


def test_an_opened_paper_is_read_and_lists_can_leave_it_out(page: Page, address: str) -> None:
    page.goto(f"{address}papers/{ACORNS}/")
    page.goto(f"{address}papers/")
    page.get_by_label("Unread").check()
    expect(page.locator(f"[data-item={ACORNS}]")).to_be_hidden()
    expect(page.locator(".left-out")).to_contain_text("1 read")
    page.keyboard.press("u")
    expect(page.locator(f"[data-item={ACORNS}]")).to_be_visible()


def test_what_came_since_the_last_visit_is_new(page: Page, address: str) -> None:
    put(page, visit={"latest": "2024-08-01", "seen": "2024-07-01", "at": 1})
    page.goto(f"{address}papers/")
    new = page.locator("[data-item=every-field] h2 a")
    expect(page.locator("[data-counts=new]")).to_have_attribute("data-count", "1")
    assert new.evaluate("link => getComputedStyle(link, '::after').content") == '"new"'
    page.goto(f"{address}new/")
    expect(page.locator("#since")).to_contain_text("Since your visit of January 1, 1970")
    expect(page.locator("#days .row:visible")).to_have_count(1)


def test_on_a_first_visit_nothing_is_new(page: Page, address: str) -> None:
    page.goto(f"{address}papers/")
    link = page.locator("[data-item=every-field] h2 a")
    expect(page.locator("[data-counts=shelf]").first).to_be_attached()
    page.wait_for_function("() => document.querySelector('.said')")

    assert page.locator("[data-counts=new]").get_attribute("data-count") in (None, "", "0")
    assert link.evaluate("link => getComputedStyle(link, '::after').content") == "none"
    page.goto(f"{address}new/")
    expect(page.locator("#since")).to_contain_text("On a first visit, what came last.")
    expect(page.locator("#days .row:visible")).to_have_count(1)


def test_nothing_moves_when_marks_come(page: Page, address: str) -> None:
    put(page, read={ACORNS: "2024"}, hidden={"survey-of-dust": "2024"}, kept={ACORNS: {"at": "2024"}})
    page.add_init_script(
        "window.shift = 0;"
        "new PerformanceObserver((list) => { for (const one of list.getEntries()) shift += one.value; })"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for place in ("papers/", "papers/every-field/", "new/", "shelf/", "numbers/percent/"):
            page.goto(address + place)
            page.wait_for_function("() => document.querySelector('.said')")
            page.wait_for_timeout(150)

            assert page.evaluate("shift") < 0.0005, (width, place)  # what tools round to 0.000


def test_the_sheet_of_keys_opens_and_closes(page: Page, address: str) -> None:
    page.goto(f"{address}papers/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_without_a_script_nothing_of_it_shows(chromium: Browser, address: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for place in ("papers/", f"papers/{ACORNS}/", "shelf/", "map/", "search/", "new/"):
            page.goto(address + place)
            assert page.locator(".js:visible, .star:visible").count() == 0
            if place in ("shelf/", "search/"):
                expect(page.locator(".views")).to_be_hidden()
        expect(page.locator("#days .row")).to_have_count(1)


@pytest.mark.parametrize("page_goes", ["ltr", "rtl"])
@pytest.mark.parametrize("words_go", ["ltr", "rtl"])
def test_stars_keep_out_of_words_whichever_way_these_go(
    page_goes: str, words_go: str, page: Page, address: str
) -> None:
    page.goto(f"{address}papers/")
    page.locator(".row .star").first.wait_for()
    apart = page.evaluate(
        """([pageGoes, wordsGo]) => {
          document.documentElement.dir = pageGoes;
          const row = document.querySelector('.row'), buttons = row.querySelector('.acts').getBoundingClientRect();
          return [...row.querySelectorAll('h2, .gist')].map((words) => {
            words.dir = wordsGo;
            const { left, right } = words.getBoundingClientRect();
            return right <= buttons.left || buttons.right <= left;
          });
        }""",
        [page_goes, words_go],
    )

    assert apart == [True, True]


def test_what_is_kept_in_a_wrong_shape_hinders_no_page(page: Page, address: str) -> None:
    entries = {ACORNS: {"at": 5, "groups": "Thesis"}, "every-field": None, "survey-of-dust": {"at": "2024-01-01"}}
    notes = {ACORNS: 5, "every-field": None, "survey-of-dust": "Mine"}
    put(page, kept=entries, notes=notes, groups=[5, "Thesis"], visit=5)
    page.goto(f"{address}papers/{ACORNS}/")
    expect(page.get_by_role("button", name="Keep", exact=True)).to_have_attribute("aria-pressed", "true")
    page.goto(f"{address}shelf/")
    expect(page.locator("#shelf-rows > li")).to_have_count(3)
    star(page, "every-field").click()

    expect(page.locator("#shelf-rows > li")).to_have_count(2)
    assert kept(page)["notes"] == {"survey-of-dust": "Mine"}
    assert kept(page)["kept"] == {ACORNS: {"at": ""}, "survey-of-dust": {"at": "2024-01-01"}}
