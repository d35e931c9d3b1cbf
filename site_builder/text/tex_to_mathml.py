"""Formulas as HTML: MathML where text would not show them as well.

latex2mathml converts; here is what it lacks, and the check of what it made: known elements and attributes only, for
formulas come from strangers, and no sanitiser sees them. What it cannot convert reads as its plain-text twin.
"""

import re
import unicodedata
from functools import lru_cache
from html import escape as _quoted
from html import unescape
from typing import Final
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

from site_builder.text.math_spans import Formula
from site_builder.text.tex_macros import expanded
from site_builder.text.tex_to_unicode import styled, unicode_math

_SIMPLE: Final = re.compile(
    r"[A-Za-z]|\\[A-Za-z]+|[\^_](?:[\w+*]|\\[A-Za-z]+|\{[\w+\-]+\})"
    r"|(?:\\(?:sim|approx|geq?|leq?|pm|times) ?|[~<>+\-]?)(?:\\\$)?\d[\d.,]*(?:\{,\}\d+)*(?:\s*\\times)?(?:\s*\\%)?"
    r"|(?:\d[\d.]*\s*\\times\s*)?10\^(?:\d|\{[+\-]?\d+\})"
)
"""Formulas that text shows exactly as well, in fewer bytes."""
_SPACE_ONLY: Final = re.compile(r"\\(?:[A-Za-z]+\*?|[\s\S])|[~&\s]+")
_ALIASES: Final = {
    "textsc": "\\text",
    "textsl": "\\text",
    "xspace": "",
    "ensuremath": "",
    "bigO": "\\mathcal{O}",
    "R": "\\mathbb{R}",
    "N": "\\mathbb{N}",
    "E": "\\mathbb{E}",
    "NP": "\\mathsf{NP}",
    "mathds": "\\mathbb",
    "mathbbm": "\\mathbb",
    "backslash": "\\setminus",
    "dag": "\\dagger",
    "ddag": "\\ddagger",
    "eps": "\\varepsilon",
    "nicefrac": "\\frac",
    "sfrac": "\\frac",
    "textdegree": "^\\circ",
    "operatorname*": "\\mathrm",
    "operatorname": "\\mathrm",
    "protect": "",
    "small": "",
    "KL": "\\mathrm{KL}",
    "TV": "\\mathrm{TV}",
    "Tr": "\\mathrm{Tr}",
    "tr": "\\mathrm{tr}",
    "diag": "\\mathrm{diag}",
    "sgn": "\\mathrm{sgn}",
    "sign": "\\mathrm{sign}",
    "rank": "\\mathrm{rank}",
    "softmax": "\\mathrm{softmax}",
    "poly": "\\mathrm{poly}",
    "polylog": "\\mathrm{polylog}",
    "Var": "\\mathrm{Var}",
    "Cov": "\\mathrm{Cov}",
}
"""Macros that abstracts use and the converter lacks."""
_OWN_MACRO: Final = re.compile(r"\\[A-Za-z]+")
_REFUSED: Final = re.compile(
    r"\\(?:def|newcommand|newenvironment|DeclareMathOperator|rule|label|cite|limits$)"
    r"|(?:\\[A-Za-z]+\s*){16}|(?:[\^_]\s*){2}|(?:\{[^{}]*){24}"
)
"""What would define macros (and might never end), lead elsewhere, or nest beyond reason."""
_LONGEST_FORMULA: Final = 1_500
_ARITY: Final = {"mfrac": 2, "msub": 2, "msup": 2, "mover": 2, "munder": 2, "mroot": 2, "msubsup": 3, "munderover": 3}
_ELEMENTS: Final = frozenset(
    "mi mn mo mtext mspace mrow mstyle msqrt mtable mtr mtd mpadded mphantom menclose".split()
) | frozenset(_ARITY)
_KEPT: Final = frozenset(
    """
    stretchy fence form lspace rspace minsize maxsize movablelimits width height depth linethickness
    displaystyle scriptlevel accent accentunder columnalign
""".split()
)


def shown(formula: Formula) -> str:
    """`formula` as HTML: text where that says as much, else MathML; never its TeX."""
    return _math(formula.tex, formula.is_display)


