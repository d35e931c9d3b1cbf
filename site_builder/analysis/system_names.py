"""The named systems that a paper introduces, as its title and its abstract say: "LongLLaVA: …", "we present SIDP, a …".

A name is what is spelled as only names are (capitals within, a digit), and it stands where authors say what is theirs.
In doubt there is none: what a reader looks up should be a thing that somebody made.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from site_builder.analysis import acronyms
from site_builder.text import sentences

MARKED: Final = re.compile(r"\d|[^\W\d_]-?[A-Z]")
"""In a word that is spelled as names are: "LLaVA", "1-bit", "Mamba2", "BERT", "Mamba-Shedder"."""
_SURE: Final = re.compile(r"\d|[^\W\d_][A-Z]|\b[A-Z]-[A-Z]")
"""The same where titles have capitals anyway: "Time-Varying" is none."""
_LONGEST_NAME: Final = 3
"""Words."""
_TITLED: Final = re.compile(r"([^:]{2,40}):\s+\S")
_OPENINGS: Final = frozenset(
    "a an the on in of for from to towards toward with beyond when how why what is are can do does not rethinking "
    "understanding learning improving exploring revisiting survey review tutorial part case study introducing".split()
)
"""Words that make a title's beginning a phrase, and no name."""

_NAME = r"(?P<name>(?=\S*[A-Z])[^\W_][\w+/-]*(?:\.\d+)?(?:\s(?=\S*[A-Z\d])[^\W_][\w+-]*(?:\.\d+)?){0,2})"
_MADE = (
    r"(?:propos|introduc|present|develop|releas|creat|design|construct|describ|contribut|unveil|establish|curat)"
    r"(?:e|es|ed|s)?|buil[dt]s?"
)
_OWN = (
    rf"(?:\b(?:[Ww]e|[Aa]uthors|(?:paper|work|study|article|report|thesis|letter)|and|to)\s"
    rf"(?:\w+ly\s|also\s|then\s|first\s|further\s|thus\s)?(?:{_MADE})|\b(?:introduc|propos|present)ing)"
)
_BEGINS: Final = re.compile(rf"{_OWN}\s(?:and\s\w+e\s)?(?P<article>(?:the|an?|our|novel|new)\s)*")
_CALLED: Final = re.compile(
    r"(?<!so-)(?<!is )(?<!are )(?<!commonly )\b"
    r"(?:called|named|dubbed|termed|coined|namely|which we (?:call|name|term)),?\s"
    rf"(?:as\s|the\s)?{_NAME}(?=[,.;:)]|\s(?:that|which|to|for|with|is|and|by|\()|$)"
)
_SUBJECT: Final = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Tt]his (?:paper|work|study|article)|[Pp]roposed?|[Ii]ntroduced?)\b")
_THINGS = (
    "benchmark dataset corpus framework model method algorithm system library toolkit architecture pipeline suite "
    "simulator optimizer network agent attack platform environment challenge series family"
)
_IS_DEFINED: Final = re.compile(r"(?:,\s(?:the first|an?|the|which|our|one|where)\b|\s?[:—–]|\s--|\s\((?!\d))")
_IS_USED: Final = re.compile(rf"(?:\s(?:that|which|to|for)\b|[.]?$|\s(?:{'|'.join(_THINGS.split())})\b)")
_PROPER: Final = re.compile(r"[A-Z][a-z]{3,}(?=,\s(?:an?|the first)\s)")
"""What is an ordinary word elsewhere: "We introduce Flose, a method"."""
_STATED: Final = re.compile(_NAME)
_EXPLAINED: Final = re.compile(
    r"(?P<long>[^().,;:]{4,110})\s\((?P<short>[A-Za-z][\w-]{1,11})\)(?P<defined>,\s(?:an?|the|our)\b)?"
)
_PLURAL: Final = re.compile(r"[A-Z]{2,}s")
_IN_BRACKETS: Final = re.compile(r"\s\((?P<short>[A-Za-z][\w-]{1,11})\)")
_PLAIN_ACRONYM: Final = re.compile(r"[A-Z]{2,}s?(?:-[a-z]+)*|[A-Z][a-z]+s?|\d+\w?")
_SMALL: Final = frozenset("a an the of for in on with and via to by from".split())


