"""The sentence that says what a paper does, and the one that says what it reports.

Each sentence is scored by the cues of one table, and the best wins, the earlier one on a tie. Nothing is rewritten:
a gist is a sentence of the abstract, or the curator's own words; `brief` is what a row shows of it.

Cues are written over classes of words ("WE ADV* MAKE"), not over letters: a sentence is first turned into one sign
a word, and all cues are then looked for in that short string. That keeps the table readable and the work linear.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Final

from site_builder.text import sentences
from site_builder.text.sentences import Span


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


# -- words -------------------------------------------------------------------------------------------------------


def _forms(verb: str) -> tuple[str, str, str, str]:
    """A regular verb: "study", "studies", "studied", "studying"."""
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    return verb, verb + ("es" if verb.endswith(("sh", "s", "ch", "x")) else "s"), verb + "ed", verb + "ing"


_VERBS: Final = {
    "MAKE": "propose present introduce develop design devise describe pioneer unveil advocate invent",
    "OFFER": "provide offer create construct formulate establish contribute release outline derive implement deliver "
    "generalize generalise extend adapt advance launch suggest",
    "LOOK": "study investigate explore examine analyze analyse survey review revisit address tackle characterize "
    "characterise rethink consider discuss focus compare evaluate assess benchmark delve quantify measure "
    "calculate compute simulate summarize summarise formalize identify aim seek consolidate probe test "
    "reinterpret dissect overview trace determine estimate constrain report explain",
    "SHOW": "demonstrate confirm illustrate verify validate prove",
    "FIND": "reveal observe discover uncover report conclude obtain indicate suggest highlight detect corroborate "
    "support underscore",
    "ARGUE": "argue hypothesize hypothesise conjecture posit assume claim contend postulate note emphasize",
    "USE": "use apply employ leverage train utilize utilise combine conduct perform collect curate optimize optimise "
    "incorporate interview integrate exploit adopt collect fine-tune enable allow equip undertake automate reformulate recast",
    "GAIN": "achieve attain reach outperform surpass exceed improve reduce increase boost decrease yield accelerate "
    "enhance lower retain maintain save double halve match accomplish rival deliver exhibit shorten alleviate "
    "mitigate eliminate obtain preserve enable converge differ correlate raise display generalize transfer",
}
"""Verbs by what they say. Class X holds base and -s forms, X-ED the past, X-ING the rest."""

_WORDS: Final = {
    "WE": "we I authors",
    "ABROAD": "präsentieren stellen schlagen entwickeln untersuchen proposons présentons étudions présente proponemos "
    "presentamos analizamos investigamos propone presenta propomos apresentamos propõe apresenta proponiamo presentiamo "
    "предлагаем предлагается предложен представлен рассматривается исследуется önerilmiştir önerilmektedir sunulmuştur "
    "geliştirilmiştir incelenmiştir öneriyoruz sunuyoruz",
    "OFFER": "build builds put puts give gives make makes set sets write open-source",
    "OFFER-ED": "built given made",
    "SHOW": "show shows",
    "SHOW-ED": "shown showed proven",
    "FIND": "find finds see",
    "FIND-ED": "found saw seen",
    "USE-ED": "undertaken",
    "LOOK": "ask asks",
    "GAIN": "cut cuts speed speeds run runs win wins lead leads",
    "GAIN-ED": "led sped won",
    "GAIN-ING": "cutting leading speeding",
    "THIS": "this our present current diese dieser diesem dieses cet cette este esta neste nesta questo questa bu "
    "данной данная настоящей",
    "IN": "in within dans en im на в throughout",
    "PAPER": "paper work article study report survey review thesis tutorial monograph manuscript chapter letter note "
    "essay dissertation research project perspective overview arbeit artikel beitrag trabajo artículo "
    "travail trabalho artigo lavoro articolo çalışma çalışmada makale makalede bildiride статье работе статья работа "
    "guide whitepaper retrospective manifesto commentary contribution lecture lectures notes volume book roadmap primer",
    "KIND": "framework method approach algorithm model system architecture benchmark dataset library toolkit survey "
    "technique pipeline strategy tool platform family paradigm protocol language compiler corpus suite simulator "
    "optimizer network agent formulation methodology theory engine estimator procedure solution metric taxonomy "
    "models methods algorithms techniques approaches guidelines scheme variant package theorem software formalism "
    "program study analysis investigation review perspective",
    "NEW": "novel new simple unified general efficient comprehensive first innovative scalable principled systematic",
    "METHOD": "method approach framework model algorithm system technique architecture design methods models approaches",
    "SELF": "our proposed resulting",
    "BE": "is are was were",
    "BEEN": "been",
    "HAVE": "has have had",
    "NAMED": "called named termed dubbed denominated coined",
    "FOR": "for to that which by using via where whose with based through",
    "MORE": "additionally further furthermore moreover besides lastly finally also second secondly third thirdly subsequently "
    "meanwhile likewise similarly next",
    "DETAIL": "specifically concretely namely particularly precisely then",
    "HANGS": "it they these such those its their he she there that thereby",
    "BACK": "however recent recently existing previous prior traditional traditionally despite although while currently "
    "conventional nevertheless nonetheless unfortunately yet today nowadays historically since because many most "
    "typically often several numerous but background",
    "PAST": "recent recently existing previous previously prior past traditional conventional current typical",
    "EVIDENCE": "experiment experiments experimental experimentally results result evaluation evaluations extensive "
    "empirical empirically finding findings simulation simulations analysis analyses tests ablation ablations "
    "evidence comparisons comparison experimentation assessments benchmarking outcomes measurements",
    "BEST": "state-of-the-art sota superior competitive comparable better best faster higher lower significantly "
    "fewer stronger favorable record substantially outperforming surpassing",
    "THAN": "than compared relative baseline baselines over versus vs",
    "UNIT": "% percent x × times fold points point hours days ms speedup speed-up orders magnitude accuracy db",
    "THING": "code codes model models data dataset datasets implementation checkpoints resources demo source weights "
    "benchmark software project video videos scripts repository package material materials artifacts toolkit "
    "framework system prompts corpus library",
    "OPEN": "available released found open-sourced open-source public publicly accessible downloadable",
    "SITE": "http https www github.com github.io",
    "DOUBT": "whether if",
    "ASKS": "question questions ask asks wonder",
    "AIM": "aim aims goal objective purpose objectives aims",
    "ROLE": "background introduction motivation context",
    "END": "results result conclusion conclusions findings discussion interpretation",
    "SO": "therefore thus hence accordingly",
    "HOPE": "hope believe conclude discuss anticipate envision expect speculate",
    "AHEAD": "promising avenue avenues insight insights implications paves pave opportunities",
    "PROBLEM": "issue issues problem problems challenge challenges limitation limitations gap gaps drawbacks need "
    "end shortcomings difficulty difficulties bottleneck goal",
    "DRIVEN": "motivated inspired driven guided building leveraging drawing",
    "MAY": "can could may might would should will must need cannot",
    "ADV": "also first then further thus therefore hence here now instead next furthermore moreover both hereby hereinafter",
    "PART": "module modules mechanism loss losses component components layer regularization term scheduler stage "
    "tricks step",
}
"""Words by what they say; a word may stand in several classes. "ADV" also holds every word in -ly, "OTHER" the rest."""

_TOKEN = re.compile(r"[^\W\d_\u3040-\u9fff]++(?:[-'’.][^\W\d_]++)*+|\d++(?:[.,]\d++)*+|[%×,:?\u3040-\u9fff]")
"""A word, a number, a sign that cues speak of, or one character of a script without spaces."""
_READ = 600
"""Characters of a sentence in which cues are looked for: what it is about comes before."""


def _memberships(patterns: Iterable[str]) -> dict[str, frozenset[str]]:
    """The classes of every word known here; a word that `patterns` name is a class of its own."""
    found: dict[str, set[str]] = {}
    for name, verbs in _VERBS.items():
        for verb in verbs.split():
            for form, suffix in zip(_forms(verb), ("", "", "-ED", "-ING"), strict=True):
                found.setdefault(form, set()).add(name + suffix)
    for name, words in _WORDS.items():
        for word in words.split():
            found.setdefault(word, set()).add(name)
    for item in re.findall(r"[^\s|*^/#.]+", " ".join(patterns)):
        word = item.lstrip("!").rstrip("?") or item
        if not word[0].isupper():
            found.setdefault(word, set()).add(word)
    return {word: frozenset(names | ({"ADV"} if word.endswith("ly") else set())) for word, names in found.items()}


# -- cues --------------------------------------------------------------------------------------------------------

_CUES: Final = (
    # Name, points for `contribution`, points for `result`, patterns parted by " / ". A pattern names classes of words, or
    # words: A|B either, A? perhaps, A* up to three, !A not after A, ..n up to n words of any kind, ~n the same without
    # "we", # a number, ^ the opening of the sentence.
    ("we do", 1, 0, "WE HAVE? ADV* OTHER|ARGUE|MAKE|MAKE-ED|OFFER|OFFER-ED|LOOK|LOOK-ED|USE|USE-ED|FIND|FIND-ED|GAIN|GAIN-ED"),
    ("we make", 5, 0, "WE HAVE? ADV* MAKE|MAKE-ED"),
    ("leads us to make", 5, 0, "motivates|leads|inspires|motivated|led us to MAKE|OFFER / ^ MAKE|MAKE-ED|MAKE-ING"),
    ("we offer", 4, 0, "WE HAVE? ADV* OFFER|OFFER-ED"),
    ("we … by making", 4, 0, "WE ..12 by MAKE-ING|OFFER-ING|USE-ING|LOOK-ING|SHOW-ING|showing"),
    ("we look at", 3.5, 0, "WE HAVE? ADV* LOOK|LOOK-ED"),
    ("we study", 2, 0, "WE HAVE? ADV* conduct|conducted|perform|performed|undertake|undertaken|carry|carried ..4 study|survey|investigation|review|audit|examination"),
    ("we show", 3, 3.5, "WE HAVE? ADV* SHOW|SHOW-ED"),
    ("and show", 0, 2.5, "WE ..20 and ADV* SHOW|SHOW-ED|FIND|FIND-ED"),
    ("we find", 0.5, 3.5, "WE HAVE? ADV* FIND|FIND-ED|GAIN|GAIN-ED"),
    ("we argue", 0, -0.5, "WE ADV* ARGUE"),
    ("we use", 1.5, 0, "WE HAVE? ADV* USE|USE-ED"),
    ("and make", 1.5, 0, "WE ..20 and ADV* MAKE"),
    ("this paper", 5, 0, "this|present|current ..2 PAPER ADV* MAKE|MAKE-ED|OFFER|OFFER-ED|LOOK|LOOK-ED|USE|USE-ED|SHOW|BE / ^ this|the|present|current ..1 PAPER ADV* MAKE|OFFER|LOOK|USE / ^ this|current|present ..1 PAPER"),
    ("our paper", 3.5, 0, "our ..1 PAPER ADV* MAKE|OFFER|LOOK|USE"),
    ("in this paper", 1.5, 0, "IN THIS ..2 PAPER / ^ here|herein ,? WE / ^ here|herein , ..12 WE / THIS PAPER ,? WE"),
    ("here", 1.2, 0, "^ here|herein"),
    ("本文", 5, 0, "本 文 / 本 研 究 / 本 論 文 / 本 论 文 / 我 们 提 出 / 提 出 了"),
    ("proponemos", 5, 0, "ABROAD"),
    ("is made", 3, 0, "^ ~60 !BEEN BE ADV* MAKE-ED|LOOK-ED|OFFER-ED / ^ ~60 BE ADV* USE-ED to|for / ^ ~60 BE ADV* performed|conducted|measured|derived|compared"),
    ("was made before", -5, -1, "!WE HAVE ADV* BEEN? ADV* MAKE-ED|OFFER-ED|LOOK-ED|USE-ED|FIND-ED|GAIN-ED"),
    ("is made by all", -4, 0, "BE|been increasingly|widely|commonly|often|frequently|typically|usually|traditionally|mostly ADV* USE-ED|LOOK-ED|MAKE-ED|OFFER-ED"),
    ("aim", 2.5, 0, "AIM of THIS|WE|PAPER / our ..1 AIM BE|, / ^ AIM : / ^ AIM BE / ^ to study|investigate|evaluate|assess|determine|examine|compare|explore|characterize"),
    ("is not", -3, 0, "BE not to|a|an|the|only / do|does|did not|n't"),
    ("our thing", 1.5, 0.5, "^ the? SELF ..2 KIND / , SELF ..2 KIND"),
    ("for a part of it", -1.3, 0, "^ to ADV* OTHER|GAIN|USE|FIND|SHOW OTHER|the|a|an|our / ^ first|firstly ,"),
    ("says not what", -1.5, 0, "WE|PAPER ADV* LOOK this|these|such|both / the|these|this two|three|above|aforementioned? PROBLEM"),
    ("says how it was done", -4, 0, "PAPER BE conducted|performed|carried"),
    ("to this end", 0.7, -0.5, "^ to ..3 PROBLEM ..6 WE / ^ DRIVEN ..9 WE"),
    ("what for", 1, 0, "MAKE|MAKE-ED|OFFER|LOOK|USE ..12 FOR"),
    ("a kind of thing", 0.7, 0, "MAKE|MAKE-ED|OFFER|OFFER-ED|BE|NAMED|, ..8 KIND"),
    ("a new thing", 0.5, 0, "a|an|the ..2 NEW"),
    ("part of it", -0.8, 0, "WE ADV* MAKE|OFFER ..6 PART"),
    ("background", -4, -3, "^ BACK / ^ the? PAST / ^ ROLE : / ^ with the|recent / ^ in recent|many / ^ over the|PAST / ^ as ..4 become|becomes|grow|continue|continues|increase|increases / ^ there BE|HAVE"),
    ("however, we", 3.5, 2.5, "^ BACK ,? WE|THIS / ^ BACK ..25 WE ADV* MAKE|OFFER|LOOK|SHOW|report"),
    ("others", -2, -1.5, "!THAN PAST ..2 KIND|PAPER|studies|works|efforts BE|HAVE|focus|rely|MAY / ^ PAST ..2 KIND|PAPER|studies|works|efforts|research"),
    ("one more thing", -2.3, 0, "^ MORE / ^ in addition / WE MORE / ^ on the other / ^ on top"),
    ("detail", -1, 0, "^ more? DETAIL / WE then / ^ in particular / ^ in detail / ^ during|given|for"),
    ("hangs on the one before", -1.5, -0.3, "^ HANGS / ^ these|such OTHER|METHOD|PART|PROBLEM|BE / ^ this METHOD|PART|PROBLEM|BE / ^ this OTHER OTHER|BE|ADV|GAIN|USE|MAY|SHOW / ^ in doing / ^ in this|such way|setting|case / ^ based on|upon / ^ as such"),
    ("and so", -0.4, 0, "^ SO / ^ as a"),
    ("we in a clause", -3, 0, "^ OTHER ..6 where|when|if WE"),
    ("for example", -3, -2, "^ for example|instance / ^ note that"),
    ("a question", -2, -3, "ask|asks|asked ..1 DOUBT|how|why / ASKS / ?"),
    ("open", -0.7, -3, "LOOK|LOOK-ED ..1 DOUBT|how|why"),
    ("evaluation", -3, 1, "^ ..2 EVIDENCE OTHER|on|in|with|and|across|under|through|using|by|FIND|FIND-ED|SHOW|SHOW-ED / ^ WE? ADV* LOOK|USE ..2 EVIDENCE|our / ^ WE ADV* evaluate|validate|test|compare|verify / ^ WE ADV* conduct|perform|run ..4 EVIDENCE|benchmarks / SHOW|LOOK ..4 effectiveness|superiority|efficacy|reliability|feasibility|validity|applicability|generality / BE ADV* evaluated|tested|validated|verified"),
    ("results show", -2, 3.5, "EVIDENCE ~12 !to FIND|FIND-ED|SHOW|SHOW-ED / ^ END :"),
    ("available", -4.5, -6, "THING ..8 BE|WE ..3 OPEN / OPEN ..3 at SITE / SITE / OPEN : / THING ..3 OPEN at|on|under / ^ WE ..2 release|open-source"),
    ("ahead", -3, -4, "AHEAD ..2 for|into|the|in|to|of|research|work|directions / future ..2 research|work|studies|directions|development|developments|exploration|progress|investigation|investigations|contributions|advances|efforts / WE ADV* HOPE / ^ finally , WE discuss|conclude|outline"),
    ("looks back", -2.5, 0, "PAPER highlights|underscores|suggests|confirms|reveals|opens|informs|enables|contributes / PAPER OFFER ..5 pathway|perspective|insight|insights|basis|route|step|understanding|guidance|evidence|ground|grounds"),
    ("plan", -1, -2, "PAPER BE ADV* organized|structured"),
    ("a number", 0, 1.5, "# UNIT|× / # ..2 UNIT"),
    ("a count", 0, 0.5, "#"),
    ("gains", -0.5, 2.5, "GAIN-ED|outperforms|achieves|surpasses|improves|reduces|attains|reaches|exceeds|increases|yields|demonstrates|exhibits|shows|enhances|accelerates|boosts|maintains|retains / , ADV* GAIN-ING / while ADV* GAIN-ING / can|to ADV* GAIN up|#"),
    ("better", -0.5, 1, "BEST / on par / state of the art"),
    ("than others", 0, 0.7, "BEST|GAIN|GAIN-ED|GAIN-ING ..9 THAN"),
    ("that", 0, 1.5, "prove|proves|proved / FIND|FIND-ED|SHOW|SHOW-ED that"),
    ("tests, and tells not what came of it", 0, -2, "WE ADV* verify|validate|verified|validated|evaluate|evaluated ..9 using|on|across|with|under|through|by|extensively / SHOW ..4 effectiveness|efficacy by|on|of|across / to SHOW ..2 effectiveness|efficacy|robustness|generality / SHOW|LOOK ..3 application|applicability|case|case-study|use|efficacy|effectiveness / SHOW|SHOW-ED how"),
    ("promises insight", 0, -1.5, "uncover|provide|offer|gain|yield|highlights|highlight|underscore|underscores ..3 insight|insights|importance|role|need|benefits|value"),
    ("may", 0, -1, "MAY GAIN|be"),
    ("aims", 0, -1.5, "AIM to / ^ to ..6 WE / in order to"),
)  # fmt: skip

_MEMBERSHIPS = _memberships([pattern for *_, pattern in _CUES])
_SIGNS = {names: chr(0xE000 + index) for index, names in enumerate(sorted(set(_MEMBERSHIPS.values()), key=sorted))}
_SIGN_OF: Final = {word: _SIGNS[names] for word, names in _MEMBERSHIPS.items()}
"""The sign of each word that a cue can speak of; private-use characters, so that none means anything to `re`."""
_START, _NUMBER, _ADVERB, _OTHER = "<", "#", "y", "_"
_SIGNS_OF: Final = {
    **{name: "".join(sign for names, sign in _SIGNS.items() if name in names) for name in frozenset().union(*_SIGNS)},
    "#": _NUMBER,
    "ADV": _ADVERB + "".join(sign for names, sign in _SIGNS.items() if "ADV" in names),
    "OTHER": _OTHER,
}
"""The signs of every class of words."""


def _compiled(patterns: str) -> re.Pattern[str]:
    return re.compile("|".join("".join(map(_part, pattern.split())) for pattern in _parted(patterns)))


def _parted(patterns: str) -> list[str]:
    return patterns.split(" / ")


def _part(item: str) -> str:
    if item == "^":
        return _START
    if item.startswith(".."):
        return f".{{0,{item[2:]}}}"
    if item[0] == "~":
        return f"[^{_SIGNS_OF['WE']}]{{0,{item[1:]}}}"
    if item[0] == "!":
        return f"(?<!{_class(item[1:])})"
    times = {"?": "?", "*": "{0,3}"}.get(item[-1], "") if len(item) > 1 else ""
    return _class(item[:-1] if times else item) + times


def _class(names: str) -> str:
    """The signs of the words that stand in one of the classes `names`; a `KeyError` for a class without any."""
    return "[" + "".join(_SIGNS_OF[name] for name in names.split("|")) + "]"


def _needs(patterns: str) -> set[str]:
    """Signs of which a sentence must hold one for any of `patterns` to be found: those of their rarest words."""
    sure = [[item for item in pattern.split() if not _UNSURE.match(item)] for pattern in _parted(patterns)]
    return {sign for items in sure for sign in min((_class(item)[1:-1] for item in items), key=len)}


_UNSURE = re.compile(r"\^|\.\.|!|~|.+[?*]$")
"""Items of a pattern that may stand for no word."""
_TABLE: Final = tuple(
    (1 << index, (name, contribution, result), _compiled(patterns).search)
    for index, (name, contribution, result, patterns) in enumerate(_CUES)
)
"""Of each cue its bit, what it adds, and the search for it."""
_NEEDED = [(bit, _needs(cue[3])) for (bit, *_), cue in zip(_TABLE, _CUES, strict=True)]
_BITS: Final = {
    sign: sum(bit for bit, needs in _NEEDED if sign in needs)
    for sign in [*_SIGNS.values(), _START, _NUMBER, _ADVERB, _OTHER]
}
"""The cues worth a search where a sign stands, as bits: most sentences are spared most cues."""


def _cues_in(signs: str) -> list[tuple[str, float, float]]:
    worth = 0
    for sign in set(signs):
        worth |= _BITS[sign]
    return [points for bit, points, search in _TABLE if worth & bit and search(signs)]


def _signs(words: list[str]) -> str:
    """One sign a word, after the sign of the opening."""
    known = _SIGN_OF.get
    return _START + "".join(
        [known(word) or (_ADVERB if word[-2:] == "ly" else _OTHER if word[0] > "9" else _NUMBER) for word in words]
    )


def _words(text: str) -> list[str]:
    read = text[:_READ]
    if "I " in read:  # the author, who would be lost among the "(i)" of lists
        return [word if word == "I" else word.lower() for word in _TOKEN.findall(read)]
    return _TOKEN.findall(read.lower())


# -- choosing ----------------------------------------------------------------------------------------------------

_MIN_RESULT = 3.75
"""Points below which no sentence reports a result."""
_TOO_EARLY = 1.5
"""Points a sentence loses that stands before the paper says what it does: its finding is why, or another's."""
_LENGTHS: Final = ((40, -3.0), (70, -1.5), (90, -0.5), (330, 0.0), (450, -0.7), (inf, -2.5))
"""Up to how many characters a sentence loses how many points: outside it says too little or too much for a list."""
_CLAIMS: Final = frozenset(
    "we make/leads us to make/we … by making/we offer/we look at/we show/this paper/our paper/is made/aim".split("/")
)
_FIRST = 1.0
"""Points for the first of them."""
_CLAIM = 3.0
"""Points above which a sentence with one of these cues speaks of the paper and not of others."""
_STEM = 6
"""Letters by which words are compared: "optimize" and "optimization" share so many."""
_WORDY = 4
"""Letters from which a word is taken to have content."""
_NAME_WORDS = 3
"""A name before the colon of a title has at most so many words."""
_END = 0.74
"""Share of an abstract after which it looks back."""
_NEW_WORDS = 2
"""Words of content a sentence must add to the title to say more than it."""


