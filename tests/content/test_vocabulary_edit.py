"""A tag is put behind the others, and every other byte of the file stays."""

import re

import pytest

from site_builder.content import vocabulary, vocabulary_edit
from site_builder.core.errors import BuildFailed

TAGS = """\
# Mine, and dear to me.
areas:
  - {slug: compress,   name: Compression, hue: 1}   # the one
tags:
  - slug: pruning   # odd   spaces
    name: "Pruning"
    area: compress
    means: 'Fewer weights.'
    anywhere: {prun*: 1.4}
    # - a line that I may want again
"""
NEW = """\
  - slug: dust
    name: Dust
    area: compress
    means: "Papers on dust."
    anywhere: {dust: 1.4}"""
BEHIND = "\n# The subject.\nabout: [prun*]\n"


def added(text: str) -> str:
    made = vocabulary_edit.with_tag(text, NEW, "tags.yaml")
    assert [tag.slug for tag in vocabulary.parse(made, "tags.yaml").tags] == ["pruning", "dust"]
    return made


@pytest.mark.parametrize("behind", ["", BEHIND, "\n\n# The end.\n", "...\n"])
def test_a_tag_goes_behind_the_last_one_and_nothing_else_changes(behind: str) -> None:
    assert f"{TAGS}\n{NEW}\n{behind}" == added(TAGS + behind)


def test_line_ends_and_a_byte_order_mark_stay_as_they_are() -> None:
    windows = "\ufeff" + (TAGS + BEHIND).replace("\n", "\r\n")

    assert "\ufeff" + f"{TAGS}\n{NEW}\n{BEHIND}".replace("\n", "\r\n") == added(windows)


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029", "\r"])
def test_what_yaml_takes_for_an_end_of_a_line_moves_no_place(end: str) -> None:
    odd = TAGS.replace('"Pruning"', f'"Pru{end}      ning"')

    assert f"{odd}\n{NEW}\n{BEHIND}" == added(odd + BEHIND)


@pytest.mark.parametrize("quoted", ['"Fewer\n# weights."', "'Fewer\n. weights.\n\n# all'", '"Fewer\n\n"'])
@pytest.mark.parametrize("behind", ["", BEHIND, "# The end.\n"])
def test_a_text_over_several_lines_stays_whole(quoted: str, behind: str) -> None:
    text = re.sub(r"(?s)    means: 'Fewer weights\.'\n(.*?)    # -.*", rf"\1    means: {quoted}\n", TAGS)

    assert f"{text}\n{NEW}\n{behind}" == added(text + behind)


@pytest.mark.parametrize("named", ["tags: &all", "tags: !!seq", "tags: # all"])
def test_a_list_that_has_a_name_is_a_list(named: str) -> None:
    text = TAGS.replace("tags:", named)

    assert f"{text}\n{NEW}\n" == added(text)


def test_a_last_line_without_an_end_is_ended_first() -> None:
    assert added(TAGS.rstrip()).endswith(f"that I may want again\n\n{NEW}\n")


def test_a_tag_is_indented_as_its_neighbours_are() -> None:
    flat = TAGS.replace("\n    ", "\n  ").replace("\n  - slug: pruning", "\n- slug: pruning")

    assert added(flat).endswith("\n- slug: dust\n  name: Dust\n  area: compress\n  means: \"Papers on dust.\"\n  anywhere: {dust: 1.4}\n")  # fmt: skip  # noqa: E501 — one string, as it must stand


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("areas: []\ntags: []\n", "no list in lines"),
        (TAGS.replace("slug: pruning", "slug: dust"), "dust"),
        (TAGS.replace("name:", "nome:", 1), "nome"),
    ],
)
def test_what_no_tag_can_be_added_to_is_refused(text: str, told: str) -> None:
    with pytest.raises(BuildFailed, match=told):
        vocabulary_edit.with_tag(text, NEW, "tags.yaml")
