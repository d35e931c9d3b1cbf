"""The files beside Pagefind's that static/js/search/assist.js reads: what Pagefind knows nothing of.

All but papers.json are named by what they hold, so that a browser never mixes those of two builds.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

import msgspec

from site_builder.core.files import digest
from site_builder.core.memo import Recall
from site_builder.search import embeddings, facts, keys, nearness, people, shards
from site_builder.search.records import Record
from site_builder.search.table import Floats, Kept, english
from site_builder.text import lexicon
from site_builder.text.search_words import root

SEARCHED: Final = "searched"
"""What is recalled: the words of a paper and their roots, by the digest of its text."""
_LISTED: Final = 20_000
"""Words that a browser can tell a slip from."""
_MANY: Final = 2_000
_COMMON: Final = 0.04
"""As in static/js/search/find.js."""
_HELD: Final = 300
"""Words in a file of them, about; those with one first letter are together."""

File = tuple[str, bytes]
"""Path below the index's folder, and content."""


def names(results: Sequence[str]) -> list[str]:
    """What tells each of `results`, as Pagefind calls them, from all others: so much of its digest as that takes."""
    digests = sorted(name.partition("_")[2] for name in results)
    shared = [0, *(_shared(*pair) for pair in pairwise(digests)), 0]
    short = {name: name[: max(around) + 1] for name, around in zip(digests, pairwise(shared), strict=True)}
    return [short[name.partition("_")[2]] for name in results]


def _shared(one: str, other: str) -> int:
    """How many first letters are the same."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def files(papers: Sequence[Record], meanings: Kept, recall: Recall) -> tuple[list[File], Mapping[str, object]]:
    """The files for `papers` but papers.json; and what that says of them."""
    words, roots = _counts(papers, recall)
    singles = {name: _json(of(papers)) for name, of in (("orders", facts.orders), ("facets", facts.facts))}
    of_words = _words(meanings.words, recall) if meanings.papers else []
    of_papers = list(nearness.files([meanings.papers[paper.slug][1] for paper in papers])) if of_words else []
    folders = {
        f"{name}-{_digest(*held)}/": (name, kind, held)
        for name, kind, held in (
            ("keys", "json", _once("keys", keys.stated(papers), lambda: keys.files(papers), recall)),
            ("people", "json", _once("people", people.stated(papers), lambda: people.files(papers), recall)),
            ("words", "json", _by_letter(_frequent(lexicon.bases(words)))),
            ("meanings", "bin", of_words),
            ("nearness", "bin", of_papers),
        )
    }
    described = {
        "years": [paper.year for paper in papers],
        "common": _common(roots, len(papers)),
        **{name: f"{name}-{_digest(content)}.json" for name, content in singles.items()},
        **{name: [folder, len(held)] for folder, (name, _, held) in folders.items()},
    }
    made = [(str(described[name]), content) for name, content in singles.items()]
    for folder, (_, kind, held) in folders.items():
        made += [(f"{folder}{number}.{kind}", content) for number, content in enumerate(held)]
    return made, described


def _once(kind: str, stated: object, make: Callable[[], Iterable[bytes]], recall: Recall) -> Sequence[bytes]:
    """The files of a `kind` as `recall` knows them, where `stated`, of which they are made, is the same."""
    return recall.one(kind, digest(msgspec.msgpack.encode(stated)), lambda: tuple(make()))


def _words(words: Mapping[str, Floats], recall: Recall) -> Sequence[bytes]:
    stated = "English" if words is english().words else [(word, row.tobytes()) for word, row in words.items()]
    return _once("words", stated, lambda: embeddings.of_words(words), recall)


def papers_file(described: Mapping[str, object], ids: Sequence[str], parts: int, *, stems: bool) -> File:
    """papers.json: what is `described`, by which `ids` results are told, and how many `parts` the index has.

    It `stems` when it knows the endings of their words.
    """
    return "papers.json", _json({**described, "ids": " ".join(ids), "parts": parts, "stems": stems})


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _counts(papers: Sequence[Record], recall: Recall) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """How many of `papers` hold each word, and each root of words; by the alphabet."""
    words: Counter[str] = Counter()
    roots: Counter[str] = Counter()
    texts = [paper.searched for paper in papers]
    for said in recall.all(
        SEARCHED, list(map(digest, texts)), lambda missing: map(_said, (texts[at] for at in missing))
    ):
        some, theirs = said.split("\n")
        words.update(some.split())
        roots.update(theirs.split())
    return {word: words[word] for word in sorted(words)}, {found: roots[found] for found in sorted(roots)}


def _said(text: str) -> str:
    """The words of `text`, each once, and on another line their roots."""
    words = sorted(set(lexicon.words(text)))
    return f"{' '.join(words)}\n{' '.join(sorted({_root(word) for word in words}))}"


_root = cache(root)


def _common(roots: Mapping[str, int], papers: int) -> Mapping[str, int]:
    """Of many papers those of `roots` that so many have that a browser asks for their words last."""
    return {found: held for found, held in roots.items() if papers >= _MANY and held >= _COMMON * papers}


def _by_letter(words: Mapping[str, int]) -> list[bytes]:
    """`words` and how many papers have each, in files by their first letters: few slips touch that one."""
    held: dict[str, dict[str, int]] = {}
    for word, count in words.items():
        held.setdefault(word[0], {})[word] = count
    letters = shards.divided({letter: letter for letter in held}, shards.count(len(words), _HELD))
    parts = [{word: count for letter in part for word, count in held[letter].items()} for part in letters]
    return [json.dumps(lexicon.listed(part), ensure_ascii=False).encode() for part in parts]


def _frequent(words: Mapping[str, int]) -> Mapping[str, int]:
    """`words`, of very many only those that most papers have: Pagefind knows the others as well."""
    most = sorted(words, key=lambda word: (-words[word], word))[:_LISTED]
    return {word: words[word] for word in sorted(most)}


def _digest(*contents: bytes) -> str:
    return digest(b"".join(contents))[:10]
