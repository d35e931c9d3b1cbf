"""The sentence that says what a paper does, and the one that says what it reports.

Each sentence is scored by the cues of one table, and the best wins, the earlier one on a tie. Nothing is rewritten:
a gist is a sentence of the abstract or two in a row, or the curator's own words; `brief` is what a row shows of it.

Cues are written over classes of words ("WE ADV* MAKE"), not over letters: a sentence is first turned into one sign
a word, and all cues are then looked for in that short string. That keeps the table readable and the work linear.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Final

from site_builder.analysis.gist_matcher import MEMBERSHIPS, cues_in, signs_of, words_of
from site_builder.analysis.gist_opening import SOLVE, alone, announces, brief, leans_back, points_back, unnamed
from site_builder.analysis.gist_parts import Part, parts
from site_builder.analysis.gist_title import COINED, STEM, WORDY, Title, read_title, stems_of
from site_builder.text import sentences
from site_builder.text.sentences import Span

__all__ = ["Gist", "Scored", "brief", "explain", "find"]


@dataclass(frozen=True, slots=True)
class Gist:
    """What is shown of a paper first."""

    text: str
    """The sentence that says what the paper does, or the curator's summary; "" only when there is no abstract."""
    contribution: Span | None
    """Where it stands in the abstract; None when it does not."""
    result: Span | None
    """The sentence that reports a result; None when no sentence does."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence, its points, and the cues that made them as (name, points for `contribution`, points for `result`)."""

    span: Span
    contribution: float
    result: float
    cues: tuple[tuple[str, float, float], ...]


_MIN_RESULT = 3.75
"""Points below which no sentence reports a result."""
_TOO_EARLY = 1.5
"""Points a sentence loses that stands before the paper says what it does: its finding is why, or another's."""
_LENGTHS: Final = ((40, -3.0), (70, -1.5), (90, -0.5), (330, 0.0), (450, -0.7), (inf, -2.5))
"""Up to how many characters a sentence loses how many points: outside it says too little or too much for a list."""
_CLAIMS: Final = frozenset(
    "we make/leads us to make/we … by making/we offer/we look at/we show/this paper/our paper/is made/aim"
    "/main result".split("/")
)
_SPARED = _CLAIMS - {"is made"}
"""Claims in which the authors speak: these are made in any part of an abstract, the others are how methods are told."""
_FIRST = 1.0
"""Points for the first of them."""
_CLAIM = 3.0
"""Points above which a sentence with one of these cues speaks of the paper and not of others."""
_LOOKS_BACK = -0.9
"""Points for a sentence behind that."""
_END = 0.74
"""Share of an abstract after which it looks back."""
_NEW_WORDS = 2
"""Words of content a sentence must add to the title to say more than it."""
_OWN_WORDS = 2
"""Words of content below which a sentence says that there is something new, and not what it is."""
_OWN_WORDS_FOR_THIS = 4
"""The same where the rest only points back: "… to overcome these limitations"."""
_SHORT = 85
"""Characters up to which a claim must say a word more than the title does."""
_BARE = 75
"""Characters up to which a claim without its purpose must say two words more."""
_ONE_OF_SEVERAL = -4.0
"""Points for "(2) We show …" and "To address (ii), we …": such a sentence is one part of what was done."""
_POINTS_BACK = -1.2
"""Points for "… suppresses such tokens", of which nothing was said."""
_ENDS_IN_A_QUESTION = -3.0
"""Points for "We explore forests, where three challenges emerge: how …?"."""
_WITHOUT_GROUND = -1.5
"""Points for "We study this question in forests", where the sentence before is too long or points further back."""
_FEW = 140
"""Characters up to which such a sentence is shown with the one behind it."""
_MOST_JOINED = 330
"""Characters of two sentences that are one gist."""
_SAYS_NOTHING = 60
"""Characters up to which a claim that says little is left for the sentence behind it, where both are too long."""
_TURN = 3.0
"""Points for "However, …" where nobody says "we": there such abstracts turn to what they found."""
_ARGUES = 3.0
"""Points for "we argue …" where there is nothing that was made."""
_POINTS = "points to what stands before"
_LEANS = "leans on the sentence before"
_UNNAMED = "says this of what it has not named"
_NAMED = "names the paper's thing"
_HOLLOW = "says little of its own"
_OF_TITLE = "words of the title"
_SAYS_THIS = "says this or these"
_TIED: Final = frozenset({_SAYS_THIS, "hangs on the one before"})


