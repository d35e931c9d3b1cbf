"""The time that readers of strangers' text take grows with the text, not with its square.

A pattern is repeated to SMALL and to LARGE signs, and the processor time of both is compared: linear work takes
LARGE / SMALL times as long. What takes less than SHORTEST in all is too short to be measured, and hurts nobody.
"""

import time
from collections.abc import Callable
from itertools import product
from typing import Final

import pytest

from site_builder.analysis import acronyms, gist
from site_builder.core import urls, yaml_fields
from site_builder.core.errors import BuildFailed
from site_builder.formats import bibtex_escape
from site_builder.ingest import repair, sources
from site_builder.text import lexicon, markdown, math_spans, person_names, phrases, plaintext, sentences
from tests.fuzz import scale

SMALL: Final = 1_000
LARGE: Final = 20_000
LINEAR: Final = LARGE / SMALL
SHORTEST: Final = 0.1
"""Seconds of processor time for LARGE signs below which nothing is measured."""

_SIGNS: Final = [*".,;:!?-–—_*~`'\"“”‘’()[]{}<>|/\\^&%$#@+=°0aA \n\u00a0\u0301文é"]
_RUNS: Final = (
    *(
        "a ",
        "a.",
        "A. ",
        "1.",
        "1,",
        "a-",
        "(a",
        "(A",
        " (ABC)",
        "a) ",
        "[a",
        "{a",
        "a} ",
        "<a",
        "<a>",
        "</a>",
        "<!--",
        "&a;",
    ),
    *(
        "\\a",
        "\\a{",
        "{\\a ",
        "\\a{b}",
        "\\'e",
        '\\"{u}',
        "\\begin{x}",
        "\\end{x}",
        "\\(",
        "\\[",
        "\\left(",
        "\\text{",
        "\\frac{",
    ),
    *(
        "$a",
        "$a$ ",
        "$$",
        "$ a",
        "\\$",
        "^{",
        "_{",
        "^a",
        "_a",
        "x_1 ",
        "http://",
        "http://a.b/",
        "www.a.b ",
        "a@",
        "``",
        "''",
    ),
    *(
        "e.g. ",
        "et al. ",
        "and ",
        "a and ",
        "Aa ",
        "aB",
        "3x ",
        "10^",
        "times",
        "512times",
        "~\\cite{a}",
        "(\\cite{",
        "% ",
        "%\n",
    ),
    *(
        "| a ",
        "* a\n",
        "> ",
        "# ",
        "1. a\n",
        "[a](b",
        "[a](",
        "![",
        "[a]: b\n",
        "**a",
        "__",
        "a*b",
        "`a",
        "```\n",
        "---\n",
        "- ",
    ),
    *(
        "( (",
        ". (",
        "$. ",
        "a, b; ",
        "A B, ",
        "Jr., ",
        "von ",
        "–.",
        "...",
        ". . ",
        "…",
        "?!",
        ".)",
        "(.",
        "{.",
        "[.",
        "$.",
    ),
)
PATTERNS: Final = tuple(dict.fromkeys([*_SIGNS, *_RUNS]))
CONTEXTS: Final = (
    ("", ""),
    ("We prune ", " and win."),
    ("(", ""),
    ("x = $", " a"),
    ("A (b)\\textbf{", " and}"),
    ("~{", "\\"),
)
"""What stands before and after; a rule may look for signs that the pattern lacks."""
READERS: Final[dict[str, Callable[[str], object]]] = {
    "repair": repair.mend,
    "markdown": markdown.html,
    "escape": markdown.escape,
    "inline": markdown.inline,
    "plain": lambda text: plaintext.plain(f"<p>{text}</p>"),
    "spans": lambda text: math_spans.in_text(text, lambda found: found.source),
    "twin": markdown.portable,
    "sentences": sentences.spans,
    "gist": lambda text: gist.find("A title", text, ""),
    "acronyms": lambda text: list(acronyms.acronyms(text)),
    "words": lexicon.words,
    "names": person_names.parts,
    "bibtex": bibtex_escape.escaped,
    "slug": urls.slug,
    "phrases": lambda text: list(phrases.sentences(text)),
    "dump": lambda text: _or_refused(lambda: sources.read(text, "x")),
    "yaml": lambda text: _or_refused(lambda: yaml_fields.load(text, "x")),
}


def _or_refused(read: Callable[[], object]) -> object:
    try:
        return read()
    except BuildFailed as failed:
        return failed


def repeated(before: str, pattern: str, after: str, size: int) -> str:
    """`pattern` again and again to `size` signs, between `before` and `after`."""
    return before + (pattern * size)[:size] + after


def _seconds(read: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    read(text)
    return time.process_time() - started


def growth(read: Callable[[str], object], before: str, pattern: str, after: str) -> float:
    """How many times longer LARGE signs take than SMALL ones; 0 where both are too short to measure."""
    small, large = (repeated(before, pattern, after, size) for size in (SMALL, LARGE))
    if _seconds(read, large) < SHORTEST:
        return 0.0
    # The least of several runs: a machine with other work makes a run longer, never shorter.
    return min(_seconds(read, large) for _ in range(2)) / max(min(_seconds(read, small) for _ in range(5)), 1e-4)


@pytest.mark.parametrize("name", READERS)
def test_time_grows_with_the_text(name: str) -> None:
    found: dict[str, float] = {}
    # In `make test` each pattern has one context, another one for each; all of them in `make fuzz`.
    every = list(product(CONTEXTS, PATTERNS))
    taken = every if scale(1) > 1 else [((*CONTEXTS, *CONTEXTS)[at % 7], one) for at, one in enumerate(PATTERNS)]
    for (before, after), pattern in taken:
        times = growth(READERS[name], before, pattern, after)
        if times > 2 * LINEAR:
            times = min(times, growth(READERS[name], before, pattern, after))
        if times > 2 * LINEAR:
            found[before + pattern * 3 + after] = round(times)

    assert found == {}


@pytest.mark.parametrize(
    ("before", "pattern", "after"), [("We prune ", ".", " and win."), ("(", ".", ")"), ("", "\\a{", "")]
)
def test_a_run_that_once_took_its_square_in_time_takes_no_more_than_it_should(
    before: str, pattern: str, after: str
) -> None:
    assert growth(repair.mend, before, pattern, after) <= 2 * LINEAR
