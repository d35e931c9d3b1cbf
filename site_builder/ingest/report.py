"""What a split has to tell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from site_builder.content import metadata
from site_builder.content.metadata import Facts
from site_builder.core import files
from site_builder.core.errors import Problem
from site_builder.ingest import identity, repair
from site_builder.ingest.identity import Cluster, Page
from site_builder.ingest.merging import Conflict


@dataclass(slots=True)
class IngestReport:
    """What was done with each paper, as slugs, and what a curator should know."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    """Their title was corrected; the old address leads to the new one."""
    joined: list[str] = field(default_factory=list)
    """They turned out to be another page's paper, which leads on from their address."""
    unchanged: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    """Kept as the curator left them."""
    filled: list[str] = field(default_factory=list)
    """Of those edited: fields that nobody had edited were brought up to date."""
    outdated: list[str] = field(default_factory=list)
    """Of those edited: the dump, the facts or the repairs would now say something else than the curator does."""
    conflicts: list[Problem] = field(default_factory=list)
    """What they would say, and what the curator does."""
    deleted: list[str] = field(default_factory=list)
    """Left deleted."""
    duplicates: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Kept, though their dump holds them no more."""
    dropped: int = 0
    """Lines of boilerplate."""
    repairs: int = 0
    warnings: list[Problem] = field(default_factory=list)


def disagreement(where: str, one: Conflict) -> Problem:
    """That the page at `where` says something else than the dumps."""
    what = f"`{one.name}` was edited by hand and is kept: “{one.page}”"
    return Problem(f"{where}:{one.line}" if one.line else where, what, f"The dumps say: “{one.dumps}”")


def needless(page: Page, kept: str) -> Problem:
    """That the untouched `page` to fill in went, for the page `kept` is of its paper."""
    return Problem(
        f"content/papers/{page.slug}.md", f"was to be filled in and is gone: content/papers/{kept}.md is of it"
    )


def left(page: Page, kept: Page) -> Problem:
    """That `page`, which somebody edited, stays beside the page `kept` of the same paper."""
    hint = "Take over what you want to keep, then delete it and add its name to `aliases` of the other."
    return Problem(f"content/papers/{page.slug}.md", f"is of the same paper as content/papers/{kept.slug}.md", hint)


def near_twins(
    clusters: Iterable[Cluster],
    fresh: Sequence[Cluster],
    slugs: Mapping[int, str],
    facts: Mapping[str, Facts],
    folder: Path,
) -> Iterator[Problem]:
    """A warning for each of the `fresh` papers that could be one which is there already, with the line that joins them.

    `slugs`: id of a cluster → its slug, where this split gave it one. The pages lie in `folder`.
    """
    for cluster, other in identity.near_twins(clusters, fresh) if fresh else ():
        here, there = slugs[id(cluster)], slugs.get(id(other)) or other.pages[0].slug
        title = repair.mend(identity.title_of(cluster))[0]
        known = facts.get(metadata.key(title))
        line = f"same_as: {there}`" if known else f'- {{title: "{title}", same_as: {there}}}`'
        where = f"to the entry at {known.where}" if known else "to content/metadata.yaml"
        hint = f"If they are one paper, add {where}: `{line}, and split again."
        one, two = (files.display_path(folder / f"{slug}.md") for slug in (here, there))
        yield Problem(one, f"looks like {two}", hint)


def named_twice(papers: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """A problem for each page that would be written for two of `papers`, (slug, title): the second would replace it."""
    titles: dict[str, str] = {}
    for slug, title in papers:
        if slug in titles:
            what = f"would be the page of two papers, “{titles[slug]}” and “{title}”"
            yield Problem(f"content/papers/{slug}.md", what, "Leave the page to one of the ledgers that name it.")
        titles[slug] = title
