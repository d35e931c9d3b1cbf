"""The curator's pages as values: papers from content/papers/, prose from content/pages/.

Every problem of every page is gathered before any is raised.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from site_builder.content import (
    authors,
    editions,
    frontmatter,
    ledger,
    map_positions,
    metadata,
    publication,
    shelves,
    synonyms,
    venues,
)
from site_builder.content.authors import KnownAuthor
from site_builder.content.ledger import Repair
from site_builder.content.map_positions import Point
from site_builder.content.model import WORK_TYPES, Edition, Imprint, Paper, Source
from site_builder.content.shelves import Shelf
from site_builder.core import files, folders, parallel, urls
from site_builder.core.errors import BuildFailed, Problem, gather, raise_if_any
from site_builder.core.memo import Recall
from site_builder.core.words import ENGLISH, Words
from site_builder.core.yaml_fields import LANGUAGE, Fields
from site_builder.text import markdown, plaintext

PAGE_LIMIT = 1024 * 1024
"""Bytes; a page of prose a hundred times as long as any abstract."""

_CODE = re.compile(r"https?://(?:www\.)?(?:github|gitlab|bitbucket|codeberg)\.(?:com|org)/[\w.-]+/[\w.-]*[\w-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProsePage:
    """A page that is not a paper, such as About."""

    name: str
    """The file's name without .md; also its address."""
    title: str
    description: str
    body: str


_Kind = TypeVar("_Kind", Paper, ProsePage, editions.Read)


