"""The curator's shelves: content/shelves/<name>.yaml, each a title, an introduction, and a query or listed papers.

What a query means is for `analysis.query`; here it is text.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from site_builder.core import files, folders, urls, yaml_fields, yaml_text
from site_builder.core.config import ORDERS
from site_builder.core.errors import Problem, did_you_mean, gather, raise_if_any

FOLDER: Final = "shelves"
LISTED: Final = "listed"
"""The order in which the file names papers; those that the query finds come behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One shelf, as its file states it."""

    slug: str
    title: str
    introduction: str = ""
    """Markdown."""
    query: str = ""
    query_at: str = ""
    """File and line of the query."""
    papers: tuple[str, ...] = ()
    """Slugs, in the curator's order."""
    order: str = ""
    """One of `ORDERS`, or "listed"; "" for the site's, and for "listed" where no query adds any."""
    papers_at: tuple[str, ...] = ()
    """File and line of each of `papers`."""


def load(content: Path) -> tuple[Shelf, ...]:
    """Every shelf under content/shelves/, by file name; none without it.

    Raises `BuildFailed` with the problems of all files.
    """
    paths = folders.matching(content / FOLDER, "*.y*ml")
    files.require_own(paths, content.parent)
    problems: list[Problem] = []
    found = [shelf for path in paths if (shelf := _read(path, problems))]
    raise_if_any(problems)
    return tuple(found)


def _read(path: Path, problems: list[Problem]) -> Shelf | None:
    where = files.display_path(path)
    if not urls.is_slug(path.stem):
        problems.append(Problem(where, urls.NO_SLUG, urls.SLUG_HINT))
    with gather(problems):
        return _shelf(path.stem, yaml_fields.Fields(yaml_text.load(files.read_text(path), where), where, problems))
    return None


def _shelf(slug: str, read: yaml_fields.Fields) -> Shelf:
    query, order = read.text("query"), read.text("order")
    shelf = Shelf(
        slug=slug,
        title=read.text("title", required=True),
        introduction=read.lines("introduction"),
        query=query,
        query_at=read.at("query"),
        papers=read.texts("papers"),
        order=order,
        papers_at=tuple(read.each_at("papers")),
    )
    if order and order not in (*ORDERS, LISTED):
        read.wrong("order", f"`{order}` is no order", did_you_mean(order, (*ORDERS, LISTED)))
    read.close()
    if not query and not shelf.papers:
        read.wrong(
            "title", "holds neither `query` nor `papers`", 'Add a line such as query: "tag:quantization year:2024-".'
        )
    return shelf


def resolve(
    found: Sequence[Shelf], names: Mapping[str, str], drafts: Collection[str]
) -> tuple[tuple[Shelf, ...], tuple[Problem, ...]]:
    """The shelves `found` with each paper under the slug it has now, and a notice of each draft, which is left out.

    `names` holds every slug that a published paper has or had → the one it has. Raises `BuildFailed` with each paper
    that is none, and each that stands on a shelf twice.
    """
    raise_if_any(problem for shelf in found for problem in _wrong(shelf, names, drafts))
    kept = tuple(replace(one, papers=tuple(names[slug] for slug in one.papers if slug in names)) for one in found)
    hint = "Take it off the shelf, or take `draft: true` out of its page."
    notices = tuple(
        Problem(location, f"the paper `{slug}` is a draft and left out", hint)
        for shelf in found
        for slug, location in zip(shelf.papers, shelf.papers_at, strict=True)
        if slug not in names
    )
    return kept, notices


def _wrong(shelf: Shelf, names: Mapping[str, str], drafts: Collection[str]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for slug, location in zip(shelf.papers, shelf.papers_at, strict=True):
        if slug not in names and slug not in drafts:
            guess = did_you_mean(slug, names)
            hint = guess if guess.startswith("Did") else "A paper is named by its file under content/papers/."
            yield Problem(location, f"there is no paper `{slug}`", hint)
        paper = names.get(slug, slug)
        if paper in first:
            yield Problem(
                location, f"the paper `{slug}` is on this shelf already", f"Take it out here or in {first[paper]}."
            )
        first.setdefault(paper, location)
