"""The quantities that an abstract claims: "4.4× faster", "−38 % memory", "76.5–80.9 %", "12 data sets".

Numbers are found in each sentence, joined to ranges and lists, and given the unit behind them or the noun that is
counted. A number that gets neither is dropped, unless it stands where a score does; so are names ("GPT-4"), years,
and what stands before the authors begin to speak of their own work. Nothing is converted: value and sentence are as
the abstract has them. In doubt nothing is found, since a page of quantities is worth no more than its wrong ones allow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from site_builder.analysis import quantity_patterns as patterns
from site_builder.analysis import quantity_units as units
from site_builder.text import sentences
from site_builder.text.sentences import Span

_MOST: Final = 100
"""Of one abstract, whose sentence is shown with each; who claims more was written to fill pages."""
_PAIR: Final = 2
_NEAR: Final = 150
"""Characters before a score in which the metric is named."""
_CLOSE: Final = 110
"""The same in which a change is said, "while" and its like ending what may say it."""
_WHILE: Final = 7
"""Letters of the longest of `patterns.TURN`."""
_WIDE: Final = 500
"""Characters to either side of a number in which its surroundings are looked through: abstracts may be one sentence."""
_LONGEST_RANGE: Final = 80
"""Characters of a range that numbers may still be joined to: a chain of them is none."""
_SHORT: Final = 3
"""Letters of a word by which `AS_NUMBER` knows it."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of an abstract."""

    value: str
    """As the abstract writes it, ranges with an en dash: "76.5–80.9", "7B"."""
    unit: str
    """"%", "×", "points", "parameters", "ms", what is counted ("benchmarks"); "" for a score."""
    kind: str
    """One of `quantity_units.KINDS`."""
    direction: str
    """"up" or "down" where the abstract says that something became more or less, else ""."""
    span: Span
    """Where number and unit stand in the abstract."""
    sentence: Span


@dataclass(frozen=True, slots=True)
class _Item:
    """A number of a sentence, as far as it is read."""

    start: int
    end: int
    value: str
    unit: str
    kind: str


def find(abstract: str) -> tuple[Quantity, ...]:
    """The quantities that `abstract` claims, in its order, `_MOST` of them. Takes time linear in its length."""
    words = [word for word in patterns.SIGNAL_WORDS if word in abstract]  # most abstracts have none or one
    if not words and not patterns.DIGIT.search(abstract):
        return ()
    found: list[Quantity] = []
    spans = sentences.spans(abstract)
    own = next((index for index, (start, end) in enumerate(spans) if patterns.OWN.search(abstract, start, end)), 0)
    for start, end in spans[own:]:
        text = abstract[start:end]
        is_worded = bool(words) and any(word in text for word in words)
        if is_worded or patterns.DIGIT.search(text):
            found.extend(_placed(text, (start, end), is_worded=is_worded))
        if len(found) >= _MOST:
            break
    is_english = patterns.ENGLISH.search(abstract) is not None
    return tuple(one for one in found[:_MOST] if is_english or one.kind != "count")


def _placed(text: str, sentence: Span, *, is_worded: bool) -> Iterator[Quantity]:
    """The quantities of the sentence `text`; one of a list goes where the one before it goes."""
    before = _Item(0, 0, "", "", "")
    direction = ""
    for one in _of_sentence(text, is_worded=is_worded):
        is_next = bool(patterns.LIST.fullmatch(text[before.end : one.start])) and before.unit == one.unit
        direction = _direction(text, one) or (direction if is_next else "")
        span = (sentence[0] + one.start, sentence[0] + one.end)
        yield Quantity(one.value, one.unit, one.kind, direction, span, sentence)
        before = one


def _of_sentence(text: str, *, is_worded: bool) -> list[_Item]:
    masked = patterns.HIDDEN.sub(lambda found: "_" * len(found[0]), text)
    items = [item for group in _groups(masked, _items(masked)) for item in _resolved(masked, group)]
    if is_worded:
        taken = {index for one in items for index in range(one.start, one.end)}
        items.extend(one for one in _in_words(masked) if taken.isdisjoint(range(one.start, one.end)))
    return sorted(items, key=lambda one: one.start)


def _items(text: str) -> Iterator[_Item]:
    """The numbers of `text` that can be quantities at all, each with the unit behind it."""
    last = -1
    for found in patterns.ITEM.finditer(text):
        before = text[max(0, found.start() - 30) : found.start()]
        if not _can_begin(
            before, found.start() - 1 in (last, last + 1), bool(patterns.MEASURED.search(found["value"]))
        ) or _goes_on(text, found):
            continue
        kind = found.lastgroup if found.lastgroup in units.KINDS or found.lastgroup == "pixels" else ""
        value = found["value"] + (found["magnitude"] or "").replace(" ", "\u00a0")
        unit = units.canonical(found[kind], kind) if kind else ""
        item = _Item(found.start(), found.end(), value, unit, "physical" if kind == "pixels" else kind or "")
        if found["magnitude"] == "K" and not _noun(text, found.end()):
            if not patterns.WARM.search(text):
                continue  # thousands of what is not said: "a context of 128K"
            item = replace(item, value=found["value"], unit="K", kind="physical")
        if text[found.start() : found.end()].endswith("-bit"):
            continue  # a kind of arithmetic
        if not _is_name(before, text, item):
            last = found.end() - 1
            yield item


