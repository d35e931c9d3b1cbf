"""Authors: their slugs, who wrote with whom, and which spellings are proposed to be one person's."""

import string
import sys
import unicodedata
from itertools import product
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.analysis import author_variants, authors
from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.analysis.gist import Gist
from site_builder.content import loader
from site_builder.content.authors import KnownAuthor
from site_builder.content.authors import load as load_known
from site_builder.content.model import Paper
from site_builder.content.vocabulary import Vocabulary
from site_builder.core import urls, yaml_text
from site_builder.core.errors import BuildFailed
from site_builder.text import person_names

ROOT = Path(__file__).parents[2]


def catalog_of(*bylines: tuple[str, ...], known: tuple[KnownAuthor, ...] = (), year: int = 2020) -> Catalog:
    papers = tuple(
        CatalogEntry(
            Paper(slug=f"p{at}", title="T", body="", abstract="", authors=byline, year=year),
            (),
            Gist("", None, None),
        )
        for at, byline in enumerate(bylines)
    )
    return Catalog(papers, Vocabulary((), ()), known_authors={one.name: one for one in known})


def proposed(catalog: Catalog) -> list[set[str]]:
    return [{one.name, *one.also} for one in author_variants.proposals(catalog)]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Yang Liu", "yang-liu"),
        ("Quoc V. Le", "quoc-v-le"),
        ("Laurens van der Maaten", "laurens-van-der-maaten"),
        ("Plato", "plato"),
    ],
)
def test_a_name_in_plain_letters_has_a_plain_slug(name: str, slug: str) -> None:
    assert authors.slug(name) == slug


@pytest.mark.parametrize(
    "name",
    [
        *("José Muñoz", "Quoc V Le", "Jae-Sun Seo", "Jae-sun Seo", "YANG LIU", "刘洋", "刘 洋", "محمد علي", "김민수"),
        *("Other", "X", "Con", "7", "Ünal", "Laurens Van Der Maaten", "…", "Ian McKay", "A" * 300),
    ],
)
def test_any_other_name_has_a_slug_of_its_own(name: str) -> None:
    made = authors.slug(name)

    assert urls.is_slug(made)
    assert made[-7] == "-"
    assert made not in {authors.slug("Other One"), authors.slug("Yang Liu"), "other", "x", "con"}


def test_names_whose_digests_begin_alike_have_pages_of_their_own() -> None:
    names = ("♠♣ ♠☒", "♠♦ ☹☯")
    found = catalog_of(names, names).authors

    assert len({authors.slug(name) for name in names}) == 1
    assert len({author.slug for author in found.values()}) == 2
    assert all(urls.is_slug(author.slug) for author in found.values())


def test_whatever_letter_a_name_begins_with_it_stands_under_a_small_one() -> None:
    every = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    letters = [letter for letter in every if unicodedata.normalize("NFKD", letter) != letter] + list(
        string.ascii_letters
    )
    found = {person_names.letter(person_names.sorted_as(f"Ann {letter}nger")) for letter in letters}

    assert found == {*string.ascii_lowercase, "other"}


@given(st.lists(st.text(min_size=1, max_size=30), min_size=2, max_size=8, unique=True))
def test_no_two_names_share_a_slug(names: list[str]) -> None:
    made = [authors.slug(name).casefold() for name in names]

    assert len(set(made)) == len(made)
    assert all(map(urls.is_slug, made))


def test_an_address_does_not_change_when_somebody_of_nearly_the_same_name_comes() -> None:
    alone = catalog_of(("Jose Munoz",), ("Jose Munoz",)).authors["Jose Munoz"].slug
    joined = catalog_of(("Jose Munoz",), ("José Muñoz", "jose munoz"), ("Jose Munoz",)).authors

    assert joined["Jose Munoz"].slug == alone == "jose-munoz"
    assert len({author.slug for author in joined.values()}) == 3


def test_co_authors_are_counted_and_come_most_frequent_first() -> None:
    catalog = catalog_of(("Ann Lee", "Bob May"), ("Ann Lee", "Cy Orr", "Bob May"))

    found, count = authors.of_papers(catalog.authors["Ann Lee"].papers, catalog.names, 99)
    assert [one for one in found if one[0] != "Ann Lee"] == [("Bob May", 2), ("Cy Orr", 1)]
    assert count == 3


