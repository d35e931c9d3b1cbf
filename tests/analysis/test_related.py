import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.analysis.related import MIN_LIKENESS, MOST_SUGGESTED, Neighbour, closest
from site_builder.content.model import Paper

SUBJECTS = {
    "decoding": "A cheap model drafts tokens, and speculative decoding lets the large language model verify them.",
    "search": "Differentiable NAS relaxes the supernet, so that architecture search follows gradients of operations.",
    "lora": "LoRA trains adapters of low rank; we quantize the frozen weights of the LLM below the adapters.",
    "spiking": "Spiking neurons fire rarely, so neuromorphic chips spend little energy on event cameras.",
    "splats": "Gaussian splatting renders radiance fields from photographs by rasterizing anisotropic blobs.",
    "moe": "Experts of an MoE are chosen by a router; balancing their load avoids stragglers across accelerators.",
}


def paper(slug: str, title: str = "", abstract: str = "") -> Paper:
    return Paper(slug=slug, title=title, body=abstract, abstract=abstract)


def shelf() -> list[Paper]:
    """Two papers on each subject: the second tells it again with a first sentence of its own."""
    first = [paper(f"{slug}-a", slug.title(), text) for slug, text in SUBJECTS.items()]
    again = [paper(f"{slug}-b", slug.title(), f"Nobody expected {slug}. {text}") for slug, text in SUBJECTS.items()]
    return first + again


def slugs(neighbours: tuple[Neighbour, ...]) -> list[str]:
    return [neighbour.slug for neighbour in neighbours]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_twins_find_each_other_first(subject: str) -> None:
    found = closest(shelf())

    assert f"{subject}-b" == found[f"{subject}-a"][0].slug
    assert f"{subject}-a" == found[f"{subject}-b"][0].slug


def test_a_paper_like_no_other_has_no_neighbour() -> None:
    found = closest([*shelf(), paper("whales", "Songs of humpback whales", "Hydrophones recorded migrating pods.")])

    assert found["whales"] == ()
    assert all("whales" not in slugs(neighbours) for neighbours in found.values())


def test_words_any_abstract_holds_make_nothing_alike() -> None:
    filler = "In this paper we propose a novel method. Extensive experiments show that our approach outperforms."

    found = closest([paper("whales", "Whales", filler), paper("tax", "Taxes", filler), *shelf()])

    assert found["whales"] == ()


def test_identical_papers_are_wholly_alike() -> None:
    text = SUBJECTS["lora"]

    found = closest([paper("b", "Same", text), paper("a", "Same", text), paper("c", "Same", text)])

    assert {slug: slugs(near) for slug, near in found.items()} == {"a": ["b", "c"], "b": ["a", "c"], "c": ["a", "b"]}
    assert {1.0} == {neighbour.likeness for near in found.values() for neighbour in near}


def test_neighbours_come_most_alike_first_and_equals_by_slug() -> None:
    for neighbours in closest(shelf()).values():
        assert sorted(neighbours, key=lambda near: (-near.likeness, near.slug)) == list(neighbours)


def test_likeness_has_three_decimals_and_reaches_the_threshold() -> None:
    for neighbours in closest(shelf()).values():
        for near in neighbours:
            assert round(near.likeness, 3) == near.likeness
            assert MIN_LIKENESS <= near.likeness <= 1


def test_shared_terms_stand_in_both_papers() -> None:
    texts = {each.slug: f"{each.title}. {each.abstract}".lower() for each in shelf()}

    for slug, neighbours in closest(shelf()).items():
        for near in neighbours:
            assert 1 <= len(near.shared) <= 3
            assert all(term.lower() in texts[slug] and term.lower() in texts[near.slug] for term in near.shared)


@pytest.mark.parametrize(
    ("one", "other", "term"),
    [
        ("We tune LoRA ranks.", "Why LoRA forgets.", "LoRA"),
        ("Zero-cost NAS proxies.", "A cheaper NAS.", "NAS"),
        ("Sparse MoE layers.", "Routing in an MoE.", "MoE"),
        ("Serving LLMs on phones. LLMs heat them.", "How LLMs lie. LLMs on air. No other LLM.", "LLMs"),
        ("Speculative decoding is quick.", "We revisit speculative decoding.", "speculative decoding"),
        ("Few-shot translation.", "Learning to be few-shot.", "few-shot"),
        ("4-bit weights.", "Weights of 4-bit.", "4-bit"),
        ("Lossy policies.", "One policy. Or many policies.", "policies"),
        ("对比学习很好", "我们研究对比学习", "对比"),
        ("Café économique", "Un cafe\u0301 noir", "café"),
    ],
)
def test_a_shared_term_is_written_as_its_readers_know_it(one: str, other: str, term: str) -> None:
    found = closest([paper("a", "", one), paper("b", "", other), *shelf()])

    assert term.casefold() in [shared.casefold() for shared in found["a"][0].shared]
    if term != "café":
        assert term in found["a"][0].shared


