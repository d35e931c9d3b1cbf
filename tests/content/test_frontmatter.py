"""Page files, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.content import frontmatter
from site_builder.core.errors import BuildFailed

LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60)


@given(LINE, st.lists(LINE, max_size=5).map("\n".join).map(lambda body: body.strip("\n")))
def test_a_page_written_is_read_back(title: str, body: str) -> None:
    page = frontmatter.parse(frontmatter.write([("title", title)], body), "p")

    assert (page.header, page.body) == ({"title": title}, body)


@pytest.mark.parametrize(
    ("text", "header", "body"),
    [
        ("---\na: b\n---\n\nText\n\n", {"a": "b"}, "Text"),
        ("---\na: b\n---", {"a": "b"}, ""),
        ("---\na: b\n---\n", {"a": "b"}, ""),
        ("---\n---\nText\n", {}, "Text"),
        ("---\na: b\n---\nText\n---\nmore", {"a": "b"}, "Text\n---\nmore"),
        ("--- \na: b\n---\t \nText\n", {"a": "b"}, "Text"),
        ("---  \n--- ", {}, ""),
        ("---\na: |\n  b\n  --- \n---\nText", {"a": "b\n--- "}, "Text"),
    ],
)
def test_odd_but_right_pages_are_read(text: str, header: dict[str, str], body: str) -> None:
    page = frontmatter.parse(text, "p")

    assert (header, body) == (page.header, page.body)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Text", "p:1: has no front matter"),
        ("--- a: b\n---\n", "p:1: has no front matter"),
        ("---\na: b\n", "p:1: front matter is not closed"),
        ("", "p:1: has no"),
    ],
)
def test_a_page_without_a_header_is_told(text: str, told: str) -> None:
    with pytest.raises(BuildFailed) as caught:
        frontmatter.parse(text, "p")

    assert str(caught.value).startswith(told)


def test_a_mistake_in_the_header_is_told_with_its_line_in_the_file() -> None:
    with pytest.raises(BuildFailed, match="p:3: `a` is given twice"):
        frontmatter.parse("---\na: 1\na: 2\n---\n", "p")
