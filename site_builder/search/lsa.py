"""Vectors from the papers alone: latent semantic analysis (Deerwester et al. 1990), a truncated SVD of TF-IDF.

For sites in languages of which no table of words is at hand.
"""

import math
from array import array
from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse

from site_builder.analysis import singular_vectors
from site_builder.core import files
from site_builder.search.table import DIMENSIONS, Kept
from site_builder.text import lexicon


def vectors(texts: Mapping[str, str], counts: Mapping[str, int]) -> Kept:
    """Vectors of the words that stand in more than one of `texts`, and of the texts; none for fewer than three."""
    words = [word for word, held in counts.items() if 1 < held <= len(texts) / 2]
    rank = min(DIMENSIONS, len(texts) - 1, len(words) - 1)
    if rank < 2:  # noqa: PLR2004 — a line and a point have no neighbourhoods
        return Kept()
    weights = _weighed(texts, words, counts)
    left, strengths, right = singular_vectors.greatest(weights, rank)
    coordinates = np.zeros((len(texts), DIMENSIONS))
    coordinates[:, :rank] = left * strengths
    axes = np.zeros((len(words), DIMENSIONS))
    axes[:, :rank] = right.T * np.array([_rarity(counts[word], len(texts)) for word in words])[:, None]
    named = {slug: (files.digest(text), coordinates[at]) for at, (slug, text) in enumerate(texts.items())}
    return Kept(dict(zip(words, axes, strict=True)), named)


def _weighed(texts: Mapping[str, str], words: Sequence[str], counts: Mapping[str, int]) -> sparse.csr_array:
    """TF-IDF, texts by words, each text of length one."""
    column = {word: at for at, word in enumerate(words)}
    held, ends = array("l"), array("l", [0])
    for text in texts.values():
        held.extend(column[word] for word in lexicon.words(text) if word in column)
        ends.append(len(held))
    table = sparse.csr_array((np.ones(len(held)), np.array(held), np.array(ends)), shape=(len(texts), len(words)))
    table.sum_duplicates()
    rarity = np.array([_rarity(counts[word], len(texts)) for word in words])
    table.data = (1 + np.log(table.data)) * rarity[table.indices]
    lengths = np.sqrt(table.multiply(table).sum(axis=1))
    return sparse.csr_array(sparse.diags_array(1 / np.where(lengths > 0, lengths, 1)) @ table)


def _rarity(held: int, texts: int) -> float:
    return math.log(texts / held) + 1
