"""A real Chromium, and the tiny site served under its base path."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.find import found

expect.set_options(timeout=30_000)  # a machine may be busy; nothing here is timed
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves the site at /shelf/, and 404.html where nothing is."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/shelf"))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    """One that lets as many connections wait as a page opens: who is turned away tries again after a second."""

    request_queue_size = 128


@contextmanager
def served(output: Path) -> Iterator[str]:
    """Where the site in `output` is served meanwhile, with its base path."""
    handler = functools.partial(Quiet, directory=str(output))
    with Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/shelf/"
        server.shutdown()


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """The served site, with its base path."""
    with served(built) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium; a test without one fails rather than skips."""
    path = found()
    assert path, "No Chromium: run `make browser`, or set CHROMIUM to one's path."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


def _is_ours(error: str) -> bool:
    # Headless Chromium reports a cross-fade it skipped as an error of the page; a reader sees nothing of it.
    return not error.startswith(("Transition was aborted", "Transition was skipped"))


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh profile's page that fails its test on any script error."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, service_workers="block")
    shown = context.new_page()
    errors: list[str] = []
    shown.on("pageerror", lambda error: errors.append(str(error)) if _is_ours(str(error)) else None)
    shown.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield shown
    context.close()

    assert errors == []
