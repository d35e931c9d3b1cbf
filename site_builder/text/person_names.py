"""Names of people: their parts, the part that lists go by, and short forms of many of them.

Which part of a name is the family's cannot be known; by far most bylines here put it last, Chinese, Japanese and Korean
ones first. So parts serve to sort, to shorten and to cite: wherever it matters a name is shown whole, and two spellings
are never taken for one person. Whether a name is a group's is decided by its words.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from site_builder.core.words import ENGLISH, Words

_NAMED: Final = 2
"""Names a row gives when there are more than one beyond them."""
PARTICLES: Final = frozenset(
    "af al ap av ben bin bint da das de degli dei del della den der des di do dos du el ibn la le los ten ter van vom "
    "von zu zum zur בן בר בת אבן אבו ון פון דה بن ابن بنت آل أبو ابو عبد ولد".split()
)
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "2nd", "3rd", "phd", "md"})
GROUP_WORDS: Final = frozenset(
    "academy agency akademie association authors bundesamt collaboration collaborators comité commission committee "
    "community consorcio consortium corporation council department federation fondation forschungsgemeinschaft "
    "foundation fundación gesellschaft gmbh inc initiative institut institute institutes institution instituto "
    "investigators istituto laboratories llc ltd ministerium ministry ministère organisation organization partnership "
    "programme sociedad società société society stiftung team trialists universidad universidade universiteit "
    "university università universität université verein".split()
)
"""Words that make a group of any name they stand in."""
GROUP_ENDS: Final = frozenset(
    "alliance board brothers center centre college company group hospital lab laboratory labs network networks office "
    "panel partners program project research sons trust union workshop".split()
)
"""Words that make a group of a name they end; before the end they may be a person's."""
_GROUP_NAMES: Final = frozenset("anthropic deepmind deepseek-ai google hugging ibm microsoft nvidia openai".split())
"""Groups whose name, and those of their departments, begins with this word."""
_BARE_INITIAL: Final = re.compile(r"(?<!\S)([A-ZÀ-ÖØ-ÞА-Я])(?=\s)")
"""The V and the S of "Adrian V S Hill"."""
_INITIAL_ALONE: Final = re.compile(r"(?:[^\W\d_]\.-?)+")
_JOINING: Final = "y"
"""Between two family names: "Agüera y Arcas"."""
EAST_ASIAN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々\s]+")
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
    if EAST_ASIAN.fullmatch(name) and words:
        return _family_first(words)
    end = len(words)
    while end > 1 and is_suffix(words[end - 1]):
        end -= 1
    if end < 2:  # noqa: PLR2004 — a single word is all there is
        return Name(" ".join(words))
    if all(map(_INITIAL_ALONE.fullmatch, words[1:end])) and not _INITIAL_ALONE.fullmatch(words[0]):  # "Иванов И. И."
        return Name(words[0], " ".join(words[1:end]), " ".join(words[end:]))
    start = _start(words, end)
    return Name(" ".join(words[start:end]), " ".join(words[:start]), " ".join(words[end:]))


def is_group(name: str) -> bool:
    """True when the words of `name` are those of an institution, a team or a firm."""
    words = [word.strip(".,()").casefold() for word in name.split()]
    if not words or ("," in name and is_suffix(name.rpartition(",")[2].strip())):
        return False
    joined = {"and", "&", "for", "of"} & set(words[1:-1])
    named = not GROUP_WORDS.isdisjoint(words) or (words[-1] in GROUP_ENDS and len(words) > 1)
    return bool(joined) or named or words[0] in _GROUP_NAMES or _is_ai(name)


def _is_ai(name: str) -> bool:
    """True of a firm such as Mistral AI or EleutherAI; the family Ai writes itself otherwise."""
    return name.endswith("AI") and any(map(str.islower, name))


def _inverted(stated: Sequence[str]) -> Name:
    """Parts of a name whose parts are parted by commas."""
    plain = [part for part in stated if not is_suffix(part)]
    suffix = " ".join(part for part in stated if is_suffix(part))
    if not plain:  # "Jr., Jr."
        return Name(" ".join(stated))
    if len(plain) == 1:  # "Sammy Davis, Jr."
        found = parts(plain[0])
        return Name(found.family, found.given, suffix)
    family, given = plain[0], " ".join(plain[1:]).split()
    before, _, last = family.rpartition(" ")
    if before and is_suffix(last):  # "King Jr., Martin Luther"
        family, suffix = before, suffix or last
    if not suffix and len(given) > 1 and is_suffix(given[-1]):  # "Davis, Sammy Jr."
        suffix = given.pop()
    at = len(given)
    while at > 1 and given[at - 1].casefold() in PARTICLES:  # "Maaten, Laurens van der"
        at -= 1
    return Name(" ".join([*given[at:], family]), " ".join(given[:at]), suffix)


def is_particle(word: str) -> bool:
    """True of a word that joins a family name, such as "van"."""
    return word.casefold() in PARTICLES


def _family_first(words: Sequence[str]) -> Name:
    if len(words) > 1:
        return Name(words[0], " ".join(words[1:]))
    whole = words[0]
    if len(whole) == 1:
        return Name(whole)
    long = whole[:2] in _DOUBLE_FAMILIES or len(whole) == _JAPANESE
    cut = 2 if long and len(whole) > 2 else 1  # noqa: PLR2004 — signs of the longer family names
    return Name(whole[:cut], whole[cut:])


def is_suffix(word: str) -> bool:
    """True of what stands behind a name: "Jr.", "III"."""
    return word.replace(".", "").casefold() in _SUFFIXES


def _start(words: Sequence[str], end: int) -> int:
    """Where the family's part of words[:end] begins; it leaves one word for the given name."""
    start = end - 1
    if start > 2 and words[start - 1] == _JOINING:  # noqa: PLR2004 — a given name, two of the family, and what joins them
        start -= 2
    while start > 1 and words[start - 1].casefold() in PARTICLES:
        start -= 1
    return start


def from_parts(family: str, given: str = "", suffix: str = "") -> str:
    """A name as it is kept: as people say it where `parts` takes that apart the same, else "Family, Suffix, Given"."""
    family, given, suffix = (" ".join(part.split()) for part in (family, given, suffix))
    if not given:
        return f"{family}, {suffix}" if suffix else family
    meant = Name(family, given, suffix)
    joined = f"{family} {given}" if EAST_ASIAN.fullmatch(family + given) else f"{given} {family}"
    said = f"{joined} {suffix}".strip()
    return said if parts(said) == meant else ", ".join(filter(None, [family, suffix, given]))


def display(name: str) -> str:
    """`name` as people say it, however it is kept."""
    if "," not in name or is_group(name):
        return name
    found = parts(name)
    order = [found.family, found.given] if EAST_ASIAN.fullmatch(found.family) else [found.given, found.family]
    return " ".join(filter(None, [*order, found.suffix]))


def identity(name: str) -> str:
    """`display` of `name`, with a full stop behind initials, whoever left it out: that makes no two people."""
    said = display(name)
    return said if not _BARE_INITIAL.search(said) or is_group(said) else _BARE_INITIAL.sub(r"\1.", said)


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
    bare = " ".join(word for word in family(name).split() if word.casefold() not in PARTICLES)
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
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_NO_DECOMPOSITION)
    return re.sub(r"[^\w\s]", "", plain).strip()
