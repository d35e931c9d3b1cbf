"""Text as BibTeX and TeX take it.

Accents and symbols are pylatexenc's to know; here is what BibTeX asks besides: braces that balance, whatever the text
holds, and capitals that a style must not put into lower case.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

_PLAIN: Final = re.compile(r"(?:[A-Za-z0-9 !'()*+,./:;=?@\[\]|\ue000\ue001]|-(?!-))*")
_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': "{''}",
    "`": r"\textasciigrave{}",
    "–": "--",
    "—": "---",
    "“": "``",
    "”": "''",
    "‘": "{`}",
    "’": "'",
    "…": r"\ldots{}",
    "\xa0": "~",
}
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"
_LOWERED: Final = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"
_LEVEL: Final = str.maketrans(_RAISED + _LOWERED, "0123456789+-=()n0123456789+-=()")
_WORD: Final = re.compile(r"[^\W_]+")
_KEPT: Final = ("\ue000", "\ue001")
"""Stand for the braces around a kept word while its text is escaped."""


def escaped(text: str) -> str:
    """`text` as TeX: what it shows is `text`, in any engine; characters TeX has no name for stay as they are."""
    if _PLAIN.fullmatch(text):
        return text
    told = str(_encoder().unicode_to_latex(text))
    # BibTeX counts braces, those after a backslash too; where they balance the names that all programs know will do.
    return told.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}") if _balance(text) else told


def _balance(text: str) -> bool:
    """True when every brace of `text` closes one that is open."""
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


def title(text: str) -> str:
    """`text` as TeX, with braces around the words that a style must not put into lower case.

    Those are words with a capital after their first sign, or with a capital and a digit: LLM, LoRA, 4D, T5. A word
    that merely begins with a capital is left to the style, and punctuation stays outside the braces.
    """
    opening, closing = _KEPT
    marked = _WORD.sub(lambda word: f"{opening}{word[0]}{closing}" if _is_kept(word[0]) else word[0], text)
    return escaped(marked).replace(opening, "{").replace(closing, "}")


def _is_kept(word: str) -> bool:
    rest = word[1:]
    if rest.islower() and rest.isalpha():
        return False
    inner = any(char.isupper() for char in rest)
    return inner or (word[:1].isupper() and any(char.isdigit() for char in rest))


@cache
def _encoder() -> "UnicodeToLatexEncoder":
    # Its tables take longer to load than most titles, which are plain, to print.
    from pylatexenc.latexencode import (  # noqa: PLC0415
        RULE_DICT,
        RULE_REGEX,
        UnicodeToLatexConversionRule,
        UnicodeToLatexEncoder,
    )

    signs = {ord(sign): told for sign, told in _SPECIAL.items()}
    levels = [
        (re.compile("-(?=-)"), "-{}"),
        (re.compile(f"[{_RAISED}]+"), lambda run: rf"\textsuperscript{{{run[0].translate(_LEVEL)}}}"),
        (re.compile(f"[{_LOWERED}]+"), lambda run: rf"\textsubscript{{{run[0].translate(_LEVEL)}}}"),
    ]
    return UnicodeToLatexEncoder(
        conversion_rules=[
            UnicodeToLatexConversionRule(RULE_DICT, signs, replacement_latex_protection="none"),
            UnicodeToLatexConversionRule(RULE_REGEX, levels, replacement_latex_protection="none"),
            "defaults",
        ],
        replacement_latex_protection="braces-all",
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )
