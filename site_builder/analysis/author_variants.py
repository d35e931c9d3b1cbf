"""Spellings that may be one person's, for somebody to confirm: "Quoc Le" and "Quoc V. Le", "Muñoz" and "Munoz".

Names alone prove little: there are many a Y. Li, and two people are called Yi-Fan Zhang. A pair of spellings that fit
is proposed when the papers say more: a common co-author, or a family name that only these two have and a common tag.
Whoever signs the same paper in both spellings is two people. Nothing is joined here.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice, takewhile
from typing import Final

from site_builder.analysis.authors import Author
from site_builder.analysis.catalog import Catalog
from site_builder.core.plural import counted
from site_builder.text import person_names
from site_builder.text.search_words import spelled

PROPOSED: Final = "authors.proposed.yaml"
"""Under content/; no build reads it."""
_NAMED: Final = 6
"""Co-authors that a proposal names."""
_HEADER: Final = """\
# Spellings that may be one person's, with what speaks for it. Found by `papershelf authors --propose`; no build reads
# this file. Copy what is true to content/authors.yaml, where `orcid` and `homepage` may stand as well. What is not true
# is proposed no more when authors.yaml says so: "Yifan Zhang": {is_not: ["Yi-Fan Zhang"]}
# Of more than 50 spellings of one first or family name that could be one, the first 50 are compared.
"""
_MOST_CLAIMS: Final = 20
"""Other names that one spelling with initials may fit; all of them are compared with each other."""
_MOST_ALIKE: Final = 50
"""Spellings of one family and first name, or of one family and initial, that are compared with others of their kind:
beyond that nobody tells them apart, and time would grow with their square."""
_RARE: Final = 2
"""Authors of one family name up to which it is rare: the two spellings themselves."""
_RARE_WITH_FIRST: Final = 4
"""The same where both have the same first name in full besides: "Ivor Tsang", "Ivor W. Tsang"."""
_MIN_SHARED_UNEQUAL: Final = 2
"""Co-authors that "H. Vicky Zhao" and "Huilin Zhao" must share: of one initial, one has a name more than the other."""
_NEAR_YEARS: Final = 10
"""Years that may lie between the papers of one person, where nothing but a family name and a tag speaks for it."""
_MIN_SHARED_TURNED: Final = 4
"""Co-authors that "Zhang Qi" and "Qi Zhang" must share: either word may be the family's. Half of them if it is rare."""

_QUOTED: Final = re.compile(r"[\"“”(][^\"“”()]*[\"“”)]")
_SIGN: Final = re.compile(r"[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two spellings may be one person's."""

    how: str
    """How the spellings differ: "accents, case or hyphens", "a middle name", "initials", "order"."""
    co_authors: tuple[str, ...]
    """Names that papers of both have."""
    alike: tuple[str, ...]
    """Names whose rare family and initial papers of both have, "C. Yildirim" for one."""
    tags: tuple[str, ...]
    years: tuple[int, ...]
    """First and last year of all their papers; empty where that is not known."""
    is_rare: bool
    """True when nobody else has the family name."""

    @property
    def strength(self) -> float:
        """Of two proposals that exclude each other the stronger one is made."""
        by_name = {"accents, case or hyphens": 2.0, "a middle name": 1.0}.get(self.how, 0.0)
        return by_name + 2 * len(self.co_authors) + len(self.alike) + self.is_rare + min(len(self.tags), 3) / 10


@dataclass(frozen=True, slots=True)
class Variant:
    """Two spellings that may be one person's."""

    first: Author
    second: Author
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Proposal:
    """Spellings that are proposed to be one author."""

    name: str
    """The fullest of them."""
    also: tuple[str, ...]
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """A name as it is compared: folded, its nickname left out."""

    family: str
    given: tuple[str, ...]
    first: str
    """The first given name, what hyphens join as one: "Tong-Yi" is no "Tong" with a middle name."""

    @property
    def initial(self) -> str:
        return self.given[0][:1]


@lru_cache(maxsize=1 << 16)
def _parts(name: str) -> _Parts:
    found = person_names.parts(" ".join(_QUOTED.sub(" ", name).split()))
    first = "".join(_words((found.given.split() or [""])[0]))
    return _Parts("".join(_words(found.family)), tuple(_words(found.given)), first)


def _words(text: str) -> list[str]:
    return _SIGN.sub(" ", spelled(text)).casefold().split()


def differ_by(first: str, second: str) -> str:
    """How the names `first` and `second` differ where one person may have both; "" where not."""
    one, other = _parts(first), _parts(second)
    if not one.given or not other.given:
        return ""
    if one.family == other.family:
        return _given_differ(one, other)
    turned = "".join(one.given) == other.family and "".join(other.given) == one.family
    return "order" if turned else ""


def _given_differ(one: _Parts, other: _Parts) -> str:
    if "".join(one.given) == "".join(other.given):
        return "accents, case or hyphens"
    if not _agree(one.given, other.given):
        return ""
    if one.given[0] != other.given[0] or len(one.given[0]) == 1:
        return "initials"
    return "a middle name" if one.first == other.first else ""


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """True when no given name contradicts another: "Ryan A." and "Ryan" agree, "Ryan A." and "Ryan B." do not."""
    pairs = zip(one, other, strict=False)
    return all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in pairs)


