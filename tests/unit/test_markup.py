import re
from collections.abc import Iterator

import html5lib
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from site_builder import markup

HTML = {
    "Plain words.": "<p>Plain words.</p>",
    "One.\n\nTwo.": "<p>One.</p>\n<p>Two.</p>",
    "": "",
    "*x* and **y**": "<p><em>x</em> and <strong>y</strong></p>",
    "see https://a.org/b_c_d.": '<p>see <a href="https://a.org/b_c_d">https://a.org/b_c_d</a>.</p>',
    "(https://a.org/b(c))": '<p>(<a href="https://a.org/b(c)">https://a.org/b(c)</a>)</p>',
    "[https://a.org](https://b.org)": '<p><a href="https://b.org">https://a.org</a></p>',
    "`https://a.org`": "<p><code>https://a.org</code></p>",
    "[x](/tags/moe/)": '<p><a href="/digest/tags/moe/">x</a></p>',
    "[x](javascript:alert(1))": "<p><a>x</a></p>",
    "[x](//evil.org/)": "<p><a>x</a></p>",
    "[x](/\\evil.org/)": "<p><a>x</a></p>",
    "<script>alert(1)</script>": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    '<img src=x onerror="a()">': '<p>&lt;img src=x onerror="a()"&gt;</p>',
    "![cat](http://evil.org/c.png)": "<p>cat</p>",
    "![cat](/c.png)": '<p><img alt="cat" src="/digest/c.png"></p>',
    "# A\n\n## B": "<h2>A</h2>\n<h3>B</h3>",
    "## B": "<h2>B</h2>",
    "R&D, AT&amp;T": "<p>R&amp;D, AT&amp;T</p>",
    "$5 and $10": "<p>$5 and $10</p>",
    "\\$x\\$": "<p>$x$</p>",
    "`$x$`": "<p><code>$x$</code></p>",
    "costs `$a` or `$b`": "<p>costs <code>$a</code> or <code>$b</code></p>",
    "$5\\times$ and $n$": "<p>5× and <i>n</i></p>",
    "$\\sim$10": "<p>∼10</p>",
    "$a_1 *b* c_2$": '<p><math alttext="a₁*b*c₂"><msub><mi>a</mi><mn>1</mn></msub><mo>*</mo><mi>b</mi><mo>*</mo>'
    "<msub><mi>c</mi><mn>2</mn></msub></math></p>",
    "\\(x+y\\)": '<p><math alttext="x+y"><mi>x</mi><mo>+</mo><mi>y</mi></math></p>',
    "$$x+y$$": '<p><math display="block" alttext="x+y"><mi>x</mi><mo>+</mo><mi>y</mi></math></p>',
    "[a $x+y$](/b 'c $x$')": '<p><a href="/digest/b" title="c $x$">a <math alttext="x+y"><mi>x</mi><mo>+</mo>'
    "<mi>y</mi></math></a></p>",
    "$\\frac{a$": "<p>a/()</p>",
    "$\\ours{x}$": '<p><math alttext="oursx"><mi>ours</mi><mi>x</mi></math></p>',
    "$\\norm{x}$": '<p><math alttext="‖x‖"><mrow><mo fence="true" form="prefix" stretchy="true">‖</mo><mi>x</mi>'
    '<mo fence="true" form="postfix" stretchy="true">‖</mo></mrow></math></p>',
    'Using $B\\"uttiker$ probes': "<p>Using Büttiker probes</p>",
    "5$\\,$km and $\\$5$": "<p>5 km and $5</p>",
    "DFT$+U$$+V$": '<p>DFT<math alttext="+U"><mo>+</mo><mi>U</mi></math>'
    '<math alttext="+V"><mo>+</mo><mi>V</mi></math></p>',
    "($-$7%) and ($-$5%)": '<p>(<math alttext="-"><mo>−</mo></math>7%) and (<math alttext="-"><mo>−</mo></math>5%)</p>',
    "$5M, US$ 20 and $10 per US$": "<p>$5M, US$ 20 and $10 per US$</p>",
    "$\\text{<script>x</script>}$": '<p><math alttext="&lt;script&gt;x&lt;/script&gt;">'
    "<mtext>&lt;script&gt;x&lt;/script&gt;</mtext></math></p>",
    "\x0e0\x0f $n$": "<p>0 <i>n</i></p>",
    "&#14;0&#15; $n$": "<p>\ufffd0\ufffd <i>n</i></p>",
    "&#&#1;14;0 $n$": "<p>&amp;#\ufffd14;0 <i>n</i></p>",
}

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

