"""The preview as its user meets it: `papershelf serve` in a process of its own, asked over HTTP."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PATIENCE = 30
PAGE = "papers/quantized-pebbles/"


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    """The preview of the tiny site in the working folder, answering."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "site_builder", "serve", "--site", str(site), "--port", str(port)]
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=here) as server:
        base = f"http://127.0.0.1:{port}/shelf/"
        until(lambda: fetch(base)[0] == 200)
        yield base
        server.terminate()


def fetch(address: str, host: str = "") -> tuple[int, str]:
    """Status and text of `address`; status 0 while nobody answers."""
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
    except urllib.error.URLError:
        return 0, ""


def until(holds: Callable[[], bool]) -> None:
    """Wait until `holds()`; fail when it has not after `PATIENCE` seconds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never held"
        time.sleep(0.05)


def test_a_page_comes_with_the_reload_script_and_without_the_policy_that_would_forbid_it(address: str) -> None:
    status, page = fetch(address + PAGE)

    assert status == 200
    assert "/livereload.js" in page
    assert "Content-Security-Policy" not in page


def test_a_page_that_is_not_there_is_answered_by_the_sites_own_page_with_404(address: str) -> None:
    status, page = fetch(address + "no/such/page/")

    assert status == 404
    assert "Nothing at this address" in page


def test_another_host_name_is_refused(address: str) -> None:
    assert fetch(address, host="evil.example")[0] == 403


def test_an_edit_is_shown_a_fault_is_explained_and_goes_when_it_is_mended(address: str, site: Path) -> None:
    paper = site / "content" / "papers" / "quantized-pebbles.md"
    good = paper.read_text(encoding="utf-8")

    paper.write_text(good.replace("Quantized", "Mended", 1), encoding="utf-8")
    until(lambda: "Mended Pebbles" in fetch(address + PAGE)[1])

    paper.write_text(good.replace("title: ", "titel: ", 1), encoding="utf-8")
    until(lambda: "The build failed" in fetch(address + PAGE)[1])
    assert "quantized-pebbles.md:2" in fetch(address + PAGE)[1]

    paper.write_text(good, encoding="utf-8")
    until(lambda: "The build failed" not in fetch(address + PAGE)[1])
