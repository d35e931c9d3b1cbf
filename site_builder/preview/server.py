"""A local preview: watch, rebuild, notify the browser; a failed build becomes a page that goes when it is mended.

The site is built into a folder of the memory, under the base path it will have when published, so that faults of base
paths show here first. Noticing saves is watchfiles', the browser's side is the livereload package's.

Three threads. The main one answers browsers. One notices saves and queues them. One works through the queue: it makes
the page of a saved paper at once, then the whole site, then the search index. A save that comes meanwhile ends the
build that is under way, which begins again behind the page of that save: no save is lost, and none waits for long.
"""

import asyncio
import errno
import ipaddress
import json
import logging
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import unquote, urlsplit

import watchfiles
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado import netutil, web
from tornado.httpserver import HTTPServer

from site_builder.build import builder
from site_builder.build.builder import Build
from site_builder.build.state import BuildReport, Memory
from site_builder.core import config, files
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed, Problem
from site_builder.preview import injected

WATCHED: Final = ("content", "templates", "static")
_ASSET: Final = re.compile(r"assets/[0-9a-f]{10}/")
_ALL: Final = frozenset({"*"})
_LOCAL: Final = {"localhost", "127.0.0.1", "[::1]"}
_WAITS: Final[dict[str, Any]] = {"step": 10, "debounce": 200, "rust_timeout": 1000, "yield_on_timeout": True}
"""Milliseconds: a save counts as done when nothing changed for `step`, or after `debounce`; then we look whether a
folder to watch has appeared."""
_RETRY: Final = 0.2
"""Seconds until we look again for a folder that has gone."""
_LIMITS: Final[dict[str, Any]] = {"max_body_size": 64 * 1024, "max_buffer_size": 1 << 20, "idle_connection_timeout": 60}
"""What a browser has no reason to exceed."""


class Messages(Protocol):
    """How the preview speaks in the terminal."""

    def built(self, report: BuildReport, seconds: float) -> None:
        """The site was built."""

    def failed(self, message: str) -> None:
        """It was not, and why."""


class Superseded(Exception):
    """Something was saved while a build was under way."""


@dataclass(slots=True)
class Preview:
    """What the browser is shown: the last good site, or why there is none."""

    settings: SiteConfig
    memory: Memory
    messages: Messages
    failure: str = ""
    build: Build | None = None
    """The last build of this process; None until there is one."""
    changed: dict[str, float] = field(default_factory=dict)
    """Output path → when it last changed; `_ALL` stands for every path, as a failure shows on all pages."""

    @property
    def folder(self) -> Path:
        """Where the site is built."""
        return self.settings.output

    @property
    def base(self) -> str:
        """The base path under which it is shown."""
        return self.settings.urls.base

    def rebuild_pages(self, saved: Collection[Path]) -> set[str]:
        """Make the pages of the papers among the files `saved` at once; the output paths that changed."""
        if self.failure or self.build is None:
            return set()
        return self._noted({made for page in saved if (made := self._rebuilt(page, self.build))})

    def _rebuilt(self, page: Path, build: Build) -> str:
        try:
            return builder.rebuild_page(page, build, self.settings, self.memory.recall)
        except (BuildFailed, OSError):  # the whole build that follows tells of this fault and all others
            return ""

    def rebuild(self, is_superseded: Callable[[], bool] = lambda: False, *, searchable: bool) -> set[str]:
        """Build; the output paths that changed, `_ALL` when a failure came or went.

        Raises `Superseded` as soon as `is_superseded`; the site is then as it was.
        """
        failed, started = bool(self.failure), time.monotonic()
        try:
            report = self._report(is_superseded, searchable=searchable)
        except (BuildFailed, OSError) as failure:  # OSError: a file that went, or a disk that is full, as we worked
            self.failure = str(failure)
            self.messages.failed(self.failure)
            return self._noted(_ALL)
        self.failure = ""
        if report.written or report.pruned or failed:
            self.messages.built(report, time.monotonic() - started)
        return self._noted(_ALL if failed else report.written)

    def _noted(self, paths: Iterable[str]) -> set[str]:
        found = set(paths)
        self.changed |= dict.fromkeys(found, time.monotonic())
        return found

    def _report(self, is_superseded: Callable[[], bool], *, searchable: bool) -> BuildReport:
        def stop_when_superseded(*_: object) -> None:
            if is_superseded():
                raise Superseded

        now = config.load(self.settings.root, output=self.settings.output, base_url=self.settings.url)
        self.settings = replace(now, searchable=searchable)
        if self.memory.is_current(self.settings):
            return self.memory.report()
        self.build = builder.build_site(self.settings, self.memory, stop_when_superseded)
        return self.build.report


