"""Slugs, addresses and output paths; nobody else spells an address.

An *address* is a place in the site without its base path (`/papers/x/`). An *href* is what a link carries: the
address under the configured base path (`/digest/papers/x/`), right on every page and on 404.html at any depth.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from slugify import slugify

from site_builder.core.files import digest

HOME = "/"
PAPERS = "/papers/"
TAGS = "/tags/"
YEARS = "/years/"
A_Z = "/a-z/"
AUTHORS = "/authors/"
MAP = "/map/"
MAP_DOTS = "/map/dots.json"
ACRONYMS = "/acronyms/"
SYSTEMS = "/systems/"
SHELVES = "/shelves/"
FEEDS = "/feeds.opml"
FOLLOW = "/follow/"
PICTURE = "/map.svg"
SEARCH = "/search/"
ABOUT = "/about/"
EDITIONS = "/editions/"
NEW = "/new/"
SHELF = "/shelf/"
COMPARE = "/compare/"
NUMBERS = "/numbers/"
TRENDS = "/trends/"
MANIFEST = "/manifest.webmanifest"
SHELF_INDEX = "/shelf/papers.json"
NOT_FOUND = "/404.html"
DATA = "/papers.json"
TABLE = "/papers.csv"
SITEMAP = "/sitemap.xml"
OPENSEARCH = "/opensearch.xml"
ROBOTS = "/robots.txt"
LLMS = "/llms.txt"
LLMS_FULL = "/llms-full.txt"
PAGEFIND = "/pagefind/"

TAKEN = frozenset(
    {
        *("papers", "tags", "years", "authors", "a-z", "map", "search", "editions", "assets", "cards", "pagefind"),
        *("new", "shelf", "compare", "numbers", "trends", "acronyms", "systems", "shelves", "follow"),
    }
)
"""First parts of addresses that pages under content/pages/ may not have."""

_LONGEST = 80
NO_SLUG = "the file name is not a slug"
SLUG_HINT = f"Use lower case letters, digits and single hyphens, not digits alone, at most {2 * _LONGEST} signs."
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNFIT = re.compile(r"\d*|con|prn|aux|nul|(com|lpt)\d")
"""A number alone clashes with the pages of a list (`/papers/2/`); no file on Windows may have the names of devices."""


@dataclass(frozen=True, slots=True)
class Urls:
    """The addresses of one site as links. `origin` has no trailing slash, `base` begins and ends with one."""

    origin: str
    base: str

    def href(self, address: str) -> str:
        """`address` as a link on any page."""
        return self.base + address.removeprefix("/")

    def absolute(self, address: str) -> str:
        """`address` with scheme and host, for feeds and canonical links."""
        return self.origin + self.href(address)


@lru_cache
def site(url: str) -> Urls:
    """The addresses of the site published at `url`, such as https://user.github.io/digest/."""
    parts = urlsplit(url)
    path = parts.path.strip("/")
    return Urls(f"{parts.scheme}://{parts.netloc}", f"/{path}/" if path else "/")


def hyphened(text: str) -> str:
    """`text` as `slugify` makes it; at once where it is as plain as most names and titles are."""
    return _BREAKS.sub("-", text.lower()).strip("-") if _PLAIN.fullmatch(text) else str(slugify(text))


_PLAIN = re.compile(r"[A-Za-z0-9 .:-]*+")
_BREAKS = re.compile(r"[ .:-]+")


def slug(title: str) -> str:
    """`title` as a slug: ASCII lower case, at most 80 characters, cut at a word, never empty, a number or a device."""
    made = slugify(title, max_length=_LONGEST, word_boundary=True, save_order=True)
    if _UNFIT.fullmatch(made):
        return "-".join(filter(None, ["paper", made, "" if made else digest(title)[:8]]))
    return made


def is_slug(text: str) -> bool:
    """True when `text` may name a page: it cannot leave its folder, nor clash with a page number."""
    return bool(_SLUG.fullmatch(text)) and not text.isdigit() and len(text) <= 2 * _LONGEST


def paper(slug: str) -> str:
    """The address of a paper."""
    return f"{PAPERS}{slug}/"


def tag(slug: str) -> str:
    """The address of a tag."""
    return f"{TAGS}{slug}/"


def area(slug: str) -> str:
    """The address of an area: its part of the tags page."""
    return f"{TAGS}#{slug}"


def year(number: int) -> str:
    """The address of a year."""
    return f"{YEARS}{number}/"


