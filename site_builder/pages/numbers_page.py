"""The pages of what papers claim in numbers: an overview, and a table for each kind of unit, largest value first."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from site_builder.analysis.catalog import CatalogEntry
from site_builder.analysis.quantities import Quantity
from site_builder.analysis.quantity_units import KINDS
from site_builder.core import pagination, urls
from site_builder.pages.presenter import Page
from site_builder.pages.shared import Common, Shared, in_part, page_links
from site_builder.pages.views import HeadView, Link, SiteView

_ROWS: Final = 80
"""Rows of a page."""
_FIRST_ROWS: Final = 3
"""Rows of each kind in the overview."""
_AROUND: Final = 3
"""Words on either side of a number by which a browser finds it."""
_WORD: Final = re.compile(r"\S+")
_SCALES: Final = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12,
                  "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}  # fmt: skip
_SIGNS: Final = {"up": "+", "down": "−"}
_ARROWS: Final = {"up": "↑", "down": "↓"}
_FIRST_NUMBER: Final = re.compile(r"[-−]?\d[\d,\u202f\u2009]*(?:\.\d+)?")
_SCALE: Final = re.compile(r"(thousand|million|billion|trillion|[kKMBT])$")
_POWER: Final = re.compile(r"10([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})(?![⁰¹²³⁴⁵⁶⁷⁸⁹])")
_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberView:
    """A quantity that a paper claims."""

    value: str
    """With its unit and, where the abstract says that something changed, a sign: "−38 %", "4.4 ×"."""
    direction: str
    """"more", "less" or ""."""
    arrow: str
    """The same as a sign, where the value has none."""
    sorted_by: float
    before: str
    """The sentence up to the quantity, the quantity as written, and the rest."""
    claim: str
    after: str
    lang: str
    href: str
    """To the paper."""
    fragment: str
    """To the sentence in its abstract."""
    title_html: str
    year: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """The quantities of one kind; some of them."""

    name: str
    href: str
    count: int
    rows: tuple[NumberView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersView:
    """numbers.html: the overview, or one part of the quantities of one kind."""

    site: SiteView
    head: HeadView
    heading: str
    total: int
    papers: int
    """How many of the papers claim any."""
    kinds: tuple[Link, ...]
    groups: tuple[GroupView, ...]
    """All in the overview, else one."""
    pagination: tuple[Link, ...]
    first: int
    last: int


_Claim = tuple[float, CatalogEntry, Quantity]


def pages(shared: Shared, site: SiteView) -> Iterator[Page]:
    """The overview, and each part of each kind's table; none where no paper claims anything."""
    found = _by_kind(shared.catalog.papers)
    if not found:
        return
    claiming = sum(bool(entry.quantities) for entry in shared.catalog.papers)
    makes = NumbersPages(shared.common, site, {kind: len(claims) for kind, claims in found.items()}, claiming)
    first = {kind: claims[:_FIRST_ROWS] for kind, claims in found.items()}
    yield urls.NUMBERS, partial(makes.overview, first)
    for kind, claims in found.items():
        for part in pagination.paginate(len(claims), _ROWS):
            here = claims[part.first - 1 : part.last]
            yield urls.numbered(urls.numbers(kind), part.number), partial(makes.part, kind, part.number, here)


def _by_kind(papers: Iterable[CatalogEntry]) -> dict[str, Sequence[_Claim]]:
    """Kind → its quantities: by unit, the most frequent first, and the largest value first within each."""
    found: dict[str, list[_Claim]] = {kind: [] for kind in KINDS}
    for entry in papers:
        for one in entry.quantities:
            found[one.kind].append((magnitude(one.value), entry, one))
    return {kind: _sorted(claims, kind) for kind, claims in found.items() if claims}


def _sorted(claims: list[_Claim], kind: str) -> Sequence[_Claim]:
    units: dict[str, int] = {}
    if kind not in ("count", "parameters"):  # of these each has a unit of its own
        for _, _, one in claims:
            units[one.unit] = units.get(one.unit, 0) + 1
    return sorted(
        claims,
        key=lambda claim: (
            -units.get(claim[2].unit, 0),
            claim[2].unit if units else "",
            -claim[0],
            claim[1].slug,
            claim[2].span,
        ),
    )


