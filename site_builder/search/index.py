"""The search index: Pagefind's over the text of all papers, and beside it what helps a browser to use it.

How a query is answered is for static/js/search/find.js. A paper is known by its number in the catalog's order.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from site_builder.core.memo import Recall
from site_builder.search import assist, embeddings, parts, records, table
from site_builder.search.parts import File
from site_builder.search.records import Record

FOLDER: Final = "pagefind"
_UNSTEMMED: Final = "wasm.unknown.pagefind"
"""The program for languages that Pagefind knows no endings of; it comes with every index."""
_UNSPACED: Final = frozenset({"zh", "ja", "th"})
"""Languages whose words we part ourselves; what stands among them in Latin letters is English for the most part."""


def index(papers: Sequence[Record], language: str, content: Path, recall: Recall) -> tuple[File, ...]:
    """The index over `papers`, with the vectors kept in `content`; the files that Pagefind begins with last.

    Published in this order a reader's browser finds either the old index or the new one. What `recall` holds is not
    found out again. Raises `BuildFailed` when Pagefind fails, or when the vectors are none.
    """
    kept = table.load(content)
    spoken = "en" if language.split("-", maxsplit=1)[0].lower() in _UNSPACED else language
    with ThreadPoolExecutor(1) as beside:  # Pagefind is another process, and the longer of the two
        coming = beside.submit(parts.index, papers, spoken, recall)
        meanings = embeddings.known({paper.slug: paper.text for paper in papers}, kept, language, recall)
        help_files, described = assist.files(papers, meanings, recall)
        made = coming.result()
    bundle = [file for file in made.files if file[0] != _UNSTEMMED or not _has_other(made.files)]
    ids = assist.names(made.names)
    rows = ((f"rows/{name}.json", records.row(paper)) for name, paper in zip(ids, papers, strict=True))
    known = assist.papers_file(described, ids, made.parts, stems=_UNSTEMMED not in dict(bundle))
    return tuple((f"{FOLDER}/{path}", file) for path, file in (*rows, *help_files, known, *bundle))


def _has_other(bundle: Sequence[File]) -> bool:
    """Whether there is a program for the language itself."""
    return any(path.startswith("wasm.") and path != _UNSTEMMED for path, _ in bundle)