@dataclass(frozen=True, slots=True)
class Content:
    """All that curators wrote, ordered by file name; drafts are left out."""

    papers: tuple[Paper, ...]
    pages: tuple[ProsePage, ...]
    positions: Mapping[str, Point] = field(default_factory=dict)
    """Slug → where on the map; papers may be missing."""
    repairs_of: Mapping[str, tuple[Repair, ...]] = field(default_factory=dict)
    """Slug → what was repaired in the text of the dump; papers without repairs are missing."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    """Groups of names that mean the same to somebody who searches."""
    editions: tuple[Edition, ...] = ()
    """Newest first."""
    notices: tuple[Problem, ...] = ()
    """What curators should know, though nothing is wrong enough to stop for."""
    venues: Mapping[str, str] = field(default_factory=dict)
    """Name → kind of the venues that the curator told of."""
    authors: Mapping[str, KnownAuthor] = field(default_factory=dict)
    """Name → what a person confirmed of that author."""
    shelves: tuple[Shelf, ...] = ()
    """By file name."""


def load(folder: Path, recall: Recall | None = None, jobs: int = 1, words: Words = ENGLISH) -> Content:
    """Everything under `folder` (content/), read anew only where `recall` has not seen a file as it is now.

    Raises `BuildFailed` with the problems of all pages.
    """
    recall = recall or Recall()
    papers, faults = _parted(recall, "papers", _paper, folder / "papers", jobs)
    pages, more = _parted(recall, "pages", _prose, folder / "pages", 1)
    issues, wrong = _parted(recall, "editions", editions.read, folder / "editions", 1)
    stated: tuple[Shelf, ...] = ()
    unread: list[Problem] = []
    with gather(unread):
        stated = shelves.load(folder)
    raise_if_any([*faults, *more, *wrong, *unread])
    if not papers:
        hint = "Run `papershelf split` to make pages from the dumps in content/sources/."
        raise BuildFailed([Problem(files.display_path(folder / "papers"), "holds no paper", hint)])
    raise_if_any(_clashes(papers, folder / "papers"))
    repairs_of = recall.one("ledgers", _versions(folder / "sources"), lambda: _repairs(folder / "sources"))
    kept, repairs = dict(_of_papers(map_positions.load(folder), papers)), dict(_of_papers(repairs_of, papers))
    names = {name: paper.slug for paper in papers for name in (*paper.aliases, paper.slug)} if issues or stated else {}
    drafts = {path.stem for path in folders.matching(folder / "papers", "*.md")} if issues or stated else set()
    resolved, notices = editions.resolve(issues, names, drafts, words)
    shelved, more_notices = shelves.resolve(stated, names, drafts)
    return Content(
        papers,
        pages,
        kept,
        repairs,
        synonyms.load(folder),
        resolved,
        (*notices, *more_notices),
        venues.load(folder),
        authors.load(folder),
        shelved,
    )


def _clashes(papers: tuple[Paper, ...], folder: Path) -> Iterator[Problem]:
    """Of each alias that leads to another page, too."""
    owner = {paper.slug: paper.slug for paper in papers}
    for paper in papers:
        for alias in paper.aliases:
            other = owner.setdefault(alias, paper.slug)
            if other != paper.slug:
                there = files.display_path(folder / f"{other}.md")
                what = f"its alias `{alias}` is {'the name' if other == alias else 'an alias'} of {there}"
                yield Problem(files.display_path(folder / f"{paper.slug}.md"), what, "Take it out of one of them.")


_Kept = TypeVar("_Kept")


def _of_papers(kept: Mapping[str, _Kept], papers: tuple[Paper, ...]) -> Iterator[tuple[str, _Kept]]:
    """What is kept of each of `papers`, be it under a slug the paper once had."""
    for paper in papers:
        known = next((slug for slug in (paper.slug, *paper.aliases) if slug in kept), None)
        if known is not None:
            yield paper.slug, kept[known]


def _versions(sources: Path) -> tuple[object, ...]:
    return tuple(files.version(path) for path in ledger.every(sources))


def _repairs(sources: Path) -> dict[str, tuple[Repair, ...]]:
    found: dict[str, tuple[Repair, ...]] = {}
    for path in ledger.every(sources):
        found |= {slug: page.repairs for slug, page in ledger.load(path).pages.items() if page.repairs}
    return found


def paper(path: Path) -> Paper | None:
    """The paper whose page is at `path`; None for a draft. Raises `BuildFailed` with all its problems."""
    found, problems = _with_problems(_paper, path)
    raise_if_any(problems)
    return found


def _parted(
    recall: Recall, kind: str, read: Callable[[Path, list[Problem]], _Kind | None], folder: Path, jobs: int
) -> tuple[tuple[_Kind, ...], list[Problem]]:
    """What the pages of `folder` hold, drafts left out, and the problems of all."""
    paths = folders.matching(folder, "*.md")
    files.require_own(paths, folder.parent.parent)
    work = partial(_with_problems, read)
    keys = [files.version(path) for path in paths]
    found = recall.all(kind, keys, lambda missing: parallel.spread(work, [paths[index] for index in missing], jobs))
    return tuple(one for one, _ in found if one), [problem for _, problems in found for problem in problems]


def _with_problems(
    read: Callable[[Path, list[Problem]], _Kind | None], path: Path
) -> tuple[_Kind | None, list[Problem]]:
    problems: list[Problem] = []
    return read(path, problems), problems


def _parse(path: Path, problems: list[Problem]) -> tuple[Fields, str] | None:
    where = files.display_path(path)
    if not urls.is_slug(path.stem):
        problems.append(Problem(where, urls.NO_SLUG, urls.SLUG_HINT))
    with gather(problems):
        page = frontmatter.parse(files.read_text(path, PAGE_LIMIT), where)
        return Fields(page.header, where, problems), page.body
    return None


def _paper(path: Path, problems: list[Problem]) -> Paper | None:
    parsed = _parse(path, problems)
    if parsed is None:
        return None
    read, body = parsed
    draft = read.flag("draft")
    paper = _of_fields(path.stem, read, body)
    read.close()
    return None if draft else paper


def _of_fields(slug: str, read: Fields, body: str) -> Paper:
    """The paper that the front matter `read` and the Markdown `body` tell of."""
    html, title = markdown.html(body), read.text("title", required=True)
    title_html, abstract = markdown.inline(title), plaintext.plain(html)
    arxiv = metadata.identifier(read, "arxiv")
    dated = publication.dated(read, read.number("year", *metadata.YEARS), arxiv)
    return Paper(
        slug=slug,
        title=plaintext.plain(title_html),
        title_source=title,
        title_html=title_html,
        body=body,
        html=html,
        abstract=abstract,
        authors=read.texts("authors"),
        more_authors=read.flag("more_authors"),
        year=dated.year,
        published=dated.published,
        venue=read.text("venue"),
        journal=read.text("journal"),
        pages=read.text("pages"),
        imprint=_imprint(read),
        arxiv=arxiv,
        category=metadata.identifier(read, "category"),
        doi=metadata.identifier(read, "doi"),
        links=_with_code(read.links("links"), abstract),
        tags=frozenset(read.texts("tags")),
        not_tags=frozenset(read.texts("not_tags")),
        summary=read.text("summary"),
        lang=_matching(read, "lang", LANGUAGE, "a language tag such as tr or pt-BR"),
        added=read.day("added"),
        aliases=_aliases(read, slug),
        source=_source(read),
        keywords=read.texts("keywords"),
        license=read.text("license"),
        signals=publication.signals(read),
        versions=publication.versions(read),
        note=read.text("note"),
        extra=read.plain("extra"),
    )


def _imprint(read: Fields) -> Imprint:
    found = Imprint(**{one.name: read.text(one.name) for one in fields(Imprint)})
    if found.type in ("", *WORK_TYPES):
        return found
    hint = f"Write one of {', '.join(WORK_TYPES)}; of an article, a talk or a preprint take the line out."
    read.wrong("type", f"`{found.type}` is no type of work", hint)
    return replace(found, type="")


def _matching(read: Fields, name: str, pattern: re.Pattern[str], what: str) -> str:
    found = read.text(name)
    if found and not pattern.fullmatch(found):
        read.wrong(name, f"`{found}` is not {what}")
        return ""
    return found


def _with_code(links: tuple[tuple[str, str], ...], abstract: str) -> tuple[tuple[str, str], ...]:
    found = _CODE.search(abstract)
    if not found or any(name == "code" for name, _ in links):
        return links
    return tuple(sorted([*links, ("code", found.group())]))


def _aliases(read: Fields, own: str) -> tuple[str, ...]:
    """Each once, and not the page's `own` name, which it may have got back."""
    slugs = tuple(dict.fromkeys(slug for slug in read.texts("aliases") if slug != own))
    for slug in slugs:
        if not urls.is_slug(slug):
            read.wrong("aliases", f"`{slug}` is not a slug", "An alias is the old name of the page's file.")
    return slugs


def _source(read: Fields) -> Source | None:
    stated = read.mapping("source")
    if not stated:
        return None
    inner = Fields(stated, read.where, read.problems, "field of `source`")
    file, rank = inner.text("file", required=True), inner.number("rank", 1, 10**9)
    lines = inner.take("lines")
    inner.close()
    if not (isinstance(lines, list) and [type(line) for line in lines] == [int, int]):
        inner.wrong("lines", "`lines` must be the first and the last line", "Write lines: [3, 4].")
        return None
    return Source(file=file, lines=(lines[0], lines[1]), rank=rank or 0)


def _prose(path: Path, problems: list[Problem]) -> ProsePage | None:
    parsed = _parse(path, problems)
    if parsed is None:
        return None
    read, body = parsed
    if path.stem in urls.TAKEN:
        problems.append(Problem(read.where, f"`{path.stem}` is the name of a page the site makes", "Rename the file."))
    page = ProsePage(
        name=path.stem, title=read.text("title", required=True), description=read.text("description"), body=body
    )
    draft = read.flag("draft")
    read.close()
    return None if draft else page
