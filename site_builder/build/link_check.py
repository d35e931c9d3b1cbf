"""Visit the built site as a reader would: follow every link, look for empty pages, read the feeds.

It knows only the output folder, and takes the base path from the home page's canonical link, so that it judges what
was built and not what was meant. Pages are read as browsers read them, which find a tree in any text; lines are looked
for only where something is wrong.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urldefrag, urlsplit
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser

from site_builder.build import search_check
from site_builder.core import files, json_text, parallel
from site_builder.core.errors import BuildFailed, Problem

_MIN_TEXT: Final = 10
"""Characters of the main text below which a page counts as empty."""
_PAPER: Final = re.compile(r"papers/([^/]+)/index\.html")
_XML: Final = re.compile(r"(?:^|/)feed[^/]*\.xml$|^sitemap\.xml$")
_FULL: Final = re.compile(rf"(?:\S\s*){{{_MIN_TEXT}}}")


@dataclass(frozen=True, slots=True)
class CheckReport:
    """How much was visited, and what is wrong with it."""

    pages: int
    links: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """What a visit of one page found."""

    links: int
    """How many places and pages it leads to."""
    problems: tuple[Problem, ...]
    """What is wrong, as far as the page itself tells."""
    elsewhere: tuple[str, ...]
    """Links to an id of another page."""
    moved: bool


@dataclass(frozen=True, slots=True)
class _Site:
    """What pages may lead to."""

    output: Path
    base: str
    present: frozenset[str]
    """Every file, relative to `output`."""
    sound: set[str] = field(default_factory=set)
    """Links that lead somewhere: most stand on many pages."""


def visit(output: Path, jobs: int = 1) -> CheckReport:
    """Everything wrong with the site in `output`, read by `jobs` processes. Raises `BuildFailed` when there is none."""
    if not (output / "index.html").is_file():
        hint = "Run `papershelf build` first, or name the folder with --output."
        raise BuildFailed([Problem(files.display_path(output), "holds no site", hint)], "Nothing was checked.")
    site = _Site(output, _base(output), frozenset(_present(output)))
    paths = sorted(path for path in site.present if path.endswith(".html") and "pagefind" not in path.split("/"))
    pages = dict(zip(paths, parallel.spread(partial(_read, site), paths, jobs), strict=True))
    problems = [
        *(problem for page in pages.values() for problem in page.problems),
        *_misplaced(site, pages, jobs),
        *_unreadable(site),
        *_miscounted(output, pages),
    ]
    return CheckReport(len(pages), sum(page.links for page in pages.values()), tuple(problems))


def _base(output: Path) -> str:
    """The base path of the site, "/" where its home page states none."""
    canonical = _parsed(output, "index.html").css_first("[rel=canonical]")
    with suppress(ValueError):  # no address
        return urlsplit((canonical and canonical.attrs.get("href")) or "").path or "/"
    return "/"


def _present(output: Path) -> Iterator[str]:
    for folder, _, names in os.walk(output):
        below = os.path.relpath(folder, output)
        yield from (name if below == "." else f"{below}/{name}" for name in names)


def _parsed(output: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser(files.read_text(output / path))


def _read(site: _Site, path: str) -> _Page:
    page = _parsed(site.output, path)
    links = [node.attrs["href"] or "" for node in page.css("[href]")]
    links = list(dict.fromkeys([*links, *(node.attrs["src"] or "" for node in page.css("[src]"))]))
    elsewhere = [link for link in links if "#" in link and not link.startswith("#")]
    moved = page.css_first("[http-equiv=refresh]") is not None
    faults = [*_faults(page, moved=moved), *_misled(site, path, links, page)]
    problems = _with_lines(site.output / path, faults) if faults else ()
    return _Page(len(links), tuple(problems), tuple(elsewhere), moved)


@dataclass(frozen=True, slots=True)
class _Fault:
    """Something wrong on a page."""

    what: str
    hint: str = ""
    mark: str = ""
    """What `_Lines` knows its line by; "" for one of the whole page."""


def _faults(page: LexborHTMLParser, *, moved: bool) -> Iterator[_Fault]:
    """What is wrong with a page whatever else there is; one that only says where another `moved` may be empty."""
    if not _says(page, "head > title"):
        yield _Fault("has no title")
    if not moved:
        if not _says(page, "main h1"):
            yield _Fault("has no heading (h1)")
        yield from _emptiness(page)
    seen: set[str] = set()
    for name in (node.id for node in page.css("[id]")):
        if name and name in seen:
            yield _Fault(f"the id `{name}` is used twice", mark=f"id {name}")
        seen.add(name or "")
    hint = "Write its address with https://, or from the site's root: /papers/some-paper/."
    for number, _ in enumerate(page.css("a:not([href])")):
        yield _Fault("a link has no address", hint, f"nowhere {number}")


def _says(page: LexborHTMLParser, selector: str) -> bool:
    return any(node.text(strip=True) for node in page.css(selector))


def _emptiness(page: LexborHTMLParser) -> Iterator[_Fault]:
    for unread in page.css("main script, main style"):
        unread.decompose()
    text = "".join(node.text() for node in page.css("main"))
    if not _FULL.search(text):
        yield _Fault(f"is empty: its main part has {len(''.join(text.split()))} characters")


def _misled(site: _Site, path: str, links: Iterable[str], page: LexborHTMLParser) -> Iterator[_Fault]:
    """What is wrong with the `links` of the page at `path`, but for ids of other pages."""
    ids: frozenset[str] | None = None
    for link in links:
        if link in site.sound:
            continue
        target, fragment, fault = _lead(site, path, link)
        if fragment and target == path:
            ids = _ids(page) if ids is None else ids
            fault = fault or _absence(fragment, ids)
        elif not fault:
            site.sound.add(link)
        if fault:
            yield _Fault(f"the link `{link}` {fault}", mark=f"link {link}")


def _ids(page: LexborHTMLParser) -> frozenset[str]:
    return frozenset(node.id or "" for node in page.css("[id]"))


def _absence(fragment: str, ids: frozenset[str]) -> str:
    return "" if unquote(fragment) in ids else f"leads to no place on its page (no id `{fragment}`)"


def _lead(site: _Site, here: str, link: str) -> tuple[str, str, str]:
    """The file that `link` on page `here` leads to, the id there, and what is wrong; each may be empty."""
    if re.match(r"[a-z][a-z0-9+.-]*:", link, re.IGNORECASE):
        sound = link.lower().startswith(("https://", "http://", "mailto:"))
        return "", "", "" if sound else "is of a kind that is not allowed"
    try:
        address, fragment = urldefrag(link)
        path = urlsplit(address).path
    except ValueError as error:
        return "", "", f"is no address ({error})"
    fragment = fragment.partition(":~:")[0]  # what follows leads to words, which need no id
    target = here
    if address:
        if not address.startswith(site.base):
            return "", "", f"leads outside the site's base path {site.base}"
        target = unquote(path).removeprefix(site.base)
        target = f"{target}index.html" if target == "" or target.endswith("/") else target
    is_there = target in site.present or target == "pagefind/index.html"
    return target, fragment, "" if is_there else "leads nowhere"


def _misplaced(site: _Site, pages: Mapping[str, _Page], jobs: int) -> Iterator[Problem]:
    """Problems of links to ids of other pages."""
    leads = [(path, link, *_lead(site, path, link)[:2]) for path, page in pages.items() for link in page.elsewhere]
    targets = sorted({target for _, _, target, fragment in leads if fragment and target in pages})
    ids = dict(zip(targets, parallel.spread(partial(_ids_at, site.output), targets, jobs), strict=True))
    for path, link, target, fragment in leads:
        if fragment and target in ids and (fault := _absence(fragment, ids[target])):
            fault_there = _Fault(f"the link `{link}` {fault}", mark=f"link {link}")
            yield from _with_lines(site.output / path, [fault_there])


def _ids_at(output: Path, path: str) -> frozenset[str]:
    return _ids(_parsed(output, path))


class _Lines(HTMLParser):
    """On which lines of a page things stand for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.of: dict[str, int] = {}
        self._ids: set[str] = set()
        self._nowhere = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, stated = self.getpos()[0], {name: value or "" for name, value in attrs}
        for name in ("href", "src"):
            if name in stated:
                self.of.setdefault(f"link {stated[name]}", line)
        if tag == "a" and "href" not in stated:
            self.of[f"nowhere {self._nowhere}"] = line
            self._nowhere += 1
        if name := stated.get("id", ""):
            if name in self._ids:
                self.of.setdefault(f"id {name}", line)
            self._ids.add(name)


