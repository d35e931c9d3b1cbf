"""Other names of what a paper speaks of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.analysis import acronyms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We study neural architecture search (NAS) here.", [("NAS", "neural architecture search")]),
        ("Large language models (LLMs) are large.", [("LLM", "Large language model")]),
        ("a Multi-modal Large Language Model (MLLM)", [("MLLM", "Multi-modal Large Language Model")]),
        ("the HyperText Markup Language (HTML)", [("HTML", "HyperText Markup Language")]),
        ("We use text-to-image (T2I) models.", [("T2I", "text-to-image")]),
        ("learned JPEG compression for DNN vision (J4D)", [("J4D", "JPEG compression for DNN vision")]),
        ("the Jaynes-Cummings (JC) model", [("JC", "Jaynes-Cummings")]),
        ("Tavis–Cummings (TC) models", [("TC", "Tavis–Cummings")]),
        ("the Contexts-Systems-Modalities (CSM) view", [("CSM", "Contexts-Systems-Modalities")]),
        ("two Vision-Language-Models (VLMs)", [("VLM", "Vision-Language-Model")]),
        ("large technologies (LT) of time series (TS)", [("LT", "large technology"), ("TS", "time series")]),
        (
            "the Internet of Things (IoT), a Mixture-of-Experts (MoE)",
            [("IoT", "Internet of Things"), ("MoE", "Mixture-of-Experts")],
        ),
        ("Deep Q-Networks (DQN)", [("DQN", "Deep Q-Network")]),
        ("the tomato vine (T2V)", []),
        ("as shown before (SOTA) by others", []),
        ("It works (see Figure 2). Networks (NN", []),
        ("We prune (PRUNE) networks", []),
    ],
)
def test_an_acronym_is_found_where_it_is_explained(text: str, found: list[tuple[str, str]]) -> None:
    assert list(acronyms.acronyms(text)) == found


def test_a_paper_gets_the_names_it_does_not_use() -> None:
    known = acronyms.names(["neural architecture search (NAS)"], [("on-device", "mobile phone")])

    assert acronyms.of("We run NAS on mobile phones.", known) == "neural architecture search, on device"
    assert acronyms.of("Neural architecture search (NAS) is slow.", known) == ""


def test_an_acronym_of_two_things_does_not_name_one_by_the_other() -> None:
    known = acronyms.names(["mean square error (MSE)", "model selection error (MSE)"], [])

    assert acronyms.of("We lower the mean square error.", known) == "mse"


def test_an_acronym_of_very_many_things_names_none() -> None:
    texts = [
        f"We weigh {thing} brown cats ({thing[0].upper()}BC)."
        for thing in "able acid aged airy ajar amid arid avid away".split()
    ]
    known = acronyms.names(texts, [])

    assert acronyms.of("We feed an ABC.", known) == ""
    assert acronyms.of("We feed an ABC.", acronyms.names(texts[:2], [])) == "able brown cat, acid brown cat"


def test_an_acronym_is_no_word_of_the_same_letters() -> None:
    known = acronyms.names(["topology optimization (TO)", "large language models (LLMs)"], [])

    assert acronyms.of("We want to see what is to be seen.", known) == ""
    assert acronyms.of("We use TO for LLMs.", known) == "topology optimization, large language model"


def test_of_what_an_acronym_stands_for_the_rare_is_left_out() -> None:
    often = ["artificial intelligence (AI)"] * 3
    known = acronyms.names([*often, "arithmetic intensity (AI)"], [])

    assert acronyms.of("AI is here.", known) == "artificial intelligence"
    assert acronyms.of("Its arithmetic intensity is low.", known) == "ai"
    assert acronyms.of("Its arithmetic intensity (AI) is low.", known) == ""


@given(st.text())
def test_any_text_can_be_asked_for_its_names(text: str) -> None:
    acronyms.of(text, acronyms.names([text], [("stone", "pebble")]))