@dataclass(frozen=True, slots=True)
class Introduced:
    """The names that a paper may introduce, as it says itself; whether they are others' acronyms is not asked yet."""

    titled: str = ""
    """The name in its title; "" for none."""
    is_said: bool = False
    """True when its abstract has that name too."""
    names: tuple[str, ...] = ()
    """Those that its abstract introduces."""

    def but(self, known: Collection[str]) -> tuple[str, ...]:
        """The names of what the paper introduces, the one in its title first.

        `known` are short forms that several papers explain; they are nobody's system.
        """
        is_sure = self.titled and (self.is_said or (MARKED.search(self.titled) and self.titled not in known))
        found = [self.titled] if is_sure else []
        return tuple(dict.fromkeys([*found, *(name for name in self.names if name not in known)]))


def introduced(title: str, abstract: str) -> Introduced:
    """What a paper says of names."""
    titled = _of_title(title)
    names = (name for start, end in sentences.spans(abstract) for name in _of_sentence(abstract[start:end]))
    return Introduced(titled, bool(titled) and is_said(abstract, titled), tuple(dict.fromkeys(names)))


def _of_title(title: str) -> str:
    """The name of a system that `title` may begin with; "" for none."""
    found = _TITLED.match(title)
    name = " ".join(found[1].split()) if found else ""
    words = name.split()
    is_name = 0 < len(words) <= _LONGEST_NAME and not _OPENINGS.intersection(word.casefold() for word in words)
    is_name = is_name and not (len(words) > 1 and words[0].endswith("ing"))
    return name if is_name and (len(words) == 1 or any(map(_SURE.search, words))) else ""


def is_said(text: str, name: str) -> bool:
    """True when `name` stands in `text` as words; by no pattern, since compiling one for each name takes longest."""
    at = text.find(name)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if not (_is_of_word(before) or _is_of_word(after)):
            return True
        at = text.find(name, at + 1)
    return False


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _of_sentence(sentence: str) -> Iterator[str]:
    """The names that a sentence introduces."""
    if not _SUBJECT.search(sentence):
        return
    for begun in _BEGINS.finditer(sentence):
        found = _explained(sentence, begun.end(), 0 if begun["article"] else 1) or _stated(sentence, begun.end())
        proper = None if found or begun["article"] else _PROPER.match(sentence, begun.end())
        if found or proper:
            yield proper[0] if proper else found
    yield from (one["name"] for one in _CALLED.finditer(sentence) if _is_made_up(one["name"]))


def _stated(sentence: str, at: int) -> str:
    """The name that stands at `at`, where what follows says that it is one; else ""."""
    found = _STATED.match(sentence, at)
    if not found or not _SURE.search(found["name"]) or _PLURAL.fullmatch(found["name"]):
        return ""
    if _IS_DEFINED.match(sentence, found.end()):
        short = _IN_BRACKETS.match(sentence, found.end())
        return short["short"] if short and MARKED.search(short["short"]) else found["name"]
    return found["name"] if _is_made_up(found["name"]) and _IS_USED.match(sentence, found.end()) else ""


def _explained(sentence: str, at: int, before: int) -> str:
    """The short form of a name that is written out from `at` on, after `before` words at most; else ""."""
    found = _EXPLAINED.match(sentence, at)
    if not found or not MARKED.search(found["short"]) or found["short"].endswith("s"):
        return ""
    longs = [long for short, long in acronyms.acronyms(found[0]) if short == found["short"]]
    count = len(found["long"].split())
    whole = found["long"].removesuffix("s")
    is_whole = any(whole.endswith(long.removesuffix("s")) and count - len(long.split()) <= before for long in longs)
    words = [word for word in found["long"].split() if word not in _SMALL]
    is_name = len(words) > 1 and all(word[0].isupper() or not word[0].isalpha() for word in words)
    return found["short"] if is_whole and (is_name or found["defined"]) else ""


def _is_made_up(name: str) -> bool:
    """True of a name that is neither an acronym nor a word with a capital: "FairUseDB", "xLadder", "End2Reg"."""
    words = name.split()
    return bool(_SURE.search(name)) and not all(map(_PLAIN_ACRONYM.fullmatch, words))
