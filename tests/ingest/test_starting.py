"""A site of one's own: from nothing, from a library, and without the examples again."""

import json
import re
import resource
import shutil
from pathlib import Path

import pytest
import yaml

from site_builder import cli
from site_builder.core import files
from site_builder.ingest import requirement
from tests.conftest import Run, tree

BIB = "@misc{lee, title = {Melt under ice}, author = {Lee, Ann}, year = {2025}, abstract = {We study how ice melts.}}\n"
STARTER = files.packaged("starter")


def test_a_new_site_has_all_it_takes_to_be_published(tmp_path: Path, run: Run) -> None:
    result = run("new", "mine")
    mine = tmp_path / "mine"

    assert result.stdout.startswith("3 papers in mine, in ")
    assert len(list((mine / "content/papers").glob("*.md"))) == 3
    assert f"\n{requirement.of_this_program()}\n" in (mine / "requirements.txt").read_text()
    assert {"_site/", "digest.html"} <= set((mine / ".gitignore").read_text().splitlines())
    assert "--remove-examples" in (mine / "README.md").read_text()
    assert sorted(path.stem for path in (mine / ".github/workflows").iterdir()) == ["edition", "publish", "update"]
    assert oct(mine.stat().st_mode)[-3:] == "755"


def test_the_example_vocabulary_finds_each_of_the_example_papers(tmp_path: Path, run: Run) -> None:
    run("new", "mine")
    result = run("tags", "--site", "mine")

    assert "Papers without a tag: none" in result.stdout
    assert "Phrases that no paper holds: none" in result.stdout
    assert run("build", "--site", "mine").exit_code == 0
    assert run("check", "--site", "mine").exit_code == 0
    assert (tmp_path / "mine/_site/tags/speech/index.html").exists()


@pytest.mark.parametrize("room", [0, 2_000])
def test_a_disk_that_is_full_leaves_nothing_behind_and_names_the_folder_asked_for(
    room: int, tmp_path: Path, run: Run
) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))  # a file has no room, as on a disk that is full
    try:
        result = run("new", "mine")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert result.exit_code == 1
    assert re.match(r"mine(/\S+)?: cannot be written \(File too large\)\n", result.stderr)
    assert not list(tmp_path.iterdir())


def test_with_a_library_its_papers_are_there_at_once_and_no_examples(tmp_path: Path, run: Run) -> None:
    (tmp_path / "library.bib").write_text(BIB)
    result = run("new", "mine", "library.bib")
    built = run("build", "--site", "mine")

    assert result.stdout.startswith("1 paper in mine, in ")
    assert [path.name for path in (tmp_path / "mine/content/papers").iterdir()] == ["melt-under-ice.md"]
    assert sorted(path.name for path in (tmp_path / "mine/content/sources").iterdir()) == [
        "library.bib",
        "library.ledger.json",
    ]
    assert not (tmp_path / "mine/content/tags.yaml").exists()
    assert "examples" not in (tmp_path / "mine/README.md").read_text()
    assert built.exit_code == 0


