"""Names of people: read from author strings, their parts, the part that lists go by, and short forms of many of them.

Which part of a name is the family's cannot be known; by far most bylines here put it last, Chinese, Japanese and Korean
ones first. So parts serve to sort, to shorten and to cite: wherever it matters a name is shown whole, and two spellings
are never taken for one person. Whether a name is a group's is decided by its words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from site_builder.core.words import ENGLISH, Words

_NAMED: Final = 2
"""Names a row gives when there are more than one beyond them."""
_PARTICLES: Final = frozenset(
    "af al ap av ben bin bint da das de degli dei del della den der des di do dos du el ibn la le los ten ter van vom "
    "von zu zum zur".split()
)
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "2nd", "3rd", "phd", "md"})
_GROUP_WORDS: Final = frozenset(
    "academy agency association authors collaboration commission committee community consortium corporation council "
    "department federation foundation gmbh inc initiative institut institute institutes institution laboratories llc "
    "ltd ministry organisation organization programme society team university universität université".split()
)
"""Words that make a group of any name they stand in."""
_GROUP_ENDS: Final = frozenset(
    "alliance board brothers center centre college company group hospital lab laboratory labs office panel partners "
    "program project sons union workshop".split()
)
"""Words that make a group of a name they end; before the end they may be a person's."""
_GROUP_NAMES: Final = frozenset("anthropic deepmind deepseek-ai google ibm microsoft nvidia openai".split())
"""Groups that go by one word."""
_JOINING: Final = "y"
"""Between two family names: "Agüera y Arcas"."""
_EAST_ASIAN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々\s]+")
_DOUBLE_FAMILIES: Final = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 皇甫 尉迟 公孙 慕容 令狐 东方 東方 남궁 황보 제갈 선우 독고 사공".split()
)
"""Family names of two signs, where nearly all others have one."""
_JAPANESE: Final = 4
"""Signs of an unspaced name that is taken for a Japanese one: two of the family, two given."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts; of a group's, or of a single word, `family` is all there is."""

    family: str
    given: str = ""
    suffix: str = ""


@lru_cache(maxsize=1 << 16)  # a name is sorted, shortened and cited in four forms
def parts(name: str) -> Name:
    """`name` in parts, be it written "Laurens van der Maaten", "van der Maaten, Laurens" or "Davis, Jr., Sammy"."""
    if is_group(name):
        return Name(name)
    stated = [part.strip() for part in name.split(",") if part.strip()]
    if len(stated) > 1:
        return _inverted(stated)
    words = (stated[0] if stated else "").split()
    if _EAST_ASIAN.fullmatch(name) and words:
        return _family_first(words)
    end = len(words)
    while end > 1 and _is_suffix(words[end - 1]):
        end -= 1
    if end < 2:  # noqa: PLR2004 — a single word is all there is
        return Name(" ".join(words))
    start = _start(words, end)
    return Name(" ".join(words[start:end]), " ".join(words[:start]), " ".join(words[end:]))


def is_group(name: str) -> bool:
    """True when the words of `name` are those of an institution, a team or a firm."""
    words = [word.strip(".,()").casefold() for word in name.split()]
    if not words or ("," in name and _is_suffix(name.rpartition(",")[2].strip())):
        return False
    joined = {"and", "&", "for", "of"} & set(words[1:-1])
    named = not _GROUP_WORDS.isdisjoint(words) or (words[-1] in _GROUP_ENDS and len(words) > 1)
    return bool(joined) or named or name.casefold() in _GROUP_NAMES


def _inverted(stated: Sequence[str]) -> Name:
    """Parts of a name whose parts are parted by commas."""
    plain = [part for part in stated if not _is_suffix(part)]
    suffix = " ".join(part for part in stated if _is_suffix(part))
    if len(plain) == 1:  # "Sammy Davis, Jr."
        found = parts(plain[0])
        return Name(found.family, found.given, suffix)
    family, given = plain[0], " ".join(plain[1:]).split()
    at = len(given)
    while at > 1 and given[at - 1].casefold() in _PARTICLES:  # "Maaten, Laurens van der"
        at -= 1
    return Name(" ".join([*given[at:], family]), " ".join(given[:at]), suffix)


def is_particle(word: str) -> bool:
    """True of a word that joins a family name, such as "van"."""
    return word.casefold() in _PARTICLES


def _family_first(words: Sequence[str]) -> Name:
    if len(words) > 1:
        return Name(words[0], " ".join(words[1:]))
    whole = words[0]
    if len(whole) == 1:
        return Name(whole)
    long = whole[:2] in _DOUBLE_FAMILIES or len(whole) == _JAPANESE
    cut = 2 if long and len(whole) > 2 else 1  # noqa: PLR2004 — signs of the longer family names
    return Name(whole[:cut], whole[cut:])


def _is_suffix(word: str) -> bool:
    return word.replace(".", "").casefold() in _SUFFIXES


def _start(words: Sequence[str], end: int) -> int:
    """Where the family's part of words[:end] begins; it leaves one word for the given name."""
    start = end - 1
    if start > 2 and words[start - 1] == _JOINING:  # noqa: PLR2004 — a given name, two of the family, and what joins them
        start -= 2
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return start


