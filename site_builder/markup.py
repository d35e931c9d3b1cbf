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
from typing import Final
from xml.etree.ElementTree import Element

import nh3
from latex2mathml.converter import convert_to_element
from latex2mathml.symbols_parser import convert_symbol
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

# --- Bodies -----------------------------------------------------------------------------------------------------------

_LONGEST: Final = 200_000
"""Characters of a body that are read as Markdown; a longer one is shown as it is."""
_CROWDED: Final = 2_000
"""Signs in one block beyond which it is no prose: Markdown's time grows with their square."""
_DEEP: Final = re.compile(r"^(?:[ \t]*(?:>|[-+*]|\d+\.)){16}|^[ \t]*(?: {4}|\t){16}", re.MULTILINE)
"""Quotes and lists nested beyond what a page can show, and what Python's stack can hold."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL_REFERENCE: Final = re.compile(r"&#(?:0*(?:\d|[12]\d|3[01])|[xX]0*1?[0-9a-fA-F]);")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_SIGN: Final = re.compile(r"[\\`*_\[\]<>&$\t\xa0]|://")
"""What Markdown, math, the linkifier or the sanitiser may act on inside a line."""
_OPENING: Final = re.compile(r"[#+\-=:~|\s]|\d+[.)]")
"""What Markdown may act on at the start of a line."""
_BLANK: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)*\n")
_HELD: Final = re.compile(r"<code>.*?</code>|<[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*>|\x0e(\d+)\x0f", re.DOTALL)
_PLACE: Final = re.compile(r"\x0e(\d+)\x0f")
_HEADING: Final = re.compile(r"(</?h)([1-5])(?=>)")
_TAGS: Final = frozenset(
    "a blockquote br code em h1 h2 h3 h4 h5 h6 hr img li ol p pre strong table tbody td th thead tr ul".split()
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
    if _SIGN.search(text):
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
    made = _cleaner(base).clean(_markdown().reset().convert(held)).strip()
    if "<h1>" in made:  # the page's own title is the only first heading
        made = _HEADING.sub(lambda match: f"{match[1]}{int(match[2]) + 1}", made)
    return _HELD.sub(lambda match: _released(match, formulas), made) if formulas else made


def _released(match: re.Match[str], formulas: Sequence["_Formula"]) -> str:
    if match[1]:
        return _shown(formulas[int(match[1])])
    return _PLACE.sub(lambda place: _quoted(formulas[int(place[1])].source), match[0])


@cache
def _markdown() -> Markdown:
    """The one converter; its `reset` makes it as new. It is not for several threads at once."""
    converter = Markdown(extensions=["fenced_code", "tables", "sane_lists"])
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    converter.ESCAPED_CHARS = [*converter.ESCAPED_CHARS, "$", "<"]
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
    r"<math\b[^>]*>.*?</math>|<[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*>|&#?\w+;|\s+|[^<&\s]+|.", re.DOTALL
)
_ONE_PARAGRAPH: Final = re.compile(r"<p>([^<&\s]+(?: [^<&\s]+)*)</p>")
_TWIN: Final = re.compile(r'<math\b[^>]*? alttext="([^"]*)"')
_TAG_NAME: Final = re.compile(r"</?([a-z0-9]+)")
_BREAKS: Final = frozenset("p li h1 h2 h3 h4 h5 h6 pre tr br hr blockquote ul ol table div".split())
_CELLS: Final = frozenset(("td", "th"))


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
    opened, at, waiting = "", 0, list(reversed(spans))
    for piece in _pieces(html):
        for raw, width in _divisible(piece):
            while waiting and waiting[-1][1] <= at:
                waiting.pop()
            is_inside = width > 0 and bool(waiting) and waiting[-1][0] < at + width and not piece.is_tag
            wanted = waiting[-1][2] if is_inside else ""
            if opened and (wanted != opened or waiting[-1][0] == at or not is_inside):
                made.append("</mark>")
                opened = ""
            if is_inside and not opened:
                made.append(f'<mark class="{_quoted(wanted)}">')
                opened = wanted
            made.append(raw)
            at += width
    return "".join(made)
