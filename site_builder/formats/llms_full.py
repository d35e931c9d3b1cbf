"""llms-full.txt: what papers say, as one Markdown file for readers that are programs.

llms.txt (https://llmstxt.org) lists where things are; by custom the file beside it holds them. Citations stay in the
papers' twins. The file is made in memory, as papers.jsonl is, and so has a bound.
"""

import re
from collections.abc import Iterator
from typing import Final

from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.core import urls
from site_builder.core.config import SiteConfig
from site_builder.formats import citations, data
from site_builder.formats.citations import Bibliography
from site_builder.text import markdown

_LONGEST: Final = 20_000_000
"""Bytes of all papers together; ten thousand take about 17 million."""
_HEADING: Final = re.compile(
    r"^((?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t])))*[ \t]*)(?=#|=+[ \t]*$|-+[ \t]*$)", re.MULTILINE
)
"""Where a body would begin a heading, or make one of the line before, in quotes and lists as well: only papers' titles
are headings here."""
_DEFINITION: Final = re.compile(r"\](?=:)")
"""The end of a name that a body gives an address: by the same name others mean something else."""


def text(catalog: Catalog, bibliography: Bibliography, config: SiteConfig, longest: int = _LONGEST) -> bytes:
    """The newest papers of the site in up to `longest` bytes, in the order of its lists."""
    held: list[bytes] = []
    size = 0
    for entry in catalog.papers:
        paper = "\n".join(_paper(entry, catalog, bibliography, config)).encode("utf-8", "replace")
        size += len(paper)
        if size > longest:
            break
        held.append(paper)
    return "\n".join(_head(len(held), catalog, config)).encode("utf-8", "replace") + b"".join(held)


def _head(held: int, catalog: Catalog, config: SiteConfig) -> Iterator[str]:
    yield f"# {markdown.literal(config.title)}\n"
    if config.description:
        yield f"> {markdown.literal(config.description)}\n"
    every = len(catalog.papers)
    lines = config.urls.absolute(data.whole("jsonl", large=data.is_large(every)))
    which = f"All {every:,} papers" if held == every else f"{held:,} of {every:,} papers, the others being in <{lines}>"
    yield f"{which}: title, authors, where it appeared, tags, abstract.\n"


def _paper(entry: CatalogEntry, catalog: Catalog, bibliography: Bibliography, config: SiteConfig) -> Iterator[str]:
    yield f"\n## {markdown.literal(catalog.titles[entry.slug])}\n"
    yield f"<{config.urls.absolute(urls.paper(entry.slug))}>\n"
    yield f"{markdown.literal(citations.apa(bibliography.reference(entry.paper, entry.key)))}\n"
    if entry.tags:
        tags = ", ".join(catalog.vocabulary.tag(earned.tag).name for earned in entry.tags)
        yield f"Tags: {markdown.literal(tags)}\n"
    body = markdown.portable(entry.paper.body).strip()
    yield _HEADING.sub(r"\1\\", _DEFINITION.sub("] ", body)) + "\n"