def test_of_a_large_collaboration_as_many_are_looked_through_as_can_be_for_each() -> None:
    names = [f"Ann{number} Lee" for number in range(3_000)]
    catalog = catalog_of(tuple(names), ("Ann2999 Lee", "Bob May"))

    found, count = authors.of_papers(catalog.papers, catalog.names, 3_000)
    assert {("Ann2999 Lee", 1), ("Bob May", 1)} <= set(found)
    assert len(found) == 1_000
    assert count == 3_000


def test_spellings_are_one_author_only_where_a_person_has_said_so() -> None:
    bylines = [("Quoc Le",), ("Quoc V. Le",)]
    joined = catalog_of(*bylines, known=(KnownAuthor(name="Quoc V. Le", also=("Quoc Le",)),))

    assert set(catalog_of(*bylines).authors) == {"Quoc Le", "Quoc V. Le"}
    assert set(joined.authors) == {"Quoc V. Le"}
    assert joined.authors["Quoc V. Le"].spellings == ("Quoc Le",)
    assert len(joined.authors["Quoc V. Le"].papers) == 2


def test_a_full_stop_behind_an_initial_is_no_difference_but_where_a_person_has_said_which_is_meant() -> None:
    bylines = [("Quoc V Le",), ("Quoc V. Le",), ("Le, Quoc V",), ("Q Le",)]
    known = (KnownAuthor(name="Quoc V Le", also=("Q Le",)),)

    assert set(catalog_of(*bylines).authors) == {"Quoc V. Le", "Q. Le"}
    assert set(catalog_of(*bylines, known=known).authors) == {"Quoc V Le"}


@pytest.mark.parametrize(
    "spellings",
    [
        ("Quoc Le", "Quoc V. Le"),
        ("Pablo Muñoz", "Pablo Munoz"),
        ("Yu-Gang Jiang", "Yu-gang Jiang"),
        ("M. Tan", "Mei Tan"),
    ],
)
def test_spellings_with_a_common_co_author_are_proposed(spellings: tuple[str, str]) -> None:
    found = catalog_of((spellings[0], "Ann Lee"), (spellings[1], "Ann Lee"), ("Other Tan",), ("Other Le",))

    assert proposed(found) == [set(spellings)]


@pytest.mark.parametrize("spellings", [("Hung-Yi Le", "Hung-yi Le"), ("Peng LE", "Peng Le"), ("Ivor Le", "Ivor W. Le")])
def test_spellings_that_hardly_differ_are_proposed_without_a_common_co_author(spellings: tuple[str, str]) -> None:
    assert proposed(catalog_of((spellings[0],), (spellings[1],), ("Other Le",), ("Anna Le",))) == [set(spellings)]


@pytest.mark.parametrize(
    "bylines",
    [
        [("Y. Li", "Ann Lee"), ("Yang Li", "Bob May"), ("Yi Li",)],
        [("J. Smith",), ("John Smith",)],
        [("Wei Wang", "Ann Lee"), ("Wen Wang", "Ann Lee")],
        [("Ann Lee", "A. Lee")],
        [("Michael A. Ryan", "Ann Lee"), ("Michael J. Ryan", "Ann Lee")],
        [("Y. Li", "Ann Lee"), ("Yang Li", "Ann Lee"), ("Yi Li", "Ann Lee")],
        [("Qi Zhang", "Ann Lee"), ("Zhang Qi", "Ann Lee")],
        [("H. Vicky Zhao", "Ann Lee"), ("Huilin Zhao", "Ann Lee"), ("Other Zhao",)],
        [("Yong Jae Lim", "Ann Lee"), ("Yongjae Lim", "Bob May"), ("Other Lim",)],
    ],
    ids=[
        "initials",
        "initials of a rare name",
        "two names",
        "one paper",
        "other initials",
        "either of two",
        "turned",
        "a name more",
        "other hyphens",
    ],
)
def test_what_may_be_two_people_is_not_proposed(bylines: list[tuple[str, ...]]) -> None:
    assert proposed(catalog_of(*bylines)) == []


def seconds(catalog: Catalog) -> float:
    """Processor time of the quickest of three runs."""
    assert catalog.authors
    times = []
    for _ in range(3):
        start = process_time()
        author_variants.proposals(catalog)
        times.append(process_time() - start)
    return min(times)


@pytest.mark.parametrize(
    "name",
    ["A{} Wang", "Anna {} Wang", *(pytest.param(one, marks=pytest.mark.slow) for one in ("A. {} Wang", "A-{} Wang"))],
)
def test_authors_of_one_family_and_initial_are_compared_in_linear_time(name: str) -> None:
    words = ["".join(letters) for letters in product("bcdf", "aeiou", "lmnp", "aeio")]
    few, many = (
        catalog_of(("A. Wang",), *((name.format(word), "Bo Li") for word in words[:most])) for most in (80, 320)
    )

    assert seconds(many) <= 8 * seconds(few)