def from_parts(family: str, given: str = "", suffix: str = "") -> str:
    """A name as it is kept: as people say it where `parts` takes that apart the same, else "Family, Suffix, Given"."""
    family, given, suffix = (" ".join(part.split()) for part in (family, given, suffix))
    if not given:
        return f"{family}, {suffix}" if suffix else family
    meant = Name(family, given, suffix)
    joined = f"{family} {given}" if _EAST_ASIAN.fullmatch(family + given) else f"{given} {family}"
    said = f"{joined} {suffix}".strip()
    return said if parts(said) == meant else ", ".join(filter(None, [family, suffix, given]))


def display(name: str) -> str:
    """`name` as people say it, however it is kept."""
    if "," not in name or is_group(name):
        return name
    found = parts(name)
    order = [found.family, found.given] if _EAST_ASIAN.fullmatch(found.family) else [found.given, found.family]
    return " ".join(filter(None, [*order, found.suffix]))


def family(name: str) -> str:
    """The part of `name` that lists go by: "van der Maaten" of "Laurens van der Maaten"; all of a group's name."""
    return parts(name).family


def inverted(name: str) -> str:
    """`name` with the family's part first: "van der Maaten, Laurens"; a group's as it is."""
    found = parts(name)
    return ", ".join(filter(None, [found.family, found.given, found.suffix]))


def for_indexes(name: str) -> str:
    """`inverted`, for programs that take a name without a comma apart: the words of a group's end with one.

    Zotero files "Barnes and Noble" as Noble, Barnes and; with a comma at the end, as one name.
    """
    stated = inverted(name)
    return f"{stated}," if " " in stated and "," not in stated else stated


def short(authors: Sequence[str], words: Words = ENGLISH) -> str:
    """`authors` as a row has room for: "Wang, Song and 3 others"; "" when there are none."""
    families = [family(name) for name in authors]
    if len(families) > _NAMED + 1:
        names, others = _joined(families[:_NAMED], words), len(families) - _NAMED
        return words.ngettext("%(names)s and %(num)s other", "%(names)s and %(num)s others", others, names=names)
    if len(families) > 1:
        return words.gettext("%(names)s and %(last)s", names=_joined(families[:-1], words), last=families[-1])
    return "".join(families)


def _joined(names: Sequence[str], words: Words) -> str:
    return words.pgettext("between names", ", ").join(names)


_INITIAL: Final = re.compile(r"(-?)([^\W\d_])[^\s.\-]*+\.?")


def initials(given: str) -> str:
    """`given` as initials: "J.-M. A." of "Jean-Marie Anne"."""
    found = _INITIAL.findall(given)
    return "".join(f"{hyphen or (' ' if at else '')}{letter}." for at, (hyphen, letter) in enumerate(found)).strip("- ")


def sorted_as(name: str) -> str:
    """What `name` is sorted by: the family's part, then all of it, without accents and case."""
    bare = " ".join(word for word in family(name).split() if word.casefold() not in _PARTICLES)
    return _folded(f"{bare or name} {display(name)}")


def letter(key: str) -> str:
    """The letter `key` (as of `sorted_as`) stands under: a to z, or "other"."""
    first = key[:1]
    return first if first.isascii() and first.isalpha() else "other"


_NO_DECOMPOSITION: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def _folded(text: str) -> str:
    # ø and ł have no accent to take off; "o" and "l" is where a reader looks for them.
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_NO_DECOMPOSITION))
    return re.sub(r"[^\w\s]", "", plain).strip()


# -- author strings ----------------------------------------------------------------------------------------------------

_NOBODY: Final = re.compile(r"\(?(?:et\.? ?al\.?|and others|others|u\. ?a\.|等|他|외)\)?", re.IGNORECASE)
_ET_AL: Final = re.compile(r"(?<![ ,;])[ ,;]*+(?:(?:and|&) )?\b(?:et\.? ?al\b\.?|others)$", re.IGNORECASE)
_BRACKETED: Final = re.compile(r" ?\([^()]*\)")
_DEEPEST: Final = 8
"""Brackets within brackets that are looked into."""
_MARKS: Final = " 0123456789,;*†‡§¶‖"
"""What refers to an affiliation, at a name's end."""
_AND: Final = re.compile(r",? (?:and|und|et) |,? ?& ?", re.IGNORECASE)
"""In text with single spaces, none of them before a comma."""
_VANCOUVER: Final = re.compile(r"(.+) ([A-Z]{1,3})")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.?[\s-]*){1,4}")
_MOST_GIVEN: Final = 4


def read(stated: str | Sequence[str]) -> tuple[str, ...]:
    """The names in `stated`, an author string of any common shape or a list of names, each as `from_parts` keeps it.

    "Last, First and Last, First", "Last, First; Last, First", "A, B, and C", "A & B", "Last F, Last G" and lists in
    Chinese and Japanese are taken apart; affiliations in brackets go; "et al." and "others" are nobody.
    """
    whole = list(_taken_apart(_without_brackets(stated))) if isinstance(stated, str) else list(stated)
    names = (" ".join(name.split()).rstrip(_MARKS).lstrip(" ,;") for name in whole)
    return tuple(_kept(name) for name in names if name and not _NOBODY.fullmatch(name))


