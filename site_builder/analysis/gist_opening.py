"""How a sentence reads alone: what it begins with and need not, what it leaves to the sentences beside it."""

import re
from typing import Final

from site_builder.analysis.gist_parts import unlabelled

SOLVE: Final = r"(?:address|overcom|resolv|solv|tackl|mitigat|counter|combat|bridg|fill|clos|alleviat|clarif|meet)\w*"
"""What authors do to a problem."""
_ENGLISH = (
    r"(?=(?:we|our|this|the|an?|it|here|in this|\w+(?: \w+)? (?:is|are|was|were)|(?-i:[A-Z][\w-]*[A-Z0-9][\w-]*))\b)"
)
_THAT = (
    r"(?:this|these|those|that|such|the (?:above|aforementioned|former|latter|following|first|second|third)"
    r"|above|both|it|them"
    r"|our (?:\w+ )?(?:findings?|observations?|discover(?:y|ies)|analys[ie]s|insights?|results?))\b"
)
_ADVERBS = (
    r"(?:more )?(?:specifically|concretely|precisely|particularly)|in particular|therefore|thus|hence|accordingly"
    r"|consequently|instead|in (?:response|turn)|to do so|to investigate|as a result|for this purpose"
    r"|to (?:this|that|these) ends?"
    r"|towards? (?:this|that|these) (?:\w+ )?(?:ends?|goals?|aims?|objectives?|directions?)"
    r"|in this (?:context|regard|respect|direction|setting)|further|furthermore|moreover|additionally"
    r"|in addition|in summary|in short|(?:in|by) contrast|conversely|by analogy|however|nevertheless|besides|then|next"
    r"|also|lastly"
)
_GROUNDS = (
    r"(?:(?:based|building|built|drawing|relying) (?:on|upon|from)"
    r"|(?:inspired|motivated|driven|guided|prompted|informed) by"
    r"|leveraging|given|in (?:light|view) of|(?:being )?aware of|unlike|in contrast to|against|with|following|from"
    r"|beyond|through|using|combining|exploiting|(?:address|tackl|overcom)ing|in response to"
    r"|(?:in|with) (?:line|keeping|accordance|agreement) with|consistent with)"
)
_AIMS = (
    r"(?:in order )?to (?:effectively |better |further |jointly |fully )?"
    r"(?:address|mitigate|tackle|overcome|solve|resolve|bridge|fill|close|alleviate|remedy|meet|combat|counter|handle"
    r"|achieve|narrow|answer|avoid|obviate|circumvent|realize|enable|remove|reduce|relax|escape|facilitate)"
)
_ANY_AIM = rf"(?:in order )?(?:to|towards?) (?:\w+ly )?\w+(?: (?!we\b)[\w-]+){{0,2}} {_THAT}"
"""Any purpose that lies in what stands before: "To surmount these constraints, ", "To break free from this, "."""
_OF_THE_FIELD = rf"{_AIMS} (?:the|these|those|existing|current) (?:limitations?|challenges?|problems?|issues?|gaps?)"
_STEPS = (
    r"as (?:a|an|one) (?:solution|substitute|remedy|alternative|result|response|(?:first )?step[^,.;:]{0,40})"
    r"|first(?:ly)?|second(?:ly)?|third(?:ly)?|as expected"
)
_TIE: Final = re.compile(
    rf"(?:{_ADVERBS}|{_OF_THE_FIELD}|{_STEPS}"
    rf"|(?:(?:{_GROUNDS}|while|although|though) {_THAT}|{_ANY_AIM})[^,.;:]{{0,70}}),\s*{_ENGLISH}"
    rf"|{_AIMS} {_THAT}(?: \w+){{1,2}} (?=we\b)",
    re.IGNORECASE,
)
"""Words that tie a sentence to the one before it: "To address this gap, ", "Based on these findings, "."""
_TAIL: Final = re.compile(
    r"(?<!\baim)(?<!\baims)(?<!\bseek)(?<!\bneed)(?<!\bhow)(?<!\bable)(?<!\bused)(?<!\btry)(?<!\bdesigned),?"
    r" (?:in order )?to (?:\w+ly )?"
    r"(?:address|mitigate|tackle|overcome|solve|resolve|bridge|fill|close|alleviate|meet|answer|provide|achieve|pursue)"
    r" (?:this|these|those|such|the above|it|them)(?: [\w-]+){0,3}(?=\.$)"
)
"""Words that tie a sentence to the one before it at its end: "… to address this gap."."""
_STOCK: Final = re.compile(
    r"(?:In (?:this|the present|our) (?:\w+ )?"
    r"(?:paper|work|study|article|report|survey|review|letter)|Here)(?: here)?,? "
    r"(?=(?:we|our|this|the|an?)\b)",
    re.IGNORECASE,
)
_STRAY: Final = re.compile(r"\A[%}|][%}|\s]*(?=[A-Z][a-z]* )")
"""What a formula or a comment of TeX left before a sentence, or the bar that parted it from the one before."""
_STEP_AFTER_WE: Final = re.compile(
    r"(We) (?:first|firstly|therefore|thus|hence|accordingly|consequently|also|further|furthermore|then|next"
    r"|additionally|subsequently|instead) "
    r"(?=(?:propose|introduce|present|develop)\b|\w+(?: and \w+)? (?:a|an|the|that|how|[A-Z]))"
)
"""What ties a claim to the one before it behind its "we": "We therefore formalize …"."""
_MIN_ALONE: Final = 50
"""Characters that a sentence must have without its tie."""
_MIN_TELLING: Final = 80
"""Characters that must be left; a shorter sentence is quickly read as it is."""


