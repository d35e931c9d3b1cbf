from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.text import markdown, plaintext
from site_builder.text.plaintext import mark
from tests.hostile import HOSTILE, elements


def test_a_mark_that_crosses_tags_becomes_several() -> None:
    actual = mark("<p>ab <em>cd</em> &amp; e</p>", [(1, 4, "does"), (6, 7, "says")])

    assert actual == (
        '<p>a<mark class="does">b </mark><em><mark class="does">c</mark>d</em> <mark class="says">&amp;</mark> e</p>'
    )


def test_a_formula_is_marked_whole() -> None:
    made = markdown.html("so $x_1+y$ it is")
    actual = mark(made, [(4, 5, "a"), (5, 6, "b")])

    assert actual.count("<mark") == 1
    assert '<mark class="a"><math' in actual
    assert "</math></mark>" in actual


@settings(deadline=None)
@given(HOSTILE, st.lists(st.integers(0, 60), max_size=8))
def test_marks_leave_the_text_as_it_is(body: str, cuts: list[int]) -> None:
    made = markdown.html(body)
    cuts = sorted(cuts)
    spans = [(start, end, "m") for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    actual = mark(made, spans)

    assert plaintext.plain(made) == plaintext.plain(actual)
    assert not [tag for tag, _ in elements(actual) if tag not in {t for t, _ in elements(made)} | {"mark"}]
