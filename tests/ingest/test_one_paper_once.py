"""One paper gets one page, however many records speak of it, and a curator's words win."""

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from site_builder.build import link_check
from site_builder.content import loader
from site_builder.content.model import Imprint, Paper, Version
from site_builder.core import config, files
from site_builder.core.errors import BuildFailed
from site_builder.ingest import shelf
from site_builder.ingest import split as ingest
from site_builder.ingest.report import IngestReport
from tests.conftest import Run, build_here, tree

DAY = date(2026, 11, 26)
MELT = "We study how warm water moves under floating ice shelves with a small regional model of our own."
STONES = "We stack stones in a garden and count them."

Put = Callable[..., IngestReport]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write the dump `name` of these records, and split: `put("a.jsonl", {...}, {...})`."""
    (tmp_path / "content/sources").mkdir(parents=True)
    (tmp_path / "content/site.yaml").write_text("title: Shelf\n")

    def put(name: str = "", *records: dict[str, Any], text: str = "", day: date = DAY) -> IngestReport:
        if name:
            path = tmp_path / "content/sources" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text or "".join(f"{json.dumps(record)}\n" for record in records))
        return ingest.split(config.load(tmp_path), day=day)

    return put


def papers(root: Path) -> dict[str, Paper]:
    return {paper.slug: paper for paper in loader.load(root / "content").papers}


def page(root: Path, slug: str) -> Path:
    return root / f"content/papers/{slug}.md"


# -- shapes that once failed -------------------------------------------------------------------------------------------


def test_records_of_services_give_all_they_know(tmp_path: Path, put: Put) -> None:
    put(
        "services.jsonl",
        {"externalIds": {"ArXiv": "2405.13352", "DOI": "10.1000/xyz123"}, "title": "S2", "abstract": STONES},
        {
            "paper": {"id": "2509.04664", "authors": [{"name": "Ada Lovelace"}, {"name": "Emmy Noether"}]},
            "title": "HF daily",
            "summary": STONES,
            "githubRepo": "https://github.com/x/y",
        },
        {"entry_id": "http://arxiv.org/abs/2202.12139v1", "title": "Arxiv py", "summary": STONES},
        {"id": "https://openalex.org/W1", "title": "OpenAlex", "abstract_inverted_index": {"We": [0], "stack": [1]}},
        {"id": "331", "title": "Europe PMC", "authorString": "Lovelace A, Noether E.", "pubYear": "2020"},
        {"id": "2506.19052", "title": "Daily", "cate": "cs.CR", "summary": STONES},
    )
    found = papers(tmp_path)

    assert (found["s2"].arxiv, found["s2"].doi) == ("2405.13352", "10.1000/xyz123")
    assert (found["hf-daily"].authors, found["hf-daily"].arxiv) == (("Ada Lovelace", "Emmy Noether"), "2509.04664")
    assert (found["hf-daily"].year, dict(found["hf-daily"].links)["code"]) == (2025, "https://github.com/x/y")
    assert (found["arxiv-py"].arxiv, found["arxiv-py"].year) == ("2202.12139", 2022)
    assert found["openalex"].abstract == "We stack"
    assert (len(found["europe-pmc"].authors), found["europe-pmc"].year) == (2, 2020)
    assert found["daily"].category == "cs.CR"


@pytest.mark.parametrize(("arxiv", "year"), [("2506.19052", 2025), ("0704.0001", 2007), ("hep-th/9901001", 1999)])
def test_the_year_follows_from_an_arxiv_id(arxiv: str, year: int, tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"id": arxiv, "title": "Pebbles", "abstract": STONES})

    assert papers(tmp_path)["pebbles"].year == year


def test_a_second_version_brings_its_title_and_the_first_is_remembered(tmp_path: Path, put: Put) -> None:
    put(
        "a.jsonl",
        {"id": "2506.00001v1", "title": "Gardens of Stones", "abstract": STONES},
        {"id": "2506.00001v2", "title": "Gardens of Stones: A Revised Count", "abstract": f"{STONES} Again."},
    )
    (found,) = papers(tmp_path).values()

    assert (found.slug, found.title) == ("gardens-of-stones-a-revised-count", "Gardens of Stones: A Revised Count")
    assert found.abstract.endswith("Again.")
    assert found.versions == (Version(1, "Gardens of Stones"),)


@pytest.mark.parametrize("order", [1, -1], ids=["old first", "new first"])
def test_an_id_without_a_version_is_the_first(order: int, tmp_path: Path, put: Put) -> None:
    records = [
        {"id": "2501.00001", "title": "Melt under thin ice shelves", "abstract": MELT},
        {"id": "2501.00001v2", "title": "Melt rates beneath thin ice shelves", "abstract": f"{MELT} Code is released."},
    ]
    put("a.jsonl", *records[::order])
    (found,) = papers(tmp_path).values()

    assert found.title == "Melt rates beneath thin ice shelves"
    assert found.versions == (Version(1, "Melt under thin ice shelves"),)


def test_of_two_dois_in_a_field_the_first_counts(tmp_path: Path, put: Put) -> None:
    put(
        "a.jsonl",
        {"id": "0804.0001", "title": "Paper with two DOIs", "abstract": STONES, "doi": "10.1000/abc 10.1000/def"},
        {"title": "Another paper", "abstract": STONES},
    )

    assert {slug: paper.doi for slug, paper in papers(tmp_path).items()} == {
        "paper-with-two-dois": "10.1000/abc",
        "another-paper": "",
    }


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("Lee, Ann; May, Bob", 2),
        ("Lee, Ann and May, Bob", 2),
        ("Ann Lee & Bob May", 2),
        ("Ann Lee, Bob May, and Cy Orr", 3),
        ("A. Lee, B. May et al.", 2),
    ],
)
def test_a_string_of_authors_is_read_name_by_name(stated: str, names: int, tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"title": "Melt", "abstract": MELT, "authors": stated})

    assert len(papers(tmp_path)["melt"].authors) == names


WRAPPED = """Melt under thin ice shelves
We study how warm water moves under floating ice shelves with a small regional
model. Melt rates rise where the shelf is thin, and fall again when fresh water
caps the surface layer.

