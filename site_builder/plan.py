"""Every output path and what it is made of; nothing is rendered yet."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from site_builder import assets, cards, exports, feeds, files, present, signposts, urls
from site_builder.atlas import Atlas
from site_builder.catalog import Catalog, Shown
from site_builder.config import SiteConfig
from site_builder.content import ProsePage
from site_builder.errors import Problem, raise_if_any
from site_builder.memory import Recall
from site_builder.present import Presenter
from site_builder.syndication import Syndication

PAPER = "paper.html"
"""The template of a paper's page; search covers these pages and no others."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page: `template` shown `view`, kept at `path` (relative to the output folder)."""

    path: str
    template: str
    view: object
    names: str = ""
    """Other names of what it speaks of, which the search index reads and nobody is shown."""


@dataclass(frozen=True, slots=True)
class Data:
    """A file whose bytes are known."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """A file that `make` makes of `view`, a pure function at the top of its module, when it is stale."""

    path: str
    make: Callable[[Any], bytes]
    view: object
    looks: str = ""
    """What else decides the bytes, such as the fonts of an image."""


Artifact = Rendered | Data | Made


def everything(
    catalog: Catalog, pages: Sequence[ProsePage], config: SiteConfig, recall: Recall | None = None
) -> tuple[Artifact, ...]:
    """The whole site, in the order to publish it: what pages need, then pages, then what lists them.

    Raises `BuildFailed` when two things claim one path.
    """
    static = assets.load((config.root / "static", files.packaged("static")))
    site = present.site_view(config, catalog, static)
    presenter = (recall or Recall()).one("presenter", object(), lambda: Presenter(config, catalog, site))
    shown = tuple(_pages(presenter, pages))
    pictures = _pictures(presenter.atlas, static.palette)
    machines = (*_feeds(presenter), *_exports(presenter), *_signposts(presenter, shown))
    made: tuple[Artifact, ...] = (*_static(static), *pictures, *shown, *machines)
    raise_if_any(_clashes(made))
    return made


def again(shown: Shown, presenter: Presenter) -> Rendered:
    """The page of a paper that is no longer as it was when `everything` was planned; the others still are."""
    address, view = presenter.again(shown)
    return _at(address, PAPER, view)


def _pages(presenter: Presenter, pages: Sequence[ProsePage]) -> Iterator[Rendered]:
    for address, paper, names in presenter.papers():
        yield Rendered(_path(address), PAPER, paper, names)
    for address, moved in presenter.moved():
        yield _at(address, "moved.html", moved)
    for address, tag in presenter.tags():
        yield _at(address, "tag.html", tag)
    for address, listed in (*presenter.all_papers(), *presenter.years()):
        yield _at(address, "list.html", listed)
    for page in pages:
        yield _at(urls.page(page.name), "prose.html", presenter.prose(page))
    for address, edition in presenter.editions():
        yield _at(address, "edition.html", edition)
    if presenter.catalog.editions:
        yield _at(urls.EDITIONS, "editions.html", presenter.editions_overview())
    yield _at(urls.TAGS, "tags.html", presenter.tags_overview())
    yield _at(urls.YEARS, "years.html", presenter.years_overview())
    yield _at(urls.MAP, "map.html", presenter.map())
    for address, authors in presenter.authors():
        yield _at(address, "authors.html", authors)
    yield _at(urls.A_Z, "a-z.html", presenter.a_z())
    yield _at(urls.SEARCH, "search.html", presenter.search())
    yield _at(urls.NOT_FOUND, "404.html", presenter.not_found())
    yield _at(urls.HOME, "home.html", presenter.home())


def _pictures(atlas: Atlas, palette: Mapping[int, str]) -> Iterator[Artifact]:
    yield Data(_path(urls.PICTURE), atlas.svg(palette).encode())
    for address, card in atlas.cards(palette):
        yield Made(_path(address), cards.png, card, cards.LOOKS)


def _at(address: str, template: str, view: object) -> Rendered:
    return Rendered(_path(address), template, view)


def _path(address: str) -> str:
    return str(urls.output(address))


def _static(static: assets.Assets) -> Iterator[Data]:
    yield Data(".nojekyll", b"")  # or GitHub Pages would drop files whose names begin with "_"
    for address, content in static.contents.items():
        yield Data(_path(address), content)


def _feeds(presenter: Presenter) -> Iterator[Made]:
    syndication = Syndication(presenter.config, presenter.catalog)
    for suffix, write in (("xml", feeds.atom), ("json", feeds.json_feed)):
        for address, feed in syndication.feeds(suffix):
            yield Made(_path(address), write, feed)


def _exports(presenter: Presenter) -> Iterator[Artifact]:
    catalog, site = presenter.catalog, presenter.config.urls
    records = [exports.record(shown, catalog, site) for shown in catalog.papers]
    lines = exports.as_lines(records)
    yield Data(_path(urls.DATA), exports.papers_json(lines))
    yield Data(_path(urls.LINES), exports.papers_jsonl(lines))
    yield Data(_path(urls.TABLE), exports.papers_csv(records))
    for tag, papers in ("", catalog.papers), *catalog.by_tag.items():
        if papers:
            entries = (presenter.bibliography.bibtex(shown.paper) for shown in papers)
            yield Data(_path(urls.bibliography(tag)), "\n".join(entries).encode("utf-8", "replace"))
    for shown in catalog.papers:
        yield Made(_path(urls.twin(shown.slug)), exports.twin, presenter.twin(shown))


def _signposts(presenter: Presenter, pages: Iterable[Rendered]) -> Iterator[Data]:
    catalog, config = presenter.catalog, presenter.config
    listed = [_address(page) for page in pages if page.template not in _UNLISTED]
    yield Data(_path(urls.SITEMAP), signposts.sitemap(presenter.dated(listed), config))
    yield Data(_path(urls.OPENSEARCH), signposts.opensearch(config))
    yield Data(_path(urls.ROBOTS), signposts.robots(config))
    yield Data(_path(urls.LLMS), signposts.llms(catalog, config))


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
        seen.add(path)
