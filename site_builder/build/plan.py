"""Every output path and what it is made of; nothing is rendered yet."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.build import assets, offline
from site_builder.content.loader import ProsePage
from site_builder.core import files, folders, urls
from site_builder.core.config import SiteConfig
from site_builder.core.errors import Problem, raise_if_any
from site_builder.formats import data, discovery, feeds, llms_full, opml
from site_builder.formats.data import Exports, Recorded
from site_builder.formats.roll import Listed, Roll
from site_builder.formats.syndication import Syndication
from site_builder.pages import (
    author_page,
    curated_page,
    follow_page,
    map_data,
    names_page,
    numbers_page,
    paper_cards,
    shared,
    shelf_page,
    social_cards,
    trends_page,
)
from site_builder.pages.map_page import Atlas
from site_builder.pages.presenter import Page, Presenter
from site_builder.pages.views import Link, SiteView

_View = TypeVar("_View")

PAPER = "paper.html"
"""The template of a paper's page."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page: `template` shown what `view` makes, kept at `path` (relative to the output folder)."""

    path: str
    template: str
    view: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Data:
    """A file of the very bytes that `view` gives."""

    path: str
    view: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Made:
    """A file that `make`, a pure function at the top of its module, makes of what `view` makes, when it is stale."""

    path: str
    make: Callable[[Any], bytes]
    view: Callable[[], object]
    looks: str = ""
    """What else decides the bytes, such as the fonts of an image."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A file that has something of each of `papers`, put together of blocks (see `blocks`), which may be packed."""

    path: str
    roll: Roll[Any]
    papers: Sequence[Listed]

    @property
    def view(self) -> Callable[[], bytes]:
        """What gives its bytes before they are packed."""
        return partial(self.roll.whole, self.papers)


Artifact = Rendered | Data | Made | Joined
_MANY: Final = 200
"""Papers of a list from which on its BibTeX is put together of blocks."""


@dataclass(frozen=True, slots=True)
class Site:
    """All that the site consists of, and what makes its views."""

    artifacts: tuple[Artifact, ...]
    """In the order to publish them: what pages need, then pages, then what lists them."""
    presenter: Presenter
    remark: str = ""
    """What it lacks, and why."""


def everything(catalog: Catalog, pages: Sequence[ProsePage], config: SiteConfig) -> Site:
    """The whole site.

    Raises `BuildFailed` when two things claim one path.
    """
    static = assets.load((config.root / "static", files.packaged("static")), config.words)
    site = _site_view(config, catalog, static, pages)
    presenter = Presenter(config, catalog, site)
    entry = tuple(_pages(presenter, pages))
    pictures = _pictures(presenter.atlas, static.palette)
    machines = (*_feeds(presenter), *_exports(presenter), *_for_crawlers(presenter, entry))
    made: tuple[Artifact, ...] = (*_static(static), *pictures, *entry, *machines)
    raise_if_any(_clashes(made))
    without = paper_cards.left_out(config, len(catalog.papers))
    remark = f"no cards of single papers ({without})" if without and config.cards is not False else ""
    return Site(made, presenter, remark)


def _site_view(config: SiteConfig, catalog: Catalog, static: assets.Assets, pages: Sequence[ProsePage]) -> SiteView:
    """What all pages share."""
    href = config.urls.href
    own = [Link(name=page.title, href=href(urls.page(page.name))) for page in pages]
    about = href(urls.ABOUT)
    return SiteView(
        title=config.title,
        subject=config.subject,
        description=config.description,
        language=config.words.language,
        content_language=config.marked(),
        paper_count=len(catalog.papers),
        tag_count=len(catalog.used_tags),
        days=shelf_page.listed_days(catalog),
        about="".join(page.href for page in own if page.href == about),
        pages=tuple(page for page in own if page.href != about),
        references=shared.references(config.urls, urls.HOME, large=data.is_large(len(catalog.papers))),
        prefetch_rules=static.prefetch_rules,
        csp=static.csp,
        base=config.urls.base,
        **{name: href(address) for name, address in _ALWAYS.items()},
        **{name: href(address) if is_there else "" for name, (address, is_there) in _at_times(catalog).items()},
        **{name: href(static.addresses[file]) for name, file in _FILES.items()},
    )


_ALWAYS: Final[Mapping[str, Any]] = {
    "home": urls.HOME,
    "papers": urls.PAPERS,
    "tags": urls.TAGS,
    "map": urls.MAP,
    "picture": urls.PICTURE,
    "years": urls.YEARS,
    "a_z": urls.A_Z,
    "trends": urls.TRENDS,
    "feeds": urls.FEEDS,
    "follow": urls.FOLLOW,
    "shelf": urls.SHELF,
    "search": urls.SEARCH,
    "feed": urls.feed(),
    "opensearch": urls.OPENSEARCH,
    "manifest": urls.MANIFEST,
    "data": urls.DATA,
    "pagefind": urls.PAGEFIND,
}
"""Field of `SiteView` → the address of what every site has."""
_FILES: Final[Mapping[str, Any]] = {
    "style": "style.css",
    "script": "js/site.js",
    "early_script": "js/theme.js",
    "search_script": "js/search.js",
    "shelf_script": "js/shelf/page.js",
    "map_script": "js/map.js",
    "paper_style": "css/paper.css",
    "home_style": "css/pages/home.css",
    "map_style": "css/pages/map.css",
    "shelf_style": "css/pages/shelf.css",
    "sort_script": "js/sort.js",
    "figures_style": "css/pages/figures.css",
    "overviews_style": "css/pages/overviews.css",
    "search_style": "css/pages/search.css",
    "compare_script": "js/compare.js",
    "icon": "icon.svg",
}
"""Field of `SiteView` → the file of `static/`."""


