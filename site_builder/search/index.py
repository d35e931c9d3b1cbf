"""The search index: Pagefind's over the text of all papers, and beside it what helps a browser to use it.

How a query is answered is for static/js/search/find.js. A paper is known by its number in the catalog's order.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from site_builder.core import files
from site_builder.core.errors import BuildFailed, Problem
from site_builder.search import embeddings, keys, records, service
from site_builder.search.embeddings import Kept
from site_builder.search.records import Record
from site_builder.text import lexicon
from site_builder.text.search_words import spelled

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
    kept = embeddings.load(content)
    spoken = "en" if language.split("-", maxsplit=1)[0].lower() in _UNSPACED else language
    pages = ((paper.address, records.page(paper)) for paper in papers)
    made = list(service.index(pages, spoken))
    ids = [PurePosixPath(path).stem for path, _ in made if path.endswith(_FRAGMENT)]
    if len(ids) != len(papers):
        raise BuildFailed([Problem("pagefind", f"indexed {len(ids):,} of {len(papers):,} papers")])
    bundle = dict(sorted((path, file) for path, file in made if _is_used(path, [path for path, _ in made])))
    entry = bundle.pop(_ENTRY)
    rows = {f"rows/{name}.json": records.row(paper) for name, paper in zip(ids, papers, strict=True)}
    help_files = dict(_assist(papers, ids, kept, stems=_UNSTEMMED not in bundle))
    everything = {**bundle, **rows, **help_files, _ENTRY: entry}
    return tuple((f"{FOLDER}/{path}", file) for path, file in everything.items())


def _is_used(path: str, all_paths: Sequence[str]) -> bool:
    if path == _UNSTEMMED:
        return not any(other.startswith("wasm.") and other != _UNSTEMMED for other in all_paths)
    return not path.startswith(_UNUSED) and not path.endswith(_FRAGMENT)


def texts(papers: Sequence[Record]) -> dict[str, str]:
    """Slug → title and abstract."""
    return {paper.slug: paper.text for paper in papers}


def _assist(papers: Sequence[Record], ids: Sequence[str], kept: Kept, *, stems: bool) -> Iterator[File]:
    """The files that static/js/search/assist.js reads, all but papers.json named by what they hold."""
    words = lexicon.bases(lexicon.count(spelled(paper.searched) for paper in papers))
    listed = json.dumps(lexicon.listed(words), ensure_ascii=False).encode()
    table = embeddings.shipped(texts(papers), tuple(words), kept)
    shards = keys.shards(papers)
    names = {
        "words": _named("words", "json", listed),
        "vectors": _named("vectors", "bin", table) if table else "",
        "keys": f"keys-{files.digest(b''.join(shards))[:10]}/",
    }
    yield names["words"], listed
    if table:
        yield names["vectors"], table
    for number, shard in enumerate(shards):
        yield f"{names['keys']}{number}.json", shard
    tags = sorted({slug for paper in papers for slug, _ in paper.tags})
    told = {
        **names,
        "key_files": len(shards),
        "stems": stems,
        "language": ids[0].split("_")[0] if ids else "",
        "ids": " ".join(name.partition("_")[2] for name in ids),
        "years": [paper.year for paper in papers],
        "tags": tags,
        "tagged": [[tags.index(slug) for slug, _ in paper.tags] for paper in papers],
        "code": [number for number, paper in enumerate(papers) if paper.has_code],
    }
    yield "papers.json", json.dumps(told, separators=(",", ":")).encode()


def _named(name: str, kind: str, content: bytes) -> str:
    return f"{name}-{files.digest(content)[:10]}.{kind}"
