"""Vectors of words and papers as they are kept: the packaged table of English, and content/vectors.json of a site.

Both lie in one space, that of a sentence encoder cut to its main directions, so that a word of the table is near to
what papers say of it. How they are made is for `train`.
"""

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from site_builder.core import files, json_text

FILE: Final = "vectors.json"
DIMENSIONS: Final = 48
"""Even, as two go into a byte."""
_HINT: Final = "Restore it from version control, or make it again with `papershelf vectors`."
ENGLISH: Final = Path(__file__).with_name("english.vectors")

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kept:
    """Vectors of words, each with its weight, and of papers."""

    words: Mapping[str, Floats] = field(default_factory=dict)
    papers: Mapping[str, tuple[str, Floats]] = field(default_factory=dict)
    """Slug → digest of the text that was encoded, and its vector."""
    version: str = ""
    """Stands for all of them; "" where there are none."""


@dataclass(frozen=True, slots=True)
class English:
    """The packaged table: common English words, and the directions of the encoder that were kept."""

    words: Mapping[str, Floats]
    axes: Floats
    """What the encoder makes of a text, times these, is a vector of the table's space."""


@lru_cache(maxsize=1)
def english() -> English:
    """The packaged table."""
    raw = gzip.decompress(files.read_bytes(ENGLISH))
    line, _, rest = raw.partition(b"\n")
    head = json.loads(line)
    names, rows = head["words"].split(), head["rows"]
    axes = np.frombuffer(rest[: 2 * rows * DIMENSIONS], "<f2").astype(np.float64).reshape(rows, DIMENSIONS)
    table = unpacked(rest[2 * rows * DIMENSIONS :], len(names))
    return English(dict(zip(names, table, strict=True)), axes)


def dumps_english(words: Mapping[str, Floats], axes: Floats) -> bytes:
    """The packaged table as its file."""
    head = json.dumps({"words": " ".join(sorted(words)), "rows": len(axes)}).encode()
    table = packed([words[word] for word in sorted(words)])
    return gzip.compress(head + b"\n" + axes.astype("<f2").tobytes() + table, mtime=0)


def packed(rows: Sequence[Floats], largest: float = 0.0) -> bytes:
    """The scale of each row in a byte, as a share of `largest`; its dimensions in four bits, -7 to 7 and 8 more."""
    table = np.array(rows).reshape(len(rows), DIMENSIONS)
    tops = np.abs(table).max(axis=1, initial=0)
    most = largest or max(tops.max(initial=0), 1e-9)
    scales = np.where(tops > 0, np.clip(np.rint(255 * tops / most), 1, 255), 0).astype(np.uint8)
    even = np.rint(7 * table / np.where(tops > 0, tops, 1)[:, None]).astype(np.int8) + 8
    return scales.tobytes() + (even[:, ::2] << 4 | even[:, 1::2]).astype(np.uint8).tobytes()


def unpacked(raw: bytes, rows: int) -> Floats:
    """What `packed` packed, the largest scale being 255."""
    scales = np.frombuffer(raw[:rows], np.uint8).astype(np.float64)
    pairs = np.frombuffer(raw[rows:], np.uint8).reshape(rows, DIMENSIONS // 2)
    table = np.stack([pairs >> 4, pairs & 15], axis=2).reshape(rows, DIMENSIONS).astype(np.float64) - 8
    found: Floats = table * scales[:, None] / 7
    return found


# Of a site


def version(content: Path) -> str:
    """Stands for what `load` finds in `content`."""
    path = content / FILE
    return files.digest(files.read_bytes(path)) if path.exists() else ""


def load(content: Path) -> Kept:
    """The vectors kept in `content`; none without the file. Raises `BuildFailed` when it holds anything else."""
    path = content / FILE
    if not path.exists():
        return Kept()
    text = files.read_text(path)
    found = json_text.read(_read, text, files.display_path(path), "a file of vectors", _HINT)
    return replace(found, version=files.digest(text))


def _read(kept: Any) -> Kept:
    for name in (*kept["words"], *kept["papers"]):
        name.encode()  # raises `ValueError` for what JSON can spell and no text holds
        if name.split() != [name]:
            raise ValueError(f"`{name}` is no word")
    words = {word: _vector(text) for word, text in kept["words"].items()}
    papers = {slug: (paper["text"], _vector(paper["vector"])) for slug, paper in kept["papers"].items()}
    return Kept(words, papers)


def dumps(kept: Kept) -> str:
    """`kept` as content/vectors.json has it: a word and a paper a line."""
    words = {word: _line(vector) for word, vector in sorted(kept.words.items())}
    papers = {slug: {"text": of, "vector": _line(vector)} for slug, (of, vector) in sorted(kept.papers.items())}
    return json.dumps({"papers": papers, "words": words}, ensure_ascii=False, indent=0) + "\n"


def _line(vector: Floats) -> str:
    """A scale of 4 bytes and a byte a dimension, in base64."""
    scale = np.float32(max(np.abs(vector).max(), 1e-9) / 127)
    return base64.b64encode(scale.tobytes() + np.rint(vector / scale).astype(np.int8).tobytes()).decode()


def _vector(text: str) -> Floats:
    raw = base64.b64decode(text, validate=True)
    if len(raw) != 4 + DIMENSIONS:
        raise ValueError(f"a vector has not {DIMENSIONS} dimensions")
    scale = float(np.frombuffer(raw[:4], "<f4")[0])
    if not np.isfinite(scale):
        raise ValueError("a vector has no end")
    found: Floats = np.frombuffer(raw[4:], np.int8).astype(np.float64) * scale
    return found
