"""Text from those who wish us ill, and the elements a browser would see in what we make of it."""

from collections.abc import Iterator

import html5lib
from hypothesis import strategies as st

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


def elements(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for node in tree.iter():
        if isinstance(node.tag, str):
            yield node.tag, dict(node.attrib)
