"""What stands beside the index: how results are named, and which words are common."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from site_builder.core.memo import Recall
from site_builder.search import assist, embeddings, keys, people
from site_builder.search.records import Record
from site_builder.search.table import Kept


def test_a_result_is_named_by_as_much_of_its_digest_as_tells_it_from_all_others() -> None:
    assert assist.names(["en_1f00", "en_2b02", "en_2a01", "en_2a0"]) == ["1", "2b", "2a01", "2a0"]
    assert assist.names(["en_1f00"]) == ["1"]


def test_what_an_edit_of_an_abstract_does_not_touch_is_not_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Names, identifiers and the words of the packaged table are of no abstract."""
    oak = Record(slug="p", title="Oak", gist="", abstract="An acorn.", authors=("Ann Lee",))
    papers = [replace(oak, slug=f"p{at}") for at in range(25)]
    edited = [replace(papers[0], abstract="An acorn fell."), *papers[1:]]
    renamed = [replace(papers[0], authors=("Bo Li",)), *papers[1:]]
    made: list[str] = []

    def watched(name: str, make: Callable[..., object]) -> Callable[..., object]:
        def making(*of: object) -> object:
            made.append(name)
            return make(*of)

        return making

    for module, name in ((keys, "files"), (people, "files"), (embeddings, "of_words")):
        monkeypatch.setattr(module, name, watched(module.__name__.rpartition(".")[2], getattr(module, name)))
    recall, again = Recall(), list[tuple[str, ...]]()
    meanings = embeddings.known({paper.slug: paper.text for paper in papers}, Kept(), "en", recall)
    for some in (papers, edited, renamed):
        made.clear()
        found = assist.files(some, meanings, recall)
        again.append(tuple(made))
        assert found == assist.files(some, meanings, Recall())

    assert again == [("embeddings", "keys", "people"), (), ("keys", "people")]


def test_half_a_name_is_completed_to_one_as_people_read_it() -> None:
    held = Record(slug="p", title="Oak", gist="", abstract="", authors=("García Márquez, Gabriel",), pages=("gabriel",))

    assert b'"gar":"Gabriel Garc\xc3\xada M\xc3\xa1rquez\\tgabriel"' in b"".join(people.files([held]))
