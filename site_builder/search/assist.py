"""The files beside Pagefind's that static/js/search/assist.js reads: what Pagefind knows nothing of.

All but papers.json are named by what they hold, so that a browser never mixes those of two builds.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from site_builder.core.files import digest
from site_builder.search import embeddings, facts, keys, people
from site_builder.search.records import Record
from site_builder.search.table import Kept
from site_builder.text import lexicon

_LISTED: Final = 20_000
"""Words of which a browser gets the list: some 80 KB."""

File = tuple[str, bytes]
"""Path below the index's folder, and content."""


def files(papers: Sequence[Record], ids: Sequence[str], meanings: Kept, *, stems: bool) -> Iterator[File]:
    """The files for `papers`, which Pagefind calls `ids`; `stems` when it knows the endings of their words."""
    words = _frequent(lexicon.bases(lexicon.count(paper.searched for paper in papers)))
    listed = json.dumps(lexicon.listed(words), ensure_ascii=False).encode()
    orders = json.dumps(facts.orders(papers), separators=(",", ":")).encode()
    of_words = list(embeddings.of_words(meanings)) if meanings.papers else []
    of_papers = embeddings.of_papers(meanings, [paper.slug for paper in papers]) if of_words else b""
    folders = {
        f"{name}-{_digest(*held)}/": (name, kind, held)
        for name, kind, held in (
            ("keys", "json", keys.files(papers)),
            ("people", "json", people.files(papers)),
            ("meanings", "bin", of_words),
        )
    }
    described = {
        **facts.facts(papers),
        "stems": stems,
        "language": ids[0].partition("_")[0] if ids else "",
        "ids": " ".join(name.partition("_")[2] for name in ids),
        "words": f"words-{_digest(listed)}.json",
        "orders": f"orders-{_digest(orders)}.json",
        "nearness": f"nearness-{_digest(of_papers)}.bin" if of_papers else "",
        **{name: [folder, len(held)] for folder, (name, _, held) in folders.items()},
    }
    yield str(described["words"]), listed
    yield str(described["orders"]), orders
    if of_papers:
        yield str(described["nearness"]), of_papers
    for folder, (_, kind, held) in folders.items():
        for number, content in enumerate(held):
            yield f"{folder}{number}.{kind}", content
    yield "papers.json", json.dumps(described, separators=(",", ":")).encode()


def _frequent(words: Mapping[str, int]) -> Mapping[str, int]:
    """`words`, of very many only those that most papers have: Pagefind knows the others as well."""
    most = sorted(words, key=lambda word: (-words[word], word))[:_LISTED]
    return {word: words[word] for word in sorted(most)}


def _digest(*contents: bytes) -> str:
    return digest(b"".join(contents))[:10]
