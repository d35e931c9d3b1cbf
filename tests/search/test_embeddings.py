"""Word and paper vectors, as they are kept and as a browser gets them."""

import base64
import gzip
import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from site_builder.core import files
from site_builder.core.errors import BuildFailed
from site_builder.core.memo import Recall
from site_builder.search import embeddings, lsa, table, train
from site_builder.search import nearness as near_files
from site_builder.search.table import DIMENSIONS, Floats, Kept
from site_builder.text import lexicon

TEXTS = {
    "acorns": "Pruning acorns. Oaks drop acorns and squirrels prune them.",
    "oaks": "Oaks in autumn. Squirrels and oaks share acorns.",
    "pebbles": "Counting pebbles. Rivers round pebbles and stones.",
    "stones": "Rivers of stones. Pebbles and stones fill rivers.",
}


def read(file: bytes) -> tuple[list[int], Floats]:
    """The numbers and the vectors of a file of papers."""
    line, _, pairs = gzip.decompress(file).partition(b"\n")
    numbers = list(itertools.accumulate(map(int, line.split())))
    return numbers, table.unpacked(b"\1" * len(numbers) + pairs, len(numbers))


def nearness(vectors: Kept) -> Floats:
    """Papers by papers: the cosines between the vectors as a browser gets them."""
    (only,) = near_files.files([vectors.papers[slug][1] for slug in TEXTS])
    _, rows = read(only)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit = rows / np.where(lengths > 0, lengths, 1)
    return np.asarray(unit @ unit.T)


@pytest.mark.parametrize("language", ["en", "cs"])
def test_without_a_model_papers_that_share_words_are_near(language: str) -> None:
    near = nearness(embeddings.known(TEXTS, Kept(), language, Recall()))

    assert near[0, 1] > 0.4
    assert near[0, 1] > near[0, 2] + 0.1
    assert near[2, 3] > near[1, 3] + 0.2


def test_two_papers_of_a_language_without_a_table_have_no_neighbourhood() -> None:
    two = dict(list(TEXTS.items())[:2])

    assert lsa.vectors(two, lexicon.count(two.values())).words == {}
    assert embeddings.known(two, Kept(), "cs", Recall()).papers == {}


def test_what_is_kept_comes_back_as_near_as_a_byte_allows(tmp_path: Path) -> None:
    row = np.linspace(-1, 1, DIMENSIONS)
    (tmp_path / table.FILE).write_text(table.dumps(Kept({"acorn": row}, {"oaks": ("digest", row)})))
    kept = table.load(tmp_path)

    assert np.abs(kept.words["acorn"] - row).max() < 0.005
    assert kept.papers["oaks"][0] == "digest"


_ENDLESS = base64.b64encode(np.float32(np.nan).tobytes() + bytes(DIMENSIONS)).decode()
_PLAIN = base64.b64encode(bytes(4 + DIMENSIONS)).decode()


@pytest.mark.parametrize(
    "text",
    [
        *("[]", "{}", "no json", '{"words": {"a": "!"}, "papers": {}}'),
        f'{{"words": {{"a": "{_ENDLESS}"}}, "papers": {{}}}}',
        f'{{"words": {{"\\ud800": "{_PLAIN}"}}, "papers": {{}}}}',
        f'{{"words": {{"a b": "{_PLAIN}"}}, "papers": {{}}}}',
    ],
)
def test_a_file_that_holds_no_vectors_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / table.FILE).write_text(text)
    with pytest.raises(BuildFailed, match=r"is not a file of vectors"):
        table.load(tmp_path)


def test_a_paper_that_an_encoder_read_keeps_its_vector_until_its_text_changes() -> None:
    row = np.eye(DIMENSIONS)[0]
    kept = Kept({}, {"acorns": (files.digest(TEXTS["acorns"]), row), "oaks": ("of another text", row)})
    papers = embeddings.known(TEXTS, kept, "en", Recall()).papers

    assert (papers["acorns"][1] == row).all()
    assert not (papers["oaks"][1] == row).all()


def test_every_word_is_in_the_file_that_its_hash_says() -> None:
    words = {name: np.linspace(-1, 1, DIMENSIONS) for name in ("acorn", "oak", *map(chr, range(97, 123)))}
    (only,) = embeddings.of_words(words)
    line, _, rest = gzip.decompress(only).partition(b"\n")

    assert set(line.decode().split()) == set(words)
    assert len(rest) == len(words) * (1 + DIMENSIONS // 2)


def test_many_papers_are_parted_into_files_of_papers_that_are_alike() -> None:
    subject = np.arange(near_files.UNDIVIDED + 500) % 7
    noise = np.random.default_rng(7).normal(scale=0.05, size=(len(subject), DIMENSIONS))
    *clusters, middles = near_files.files(list(np.eye(DIMENSIONS)[subject] + noise))
    held = [read(file)[0] for file in clusters]

    assert sorted(itertools.chain(*held)) == list(range(len(subject)))
    assert all(len({subject[number] for number in numbers}) == 1 for numbers in held)
    assert [int(row.argmax()) for row in read(middles)[1]] == [subject[numbers[0]] for numbers in held]
    assert max(map(len, clusters)) < len(subject) * DIMENSIONS / 2 / 8


def test_the_packaged_table_knows_common_words_and_which_are_alike() -> None:
    words = table.english().words

    def near(one: str, other: str) -> float:
        return float(words[one] @ words[other] / np.linalg.norm(words[one]) / np.linalg.norm(words[other]))

    assert len(words) > 30_000
    assert near("picture", "image") > near("picture", "chemistry")
    assert near("fast", "quick") > near("fast", "biology")


def test_distilled_words_add_up_to_what_the_encoder_makes_of_a_paper() -> None:
    """The encoder here is a table: acorns and oaks are one subject, pebbles and stones another."""
    subjects = {"acorns": 0, "oaks": 0, "squirrels": 0, "pebbles": 1, "stones": 1, "rivers": 1, "forest": 0}

    def encode(texts: Sequence[str]) -> Floats:
        rows = np.full((len(texts), 60), 0.01)
        for row, text in zip(rows, texts, strict=True):
            for word in lexicon.words(text):
                row[subjects.get(word, 2)] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))

    english = train.distilled(list(TEXTS.values()), ["acorns", "forest", "stones"], encode)
    kept = train.vectors(TEXTS, encode, english)

    assert english.words["forest"] @ kept.papers["acorns"][1] > 0 > english.words["forest"] @ kept.papers["stones"][1]
    assert set(kept.words) == {"oaks", "squirrels", "pebbles", "rivers", "and"}
