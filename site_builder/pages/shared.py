"""What several pages show: heads, rows, tags and areas, years.

`Common` is for pages that are decided by the papers they show, `Shared` for those that tell of all. `presenter` makes
whole pages of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final
from urllib.parse import urlencode

from site_builder.analysis import gist
from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.analysis.tagging import Earned
from site_builder.content.model import Paper
from site_builder.content.vocabulary import Vocabulary
from site_builder.core import pagination, urls
from site_builder.core.config import SiteConfig
from site_builder.core.pagination import Part
from site_builder.core.urls import Urls
from site_builder.core.words import Words
from site_builder.formats import coins, data, schema_org
from site_builder.formats.citations import Bibliography, Reference
from site_builder.pages.views import AreaView, HeadView, Link, Listing, RowView, TagLink
from site_builder.text import markdown, person_names, plaintext

_FILTERS: Final = 7
"""Tags offered to narrow a tag's list by."""
_DESCRIBED: Final = 155
"""Characters of a description; search engines cut there."""
_NAMED: Final = 100
"""Characters of a page's title in the address of an issue: of twelve bytes at most each, where 8,000 are taken."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One part of a long list of papers."""

    address: str
    number: int
    papers: Sequence[CatalogEntry]
    first: int
    """Place of its first paper in the whole list, from 1."""
    last: int
    total: int
    pagination: tuple[Link, ...]
    """Links to all parts; empty when there is but one."""

    def titled(self, heading: str, words: Words) -> str:
        """`heading`, and which part this is unless it is the first."""
        return heading if self.number == 1 else in_part(heading, self.number, words)


