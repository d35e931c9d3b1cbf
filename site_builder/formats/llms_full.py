"""llms-full.txt: what papers say, as one Markdown file for readers that are programs.

llms.txt (https://llmstxt.org) lists where things are; by custom the file beside it holds them. Citations stay in the
papers' twins. The file is made in memory, as papers.jsonl is, and so has a bound.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.content.vocabulary import Vocabulary
from site_builder.core import urls
from site_builder.core.config import SiteConfig
from site_builder.core.urls import Urls
from site_builder.formats import citations, data
from site_builder.formats.citations import Bibliography
from site_builder.formats.roll import Roll
from site_builder.text import markdown

_LONGEST: Final = 20_000_000
"""Bytes of all papers together, about; ten thousand take some 17 million."""
_AROUND: Final = 400
"""Bytes that stand around an abstract, about."""
_HEADING: Final = re.compile(
    r"^((?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t])))*[ \t]*)(?=#|=+[ \t]*$|-+[ \t]*$)", re.MULTILINE
)
"""Where a body would begin a heading, or make one of the line before, in quotes and lists as well: only papers' titles
are headings here."""
_DEFINITION: Final = re.compile(r"\](?=:)")
"""The end of a name that a body gives an address: by the same name others mean something else."""


def roll(
    catalog: Catalog, bibliography: Bibliography, config: SiteConfig, longest: int = _LONGEST
) -> tuple[Roll[CatalogEntry], Sequence[CatalogEntry]]:
    """How the file is made, and of which papers: the newest, in the order of lists, that take some `longest` bytes."""
    held = 0
    for entry in catalog.papers:
        longest -= len(entry.paper.body.encode("utf-8", "replace")) + _AROUND
        if longest < 0:
            break
        held += 1
    begins = "\n".join(_head(held, catalog, config)).encode("utf-8", "replace")
    return Roll(partial(_paper, catalog.vocabulary, bibliography, config.urls), begins, b""), catalog.papers[:held]


def _head(held: int, catalog: Catalog, config: SiteConfig) -> Iterator[str]:
    yield f"# {markdown.literal(config.title)}\n"
    if config.description:
        yield f"> {markdown.literal(config.description)}\n"
    every = len(catalog.papers)
    lines = config.urls.absolute(data.whole("jsonl", large=data.is_large(every)))
    which = f"All {every:,} papers" if held == every else f"{held:,} of {every:,} papers, the others being in <{lines}>"
    yield f"{which}: title, authors, where it appeared, tags, abstract.\n"


def _paper(vocabulary: Vocabulary, bibliography: Bibliography, site: Urls, entry: CatalogEntry) -> bytes:
    paper = entry.paper
    tags = ", ".join(vocabulary.tag(earned.tag).name for earned in entry.tags)
    body = _HEADING.sub(r"\1\\", _DEFINITION.sub("] ", markdown.portable(paper.body).strip()))
    lines = (
        f"\n## {markdown.literal(paper.title)}\n",
        f"<{site.absolute(urls.paper(entry.slug))}>\n",
        f"{markdown.literal(citations.apa(bibliography.reference(paper, entry.key)))}\n",
        *([f"Tags: {markdown.literal(tags)}\n"] if entry.tags else []),
        f"{body}\n",
    )
    return "\n".join(lines).encode("utf-8", "replace")
