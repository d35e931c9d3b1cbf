"""Names of people: what is sorted by, what is short."""

import pytest

from site_builder.text import person_names


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Xidong Wang", "Wang"),
        ("Laurens van der Maaten", "van der Maaten"),
        ("Juan de la Cruz", "de la Cruz"),
        ("Robert Downey Jr.", "Downey"),
        ("Hugo III", "Hugo III"),
        ("Hugo Boss III", "Boss"),
        ("Maaten, Laurens van der", "Maaten"),
        ("Gemini Team", "Gemini Team"),
        ("Plato", "Plato"),
        ("Van Gogh", "Gogh"),
        ("李 明", "明"),
        ("", ""),
    ],
)
def test_a_name_is_listed_under_its_family(name: str, family: str) -> None:
    assert person_names.family(name) == family


@pytest.mark.parametrize(
    ("authors", "short"),
    [
        ([], ""),
        (["Ada First"], "First"),
        (["Ada First", "Bo Second"], "First and Second"),
        (["Ada First", "Bo Second", "Cy Third"], "First, Second and Third"),
        (["Ada First", "Bo Second", "Cy Third", "Di Fourth"], "First, Second and 2 others"),
        (["Xidong Wang", "Dingjie Song", "A B", "C D", "E F"], "Wang, Song and 3 others"),
    ],
)
def test_a_row_names_as_many_as_it_has_room_for(authors: list[str], short: str) -> None:
    assert person_names.short(authors) == short


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Ada First", "f"), ("Ørjan Øvergård", "o"), ("Jan van der Berg", "b"), ("Émile Zola", "z"), ("明", "other")],
)
def test_a_name_stands_under_a_letter_a_reader_would_try(name: str, letter: str) -> None:
    assert person_names.letter(person_names.sorted_as(name)) == letter
