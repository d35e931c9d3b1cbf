"""A page of the preview for whoever cares for the tags: what `papershelf tags` tells, and its suggestions as buttons.

A click puts one tag into content/tags.yaml and changes nothing else there; the preview then builds as after any save.
The page is no part of the site, and no build writes it. A form is believed only with the secret that this process gave
to its own page, and when tags.yaml is still the file that the page told of.
"""

import asyncio
import re
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from tornado import web
from tornado.http1connection import HTTP1Connection
from tornado.iostream import StreamClosedError

from site_builder.analysis import record_tags, tagging
from site_builder.analysis.propose import fresh, news
from site_builder.build.state import content_signature
from site_builder.content import loader, vocabulary, vocabulary_edit
from site_builder.content.loader import Content
from site_builder.content.vocabulary import Vocabulary
from site_builder.core import files
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed, Problem
from site_builder.core.words import Words
from site_builder.preview.handlers import Local
from site_builder.preview.injected import CURATING
from site_builder.preview.rebuilding import Preview

_Result = TypeVar("_Result")

_LISTED: Final = 50
"""Papers and phrases that are named."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the page tells."""

    sections: tuple[tuple[str, tuple[str, ...]], ...]
    """(heading, lines)"""
    suggestions: tuple[tuple[str, str], ...]
    """(words of a tag that could be, why)"""
    seen: str
    """The digest of tags.yaml; "" while there is none."""


def report(settings: SiteConfig) -> Report:
    """What is to be told of the tags now. Raises `BuildFailed` with the mistakes of the files."""
    words, path = settings.words, settings.content / vocabulary.FILE
    seen = files.digest(files.read_bytes(path)) if path.is_file() else ""
    found, rules = _read(settings)
    tagged = tagging.apply(rules, found.papers)
    findings, health = news.news(tagged, rules, news.newest(found)), tagging.health(rules, tagged)
    titles = {paper.slug: paper.title for paper in found.papers}
    sections = (
        (words.gettext("Papers without a tag"), tuple(titles[slug] for slug in health.untagged)),
        (words.gettext("Tags that no new paper has"), tuple(slug for slug, _ in findings.stale)),
        (words.gettext("Phrases that no paper holds"), tuple(f"{slug}: {phrase}" for slug, phrase in health.silent)),
    )
    suggestions = {name: words.papers(count) for name, count in findings.unnamed}
    for one in findings.rising:
        counts = {"new": words.number(one.new), "old": words.number(one.before)}
        suggestions.setdefault(one.name, words.gettext("in %(new)s new papers, and in %(old)s older ones", **counts))
    return Report(sections, tuple(suggestions.items()), seen)


def apply(settings: SiteConfig, wanted: str, seen: str) -> None:
    """Put a tag for `wanted` into tags.yaml, which had the digest `seen` when it was looked at.

    Raises `BuildFailed` when the file changed since, or when no such tag can be made or put there.
    """
    path = settings.content / vocabulary.FILE
    data = _as_seen(settings, path, seen)
    found, rules = _read(settings)
    tag = news.one_tag(found.papers, rules, tagging.apply(rules, found.papers), wanted)
    made = vocabulary_edit.with_tag(data.decode("utf-8"), tag, files.display_path(path))
    try:
        files.write(path, made, within=settings.root, over=seen)
    except files.Changed as error:  # an editor has saved it meanwhile
        raise _changed(settings, path) from error


def _as_seen(settings: SiteConfig, path: Path, seen: str) -> bytes:
    """What stands at `path`, whose digest is to be `seen`."""
    data = files.read_bytes(path) if path.is_file() else b""
    if files.digest(data) != seen:
        raise _changed(settings, path)
    return data


def _changed(settings: SiteConfig, path: Path) -> BuildFailed:
    what = settings.words.gettext("was changed meanwhile: look at it again, then click")
    return BuildFailed([Problem(files.display_path(path), what)])


def _read(settings: SiteConfig) -> tuple[Content, Vocabulary]:
    found = loader.load(settings.content)
    return found, record_tags.extended(fresh.of_site(settings, found.papers), found.papers)


def page(findings: Report | None, words: Words, token: str, message: str = "") -> str:
    """The page; `token` goes into its forms, and `message` says what came of the last of them.

    Without `findings`, where a file has mistakes, it is the message alone.
    """
    title = escape(words.gettext("Tags of this site"))
    body = [f"<h1>{title}</h1>", f"<p role=status>{escape(message)}</p>" if message else ""]
    body += _body(findings, words, token) if findings else []
    style = "body{font:1rem/1.5 system-ui;margin:2rem auto;max-width:48rem;padding:0 1rem;color-scheme:light dark}"
    language = escape(words.language)
    return (
        f'<!doctype html><html lang="{language}" dir="auto"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{style}form{{display:inline}}</style></head>'
        f"<body><main>{''.join(body)}</main></body></html>"
    )


