"""Which papers are closest to which, and the words that say why.

A paper is its heaviest terms: words and pairs of neighbouring words of title and abstract, weighed by TF-IDF. Two
papers are as alike as the cosine of those. Deciding how a neighbour looks belongs to `views`.

All weights are whole numbers. Their sums are exact in any order, so that no machine, thread count or library version
can turn a tie. Every step costs a constant a paper: only the heaviest terms of a paper are kept, and a term many
papers hold leads only to those in which it weighs most.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from site_builder.analysis.related_words import (
    ALONE,
    HYPHENED,
    IS_CJK,
    PAIRED,
    PREFIX,
    Ints,
    Numbers,
    Words,
    carries,
    read,
    singular,
)
from site_builder.content.model import Paper

MIN_LIKENESS: Final = 0.1
"""The cosine below which two papers have no more in common than their field."""
MOST_SUGGESTED: Final = 15
"""How many papers may suggest the same one."""
REASONS: Final = 3

_TERMS = 40
"""How many terms stand for a paper."""
_POSTINGS = 150
"""To how many papers one term leads."""
_UNIT = 4096
"""The length of a paper's vector: weights are whole numbers of these."""
_BLOCK = 512
"""Papers compared at once; bounds the memory of a product."""
_Matrix: TypeAlias = Any
"""A scipy.sparse.csr_array of int64; SciPy ships no types."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A paper worth reading after another.

    `likeness` is the cosine of the two, to three decimals; `shared` holds up to three terms of both, heaviest first.
    """

    slug: str
    likeness: float
    shared: tuple[str, ...]


def closest(papers: Sequence[Paper], count: int = 6) -> dict[str, tuple[Neighbour, ...]]:
    """Up to `count` neighbours of each paper by slug, most alike first, equals by slug; () where nothing is alike.

    The order of `papers` is of no matter. No paper is suggested more than `MOST_SUGGESTED` times: the strongest links
    win, and the next best neighbour takes the place of one refused.
    """
    ordered = sorted(papers, key=lambda paper: paper.slug)
    found: dict[str, list[Neighbour]] = {paper.slug: [] for paper in ordered}
    if len(ordered) > 1 and count > 0:
        words = read(ordered)
        terms = _terms(words)
        vectors = _vectors(terms.counts)
        source, target, likeness = _fair(*_links(vectors, 4 * count), count)
        reasons = _reasons(words, terms, vectors, source, target)
        for one, other, like, shared in zip(source.tolist(), target.tolist(), likeness.tolist(), reasons, strict=True):
            found[ordered[one].slug].append(Neighbour(ordered[other].slug, like / 1000, shared))
    return {slug: tuple(neighbours) for slug, neighbours in found.items()}


# Weighing


@dataclass(frozen=True, slots=True)
class _Terms:
    """What is counted: words, and after them pairs of words."""

    counts: _Matrix
    """Papers by terms."""
    of_spelling: Ints
    """The word a spelling stands for, by number."""
    words: int
    """How many of the terms are single words."""
    pair_at: Ints
    """Where in the run a counted pair begins."""
    pair: Ints
    """Its term."""


def _terms(words: Words) -> _Terms:
    numbers = Numbers()
    of_spelling = np.array([numbers[singular(spelling)] for spelling in words.spellings], np.int64)
    reach = np.array([carries(spelling) for spelling in words.spellings], np.int8)
    alone = np.flatnonzero(reach[words.run] == ALONE)
    singles = _counted(words, alone, of_spelling[words.run[alone]], len(numbers))
    at, pair = _pairs(words, of_spelling, reach)
    kinds = int(pair.max(initial=-1)) + 1
    counts = sparse.hstack([singles, _counted(words, at, pair, kinds)], format="csr")
    return _Terms(counts, of_spelling, len(numbers), at, pair + len(numbers))


def _pairs(words: Words, of_spelling: Ints, reach: NDArray[np.int8]) -> tuple[Ints, Ints]:
    """Where a pair begins that occurs twice, and its number from 0."""
    hyphen = np.array([spelling.endswith("-") for spelling in words.spellings], bool)[words.run]
    tied = hyphen | np.array([bool(IS_CJK.match(spelling)) for spelling in words.spellings], bool)[words.run]
    reach = reach[words.run]
    # "device ASR" is no part of "on-device ASR": a loose pair begins where no hyphen ties its first word.
    loose = (np.minimum(reach[:-1], reach[1:]) >= PAIRED) & ~np.concatenate([[False], hyphen[:-2]])
    close = tied[:-1] & (reach[:-1] >= PREFIX) & (reach[1:] >= HYPHENED)
    at = np.flatnonzero(loose | close)
    term = of_spelling[words.run]
    _, pair, often = np.unique(term[at] * len(of_spelling) + term[at + 1], return_inverse=True, return_counts=True)
    repeated = often > 1
    kept = repeated[pair]
    return at[kept], (np.cumsum(repeated) - 1)[pair[kept]]


