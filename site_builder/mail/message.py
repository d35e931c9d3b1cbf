"""An edition as an e-mail: plain text and HTML, with styles inlined, small enough that mail programs show it whole.

Same edition, same bytes: the date is the edition's, and the Message-ID follows from edition and subscriber, so that a
mail server that knows it already can tell. Who gets it, and how, is for `smtp`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email import message_from_bytes
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from html import escape
from importlib import import_module
from typing import Any, Final
from urllib.parse import quote, urlsplit

from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.build.templates import Templates
from site_builder.content import editions
from site_builder.content.model import Edition
from site_builder.core import files, urls
from site_builder.core.config import SiteConfig
from site_builder.core.email_address import Mailbox
from site_builder.core.errors import BuildFailed, Problem
from site_builder.text import markdown, person_names, plaintext

LIMIT: Final = 100_000
"""Bytes of a whole e-mail; Gmail clips at 102 KiB."""
_LONGEST_SUBJECT: Final = 250
"""Characters; of a single word no line can be folded."""
_ROOM: Final = LIMIT - 3_000
"""The rest is for what differs from subscriber to subscriber."""
_MOST: Final = 500
"""Papers; no e-mail has room for more."""
_OF_A_BODY: Final = ("MIME-Version", "Content-Type")
"""Headers that say how the body is written."""
_BODIES: Final = ["multipart/alternative", "text/plain", "text/html"]
_LINK: Final = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_MATH: Final = re.compile(r"<math\b.*?</math>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailedView:
    """A paper in an e-mail, all plain text."""

    href: str
    title: str
    gist: str
    note: str
    """Why the curator thinks it worth reading; may be empty."""
    facts: str
    """Authors in short, venue and year, as far as they are known."""
    tags: tuple[str, ...]
    lang: str
    """Language of title and gist when it is not the site's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailView:
    """mail.html and mail.txt: an edition as an e-mail. Every href has scheme and host."""

    site: str
    language: str
    title: str
    date: str
    href: str
    """The edition's page."""
    home: str
    body_html: str
    body: str
    """The curator's introduction as plain text."""
    papers: tuple[MailedView, ...]
    """As many as the e-mail has room for."""
    total: int
    left: int
    """How many more there are on the edition's page."""
    leave: str
    """How to hear no more of it: a sentence's end, such as "write to …"; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The e-mail of an edition, before it is addressed."""

    config: SiteConfig
    edition: Edition
    subject: str
    text: str
    html: str
    leave: str
    """Stands in both for the way out until it is known whose; "" where there is none."""
    papers: int
    """How many it has room for."""

    def to(self, mailbox: Mailbox | None) -> bytes:
        """The whole e-mail to `mailbox`, as it is sent; to nobody yet when that is None."""
        way = _way_out(self.config, mailbox)
        message = EmailMessage(policy=SMTP)
        message.set_content(self._with_way(self.text, way))
        message.add_alternative(self._with_way(self.html, escape(way)), subtype="html")
        message.set_boundary(f"=_{files.digest(self.text + self.html)}")
        headers = tuple(self._headers(mailbox, way))
        whole = "".join(f"{line}\r\n" for line in headers).encode("ascii") + message.as_bytes()
        self._require_readable(whole, headers)
        return whole

    def _with_way(self, text: str, way: str) -> str:
        return text.replace(self.leave, way) if self.leave else text

    def _headers(self, mailbox: Mailbox | None, way: str) -> Iterator[str]:
        # Spelled here, since EmailMessage would take long addresses for text, and decodes what looks encoded: a title
        # such as "=?utf-8?q?=0d=0aBcc:…?=" would become headers of its own.
        if self.config.mail:
            yield f"From: {_address(self.config.mail.sender)}"
        if mailbox:
            yield f"To: {_address(mailbox)}"
        yield f"Subject: {_encoded(self.subject)}"
        yield f"Date: {format_datetime(datetime.combine(self.edition.date, time(), UTC))}"
        yield f"Message-ID: <{_identity(self.config, self.edition, mailbox)}>"
        yield f"List-Id: <{_list_id(self.config)}>"
        yield "Auto-Submitted: auto-generated"
        if way:
            yield f"List-Unsubscribe: <{way}>"
        if way.startswith("https:") and self.config.mail and "{address}" in self.config.mail.unsubscribe:
            yield "List-Unsubscribe-Post: List-Unsubscribe=One-Click"  # RFC 8058: only where the URL tells who

    def _require_readable(self, whole: bytes, headers: Sequence[str]) -> None:
        """Raise `BuildFailed` unless `whole` reads back as what was meant: these headers, this subject, two bodies."""
        read = message_from_bytes(whole, policy=SMTP)
        names = [line.partition(":")[0] for line in headers]
        kinds = [part.get_content_type() for part in read.walk()]
        meant = [*names, *_OF_A_BODY] == list(read.keys()) and kinds == _BODIES and not read.defects
        if not meant or str(read["Subject"]) != self.subject:
            where = files.display_path(editions.path(self.config.content, self.edition.date))
            hint = "Write its title, and the title of the site, in letters alone."
            raise BuildFailed([Problem(where, "would not read the same as an e-mail", hint)], "Nothing was sent.")