def find(title: str, abstract: str, summary: str = "") -> Gist:
    """The gist of the paper `title`; `summary`, when a curator wrote one, wins.

    Never raises, and takes time linear in the length of `abstract`.
    """
    scored = explain(title, abstract)
    if not scored:
        return Gist(summary, None, None)
    found = _contribution(scored)
    contribution = _span_of(summary, abstract, scored) if summary.strip() else found
    # What a curator wrote stands elsewhere, so the machine's own pick is then no longer taken.
    result = _result(scored, contribution)
    text = summary if summary.strip() else alone(" ".join(abstract[found[0] : found[1]].split()))
    return Gist(text, contribution, result)


def _contribution(scored: tuple[Scored, ...]) -> Span:
    """The best sentence, with the one behind it where it says little more than that there is something new, or with the
    one before it where that names what it speaks of."""
    has_claim = any(one.contribution > _CLAIM for one in scored)
    best = max(range(len(scored)), key=lambda at: (_points(scored, at, has_claim), -at))
    start, end = scored[best].span
    if has_claim and best + 1 < len(scored) and _wants_more(scored, best) and _goes_on(scored[best + 1]):
        behind = scored[best + 1]
        if behind.span[1] - start <= _MOST_JOINED:
            return start, behind.span[1]
        if end - start <= _SAYS_NOTHING and _NAMED in _names(behind):
            return behind.span
    return scored[best - 1].span[0] if _has_ground(scored, best) else start, end


def _points(scored: tuple[Scored, ...], at: int, has_claim: bool) -> float:
    one = scored[at]
    lost = _WITHOUT_GROUND if _lacks_ground(scored, at) else 0.0
    return (one.contribution if has_claim else _without_claims(one)) + lost


def _wants_more(scored: tuple[Scored, ...], at: int) -> bool:
    """True when the sentence behind must say what sentence `at` does not."""
    start, end = scored[at].span
    return _HOLLOW in _names(scored[at]) or (end - start <= _FEW and _lacks_ground(scored, at))


def _has_ground(scored: tuple[Scored, ...], at: int) -> bool:
    """True when the sentence before `at` can be shown with it, and names what it speaks of: "We call this …"."""
    one, before = scored[at], scored[at - 1]
    speaks_of_it = _LEANS in _names(one) or (_UNNAMED in _names(one) and _is_claim(one))
    if not at or not speaks_of_it:
        return False
    return _TIED.isdisjoint(_names(before)) and scored[at].span[1] - before.span[0] <= _MOST_JOINED


def _lacks_ground(scored: tuple[Scored, ...], at: int) -> bool:
    return _LEANS in _names(scored[at]) and not _has_ground(scored, at)


def _is_claim(one: Scored) -> bool:
    return one.contribution > _CLAIM and not _CLAIMS.isdisjoint(_names(one))


def _names(one: Scored) -> set[str]:
    return {name for name, _, _ in one.cues}


def _without_claims(one: Scored) -> float:
    """Points for `contribution` where no sentence says "we propose": the title's words and a result tell of the paper,
    also in languages that no cue speaks."""
    about = sum(points for name, points, _ in one.cues if name == _OF_TITLE)
    turns = one.span[0] > 0 and "background" in _names(one)
    if "we argue" in _names(one):
        about += _ARGUES
    if _POINTS in _names(one):  # better than a sentence of the field
        about -= _POINTS_BACK
    return one.contribution + about + 0.3 * max(0.0, one.result) + (_TURN if turns else 0.0)


def _goes_on(behind: Scored) -> bool:
    """True when sentence `behind` says of what stands before it how it is done, and not how well, or where it is."""
    elsewhere = {"evaluation", "available", "one more thing", "we argue", "one of several"}
    return behind.result < _MIN_RESULT and elsewhere.isdisjoint(_names(behind))


def _result(scored: tuple[Scored, ...], contribution: Span | None) -> Span | None:
    rest = [
        one
        for one in scored
        if contribution is None or one.span[1] <= contribution[0] or one.span[0] >= contribution[1]
    ]
    found = {one.span: one.result - (_TOO_EARLY if contribution and one.span < contribution else 0) for one in rest}
    best = max(found, key=lambda span: (found[span], -span[0]), default=None)
    return best if best and found[best] >= _MIN_RESULT else None