def _counted(words: Words, at: Ints, term: Ints, kinds: int) -> _Matrix:
    """Papers by terms: how often each of `kinds` terms is found at the places `at`."""
    starts = np.searchsorted(at, words.starts)
    shape = (len(words.starts) - 1, kinds)
    matrix = sparse.csr_array((words.counts[at], term, starts), shape, copy=True)
    matrix.sum_duplicates()
    return matrix


def _vectors(counts: _Matrix) -> _Matrix:
    """Papers by terms: whole weights of the heaviest terms, each paper of length `_UNIT`.

    Sublinear tf times smooth idf, as in Manning, Raghavan and Schütze, Introduction to Information Retrieval, 6.4.
    A term no other paper holds leads nowhere, but it lengthens the paper: what is mostly its own is like nothing.
    """
    papers, kinds = counts.shape
    held = np.bincount(counts.indices, minlength=kinds)
    idf = _hundredths([1 + math.log((1 + papers) / (1 + n)) for n in range(papers + 1)])
    tf = _hundredths([0, *(1 + math.log(n) for n in range(1, int(counts.data.max(initial=0)) + 1))])
    weighed = sparse.csr_array(
        (tf[counts.data] * idf[held[counts.indices]], counts.indices, counts.indptr), counts.shape
    )
    kept = _heaviest(weighed, _TERMS)
    row = _rows(kept)
    lengths = np.sqrt(np.bincount(row, weights=kept.data.astype(np.float64) ** 2, minlength=papers))
    units = np.rint(kept.data * _UNIT / lengths[row]).astype(np.int64)
    shared = held[kept.indices] > 1
    return sparse.csr_array((units[shared], (row[shared], kept.indices[shared])), counts.shape)


def _hundredths(values: list[float]) -> Ints:
    rounded: Ints = np.rint(np.array(values) * 100).astype(np.int64)
    return rounded


def _rows(matrix: _Matrix) -> Ints:
    """The row of each entry of `matrix`."""
    rows: Ints = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return rows


def _heaviest(matrix: _Matrix, count: int) -> _Matrix:
    """The `count` largest entries of each row, largest first; of equals the one in the lower column."""
    matrix.sort_indices()
    row = _rows(matrix)
    rank = np.arange(matrix.nnz) - matrix.indptr[row]
    # One sort of plain numbers is ten times faster than lexsort: row, lightness and place share 63 bits.
    most = int(matrix.data.max(initial=0))
    low = int(np.diff(matrix.indptr).max(initial=0)).bit_length()
    lightness = most - matrix.data.astype(np.int64)
    order = np.sort((row << (low + most.bit_length())) | (lightness << low) | rank) & ((1 << low) - 1)
    kept = rank < count
    at = (order + matrix.indptr[row])[kept]
    starts = np.concatenate([[0], np.cumsum(np.minimum(np.diff(matrix.indptr), count))])
    return sparse.csr_array((matrix.data[at], matrix.indices[at], starts), matrix.shape)


# Comparing


def _links(vectors: _Matrix, count: int) -> tuple[Ints, Ints, Ints]:
    """Up to `count` links a paper: from, to, and likeness in thousandths, at least `MIN_LIKENESS`."""
    postings = _heaviest(vectors.T.tocsr(), _POSTINGS)
    words_of = [_of_block(vectors, postings, start, count) for start in range(0, vectors.shape[0], _BLOCK)]
    source, target, likeness = (np.concatenate(part) for part in zip(*words_of, strict=True))
    return source, target, likeness