UNCHANGED = {
    "2*3*4": "2\\*3\\*4",
    "#1 ranked": "\\#1 ranked",
    "1. First": "1\\. First",
    "- and then": "\\- and then",
    "> 90%": "\\> 90%",
    "snake_case and R&D": "snake_case and R&D",
    "`teacher' and `student'": "\\`teacher' and \\`student'",
    "[1] shows [a](b)": "[1] shows [a\\](b)",
    "[a]: b": "\\[a]: b",
    "&amp; is an entity": "&amp;amp; is an entity",
    "<https://a.org/b_c>": "\\<https://a.org/b_c>",
    "$5 and $10": "$5 and $10",
    "from $5 to US$, or so": "from $5 to US$, or so",
    "C:\\new\\*x": "C:\\new\\\\\\*x",
    "One.\nTwo.": "One.\n\nTwo.",
    "a < b > c": "a < b > c",
}

SIGNS = st.sampled_from(
    [
        *"$\\`*_[](){}<>#+-.!&|~:=\n \t\"'/0159abAZé",
        "$x$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "$$",
        "](",
        "http://a.b/",
        "<script>",
        "</p>",
        "javascript:",
        "&#14;",
        "\x0e0\x0f",
        "\\frac{",
        "\\sqrt",
        "\\text{",
        "^{",
        "\\left",
        "![",
        "onerror=",
        "<img src=x onerror=a>",
        "    ",
        "\n\n",
        "\ud800",
    ]
)
HOSTILE = st.lists(SIGNS, max_size=40).map("".join) | st.text()
TEXT = st.lists(
    st.lists(SIGNS, max_size=20).map("".join) | st.text(st.characters(exclude_categories=["C"])), max_size=4
)


def normalised(lines: list[str]) -> str:
    shown = (
        " ".join(re.sub(r"[\x00-\x08\x0b-\x1f\ud800\t]", "", line).split())
        for text in lines
        for line in text.split("\n")
    )
    return "\n".join(line for line in shown if line)