def _can_begin(before: str, follows: bool, is_measured: bool) -> bool:
    """False where the number only goes on with a word or a formula: "GPT-4", "x_2", "[111"."""
    last = before[-1:]
    if last in "-–":
        return follows or not before[-2:-1].strip() or before[-2:-1] in "(-"
    if (before.endswith("= ") and is_measured) or patterns.BY_NAME.search(before):
        return True
    if last == "+":
        return before[-2:-1].isspace() or before[-2:-1] in ("(", "")
    if last in ",·" and before[-2:-1].isdigit():
        return False  # decimals
    return not (last.isalnum() or last in "_.^/#@={[⟨|√∝*+" or before.endswith(("= ", "= -", "+ ", "∈ (")))


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """True where the number is the beginning of a name or of a formula: "3D", "2r+1", "7-th"."""
    behind = text[found.end() : found.end() + 2]
    return bool(re.match(r"\w|\.\d|[\^_×+/=]\w?|-[A-Z]|-th|\s?[=<>]|°?\)?\s?[<≤]", behind)) and not re.match(
        r"/\d|\+\s", behind
    )


def _is_name(before: str, text: str, item: _Item) -> bool:
    if patterns.ENUMERATED.search(before):
        return True
    behind = text[item.end : item.end + 14]
    if item.unit == "×" and re.match(r"[\s-](?:symmetr|rotation|degenera|cross|coordinat|screw)", behind):
        return True
    if re.search(r"\w\($", before) and behind[:1] in "-,":
        return True  # poly(3-hexylthiophene)
    if item.unit == "×" and re.match(r"\s?(?:\d|[A-Z][A-Za-z]*\d)", behind):
        return True  # 2×2, 8x A100
    named = bool(patterns.NAME_BEFORE.search(before)) and len(before.strip().split()) > 1
    if named and not patterns.METRIC.search(before[-16:]):
        return item.unit in ("", "GB", "TB")
    return bool(not item.unit and re.fullmatch(r"(?:19|20)\d\d", item.value))


def _groups(text: str, items: Iterator[_Item]) -> Iterator[list[_Item]]:
    """Numbers that share a unit or a noun, ranges joined: [1.7B, 4B], [62.0 %, 50.0 %, 35.2 %]."""
    group: list[_Item] = []
    for item in items:
        if group:
            glue = text[group[-1].end : item.start]
            joined = _joined(text, group[-1], item, glue)
            if joined:
                group[-1] = joined
                continue
            if patterns.LIST.fullmatch(glue):
                group.append(item)
                continue
            yield group
        group = [item]
    if group:
        yield group


def _joined(text: str, one: _Item, other: _Item, glue: str) -> _Item | None:
    """`one` and `other` as one quantity, where `glue` between them says so."""
    if one.unit and other.unit and one.unit != other.unit:
        return None
    head = text[max(0, one.start - 40) : one.start]
    is_between = glue.strip() == "and" and re.search(r"\bbetween\s(?:[≈∼~]\s?)?$", head)
    is_change = re.fullmatch(r"(?:\s(?!and|or|with|by)[\w-]+){0,3}\sto\s(?:[≈∼~]\s?)?", glue) and re.search(
        r"\bfrom\s(?:[≈∼~]\s?)?$", head
    )
    if len(one.value) > _LONGEST_RANGE:
        return None
    if patterns.RANGE.fullmatch(glue) or is_between or is_change:
        value = f"{one.value}–{other.value}"
    elif (
        patterns.OUT_OF.fullmatch(glue)
        and not one.unit
        and not other.unit
        and one.value.isdigit()
        and other.value.isdigit()
    ):
        value = f"{one.value}/{other.value}"
    else:
        return None
    return _Item(one.start, other.end, value, other.unit or one.unit, other.kind or one.kind)


def _resolved(text: str, group: list[_Item]) -> Iterator[_Item]:
    """Each of `group` with its unit; those that have none and count nothing are left out."""
    last = group[-1]
    if not last.unit or last.value[-1:] in "BMTk":
        last = _counted(text, last)
    elif last.kind == "factor" and last.unit == "×" and _is_repetition(text, last):
        return
    if last.kind == "count" and len(group) > _PAIR and all(len(one.value) == 1 for one in group):
        return  # settings that were tried, "2, 4 and 6 blocks"
    shared = [replace(one, unit=last.unit, kind=last.kind) if not one.unit else one for one in group[:-1]]
    for one in (*shared, last):
        known = one if one.kind else _score(text, one)
        if known:
            yield known


