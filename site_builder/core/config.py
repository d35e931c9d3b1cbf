"""`site.yaml` as checked settings.

All problems of the file are reported at once. Command line overrides arrive as arguments, so that nothing later asks
where a setting came from.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from site_builder.core import email_address, files, hosts, urls, yaml_fields, yaml_text
from site_builder.core.email_address import Mailbox
from site_builder.core.errors import BuildFailed, Problem, did_you_mean, gather, raise_if_any
from site_builder.core.words import ENGLISH, FOLDER, Words

FILE = "content/site.yaml"
_NO_URL = "https://papershelf.example/"
_PORTS: Final = {"starttls": 587, "tls": 465, "none": 25}
"""How a connection to a mail server is secured → the port such servers listen at."""
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_SERVER = re.compile(rf"{_LABEL}(?:\.{_LABEL})*|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*")
ORDERS: Final = ("date", "title", "upvotes", "stars", "comments", "citations")
"""What lists of papers may go by; the first is the usual one."""
_LONGEST_URL = 200
"""Characters; with an address in it, it still fits on the longest line that mail may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """How editions are mailed; every field is a line below `mail` in site.yaml.

    The password is none of them: a file that is published must not hold it.
    """

    server: str
    port: int
    security: str
    """`starttls`, `tls`, or `none` for a server on this machine."""
    user: str
    """Empty for a server that asks for none."""
    sender: Mailbox
    subscribers: Path
    """The file of addresses; outside the site."""
    unsubscribe: str
    """A URL where a subscriber may leave, `{address}` standing for the address; may be empty."""
    locations: Mapping[str, str] = field(repr=False, compare=False)
    """Name of a setting → file and line, for messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """The settings of one site; every field but the folders is a line of site.yaml."""

    root: Path
    """The folder that holds content/."""
    output: Path
    """The folder the site is built into."""
    title: str
    subject: str
    """Completes "239 papers on …"."""
    description: str
    url: str
    """Where the site is published; ends with a slash."""
    first_url: str
    """Where the site was published when feeds first named its papers; their ids are made of it, and stay."""
    language: str
    """Of papers and of what curators write, where they say no other."""
    repository: str
    """Web address of the content's repository, for "Suggest a fix"; may be empty."""
    branch: str
    subscribe: str
    """Where readers ask for e-mails: a URL, which may be a mailto's; may be empty."""
    per_page: int
    """Papers on one page of a list."""
    order: str
    """What lists go by: date, title, or a kind of signal."""
    edition: date | None
    """The date of papers that carry none of their own."""
    mail: Mail | None
    """None when the site mails nothing."""
    host: str = "github-pages"
    """One of `hosts.HOSTS`, or `hosts.OTHER`."""
    cards: bool | None = None
    """Whether each paper has an image for shared links; None: where the papers are not too many."""
    show_source: bool = False
    """Whether papers' pages say which of the curator's files they came from."""
    words: Words = ENGLISH
    """What pages say of their own accord: in the language named here, else in `language`."""
    searchable: bool = True
    """False leaves the search index as the last build left it."""
    jobs: int = field(default=1, repr=False, compare=False)
    """How many processes may share the work; the result is the same."""

    def marked(self, language: str = "") -> str:
        """The language to mark a text with that is in `language`, or says none; "" where that of the words is it."""
        said = language or self.language
        return said if said != self.words.language else ""

    @property
    def has_url(self) -> bool:
        """False when nobody said where the site will be published."""
        return self.url != _NO_URL

    @property
    def content(self) -> Path:
        """The folder of the curator's files."""
        return self.root / "content"

    @property
    def memory(self) -> Path:
        """The folder for what can be made again."""
        return self.root / ".papershelf"

    @property
    def urls(self) -> urls.Urls:
        """The addresses of the site."""
        return urls.site(self.url)


