"""Markdown with TeX math to HTML that is safe to publish, and back to the words a reader reads.

Bodies come from strangers: raw HTML in them is text, addresses lead to the web or into the site, and what is left
passes a sanitiser. Formulas are taken out before Markdown sees them, as their `_`, `*` and `\\(` would be signs to it,
and put back after the sanitiser, which knows no MathML. A control character holds their place: none survives in a
body, so that no author can forge one. Mending what scraping broke belongs to `repair`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape as _quoted
from html import unescape
from threading import Lock
from typing import Final
from xml.etree.ElementTree import Element

import nh3
from latex2mathml.converter import convert_to_element
from latex2mathml.symbols_parser import convert_symbol
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# --- Bodies -----------------------------------------------------------------------------------------------------------

_LONGEST: Final = 200_000
"""Characters of a body that are read as Markdown; a longer one is shown as it is."""
_CROWDED: Final = 2_000
"""Signs in one block beyond which it is no prose: Markdown's time grows with their square."""
_MOST_BRACKETS: Final = 400
_MOST_LINES: Final = 1_000
"""The same for what may open a link, and for lines that may be headings."""
_DEEP: Final = re.compile(r"^(?:[ \t]*(?:>|[-+*]|\d+\.)){16}|^[ \t]*(?: {4}|\t){16}", re.MULTILINE)
"""Quotes and lists nested beyond what a page can show, and what Python's stack can hold."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL_REFERENCE: Final = re.compile(r"&#(?:0*(?:\d|[12]\d|3[01])|[xX]0*1?[0-9a-fA-F]);")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_SIGN: Final = re.compile(r"[\\`*_\[\]<>&$\t\xa0]")
"""What Markdown, math, the linkifier or the sanitiser may act on inside a line."""
_OPENING: Final = re.compile(r"[#+\-=:~|\s]|\d+[.)]")
"""What Markdown may act on at the start of a line."""
_BLANK: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)*\n")
_HELD: Final = re.compile(r"<code>.*?</code>|<[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*>|\x0e(\d+)\x0f", re.DOTALL)
_PLACE: Final = re.compile(r"\x0e(\d+)\x0f")
_HEADING: Final = re.compile(r"(</?h)([1-5])(?=>)")
_TAGS: Final = _names(
    "a blockquote br code em h1 h2 h3 h4 h5 h6 hr img li ol p pre strong table tbody td th thead tr ul"
)
_ATTRIBUTES: Final = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}


def html(body: str, base: str = "/") -> str:
    """`body`, Markdown with TeX math, as HTML that is safe whoever wrote it.

    Math stands between $…$, $$…$$, \\(…\\) or \\[…\\], by Pandoc's rule for the dollar. Links that begin with "/" get
    `base`; bare addresses become links. Raw HTML is shown as text, an image from elsewhere as its description, and a
    body crowded or nested beyond sense as it was written. Never raises.
    """
    text = _clean(body)
    quick = _prose(text)
    if quick is not None:
        return quick
    if len(text) > _LONGEST or _DEEP.search(text) or any(_is_crowded(block) for block in _BLANK.split(text)):
        return _verbatim(text)
    try:
        return _rendered(text, base)
    except RecursionError:  # nesting that `_DEEP` does not foresee: readable text is better than no page
        return _verbatim(text)


def _clean(body: str) -> str:
    if body.isprintable() and "&#" not in body:
        return body
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))
    return _CONTROL_REFERENCE.sub("\ufffd", text) if "&#" in text else text


def _prose(text: str) -> str | None:
    """The HTML of a body in which nothing is marked up, as `_rendered` would make it; None for any other."""
    if "://" in text or _SIGN.search(text):
        return None
    lines = text.split("\n")
    for line in lines:
        if line and (_OPENING.match(line) or line[-1].isspace()):
            return None
    if len(lines) == 1:
        return f"<p>{text}</p>" if text else ""
    blocks = [block for block in re.split(r"\n\n+", text.strip("\n")) if block]
    return "\n".join(f"<p>{block}</p>" for block in blocks)


def _is_crowded(block: str) -> bool:
    if block.count("[") > _MOST_BRACKETS or block.count("\n") > _MOST_LINES:
        return True
    return len(block) > _CROWDED and len(_SIGN.findall(block)) > _CROWDED


def _verbatim(text: str) -> str:
    blocks = [block.strip() for block in _BLANK.split(text)]
    return "\n".join(f"<p>{_quoted(block, quote=False)}</p>" for block in blocks if block)


def _rendered(text: str, base: str) -> str:
    formulas: list[_Formula] = []

    def hold(formula: _Formula) -> str:
        formulas.append(formula)
        return f"\x0e{len(formulas) - 1}\x0f"

    held = _with_math(_IN_MARKDOWN, text, hold) if "$" in text or "\\" in text else text
    with _ONE_AT_A_TIME:
        made = _cleaner(base).clean(_markdown().reset().convert(held)).strip()
    if "<h1>" in made:  # the page's own title is the only first heading
        made = _HEADING.sub(lambda match: f"{match[1]}{int(match[2]) + 1}", made)
    return _HELD.sub(lambda match: _released(match, formulas), made) if formulas else made


def _released(match: re.Match[str], formulas: Sequence["_Formula"]) -> str:
    if match[1]:
        return _shown(formulas[int(match[1])])
    return _PLACE.sub(lambda place: _quoted(formulas[int(place[1])].source), match[0])


_ONE_AT_A_TIME: Final = Lock()
"""A converter has state; the preview works in threads."""


@cache
def _markdown() -> Markdown:
    """The one converter; its `reset` makes it as new."""
    converter = Markdown(extensions=["fenced_code", "tables", "sane_lists"])
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    converter.ESCAPED_CHARS = [*converter.ESCAPED_CHARS, "$", "<", "~"]
    converter.inlinePatterns.register(_BareAddress(_ADDRESS.pattern, converter), "address", 105)
    converter.treeprocessors.register(_OwnImages(converter), "images", 5)
    return converter


@cache
def _cleaner(base: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
        url_relative=lambda url: _in_site(url, base),
    )


def _in_site(url: str, base: str) -> str | None:
    # Browsers read "/\host" and "/<tab>/host" as "//host", the address of another site.
    if url.startswith("/") and not re.match(r"/[/\\\s]", url) and not re.search(r"[\x00-\x1f]", url):
        return base + url[1:]
    return url if url.startswith("#") else None


_ADDRESS: Final = re.compile(r"https?://[\w\-.~:/?#@!&'()*+,;=%]+")


def _address(found: str) -> str:
    """`found` without what belongs to the sentence around: punctuation at its end, a bracket it does not open."""
    while found and (found[-1] in ".,;:!?'*_~" or (found[-1] == ")" and found.count(")") > found.count("("))):
        found = found[:-1]
    return found if re.fullmatch(r"https?://\w.*", found) else ""


class _BareAddress(InlineProcessor):
    """Makes a link of an address that stands in the text."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # the stubs forbid the (None, None, None) the manual asks for  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """The link, and where it starts and ends in `data`; Nones when it is none."""
        del data
        url = _address(m[0])
        if not url:
            return None, None, None
        link = Element("a", href=url)
        link.text = AtomicString(url)
        return link, m.start(), m.start() + len(url)


class _OwnImages(Treeprocessor):
    """Puts its description in the place of an image from elsewhere."""

    def run(self, root: Element) -> None:
        """Change `root` in place; the sanitiser takes the empty tag away."""
        for image in root.iter("img"):
            if not image.get("src", "").startswith("/"):
                image.tag, image.text = "span", image.get("alt")
                image.attrib.clear()


def inline(text: str) -> str:
    """`text`, one plain line with TeX math such as a title, as HTML; Markdown in it means nothing."""
    clean = _clean(text)
    if "$" not in clean and "\\" not in clean:
        return _quoted(clean, quote=False)
    shown: list[str] = []

    def hold(formula: _Formula) -> str:
        shown.append(_shown(formula))
        return f"\x0e{len(shown) - 1}\x0f"

    held = _quoted(_with_math(_IN_TEXT, clean, hold).replace("\\$", "$"), quote=False)
    return _PLACE.sub(lambda place: shown[int(place[1])], held)


# --- What a reader reads ----------------------------------------------------------------------------------------------

_TOKEN: Final = re.compile(
    r"<math\b[^>]*>.*?</math>|<[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*>|&#?\w+;|[^<&\s]+(?: [^<&\s]+)*|\s+|.", re.DOTALL
)
_ONE_PARAGRAPH: Final = re.compile(r"<p>([^<&\s]+(?: [^<&\s]+)*)</p>")
_TWIN: Final = re.compile(r'<math\b[^>]*? alttext="([^"]*)"')
_TAG_NAME: Final = re.compile(r"</?([a-z0-9]+)")
_BREAKS: Final = _names("p li h1 h2 h3 h4 h5 h6 pre tr br hr blockquote ul ol table div")
_CELLS: Final = _names("td th")


@dataclass(slots=True)
class _Piece:
    """A stretch of HTML and what is read in its place."""

    raw: str
    text: str
    is_tag: bool


def plain(html: str) -> str:
    """What a reader of `html` reads: blocks parted by one line break, formulas by their plain-text twin."""
    simple = _ONE_PARAGRAPH.fullmatch(html)
    return simple[1] if simple else "".join(piece.text for piece in _pieces(html))


def _pieces(html: str) -> list[_Piece]:
    """`html` cut at its tags; the `raw` of all pieces is `html`, their `text` what is read."""
    pieces: list[_Piece] = []
    gap, pending, begun, verbatim = _Piece("", "", is_tag=True), "", False, False
    for raw in _TOKEN.findall(html):
        name = _TAG_NAME.match(raw)
        if name and name[1] != "math":
            piece = _Piece(raw, "", is_tag=True)
            space = "\n" if name[1] in _BREAKS else " " if name[1] in _CELLS else ""
            verbatim = raw == "<pre>" or (verbatim and raw != "</pre>")
        else:
            text = _read(raw)
            piece = _Piece(raw, "" if text.isspace() else text, is_tag=False)
            space = (text if verbatim else " ") if text.isspace() else ""
        pieces.append(piece)
        if piece.text:
            if pending and begun:
                gap.text = pending
            pending, begun = "", True
        elif space and (not pending or (space == "\n" and "\n" not in pending)):
            gap, pending = piece, space
    return pieces


def _read(raw: str) -> str:
    if raw.startswith("<math"):
        twin = _TWIN.match(raw)
        return unescape(twin[1]) if twin else ""
    return unescape(raw) if raw.startswith("&") else raw


def mark(html: str, spans: Sequence[tuple[int, int, str]]) -> str:
    """`html` with `<mark class="…">` around each (start, end, class) of `plain(html)`.

    Spans are disjoint and in order. One that crosses tags becomes several marks; a formula is marked whole, for the
    first span that touches it. What a reader reads does not change.
    """
    made: list[str] = []
    owner = -1
    for raw, span in _shares(_pieces(html), spans):
        if span != owner:
            made.append("</mark>" if owner >= 0 else "")
            made.append(f'<mark class="{_quoted(spans[span][2])}">' if span >= 0 else "")
            owner = span
        made.append(raw)
    return "".join([*made, "</mark>" if owner >= 0 else ""])


def _shares(pieces: Sequence[_Piece], spans: Sequence[tuple[int, int, str]]) -> Iterator[tuple[str, int]]:
    """The HTML in stretches, each with the number of the span it lies in, or -1."""
    at, span = 0, 0
    for piece in pieces:
        end = at + len(piece.text)
        if piece.is_tag:
            yield piece.raw, -1
            at = end
        while at < end:
            while span < len(spans) and spans[span][1] <= max(at, spans[span][0]):
                span += 1
            start, stop = spans[span][:2] if span < len(spans) else (end, end)
            if piece.raw != piece.text or piece.text.isspace():  # an entity, a formula, a gap: all or nothing
                yield piece.raw, span if start < end else -1
                at = end
            elif start <= at:
                yield piece.raw[at - end :][: stop - at], span
                at = min(stop, end)
            else:
                yield piece.raw[at - end :][: start - at], -1
                at = min(start, end)
        if not piece.text and not piece.is_tag:
            yield piece.raw, -1


# --- Text as Markdown -------------------------------------------------------------------------------------------------

_MARKABLE: Final = re.compile(
    r"\\(?=[\\`*_{}\[\]()>#+\-.!$<|~:&\"']|$)|`|\*(?=\S)|(?<=\S)\*|(?<![^\W_])_|_(?![^\W_])"
    r"|\](?=\(|\[| \[)|<(?=\x0e|[A-Za-z][A-Za-z0-9+.-]*:|[^<> !]+@)"
)
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_LINE_SIGN: Final = re.compile(r"(?=[#>]|[-+*](?:\s|$)|(?:-\s*){3,}$|(?:~~~))|\d+(?=\.(?:\s|$))|(?=\[[^\]]*\]:)")


def escape(text: str) -> str:
    """`text`, paragraphs parted by line breaks, as Markdown that `html` shows unchanged, math between dollars as math.

    Only what Markdown would interpret gets a backslash, so that the page stays pleasant to edit.
    """
    return "\n\n".join(_escaped_paragraph(line) for line in text.split("\n") if line.strip())


def _escaped_paragraph(line: str) -> str:
    kept: list[str] = []

    def hold(formula: _Formula) -> str:
        return keep(formula.source)

    def keep(piece: str) -> str:
        kept.append(piece)
        return f"\x0e{len(kept) - 1}\x0f"

    held = _with_math(_IN_TEXT, _CONTROL.sub("", line), hold)
    held = _ADDRESS.sub(lambda match: keep(_address(match[0])) + match[0][len(_address(match[0])) :], held)
    made = _PLACE.sub(lambda place: kept[int(place[1])], _escaped(held))
    sign = _LINE_SIGN.match(made)
    return f"{sign[0]}\\{made[sign.end() :]}" if sign else made


def _escaped(text: str) -> str:
    return _ENTITY.sub("&amp;", _MARKABLE.sub(r"\\\g<0>", text))


# --- Math -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Formula:
    """One formula of a body."""

    tex: str
    is_display: bool
    source: str
    """With the signs around it."""


_BETWEEN_DOLLARS: Final = r"(?:[^\\$\n]|\\.|\n(?![ \t]*\n))++"
_MATH: Final = (
    r"\\\((?P<round>(?:[^\\\n]|\\[^()\n]|\n(?![ \t]*\n))++)\\\)"
    r"|\\\[(?P<square>(?:[^\\\n]|\\[^\[\]\n]|\n(?![ \t]*\n))++)\\\]"
    rf"|\$\$(?P<double>{_BETWEEN_DOLLARS})\$\$"
    r"|\\."
    rf"|\$(?![\s$])(?P<single>{_BETWEEN_DOLLARS})(?<!\s)\$(?!\d)"
    # Beyond Pandoc's rule, which guards sums of money: "$\sim$10" and "$ x_i $", where signs of TeX leave no doubt.
    r"|(?<!\$)\$(?=[^$]*[\\^_]|[-+−±×·/<>=~≈∼≤≥]+\$|[A-Za-z][^\s$]*\$|\s?(?:[A-Za-z]|[\d.]+)\s?\$(?!\d)|\s[A-Za-z]\s\$|\s?\(?[A-Z][^$]*[<>=|])(?![^$]*(?<!\\)\b[a-z]{2,}\s[a-z]{2,}\b)"
    rf"(?P<loose>{_BETWEEN_DOLLARS})\$(?!\$)"
)
_OF_TEX: Final = re.compile(r"[\\^_{}=<>]")
_CURRENCY: Final = re.compile(r"(?<![A-Za-z])(?:US|USD|CA|AU|NZ|HK|[ACRS])\Z")
"""What stands before the dollar sign of a country's money."""
_WORD: Final = re.compile(r"(?<!\\)\b[a-z]{2,}\b")
_IN_PROSE: Final = re.compile(r"\s[a-z]{2,}[\s,;.]|\s[a-z]{4}")
_EDGES: Final = re.compile(r"\A\s+|(?<!\\)\s+\Z")
_IN_TEXT: Final = re.compile(_MATH)
_IN_MARKDOWN: Final = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n[\s\S]*?^(?P=fence)[ \t]*$"
    rf"|(?<!`)(?P<ticks>`++)(?:[^\n]|\n(?![ \t]*\n)){{1,2000}}?(?<!`)(?P=ticks)(?!`)|{_MATH}",
    re.MULTILINE,
)
"""Finds code too, so that no math is seen in it."""