@pytest.mark.parametrize("text", ["@misc{lee, title = {Melt", "", "<!doctype html>"])
def test_a_library_with_a_fault_leaves_nothing_behind(text: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "library.bib").write_text(text)
    result = run("new", "mine", "library.bib")

    assert result.exit_code == 1
    assert "library.bib" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["library.bib"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("a/lib.bib", "lib.ris"), "lib.ris: shares its name up to the last dot with lib.bib\n"),
        (("a/lib.bib", "lib.bib"), "lib.bib: is called the same as a/lib.bib\n"),
        (("a", "lib.bib"), "a: is a folder\n    Name the dumps in it."),
    ],
)
def test_dumps_that_cannot_lie_side_by_side_are_named_as_they_were_given(
    given: tuple[str, ...], message: str, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/lib.bib").write_text(BIB)
    (tmp_path / "lib.bib").write_text(BIB.replace("ice", "snow"))
    (tmp_path / "lib.ris").write_text("TY  - JOUR\nTI  - Melt under snow\nER  - \n")
    result = run("new", "mine", *given)

    assert (result.exit_code, result.stderr.startswith(message)) == (1, True), result.stderr
    assert not (tmp_path / "mine").exists()


def test_an_empty_folder_may_become_a_site(tmp_path: Path, run: Run) -> None:
    (tmp_path / "deep/mine").mkdir(parents=True)

    assert run("new", "deep/mine").exit_code == 0
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["mine"]


def test_the_examples_go_in_one_step(tmp_path: Path, run: Run) -> None:
    run("new", "mine")
    (tmp_path / "mine/content/sources/library.bib").write_text(BIB)
    run("split", "--site", "mine")
    result = run("new", "mine", "--remove-examples")

    assert "6 files of the examples removed." in result.stdout
    assert [path.name for path in (tmp_path / "mine/content/papers").iterdir()] == ["melt-under-ice.md"]
    assert not (tmp_path / "mine/content/tags.yaml").exists()
    assert run("split", "--site", "mine").exit_code == 0
    assert run("build", "--site", "mine").exit_code == 0
    assert "There are no examples to remove." in run("new", "mine", "--remove-examples").stdout


def test_the_folder_of_dumps_outlives_the_examples(tmp_path: Path, run: Run) -> None:
    run("new", "mine")
    run("new", "mine", "--remove-examples")

    assert list((tmp_path / "mine/content/sources").iterdir()) == []


def test_an_example_that_was_edited_is_kept(tmp_path: Path, run: Run) -> None:
    run("new", "mine")
    page = min((tmp_path / "mine/content/papers").iterdir())
    page.write_text(page.read_text() + "\nMine.\n")
    tags = tmp_path / "mine/content/tags.yaml"
    tags.write_text(tags.read_text() + "# mine\n")
    result = run("new", "mine", "--remove-examples")

    assert "4 files of the examples removed." in result.stdout
    assert f"mine/content/papers/{page.name}: was edited by hand and is kept" in result.stderr
    assert "mine/content/tags.yaml: was edited by hand and is kept" in result.stderr
    assert page.read_text().endswith("Mine.\n")


@pytest.mark.slow
def test_build_and_check_warn_of_what_still_is_a_placeholder(tmp_path: Path, run: Run) -> None:
    run("new", "mine")
    warned = [run(command, "--site", "mine").stderr for command in ("build", "build", "check")]
    settings = tmp_path / "mine/content/site.yaml"
    settings.write_text(settings.read_text().replace("https://papershelf.example/", "https://ann.example/digest/"))
    (tmp_path / "mine/content/pages/about.md").write_text('---\ntitle: "About"\n---\nPapers on ice.\n')
    calm = [run(command, "--site", "mine") for command in ("build", "check")]

    expected = (
        "mine/content/site.yaml: `url` is still a placeholder\n"
        "mine/content/pages/about.md: is still the one that `papershelf new` wrote\n"
    )

    assert {re.sub(r"\n    .*", "", message) for message in warned} == {expected}
    assert [(result.exit_code, result.stderr) for result in calm] == [(0, ""), (0, "")]


@pytest.mark.parametrize("path", sorted(STARTER.glob(".github/workflows/*.yml")), ids=lambda path: path.stem)
def test_the_workflows_of_a_new_site_are_sound(path: Path) -> None:
    text = path.read_text()
    used = re.findall(r"papershelf (\w+)([^\n]*)", text.replace("# ", "#"))
    known = {
        name: {option for one in command.params for option in one.opts} for name, command in cli.main.commands.items()
    }

    assert "jobs" in yaml.safe_load(text)
    assert [name for name, rest in used for word in re.findall(r"--[\w-]+", rest) if word not in known[name]] == []
    assert text.count("pip install") == text.count("pip install -r requirements.txt")


def test_a_new_site_is_the_same_whatever_day_it_is(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    run("new", "one")
    run("new", "other")
    ours = [
        {path: data for path, data in tree(tmp_path / name).items() if ".papershelf" not in path}
        for name in ("one", "other")
    ]

    assert ours[0] == ours[1]
    assert json.loads(ours[0]["content/sources/example.ledger.json"])["source"] == "example.bib"


def test_what_became_of_the_records_is_told(tmp_path: Path, run: Run) -> None:
    fields = "urldate = {2025-01-01}, note = {Accepted}, issn = {1}"
    other = BIB.replace("lee,", f"kim, {fields},").replace(
        "Melt under ice", "How thick is the sea ice of the far north"
    )
    near = BIB.replace("lee,", "may,").replace("Melt under ice", "How thick is the sea ice of the far south")
    (tmp_path / "library.bib").write_text(BIB + BIB.replace("lee,", "lee2,") + other + near)
    result = run("new", "sites/mine", "library.bib")

    assert result.stdout.startswith("3 papers in sites/mine, of 4 records, in ")
    first, second = re.findall(r"^(?!\S+requirements\.txt)\S.*", result.stderr, re.MULTILINE)
    assert first == "library.bib: not read: urldate, issn"
    assert re.fullmatch(r"sites/mine/content/papers/\S+: looks like sites/mine/content/papers/\S+\.md", second)


def test_a_disk_that_is_full_is_told_once(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        full = "[Errno 28] No space left on device: 'a' -> 'b'"
        raise shutil.Error([("a", "b", full), ("c", "d", full)])

    monkeypatch.setattr(shutil, "copytree", fail)
    result = run("new", "mine")

    assert result.exit_code == 1
    assert result.stderr.startswith("mine: cannot be written (No space left on device)\n")
    assert list(tmp_path.iterdir()) == []


def test_private_fields_are_told_once_for_they_become_public(tmp_path: Path, run: Run) -> None:
    private = "lee, annote = {Weak.}, file = {/home/ann/melt.pdf},"
    (tmp_path / "library.bib").write_text(BIB.replace("lee,", private))
    (tmp_path / "more.ris").write_text("TY  - JOUR\nTI  - Snow on roofs\nL1  - /home/ann/x.pdf\nN1  - Dull\nER  - \n")
    first = run("new", "mine", "library.bib", "more.ris").stderr
    second = run("split", "--site", "mine").stderr

    assert (
        "mine/content/sources/library.bib, mine/content/sources/more.ris: "
        "private fields (`annote`, `file`, `L1`, `N1`) become public with the repository\n"
        "    Export without notes and files, or delete them there. No page shows them.\n"
    ) in first
    assert "private" not in second
    assert "/home/ann" in (tmp_path / "mine/content/sources/library.bib").read_text()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("empty.bib", "", "empty.bib: holds no entry\n"),
        ("prose.bib", "% nothing\n", "prose.bib: holds no entry\n"),
        ("p.pdf", "%PDF-1.4\n", "p.pdf: is no text of papers: it is a document, not a list of papers\n"),
        ("p.txt", "%PDF-1.4\n", "p.txt:1: is PDF, which is not read here\n    It is no text"),
    ],
)
def test_a_file_without_papers_is_told_for_what_it_is(
    name: str, text: str, message: str, tmp_path: Path, run: Run
) -> None:
    (tmp_path / name).write_text(text)
    result = run("new", "mine", name)

    assert (result.exit_code, result.stderr.startswith(message)) == (1, True), result.stderr
    assert "alternating" not in result.stderr


def test_who_forgets_the_folder_is_told_that_it_comes_first(tmp_path: Path, run: Run) -> None:
    (tmp_path / "library.bib").write_text(BIB)
    result = run("new", "library.bib")

    assert "library.bib: is a file, not the folder of a new site" in result.stderr
    assert "The folder comes first: papershelf new DIR library.bib\n" in result.stderr