def test_spellings_that_all_fit_each_other_are_told_apart_in_linear_time() -> None:
    given = ("Yan", "Bo", "Chen", "Da", "En", "Fu", "Gao", "Hui")
    mixed = [
        " ".join(name if number >> at & 1 else f"{name[0]}." for at, name in enumerate(given)) + " Li"
        for number in range(256)
    ]

    assert author_variants.proposals(catalog_of(*((name, "Common Co", "Any One") for name in mixed))) == ()


def test_what_a_person_has_denied_is_proposed_no_more() -> None:
    denied = KnownAuthor(name="Quoc V. Le", is_not=("Quoc Le",))

    assert proposed(catalog_of(("Quoc Le", "Ann Lee"), ("Quoc V. Le", "Ann Lee"), known=(denied,))) == []


def test_proposals_are_written_as_authors_yaml_is_read(tmp_path: Path) -> None:
    found = author_variants.proposals(catalog_of(('Letian "Max" Fu', "Ann Lee"), ("Letian Fu", "Ann Lee")))
    (tmp_path / "authors.yaml").write_text(author_variants.dumps(found), encoding="utf-8")

    assert {name: one.also for name, one in load_known(tmp_path).items()} == {'Letian "Max" Fu': ("Letian Fu",)}
    assert "Letian Fu (1 paper)" in author_variants.dumps(found)
    assert "co-authors of both: Ann Lee" in author_variants.dumps(found)


def test_names_of_the_digest_that_are_one_person_are_proposed_and_no_others() -> None:
    """Labelled before the rules were written. Without tags, so that only co-authors and rare names speak."""
    papers = loader.load(ROOT / "content").papers
    entries = tuple(CatalogEntry(paper, (), Gist("", None, None)) for paper in papers)
    found = proposed(Catalog(entries, Vocabulary((), ())))
    same = [
        *({"Quoc Le", "Quoc V. Le"}, {"S. Bekman", "Stas Bekman"}, {"S. Biderman", "Stella Biderman"}),
        *({"Zhangyang Wang", "Zhangyang “Atlas” Wang"}, {"J. Yin", "Junqi Yin"}, {"Q. Anthony", "Quentin Anthony"}),
        *({"F. Hutter", "Frank Hutter"}, {"D. Narayanan", "Deepak Narayanan"}),
        *({"J. Pablo Muñoz", "Juan Pablo Munoz"}, {"M. van der Schaar", "Mihaela van der Schaar"}),
    ]

    assert [one for one in found if one not in same] == []
    assert {"Quoc Le", "Quoc V. Le"} in found
    assert {"S. Bekman", "Stas Bekman"} in found


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Ann Lee:\n  orcid: 0000-0002-1825-0098\n", "authors.yaml:2: `0000-0002-1825-0098` is not an ORCID"),
        ("Ann Lee:\n  homepage: javascript:x\n", "authors.yaml:2: `homepage` must be an http or https URL"),
        ("Ann Lee:\n  als: [A. Lee]\n", "authors.yaml:2: unknown field of `Ann Lee` `als`\n    Did you mean `also`?"),
        ("Ann Lee:\n  also: [A. Lee]\nAl Lee:\n  also: [A. Lee]\n", "`A. Lee` is another spelling of"),
        ("Ann Lee:\n  also: [Al Lee]\nAl Lee: {}\n", "`Al Lee` is another spelling of"),
    ],
)
def test_a_mistake_in_authors_yaml_is_named_with_its_line(tmp_path: Path, text: str, wrong: str) -> None:
    (tmp_path / "authors.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(BuildFailed) as failed:
        load_known(tmp_path)

    assert wrong in str(failed.value)


def test_what_is_known_of_an_author_is_read(tmp_path: Path) -> None:
    stated = (
        "Ann Lee:\n  also: [A. Lee]\n  orcid: https://orcid.org/0000-0002-1825-0097\n  homepage: https://a.example/\n"
    )
    (tmp_path / "authors.yaml").write_text(stated, encoding="utf-8")

    expected = KnownAuthor(name="Ann Lee", also=("A. Lee",), orcid="0000-0002-1825-0097", homepage="https://a.example/")
    assert load_known(tmp_path) == {"Ann Lee": expected}
    assert yaml_text.load(stated, "x")
