"""Quotation marks as print has them, and the spaces around them."""

import re
from typing import Final

from site_builder.ingest.repair.rules import Rule, count, rule

_LONGEST_QUOTE: Final = 2000
_A_LETTER: Final = re.compile(r"\b[A-Za-z]$")
_CLOSING: Final = re.compile(r"”|(?<!\b[A-Za-z])''")
_FUNCTION_WORDS: Final = frozenset(
    """a an the of in on at to for and or nor but is are was were be been being as by with from into that this these
    those which who it its we our their his her not no than has have had can could may will would should also so if
    when while where such some any all each both between like called named using via per vs use uses used say says
    term terms word words
    then there here also only even just more other another because about what how why they them""".split()
)
"""Words that never begin or end another: whatever touches one lost a space."""
_WORD_BEFORE: Final = re.compile(r"[^\W\d_]+\Z|[,;)]\Z")
_WORD_AFTER: Final = re.compile(r"[^\W\d_]+|\(")
_CONTEXT: Final = 30


def _end_quote(match: re.Match[str]) -> str:
    """A closing mark where one is open; the rest are primes, as in `f''`."""
    before = match.string[max(0, match.start() - _LONGEST_QUOTE) : match.start()]
    _, opening, inside = before.rpartition("“")
    is_open = opening and not _CLOSING.search(inside)
    return "”" if is_open and not _A_LETTER.search(before[-2:]) else match[0]


def _apart(match: re.Match[str]) -> str:
    """The quotation, apart from a word that it touches; a mark of measure ends nothing and opens nothing."""
    text, start, end = match.string, match.start(), match.end()
    quoted = match[0][1:-1]
    if quoted != quoted.strip() or not quoted or (match[0][0] == '"' and count(text, '"') % 2):
        return match[0]
    before = _WORD_BEFORE.search(text[max(0, start - _CONTEXT) : start])
    after = _WORD_AFTER.match(text[end : end + _CONTEXT])
    is_sure = " " in quoted or bool(before and after)
    left = " " if before and (is_sure or _is_whole(before[0])) and _may_end(before[0]) else ""
    right = " " if after and (is_sure or _is_whole(after[0])) and after[0] != "s" else ""
    return f"{left}{match[0]}{right}"


def _is_whole(word: str) -> bool:
    return word.casefold() in _FUNCTION_WORDS


def _may_end(word: str) -> bool:
    """False for a letter before a mark, which tells a program what string follows."""
    return len(word) > 1 or word in "aAI,;)"


RULES: Final[tuple[Rule, ...]] = (
    rule(
        "quote",
        "TeX writes quotation marks with backquotes and apostrophes.",
        ("``",),
        r"(?<!`)``(?!`)\s?",
        "“",
        ("the ``pre-train'' paradigm", "the “pre-train” paradigm"),
    ),
    rule(
        "quote-of-apostrophes",
        "Both halves of TeX's quotation marks typed as apostrophes.",
        ("''",),
        r"(?:(?<=[\s(\[“‘—–-])|(?<=^))''(?=\w)([^'“”]{1,200})(?<=[\w.,;:!?)\]])''(?!['\w])",
        r"“\1”",
        (
            "We read ''Attention'' twice, 5'' tall, f''(x) and g''",
            "We read “Attention” twice, 5'' tall, f''(x) and g''",
        ),
    ),
    rule(
        "end-quote",
        "The second half of TeX's quotation marks.",
        ("''",),
        r"(?<=\S)''(?!')",
        _end_quote,
        ("``generalist'' and f''", "“generalist” and f''"),
        ("``tall'' is 5'' and ``f'' rises''", "“tall” is 5'' and “f'' rises”"),
    ),
    rule(
        "single-quote",
        "TeX's single quotation marks.",
        ("`",),
        r"(?<![\w`])`(?=[^\s`'])([^`'“”]{1,80})'(?![\w'])",
        r"‘\1’",
        ("a larger `teacher' network", "a larger ‘teacher’ network"),
    ),
    rule(
        "quote-touches-word",
        "The spaces around a quotation were lost.",
        ('"', "“"),
        r'"[^"]*"|“[^“”"]{1,500}”',
        _apart,
        ('propose a"stone test"to assess. The key "x" stays.', 'propose a "stone test" to assess. The key "x" stays.'),
        ('"Stone Tests"For a“garden”, and the"key"', '"Stone Tests" For a “garden”, and the "key"'),
        ('the "LLM"s, "de"composed, f"x", a 5" or 7" disk', 'the "LLM"s, "de"composed, f"x", a 5" or 7" disk'),
        ('"key": "a value", "b":"c d", un“supervised”', '"key": "a value", "b":"c d", un“supervised”'),
    ),
)
