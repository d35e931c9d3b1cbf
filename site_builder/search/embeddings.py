"""What a browser needs to know of meanings: a vector for each paper, and those of words in small files by hash.

The vector of a query is the sum of its words', so that a browser needs no model and fetches its own words' files only.
Words of English sites come from the packaged table (`table`), those of others from the papers themselves (`lsa`).
"""

import gzip
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from site_builder.core import files
from site_builder.core.memo import Recall
from site_builder.search import lsa, shards, table
from site_builder.search.table import DIMENSIONS, Floats, Kept
from site_builder.text import lexicon

MEANT: Final = "meant"
"""What is recalled: the vector of a paper that no encoder read, by the digest of its text."""
_HELD: Final = 96
"""Words in a file, about: two kilobytes and a half."""
_STRONGEST: Final = 400
"""Words of a paper whose vectors make its own, where no encoder read it."""
_TITLE: Final = 0.3
"""What a title counts beside title and abstract together."""
_FEW: Final = 20


def known(texts: Mapping[str, str], kept: Kept, language: str, recall: Recall) -> Kept:
    """A vector for each word there is one of, and for each of `texts` (slug → title and abstract).

    Those that `recall` holds are not made again. None when there are too few texts to tell their meanings apart.
    """
    if language.split("-", maxsplit=1)[0].lower() == "en":
        english = table.english().words
        words = {**english, **kept.words} if kept.words else english
    else:
        made = lsa.vectors(texts, lexicon.count(texts.values()))
        return made if made.words else Kept()
    missing = {slug: text for slug, text in texts.items() if kept.papers.get(slug, ("",))[0] != files.digest(text)}
    summed = _centred(_summed(texts, words, kept.version, recall)) if missing else {}
    papers = {slug: kept.papers[slug] if slug not in missing else ("", summed[slug]) for slug in texts}
    return Kept(words, papers)


def _summed(texts: Mapping[str, str], words: Mapping[str, Floats], version: str, recall: Recall) -> dict[str, Floats]:
    """What each of `texts` means, by `words` of a `version`."""
    stated = list(texts.values())
    keys = [files.digest(version + text) for text in stated]
    made = recall.all(MEANT, keys, lambda missing: (_meant(stated[at], words).tobytes() for at in missing))
    return {slug: np.frombuffer(vector) for slug, vector in zip(texts, made, strict=True)}


def _meant(text: str, words: Mapping[str, Floats]) -> Floats:
    """What `text` means; its title says it more plainly than the rest."""
    return _sum(text, words) + _TITLE * _sum(text.partition(". ")[0], words)


def _sum(text: str, words: Mapping[str, Floats]) -> Floats:
    """The sum of what the words of `text` mean."""
    held = [words[word] for word in sorted(set(lexicon.words(text))) if word in words][:_STRONGEST]
    summed = np.sum(held, axis=0) if held else np.zeros(DIMENSIONS)
    scaled: Floats = summed / (np.linalg.norm(summed) or 1)
    return scaled


def _centred(vectors: Mapping[str, Floats]) -> dict[str, Floats]:
    """Less what all papers of a site say, which tells none from another; of few papers that is not known well."""
    middle = np.sum(list(vectors.values()), axis=0) / (len(vectors) + _FEW)
    return {slug: vector - middle for slug, vector in vectors.items()}


def of_words(words: Mapping[str, Floats]) -> Sequence[bytes]:
    """The files of words: a line of them, and what `table.packed` makes of their vectors."""
    return _of_english() if words is table.english().words else tuple(_packed(words))


@lru_cache(1)
def _of_english() -> Sequence[bytes]:
    """Those of the packaged table, which most sites have: once a process, however often it builds."""
    return tuple(_packed(table.english().words))


def _packed(words: Mapping[str, Floats]) -> Iterator[bytes]:
    most = float(np.abs(list(words.values())).max(initial=0))
    names = sorted(words)
    for held in shards.divided({word: word for word in names}, shards.count(len(names), _HELD)):
        rows = table.packed([words[word] for word in held], most)
        yield gzip.compress(" ".join(held).encode() + b"\n" + rows, mtime=0)