_POINTER: Final = re.compile(
    rf"(?:\b{SOLVE} (?:\w+ )?)?\b(?:this|these|such|those)"
    r"(?!(?: \w+)? (?:paper|work|article|study|report|survey|review|thesis|tutorial|note|chapter|letter|research"
    r"|project|perspective|monograph|contribution|manuscript|dissertation|essay|guide)s?\b"
    r"| (?:as|an?|that|is|are|of|end|way|which|who|in)\b) (\w+)"
)
"""A word that points, and the thing it points to."""
_POINTS: Final = ("this", "these", "such", "those")
_BY_DOING: Final = re.compile(r"\bby (?:\w+ly )?\w+ing\b")
_STEM = 6
"""Letters by which a thing is known again: "models" is "model"."""


_LEANS: Final = re.compile(
    r"(?:(?:In|Within) (?:this|the present|our) \w+, |Here,? )?(?:[Ww]e|[A-Z][\w-]*|This \w+)(?: \w+ly)? [a-z]+"
    r" (?:this|these|such)\b(?!(?: \w+)? (?:paper|work|article|study|report|survey|review|thesis)s?\b)"
)
"""A claim whose object stands in the sentence before: "We call this interface …"."""


def leans_back(sentence: str) -> bool:
    """True when what `sentence` speaks of is named in the one before it, and no "by doing …" tells of it."""
    return bool(_LEANS.match(alone(sentence))) and not _BY_DOING.search(sentence)


def points_back(sentence: str) -> bool:
    """True when `sentence` speaks of "such tokens" and has not named them.

    A problem may be pointed to, and what is said to be done "by" doing this: there the rest tells what the paper does.
    """
    return bool(_unnamed(sentence))


_ANNOUNCES: Final = re.compile(
    r"\bthe following\b[^:;,]*[.:]?$|\b(?:two|three|four|five|six|several|key)(?: [\w-]+){0,2} (?:contributions"
    r"|components|strategies|innovations|modules|designs|steps|stages|ideas|parts|aspects|techniques|mechanisms"
    r"|properties|advances|ways)[.:]?$"
)
"""A claim that leaves what it claims to the next: "a framework with three key contributions", "the following rule"."""


def announces(sentence: str) -> bool:
    """True when `sentence` leaves what it claims to the next one."""
    return bool(_ANNOUNCES.search(sentence))


def unnamed(sentence: str) -> list[str]:
    """What `sentence` speaks of in its midst as "these tokens", which the one before it may have named."""
    return [words for at, words in _unnamed(sentence) if at and words.startswith(("this", "these"))]


def _unnamed(sentence: str) -> list[tuple[int, str]]:
    """Where a word points to what was not named before it, and what it says."""
    read = alone(sentence).lower()
    return [
        (found.start(), " ".join(read[found.start() :].split()[:3]))
        for found in _POINTER.finditer(read)
        if found[0].startswith(_POINTS) and found[1][:_STEM] not in read[: found.start()] and not _BY_DOING.search(read)
    ]


def alone(sentence: str) -> str:
    """`sentence` as it reads without the one before it."""
    opened = _STEP_AFTER_WE.sub(r"\1 ", _without(_TIE, unlabelled(_STRAY.sub("", sentence)), _MIN_ALONE), count=1)
    ended = _TAIL.sub("", opened)
    return ended if len(ended) >= _MIN_TELLING else opened


def brief(sentence: str) -> str:
    """`sentence` without the words that half of all abstracts begin their claim with, which a reader who scans hundreds
    of them need not read hundreds of times."""
    return _without(_STOCK, sentence, _MIN_TELLING)


def _without(opening: re.Pattern[str], sentence: str, shortest: int) -> str:
    found = opening.match(sentence)
    rest = sentence[found.end() :] if found else ""
    return rest[0].upper() + rest[1:] if len(rest) >= shortest else sentence
