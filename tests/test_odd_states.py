"""States of a site's folders that nobody means to make: links in a circle, files cut in half, names that are empty."""

import json
import os
from pathlib import Path
from unittest.mock import Mock

import pytest

from site_builder.analysis import authors
from site_builder.core import files
from site_builder.search import keys
from tests.conftest import Run, build_unsearched, tree

LOOPS = (
    *("_site", ".papershelf", "templates", "static", "content/sources", "content/papers", "content/pages"),
    *("content/tags.yaml", "content/map.json", "templates/base.html", "digest.html"),
)
COMMANDS = ("build --no-search", "check", "split", "tags", "build --single-file", "edition --eml out.eml")


@pytest.mark.parametrize("place", LOOPS)
def test_a_link_that_leads_to_itself_is_told_and_no_traceback(place: str, site: Path, run: Run) -> None:
    build_unsearched(site)
    (site / "templates").mkdir(exist_ok=True)
    target = site / place
    if target.is_dir():
        target.rename(site.parent / f"{target.name}-away")
    target.unlink(missing_ok=True)
    target.parent.mkdir(exist_ok=True)
    target.symlink_to(target.name)

    for command in COMMANDS:
        _require_told(run(*command.split()), command)
    assert target.is_symlink() or place == "digest.html"  # which is what a build of one file replaces


@pytest.mark.parametrize(
    "command",
    [
        *("build --output loop", "build --output loop/x --clean", "check --output loop", "edition --eml loop/x.eml"),
        *("build --single-file --output loop/x.html", "split loop", "new loop", "new loop/x", "build --site loop"),
    ],
)
def test_a_link_that_leads_to_itself_is_no_argument(command: str, site: Path, run: Run) -> None:
    (site / "loop").symlink_to("loop")
    result = run(*command.split())

    _require_told(result, command)
    assert result.exit_code in {1, 2}


def _require_told(result: object, command: str) -> None:
    error = getattr(result, "exception", None)
    assert error is None or isinstance(error, SystemExit), f"{command}: {error!r}"


@pytest.mark.parametrize(
    "command", ["build --site", "build --output", "check --output", "split", "edition --eml", "edition --date", "new"]
)
def test_an_empty_name_is_a_wrong_argument(command: str, site: Path, run: Run) -> None:
    assert site
    result = run(*command.split(), "")

    assert result.exit_code == 2
    assert "The name is empty." in result.stderr or "is not a date" in result.stderr


def test_no_language_makes_a_file_elsewhere(site: Path, run: Run) -> None:
    for language in ("nl@/../../q", "nl@x", "../nl", "nl_NL"):
        result = run("words", language)

        assert result.exit_code == 1, language
        assert "is no language" in result.stderr
    assert not list((site / "content").rglob("*.po"))


@pytest.mark.parametrize(
    ("field", "value"),
    [("added", "tomorrow"), ("added", "2025-02-30"), ("title", "\ud800"), ("digest", "a\udfff"), ("known", 5)],
)
def test_a_ledger_that_makes_no_sense_is_told(field: str, value: object, site: Path, run: Run) -> None:
    sources = site / "content/sources"
    sources.mkdir(exist_ok=True)
    record = {"title": "Moss", "abstract": "We study moss on stones and the water that it keeps in summer."}
    (sources / "moss.json").write_text(json.dumps([record]))
    assert run("split").exit_code == 0
    path = sources / "moss.ledger.json"
    kept = json.loads(path.read_text())
    next(iter(kept["pages"].values()))[field] = value
    path.write_text(json.dumps(kept))
    (sources / "moss.json").write_text(json.dumps([{**record, "year": 2024}]))
    result = run("split")

    assert result.exit_code == 1, result.exception
    assert "moss.ledger.json" in result.stderr
    assert "is not a ledger" in result.stderr


@pytest.mark.parametrize("area", ['" "', '"\\t"', '""'])
def test_a_tag_whose_area_is_blank_is_told(area: str, site: Path, run: Run) -> None:
    rules = site / "content/tags.yaml"
    lines = rules.read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip().startswith("area:"))
    lines[at] = f"{lines[at].partition('area:')[0]}area: {area}"
    rules.write_text("\n".join(lines))
    result = run("build", "--no-search")

    assert result.exit_code == 1, result.exception
    assert f"tags.yaml:{at + 1}: `area` is missing" in result.stderr


def test_a_font_beside_the_stylesheets_is_published_beside_them(site: Path) -> None:
    font = b"wOF2\xff\xfe\xd8\x00"
    (site / "static/css").mkdir(parents=True)
    (site / "static/css/letters.woff2").write_bytes(font)
    build_unsearched(site)

    assert [path.read_bytes() for path in (site / "_site/assets").glob("*/css/letters.woff2")] == [font]


@pytest.mark.parametrize("encoding", ["shift_jis", "nope"])
def test_a_feed_in_an_encoding_that_nobody_reads_is_found(encoding: str, site: Path, run: Run) -> None:
    (site / "templates").mkdir(exist_ok=True)
    packaged = (files.packaged("templates") / "feed.xml").read_text(encoding="utf-8")
    assert 'encoding="utf-8"' in packaged
    (site / "templates/feed.xml").write_text(packaged.replace('encoding="utf-8"', f'encoding="{encoding}"'))
    build_unsearched(site)
    result = run("check")

    assert result.exit_code == 1, result.exception
    assert "feed.xml: is not XML" in result.stderr


