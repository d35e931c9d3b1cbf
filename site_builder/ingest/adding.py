"""One paper that somebody asked for: the page it has, or one to fill in.

What was fetched goes the way of all dumps, and takes the page to fill in away if nobody has touched it.
"""

from pathlib import Path

from site_builder.content import ledger, metadata
from site_builder.core import clock, files
from site_builder.core.config import SiteConfig
from site_builder.ingest import dumps, identity, skeleton
from site_builder.ingest.shelf import Shelf
from site_builder.ingest.skeleton import Reference


def here(config: SiteConfig, paper: Reference) -> Path | None:
    """The page that `paper` has already; None where it has none, or only one to fill in."""
    facts, _ = metadata.by_title(metadata.load(config.content / "metadata.yaml"))
    shelf = Shelf(config, facts)
    slug = shelf.page_of(identity.stated("", (), paper.arxiv, paper.doi))
    return shelf.path(slug) if slug else None


def ledger_of(config: SiteConfig, slug: str) -> Path:
    """The ledger that remembers the page `slug`."""
    return next(path for path in dumps.ledgers(config) if slug in ledger.load(path).pages)


def to_fill_in(config: SiteConfig, paper: Reference) -> Path:
    """Write a page to fill in for `paper`, unless it is there; where it is."""
    path = config.content / "papers" / f"{paper.name}.md"
    if not path.exists():
        files.write(path, skeleton.text(paper, clock.today().isoformat()), within=config.root)
    return path