def elements(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for node in tree.iter():
        if isinstance(node.tag, str):
            yield node.tag, dict(node.attrib)


@pytest.mark.parametrize(("body", "expected"), HTML.items())
def test_a_body_becomes_this_html(body: str, expected: str) -> None:
    actual = markup.html(body, "/digest/")

    assert expected == actual


@pytest.mark.parametrize(("tex", "expected"), TWINS.items())
def test_a_formula_has_this_plain_text_twin(tex: str, expected: str) -> None:
    actual = markup.unicode_math(tex)

    assert expected == actual


@pytest.mark.parametrize(("text", "expected"), UNCHANGED.items())
def test_text_is_escaped_no_more_than_needed(text: str, expected: str) -> None:
    actual = markup.escape(text)

    assert expected == actual
    assert text == markup.plain(markup.html(actual))


def test_a_title_knows_math_and_no_markdown() -> None:
    actual = markup.inline("*A* <b> & $n$, \\$5 of $10^{3}$")

    assert actual == "*A* &lt;b&gt; &amp; <i>n</i>, $5 of 10³"


def test_plain_text_has_blocks_on_lines_and_formulas_as_twins() -> None:
    actual = markup.plain(markup.html("# T\n\na\nb &lt; $x_1$\n\n- one\n- two\n\n```\nx  y\n```\n"))

    assert actual == "T\na b < x₁\none\ntwo\nx  y"


def test_a_mark_that_crosses_tags_becomes_several() -> None:
    actual = markup.mark("<p>ab <em>cd</em> &amp; e</p>", [(1, 4, "does"), (6, 7, "says")])

    assert actual == (
        '<p>a<mark class="does">b </mark><em><mark class="does">c</mark>d</em> <mark class="says">&amp;</mark> e</p>'
    )


def test_a_formula_is_marked_whole() -> None:
    made = markup.html("so $x_1+y$ it is")
    actual = markup.mark(made, [(4, 5, "a"), (5, 6, "b")])

    assert actual.count("<mark") == 1
    assert '<mark class="a"><math' in actual
    assert "</math></mark>" in actual


@pytest.mark.parametrize(
    "unit", ["$", "[", "*", "_", "<", "`", "> ", "- ", "# a\n", "x\n==\n", "\\(", "[a](", "{", "|"]
)
def test_a_hundred_thousand_hostile_signs_are_shown(unit: str) -> None:
    body = unit * (100_000 // len(unit))
    made = markup.html(body)

    assert made
    assert markup.inline(body)


@pytest.mark.parametrize("unit", ["{", "\\sqrt", "^", "x^{", "\\left(", "'", "\\frac", "\\text{", "[\\sqrt", "\\hat"])
def test_a_formula_nested_beyond_reason_is_survived(unit: str) -> None:
    assert "<script" not in markup.html(f"${unit * 3000}$")
    assert "\\" not in markup.unicode_math(unit * 3000)


@settings(deadline=None)
@given(HOSTILE)
@example("> " * 500 + "a")
@example("*a _b " * 300)
def test_any_body_becomes_harmless_html(body: str) -> None:
    for made in (markup.html(body, "/digest/"), markup.inline(body)):
        for tag, attributes in elements(made):
            assert tag not in {"script", "style", "iframe", "svg", "h1", "form", "object"}
            assert not [name for name in attributes if name.startswith("on") or name in {"style", "class", "id"}]
            for name in ("href", "src"):
                assert re.match(r"https?:|mailto:|/digest/|#|$", attributes.get(name, ""))


@settings(deadline=None)
@given(TEXT)
def test_escaped_text_is_shown_unchanged(lines: list[str]) -> None:
    text = normalised(lines)
    assume(text == "\n".join(markup.plain(markup.inline(line)) for line in text.split("\n")))
    assume("\\$" not in text)
    actual = markup.plain(markup.html(markup.escape(text)))

    assert text == actual


@settings(deadline=None)
@given(HOSTILE, st.lists(st.integers(0, 60), max_size=8))
def test_marks_leave_the_text_as_it_is(body: str, cuts: list[int]) -> None:
    made = markup.html(body)
    cuts = sorted(cuts)
    spans = [(start, end, "m") for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    actual = markup.mark(made, spans)

    assert markup.plain(made) == markup.plain(actual)
    assert not [tag for tag, _ in elements(actual) if tag not in {t for t, _ in elements(made)} | {"mark"}]


@settings(deadline=None)
@given(st.lists(st.sampled_from([*"ab1.,-+#:;!?|~=()'\"éא\u200b\u3000 \n", "word ", "\n\n"]), max_size=30).map("".join))
def test_the_short_cut_for_prose_equals_the_long_way(body: str) -> None:
    quick = markup._prose(markup._clean(body))
    assume(quick is not None)

    assert markup._rendered(markup._clean(body), "/") == quick


@settings(deadline=None)
@given(HOSTILE)
def test_a_twin_holds_no_tex(tex: str) -> None:
    printed = any(sign in tex for sign in ("\\{", "\\}", "brace"))
    actual = markup.unicode_math(tex)

    assert "\\" not in actual
    assert printed or not set("{}") & set(actual)


def test_a_body_is_made_the_same_way_each_time() -> None:
    body = "[a]: https://a.org\n\n[a] *x* $x_1$"

    assert markup.html(body) == markup.html(body)
    assert markup.html("[a]") == "<p>[a]</p>"


@settings(deadline=None)
@given(st.from_regex(r"[abx1+=<>()_^ -]{0,6}[a-z0-9][abx1+=<>()_^ -]{0,6}", fullmatch=True))
def test_a_formula_is_never_blank(tex: str) -> None:
    for source in (f"${tex.strip()}$", f"$${tex}$$", f"\\({tex}\\)"):
        assert markup.plain(markup.html(source)).strip()


@settings(deadline=None)
@given(HOSTILE)
def test_a_title_with_a_formula_is_harmless(title: str) -> None:
    shown = markup.inline(f"$x_1 {title.replace('$', '')}$")

    assert not any(name in ("script", "img") for name, _ in elements(shown))
