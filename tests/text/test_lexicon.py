"""Words as a query spells them."""

from hypothesis import given
from hypothesis import strategies as st

from site_builder.text import lexicon


def test_words_lose_case_marks_and_digits_and_hyphens_are_read_both_ways() -> None:
    assert lexicon.words("Naïve Fine-Tuning of GPT4 models") == [
        "naive",
        "fine",
        "tuning",
        "finetuning",
        "of",
        "gpt",
        "models",
    ]


def test_a_word_counts_once_in_a_text() -> None:
    assert lexicon.count(["pebbles and pebbles", "a pebble"]) == {"and": 1, "pebble": 1, "pebbles": 1}


def test_a_form_of_a_known_word_is_left_out_and_its_count_goes_to_the_word() -> None:
    counts = {"prune": 1, "pruned": 3, "pruning": 2, "train": 2, "training": 5, "gas": 1}

    assert lexicon.bases(counts) == {"prune": 3, "pruning": 2, "train": 5, "gas": 1}


def test_a_list_says_how_often_only_where_it_is_not_once() -> None:
    assert lexicon.listed({"pebble": 1, "pebbles": 0, "stone": 12}) == "0pebble\n6s\n0stone 12"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert lexicon.fold(lexicon.fold(text)) == lexicon.fold(text)
