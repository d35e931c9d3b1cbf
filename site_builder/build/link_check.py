"""Visit the built site as a reader would: follow every link, look for empty pages, read the feeds.

It knows only the output folder, and takes the base path from the home page's canonical link, so that it judges what
was built and not what was meant.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit
from xml.etree import ElementTree

from site_builder.build import search_check
from site_builder.core import files, json_text, parallel
from site_builder.core.errors import BuildFailed, Problem

_LINKS = ("href", "src")
_MIN_TEXT = 10
"""Characters of the main text below which a page counts as empty."""
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """How much was visited, and what is wrong with it."""

    pages: int
    links: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Page:
    """What a visit of one page found."""

    links: dict[str, int] = field(default_factory=dict)
    """href or src → line it first stands on."""
    ids: set[str] = field(default_factory=set)
    doubled: dict[str, int] = field(default_factory=dict)
    nowhere: list[int] = field(default_factory=list)
    """Lines of links that lost their address: what a curator wrote was none that leads somewhere."""
    title: str = ""
    heading: str = ""
    text: int = 0
    """Characters of text in <main>."""
    canonical: str = ""
    moved: bool = False
    unreadable: tuple[str, str] | None = None
    """File and line, and why, when the page could not be read to its end."""


class _Visitor(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = _Page()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, stated = self.getpos()[0], {name: value or "" for name, value in attrs}
        for name in _LINKS:
            if name in stated:
                self.page.links.setdefault(stated[name], line)
        if tag == "a" and "href" not in stated:
            self.page.nowhere.append(line)
        if identity := stated.get("id"):
            if identity in self.page.ids:
                self.page.doubled[identity] = line
            self.page.ids.add(identity)
        if stated.get("rel") == "canonical":
            self.page.canonical = stated.get("href", "")
        self.page.moved |= stated.get("http-equiv") == "refresh"
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        where = self._open
        if "main" in where:
            if "script" not in where and "style" not in where and "template" not in where:
                self.page.text += len(data.strip())
            if "h1" in where:
                self.page.heading += data
        elif "title" in where and "svg" not in where:
            self.page.title += data


def visit(output: Path, jobs: int = 1) -> CheckReport:
    """Everything wrong with the site in `output`, read by `jobs` processes. Raises `BuildFailed` when there is none."""
    if not (output / "index.html").is_file():
        hint = "Run `papershelf build` first, or name the folder with --output."
        raise BuildFailed([Problem(files.display_path(output), "holds no site", hint)], "Nothing was checked.")
    paths = [path for path in sorted(output.rglob("*.html")) if "pagefind" not in path.parts]
    pages = dict(zip(paths, parallel.spread(_read, paths, jobs), strict=True))
    base = _path(pages[output / "index.html"].canonical) or "/"
    present = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    problems = [
        *(problem for path, page in pages.items() for problem in _faults(path, page)),
        *_broken(output, pages, present, base),
        *_unreadable(output),
        *_miscounted(output, pages),
    ]
    return CheckReport(len(pages), sum(len(page.links) for page in pages.values()), tuple(problems))


def _read(path: Path) -> _Page:
    visitor = _Visitor()
    try:
        visitor.feed(files.read_text(path))
        visitor.close()
    except AssertionError as error:  # how html.parser answers to some declarations, such as `<![`
        visitor.page.unreadable = f"{files.display_path(path)}:{visitor.getpos()[0]}", str(error)
    return visitor.page


def _path(address: str) -> str:
    """The path in `address`; "" where there is none, or it is no address."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _faults(path: Path, page: _Page) -> Iterator[Problem]:
    where = files.display_path(path)
    if page.unreadable:
        yield Problem(page.unreadable[0], f"is not HTML ({page.unreadable[1]})")
        return
    if not page.title.strip():
        yield Problem(where, "has no title")
    if not page.moved:
        if not page.heading.strip():
            yield Problem(where, "has no heading (h1)")
        if page.text < _MIN_TEXT:
            yield Problem(where, f"is empty: its main part has {page.text} characters")
    for name, line in page.doubled.items():
        yield Problem(f"{where}:{line}", f"the id `{name}` is used twice")
    for line in page.nowhere:
        hint = "Write its address with https://, or from the site's root: /papers/some-paper/."
        yield Problem(f"{where}:{line}", "a link has no address", hint)


def _broken(output: Path, pages: Mapping[Path, _Page], present: set[str], base: str) -> Iterator[Problem]:
    ids = {path.relative_to(output).as_posix(): page.ids for path, page in pages.items()}
    sound: set[str] = set()  # most links stand on many pages; only a bare fragment means another place on each
    for path, page in pages.items():
        here = path.relative_to(output).as_posix()
        for link, line in page.links.items():
            if link in sound:
                continue
            fault = _fault(link, here, ids, present, base)
            if not fault and not link.startswith("#"):
                sound.add(link)
            if fault:
                yield Problem(f"{files.display_path(path)}:{line}", f"the link `{link}` {fault}")


def _fault(link: str, here: str, ids: Mapping[str, set[str]], present: set[str], base: str) -> str:
    """What is wrong with `link` on page `here`; "" when it leads somewhere."""
    if re.match(r"[a-z][a-z0-9+.-]*:", link, re.IGNORECASE):
        return "" if link.startswith(("https://", "http://", "mailto:")) else "is of a kind that is not allowed"
    try:
        address, fragment = urldefrag(link)
        path = urlsplit(address).path
    except ValueError as error:
        return f"is no address ({error})"
    fragment = fragment.partition(":~:")[0]  # what follows leads to words, which need no id
    target = here
    if address:
        if not address.startswith(base):
            return f"leads outside the site's base path {base}"
        target = unquote(path).removeprefix(base)
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