def _body(findings: Report, words: Words, token: str) -> Iterator[str]:
    heading = words.gettext("Suggestions")
    none = words.gettext("None: every subject of the papers has a tag.")
    missing = words.gettext("Write tags.yaml first, with papershelf tags --propose.")
    yield f"<h2>{escape(heading)}</h2>"
    if not findings.suggestions or not findings.seen:
        yield f"<p>{escape(missing if findings.suggestions else none)}</p>"
    yield f"<ul>{''.join(_suggestions(findings, words, token))}</ul>"
    for heading, lines in findings.sections:
        yield f"<h2>{escape(heading)} ({escape(words.number(len(lines)))})</h2>{_listed(lines)}"


def _suggestions(findings: Report, words: Words, token: str) -> Iterator[str]:
    add = words.gettext("Add this tag")
    for name, why in findings.suggestions:
        hidden = {"token": token, "seen": findings.seen, "words": name}
        fields = "".join(f'<input type="hidden" name="{key}" value="{escape(value)}">' for key, value in hidden.items())
        button = f'<button aria-label="{escape(f"{add}: {name}")}">{escape(add)}</button>'
        form = f'<form method="post">{fields}{button}</form>' if findings.seen else ""
        yield f"<li><bdi>{escape(name)}</bdi> ({escape(why)}) {form}</li>"


def _listed(lines: Sequence[str]) -> str:
    items = "".join(f"<li><bdi>{escape(line)}</bdi></li>" for line in lines[:_LISTED])
    more = "<li>…</li>" if len(lines) > _LISTED else ""
    return f"<ul>{items}{more}</ul>" if lines else ""


class _Desk:
    """Reports and clicks, one after the other as they are asked for: each may take a processor for seconds."""

    def __init__(self, preview: Preview) -> None:
        self._preview, self._turn = preview, asyncio.Lock()
        self._kept: tuple[object, Report] | None = None
        """What the last report is of, and that report."""

    async def report(self, is_wanted: Callable[[], bool]) -> Report | None:
        """What `report` says of the files as they are; None when nobody waits for it any more."""
        async with self._turn:
            return await _apart(self._report) if is_wanted() else None

    def _report(self) -> Report:
        settings = self._preview.settings
        signed = content_signature(settings)
        if not signed or self._kept is None or self._kept[0] != (signed, settings):
            self._kept = (signed, settings), report(settings)
        return self._kept[1]

    async def apply(self, wanted: str, seen: str) -> None:
        """Add a tag as `apply` does."""
        async with self._turn:
            await _apart(lambda: apply(self._preview.settings, wanted, seen))


async def _apart(work: Callable[[], _Result]) -> _Result:
    """What `work` returns or raises, in a thread of its own: a daemon, so that Ctrl-C does not wait for it."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[_Result] = loop.create_future()

    def answer(say: Callable[[Any], None], value: Any) -> None:
        if not result.done():
            say(value)

    def run() -> None:
        try:
            done: tuple[Any, ...] = (result.set_result, work())
        except BaseException as error:  # noqa: BLE001 — raised where `work` is waited for
            done = (result.set_exception, error)
        with suppress(RuntimeError):  # the preview has ended, and its loop with it
            loop.call_soon_threadsafe(answer, *done)

    threading.Thread(target=run, daemon=True).start()
    return await result


def handlers(preview: Preview) -> list[Any]:
    """What answers to the page's address, be it below the base path, as tornado wants it told."""
    address = rf"(?:{re.escape(preview.settings.urls.base.rstrip('/'))})?{re.escape(CURATING)}"
    return [(address, _Tags, {"preview": preview, "desk": _Desk(preview), "token": secrets.token_urlsafe()})]


class _Tags(Local):
    """The page, and the click of one of its buttons."""

    def initialize(self, preview: Preview, desk: _Desk, token: str) -> None:
        self._words, self._desk, self._token = preview.settings.words, desk, token

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Frame-Options", "DENY")
        policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
        self.set_header("Content-Security-Policy", policy)

    async def get(self) -> None:
        await self._answer("")

    async def post(self) -> None:
        # A browser says where a form comes from, and `prepare` compared it; what says nothing is no browser's form.
        if "Origin" not in self.request.headers:
            raise web.HTTPError(403, reason="Only the page's own form may ask for this")
        if not secrets.compare_digest(self.get_body_argument("token", "").encode(), self._token.encode()):
            raise web.HTTPError(403, reason="This page is of an earlier preview: load it again")
        wanted, seen = self.get_body_argument("words", ""), self.get_body_argument("seen", "")
        try:
            await self._desk.apply(wanted, seen)
        except BuildFailed as error:
            self.set_status(409)
            await self._answer(str(error))
            return
        await self._answer(self._words.gettext("Added to tags.yaml: %(tag)s", tag=wanted))

    async def _answer(self, message: str) -> None:
        try:
            findings = await self._desk.report(self._is_open)
        except BuildFailed as error:
            findings, message = None, str(error)
        with suppress(StreamClosedError):  # who asked has left meanwhile
            await self.finish(page(findings, self._words, self._token, message).encode("utf-8", "replace"))

    def _is_open(self) -> bool:
        # Not `on_connection_close`: tornado says nothing of who leaves before the request is read.
        return not cast("HTTP1Connection", self.request.connection).stream.closed()
