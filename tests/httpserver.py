"""A web server on loopback that says what it is told to, faults and all."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers with the next of the server's replies to this path; the last one stays."""

    server: "Server"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append((self.path, dict(self.headers)))
        replies = self.server.replies.get(path, [said(b"", 404)])
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        reply(self)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def begin(self, status: int = 200, **headers: str) -> None:
        """Send the status and these headers, `Content_Length` for Content-Length."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()


class Server(ThreadingHTTPServer):
    """What was asked of it, and what it is to reply."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.replies: dict[str, list[Reply]] = {}

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


def said(content: bytes | str, status: int = 200, **headers: str) -> Reply:
    data = content.encode() if isinstance(content, str) else content

    def reply(handler: Handler) -> None:
        handler.begin(status, Content_Length=str(len(data)), **headers)
        handler.wfile.write(data)

    return reply


def cut(content: bytes) -> Reply:
    """Promises more than it gives."""

    def reply(handler: Handler) -> None:
        handler.begin(Content_Length=str(len(content) + 100))
        handler.wfile.write(content)
        handler.close_connection = True

    return reply


def silent(until: threading.Event) -> Reply:
    def reply(_: Handler) -> None:
        until.wait(10)

    return reply


def dripping(begun: bytes = b"", sign: bytes = b"x", most: int = 400) -> Reply:
    """`begun` at once, then a byte every now and then: twenty seconds of them."""

    def reply(handler: Handler) -> None:
        handler.close_connection = True
        with suppress(OSError):
            handler.wfile.write(begun)
            for _ in range(most):
                time.sleep(0.05)
                handler.wfile.write(sign)

    return reply


def endless(handler: Handler) -> None:
    """A gigabyte, as far as anybody takes it."""
    handler.begin(Content_Length=str(1 << 30))
    try:
        for _ in range(1 << 10):
            handler.wfile.write(b" " * (1 << 20))
    except OSError:
        handler.close_connection = True


def bomb(handler: Handler) -> None:
    """Half a gigabyte of spaces in half a megabyte."""
    data = gzip.compress(b" " * (1 << 26), 9) * 8
    handler.begin(Content_Length=str(len(data)), Content_Encoding="gzip")
    try:
        handler.wfile.write(data)
    except OSError:
        handler.close_connection = True


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
