r"""One kind of damage and its repair: what a rule is, and what its patterns are made of.

A rule for every text of every dump must cost nothing where it has nothing to do: it carries a test far cheaper than
its pattern. And it must cost little whatever the text: a pattern begins at the beginning of a run (`(?<!\s)\s*+`) and
gives nothing back, so that no run is read again from each of its characters. tests/text/test_growth.py measures that.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of damage and its repair."""

    name: str
    why: str
    examples: tuple[tuple[str, str], ...]
    """(as scraped, as meant): whole texts for `mend`."""
    concerns: Callable[[str], object]
    """Falsy when the rule certainly changes nothing: a test far cheaper than the pattern."""
    pattern: re.Pattern[str]
    into: str | Callable[[re.Match[str]], str]


def rule(
    name: str,
    why: str,
    signs: tuple[str, ...] | Callable[[str], object],
    pattern: str,
    into: str | Callable[[re.Match[str]], str],
    *examples: tuple[str, str],
) -> Rule:
    """A rule that concerns texts which hold one of `signs`, or those that `signs`, a test, says yes to."""
    concerns = _holds(*signs) if isinstance(signs, tuple) else signs
    return Rule(name, why, examples, concerns, re.compile(pattern), into)


def _holds(*signs: str) -> Callable[[str], object]:
    """A test for texts that hold one of `signs`."""

    def holds(text: str) -> bool:
        for sign in signs:  # noqa: SIM110 — `any` takes twice as long, and this runs for every rule on every text
            if sign in text:
                return True
        return False

    return holds


def like(*patterns: str) -> Callable[[str], object]:
    """A test for texts in which one of `patterns` is found; each should begin with a literal, which makes it quick."""
    searches = tuple(re.compile(pattern).search for pattern in patterns)
    return lambda text: any(search(text) for search in searches)


@lru_cache(maxsize=64)
def last(text: str, sign: str) -> int:
    """Where `sign` last stands in `text`; -1 for nowhere. Kept, for a rule may ask it at each of its matches."""
    return text.rfind(sign)


@lru_cache(maxsize=64)
def count(text: str, sign: str) -> int:
    """How often `text` holds `sign`; kept, as `last` is."""
    return text.count(sign)


ARG_CLOSE = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
ARG = rf"\s?{ARG_CLOSE}"
"""An argument in braces, which may hold one more level of them."""
INNER = r"\{([^{}]*)\}"
OPT = r"(?:\[[^\][{}]{0,60}\])*"
