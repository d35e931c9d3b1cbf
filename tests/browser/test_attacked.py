"""In a browser nothing of an attacker's runs, with our policy and without."""

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Request

from tests.browser.conftest import Quiet

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="session", params=["with our policy", "without a policy"])
def served(attacked: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The attacked site on loopback."""

    class Handler(Quiet):
        def do_GET(self) -> None:  # noqa: N802 — the name that http.server calls
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if request.param == "with our policy" or path.suffix != ".html":
                super().do_GET()
                return
            page = re.sub(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b"", path.read_bytes())
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

    handler = functools.partial(Handler, directory=str(attacked / "_site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/shelf/"
        server.shutdown()


def test_in_a_browser_nothing_runs_leads_away_or_asks_another_host(
    served: str,
    attacked: Path,
    chromium: Browser,
) -> None:
    paths = ["", "papers/", "papers/2/", "papers/6/", "tags/", "tags/t1/", "tags/t7/", "authors/", "authors/p/", "a-z/"]
    paths += ["years/1999/", "editions/", "editions/2024-01-02/", "about/", "map/", "search/?q=prune", "nothing-here"]
    every = sorted(path.parent.name for path in (attacked / "_site/papers").glob("*/index.html"))
    paths += [f"papers/{slug}/" for slug in every[::40]]
    context = chromium.new_context()
    page = context.new_page()
    elsewhere: list[str] = []
    dialogs: list[str] = []

    def note_request(sent: Request) -> None:
        if not sent.url.startswith((served, "data:", "blob:")):
            elsewhere.append(sent.url)

    def note_dialog(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("request", note_request)
    page.on("dialog", note_dialog)
    for path in paths:
        page.goto(served + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        page.wait_for_timeout(20)

        assert page.evaluate("window.pwned") is None, path
        assert page.url.split("#")[0] == served + path, path

    context.close()

    assert elsewhere == []
    assert dialogs == []
