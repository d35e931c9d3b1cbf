"""The words papers are tagged with: areas, tags and their rules, read from tags.yaml and checked.

How a rule's phrases are written is told in `phrases`, how they add up in `tagging`. A rule that could never earn its
tag is a mistake and refused here, because on the site it would only look like a tag nobody deserves.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from site_builder.content.model import Area, Tag, TagRule
from site_builder.core import files, yaml_text
from site_builder.core.errors import Problem, did_you_mean, raise_if_any
from site_builder.core.yaml_fields import Fields
from site_builder.text import phrases

FILE: Final = "tags.yaml"
FACTORS: Final = {"title": 2.0, "claim": 1.5, "text": 1.0, "background": 0.7}
"""What a phrase's weight is multiplied by: in the title, where the paper says what it does, after that, and before."""
ASIDE: Final = 0.3
"""What it is multiplied by besides where the words speak of others: "than …", "such as …"."""
ASIDE_WORDS: Final = 8
"""An aside reaches so many words."""
COUNTED: Final = 3
"""A phrase counts in so many sentences of the abstract, the best ones."""
HUES: Final = 9
"""Colours in the palette of tokens.css."""
RECORDS: Final = ("category", "keywords")
"""Fields of papers whose values can be tags."""
MOST: Final = 100
"""No weight or threshold is greater."""
_SLUG: Final = re.compile(r"(?=.{1,80}\Z)[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All areas and tags in the order of the file."""

    areas: tuple[Area, ...]
    tags: tuple[Tag, ...]
    claims: tuple[str, ...] = ()
    """Phrases of sentences that say what the paper does."""
    asides: tuple[str, ...] = ()
    """Phrases after which a sentence speaks of other work, or only lists examples."""
    about: tuple[str, ...] = ()
    """Phrases of the subject: no rule gives a tag to a paper that holds none of them. Empty for any subject."""
    records: tuple[str, ...] = ()
    """Fields of papers whose values are tags: `category`, `keywords`, or both."""
    proposed: bool = False
    """True when it was proposed from the papers, and no curator has read it yet."""
    _tags: Mapping[str, Tag] = field(init=False, repr=False, compare=False)
    _areas: Mapping[str, Area] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tags", {tag.slug: tag for tag in self.tags})
        object.__setattr__(self, "_areas", {area.slug: area for area in self.areas})

    def tag(self, slug: str) -> Tag:
        """The tag `slug`; `KeyError` when there is none."""
        return self._tags[slug]

    def area(self, slug: str) -> Area:
        """The area `slug`; `KeyError` when there is none."""
        return self._areas[slug]

    def has(self, slug: str) -> bool:
        """True when there is a tag `slug`."""
        return slug in self._tags


def load_rules(folder: Path) -> Vocabulary:
    """The vocabulary in `folder`/tags.yaml. Raises `BuildFailed` with every mistake found."""
    path = folder / FILE
    return parse(files.read_text(path), files.display_path(path))


def parse(text: str, where: str) -> Vocabulary:
    """The vocabulary that `text` states; `where` names the file in messages. Raises `BuildFailed` with all mistakes."""
    reader = _Reader(where)
    top = reader.row_of(yaml_text.load(text, where), "field")
    claims, asides = (_phrases(top, name, common=True) for name in ("claims", "asides"))
    about = _phrases(top, "about")
    records = _record_fields(top)
    areas = [reader.area(row) for row in top.mappings("areas")]
    tags = [reader.tag(row) for row in top.mappings("tags")]
    top.close()
    reader.check_names()
    reader.check_thresholds()
    raise_if_any(sorted(reader.problems, key=_by_line))
    return Vocabulary(tuple(areas), tuple(tags), claims, asides, about, records)


def _record_fields(top: Fields) -> tuple[str, ...]:
    found = top.texts("records")
    for name in found:
        if name not in RECORDS:
            top.wrong("records", f"`{name}` is no field whose values can be tags", did_you_mean(name, RECORDS))
    return tuple(dict.fromkeys(name for name in found if name in RECORDS))


def _by_line(problem: Problem) -> tuple[str, int]:
    path, _, line = problem.where.rpartition(":")
    return (path, int(line)) if line.isdigit() else (problem.where, 0)


TAKEN: Final = frozenset({"copy", "fix", "main", "q", "together"})
"""What the page of tags calls its own parts: an area is one more of them, while a tag has a page of its own."""


class _Reader:
    """One reading of the file: what was read so far, where it stands, and what is wrong with it."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.problems: list[Problem] = []
        self.areas: list[tuple[Fields, Area]] = []
        self.tags: list[tuple[Fields, Tag]] = []

    def row_of(self, row: yaml_text.Mapping, what: str) -> Fields:
        return Fields(row, self.where, self.problems, what)

    def area(self, held: yaml_text.Mapping) -> Area:
        row = self.row_of(held, "field of an area")
        hue = row.number("hue", 1, HUES)
        if hue is None and "hue" not in held:
            row.wrong("slug", "`hue` is missing", f"Add `hue: …`, a number from 1 to {HUES}.")
        area = Area(slug=_slug(row), name=row.text("name", required=True), hue=hue or 1)
        row.close()
        self.areas.append((row, area))
        return area

    def tag(self, held: yaml_text.Mapping) -> Tag:
        row = self.row_of(held, "field of a tag")
        tag = Tag(
            slug=_slug(row),
            name=row.text("name", required=True),
            area=row.text("area", required=True),
            means=row.text("means", required=True),
            rule=self._rule(row),
        )
        row.close()
        self.tags.append((row, tag))
        return tag

    def _rule(self, row: Fields) -> TagRule:
        return TagRule(
            anywhere=self._weighted(row, "anywhere"),
            claim=self._weighted(row, "claim"),
            title=self._weighted(row, "title"),
            against=self._weighted(row, "against"),
            ignores=_phrases(row, "ignores"),
            vetoes=_phrases(row, "vetoes"),
            needs=_phrases(row, "needs"),
            implies=row.texts("implies"),
            threshold=_weight(row, "threshold") or TagRule().threshold,
        )

    def _weighted(self, row: Fields, name: str) -> tuple[tuple[str, float], ...]:
        held = row.mapping(name)
        phrase_row = self.row_of(held, "phrase")
        for phrase, wrong in _faults(held):
            phrase_row.wrong(phrase, f"`{name}`: {wrong}")
        weighed = [(phrase, _weight(phrase_row, phrase)) for phrase in held]
        return tuple((phrase, weight) for phrase, weight in weighed if weight)

    def check_names(self) -> None:
        """Slugs are given once; areas and implied tags exist; no tag implies itself."""
        self._check_once([(row, area.slug) for row, area in self.areas], "area")
        self._check_once([(row, tag.slug) for row, tag in self.tags], "tag")
        for row, area in self.areas:
            if area.slug in TAKEN:
                what = f"`{area.slug}` is the name of another part of the page of tags"
                row.wrong("slug", what, "Choose another slug.")
        areas = {area.slug for _, area in self.areas}
        tags = {tag.slug: tag for _, tag in self.tags}
        for row, tag in self.tags:
            if tag.area and tag.area not in areas:
                row.wrong("area", f"there is no area `{tag.area}`", did_you_mean(tag.area, areas))
            for slug in tag.rule.implies:
                if slug not in tags:
                    row.wrong("implies", f"there is no tag `{slug}`", did_you_mean(slug, tags))
            if tag.slug in implied_by(tags, tag.slug):
                row.wrong("implies", f"`{tag.slug}` implies itself", "Take one step out of the circle.")

    def _check_once(self, named: Iterable[tuple[Fields, str]], what: str) -> None:
        seen: set[str] = set()
        for row, slug in named:
            if slug and slug in seen:
                row.wrong("slug", f"the {what} `{slug}` is given twice", "Rename or delete one of them.")
            seen.add(slug)

    def check_thresholds(self) -> None:
        """Every rule that has phrases can earn its tag."""
        for row, tag in self.tags:
            reach = most(tag.rule)
            if 0 < reach < tag.rule.threshold:
                what = f"`{tag.slug}` can reach {reach:g} points, and its threshold is {tag.rule.threshold:g}"
                row.wrong("threshold", what, "Lower the threshold or raise a weight.")


def _slug(row: Fields) -> str:
    slug = row.text("slug", required=True)
    if slug and not _SLUG.fullmatch(slug):
        row.wrong("slug", f"`{slug}` cannot be part of an address", "Use a-z, 0-9 and single hyphens.")
    return slug


def _phrases(row: Fields, name: str, *, common: bool = False) -> tuple[str, ...]:
    found = row.texts(name)
    for _, wrong in _faults(found, common=common):
        row.wrong(name, f"`{name}`: {wrong}")
    return found


def _faults(held: Iterable[str], *, common: bool = False) -> Iterator[tuple[str, str]]:
    """Each phrase that cannot be used, or finds the same words as an earlier one, and what to say of it."""
    owner: dict[tuple[phrases.Run, ...], str] = {}
    for phrase in held:
        if fault := phrases.fault(phrase, common=common):
            yield phrase, f"the phrase `{phrase}` {fault}"
            continue
        forms = sorted(phrases.readings(phrase))
        if first := next((owner[form] for form in forms if form in owner), ""):
            yield phrase, f"`{first}` and `{phrase}` find the same words; keep one of them"
        owner.update(dict.fromkeys(forms, phrase))


def _weight(row: Fields, name: str) -> float:
    value = row.take(name)
    if value is None and name == "threshold":
        return 0.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MOST:
        row.wrong(name, f"`{name}` must be a number above 0, at most {MOST}, not `{str(value)[:80]}`")
        return 0.0
    return float(value)


def most(rule: TagRule) -> float:
    """The points a paper would have that says everything the rule looks for, wherever it counts most."""
    everywhere = FACTORS["title"] + FACTORS["claim"] * COUNTED
    in_title = sum(weight for _, weight in rule.title) * FACTORS["title"]
    return in_title + everywhere * sum(weight for _, weight in (*rule.anywhere, *rule.claim))


def implied_by(tags: Mapping[str, Tag], slug: str) -> tuple[str, ...]:
    """The tags that come with tag `slug`, nearest first; `slug` itself is among them when it implies itself."""
    found: dict[str, None] = {}
    ahead = deque([slug])
    while ahead:
        tag = tags.get(ahead.popleft())
        news = [implied for implied in tag.rule.implies if implied not in found] if tag else []
        found.update(dict.fromkeys(news))
        ahead += news
    return tuple(found)
