"""What reaches a page without being escaped where it is printed: each place, and why it is safe.

Whoever prints something with `|safe`, or writes markup in Python, adds it here with the reason; what is no longer there
goes. Everything else is escaped by Jinja.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
_INLINE = "made by `markdown.inline`, which escapes all but its own formulas"
_BODY = "made by `markdown.html`, which passes a sanitiser before its own formulas are put in"
_MARKED = f"{_BODY}; `plaintext.mark` adds `<mark>` around stretches of text"
_ENCODED = "made by `coins.context_object`: what could end an attribute is percent-encoded"
_OWN_FILE = "a packaged file, or the site's own in `static/`; no content is in it"

TEMPLATES = {
    ("a-z.html", "title_html|safe"): _INLINE,
    ("authors.html", "title_html|safe"): _INLINE,
    ("numbers.html", "row.title_html|safe"): _INLINE,
    ("_row.html", "paper.title_html|safe"): _INLINE,
    ("_row.html", "paper.gist_html|safe"): _INLINE,
    ("_row.html", "paper.note_html|safe"): _INLINE,
    ("_row.html", "paper.coins_html|safe"): _ENCODED,
    ("authors.html", "coins_html|safe"): _ENCODED,
    ("paper.html", "view.note_html|safe"): _INLINE,
    ("paper.html", "view.title_html|safe"): _INLINE,
    ("paper.html", "view.summary_html|safe"): _INLINE,
    ("paper.html", "view.abstract_html|safe"): _MARKED,
    ("paper.html", "paper.title_html|safe"): _INLINE,
    ("prose.html", "view.body_html|safe"): _BODY,
    ("404.html", "view.body_html|safe"): "always empty; a site's own copy of the template may say more",
    ("edition.html", "view.body_html|safe"): _BODY,
    ("curated.html", "view.body_html|safe"): _BODY,
    ("names.html", "paper.title_html|safe"): _INLINE,
    ("mail.html", "view.body_html|safe"): f"{_BODY}; formulas are their plain text, escaped",
    ("base.html", "view.site.csp|safe"): "made of constants and of digests in base64; its quotation marks are single",
    ("base.html", "view.site.prefetch_rules|safe"): _OWN_FILE,
    ("single.html", "abstract_html|safe"): _MARKED,
    ("single.html", "view.csp|safe"): "made of constants and of a digest in base64; its quotation marks are single",
    ("single.html", "view.style|safe"): _OWN_FILE,
    ("single.html", "view.script|safe"): _OWN_FILE,
    ("base.html", "view.head.linked|tojson"): "Jinja's `tojson` writes <, >, & and ' as \\u003c and so on",
}
PLAIN = {
    "mail.txt": "the e-mail's plain text, in which nothing is markup",
    "robots.txt": "of the site's own address",
    "llms.txt": "of Markdown made by `markdown.literal`, and of our own addresses",
}
"""Templates in which Jinja escapes nothing."""
PYTHON = {
    "abbreviations._Buttons._button": "around a match of safe HTML's text; the title is escaped",
    "plaintext.mark": "around HTML that is safe; the class is escaped",
    "markdown._prose": "of a text in which no sign of HTML stands",
    "markdown._verbatim": "of escaped text",
    "tex_to_mathml._written": "of a tree of known elements and attributes; their text and values are escaped",
    "message._address": "no HTML: an address in a header, which was checked",
    "message.Letter._headers": "no HTML: header fields of an e-mail, of addresses that were checked",
    "curating.page": "of escaped words of the interface, and of what those below make",
    "curating._body": "of escaped words of the interface, and of what the two below make",
    "curating._suggestions": "of escaped words of papers and of the interface",
    "curating._listed": "of escaped lines",
    "map_drawing.svg": "of numbers and of colours that a stylesheet states",
    "records.page": "for Pagefind, of text that is escaped; no browser reads it",
    "llms_full._head": "of Markdown made by `markdown.literal`, and of our own addresses",
    "llms_full._paper": "of Markdown made by `markdown.literal`, and of our own addresses",
    "injected.with_reload": "of a port and a nonce",
    "injected.with_source": "of paths that are escaped",
    "injected.failure": "of text that is escaped",
    "markup_tags._is_spoken_of": "no HTML: it takes tags away",
}
"""Functions that write markup around a value."""

_PRINTED = re.compile(r"\{[{%](?:[^}%]|%(?!\}))*?([\w.]+\s*\|\s*(?:safe|tojson|forceescape))\b")
_LOOSE = re.compile(r"autoescape|\bMarkup\b|markupsafe|xmlattr|urlize")
_MARKUP = re.compile(r"(?<!\(\?)<(?=[A-Za-z/!?\0])")
_RAW = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|\beval\(|new Function"
)


def _printed() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").glob("*")):
        if path.suffix in (".html", ".txt"):
            yield from ((path.name, re.sub(r"\s", "", found)) for found in _PRINTED.findall(path.read_text()))


def _writers() -> Iterator[str]:
    for path in sorted((ROOT / "site_builder").rglob("*.py")):
        yield from (f"{path.stem}.{name}" for name in _written(ast.parse(path.read_text()), ""))


def _written(parent: ast.AST, within: str) -> Iterator[str]:
    """The functions below `parent` in which a value stands in a text that holds tags."""
    for node in ast.iter_child_nodes(parent):
        name = within
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = f"{within}.{node.name}".lstrip(".")
        if isinstance(node, ast.JoinedStr) and within:
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
            yield from [within] if _MARKUP.search(text) else []
        yield from _written(node, name)


def test_all_that_templates_print_as_it_is_stands_here_with_its_reason() -> None:
    assert set(TEMPLATES) == set(_printed())
    assert set(PLAIN) == {path.name for path in (ROOT / "templates").glob("*.txt")}


def test_every_function_that_writes_markup_stands_here_with_its_reason() -> None:
    assert set(PYTHON) == set(_writers())


_ESCAPING = {"templates.py", "template_language.py"}
"""The one turns escaping off where nothing is HTML. The other leaves out what has no sign to escape, and keeps what
templates made."""


def test_nothing_else_turns_escaping_off() -> None:
    sources = [*(ROOT / "site_builder").rglob("*.py"), *(ROOT / "templates").glob("*.html")]

    assert {path.name for path in sources if _LOOSE.search(path.read_text())} == _ESCAPING


def test_no_script_makes_markup_of_text() -> None:
    assert [path.name for path in (ROOT / "static").rglob("*.js") if _RAW.search(path.read_text())] == []


def test_what_is_printed_as_it_is_says_so_in_its_name() -> None:
    named = {expression for _, expression in TEMPLATES if expression.endswith("_html|safe")}
    site = {"view.site.csp|safe", "view.site.prefetch_rules|safe"}
    single = {"view.csp|safe", "view.style|safe", "view.script|safe"}

    assert {expression for _, expression in TEMPLATES if expression.endswith("|safe")} == named | site | single
