import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.analysis import tagging
from site_builder.content import vocabulary
from site_builder.content.model import Paper
from site_builder.content.vocabulary import Vocabulary, load_rules
from site_builder.core.errors import BuildFailed
from site_builder.text import phrases
from site_builder.text.singulars import singulars

CONTENT = Path(__file__).parents[2] / "content"

SMALL = """
claims: [we propose, this paper]
asides: [than, such as]
areas:
  - {slug: compress, name: Smaller models, hue: 2}
  - {slug: models, name: Models, hue: 5}
tags:
  - slug: compression
    name: Compression
    area: compress
    means: Smaller models.
    anywhere: {compress* ~ model: 2}
  - slug: pruning
    name: Pruning
    area: compress
    means: Fewer weights.
    anywhere: {prun*: 1, sparse network: 1.4}
    ignores: [prun* the search space]
    implies: [compression]
  - slug: quantization
    name: Quantization
    area: compress
    means: Fewer bits.
    anywhere: {quantiz*: 1}
    claim: {bit: 1}
    title: {low-precision: 1}
    vetoes: [quantization-free]
  - slug: vision
    name: Vision
    area: models
    means: Images.
    anywhere: {image: 1, vision transformer: 1.4}
    against: {language model: 1}
    needs: [network, transformer]
"""


def small() -> Vocabulary:
    return vocabulary.parse(SMALL, "tags.yaml")


def paper(title: str = "Untitled", abstract: str = "", **fields: frozenset[str]) -> Paper:
    return Paper(slug="a-paper", title=title, body=abstract, abstract=abstract, **fields)  # type: ignore[arg-type]  # only tags and not_tags are given


def scores(title: str, abstract: str) -> dict[str, float]:
    return {verdict.tag: verdict.score for verdict in tagging.explain(small(), paper(title, abstract))}


def slugs(title: str, abstract: str = "", **fields: frozenset[str]) -> tuple[str, ...]:
    return tagging.apply(small(), [paper(title, abstract, **fields)])[0].slugs


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("language model", "Language Models are few-shot learners", True),
        ("language model", "A model of language", False),
        ("quantiz*", "We are quantizing weights", True),
        ("quantiz*", "quantum circuits", False),
        ("adapter", "Adapters for speech", True),
        ("adapter", "adaptive optics", False),
        ("optimizer", "optimization of molecules", False),
        ("small|tiny language model", "a Tiny Language Model", True),
        ("small|tiny language model", "a large language model", False),
        ("kv|key-value cache", "the KV cache", True),
        ("kv|key-value cache", "the key-value cache", True),
        ("kv|key-value cache", "the keyvalue cache", True),
        ("kv|key-value cache", "the key cache", False),
        ("low|lower-precision", "the low road", True),
        ("fine-tuning", "finetuning", True),
        ("fine-tuning", "fine tuning", True),
        ("fine-tuning", "fine-tuning", True),
        ("fine tuning", "finetuning", False),
        ("reduc* ~ memory", "reduces the peak GPU memory", True),
        ("reduc* ~ memory", "memory is greatly reduced", True),
        ("reduc* ~ memory", "memory of the models that we trained before is reduced", False),
        ("reduc* ~ memory", "It reduces time, and memory grows", True),
        ("reduc* ~ memory", "It reduces time, while memory grows", False),
        ("reduc* ~ memory", "It reduces time: memory grows", False),
        ("reduc* ~ memory", "memory, which reduces time", False),
        ("batch", "two batches", True),
        ("cache", "two caches", True),
        ("search", "two searches", True),
        ("category", "two categories", True),
        ("analysis", "an analysis", True),
        ("1-bit", "1-bit Adam", True),
        ("quality diversity", "quality, diversity", False),
        ("état", "l'ÉTAT de l'art", True),
    ],
)
def test_a_phrase_finds_what_it_says_and_no_more(phrase: str, text: str, found: bool) -> None:
    assert found == (phrase in phrases.Finder([phrase, "unrelated words"]).find(text))


def test_a_found_phrase_is_quoted_as_it_stands_in_the_text() -> None:
    text = "It Reduces, by half, GPU memory."
    spot = phrases.Finder(["reduc* ~ memory"]).find(text)["reduc* ~ memory"][0]

    assert phrases.quoted(text, spot) == "Reduces, by half, GPU memory"