def _with_math(pattern: re.Pattern[str], text: str, hold: Callable[[_Formula], str]) -> str:
    """`text` with what `hold` makes of each formula in its place."""

    made: list[str] = []
    done = at = 0
    while found := pattern.search(text, at):
        kind = found.lastgroup or ""
        at = found.end()
        if kind in ("single", "loose") and _is_money(found[kind], text[at : at + 1]):
            at = found.start() + 1
        elif kind in ("round", "square", "double", "single", "loose") and found[kind].strip():
            formula = _Formula(_EDGES.sub("", found[kind]), kind in ("square", "double"), found[0])
            made += text[done : found.start()], hold(formula)
            done = at
    return "".join([*made, text[done:]])


def with_formulas(text: str, shown: Callable[[str], str]) -> str:
    """`text`, in which no Markdown is meant, with what `shown` makes of each formula and the signs around it."""
    return _with_math(_IN_TEXT, text, lambda formula: shown(formula.source))


def _is_money(inner: str, after: str) -> bool:
    """True when `inner`, between two dollar signs and before `after`, is what stands between two amounts."""
    if not inner[:1].isdigit():
        return False
    if _OF_TEX.search(inner):
        return inner[-1].isspace() and bool(_WORD.search(inner))
    ends_open = inner[-1] in "(-–/~" and after.isdigit()
    return ends_open or inner[-1].isspace() or bool(_CURRENCY.search(inner) or _IN_PROSE.search(inner))


