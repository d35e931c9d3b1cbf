"""What a split has to tell."""

from dataclasses import dataclass, field

from site_builder.core.errors import Problem
from site_builder.ingest.identity import Page
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
