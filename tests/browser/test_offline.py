"""Reading offline in a real browser: what was visited, the whole digest, a new build."""

import functools
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Quiet, Server

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow]

Stop = Callable[[], None]


@pytest.fixture
def copied(built: Path, tmp_path: Path) -> Path:
    """A copy of the built site, to change."""
    return Path(shutil.copytree(built, tmp_path / "copy"))


@pytest.fixture
def served(copied: Path) -> Iterator[tuple[str, Stop]]:
    """Where the copy is served, and what ends that: the network is gone."""
    server = Server(("127.0.0.1", 0), functools.partial(Quiet, directory=str(copied)))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def stop() -> None:
        server.shutdown()
        server.server_close()

    yield f"http://127.0.0.1:{server.server_address[1]}/shelf/", stop
    stop()


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    """A fresh profile, service workers allowed."""
    with chromium.new_context() as context:
        yield context.new_page()


def _copied(page: Page, path: str) -> None:
    """Wait until the browser has a copy of `path`."""
    _until(page, f"caches.match('{path}').then(Boolean)")


def _until(page: Page, promise: str) -> None:
    """Wait until `promise` is kept with something true; `wait_for_function` takes the promise itself for that."""
    for _ in range(100):
        if page.evaluate(promise):
            return
        page.wait_for_timeout(100)
    raise AssertionError(promise)


def _release(site: Path, version: str) -> None:
    """Make of `site` what a build with other scripts would."""
    old = next((site / "assets").iterdir())
    old.rename(old.with_name(version))
    for path in (*site.rglob("*.html"), site / "offline.json"):
        path.write_text(path.read_text(encoding="utf-8").replace(old.name, version), encoding="utf-8")


def test_what_was_visited_can_be_read_offline(reader: Page, served: tuple[str, Stop]) -> None:
    address, stop = served
    reader.goto(f"{address}papers/pruning-acorns/")
    _copied(reader, "/shelf/papers/pruning-acorns/")
    reader.goto(f"{address}papers/")
    _copied(reader, "/shelf/papers/")
    stop()
    reader.goto(f"{address}papers/pruning-acorns/")
    expect(reader.locator("h1")).to_contain_text("Pruning Acorns")
    assert reader.evaluate("getComputedStyle(document.querySelector('.paper')).display") == "grid"
    reader.goto(f"{address}map/")
    expect(reader.locator("body")).to_contain_text("You are offline")


@pytest.mark.slow
def test_everything_is_fetched_and_search_works_offline(reader: Page, served: tuple[str, Stop]) -> None:
    address, stop = served
    reader.goto(f"{address}shelf/")
    reader.get_by_role("button", name="Keep everything offline (").click()
    expect(reader.locator("#shelf")).to_contain_text("Pages, lists and search work offline.")
    stop()
    reader.goto(f"{address}search/?q=dust")
    expect(reader.locator("#search-results a").first).to_have_attribute("href", "/shelf/papers/survey-of-dust/")
    reader.goto(f"{address}papers/every-field/")
    expect(reader.locator("h1")).to_contain_text("Every")
    reader.goto(f"{address}shelf/")
    reader.get_by_label("Pages I visit can be read offline").uncheck()
    expect(reader.locator(".said")).to_contain_text("The copies are gone")

    assert reader.evaluate("caches.keys()") == []


@pytest.mark.slow
def test_a_new_build_mixes_no_versions(reader: Page, served: tuple[str, Stop], copied: Path) -> None:
    address, stop = served
    reader.goto(f"{address}papers/pruning-acorns/")
    _copied(reader, "/shelf/papers/pruning-acorns/")
    old = next((copied / "assets").iterdir())
    _release(copied, "0123456789")
    reader.goto(f"{address}papers/")
    _copied(reader, "/shelf/papers/")
    _copied(reader, "/shelf/assets/0123456789/js/site.js")
    _until(reader, "caches.keys().then((names) => names.length === 2)")
    stop()
    for place, version in (("papers/", "0123456789"), ("papers/pruning-acorns/", old.name)):
        reader.goto(address + place)
        assert f"/assets/{version}/" in str(reader.evaluate("document.querySelector('[rel=stylesheet]').href"))
        assert reader.evaluate("getComputedStyle(document.querySelector('.top')).display") == "flex"


def test_what_was_fetched_whole_stays_through_new_versions(
    reader: Page, served: tuple[str, Stop], copied: Path
) -> None:
    address, stop = served
    reader.goto(f"{address}shelf/")
    reader.get_by_role("button", name="Keep everything offline (").click()
    expect(reader.locator("#shelf")).to_contain_text("Pages, lists and search work offline.")
    for version in ("0123456789", "123456789a", "23456789ab"):
        _release(copied, version)
        reader.goto(f"{address}?{version}")  # else the browser shows what it fetched before
        _until(reader, f"caches.has('/shelf/offline-{version}')")
    _until(reader, "caches.keys().then((names) => names.length === 3)")
    reader.goto(f"{address}shelf/")
    reader.locator("h2", has_text="Offline").scroll_into_view_if_needed()
    expect(reader.locator("#shelf")).to_contain_text("All of it was kept on")
    stop()
    reader.goto(f"{address}papers/every-field/")

    expect(reader.locator("h1")).to_contain_text("Every")
    assert reader.evaluate("getComputedStyle(document.querySelector('.paper')).display") == "grid"


def test_what_is_taken_away_stays_away_while_another_tab_is_open(reader: Page, served: tuple[str, Stop]) -> None:
    address, _ = served
    reader.goto(f"{address}shelf/")
    _copied(reader, "/shelf/shelf/")
    other = reader.context.new_page()
    other.goto(f"{address}papers/")
    _copied(other, "/shelf/papers/")

    reader.get_by_label("Pages I visit can be read offline").uncheck()
    expect(reader.locator(".said")).to_contain_text("The copies are gone")
    assert other.evaluate("fetch('/shelf/papers.json').then((answer) => answer.status)") == 200
    assert other.evaluate("fetch('/shelf/assets/none.js').then((answer) => answer.status)") == 404

    other.wait_for_timeout(500)
    assert other.evaluate("caches.keys()") == []
