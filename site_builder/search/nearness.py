"""The vectors of papers in files by meaning, so that a browser fetches only those that are near to what was asked.

Papers of a small site are all in one file. Those of a larger one are parted by k-means into clusters of papers that are
alike, about as many as there are papers in each, and a further file says where the middle of each cluster is: what
information retrieval calls an inverted file (Jégou et al. 2011). Papers that are far from a query are then not compared
with it.
"""

import gzip
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from site_builder.search import table
from site_builder.search.table import Floats

UNDIVIDED: Final = 2_000
"""Papers of which one file holds all vectors: 48 KB."""
_STEPS: Final = 8
"""Of k-means; clusters change little after them."""

_Numbers: TypeAlias = NDArray[np.int64]


def files(rows: Sequence[Floats]) -> Iterator[bytes]:
    """The files of papers with vectors `rows`, by number: one for each cluster; behind several their middles."""
    unit = _unit(np.array(rows))
    middles = _middles(unit) if len(unit) > UNDIVIDED else unit[:1]
    cluster = _nearest(unit, middles)
    held = [np.flatnonzero(cluster == number) for number in range(len(middles))]
    yield from (_file(numbers, unit[numbers]) for numbers in held)
    if len(middles) > 1:
        yield _file(np.arange(len(middles)), middles)


def _middles(unit: Floats) -> Floats:
    """Those of clusters that are not empty. It begins with papers at equal distances: chance would be no other's."""
    count = 1 << (len(unit).bit_length() + 1) // 2
    middles = unit[np.linspace(0, len(unit) - 1, count).astype(int)]
    for _ in range(_STEPS):
        cluster = _nearest(unit, middles)
        sums = np.zeros_like(middles)
        np.add.at(sums, cluster, unit)
        middles = _unit(np.where(np.abs(sums).sum(axis=1, keepdims=True) > 0, sums, middles))
    left: Floats = middles[np.unique(_nearest(unit, middles))]
    return left


def _nearest(unit: Floats, middles: Floats) -> _Numbers:
    """Which of `middles` is nearest to each row."""
    found: _Numbers = np.argmax(unit @ middles.T, axis=1)
    return found


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Floats = rows / np.where(lengths > 0, lengths, 1)
    return scaled


def _file(numbers: _Numbers, rows: Floats) -> bytes:
    """A line of rising `numbers`, each as its distance from the one before, and their rows in four bits a dimension."""
    line = " ".join(map(str, np.diff(numbers, prepend=0)))
    return gzip.compress(line.encode() + b"\n" + table.packed(list(rows))[len(rows) :], mtime=0)