WORDS = st.sampled_from(
    ["prune", "pruning", "Models", "model", "the", "of", "network", "sparse", "x", "β", "fine", "tuning"]
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "-", ", ", ". "])), max_size=20).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


@given(TEXTS, st.lists(WORDS, min_size=1, max_size=3))
def test_a_run_of_words_is_found_exactly_where_a_plain_search_finds_it(text: str, words: list[str]) -> None:
    phrase = " ".join(words)
    in_text = [singulars(word)[0] for word in re.findall(r"[^\W_]+|,", text.lower())]
    run = [singulars(word.lower())[0] for word in words]
    expected = [
        tuple(range(section, section + len(run)))
        for section in range(len(in_text) - len(run) + 1)
        if in_text[section : section + len(run)] == run
    ]

    assert expected == phrases.Finder([phrase, "pruning sparse", "fine-tuning", "m* ~ x"]).find(text).get(phrase, [])


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    found = phrases.Finder(["a ~ b", "x*", "state-space"]).find(text)

    assert all(phrases.quoted(text, spot) for spots in found.values() for spot in spots)


@given(st.text(alphabet="ab -~|*.", max_size=12))
def test_a_phrase_without_fault_has_readings_and_can_be_searched_for(phrase: str) -> None:
    if not phrases.fault(phrase, common=True):
        assert phrases.readings(phrase)
        phrases.Finder([phrase]).find("a b ab ba")


@pytest.mark.parametrize(
    ("title", "abstract", "score"),
    [
        ("Pruning", "", 2.0),
        ("", "Pruning helps.", 1.0),
        ("", "We propose pruning.", 1.5),
        ("", "Pruning is popular. We propose something.", 0.7),
        ("", "We propose something. Pruning helps.", 1.0),
        ("", "We propose something. It is better than pruning.", 0.3),
        ("", "Pruning and pruned pruning.", 1.0),
        ("", "Pruning one. Pruning two. Pruning three. Pruning four.", 3.0),
        ("", "Pruning one. Pruning a sparse network.", 1.0 + 1.0 + 1.4),
    ],
)
def test_a_phrase_counts_by_where_it_stands(title: str, abstract: str, score: float) -> None:
    found = scores(title, abstract)

    if score >= 1:
        assert score == pytest.approx(found["pruning"])
    else:
        assert "pruning" not in found


@pytest.mark.parametrize("words", ["sparse network (PN)", "PN"])
def test_an_acronym_behind_its_long_form_says_nothing_again(words: str) -> None:
    rules = vocabulary.parse(SMALL.replace("image: 1,", "sparse network: 1, PN: 1, image: 1,"), "tags.yaml")
    verdict = next(one for one in tagging.explain(rules, paper("", f"Network with {words}.")) if one.tag == "vision")

    assert verdict.score == pytest.approx(1.0)


def test_phrases_that_share_words_count_once_the_heaviest_first() -> None:
    assert scores("Image vision transformer", "")["vision"] == pytest.approx(2 * (1 + 1.4))


def test_words_of_an_ignored_phrase_are_no_evidence() -> None:
    assert slugs("Pruning the search space") == ()
    assert slugs("Pruning the search space by pruning") == ("pruning", "compression")


ABOUT = SMALL.replace("claims:", "about: [neural, machine learning]\nclaims:", 1)


@pytest.mark.parametrize(
    ("abstract", "hand", "expected"),
    [
        ("Pruning of apple trees. Pruning of roses.", frozenset(), ()),
        ("Pruning of apple trees. Pruning of neural networks.", frozenset(), ("pruning", "compression")),
        ("Pruning of apple trees. Pruning by machine learning.", frozenset(), ("pruning", "compression")),
        ("Pruning of apple trees.", frozenset({"vision"}), ("vision",)),
    ],
)
def test_rules_speak_only_of_papers_on_the_subject(
    abstract: str, hand: frozenset[str], expected: tuple[str, ...]
) -> None:
    rules = vocabulary.parse(ABOUT, "tags.yaml")
    (tagged,) = tagging.apply(rules, [paper("Of pruning", abstract, tags=hand)])

    assert expected == tagged.slugs