def numbers(kind: str) -> str:
    """The address of the quantities of one kind."""
    return f"{NUMBERS}{kind}/"


def fragment(text: str) -> str:
    """What follows `#` to lead a browser to `text` on a page (a text directive), encoded as its syntax demands."""
    return f":~:text={quote(text, safe='').replace('-', '%2D')}"


def edition(day: date) -> str:
    """The address of the edition of `day`."""
    return f"{EDITIONS}{day.isoformat()}/"


def authors(letter: str) -> str:
    """The address of the authors under `letter`."""
    return f"{AUTHORS}{letter}/"


def author(slug: str) -> str:
    """The address of an author."""
    return f"{AUTHORS}{slug}/"


def curated(slug: str) -> str:
    """The address of a curator's shelf."""
    return f"{SHELVES}{slug}/"


def card(slug: str) -> str:
    """The address of the image shown with links to the pages of tag `slug`; of the site where it is ""."""
    return f"/cards/tags/{slug}.png" if slug else "/cards/site.png"


def paper_card(slug: str) -> str:
    """The address of the image shown with links to a paper."""
    return f"/cards/papers/{slug}.png"


def twin(slug: str) -> str:
    """The address of a paper as Markdown, with its citations."""
    return f"{paper(slug)}index.md"


def feed(tag: str = "", number: int = 1, suffix: str = "xml") -> str:
    """The address of page `number` of the feed of `tag`, or of the site's where it is ""; `suffix` is xml or json."""
    return feed_of(_of(tag), number, suffix)


def feed_of(listed: str, number: int = 1, suffix: str = "xml") -> str:
    """The address of page `number` of the feed of the list at `listed`."""
    name = "feed" if number == 1 else f"feed-{number}"
    return f"{listed}{name}.{suffix}"


def references(listed: str = HOME, suffix: str = "bib") -> str:
    """The address of the references to the papers of the list at `listed`; `suffix` is bib, ris or csl.json."""
    return f"{listed}papers.{suffix}"


def _of(slug: str) -> str:
    return tag(slug) if slug else HOME


def page(name: str) -> str:
    """The address of a page under content/pages/."""
    return f"/{name}/"


def numbered(address: str, number: int) -> str:
    """The address of part `number` (from 1) of a list."""
    return address if number == 1 else f"{address}{number}/"


def path(address: str) -> str:
    """The file that answers at `address`, relative to the output folder."""
    name = address.removeprefix("/")
    return f"{name}index.html" if not name or name.endswith("/") else name


def arxiv_abs(identifier: str) -> str:
    """The arXiv page of a paper."""
    return f"https://arxiv.org/abs/{identifier}"


def arxiv_pdf(identifier: str) -> str:
    """The arXiv PDF of a paper."""
    return f"https://arxiv.org/pdf/{identifier}"


def doi(identifier: str) -> str:
    """Where a DOI leads."""
    return f"https://doi.org/{quote(identifier, safe='/')}"


def elsewhere(arxiv: str, doi_: str, links: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """(name, URL) of each place beyond this site where a paper is known to be."""
    if arxiv:
        yield "arXiv", arxiv_abs(arxiv)
        yield "PDF", arxiv_pdf(arxiv)
    if doi_:
        yield "DOI", doi(doi_)
    for name, url in links:
        yield "PDF" if name == "pdf" else name[:1].upper() + name[1:], url


def search_arxiv(title: str) -> str:
    """A search for `title` on arXiv."""
    return f"https://arxiv.org/search/?{urlencode({'query': title, 'searchtype': 'title'})}"


def search_scholar(title: str) -> str:
    """A search for `title` on Google Scholar."""
    return f"https://scholar.google.com/scholar?{urlencode({'q': title})}"


_GITLAB = re.compile(r"(?:.*\.)?gitlab\..*")


def new_issue(repository: str, title: str, text: str) -> str:
    """The form for a new issue in `repository` (a web address), filled in.

    GitLab has names of its own for its fields; those of GitHub are Gitea's and Forgejo's, too.
    """
    form, fields = "/issues/new", {"title": title, "body": text}
    if _GITLAB.fullmatch(host(repository)):
        form, fields = "/-/issues/new", {"issue[title]": title, "issue[description]": text}
    return f"{repository}{form}?{urlencode(fields, quote_via=quote, safe='', errors='replace')}"


def host(url: str) -> str:
    """The host of `url` without www."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