def test_what_a_killed_start_left_goes_with_the_next_and_nothing_else(tmp_path: Path, run: Run) -> None:
    for name in (".papershelf-999999999-abcd1234", ".papershelf-notes"):
        (tmp_path / name / "digest").mkdir(parents=True)

    assert run("new", tmp_path / "mine").exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {".papershelf-notes", "mine"}


def test_an_index_that_lost_a_file_is_left_without_search_and_made_whole_with_it(site: Path, run: Run) -> None:
    run("build")
    rows = sorted((site / "_site/pagefind/rows").iterdir())
    rows[0].unlink()
    page = site / "content/papers/quantized-pebbles.md"
    page.write_text(page.read_text() + "\nMore.\n")

    assert run("build", "--no-search").exit_code == 0
    assert not rows[0].exists()
    assert run("build").exit_code == 0
    assert run("build", "--output", "anew").exit_code == 0
    assert tree(site / "_site") == tree(site / "anew")


def test_all_of_a_large_collaboration_share_the_list_of_who_they_wrote_with(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"Ann{chr(97 + number)} Lee{chr(97 + number)}" for number in range(26)]
    papers = [
        {"title": f"A study of {thing}", "abstract": f"We study {thing} at night.", "authors": names}
        for thing in ("stones", "moss")
    ]
    (tmp_path / "both.json").write_text(json.dumps(papers))
    run("new", "digest", "both.json")
    watched = Mock(side_effect=authors.of_papers)
    monkeypatch.setattr(authors, "of_papers", watched)

    assert run("build", "--no-search", "--jobs", "1", "--site", "digest").exit_code == 0
    pages = list(Path("digest/_site/authors").glob("*lee*/index.html"))
    assert [len(pages), watched.call_count] == [26, 1]
    assert all("Anna Leea" in page.read_text(encoding="utf-8") for page in pages)


def test_a_name_of_very_many_words_is_looked_up_by_its_first() -> None:
    found = [word for word, _ in keys._of_name(" ".join(f"word{number}" for number in range(20_000)), 0)]

    assert "word0" in found
    assert len(found) < 100


KEPT = ("metadata.yaml", "synonyms.yaml", "authors.yaml", "venues.yaml", "map.json", "vectors.json")


@pytest.mark.parametrize(("name", "kind"), [*((name, "fifo") for name in KEPT), ("map.json", "folder")])
def test_what_is_no_file_is_not_taken_for_absent(name: str, kind: str, site: Path, run: Run) -> None:
    path = site / "content" / name
    path.unlink(missing_ok=True)
    os.mkfifo(path) if kind == "fifo" else path.mkdir()
    (site / "content/sources").mkdir(exist_ok=True)
    (site / "content/sources/moss.json").write_text('[{"title": "Moss on stones"}]')
    command = {"metadata.yaml": "split", "vectors.json": "build"}.get(name, "build --no-search")
    result = run(*command.split())

    assert result.exit_code == 1
    assert f"content/{name}: " in result.stderr
    assert not path.is_file()


def test_a_ledger_that_is_no_file_is_told_and_stays(site: Path, run: Run) -> None:
    sources = site / "content/sources"
    sources.mkdir(exist_ok=True)
    (sources / "moss.json").write_text('[{"title": "Moss on stones"}]')
    os.mkfifo(sources / "moss.ledger.json")

    assert "content/sources/moss.ledger.json: is not a file" in run("split").stderr


def test_a_dump_whose_ledger_would_have_too_long_a_name_is_refused_before_anything_is_written(
    site: Path, run: Run
) -> None:
    before, sources = tree(site / "content/papers"), site / "content/sources"
    sources.mkdir(exist_ok=True)
    (sources / f"{'苔' * 82}.jsonl").write_text('{"title": "Moss"}\n')
    (sources / "zoo.jsonl").write_text('{"title": "Lichen"}\n')

    assert "苔.jsonl: has a name that is too long for its ledger" in run("split").stderr
    assert tree(site / "content/papers") == before


def test_check_tells_of_a_pipe_where_a_feed_should_be(site: Path, run: Run) -> None:
    build_unsearched(site)
    os.mkfifo(site / "_site/feed-9.xml")

    assert "_site/feed-9.xml: is not a file" in run("check").output
    assert not (site / "content/papers/moss-on-stones.md").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[]", "is not a ledger (its parts are of another kind)"),
        ("{}", "is not a ledger (`source` is missing)"),
        ("[" * 100_000, "is not a ledger (it nests too deeply)"),
    ],
)
def test_what_is_said_of_a_ledger_is_for_people(text: str, told: str, site: Path, run: Run) -> None:
    (site / "content/sources").mkdir(exist_ok=True)
    (site / "content/sources/moss.json").write_text('[{"title": "Moss on stones"}]')
    (site / "content/sources/moss.ledger.json").write_text(text)

    assert told in run("split").stderr


@pytest.mark.parametrize("place", ["content", "content/papers", "static/x", "templates"])
def test_folders_that_links_lead_to_on_many_ways_are_looked_through_once(place: str, site: Path, run: Run) -> None:
    folder = site / place / "linked"
    for number in range(40):
        (folder / f"d{number}").mkdir(parents=True)
        for name in "ab":
            (folder / f"d{number}" / name).symlink_to(f"../d{number + 1}")
            (folder / f"d{number}" / f"{name}{name}").symlink_to("..")

    assert run("build", "--no-search").exit_code == 0
    assert "nothing wrong" in run("check").stdout
