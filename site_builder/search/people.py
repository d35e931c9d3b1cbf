"""Names of people by how their words begin, so that a half-typed name can be suggested; in small files by hash.

A file is JSON, the first three letters of a word → the names that have such a word, those with most papers first, a
line each; behind a tab the slug of the page of an author who has one. A shorter word stands under itself. A browser
fetches one file for what is typed.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from site_builder.search import shards
from site_builder.search.records import Record
from site_builder.text.person_names import identity
from site_builder.text.search_words import spelled

BEGINNING: Final = 3
"""Letters by which a word is found."""
_HELD: Final = 12
"""Beginnings in a file, about: two kilobytes in a digest of some hundred papers."""
_MOST: Final = 300
"""Names kept under one beginning. Who wants another one of very many types a rarer word of the name as well."""
_WORD: Final = re.compile(r"[^\W_]+")


def stated(records: Sequence[Record]) -> object:
    """All of `records` that decides the files."""
    return [(one.authors, one.pages) for one in records]


def files(records: Sequence[Record]) -> list[bytes]:
    """The files, as many as a power of two; a beginning is in the one that its hash says."""
    papers = Counter(name for record in records for name in dict.fromkeys(record.authors))
    pages = {name: slug for record in records for name, slug in zip(record.authors, record.pages, strict=False) if slug}
    names: dict[str, list[str]] = defaultdict(list)
    for name in sorted(papers, key=lambda name: (-papers[name], name)):
        for beginning in dict.fromkeys(_beginnings(name)):
            readable = identity(name)
            names[beginning].append(f"{readable}\t{pages[name]}" if name in pages else readable)
    joined = {beginning: "\n".join(held[:_MOST]) for beginning, held in sorted(names.items())}
    return [_json(held) for held in shards.divided(joined, shards.count(len(joined), _HELD))]


def _beginnings(name: str) -> Iterator[str]:
    words: Iterable[str] = _WORD.findall(spelled(name).lower())
    yield from (word[:BEGINNING] for word in words if len(word) > 1)


def _json(held: dict[str, str]) -> bytes:
    return json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()
