"""Author strings of any common shape → names of people, each as `person_names.from_parts` keeps it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from site_builder.text.person_names import (
    EAST_ASIAN,
    GROUP_ENDS,
    GROUP_WORDS,
    PARTICLES,
    from_parts,
    is_group,
    is_suffix,
    parts,
)

_NOBODY: Final = re.compile(
    r"\(?(?:et\.? ?al\.?|and others|others|u\. ?a\.|等|他|외|n/a|none|null|nan|unknown(?: authors?)?|[-–—.:?]+)\)?",
    re.IGNORECASE,
)
_ET_AL: Final = re.compile(
    r"(?<![ ,;،、])[ ,;،、]*+(?:(?:(?:and|&) )?\b(?:et\.? ?al\b\.?|et coll\b\.?|others|u\. ?a\.|и др\.?|y otros"
    r"|e outros|m\. ?fl\.)|等人?|他|외|ואחרים|וחברים|وآخرون)$",
    re.IGNORECASE,
)
_BRACKETED: Final = re.compile(r" ?\([^()]*\)")
_DEEPEST: Final = 8
"""Brackets within brackets that are looked into."""
_MARKS: Final = " 0123456789,;*†‡§¶‖⁰¹²³⁴⁵⁶⁷⁸⁹"
"""What refers to an affiliation, at a name's end."""
_REFERENCE: Final = re.compile(r"(?<!\\)\$?\^(?:\{[^{}$]{1,20}\}|[\d*†‡§¶]+(?:,\d+)*)\$?|\[[\d,*†‡§¶ ]{1,12}\]")
r"""Such a reference as TeX raises it, or in square brackets; `\^` is an accent."""
_SPACED_ACCENT: Final = re.compile(r"\\([Hcuvrkdbt]) ([^\W\d_])")
r"""TeX's accent before a letter, `\H o`: its space parts no words."""
_HEADED: Final = re.compile(r"\s*(?:(?i:authors?|written by)\s*:|[Bb]y\s)\s*")
_TITLED: Final = re.compile(r"(?:(?:Prof|Dr|Professor)\.? )+(?=\w)")
_SEPARATED: Final = re.compile(r" [|•·/] |\s*[•|]\s*")
_SPEAKING_FOR: Final = re.compile(
    r"(?:(?<=[,;] )|^)(?P<who>[^,;:()]{1,60}?),? (?:for|on behalf of) "
    r"(?P<group>(?:the )?\w[^,;:()]{0,60} (?:collaboration|consortium|group|team))(?!\w)",
    re.IGNORECASE,
)
_GROUP_HEAD: Final = re.compile(r"([^,;:]*\b(?:collaboration|consortium|team)): ", re.IGNORECASE)
"""In front of its members: "ATLAS Collaboration: Ann Lee"."""
_AND: Final = re.compile(r",? (?:and|und|et) |,? & ?|,? ?& ", re.IGNORECASE)
"""In text with single spaces, none of them before a comma."""
_WORD: Final = re.compile(r"[\w.]*")
_WORD_NEXT: Final = re.compile(r" \w")
_WORD_IN_BRACKETS: Final = re.compile(r"\s*\([^\W\d_]{2,}\)")
_MOST_OF_GROUP: Final = 9
"""Parts of a name, words that join among them, in which it is looked whether it is a group's."""
_LISTING: Final = "、，；،؛"
"""Signs that part names in other scripts, and nothing else."""
_VANCOUVER: Final = re.compile(r"(.+) ([A-Z]{1,3}|[A-Z]-[A-Z])")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.?[\s-]*){1,4}")
_MOST_GIVEN: Final = 4
_SINGLE_FAMILIES: Final = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙周吴吳徐孙孫马馬朱胡郭何林罗羅高梁郑鄭谢謝宋唐许許邓鄧冯馮韩韓曹曾彭萧肖蔡潘田董袁于余叶葉蒋蔣杜苏蘇魏程吕"
    "呂丁沈任姚卢盧傅钟鍾姜崔谭譚廖范汪陆陸金石戴贾賈韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严김이박최정강조윤장임한오서신권황안송류홍"
)
"""Chinese and Korean family names of one sign: where two names of two signs follow each other, they tell a list."""


