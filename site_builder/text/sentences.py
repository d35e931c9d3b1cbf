"""Where the sentences of an abstract begin and end: what a full stop ends, and what it only shortens."""

import re
from collections.abc import Iterator
from typing import Final

Span = tuple[int, int]

_STOP = re.compile(r"[.!?…]++[\"'”’»)\]}]*+|[。！？｡।؟۔]++[\"'”’」』）]*+|\n\s*+")
"""Where a sentence may end. Nothing is looked ahead for, so that a long row of dots is read once."""
_AFTER = re.compile(r"\s*+[\"'“‘«(\[]*+(\w*+)(.?)")
_LATIN = frozenset(".!?…")
_ABBREVIATIONS: Final = frozenset(
    "etc resp approx avg ca fig figs eq eqs eqn sec sect tab ref refs thm def prop ed eds vol viz incl dept univ inc "
    "ltd jr sr al st w.r.t w.l.o.g a.k.a s.t i.i.d a.s et p.a esp ibid cit mrd mio abb vgl evtl ggf sog inkl".split()
)
_NEVER_END: Final = frozenset("e.g i.e eg ie cf vs dr prof mr mrs bzw z.b u.a u d.h p.ex z b".split())
_JOURNALS: Final = frozenset("nat phys rev lett proc trans commun math sci natl acad appl chem int conf symp".split())
"""Abbreviations only where they begin with a capital: "math" also ends sentences."""
_BEFORE_NUMBERS: Final = frozenset("no nos p pp ch art nr chap app alg lem cor ver v".split())
_MAY_END: Final = frozenset("etc al inc ltd i.i.d a.s".split())
_OPENERS: Final = frozenset(
    "we the in this our it to however these here for with as by a an additionally moreover furthermore finally "
    "using experiments results extensive from when while they such their on at there that although then thus "
    "therefore".split()
)
_GOING_ON: Final = frozenset(",;:–-=")
_SUFFIXES: Final = frozenset("net js py io ai com org jl rs md pdf html".split())
_INITIALS = re.compile(r"(?:[A-Z]\.){0,3}[A-ZÀ-ÞА-Я]")
"""The capital of "J. Smith", or "U.S"."""
_ITEM = re.compile(r"\((?:[ivx]{1,4}|\d{1,2}|[a-h])\)")
"""What stands before the first thing of a list: "two components: (i). A loss …"."""
_CITATION = 200
"""Characters of what is cited within brackets, at most."""
_WINDOW = 40
"""Characters before a stop in which its word is read."""


def spans(text: str) -> tuple[Span, ...]:
    """Start and end of each sentence, in order; together they cover everything but spaces."""
    found = []
    start = 0
    for end in _ends(text):
        raw = text[start:end]
        kept = raw.strip()
        if kept:
            first = start + len(raw) - len(raw.lstrip())
            found.append((first, first + len(kept)))
        start = end
    return tuple(found)


def split(text: str) -> list[str]:
    """The sentences of `text`, in order."""
    return [text[start:end] for start, end in spans(text)]


def _ends(text: str) -> Iterator[int]:
    start = 0
    for stop in _STOP.finditer(text):
        if _is_end(text, start, stop):
            yield stop.end()
            start = stop.end()
    yield len(text)


def _is_end(text: str, start: int, stop: re.Match[str]) -> bool:
    """True when the sentence begun at `start` ends with `stop`."""
    sign, end = stop.group(), stop.end()
    if sign[0] == "\n":
        return "\n" in sign[1:] or not text[end : end + 1].islower()
    if sign[0] not in _LATIN or end == len(text):
        return True
    following = _AFTER.match(text, end, end + _WINDOW)
    word, mark = following.groups() if following else ("", "")
    before = text[max(start, stop.start() - _WINDOW) : stop.start()].rsplit(maxsplit=1)
    last = before[-1] if before else ""
    if not text[end].isspace():
        return _space_was_lost(last, word, mark) and sign != "..."
    if not word:
        return mark not in _GOING_ON
    is_of_list = _ITEM.fullmatch(last) and (len(before) == 1 or before[0].endswith(":"))
    is_tied = is_of_list or _is_item(last, stop.start() - start) or _goes_on(_unbracketed(last), sign, word)
    return not (is_tied or _is_cited(text, start, end))


def _is_cited(text: str, start: int, end: int) -> bool:
    """True within square brackets, which close again: "the flanker task [Percept. Psychophys. 16 (1974) 143]"."""
    opened = text.rfind("[", max(start, end - _CITATION), end)
    return opened >= 0 and text.find("]", opened, end) < 0 <= text.find("]", end, opened + _CITATION)


def _unbracketed(last: str) -> str:
    """`last` without what stands before a bracket: "systems[J" is the initial of a cited journal."""
    return last.rpartition("[")[2].lstrip("([{\"'“‘")


def _is_item(last: str, length: int) -> bool:
    """True when nothing, or only the number of a list ("1."), stands in the `length` before the stop."""
    return not last or (last.isdecimal() and length <= len(last) + 1)


def _goes_on(last: str, sign: str, word: str) -> bool:
    """True when `word` continues the sentence that seemed to end in `last` and `sign`."""
    if sign == "." and _is_short_form(last, word):
        return True
    # "mRNA" begins a sentence, and so does "we" where an author writes no capitals.
    return word.islower() and (len(sign) > 1 or word not in _OPENERS)


def _space_was_lost(last: str, word: str, mark: str) -> bool:
    """True for "model.Extensive tests", not for "Node.Js", "3.5", "U.S.A" or a URL."""
    ended = len(last) > 1 and (
        last[-1].islower() or last[-1] in ')]%’”"' or last[-1].isdecimal() or last[-2:].isupper()
    )
    begun = word[:1].isupper() and (word[1:].islower() or word in {"A", "I"}) and mark in {" ", ",", "-", "’", "'"}
    is_web = "/" in last or "@" in last or last.startswith("www")
    return ended and begun and not is_web and word.lower() not in _SUFFIXES


def _is_short_form(last: str, word: str) -> bool:
    """True when the full stop after `last` belongs to it, and `word` goes on."""
    low = last.lower()
    if low in _NEVER_END:
        return True
    if low in _BEFORE_NUMBERS:
        return word[0].isdecimal()
    if word[0].isupper() and (low in _MAY_END or (word.lower() in _OPENERS and len(word) > 1)):
        return False
    return low in _ABBREVIATIONS or (low in _JOURNALS and last[0].isupper()) or bool(_INITIALS.fullmatch(last))