def test_an_explanation_says_when_a_paper_is_off_the_subject() -> None:
    (verdict,) = tagging.explain(vocabulary.parse(ABOUT, "tags.yaml"), paper("Pruning of apple trees"))

    assert (verdict.tag, verdict.score, verdict.off_subject, verdict.earned) == ("pruning", 2.0, True, False)


OF_SOMETHING_ELSE = [
    (
        "Crossover effects in phase transitions",
        "We study the genetic variation of spin models. Our theory holds at all scales.",
    ),
    ("A theory of perfect groups", "We prove scaling laws for the rank of sparse matrices. We survey open problems."),
    ("Hubble tension: a review", "We present a benchmark of distances and a new catalogue of galaxies."),
]


@pytest.mark.parametrize(("title", "abstract"), OF_SOMETHING_ELSE)
def test_our_own_rules_leave_papers_of_other_sciences_alone(title: str, abstract: str) -> None:
    (tagged,) = tagging.apply(load_rules(CONTENT), [paper(title, abstract)])

    assert tagged.slugs == ()


def test_a_veto_forbids_a_tag_however_many_points_it_has() -> None:
    assert slugs("Quantization") == ("quantization",)
    assert slugs("Quantization", "We propose quantization-free training.") == ()


def test_a_tag_that_needs_a_phrase_is_not_given_without_it() -> None:
    assert slugs("Images") == ()
    assert slugs("Images", "A transformer.") == ("vision",)


def test_phrases_against_a_tag_are_taken_away() -> None:
    assert slugs("Image networks and language models") == ()


def test_claim_and_title_phrases_count_only_there() -> None:
    assert slugs("", "Three bits. Four bits. Five bits.") == ()
    assert slugs("", "We propose three bits. This paper has four bits.") == ("quantization",)
    assert slugs("", "Low-precision. Low precision. Low-precision.") == ()
    assert slugs("Low-Precision Training") == ("quantization",)


def test_an_implied_tag_comes_with_the_words_and_the_strength_of_the_one_that_implies_it() -> None:
    (tagged,) = tagging.apply(small(), [paper("Pruning Networks")])

    assert tagged.tags == (
        tagging.Earned("pruning", "Pruning", "rule", 1.0),
        tagging.Earned("compression", "Pruning", "pruning", 1.0),
    )


def test_a_tag_set_by_hand_is_given_and_one_taken_by_hand_is_not_even_when_implied() -> None:
    by_hand = frozenset({"vision"})

    assert set(slugs("Pruning", tags=by_hand)) == {"pruning", "compression", "vision"}
    assert slugs("Pruning", not_tags=frozenset({"compression"})) == ("pruning",)
    assert slugs("Pruning", not_tags=frozenset({"pruning"})) == ()


def test_a_rule_that_earns_a_tag_set_by_hand_still_gives_its_words() -> None:
    (tagged,) = tagging.apply(small(), [paper("Quantized nets", tags=frozenset({"quantization"}))])

    assert tagged.tags == (tagging.Earned("quantization", "Quantized", "rule", 1.0),)


def test_strongest_tags_come_first_and_the_vocabulary_s_order_parts_equals() -> None:
    assert slugs("Quantization and pruning", "Quantization.") == ("quantization", "pruning", "compression")


def test_an_unknown_tag_on_a_page_is_told_with_the_nearest_right_one() -> None:
    with pytest.raises(BuildFailed) as failure:
        tagging.apply(small(), [paper("x", tags=frozenset({"quantisation"}), not_tags=frozenset({"prunning"}))])

    assert [str(problem) for problem in failure.value.problems] == [
        "content/papers/a-paper.md: there is no tag `prunning`\n    Did you mean `pruning`?",
        "content/papers/a-paper.md: there is no tag `quantisation`\n    Did you mean `quantization`?",
    ]


def test_an_explanation_shows_every_phrase_with_its_points_and_what_forbade_the_tag() -> None:
    (verdict,) = tagging.explain(small(), paper("Quantization", "We propose quantization-free 4 bits."))

    assert (
        tagging.Verdict(
            tag="quantization",
            score=5.0,
            threshold=2.0,
            evidence=(
                tagging.Evidence("quantiz*", "Quantization", "title", 2.0),
                tagging.Evidence("quantiz*", "quantization", "claim", 1.5),
                tagging.Evidence("bit", "bits", "claim", 1.5),
            ),
            vetoes=("quantization-free",),
        )
        == verdict
    )
    assert not verdict.earned


