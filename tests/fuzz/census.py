"""What a page is made of, without its words: its elements, their attributes, and where its addresses lead.

What strangers wrote may change a page's words and nothing else, so that the census of a page that holds their payloads
is within that of a page that holds none. `census.js` takes the same census in a browser.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

import html5lib

Item: TypeAlias = tuple[str, str, str]
"""Element, attribute ("" for the element itself) and what is notable of its value."""

OWN: Final = ("/shelf/", "https://shelf.example/shelf/", "https://tiny.example/shelf/", "#")
_WEB: Final = re.compile(r"https?:|mailto:")
_ADDRESSES: Final = frozenset(
    "href src srcset action formaction data poster background cite ping codebase xlink:href data-of".split()
)
_WORDS: Final = frozenset(
    "alt alttext title placeholder aria-label data-short data-item data-paper data-pagefind-meta value label".split()
)
_ATTACK: Final = re.compile(r"evil|alert")
_NOT_PRINTED: Final = frozenset(("script", "style"))


def census(html: str) -> set[Item]:
    """The census of `html`, a whole page, as html5lib reads it."""
    tree = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=True)
    found: set[Item] = set()
    for node in tree.iter():
        if not isinstance(node.tag, str):
            found.add(("comment", "", (node.text or "")[:80]))
            continue
        space, tag = node.tag.removeprefix("{").split("}")
        name = f"{space.rpartition('/')[2]} {tag}"
        text = "".join(node.itertext()) if tag in _NOT_PRINTED else ""
        found |= _items(name, {re.sub("{.*}", "xlink:", key): value for key, value in node.attrib.items()}, text)
    return found


def _items(name: str, attributes: Mapping[str, str], text: str) -> set[Item]:
    """The items of one element; `text` is that of a script or a style."""
    kind = attributes.get("type", "")
    found = {(name, "", _of_script(kind, text) if text else "")}
    return found | {(name, key, _of_value(name, key, value, attributes)) for key, value in attributes.items()}


def _of_script(kind: str, text: str) -> str:
    if kind == "application/ld+json":
        return "JSON-LD" if isinstance(json.loads(text), dict) and "<" not in text else text
    return (
        "filters"
        if re.fullmatch(r"(:root:has\(#with-[\w-]+:checked\) \.row:not[^{}<]*)?\{display:none\}", text)
        else text
    )


def _of_value(name: str, key: str, value: str, attributes: Mapping[str, str]) -> str:
    if key in _ADDRESSES:
        own = value.startswith(OWN)
        return "own" if own else "web" if name.endswith(" a") and _WEB.match(value) else value
    if key == "content" and "http-equiv" in attributes:
        return re.sub(r"^0; url=/shelf/papers/[\w-]+/$", "moved", value)
    if key in _WORDS or (key == "content" and name.endswith(" meta")):
        return ""
    if key == "id" and name.endswith(" dt") and re.fullmatch(r"[a-z0-9-]+", value):
        return ""  # an author's slug
    return value if _ATTACK.search(value) or key.startswith("on") else ""


def strange(found: Iterable[Item], known: Iterable[Item]) -> list[Item]:
    """Those of `found` that no quiet page has."""
    return sorted(set(found) - set(known))


_MARKDOWN: Final = "a blockquote br code em h1 h2 h3 h4 h5 h6 hr img li ol p pre strong table tbody td th thead tr ul"
_MATHML: Final = (
    "math mi mn mo mtext mspace mrow mstyle msqrt mtable mtr mtd mpadded mphantom menclose mfrac msub msup mover munder"
    " mroot msubsup munderover"
)
_OF_MATHML: Final = (
    "stretchy fence form lspace rspace minsize maxsize movablelimits width height depth linethickness displaystyle "
    "scriptlevel accent accentunder columnalign mathvariant display alttext class tabindex"
)


def written() -> Iterator[Item]:
    """What Markdown, formulas, repairs and long lists make, which not every quiet page has."""
    yield from (("xhtml del", "dir", ""), ("xhtml ins", "dir", ""))
    yield from (("xhtml del", "", ""), ("xhtml ins", "", ""), ("xhtml b", "", ""), ("xhtml b", "aria-current", ""))
    yield ("xhtml section", "hidden", "")
    yield from (("xhtml time", "", ""), ("xhtml time", "datetime", ""))
    for tag in [*_MARKDOWN.split(), "i", "mark"]:
        yield (f"xhtml {tag}", "", "")
    yield from (("xhtml a", "href", "web"), ("xhtml a", "href", "own"), ("xhtml a", "title", ""))
    yield from (
        ("xhtml img", "src", "own"),
        ("xhtml img", "alt", ""),
        ("xhtml ol", "start", ""),
        ("xhtml mark", "class", ""),
        ("xhtml span", "tabindex", ""),  # around a long formula, which is moved sideways
    )
    for tag in _MATHML.split():
        yield (f"MathML {tag}", "", "")
        yield from ((f"MathML {tag}", name, "") for name in _OF_MATHML.split())


IN_BROWSER: Final = (Path(__file__).parent / "census.js").read_text(encoding="utf-8")
"""A function of addresses: the census of the pages there, each item with an address where it was found."""
