import pytest

from site_builder.content import arxiv_id


@pytest.mark.parametrize(
    ("identifier", "month"),
    [
        ("2506.19052", "2025-06"),
        ("0704.0001", "2007-04"),
        ("hep-th/9901001", "1999-01"),
        ("cs.LG/0701123", "2007-01"),
        ("math/9108001", "1991-08"),
        ("2513.00001", ""),
        ("", ""),
    ],
)
def test_an_identifier_says_its_month(identifier: str, month: str) -> None:
    assert month == arxiv_id.month(identifier)
