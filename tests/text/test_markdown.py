import re
from html import unescape

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from site_builder.text import markdown, plaintext
from site_builder.text.math_spans import cleared
from tests.fuzz.readers import live
from tests.hostile import HOSTILE, SIGNS, elements

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
    "5$\\,$km and $\\$5$": "<p>5 km and $5</p>",
    "DFT$+U$$+V$": '<p>DFT<math alttext="+U"><mo>+</mo><mi>U</mi></math>'
    '<math alttext="+V"><mo>+</mo><mi>V</mi></math></p>',
    "($-$7%) and ($-$5%)": '<p>(<math alttext="-"><mo>−</mo></math>7%) and (<math alttext="-"><mo>−</mo></math>5%)</p>',
    "$5M, US$ 20 and $10 per US$": "<p>$5M, US$ 20 and $10 per US$</p>",
    "\x0e0\x0f $n$": "<p>0 <i>n</i></p>",
    "&#14;0&#15; $n$": "<p>\ufffd0\ufffd <i>n</i></p>",
    "&#&#1;14;0 $n$": "<p>&amp;#\ufffd14;0 <i>n</i></p>",
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


@pytest.mark.parametrize(("body", "expected"), HTML.items())
def test_a_body_becomes_this_html(body: str, expected: str) -> None:
    actual = markdown.html(body, "/digest/")

    assert expected == actual


@pytest.mark.parametrize(("text", "expected"), UNCHANGED.items())
def test_text_is_escaped_no_more_than_needed(text: str, expected: str) -> None:
    actual = markdown.escape(text)

    assert expected == actual
    assert text == plaintext.plain(markdown.html(actual))


def test_a_title_knows_math_and_no_markdown() -> None:
    actual = markdown.inline("*A* <b> & $n$, \\$5 of $10^{3}$")

    assert actual == "*A* &lt;b&gt; &amp; <i>n</i>, $5 of 10³"


def test_plain_text_has_blocks_on_lines_and_formulas_as_twins() -> None:
    actual = plaintext.plain(markdown.html("# T\n\na\nb &lt; $x_1$\n\n- one\n- two\n\n```\nx  y\n```\n"))

    assert actual == "T\na b < x₁\none\ntwo\nx  y"


