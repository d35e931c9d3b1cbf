"""Visit the built site as a reader would: follow every link, look for empty pages, read the feeds.

It knows only the output folder, and takes the base path from the home page's canonical link, so that it judges what
was built and not what was meant.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urldefrag, urlsplit
from xml.etree import ElementTree

from lxml import etree

from site_builder.build import search_check
from site_builder.core import files, parallel
from site_builder.core.errors import BuildFailed, Problem

_MIN_TEXT = 10
"""Characters of the main text below which a page counts as empty."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """How much was visited, and what is wrong with it."""

    pages: int
    links: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """What a visit of one page found."""

    links: tuple[str, ...] = ()
    """Each href or src, once."""
    ids: tuple[str, ...] = ()
    """One that stands on the page twice is here twice."""
    nowhere: tuple[int, ...] = ()
    """Lines of links that lost their address: what a curator wrote was none that leads somewhere."""
    title: str = ""
    heading: str = ""
    text: int = 0
    """Characters of text in <main>."""
    canonical: str = ""
    moved: bool = False


_find: Final = partial(etree.XPath, smart_strings=False)
_LINKS: Final = _find("//@href | //@src")
_IDS: Final = _find("//@id")
_NOWHERE: Final = _find("//a[not(@href)]")
_TITLE: Final = _find("string(//title[not(ancestor::svg)])")
_HEADING: Final = _find("string(//main//h1)")
_MAIN: Final = _find("//main")
_UNREAD: Final = _find("//main//script | //main//style | //main//template")
_CANONICAL: Final = _find("string(//*[@rel='canonical']/@href)")
_MOVED: Final = _find("boolean(//*[@http-equiv='refresh'])")


def visit(output: Path, jobs: int = 1) -> CheckReport:
    """Everything wrong with the site in `output`, read by `jobs` processes. Raises `BuildFailed` when there is none."""
    if not (output / "index.html").is_file():
        hint = "Run `papershelf build` first, or name the folder with --output."
        raise BuildFailed([Problem(files.display_path(output), "holds no site", hint)], "Nothing was checked.")
    paths = [path for path in sorted(output.rglob("*.html")) if "pagefind" not in path.parts]
    pages = dict(zip(paths, parallel.spread(_read, paths, jobs), strict=True))
    base = urlsplit(pages[output / "index.html"].canonical).path or "/"
    present = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    problems = [
        *(problem for path, page in pages.items() for problem in _faults(path, page)),
        *_broken(output, pages, present, base),
        *_unreadable(output),
        *_miscounted(output, pages),
    ]
    return CheckReport(len(pages), sum(len(page.links) for page in pages.values()), tuple(problems))


def _parsed(path: Path) -> Any:
    """The page at `path` as a tree; None for one that holds nothing."""
    # A comment, so that an empty file has a tree; libxml2 reads everything else as browsers do.
    return etree.fromstring(
        f"<!---->{files.read_text(path)}".encode(), etree.HTMLParser(encoding="utf-8", huge_tree=True)
    )


def _read(path: Path) -> _Page:
    page = _parsed(path)
    if page is None:
        return _Page()
    return _Page(
        links=tuple(dict.fromkeys(_LINKS(page))),
        ids=tuple(_IDS(page)),
        nowhere=tuple(link.sourceline for link in _NOWHERE(page)),
        title=_TITLE(page),
        heading=_HEADING(page),
        text=sum(map(_length, _MAIN(page))) - sum(map(_length, _UNREAD(page))),
        canonical=_CANONICAL(page),
        moved=_MOVED(page),
    )


def _length(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext(etree.Element, with_tail=False) if text)


def _line(path: Path, value: str, time: int = 0) -> int:
    """The line of the page at `path` on which an attribute is `value` for the first time, or that many times later."""
    found = etree.XPath("//*[@href=$value or @src=$value or @id=$value]")(_parsed(path), value=value)
    return int(found[time].sourceline)


def _faults(path: Path, page: _Page) -> Iterator[Problem]:
    where = files.display_path(path)
    if not page.title.strip():
        yield Problem(where, "has no title")
    if not page.moved:
        if not page.heading.strip():
            yield Problem(where, "has no heading (h1)")
        if page.text < _MIN_TEXT:
            yield Problem(where, f"is empty: its main part has {page.text} characters")
    doubled = (
        [name for name, count in Counter(page.ids).items() if count > 1] if len(set(page.ids)) < len(page.ids) else []
    )
    for name in doubled:
        yield Problem(f"{where}:{_line(path, name, 1)}", f"the id `{name}` is used twice")
    for line in page.nowhere:
        hint = "Write its address with https://, or from the site's root: /papers/some-paper/."
        yield Problem(f"{where}:{line}", "a link has no address", hint)


def _broken(output: Path, pages: Mapping[Path, _Page], present: set[str], base: str) -> Iterator[Problem]:
    ids = {path.relative_to(output).as_posix(): frozenset(page.ids) for path, page in pages.items()}
    sound: set[str] = set()  # most links stand on many pages; only a bare fragment means another place on each
    for path, page in pages.items():
        here = path.relative_to(output).as_posix()
        for link in page.links:
            if link in sound:
                continue
            fault = _fault(link, here, ids, present, base)
            if not fault and not link.startswith("#"):
                sound.add(link)
            if fault:
                yield Problem(f"{files.display_path(path)}:{_line(path, link)}", f"the link `{link}` {fault}")


def _fault(link: str, here: str, ids: Mapping[str, frozenset[str]], present: set[str], base: str) -> str:
    """What is wrong with `link` on page `here`; "" when it leads somewhere."""
    if re.match(r"[a-z][a-z0-9+.-]*:", link, re.IGNORECASE):
        return "" if link.startswith(("https://", "http://", "mailto:")) else "is of a kind that is not allowed"
    address, fragment = urldefrag(link)
    target = here
    if address:
        if not address.startswith(base):
            return f"leads outside the site's base path {base}"
        target = unquote(urlsplit(address).path).removeprefix(base)
        target = f"{target}index.html" if target == "" or target.endswith("/") else target
    if target not in present and target != "pagefind/index.html":
        return "leads nowhere"
    if fragment and target in ids and unquote(fragment) not in ids[target]:
        return f"leads to no place on its page (no id `{fragment}`)"
    return ""


def _unreadable(output: Path) -> Iterator[Problem]:
    for path in sorted([*output.rglob("feed*.xml"), *output.glob("sitemap.xml")]):
        try:
            ElementTree.parse(path)  # noqa: S314 — our own output, and nothing in it is expanded
        except (OSError, ElementTree.ParseError) as error:
            yield Problem(files.display_path(path), f"is not XML ({error})")


def _miscounted(output: Path, pages: Mapping[Path, _Page]) -> Iterator[Problem]:
    export = output / "papers.json"
    try:
        papers = json.loads(export.read_bytes())["papers"]
        listed = {paper["slug"] for paper in papers}
        yield from _twice(output, papers)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        yield Problem(files.display_path(export), f"is not the export it should be ({error!r})")
        return
    built = {path.parent.name for path, page in pages.items() if path.parent.parent == output / "papers"}
    built = {slug for slug in built if not slug.isdigit() and not pages[output / "papers" / slug / "index.html"].moved}
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