def read(stated: str | Sequence[str]) -> tuple[str, ...]:
    """The names in `stated`, an author string of any common shape or a list of names, each as `from_parts` keeps it.

    "Last, First and Last, First", "Last, First; Last, First", "A, B, and C", "A & B", "Last F, Last G" and lists in
    Chinese and Japanese are taken apart; affiliations in brackets go; "et al." and "others" are nobody.
    """
    if not isinstance(stated, str) and len(stated) == 1 and (";" in stated[0] or stated[0].count(",") > 1):
        stated = stated[0]
    whole = list(_taken_apart(_bare(stated))) if isinstance(stated, str) else list(_listed(stated))
    names = (_unmarked(name) for name in whole)
    return tuple(_kept(name) for name in names if name and not _NOBODY.fullmatch(name))


def is_open(stated: str | Sequence[str]) -> bool:
    """True when `stated`, as of `read`, names some people and says that there are others."""
    last = stated if isinstance(stated, str) else "".join(stated[-1:])
    return bool(_ET_AL.search(_bare(last).strip()) and read(stated))


def _listed(names: Sequence[str]) -> Iterator[str]:
    """`names`, those of PubMed's form put the other way round where all are of it."""
    matched = [_VANCOUVER.fullmatch(name) for name in names]
    if len(names) > 1 and all(found and not found[1].isupper() for found in matched):
        yield from (_initialed(found) for found in matched if found)
    else:
        yield from names


def _initialed(found: re.Match[str]) -> str:
    return from_parts(found[1], re.sub(r"([A-Z])(?=[A-Z])", r"\1. ", found[2]).replace("-", ".-") + ".")


def _unmarked(name: str) -> str:
    bare = _REFERENCE.sub("", " ".join(name.split())) if "^" in name or "[" in name else " ".join(name.split())
    return _TITLED.sub("", bare.rstrip(_MARKS).lstrip(" ,;"), count=1)


def _kept(name: str) -> str:
    bare = name[1:-1] if name.startswith("{") and name.endswith("}") else name
    if bare != name or is_group(bare):
        return bare.replace("{", "").replace("}", "")
    if "," not in bare:
        return bare
    found = parts(_SPACED_ACCENT.sub(r"\\\1{\2}", bare))
    return from_parts(found.family, found.given, found.suffix)


def _bare(text: str) -> str:
    """`text` on one line, without a heading and affiliations: what stands in round brackets, however deep.

    A nickname, one word in the middle of a name, stays.
    """
    text = " ".join(text.split()).replace(" ,", ",").replace(" ;", ";")
    text = _HEADED.sub("", text, count=1) if _HEADED.match(text) else text
    if text.startswith("[") and text.endswith("]") and text.count("[") == 1:
        text = text[1:-1]
    text = _REFERENCE.sub("", text) if "^" in text or "[" in text else text
    text = _SPEAKING_FOR.sub(_apart, text)
    for _ in range(_DEEPEST):
        text = _BRACKETED.sub(lambda found: found[0] if _is_nickname(found) else "", text)
    return text.partition(" ((")[0]


def _apart(found: re.Match[str]) -> str:
    """Who speaks for a group, and the group; a "Society for …" is one name."""
    is_one = not GROUP_WORDS.isdisjoint(found["who"].casefold().split()) or " " not in found["who"]
    return found[0] if is_one else f"{found['who']} • {found['group']}"


def _is_nickname(found: re.Match[str]) -> bool:
    is_word = _WORD_IN_BRACKETS.fullmatch(found[0])
    text, end = found.string, found.end()
    return bool(is_word and _WORD_NEXT.match(text, end) and not _AND.match(text, end))


def _taken_apart(text: str) -> Iterable[str]:
    text, at, groups = _ET_AL.sub("", text.strip()), 0, []
    while headed := _GROUP_HEAD.match(text, at):
        groups.append(headed[1])
        at = headed.end()
    return [*groups, *_members(text[at:])]


def _members(text: str) -> Iterable[str]:
    """The names of `text`, in front of which no group stands."""
    if any(sign in text for sign in _LISTING):
        return re.split(rf"\s*[{_LISTING},;]\s*", text)
    if _SEPARATED.search(text):
        return [name for part in _SEPARATED.split(text) for name in _taken_apart(part)]
    if ";" in text:
        return [name for part in text.split(";") for name in _by_and(part) if name.strip()]
    pieces = _by_and(text)
    if len(pieces) > 1 and _are_whole(pieces):
        return pieces  # "Last, First and Last, First"
    return [name for piece in pieces for name in _by_comma(piece)]