def proposals(catalog: Catalog) -> tuple[Proposal, ...]:
    """The spellings in `catalog` that may be one person's, in the order of names."""
    return _Finder(catalog).proposals()


class _Finder:
    """Finds the variants among the authors of one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._authors = [one for one in catalog.authors.values() if not person_names.is_group(one.name)]
        self._families = Counter(_parts(one.name).family for one in self._authors)

    def proposals(self) -> tuple[Proposal, ...]:
        """What is proposed, in the order of names; each spelling is in one proposal at most."""
        found = sorted(self._variants(), key=lambda one: (-one.evidence.strength, one.first.name, one.second.name))
        group_of: dict[str, list[Author]] = {}
        kept: list[Variant] = []
        for one in _unambiguous(found):
            groups = [group_of.get(author.name, [author]) for author in (one.first, one.second)]
            if groups[0] is groups[1] or all(self._may_join(a, b) for a in groups[0] for b in groups[1]):
                kept.append(one)
                joined = list({author.name: author for author in (*groups[0], *groups[1])}.values())
                group_of |= {author.name: joined for author in joined}
        groups_once = {id(group): group for group in group_of.values()}
        made = (_proposal(group, kept) for group in groups_once.values())
        return tuple(sorted(made, key=lambda one: person_names.sorted_as(one.name)))

    def _may_join(self, one: Author, other: Author) -> bool:
        return bool(differ_by(one.name, other.name)) and not self._excluded(one, other)

    def _variants(self) -> Iterator[Variant]:
        for first, second in self._pairs():
            how = differ_by(first.name, second.name)
            if how and not self._excluded(first, second):
                evidence = self._evidence(how, first, second)
                if self._is_enough(evidence, first, second):
                    yield Variant(first, second, evidence)

    def _pairs(self) -> Iterator[tuple[Author, Author]]:
        """Each pair of authors that may fit, once, as far as `_MOST_ALIKE` goes."""
        alike: dict[tuple[str, ...], list[Author]] = defaultdict(list)
        by_initial: dict[tuple[str, str], list[Author]] = defaultdict(list)
        for author in sorted(self._authors, key=lambda one: one.name):
            parts = _parts(author.name)
            if parts.given:
                by_initial[parts.family, parts.initial].append(author)
                alike["first", parts.family, parts.given[0]].append(author)
                alike["turned or joined", *sorted((parts.family, "".join(parts.given)))].append(author)
        pairs = {pair for block in alike.values() for pair in combinations(_names(block), 2)}
        for block in by_initial.values():
            short = _names(one for one in block if len(_parts(one.name).given[0]) == 1)
            pairs.update((min(one, other.name), max(one, other.name)) for one in short for other in block)
        for first, second in sorted(pairs):
            if first != second:
                yield self._catalog.authors[first], self._catalog.authors[second]

    def _excluded(self, first: Author, second: Author) -> bool:
        """True when both sign one paper, or a person has said that they are two."""
        stated = [*(first.known.is_not if first.known else ()), *(second.known.is_not if second.known else ())]
        apart = {*stated, *map(person_names.identity, stated)}
        shared = {entry.slug for entry in first.papers} & {entry.slug for entry in second.papers}
        return bool(shared) or first.name in apart or second.name in apart

    def _evidence(self, how: str, first: Author, second: Author) -> Evidence:
        people = [self._co_authors(one) - {first.name, second.name} for one in (first, second)]
        both = people[0] & people[1]
        initials = [{_initialled(name) for name in one - both} for one in people]
        alike = {key for key in initials[0] & initials[1] if self._families[key[0]] <= _RARE}
        tags = [{earned.tag for entry in one.papers for earned in entry.tags} for one in (first, second)]
        years = sorted(entry.paper.year for one in (first, second) for entry in one.papers if entry.paper.year)
        return Evidence(
            how=how,
            co_authors=tuple(sorted(both)),
            alike=tuple(sorted(f"{key[1].upper()}. {key[0].capitalize()}" for key in alike if key[1])),
            tags=tuple(sorted(tags[0] & tags[1])),
            years=(years[0], years[-1]) if years else (),
            is_rare=self._families[_parts(first.name).family]
            <= (_RARE_WITH_FIRST if how == "a middle name" else _RARE),
        )

    def _co_authors(self, author: Author) -> set[str]:
        return {self._catalog.names.name(stated) for entry in author.papers for stated in entry.paper.authors}

    def _is_enough(self, found: Evidence, first: Author, second: Author) -> bool:
        if found.how == "order":
            return len(found.co_authors) * (1 + found.is_rare) >= _MIN_SHARED_TURNED
        if found.how == "initials" and not _same_count(first, second) and len(found.co_authors) < _MIN_SHARED_UNEQUAL:
            return False
        if found.co_authors or found.alike or _same_words(first, second):
            return True
        near = not found.years or found.years[1] - found.years[0] <= _NEAR_YEARS
        return found.is_rare and near and (found.how != "initials" or (bool(found.tags) and _same_count(first, second)))


def _names(block: Iterable[Author]) -> list[str]:
    return [author.name for author in islice(block, _MOST_ALIKE)]


def _same_words(first: Author, second: Author) -> bool:
    """True of "Hung-Yi Lee" and "Hung-yi Lee": as alike as two that spell one name alike, and are one author here."""
    return _words(first.name) == _words(second.name)


def _same_count(first: Author, second: Author) -> bool:
    """True when both have as many given names: "S. Shankar" says one that "Srikumar" lacks."""
    return len(_parts(first.name).given) == len(_parts(second.name).given)


def _initialled(name: str) -> tuple[str, str]:
    parts = _parts(name)
    return (parts.family, parts.given[0][:1] if parts.given else "")


def _unambiguous(found: Sequence[Variant]) -> Iterator[Variant]:
    """`found`, strongest first, without those by which initials could be either of two people as well.

    Nor does a spelling tell whose it is that fits more than `_MOST_CLAIMS` others.
    """
    claims: dict[str, list[Variant]] = defaultdict(list)
    for one in found:
        if one.evidence.how == "initials":
            for author in (one.first, one.second):
                claims[author.name].append(one)
    for one in found:
        if max(len(claims[author.name]) for author in (one.first, one.second)) > _MOST_CLAIMS:
            continue
        rivals = (other for author in (one.first, one.second) for other in _as_strong(claims[author.name], one))
        if all(_fit(other, one) for other in rivals):
            yield one


def _as_strong(claims: Iterable[Variant], one: Variant) -> Iterator[Variant]:
    """The other `claims`, strongest first, that are at least as strong as `one`."""
    strong = takewhile(lambda other: other.evidence.strength >= one.evidence.strength, claims)
    return (other for other in strong if other is not one)


def _fit(one: Variant, other: Variant) -> bool:
    """True when all names of both variants may be one person's."""
    names = {author.name for variant in (one, other) for author in (variant.first, variant.second)}
    return all(differ_by(a, b) for a, b in combinations(sorted(names), 2))


