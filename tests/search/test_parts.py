"""The index in parts: which paper is in which, and what an edit makes again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from site_builder.build import search_cache
from site_builder.core.memo import Recall
from site_builder.search import index, parts, service
from site_builder.search.parts import Page, Part
from site_builder.search.records import Prose, Record

PAPERS = [
    Record(slug=f"p{number}", title=f"Oak {number}", gist="", abstract=f"Acorn {number} fell.") for number in range(7)
]
EDITED = [replace(PAPERS[0], abstract="Acorn 0 rose."), *PAPERS[1:]]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The addresses of each part that Pagefind makes; a part holds two papers or so."""
    asked: list[list[str]] = []
    real = service.index

    def index(pages: Iterator[tuple[str, str]], language: str) -> Iterator[tuple[str, bytes]]:
        given = list(pages)
        asked.append([address for address, _ in given])
        return real(given, language)

    monkeypatch.setattr(parts, "HELD", 2)
    monkeypatch.setattr(service, "index", index)
    return asked


def test_another_paper_changes_no_other_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "HELD", 3)
    slugs = [f"p{number}" for number in range(10)]
    before, after = ([{held[n] for n in part} for part in parts.divided(held)] for held in (slugs, [*slugs, "new"]))

    assert len(before) == len(after) > 2
    assert [part - {"new"} for part in after] == before


def test_an_edit_makes_one_part_again_and_what_a_clean_build_makes(made: list[list[str]], tmp_path: Path) -> None:
    recall, kept = Recall(), tmp_path / "site.index"
    index.index(PAPERS, "en", tmp_path, recall)
    search_cache.save(kept, recall)
    whole, again = len(made), Recall()
    search_cache.load(kept, again)
    files = index.index(EDITED, "en", tmp_path, again)

    assert whole > 2
    assert [sum("/papers/p0/" in part for part in made[whole:])] == [1] == [len(made) - whole]
    assert files == index.index(EDITED, "en", tmp_path, Recall())


def test_a_paper_without_a_word_is_indexed_as_all_others() -> None:
    signs = ["???", "∞", "—", "※", "⟨⟩", "\u064e", "\u200b", "\u202e", "☃", "_", "\u037a", "\uff9e", "\ufe70", "½", ""]
    papers = [Record(slug=f"p{number}", title=sign, gist="", abstract="") for number, sign in enumerate(signs)]

    assert len(parts.index(papers, "en", Recall()).names) == len(signs)


def test_a_kept_index_that_was_cut_short_is_none(tmp_path: Path) -> None:
    kept, recall = tmp_path / "site.index", Recall()
    index.index(PAPERS, "en", tmp_path, recall)
    search_cache.save(kept, recall)
    kept.write_bytes(kept.read_bytes()[:-1])
    again = Recall()
    search_cache.load(kept, again)

    assert not again.held(parts.KIND)


def test_papers_of_two_parts_that_pagefind_calls_the_same_are_told_apart() -> None:
    def called(pages: Sequence[Page]) -> Part:
        return Part(tuple("en_same" if address == "papers/a/" else f"en_{address}" for address, _ in pages), ())

    prose = Prose("Oak", "", (), (), "", "")
    part = parts.apart([("papers/a/", prose), ("papers/b/", prose)], {"en_same": 0}, called)

    assert part.names == ("en_papers/a/1/", "en_papers/b/")