def _span_of(summary: str, abstract: str, scored: tuple[Scored, ...]) -> Span | None:
    """Where `summary` stands in `abstract`: as one of its sentences, whatever the spaces, or letter by letter."""
    wanted = summary.split()
    for one in scored:
        if abstract[one.span[0] : one.span[1]].split() == wanted:
            return one.span
    at = abstract.find(summary.strip())
    return (at, at + len(summary.strip())) if at >= 0 else None


def explain(title: str, abstract: str) -> tuple[Scored, ...]:
    """Every sentence of `abstract` with its points and the cues that made them."""
    spans = sentences.spans(abstract)
    known = read_title(title)
    texts = [abstract[start:end] for start, end in spans]
    scored = [
        _scored(text, span, index / len(spans), known, part)
        for index, (text, span, part) in enumerate(zip(texts, spans, parts(texts), strict=True))
    ]
    claims = (index for index, one in enumerate(scored) if _is_claim(one))
    first = next(claims, None)
    if first is not None:
        scored[first] = _first_claim(scored[first])
    return tuple(scored)


def _first_claim(one: Scored) -> Scored:
    """`one` as the first sentence in which the authors speak: there most abstracts turn to what they did."""
    return Scored(
        one.span, one.contribution + _FIRST, one.result, (*one.cues, ("first to speak of the paper", _FIRST, 0))
    )


def _scored(text: str, span: Span, depth: float, title: Title, part: Part | None) -> Scored:
    words = words_of(text)
    signs = signs_of(words)
    found = cues_in(signs)
    found.extend(_by_title(text, words, title))
    if _THIS.search(text):
        found.extend(_by_pointing(text, title))
    found.extend(_by_shape(text, depth))
    if part and part.contribution and not (part.spares_claims and any(name in _SPARED for name, *_ in found)):
        found.append((part.name, part.contribution, part.result))
    contribution, result = sum([points[1] for points in found]), sum([points[2] for points in found])
    return Scored(span, round(contribution, 2), round(result, 2), tuple(found))


def _by_title(text: str, words: list[str], title: Title) -> Iterator[tuple[str, float, float]]:
    """Cues of what a sentence says of the title's thing, and beyond it."""
    if any(name in text for name in title.names):
        yield _NAMED, 2, 0.7
    stems = stems_of(words)
    if title.stems:
        yield _OF_TITLE, round(2 * len(stems & title.stems) / len(title.stems), 2), 0
    hollow = _is_hollow(text, stems, title)
    if len(stems - title.stems - _EMPTY) < _NEW_WORDS:
        yield "says no more than the title", -1 if hollow else -2, -1
    if hollow or _is_nameless(text, stems, title):
        yield _HOLLOW, 0, 0
    if (spoken := _SPEAKS_FOR_ITSELF.match(text)) and (spoken[1] in title.names or COINED.fullmatch(spoken[1])):
        yield "what the thing does", 3, 0


def _by_pointing(text: str, title: Title) -> Iterator[tuple[str, float, float]]:
    """Cues of words that point to sentences before."""
    yield _SAYS_THIS, 0, 0
    if points_back(text):
        yield _POINTS, _POINTS_BACK, 0
        if any((title.stems | _EMPTY).isdisjoint(stems_of(words_of(thing))) for thing in unnamed(text)):
            yield _UNNAMED, 0, 0
    if leans_back(text):
        yield _LEANS, 0, 0


def _by_shape(text: str, depth: float) -> Iterator[tuple[str, float, float]]:
    """Cues of ties to other sentences, of length and of place."""
    if _ITEM.match(text):
        yield "one of several", _ONE_OF_SEVERAL, 0
    if text.endswith("?") and not _ASKS.search(text):
        yield "ends in a question", _ENDS_IN_A_QUESTION, 0
    points = next(points for longest, points in _LENGTHS if len(text) <= longest)
    if points:
        yield "length", points, points
    yield "place", round(1 - depth, 2), round(1.5 * depth, 2)
    if depth > _END:
        yield "end", _LOOKS_BACK, 0
    if not depth:
        yield "first", -0.5, -2