# -- watching ----------------------------------------------------------------------------------------------------------


class _Queue:
    """What was saved and is not built yet."""

    def __init__(self) -> None:
        self._paths: set[Path] = set()
        self._some = threading.Condition()

    def add(self, paths: Iterable[Path]) -> None:
        """These were saved."""
        with self._some:
            self._paths.update(paths)
            self._some.notify()

    def is_waiting(self) -> bool:
        """True when something is saved that nobody has taken."""
        with self._some:
            return bool(self._paths)

    def take(self) -> set[Path]:
        """All that was saved since the last time, once there is any."""
        with self._some:
            self._some.wait_for(lambda: self._paths)
            taken, self._paths = self._paths, set()
            return taken


def _watch(root: Path, queue: _Queue) -> None:
    """Queue what is saved below `root`; never returns."""
    while True:
        folders = _folders(root)
        try:
            _watch_folders(root, folders, queue)
        except FileNotFoundError:  # one went between being found and being watched
            continue
        if not folders:
            time.sleep(_RETRY)


def _watch_folders(root: Path, folders: dict[Path, int], queue: _Queue) -> None:
    """Queue what is saved in `folders`; return when one of them has come or gone."""
    queue.add({root})  # what was saved before the watch begins is noticed by nobody
    for changes in watchfiles.watch(*folders, watch_filter=_is_meant, **_WAITS) if folders else ():
        paths = {_as_given(Path(path), root) for _, path in changes}
        if paths:
            queue.add(paths)
        if folders != _folders(root):
            return


def _build_forever(preview: Preview, queue: _Queue, browsers: "_Browsers") -> None:
    """Build what is saved, and the search index when nothing more is; never returns."""
    paths: set[Path] = set()
    while True:
        paths |= queue.take()
        browsers.reload(preview.rebuild_pages(paths))
        is_style = all(path.suffix == ".css" for path in paths)
        try:
            browsers.reload(preview.rebuild(queue.is_waiting, searchable=False), is_style=is_style)
            paths = set()
            if not preview.failure:
                browsers.reload(preview.rebuild(queue.is_waiting, searchable=True))
        except Superseded:
            continue


def _as_given(path: Path, root: Path) -> Path:
    """`path`, which watchfiles made absolute, as the build names it."""
    whole = root.resolve()
    return root / path.relative_to(whole) if path.is_relative_to(whole) else path


def _folders(root: Path) -> dict[Path, int]:
    """The folders to watch, each with what tells it from another that takes its place."""
    found: dict[Path, int] = {}
    for name in WATCHED:
        try:
            found[root / name] = (root / name).stat().st_ino
        except OSError:  # not there now; we look again
            continue
    return {folder: number for folder, number in found.items() if folder.is_dir()}