def test_a_pair_stands_for_its_words() -> None:
    text = "Gaussian splatting. Gaussian splatting."

    found = closest([paper("a", "", text), paper("b", "", text), *shelf()])

    assert next(near.shared for near in found["a"] if near.slug == "b") == ("Gaussian splatting",)


def test_part_of_a_hyphenated_word_starts_no_pair() -> None:
    text = "On-device ASR wins."

    found = closest([paper("a", "", text), paper("b", "", text), *shelf()])

    assert "device ASR" not in found["a"][0].shared
    assert "on-device" in [term.lower() for term in found["a"][0].shared]


def test_the_order_of_papers_is_of_no_matter() -> None:
    papers = shelf() + [paper(f"extra-{n}", f"Paper {n}", text) for n, text in enumerate(SUBJECTS.values())]
    expected = closest(papers)
    for seed in range(5):
        random.Random(seed).shuffle(papers)

        assert expected == closest(papers)


def test_no_paper_is_suggested_more_often_than_the_cap() -> None:
    same = [paper(f"p{n:03}", "Speculative decoding", SUBJECTS["decoding"]) for n in range(60)]

    found = closest(same)
    times = Counter(near.slug for neighbours in found.values() for near in neighbours)

    assert max(times.values()) == MOST_SUGGESTED
    assert all(len(neighbours) <= 6 for neighbours in found.values())


def test_the_next_best_takes_the_place_of_a_paper_suggested_too_often() -> None:
    same = [paper(f"p{n:03}", "Speculative decoding", SUBJECTS["decoding"]) for n in range(20)]

    found = closest(same)

    assert slugs(found["p006"]) == ["p000", "p001", "p002", "p003", "p004", "p005"]
    assert slugs(found["p019"]) == ["p006", "p007", "p008", "p009", "p010", "p011"]


def test_a_paper_is_no_neighbour_of_itself() -> None:
    assert all(slug not in slugs(neighbours) for slug, neighbours in closest(shelf()).items())


@pytest.mark.parametrize("count", [0, 1, 2])
def test_as_many_neighbours_as_asked_for(count: int) -> None:
    same = [paper(str(n), "Speculative decoding", SUBJECTS["decoding"]) for n in range(5)]

    assert {count} == {len(neighbours) for neighbours in closest(same, count).values()}


@pytest.mark.parametrize(
    "papers",
    [
        [],
        [paper("only", "Alone", "One paper has nobody.")],
        [paper("a"), paper("b"), paper("c")],
        [paper("a", "", ""), *[paper("b", "Title alone")]],
        [paper("a", "!!! ...", "— 12 + 3.5 = 15.5 $$$"), paper("b", "???", "(…)")],
        [paper("a", "the of and", "we propose a method"), paper("b", "the of and", "we propose a method")],
        [paper("a", "🎉🎉", "🚀 🧵 👩‍👩‍👧"), paper("b", "🎉🎉", "🚀 🧵")],
        [paper("a", "word", "x" * 100_000), paper("b", "ward", "x" * 100_000)],
    ],
)
def test_where_nothing_can_be_compared_every_paper_stands_alone(papers: list[Paper]) -> None:
    assert {each.slug: () for each in papers} == closest(papers)


@pytest.mark.parametrize(
    "text", ["word " * 20_000, "pruning-" * 12_000, "深度学习" * 25_000, "\\alpha pruning " * 9_000]
)
def test_a_hostile_text_is_survived(text: str) -> None:
    found = closest([paper("a", "", text), paper("b", "", text), *shelf()])

    assert found["a"][0].slug == "b"


def test_only_the_abstract_and_title_of_a_paper_count() -> None:
    one = Paper(slug="a", title="A", body=SUBJECTS["lora"], abstract="")
    other = Paper(slug="b", title="B", body=SUBJECTS["lora"], abstract="")

    assert closest([one, other]) == {"a": (), "b": ()}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=200)), max_size=8), st.randoms(use_true_random=False))
def test_any_texts_give_the_same_neighbours_in_any_order(texts: list[tuple[str, str]], shuffled: random.Random) -> None:
    papers = [paper(f"p{n}", title, abstract) for n, (title, abstract) in enumerate(texts)]
    expected = closest(papers)
    shuffled.shuffle(papers)

    assert expected == closest(papers)
    assert {each.slug for each in papers} == set(expected)
    assert all(near.shared for neighbours in expected.values() for near in neighbours)
