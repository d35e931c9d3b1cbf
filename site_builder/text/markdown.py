r"""Markdown with TeX math to HTML that is safe to publish, and back to the words a reader reads.

Bodies come from strangers: raw HTML in them is text, addresses lead to the web or into the site, and what is left
passes a sanitiser. Formulas are taken out before Markdown sees them, as their `_`, `*` and `\(` would be signs to it,
and put back after the sanitiser, which knows no MathML. A control character holds their place: none survives in a
body, so that no author can forge one (`math_spans`, which tells them from words). `tex_to_mathml` makes HTML,
and `plaintext` draws in what was made here. Mending what scraping broke belongs to `repair`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape as _quoted
from threading import Lock
from typing import Final
from urllib.parse import quote
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from site_builder.text import math_spans, tex_to_mathml
from site_builder.text.math_spans import CONTROL, PLACEHOLDER, Formula, cleared, placeholder

# --- Bodies -----------------------------------------------------------------------------------------------------------

_LONGEST: Final = 200_000
"""Characters of a body that are read as Markdown; a longer one is shown as it is."""
_CROWDED: Final = 2_000
"""Signs in one block beyond which it is no prose: Markdown's time grows with their square."""
_MOST_BRACKETS: Final = 400
_MOST_LINES: Final = 1_000
"""The same for what may open a link, and for lines that may be headings."""
_MOST_READ: Final = 400_000
"""Characters of a block, once for each bracket that is open at once: from each Markdown reads on for what closes it."""
_FENCE: Final = re.compile(r"^(?:```|~~~)", re.MULTILINE)
_MOST_FENCES: Final = 400
"""Markdown reads on to the end of the text from each that nothing closes."""
_DEEP: Final = re.compile(r"^(?:[ \t]*(?:>|[-+*]|\d+\.)){16}|^[ \t]*(?: {4}|\t){16}", re.MULTILINE)
"""Quotes and lists nested beyond what a page can show, and what Python's stack can hold."""
_SIGN: Final = re.compile(r"[\\`*_\[\]<>&$\t\xa0]")
"""What Markdown, math, the linkifier or the sanitiser may act on inside a line."""
_OPENING: Final = re.compile(r"[#+\-=:~|\s]|\d+[.)]")
"""What Markdown may act on at the start of a line."""
_BLANK: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)*\n")
_HELD: Final = re.compile(r"<code>.*?</code>|<[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*>|" + PLACEHOLDER.pattern, re.DOTALL)
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
    text = cleared(body)
    quick = _prose(text)
    if quick is not None:
        return quick
    if len(text) > _LONGEST or _DEEP.search(text) or len(_FENCE.findall(text)) > _MOST_FENCES:
        return _verbatim(text)
    if any(_is_crowded(block) for block in _BLANK.split(text)):
        return _verbatim(text)
    try:
        return _rendered(text, base)
    except RecursionError:  # nesting that `_DEEP` does not foresee: readable text is better than no page
        return _verbatim(text)


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
    if _deepest(block, "[", "]") * len(block) > _MOST_READ or _deepest(block, "](", ")") * len(block) > _MOST_READ:
        return True
    return len(block) > _CROWDED and len(_SIGN.findall(block)) > _CROWDED


def _deepest(block: str, opening: str, closing: str) -> int:
    """How many of `opening` are at most open at once."""
    depth = most = 0
    for piece in block.split(opening)[1:]:
        depth = depth + 1
        most = max(most, depth)
        depth = max(depth - piece.count(closing), 0)
    return most


def _verbatim(text: str) -> str:
    blocks = [block.strip() for block in _BLANK.split(text)]
    return "\n".join(f"<p>{_quoted(block, quote=False)}</p>" for block in blocks if block)


def _rendered(text: str, base: str) -> str:
    held: list[Formula] = []

    def hold(formula: Formula) -> str:
        held.append(formula)
        return placeholder(len(held) - 1)

    source = math_spans.in_markdown(text, hold) if "$" in text or "\\" in text else text
    with _ONE_AT_A_TIME:
        made = _cleaner(base).clean(_markdown().reset().convert(source)).strip()
    if "<h1>" in made:  # the page's own title is the only first heading
        made = _HEADING.sub(lambda match: f"{match[1]}{int(match[2]) + 1}", made)
    return _HELD.sub(lambda match: _released(match, held), made) if held else made