Drift of buoys in a narrow strait
Buoys were followed for two weeks in a narrow strait. Their paths show that
tides, not wind, decide where they leave it.
"""


def test_papers_whose_abstracts_are_broken_into_lines_are_read_whole(tmp_path: Path, put: Put) -> None:
    put("a.txt", text=WRAPPED)
    found = papers(tmp_path)

    assert found["melt-under-thin-ice-shelves"].abstract.endswith("fresh water caps the surface layer.")
    assert found["drift-of-buoys-in-a-narrow-strait"].abstract.endswith("decide where they leave it.")


def test_an_entry_of_zotero_gives_all_it_knows(tmp_path: Path, put: Put) -> None:
    put(
        "zotero.bib",
        text="@misc{lee_melt_2025,\n\ttitle = {Melt under thin ice shelves},\n\turl = "
        f"{{http://arxiv.org/abs/2501.00001}},\n\tabstract = {{{MELT}}},\n\tauthor = {{Lee, Ann and May, Bob}},\n"
        "\tyear = {2025},\n}\n",
    )
    found = papers(tmp_path)["melt-under-thin-ice-shelves"]

    assert (len(found.authors), found.year, found.arxiv) == (2, 2025, "2501.00001")
    assert found.abstract == MELT


# -- which records are of one paper ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        {"id": "2501.00001v1", "title": "Quite another title"},
        {"doi": "10.1000/MELT", "title": "Quite another title"},
        {"doi": "10.48550/arXiv.2501.00001", "title": "Quite another title"},
        {"title": "Mélt under thin – ice shelves!", "authors": ["Lee, Ann"]},
        {"title": r"{M}elt under \textit{thin} ice shelves", "authors": ["Ann Lee"]},
        {"title": "MELT UNDER THIN ICE SHELVES"},
    ],
)
def test_one_id_or_one_title_and_first_author_is_one_paper(other: dict[str, Any], tmp_path: Path, put: Put) -> None:
    known = {"title": "Melt under thin ice shelves", "id": "2501.00001", "doi": "10.1000/melt", "authors": ["Ann Lee"]}
    put("a.jsonl", known)
    report = put("b.jsonl", other)

    assert list(papers(tmp_path)) == ["melt-under-thin-ice-shelves"]
    assert report.duplicates == ["melt-under-thin-ice-shelves"]


@pytest.mark.parametrize(
    "other",
    [
        {"id": "2501.00002", "title": "Melt under thin ice shelves"},
        {"doi": "10.1000/freeze", "title": "Melt under thin ice shelves"},
        {"title": "Melt under thin ice shelves", "authors": ["Bob May"]},
        {"title": "Melt under thick ice shelves", "authors": ["Ann Lee"]},
    ],
)
def test_another_id_or_author_or_title_is_another_paper(other: dict[str, Any], tmp_path: Path, put: Put) -> None:
    known = {"title": "Melt under thin ice shelves", "id": "2501.00001", "doi": "10.1000/melt", "authors": ["Ann Lee"]}
    put("a.jsonl", known, other)

    assert len(papers(tmp_path)) == 2


def test_a_later_record_fills_gaps_and_changes_nothing_else(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"id": "2501.00001", "title": "Melt", "abstract": MELT, "year": 2024})
    later = {
        "id": "2501.00001",
        "title": "Melting",
        "abstract": STONES,
        "year": 2025,
        "doi": "10.1000/melt",
        "upvotes": 12,
    }
    report = put("hf-2026-11-20.jsonl", later)
    found = papers(tmp_path)["melt"]

    assert report.updated == ["melt"]
    assert (found.title, found.abstract, found.year, found.doi) == ("Melt", MELT, 2024, "10.1000/melt")
    assert found.signals
    assert (found.signals.counts, found.signals.as_of) == ((("upvotes", 12),), date(2026, 11, 20))


def test_a_record_that_knows_two_papers_ids_makes_one_of_them(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"id": "2501.00001", "title": "Melt"}, {"doi": "10.1000/melt", "title": "Melting of ice"})
    report = put("b.jsonl", {"id": "2501.00001", "doi": "10.1000/melt", "title": "Melt"})
    (found,) = papers(tmp_path).values()

    assert (found.slug, found.doi, found.aliases) == ("melt", "10.1000/melt", ("melting-of-ice",))
    assert report.joined == ["melting-of-ice"]
    assert put().unchanged == ["melt"]


def test_a_later_split_of_one_dump_forgets_nothing_of_the_others(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"id": "2501.00001", "title": "Melt"})
    put("b.jsonl", {"id": "2501.00001", "title": "Melt", "doi": "10.1000/melt"})
    before = tree(tmp_path / "content")
    report = ingest.split(config.load(tmp_path), [tmp_path / "content/sources/a.jsonl"])

    assert report.unchanged == ["melt"]
    assert before == tree(tmp_path / "content")


# -- what a curator edited ---------------------------------------------------------------------------------------------


def test_what_a_curator_edited_is_kept_and_what_is_new_beside_it_comes_in(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"id": "2501.00001", "title": "Melt", "abstract": MELT, "venue": "ICE 2025"})
    mine = page(tmp_path, "melt")
    edited = (
        mine.read_text().replace('title: "Melt"', 'title: "My melt"  # as its authors say').replace("added", "#added")
    )
    mine.write_text(edited.replace('venue: "ICE 2025"\n', "") + "\n")
    report = put("b.jsonl", {"id": "2501.00001v2", "title": "Melting", "abstract": STONES, "doi": "10.1000/melt"})
    text = mine.read_text()
    found = papers(tmp_path)["melt"]

    assert 'title: "My melt"  # as its authors say\n' in text
    assert (found.title, found.venue, found.doi, found.abstract) == ("My melt", "", "10.1000/melt", STONES)
    assert [str(one) for one in report.conflicts] == [
        "content/papers/melt.md:2: `title` was edited by hand and is kept: “My melt”\n    The dumps say: “Melting”"
    ]
    assert put().conflicts == report.conflicts
    assert text == mine.read_text()


def test_an_edit_of_the_abstract_is_kept_and_a_new_title_comes_in(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"id": "2501.00001", "title": "Melt", "abstract": MELT})
    mine = page(tmp_path, "melt")
    mine.write_text(mine.read_text().replace("small regional", "large regional"))
    report = put("b.jsonl", {"id": "2501.00001v2", "title": "Melting", "abstract": STONES})
    found = papers(tmp_path)["melting"]

    assert "large regional" in found.abstract
    assert (found.aliases, found.title) == (("melt",), "Melting")
    assert [one.what[:10] for one in report.conflicts] == ["`abstract`"]
    assert not mine.exists()


def test_a_page_written_by_hand_gets_what_it_lacks(tmp_path: Path, put: Put) -> None:
    mine = page(tmp_path, "my-melt")
    mine.parent.mkdir()
    mine.write_text('---\ntitle: "My melt"\narxiv: "2501.00001"\n# mine\n---\n')
    report = put("a.jsonl", {"id": "2501.00001", "title": "Melt", "abstract": MELT, "authors": ["Ann Lee"]})
    (found,) = papers(tmp_path).values()

    assert (found.slug, found.title, found.authors, found.abstract) == ("my-melt", "My melt", ("Ann Lee",), MELT)
    assert "\n# mine\n" in mine.read_text()
    assert report.filled == ["my-melt"]
    assert put().filled == []


def test_a_page_renamed_by_hand_is_still_its_papers(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"id": "2501.00001", "title": "Melt", "abstract": MELT})
    old = page(tmp_path, "melt")
    old.rename(page(tmp_path, "ice"))
    page(tmp_path, "ice").write_text(page(tmp_path, "ice").read_text().replace("title:", "aliases: [melt]\ntitle:"))
    put("b.jsonl", {"id": "2501.00001", "title": "Melt", "doi": "10.1000/melt"})
    (found,) = papers(tmp_path).values()

    assert (found.slug, found.doi, found.aliases) == ("ice", "10.1000/melt", ("melt",))
    assert put().edited == ["ice"]


# -- titles that were corrected, papers that went ----------------------------------------------------------------------


def test_a_page_that_was_deleted_stays_so_when_its_title_is_corrected_in_the_dump(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"title": "Melt", "abstract": MELT}, {"title": "Stones", "abstract": STONES})
    page(tmp_path, "melt").unlink()
    reports = [
        put("a.jsonl", {"title": title, "abstract": MELT}, {"title": "Stones", "abstract": STONES})
        for title in ("Melt of ice", "Melt of ice", "The melt of ice", "Melt")
    ]

    assert [(report.new, len(report.deleted)) for report in reports] == [([], 1)] * 4
    assert papers(tmp_path).keys() == {"stones"}


@pytest.mark.parametrize("known", [{"id": "2501.00001"}, {"abstract": MELT}, {"year": 2025}])
def test_a_title_corrected_in_the_dump_moves_its_page(known: dict[str, Any], tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"title": "Metl under ice", **known}, {"title": "Drift", "abstract": STONES})
    report = put("a.jsonl", {"title": "Melt under ice", **known}, {"title": "Drift", "abstract": STONES})
    found = papers(tmp_path)

    assert list(found) == ["drift", "melt-under-ice"]
    assert found["melt-under-ice"].aliases == ("metl-under-ice",)
    assert (report.moved, report.new) == (["melt-under-ice"], [])
    assert sorted(put().unchanged) == ["drift", "melt-under-ice"]


def test_a_title_that_gets_its_subtitle_moves_its_page(tmp_path: Path, put: Put) -> None:
    known = {"authors": ["Ann Lee"], "year": 2016}
    put("a.jsonl", {"title": "Deep ice", **known}, {"title": "Drift", "abstract": STONES})
    report = put(
        "a.jsonl", {"title": "Deep ice (frozen water and others)", **known}, {"title": "Drift", "abstract": STONES}
    )

    assert sorted(papers(tmp_path)) == ["deep-ice-frozen-water-and-others", "drift"]
    assert (report.new, len(report.moved)) == ([], 1)


@pytest.fixture
def half_moved(request: pytest.FixtureRequest, tmp_path: Path, put: Put) -> tuple[Path, Path]:
    """The old and the new file of a page in which a curator wrote, where a split was killed before the old one went."""
    known = {"id": "2501.00001", "abstract": MELT}
    put("a.jsonl", {"title": "Metl under ice", **known})
    old, new = page(tmp_path, "metl-under-ice"), page(tmp_path, "melt-under-ice")
    old.write_text(old.read_text().replace("title:", f"{request.param}title:"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(files, "remove", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            put("a.jsonl", {"title": "Melt under ice", **known})
    assert new.is_file()
    assert old.is_file()
    return old, new


@pytest.mark.parametrize("half_moved", ["", "note: Precious.\n"], indirect=True, ids=["as it was", "edited"])
def test_a_page_that_moves_survives_a_kill_between_any_two_steps(
    tmp_path: Path, put: Put, half_moved: tuple[Path, Path]
) -> None:
    old, new = half_moved
    written = new.read_text()
    report = put()

    assert not old.exists()
    assert new.read_text() == written
    assert papers(tmp_path)["melt-under-ice"].aliases == ("metl-under-ice",)
    assert (report.warnings, report.new) == ([], [])
    assert put().warnings == []
    assert list(papers(tmp_path)) == ["melt-under-ice"]


@pytest.mark.parametrize("half_moved", ["note: Precious.\n"], indirect=True)
@pytest.mark.parametrize("which", [0, 1])
def test_a_page_half_moved_that_somebody_edits_since_keeps_both_edits(
    which: int, put: Put, half_moved: tuple[Path, Path]
) -> None:
    half_moved[which].write_text(half_moved[which].read_text().replace("Precious.", "More precious."))
    (told,) = put().warnings

    assert "is of the same paper as" in str(told)
    assert sorted(path.read_text().count("More precious.") for path in half_moved) == [0, 1]
    assert all("recious." in path.read_text() for path in half_moved)


@pytest.mark.parametrize("step", ["write", "remove"])
@pytest.mark.parametrize("title", ["Metl under ice", "Melt under ice"])
@pytest.mark.parametrize("note", ["", "note: Precious.\n"])
def test_what_somebody_saves_in_the_moment_of_a_split_is_kept(
    step: str, title: str, note: str, tmp_path: Path, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {"id": "2501.00001", "abstract": MELT}
    put("a.jsonl", {"title": "Metl under ice", **known})
    saved: list[Path] = []
    old, real = page(tmp_path, "metl-under-ice"), getattr(files, step)
    old.write_text(old.read_text().replace("title:", f"{note}title:"))

    def at_once(path: Path, *arguments: Any, **options: Any) -> Any:
        if not saved and path.parent.name in ("papers", "content") and old.is_file():
            old.write_text(old.read_text() + "\nIn this very moment.\n")
            saved.append(path)
        return real(path, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(files, step, at_once)
        put("a.jsonl", {"title": title, "year": 2026, **known})
    (found,) = papers(tmp_path).values()

    assert bool(saved) == (step == "write" or title.startswith("Melt"))
    assert ("In this very moment." in found.body) == bool(saved)
    assert (found.year, found.note) == (2026, "Precious." if note else "")
    assert (put().warnings, list(papers(tmp_path))) == ([], [found.slug])


def test_a_paper_that_goes_missing_from_its_dump_stays(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"title": "Melt", "abstract": MELT}, {"title": "Drift", "abstract": STONES})
    report = put("a.jsonl", {"title": "Drift", "abstract": STONES})
    later = put("b.jsonl", {"title": "Melt", "abstract": MELT, "year": 2025})

    assert report.missing == ["melt"]
    assert sorted(papers(tmp_path)) == ["drift", "melt"]
    assert later.updated == ["melt"]
    assert papers(tmp_path)["melt"].year == 2025


def test_titles_that_were_swapped_or_share_a_slug_lose_no_paper(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"id": "2501.00001", "title": "Melt"}, {"id": "2501.00002", "title": "Drift"})
    put("a.jsonl", {"id": "2501.00001", "title": "Drift"}, {"id": "2501.00002", "title": "Melt"})
    found = {paper.arxiv: paper.title for paper in papers(tmp_path).values()}
    build_here(tmp_path)

    assert found == {"2501.00001": "Drift", "2501.00002": "Melt"}


# -- papers that look alike --------------------------------------------------------------------------------------------


def test_papers_that_look_alike_are_told_with_the_line_that_makes_them_one(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"id": "2501.00001", "title": "Melt under thin ice shelves", "authors": ["Ann Lee"]})
    report = put("b.jsonl", {"title": "Melt under the thin ice shelves", "authors": ["Ann Lee"], "doi": "10.1000/melt"})
    line = '- {title: "Melt under the thin ice shelves", same_as: melt-under-thin-ice-shelves}'
    (tmp_path / "content/metadata.yaml").write_text(f"{line}\n")
    later = put()
    (found,) = papers(tmp_path).values()

    (told,) = map(str, report.warnings)

    assert told == (
        "content/papers/melt-under-the-thin-ice-shelves.md: looks like content/papers/melt-under-thin-ice-shelves.md\n"
        f"    If they are one paper, add to content/metadata.yaml: `{line}`, and split again."
    )
    assert (found.arxiv, found.doi, found.aliases) == (
        "2501.00001",
        "10.1000/melt",
        ("melt-under-the-thin-ice-shelves",),
    )
    assert (later.warnings, put().warnings) == ([], [])


@pytest.mark.parametrize(
    "other",
    [
        {"id": "2501.00002", "title": "Melt under thick ice shelves"},
        {"title": "Melt under thick ice shelves", "authors": ["Bob May"], "abstract": STONES},
        {"title": "Melt under very thick ice shelves", "authors": ["Ann Lee"]},
    ],
)
def test_papers_that_are_told_apart_do_not_look_alike(other: dict[str, Any], put: Put) -> None:
    put("a.jsonl", {"id": "2501.00001", "title": "Melt under thin ice shelves", "authors": ["Ann Lee"]})

    assert put("b.jsonl", other).warnings == []


@pytest.mark.parametrize("title", ["Melt", r"\textit{Melt}", "M{\\'e}lt"])
def test_to_be_the_same_as_nothing_is_told(title: str, tmp_path: Path, put: Put) -> None:
    stated = "Mélt" if "'e" in title else "Melt"
    (tmp_path / "content/metadata.yaml").write_text(f"# mine\n- {{title: {stated}, same_as: mlet}}\n")

    assert [str(one).splitlines()[0] for one in put("a.jsonl", {"title": title}).warnings] == [
        "content/metadata.yaml:2: there is no paper `mlet`"
    ]


def test_a_record_that_learns_the_identifier_of_another_page_leads_its_page_there(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"title": "Sparse caches", "authors": ["Ann Lee"]}, {"title": "Dust", "authors": ["Bo Chen"]})
    put("b.jsonl", {"title": "Caches that are sparse", "authors": ["Ann Lee"], "arxiv": "2401.00001"})
    known = {"title": "Sparse caches", "authors": ["Ann Lee"], "arxiv": "2401.00001"}
    report = put("a.jsonl", known, {"title": "Dust", "authors": ["Bo Chen"]})

    assert report.joined == ["sparse-caches"]
    assert papers(tmp_path)["caches-that-are-sparse"].aliases == ("sparse-caches",)
    assert put().unchanged == ["caches-that-are-sparse", "dust"]


def test_a_namesake_that_learns_an_identifier_of_another_paper_takes_no_page(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"title": "Melt", "authors": ["Ann Lee"]}, {"title": "Melt", "authors": ["Bo Chen"]})
    kept = set(papers(tmp_path))
    report = put("a.jsonl", {"title": "Melt", "authors": ["Bo Chen"], "arxiv": "2401.00001"})

    assert (report.joined, set(papers(tmp_path))) == ([], kept)


@pytest.mark.parametrize("wrong", [7, None, [7]])
@pytest.mark.parametrize("name", ["title", "abstract", "doi", "venue", "lines", "authors"])
def test_a_memory_of_a_dump_whose_values_are_of_another_kind_is_not_believed(
    name: str, wrong: object, tmp_path: Path, put: Put
) -> None:
    put("a.jsonl", {"title": "Melt", "abstract": MELT})
    before = tree(tmp_path / "content")
    (memory,) = (tmp_path / ".papershelf/dumps").glob("*.json")
    held = json.loads(files.unsealed(memory.read_bytes()))
    held["entries"][0][name] = wrong
    memory.write_bytes(files.sealed(json.dumps(held).encode()))

    assert put().unchanged == ["melt"]
    assert before == tree(tmp_path / "content")


def test_the_same_paper_under_a_title_that_no_record_has_is_told(tmp_path: Path, put: Put) -> None:
    (tmp_path / "content/metadata.yaml").write_text("- {title: Metl, same_as: melt}\n")

    assert [str(one).splitlines()[0] for one in put("a.jsonl", {"title": "Melt"}).warnings] == [
        "content/metadata.yaml:1: no paper is called “Metl”"
    ]


def test_a_deleted_page_stays_deleted_where_another_is_of_the_same_paper(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"title": "Melt"}, {"title": "Snow"})
    page(tmp_path, "melt").unlink()
    (tmp_path / "content/metadata.yaml").write_text("- {title: Snow, same_as: melt}\n")
    reports = [put() for _ in range(3)]

    assert [report.new for report in reports] == [[]] * 3
    assert [report.warnings for report in reports] == [[]] * 3
    assert list(papers(tmp_path)) == ["snow"]


def test_titles_of_signs_alone_are_those_of_two_papers(tmp_path: Path, put: Put) -> None:
    report = put("a.jsonl", {"title": "???"}, {"title": "∞"}, {"title": "???"})

    assert (len(report.new), len(papers(tmp_path))) == (2, 2)
    assert put().unchanged == report.new


def test_a_title_with_macros_is_made_one_with_another_paper(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"title": "Snow"}, {"title": r"\textit{Melt}"})
    (tmp_path / "content/metadata.yaml").write_text("- {title: Melt, same_as: snow}\n")
    report = put()

    assert (report.warnings, report.joined, list(papers(tmp_path))) == ([], ["melt"], ["snow"])


def test_check_fails_on_two_pages_of_one_id(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"id": "2501.00001", "title": "Melt", "abstract": MELT, "doi": "10.1000/melt"})
    page(tmp_path, "melting").write_text('---\ntitle: "Melting"\narxiv: "2501.00001"\ndoi: "10.1000/MELT"\n---\n')
    build_here(tmp_path)

    with pytest.raises(BuildFailed) as failed:
        link_check.check(tmp_path / "_site")
    assert [str(one).splitlines()[0] for one in failed.value.problems] == [
        "_site/papers/melting: has the arXiv id 2501.00001, as has _site/papers/melt",
        "_site/papers/melting: has the DOI 10.1000/melt, as has _site/papers/melt",
    ]


# -- dates -------------------------------------------------------------------------------------------------------------


def test_a_new_page_says_when_it_was_first_taken_in_and_never_otherwise(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"id": "2501.00001", "title": "Melt"})
    later = date(2027, 1, 1)
    put("b.jsonl", {"id": "2501.00001", "title": "Melt", "year": 2020}, {"title": "Drift"}, day=later)

    assert {slug: paper.added for slug, paper in papers(tmp_path).items()} == {"drift": later, "melt": DAY}
    before = tree(tmp_path / "content")
    put(day=date(2028, 1, 1))

    assert before == tree(tmp_path / "content")


def test_a_lost_ledger_changes_no_date(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"title": "Melt", "abstract": MELT})
    before = tree(tmp_path / "content")
    (tmp_path / "content/sources/a.ledger.json").unlink()
    report = put(day=date(2028, 1, 1))

    assert report.unchanged == ["melt"]
    assert before == tree(tmp_path / "content")


def test_pages_of_an_older_ledger_that_have_no_date_get_none(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"title": "Melt", "abstract": MELT})
    ledger, mine = tmp_path / "content/sources/a.ledger.json", page(tmp_path, "melt")
    kept = json.loads(ledger.read_text())
    mine.write_text(mine.read_text().replace(f"added: {DAY}\n", ""))
    written = kept["pages"]["melt"]
    kept["pages"]["melt"] = {name: written[name] for name in ("title", "lines", "repairs")}
    kept["pages"]["melt"]["digest"] = files.digest(mine.read_bytes())
    ledger.write_text(json.dumps(kept))

    assert put().unchanged == ["melt"]
    assert papers(tmp_path)["melt"].added is None


def test_the_book_that_a_chapter_is_of_is_no_journal(tmp_path: Path, run: Run, put: Put) -> None:
    put("a.jsonl", {"title": "Melt"})
    (tmp_path / "content/sources/b.ris").write_text("TY  - CHAP\nTI  - Drift\nT2  - Encyclopedia of Snow\nER  - \n")
    (tmp_path / "content/sources/c.bib").write_text("@incollection{a, title={Frost}, booktitle={Book of Ice}}\n")

    assert run("split").exit_code == 0
    found = papers(tmp_path)
    assert [found[slug].venue for slug in ("drift", "frost")] == ["Encyclopedia of Snow", "Book of Ice"]
    assert [found[slug].journal for slug in ("drift", "frost")] == ["", ""]


def test_todays_date_may_be_set_for_bytes_that_can_be_repeated(
    tmp_path: Path, put: Put, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a.jsonl", {"title": "Melt"})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    (tmp_path / "content/sources/b.jsonl").write_text('{"title": "Drift"}\n')

    assert run("split").exit_code == 0
    assert papers(tmp_path)["drift"].added == date(2023, 11, 14)

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")

    assert "SOURCE_DATE_EPOCH: `yesterday` is not a time" in run("split").stderr
    assert "SOURCE_DATE_EPOCH: `yesterday` is not a time" in run("tags").stderr
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "-62135596800")  # no query could go back from there

    assert "SOURCE_DATE_EPOCH: `-62135596800` is not a time" in run("fetch").stderr
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")

    assert run("tags").exit_code == 0
    assert "SOURCE_DATE_EPOCH" not in os.environ  # libraries read it as a number


# -- folders of dumps --------------------------------------------------------------------------------------------------


def test_dumps_in_a_folder_are_read_and_those_behind_a_link_are_not(tmp_path: Path, put: Put) -> None:
    beside = tmp_path / "beside"
    beside.mkdir()
    (beside / "other.txt").write_text(f"A note\n{STONES}\n")
    (tmp_path / "content/sources/link").symlink_to(beside)
    report = put("hf/2026-11-20.jsonl", {"id": "2501.00001", "title": "Melt", "upvotes": 3})
    found = papers(tmp_path)

    assert list(found) == ["melt"]
    assert found["melt"].source
    assert found["melt"].source.file == "hf/2026-11-20.jsonl"
    assert (tmp_path / "content/sources/hf/2026-11-20.ledger.json").exists()
    assert [str(one) for one in report.warnings] == [
        "content/sources/link: is not read: it is a link; put a folder in its place"
    ]


# -- one name a page ---------------------------------------------------------------------------------------------------


def test_papers_of_one_title_that_only_identifiers_tell_apart_each_have_a_page(tmp_path: Path, put: Put) -> None:
    records = [{"title": "Editorial", "doi": f"10.1000/{number}", "authors": [f"Ada {number}x"]} for number in range(4)]
    put("a.jsonl", *records)
    first = tree(tmp_path / "content/papers")
    put()

    assert sorted(paper.doi for paper in papers(tmp_path).values()) == [record["doi"] for record in records]
    assert tree(tmp_path / "content/papers") == first


def test_a_name_whose_digest_is_taken_is_counted_up(tmp_path: Path, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = files.digest
    monkeypatch.setattr(
        files, "digest", lambda of: "0" * 32 if re.match(r"editorial//.*[ac]$", str(of)) else digest(of)
    )
    put("a.jsonl", *({"title": "Editorial", "doi": f"10.1000/{letter}"} for letter in "bac"))

    assert len({paper.doi for paper in papers(tmp_path).values()}) == 3
    assert "editorial-000000" in papers(tmp_path)


def test_no_page_is_written_for_two_papers(tmp_path: Path, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf.Shelf, "slug_for", lambda *_: "editorial")

    with pytest.raises(BuildFailed, match=r"papers/editorial\.md"):
        put("a.jsonl", *({"title": "Editorial", "doi": f"10.1000/{letter}"} for letter in "ab"))
    assert not tree(tmp_path / "content/papers")


# -- pages whose header is not one field a line ------------------------------------------------------------------------

ROSES = {"title": "Roses", "authors": ["Ada First"], "keywords": ["Ada First"], "year": 2020, "abstract": STONES}


@pytest.mark.parametrize(
    "header",
    [
        '{title: Roses, authors: [Ada First], keywords: [Ada First], year: 2020, note: "Mine."}',
        'title: Roses\nauthors: &x [Ada First]\nkeywords: *x\nyear: 2020\nnote: "Mine."',
    ],
)
def test_a_page_that_cannot_be_changed_field_by_field_is_kept(header: str, tmp_path: Path, put: Put) -> None:
    put("a.jsonl", ROSES)
    mine = page(tmp_path, "roses")
    mine.write_text(f"---\n{header}\n---\n{STONES}\n")
    before = mine.read_text()
    changed = {**ROSES, "authors": ["Ada First", "Emmy Noether"], "year": 2021}
    reports = [put("a.jsonl", changed), put()]

    assert mine.read_text() == before
    assert [report.outdated for report in reports] == [["roses"]] * 2


@pytest.mark.parametrize("aliases", ["5", "[[x]]", "{a: b}"])
def test_aliases_that_are_no_names_are_a_curators_to_mend(aliases: str, tmp_path: Path, put: Put) -> None:
    put("a.jsonl", ROSES)
    mine = page(tmp_path, "roses")
    mine.write_text(mine.read_text().replace("\nyear", f"\naliases: {aliases}\nyear"))
    report = put("a.jsonl", {**ROSES, "title": "Roses and thorns"})

    assert (report.edited, report.outdated) == (["roses"], ["roses"])
    assert f"\naliases: {aliases}\n" in mine.read_text()
    mine.write_text(mine.read_text().replace(f"aliases: {aliases}", "aliases: [thorns]"))
    assert put().conflicts == []
    assert papers(tmp_path)["roses"].title == "Roses and thorns"


def test_authors_whom_a_dump_leaves_out_are_told_until_another_names_them(tmp_path: Path, put: Put) -> None:
    put("a.jsonl", {"id": "2501.00001", "title": "Melt", "abstract": MELT, "authors": "Lee, Ann et al."})
    build_here(tmp_path)
    shown = (tmp_path / "_site/papers/melt/index.html").read_text()
    first = papers(tmp_path)["melt"]
    put("b.jsonl", {"id": "2501.00001", "title": "Melt", "authors": ["Ann Lee", "Bob May"]})
    then = papers(tmp_path)["melt"]

    assert (first.authors, first.more_authors) == (("Ann Lee",), True)
    assert re.search(r"<bdi>Ann Lee</bdi>\s+et al\.\s*</div>", shown)
    assert "Lee, A., et al." in shown
    assert (then.authors, then.more_authors) == (("Ann Lee", "Bob May"), False)


@pytest.mark.parametrize("order", [1, -1])
def test_a_publishers_doi_wins_over_arxivs_own(order: int, tmp_path: Path, put: Put) -> None:
    at_arxiv = {"title": "Melt", "doi": "10.48550/arXiv.2501.00001"}
    report = put("a.jsonl", *[at_arxiv, {"title": "Melt", "doi": "10.1000/melt", "id": "2501.00001"}][::order])
    (paper,) = papers(tmp_path).values()

    assert (paper.arxiv, paper.doi) == ("2501.00001", "10.1000/melt")
    assert report.warnings == []


def test_arxivs_own_doi_is_its_identifier(tmp_path: Path, put: Put) -> None:
    report = put(
        "a.jsonl",
        {"title": "Melt", "doi": "https://doi.org/10.48550/ARXIV.2501.00001v2"},
        {"title": "Snow", "doi": "10.48550/arXiv.2501.00002 10.1000/snow"},
    )
    found = papers(tmp_path)

    assert [(found[name].arxiv, found[name].doi) for name in ("melt", "snow")] == [
        ("2501.00001", ""),
        ("2501.00002", "10.1000/snow"),
    ]
    assert report.warnings == []


# -- where it was printed ----------------------------------------------------------------------------------------------

PRINTED = {
    "a.bib": "@article{lee, title={Melt}, author={Lee, Ann}, journal={Rain}, volume=12, number={3--4}, "
    "publisher={Snow {\\&} Sons}, issn={1234567x}, year=2025}\n",
    "b.ris": "TY  - JOUR\nTI  - Melt\nAU  - Lee, Ann\nJO  - Rain\nVL  - 12\nIS  - 3-4\nPB  - Snow & Sons\n"
    "SN  - 1234-567X (print)\nER  - \n",
    "c.json": '[{"title": "Melt", "type": "article-journal", "author": [{"family": "Lee", "given": "Ann"}], '
    '"volume": 12, "container-title": "Rain", "issue": "3-4", "number": "arXiv:2501.00001", '
    '"publisher": "Snow & Sons", "ISSN": "1234-567X"}]',
    "d.json": '{"title": ["Melt"], "container-title": ["Rain"], "volume": "12", "journal-issue": {"issue": "3-4"}, '
    '"publisher": "Snow & Sons", "ISSN": ["1234-567X", "2345-6789"]}',
    "e.nbib": "PMID- 1\nTI  - Melt\nFAU - Lee, Ann\nJT  - Rain\nVI  - 12\nIP  - 3-4\nIS  - 1234-567X (Electronic)\n",
}


@pytest.mark.parametrize("name", PRINTED)
def test_volume_issue_publisher_and_numbers_are_kept(name: str, tmp_path: Path, put: Put) -> None:
    report = put(name, text=PRINTED[name])
    (found,) = papers(tmp_path).values()
    known = Imprint(volume="12", number="3–4", publisher="Snow & Sons", issn="1234-567X")

    assert found.imprint == (replace(known, publisher="") if name == "e.nbib" else known)
    assert [str(one) for one in report.warnings if "PMID" not in str(one)] == []


WORKS = {
    "a.bib": "@phdthesis{a, title={Melt}, author={Lee, Ann}, school={Snow University}, year=2025}\n"
    "@mastersthesis{b, title={Drift}, school={Snow University}}\n"
    "@thesis{c, title={Frost}, type={phdthesis}, institution={Snow University}}\n"
    "@techreport{d, title={Hail}, institution={Snow University}, number={SU/1}}\n"
    "@book{e, title={Sleet}, publisher={Snow University}}\n"
    "@incollection{f, title={Rime}, booktitle={Ice}, publisher={Snow University}}\n",
    "b.ris": "TY  - THES\nTI  - Melt\nPB  - Snow University\nM3  - Ph.D. Thesis\nER  - \n"
    "TY  - THES\nTI  - Drift\nPB  - Snow University\nM3  - Master's thesis\nER  - \n"
    "TY  - THES\nTI  - Frost\nPB  - Snow University\nM3  - Doctoral dissertation\nER  - \n"
    "TY  - RPRT\nTI  - Hail\nPB  - Snow University\nSN  - SU/1\nER  - \n"
    "TY  - BOOK\nTI  - Sleet\nPB  - Snow University\nER  - \n"
    "TY  - CHAP\nTI  - Rime\nT2  - Ice\nPB  - Snow University\nER  - \n",
    "c.json": json.dumps(
        [
            {"title": "Melt", "type": "thesis", "genre": "PhD Thesis"},
            {"title": "Drift", "type": "thesis", "genre": "Master thesis"},
            {"title": "Frost", "type": "thesis", "genre": "Doctoral thesis"},
            {"title": "Hail", "type": "report", "issue": "SU/1"},
            {"title": "Sleet", "type": "monograph"},
            {"title": "Rime", "type": "book-chapter", "container-title": ["Ice"]},
        ]
    ).replace('", "type"', '", "publisher": "Snow University", "type"'),
    "d.csv": "Item Type,Title,Publisher,Type,Issue,Publication Title\nthesis,Melt,Snow University,PhD thesis,,\n"
    "thesis,Drift,Snow University,Master's Thesis,,\nthesis,Frost,Snow University,Ph.D.,,\n"
    "report,Hail,Snow University,,SU/1,\nbook,Sleet,Snow University,,,\nbookSection,Rime,Snow University,,,Ice\n",
}


@pytest.mark.parametrize("name", WORKS)
def test_theses_reports_books_and_chapters_are_known_as_such(name: str, tmp_path: Path, put: Put) -> None:
    report = put(name, text=WORKS[name])
    found = {slug: paper.imprint for slug, paper in papers(tmp_path).items()}
    by = Imprint(publisher="Snow University")

    assert found == {
        "melt": replace(by, type="phdthesis"),
        "drift": replace(by, type="mastersthesis"),
        "frost": replace(by, type="phdthesis"),
        "hail": replace(by, type="report", number="SU/1"),
        "sleet": replace(by, type="book"),
        "rime": replace(by, type="chapter"),
    }
    assert papers(tmp_path)["rime"].appeared_in == "Ice"
    assert report.warnings == []


def test_the_books_number_and_what_a_later_record_adds_are_kept(tmp_path: Path, put: Put) -> None:
    put(
        "a.ris",
        text="TY  - CONF\nTI  - Melt\nT2  - ICE\nDO  - 10.1000/melt\nSN  - 978-3-16-148410-0\nVL  - 7\nER  - \n",
    )
    put("b.jsonl", {"title": "Melt", "doi": "10.1000/melt", "volume": "8", "publisher": "Snow Press"})

    assert papers(tmp_path)["melt"].imprint == Imprint(volume="7", publisher="Snow Press", isbn="978-3-16-148410-0")


def test_what_is_no_number_of_a_volume_is_still_reported(put: Put) -> None:
    report = put(
        "a.jsonl",
        {"title": "Melt", "volume": "abs/2501.00001", "number": "x" * 99, "publisher": "arXiv", "issn": "none"},
    )

    assert [str(one) for one in report.warnings] == ["content/sources/a.jsonl: not read: volume, number, issn"]


def test_a_disk_that_is_full_is_told_of_an_edited_page_too(
    tmp_path: Path, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a.jsonl", {"title": "Melt", "abstract": MELT})
    edited = page(tmp_path, "melt")
    edited.write_text(edited.read_text().replace("title:", "note: Precious.\ntitle:"))
    before = edited.read_text()

    def full(*_: object, **__: object) -> None:
        raise BuildFailed([])

    monkeypatch.setattr(files, "write", full)
    with pytest.raises(BuildFailed):
        put("a.jsonl", {"title": "Melt", "abstract": MELT, "year": 2025})

    assert edited.read_text() == before
