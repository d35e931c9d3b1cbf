"""The units that quantities of abstracts have, as one pattern, and the kinds they are grouped by."""

import re
from typing import Final

_EXPONENT = r"(?:[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\{?[-−]?\d\}?)?"
_PREFIXED = "|".join("eV Hz Pa Wh W J V A m s g Ω ohm F T N K mol L l cal C".split())
_PLAIN = "|".join(
    r"°\s?C|°\s?F|degrees?(?:\sCelsius)?|°|Å|dBm?|bar|mbar|kbar|atm|ppm|ppb|rpm|min|h|rad|Torr|Oe|kcal|meV|Da|kDa|pc|kpc|Mpc|[fpnµμm]M|mmHg|IU|d[lL]|ha|k?bp".split(
        "|"
    )
)
_PHYSICAL = rf"(?:(?:[fpnµμmckMGT]?(?:{_PREFIXED})|{_PLAIN}){_EXPONENT})"
_MORE = rf"(?:(?:\s?[·*/]\s?|\s(?=\S{{1,4}}[⁻^]))?{_PHYSICAL}){{0,5}}"
"""Further factors of a unit. They are few: "mmmm" can be cut into units in more ways than there is time to try."""
_BYTES = r"(?:[KkMGTP]i?[Bb](?:/s|ps)?|[KMGT]bit/s|bytes?|bits?(?:/\w+)?)"
_TIME = (
    r"(?:nanoseconds?|microseconds?|milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|secs?|hrs?"
    r"|(?:[AHV]100[- ])?(?:GPU|TPU|CPU|A100|H100|V100)[- ]?(?:hours?|days?))"
)
_SPEED = (
    r"(?:[KMGT]?(?:FPS|fps|QPS|TOPS|FLOP/s|FLOP\(G\)|FLOPS|FLOPs|MACs)(?:/W)?"
    r"|(?:[Pp]eta|[Tt]era|[Gg]iga|[Ee]xa)(?:flops?|FLOPS|FLOPs)|[KMGTPE]FLOPS?/?s?"
    r"|(?:tokens?|frames?|images?|samples?|requests?)(?:/s(?:ec(?:ond)?)?|\sper\ssecond))"
)
_PERCENT = r"(?:\\%|(?:at|wt|mol|vol)\.?\s?%|%|per\s?cents?|percents?)"
_POINTS = r"(?:%?-?\s?(?:percentage|percent)[- ]points?|(?:[A-Z][\w@-]*\s|absolute\s)?points?|pp|%-?p\b|p\.p\.)"
_FACTOR = r"(?:×|\\times|[xX](?=[\s,.;:)\-–]|$)|-?\s?fold|\stimes|\sorders?\sof\smagnitude|-orders?-of-magnitude)"

UNIT: Final = (
    rf"(?P<points>{_POINTS})|(?P<percent>{_PERCENT})|(?P<factor>{_FACTOR})|(?P<bytes>{_BYTES})|(?P<speed>{_SPEED})"
    rf"|(?P<time>{_TIME})|(?P<pixels>px|pixels?|cm)|(?P<physical>{_PHYSICAL}{_MORE})"
)
"""A unit behind a number; the name of its group says its kind."""

_SAME: Final = {
    **dict.fromkeys(["x", "X", r"\times", "times", "fold", "-fold"], "×"),
    **dict.fromkeys(["percent", "per cent", "percents", r"\%"], "%"),
    **dict.fromkeys(["second", "seconds", "sec", "secs"], "s"),
    **dict.fromkeys(["millisecond", "milliseconds"], "ms"),
    **dict.fromkeys(["microsecond", "microseconds", "us"], "µs"),
    **dict.fromkeys(["nanosecond", "nanoseconds"], "ns"),
    **dict.fromkeys(["minute", "minutes"], "min"),
    **dict.fromkeys(["hr", "hrs", "hour", "h"], "hours"),
    **dict.fromkeys(["fps"], "FPS"),
    **dict.fromkeys(["pixel", "pixels"], "px"),
    **dict.fromkeys(["order of magnitude", "order-of-magnitude", "orders-of-magnitude"], "orders of magnitude"),
    **dict.fromkeys(["C", "degrees Celsius"], "°C"),
    **dict.fromkeys(["degree", "degrees"], "°"),
    **{one: f"{one}s" for one in ("day", "week", "month", "year")},
}
"""Spellings of one unit."""


def canonical(written: str, kind: str) -> str:
    """The one way in which a unit is shown, of the way it is `written` in an abstract."""
    unit = " ".join(written.split()).lstrip("-").strip()
    if kind == "points":
        return "points"
    if kind == "physical":
        unit = unit.replace("μ", "µ").replace("° C", "°C")
    return _SAME.get(unit, unit)


KINDS: Final = ("factor", "percent", "points", "score", "parameters", "count", "bytes", "speed", "time", "physical")
"""In the order of the page."""

MODELS: Final = re.compile(
    r"(?:[\w-]*(?:models?|parameters?|params?|LLMs?|MLLMs?|VLMs?|LMs?|backbones?|sizes?|networks?|transformers?|weights?))\b",
    re.IGNORECASE,
)
"""A noun behind "7B" that says that parameters are counted."""
COUNTED: Final = re.compile(
    r"(?:tokens|images|pairs|words|samples|examples|users|records|points|interactions|pages|nodes|edges|documents|rows"
    r"|sequences|reads|atoms|trajectories|frames|videos|queries|items|triplets|triples|cells|molecules|structures)"
)
"""A noun behind "7B" that is counted itself."""