@dataclass(frozen=True, slots=True)
class _Title:
    names: tuple[str, ...]
    """What the paper's thing is called: the head before a colon, and words written as only names are."""
    stems: frozenset[str]


def find(title: str, abstract: str, summary: str = "") -> Gist:
    """The gist of the paper `title`; `summary`, when a curator wrote one, wins.

    Never raises, and takes time linear in the length of `abstract`.
    """
    scored = explain(title, abstract)
    if not scored:
        return Gist(summary, None, None)
    best = max(scored, key=lambda one: (one.contribution, -one.span[0])).span
    contribution = _span_of(summary, abstract, scored) if summary.strip() else best
    # What a curator wrote stands elsewhere, so the machine's own pick is then no longer taken.
    result = _result(scored, contribution)
    return Gist(summary if summary.strip() else " ".join(abstract[best[0] : best[1]].split()), contribution, result)


_STOCK: Final = re.compile(
    r"(?:In (?:this|the present|our) (?:\w+ )?(?:paper|work|study|article|report|survey|review|letter)|Here)(?: here)?,? "
    r"(?=(?:we|our|this|the|an?)\b)",
    re.IGNORECASE,
)
_TELLING: Final = 80
"""Characters that must be left; a shorter sentence is quickly read as it is."""


def brief(sentence: str) -> str:
    """`sentence` without the words that half of all abstracts begin their claim with, which a reader who scans hundreds
    of them need not read hundreds of times."""
    found = _STOCK.match(sentence)
    rest = sentence[found.end() :] if found else ""
    return rest[0].upper() + rest[1:] if len(rest) >= _TELLING else sentence


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
    known = _read_title(title)
    scored = [
        _scored(abstract[start:end], (start, end), index / len(spans), known)
        for index, (start, end) in enumerate(spans)
    ]
    claims = (
        index
        for index, one in enumerate(scored)
        if any(name in _CLAIMS for name, _, _ in one.cues) and one.contribution > _CLAIM
    )
    first = next(claims, None)
    if first is not None:
        scored[first] = _first_claim(scored[first])
    return tuple(scored)


