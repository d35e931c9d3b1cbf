"""Formulas as HTML: MathML where text would not show them as well.

latex2mathml converts; here is what it lacks. Formulas come from strangers, no sanitiser sees them, and the converter is
not trusted: what it made is built anew of known elements and attributes, and `_written` alone makes markup of that.
What it cannot convert reads as its plain-text twin.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape as _quoted
from html import unescape
from typing import Final
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

from site_builder.text import tex_environments
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
    "textregistered": "®",
    "circledR": "®",
    "texttrademark": "™",
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
_WIDE: Final = 60
"""Signs; a longer formula may be wider than a page."""
_ARITY: Final = {"mfrac": 2, "msub": 2, "msup": 2, "mover": 2, "munder": 2, "mroot": 2, "msubsup": 3, "munderover": 3}
_ELEMENTS: Final = frozenset(
    "mi mn mo mtext mspace mrow mstyle msqrt mtable mtr mtd mpadded mphantom menclose".split()
) | frozenset(_ARITY)
_LEAVES: Final = frozenset("mi mn mo mtext mspace".split())
"""Elements that hold text; a browser would read markup in any of them as HTML."""
_PLAIN: Final = re.compile(r"[\w.%+-]+(?: [\w.%+-]+)*")
_KEPT: Final = frozenset(
    """
    stretchy fence form lspace rspace minsize maxsize movablelimits width height depth linethickness
    displaystyle scriptlevel accent accentunder columnalign
""".split()
)


def to_html(formula: Formula) -> str:
    """`formula` as HTML: text where that says as much, else MathML; never its TeX."""
    return _math(formula.tex, formula.is_display)


@lru_cache(maxsize=4096)
def _math(tex: str, is_display: bool) -> str:
    twin = unicode_math(tex)
    if not is_display and _SIMPLE.fullmatch(tex) and not re.search(r"[\^_]", twin):
        is_variable = len(twin) == 1 and twin.isalpha() and unicodedata.category(twin)[0] == "L"
        is_slanted = is_variable and (twin.isascii() or "α" <= twin <= "ω")
        return _written(_made("i", {}, twin)) if is_slanted else _quoted(twin, quote=False)
    inner = _mathml(tex) if twin else []
    if not inner:  # beyond the converter: what the formula says, or a space where it only makes room
        return _quoted(twin or re.sub(r"[\\{}$]+", "", _SPACE_ONLY.sub(" ", tex)), quote=False)
    display = {"display": "block"} if is_display else {}
    length = {"class": "long"} if len(twin) > _WIDE else {}  # print has no scroll bar: such a formula breaks there
    return _written(_made("math", display | length | {"alttext": twin}, children=inner))


class _NotConverted(Exception):
    """The formula is beyond the converter."""


def _mathml(tex: str) -> list[Element]:
    """What stands in a `<math>` element; nothing when the formula cannot be converted faithfully."""
    bare = re.sub(r"\\[\s\S]", "", tex)
    if len(tex) > _LONGEST_FORMULA or _REFUSED.search(expanded(tex)) or bare.count("{") != bare.count("}"):
        return []
    source = re.sub(r"\\href\s*\{[^{}]*\}", "", tex_environments.converted(expanded(tex)))
    source = re.sub(r"\\([A-Za-z]+\*?)", lambda macro: _ALIASES.get(macro[1], macro[0]), source)
    try:
        tree = convert_to_element(source)
    except Exception:  # noqa: BLE001 — the converter raises whatever its lists and tables raise; we show the source
        return []
    try:
        return list(_children(tree[0]))
    except (_NotConverted, RecursionError):
        return []


def _written(node: Element) -> str:
    """`node`, of our own making, as HTML; the only place where text and attributes of a formula become markup."""
    attributes = "".join(f' {name}="{_quoted(value)}"' for name, value in node.items())
    inner = _quoted(node.text or "", quote=False) + "".join(map(_written, node))
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>"


def _children(parent: Element) -> Iterator[Element]:
    """The children of `parent` made anew, single upright letters joined to the name they spell."""
    name = ""
    for child in parent:
        if child.tag == "mi" and child.get("mathvariant") == "normal" and (child.text or "").isalpha():
            name += child.text or ""
            continue
        if name:
            yield _name(name)
        yield _element(child)
        name = ""
    if name:
        yield _name(name)


def _name(letters: str) -> Element:
    return _made("mi", {"mathvariant": "normal"} if len(letters) == 1 else {}, letters)


def _made(tag: str, attributes: Mapping[str, str], text: str = "", children: Iterable[Element] = ()) -> Element:
    made = Element(tag, dict(attributes))
    made.text = text
    made.extend(children)
    return made


def _element(node: Element) -> Element:
    """`node` made anew of what MathML has: known elements, known attributes with plain values, and text in leaves."""
    if node.tag not in _ELEMENTS or (node.tag in _ARITY and len(node) != _ARITY[node.tag]):
        raise _NotConverted
    stated = {key: value for key, value in sorted(node.items()) if key in _KEPT and _PLAIN.fullmatch(value)}
    if node.tag in _LEAVES:
        return _leaf(node, stated)
    if unescape(node.text or "").strip():  # nowhere to show it: only a leaf holds text
        raise _NotConverted
    # The children of a fraction or script have meaning by their place, so that none may be joined with the next.
    inner = list(map(_element, node) if node.tag in _ARITY else _children(node))
    is_needless = node.tag == "mrow" and len(node) == 1 and not stated
    return inner[0] if is_needless else _made(node.tag, stated, children=inner)


def _leaf(node: Element, attributes: Mapping[str, str]) -> Element:
    text = unescape("".join(node.itertext()))  # of several elements in \mathop{…} and its like
    if node.tag == "mi" and _OWN_MACRO.fullmatch(text):  # the authors' own: its name is all we know
        return _name(text[1:])
    if "\\" in text or (text in ("{", "}") and node.tag == "mi"):
        raise _NotConverted
    variant = node.get("mathvariant", "italic")
    if node.tag == "mi" and variant == "normal":
        return _name(text)
    if node.tag in ("mi", "mn") and variant != "italic" and not len(node):
        text = "".join(styled(sign, variant.replace("-", " ")) for sign in text)
    return _made(node.tag, attributes, "∼" if text == "~" and node.tag == "mi" else text)