def load(root: Path, *, output: Path | None = None, base_url: str = "") -> SiteConfig:
    """The settings of the site in `root`; `output` and `base_url` win over the defaults and the file.

    Raises `BuildFailed` with every problem of site.yaml, when `root` holds no site, or when a link in it leads out.
    """
    path = root / FILE
    files.require_utf8([root.absolute()])
    _require_own(root)
    if not path.is_file():
        hint = "Run `papershelf new DIR` to start a site, or name its folder with --site DIR."
        raise BuildFailed([Problem(files.display_path(path), "there is no site here", hint)])
    where = files.display_path(path)
    problems: list[Problem] = []
    config = _read(
        yaml_fields.Fields(yaml_text.load(files.read_text(path), where), where, problems), root, output, base_url
    )
    raise_if_any(problems)
    return config


def _require_own(root: Path) -> None:
    """Raise `BuildFailed` for links by which the site would show what is not its own."""
    problems: list[Problem] = []
    for name in ("content", "templates"):
        with gather(problems):
            files.require_own_below(root / name, root)
    raise_if_any(problems)


def _language(read: yaml_fields.Fields, name: str) -> str:
    stated = read.text(name)
    if stated and not yaml_fields.LANGUAGE.fullmatch(stated):
        read.wrong(name, f"`{stated}` is not a language tag such as de or pt-BR")
        return ""
    return stated


def _read(read: yaml_fields.Fields, root: Path, output: Path | None, base_url: str) -> SiteConfig:
    output = output or root / "_site"
    config = SiteConfig(
        root=root,
        output=output,
        title=read.text("title", required=True),
        subject=read.text("subject"),
        description=read.text("description"),
        url=(url := _url(stated := _web(read, "url"), base_url)),
        first_url=_first_url(read, stated, url),
        language=(language := _language(read, "language") or "en"),
        words=Words(_language(read, "words") or language, root / "content" / FOLDER),
        repository=_web(read, "repository").rstrip("/"),
        branch=read.text("branch") or "main",
        subscribe=_subscribe(read),
        per_page=read.number("per_page", 5, 100) or 36,
        order=_order(read),
        edition=read.day("edition"),
        mail=_mail(read, root, output),
        host=_host(read),
        cards=read.choice("cards"),
        show_source=read.flag("show_source"),
    )
    read.close()
    return config


def _order(read: yaml_fields.Fields) -> str:
    stated = read.text("order") or ORDERS[0]
    if stated not in ORDERS:
        read.wrong("order", f"`{stated}` is no order of lists", did_you_mean(stated, ORDERS))
        return ORDERS[0]
    return stated


def _host(read: yaml_fields.Fields) -> str:
    known = (*hosts.HOSTS, hosts.OTHER)
    stated = read.text("host") or known[0]
    if stated not in known:
        read.wrong("host", f"`{stated}` is no host whose limits are known", did_you_mean(stated, known))
        return known[0]
    return stated


def _mail(read: yaml_fields.Fields, root: Path, output: Path) -> Mail | None:
    stated = read.mapping("mail")
    if not stated:
        return None
    inner = yaml_fields.Fields(stated, read.where, read.problems, "field of `mail`")
    server, security = inner.text("server", required=True), _security(inner)
    if server and not _SERVER.fullmatch(server):
        inner.wrong("server", f"`{server}` is not the name of a server", "Write it as in smtp.example.org.")
    elif security == "none" and not _is_this_machine(server):
        hint = "Write starttls or tls: without, anybody on the way reads the password and the addresses."
        inner.wrong("security", "`none` is for a server on this machine only", hint)
    mail = Mail(
        server=server,
        port=inner.number("port", 1, 65535) or _PORTS[security],
        security=security,
        user=inner.text("user"),
        sender=_sender(inner),
        subscribers=_subscribers(inner, root, output),
        unsubscribe=_unsubscribe(inner),
        locations={name: inner.at(name) for name in stated},
    )
    if inner.take("password") is not None:
        hint = "Take it out, and set the environment variable PAPERSHELF_SMTP_PASSWORD when you mail an edition."
        inner.wrong("password", "a password does not belong into a file that others read", hint)
    inner.close()
    return mail


def _security(read: yaml_fields.Fields) -> str:
    stated = read.text("security") or "starttls"
    if stated not in _PORTS:
        read.wrong("security", f"`{stated}` is no way to secure a connection", did_you_mean(stated, _PORTS))
        return "starttls"
    return stated