def _of_block(vectors: _Matrix, postings: _Matrix, start: int, count: int) -> tuple[Ints, Ints, Ints]:
    rough = vectors[start : start + _BLOCK] @ postings
    row = _rows(rough)
    # A long posting list was cut, so that what it leads to may be more alike than it looks here.
    near = (rough.data >= MIN_LIKENESS / 2 * _UNIT**2) & (row + start != rough.indices)
    links = sparse.csr_array((rough.data[near], (row[near], rough.indices[near])), rough.shape)
    links = _heaviest(links, count)
    source, target = _rows(links) + start, links.indices.astype(np.int64)
    exact = np.asarray(vectors[source].multiply(vectors[target]).sum(axis=1)).ravel()
    likeness = np.minimum((exact * 1000 + _UNIT**2 // 2) // _UNIT**2, 1000)
    alike = likeness >= MIN_LIKENESS * 1000
    return source[alike], target[alike], likeness[alike]


def _fair(source: Ints, target: Ints, likeness: Ints, count: int) -> tuple[Ints, Ints, Ints]:
    """The strongest links, `count` from each paper and `MOST_SUGGESTED` to each; strongest first."""
    order = np.lexsort((target, source, -likeness))
    given: defaultdict[int, int] = defaultdict(int)
    taken: defaultdict[int, int] = defaultdict(int)
    kept = []
    for at, one, other in zip(order.tolist(), source[order].tolist(), target[order].tolist(), strict=True):
        if given[one] < count and taken[other] < MOST_SUGGESTED:
            given[one] += 1
            taken[other] += 1
            kept.append(at)
    chosen = np.array(kept, np.int64)
    return source[chosen], target[chosen], likeness[chosen]


# Telling why


def _reasons(words: Words, terms: _Terms, vectors: _Matrix, source: Ints, target: Ints) -> Iterator[tuple[str, ...]]:
    """For each link, up to `REASONS` terms both papers hold, heaviest first."""
    blocks = [slice(start, start + 8 * _BLOCK) for start in range(0, len(source), 8 * _BLOCK)]
    if not blocks:
        return
    products = (vectors[source[block]].multiply(vectors[target[block]]).tocsr() for block in blocks)
    common = sparse.vstack([_heaviest(product, 2 * REASONS) for product in products], format="csr")
    names = _names(words, terms, np.unique(common.indices).astype(np.int64))
    words_of = {name: frozenset(_words_of(name)) for name in names.values()}
    named = [names[term] for term in common.indices.tolist()]
    for start, stop in pairwise(common.indptr.tolist()):
        yield _telling(named[start:stop], words_of)


def _telling(names: list[str], words_of: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The first `REASONS` of `names` that repeat no word of each other; a pair stands for its words."""
    kept: list[str] = []
    for name in names:
        mine = words_of[name]
        overlapping = [other for other in kept if not mine.isdisjoint(words_of[other])]
        if not overlapping:
            kept.append(name)
        elif all(words_of[other] < mine for other in overlapping):
            kept[kept.index(overlapping[0])] = name
            kept = [other for other in kept if other not in overlapping]
    return tuple(kept[:REASONS])


def _words_of(name: str) -> list[str]:
    return [singular(part) for part in name.replace("-", " ").split()]


def _names(words: Words, terms: _Terms, wanted: Ints) -> dict[int, str]:
    """How abstracts mostly write each wanted term; a capital counts half, since it may be the sentence's."""
    names: dict[int, tuple[tuple[int, bool, str], str]] = {}
    for term, often, name in _spelt(words, terms, wanted):
        begins_a_sentence = name[:1].isupper() and name[1:].islower()
        rank = (often if begins_a_sentence else 2 * often, name.islower(), name)
        if term not in names or rank > names[term][0]:
            names[term] = (rank, name)
    return {term: name for term, (_, name) in names.items()}


def _spelt(words: Words, terms: _Terms, wanted: Ints) -> Iterator[tuple[int, int, str]]:
    """Each wanted term with every way it is written and how often abstracts write it so."""
    in_abstract = words.counts == 1
    often = np.bincount(words.run[in_abstract], minlength=len(words.spellings))
    for spelling in np.flatnonzero(np.isin(terms.of_spelling, wanted)).tolist():
        yield int(terms.of_spelling[spelling]), int(often[spelling]), words.spellings[spelling].removesuffix("-")
    at = terms.pair_at[np.isin(terms.pair, wanted)]
    term = terms.pair[np.isin(terms.pair, wanted)]
    written = words.run[at] * len(words.spellings) + words.run[at + 1]
    _, first, same = np.unique(written, return_index=True, return_inverse=True)
    often = np.bincount(same, weights=in_abstract[at], minlength=len(first)).astype(np.int64)
    for rank, count in zip(first.tolist(), often.tolist(), strict=True):
        one, other = (words.spellings[number] for number in words.run[at[rank] : at[rank] + 2].tolist())
        tie = "" if one.endswith("-") or IS_CJK.match(one) else " "
        yield int(term[rank]), count, one + tie + other.removesuffix("-")
