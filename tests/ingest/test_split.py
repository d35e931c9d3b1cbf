"""From dumps to pages: nothing lost, no edit overwritten, everything accounted for."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from site_builder.content import loader
from site_builder.content.metadata import Facts
from site_builder.content.model import Signals
from site_builder.core import config
from site_builder.core.errors import BuildFailed
from site_builder.ingest import drafts
from site_builder.ingest import split as ingest
from site_builder.ingest.drafts import Draft
from site_builder.ingest.merging import Merged
from site_builder.ingest.report import IngestReport
from tests.conftest import HERE, Run, tree

DUMP = (HERE / "dumps/invitation-and-glued-button.txt").read_text()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A site with a dump of two papers and nothing else."""
    (tmp_path / "content/sources").mkdir(parents=True)
    (tmp_path / "content/site.yaml").write_text("title: Shelf\n")
    (tmp_path / "content/sources/dump.txt").write_text(DUMP)
    return tmp_path


def split(root: Path, *given: Path) -> IngestReport:
    return ingest.split(config.load(root), given)


def page(root: Path, slug: str) -> Path:
    return root / f"content/papers/{slug}.md"


def ledger(root: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((root / "content/sources/dump.ledger.json").read_text())
    return found


def test_each_paper_gets_a_page_that_reads_back(shelf: Path) -> None:
    report = split(shelf)
    papers = loader.load(shelf / "content").papers

    assert report.new == ["pruning-acorns", "quantized-pebbles"]
    assert [paper.title for paper in papers] == ["Pruning Acorns", "Quantized Pebbles"]
    assert papers[0].abstract.startswith("Large oaks cost much water.")


def test_the_ledger_tells_what_became_of_every_line(shelf: Path) -> None:
    split(shelf)
    kept = ledger(shelf)

    assert kept["dropped"] == [[1, "newsletter-invitation"], [2, "newsletter-invitation"]]
    assert {slug: entry["lines"] for slug, entry in kept["pages"].items()} == {  # type: ignore[attr-defined]  # JSON
        "pruning-acorns": [3, 4],
        "quantized-pebbles": [5, 6],
    }


def test_the_ledger_tells_of_the_word_cut_from_the_title(shelf: Path) -> None:
    split(shelf)
    repairs = ledger(shelf)["pages"]["pruning-acorns"]["repairs"]  # type: ignore[index]  # JSON

    assert repairs[0] == {
        "field": "title",
        "rule": "glued-button",
        "before": "SubscribePruning",
        "after": "Pruning",
    }


def test_a_second_split_changes_no_file(shelf: Path) -> None:
    split(shelf)
    before = tree(shelf)
    report = split(shelf)

    assert report.unchanged == ["pruning-acorns", "quantized-pebbles"]
    assert before == tree(shelf)


def test_a_page_edited_by_hand_is_kept_and_reported(shelf: Path, run: Run) -> None:
    split(shelf)
    mine = page(shelf, "pruning-acorns")
    mine.write_text(mine.read_text() + "\nMy own words.\n")
    (shelf / "content/metadata.yaml").write_text("- title: Pruning acorns\n  year: 2020\n")
    result = run("split")

    assert mine.read_text().endswith("My own words.\n")
    assert "was edited by hand" not in result.stderr
    assert "1 edited by hand and kept" in result.stdout
    assert "content/papers/pruning-acorns.md: was edited by hand and is kept" in run("split", "--verbose").stderr
    assert result.exit_code == 0


def test_an_edit_stays_an_edit_however_often_one_splits(shelf: Path) -> None:
    split(shelf)
    mine = page(shelf, "pruning-acorns")
    mine.write_text(mine.read_text() + "\nMy own words.\n")
    split(shelf)

    assert split(shelf).edited == ["pruning-acorns"]


def test_a_page_deleted_by_hand_stays_deleted(shelf: Path) -> None:
    split(shelf)
    page(shelf, "pruning-acorns").unlink()
    split(shelf)

    assert split(shelf).deleted == ["pruning-acorns"]
    assert not page(shelf, "pruning-acorns").exists()


def test_new_facts_reach_a_page_nobody_edited(shelf: Path) -> None:
    split(shelf)
    (shelf / "content/metadata.yaml").write_text('- title: "pruning ACORNS!"\n  year: 2020\n  authors: [Ada First]\n')
    report = split(shelf)

    assert report.updated == ["pruning-acorns"]
    assert loader.load(shelf / "content").papers[0].authors == ("Ada First",)


def test_what_the_dump_says_otherwise_than_an_edited_page_is_told_as_long_as_it_does_not_have_it(
    shelf: Path, run: Run
) -> None:
    split(shelf)
    mine = page(shelf, "pruning-acorns")
    mine.write_text(mine.read_text() + "\nMy own words.\n")
    kept = split(shelf)
    (shelf / "content/sources/dump.txt").write_text(DUMP.replace("Large oaks cost", "Very large oaks cost"))
    result = run("split")

    assert kept.outdated == []
    assert split(shelf).outdated == ["pruning-acorns"]
    assert "pruning-acorns.md: `abstract` was edited by hand and is kept: “Large oaks cost" in result.stderr
    assert "The dumps say: “Very large oaks cost" in result.stderr


def test_a_lost_ledger_loses_no_edit(shelf: Path) -> None:
    split(shelf)
    mine = page(shelf, "pruning-acorns")
    mine.write_text(mine.read_text() + "\nMy own words.\n")
    (shelf / "content/sources/dump.ledger.json").unlink()
    report = split(shelf)

    assert report.edited == ["pruning-acorns"]
    assert report.unchanged == ["quantized-pebbles"]


def test_a_page_of_another_paper_under_the_same_name_is_left_alone(shelf: Path) -> None:
    other = page(shelf, "pruning-acorns")
    other.parent.mkdir()
    other.write_text('---\ntitle: "Pruning, Acorns and I"\n---\nMine.\n')
    report = split(shelf)

    assert other.read_text().endswith("Mine.\n")
    assert [slug[:15] for slug in report.new] == ["pruning-acorns-", "quantized-pebbl"]


def test_a_paper_that_a_second_dump_repeats_is_no_second_page(shelf: Path) -> None:
    split(shelf)
    (shelf / "content/sources/later.txt").write_text(DUMP)
    report = split(shelf)

    assert sorted(report.duplicates) == ["pruning-acorns", "quantized-pebbles"]
    assert len(list((shelf / "content/papers").iterdir())) == 2


def test_two_papers_of_one_title_get_two_pages_that_keep_their_names(shelf: Path) -> None:
    lines = DUMP.splitlines()
    twice = "\n".join([lines[2].removeprefix("Subscribe"), lines[3], "Pruning Acorns", lines[5]]) + "\n"
    (shelf / "content/sources/dump.txt").write_text(twice)
    first = split(shelf).new
    second = split(shelf).unchanged

    assert len(set(first)) == 2
    assert first == second


def test_a_dump_from_elsewhere_is_kept_with_the_sources(shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "june.txt"
    elsewhere.write_text("On Rain\nWe show that rain is wet, and that this holds on three continents.\n")
    report = split(shelf, elsewhere)

    assert report.new == ["on-rain"]
    assert (shelf / "content/sources/june.txt").read_text() == elsewhere.read_text()


def test_facts_that_match_nothing_or_twice_are_told_and_not_used(shelf: Path) -> None:
    facts = "- title: Pruning Acorns\n  year: 2020\n- title: pruning acorns\n  year: 2021\n- title: On Snow\n"
    (shelf / "content/metadata.yaml").write_text(facts)
    report = split(shelf)

    assert [str(warning).splitlines()[0] for warning in report.warnings] == [
        "content/metadata.yaml:1: “Pruning Acorns” has another entry at content/metadata.yaml:3",
        "content/metadata.yaml:5: no paper is called “On Snow”",
    ]
    assert loader.load(shelf / "content").papers[0].year is None


def test_a_bad_dump_among_good_ones_writes_nothing(shelf: Path) -> None:
    (shelf / "content/sources/bad.txt").write_text("One title\nAnother title\n")
    before = tree(shelf)
    with pytest.raises(BuildFailed, match=r"bad\.txt:1: two titles in a row"):
        split(shelf)

    assert before == tree(shelf)


@pytest.mark.parametrize("title", ["\u200b", r"\cite{key}", "<p></p>"])
def test_a_title_in_which_nothing_is_left_is_told_and_nothing_written(shelf: Path, title: str) -> None:
    body = "We prune the tree of acorns until the squirrels notice it, and then a little more."
    (shelf / "content/sources/other.txt").write_text(f"{title}\n{body}\n")
    before = tree(shelf)
    with pytest.raises(BuildFailed, match=r"other\.txt:1: the title holds no words"):
        split(shelf)

    assert before == tree(shelf)


def test_a_title_in_which_nothing_is_left_keeps_no_other_paper_out(shelf: Path) -> None:
    records = [{"title": "$$", "abstract": "We prune."}, {"title": "Pruning Oaks", "abstract": "We prune."}]
    (shelf / "content/sources/other.json").write_text(json.dumps(records))
    report = split(shelf)

    assert "pruning-oaks" in report.new
    assert [str(one).splitlines()[0] for one in report.warnings] == [
        "content/sources/other.json:1: the title holds no words: the record is left out"
    ]


def test_names_and_venues_are_mended_too(shelf: Path) -> None:
    record = {
        "title": "Pruning Oaks",
        "abstract": "We prune.",
        "authors": ["Erd\\H{o}s, P\\'al"],
        "venue": "R\\&D \ud800",
    }
    (shelf / "content/sources/dump.txt").write_text(json.dumps(record))
    split(shelf)

    paper = loader.load(shelf / "content").papers[0]

    assert (paper.authors, paper.venue) == (("Pál Erdős",), "R&D")


def test_a_ledger_cannot_send_a_page_out_of_its_folder(shelf: Path) -> None:
    split(shelf)
    path = shelf / "content/sources/dump.ledger.json"
    kept = json.loads(path.read_text())
    kept["pages"] = {"../../evil": next(iter(kept["pages"].values()))}
    path.write_text(json.dumps(kept))
    with pytest.raises(BuildFailed, match=r"is not a ledger .*'\.\./\.\./evil' is not a page's name"):
        split(shelf)

    assert not (shelf / "evil.md").exists()


@pytest.mark.parametrize("text", ["{", "[]", "[" * 200_000, '{"source": 5}', '{"source": "a", "digest": null}'])
def test_what_is_no_ledger_is_told(shelf: Path, text: str) -> None:
    (shelf / "content/sources/dump.ledger.json").write_text(text)
    with pytest.raises(BuildFailed, match=r"dump\.ledger\.json(:1)?: is not a ledger"):
        split(shelf)


def test_a_link_to_nowhere_among_the_dumps_is_told(shelf: Path) -> None:
    (shelf / "content/sources/gone.txt").symlink_to(shelf / "nowhere.txt")
    with pytest.raises(BuildFailed, match=r"gone\.txt: cannot be read"):
        split(shelf)


def test_fields_that_no_page_has_a_place_for_are_named_once(shelf: Path) -> None:
    records = [
        {"title": f"Pruning {tree}", "abstract": "We prune.", "colour": "green", "AI": {"tldr": "x"}} for tree in "ab"
    ]
    (shelf / "content/sources/more.jsonl").write_text("\n".join(map(json.dumps, records)))

    assert [str(warning) for warning in split(shelf).warnings] == ["content/sources/more.jsonl: not read: colour, AI"]


def test_every_file_among_the_dumps_is_read_or_named_with_the_reason(shelf: Path) -> None:
    sources = shelf / "content/sources"
    for name in ("library.zip", "paper.pdf", "notes.xyz", ".hidden"):
        (sources / name).write_bytes(b"PK")
    (sources / "old/older").mkdir(parents=True)
    (sources / "library.BIB").write_text("@misc{a, title = {Pruning Elms}}")
    report = split(shelf)

    assert "pruning-elms" in report.new
    assert [str(warning) for warning in report.warnings] == [
        "content/sources/library.zip: is not read: it is packed; unpack it",
        "content/sources/notes.xyz: is not read: no dump's name ends in .xyz",
        "content/sources/old/older: is not read: it is a folder in a folder",
        "content/sources/paper.pdf: is not read: it is a document, not a list of papers",
    ]


def test_facts_of_a_record_reach_the_page_and_counts_have_the_day_of_the_dump(shelf: Path) -> None:
    record = {
        "paper": {"id": "2511.01234v2", "upvotes": 42, "githubRepo": "https://github.com/example/roofs"},
        "title": "Weighing Snow",
        "abstract": "We weigh it.",
        "journal": "Journal of R\\&D",
        "pages": "34-56",
        "keywords": ["snow", "roofs"],
        "license": "CC BY 4.0",
    }
    (shelf / "content/sources/daily-2025-11-05.json").write_text(json.dumps(record))
    split(shelf)

    paper = next(one for one in loader.load(shelf / "content").papers if one.slug == "weighing-snow")

    assert (paper.year, paper.published, paper.arxiv) == (2025, "2025-11", "2511.01234")
    assert (paper.journal, paper.pages, paper.appeared_in) == ("Journal of R&D", "34–56", "Journal of R&D")
    assert (paper.keywords, paper.license) == (("snow", "roofs"), "CC BY 4.0")
    assert paper.signals == Signals((("upvotes", 42),), date(2025, 11, 5))
    assert paper.links == (("code", "https://github.com/example/roofs"),)


def test_a_year_or_a_doi_that_is_none_keeps_no_paper_out(shelf: Path) -> None:
    (shelf / "content/sources/more.bib").write_text("@misc{a, title = {Pruning Elms}, year = {in press}, doi = {10}}")
    report = split(shelf)

    assert "pruning-elms" in report.new
    assert [str(warning).splitlines()[0] for warning in report.warnings] == [
        "content/sources/more.bib:1: `in press` is not a year such as 2024",
        "content/sources/more.bib:1: `10` is not a DOI",
    ]


def test_a_second_split_makes_no_page_again_that_stands_as_it_was(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    split(shelf)
    mine = page(shelf, "pruning-acorns")
    mine.write_text(mine.read_text() + "\nMy own words.\n")
    made: list[str] = []
    draft = drafts.draft

    def watched(facts: Mapping[str, Facts], merged: Merged) -> Draft:
        made.append(merged.entry.title)
        return draft(facts, merged)

    monkeypatch.setattr(drafts, "draft", watched)
    report = split(shelf)

    assert made == ["Pruning Acorns"]
    assert (report.edited, report.unchanged) == (["pruning-acorns"], ["quantized-pebbles"])


def test_a_memo_that_is_none_is_no_matter(shelf: Path) -> None:
    split(shelf)
    for text in ("{", "[]", '{"made_by": 5}', "[" * 200_000):
        (shelf / ".papershelf/split.json").write_text(text)

        assert split(shelf).unchanged == ["pruning-acorns", "quantized-pebbles"]


def test_what_was_kept_of_a_dump_is_not_believed_when_a_letter_of_it_is_another(shelf: Path) -> None:
    split(shelf)
    before = tree(shelf / "content")
    for kept in [*(shelf / ".papershelf/dumps").glob("*.json"), shelf / ".papershelf/split.json"]:
        kept.write_bytes(kept.read_bytes().replace(b"Acorns", b"Acorms").replace(b"Pebbles", b"Pebbler"))
    report = split(shelf)

    assert (report.new, report.updated) == ([], [])
    assert tree(shelf / "content") == before


@pytest.mark.parametrize("name", ["My notes", "Conf", "1", "x" * 161])
def test_a_page_whose_name_no_page_may_have_is_told_and_nothing_is_written(name: str, shelf: Path) -> None:
    split(shelf)
    page = next((shelf / "content/papers").glob("*.md"))
    page.rename(page.with_name(f"{name}.md"))
    before = tree(shelf)
    with pytest.raises(BuildFailed, match=rf"{name}\.md: the file name is not a slug"):
        split(shelf)

    assert before == tree(shelf)

    page.with_name(f"{name}.md").rename(page)

    assert split(shelf).deleted == []


def test_a_second_split_makes_no_page_of_an_edited_one_whose_title_was_corrected(tmp_path: Path) -> None:
    sources = tmp_path / "content/sources"
    sources.mkdir(parents=True)
    (tmp_path / "content/site.yaml").write_text("title: Shelf\n")
    (sources / "a.jsonl").write_text('{"title": "Sparse graphs", "arxiv": "2401.00001", "authors": ["Ann Lee"]}\n')
    (sources / "b.jsonl").write_text('{"title": "Sparse graphs", "abstract": "We draw them."}\n')
    split(tmp_path)
    (page,) = (tmp_path / "content/papers").glob("*.md")
    page.write_text(page.read_text().rstrip() + "\nMine.\n")
    (sources / "a.jsonl").write_text('{"title": "Sparse graphs anew", "arxiv": "2401.00001", "authors": ["Ann Lee"]}\n')
    split(tmp_path)
    before = tree(tmp_path / "content")
    split(tmp_path)

    assert before == tree(tmp_path / "content")
    assert "Mine." in (tmp_path / "content/papers/sparse-graphs-anew.md").read_text()


def test_of_fields_without_end_that_have_no_place_the_first_are_named(shelf: Path) -> None:
    record = {"title": "Melt of ice", "abstract": "It melts.", **{f"k{number}": 1 for number in range(5_000)}}
    (shelf / "content/sources/more.jsonl").write_text(json.dumps(record) + "\n")
    (warning,) = split(shelf).warnings

    assert str(warning).startswith("content/sources/more.jsonl: not read: k0, k1, ")
    assert str(warning).endswith(", k99 and 4,900 more")
