"""Word and paper vectors, as they are kept and as a browser gets them."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from site_builder.core import files
from site_builder.core.errors import BuildFailed
from site_builder.search import embeddings, train
from site_builder.text import lexicon

TEXTS = {
    "acorns": "Pruning acorns. Oaks drop acorns and squirrels prune them.",
    "oaks": "Oaks in autumn. Squirrels and oaks share acorns.",
    "pebbles": "Counting pebbles. Rivers round pebbles and stones.",
    "stones": "Rivers of stones. Pebbles and stones fill rivers.",
}


def nearness(shipped: bytes, words: list[str]) -> embeddings.Floats:
    """Papers by papers: the cosines between the vectors in the file."""
    raw = gzip.decompress(shipped)
    head, _, table = raw.partition(b"\n")
    known = len(words) + len(json.loads(head)["words"].split())
    papers = np.frombuffer(table[known + known * embeddings.DIMENSIONS // 2 :], np.int8).reshape(
        -1, embeddings.DIMENSIONS
    )
    unit = papers / np.linalg.norm(papers.astype(float), axis=1, keepdims=True)
    return np.asarray(unit @ unit.T)


def test_without_a_model_papers_that_share_words_are_near() -> None:
    words = list(lexicon.count(TEXTS.values()))
    near = nearness(embeddings.shipped(TEXTS, words, embeddings.Kept()), words)

    assert near[0, 1] > 0.5 > near[0, 2]
    assert near[2, 3] > 0.5 > near[1, 3]


def test_two_papers_have_no_neighbourhood_and_no_file() -> None:
    two = dict(list(TEXTS.items())[:2])

    assert embeddings.shipped(two, list(lexicon.count(two.values())), embeddings.Kept()) == b""


def test_what_is_kept_comes_back_as_near_as_a_byte_allows(tmp_path: Path) -> None:
    row = np.linspace(-1, 1, embeddings.DIMENSIONS)
    (tmp_path / embeddings.FILE).write_text(
        embeddings.dumps(embeddings.Kept({"acorn": row}, {"oaks": ("digest", row)}))
    )
    kept = embeddings.load(tmp_path)

    assert np.abs(kept.words["acorn"] - row).max() < 0.005
    assert kept.papers["oaks"][0] == "digest"


@pytest.mark.parametrize("text", ["[]", "{}", "no json", '{"words": {"a": "!"}, "papers": {}}'])
def test_a_file_that_holds_no_vectors_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / embeddings.FILE).write_text(text)
    with pytest.raises(BuildFailed, match=r"is not a file of vectors"):
        embeddings.load(tmp_path)


def test_a_new_paper_takes_its_place_from_its_words() -> None:
    words = list(lexicon.count(TEXTS.values()))
    rows = {"acorns": np.eye(embeddings.DIMENSIONS)[0], "pebbles": np.eye(embeddings.DIMENSIONS)[1]}
    papers = {"acorns": (files.digest(TEXTS["acorns"]), np.eye(embeddings.DIMENSIONS)[0])}
    near = nearness(embeddings.shipped(TEXTS, words, embeddings.Kept(rows, papers)), words)

    assert near[0, 1] > 0.99
    assert near[0, 2] == 0


def test_distilled_words_add_up_to_what_the_encoder_makes_of_a_paper() -> None:
    """The encoder here is a table: acorns and oaks are one subject, pebbles and stones another."""
    subjects = {"acorns": 0, "oaks": 0, "squirrels": 0, "pebbles": 1, "stones": 1, "rivers": 1, "forest": 0}

    def encode(texts: Sequence[str]) -> embeddings.Floats:
        rows = np.full((len(texts), 40), 0.01)
        for row, text in zip(rows, texts, strict=True):
            for word in lexicon.words(text):
                row[subjects.get(word, 2)] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))

    kept = train.vectors(TEXTS, ["forest", "acorns"], encode)

    shared = {word for word, held in lexicon.count(TEXTS.values()).items() if held > 1}

    assert set(kept.words) == {*shared, "forest"}
    assert kept.words["forest"] @ kept.papers["acorns"][1] > 0 > kept.words["forest"] @ kept.papers["stones"][1]
