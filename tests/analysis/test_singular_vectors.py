"""Singular vectors that are the same each time, also where tables are of a kind that has many equal ones."""

import numpy as np
import pytest
from scipy import sparse

from site_builder.analysis import singular_vectors


def _pairs(texts: int) -> sparse.csr_array:
    """Texts by words, each of which two texts hold and no other."""
    words = np.repeat(np.arange(texts // 2), 2)
    return sparse.csr_array((np.ones(texts), (np.arange(texts), words)), shape=(texts, texts // 2))


@pytest.mark.parametrize(("texts", "words", "count"), [(300, 220, 48), (40, 90, 39), (5, 4, 2)])
def test_they_are_those_of_the_whole_decomposition(texts: int, words: int, count: int) -> None:
    table = sparse.random_array((texts, words), density=0.2, rng=np.random.default_rng(1), format="csr")
    left, values, right = singular_vectors.greatest(table, count)
    whole = np.linalg.svd(table.toarray(), compute_uv=False)[:count]

    assert np.allclose(values, whole, rtol=1e-2)
    assert np.allclose(left.T @ left, np.eye(count), atol=1e-8)
    assert np.allclose(table @ right.T, left * values, atol=1e-6)


@pytest.mark.parametrize("texts", [140, 600, 1_500])
def test_equal_values_have_the_same_vectors_each_time(texts: int) -> None:
    first, *others = ([part.tobytes() for part in singular_vectors.greatest(_pairs(texts), 64)] for _ in range(4))

    assert others == [first] * 3


def test_what_is_nought_but_for_rounding_is_nought() -> None:
    table = sparse.csr_array(np.outer(np.arange(1.0, 31.0), np.ones(20)))
    left, values, _ = singular_vectors.greatest(table, 10)

    assert np.count_nonzero(values) == 1
    assert np.allclose(left[:, :1] * values[0], -np.sqrt(20) * np.arange(1.0, 31.0)[:, None]) or np.allclose(
        left[:, :1] * values[0], np.sqrt(20) * np.arange(1.0, 31.0)[:, None]
    )
