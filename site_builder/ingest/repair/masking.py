"""Formulas and addresses, which no rule may change, hide behind single private-use characters.

No rule need know of them, and the rule `invisible` takes away what such characters a text came with, so that no author
can forge one.
"""

import re

from site_builder.text import math_spans

FORMULAS = "\U000f0000-\U000ffffd"
"""Private-use characters (a range for a pattern) that stand for formulas."""
ADDRESSES = "\U00100000-\U0010fffd"
"""Those that stand for addresses."""
MARK = re.compile(f"[{FORMULAS}{ADDRESSES}]")
_MANY = 60_000
_TOP = "com|org|net|io|ai|edu|gov|co|dev|cn|de|uk|fr|jp|ch|eu|me|be|ly|app|xyz|info|link|science|tech|site"
_INSIDE = rf"[^\s{{}}<>\"\\`…”{FORMULAS}]"
_ADDRESS = re.compile(rf"(?:https?://|www\.|\b(?=[\w.-]{{3,80}}/)(?:[\w-]+\.)+(?:{_TOP})/){_INSIDE}*[\w/=&#+]")
_BARE = re.compile(rf"\.(?:{_TOP})/")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?=[\w-]{1,60}\.)[\w.-]{1,80}\w")


def hide(text: str, kept: dict[str, str]) -> str:
    """`text` with each formula and address as one private-use character; `kept` learns what it stands for."""
    if "$" in text:
        text = math_spans.in_text(text, lambda formula: _mark(0xF0000, formula.source, kept))
    if "://" in text or "www." in text or _BARE.search(text):
        text = _ADDRESS.sub(lambda match: _mark(0x100000, match[0], kept), text)
    if "@" in text:
        text = _EMAIL.sub(lambda match: _mark(0x100000, match[0], kept), text)
    return text


def _mark(base: int, piece: str, kept: dict[str, str]) -> str:
    if len(kept) >= _MANY:
        return piece
    mark = chr(base + len(kept))
    kept[mark] = piece
    return mark


def show(text: str, kept: dict[str, str]) -> str:
    """`text` with what its marks stand for, as `kept` learned it."""
    # An address may have been found around a formula's mark, never the other way round: one pass is enough.
    return MARK.sub(lambda match: kept.get(match[0], ""), text) if kept else text