def _is_hollow(text: str, stems: frozenset[str], title: Title) -> bool:
    """True where a claim names its thing and hardly more: "we propose Acorn to overcome these limitations"."""
    if for_this := _FOR_THIS.search(text):
        stems = stems_of(words_of(text[: for_this.start()]))
    matter = stems - _EMPTY - title.named
    if by := _BY_NAMING.search(text):
        matter = _matter(text[by.end() :]) - title.stems
    if _is_bare(text, title) or announces(text):
        return True
    own = _matter(text)
    if len(text) <= _SHORT and _ONLY_NAMED.search(text) and len(own - title.stems) < _OWN_WORDS:
        return True
    if len(own) < _OWN_WORDS:
        return True
    if for_this and not by:
        return len(matter - title.stems) < _OWN_WORDS_FOR_THIS
    return len(matter) < _OWN_WORDS


def _is_nameless(text: str, stems: frozenset[str], title: Title) -> bool:
    """True where a claim repeats the title and its thing has no name: "we propose a novel approach for …"."""
    return not title.names and not stems - title.stems - _EMPTY and bool(_NAMELESS.search(text))


def _is_bare(text: str, title: Title) -> bool:
    """True where a claim is left with a name when its purpose is taken off: "To counter this, we propose Acorn"."""
    claim = _PURPOSE.sub("", text)
    if len(claim) == len(text) or len(claim) > _BARE or not _NAMES.search(claim):
        return False
    return len(_matter(claim) - title.stems - title.named) < _OWN_WORDS


def _matter(text: str) -> frozenset[str]:
    """The stems of `text` that say something of a paper's matter; a short name in brackets does not."""
    return stems_of(words_of(_BRACKETS.sub("", text))) - _EMPTY


_THIS: Final = re.compile(r"\b(?:this|these|such|those)\b|\?$", re.IGNORECASE)
_ASKS: Final = re.compile(r"\b(?:ask|question)")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_PURPOSE: Final = re.compile(r"(?:In order to|To|By|In response to) [^,;:]{3,140}, (?=we\b)")
_NAMES: Final = re.compile(r"\bwe (?:\w+ )?(?:propose|introduce|present|develop|design)\b", re.IGNORECASE)
_NAMELESS: Final = re.compile(
    r"\bwe (?:\w+ )?(?:propose|introduce|present|develop|design) an? (?:\w+ )?"
    r"(?:approach|method|framework|model|algorithm|technique|strategy|system|paradigm)\b(?!.*\()",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(
    r"\((?:[2-9]|i[iv]+|vi*|[b-h])\) |We (?:address|tackle) the (?:first|second|third|latter|former)\b"
    r"|(?:Specifically, )?(?:[Tt]o|For) \w+ (?:\([ivx\d]+\)|the (?:first|second|third|latter|former)\b)"
)
_SPEAKS_FOR_ITSELF: Final = re.compile(rf"(?:In order to|To) {SOLVE} [^,;:]{{5,120}}, ([\w.+-]+) (?!we\b)[a-z]+s\b")
"""Where the thing speaks for its authors: "To address this conflict, DeCIR decouples …"."""
_FOR_THIS: Final = re.compile(
    r"\b(?:to|that|which) (?:\w+ly )?\w+ (?:this|these|those|such) [\w-]+\.?$"
    rf"|\b(?:to|that|which) (?:\w+ )?{SOLVE} "
    r"(?:this|these|those|such|the above|it|them"
    r"|(?:the )?(?:\w+ )?(?:limitations|challenges|issues|problems) (?:in|of|faced|posed)"
    r"|the (?:\w+ )?(?:gaps?|limitations?|challenges?|issues?|problems?)(?=\.?$))\b"
)
_ONLY_NAMED: Final = re.compile(
    r"\b(?:framework|method|approach|model|network|architecture|algorithm|system|strategy|paradigm)"
    r"(?: \([\w-]+\))?\.?$",
    re.IGNORECASE,
)
"""A claim that ends with what kind of thing it is: "we propose the EventRR framework"."""
_BY_NAMING: Final = re.compile(
    rf"\bwe {SOLVE} (?:this|these) \w+ by (?:introducing|proposing|presenting|developing|designing)\b", re.IGNORECASE
)
"""A claim that may only name its thing: "we address this limitation by introducing Learnable Neuron Models"."""
_EMPTY_CLASSES = frozenset(
    {"WE", "MAKE", "MAKE-ED", "OFFER", "LOOK", "SHOW", "PAPER", "KIND", "NEW", "NAMED", "THIS", "IN", "PROBLEM"}
)
_EMPTY = frozenset(word[:STEM] for word, names in MEMBERSHIPS.items() if names & _EMPTY_CLASSES and len(word) >= WORDY)
"""Stems that say nothing of a paper's matter."""
