"""The systems that a paper introduces, as its title and its abstract name them.

The rules were written on 60 abstracts drawn from ten thousand and labelled before, and measured on 50 others.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.analysis import system_names


@pytest.mark.parametrize(
    ("title", "abstract", "names"),
    [
        ("LongStone: Skimming Far", "We skim.", ["LongStone"]),
        ("1-bit Stone: Skimming Far", "We skim.", ["1-bit Stone"]),
        ("Time-Varying Stone Control: Skimming", "We skim.", []),
        ("Decoding AI Stones: Can They Skim?", "We skim.", []),
        ("Stones", "We introduce LitStones, a pipeline of pebbles.", ["LitStones"]),
        ("Stones", "This paper presents GreenStone, a scheduler.", ["GreenStone"]),
        ("Stones", "We propose the StoneLens benchmark with 40 pebbles.", ["StoneLens"]),
        ("Stones", "We introduce Flose, a method that skims.", ["Flose"]),
        ("Stones", "We introduce Flat Stone Skipping (FSS), a framework.", ["FSS"]),
        ("Stones", "We propose learned pebble compression for DNN lakes (P4D), a way.", ["P4D"]),
        ("Stones", "We introduce and evaluate Stated Pebble Interaction (SPI).", ["SPI"]),
        ("Stones", "We skim by introducing xStone, a deeper one.", ["xStone"]),
        ("Stones", "We worked to develop FUA-Stone (Fair Use Aligned Stones), a thing.", ["FUA-Stone"]),
        ("Stones", "We propose a method named SkimStone.", ["SkimStone"]),
        ("Stones", "We propose reinforcement learning (RL) for stones.", []),
        ("Stones", "We propose a graph neural network (GNN), a thing that skims.", ["GNN"]),
        ("Stones", "We introduce an aim inspired by the upper confidence bound (UCB).", []),
        ("Stones", "We develop a CA-specific benchmark, and propose GPU kernels for stones.", []),
        ("Stones", "Recently, OpenStone, a model, was called StoneGPT by others.", []),
        ("Stones", "We release LLMs, a thing.", []),
    ],
)
def test_a_paper_introduces(title: str, abstract: str, names: list[str]) -> None:
    assert list(system_names.introduced(title, abstract).but({"GPU"})) == names


def test_what_many_papers_explain_is_nobodys_system() -> None:
    assert system_names.introduced("Stones", "We propose Pebble Learning (PL), a way.").but({"PL"}) == ()


@given(
    st.text(), st.lists(st.sampled_from(["We ", "propose ", "(AB)", "A b", "xY, a", "called ", ". ", "é"])).map("".join)
)
def test_any_text_is_read(title: str, abstract: str) -> None:
    assert all(system_names.introduced(title, abstract).but(()))