@dataclass(frozen=True)
class NumbersPages:
    """Makes the pages of what papers claim in numbers; it knows no paper but those it is shown."""

    shared: Common
    site: SiteView
    counts: Mapping[str, int]
    """Kind → how many quantities are claimed."""
    papers: int
    """How many papers claim any."""

    def overview(self, first: Mapping[str, Sequence[_Claim]]) -> NumbersView:
        """Every kind, with the `first` of its quantities."""
        total = sum(self.counts.values())
        description = self.shared.config.words.ngettext(
            "%(num)s quantity that abstracts claim, each with its sentence.",
            "%(num)s quantities that abstracts claim, each with its sentence.",
            total,
        )
        groups = tuple(self._group(kind, claims) for kind, claims in first.items())
        return self._view(self.shared.config.words.gettext("Numbers"), description, urls.NUMBERS, groups)

    def part(self, kind: str, number: int, claims: Sequence[_Claim]) -> NumbersView:
        """Part `number` of the table of `kind`, which has these `claims`."""
        parts, address = pagination.paginate(self.counts[kind], _ROWS), urls.numbers(kind)
        part = parts[number - 1]
        words, name = self.shared.config.words, self._names[kind]
        title = name if number == 1 else in_part(name, number, words)
        return self._view(
            title,
            words.gettext("%(kind)s that abstracts claim, each with its sentence, the largest first.", kind=name),
            urls.numbered(address, number),
            (self._group(kind, claims),),
            (page_links(parts, number, address, self.shared.config.urls), part.first, part.last),
        )

    def _view(
        self,
        title: str,
        description: str,
        address: str,
        groups: tuple[GroupView, ...],
        part: tuple[tuple[Link, ...], int, int] = ((), 0, 0),
    ) -> NumbersView:
        return NumbersView(
            site=self.site,
            head=self.shared.head(title, description, address),
            heading=groups[0].name if part[2] else title,
            total=sum(self.counts.values()),
            papers=self.papers,
            kinds=tuple(
                Link(
                    name=self._names[kind],
                    href=self.shared.href(urls.numbers(kind)),
                    current=address.startswith(urls.numbers(kind)),
                    note=self.shared.config.words.number(count),
                )
                for kind, count in self.counts.items()
            ),
            groups=groups,
            pagination=part[0],
            first=part[1],
            last=part[2],
        )

    @cached_property
    def _names(self) -> dict[str, str]:
        """Kind → heading."""
        words = self.shared.config.words
        return {
            "factor": words.gettext("Factors"),
            "percent": words.gettext("Percentages"),
            "points": words.gettext("Points"),
            "score": words.gettext("Scores and ratios"),
            "parameters": words.gettext("Parameters"),
            "count": words.gettext("Counts"),
            "bytes": words.gettext("Memory and data"),
            "speed": words.gettext("Throughput"),
            "time": words.gettext("Time"),
            "physical": words.gettext("Physical units"),
        }

    @cached_property
    def _directions(self) -> dict[str, str]:
        words = self.shared.config.words
        return {"up": words.pgettext("change", "more"), "down": words.pgettext("change", "less")}

    def _group(self, kind: str, claims: Sequence[_Claim]) -> GroupView:
        return GroupView(
            name=self._names[kind],
            href=self.shared.href(urls.numbers(kind)),
            count=self.counts[kind],
            rows=tuple(self._row(*claim) for claim in claims),
        )

    def _row(self, size: float, entry: CatalogEntry, one: Quantity) -> NumberView:
        text, (start, end) = entry.paper.abstract, one.sentence
        paper = entry.paper
        sign = (
            _SIGNS.get(one.direction, "")
            if one.kind in ("percent", "points") and not one.value.startswith(("-", "−"))
            else ""
        )
        return NumberView(
            value=f"{sign}{one.value}\u00a0{one.unit}".strip(),
            direction=self._directions.get(one.direction, ""),
            arrow="" if sign else _ARROWS.get(one.direction, ""),
            sorted_by=size,
            before=text[start : one.span[0]],
            claim=text[slice(*one.span)],
            after=text[one.span[1] : end],
            lang=self.shared.config.marked(paper.lang),
            href=self.shared.href(urls.paper(paper.slug)),
            fragment=f"#abstract{urls.fragment(_found_by(text, one))}",
            title_html=paper.title_html,
            year=str(paper.year or ""),
        )


def magnitude(value: str) -> float:
    """The number by which `value` is sorted: the first of a range, scaled: 7e9 for "7B"."""
    first = value.partition("–")[0]
    number = _FIRST_NUMBER.search(first)
    if number is None:
        return 0.0
    scale = _SCALE.search(value)
    size = float(re.sub(r"[,\u202f\u2009]", "", number[0]).replace("−", "-")) * (_SCALES[scale[1]] if scale else 1)
    power = _POWER.search(first)
    is_bare = bool(power) and first.startswith("10")
    return float((1 if is_bare else size) * 10.0 ** int(power[1].translate(_DIGITS))) if power else size


def _found_by(text: str, one: Quantity) -> str:
    """The quantity with some words around it, by which a browser finds this very one."""
    words = [found.span() for found in _WORD.finditer(text, *one.sentence)]
    held = [index for index, (start, end) in enumerate(words) if start < one.span[1] and end > one.span[0]]
    first, last = max(0, held[0] - _AROUND), min(len(words) - 1, held[-1] + _AROUND)
    return text[words[first][0] : words[last][1]]
