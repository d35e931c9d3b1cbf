"""A local preview: watch, rebuild, tell the browser; a failed build becomes a page that goes when it is mended.

The site is built into a folder of the memory, under the base path it will have when published, so that faults of base
paths show here first. Noticing saves is watchfiles', the browser's side is the livereload package's.

Three threads. The main one answers browsers. One notices saves, makes the page of a saved paper at once, and tells. One
makes the whole site of all that was saved meanwhile, until nothing more was: so no save is lost, and none waits for
another's build.
"""

import asyncio
import errno
import ipaddress
import json
import logging
import re
import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import unquote, urlsplit

import watchfiles
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado import web

from site_builder.build import builder, state
from site_builder.build.state import BuildReport, Memory
from site_builder.core import config
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed, Problem
from site_builder.preview import injected

WATCHED = ("content", "templates", "static")
_CSP = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
_ASSET = re.compile(r"assets/[0-9a-f]+/")
_ALL: Final = frozenset({"*"})
_LOCAL = {"localhost", "127.0.0.1", "[::1]"}
_PATIENCE: Final[dict[str, Any]] = {"step": 10, "debounce": 200, "rust_timeout": 1000, "yield_on_timeout": True}
"""Milliseconds: a save counts as done when nothing changed for `step`, or after `debounce`; then we look whether a
folder to watch has appeared."""


class Say(Protocol):
    """How the preview speaks in the terminal."""

    def built(self, report: BuildReport, seconds: float) -> None:
        """The site was built."""

    def failed(self, told: str) -> None:
        """It was not, and why."""


@dataclass(slots=True)
class Preview:
    """What the browser is shown: the last good site, or why there is none."""

    settings: SiteConfig
    memory: Memory
    say: Say
    failure: str = ""
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

    def touch_up(self, pages: Collection[Path]) -> set[str]:
        """Make the pages of the papers at `pages` at once; the output paths that changed."""
        return self._noted({made for page in pages if (made := self._touched_up(page))} if not self.failure else ())

    def _touched_up(self, page: Path) -> str:
        try:
            return builder.touch_up(self.settings, self.memory, page)
        except BuildFailed:  # the whole build that follows tells of this fault and all others
            return ""

    def rebuild(self, *, searchable: bool) -> set[str]:
        """Build; the output paths that changed, `_ALL` when a failure came or went."""
        failed, started = bool(self.failure), time.monotonic()
        try:
            report = self._build(searchable=searchable)
        except BuildFailed as failure:
            self.failure = str(failure)
            self.say.failed(self.failure)
            return self._noted(_ALL)
        self.failure = ""
        if not searchable:
            self.say.built(report, time.monotonic() - started)
        return self._noted(_ALL if failed else report.written)

    def _noted(self, paths: Iterable[str]) -> set[str]:
        found = set(paths)
        self.changed |= dict.fromkeys(found, time.monotonic())
        return found

    def _build(self, *, searchable: bool) -> BuildReport:
        now = config.load(self.settings.root, output=self.settings.output, base_url=self.settings.url)
        self.settings = replace(now, searchable=searchable)
        self.memory.reading = state.signature(self.settings)
        return self.memory.report() if self.memory.is_current() else builder.build_site(self.settings, self.memory)


# -- watching ----------------------------------------------------------------------------------------------------------


class _Saved:
    """What was saved and not yet built."""

    def __init__(self) -> None:
        self._paths: set[Path] = set()
        self._some = threading.Condition()

    def add(self, paths: Iterable[Path]) -> None:
        """These were saved."""
        with self._some:
            self._paths.update(paths)
            self._some.notify()

    def waiting(self) -> tuple[Path, ...]:
        """What a build would take now."""
        with self._some:
            return tuple(self._paths)

    def take(self) -> tuple[Path, ...]:
        """All that was saved since the last time, once there is any."""
        with self._some:
            self._some.wait_for(lambda: self._paths)
            taken = tuple(self._paths)
            self._paths.clear()
            return taken


def _watch(preview: Preview, saved: _Saved, tell: "_Tell") -> None:
    """Notice what is saved; never returns."""
    root = preview.settings.root
    while True:
        folders = _folders(root)
        since = watchfiles.watch(*folders, watch_filter=_is_meant, **_PATIENCE)
        for place, changes in enumerate(since):
            paths = {_as_given(Path(path), root) for _, path in changes}
            if paths:
                tell.all(preview.touch_up(paths))
            if paths or not place:  # what was saved before the watch began is noticed by nobody
                saved.add(paths or {root})
            if folders != _folders(root):
                break  # a folder has come or gone


def _keep_building(preview: Preview, saved: _Saved, tell: "_Tell") -> None:
    """Build what is saved, and the search index when nothing more is; never returns."""
    while True:
        paths = saved.take()
        is_style = all(path.suffix == ".css" for path in paths)
        written = preview.rebuild(searchable=False)
        # What was saved meanwhile was shown already: do not show the state before it.
        tell.all(written | preview.touch_up(saved.waiting()), is_style=is_style)
        if not preview.failure and not saved.waiting():
            tell.all(preview.rebuild(searchable=True))


def _as_given(path: Path, root: Path) -> Path:
    """`path`, which watchfiles made absolute, as the build names it."""
    whole = root.resolve()
    return root / path.relative_to(whole) if path.is_relative_to(whole) else path


def _folders(root: Path) -> list[Path]:
    return [root / name for name in WATCHED if (root / name).is_dir()]


