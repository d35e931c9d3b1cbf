"""A reader's visits played from end to end, by mouse on a desk and by touch on a phone: keep, hide, note, come back
after a new edition, take it away, send it, go offline, search, open a paper. SHELF_FILM=DIR leaves pictures."""

import functools
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pybtex.database import parse_string

from tests.browser.conftest import Quiet, Server
from tests.browser.test_keeping import KEY, kept, wait_until
from tests.conftest import build_here

pytestmark = pytest.mark.xdist_group("browser")

LICHENS = ("bark", "granite", "roofs", "slate", "thatch")
KEPT = ("pruning-acorns", "every-field", "survey-of-dust", "lichens-on-bark", "lichens-on-slate")
HIDDEN = ("no-abstract", "lichens-on-roofs", "lichens-on-thatch")
EDITION = '---\ntitle: "The second"\npapers: [quantized-pebbles]\n---\nPebbles first.\n'


@pytest.fixture
def served(site: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Where the tiny site and five papers more are served, and what ends that."""
    for place in LICHENS:
        fields = f"title: Lichens on {place}\ntags: [pruning]\nyear: 2023\n"
        page = f"---\n{fields}---\nWe count the lichens that grow on {place}.\n"
        (site / f"content/papers/lichens-on-{place}.md").write_text(page)
    settings = site / "content/site.yaml"
    settings.write_text(settings.read_text().replace("per_page: 5", "per_page: 20"))
    build_here(site)
    handler = functools.partial(Quiet, directory=str(site / "_site"))
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def stop() -> None:
        server.shutdown()
        server.server_close()

    yield f"http://127.0.0.1:{server.server_address[1]}/shelf/", stop
    stop()


def _film(page: Page, step: str, width: int) -> None:
    if folder := os.environ.get("SHELF_FILM"):
        page.screenshot(path=f"{folder}/{width}-{step}.png")


def _days_later(page: Page) -> None:
    """The last visit was long ago."""
    page.evaluate(
        f"const shelf = JSON.parse(localStorage['{KEY}']); shelf.visit.at -= 1e9;"
        f" localStorage['{KEY}'] = JSON.stringify(shelf)"
    )


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_a_readers_visits(width: int, chromium: Browser, site: Path, served: tuple[str, Callable[[], None]]) -> None:
    address, stop = served
    touch = width < 500
    with (
        chromium.new_context(viewport={"width": width, "height": 800}, has_touch=touch, is_mobile=touch) as context,
        chromium.new_context() as elsewhere,
    ):
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page, friend = context.new_page(), elsewhere.new_page()

        def press(what: str) -> None:
            target = page.locator(what)
            target.tap() if touch else target.click()

        page.goto(f"{address}papers/")
        for slug in KEPT:
            press(f"[data-item={slug}] .star")
        for slug in HIDDEN:
            press(f"[data-item={slug}] .cross")
        expect(page.locator(".left-out")).to_contain_text("3 hidden")
        _film(page, "1-kept", width)

        page.goto(f"{address}papers/pruning-acorns/")
        press("#note summary")
        page.get_by_label("Note").fill("Oaks, for the thesis")
        page.get_by_label("Note").blur()
        _film(page, "2-noted", width)

        _days_later(page)
        (site / "content/editions").mkdir()
        (site / "content/editions/2024-10-07.md").write_text(EDITION)
        build_here(site)
        page.goto(f"{address}new/")
        expect(page.locator("#days .row:visible")).to_have_count(1)
        expect(page.locator("[data-counts=new]")).to_have_attribute("data-count", "1")
        _film(page, "3-new", width)

        page.goto(f"{address}shelf/")
        expect(page.locator("#shelf-rows > li")).to_have_count(len(KEPT))
        _film(page, "4-shelf", width)
        with page.expect_download() as saved:
            press("button:text-is('BibTeX')")
        assert len(parse_string(saved.value.path().read_text(encoding="utf-8"), "bibtex").entries) == len(KEPT)
        page.evaluate("delete Navigator.prototype.share")  # headless phones have none to show
        press("button:text-is('Share a link')")
        expect(page.locator(".said")).to_contain_text("Copied")
        friend.goto(page.evaluate("navigator.clipboard.readText()"))
        expect(friend.locator("#shelf-rows > li")).to_have_count(len(KEPT))
        _film(friend, "5-sent", width)

        press("button:has-text('Keep everything offline')")
        expect(page.locator("#shelf")).to_contain_text("search work offline")
        stop()
        page.goto(f"{address}search/?q=pebbles")
        expect(page.locator("#search-results a").first).to_be_visible()
        _film(page, "6-offline", width)
        press("#search-results h2 a >> nth=0")
        expect(page.locator("h1")).to_contain_text("Pebbles")
        _film(page, "7-read", width)

        assert set(kept(page)["kept"]) == set(KEPT)
        assert kept(page)["notes"] == {"pruning-acorns": "Oaks, for the thesis"}
        wait_until(page, lambda found: "quantized-pebbles" in found["read"])