def _is_meant(_change: watchfiles.Change, path: str) -> bool:
    """False for editors' swap and backup files."""
    name = Path(path).name
    return not (name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp")) or name == "4913")


# -- browsers ----------------------------------------------------------------------------------------------------------


class _Browsers:
    """The browsers that listen, and what each of them shows."""

    def __init__(self, preview: Preview, loop: asyncio.AbstractEventLoop) -> None:
        self.preview = preview
        self.served: dict[str, float] = {}
        """Output path of a page → when it was last sent."""
        self._loop = loop
        self._open: dict[Any, str] = {}

    def reload(self, written: Collection[str], *, is_style: bool = False) -> None:
        """From any thread: those that show one of the output paths `written` fetch it again."""
        self._loop.call_soon_threadsafe(self._reload, written, is_style)

    def _reload(self, written: Collection[str], is_style: bool) -> None:
        for browser, page in tuple(self._open.items()):
            if is_style and written and not _ALL.issubset(written):
                self._send(browser, "style.css")
            elif page in written or _ALL.issubset(written):
                self._send(browser, page)

    def opened(self, browser: Any, url: str) -> None:
        """A browser that shows `url` listens from now on."""
        page = _output(unquote(urlsplit(url).path), self.preview.base)
        self._open[browser] = page
        if max(self.preview.changed.get(path, 0.0) for path in (page, *_ALL)) > self.served.get(page, 0.0):
            self._send(browser, page)  # it changed between being sent and this

    def closed(self, browser: Any) -> None:
        """It listens no more."""
        self._open.pop(browser, None)

    def _send(self, browser: Any, path: str) -> None:
        browser.send_message({"command": "reload", "path": path, "liveCSS": True, "liveImg": True})


def _output(path: str, base: str) -> str:
    inside = path.removeprefix(base)
    return f"{inside}index.html" if inside in {"", path} or inside.endswith("/") else inside


class _Local(web.RequestHandler):
    """Refuses what a page elsewhere could ask for, also through a host name that it points here (DNS rebinding)."""

    def prepare(self) -> None:
        origin = self.request.headers.get("Origin", "")
        if not is_allowed(self.request.host, self.application.settings["host"]):
            raise web.HTTPError(403, reason="Use http://localhost or http://127.0.0.1")
        if origin and origin != f"{self.request.protocol}://{self.request.host}":
            raise web.HTTPError(403, reason="Another site asked for this")


def is_allowed(asked: str, host: str) -> bool:
    """True for this machine's own names and, where the preview answers other machines, for its address or name."""
    name = re.sub(r":\d+$", "", asked)
    return name in _LOCAL or (host not in _LOCAL and (name == host or _is_address(name)))


def _is_address(name: str) -> bool:
    try:
        return bool(ipaddress.ip_address(name.strip("[]")))
    except ValueError:
        return False


class _Listening(_Local, LiveReloadHandler):  # type: ignore[misc]  # livereload ships no types
    """A browser that waits to be notified."""

    def initialize(self, browsers: _Browsers) -> None:
        self._browsers = browsers

    def check_origin(self, origin: str) -> bool:
        return bool(origin)  # `prepare` compared it

    def on_message(self, message: str) -> None:
        try:
            said = json.loads(message)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            self.close(1003, "JSON is spoken here")
        elif said.get("command") == "info":
            with suppress(ValueError):  # what is no address is no page that is open
                self._browsers.opened(self, str(said.get("url", "")))
        elif said.get("command") == "hello":
            super().on_message(message)

    def on_close(self) -> None:
        self._browsers.closed(self)


class _Script(_Local, LiveReloadJSHandler):  # type: ignore[misc]  # livereload ships no types
    """The browser's side."""


class _Pages(_Local, web.StaticFileHandler):
    """Files of the preview; pages come with the script that reloads them."""

    def initialize(self, browsers: _Browsers, port: int) -> None:  # type: ignore[override]  # tornado passes what we ask for
        self._browsers, self._preview, self._port = browsers, browsers.preview, port
        super().initialize(str(self._preview.folder), "index.html")

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 — tornado's signature
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> None:
        """None: nothing of a preview is kept by the browser (tornado's own looks for a file it did not open)."""

    async def get(self, path: str, include_body: bool = True) -> None:
        base, here = self._preview.base, f"/{path}"
        if not here.startswith(base):
            self.redirect(base)
            return
        name = self._name(here.removeprefix(base))
        if name and not name.endswith(".html"):
            await super().get(name, include_body)
        elif not self._finished:
            self._send_page(name, include_body)

    def _name(self, asked: str) -> str:
        """Which file of the folder answers to `asked`; "" when none does, or when the answer was a redirect."""
        folder = self._preview.folder
        found = files.inside(folder, asked)
        if found and found.is_dir():
            if asked and not asked.endswith("/"):
                self.redirect(f"{self._preview.base}{asked}/")
                return ""
            found = files.inside(folder, f"{asked}index.html")
        if found is None or not found.is_file():
            found = self._newest_asset(asked)
        return found.relative_to(folder.resolve()).as_posix() if found else ""

    def _newest_asset(self, asked: str) -> Path | None:
        """The asset that a page still open knows by the address it had in an earlier build; None for all else."""
        assets = self._preview.folder / "assets"
        rest = _ASSET.sub("", asked, count=1) if _ASSET.match(asked) else ""
        builds = sorted(path.name for path in assets.iterdir()) if rest and assets.is_dir() else []
        found = (files.inside(self._preview.folder, f"assets/{name}/{rest}") for name in builds)
        return next((path for path in found if path and path.is_file()), None)

    def _send_page(self, name: str, include_body: bool) -> None:
        page = self._page(name)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(page if include_body else b"")

    def _page(self, name: str) -> bytes:
        if self._preview.failure:
            self._browsers.served[name] = time.monotonic()
            page = injected.failure(self._preview.failure)
        elif name:
            self._browsers.served[name] = time.monotonic()
            page = injected.with_source((self._preview.folder / name).read_bytes(), self._preview.settings, name)
        else:
            self.set_status(404)
            missing = self._preview.folder / "404.html"
            page = missing.read_bytes() if missing.is_file() else injected.failure("The site is not built yet.")
        return injected.with_reload(page, self.request.host, self._port, secrets.token_urlsafe())


# -- serving -----------------------------------------------------------------------------------------------------------


def bind(host: str, port: int) -> Sequence[socket.socket]:
    """Take `port` of `host`. Raises `BuildFailed` when it cannot be had."""
    try:
        return netutil.bind_sockets(port, address=host)
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            hint = "Leave it out, or use 0.0.0.0 for all."
            problem = Problem(f"--host {host}", "is no address of this machine", hint)
        else:
            problem = Problem(f"--port {port}", f"cannot be used ({error.strerror})", "Choose another with --port.")
        raise BuildFailed([problem], "") from error


def serve(preview: Preview, host: str, sockets: Sequence[socket.socket]) -> None:
    """Answer at `sockets`, which `bind` made for `host`, until interrupted."""
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    asyncio.run(_serve(preview, host, sockets))


async def _serve(preview: Preview, host: str, sockets: Sequence[socket.socket]) -> None:
    browsers, queue = _Browsers(preview, asyncio.get_running_loop()), _Queue()
    handlers: list[Any] = [
        ("/livereload", _Listening, {"browsers": browsers}),
        ("/livereload.js", _Script),
        ("/(.*)", _Pages, {"browsers": browsers, "port": sockets[0].getsockname()[1]}),
    ]
    HTTPServer(web.Application(handlers, host=host), **_LIMITS).add_sockets(sockets)
    fault = asyncio.get_running_loop().create_future()
    for work in (lambda: _watch(preview.settings.root, queue), lambda: _build_forever(preview, queue, browsers)):
        # Daemons: Ctrl-C does not wait for a build, which may be stopped at any moment.
        threading.Thread(target=_guarded, args=(work, fault), daemon=True).start()
    await fault


def _guarded(work: Callable[[], None], fault: "asyncio.Future[None]") -> None:
    try:
        work()
    except Exception as error:  # noqa: BLE001 — a fault of ours ends the preview with its traceback, raised in `_serve`
        fault.get_loop().call_soon_threadsafe(fault.set_exception, error)
