"""What a sentence begins with, and need not when it stands alone: ties to the sentence before it, and stock phrases."""

import re
from typing import Final

_ENGLISH = r"(?=(?:we|our|this|the|an?|it|here|in this|\w+(?: \w+)? (?:is|are|was|were))\b)"
_THAT = r"(?:this|these|those|that|such|the (?:above|aforementioned|former|latter|following)|above|both|it|them)\b"
_ADVERBS = (
    r"(?:more )?(?:specifically|concretely|precisely|particularly)|in particular|therefore|thus|hence|accordingly"
    r"|consequently|instead|in response|to (?:this|that|these) ends?|to do so|as a result|for this purpose"
    r"|in this (?:context|regard|respect|direction|setting)|furthermore|moreover|additionally"
    r"|in addition|in summary|in short|however|nevertheless|besides|then|next|also|lastly"
)
_GROUNDS = (
    r"(?:based|building|built|drawing|relying) (?:on|upon|from)"
    r"|(?:inspired|motivated|driven|guided|prompted|informed) by"
    r"|leveraging|given|in (?:light|view) of|against|with|following|from|beyond|through|using"
)
_AIMS = (
    r"(?:in order )?to (?:effectively |better |further |jointly |fully )?"
    r"(?:address|mitigate|tackle|overcome|solve|resolve|bridge|fill|close|alleviate|remedy|meet|combat|counter|handle|achieve|narrow|answer|avoid|obviate|circumvent"
    r"|realize|enable|remove|reduce|relax|escape|facilitate)"
)
_INQUIRIES = (
    r"(?:in order )?to (?:\w+ly |better |further )?"
    r"(?:investigate|study|explore|examine|analy[sz]e|characteri[sz]e|evaluate|assess|test|understand|quantify|probe"
    r"|measure|capture|verify|support|demonstrate|pursue) "
    r"(?:this|these|those|such|it|them)\b"
)
_OF_THE_FIELD = rf"{_AIMS} (?:the|these|those|existing|current) (?:limitations?|challenges?|problems?|issues?|gaps?)"
_STEPS = (
    r"as (?:a|an|one) (?:solution|substitute|remedy|alternative|result|response|first step[^,.;:]{0,40})|first(?:ly)?"
)
_TIE: Final = re.compile(
    rf"(?:(?:{_ADVERBS}|{_OF_THE_FIELD}|{_STEPS})|(?:(?:{_GROUNDS}|{_AIMS}) {_THAT}|{_INQUIRIES})[^,.;:]{{0,70}})"
    rf",\s*{_ENGLISH}",
    re.IGNORECASE,
)
"""Words that tie a sentence to the one before it: "To address this gap, ", "Based on these findings, "."""
_STOCK: Final = re.compile(
    r"(?:In (?:this|the present|our) (?:\w+ )?"
    r"(?:paper|work|study|article|report|survey|review|letter)|Here)(?: here)?,? "
    r"(?=(?:we|our|this|the|an?)\b)",
    re.IGNORECASE,
)
_STEP_AFTER_WE: Final = re.compile(
    r"(We) (?:therefore|thus|hence|accordingly|consequently|also|further|furthermore|then|next|additionally"
    r"|subsequently|instead) (?=(?:propose|introduce|present|develop)\b|\w+(?: and \w+)? (?:a|an|the|that|how|[A-Z]))"
)
"""What ties a claim to the one before it behind its "we": "We therefore formalize …"."""
_MIN_ALONE: Final = 50
"""Characters that a sentence must have without its tie."""
_MIN_TELLING: Final = 80
"""Characters that must be left; a shorter sentence is quickly read as it is."""


def alone(sentence: str) -> str:
    """`sentence` as it reads without the one before it."""
    return _STEP_AFTER_WE.sub(r"\1 ", _without(_TIE, sentence, _MIN_ALONE), count=1)


def brief(sentence: str) -> str:
    """`sentence` without the words that half of all abstracts begin their claim with, which a reader who scans hundreds
    of them need not read hundreds of times."""
    return _without(_STOCK, sentence, _MIN_TELLING)


def _without(opening: re.Pattern[str], sentence: str, shortest: int) -> str:
    found = opening.match(sentence)
    rest = sentence[found.end() :] if found else ""
    return rest[0].upper() + rest[1:] if len(rest) >= shortest else sentence
