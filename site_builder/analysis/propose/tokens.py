"""Words and runs of words that may name a subject, told by grammar and by the headings that are known.

A run ends at stop words, verbs and punctuation, but not within a heading, such as "working memory".
"""

import re
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from site_builder.analysis.propose import tables
from site_builder.text import phrases

MOST_WORDS: Final = 4
_LONGEST: Final = 60
"""Characters of a word; a longer one is none."""
_HYPHENS: Final = "-‐‑–"
HYPHEN = re.compile(f"[{_HYPHENS}]")
WORD = re.compile(rf"\$[^$]*\$|\\[a-zA-Z]+|https?://\S+|[^\W_]+(?:['’]s\b)?(?:[{_HYPHENS}][^\W_]+(?:['’]s\b)?)*|\S")
_SPACELESS = re.compile(f"[{phrases.SPACELESS}]")
_KANA = "\u3040-\u309f"
"""Hiragana stand between the words of a Japanese sentence, as stop words do."""
_RUN = re.compile(f"[{phrases.SPACELESS}]+")
_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z0-9])[A-Z0-9][A-Za-z0-9]*s?|[a-z][A-Z]{2,}s?")
_NO_ENDS: Final = frozenset(
    "art time scale level quality world end order source shot range dimension step of to in by".split()
)
"""Second halves of hyphened words that make no noun: "state-of-the-art", "real-time"."""
_AMERICAN: Final = (
    ("isation", "ization"), ("ising", "izing"), ("yse", "yze"), ("elling", "eling"), ("aviour", "avior"),
    ("olour", "olor"),
    ("entre", "enter"), ("fibre", "fiber"), ("abour", "abor"), ("umour", "umor"), ("paed", "ped"), ("anaes", "anes"),
)  # fmt: skip
_SINGULAR: Final = dict(
    pair.split(":")
    for pair in (
        "equilibria:equilibrium spectra:spectrum matrices:matrix indices:index vertices:vertex nuclei:nucleus "
        "phenomena:phenomenon criteria:criterion formulae:formula analyses:analysis hypotheses:hypothesis bases:basis "
        "vacua:vacuum bacteria:bacterium axes:axis diagnoses:diagnosis syntheses:synthesis stimuli:stimulus "
        "supernovae:supernova novae:nova nebulae:nebula media:medium larvae:larva fungi:fungus loci:locus "
        "mitochondria:mitochondrion metastases:metastasis crises:crisis theses:thesis simplices:simplex series:series "
        "species:species synapses:synapse viruses:virus mice:mouse corpora:corpus genera:genus leaves:leaf "
        "quizzes:quiz gases:gas lenses:lens biases:bias viruses:virus processes:process classes:class masses:mass"
    ).split()
)  # fmt: skip


@cache
def folded(word: str) -> str:
    """The key of a word without hyphens: lower case, singular, American."""
    low = word.lower()
    if low in _SINGULAR:
        return _SINGULAR[low]
    for british, american in _AMERICAN:
        low = low.replace(british, american) if len(low) > len(british) else low
    if _SPACELESS.search(low):
        return low
    ((((single, *_),),),) = (tuple(phrases.readings(low)),) if low.isalnum() else ((((low,),),),)
    return single


def letters(word: str) -> int:
    """The length of `word`; a character of a script without spaces says as much as three letters."""
    return 3 * len(word) if _SPACELESS.search(word) else len(word)


@cache
def key_of(text: str) -> str:
    """The key of a term as it is written."""
    return " ".join(folded(part) for word in text.split() for part in HYPHEN.split(_bare(word)) if part)


def _bare(word: str) -> str:
    return re.sub(r"['’]s$|['’](?=s$)", "", word)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text that may be part of a term."""

    text: str
    key: str
    ends: bool
    """True for a noun, with which a term can end."""
    starts: bool
    praises: bool
    """True when it only praises or counts what follows."""


Chunk = tuple[Token, ...]


@cache
def _token(text: str) -> Token | None:
    """The token that `text` is; None when a term cannot hold it."""
    word = _bare(text)
    low = word.lower()
    if len(low) > _LONGEST:
        return None
    parts = [part for part in HYPHEN.split(low) if part]
    is_acronym = bool(_ACRONYM.fullmatch(word))
    if (
        low in tables.spaceless("spaceless")
        or not parts
        or low in tables.generic("stop")
        or not re.search(r"[^\W\d_]", low)
        or len(low) == 1
    ):
        return None
    if len(parts) == 1 and tables.ends_terms(low) and not is_acronym:
        return None
    if len(parts) > 1 and (
        parts[0] in ("out", "state", "so", "end", "up") or parts[-1] in ("the", "of", "to", "in", "by", "art", "off")
    ):
        return None
    ends = is_acronym or (tables.is_noun(parts[-1]) and not (len(parts) > 1 and parts[-1] in _NO_ENDS))
    praises = low in tables.generic("first") or folded(low) in tables.generic("first")
    return Token(word, key_of(word), ends, not re.fullmatch(r"\d+\w?", low), praises)


def _parted(text: str) -> str:
    """`text` with spaces around what may be words where a script has none, and stops between them."""
    if not _SPACELESS.search(text):
        return text
    signs = "".join(sorted(tables.spaceless("signs")))
    return _RUN.sub(lambda run: f" ; {re.sub(f'[{_KANA}{signs}]+', ' ; ', run[0])} ; ", text)


def _known_tokens(words: Sequence[str]) -> dict[int, Token]:
    """Index → token, for the words of headings that grammar alone would cut: "working memory", "age of information"."""
    found: dict[int, Token] = {}
    for index, word in enumerate(words):
        for heading in _cut_headings().get(key_of(word), ()):
            here = words[index : index + len(heading)]
            if index not in found and tuple(map(key_of, here)) == heading:
                found |= {index + at: _known(text, at, len(heading)) for at, text in enumerate(here)}
    return found


def _known(text: str, at: int, length: int) -> Token:
    """The word at `at` of a heading of `length` words: as it would be alone, but for what the heading says of it."""
    alone = _token(text)
    is_first, is_last = at == 0, at == length - 1
    return Token(
        _bare(text),
        key_of(text),
        ends=is_last or (alone is not None and alone.ends),
        starts=is_first or (alone is not None and alone.starts),
        praises=not is_first and alone is not None and alone.praises,
    )


@cache
def _cut_headings() -> dict[str, tuple[tuple[str, ...], ...]]:
    """First word → headings that hold a word of no term, each as the keys of its words, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for heading in tables.headings():
        words = WORD.findall(heading.name)
        tokens = [_token(word) for word in words]
        is_whole = all(tokens) and tokens[-1] is not None and tokens[-1].ends
        if not is_whole and len(words) <= MOST_WORDS and all(word[0].isalnum() for word in words):
            keys = tuple(map(key_of, words))
            found[keys[0]].append(keys)
    return {first: tuple(sorted(held, key=lambda keys: (-len(keys), keys))) for first, held in found.items()}


def chunks(text: str, stop: Container[str] = ()) -> list[Chunk]:
    """The runs of words of `text` that may hold terms; `stop` are words that none holds but known headings."""
    found: list[Chunk] = []
    run: list[Token] = []
    words = WORD.findall(_parted(text))
    known = _known_tokens(words)
    for index, word in enumerate(words):
        token = known.get(index) or (_token(word) if word[0].isalnum() and word.lower() not in stop else None)
        if token:
            run.append(token)
        elif run:
            found.append(tuple(run))
            run = []
    return [*found, tuple(run)] if run else found
