"""Every output path and what it is made of; nothing is rendered yet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_builder import assets, feeds, files, present, urls
from site_builder.atlas import Atlas
from site_builder.catalog import Catalog, Shown
from site_builder.config import SiteConfig
from site_builder.content import ProsePage
from site_builder.errors import Problem, raise_if_any
from site_builder.memory import Recall
from site_builder.present import Presenter
from site_builder.views import CardView

PAPER = "paper.html"
"""The template of a paper's page; search covers these pages and no others."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page: `template` shown `view`, kept at `path` (relative to the output folder)."""

    path: str
    template: str
    view: object


@dataclass(frozen=True, slots=True)
class Data:
    """A file whose bytes are known."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Drawn:
    """An image shown with shared links: `card`, drawn when it is stale, kept at `path`."""

    path: str
    card: CardView


Artifact = Rendered | Data | Drawn


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
    made: tuple[Artifact, ...] = (*_static(static), *pictures, *shown, *_for_machines(catalog, config, shown))
    raise_if_any(_clashes(made))
    return made


def again(shown: Shown, presenter: Presenter) -> Rendered:
    """The page of a paper that is no longer as it was when `everything` was planned; the others still are."""
    address, view = presenter.again(shown)
    return _at(address, PAPER, view)


def _pages(presenter: Presenter, pages: Sequence[ProsePage]) -> Iterator[Rendered]:
    for address, paper in presenter.papers():
        yield _at(address, PAPER, paper)
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
    yield Data(str(urls.output(urls.PICTURE)), atlas.svg(palette).encode())
    for address, card in atlas.cards(palette):
        yield Drawn(str(urls.output(address)), card)


def _at(address: str, template: str, view: object) -> Rendered:
    return Rendered(str(urls.output(address)), template, view)


def _static(static: assets.Assets) -> Iterator[Data]:
    yield Data(".nojekyll", b"")  # or GitHub Pages would drop files whose names begin with "_"
    for address, content in static.contents.items():
        yield Data(str(urls.output(address)), content)


def _for_machines(catalog: Catalog, config: SiteConfig, pages: Iterable[Rendered]) -> Iterator[Data]:
    listed = sorted(_address(page) for page in pages if page.template not in _UNLISTED)
    yield Data("papers.json", feeds.papers_json(catalog, config).encode())
    yield Data("feed.xml", feeds.atom(catalog, config))
    yield Data("sitemap.xml", feeds.sitemap(listed, config))
    yield Data(str(urls.output(urls.OPENSEARCH)), feeds.opensearch(config))
    yield Data("robots.txt", feeds.robots(config).encode())


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
