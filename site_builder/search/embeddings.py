"""Word and paper vectors: papers that say what was asked in other words are near to it.

The vector of a query is the sum of its words', so that a browser needs no model. A site keeps vectors distilled from a
sentence encoder in content/vectors.json, which `papershelf vectors` makes (`train`); without them they come from the
papers alone: latent semantic analysis (Deerwester et al. 1990), a truncated SVD of the TF-IDF matrix.
"""

import base64
import gzip
import json
import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from site_builder.core import files, json_text
from site_builder.text import lexicon

FILE: Final = "vectors.json"
DIMENSIONS: Final = 32
"""Even, as two go into a byte."""
_HINT: Final = "Restore it from version control, or make it again with `papershelf vectors`."

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kept:
    """What content/vectors.json holds."""

    words: Mapping[str, Floats] = field(default_factory=dict)
    papers: Mapping[str, tuple[str, Floats]] = field(default_factory=dict)
    """Slug → digest of the text that was encoded, and its vector."""


def version(content: Path) -> str:
    """Stands for what `load` finds in `content`."""
    path = content / FILE
    return files.digest(files.read_bytes(path)) if path.is_file() else ""


def load(content: Path) -> Kept:
    """The vectors kept in `content`; none without the file. Raises `BuildFailed` when it holds anything else."""
    path = content / FILE
    if not path.is_file():
        return Kept()
    return json_text.read(_read, files.read_text(path), files.display_path(path), "a file of vectors", _HINT)


def _read(kept: Any) -> Kept:
    words = {word: _unpacked(text) for word, text in kept["words"].items()}
    papers = {slug: (paper["text"], _unpacked(paper["vector"])) for slug, paper in kept["papers"].items()}
    return Kept(words, papers)


def dumps(kept: Kept) -> str:
    """`kept` as it is kept: a word and a paper a line."""
    words = {word: _packed(vector) for word, vector in sorted(kept.words.items())}
    papers = {slug: {"text": of, "vector": _packed(vector)} for slug, (of, vector) in sorted(kept.papers.items())}
    return json.dumps({"papers": papers, "words": words}, ensure_ascii=False, indent=0) + "\n"


def _packed(vector: Floats) -> str:
    """A scale of 4 bytes and a byte a dimension, in base64: what is shown in a browser keeps even less."""
    scale = np.float32(max(np.abs(vector).max(), 1e-9) / 127)
    return base64.b64encode(scale.tobytes() + np.rint(vector / scale).astype(np.int8).tobytes()).decode()


def _unpacked(text: str) -> Floats:
    raw = base64.b64decode(text, validate=True)
    if len(raw) != 4 + DIMENSIONS:
        raise ValueError(f"a vector has not {DIMENSIONS} dimensions")
    found: Floats = np.frombuffer(raw[4:], np.int8).astype(np.float64) * float(np.frombuffer(raw[:4], "<f4")[0])
    return found


# For the browser


def shipped(texts: Mapping[str, str], words: Sequence[str], kept: Kept) -> bytes:
    """The file of vectors for a browser: of `words`, of words that no paper has, and of `texts`.

    `texts` is slug → title and abstract, `words` those a browser knows already. What the file holds is said in
    static/js/search/assist.js; it is empty when there are too few texts to tell their meanings apart.
    """
    counts = lexicon.count(texts.values())
    kept = kept if kept.words else _from_texts(texts, counts)
    if not kept.words:
        return b""
    beyond = sorted(kept.words.keys() - counts.keys())
    scales, nibbles = _in_four_bits([kept.words.get(word) for word in (*words, *beyond)])
    papers = np.array([_of_paper(slug, text, kept) for slug, text in texts.items()])
    head = json.dumps({"dimensions": DIMENSIONS, "words": " ".join(beyond)}).encode()
    return gzip.compress(head + b"\n" + scales + nibbles + _in_bytes(papers), mtime=0)


def _of_paper(slug: str, text: str, kept: Kept) -> Floats:
    """The paper's own vector, or when it is new the sum of its words'."""
    if kept.papers.get(slug, ("", None))[0] == files.digest(text):
        return kept.papers[slug][1]
    held = [kept.words[word] for word in sorted(set(lexicon.words(text))) if word in kept.words]
    return np.sum(held, axis=0) if held else np.zeros(DIMENSIONS)


def _in_four_bits(rows: Sequence[Floats | None]) -> tuple[bytes, bytes]:
    """The scale of each row in a byte, 0 for none, and its dimensions in four bits each, from -7 to 7 and 8 more."""
    table = np.array([np.zeros(DIMENSIONS) if row is None else row for row in rows])
    largest = np.abs(table).max(axis=1)
    scales = np.where(largest > 0, np.maximum(1, np.rint(255 * largest / largest.max())), 0).astype(np.uint8)
    even = np.rint(7 * table / np.where(largest > 0, largest, 1)[:, None]).astype(np.int8) + 8
    return scales.tobytes(), (even[:, ::2] << 4 | even[:, 1::2]).astype(np.uint8).tobytes()


def _in_bytes(table: Floats) -> bytes:
    largest = np.abs(table).max(axis=1, keepdims=True)
    return np.rint(127 * table / np.where(largest > 0, largest, 1)).astype(np.int8).tobytes()


# Without a model

_DENSE = 200
"""Papers up to which the decomposition is made whole: near full rank the iterative one invents directions, other ones
each time."""


def _from_texts(texts: Mapping[str, str], counts: Mapping[str, int]) -> Kept:
    """Vectors of the words that stand in more than one of `texts`, and of the texts; none for fewer than three."""
    words = [word for word, held in counts.items() if 1 < held <= len(texts) / 2]
    rank = min(DIMENSIONS, len(texts) - 1, len(words) - 1)
    if rank < 2:  # noqa: PLR2004 — a line and a point have no neighbourhoods
        return Kept()
    weights = _weighed(texts, words, counts)
    left, strengths, right = _axes(weights, rank)
    coordinates = np.zeros((len(texts), DIMENSIONS))
    coordinates[:, :rank] = left * strengths
    axes = np.zeros((len(words), DIMENSIONS))
    axes[:, :rank] = right.T * np.array([_rarity(counts[word], len(texts)) for word in words])[:, None]
    named = {slug: (files.digest(text), coordinates[at]) for at, (slug, text) in enumerate(texts.items())}
    return Kept(dict(zip(words, axes, strict=True)), named)


def _axes(weights: sparse.csr_array, rank: int) -> tuple[Floats, Floats, Floats]:
    """The `rank` greatest singular values of `weights` and their vectors."""
    if min(weights.shape) <= _DENSE:
        left, strengths, right = np.linalg.svd(weights.toarray(), full_matrices=False)
        return left[:, :rank], strengths[:rank], right[:rank]
    start = np.ones(min(weights.shape))  # or every build would begin its search for the axes elsewhere
    from scipy.sparse.linalg import svds  # noqa: PLC0415 — slow to load, and needed only without kept vectors

    found: tuple[Floats, Floats, Floats] = svds(weights, rank, v0=start)
    return found


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
