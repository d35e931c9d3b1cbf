"""The catalog as views: which links, which rows, which words.

Pure: a catalog and addresses in, views out. How they look is for the templates.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from site_builder import bylines, catalog, citations, editions, linked, markup, names, parts, urls
from site_builder.assets import Assets
from site_builder.atlas import Atlas
from site_builder.catalog import Catalog, Shown
from site_builder.citations import Bibliography
from site_builder.config import SiteConfig
from site_builder.content import ProsePage
from site_builder.model import Edition, Tag
from site_builder.tagging import Earned
from site_builder.views import (
    AreaView,
    AuthorsView,
    AZView,
    EditionsView,
    EditionView,
    HeadView,
    HomeView,
    IssueView,
    LetterView,
    Link,
    ListView,
    MapView,
    MovedView,
    NearView,
    PaperView,
    ProseView,
    RowView,
    SearchView,
    SiteView,
    TagLink,
    TagsView,
    TagView,
    TwinView,
    YearsView,
)

_FILTERS = 7
"""Tags offered to narrow a tag's list by."""
_DESCRIBED = 155
"""Characters of a description; search engines cut there."""


@dataclass(frozen=True)
class Presenter:
    """Makes the views of one site."""

    config: SiteConfig
    catalog: Catalog
    site: SiteView

    @cached_property
    def atlas(self) -> Atlas:
        """The pictures of the site."""
        return Atlas(self.config, self.catalog)

    @cached_property
    def bibliography(self) -> Bibliography:
        """The papers as others cite them."""
        papers = [shown.paper for shown in self.catalog.papers]
        return Bibliography(papers, catalog.plain_title, self.config.urls)

    # -- pages ---------------------------------------------------------------------------------------------------

    def home(self) -> HomeView:
        """The front page."""
        count, subject = len(self.catalog.papers), self.config.subject
        dates = {self.catalog.date_of(shown) for shown in self.catalog.papers}
        dated = len(dates) > 1 or any(shown.paper.added for shown in self.catalog.papers)
        newest = self.catalog.editions[:1]
        rows = self.catalog.papers[: self.config.per_page // 2] if dated else self.catalog.central
        return HomeView(
            site=self.site,
            head=self._collected(
                self._head(self.config.title, self.config.description, urls.HOME), count, urls.feed(suffix="json")
            ),
            heading=f"{count:,} papers on {subject}" if subject else f"{count:,} papers",
            labels=self.atlas.labels,
            areas=self._areas(),
            rows_heading="Newest" if dated else "One central paper from each area",
            rows=tuple(map(self._row, rows)),
            edition=next((self._edition_link(edition) for edition in newest), None),
        )

    def all_papers(self) -> Iterator[tuple[str, ListView]]:
        """(address, view) of each part of the list of all papers."""
        description = f"All {len(self.catalog.papers):,} papers, each with the sentence that says what it does."
        yield from self._list(urls.PAPERS, "All papers", description, self.catalog.papers, "papers")

    def years(self) -> Iterator[tuple[str, ListView]]:
        """(address, view) of each part of each year's list."""
        for year, papers in self.catalog.by_year.items():
            description = f"{_counted(len(papers))} from {year}."
            yield from self._list(urls.year(year), f"Papers from {year}", description, papers, "years")

    def years_overview(self) -> YearsView:
        """The page of all years."""
        years, counts = self._years(), [len(papers) for papers in self.catalog.by_year.values()]
        return YearsView(
            site=self.site,
            head=self._head("Years", "How many papers each year has.", urls.YEARS, "years", current=True),
            years=years,
            shares=_shares(counts, max(counts, default=0)),
            unknown=len(self.catalog.papers) - sum(counts),
        )

    def tags(self) -> Iterator[tuple[str, TagView]]:
        """(address, view) of each part of each used tag's list."""
        for tag in self.catalog.used_tags:
            yield from self._tag(tag)

    def tags_overview(self) -> TagsView:
        """The page of all tags."""
        description = f"{len(self.catalog.used_tags)} tags in {len(self.catalog.vocabulary.areas)} areas."
        head = self._head("Tags", description, urls.TAGS, "tags", current=True)
        return TagsView(site=self.site, head=head, areas=self._areas(), meets=tuple(self.atlas.meets()))

    def map(self) -> MapView:
        """The page of the map."""
        description = f"{_counted(len(self.catalog.papers))}, placed so that those with similar abstracts lie close."
        head = self._head("Map of the papers", description, urls.MAP, "map", current=True)
        return MapView(
            site=self.site,
            head=head,
            labels=self.atlas.labels,
            areas=self._areas(),
            dots=tuple(self.atlas.dots()),
            radius=self.atlas.radius,
        )

    def authors(self) -> Iterator[tuple[str, AuthorsView]]:
        """(address, view) of each page of the index of authors; none when no paper names one."""
        index = bylines.index(self.catalog.papers)
        total = sum(map(len, index.values()))
        for page in bylines.pages(index, self.config.urls):
            title = page.heading if page.part == 1 else f"{page.heading}, part {page.part}"
            yield (
                page.address,
                AuthorsView(
                    site=self.site,
                    head=self._head(title, f"{total:,} authors and their papers.", page.address),
                    heading=page.heading,
                    letters=page.letters,
                    authors=page.authors,
                    parts=page.parts,
                    total=total,
                ),
            )

    def editions(self) -> Iterator[tuple[str, EditionView]]:
        """(address, view) of each part of each edition."""
        every = self.catalog.editions
        for place, edition in enumerate(every):
            later = self._edition_link(every[place - 1]) if place else None
            earlier = self._edition_link(every[place + 1]) if place + 1 < len(every) else None
            yield from self._edition(edition, earlier, later)

    def editions_overview(self) -> EditionsView:
        """The page of all editions."""
        count = len(self.catalog.editions)
        head = self._head("Editions", f"{count:,} edition{'' if count == 1 else 's'}, newest first.", urls.EDITIONS)
        return EditionsView(site=self.site, head=head, issues=tuple(map(self._issue, self.catalog.editions)))

    def a_z(self) -> AZView:
        """The page of all titles."""
        by_letter: dict[str, list[tuple[str, str, str]]] = {}
        for shown in self.catalog.papers:
            title = self.catalog.titles[shown.slug]
            entry = (_sorted_as(title), self._href(urls.paper(shown.slug)), markup.inline(shown.paper.title))
            by_letter.setdefault(_letter(title), []).append(entry)
        letters = tuple(
            LetterView(
                letter=letter,
                anchor="digits" if letter == "0–9" else f"letter-{letter.lower()}",
                titles=tuple((href, html) for _, href, html in sorted(titles)),
            )
            for letter, titles in sorted(by_letter.items())
        )
        head = self._head(
            "All titles, A–Z", f"All {len(self.catalog.papers):,} titles in alphabetical order.", urls.A_Z
        )
        return AZView(site=self.site, head=head, letters=letters)

    def papers(self) -> Iterator[tuple[str, PaperView, str]]:
        """(address, view, other names for the search index) of each paper's page."""
        shelf = self.catalog.papers
        for place, shown in enumerate(shelf):
            before = shelf[place - 1] if place else None
            after = shelf[place + 1] if place + 1 < len(shelf) else None
            names = self.catalog.other_names(shown) if self.config.searchable else ""
            yield urls.paper(shown.slug), self._paper(shown, before, after), names

    def again(self, shown: Shown) -> tuple[str, PaperView]:
        """(address, view) of a paper that is no longer as it was in the catalog; the others still are."""
        slugs = [other.slug for other in self.catalog.papers]
        place = slugs.index(shown.slug)
        self._rows.pop(shown.slug, None)
        before, after = self.catalog.papers[place - 1 : place], self.catalog.papers[place + 1 : place + 2]
        view = self._paper(shown, next(iter(before), None), next(iter(after), None))
        return urls.paper(shown.slug), view

    def moved(self) -> Iterator[tuple[str, MovedView]]:
        """(address, view) of a stub for each alias of a paper."""
        for shown in self.catalog.papers:
            for alias in shown.paper.aliases:
                to = urls.paper(shown.slug)
                head = self._head(catalog.plain_title(shown.paper), "This page has moved.", to, indexed=False)
                yield urls.paper(alias), MovedView(site=self.site, head=head, href=self._href(to))

    def search(self) -> SearchView:
        """The search page."""
        head = self._head("Search", f"Search {len(self.catalog.papers):,} papers.", urls.SEARCH)
        return SearchView(site=self.site, head=head, areas=self._areas())

    def prose(self, page: ProsePage) -> ProseView:
        """A page of the curator's."""
        address = urls.page(page.name)
        about = address == urls.ABOUT
        return ProseView(
            site=self.site,
            head=self._head(
                page.title, page.description or page.title, address, "about" if about else "", current=about
            ),
            heading=page.title,
            body_html=markup.html(page.body, self.config.urls.base),
            areas=self._areas(),
        )

    def not_found(self) -> ProseView:
        """What answers at an address that is not there."""
        head = self._head("Nothing at this address", "This page does not exist.", urls.NOT_FOUND)
        return ProseView(site=self.site, head=head, heading=head.title, body_html="", areas=self._areas())

    # -- for machines ------------------------------------------------------------------------------------------------

    def twin(self, shown: Shown) -> TwinView:
        """A paper as Markdown."""
        return TwinView(
            cited=self.bibliography.reference(shown.paper),
            bibtex=self.bibliography.bibtex(shown.paper),
            page=self.config.urls.absolute(urls.paper(shown.slug)),
            summary=shown.gist.text,
            tags=tuple(tag.name for tag in self._row(shown).tags),
            body=shown.paper.body,
        )

    def dated(self, addresses: Iterable[str]) -> Mapping[str, date | None]:
        """Each of `addresses` and when its papers were last added to; None where that says nothing of it."""
        days = {shown.slug: self.catalog.date_of(shown) or self.config.edition for shown in self.catalog.papers}
        known = {urls.paper(slug): day for slug, day in days.items()}
        known |= {
            urls.tag(tag): _newest(days[shown.slug] for shown in papers) for tag, papers in self.catalog.by_tag.items()
        }
        known |= {urls.edition(edition.date): edition.date for edition in self.catalog.editions}
        known |= dict.fromkeys((urls.HOME, urls.PAPERS), _newest(days.values()))
        return {address: known.get(address) for address in addresses}

    # -- parts ---------------------------------------------------------------------------------------------------

    def _head(
        self,
        title: str,
        description: str,
        address: str,
        section: str = "",
        *,
        current: bool = False,
        indexed: bool = True,
    ) -> HeadView:
        return HeadView(
            title=title,
            description=_cut(description, _DESCRIBED),
            canonical=self.config.urls.absolute(address),
            section=section,
            current=current,
            indexed=indexed,
            card=self._card(""),
        )

    def _collected(self, head: HeadView, count: int, feed: str = "") -> HeadView:
        """`head`, of a page that lists `count` papers and has `feed` (an address) of its own."""
        home = (self.config.title, self.config.urls.absolute(urls.HOME))
        steps = [home] if head.canonical == home[1] else [home, (head.title, head.canonical)]
        told = linked.collection(head.title, head.description, head.canonical, count)
        return replace(head, linked=linked.together(told, linked.trail(steps)), feed=self._href(feed) if feed else "")

    def _card(self, tag: str) -> str:
        return self.config.urls.absolute(urls.card(tag))

    def _href(self, address: str) -> str:
        return self.config.urls.href(address)

    def _list(
        self, address: str, heading: str, description: str, papers: Sequence[Shown], section: str
    ) -> Iterator[tuple[str, ListView]]:
        every = parts.cut(len(papers), self.config.per_page)
        for part in every:
            here = urls.numbered(address, part.number)
            title = heading if part.number == 1 else f"{heading}, part {part.number}"
            current = here == urls.PAPERS
            view = ListView(
                site=self.site,
                head=self._collected(self._head(title, description, here, section, current=current), len(papers)),
                heading=heading,
                areas=self._areas(),
                rows=tuple(map(self._row, papers[part.first - 1 : part.last])),
                first=part.first,
                last=part.last,
                total=len(papers),
                parts=parts.links(every, part.number, address, self.config.urls),
                years=self._years(here),
            )
            yield here, view

    def _tag(self, tag: Tag) -> Iterator[tuple[str, TagView]]:
        papers, address = self.catalog.by_tag[tag.slug], urls.tag(tag.slug)
        area = self.catalog.vocabulary.area(tag.area)
        every = parts.cut(len(papers), self.config.per_page)
        filters = self._met(tag.slug, papers) if len(every) == 1 else ()
        for part in every:
            here = urls.numbered(address, part.number)
            title = tag.name if part.number == 1 else f"{tag.name}, part {part.number}"
            view = TagView(
                site=self.site,
                head=self._collected(
                    replace(
                        self._head(title, f"{_counted(len(papers))}: {tag.means}", here, "tags"),
                        card=self._card(tag.slug),
                    ),
                    len(papers),
                    urls.feed(tag.slug),
                ),
                name=tag.name,
                means=tag.means,
                hue=area.hue,
                area=Link(name=area.name, href=self._href(urls.area(area.slug))),
                areas=self._areas(tag.slug),
                rows=tuple(map(self._row, papers[part.first - 1 : part.last])),
                first=part.first,
                last=part.last,
                total=len(papers),
                parts=parts.links(every, part.number, address, self.config.urls),
                bibliography=self._href(urls.bibliography(tag.slug)),
                filters=tuple(self._tag_link(slug) for slug, _ in filters),
                filter_counts=tuple(count for _, count in filters),
            )
            yield here, view

    def _edition(self, edition: Edition, earlier: Link | None, later: Link | None) -> Iterator[tuple[str, EditionView]]:
        papers, address = [self.catalog.by_slug[slug] for slug in edition.papers], urls.edition(edition.date)
        body = markup.html(edition.body, self.config.urls.base)
        description = markup.plain(body) or f"{_counted(len(papers))}, {editions.written(edition.date)}."
        every = parts.cut(len(papers), self.config.per_page)
        for part in every:
            here = urls.numbered(address, part.number)
            title = edition.title if part.number == 1 else f"{edition.title}, part {part.number}"
            view = EditionView(
                site=self.site,
                head=self._head(title, description, here),
                heading=edition.title,
                day=edition.date.isoformat(),
                date=editions.written(edition.date),
                body_html=body if part.number == 1 else "",
                areas=self._areas(),
                rows=tuple(map(self._row, papers[part.first - 1 : part.last])),
                first=part.first,
                last=part.last,
                total=len(papers),
                parts=parts.links(every, part.number, address, self.config.urls),
                earlier=earlier,
                later=later,
            )
            yield here, view

    def _edition_link(self, edition: Edition) -> Link:
        return Link(name=_cut(edition.title, 60), href=self._href(urls.edition(edition.date)))

    def _issue(self, edition: Edition) -> IssueView:
        return IssueView(
            title=edition.title,
            href=self._href(urls.edition(edition.date)),
            day=edition.date.isoformat(),
            date=editions.written(edition.date),
            count=len(edition.papers),
        )

    def _met(self, tag: str, papers: Sequence[Shown]) -> tuple[tuple[str, int], ...]:
        """The tags that `papers` have besides `tag`, most frequent first, and how often."""
        counts: dict[str, int] = {}
        for shown in papers:
            for earned in shown.tags:
                counts[earned.tag] = counts.get(earned.tag, 0) + 1
        counts.pop(tag, None)
        narrowing = [(slug, count) for slug, count in counts.items() if count < len(papers)]
        return tuple(sorted(narrowing, key=lambda met: (-met[1], met[0]))[:_FILTERS])

    def _years(self, here: str = "") -> tuple[Link, ...]:
        return tuple(
            Link(
                name=str(year),
                href=self._href(urls.year(year)),
                current=here.startswith(urls.year(year)),
                note=str(len(papers)),
            )
            for year, papers in self.catalog.by_year.items()
        )

    def _areas(self, current: str = "") -> tuple[AreaView, ...]:
        if not current:
            return self._plain_areas
        return tuple(self._area_views(current))

    @cached_property
    def _plain_areas(self) -> tuple[AreaView, ...]:
        return tuple(self._area_views(""))

    def _area_views(self, current: str) -> Iterator[AreaView]:
        most = max((len(self.catalog.by_tag[tag.slug]) for tag in self.catalog.used_tags), default=0)
        for area in self.catalog.vocabulary.areas:
            tags = [tag for tag in self.catalog.used_tags if tag.area == area.slug]
            if tags:
                counts = [len(self.catalog.by_tag[tag.slug]) for tag in tags]
                yield AreaView(
                    slug=area.slug,
                    name=area.name,
                    hue=area.hue,
                    href=self._href(urls.area(area.slug)),
                    tags=tuple(
                        Link(
                            name=tag.name,
                            href=self._href(urls.tag(tag.slug)),
                            current=tag.slug == current,
                            note=str(count),
                        )
                        for tag, count in zip(tags, counts, strict=True)
                    ),
                    shares=_shares(counts, most),
                )

    def _tag_link(self, slug: str, earned: Earned | None = None) -> TagLink:
        tag = self.catalog.vocabulary.tag(slug)
        return TagLink(
            slug=slug,
            name=tag.name,
            href=self._href(urls.tag(slug)),
            hue=self.catalog.vocabulary.area(tag.area).hue,
            reason=self._reason(earned) if earned else "",
        )

    def _reason(self, earned: Earned) -> str:
        if earned.by == "hand":
            return "set by hand"
        if earned.by != "rule":
            return f"comes with {self.catalog.vocabulary.tag(earned.by).name}"
        return f"“{earned.phrase}”"

    def _row(self, shown: Shown) -> RowView:
        made = self._rows.get(shown.slug)
        if made is None:
            made = self._rows[shown.slug] = self._new_row(shown)
        return made

    @cached_property
    def _rows(self) -> dict[str, RowView]:
        return {}

    def _new_row(self, shown: Shown) -> RowView:
        paper = shown.paper
        return RowView(
            slug=paper.slug,
            href=self._href(urls.paper(paper.slug)),
            title_html=markup.inline(paper.title),
            gist_html=markup.inline(shown.gist.text),
            abstract_html=self._abstract(shown),
            tags=tuple(self._tag_link(earned.tag) for earned in shown.tags),
            authors=names.short(paper.authors),
            year=str(paper.year or ""),
            venue=paper.venue,
            ways=tuple(_ways(shown)),
            lang=paper.lang if paper.lang != self.config.language else "",
        )

    def _abstract(self, shown: Shown) -> str:
        found = [(shown.gist.does, "does"), (shown.gist.reports, "reports")]
        spans = sorted((*span, name) for span, name in found if span)
        return markup.mark(markup.html(shown.paper.body, self.config.urls.base), spans)

    def _paper(self, shown: Shown, before: Shown | None, after: Shown | None) -> PaperView:
        paper, title, address = shown.paper, catalog.plain_title(shown.paper), urls.paper(shown.slug)
        row, first = self._row(shown), shown.tags[0].tag if shown.tags else ""
        cited, page = self.bibliography.reference(paper), self.config.urls.absolute(address)
        return PaperView(
            site=self.site,
            head=replace(
                self._head(title, shown.gist.text or title, address, "papers"),
                card=self._card(first),
                linked=linked.article(cited, page, [tag.name for tag in row.tags]),
            ),
            title_html=row.title_html,
            title=title,
            authors=paper.authors,
            year=Link(name=row.year, href=self._href(urls.year(paper.year))) if paper.year else None,
            venue=paper.venue,
            ways=(*_ways(shown), *_searches(title, paper.arxiv)),
            tags=tuple(self._tag_link(earned.tag, earned) for earned in shown.tags),
            abstract_html=row.abstract_html,
            lang=row.lang,
            marks_does=shown.gist.does is not None,
            marks_reports=shown.gist.reports is not None,
            summary=markup.inline(paper.summary) if paper.summary and not shown.gist.does else "",
            words=len(paper.abstract.split()),
            highwire=linked.highwire(cited),
            apa=citations.apa(cited),
            bibtex=self.bibliography.bibtex(paper),
            twin=self._href(urls.twin(paper.slug)),
            place=self.atlas.place(shown),
            near=tuple(self._near(shown)),
            repairs=tuple(dict.fromkeys((one.before, one.after) for one in shown.mended)),
            previous=self._turn(before),
            next=self._turn(after),
            source=f"no. {paper.source.rank} in {paper.source.file}" if paper.source else "",
            edit=self._edit(paper.slug),
        )

    def _near(self, shown: Shown) -> Iterator[NearView]:
        for near in shown.related:
            other = self.catalog.by_slug[near.slug]
            yield NearView(
                href=self._href(urls.paper(near.slug)),
                title_html=markup.inline(other.paper.title),
                hues=tuple(link.hue for link in self._row(other).tags[:4]),
                shared=", ".join(near.shared),
            )

    def _turn(self, shown: Shown | None) -> Link | None:
        if shown is None:
            return None
        return Link(name=_cut(catalog.plain_title(shown.paper), 60), href=self._href(urls.paper(shown.slug)))

    def _edit(self, slug: str) -> str:
        repository = self.config.repository
        return f"{repository}/edit/{self.config.branch}/content/papers/{slug}.md" if repository else ""


def _newest(days: Iterable[date | None]) -> date | None:
    return max(filter(None, days), default=None)


def _shares(counts: Sequence[int], most: int) -> tuple[float, ...]:
    return tuple(round(100 * count / most, 1) for count in counts)


def _counted(count: int) -> str:
    return f"{count:,} paper{'' if count == 1 else 's'}"


def _ways(shown: Shown) -> Iterator[Link]:
    paper = shown.paper
    stated = {href for _, href in paper.links}
    for name, href in urls.elsewhere(paper.arxiv, paper.doi, paper.links):
        yield Link(name=name, href=href, note=urls.host(href) if href in stated else "")


def _searches(title: str, arxiv: str) -> Iterator[Link]:
    if not arxiv:
        yield Link(name="Find on arXiv", href=urls.search_arxiv(title))
    yield Link(name="Google Scholar", href=urls.search_scholar(title))


def _cut(text: str, length: int) -> str:
    """`text` in at most `length` characters, cut between words."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(None, 1)[0].rstrip(" ,;:–—-") + "…"


def _sorted_as(title: str) -> str:
    folded = unicodedata.normalize("NFKD", title).casefold()
    return re.sub(r"[^\w\s]", "", folded, flags=re.UNICODE).strip() or folded


def _letter(title: str) -> str:
    first = _sorted_as(title)[:1].upper()
    if first.isascii() and first.isalpha():
        return first
    return "0–9" if not first.isalpha() else first


def site_view(config: SiteConfig, catalog: Catalog, assets: Assets) -> SiteView:
    """What all pages share."""
    href, files = config.urls.href, assets.addresses
    return SiteView(
        title=config.title,
        subject=config.subject,
        description=config.description,
        language=config.language,
        paper_count=len(catalog.papers),
        tag_count=len(catalog.used_tags),
        home=href(urls.HOME),
        papers=href(urls.PAPERS),
        tags=href(urls.TAGS),
        map=href(urls.MAP),
        picture=href(urls.PICTURE),
        years=href(urls.YEARS),
        authors=href(urls.AUTHORS) if any(shown.paper.authors for shown in catalog.papers) else "",
        a_z=href(urls.A_Z),
        editions=href(urls.EDITIONS) if catalog.editions else "",
        search=href(urls.SEARCH),
        about=href(urls.ABOUT),
        feed=href(urls.feed()),
        opensearch=href(urls.OPENSEARCH),
        data=href(urls.DATA),
        bibliography=href(urls.bibliography()),
        style=href(files["style.css"]),
        script=href(files["js/site.js"]),
        search_script=href(files["js/search.js"]),
        pagefind=href(urls.PAGEFIND),
        icon=href(files["icon.svg"]),
        theme_script=assets.theme_script,
        prefetch_rules=assets.prefetch_rules,
        csp=assets.csp,
        base=config.urls.base,
        repository=config.repository,
    )