def _shown(formula: _Formula) -> str:
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


_SIMPLE: Final = re.compile(
    r"[A-Za-z]|\\[A-Za-z]+|[\^_](?:[\w+*]|\\[A-Za-z]+|\{[\w+\-]+\})"
    r"|(?:\\(?:sim|approx|geq?|leq?|pm|times) ?|[~<>+\-]?)(?:\\\$)?\d[\d.,]*(?:\{,\}\d+)*(?:\s*\\times)?(?:\s*\\%)?"
    r"|(?:\d[\d.]*\s*\\times\s*)?10\^(?:\d|\{[+\-]?\d+\})"
)
"""Formulas that text shows exactly as well, in fewer bytes."""


_SPACE_ONLY: Final = re.compile(r"\\(?:[A-Za-z]+\*?|[\s\S])|[~&\s]+")

_TEX: Final = re.compile(r"\\[A-Za-z]+\*?|\\[\s\S]|\s+|[\s\S]")
_THOUSANDS: Final = re.compile(r"(?<=\d)\{,\}(?=\d)")
_DEEPEST: Final = 24
"""Levels of braces and of arguments in a formula that we follow."""
_SUPERSCRIPTS: Final = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθ∘⊤†*′",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿ°ᵀ†*′",
        strict=True,
    )
)
_SUBSCRIPTS: Final = dict(
    zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True)
)
_SCRIPTS: Final = "".join([*_SUPERSCRIPTS.values(), *_SUBSCRIPTS.values()])
_ACCENTS: Final = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "overline": "\u0305",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
    "vec": "\u20d7",
    "underline": "\u0332",
}
_LETTER_MARKS: Final = {'"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302"}
_RELATIONS: Final = frozenset("=<>≤≥≈≃≅∼≡≠≪≫∈∉∋⊂⊆⊃⊇∝→←↔⇒⇐⇔↦≲≳≔≜⊢⊨⟶⟵⟹⟺≺≻≼≽⩽⩾↪")
_MEANT: Final = {
    "sim": "∼",
    "mid": "|",
    "vert": "|",
    "lvert": "|",
    "rvert": "|",
    "|": "‖",
    "parallel": "‖",
    "backslash": "∖",
    "setminus": "∖",
    "colon": ":",
    "lbrace": "{",
    "rbrace": "}",
    "prime": "′",
    "cdot": "·",
    "ast": "*",
    "implies": "⟹",
    "iff": "⟺",
    "dag": "†",
    "degree": "°",
    "textdegree": "°",
    "dots": "…",
    "ldots": "…",
    "argmax": "arg max",
    "argmin": "arg min",
    "i": "i",
    "j": "j",
    "o": "o",
    "bigO": "O",
    "AA": "Å",
    "angstrom": "Å",
    "slash": "/",
    "And": "&",
    "hbar": "ħ",
    "xrightarrow": "→",
    "xleftarrow": "←",
}
"""Macros that the table of Unicode math reads otherwise than authors of abstracts."""
_SPACES: Final = frozenset((",", ";", ":", ">", " ", "~", "quad", "qquad", "enspace", "thinspace", "\n"))
_SILENT: Final = _names(
    "left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr limits nolimits displaystyle textstyle "
    "scriptstyle rm bf it cal sf tt em mathstrut xspace ensuremath boldsymbol bm mathbf mathcal mathscr mathfrak "
    "mathit mathsf mathtt mathbin mathrel mathord small tiny large protect nonumber ! / - left* hfill relax "
    "overbrace underbrace substack cases boxed smash mathclap"
)
"""Macros that change the look of what follows, and nothing in its reading."""
_SKIPPED: Final = _names("color label cite citep citet ref eqref vspace hspace tag phantom hphantom vphantom")
"""Macros whose argument is not read."""
_FUNCTIONS: Final = _names(
    "log ln lg exp sin cos tan sinh cosh tanh cot sec csc arcsin arccos arctan max min sup inf lim det dim ker deg gcd "
    "hom arg Pr limsup liminf argmax argmin"
)
_WORDS: Final = _names("mathrm operatorname mathop textrm")
_TEXTS: Final = _names("text textbf textit texttt textsf textsc textsl textnormal textup emph mbox hbox")
_ROOTS: Final = {"": "√", "3": "∛", "4": "∜"}


@lru_cache(maxsize=4096)
def unicode_math(tex: str) -> str:
    r"""The plain-text twin of a formula: `10^{160}` is 10¹⁶⁰, `O(\sqrt{T})` is O(√T).

    No backslash is left, and a brace only where the formula prints one. Never raises.
    """
    made = _Reading(_TEX.findall(_THOUSANDS.sub(",", _expanded(_clean(tex))))).group(0)
    made = re.sub(r"\0 *(?=[\w√∑∏∫…])", " ", made)
    made = re.sub(r"^ *([∼≈<>≤≥=→]) ", r"\1", made)
    made = re.sub(r" *\s+ *", " ", made.replace("\0", "")).strip()
    made = made.replace(": =", " :=")
    return re.sub(r"(?<=[(\[{√]) | (?=[)\]},;.!])", "", made).strip()


class _Reading:
    """Reads TeX tokens, left to right, into text in which "\\0" ends the name of a function."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1] if self._at <= len(self._tokens) else ""

    def _peek(self) -> str:
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def group(self, depth: int, closing: str = "") -> str:
        """All up to `closing`, or to the end."""
        parts: list[str] = []
        while self._at < len(self._tokens):
            lexeme = self._next()
            if closing and lexeme == closing:
                break
            if lexeme in "^_'":
                end = "\0" if parts and parts[-1].endswith("\0") else ""
                script = "′" if lexeme == "'" else self._script(lexeme, depth)
                parts[-1:] = [parts[-1].rstrip("\0 ") if parts else "", script + end]
            else:
                parts.append(self._atom(lexeme, depth))
        return "".join(parts)

    def _script(self, lexeme: str, depth: int) -> str:
        text = re.sub(r"\0| (?=\W)|(?<=\W) ", "", self._argument(depth)).strip()
        table = _SUPERSCRIPTS if lexeme == "^" else _SUBSCRIPTS
        if all(sign in table for sign in text):
            return "".join(table[sign] for sign in text)
        return f"{lexeme}{text}" if text.isalnum() or len(text) == 1 else f"{lexeme}({text})"

    def _argument(self, depth: int) -> str:
        self._peek()
        lexeme = self._next()
        if lexeme in "^_}":
            return ""
        return self._atom(lexeme, depth + 1)

    def _raw(self) -> str:
        """The next argument as it is written."""
        if self._peek() != "{":
            return self._next().lstrip("\\")
        self._next()
        start, open_braces = self._at, 1
        while self._at < len(self._tokens) and open_braces:
            lexeme = self._next()
            open_braces += (lexeme == "{") - (lexeme == "}")
        return "".join(self._tokens[start : self._at - (open_braces == 0)])

    def _option(self) -> str:
        if self._peek() != "[":
            return ""
        self._next()
        return self.group(_DEEPEST, "]")

    def _atom(self, lexeme: str, depth: int) -> str:
        if lexeme == "{":
            return self.group(depth + 1, "}") if depth < _DEEPEST else ""
        if lexeme in ("}", "\\", "$", "&", "~") or lexeme.isspace():
            return " " if lexeme in "&~" else ""
        if lexeme == ",":
            is_digits = self._tokens[self._at - 2 : self._at - 1] and self._peek()[:1].isdigit()
            return "," if is_digits and self._tokens[self._at - 2].isdigit() else ", "
        if lexeme == ":" and self._at < len(self._tokens) and self._tokens[self._at].isspace():
            return ": "
        if lexeme[0] == "\\":
            return self._macro(lexeme[1:].rstrip("*"), depth)
        return f" {lexeme} " if lexeme in _RELATIONS else lexeme

    def _macro(self, name: str, depth: int) -> str:  # noqa: C901, PLR0911, PLR0912 — a table of what macros mean
        if depth >= _DEEPEST or name in _SILENT:
            is_side = name in ("left", "right") and self._peek() == "."
            return self._next()[:0] if is_side else ""
        if name == "not":
            return f" {unicodedata.normalize('NFC', self._argument(depth).strip() + chr(0x338))} "
        if name in _SPACES or name == "\\":
            return " "
        if name in _FUNCTIONS:
            return f" {_MEANT.get(name, name)}\0"
        if name in _SKIPPED:
            return self._raw()[:0]
        if name in ("begin", "end"):
            return self._raw()[:0] + " "
        if name in ("href", "textcolor", "colorbox"):
            return self._raw()[:0] + self._argument(depth)
        if name in ("unicode", "char"):
            return _character(self._raw())
        if name in _ACCENTS:
            text = self._argument(depth).strip(" \0")
            return unicodedata.normalize("NFC", text + _ACCENTS[name]) if len(text) == 1 else text
        if name in _LETTER_MARKS:
            return unicodedata.normalize("NFC", self._argument(depth).strip(" \0") + _LETTER_MARKS[name])
        if name in ("mathbb", "mathds", "mathbbm"):
            return "".join(_styled(sign, "double-struck") for sign in self._argument(depth))
        if name in _WORDS or name in _TEXTS:
            return self._words(name, depth)
        if name in ("frac", "tfrac", "dfrac", "nicefrac", "sfrac", "cfrac"):
            before = self._tokens[self._at - 2 : self._at - 1]
            ratio = f"{_factor(self._argument(depth))}/{_factor(self._argument(depth))}"
            return f" {ratio}" if before and before[0].isdigit() else ratio
        if name in ("binom", "tbinom", "dbinom"):
            return f"({self._argument(depth).strip()} choose {self._argument(depth).strip()})"
        if name == "sqrt":
            index = self._option()
            root = _ROOTS.get(index) or "".join(_SUPERSCRIPTS.get(sign, sign) for sign in index) + "√"
            return root + _factor(self._argument(depth))
        if name in ("stackrel", "overset", "underset"):
            return f"{self._argument(depth)[:0]}{self._argument(depth)}"
        if name in ("bmod", "pmod", "mod"):
            return f" (mod {self._argument(depth)})" if name == "pmod" else " mod\0"
        return _symbol(name)

    def _words(self, name: str, depth: int) -> str:
        if name in _TEXTS:
            raw = self._raw()
            return _text(raw) if depth < _DEEPEST else ""
        text = re.sub(r"\s+", " ", self._argument(depth)).strip()
        return f" {text}\0" if re.fullmatch(r"[A-Za-z][A-Za-z -]+", text) else text


def _text(raw: str) -> str:
    """What text mode prints for `raw`, in which spaces count."""
    named = re.sub(r"\\([A-Za-z]+) ?", lambda macro: "" if macro[1] in _TEXTS | _SILENT else _symbol(macro[1]), raw)
    return re.sub(r"[\\{}$]", "", named).replace("~", " ")


def _character(code: str) -> str:
    digits = re.fullmatch(r"[xX]([0-9a-fA-F]{2,5})|(\d{2,6})", code.strip().strip('"'))
    point = int(digits[1], 16) if digits and digits[1] else int(digits[2]) if digits else 0
    character = chr(point) if point < 0x110000 else ""  # noqa: PLR2004 — the end of Unicode
    return character if character.isprintable() and character not in "\\{}" else ""


def _factor(text: str) -> str:
    text = text.strip(" \0")
    return text if re.fullmatch(rf"[\d.]+|\w[\u0300-\u036f]?[{_SCRIPTS}]*", text) else f"({text})"


def _symbol(name: str) -> str:
    if name in _MEANT:
        sign = _MEANT[name]
    else:
        code = convert_symbol(f"\\{name}")
        sign = chr(int(code.split("-")[0], 16)) if code else name
    if sign in "∑∏∫∮":
        return f"{sign}\0"
    return f" {sign} " if sign in _RELATIONS or name == "mid" else sign


@cache
def _styled(sign: str, style: str) -> str:
    """`sign` in one of the alphabets of Unicode's mathematical symbols, or as it is where that has none."""
    if not (sign.isascii() and sign.isalnum()):
        return sign
    kind = "DIGIT" if sign.isdigit() else "SMALL" if sign.islower() else "CAPITAL"
    name = f"{kind} {unicodedata.name(sign).split()[-1]}"
    for full in (f"MATHEMATICAL {style.upper()} {name}", f"{style.upper()} {name}"):
        try:
            return unicodedata.lookup(full)
        except KeyError:  # the letters that had a place before the others are named otherwise
            continue
    return sign


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
_FIRST: Final = r"\s*\{((?:[^{}]|\{[^{}]*\})*)\}"
_DEFINED: Final = {
    "norm": r"\left\|#1\right\|",
    "abs": r"\left|#1\right|",
    "set": r"\{#1\}",
    "ceil": r"\lceil #1\rceil ",
    "floor": r"\lfloor #1\rfloor ",
    "bra": r"\langle #1|",
    "ket": r"|#1\rangle ",
    "braket": r"\langle #1\rangle ",
    "bigO": r"\mathcal{O}(#1)",
    "bigOh": r"\mathcal{O}(#1)",
    "paren": r"\left(#1\right)",
    "num": "#1",
    "ce": r"\mathrm{#1}",
    "si": r"\mathrm{#1}",
    "unit": r"\mathrm{#1}",
}
_DEFINED_OF_TWO: Final = {
    "SI": r"#1\,\mathrm{#2}",
    "qty": r"#1\,\mathrm{#2}",
    "inner": r"\langle #1,#2\rangle ",
    "inp": r"\langle #1,#2\rangle ",
}
"""What packages and authors commonly mean by macros with arguments."""
_MACRO_OF_ONE: Final = re.compile(rf"\\({'|'.join(_DEFINED)}){_FIRST}")
_MACRO_OF_TWO: Final = re.compile(rf"\\({'|'.join(_DEFINED_OF_TWO)}){_FIRST}{_FIRST}")
_UNSEEN: Final = re.compile(r"\\(?:label|tag\*?|cite[pt]?|notag|nonumber)(?![A-Za-z])(?:\s*\{[^{}]*\})?")


def _expanded(tex: str) -> str:
    """`tex` with well-known macros as what they stand for, and without what only a whole document shows."""
    if "\\" not in tex:
        return tex
    seen = _UNSEEN.sub("", tex)
    both = _MACRO_OF_TWO.sub(lambda found: _filled(_DEFINED_OF_TWO[found[1]], found[2], found[3]), seen)
    return _MACRO_OF_ONE.sub(lambda found: _filled(_DEFINED[found[1]], found[2]), both)


def _filled(meaning: str, first: str, second: str = "") -> str:
    return meaning.replace("#1", first).replace("#2", second)


_REFUSED: Final = re.compile(
    r"\\(?:def|newcommand|newenvironment|DeclareMathOperator|rule|label|cite|limits$)"
    r"|(?:\\[A-Za-z]+\s*){16}|(?:[\^_]\s*){2}|(?:\{[^{}]*){24}"
)
"""What would define macros (and might never end), lead elsewhere, or nest beyond reason."""
_LONGEST_FORMULA: Final = 1_500
_ARITY: Final = {"mfrac": 2, "msub": 2, "msup": 2, "mover": 2, "munder": 2, "mroot": 2, "msubsup": 3, "munderover": 3}
_ELEMENTS: Final = _names(
    "mi mn mo mtext mspace mrow mstyle msqrt mtable mtr mtd mpadded mphantom menclose"
) | frozenset(_ARITY)
_KEPT: Final = _names(
    "stretchy fence form lspace rspace minsize maxsize movablelimits width height depth linethickness displaystyle "
    "scriptlevel accent accentunder columnalign"
)


class _NotConverted(Exception):
    """The formula is beyond the converter."""


def _mathml(tex: str) -> str:
    """The inside of a `<math>` element; "" when the formula cannot be converted faithfully."""
    bare = re.sub(r"\\[\s\S]", "", tex)
    if len(tex) > _LONGEST_FORMULA or _REFUSED.search(_expanded(tex)) or bare.count("{") != bare.count("}"):
        return ""
    source = re.sub(r"\\href\s*\{[^{}]*\}", "", _expanded(tex))
    source = re.sub(r"\\([A-Za-z]+\*?)", lambda macro: _ALIASES.get(macro[1], macro[0]), source)
    try:
        tree = convert_to_element(source)
        return _children(tree[0])
    except Exception:  # noqa: BLE001 — the converter raises whatever its lists and tables raise; we show the source
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
    return f"<mi{upright}>{letters}</mi>" if letters else ""


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
        text = "".join(_styled(sign, node.get("mathvariant", "").replace("-", " ")) for sign in text)
    if text == "~" and node.tag == "mi":
        text = "∼"
    attributes = "".join(f' {key}="{_quoted(value)}"' for key, value in sorted(node.attrib.items()) if key in _KEPT)
    # The children of a fraction or script have meaning by their place, so that none may be joined with the next.
    inner = "".join(map(_element, node)) if node.tag in _ARITY else _children(node)
    if node.tag == "mrow" and len(node) == 1 and not attributes:
        return inner
    return f"<{node.tag}{attributes}>{_quoted(text, quote=False)}{inner}</{node.tag}>"
