"""Values as sources write them, each beside the fact it says."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.ingest.sources import field_names, languages, values

CASES: list[tuple[Callable[[Any], Any], Any, Any]] = [
    (values.day, "2025-09-04T21:26:31.000Z", "2025-09-04"),
    (values.day, "2025/9/4", "2025-09-04"),
    (values.day, "20250904", "2025-09-04"),
    (values.day, "2025-09", "2025-09"),
    (values.day, [2020, -(10**30)], "2020"),
    (values.day, [2020, "9" * 5000], "2020"),
    (values.day, "2025-13-45", "2025"),
    (values.day, "2025-02-30", "2025-02"),
    (values.day, "2024-05-01/2024-05-03", "2024-05-01"),
    (values.day, "Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02"),
    (values.day, "2020 Jan 15", "2020-01-15"),
    (values.day, "2020 Jan-Feb", "2020-01"),
    (values.day, "2020 Spring", "2020"),
    (values.day, "4 September 2025", "2025-09-04"),
    (values.day, "Sep 4, 2025", "2025-09-04"),
    (values.day, 1762196398000, "2025-11-03"),
    (values.day, 2024, "2024"),
    (values.day, {"date-parts": [[2025, 11]]}, "2025-11"),
    (values.day, {"date-parts": [["2025", "11", "3"]]}, "2025-11-03"),
    (values.day, {"date-parts": [[None]]}, ""),
    (values.day, "in press", ""),
    (values.day, float("nan"), ""),
    (values.day, True, ""),
    (values.url, "https://a.example/x", "https://a.example/x"),
    (values.url, "Website (https://a.example/x), seen in May", "https://a.example/x"),
    (values.url, "ICLR 2024, see http:// or javascript:alert(1)", ""),
    (values.year, 2023.0, 2023),
    (values.year, "1066", None),
    (values.year, True, None),
    (values.arxiv, "http://arxiv.org/abs/2202.12139v1", ("2202.12139", 1)),
    (values.arxiv, "https://arxiv.org/pdf/hep-th/9901001v2.pdf", ("hep-th/9901001", 2)),
    (values.arxiv, "arXiv preprint arXiv:2311.00003", ("2311.00003", 0)),
    (values.arxiv, "10.48550/arXiv.2311.00003", ("2311.00003", 0)),
    (values.arxiv, ["https://example.org", "arXiv:2311.00003v4"], ("2311.00003", 4)),
    (values.arxiv, "331", ("", 0)),
    (values.arxiv, 2311.00003, ("", 0)),
    (values.doi, "10.1000/abc 10.1000/def", "10.1000/abc"),
    (values.doi, "https://doi.org/10.1000/abc", "10.1000/abc"),
    (values.doi, ["S1 [pii]", "10.1000/abc [doi]"], "10.1000/abc"),
    (values.doi, "doi:10.1002/(SICI)17:15<1661::AID>3.0.CO;2-2", "10.1002/(SICI)17:15<1661::AID>3.0.CO;2-2"),
    (values.doi, "10.1000/abc;10.1000/def", "10.1000/abc"),
    (values.doi, "n/a", ""),
    (values.authors, "Wei Zhang\nLi Chen\nBob May", ("Wei Zhang", "Li Chen", "Bob May")),
    (values.authors, "Zhang, Wei and\nChen, Li", ("Wei Zhang", "Li Chen")),
    (values.authors, "Ann\nLee", ("Ann Lee",)),
    (values.category, "physics.ao-ph cs.CY", "physics.ao-ph"),
    (values.category, ["cs.LG", "stat.ML"], "cs.LG"),
    (values.category, {"term": "cs.LG", "scheme": "x"}, "cs.LG"),
    (values.category, "Machine Learning (cs.LG); Statistics (stat.ML)", "cs.LG"),
    (values.category, ["machine learning"], ""),
    (values.abstract, {"falls": [1, 3], "Snow": [0], "and": [2]}, "Snow falls and falls"),
    (values.abstract, {"deep": [10**12]}, ""),
    (values.abstract, {"deep": ["a"]}, ""),
    (values.abstract, ["Snow falls.", "We weigh it."], "Snow falls.\nWe weigh it."),
    (values.text, ["", "Snow"], "Snow"),
    (values.text, "Snow\n  falls \ud800", "Snow falls"),
    (values.family_first, "Lovelace A, van der Berg OJ, Smith J Jr.", ("A Lovelace", "OJ van der Berg", "J Smith Jr")),
    (values.keywords, "snow; roofs; snow", ("snow", "roofs")),
    (values.keywords, "RTS,S, malaria,  Plasmodium", ("RTS,S", "malaria", "Plasmodium")),
    (values.keywords, "snow,roofs", ("snow", "roofs")),
    (values.keywords, [{"display_name": "Snow"}, {"score": 1}], ("Snow",)),
    (values.count, "12", 12),
    (values.count, "12 pages, 3 figures", 0),
    (values.count, True, 0),
    (values.count, -1, 0),
    (values.pages, "34--56", "34–56"),
    (values.pages, "e1024", "e1024"),
    (values.url, ["javascript:alert(1)", "https://a.org/b"], "https://a.org/b"),
]  # fmt: skip


@pytest.mark.parametrize(("parse", "value", "fact"), CASES)
def test_a_value_says_its_fact(parse: Callable[[Any], Any], value: Any, fact: Any) -> None:
    assert fact == parse(value)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text() | st.sampled_from(["name", "date-parts", "family"]), inner, max_size=4)
    ),
)


@given(JSON)
def test_any_value_says_something_or_nothing(value: Any) -> None:
    for parse in {parse for parse, _, _ in CASES} | {values.authors}:
        parse(value)


@pytest.mark.parametrize("stated", [" 7 ", "\x1c7", "7\x1f", "\u20037"])
def test_a_count_with_odd_spaces_around_is_that_count(stated: str) -> None:
    assert values.count(stated) == 7


def test_no_name_means_two_facts_unless_its_value_tells_which() -> None:
    told_by_value = {"arxiv", "paper", "category", "issn", "isbn", "type"}
    named = [path for fact, paths in field_names.PATHS.items() if fact not in told_by_value for path in paths]

    assert sorted({path for path in named if named.count(path) > 1}) == []


@pytest.mark.parametrize("number", [10**320, -(10**320), 10**19, float("inf"), float("nan")])
def test_a_number_that_is_no_time_is_no_day(number: float) -> None:
    assert values.day(number) == ""


@pytest.mark.parametrize(
    ("stated", "tag"),
    [
        ("tr", "tr"),
        ("eng", "en"),
        ("English", "en"),
        ("en_US", "en-US"),
        ("ger-AT", "de-AT"),
        ("ngerman", "de"),
        (["he", "en"], "he"),
        ("עברית", "he"),
        ("zh-Hans-CN", "zh-Hans-CN"),
        ("Swedish; English", "sv"),
        ("und", ""),
        ("Python", ""),
        (["", 1], ""),
        (7, ""),
        ("", ""),
    ],
)
def test_a_language_goes_by_its_tag(stated: object, tag: str) -> None:
    assert languages.code(stated) == tag
