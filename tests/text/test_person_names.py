"""Names of people: what is sorted by, what is short."""

import pytest

from site_builder.text import author_strings, person_names


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Xidong Wang", "Wang"),
        ("Laurens van der Maaten", "van der Maaten"),
        ("Juan de la Cruz", "de la Cruz"),
        ("Robert Downey Jr.", "Downey"),
        ("Jr., Jr.", "Jr. Jr."),
        ("III, III", "III III"),
        ("Hugo III", "Hugo III"),
        ("Hugo Boss III", "Boss"),
        ("Maaten, Laurens van der", "van der Maaten"),
        ("García Márquez, Gabriel", "García Márquez"),
        ("Institute for Light and Colour", "Institute for Light and Colour"),
        ("山田 太郎", "山田"),
        ("山田太郎", "山田"),
        ("王小明", "王"),
        ("欧阳修文", "欧阳"),
        ("김철수", "김"),
        ("Ofir Press", "Press"),
        ("Gemini Team", "Gemini Team"),
        ("Plato", "Plato"),
        ("דוד בן גוריון", "בן גוריון"),
        ("محمد بن سلمان", "بن سلمان"),
        ("أحمد عبد الله", "عبد الله"),
        ("Иванов И. И.", "Иванов"),
        ("King Jr., Martin Luther", "King"),
        ("Mistral AI", "Mistral AI"),
        ("XIAOMING AI", "AI"),
        ("Google DeepMind", "Google DeepMind"),
        ("RTS,S Clinical Trials Partnership", "RTS,S Clinical Trials Partnership"),
        ("Malaria Genomic Epidemiology Network", "Malaria Genomic Epidemiology Network"),
        ("ANRS Investigators", "ANRS Investigators"),
        ("Van Gogh", "Gogh"),
        ("李 明", "李"),
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


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("Lovelace, Ada and Noether, Emmy", ["Ada Lovelace", "Emmy Noether"]),
        (
            "Lovelace, Ada; Noether, Emmy; van der Maaten, Laurens",
            ["Ada Lovelace", "Emmy Noether", "Laurens van der Maaten"],
        ),
        ("Ada Lovelace (1 and 2), Emmy Noether (2) ((1) Institute, Town, (2) Lab)", ["Ada Lovelace", "Emmy Noether"]),
        ("Henry Gates, Jr., Ada Lovelace and Emmy Noether", ["Henry Gates Jr.", "Ada Lovelace", "Emmy Noether"]),
        ("Ada Lovelace and others", ["Ada Lovelace"]),
        ("A. Lee, B. May et al.", ["A. Lee", "B. May"]),
        ("Ada Lovelace & Emmy Noether", ["Ada Lovelace", "Emmy Noether"]),
        ("Ann Lee, Bob May, and Cy Orr", ["Ann Lee", "Bob May", "Cy Orr"]),
        ("Lee, A., May, B.", ["A. Lee", "B. May"]),
        ("Smith J, Doe AB", ["J. Smith", "A. B. Doe"]),
        ("García Márquez, Gabriel and Plato", ["García Márquez, Gabriel", "Plato"]),
        ("Davis, Jr., Sammy", ["Sammy Davis Jr."]),
        ("Smith, John, Jr. and Boss, Hugo, III", ["John Smith Jr.", "Hugo Boss III"]),
        ("A. Lee, B. May and others", ["A. Lee", "B. May"]),
        ("Smith J, Müller K-H, van der Berg AB", ["J. Smith", "K.-H. Müller", "A. B. van der Berg"]),
        ("Davis, Sammy Jr. and Lee, Ann", ["Sammy Davis Jr.", "Ann Lee"]),
        ([r"Ma{\^{\i}}tre Jacques", "Ann Lee^{2}"], [r"Ma{\^{\i}}tre Jacques", "Ann Lee"]),
        ("Lee A, May B, Orr C.", ["A. Lee", "B. May", "C. Orr"]),
        ("ANN LEE, BOB MAY", ["ANN LEE", "BOB MAY"]),
        ("Ann Lee (MIT), Bob (Bobby) May (ETH Zurich)", ["Ann Lee", "Bob (Bobby) May"]),
        ("Ann Lee¹, Bob May^{2,3}, Cy Orr$^{1}$ and Di Poe [4]", ["Ann Lee", "Bob May", "Cy Orr", "Di Poe"]),
        ("By Dr. Ann Lee and Prof. Bob May", ["Ann Lee", "Bob May"]),
        ("{RTS,S Clinical Trials Partnership}", ["RTS,S Clinical Trials Partnership"]),
        ("ATLAS Collaboration: Ann Lee, Bob May", ["ATLAS Collaboration", "Ann Lee", "Bob May"]),
        ("Ann Lee, Bob May on behalf of the CMS Collaboration", ["Ann Lee", "Bob May", "the CMS Collaboration"]),
        ("Ann Lee, Ministry of Health and Welfare", ["Ann Lee", "Ministry of Health and Welfare"]),
        ("OpenAI, Josh Achiam", ["OpenAI", "Josh Achiam"]),
        ("AT&T Labs", ["AT&T Labs"]),
        ("Ann Lee | Bob May", ["Ann Lee", "Bob May"]),
        ("Ann Lee, Bob May 等", ["Ann Lee", "Bob May"]),
        ("王小明, 李娜", ["王小明", "李娜"]),
        ("山田, 太郎", ["山田 太郎"]),
        ("김철수, 이영희", ["김철수", "이영희"]),
        ("محمد بن سلمان، أحمد عبد الله", ["محمد بن سلمان", "أحمد عبد الله"]),
        ("King Jr., Martin Luther and Smith III, John", ["Martin Luther King Jr.", "John Smith III"]),
        ("Unknown", []),
        ("Anderson and Sons", ["Anderson and Sons"]),
        ("Institute for Light and Colour", ["Institute for Light and Colour"]),
        ("{Barnes and Noble} and Lovelace, Ada", ["Barnes and Noble", "Ada Lovelace"]),
        ("山田 太郎、鈴木 花子", ["山田 太郎", "鈴木 花子"]),
        ("王小明、李雷", ["王小明", "李雷"]),
        ("Ann Lee1,2, Bob May*†", ["Ann Lee", "Bob May"]),
        ([r"Erd{\H o}s, P{\'a}l", "Lee, Ann"], [r"P{\'a}l Erd{\H{o}}s", "Ann Lee"]),
        (["Barnes and Noble", "Smith, John", "et al.", ""], ["Barnes and Noble", "John Smith"]),
        ("Plato", ["Plato"]),
        ("", []),
    ],
)
def test_an_author_string_of_any_shape_is_read(stated: str | list[str], names: list[str]) -> None:
    assert list(author_strings.read(stated)) == names


