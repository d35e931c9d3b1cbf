"""Text for TeX: what it shows is the text, and its braces balance."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from site_builder.formats import bibtex_escape


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Plain words, (and) more: 3/4!", "Plain words, (and) more: 3/4!"),
        ("50% of R&D_1 #2 ~ ^", r"50\% of R\&D\_1 \#2 \textasciitilde{} \textasciicircum{}"),
        ("{x}", r"\{x\}"),
        ("{x} or { alone", r"\textbraceleft{}x\textbraceright{} or \textbraceleft{} alone"),
        ('a\\b <c> $5 "q" `', r"a\textbackslash{}b {\ensuremath{<}}c{\ensuremath{>}} \$5 {''}q{''} \textasciigrave{}"),
        ("Türkçe, Łódź, Straße", r"T{\"u}rk{\c{c}}e, {\L}{\'o}d{\'z}, Stra{\ss}e"),
        ("“so” – it — a--b", "``so'' -- it --- a-{}-b"),
        ("10¹⁶⁰ and H₂O", r"10\textsuperscript{160} and H\textsubscript{2}O"),
        ("5× Ψ ≤ ∞", r"5{\texttimes} {\ensuremath{\Psi}} {\ensuremath{\leq}} {\ensuremath{\infty}}"),
        ("橡", "橡"),
    ],
)
def test_every_sign_is_escaped(text: str, told: str) -> None:
    assert bibtex_escape.escaped(text) == told


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Quantized Pebbles: Counting Stones", "Quantized Pebbles: Counting Stones"),
        ("LoRA: 4D LLMs, and GPT4-like", "{LoRA}: {4D} {LLMs}, and {GPT4}-like"),
        ("(NAS) & R_T", r"({NAS}) \& R\_T"),
        ("1000 Images with ÉCLAIR", r"1000 Images with {{\'E}CLAIR}"),
        ("T5 on A100s", "{T5} on {A100s}"),
    ],
)
def test_only_words_that_would_lose_a_capital_are_protected(title: str, told: str) -> None:
    assert bibtex_escape.title(title) == told


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_categories=["Cc"])))
@example("}{")
@example("\\{\\")
def test_braces_balance_whatever_the_text(text: str) -> None:
    depth = 0
    for char in bibtex_escape.title(text):
        depth += (char == "{") - (char == "}")
        assert depth >= 0

    assert depth == 0


@given(st.text("abc XYZ019 &%$#_{}~^\\<>-üçŁñé¹²₂", max_size=30))
def test_what_tex_would_show_is_the_text(text: str) -> None:
    told = bibtex_escape.title(text).replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    shown = LatexNodes2Text().latex_to_text(told)

    assert _comparable(shown) == _comparable(text)


def _comparable(text: str) -> str:
    # This reader of TeX joins spaces, shows ^ as the accent alone, and knows neither raised digits nor \textbraceleft.
    return "".join(unicodedata.normalize("NFKD", text).replace("\u02c6", "^").replace("\u0302", "^").split())
