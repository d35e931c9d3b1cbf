"""The sites of `tests/test_campaign.py` in Chromium: no payload runs, leads anywhere or asks anybody for anything.

Pages are opened in frames, many at once, with their Content-Security-Policy and without it: escaping must hold alone.
"""

import re
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Quiet, Server
from tests.fuzz import payloads, scale
from tests.fuzz.census import IN_BROWSER, census, strange, written

pytestmark = pytest.mark.xdist_group("campaign")

_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
_RESULT = "html head body li h2 a p mark i span cite time details summary div b ul button"
_OPEN = """
async (addresses) => {
  const opened = (address) => new Promise((done) => {
    const frame = document.createElement('iframe');
    frame.onload = () => setTimeout(() => done(frame.remove()), 30);
    frame.src = address;
    document.body.append(frame);
  });
  for (let at = 0; at < addresses.length; at += 25) await Promise.all(addresses.slice(at, at + 25).map(opened));
}
"""
"""Opens each address in a frame, and waits a little for what it might do."""


class _Server(Server):
    """Serves a folder at /shelf/, an empty page at /empty, and each payload as a page of its own at /bare/NUMBER."""

    policy = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of frames that are gone before they have all they asked for."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # the stubs want a socket's type


class _Pages(Quiet):
    def do_GET(self) -> None:  # noqa: N802 — http.server's name
        path = Path(self.translate_path(urlsplit(self.path).path))
        if self.path.startswith("/bare/"):
            self._say(f"<!doctype html><p>{payloads.PAYLOADS[int(self.path[6:])]}".encode("utf-8", "replace"))
        elif self.path == "/empty":
            self._say(b"<!doctype html><title>Empty</title><body>")
        elif (path / "index.html").is_file():
            page = (path / "index.html").read_bytes()
            self._say(page if isinstance(self.server, _Server) and self.server.policy else _POLICY.sub(b"", page))
        else:
            super().do_GET()

    def _say(self, page: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


@pytest.fixture(scope="module", params=["pages", "settings"])
def served(request: pytest.FixtureRequest, attacked: dict[str, Path]) -> Iterator[tuple[_Server, list[str]]]:
    """A server of one of the sites, and the addresses of its pages."""
    site = attacked[request.param] / "_site"
    with _Server(("127.0.0.1", 0), partial(_Pages, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server, [f"/shelf/{page.parent.relative_to(site)}/" for page in sorted(site.rglob("index.html"))]
        server.shutdown()


@dataclass
class _Witness:
    """Sees what pages do."""

    page: Page
    ran: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    went: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script("window.alert = () => console.log('a script ran at', location.href)")
        self.page.on("console", lambda said: self.ran.extend([said.text] * said.text.startswith("a script ran")))
        self.page.on("request", lambda request: self.asked.extend(_foreign(request.url)))
        self.page.on("framenavigated", lambda frame: self.went.extend(_foreign(frame.url)))


def _foreign(address: str) -> list[str]:
    """`address` if it is not one of the server's pages."""
    parts = urlsplit(address)
    own = parts.scheme in ("blob", "about") or (
        parts.hostname == "127.0.0.1" and "/evil" not in parts.path.replace("/shelf/authors/", "")
    )
    return [] if own else [address]


@pytest.fixture
def witness(chromium: Browser, served: tuple[_Server, list[str]]) -> Iterator[_Witness]:
    """A page of the server's, empty, and watched."""
    context = chromium.new_context(service_workers="block")  # it would fetch each page once more
    watched = _Witness(context.new_page())
    watched.page.goto(f"http://127.0.0.1:{served[0].server_address[1]}/empty")
    yield watched
    context.close()


@pytest.mark.slow
def test_chromium_sees_the_elements_of_quiet_pages_and_no_other(
    witness: _Witness, served: tuple[_Server, list[str]], built: Path
) -> None:
    quiet = set(written()).union(*(census(page.read_text()) for page in built.rglob("*.html")))
    found = {(name, key, value): address for name, key, value, address in witness.page.evaluate(IN_BROWSER, served[1])}

    assert [(item, found[item]) for item in strange(found, quiet)] == []


@pytest.mark.parametrize(
    "policy", [pytest.param(True, marks=pytest.mark.slow), False], ids=["with the policy", "without the policy"]
)
def test_nothing_runs_nobody_is_asked_and_nobody_is_led_away(
    policy: bool, witness: _Witness, served: tuple[_Server, list[str]]
) -> None:
    server, addresses = served
    server.policy = policy
    papers = [address for address in addresses if re.match(r"/shelf/papers/[\w-]*[a-z]", address)]
    lists = [address for address in addresses if address not in papers]
    letters = re.compile(r"\d+|(?<=authors/)\w(?=/)")
    kinds = {letters.sub("N", re.sub(r"(?<=authors/)[\w-]{2,}", "NAME", address)): address for address in lists}
    witness.page.evaluate(_OPEN, [*kinds.values(), *papers[:: 40 if policy else max(1, 32 // scale(1))]])

    assert (witness.ran, witness.asked, witness.went) == ([], [], [])
    assert witness.page.url.endswith("/empty")


@pytest.mark.parametrize("served", ["pages"], indirect=True)
def test_what_a_search_shows_is_text(witness: _Witness, served: tuple[_Server, list[str]]) -> None:
    served[0].policy = False
    found = witness.page.goto(f"http://127.0.0.1:{served[0].server_address[1]}/shelf/search/?q=script+img")
    assert found is not None
    witness.page.wait_for_function("() => document.querySelector('#search-results').dataset.state === 'final'")
    witness.page.locator("#search-results summary").first.click()
    shown = witness.page.locator("#search-results").inner_html()

    assert {name.split()[1] for name, _, _ in census(shown)} <= set(_RESULT.split())
    assert (witness.ran, witness.asked) == ([], [])


@pytest.mark.parametrize("served", ["settings"], indirect=True)
def test_the_witness_sees_what_the_payloads_do_where_nobody_escapes(witness: _Witness) -> None:
    bare = [f"/bare/{number}" for number in range(0, len((*payloads.ELEMENTS, *payloads.CONFUSED)), 2)]
    witness.page.evaluate(_OPEN, bare)

    assert len(witness.ran) > 25
    assert len({urlsplit(address).path for address in witness.asked}) > 4
    assert witness.went != []
