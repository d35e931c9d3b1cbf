import pytest

from site_builder.text.math_spans import Formula
from site_builder.text.tex_to_mathml import shown

SHOWN = {
    "n": "<i>n</i>",
    "5\\times": "5×",
    "x+y": '<math alttext="x+y"><mi>x</mi><mo>+</mo><mi>y</mi></math>',
    "\\frac{a": "a/()",
    "\\ours{x}": '<math alttext="oursx"><mi>ours</mi><mi>x</mi></math>',
    "\\norm{x}": '<math alttext="‖x‖"><mrow><mo fence="true" form="prefix" stretchy="true">‖</mo><mi>x</mi>'
    '<mo fence="true" form="postfix" stretchy="true">‖</mo></mrow></math>',
    'B\\"uttiker': "Büttiker",
    "\\text{<script>x</script>}": '<math alttext="&lt;script&gt;x&lt;/script&gt;">'
    "<mtext>&lt;script&gt;x&lt;/script&gt;</mtext></math>",
}


@pytest.mark.parametrize(("tex", "expected"), SHOWN.items())
def test_a_formula_becomes_this_html(tex: str, expected: str) -> None:
    actual = shown(Formula(tex, is_display=False, source=f"${tex}$"))

    assert expected == actual


def test_a_formula_on_lines_of_its_own_says_so() -> None:
    assert shown(Formula("x", is_display=True, source="$$x$$")) == '<math display="block" alttext="x"><mi>x</mi></math>'