def test_health_names_what_a_curator_should_look_at() -> None:
    papers = [paper("Pruning networks"), paper("Compressing models by pruning"), paper("Weather")]
    health = tagging.health(small(), tagging.apply(small(), papers))

    assert health.untagged == ("a-paper",)
    assert health.broad == (("compression", 2), ("pruning", 2))
    assert health.thin == (("quantization", 0), ("vision", 0))
    assert health.together == (("compression", "pruning", 2),)
    assert ("vision", "image") in health.silent
    assert ("pruning", "prun*") not in health.silent


def test_health_names_corrections_that_the_rules_have_made_needless() -> None:
    needless = paper("Pruning networks", tags=frozenset({"pruning"}), not_tags=frozenset({"vision"}))
    needed = paper("Pruning networks", tags=frozenset({"vision"}), not_tags=frozenset({"pruning"}))

    assert tagging.health(small(), tagging.apply(small(), [needless])).idle == (
        ("a-paper", "pruning"),
        ("a-paper", "vision"),
    )
    assert tagging.health(small(), tagging.apply(small(), [needed])).idle == ()


HEAD = "areas: [{slug: a, name: A, hue: 1}]\ntags:\n"
TAG = "  - {slug: one, name: One, area: a, means: M, "


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + TAG + "anywere: {x: 2}}", "t.yaml:3: unknown field of a tag `anywere`\n    Did you mean `anywhere`?"),
        (HEAD + "  - {slug: one, name: One, area: b, means: M}", "t.yaml:3: there is no area `b`\n    Known here: a."),
        (HEAD + TAG + "implies: [won]}", "t.yaml:3: there is no tag `won`\n    Did you mean `one`?"),
        (HEAD + TAG + "implies: [one]}", "t.yaml:3: `one` implies itself\n    Take one step out of the circle."),
        (
            HEAD + TAG + "anywhere: {the of: 2}}",
            "t.yaml:3: `anywhere`: the phrase `the of` holds only words that stand in every text",
        ),
        (HEAD + TAG + 'vetoes: [""]}', "t.yaml:3: `vetoes`: the phrase `` is empty"),
        (HEAD + TAG + "needs: [a*b]}", "t.yaml:3: `needs`: the phrase `a*b` holds `a*b`, which is no word"),
        (HEAD + TAG + "needs: [x ~ y ~ z]}", "t.yaml:3: `needs`: the phrase `x ~ y ~ z` has more than one ~"),
        (
            HEAD + TAG + "anywhere: {\n    pre-training: 2,\n    pretraining: 1}}",
            "t.yaml:5: `anywhere`: `pre-training` and `pretraining` find the same words; keep one of them",
        ),
        (
            HEAD + TAG + "anywhere: {model: 2, Models: 1}}",
            "t.yaml:3: `anywhere`: `model` and `Models` find the same words; keep one of them",
        ),
        (HEAD + TAG + "anywhere: {x: 0}}", "t.yaml:3: `x` must be a number above 0, at most 100, not `0`"),
        (HEAD + TAG + "anywhere: {x: .nan}}", "t.yaml:3: a number so large is not used here"),
        (HEAD + TAG + "anywhere: {x: true}}", "t.yaml:3: `x` must be a number above 0, at most 100, not `True`"),
        (
            HEAD + TAG + "title: {x: 0.5}}",
            "t.yaml:3: `one` can reach 1 points, and its threshold is 2\n    Lower the threshold or raise a weight.",
        ),
        (
            HEAD + TAG + "anywhere: {x: 2}}\n" + TAG + "anywhere: {y: 2}}",
            "t.yaml:4: the tag `one` is given twice\n    Rename or delete one of them.",
        ),
        (
            "areas: [{slug: A b, name: A, hue: 1}]",
            "t.yaml:1: `A b` cannot be part of an address\n    Use a-z, 0-9 and single hyphens.",
        ),
        (
            "areas: [{slug: together, name: A, hue: 1}]",
            "t.yaml:1: `together` is the name of another part of the page of tags\n    Choose another slug.",
        ),
        ("areas: [{slug: a, name: A}]", "t.yaml:1: `hue` is missing\n    Add `hue: …`, a number from 1 to 9."),
        (
            "areas: []\ncolour: red",
            "t.yaml:2: unknown field `colour`\n    Known here: about, areas, asides, claims, records, tags.",
        ),
    ],
)
def test_a_mistake_in_the_rules_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(BuildFailed) as failure:
        vocabulary.parse(text, "t.yaml")

    assert [told] == [str(problem) for problem in failure.value.problems]