def _first_claim(one: Scored) -> Scored:
    """`one` as the first sentence in which the authors speak: there most abstracts turn to what they did."""
    return Scored(
        one.span, one.contribution + _FIRST, one.result, (*one.cues, ("first to speak of the paper", _FIRST, 0))
    )


def _scored(text: str, span: Span, depth: float, title: _Title) -> Scored:
    words = _words(text)
    signs = _signs(words)
    found = _cues_in(signs)
    found.extend(_by_shape(text, words, depth, title))
    contribution, result = sum([points[1] for points in found]), sum([points[2] for points in found])
    return Scored(span, round(contribution, 2), round(result, 2), tuple(found))


def _by_shape(text: str, words: list[str], depth: float, title: _Title) -> Iterator[tuple[str, float, float]]:
    """Cues of the title's words, of length and of place."""
    if any(name in text for name in title.names):
        yield "names the paper's thing", 2, 0.7
    stems = {word[:_STEM] for word in words if len(word) >= _WORDY}
    if title.stems:
        yield "words of the title", round(2 * len(stems & title.stems) / len(title.stems), 2), 0
    if len(stems - title.stems - _EMPTY) < _NEW_WORDS:
        yield "says no more than the title", -2, -1
    points = next(points for longest, points in _LENGTHS if len(text) <= longest)
    if points:
        yield "length", points, points
    yield "place", round(1 - depth, 2), round(1.5 * depth, 2)
    if depth > _END:
        yield "end", -0.6, 0
    if not depth:
        yield "first", -0.5, -2


_HOLLOW = frozenset({"WE", "MAKE", "MAKE-ED", "OFFER", "LOOK", "SHOW", "PAPER", "KIND", "NEW", "NAMED", "THIS", "IN"})
_EMPTY = frozenset(word[:_STEM] for word, names in _MEMBERSHIPS.items() if names & _HOLLOW and len(word) >= _WORDY)
"""Stems that say nothing of a paper's matter."""
_COINED = re.compile(r"(?=[A-Za-z]*[a-z][A-Z])[\w-]*|[A-Za-z-]+\d[\w.-]*")
"""A word as only names are written: "MicroAdam", "UL2"."""


def _read_title(title: str) -> _Title:
    head, colon, _ = title.partition(":")
    words = head.split()
    names = {word for word in words[:1] if _COINED.fullmatch(word)}
    if colon and 0 < len(words) <= _NAME_WORDS:
        names.add(head.strip())
    return _Title(tuple(sorted(names)), frozenset(word[:_STEM] for word in _words(title) if len(word) >= _WORDY))