@lru_cache(maxsize=4096)
def _math(tex: str, is_display: bool) -> str:
    twin = unicode_math(tex)
    if not is_display and _SIMPLE.fullmatch(tex) and not re.search(r"[\^_]", twin):
        is_variable = len(twin) == 1 and twin.isalpha() and unicodedata.category(twin)[0] == "L"
        is_slanted = is_variable and (twin.isascii() or "α" <= twin <= "ω")
        return f"<i>{twin}</i>" if is_slanted else _quoted(twin, quote=False)
    inner = _mathml(tex) if twin else ""
    if not inner:  # beyond the converter: what the formula says, or a space where it only makes room
        return _quoted(twin or re.sub(r"[\\{}$]+", "", _SPACE_ONLY.sub(" ", tex)), quote=False)
    display = ' display="block"' if is_display else ""
    return f'<math{display} alttext="{_quoted(twin)}">{inner}</math>'


class _NotConverted(Exception):
    """The formula is beyond the converter."""


def _mathml(tex: str) -> str:
    """The inside of a `<math>` element; "" when the formula cannot be converted faithfully."""
    bare = re.sub(r"\\[\s\S]", "", tex)
    if len(tex) > _LONGEST_FORMULA or _REFUSED.search(expanded(tex)) or bare.count("{") != bare.count("}"):
        return ""
    source = re.sub(r"\\href\s*\{[^{}]*\}", "", expanded(tex))
    source = re.sub(r"\\([A-Za-z]+\*?)", lambda macro: _ALIASES.get(macro[1], macro[0]), source)
    try:
        tree = convert_to_element(source)
    except Exception:  # noqa: BLE001 — the converter raises whatever its lists and tables raise; we show the source
        return ""
    try:
        return _children(tree[0])
    except (_NotConverted, RecursionError):
        return ""


def _children(parent: Element) -> str:
    made: list[str] = []
    name = ""
    for child in parent:
        if child.tag == "mi" and child.get("mathvariant") == "normal" and (child.text or "").isalpha():
            name += child.text or ""
            continue
        made.append(_name(name) + _element(child))
        name = ""
    return "".join(made) + _name(name)


def _name(letters: str) -> str:
    upright = ' mathvariant="normal"' if len(letters) == 1 else ""
    return f"<mi{upright}>{_quoted(letters, quote=False)}</mi>" if letters else ""


def _element(node: Element) -> str:
    """`node` as HTML, of known elements and attributes only, its text escaped by us."""
    if node.tag not in _ELEMENTS or (node.tag in _ARITY and len(node) != _ARITY[node.tag]):
        raise _NotConverted
    text = unescape(node.text or "")
    if node.tag == "mi" and _OWN_MACRO.fullmatch(text):  # the authors' own: its name is all we know
        return _name(text[1:])
    if "\\" in text or (text in ("{", "}") and node.tag == "mi"):
        raise _NotConverted
    if node.tag in ("mi", "mn", "mo") and len(node):  # \mathop{…} and its like: one sign made of several
        text = "".join(unescape(piece) for piece in node.itertext())
        node = Element(node.tag, {key: value for key, value in node.attrib.items() if key in _KEPT})
    if node.tag == "mi" and node.get("mathvariant") == "normal":
        return _name(text)
    if node.tag in ("mi", "mn") and node.get("mathvariant", "italic") != "italic":
        text = "".join(styled(sign, node.get("mathvariant", "").replace("-", " ")) for sign in text)
    if text == "~" and node.tag == "mi":
        text = "∼"
    attributes = "".join(f' {key}="{_quoted(value)}"' for key, value in sorted(node.attrib.items()) if key in _KEPT)
    # The children of a fraction or script have meaning by their place, so that none may be joined with the next.
    inner = "".join(map(_element, node)) if node.tag in _ARITY else _children(node)
    if node.tag == "mrow" and len(node) == 1 and not attributes:
        return inner
    return f"<{node.tag}{attributes}>{_quoted(text, quote=False)}{inner}</{node.tag}>"
