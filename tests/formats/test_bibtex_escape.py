"""Text for TeX: what it shows is the text, and its braces balance."""

import re
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
        ('a\\b <c> $5 "q" `', r'a\textbackslash{}b <c> \$5 "q" {`}'),
        ("Türkçe, Łódź, Straße", "Türkçe, Łódź, Straße"),
        ("“so” – it — a--b", "“so” – it — a-{}-b"),
        ("10¹⁶⁰ and H₂O, 5× Ψ ≤ ∞", "10¹⁶⁰ and H₂O, 5× Ψ ≤ ∞"),
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
        ("(NAS) & R_T", r"({NAS}) \& {R}\_{T}"),
        ("1000 Images with ÉCLAIR", "1000 Images with {ÉCLAIR}"),
        ("T5 on A100s", "{T5} on {A100s}"),
        ("Deep Q-Networks, U-Net and X-ray: A Plan B", "Deep {Q}-Networks, {U-Net} and {X}-ray: A Plan {B}"),
        ("A Bayesian R&D at 20 °C: Part I of O(n)", r"A {Bayesian} {R}\&{D} at 20 °{C}: Part {I} of {O}(n)"),
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


def test_a_formula_of_a_title_stays_a_formula() -> None:
    made = bibtex_escape.title(r"Parsing for $x^k$ in $\mathbb{R}^d$ at \$5", has_formulas=True)

    assert made == r"Parsing for {$x^k$} in {$\mathbb{R}^d$} at \$5"


def test_a_formula_that_could_make_tex_do_something_is_text() -> None:
    made = bibtex_escape.title(r"Rain $\input{/etc/passwd}$ and $\def\x{y}x$", has_formulas=True)

    assert "\\input" not in made
    assert "\\def" not in made


@pytest.mark.parametrize(
    "formula",
    [
        *(
            "^^5cinput{/etc/passwd}",
            "x^{^^5c}",
            "x}, note = {evil}, keywords = {y",
            r"\left\{x\right.",
            r"\} x_{",
            "x}{",
        ),
        *("x_1 % y", "x_1 # y", "x_1 ~ y", "x_1 & y", "x_1 @ y", "x_\x011", "x_\\\n1"),
    ],
)
def test_a_formula_that_would_end_something_is_text(formula: str) -> None:
    made = bibtex_escape.title(f"Bounds ${formula}$ hold", has_formulas=True)

    assert "{$" not in made
    assert "^^" not in made
    assert re.sub(r"\\[{}]", "", made).count("{") == re.sub(r"\\[{}]", "", made).count("}")
    assert made.count("{") == made.count("}")


def test_no_sign_of_a_title_is_taken_for_a_brace() -> None:
    assert bibtex_escape.title("Pebbles \ue001 and \ue000 stones") == "Pebbles  and  stones"


@pytest.mark.parametrize(
    ("name", "tex"),
    [
        ("José", r"Jos{\'e}"),
        ("Zoltán Szűcs", "Zolt{\\'a}n Szu\u030bcs"),
        ("Иван", "Иван"),
        ("Đorđe", "Đorđe"),
        ("Ștefan", "S\u0326tefan"),
        ("R&D {x}", r"R\&D \{x\}"),
    ],
)
def test_no_style_cuts_a_letter_of_a_name_in_half(name: str, tex: str) -> None:
    assert bibtex_escape.name(name) == tex
