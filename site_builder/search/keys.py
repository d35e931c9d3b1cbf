"""What is looked up and not searched: names of people, identifiers, venues; in small files by hash of the word.

A browser fetches only the files of the words it was asked for. A file is JSON, word → postings parted by spaces: the
number of a paper, a letter for the field, and for an author (a) which of the paper's authors it is and the initials of
the other words of the name, as in "17a2:rj". The other fields are an identifier (i) and a venue (v).
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from site_builder.search import shards
from site_builder.search.records import Record
from site_builder.text.search_words import spelled

_HELD: Final = 128
"""Words in a file, about: a kilobyte or two."""
_WORD: Final = re.compile(r"[^\W_]+")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
"""A venue's year is looked up where it is not the paper's own: of CVPR 2021 many papers came out in 2020."""
_DOI_OF_ARXIV: Final = "10.48550/arxiv."


def stated(records: Sequence[Record]) -> object:
    """All of `records` that decides the files."""
    return [(one.authors, one.arxiv, one.doi, one.venue, one.year) for one in records]


def files(records: Sequence[Record]) -> list[bytes]:
    """The files, as many as a power of two; a word is in the one that its hash says."""
    postings: dict[str, dict[str, None]] = defaultdict(dict)
    for number, record in enumerate(records):
        for word, posting in _postings(record):
            postings[word][f"{number}{posting}"] = None
    joined = {word: " ".join(held) for word, held in sorted(postings.items())}
    return [_json(held) for held in shards.divided(joined, shards.count(len(joined), _HELD))]


def _json(held: Mapping[str, str]) -> bytes:
    return json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()


def _postings(record: Record) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(record.authors):
        yield from _of_name(name, number)
    for identifier in _identifiers(record):
        yield identifier, "i"
    for word in _words(record.venue):
        if not word.isdecimal() or (_YEAR.fullmatch(word) and int(word) != record.year):
            yield word, "v"


_MOST_PARTS: Final = 30
"""Of a name; what has more is none."""


def _of_name(name: str, number: int) -> Iterator[tuple[str, str]]:
    """Each word of `name`, a hyphened one also as one; with the initials of all others."""
    parts = [part for part in re.split(r"[^\w\-‐-―'’]+", spelled(name).lower()) if part][:_MOST_PARTS]
    words_of = [_WORD.findall(part) for part in parts]
    for at, words in enumerate(words_of):
        others = words_of[:at] + words_of[at + 1 :]
        initials = "".join(word[0] for other in others for word in other)
        for word in dict.fromkeys([*words, "".join(words)]):
            if len(word) > 1:
                yield word, f"a{number}:{initials}"


def _identifiers(record: Record) -> Iterable[str]:
    if record.arxiv:
        yield from (record.arxiv.lower(), _DOI_OF_ARXIV + record.arxiv.lower())
    if record.doi:
        yield record.doi.lower()


def _words(text: str) -> Iterable[str]:
    return dict.fromkeys(_WORD.findall(spelled(text).lower()))
