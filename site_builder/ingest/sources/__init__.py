"""Dumps as entries: one reader a format, picked by what the text looks like.

A reader accounts for every line: it belongs to an entry or was dropped by a named rule. Mending text is for `repair`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from site_builder.core import files
from site_builder.core.errors import BuildFailed, Problem, raise_if_any
from site_builder.ingest.sources import (
    arxiv_listing,
    bibtex,
    feed,
    hf_paper_page,
    json_records,
    markdown_list,
    pubmed,
    pubmed_xml,
    ris,
    table,
    title_abstract_lines,
)
from site_builder.ingest.sources.dump import LONGEST_LINE, Dropped, Dump

__all__ = ["Dropped", "Dump", "Reader", "detect", "read"]


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: its name, whether a text is of it, and how to read it.

    `read` takes the lines and the dump's name for messages; it raises `BuildFailed` with every problem it can find.
    """

    name: str
    detect: Callable[[str], bool]
    read: Callable[[list[str], str], Dump]
    longest_line: int = LONGEST_LINE


_ANY = files.MAX_BYTES
"""An answer of a service may be one line."""

READERS = (
    Reader("JSON", json_records.detect, json_records.read, _ANY),
    Reader("RIS", ris.detect, ris.read),
    Reader("PubMed", pubmed.detect, pubmed.read),
    Reader("PubMed's XML", pubmed_xml.detect, pubmed_xml.read, _ANY),
    Reader("feed", feed.detect, feed.read, _ANY),
    Reader("BibTeX", bibtex.detect, bibtex.read, 20 * LONGEST_LINE),  # a line may name thousands of authors
    Reader("table", table.detect, table.read, 20 * LONGEST_LINE),
    Reader("arXiv listing", arxiv_listing.detect, arxiv_listing.read),
    Reader("Hugging Face page", hf_paper_page.detect, hf_paper_page.read),
    Reader("Markdown list", markdown_list.detect, markdown_list.read),
    Reader("titles and abstracts", lambda _text: True, title_abstract_lines.read),
)
"""Most particular first; the last takes what is left."""


def detect(text: str) -> Reader:
    """The first reader that finds `text` to be of its format."""
    return next(reader for reader in READERS if reader.detect(text))


def read(text: str, where: str) -> Dump:
    """The entries of the dump `text`. Raises `BuildFailed` with every problem found, each with its line."""
    is_export = where.lower().endswith(_EXPORTS)
    if is_export and (not text.strip() or detect(text) is READERS[-1]) and not any(_foreign(text, where)):
        raise BuildFailed([Problem(where, "holds no entry", "Is this the right file? Export it again.")])
    if not text.strip():
        raise BuildFailed([Problem(where, "is empty", "Put a title and its abstract on alternating lines.")])
    raise_if_any(_foreign(text, where))
    lines = text.removesuffix("\n").split("\n")
    reader = detect(text)
    if reader is READERS[-1] and where.lower().endswith(_TABLES):
        hint = "Name the columns on the first line: title, and abstract, authors, year, doi … as far as there are some."
        raise BuildFailed([Problem(f"{where}:1", "is a table without a column called `title`", hint)])
    raise_if_any(_few(_overlong(lines, where, reader.longest_line), where))
    try:
        dump = reader.read(lines, where)
    except BuildFailed as failed:
        raise BuildFailed(_few(failed.problems, where)) from failed
    raise_if_any(_few(_unaccounted(lines, dump, where), where))
    return replace(dump, digest=files.digest(text))


_EXPORTS = (".bib", ".bibtex", ".ris", ".nbib")
"""Endings of names of what programs write, of which no line is a title."""
_TABLES = (".csv", ".tsv")
_OTHER_FORMATS = (
    ("PDF", re.compile("%PDF-"), "It is no text: a dump is a list of papers."),
    (
        "HTML or XML",
        re.compile(r"<(?:!doctype|\?xml|html)\b", re.IGNORECASE),
        "Copy the page's text, or save its feed.",
    ),
    ("YAML", re.compile(r"---\n"), "Make of it lines of title and abstract in turn, or one JSON object a line."),
)
"""What other kinds of file begin with: (what it is, how it begins, what to do)."""


def _foreign(text: str, where: str) -> Iterator[Problem]:
    """The complaint about a file of a kind that is often at hand and that no reader reads."""
    for name, begins, hint in _OTHER_FORMATS:
        if begins.match(text.lstrip()) and not (feed.detect(text) or pubmed_xml.detect(text)):
            yield Problem(f"{where}:1", f"is {name}, which is not read here", hint)


_MAX_LISTED = 20
"""Problems of one dump beyond which more of them help nobody."""


def _few(problems: Iterable[Problem], where: str) -> list[Problem]:
    found = list(problems)
    if len(found) <= _MAX_LISTED:
        return found
    rest = Problem(where, f"{len(found) - _MAX_LISTED:,} more lines have problems", "Is this the right file?")
    return [*found[:_MAX_LISTED], rest]


def _overlong(lines: list[str], where: str, longest: int) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        if len(line) > longest:
            hint = f"No title or abstract has more than {LONGEST_LINE:,}. Is this the right file?"
            yield Problem(f"{where}:{number}", f"the line has {len(line):,} characters", hint)


def _unaccounted(lines: list[str], dump: Dump, where: str) -> Iterator[Problem]:
    seen = {dropped.line for dropped in dump.dropped}
    for entry in dump.entries:
        seen.update(range(entry.lines[0], entry.lines[1] + 1))
    for number in range(1, len(lines) + 1):
        if number not in seen:
            yield Problem(f"{where}:{number}", "belongs to no paper and to no known boilerplate")
