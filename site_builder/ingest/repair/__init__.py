r"""Text as scraped → text as meant, by a closed list of named rules.

A page that shows papers loses dollar signs, backslashes, or the program that would have read them: what remains is
`512times512`, `43.1\%` or `T\"urkce`. Each rule mends one such loss and carries examples, which the tests run.

Formulas between dollar signs are kept, for `tex_to_mathml` makes MathML of them; `\(…\)` becomes `$…$`. Addresses
are kept too. Both hide behind single private-use characters while the rules for text run, so that no rule need know
of them.

One module holds the rules for one kind of loss; the order of modules here, and of rules in each, is the order in which
they run. `rules` says what a rule is, `masking` how formulas and addresses hide.

A false repair is worse than a missed one: a rule for bare words (`sim`, `times`, `pm`) asks for digits or signs
around them. The rules run in order, again and again, until a round changes nothing; so mending twice is mending once.
"""

import re
from dataclasses import dataclass
from typing import Final

from site_builder.ingest.repair import (
    accents,
    characters,
    delimiters,
    encoding,
    links,
    lost_symbols,
    markdown_marks,
    markup_tags,
    punctuation,
    quotation,
    superscripts,
    symbols,
    tex_commands,
    unresolved,
)
from site_builder.ingest.repair.masking import hide, show
from site_builder.ingest.repair.punctuation import TRUNCATED
from site_builder.ingest.repair.rules import Rule

__all__ = ["RULES", "TRUNCATED", "Repair", "Rule", "mend"]

_ROUNDS: Final = 12
"""Real text comes to rest after two or three."""

_EVERYWHERE: Final[tuple[Rule, ...]] = (
    *encoding.RULES,
    *markup_tags.RULES,
    *markdown_marks.LINKS,
    *characters.RULES,
    *delimiters.RULES,
)
"""For the whole text, formulas included."""

_OUTSIDE_MATH: Final[tuple[Rule, ...]] = (
    *accents.RULES,
    *tex_commands.RULES,
    *links.RULES,
    *symbols.RULES,
    *lost_symbols.RULES,
    *superscripts.RULES,
    *unresolved.RULES,
    *markdown_marks.RULES,
    *quotation.RULES,
    *punctuation.RULES,
)
"""For text outside formulas and addresses, which are single private-use characters here."""

RULES: Final[tuple[Rule, ...]] = (*_EVERYWHERE, *_OUTSIDE_MATH)
"""All rules, in the order they are applied."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One change: the piece that was replaced, and by what."""

    rule: str
    before: str
    after: str


def mend(text: str) -> tuple[str, tuple[Repair, ...]]:
    """`text`, one title or one abstract, as its authors meant it, and every change made, in order.

    Never raises, and text that nothing happened to comes back as it is. Text that does not come to rest (braces
    nested beyond reason) comes back untouched too.
    """
    current = text
    repairs: list[Repair] = []
    for _ in range(_ROUNDS):
        repaired = _round(current, repairs)
        if repaired == current:
            return repaired, tuple(repairs)
        current = repaired
    return text, ()


def _round(text: str, repairs: list[Repair]) -> str:
    kept: dict[str, str] = {}
    text = _apply(_EVERYWHERE, text, repairs, kept)
    hidden = hide(text, kept)
    return show(_apply(_OUTSIDE_MATH, hidden, repairs, kept), kept)


def _apply(rules: tuple[Rule, ...], text: str, repairs: list[Repair], kept: dict[str, str]) -> str:
    for rule in rules:
        if not rule.concerns(text):
            continue

        def swap(match: re.Match[str], rule: Rule = rule) -> str:
            after = match.expand(rule.into) if isinstance(rule.into, str) else rule.into(match)
            if after != match[0]:
                left, right = _around(match)
                before = show(f"{left}{match[0]}{right}", kept)
                repairs.append(Repair(rule.name, before, show(f"{left}{after}{right}", kept)))
            return after

        text = rule.pattern.sub(swap, text)
    return text


_SHORT_PIECE = 5
_CONTEXT = 16


def _around(match: re.Match[str]) -> tuple[str, str]:
    """What stands left and right of a piece too short to say anything alone: the rest of its word."""
    if len(match[0].strip()) > _SHORT_PIECE:
        return "", ""
    text, start, end = match.string, match.start(), match.end()
    left = re.search(r"\S*$", text[max(0, start - _CONTEXT) : start])
    right = re.match(r"\S*", text[end : end + _CONTEXT])
    return left[0] if left else "", right[0] if right else ""
