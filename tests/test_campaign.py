"""An attacker writes every field there is; no page, feed, twin or e-mail holds what they wrote as anything but text.

The markup is judged as browsers parse it (lexbor), and then by a browser itself, with our policy and without.
"""

import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator, Sequence
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from lxml import etree
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Dialog, Request
from selectolax.lexbor import LexborHTMLParser, LexborNode

from site_builder.build import builder
from site_builder.core import config
from site_builder.core.memo import Recall
from site_builder.ingest import split
from site_builder.mail import message
from tests.browser.conftest import Quiet, chromium  # noqa: F401 — a fixture
from tests.conftest import build_here
from tests.fuzz.payloads import HOST, PAYLOADS

PRINTABLE = [text for text in PAYLOADS if text.replace("\n", "").isprintable()]
ONE_LINE = [" ".join(text.split()) for text in PRINTABLE]
TAGS = 60
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


def _page(header: Sequence[tuple[str, object]], body: str) -> str:
    return "---\n" + "".join(f"{name}: {json.dumps(value)}\n" for name, value in header) + f"---\n{body}\n"


def _share(texts: list[str], part: int, parts: int) -> str:
    return " ".join(texts[part::parts])


@pytest.fixture(scope="session")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site in which every field of every file of content holds payloads."""
    root = tmp_path_factory.mktemp("attacked")
    content = root / "content"
    for name in ("papers", "pages", "sources", "editions"):
        (content / name).mkdir(parents=True)
    settings: list[tuple[str, object]] = [
        ("title", _share(ONE_LINE, 0, 40)),
        ("subject", _share(ONE_LINE, 1, 40)),
        ("language", "en"),
    ]
    settings += [("description", " ".join(ONE_LINE)), ("url", "https://tiny.example/shelf/"), ("per_page", 100)]
    (content / "site.yaml").write_text("".join(f"{name}: {json.dumps(value)}\n" for name, value in settings))
    (content / "tags.yaml").write_text(json.dumps(_vocabulary()))
    records = [
        {"title": f"Dumped {number} {text}", "abstract": f"We prune {text} and show it. It is good.", "venue": text}
        | {"authors": [f"Dan {text}"], "year": 2001}
        for number, text in enumerate(PAYLOADS)
    ]
    (content / "sources/dump.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    lines = [
        f"Lined {number} {text}\nWe line up {text} and show that it is good for all."
        for number, text in enumerate(ONE_LINE)
    ]
    (content / "sources/lines.txt").write_text("\n".join(lines[::3]) + "\n")
    for number, text in enumerate(ONE_LINE):
        header: list[tuple[str, object]] = [
            ("title", f"{text} written {number}"),
            ("authors", [f"{text} Poe", "Ann Lee"]),
        ]
        header += [
            ("venue", text),
            ("summary", f"Says {text}"),
            ("links", {f"{text[:40]}": "https://a.example/?q=1&b"}),
        ]
        body = f"{PRINTABLE[number]}\n\nWe propose tagword{number % TAGS} {text}.\n"
        (content / f"papers/written-{number}.md").write_text(_page([*header, ("year", 1999)], body))
    (content / "pages/about.md").write_text(_page([("title", _share(ONE_LINE, 2, 20))], "\n\n".join(PRINTABLE)))
    (content / "editions/2024-01-02.md").write_text(
        _page(
            [("title", _share(ONE_LINE, 3, 20)), ("papers", [f"written-{number}" for number in range(30)])],
            "\n\n".join(PRINTABLE),
        )
    )
    split.split(config.load(root))
    build_here(root)
    return root


def _vocabulary() -> dict[str, object]:
    areas = [{"slug": f"a{part}", "name": _share(ONE_LINE, part, 5), "hue": part + 1} for part in range(5)]
    tags = [
        {
            "slug": f"t{part}",
            "name": _share(ONE_LINE, part, TAGS),
            "area": f"a{part % 5}",
            "means": _share(ONE_LINE, part, TAGS),
        }
        | {"anywhere": {f"tagword{part}": 2}}
        for part in range(TAGS)
    ]
    return {"areas": areas, "tags": tags}


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


@pytest.fixture(scope="session", params=["with our policy", "without a policy"])
def served(attacked: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The attacked site on loopback."""

    class Handler(Quiet):
        def do_GET(self) -> None:  # noqa: N802 — the name that http.server calls
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if request.param == "with our policy" or path.suffix != ".html":
                super().do_GET()
                return
            page = re.sub(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b"", path.read_bytes())
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

    handler = functools.partial(Handler, directory=str(attacked / "_site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/shelf/"
        server.shutdown()


def test_in_a_browser_nothing_runs_leads_away_or_asks_another_host(
    served: str,
    attacked: Path,
    chromium: Browser,  # noqa: F811 — the fixture
) -> None:
    paths = ["", "papers/", "papers/2/", "papers/6/", "tags/", "tags/t1/", "tags/t7/", "authors/", "authors/p/", "a-z/"]
    paths += ["years/1999/", "editions/", "editions/2024-01-02/", "about/", "map/", "search/?q=prune", "nothing-here"]
    every = sorted(path.parent.name for path in (attacked / "_site/papers").glob("*/index.html"))
    paths += [f"papers/{slug}/" for slug in every[::40]]
    context = chromium.new_context()
    page = context.new_page()
    elsewhere: list[str] = []
    dialogs: list[str] = []

    def note_request(sent: Request) -> None:
        if not sent.url.startswith((served, "data:", "blob:")):
            elsewhere.append(sent.url)

    def note_dialog(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("request", note_request)
    page.on("dialog", note_dialog)
    for path in paths:
        page.goto(served + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        page.wait_for_timeout(20)

        assert page.evaluate("window.pwned") is None, path
        assert page.url.split("#")[0] == served + path, path

    context.close()

    assert elsewhere == []
    assert dialogs == []
