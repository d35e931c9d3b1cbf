"""The preview as its user meets it: `papershelf serve` in a process of its own, asked over HTTP."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from site_builder.preview import handlers
from tests.conftest import HERE, Run

PATIENCE = 30
PAGE = "papers/quantized-pebbles/"


@contextmanager
def serving(
    site: Path, files: int = 0, log: Path = Path(os.devnull)
) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    """A preview of `site` in a process of its own, answering, and its address.

    The process may open so many `files`, if any, and says in `log` what goes wrong.
    """
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "site_builder", "serve", "--site", str(site), "--port", str(port)]
    here = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    if files:
        command = ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", *command]
    with log.open("w") as told, subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told, env=here) as server:
        base = f"http://127.0.0.1:{port}/shelf/"
        try:
            until(lambda: fetch(base)[0] == 200)
            yield server, base
        finally:
            server.terminate()


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    """The preview of the tiny site in the working folder, answering."""
    with serving(site) as (_, base):
        yield base


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


def test_a_page_comes_with_the_reload_script_and_its_policy_widened_by_what_that_needs(address: str) -> None:
    status, page = fetch(address + PAGE)

    assert status == 200
    assert "/livereload.js" in page
    assert re.search(r"script-src 'nonce-[\w-]{40,}' 'self'", page)
    assert f"connect-src ws://{address.split('/')[2]} 'self'" in page


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
    until(lambda: "quantized-pebbles.md:2" in fetch(address + PAGE)[1])  # a save is seen while it is half written, too
    assert "The build failed" in fetch(address + PAGE)[1]

    paper.write_text(good, encoding="utf-8")
    until(lambda: "The build failed" not in fetch(address + PAGE)[1])


def test_it_lives_through_a_name_that_is_not_utf_8_and_the_loss_of_its_folder(address: str, site: Path) -> None:
    odd = os.fsencode(site / "content/papers") + b"/odd-\xff.md"
    Path(os.fsdecode(odd)).write_text("---\ntitle: Odd\n---\nOdd.\n")
    until(lambda: "the file name is not a slug" in fetch(address)[1])
    os.unlink(odd)
    until(lambda: fetch(address + PAGE)[0] == 200)
    shutil.rmtree(site / ".papershelf/preview")
    page = site / "content/papers/quantized-pebbles.md"
    page.write_text(page.read_text() + "\nPebbles are back.\n")
    until(lambda: "Pebbles are back." in fetch(address + PAGE)[1])


def test_the_reload_script_too_is_for_this_machine_alone(address: str) -> None:
    script = address.replace("/shelf/", "/livereload.js")

    assert fetch(script)[0] == 200
    assert fetch(script, host="evil.example")[0] == 403


@pytest.mark.parametrize(
    ("asked", "host", "is_allowed"),
    [
        ("localhost:5500", "127.0.0.1", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("[::1]:80", "127.0.0.1", True),
        ("192.168.0.7:5500", "127.0.0.1", False),
        ("evil.example", "127.0.0.1", False),
        ("192.168.0.7:5500", "192.168.0.2", True),
        ("desk.local:5500", "desk.local", True),
        ("evil.example", "192.168.0.2", False),
        ("localhost.evil.example", "192.168.0.2", False),
    ],
)
def test_a_name_that_anyone_could_point_here_is_refused(asked: str, host: str, is_allowed: bool) -> None:
    assert handlers.is_allowed(asked, host) == is_allowed


def test_a_style_known_by_an_old_name_is_answered_by_the_new_one(address: str) -> None:
    assert fetch(address + "assets/0123456789/style.css")[0] == 200
    assert fetch(address + "assets/0123456789/no.css")[0] == 404


def test_two_previews_of_one_site_do_not_mix(address: str, run: Run) -> None:
    assert address
    result = run("serve", "--port", "1")

    assert result.exit_code == 1
    assert "a preview of this site is running already\n    End it with Ctrl-C" in result.stderr


def test_ctrl_c_ends_it_at_once_in_the_middle_of_a_build_and_leaves_nothing_running(site: Path) -> None:
    with serving(site) as (server, base):
        (site / "content/papers/pruning-acorns.md").touch()
        time.sleep(0.05)
        server.send_signal(signal.SIGINT)
        server.wait(timeout=PATIENCE)

        assert server.returncode == 130
        assert fetch(base)[0] == 0


@pytest.mark.slow
def test_many_edits_do_not_make_it_grow(site: Path) -> None:
    page = site / "content/papers/quantized-pebbles.md"
    good, held = page.read_text(encoding="utf-8"), []
    with serving(site) as (server, base):
        for number in range(150):
            page.write_text(f"{good.rstrip()} Edit number {number}.\n", encoding="utf-8")
            until(lambda: f"Edit number {number}." in fetch(base + PAGE)[1])  # noqa: B023 — it is called in this turn
            held.append(_held(server.pid))

    # A sample may fall into a build, which borrows some megabytes: what a preview keeps is the least of many samples.
    assert min(held[100:]) - min(held[50:100]) < 4_000_000


def _held(process: int) -> int:
    """Bytes of memory that `process` holds."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