def _with_lines(path: Path, faults: Iterable[_Fault]) -> Iterator[Problem]:
    """`faults` of the page `path` as problems, with the lines where they stand as far as those can be found."""
    lines, where = _Lines(), files.display_path(path)
    with suppress(AssertionError):  # how html.parser answers to some declarations, such as `<![`
        lines.feed(files.read_text(path))
        lines.close()
    for fault in faults:
        line = lines.of.get(fault.mark)
        yield Problem(f"{where}:{line}" if line else where, fault.what, fault.hint)


def _unreadable(site: _Site) -> Iterator[Problem]:
    for name in sorted(filter(_XML.search, site.present)):
        path = site.output / name
        try:
            ElementTree.fromstring(files.read_bytes(path))  # noqa: S314 — our own output, and nothing in it is expanded
        except BuildFailed as failed:
            yield from failed.problems
        except (ElementTree.ParseError, ValueError, LookupError) as error:  # of an encoding it cannot read
            yield Problem(files.display_path(path), f"is not XML ({error})")


def _miscounted(output: Path, pages: Mapping[str, _Page]) -> Iterator[Problem]:
    export = output / "papers.json"
    try:
        papers = json_text.loads(files.read_bytes(export), files.display_path(export), "the export it should be")[
            "papers"
        ]
        listed = {paper["slug"] for paper in papers}
        yield from _twice(output, papers)
    except BuildFailed as failed:
        yield from failed.problems
        return
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield Problem(files.display_path(export), f"is not the export it should be ({error!r})")
        return
    found = ((_PAPER.fullmatch(path), page) for path, page in pages.items())
    built = {path[1] for path, page in found if path and not (path[1].isdigit() or page.moved)}
    for slug in sorted(listed ^ built):
        what = "is in papers.json but has no page" if slug in listed else "has a page but is not in papers.json"
        yield Problem(files.display_path(output / "papers" / slug), what)


def _twice(output: Path, papers: Iterable[Mapping[str, str]]) -> Iterator[Problem]:
    """A problem for each paper that has the identifier of another."""
    first: dict[tuple[str, str], str] = {}
    hint = "Delete one of the pages, and put its name among the `aliases` of the other; or correct the identifier."
    for paper in sorted(papers, key=lambda paper: paper["slug"]):
        for name, kind in ("arxiv", "arXiv id"), ("doi", "DOI"):
            identifier = paper.get(name, "").casefold()
            here = files.display_path(output / "papers" / paper["slug"])
            there = first.setdefault((name, identifier), here) if identifier else here
            if there != here:
                yield Problem(here, f"has the {kind} {identifier}, as has {there}", hint)


def check(output: Path, jobs: int = 1) -> CheckReport:
    """`visit`, and a few questions to the search; raises `BuildFailed` when anything is wrong."""
    report = visit(output, jobs)
    if problems := (*report.problems, *search_check.problems(output)):
        raise BuildFailed(problems, f"{report.pages:,} pages were visited.")
    return report
