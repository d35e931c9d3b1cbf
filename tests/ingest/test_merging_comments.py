"""What curators note at the end of a line of a page stays, whatever the dumps bring to that field."""

from typing import Any

import pytest

from site_builder.core import yaml_text
from site_builder.ingest import merging

PAGE = """---
title: "Melt"  # as printed
authors:  # in the order of the journal
- "Ann Lee"  # corresponding author
# asked Bob, no answer
- "Bob May"
year: 2021  # checked with Ann
journal: "A # of things"
doi: "10.1000/melt" # not resolved
---
We melt ice.
"""


def _updated(new: dict[str, Any]) -> str:
    ours = {name: merging.digest(value) for name, value in yaml_text.load(PAGE.split("---\n")[1], "page").items()}
    text, _, conflicts = merging.update(PAGE, "page", ours, new)
    assert conflicts == []
    return text


def test_a_comment_stays_behind_a_value_that_a_dump_changes() -> None:
    expected = PAGE.replace("2021  #", "2022  #").replace('"A # of things"', '"B # of things"')

    assert _updated({"year": 2022, "journal": "B # of things"}) == expected


def test_comments_within_a_field_stand_below_it() -> None:
    lines = _updated({"authors": ["Bob May", "Dee Fox"]}).split("\n")

    assert lines[2:5] == [
        "authors: [Bob May, Dee Fox]  # in the order of the journal",
        "# corresponding author",
        "# asked Bob, no answer",
    ]


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("a: 1 # x", {0: "# x"}),
        ("a: 'b # c'  # x\nd: e#f", {0: "# x"}),
        ("a: {b: 1, # x\n  c: 2} # y", {0: "# x", 1: "# y"}),
        ("a: |  # x\n  b # c\n  d\ne: 'f\n  g # h' # y", {0: "# x", 4: "# y"}),
        ("# whole\na:\n  # whole\n- b # x\n", {3: "# x"}),
        ("a: b\n  c # x", {1: "# x"}),
        ("a: b\t# x\nc:\td  # y", {0: "# x", 1: "# y"}),
        ("a: 'b\u2028 c' # x\nd: 'e\u0085f' # y\ng: \U0001f331 # z", {0: "# x", 1: "# y", 2: "# z"}),
        ("", {}),
    ],
)
def test_comments_behind_values_are_told_from_signs_within_them(text: str, comments: dict[int, str]) -> None:
    assert yaml_text.comments_behind(text) == comments