@pytest.mark.parametrize(
    "unit", ["$", "[", "*", "_", "<", "`", "> ", "- ", "# a\n", "x\n==\n", "\\(", "[a](", "{", "|"]
)
def test_a_hundred_thousand_hostile_signs_are_shown(unit: str) -> None:
    body = unit * (100_000 // len(unit))
    made = markdown.html(body)

    assert made
    assert markdown.inline(body)


@pytest.mark.parametrize("unit", ["{", "\\sqrt", "^", "x^{", "\\left(", "'", "\\frac", "\\text{", "[\\sqrt", "\\hat"])
def test_a_formula_nested_beyond_reason_is_survived(unit: str) -> None:
    assert "<script" not in markdown.html(f"${unit * 3000}$")


@settings(deadline=None)
@given(HOSTILE)
@example("> " * 500 + "a")
@example("*a _b " * 300)
def test_any_body_becomes_harmless_html(body: str) -> None:
    for made in (markdown.html(body, "/digest/"), markdown.inline(body)):
        for tag, attributes in elements(made):
            assert tag not in {"script", "style", "iframe", "svg", "h1", "form", "object"}
            assert not [name for name in attributes if name.startswith("on") or name in {"style", "class", "id"}]
            for name in ("href", "src"):
                assert re.match(r"https?:|mailto:|/digest/|#|$", attributes.get(name, ""))


@settings(deadline=None)
@given(TEXT)
def test_escaped_text_is_shown_unchanged(lines: list[str]) -> None:
    text = normalised(lines)
    assume(text == "\n".join(plaintext.plain(markdown.inline(line)) for line in text.split("\n")))
    assume("\\$" not in text)
    actual = plaintext.plain(markdown.html(markdown.escape(text)))

    assert text == actual


@settings(deadline=None)
@given(st.lists(st.sampled_from([*"ab1.,-+#:;!?|~=()'\"éא\u200b\u3000 \n", "word ", "\n\n"]), max_size=30).map("".join))
def test_the_short_cut_for_prose_equals_the_long_way(body: str) -> None:
    quick = markdown._prose(cleared(body))
    assume(quick is not None)

    assert markdown._rendered(cleared(body), "/") == quick


def test_a_body_is_made_the_same_way_each_time() -> None:
    body = "[a]: https://a.org\n\n[a] *x* $x_1$"

    assert markdown.html(body) == markdown.html(body)
    assert markdown.html("[a]") == "<p>[a]</p>"


@settings(deadline=None)
@given(st.from_regex(r"[abx1+=<>()_^ -]{0,6}[a-z0-9][abx1+=<>()_^ -]{0,6}", fullmatch=True))
def test_a_formula_is_never_blank(tex: str) -> None:
    for source in (f"${tex.strip()}$", f"$${tex}$$", f"\\({tex}\\)"):
        assert plaintext.plain(markdown.html(source)).strip()


@settings(deadline=None)
@given(HOSTILE)
def test_a_title_with_a_formula_is_harmless(title: str) -> None:
    shown = markdown.inline(f"$x_1 {title.replace('$', '')}$")

    assert not any(name in ("script", "img") for name, _ in elements(shown))


PORTABLE = {
    "Plain, a < b, `code`, [x](https://a.org), <https://a.org>": "Plain, a < b, `code`, [x](https://a.org), <https://a.org>",
    "a <img src=x> and </p> and <!-- -->": "a \\<img src=x> and \\</p> and \\<!-- -->",
    "\\<img> \\\\<img>": "\\<img> \\\\\\<img>",
    "`<img>`": "`\\<img>`",
    "$a<b$ and \\(c<d\\)": "$a< b$ and \\(c< d\\)",
    "[x](javascript:a) [x](/b)": "[x\\](javascript:a) [x](/b)",
    "[x]: data:a": "[x\\]: data:a",
    "![a](//b/c.png) ![a](/c.png)": "\\![a\\](//b/c.png) ![a](/c.png)",
    "[x $y^2](javascript:a)$": "[x $y^2] (javascript:a)$",
    "<javascript:a> <https://a.org/ onclick=b>": "\\<javascript:a> \\<https://a.org/ onclick=b>",
}


@pytest.mark.parametrize(("body", "expected"), PORTABLE.items())
def test_markdown_that_others_read_holds_what_ours_would_show_and_no_more(body: str, expected: str) -> None:
    assert expected == markdown.portable(body)


@given(HOSTILE)
@example("$`$ `<img src=x onerror=a>`")
@example("| `a | <img src=x>` |\n|---|---|\n| b | c |")
@example("`a\n# <img src=x>`")
@example("[x]: java&Tab;script:a\n\n[x]")
def test_no_reader_of_markdown_finds_html_in_it(body: str) -> None:
    assert live(markdown.portable(body)) == []


@given(st.lists(st.sampled_from(["```", "~~~", "````", "~~~~ a`", "``` a", " ", "  ", "\n", "\n", "- ", "> ", "a"])))
@example(["```", "\n", "a"])
@example(["```", "\n", "````", "\n", "```"])
@example(["- ", "a", "\n", "  ", "```", "\n", "a", "\n", "```"])
def test_what_follows_a_body_is_no_code_of_it(pieces: list[str]) -> None:
    read = MarkdownIt("commonmark").parse(f"{markdown.portable(''.join(pieces))}\n\n## Cite\n")

    assert [one.content for one in read[-3:] if one.type == "inline"] == ["Cite"]


def test_code_that_is_closed_stays_code() -> None:
    body = "```py\na\n```\n\n- b\n\n  ~~~\n  c\n  ~~~\n\n```x``` d"

    assert body == markdown.portable(body)


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1))
def test_literal_markdown_shows_its_text_to_any_reader(text: str) -> None:
    (paragraph,) = (
        one for one in MarkdownIt("commonmark").parse(f"x{markdown.literal(text)}x") if one.type == "inline"
    )

    assert "".join(one.content for one in paragraph.children or ()) == unescape(f"x{text}x")