@dataclass(frozen=True)
class Common:
    """Makes what pages of one site share whatever papers it has.

    It knows no paper but those it is shown: what it makes of one can say nothing of others (see `build.input_keys`).
    """

    config: SiteConfig
    vocabulary: Vocabulary
    bibliography: Bibliography
    is_large: bool
    """As of `data.is_large`."""

    def references(self, address: str) -> tuple[Link, ...]:
        """The papers of the list at `address` for programs that keep references."""
        return references(self.config.urls, address, large=self.is_large)

    def head(
        self,
        title: str,
        description: str,
        address: str,
        section: str = "",
        *,
        current: bool = False,
        indexed: bool = True,
    ) -> HeadView:
        """The head of the page at `address`."""
        return HeadView(
            title=title,
            description=truncated(description, _DESCRIBED),
            canonical=self.config.urls.absolute(address),
            section=section,
            current=current,
            indexed=indexed,
            card=self._card(""),
            card_alt=f"{self.config.title}: {self.config.description}".removesuffix(": "),
            fix=self._fix(title, address),
        )

    def _fix(self, title: str, address: str) -> str:
        """An issue about the page at `address`; static/js/site.js adds what a reader has before them."""
        if not self.config.repository:
            return ""
        words = self.config.words
        named = words.gettext("Fix: %(title)s", title=truncated(title, _NAMED))
        text = f"{self.config.urls.absolute(address)}\n\n{words.gettext('What is wrong, and what is right?')}\n"
        return urls.new_issue(self.config.repository, named, text)

    def with_card(self, head: HeadView, tag: str) -> HeadView:
        """`head` with the image of `tag`, where there is one."""
        if not tag:
            return head
        known = self.vocabulary.tag(tag)
        return replace(head, card=self._card(tag), card_alt=f"{known.name}: {known.means}".removesuffix(": "))

    def collected(self, head: HeadView, total: int, feed: str = "") -> HeadView:
        """`head`, of a page of a list of `total` papers that has `feed` (an address)."""
        home = (self.config.title, self.config.urls.absolute(urls.HOME))
        steps = [home] if head.canonical == home[1] else [home, (head.title, head.canonical)]
        about = {"name": head.title, "description": head.description, "url": head.canonical}
        collection = schema_org.collection(about, total)
        return replace(
            head, linked=schema_org.together(collection, schema_org.trail(steps)), feed=self.href(feed) if feed else ""
        )

    def _card(self, tag: str) -> str:
        return self.config.urls.absolute(urls.card(tag))

    def cited(self, entry: CatalogEntry) -> Reference:
        """`entry` as others cite it."""
        return self.bibliography.reference(entry.paper, entry.key)

    def href(self, address: str) -> str:
        """`address` as a link."""
        return self.config.urls.href(address)

    def search_href(self, query: str) -> str:
        """The search page with the answers to `query`."""
        return f"{self.href(urls.SEARCH)}?{urlencode({'q': query})}"

    def stretches(self, address: str, papers: Sequence[CatalogEntry]) -> Iterator[Stretch]:
        """The parts of the list of `papers` at `address`; one, which may be empty, when it is short."""
        every = pagination.paginate(len(papers), self.config.per_page)
        for part in every:
            yield Stretch(
                address=urls.numbered(address, part.number),
                number=part.number,
                papers=papers[part.first - 1 : part.last],
                first=part.first,
                last=part.last,
                total=len(papers),
                pagination=page_links(every, part.number, address, self.config.urls),
            )

    def listing(self, stretch: Stretch, order: str = "", key: str = "") -> Listing:
        """The papers of `stretch` in a list that goes by `order`, and that the scripts know as `key`.

        Without one they know its rows, where it is in one part.
        """
        return Listing(
            rows=tuple(map(self.row, stretch.papers)),
            first=stretch.first,
            last=stretch.last,
            total=stretch.total,
            pagination=stretch.pagination,
            order=order,
            by=self.config.order,
            key=key or ("" if stretch.pagination else "rows"),
        )

    def met(self, tag: str, papers: Sequence[CatalogEntry]) -> tuple[tuple[str, int], ...]:
        """The tags that `papers` have besides `tag`, most frequent first, and how often."""
        counts: dict[str, int] = {}
        for entry in papers:
            for earned in entry.tags:
                counts[earned.tag] = counts.get(earned.tag, 0) + 1
        counts.pop(tag, None)
        narrowing = [(slug, count) for slug, count in counts.items() if count < len(papers)]
        return tuple(sorted(narrowing, key=lambda met: (-met[1], met[0]))[:_FILTERS])

    def tag_link(self, slug: str, earned: Earned | None = None) -> TagLink:
        """The tag `slug`, with the reason when the paper that `earned` it is given."""
        tag = self.vocabulary.tag(slug)
        return TagLink(
            slug=slug,
            name=tag.name,
            href=self.href(urls.tag(slug)),
            hue=self.vocabulary.area(tag.area).hue,
            reason=self._reason(earned) if earned else "",
        )

    def _reason(self, earned: Earned) -> str:
        words = self.config.words
        if earned.by == "hand":
            return words.gettext("set by hand")
        if earned.by == "record":
            return words.gettext("stated by its record")
        if earned.by != "rule":
            return words.gettext("comes with %(tag)s", tag=self.vocabulary.tag(earned.by).name)
        return words.gettext("“%(phrase)s”", phrase=earned.phrase)

    def row(self, entry: CatalogEntry) -> RowView:
        """`entry` in a list; made once."""
        made = self._rows.get(entry.slug)
        if made is None or made[0] is not entry:
            made = self._rows[entry.slug] = (entry, self._new_row(entry))
        return made[1]

    @cached_property
    def _rows(self) -> dict[str, tuple[CatalogEntry, RowView]]:
        return {}

    def _new_row(self, entry: CatalogEntry) -> RowView:
        paper = entry.paper
        return RowView(
            slug=paper.slug,
            href=self.href(urls.paper(paper.slug)),
            title_html=paper.title_html,
            gist_html=markdown.inline(gist.brief(entry.gist.text)),
            has_abstract=bool(paper.body),
            note_html=markdown.inline(paper.note),
            tags=tuple(self.tag_link(earned.tag) for earned in entry.tags),
            authors=person_names.short(paper.authors, self.config.words),
            year=str(paper.year or ""),
            venue=paper.appeared_in,
            ways=tuple(ways(entry, self.config.words)),
            lang=self.config.marked(paper.lang),
            extra=paper.extra,
            coins_html=coins.context_object(self.cited(entry)),
            added=entry.day.isoformat() if entry.day else "",
            aliases=paper.aliases,
        )

    def abstract(self, entry: CatalogEntry) -> str:
        """The abstract as HTML: what it says the paper does and reports is marked, and what it claims in numbers."""
        marked = _highlights(entry)
        spans = list(_with_numbers(entry, marked)) if entry.quantities else marked
        return plaintext.mark(self._html(entry.paper), spans)

    def _html(self, paper: Paper) -> str:
        """The body of `paper`; made once where it is read, and again only for links that need the base path."""
        return paper.html if paper.html and '"/' not in paper.html else markdown.html(paper.body, self.config.urls.base)


