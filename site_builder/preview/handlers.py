"""The preview's side that browsers see: pages with the script that reloads them, and nothing outside the site.

The browser's side is the livereload package's.
"""

import asyncio
import ipaddress
import json
import re
import secrets
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado import web

from site_builder.core import files
from site_builder.preview import injected
from site_builder.preview.rebuilding import ALL, Preview

_ASSET: Final = re.compile(r"assets/[0-9a-f]{10}/")
_LOCAL: Final = {"localhost", "127.0.0.1", "[::1]"}
_LONGEST_ADDRESS: Final = 2_000
"""Characters; no address of a site comes near."""
_MOST_SERVED: Final = 4_096
"""Pages of which it is remembered when they were sent: more than anybody has open."""


class Browsers:
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
            if is_style and written and not ALL.issubset(written):
                self._send(browser, "style.css")
            elif page in written or ALL.issubset(written):
                self._send(browser, page)

    def opened(self, browser: Any, url: str) -> None:
        """A browser that shows `url` listens from now on."""
        page = _output(unquote(urlsplit(url).path), self.preview.base)
        self._open[browser] = page
        if max(self.preview.changed.get(path, 0.0) for path in (page, *ALL)) > self.served.get(page, 0.0):
            self._send(browser, page)  # it changed between being sent and this

    def sent(self, page: str) -> None:
        """`page` is being sent now; what was sent longest ago is forgotten where there is too much of it."""
        self.served.pop(page, None)
        self.served[page] = time.monotonic()
        if len(self.served) > _MOST_SERVED:
            del self.served[next(iter(self.served))]

    def closed(self, browser: Any) -> None:
        """It listens no more."""
        self._open.pop(browser, None)

    def _send(self, browser: Any, path: str) -> None:
        browser.send_message({"command": "reload", "path": path, "liveCSS": True, "liveImg": True})


def _output(path: str, base: str) -> str:
    inside = path.removeprefix(base)
    return f"{inside}index.html" if inside in {"", path} or inside.endswith("/") else inside


class Local(web.RequestHandler):
    """Refuses what a page elsewhere could ask for, also through a host name that it points here (DNS rebinding)."""

    def prepare(self) -> None:
        """Raises `HTTPError` 403 for a host that is not this machine, and for a form or script of another site."""
        origin = self.request.headers.get("Origin", "")
        if not is_allowed(self.request.host, self.application.settings["host"]):
            raise web.HTTPError(403, reason="Use http://localhost or http://127.0.0.1")
        is_foreign = origin and origin != f"{self.request.protocol}://{self.request.host}"
        if is_foreign or _is_embedded(self.request.headers):
            raise web.HTTPError(403, reason="Another site asked for this")


def _is_embedded(headers: Mapping[str, str]) -> bool:
    """True of what another site's page fetches, such as a picture; who follows a link from there may come."""
    return headers.get("Sec-Fetch-Site") == "cross-site" and headers.get("Sec-Fetch-Mode") != "navigate"


def handlers(browsers: Browsers, port: int) -> list[Any]:
    """What answers to which address, as tornado wants it told; `port` is where the preview listens."""
    return [
        ("/livereload", _Listening, {"browsers": browsers}),
        ("/livereload.js", _Script),
        ("/(.*)", _Pages, {"browsers": browsers, "port": port}),
    ]


def is_allowed(asked: str, host: str) -> bool:
    """True for this machine's own names and, where the preview answers other machines, for its address or name."""
    name = re.sub(r":\d+$", "", asked)
    return name in _LOCAL or (host not in _LOCAL and (name == host or _is_address(name)))


def _is_address(name: str) -> bool:
    try:
        return bool(ipaddress.ip_address(name.strip("[]")))
    except ValueError:
        return False


class _Listening(Local, LiveReloadHandler):  # type: ignore[misc]  # livereload ships no types
    """A browser that waits to be notified."""

    def initialize(self, browsers: Browsers) -> None:
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


class _Script(Local, LiveReloadJSHandler):  # type: ignore[misc]  # livereload ships no types
    """The browser's side."""


class _Pages(Local, web.StaticFileHandler):
    """Files of the preview; pages come with the script that reloads them."""

    def initialize(self, browsers: Browsers, port: int) -> None:  # type: ignore[override]  # tornado passes what we ask for
        self._browsers, self._preview, self._port = browsers, browsers.preview, port
        super().initialize(str(self._preview.folder), "index.html")

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 — tornado's signature
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> None:
        """None: nothing of a preview is kept by the browser (tornado's own looks for a file it did not open)."""

    async def get(self, path: str, include_body: bool = True) -> None:
        if len(path) > _LONGEST_ADDRESS:
            raise web.HTTPError(404)
        base, here = self._preview.base, f"/{path}"
        if not here.startswith(base):
            self.redirect(base)
            return
        name = self._name(here.removeprefix(base))
        if name and not name.endswith(".html"):
            await super().get(name, include_body)
        elif not self._finished:
            # By its address, also where nothing is, or a browser that shows it would load it again and again.
            self._browsers.sent(_output(here, base))
            self._send_page(name, include_body)

    def _name(self, asked: str) -> str:
        """Which file of the folder answers to `asked`; "" when none does, or when the answer was a redirect."""
        folder = self._preview.folder
        if folder.is_symlink():  # somebody put it there since we began
            return ""
        found = files.inside(folder, asked)
        if found and found.is_dir():
            if asked and not asked.endswith("/"):
                self.redirect(f"{self._preview.base}{asked}/")
                return ""
            found = files.inside(folder, f"{asked}index.html")
        if found is None or not found.is_file():
            found = self._newest_asset(asked)
        return found.relative_to(files.resolved(folder)).as_posix() if found else ""

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
            page = injected.failure(self._preview.failure)
        elif name:
            page = injected.with_source((self._preview.folder / name).read_bytes(), self._preview.settings, name)
        else:
            self.set_status(404)
            missing = self._preview.folder / "404.html"
            page = missing.read_bytes() if missing.is_file() else injected.failure("The site is not built yet.")
        return injected.with_reload(page, self.request.host, self._port, secrets.token_urlsafe())
