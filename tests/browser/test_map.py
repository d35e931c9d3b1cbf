"""The map in a real browser, used by mouse, touch and keyboard, and its picture where no script runs."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.test_keeping import ACORNS, put

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow]


@pytest.fixture
def chart(page: Page, address: str) -> Page:
    """The map's page, its dots drawn and named."""
    page.goto(f"{address}map/")
    expect(page.locator("#map[data-live]")).to_be_visible()
    expect(page.locator("#map-near a", has_text="Pruning Acorns")).to_be_visible()
    return page


def _spot(page: Page, slug: str) -> tuple[float, float]:
    """Where the dot of `slug` is on the screen, while the whole map is seen."""
    dots = page.evaluate("fetch(document.querySelector('#map').dataset.dots).then((answer) => answer.json())")
    x, y = next((dot[1], dot[2]) for dot in dots["papers"] if dot[0] == slug)
    page.locator("#map").scroll_into_view_if_needed()
    box = page.locator("#map").evaluate("""map => { const { left, top } = map.getBoundingClientRect();
      return [left + map.clientLeft, top + map.clientTop, map.clientWidth, map.clientHeight] }""")
    return box[0] + x / 1000 * box[2], box[1] + y / 400 * box[3]


def _asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_mouse_names_a_dot_opens_its_paper_and_zooms(chart: Page) -> None:
    chart.mouse.move(*_spot(chart, ACORNS))
    expect(chart.locator("#map-tip")).to_contain_text("Pruning Acorns: Sparse Oaks from Small Seeds")
    chart.mouse.down()
    chart.mouse.up()
    expect(chart.locator("#map-open h3 a")).to_have_attribute("href", f"/shelf/papers/{ACORNS}/")
    chart.locator("#map-open summary").click()
    expect(chart.locator("#map-open .abstract")).to_contain_text("removes branches")
    chart.locator("#map-open .star").click()
    expect(chart.locator("#map-open .star")).to_have_attribute("aria-pressed", "true")
    chart.get_by_role("button", name="Closer").click()
    chart.wait_for_url(lambda url: "at=" in url and f"paper={ACORNS}" in url)

    assert float(_asked(chart)["at"][0].split(",")[0]) > 1


def test_the_wheel_keeps_what_is_below_the_pointer_and_dragging_moves_it(chart: Page) -> None:
    left, top = _spot(chart, ACORNS)
    chart.mouse.move(left, top)
    for _ in range(4):
        chart.mouse.wheel(0, -200)
    chart.wait_for_url(lambda url: "at=" in url)
    chart.mouse.move(left + 1, top)
    expect(chart.locator("#map-tip")).to_contain_text("Pruning Acorns")
    chart.mouse.down()
    chart.mouse.move(left + 60, top, steps=4)
    chart.mouse.up()
    expect(chart.locator("#map-open > *")).to_have_count(0)


def test_a_keyboard_steps_from_dot_to_dot_and_opens_a_paper(chart: Page) -> None:
    chart.locator("#map").focus()
    chart.keyboard.press("ArrowRight")
    expect(chart.locator("#map-tip b")).not_to_be_empty()
    named = chart.locator("#map-tip b").text_content() or ""
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown", "+"):
        chart.keyboard.press(key)
    chart.wait_for_url(lambda url: "at=" in url)
    chart.keyboard.press("Enter")
    opened = chart.locator("#map-open h3 a")
    expect(opened).to_be_focused()
    chart.keyboard.press("Escape")
    expect(chart.locator("#map")).to_be_focused()
    chart.keyboard.press("0")
    chart.wait_for_url(lambda url: "at=" not in url)

    assert named


def test_the_papers_in_view_are_the_dots_of_the_tab_key(chart: Page) -> None:
    first = chart.locator("#map-near a").first
    first.focus()
    chart.wait_for_function(  # titles come a moment after the dots
        "() => document.querySelector('#map-tip b')?.textContent === document.querySelector('#map-near a').textContent"
    )
    chart.keyboard.press("Enter")
    expect(chart.locator("#map-open h3 a")).to_have_text(first.text_content() or "-")
    expect(chart.locator("#map-open h3 a")).to_be_focused()


def test_titles_come_to_a_list_that_a_reader_is_in(page: Page, address: str) -> None:
    asked: list[Route] = []
    page.route("**/papers.json", lambda route: asked.append(route))  # noqa: PLW0108 — Playwright asks for its code
    page.goto(f"{address}map/")
    expect(page.locator("#map-near a", has_text="pruning acorns")).to_be_visible()
    page.locator("#map-near a", has_text="pruning acorns").focus()
    while not asked:
        page.wait_for_timeout(20)
    asked[0].continue_()

    expect(page.locator("#map-near a:focus")).to_have_text("Pruning Acorns: Sparse Oaks from Small Seeds")


def test_filters_and_the_layout_are_in_the_address_and_come_back(page: Page, address: str) -> None:
    put(page, kept={ACORNS: {"at": "2024-01-01T00:00:00.000Z"}})
    page.goto(f"{address}map/?kept=1&by=year&tag=pruning")
    expect(page.locator("#map-count")).to_contain_text("1 of ")
    expect(page.locator("#map-near a")).to_have_text(["Pruning Acorns: Sparse Oaks from Small Seeds"])
    expect(page.get_by_label("Tag", exact=True)).to_have_value("pruning")
    expect(page.locator("[name=by][value=year]")).to_be_checked()
    page.get_by_role("button", name="Reset").click()
    page.wait_for_url(lambda url: not urlsplit(url).query)
    page.get_by_label("Words in title").fill("ACORNS sparse")
    expect(page.locator("#map-near a")).to_have_count(1)
    page.wait_for_url(lambda url: "q=ACORNS+sparse" in url)


def test_two_fingers_zoom_and_one_opens(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, service_workers="block")
    page = context.new_page()
    page.goto(f"{address}map/")
    expect(page.locator("#map-near a", has_text="Pruning Acorns")).to_be_visible()
    left, top = _spot(page, ACORNS)
    page.touchscreen.tap(left, top)
    expect(page.locator("#map-open h3 a")).to_have_text("Pruning Acorns: Sparse Oaks from Small Seeds")
    fingers = context.new_cdp_session(page)
    for kind, apart in (("touchStart", 20), ("touchMove", 40), ("touchMove", 70)):
        points = [{"x": left - apart, "y": top, "id": 0}, {"x": left + apart, "y": top, "id": 1}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_url(lambda url: "at=" in url)
    context.close()


def test_without_dots_the_picture_stays(page: Page, address: str) -> None:
    page.route("**/dots.json", lambda route: route.fulfill(body=json.dumps({"papers": [], "tags": [], "days": []})))
    page.goto(f"{address}map/")
    expect(page.locator("#map > img")).to_be_visible()
    expect(page.locator("#map canvas")).to_have_count(0)


def test_the_map_moves_nothing_when_it_comes(page: Page, address: str) -> None:
    page.add_init_script(
        "new PerformanceObserver(list => { for (const one of list.getEntries()) globalThis.shifted = "
        "(globalThis.shifted ?? 0) + one.value }).observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(f"{address}map/")
    expect(page.locator("#map-near a").first).to_be_visible()

    assert page.evaluate("globalThis.shifted ?? 0") < 0.01