@dataclass(frozen=True)
class Shared(Common):
    """Makes what the pages of one site share, and knows all its papers."""

    catalog: Catalog

    @classmethod
    def of(cls, config: SiteConfig, catalog: Catalog) -> "Shared":
        """What the pages of `catalog` share."""
        settings = replace(config, jobs=1)  # how many processes share the work changes no page
        bibliography, is_large = Bibliography(config.urls, catalog.venues), data.is_large(len(catalog.papers))
        return cls(settings, catalog.vocabulary, bibliography, is_large, catalog)

    @cached_property
    def common(self) -> Common:
        """What knows no paper."""
        return Common(self.config, self.vocabulary, self.bibliography, self.is_large)

    def row(self, entry: CatalogEntry) -> RowView:
        """`entry` in a list; made once."""
        return self.common.row(entry)

    def years(self, here: str = "") -> tuple[Link, ...]:
        """A link to each year; those of the page at address `here` are current."""
        return tuple(
            Link(
                name=str(year),
                href=self.href(urls.year(year)),
                current=here.startswith(urls.year(year)),
                note=str(len(papers)),
            )
            for year, papers in self.catalog.by_year.items()
        )

    def areas(self, current: str = "") -> tuple[AreaView, ...]:
        """Every area with its tags; the tag `current` is the one shown."""
        if not current:
            return self._plain_areas
        return tuple(self._area_views(current))

    @cached_property
    def _plain_areas(self) -> tuple[AreaView, ...]:
        return tuple(self._area_views(""))

    def _area_views(self, current: str) -> Iterator[AreaView]:
        most = max((len(self.catalog.by_tag[tag.slug]) for tag in self.catalog.used_tags), default=0)
        for area in self.vocabulary.areas:
            tags = [tag for tag in self.catalog.used_tags if tag.area == area.slug]
            if tags:
                counts = [len(self.catalog.by_tag[tag.slug]) for tag in tags]
                yield AreaView(
                    slug=area.slug,
                    name=area.name,
                    hue=area.hue,
                    href=self.href(urls.area(area.slug)),
                    tags=tuple(
                        Link(
                            name=tag.name,
                            href=self.href(urls.tag(tag.slug)),
                            current=tag.slug == current,
                            note=str(count),
                        )
                        for tag, count in zip(tags, counts, strict=True)
                    ),
                    shares=shares(counts, most),
                )

    def author_href(self, stated: str) -> str:
        """The page of the author that papers call `stated`; "" where there is none, or nobody of that name is known."""
        return self._author_hrefs.get(self.catalog.names.name(stated), "")

    @cached_property
    def _author_hrefs(self) -> dict[str, str]:
        found = self.catalog.authors.items()
        return {name: self.href(urls.author(author.slug)) for name, author in found if author.has_page}


def _highlights(entry: CatalogEntry) -> list[tuple[int, int, str]]:
    """(start, end, class) of what the paper does and what it reports, in order."""
    found = [(entry.gist.contribution, "does"), (entry.gist.result, "reports")]
    return sorted((*span, name) for span, name in found if span)


def _with_numbers(entry: CatalogEntry, highlights: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """`highlights` cut where a number begins or ends; a number within one has its class too."""
    numbers = [one.span for one in entry.quantities]
    spans = [*((start, end) for start, end, _ in highlights), *numbers]
    edges = sorted({edge for span in spans for edge in span})
    for start, end in pairwise(edges):
        names = [name for first, last, name in highlights if first <= start and end <= last]
        if any(first <= start and end <= last for first, last in numbers):
            names.append("figure")
        if names:
            yield start, end, " ".join(names)


def in_part(heading: str, number: int, words: Words) -> str:
    """`heading` of part `number` of a long list."""
    return words.gettext("%(heading)s, part %(number)s", heading=heading, number=words.number(number))


def references(site: Urls, address: str, *, large: bool) -> tuple[Link, ...]:
    """Links to the references to the papers of the list at `address`; the site may be a large one.

    Where a form has them in the site's file only, `note` is the href of the list's BibTeX, whose keys say which they
    are: a script picks them.
    """
    kinds = {"BibTeX": "bib", "RIS": "ris", "CSL-JSON": "csl.json"}
    found = {name: data.references(address, suffix, large=large) for name, suffix in kinds.items()}
    own = site.href(urls.references(address))
    return tuple(
        Link(name=name, href=site.href(file), note="" if file.startswith(address) else own)
        for name, file in found.items()
    )


def shares(counts: Sequence[int], most: int) -> tuple[float, ...]:
    """Each count as a percentage of `most`."""
    return tuple(round(100 * count / most, 1) for count in counts)


def ways(entry: CatalogEntry, words: Words) -> Iterator[Link]:
    """Links to where `entry` is known to be elsewhere."""
    paper = entry.paper
    stated = {href for _, href in paper.links}
    for name, href in urls.elsewhere(paper.arxiv, paper.doi, paper.links):
        yield Link(
            name=words.gettext("Code") if name == "Code" else name,
            href=href,
            note=urls.host(href) if href in stated else "",
        )


def truncated(text: str, length: int) -> str:
    """`text` in at most `length` characters, cut between words."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(None, 1)[0].rstrip(" ,;:–—-") + "…"


def page_links(pagination: tuple[Part, ...], current: int, address: str, site: Urls) -> tuple[Link, ...]:
    """A link to each part of the list at `address`; none when there is but one."""
    if len(pagination) == 1:
        return ()
    links = _links_to_parts(pagination, address, site)
    here = replace(links[current - 1], current=True)
    return (*links[: current - 1], here, *links[current:])


@lru_cache(maxsize=4)
def _links_to_parts(pagination: tuple[Part, ...], address: str, site: Urls) -> tuple[Link, ...]:
    """As `page_links`, of all the pages of a list, of which each has as many."""
    return tuple(
        Link(
            name=str(part.number),
            href=site.href(urls.numbered(address, part.number)),
            note=f"{part.first}–{part.last}",
        )
        for part in pagination
    )