@pytest.mark.slow
def test_each_tag_of_a_long_chain_comes_with_all_behind_it() -> None:
    chain = "".join(
        f"  - {{slug: t{number}, name: N, area: a, means: M, anywhere: {{x{number}: 2}}, implies: [t{number + 1}]}}\n"
        for number in range(1_500)
    )
    last = "  - {slug: t1500, name: N, area: a, means: M, anywhere: {y: 2}}\n"
    tags = {tag.slug: tag for tag in vocabulary.parse(HEAD + chain + last, "t.yaml").tags}

    assert vocabulary.implied_by(tags, "t700") == tuple(f"t{number}" for number in range(701, 1_501))


def test_a_longer_circle_is_told_at_each_tag_in_it() -> None:
    text = HEAD + "".join(
        f"  - {{slug: {slug}, name: N, area: a, means: M, implies: [{implied}]}}\n"
        for slug, implied in [("x", "y"), ("y", "z"), ("z", "x")]
    )
    with pytest.raises(BuildFailed) as failure:
        vocabulary.parse(text, "t.yaml")

    assert [int(problem.where.split(":")[1]) for problem in failure.value.problems] == [3, 4, 5]


def test_all_mistakes_of_a_file_are_told_at_once_in_the_order_of_its_lines() -> None:
    with pytest.raises(BuildFailed) as failure:
        vocabulary.parse(HEAD + TAG + "area2: x}\n  - {slug: two}", "t.yaml")

    assert [problem.where for problem in failure.value.problems] == ["t.yaml:3", "t.yaml:4", "t.yaml:4", "t.yaml:4"]


def test_our_own_rules_have_no_mistake_and_every_area_is_used() -> None:
    ours = load_rules(CONTENT)

    assert [area.hue for area in ours.areas] == [1, 2, 3, 4, 5, 6, 7]
    assert len(ours.tags) == 46
    assert {tag.area for tag in ours.tags} == {area.slug for area in ours.areas}
    assert all(ours.tag(tag.slug) is tag and ours.has(tag.slug) for tag in ours.tags)
    assert ours.area("search").name == "Search"


QLORA = """We present QLoRA, an efficient finetuning approach for large language models that reduces memory usage
by 4-bit quantized weights. It trains Low Rank Adapters (LoRA)."""


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        ("DARTS: Differentiable Architecture Search", "", {"differentiable-nas", "neural-architecture-search"}),
        (
            "QLoRA: Efficient Finetuning of Quantized LLMs",
            QLORA,
            {
                "quantization",
                "parameter-efficient-fine-tuning",
                "low-rank-methods",
                "large-language-models",
                "fine-tuning",
            },
        ),
        (
            "Fast Inference from Transformers via Speculative Decoding",
            "We introduce speculative decoding, an algorithm to sample from autoregressive models faster.",
            {"inference-serving"},
        ),
        (
            "Mamba: Linear-Time Sequence Modeling with Selective State Spaces",
            "We propose selective state space models that scale linearly in sequence length.",
            {"state-space-models"},
        ),
    ],
)
def test_our_own_rules_know_the_classics(title: str, abstract: str, expected: set[str]) -> None:
    (tagged,) = tagging.apply(load_rules(CONTENT), [paper(title, abstract)])

    assert expected <= set(tagged.slugs)


@pytest.mark.slow
def test_papers_are_tagged_alike_in_any_company_and_order() -> None:
    ours = load_rules(CONTENT)
    texts = [f"{tag.name}. {tag.means}" for tag in ours.tags]
    papers = [paper(text, f"We propose {text}. {text}") for text in texts]
    shuffled = random.Random(7).sample(papers, len(papers))

    alone = {one.title: tagging.apply(ours, [one])[0] for one in papers}

    assert [alone[one.title] for one in shuffled] == list(tagging.apply(ours, shuffled))
