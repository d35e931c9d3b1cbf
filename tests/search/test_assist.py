"""What stands beside the index: how results are named, and which words are common."""

from site_builder.search import assist


def test_a_result_is_named_by_as_much_of_its_digest_as_tells_it_from_all_others() -> None:
    assert assist.names(["en_1f00", "en_2b02", "en_2a01", "en_2a0"]) == ["1", "2b", "2a01", "2a0"]
    assert assist.names(["en_1f00"]) == ["1"]
