"""An attacker writes every field there is; no page, feed, twin or e-mail holds what they wrote as anything but text.

The markup is judged as browsers parse it (lexbor), and then by a browser itself, with our policy and without.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

from lxml import etree
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from site_builder.build import builder
from site_builder.core import config
from site_builder.core.memo import Recall
from site_builder.mail import message
from tests.attacked import TAGS
from tests.browser.conftest import Quiet, chromium  # noqa: F401 — a fixture
from tests.fuzz.payloads import HOST, PAYLOADS

FROM_MARKDOWN = set(
    "p em strong code pre blockquote ul ol li h2 h3 h4 h5 h6 hr br table thead tbody tr th td img a".split()
)
OF_TEMPLATES = {"b", "del", "ins", "time"}
"""What templates print where a site is large or a text was repaired, and the tiny site has no need of."""
MATHML = set(
    """math mi mn mo mtext mspace mrow mstyle msqrt mtable mtr mtd mpadded mphantom menclose mfrac msub msup mover
    munder mroot msubsup munderover""".split()
)
OF_MATHML = set(
    """stretchy fence form lspace rspace minsize maxsize movablelimits width height depth linethickness displaystyle
    scriptlevel accent accentunder columnalign mathvariant display alttext""".split()
)


def _known(built: Path) -> tuple[set[str], set[str]]:
    """The elements and attributes of a site that nobody attacked."""
    elements, attributes = FROM_MARKDOWN | MATHML | OF_TEMPLATES, {"href", "title", "src", "alt", "start"} | OF_MATHML
    for path in built.rglob("*.html"):
        for node in _nodes(path.read_text(encoding="utf-8")):
            elements.add(node.tag or "")
            attributes |= set(node.attributes)
    return elements, attributes | {"datetime"}


def _nodes(html: str) -> Iterator[LexborNode]:
    root = LexborHTMLParser(html).root
    assert root
    yield from root.traverse(include_text=False)


def _foreign(html: str, elements: set[str], attributes: set[str]) -> Iterator[str]:
    for node in _nodes(html):
        if node.tag not in elements:
            yield f"<{node.tag}>"
        for name, value in node.attributes.items():
            if name not in attributes or name.startswith("on") or name == "srcdoc":
                yield f"{name} of <{node.tag}>"
            elif name in ("href", "src", "action", "formaction", "data", "content") and _leads_astray(
                node, name, value or ""
            ):
                yield f"<{node.tag} {name}={value!r}>"


def _leads_astray(node: LexborNode, name: str, value: str) -> bool:
    if name == "content":
        return node.attributes.get("http-equiv") == "refresh"  # no page of this site has moved
    plain = re.sub(r"[\x00-\x20]", "", value).lower()
    scheme = re.match(r"[a-z][a-z0-9+.-]*:", plain)
    if scheme and scheme[0] not in ("http:", "https:", "mailto:"):
        return True
    return node.tag != "a" and (HOST in plain or plain.startswith("//"))


def test_no_page_holds_an_element_an_attribute_or_an_address_of_the_attacker(attacked: Path, built: Path) -> None:
    elements, attributes = _known(built)
    pages = sorted((attacked / "_site").rglob("*.html"))
    found = {
        f"{path.relative_to(attacked)}: {fault}"
        for path in pages
        for fault in _foreign(path.read_text(encoding="utf-8"), elements, attributes)
    }

    assert len(pages) > 2 * len(PAYLOADS)
    assert sorted(found)[:20] == []


def test_scripts_of_pages_are_ours_or_data(attacked: Path, built: Path) -> None:
    ours = {node.text() for node in LexborHTMLParser((built / "index.html").read_text()).css("script")}
    for path in (attacked / "_site").rglob("*.html"):
        for script in LexborHTMLParser(path.read_text(encoding="utf-8")).css("script"):
            if script.attributes.get("type") == "application/ld+json":
                json.loads(script.text())
            elif not script.attributes.get("src"):
                assert script.text() in ours


def test_feeds_and_sitemaps_hold_their_own_elements_only(attacked: Path) -> None:
    spaces = {
        "http://www.w3.org/2005/Atom",
        "http://www.sitemaps.org/schemas/sitemap/0.9",
        "http://a9.com/-/spec/opensearch/1.1/",
    }
    parsed = [etree.parse(path) for path in (attacked / "_site").rglob("*.xml")]

    assert len(parsed) > TAGS
    assert {etree.QName(node).namespace for tree in parsed for node in tree.iter(etree.Element)} == spaces
    assert not [tree for tree in parsed if tree.docinfo.doctype]


def test_twins_hold_no_html_for_any_reader_of_markdown(attacked: Path) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    twins = sorted((attacked / "_site/papers").rglob("index.md"))
    found = []
    for path in twins:
        body = path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        found += [f"{path}: {token.content}" for token in reader.parse(body) if token.type == "html_block"]
        inner = (child for token in reader.parse(body) for child in token.children or ())
        found += [f"{path}: {child.content}" for child in inner if child.type == "html_inline"]

    assert len(twins) > 2 * len(PAYLOADS)
    assert found[:10] == []


def test_an_e_mail_holds_none_of_it(attacked: Path, built: Path) -> None:
    settings, recall = config.load(attacked), Recall()
    whole = builder.understand(*builder.read(settings, recall), recall)
    letter = message.compose(whole.edition(date(2024, 1, 2)), whole, settings)
    mail = message_from_bytes(letter.to(None), policy=policy.default)
    html = mail.get_body(("html",))
    elements, attributes = _known(built)
    of_mail = {
        "style",
        "aria-roledescription",
        "role",
        "width",
        "height",
        "align",
        "border",
        "cellpadding",
        "cellspacing",
        "bgcolor",
        "valign",
    }

    assert html
    assert sorted(_foreign(html.get_content(), elements | {"b", "i", "table", "style"}, attributes | of_mail)) == []
