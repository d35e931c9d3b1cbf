from xml.etree.ElementTree import Element, SubElement

import pytest

from site_builder.text import tex_to_mathml
from site_builder.text.math_spans import Formula
from site_builder.text.tex_to_mathml import to_html

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
    "\\mathrm{\\underbar{<img src=x onerror=alert(1)>}}": '<math alttext="̱ &lt; imgsrc = xonerror = alert(1) &gt;">'
    '<munder><mi>&lt;img src=x onerror=alert(1)&gt;</mi><mo accent="true" stretchy="true">―</mo></munder></math>',
    "x^2\\hspace{<a>}": '<math alttext="x²"><msup><mi>x</mi><mn>2</mn></msup><mspace></mspace></math>',
}


@pytest.mark.parametrize(("tex", "expected"), SHOWN.items())
def test_a_formula_becomes_this_html(tex: str, expected: str) -> None:
    actual = to_html(Formula(tex, is_display=False, source=f"${tex}$"))

    assert expected == actual


def test_a_formula_on_lines_of_its_own_says_so() -> None:
    assert (
        to_html(Formula("x", is_display=True, source="$$x$$")) == '<math display="block" alttext="x"><mi>x</mi></math>'
    )


def test_what_the_converter_returns_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    def hostile(_: str) -> Element:
        whole = Element("math")
        row = SubElement(whole, "mrow")
        SubElement(row, "mi", mathvariant="normal").text = "&lt;b&gt;"
        SubElement(row, "mo", onclick="x", style="y", href="javascript:z", form='"><script>').text = "<i>"
        SubElement(SubElement(row, "mtext"), "style").text = "</mtext><img src=x>"
        return whole

    monkeypatch.setattr(tex_to_mathml, "convert_to_element", hostile)

    actual = to_html(Formula("hostile", is_display=True, source="$$hostile$$"))

    assert actual == (
        '<math display="block" alttext="hostile"><mi>&lt;b&gt;</mi><mo>&lt;i&gt;</mo>'
        "<mtext>&lt;/mtext&gt;&lt;img src=x&gt;</mtext></math>"
    )


@pytest.mark.parametrize("tag", ["script", "maction", "annotation-xml", "a", "mglyph", "semantics", "ms"])
def test_an_element_we_do_not_know_leaves_only_the_words_of_the_formula(
    tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Element("math")
    SubElement(SubElement(whole, "mrow"), tag).text = "x"
    monkeypatch.setattr(tex_to_mathml, "convert_to_element", lambda _: whole)

    assert to_html(Formula(f"{tag}+17", is_display=True, source="")) == f"{tag}+17"
