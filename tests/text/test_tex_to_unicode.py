import pytest
from hypothesis import given, settings

from site_builder.text.tex_to_unicode import unicode_math
from tests.hostile import HOSTILE

TWINS = {
    "10^{160}": "10¹⁶⁰",
    "\\alpha_i": "αᵢ",
    "O(\\sqrt{T})": "O(√T)",
    "\\frac{a}{b}": "a/b",
    "\\frac{a+b}{c}": "(a+b)/c",
    "\\mathcal{O}(n\\log n)": "O(n log n)",
    "5\\times": "5×",
    "\\sim 100": "∼100",
    "\\mathbb{R}^d": "ℝᵈ",
    "\\{0,1\\}^n": "{0,1}ⁿ",
    "1{,}000": "1,000",
    "10\\,\\mathrm{GB}": "10 GB",
    "x_{\\mathrm{max}}": "xₘₐₓ",
    "d_{model}": "d_model",
    "\\hat{x}_t": "x̂ₜ",
    "\\log_2 n": "log₂ n",
    "\\sum_{i=1}^n x_i^2": "∑ᵢ₌₁ⁿ xᵢ²",
    "p(y \\mid x)": "p(y | x)",
    "x \\in X": "x ∈ X",
    "\\sqrt{d^2 H}": "√(d²H)",
    "\\sqrt{d_k}": "√dₖ",
    "f := g": "f := g",
    "a \\not\\in b": "a ∉ b",
    "\\|x\\|_2": "‖x‖₂",
    "90^\\circ": "90°",
    "\\sqrt[3]{x}": "∛x",
    "\\operatorname*{arg\\,min}_x f(x)": "arg minₓ f(x)",
    "\\left( x \\right.": "(x",
    "\\text{if } x > 0": "if x > 0",
    "\\binom{n}{k}": "(n choose k)",
    "\\ours": "ours",
    "\\Vol(A_t)": "Vol(Aₜ)",
    "\\inner{x}{y} \\label{eq:1}": "⟨x, y⟩",
    "\\SI{5}{m}": "5 m",
    "\\sim\\$10": "∼$10",
    "\\overbrace{a+b}^{c}": "a+bᶜ",
    "\\textcolor{red}{x}": "x",
}


@pytest.mark.parametrize(("tex", "expected"), TWINS.items())
def test_a_formula_has_this_plain_text_twin(tex: str, expected: str) -> None:
    actual = unicode_math(tex)

    assert expected == actual


@pytest.mark.parametrize("unit", ["{", "\\sqrt", "^", "x^{", "\\left(", "'", "\\frac", "\\text{", "[\\sqrt", "\\hat"])
def test_a_formula_nested_beyond_reason_has_a_twin(unit: str) -> None:
    assert "\\" not in unicode_math(unit * 3000)


@settings(deadline=None)
@given(HOSTILE)
def test_a_twin_holds_no_tex(tex: str) -> None:
    printed = any(sign in tex for sign in ("\\{", "\\}", "brace"))
    actual = unicode_math(tex)

    assert "\\" not in actual
    assert printed or not set("{}") & set(actual)
