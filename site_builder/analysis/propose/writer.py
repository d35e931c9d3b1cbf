"""The proposal as the text of a vocabulary, in the form a person would write: areas, tags, a line of meaning, rules."""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from site_builder.analysis.propose import naming, tables
from site_builder.analysis.propose.areas import Group
from site_builder.analysis.propose.repair import Repaired
from site_builder.analysis.propose.rules import Rule
from site_builder.analysis.propose.scores import Scored
from site_builder.analysis.propose.terms import FULL
from site_builder.analysis.propose.tokens import key_of
from site_builder.content.vocabulary import HUES, TAKEN
from site_builder.core import files

KIND: Final = "kind"
"""The slug of the area of the tags that say of what kind a paper is, whatever its subject."""
_WIDTH: Final = 118
_EXAMPLES: Final = 3
_PLAIN = re.compile(r"[^\W\d_][^,:{}#\[\]'\"&*!|>%@`]*")
_YAML_WORDS: Final = frozenset("no yes on off null true false y n".split())
_HEAD: Final = """\
# The words papers are tagged with, and what earns each of them, as Papershelf proposed them from the papers.
#
# In content/tags.proposed.yaml they do nothing. Read them, rename what you would call otherwise, delete what you would
# not look for, and rename the file content/tags.yaml: there it counts and is yours, and these lines can go.
#
"""


def dumps(scored: Scored, repaired: Repaired, groups: Sequence[Group], kinds: Sequence[str]) -> str:
    """The vocabulary as YAML; of `kinds`, slugs of kinds.yaml, each is written as it stands there."""
    rules = {rule.key: rule for rule in repaired.rules}
    areas = _slugs((group.name for group in groups), {KIND, *TAKEN})
    names = {key: naming.name(scored, key) for key in rules}
    slugs = dict(zip(rules, _slugs(names.values(), set(_kinds())), strict=True))
    lines = [_HEAD + _frame(), "", "areas:" if groups or kinds else "areas: []"]
    for hue, (slug, group) in enumerate(zip(areas, groups, strict=True)):
        lines.append(f"  - {{slug: {slug}, name: {_quoted(group.name)}, hue: {hue % (HUES - 1) + 1}}}")
    lines += [f"  - {{slug: {KIND}, name: Kind of paper, hue: {HUES}}}"] if kinds else []
    lines += ["", "tags:" if rules or kinds else "tags: []"]
    for area, group in zip(areas, groups, strict=True):
        for key in group.keys:
            means = meaning(scored, rules[key], names)
            lines += [*_tag(slugs[key], names[key], area, means, rules[key]), ""]
    lines += [f"{_kinds()[slug]}\n" for slug in kinds]
    return "\n".join(lines).rstrip() + "\n"


def tag(scored: Scored, rule: Rule, area: str) -> str:
    """One tag, as it is pasted under `tags:`."""
    name = naming.name(scored, rule.key)
    return "\n".join(_tag(naming.slug(name), name, area, meaning(scored, rule, {rule.key: name}), rule))


def _frame() -> str:
    return files.read_text(tables.FOLDER / "frame.yaml").rstrip()


def _kinds() -> dict[str, str]:
    """Slug → the tag as it is written, for each of kinds.yaml."""
    blocks = files.read_text(tables.FOLDER / "kinds.yaml").strip("\n").split("\n\n")
    return {re.search(r"slug: (\S+)", block).group(1): block for block in blocks}  # type: ignore[union-attr]


def kinds() -> tuple[str, ...]:
    """The slugs of the tags that say of what kind a paper is."""
    return tuple(_kinds())


def kinds_alone() -> str:
    """A vocabulary of nothing but those."""
    area = f"areas:\n  - {{slug: {KIND}, name: Kind of paper, hue: {HUES}}}"
    return "\n\n".join([_frame(), area, "tags:", *_kinds().values(), ""])


def _slugs(names: Iterable[str], taken: set[str]) -> list[str]:
    """An address for each of `names`, none of `taken`."""
    found: list[str] = []
    for name in names:
        slug, number = naming.slug(name), 2
        while slug in taken or slug in found:
            slug, number = f"{naming.slug(name)}-{number}", number + 1
        found.append(slug)
    return found


def _tag(slug: str, name: str, area: str, means: str, rule: Rule) -> list[str]:
    phrases = [f"{_key(phrase)}: {weight:g}" for phrase, weight in rule.weights.items()]
    return [
        f"  - slug: {slug}",
        f"    name: {_quoted(name)}",
        f"    area: {area}",
        f"    means: {_quoted(means)}",
        *_wrapped(phrases),
        *([f"    threshold: {rule.threshold:g}"] if rule.threshold != FULL else []),
    ]


def _wrapped(phrases: Sequence[str]) -> Iterator[str]:
    line = f"    anywhere: {{{', '.join(phrases)}}}"
    if len(line) <= _WIDTH:
        yield line
        return
    yield "    anywhere: {"
    # Spaces within a phrase must not become line ends.
    body = ", ".join(phrase.replace(" ", "\0") for phrase in phrases) + ","
    indent = " " * 6
    for row in textwrap.wrap(
        body, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    ):
        yield row.replace("\0", " ")
    yield "    }"


def _key(phrase: str) -> str:
    is_plain = (
        _PLAIN.fullmatch(phrase.replace("*", "")) and not phrase.startswith("*") and phrase.lower() not in _YAML_WORDS
    )
    return phrase if is_plain else json.dumps(phrase, ensure_ascii=False)


def _quoted(words: str) -> str:
    return (
        words if _PLAIN.fullmatch(words) and words.lower() not in _YAML_WORDS else json.dumps(words, ensure_ascii=False)
    )


def meaning(scored: Scored, rule: Rule, names: Mapping[str, str]) -> str:
    """What a reader finds under the tag, in a sentence."""
    name, key = names[rule.key], rule.key
    said = naming.uncapital(scored.reading, name)
    examples = _examples(scored, rule, key_of(name), {key_of(other) for other in names.values()})
    if key in scored.unions and examples:
        return naming.capital(f"{', '.join(examples)} and other subjects of {said}.")
    acronyms = scored.reading.terms[key].acronyms
    short = f" ({acronyms[0]})" if acronyms and acronyms[0] not in name else ""
    if not examples:
        return f"Papers on {said}{short}."
    *before, last = (f"{said}{short}", *examples)
    return f"Papers on {', '.join(before)} and {last}."


def _examples(scored: Scored, rule: Rule, name: str, named: set[str]) -> list[str]:
    """A few kindred terms as a reader would write them, the most frequent first; none says what a tag's name says."""
    terms = scored.reading.terms
    own = {*rule.key.split(), *name.split(), *map(key_of, terms[rule.key].acronyms if rule.key in terms else ())}
    able = [
        key
        for key in rule.kin
        if (key in scored.fit or (scored.score.get(key, 0.0) > 0 and " " in key))
        and key not in named
        and not set(key.split()) <= own
    ]
    best = sorted(sorted(able, key=lambda key: (-len(terms[key].points), key))[:_EXAMPLES], key=rule.kin.index)
    return [naming.uncapital(scored.reading, naming.name(scored, key)) for key in best]