def _at_times(catalog: Catalog) -> Mapping[str, tuple[str, bool]]:
    """Field of `SiteView` → the address of what some sites have, and whether this one does."""
    return {
        "authors": (urls.AUTHORS, any(entry.paper.authors for entry in catalog.papers)),
        "numbers": (urls.NUMBERS, any(entry.quantities for entry in catalog.papers)),
        "acronyms": (urls.ACRONYMS, bool(catalog.glossary.acronyms)),
        "systems": (urls.SYSTEMS, bool(catalog.glossary.systems)),
        "shelves": (urls.SHELVES, bool(catalog.shelves)),
        "editions": (urls.EDITIONS, bool(catalog.editions)),
        "new": (urls.NEW, bool(catalog.days)),
    }


def one_page(entry: CatalogEntry, presenter: Presenter) -> Rendered:
    """The page of a paper that is no longer as it was when `everything` was planned; the others still are."""
    return _at(PAPER, presenter.changed_paper(entry))


def _pages(presenter: Presenter, pages: Sequence[ProsePage]) -> Iterator[Rendered | Made]:
    catalog = presenter.catalog
    for entry, page in presenter.papers():
        yield _at(PAPER, page)
        yield Made(_path(urls.twin(entry.slug)), data.twin, partial(presenter.paper_pages.twin, entry))
    yield from _all("moved.html", presenter.moved())
    yield from _all("tag.html", presenter.tags())
    yield from _all("list.html", presenter.all_papers())
    yield from _all("list.html", presenter.years())
    yield from _all("prose.html", ((urls.page(page.name), partial(presenter.prose, page)) for page in pages))
    yield from _all("edition.html", presenter.editions())
    if catalog.editions:
        yield _at("editions.html", (urls.EDITIONS, presenter.editions_overview))
    yield _at("tags.html", (urls.TAGS, presenter.tags_overview))
    yield _at("years.html", (urls.YEARS, presenter.years_overview))
    yield from _all("numbers.html", numbers_page.pages(presenter.shared, presenter.site))
    yield _at("trends.html", (urls.TRENDS, partial(trends_page.trends, presenter.shared, presenter.site)))
    yield _at("map.html", (urls.MAP, presenter.map))
    yield from _all("authors.html", presenter.authors())
    yield from _all("author.html", author_page.pages(presenter.shared, presenter.site))
    yield from _all("curated.html", curated_page.pages(presenter.shared, presenter.site))
    if catalog.shelves:
        yield _at("curated-all.html", (urls.SHELVES, partial(curated_page.overview, presenter.shared, presenter.site)))
    yield from _all("names.html", names_page.pages(presenter.shared, presenter.site))
    yield from _all("moved.html", author_page.moved(presenter.shared, presenter.site))
    yield _at("follow.html", (urls.FOLLOW, partial(follow_page.view, presenter.shared, presenter.site)))
    yield _at("a-z.html", presenter.a_z())
    yield _at("search.html", (urls.SEARCH, presenter.search))
    yield _at("shelf.html", (urls.SHELF, partial(shelf_page.shelf, presenter.shared, presenter.site)))
    yield _at("compare.html", (urls.COMPARE, partial(shelf_page.compare, presenter.shared, presenter.site)))
    if catalog.days:
        yield _at("new.html", (urls.NEW, partial(shelf_page.new, presenter.shared, presenter.site)))
    yield _at("404.html", (urls.NOT_FOUND, presenter.not_found))
    yield _at("home.html", (urls.HOME, presenter.home))


def _all(template: str, pages: Iterable[Page]) -> Iterator[Rendered]:
    return (_at(template, page) for page in pages)


def _at(template: str, page: Page) -> Rendered:
    address, view = page
    return Rendered(_path(address), template, view)


def _pictures(atlas: Atlas, palette: Mapping[int, str]) -> Iterator[Artifact]:
    yield _known(urls.PICTURE, atlas.svg(palette).encode())
    yield Data(_path(urls.MAP_DOTS), partial(map_data.dots, atlas.catalog))
    for address, card in atlas.cards(palette):
        yield Made(_path(address), social_cards.png, partial(_given, card), social_cards.LOOKS)
    for address, paper_card in atlas.paper_cards(palette):
        yield Made(_path(address), paper_cards.png, paper_card, paper_cards.LOOKS)