def _is_repetition(text: str, item: _Item) -> bool:
    """True for "run 5 times"."""
    return text.endswith("times", 0, item.end) and not patterns.COMPARED_BEHIND.match(text, item.end)


def _counted(text: str, item: _Item) -> _Item:
    """`item` with what it counts; without a unit where that is nothing."""
    noun = _noun(text, item.end)
    size = item.value[-1:] in "BM" and item.value[-2:-1].isdigit()
    if size and (
        not noun or (item.value.endswith("B") and not units.COUNTED.fullmatch(noun)) or units.MODELS.fullmatch(noun)
    ):
        around = slice(max(0, item.start - _WIDE), item.end + _WIDE)
        behind = text[item.end : around.stop].lstrip(" -")
        is_model = item.value.endswith("B") or units.MODELS.match(behind) or noun or "model" in text[around]
        return replace(item, unit="parameters", kind="parameters") if is_model else item
    if not noun:
        return item
    is_small = re.fullmatch(r"[01]|0\d+", item.value)
    is_large = size or "\u00a0" in item.value  # 1.2 million
    if is_small or (patterns.DECIMAL.match(item.value) and not is_large):
        return item
    return replace(item, unit=noun, kind="parameters" if noun in ("parameters", "params") else "count")


def _noun(text: str, at: int) -> str:
    """The plural that a number before `at` counts, or "" ."""
    hyphened = patterns.HYPHENED.match(text, at)
    if hyphened:
        noun = hyphened["noun"]
        return "" if noun in patterns.NOT_COUNTED else noun if noun.endswith("s") else _plural(noun)
    found = patterns.NOUN.match(text, at)
    return found["noun"] if found else ""


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"


def _score(text: str, item: _Item) -> _Item | None:
    """`item` as a score or a ratio without a unit, where it stands as one."""
    before = text[max(0, item.start - _NEAR) : item.start]
    precise = re.search(r"\.\d", item.value)
    said = re.search(r"(?:≈|∼|~|≃)\s?$", before) and (precise or "–" in item.value)
    measured = patterns.MEASURED.search(item.value)
    listed = (
        precise and patterns.ON_DATA.match(text, item.end) and re.search(r"\b(?:obtain|achiev|reach|scor)\w+\s", before)
    )
    scored = precise and patterns.METRIC.search(before) and patterns.SCORED.search(before)
    named = patterns.METRIC_BEHIND.match(text, item.end)
    if named and precise:
        return replace(item, kind="score", unit=named["name"], end=named.end())
    gained = precise and before.endswith("+") and patterns.GAINED.match(text, item.end)
    return replace(item, kind="score") if said or measured or scored or listed or gained else None


def _in_words(text: str) -> Iterator[_Item]:
    """Quantities without a digit: "twice as fast", "two orders of magnitude", "six benchmarks"."""
    for pattern, unit, kind in patterns.IN_WORDS:
        for found in pattern.finditer(text):
            word = found["n"].removeprefix("in ").removeprefix("by ")
            number = str(patterns.SPELLED.get(word, "")) or patterns.AS_NUMBER[word[:3] if len(word) > _SHORT else word]
            noun = unit or found["unit"]
            yield _Item(*found.span(), number, noun, kind)


def _direction(text: str, item: _Item) -> str:
    """Whether the sentence says of `item` that something became more ("up") or less ("down")."""
    is_change = "–" in item.value and text.endswith("from ", 0, item.start)
    if item.kind not in ("percent", "points", "factor") and not is_change:
        return ""
    said = text[item.start : item.end]
    if item.kind == "factor" and patterns.DOWN_IN_WORDS.search(said):
        return "down"
    behind = patterns.CLAUSE.match(text, item.end)
    near = " ".join(behind[0].split()[:3]) if behind else ""
    for pattern, direction in ((patterns.DOWN, "down"), (patterns.UP, "up")):
        if pattern.search(near) and not near.startswith(("of the", "on ", "at ", "than", "and ", "or ")):
            return direction
    close = max(0, item.start - _CLOSE)
    turns = patterns.TURN.finditer(text, max(0, close - _WHILE), item.start)
    before = text[max([close, *(turn.end() for turn in turns)]) : item.start]
    if patterns.ONLY_LEVEL.search(before) or not patterns.CHANGED.search(before):
        return ""
    ups, downs = ([one.start() for one in pattern.finditer(before)] for pattern in (patterns.UP, patterns.DOWN))
    if not ups and not downs:
        return ""
    return "up" if max(ups, default=-1) > max(downs, default=-1) else "down"
