"""A local preview: watch, rebuild, tell the browser; a failed build becomes a page that goes when it is mended.

The site is built into a folder of the memory, under the base path it will have when published, so that faults of base
paths show here first. Watching and the browser's side are the livereload package's.
"""

import logging
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from livereload.watcher import Watcher
from tornado import ioloop, web

from site_builder.errors import BuildFailed, Problem

WATCHED = ("content", "templates", "static")
_CSP = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
_LOCAL = {"localhost", "127.0.0.1", "[::1]"}


class Preview:
    """What the browser is shown: the last good site, or why there is none."""

    def __init__(self, folder: Path, base: str, build: Callable[[], None], say: Callable[[str], None]) -> None:
        self.folder = folder
        self.base = base
        self.failure = ""
        self._build = build
        self._say = say

    def rebuild(self) -> None:
        """Build; keep what went wrong for the browser and tell it in the terminal."""
        try:
            self._build()
            self.failure = ""
        except BuildFailed as failed:
            self.failure = str(failed)
            self._say(self.failure)


class _Pages(web.StaticFileHandler):
    """Files of the preview, with the reload script put in and the policy that forbids it taken out."""

    def initialize(self, preview: Preview, port: int) -> None:  # type: ignore[override]  # tornado passes what we ask for
        self._preview = preview
        self._script = f'<script src="/livereload.js?port={port}"></script></head>'.encode()
        super().initialize(str(preview.folder), "index.html")

    def prepare(self) -> None:
        # A page elsewhere must not read the preview through a host name that it points here (DNS rebinding).
        if re.sub(r":\d+$", "", self.request.host) not in _LOCAL:
            raise web.HTTPError(403, reason="Use http://localhost or http://127.0.0.1")

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
        failure = self._preview.failure
        page = _failure_page(failure) if failure else _CSP.sub(b"", file.read_bytes())
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(page.replace(b"</head>", self._script, 1) if include_body else b"")

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
        if not file.is_file():
            self.set_status(404)
            return self._preview.folder / "404.html"
        return file


def _failure_page(told: str) -> bytes:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The build failed</title>'
        "<style>body{font:1rem/1.5 system-ui;margin:2rem;max-width:60rem;color-scheme:light dark}"
        "pre{white-space:pre-wrap;border-inline-start:4px solid #d3646b;padding:.5rem 1rem}</style></head>"
        f"<body><h1>The build failed</h1><pre>{escape(told)}</pre>"
        "<p>This page goes away by itself when the files are mended.</p></body></html>"
    ).encode()


def serve(preview: Preview, root: Path, port: int) -> None:
    """Answer on loopback until interrupted. Raises `BuildFailed` when `port` is taken."""
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    LiveReloadHandler.DEFAULT_RELOAD_TIME = 0  # its 3 s would lose a second save: built, but never shown
    LiveReloadHandler.watcher = _watcher(preview, root)
    LiveReloadHandler.live_css = False  # assets are named by their content, so that a page must be fetched anew
    LiveReloadHandler.check_origin = _same_origin
    handlers: list[Any] = [
        ("/livereload", LiveReloadHandler),
        ("/livereload.js", LiveReloadJSHandler),
        ("/(.*)", _Pages, {"preview": preview, "port": port}),
    ]
    try:
        web.Application(handlers).listen(port, address="127.0.0.1")
    except OSError as error:
        hint = "Choose another with --port."
        raise BuildFailed([Problem(f"--port {port}", f"cannot be used ({error.strerror})", hint)], "") from error
    LiveReloadHandler.start_tasks()
    ioloop.IOLoop.current().start()


def _same_origin(handler: Any, origin: str) -> bool:
    return bool(origin.rsplit("://", maxsplit=1)[-1] == handler.request.host)


def _watcher(preview: Preview, root: Path) -> Watcher:
    watcher = Watcher()
    for folder in (root / name for name in WATCHED):
        if folder.is_dir():
            watcher.watch(str(folder), preview.rebuild, ignore=_is_temporary)
    return watcher


def _is_temporary(path: str) -> bool:
    """Editors' swap and backup files."""
    name = Path(path).name
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp"))