def _is_meant(_change: watchfiles.Change, path: str) -> bool:
    """False for editors' swap and backup files."""
    name = Path(path).name
    return not (name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp")) or name == "4913")


# -- telling -----------------------------------------------------------------------------------------------------------


class _Tell:
    """Tells browsers to fetch again what they show."""

    def __init__(self, preview: Preview, loop: asyncio.AbstractEventLoop) -> None:
        self.preview = preview
        self.served: dict[str, float] = {}
        """Output path of a page → when it was last sent."""
        self._loop = loop
        self._open: dict[Any, str] = {}

    def all(self, written: Collection[str], *, is_style: bool = False) -> None:
        """From any thread: the output paths `written` changed."""
        self._loop.call_soon_threadsafe(self._all, written, is_style)

    def _all(self, written: Collection[str], is_style: bool) -> None:
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
    """Refuses what a page elsewhere could ask for through a host name that it points here (DNS rebinding)."""

    def prepare(self) -> None:
        if not is_allowed(self.request.host, self.application.settings["host"]):
            raise web.HTTPError(403, reason="Use http://localhost or http://127.0.0.1")


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
    """A browser that waits to be told."""

    def initialize(self, tell: _Tell) -> None:
        self._tell = tell

    def check_origin(self, origin: str) -> bool:
        return bool(origin.rsplit("://", maxsplit=1)[-1] == self.request.host)

    def on_message(self, message: str) -> None:
        told = json.loads(message)
        if told.get("command") == "info":
            self._tell.opened(self, str(told.get("url", "")))
        else:
            super().on_message(message)

    def on_close(self) -> None:
        self._tell.closed(self)


class _Script(_Local, LiveReloadJSHandler):  # type: ignore[misc]  # livereload ships no types
    """The browser's side."""


class _Pages(_Local, web.StaticFileHandler):
    """Files of the preview, with the reload script put in and the policy that forbids it taken out."""

    def initialize(self, tell: _Tell, port: int) -> None:  # type: ignore[override]  # tornado passes what we ask for
        self._tell, self._preview = tell, tell.preview
        self._script = f'<script src="/livereload.js?port={port}"></script></head>'.encode()
        super().initialize(str(self._preview.folder), "index.html")

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 — tornado's signature
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> None:
        """None: nothing of a preview is kept by the browser (tornado's own looks for a file it did not open)."""

    async def get(self, path: str, include_body: bool = True) -> None:
        file = self._file(path)
        if file is None:
            return
        if file.suffix != ".html":
            await super().get(file.relative_to(self._preview.folder).as_posix(), include_body)
            return
        name = file.relative_to(self._preview.folder).as_posix()
        self._tell.served[name] = time.monotonic()
        page = self._page(file, name)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(page.replace(b"</head>", self._script, 1) if include_body else b"")

    def _page(self, file: Path, name: str) -> bytes:
        if self._preview.failure or not file.is_file():
            return injected.failure(self._preview.failure)
        page = _CSP.sub(b"", file.read_bytes())
        return injected.with_source(page, self._preview.settings, name)

    def _file(self, path: str) -> Path | None:
        """The file that answers at `path`; None when the answer was a redirect."""
        base, here = self._preview.base, f"/{path}"
        if not here.startswith(base):
            self.redirect(base)
            return None
        inside = here.removeprefix(base)
        file = self._preview.folder / inside
        if not file.resolve().is_relative_to(self._preview.folder.resolve()):
            raise web.HTTPError(403)
        if file.is_dir():
            if inside and not inside.endswith("/"):
                self.redirect(f"{base}{inside}/")
                return None
            file = file / "index.html"
        if not file.is_file() and not self._preview.failure:
            return self._newest(inside)
        return file

    def _newest(self, inside: str) -> Path:
        """An asset under the name that a page still open knows it by; the page for what is not there otherwise."""
        if _ASSET.match(inside):
            for file in self._preview.folder.glob("assets/*/" + _ASSET.sub("", inside)):
                return file
        self.set_status(404)
        return self._preview.folder / "404.html"


# -- serving -----------------------------------------------------------------------------------------------------------


def serve(preview: Preview, host: str, port: int) -> None:
    """Answer on `host` until interrupted. Raises `BuildFailed` when `port` is taken."""
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    asyncio.run(_serve(preview, host, port))


async def _serve(preview: Preview, host: str, port: int) -> None:
    tell = _Tell(preview, asyncio.get_running_loop())
    handlers: list[Any] = [
        ("/livereload", _Listening, {"tell": tell}),
        ("/livereload.js", _Script),
        ("/(.*)", _Pages, {"tell": tell, "port": port}),
    ]
    try:
        web.Application(handlers, host=host).listen(port, address=host)
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            told = Problem(f"--host {host}", "is no address of this machine", "Leave it out, or use 0.0.0.0 for all.")
        else:
            told = Problem(f"--port {port}", f"cannot be used ({error.strerror})", "Choose another with --port.")
        raise BuildFailed([told], "") from error
    fault, saved = asyncio.get_running_loop().create_future(), _Saved()
    for work in (_watch, _keep_building):
        # Daemons: Ctrl-C does not wait for a build, which may be stopped at any moment.
        threading.Thread(target=_guarded, args=(work, fault, preview, saved, tell), daemon=True).start()
    saved.add([preview.settings.root])  # the search index is still to be made
    await fault


def _guarded(work: Callable[[Preview, _Saved, _Tell], None], fault: "asyncio.Future[None]", *given: Any) -> None:
    try:
        work(*given)
    except Exception as error:  # noqa: BLE001 — a fault of ours ends the preview with its traceback, raised in `_serve`
        fault.get_loop().call_soon_threadsafe(fault.set_exception, error)
