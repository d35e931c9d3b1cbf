from hypothesis import given

from site_builder.text import math_spans
from site_builder.text.math_spans import CONTROL, PLACEHOLDER, cleared, placeholder
from tests.hostile import HOSTILE


def test_formulas_are_told_from_prices() -> None:
    text = r"$5 for $x$, \$6, $$y$$ and $ z $ at $7-$8 or $\$9$, $-$4\% of $5M, US$ 6 and $d-$3$p$"
    expected = r"$5 for [$x$], \$6, [$$y$$] and [$ z $] at $7-$8 or [$\$9$], [$-$]4\% of $5M, US$ 6 and [$d-$]3[$p$]"

    assert expected == math_spans.in_text(text, lambda formula: f"[{formula.source}]")


def test_code_in_markdown_holds_no_formula() -> None:
    text = "`$x$` is code, $x$ is none:\n\n```\n$y$\n```\n"

    assert text.replace(" $x$", " [x]") == math_spans.in_markdown(text, lambda formula: f"[{formula.tex}]")
    assert text.replace("$x$", "[x]").replace("$y$", "[y]") == math_spans.in_text(text, lambda one: f"[{one.tex}]")


def test_only_a_line_of_the_very_fence_closes_code() -> None:
    def shown(text: str) -> str:
        return math_spans.in_markdown(text, lambda formula: f"[{formula.tex}]")

    assert shown("````\n$x$\n```\n$y$\n````\n$z$") == "````\n$x$\n```\n$y$\n````\n[z]"
    assert shown("```\n$x$\n\n~~~\n$y$") == "```\n[x]\n\n~~~\n[y]"
    assert shown("```$x$``` is code in a line\n$y$") == "```$x$``` is code in a line\n[y]"


def test_a_formula_keeps_the_signs_around_it_apart() -> None:
    found: list[math_spans.Formula] = []

    def hold(formula: math_spans.Formula) -> str:
        found.append(formula)
        return "x"

    assert math_spans.in_text("\\(a\\), \\[ b \\], $$c$$", hold) == "x, x, x"
    assert found == [
        math_spans.Formula("a", is_display=False, source="\\(a\\)"),
        math_spans.Formula("b", is_display=True, source="\\[ b \\]"),
        math_spans.Formula("c", is_display=True, source="$$c$$"),
    ]


def test_a_place_is_found_again() -> None:
    assert PLACEHOLDER.findall(f"a {placeholder(7)} b") == ["7"]


@given(HOSTILE)
def test_no_author_can_forge_a_place(text: str) -> None:
    clear = cleared(text)

    assert not CONTROL.search(clear)
    assert clear == cleared(clear)
