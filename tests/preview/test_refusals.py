"""What the preview does for nobody: files outside its folder, other hosts, other methods, other sites' pages."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from unittest.mock import Mock
from urllib.parse import urlsplit

import pytest

from site_builder.build.state import Memory
from site_builder.core import config
from site_builder.preview import handlers, server
from site_builder.preview.rebuilding import Preview
from tests.conftest import TINY, Run
from tests.preview.test_preview import PAGE, fetch, serving, until
from tests.preview.test_rebuilding import Silent

SECRET = "the curator's own"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A preview with a file beside it, and links that lead to that."""
    root = tmp_path_factory.mktemp("preview")
    site = root / "site"
    shutil.copytree(TINY, site)
    (root / "secret.txt").write_text(SECRET)
    with serving(site) as (_, base):
        output = site / ".papershelf/preview"
        (output / "link.txt").symlink_to(root / "secret.txt")
        (output / "linked").symlink_to(root)
        (output / "index").mkdir()
        (output / "index/index.html").symlink_to(root / "secret.txt")
        yield base


def raw(address: str, target: str, *headers: str, method: str = "GET") -> str:
    """The whole answer to a request for `target`, which no client has tidied."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=10) as line:
        lines = [f"{method} {target} HTTP/1.1", f"Host: {place.netloc}", "Connection: close", *headers]
        lines_sent = "\r\n".join([*lines, "", ""]).encode("latin-1")
        line.sendall(lines_sent)
        received = line.recv(65536)
        while b"Connection: Upgrade" not in lines_sent and (part := line.recv(65536)):
            received += part
    return received.decode("utf-8", "replace")


UP = ("..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "..%00", "..;", "%c0%ae%c0%ae", "\xc0\xae\xc0\xae", ".%0a.")
SLASH = ("/", "%2f", "%2F", "\\", "%5c", "//", "%252f", "%c0%af", "/./")


@pytest.mark.parametrize("up", UP)
def test_no_spelling_of_a_path_leads_out_of_the_folder(up: str, address: str) -> None:
    base = urlsplit(address).path
    for slash in SLASH:
        out = slash.join([up] * 3)
        for begin in ("/", base, f"{base}papers/", f"{base}assets/0123456789/", "/assets/0/assets/0/assets/0/"):
            assert SECRET not in raw(address, f"{begin}{out}{slash}secret.txt")
            assert SECRET not in raw(address, f"{begin}{'assets/0123456789/' * 3}{out}{slash}secret.txt")


@pytest.mark.parametrize("target", ["x" * 300, "a/" * 5_000, "%61" * 5_000, "papers/" + "y" * 256 + "/"])
def test_an_address_longer_than_any_path_is_not_found(target: str, address: str) -> None:
    assert raw(address, f"{urlsplit(address).path}{target}").startswith("HTTP/1.1 404")


@pytest.mark.parametrize("path", ["link.txt", "linked/secret.txt", "linked/", "index/", "assets/0123456789/link.txt"])
def test_no_link_leads_out_of_the_folder(path: str, address: str) -> None:
    answer = raw(address, urlsplit(address).path + path)

    assert SECRET not in answer
    assert answer.startswith("HTTP/1.1 404")


@pytest.mark.parametrize(
    "target", ["//evil.example/", "//evil.example", "/\\evil.example/", "/%5cevil.example", "/shelf//a.example"]
)
def test_no_address_is_answered_by_the_way_to_another_host(target: str, address: str) -> None:
    answer = raw(address, target)

    assert "location: //" not in answer.lower()
    assert "location: http" not in answer.lower()
    assert "location: /\\" not in answer.lower()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_methods_it_has_no_use_for_are_refused(method: str, address: str) -> None:
    for path in (PAGE, "", "../livereload.js"):
        assert raw(address, urlsplit(address).path + path, method=method).split()[1] in ("405", "404", "400")


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://localhost.evil.example", "null", "http://127.0.0.1:1"]
)
def test_another_sites_page_is_refused_pages_and_messages(origin: str, address: str) -> None:
    upgrade = ("Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")

    assert raw(address, urlsplit(address).path, f"Origin: {origin}").split()[1] == "403"
    assert raw(address, "/livereload", f"Origin: {origin}", "Connection: Upgrade", *upgrade).split()[1] == "403"


def test_what_another_sites_page_embeds_is_refused_and_a_link_there_is_followed(address: str) -> None:
    path, foreign = urlsplit(address).path, "Sec-Fetch-Site: cross-site"

    assert raw(address, path, foreign, "Sec-Fetch-Mode: no-cors").split()[1] == "403"
    assert raw(address, path, foreign, "Sec-Fetch-Mode: navigate").split()[1] == "200"
    assert raw(address, path, "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: no-cors").split()[1] == "200"


def test_slow_and_many_connections_do_not_stop_it(address: str) -> None:
    place = urlsplit(address)
    slow = [socket.create_connection((place.hostname, place.port)) for _ in range(200)]
    for line in slow:
        line.sendall(b"GET / HTTP/1.1\r\nHost: ")
    failed: list[int] = []

    def ask(times: int) -> None:
        failed.extend(status for _ in range(times) if (status := fetch(address + PAGE)[0]) != 200)

    askers = [threading.Thread(target=ask, args=(50,)) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    for line in slow:
        line.close()

    assert failed == []


def test_so_many_connections_that_no_file_could_be_opened_are_ended_and_it_answers_on(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    log = tmp_path_factory.mktemp("log") / "stderr"
    with serving(site, files=120, log=log) as (_, address):
        place = urlsplit(address)
        half = f"POST {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: 100\r\n\r\nx".encode()
        held = []
        for _ in range(200):
            held.append(socket.create_connection((place.hostname, place.port)))
            with suppress(OSError):  # it was ended at once
                held[-1].sendall(half)
        time.sleep(0.5)
        while held[30:]:
            held.pop().close()
        until(lambda: fetch(address + PAGE)[0] == 200)
        for line in held:
            line.close()

    assert "Traceback" not in log.read_text()


def test_addresses_without_end_are_not_all_remembered(site: Path) -> None:
    settings = config.load(site)
    browsers = handlers.Browsers(Preview(settings, Memory(site / "m.json", site / "_site"), Silent()), Mock())
    for number in range(10_000):
        browsers.sent(f"{number}/index.html")

    assert len(browsers.served) < 5_000
    assert "9999/index.html" in browsers.served


@pytest.mark.parametrize(
    ("host", "name"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("192.168.0.2", "192.168.0.2")],  # noqa: S104
)
def test_the_address_is_one_at_which_somebody_answers(host: str, name: str) -> None:
    assert server.name_of(host) == name


@pytest.mark.parametrize(
    "path", ["../..", "/a/../b/", "./", "a//../", "a b", "a?b", "a#b", "http://x/", "a" * 60 + "!"]
)
def test_a_base_path_that_no_browser_keeps_is_refused(path: str, site: Path, run: Run) -> None:
    assert site
    result = run("serve", "--base-path", path)

    assert result.exit_code == 1
    assert "is not a path" in result.stderr


def test_a_port_that_is_taken_is_told_before_anything_is_built(site: Path, run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--port", taken.getsockname()[1])

    assert result.exit_code == 1
    assert "cannot be used (Address already in use)" in result.stderr
    assert not (site / ".papershelf/preview").exists()


def test_a_host_that_is_not_of_this_machine_is_told(site: Path, run: Run) -> None:
    assert site
    for host in ("203.0.113.7", "no.such.host.invalid", "", "..", "a..b", "\udcff", "x" * 300):
        result = run("serve", "--host", host)

        assert result.exit_code == 1
        assert "is no address of this machine" in result.stderr


def test_a_folder_of_the_preview_that_is_a_link_is_refused(
    site: Path, tmp_path_factory: pytest.TempPathFactory, run: Run
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "id_rsa").write_text(SECRET)
    (site / ".papershelf").mkdir(exist_ok=True)
    (site / ".papershelf/preview").symlink_to(outside)
    result = run("serve", "--port", "0")

    assert result.exit_code == 1
    assert "is a link, which no build follows" in result.stderr
