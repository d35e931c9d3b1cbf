"""Connections to mail servers whose replies end: smtplib itself reads as many lines as a server sends.

So does ssl as long as a server goes on greeting: each byte of a handshake begins the wait anew.
"""

import select
import smtplib
import socket
import ssl
import time
from io import BufferedReader
from typing import Any, Final

from site_builder.core.deadline import Deadline

TIMEOUT: Final = 120
"""Seconds for an answer."""
_MOST_LINES: Final = 100
_MOST_BYTES: Final = 64 * 1024
"""Of one reply."""


class Server(smtplib.SMTP):
    """One whose replies end: after so many lines, bytes and seconds it counts as gone."""

    def getreply(self) -> tuple[int, bytes]:
        """The code and the words of a reply; the code is -1 when there is none, or its lines differ in theirs."""
        if self.file is None and self.sock is not None:
            self.file = self.sock.makefile("rb")
        whole = self.file
        if not isinstance(whole, BufferedReader):
            return super().getreply()
        self.file = lines = _Bounded(whole)
        try:
            code, words = super().getreply()
        finally:
            if self.file is lines:  # it was not closed meanwhile
                self.file = whole
        return code if len(lines.codes) == 1 else -1, words

    def has_more(self, within: float = 0) -> bool:
        """True when the server has said, or says `within` seconds, what nobody asked for.

        Its next reply would be taken for another's.
        """
        if self.sock is None:
            return False
        if self.file is None:
            self.file = self.sock.makefile("rb")
        if not isinstance(self.file, BufferedReader):
            return False
        before = self.sock.gettimeout()
        try:
            select.select([self.sock], [], [], within)
            self.sock.settimeout(0)
            return bool(self.file.peek(1))
        except OSError:  # nothing is there, or nobody any more, which shows at the next word
            return False
        finally:
            self.sock.settimeout(before)


class SecureServer(Server, smtplib.SMTP_SSL):
    """The same behind TLS from the first byte on."""


class Context(ssl.SSLContext):
    """What `ssl.create_default_context` trusts, with handshakes that end."""

    def wrap_socket(self, sock: socket.socket, *args: Any, **named: Any) -> ssl.SSLSocket:
        """As ssl has it. Raises `TimeoutError` when the handshake takes too long."""
        with Deadline(TIMEOUT) as deadline:
            deadline.watch(sock)
            try:
                return super().wrap_socket(sock, *args, **named)
            except OSError as error:
                if deadline.is_over:
                    raise TimeoutError("its greeting has no end") from error
                raise


def trusted() -> Context:
    """A context that checks certificates and names as Python does unless told otherwise."""
    usual = ssl.create_default_context()
    context = Context(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags = usual.verify_flags
    context.load_default_certs()
    return context


class _Bounded:
    """The lines of one reply; raises `OSError` when there is no end to it."""

    def __init__(self, lines: BufferedReader) -> None:
        self._lines = lines
        self._left, self._bytes, self._until = _MOST_LINES, _MOST_BYTES, time.monotonic() + TIMEOUT
        self.close = lines.close
        self.codes: set[bytes] = set()
        """Of its lines; where they differ, the last is as good as the first (RFC 5321, 4.2.1)."""

    def readline(self, limit: int) -> bytes:
        """The next line, or as much of it as `limit` allows; nothing where the server went in the middle of it."""
        line = b""
        while not line.endswith(b"\n") and len(line) < limit and (ready := self._lines.peek(1)):
            line += self._lines.read(min(ready.find(b"\n") + 1 or len(ready), limit - len(line)))
            if time.monotonic() > self._until:
                raise OSError("its reply has no end")
        self._left -= 1
        self._bytes -= len(line)
        if min(self._left, self._bytes) < 0:
            raise OSError("its reply has no end")
        self.codes.add(line[:3])
        return line if line.endswith(b"\n") or len(line) >= limit else b""
