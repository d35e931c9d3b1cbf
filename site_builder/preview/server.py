"""A local preview: watch, rebuild, notify the browser; a failed build becomes a page that goes when it is mended.

The site is built into a folder of the memory, under the base path it will have when published, so that faults of base
paths show here first.

Four threads. The main one answers browsers. One notices saves. One makes the page of a saved paper at once, whatever
else is under way. One builds behind it: the whole site, then the search index. A save that comes meanwhile ends that
build, which begins again: no save is lost, and none waits to be seen. The page of tags has a thread while it is made.
"""

import asyncio
import errno
import logging
import socket
import threading
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from tornado import netutil, web
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream

from site_builder.core import system
from site_builder.core.errors import BuildFailed, Problem
from site_builder.preview import curating
from site_builder.preview.handlers import Browsers, handlers
from site_builder.preview.rebuilding import Preview, Superseded
from site_builder.preview.watching import Queue, watch

_LIMITS: Final[dict[str, Any]] = {
    "max_body_size": 64 * 1024,
    "max_buffer_size": 1 << 20,
    "idle_connection_timeout": 60,
    "body_timeout": 60,
}
"""What a browser has no reason to exceed."""
_MOST_CONNECTIONS: Final = 512
_ANYWHERE: Final = {"127.0.0.1", "localhost", "0.0.0.0", "::"}  # noqa: S104 — told from others, and bound only when asked for
"""Hosts that answer at 127.0.0.1, too."""


def bind(host: str, port: int) -> Sequence[socket.socket]:
    """Take `port` of `host`. Raises `BuildFailed` when it cannot be had."""
    no_address = Problem(f"--host {host}", "is no address of this machine", "Leave it out, or use 0.0.0.0 for all.")
    if not host:  # tornado would take it for all
        raise BuildFailed([no_address], "")
    try:
        return netutil.bind_sockets(port, address=host)
    except UnicodeError as error:  # no name can be so
        raise BuildFailed([no_address], "") from error
    except OSError as error:
        busy = Problem(f"--port {port}", f"cannot be used ({error.strerror})", "Choose another with --port.")
        is_elsewhere = isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL
        raise BuildFailed([no_address if is_elsewhere else busy], "") from error


def name_of(host: str) -> str:
    """What stands for `host` in the address at which this machine's browser finds it."""
    if host in _ANYWHERE:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


class _Server(HTTPServer):
    """Answers so many browsers at once as leave files for a build to open."""

    def initialize(self, *arguments: Any, **options: Any) -> None:
        super().initialize(*arguments, **options)
        self._streams: weakref.WeakSet[IOStream] = weakref.WeakSet()
        self._most = min(_MOST_CONNECTIONS, system.most_open() // 2)

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Take a connection, or end it at once where there are too many."""
        if sum(not one.closed() for one in self._streams) >= self._most:
            stream.close()
            return
        self._streams.add(stream)
        super().handle_stream(stream, address)


def serve(preview: Preview, host: str, sockets: Sequence[socket.socket]) -> None:
    """Answer at `sockets`, which `bind` made for `host`, until interrupted."""
    logging.getLogger("tornado.access").setLevel(logging.CRITICAL)  # faults of ours are told with their traceback
    asyncio.run(_serve(preview, host, sockets))


async def _serve(preview: Preview, host: str, sockets: Sequence[socket.socket]) -> None:
    browsers, saved, unbuilt = Browsers(preview, asyncio.get_running_loop()), Queue(), Queue()
    answers = [*curating.handlers(preview), *handlers(browsers, sockets[0].getsockname()[1])]
    _Server(web.Application(answers, host=host), **_LIMITS).add_sockets(sockets)
    fault = asyncio.get_running_loop().create_future()
    for work in (
        lambda: watch(preview.settings.root, saved, preview.messages.note),
        lambda: _make_forever(preview, saved, unbuilt, browsers),
        lambda: _build_forever(preview, unbuilt, browsers, lambda: saved.is_waiting() or unbuilt.is_waiting()),
    ):
        # Daemons: Ctrl-C does not wait for a build, which may be stopped at any moment.
        threading.Thread(target=_guarded, args=(work, fault), daemon=True).start()
    await fault


def _guarded(work: Callable[[], None], fault: "asyncio.Future[None]") -> None:
    try:
        work()
    except BaseException as error:  # noqa: BLE001 — a fault of ours ends the preview with its traceback, raised in `_serve`
        with suppress(RuntimeError):  # the preview has ended, and its loop with it, while we were at work
            fault.get_loop().call_soon_threadsafe(fault.set_exception, error)


def _make_forever(preview: Preview, saved: Queue, unbuilt: Queue, browsers: Browsers) -> None:
    """Make the pages of what is `saved` at once and hand it on to be built; never returns."""
    while True:
        paths = saved.take()
        browsers.reload(preview.rebuild_pages(paths))
        unbuilt.add(paths)


def _build_forever(preview: Preview, unbuilt: Queue, browsers: Browsers, is_superseded: Callable[[], bool]) -> None:
    """Build what is saved, and the search index when nothing more is; never returns."""
    paths: set[Path] = set()
    while True:
        paths |= unbuilt.take()
        is_style = all(path.suffix == ".css" for path in paths)
        try:
            browsers.reload(preview.rebuild(is_superseded, searchable=False), is_style=is_style)
            paths = set()
            if not preview.failure:
                browsers.reload(preview.rebuild(is_superseded, searchable=True))
        except Superseded:
            continue
