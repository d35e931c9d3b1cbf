"""The search index: Pagefind's over the text of all papers, and beside it what helps a browser to use it.

How a query is answered is for static/js/search/find.js. A paper is known by its number in the catalog's order.
"""

from collections.abc import Sequence, Set
from pathlib import Path, PurePosixPath
from typing import Final

from site_builder.core.errors import BuildFailed, Problem
from site_builder.search import assist, embeddings, records, service, table
from site_builder.search.records import Record

FOLDER: Final = "pagefind"
_ENTRY: Final = "pagefind-entry.json"
_UNUSED: Final = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")
"""Files of Pagefind's own interfaces, which this site does not use."""
_FRAGMENT: Final = ".pf_fragment"
_UNSTEMMED: Final = "wasm.unknown.pagefind"
"""The program for languages that Pagefind knows no endings of; it comes with every index."""
_UNSPACED: Final = frozenset({"zh", "ja", "th"})
"""Languages whose words we part ourselves; what stands among them in Latin letters is English for the most part."""

File = tuple[str, bytes]
"""Output path and content."""


def index(papers: Sequence[Record], language: str, content: Path) -> tuple[File, ...]:
    """The index over `papers`, with the vectors kept in `content`; the entry file last.

    Published in this order a reader's browser finds either the old index or the new one. Raises `BuildFailed` when
    Pagefind fails, or when the vectors are none.
    """
    kept = table.load(content)
    spoken = "en" if language.split("-", maxsplit=1)[0].lower() in _UNSPACED else language
    pages = ((paper.address, records.page(paper)) for paper in papers)
    made = list(service.index(pages, spoken))
    ids = assist.names([PurePosixPath(path).stem for path, _ in made if path.endswith(_FRAGMENT)])
    if len(ids) != len(papers):
        raise BuildFailed([Problem("pagefind", f"indexed {len(ids):,} of {len(papers):,} papers")])
    named = {path for path, _ in made}
    bundle = dict(sorted((path, file) for path, file in made if _is_used(path, named)))
    entry = bundle.pop(_ENTRY)
    rows = {f"rows/{name}.json": records.row(paper) for name, paper in zip(ids, papers, strict=True)}
    meanings = embeddings.known({paper.slug: paper.text for paper in papers}, kept, language)
    help_files = dict(assist.files(papers, ids, meanings, stems=_UNSTEMMED not in bundle))
    everything = {**bundle, **rows, **help_files, _ENTRY: entry}
    return tuple((f"{FOLDER}/{path}", file) for path, file in everything.items())


def _is_used(path: str, named: Set[str]) -> bool:
    if path == _UNSTEMMED:
        return not any(other.startswith("wasm.") and other != _UNSTEMMED for other in named)
    return not path.startswith(_UNUSED) and not path.endswith(_FRAGMENT)