def _is_this_machine(server: str) -> bool:
    try:
        return server == "localhost" or ip_address(server).is_loopback
    except ValueError:
        return False


def _sender(read: yaml_fields.Fields) -> Mailbox:
    stated = read.text("sender", required=True)
    found = email_address.parse(stated)
    if stated and not found:
        read.wrong("sender", f"`{stated}` is not an e-mail address", email_address.SHAPE)
    return found or Mailbox("", "")


def _subscribers(read: yaml_fields.Fields, root: Path, output: Path) -> Path:
    stated = read.text("subscribers", required=True)
    path = root / os.path.expanduser(stated)  # noqa: PTH111 — Path.expanduser raises where there is no home
    if stated and any(_lies_in(path, folder) for folder in (root, output)):
        hint = "Keep it outside the site's folder, as in `subscribers: ../subscribers.txt`."
        read.wrong("subscribers", "the subscribers' addresses could be published with the site", hint)
    return path


def _lies_in(path: Path, folder: Path) -> bool:
    """True when `path` is below `folder` by its name, or by where its symbolic links lead."""
    here = os.path.realpath(folder)
    named = os.path.join(os.path.realpath(path.parent), path.name)  # noqa: PTH118 — beside realpath, which never raises
    return any(Path(one).is_relative_to(here) for one in (named, os.path.realpath(path)))


def _unsubscribe(read: yaml_fields.Fields) -> str:
    url = read.text("unsubscribe")
    filled = url.replace("{address}", "", 1)
    sound = yaml_fields.is_web_url(filled) and url.isascii() and url.isprintable() and len(url) <= _LONGEST_URL
    if url and (not sound or set(filled) & set('{}<>"`\\,')):
        hint = "Write it as in https://example.org/leave?who={address}, where {address} becomes the subscriber's."
        read.wrong("unsubscribe", f"`unsubscribe` must be an http or https URL, not `{url}`", hint)
        return ""
    return url


def _subscribe(read: yaml_fields.Fields) -> str:
    """A URL as stated, an e-mail address as a mailto's."""
    stated = read.text("subscribe")
    mailbox = email_address.parse(stated.removeprefix("mailto:"))
    if mailbox:
        return f"mailto:{quote(mailbox.address, safe='@')}"
    if stated and not (yaml_fields.is_web_url(stated) and _has_a_name(stated)):
        hint = "Write it as in https://example.org/join, or as in news@example.org."
        read.wrong("subscribe", f"`{stated}` is neither an http or https URL nor an e-mail address", hint)
        return ""
    return stated


def _first_url(read: yaml_fields.Fields, stated: str, url: str) -> str:
    """As stated; else the `url` that is `stated` in site.yaml, for one on the command line may be that of a preview."""
    kept = "" if stated.rstrip("/") + "/" == _NO_URL else stated
    return (_web(read, "first_url") or kept or url).rstrip("/") + "/"


def _url(stated: str, base_url: str) -> str:
    if base_url and not _is_site_url(base_url):
        hint = "Give the address of the published site, such as https://user.github.io/digest/, without a password."
        raise BuildFailed([Problem("--base-url", f"`{base_url}` is not an http or https URL", hint)])
    return (base_url or stated or _NO_URL).rstrip("/") + "/"


def _web(read: yaml_fields.Fields, name: str) -> str:
    url = read.text(name)
    if url and not _is_site_url(url):
        read.wrong(name, f"`{name}` must be an http or https URL without ?, #, % or a password, not `{url}`")
        return ""
    return url


def _is_site_url(url: str) -> bool:
    if not yaml_fields.is_web_url(url) or "@" in urlsplit(url).netloc:  # a password, which all pages would say
        return False
    return not set(url) & set("?#%\"'<>`\\") and _has_a_name(url)


def _has_a_name(url: str) -> bool:
    """True when the host of `url` is one that the domain name system can hold (IDNA)."""
    try:
        return bool((urlsplit(url).hostname or "").encode("idna"))
    except UnicodeError:
        return False