def _released(match: re.Match[str], held: Sequence[Formula]) -> str:
    if match[1]:
        return tex_to_mathml.to_html(held[int(match[1])])
    return PLACEHOLDER.sub(lambda found: _quoted(held[int(found[1])].source), match[0])


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
    end, unopened = len(found), found.count(")") - found.count("(")
    while end and (found[end - 1] in ".,;:!?'*_~" or (found[end - 1] == ")" and unopened > 0)):
        end -= 1
        unopened -= found[end] == ")"
    found = found[:end]
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
    clean = cleared(text)
    if "$" not in clean and "\\" not in clean:
        return _quoted(clean, quote=False)
    rendered: list[str] = []

    def hold(formula: Formula) -> str:
        rendered.append(tex_to_mathml.to_html(formula))
        return placeholder(len(rendered) - 1)

    held = _quoted(math_spans.in_text(clean, hold).replace("\\$", "$"), quote=False)
    return PLACEHOLDER.sub(lambda found: rendered[int(found[1])], held)


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

    def hold(formula: Formula) -> str:
        return set_aside(formula.source)

    def set_aside(piece: str) -> str:
        kept.append(piece)
        return placeholder(len(kept) - 1)

    held = math_spans.in_text(CONTROL.sub("", line), hold)
    held = _ADDRESS.sub(lambda match: set_aside(_address(match[0])) + match[0][len(_address(match[0])) :], held)
    made = PLACEHOLDER.sub(lambda found: kept[int(found[1])], _escaped(held))
    sign = _LINE_SIGN.match(made)
    return f"{sign[0]}\\{made[sign.end() :]}" if sign else made


def _escaped(text: str) -> str:
    return _ENTITY.sub("&amp;", _MARKABLE.sub(r"\\\g<0>", text))


_RISKY: Final = re.compile(r"<[A-Za-z/!?]|\][(:]|!\[")
_OUR_ADDRESS: Final = r"(?:https?://|mailto:|/(?![/\\])|#)"
_FOREIGN: Final = re.compile(
    rf"\\.|<(?=[A-Za-z/!?])(?!(?:https?://|mailto:)[^\s<>\"'`]*>)"
    rf"|!(?=\[)(?!\[[^\[\]\n]*\]\(/(?![/\\]))|\](?=[(:])(?![(:]\s*{_OUR_ADDRESS})",
    re.DOTALL,
)
"""What is text to us and more to other readers of Markdown: raw HTML, images from elsewhere, addresses we refuse.
A backslash and what it escapes are one match."""


def portable(body: str) -> str:
    """`body`, Markdown, as Markdown that means nothing elsewhere that it does not mean here.

    Raw HTML is text to us; most other readers of Markdown would make elements of it. Code is no exception: what is code
    differs from reader to reader, and a backslash too many is the lesser evil. What follows is never in its code.
    """
    return _closed(_portable(body))


def _portable(body: str) -> str:
    if not _RISKY.search(body):
        return body
    kept: list[str] = []

    def hold(formula: Formula) -> str:  # to TeX a space says nothing, and a backslash would begin a macro
        kept.append(guarded(formula.source, lambda sign: f"{sign} "))
        return placeholder(len(kept) - 1)

    held = guarded(math_spans.in_markdown(cleared(body), hold), lambda sign: f"\\{sign}")
    return PLACEHOLDER.sub(lambda found: kept[int(found[1])], held)


_FENCED: Final = re.compile(r"( {0,3})(`{3,}(?=[^`]*$)|~{3,})[ \t]*(.*)")
"""A line that opens code to others, and closes it where nothing follows: indent, fence, what follows."""


def _closed(text: str) -> str:
    """`text` with a backslash before each fence that would leave code open at its end; in linear time.

    In a list the code ends with its item, so a fence stands only where all lines to its end are as far in.
    """
    if "```" not in text and "~~~" not in text:
        return text
    lines = text.split("\n")
    fences = {index: found for index, line in enumerate(lines) if (found := _FENCED.match(line))}
    longest = {"`": 0, "~": 0}
    closable: set[int] = set()
    for index in sorted(fences, reverse=True):
        _, fence, behind = fences[index].groups()
        if len(fence) <= longest[fence[0]]:
            closable.add(index)
        if not behind:
            longest[fence[0]] = max(longest[fence[0]], len(fence))
    at = 0
    while at < len(lines):
        end = _code_end(lines, fences, at) if at in closable else at
        if end > at and lines[end].startswith(fences[at][1]):
            at = end + 1
            continue
        for index in range(at, max(end, at + 1)):
            if index in fences:
                lines[index] = f"{fences[index][1]}\\{lines[index][fences[index].end(1) :]}"
        at = max(end, at + 1)
    return "\n".join(lines)


def _code_end(lines: Sequence[str], fences: Mapping[int, re.Match[str]], opened: int) -> int:
    """The index of the line that closes the code opened in `opened`, or of one before it that is less far in."""
    indent, fence, _ = fences[opened].groups()
    for index in range(opened + 1, len(lines)):
        line, found = lines[index], fences.get(index)
        if line.strip() and not line.startswith(indent):
            return index
        if found and not found[3] and found[2].startswith(fence):
            return index
    return len(lines) - 1


def guarded(text: str, guard: Callable[[str], str]) -> str:
    """`text` with `guard` of each sign in it by which Markdown would begin what we do not show."""
    return _FOREIGN.sub(lambda found: found[0] if found[0][0] == "\\" else guard(found[0]), text)


_SIGNS: Final = re.compile(r"[\\\[\]*_`<]")


def target(address: str) -> str:
    """`address` as the target of a link in Markdown, which no sign of it ends."""
    return re.sub(r"[()<>\\\s]", lambda found: quote(found[0], safe=""), address)


def literal(text: str) -> str:
    """`text`, a plain line, as Markdown that shows it to any reader of Markdown."""
    return _SIGNS.sub(r"\\\g<0>", text)
