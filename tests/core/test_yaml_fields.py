"""YAML with lines, and the complaints of `Fields`."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.core import yaml_fields, yaml_text
from site_builder.core.errors import BuildFailed, Problem
from site_builder.core.yaml_fields import Fields

# What YAML can hold: no surrogates, and control characters only where its escapes reach.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(TEXT, st.lists(TEXT, max_size=4), st.integers(1, 9999))
def test_what_is_dumped_is_loaded_unchanged(title: str, names: list[str], year: int) -> None:
    pairs = [("title", title), ("authors", names), ("year", year), ("source", {"lines": [1, 2]})]

    assert dict(pairs) == yaml_text.load(yaml_text.dump(pairs), "f")


def test_a_long_list_is_read_however_it_is_written_and_one_that_repeats_itself_without_end_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(yaml_text, "_MOST_VALUES", 1_000)
    flow = "a:\n" + "- {title: x, year: 2000, arxiv: '1'}\n" * 400
    doubled = "a: &x0 [1, 1]\n" + "".join(f"b{n}: &x{n} [*x{n - 1}, *x{n - 1}]\n" for n in range(1, 20))

    assert len(yaml_text.load(flow, "f")["a"]) == 400
    with pytest.raises(BuildFailed, match="once its aliases"):
        yaml_text.load(doubled, "f")


def test_keys_know_their_lines_within_the_whole_file() -> None:
    found = yaml_text.load("a: 1\n\nb: {c: 2}\n", "f", first_line=10)

    assert found.lines == {"a": 10, "b": 12}
    assert found["b"].lines == {"c": 12}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\na: 2", "f:2: `a` is given twice"),
        ("a: b: c", "f:1: mapping values are not allowed in this context"),
        ("- a", "f:1: must be a list of `name: value` lines"),
        ("a: !!python/object/apply:os.system [ls]", "f:1: this kind of value is not used here"),
        ("a: &x [*x]", "f:1: found unconstructable recursive node"),
        ("1: 2", "f:1: key `1` is not text"),
        ("a: " + "[" * 50_000, "f: nests lists or mappings more than 20 deep"),
        ("- " * 100_000, "f: nests lists or mappings more than 20 deep"),
        ("? " * 50_000, "f: nests lists or mappings more than 20 deep"),
        ("\n".join(" " * depth + "a:" for depth in range(3000)), "f: nests lists or mappings more than 20 deep"),
    ],
)
def test_what_yaml_lets_pass_or_dies_of_is_told(text: str, told: str) -> None:
    with pytest.raises(BuildFailed) as caught:
        yaml_text.load(text, "f")

    assert told == str(caught.value.problems[0]).splitlines()[0]


def _tenfold(levels: int) -> str:
    lines = ["k0: &a0 [" + ",".join("x" * 10) + "]"]
    lines += [f"k{n}: &a{n} [" + ",".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        _tenfold(10),
        "m0: &b0 {x: 1}\n" + "\n".join(f"m{n}: &b{n} {{p: *b{n - 1}, q: *b{n - 1}}}" for n in range(1, 34)),
        "a: &a [*a, *a]\n" * 30,
    ],
)
def test_aliases_that_would_never_end_are_refused(text: str) -> None:
    with pytest.raises(BuildFailed):
        yaml_text.load(f"{text}\nyear: *a9\n", "f")


def test_an_alias_is_followed() -> None:
    assert yaml_text.load(f"{_tenfold(2)}\nb: *a1", "f")["b"] == [list("x" * 10)] * 10


def test_a_value_is_quoted_on_one_line_and_cut() -> None:
    (problem,) = _problems('name: a\nyear: "x\\r\\nBcc: y' + "z" * 500 + '"')

    assert problem.what.startswith("`year` must be a whole number from 1800 to 2199, not `x Bcc: yzzz")
    assert problem.what.endswith("z…`")
    assert str(Problem("f\n", "a\x1b[31m\u2028b")) == "f : a [31m b"


def _problems(text: str) -> list[Problem]:
    problems: list[Problem] = []
    read = Fields(yaml_text.load(text, "f"), "f", problems)
    read.text("name", required=True)
    read.number("year", 1800, 2199)
    read.flag("draft")
    read.day("added")
    read.texts("tags")
    read.links("links")
    read.mappings("list")
    read.mapping("source")
    read.close()
    return problems


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("year: 2020", "`name` is missing"),
        ("name: 1.5", "`name` must be text, not a number"),
        ("name: x\nyear: soon", "`year` must be a whole number from 1800 to 2199, not `soon`"),
        ("name: x\nyear: true", "`year` must be a whole number from 1800 to 2199, not `True`"),
        ("name: x\ndraft: perhaps", "`draft` must be true or false, not `perhaps`"),
        ("name: x\nadded: soon", "`added` must be a date such as 2024-09-30, not `soon`"),
        ("name: x\ntags: one", "`tags` must be a list of texts"),
        ("name: x\ntags: [1]", "`tags` must be a list of texts"),
        ("name: x\nlinks: here", "`links` must map names to URLs"),
        (
            "name: x\nlinks: {code: 'javascript:alert(1)'}",
            "`code` must be an http or https URL, not `javascript:alert(1)`",
        ),
        ("name: x\nlist: [1]", "`list` must be a list of mappings"),
        ("name: x\nsource: here", "`source` must be a list of `name: value` lines"),
        ("name: x\nyaer: 2020", "unknown field `yaer`"),
    ],
)
def test_a_wrong_field_is_told_with_its_line(text: str, told: str) -> None:
    line = len(text.splitlines())

    assert [(f"f:{line}", told)] == [(problem.where, problem.what) for problem in _problems(text)]


def test_all_mistakes_are_told_at_once() -> None:
    assert len(_problems("year: soon\ntags: one\nnmae: x")) == 4


def test_right_fields_are_read() -> None:
    problems: list[Problem] = []
    read = Fields(
        yaml_text.load("name: ' a  b '\nadded: 2024-09-30\nlinks: {code: https://x.example/a}", "f"), "f", problems
    )

    assert read.text("name") == "a b"
    assert read.day("added") == date(2024, 9, 30)
    assert read.links("links") == (("code", "https://x.example/a"),)
    assert problems == []


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://x.example/a", True),
        ("http://x.example", True),
        ("ftp://x.example", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://x.example/a b", False),
        ("http://[broken", False),
        ("//x.example", False),
    ],
)
def test_only_http_addresses_are_web_urls(url: str, fine: bool) -> None:
    assert yaml_fields.is_web_url(url) is fine