@pytest.mark.parametrize(
    "name", ["Ada First", "García Márquez, Gabriel", "Davis, Jr., Sammy", "山田 太郎", "Plato", "Hugo Boss III"]
)
def test_parts_make_the_name_that_they_come_from(name: str) -> None:
    found = person_names.parts(name)
    kept = person_names.from_parts(found.family, found.given, found.suffix)

    assert person_names.parts(kept) == found
    assert "," not in person_names.display(kept)


def test_three_thousand_authors_are_three_thousand() -> None:
    stated = [f"Ann{number} Lee" for number in range(3000)]

    assert author_strings.read(", ".join(stated[:-1]) + " and " + stated[-1]) == tuple(stated)


def test_a_full_stop_behind_an_initial_makes_no_other_person() -> None:
    names = ("Adrian V S Hill", "Adrian V. S. Hill", "Hill, Adrian V S", "Malcolm X")

    assert list(map(person_names.identity, names)) == ["Adrian V. S. Hill"] * 3 + ["Malcolm X"]


@pytest.mark.parametrize(
    ("given", "initials"),
    [("Jean-Marie Anne", "J.-M. A."), ("C.-P.", "C.-P."), ("J.R.R.", "J. R. R."), ("", ""), ("“Ann”", "A.")],
)
def test_given_names_are_shortened_to_their_first_letters(given: str, initials: str) -> None:
    assert person_names.initials(given) == initials


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        (["Lee, Ann; May, Bob"], ["Ann Lee", "Bob May"]),
        (["Ann Lee, Bob May, Cy Orr"], ["Ann Lee", "Bob May", "Cy Orr"]),
        (["Smith, John, Jr."], ["John Smith Jr."]),
        (["Lovelace A", "Noether E"], ["A. Lovelace", "E. Noether"]),
        (["Anderson and Sons", "others"], ["Anderson and Sons"]),
        (["Essential AI", ":", "Darsh J Shah"], ["Essential AI", "Darsh J Shah"]),
    ],
)
def test_a_list_of_names_is_taken_as_it_is_but_where_it_is_a_string_in_brackets(
    stated: list[str], names: list[str]
) -> None:
    assert list(author_strings.read(stated)) == names