def _proposal(group: Sequence[Author], kept: Iterable[Variant]) -> Proposal:
    names = {author.name for author in group}
    fullest = max(group, key=lambda author: (*_fullness(author.name), len(author.papers), author.name)).name
    variants = tuple(one for one in kept if one.first.name in names)
    return Proposal(fullest, tuple(sorted(names - {fullest})), variants)


def _fullness(name: str) -> tuple[int, int, int]:
    """How much a spelling says: whole given names, then all letters, then accents and hyphens."""
    given = _parts(name).given
    return sum(len(word) > 1 for word in given), sum(map(len, given)), len(name.encode())


def dumps(found: Sequence[Proposal]) -> str:
    """`found` as authors.yaml has it, each with its evidence in remarks."""
    return "\n".join([_HEADER, *map(_entry, found)])


def _entry(one: Proposal) -> str:
    remarks = [line for variant in one.variants for line in _remarks(variant)]
    also = ", ".join(json.dumps(name, ensure_ascii=False) for name in one.also)
    return "".join(f"# {_printable(line)}\n" for line in remarks) + (
        f"{json.dumps(one.name, ensure_ascii=False)}:\n  also: [{also}]\n"
    )


def _remarks(one: Variant) -> Iterator[str]:
    found = one.evidence
    papers = " and ".join(
        f"{author.name} ({counted(len(author.papers), 'paper')})" for author in (one.first, one.second)
    )
    yield f"{papers} differ by {found.how}."
    if found.co_authors:
        yield f"  co-authors of both: {_listed(found.co_authors)}"
    if found.alike:
        yield f"  co-authors of both by initial: {_listed(found.alike)}"
    if found.is_rare:
        yield "  hardly anybody else here has the family name"
    if found.tags:
        yield f"  tags of both: {_listed(found.tags)}"
    if found.years:
        yield f"  years: {'–'.join(map(str, dict.fromkeys(found.years)))}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _printable(line: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in line)