def _known(address: str, content: bytes) -> Data:
    return Data(_path(address), partial(_given, content))


def _given(view: _View) -> _View:
    return view


def _path(address: str) -> str:
    return urls.path(address)


def _static(static: assets.Assets) -> Iterator[Data]:
    yield _known("/.nojekyll", b"")  # or GitHub Pages would drop files whose names begin with "_"
    for address, content in static.contents.items():
        yield _known(address, content)


def _feeds(presenter: Presenter) -> Iterator[Artifact]:
    syndication = Syndication(presenter.config, presenter.catalog)
    for address, feed in syndication.feeds("xml"):
        yield Rendered(_path(address), "feed.xml", partial(_given, feed))
    for address, feed in syndication.feeds("json"):
        yield Made(_path(address), feeds.json_feed, partial(_given, feed))
    yield Rendered(_path(urls.FEEDS), "opml.xml", partial(opml.view, syndication))


def _exports(presenter: Presenter) -> Iterator[Artifact]:
    catalog = presenter.catalog
    whole = Exports(presenter.bibliography, presenter.config.urls)
    large = data.is_large(len(catalog.papers))
    records = [Recorded(entry, tuple(near.slug for near in catalog.related[entry.slug])) for entry in catalog.papers]
    yield Joined(_path(urls.DATA), whole.json(), records)
    yield Joined(_path(data.whole("jsonl", large=large)), whole.jsonl(), records)
    yield Joined(_path(urls.TABLE), whole.csv(), catalog.papers)
    yield Joined(_path(urls.SHELF_INDEX), shelf_page.index(presenter.shared.common), catalog.papers)
    for address, papers in _lists(catalog):
        for suffix, make in (("bib", whole.bibtex), ("ris", whole.ris), ("csl.json", whole.csl)):
            found = data.references(address, suffix, large=large)
            abstracts = data.has_abstracts(address, suffix, len(papers), large=large)
            if address == urls.HOME or (suffix == "bib" and len(papers) > _MANY):
                yield Joined(_path(found), make(abstracts=abstracts), papers)
            elif found.startswith(address):
                yield Data(_path(found), partial(make(abstracts=abstracts).whole, papers))


def _lists(catalog: Catalog) -> Iterator[tuple[str, Sequence[CatalogEntry]]]:
    """(address, papers) of each list whose papers can be cited at once; the site's is there even when it is empty."""
    yield urls.HOME, catalog.papers
    yield from ((urls.tag(tag), papers) for tag, papers in catalog.by_tag.items() if papers)
    yield from ((urls.year(year), papers) for year, papers in catalog.by_year.items())
    yield from ((urls.curated(one.shelf.slug), one.papers) for one in catalog.shelves)
    yield from ((urls.author(one.slug), one.papers) for one in catalog.authors.values() if one.has_files)
    for edition in catalog.editions:
        yield urls.edition(edition.date), [catalog.by_slug[slug] for slug in edition.papers]


def _for_crawlers(presenter: Presenter, pages: Iterable[Artifact]) -> Iterator[Artifact]:
    catalog, config = presenter.catalog, presenter.config
    rendered = (page for page in pages if isinstance(page, Rendered))
    listed = [_address(page) for page in rendered if page.template not in _UNLISTED]
    parts = discovery.sitemap_parts(listed)
    for address, held in parts.items():
        yield _at("sitemap.xml", (address, partial(discovery.sitemap, held, catalog, config)))
    if urls.SITEMAP not in parts:
        yield _at("sitemap-index.xml", (urls.SITEMAP, partial(discovery.sitemap_index, tuple(parts), config)))
    yield _at("opensearch.xml", (urls.OPENSEARCH, partial(discovery.opensearch, config)))
    yield _at("robots.txt", (urls.ROBOTS, partial(discovery.robots, config)))
    yield _at("llms.txt", (urls.LLMS, partial(discovery.llms, catalog, config)))
    address = data.llms_full(large=data.is_large(len(catalog.papers)))
    yield Joined(_path(address), *llms_full.roll(catalog, presenter.bibliography, config))
    yield _known(urls.MANIFEST, discovery.manifest(config, presenter.site.icon))


_UNLISTED = {"404.html", "moved.html"}


def _address(page: Rendered) -> str:
    return "/" + page.path.removesuffix("index.html")


def _clashes(made: Iterable[Artifact]) -> Iterator[Problem]:
    seen: set[str] = set()
    for artifact in made:
        # GitHub Pages tells cases apart, a curator's Mac does not.
        path = artifact.path.casefold()
        if path in seen:
            yield Problem(artifact.path, "two things of the site would be written to this file", "Rename one of them.")
        if path == offline.FILE or f"/{path}".startswith(urls.PAGEFIND):
            yield Problem(artifact.path, "is where every build writes files of its own", "Rename yours, under static/.")
        seen.add(path)
    taken = {folder for path in seen for folder in folders.around(path)}
    for path in sorted(seen & taken):
        yield Problem(path, "would be both a file and a folder of the site", "Rename yours, under static/.")