def _is_split_group(piece: str, following: str) -> bool:
    """True when "and" stands inside a group's name: "Institute for Light" and "Colour"."""
    first = piece.rpartition(",")[2].split()
    is_open = len(first) > 2 and first[0].casefold() in GROUP_WORDS  # noqa: PLR2004 — what it is, "of" or "for", and whose
    return is_open and len(following.partition(",")[0].split()) == 1


def _are_whole(pieces: Sequence[str]) -> bool:
    """True when each of `pieces` is one name: a comma in it stands before the given name."""
    named = [_named_in(piece) for piece in pieces]
    inverted = [one for one in named if len(one) > 1]
    if not inverted or max(map(len, inverted)) > 2:  # noqa: PLR2004 — family and given
        return False
    if any(is_group(part) for one in inverted for part in one):
        return False
    # Of a list such as "Ann Lee, Bob May and Cy Orr" the last has no comma, and nobody has a single word.
    return len(named[-1]) > 1 or all(len(one[1].split()) == 1 or _INITIALS.fullmatch(one[1]) for one in inverted)


def _by_and(text: str) -> list[str]:
    """`text` where "and" joins names: outside braces, and not where it is part of a group's, as in "and Sons"."""
    found: list[list[str]] = [[]]
    depth = at = 0
    joins = list(_AND.finditer(text))
    for join, following in zip(joins, [*(one.start() for one in joins[1:]), len(text)], strict=False):
        depth += text.count("{", at, join.start()) - text.count("}", at, join.start())
        found[-1].append(text[at : join.start()])
        at = join.end()
        after = _WORD.match(text, at)
        word = after[0].strip(".").casefold() if after else ""
        if (
            depth > 0
            or word in GROUP_ENDS
            or word == "co"
            or _is_split_group("".join(found[-1][-_MOST_OF_GROUP:]), text[at:following])
        ):
            found[-1].append(join[0])
        else:
            found.append([])
    found[-1].append(text[at:])
    return [name for pieces in found if (name := "".join(pieces).strip())]


def _named_in(piece: str) -> list[str]:
    """The parts of `piece` between commas, each suffix with the part before it."""
    found: list[str] = []
    for part in filter(None, (part.strip() for part in piece.split(","))):
        if found and is_suffix(part):
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
    vancouver = [_VANCOUVER.fullmatch(part.rstrip(".")) for part in named]
    if len(named) > 1 and all(vancouver) and not _is_shouted(vancouver):
        yield from (_initialed(found) for found in vancouver if found)
    elif _are_inverted(named):
        yield from (f"{first}, {second}" for first, second in zip(named[::2], named[1::2], strict=True))
    else:
        yield from named


def _is_shouted(named: Sequence[re.Match[str] | None]) -> bool:
    """True for "ANN LEE, BOB MAY", whose last words only look like initials."""
    return all(found and found[1].isupper() for found in named) and any(found and len(found[2]) > 1 for found in named)


def _are_inverted(named: Sequence[str]) -> bool:
    """True for "Last, First", and for such pairs in a row where every second part is initials or a single word."""
    if len(named) % 2 or not named or is_group(named[0]):
        return False
    families, given = named[::2], named[1::2]
    if len(named) == 2:  # noqa: PLR2004 — one pair
        words = families[0].partition(",")[0].split()
        is_family = len(words) == 1 or words[0].casefold() in PARTICLES
        is_list = EAST_ASIAN.fullmatch("".join(named)) and _are_whole_names(named)
        return is_family and len(given[0].split()) < _MOST_GIVEN and not is_group(given[0]) and not is_list
    if all(EAST_ASIAN.fullmatch(part) for part in named):
        return False
    if all(_INITIALS.fullmatch(part) for part in given):
        return True
    return all(len(part.split()) == 1 for part in named)


def _are_whole_names(named: Sequence[str]) -> bool:
    """True for "王小明, 李娜" and "김철수, 이영희", False for "山田, 太郎"."""
    if max(map(len, named)) > 2:  # noqa: PLR2004 — signs that a family or a given name has
        return min(map(len, named)) > 1
    return all(len(name) > 1 and name[0] in _SINGLE_FAMILIES for name in named)