def compose(edition: Edition, catalog: Catalog, config: SiteConfig) -> Letter:
    """The e-mail of `edition`: the first of its papers that find room, and how many more there are.

    Raises `BuildFailed` when css-inline is not installed, a template is at fault or the introduction is too long.
    """
    folders = (config.root / "templates", files.packaged("templates"))
    templates, inline = Templates(folders, config.words), _inliner()
    papers = tuple(catalog.by_slug[slug] for slug in edition.papers)
    rows = tuple(_mailed(entry, catalog, config) for entry in papers[:_MOST])

    def holding(count: int) -> Letter:
        view = _view(edition, rows[:count], config)
        return Letter(
            config=config,
            edition=edition,
            subject=_short(_printable(f"{config.title}: {edition.title}")),
            text=templates.page("mail.txt", view).decode(),
            html=inline(templates.page("mail.html", view).decode()),
            leave=view.leave,
            papers=count,
        )

    fitting = bisect_right(range(len(rows) + 1), _ROOM, key=lambda count: len(holding(count).to(None))) - 1
    if fitting < 0:
        where = files.display_path(editions.path(config.content, edition.date))
        hint = "Shorten it, or make a page of it under content/pages/ and link to that."
        raise BuildFailed([Problem(where, f"the introduction is too long for an e-mail of {LIMIT:,} bytes", hint)])
    return holding(fitting)


def _inliner() -> Any:
    try:
        inliner = import_module("css_inline").CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    except ImportError as error:
        hint = "Install it with `pip install css-inline`; the site is built without it."
        raise BuildFailed([Problem("papershelf edition", "needs css-inline to make an e-mail", hint)]) from error
    return inliner.inline


def _view(edition: Edition, papers: tuple[MailedView, ...], config: SiteConfig) -> MailView:
    absolute = config.urls.absolute
    body = _without_math(markdown.html(edition.body, absolute(urls.HOME)))
    return MailView(
        site=config.title,
        language=config.words.language,
        title=edition.title,
        date=config.words.date(edition.date),
        href=absolute(urls.edition(edition.date)),
        home=absolute(urls.HOME),
        body_html=body,
        body=plaintext.plain(_LINK.sub(_with_address, body)).replace("\n", "\n\n"),
        papers=papers,
        total=len(edition.papers),
        left=len(edition.papers) - len(papers),
        # Made of all that is said, so that nothing said can hold it.
        leave=f"https://{files.digest(repr((edition, papers)))}.invalid/" if config.mail else "",
    )


def _without_math(html: str) -> str:
    """`html` with each formula as its plain-text twin: mail programs drop the tags of MathML and keep the letters."""
    return _MATH.sub(lambda match: escape(plaintext.plain(match[0])), html)


def _with_address(link: re.Match[str]) -> str:
    return link[2] if plaintext.plain(link[2]) == plaintext.plain(link[1]) else f"{link[2]} ({link[1]})"


def _mailed(entry: CatalogEntry, catalog: Catalog, config: SiteConfig) -> MailedView:
    paper = entry.paper
    facts = (
        person_names.short(paper.authors, config.words),
        paper.venue,
        "" if str(paper.year) in paper.venue else str(paper.year or ""),
    )
    return MailedView(
        href=config.urls.absolute(urls.paper(entry.slug)),
        title=paper.title,
        gist=_plain(entry.gist.text),
        note=_plain(paper.note),
        facts=" · ".join(filter(None, facts)),
        tags=tuple(catalog.vocabulary.tag(earned.tag).name for earned in entry.tags),
        lang=config.marked(paper.lang),
    )


def _plain(text: str) -> str:
    return " ".join(plaintext.plain(markdown.inline(text)).split())


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _short(text: str) -> str:
    """`text` in what a line of a header may hold, be it one word (RFC 5322)."""
    return text if len(text) <= _LONGEST_SUBJECT else f"{text[: _LONGEST_SUBJECT - 1]}…"


def _encoded(text: str) -> str:
    """`text`, printable, as the value of a header: folded, and in the letters that headers have (RFC 2047)."""
    charset = "us-ascii" if text.isascii() and "=?" not in text else "utf-8"
    return Header(text, charset, header_name="List-Unsubscribe").encode(linesep="\r\n")


def _address(mailbox: Mailbox) -> str:
    name = mailbox.name
    if name.isascii() and "=?" not in name:
        return formataddr((name, mailbox.address))
    return f"{_encoded(name)}\r\n <{mailbox.address}>"


def _way_out(config: SiteConfig, mailbox: Mailbox | None) -> str:
    """Where a subscriber leaves; "" when nothing is known of it."""
    if not config.mail:
        return ""
    whose = quote((mailbox or config.mail.sender).address, safe="@")
    if config.mail.unsubscribe:
        return config.mail.unsubscribe.replace("{address}", whose)
    return f"mailto:{quote(config.mail.sender.address, safe='@')}?subject=unsubscribe"


def _identity(config: SiteConfig, edition: Edition, mailbox: Mailbox | None) -> str:
    identity = f"{config.url} {edition.date} {mailbox.key if mailbox else ''}"
    return f"{files.digest(identity)}@{config.mail.sender.domain if config.mail else _host(config)}"


def _list_id(config: SiteConfig) -> str:
    """Like a host's name, from the particular to the general (RFC 2919)."""
    path = re.findall(r"[A-Za-z0-9-]+", config.urls.base)
    return ".".join(["editions", *reversed(path), _host(config)])


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:  # the name of no computer; all that is asked here is that it stays the same
        return host


def _host(config: SiteConfig) -> str:
    host = urlsplit(config.url).hostname or "localhost"
    return re.sub(r"[^A-Za-z0-9.-]", "-", _ascii(host))
