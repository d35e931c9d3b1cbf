"""Mail servers that answer without end, or with what is no answer, are told of in a sentence."""

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader, BytesIO
from itertools import repeat
from pathlib import Path

import pytest

from site_builder.core import config
from site_builder.core.config import Mail
from site_builder.core.email_address import Mailbox
from site_builder.core.errors import BuildFailed
from site_builder.mail import bounded_smtp, connection


@contextmanager
def _answering(*answers: bytes, then: Iterable[bytes] = (), pause: float = 0) -> Iterator[int]:
    """The port of a server that gives `answers`, one a line it is told, and `then` the rest after pauses in seconds."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                connection, _ = listening.accept()
                with connection, connection.makefile("rb") as told:
                    for answer in answers:
                        connection.sendall(answer)
                        told.readline()
                    for part in then:
                        time.sleep(pause)
                        connection.sendall(part)

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]


def _failure(port: int, server: str = "127.0.0.1", security: str = "none") -> str:
    mail = Mail(
        server=server,
        port=port,
        security=security,
        user="me",
        sender=Mailbox("", "s@example.org"),
        subscribers=Path("list"),
        unsubscribe="",
        locations={name: f"site.yaml:{name}" for name in ("server", "user", "security")},
    )
    with pytest.raises(BuildFailed) as failed:
        connection.connect(mail, "secret")
    return failed.value.problems[0].what


def test_a_greeting_without_end_is_told() -> None:
    with _answering(then=repeat(b"220-" + b"x" * 400 + b"\r\n")) as port:
        assert "its reply has no end" in _failure(port)


@pytest.mark.parametrize(("sent", "read"), [(b"250 ok", b""), (b"250", b""), (b"250 ok\r\n", b"250 ok\r\n")])
def test_a_line_that_is_cut_is_no_answer(sent: bytes, read: bytes) -> None:
    reply = bounded_smtp._Bounded(BufferedReader(BytesIO(sent)))

    assert reply.readline(1_000) == read


def test_a_line_that_comes_too_slowly_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_smtp, "TIMEOUT", 0.3)
    with _answering(then=repeat(b"x")) as port:
        assert "cannot be reached" in _failure(port)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_handshake_that_comes_too_slowly_is_told(security: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_smtp, "TIMEOUT", 0.3)
    told = [] if security == "tls" else [b"220 hi\r\n", b"250-x\r\n250 STARTTLS\r\n", b"220 go on\r\n"]
    record = b"\x16\x03\x03\x40\x00" + b"\x02\x00\x3f\xf0" + bytes(300)
    with _answering(*told, then=(bytes([byte]) for byte in record), pause=0.05) as port:
        assert "its greeting has no end" in _failure(port, security=security)


def test_a_challenge_that_is_none_is_told() -> None:
    with _answering(b"220 hi\r\n", b"250-x\r\n250 AUTH CRAM-MD5\r\n", b"334 abc\r\n") as port:
        assert "refuses user and password" in _failure(port)


def test_a_name_that_no_server_has_is_told() -> None:
    assert "cannot be reached" in _failure(25, "a" * 70 + ".example")


@pytest.mark.parametrize("name", ["a..b", "a" * 64 + ".example", "a.-b", "a-", ".a"])
def test_the_name_of_a_server_has_no_odd_part(name: str) -> None:
    assert not config._SERVER.fullmatch(name)


@pytest.mark.parametrize("name", ["localhost", "smtp.example.org", "127.0.0.1", "::1", "a-b.example"])
def test_a_sound_name_of_a_server_is_one(name: str) -> None:
    assert config._SERVER.fullmatch(name)
