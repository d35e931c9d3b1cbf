"""The greatest singular values of a large sparse table and their vectors, the same ones each time.

Block Krylov iteration: Musco and Musco 2015, "Randomized Block Krylov Methods for Stronger and Faster Approximate
Singular Value Decomposition", algorithm 2. The Lanczos methods of scipy begin anew at random where several values are
equal, as in a table of words that two texts each share, and then find other vectors each time, or none.
"""

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

_SEED: Final = 8
_STEPS: Final = 6
"""Of abstracts, these find 99 of 100 of the neighbours that the exact vectors do."""
_SPARE: Final = 8
"""Columns of a block beyond those asked for."""
_NOTHING: Final = 1e-6
"""Of the greatest value: what is smaller is nought, and only rounding made it something else."""


def greatest(table: Any, count: int) -> tuple[Floats, Floats, Floats]:
    """(left, values, right): the `count` greatest singular values of the sparse `table`, the greatest first.

    `left` has a column for each, `right` a row. `count` is no more than either side of the table.
    """
    turned = table.T.tocsr()
    width = min(count + _SPARE, *table.shape)
    block = _basis(table @ np.random.default_rng(_SEED).standard_normal((table.shape[1], width)))
    blocks = [block]
    for _ in range(_STEPS):
        block = _basis(table @ (turned @ block))
        blocks.append(block)
    basis = _basis(np.hstack(blocks))
    seen = turned @ basis
    squares, vectors = np.linalg.eigh(seen.T @ seen)
    values = np.sqrt(np.maximum(squares[::-1][:count], 0))
    values[values < _NOTHING * values.max()] = 0
    turns = vectors[:, ::-1][:, :count]
    right = seen @ turns / np.where(values > 0, values, np.inf)
    return basis @ turns, values, right.T


def _basis(columns: Floats) -> Floats:
    return np.asarray(np.linalg.qr(columns)[0])