def _kept(name: str) -> str:
    bare = name[1:-1] if name.startswith("{") and name.endswith("}") else name
    if bare != name or is_group(bare):
        return bare.replace("{", "").replace("}", "")
    if "," not in bare:
        return bare
    found = parts(bare)
    return from_parts(found.family, found.given, found.suffix)


def _without_brackets(text: str) -> str:
    """`text` without affiliations: what stands in round brackets, however deep, but a nickname of one word."""
    text = " ".join(text.split()).replace(" ,", ",").replace(" ;", ";")
    for _ in range(_DEEPEST):
        text = _BRACKETED.sub(lambda found: found[0] if _is_nickname(found[0]) else "", text)
    return text.partition(" ((")[0]


def _is_nickname(bracketed: str) -> bool:
    return bool(re.fullmatch(r"\s*\([^\W\d_]{2,}\)", bracketed))


def _taken_apart(text: str) -> Iterable[str]:
    text = _ET_AL.sub("", text.strip())
    if any(sign in text for sign in "、，；"):
        return re.split(r"\s*[、，；,;]\s*", text)
    if ";" in text:
        return [name for part in text.split(";") for name in _by_and(part) if name.strip()]
    pieces = _by_and(text)
    if len(pieces) == 2 and _is_split_group(pieces):  # noqa: PLR2004 — one "and" alone
        return [text]
    if len(pieces) > 1 and _are_whole(pieces):
        return pieces  # "Last, First and Last, First"
    return [name for piece in pieces for name in _by_comma(piece)]


def _is_split_group(pieces: Sequence[str]) -> bool:
    """True when "and" stands inside a group's name: "Institute for Light" and "Colour"."""
    first, second = (piece.split() for piece in pieces)
    return first[0].casefold() in _GROUP_WORDS and len(second) == 1 and "," not in pieces[0]


def _are_whole(pieces: Sequence[str]) -> bool:
    """True when each of `pieces` is one name: a comma in it stands before the given name."""
    named = [_named_in(piece) for piece in pieces]
    inverted = [one for one in named if len(one) > 1]
    if not inverted or max(map(len, inverted)) > 2:  # noqa: PLR2004 — family and given
        return False
    # Of a list such as "Ann Lee, Bob May and Cy Orr" the last has no comma, and nobody has a single word.
    return len(named[-1]) > 1 or all(len(one[1].split()) == 1 or _INITIALS.fullmatch(one[1]) for one in inverted)


def _by_and(text: str) -> list[str]:
    """`text` where "and" joins names: outside braces, and not where it makes a firm of both, as in "and Sons"."""
    found = [""]
    depth = at = 0
    for join in _AND.finditer(text):
        depth += text.count("{", at, join.start()) - text.count("}", at, join.start())
        after = re.match(r"[\w.]*", text[join.end() :])
        word = after[0].strip(".").casefold() if after else ""
        is_firm = word in _GROUP_ENDS or word == "co"
        found[-1] += text[at : join.start()]
        at = join.end()
        if depth > 0 or is_firm:
            found[-1] += join[0]
        else:
            found.append("")
    found[-1] += text[at:]
    return [name.strip() for name in found if name.strip()]


def _named_in(piece: str) -> list[str]:
    """The parts of `piece` between commas, each suffix with the part before it."""
    found: list[str] = []
    for part in filter(None, (part.strip() for part in piece.split(","))):
        if found and _is_suffix(part):
            found[-1] += f", {part}"
        else:
            found.append(part)
    return found


def _by_comma(piece: str) -> Iterator[str]:
    """The names of `piece`, in which no "and" is left."""
    if piece.startswith("{"):
        yield piece
        return
    named = _named_in(piece)
    vancouver = [_VANCOUVER.fullmatch(part) for part in named]
    if len(named) > 1 and all(vancouver):
        yield from (from_parts(found[1], " ".join(f"{sign}." for sign in found[2])) for found in vancouver if found)
    elif _are_inverted(named):
        yield from (f"{first}, {second}" for first, second in zip(named[::2], named[1::2], strict=True))
    else:
        yield from named


def _are_inverted(named: Sequence[str]) -> bool:
    """True for "Last, First", and for such pairs in a row where every second part is initials or a single word."""
    if len(named) % 2 or not named:
        return False
    families, given = named[::2], named[1::2]
    if len(named) == 2:  # noqa: PLR2004 — one pair
        words = families[0].partition(",")[0].split()
        is_family = len(words) == 1 or words[0].casefold() in _PARTICLES
        return is_family and len(given[0].split()) < _MOST_GIVEN and not is_group(given[0])
    if all(_INITIALS.fullmatch(part) for part in given):
        return True
    return all(len(part.split()) == 1 for part in named)
