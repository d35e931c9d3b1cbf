"""No build writes, or takes away, anything beyond its own folders, whatever links lie in them and whatever is asked."""

import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import TINY, Run, build_here, build_unsearched, tree

OTHERS = {"precious.txt": b"mine", "index.html": b"mine too", "deep/index.html": b"and mine"}


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody's folder."""
    folder = tmp_path_factory.mktemp("elsewhere")
    for name, content in OTHERS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("name", "options"),
    [
        *((name, ()) for name in ("papers", "papers/pruning-acorns", "tags", "assets", "pagefind")),
        ("cards/tags", ("--clean",)),
    ],
)
def test_a_link_in_the_output_is_refused(
    name: str, options: tuple[str, ...], site: Path, elsewhere: Path, run: Run
) -> None:
    build_here(site)
    shutil.rmtree(site / "_site" / name)
    (site / "_site" / name).symlink_to(elsewhere)
    result = run("build", *options)

    assert result.exit_code == 1
    assert f"_site/{name}: leads out of _site" in result.stderr
    assert "Put a folder in its place" in result.stderr
    assert tree(elsewhere) == OTHERS


def test_nothing_is_pruned_beyond_a_link(site: Path, elsewhere: Path, run: Run) -> None:
    build_here(site)
    gone = "papers/pruning-acorns"
    shutil.rmtree(site / "_site" / gone)
    (site / "_site" / gone).symlink_to(elsewhere)
    (site / "content" / f"{gone}.md").unlink()

    assert run("build").exit_code == 1
    assert tree(elsewhere) == OTHERS


def test_a_linked_file_in_the_output_is_replaced(site: Path, elsewhere: Path, run: Run) -> None:
    build_here(site)
    whole = tree(site / "_site")
    (site / "_site/index.html").unlink()
    (site / "_site/index.html").symlink_to(elsewhere / "index.html")

    assert run("build").exit_code == 0
    assert whole == tree(site / "_site")
    assert not (site / "_site/index.html").is_symlink()
    assert tree(elsewhere) == OTHERS


@pytest.mark.parametrize("name", ["_site", ".papershelf", "._site.next"])
def test_a_folder_of_ours_that_is_a_link_is_not_followed(name: str, site: Path, elsewhere: Path, run: Run) -> None:
    (site / name).symlink_to(elsewhere)
    result = run("build")

    assert tree(elsewhere) == OTHERS
    assert name == "._site.next" or (result.exit_code == 1 and "is a link, which no build follows" in result.stderr)


@pytest.mark.parametrize("name", ["papers", "sources", "editions"])
def test_nothing_is_split_or_gathered_beyond_a_link(name: str, site: Path, elsewhere: Path, run: Run) -> None:
    shutil.rmtree(site / "content" / name, ignore_errors=True)
    (site / "content" / name).symlink_to(elsewhere)
    dump = elsewhere.with_name("dump.jsonl")
    dump.write_text('{"title": "A new paper", "abstract": "We write it."}\n')
    result = run("edition") if name == "editions" else run("split", dump)

    assert result.exit_code == 1
    assert f"content/{name}: leads out of" in result.stderr
    assert tree(elsewhere) == OTHERS


@pytest.mark.parametrize(
    ("output", "what"),
    [
        (".", "is the folder that you are in"),
        ("..", "would mix the site with its sources"),
        ("content", "would mix the site with its sources"),
        ("content/papers", "would mix the site with its sources"),
        ("templates", "would mix the site with its sources"),
        ("static/site", "would mix the site with its sources"),
        ("other", "holds another site's sources"),
        ("photos", "holds files that no build of Papershelf put there"),
        ("a-file", "is a file, not a folder"),
        ("a-link", "is a link, which no build follows"),
        ("/", "would mix the site with its sources"),
    ],
)
def test_an_output_at_an_odd_place_is_refused_before_anything_is_written(
    output: str, what: str, site: Path, elsewhere: Path, run: Run
) -> None:
    shutil.copytree(TINY, site / "other")
    shutil.copytree(elsewhere, site / "photos")
    (site / "a-file").write_text("x")
    (site / "a-link").symlink_to(elsewhere)
    before = {name: content for name, content in tree(site).items() if not name.startswith(".papershelf/")}
    result = run("build", "--output", output)
    after = {name: content for name, content in tree(site).items() if not name.startswith(".papershelf/")}

    assert result.exit_code == 1
    assert what in result.stderr
    assert before == after


def test_an_empty_folder_may_become_the_site_and_a_site_may_be_built_again(site: Path, run: Run) -> None:
    (site / "public").mkdir()

    assert run("build", "--output", "public").exit_code == 0
    shutil.rmtree(site / ".papershelf")
    assert run("build", "--output", "public").exit_code == 0


@pytest.mark.parametrize("command", ["split", "build"])
def test_a_memory_that_is_a_link_is_not_written_through(command: str, site: Path, elsewhere: Path, run: Run) -> None:
    (site / "content/sources").mkdir(exist_ok=True)
    (site / "content/sources/d.jsonl").write_text(
        '{"title": "A new paper", "abstract": "We count bees at the door."}\n'
    )
    (site / ".papershelf").symlink_to(elsewhere)
    result = run(command)

    assert result.exit_code == 1
    assert ".papershelf" in result.stderr
    assert tree(elsewhere) == OTHERS


@pytest.mark.parametrize(
    "name",
    "static static/leak.txt templates templates/404.html content/papers content/papers/leak.md content/pages "
    "content/pages/leak.md content/editions content/sources/z.bib content/tags.yaml content/synonyms.yaml "
    "content/venues.yaml content/metadata.yaml content/map.json content/site.yaml "
    "content/sources/d.ledger.json".split(),
)
def test_what_a_link_leads_to_outside_the_site_is_not_published(
    name: str, site: Path, elsewhere: Path, run: Run
) -> None:
    secret = elsewhere / "precious.txt" if "." in name else elsewhere
    (site / name).parent.mkdir(exist_ok=True)
    if (site / name).is_dir():
        shutil.rmtree(site / name)
    (site / name).unlink(missing_ok=True)
    (site / name).symlink_to(secret)
    result = run("build")

    assert result.exit_code == 1
    assert f"{name}: leads out of" in result.stderr
    assert tree(elsewhere) == OTHERS


def test_a_folder_of_somebody_elses_where_a_build_lays_its_files_stays(site: Path, run: Run) -> None:
    folder = site / ".out.next"
    for theirs in (folder, folder / "precious.txt", folder / "site/precious.txt"):
        theirs.parent.mkdir(exist_ok=True)
        theirs.write_text("precious")
        refused = run("build", "--no-search", "--output", "out")

        assert refused.exit_code == 1
        assert ".out.next: is where a build lays its files, and is somebody else's" in refused.stderr
        assert theirs.read_text() == "precious"
        theirs.unlink()

    (folder / "site").rename(folder / "papershelf-site")  # as a build that was killed leaves it

    assert run("build", "--no-search", "--output", "out").exit_code == 0


def test_a_site_that_is_reached_by_a_link_is_built(site: Path, run: Run) -> None:
    here = site.with_name("by-a-link")
    here.symlink_to(site)

    assert run("build", "--site", here).exit_code == 0


def test_a_link_within_the_site_is_followed(site: Path, run: Run) -> None:
    (site / "static").mkdir(exist_ok=True)
    (site / "static/one.txt").write_text("one")
    (site / "static/two.txt").symlink_to("one.txt")

    assert run("build").exit_code == 0
    assert (site / "_site/two.txt").read_text() == "one"


@pytest.mark.parametrize("output", [".", "./"])
def test_the_current_folder_is_no_output(
    output: str, site: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = tmp_path_factory.mktemp("empty")
    monkeypatch.chdir(empty)
    result = run("build", "--site", site, "--output", output)

    assert result.exit_code == 1
    assert "is the folder that you are in" in result.stderr
    assert not list(empty.iterdir())


IN_THE_WAY = [("papers.csv", True), ("papers", False)]


def _put_something_else(site: Path, name: str, is_folder: bool) -> Path:
    """Somebody's folder where the site has a file, or the reverse; and something to build."""
    build_unsearched(site)
    there = site / "_site" / name
    if is_folder:
        there.unlink()
        there.mkdir()
        (there / "mine.txt").write_text("mine")
    else:
        shutil.rmtree(there)
        there.write_text("mine")
    settings = site / "content/site.yaml"
    settings.write_text(settings.read_text().replace("title: Tiny shelf", "title: Changed"))
    return there


@pytest.mark.parametrize(("name", "is_folder"), IN_THE_WAY)
def test_what_stands_where_the_site_has_something_else_is_told_before_a_file_changes(
    name: str, is_folder: bool, site: Path, run: Run
) -> None:
    _put_something_else(site, name, is_folder)
    before = tree(site / "_site")
    result = run("build")

    assert result.exit_code == 1
    assert f"_site/{name}" in result.stderr
    assert {**tree(site / "_site"), ".papershelf.txt": b""} == {**before, ".papershelf.txt": b""}


@pytest.mark.parametrize(("name", "is_folder"), IN_THE_WAY)
def test_a_clean_build_removes_what_stands_where_the_site_has_something_else(
    name: str, is_folder: bool, site: Path, run: Run
) -> None:
    there = _put_something_else(site, name, is_folder)

    assert run("build", "--clean").exit_code == 0
    assert there.is_dir() is not is_folder
    assert run("check").exit_code == 0


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("options", [(), ("--clean",)])
def test_a_folder_that_has_a_file_of_the_name_of_ours_is_nobody_elses_site(
    options: tuple[str, ...], elsewhere: Path, run: Run
) -> None:
    for name in ("papers.json", "feed.xml", ".papershelf.txt"):
        (elsewhere / name).write_text("mine")
    before = tree(elsewhere)
    result = run("build", "--no-search", "--output", elsewhere, *options)

    assert result.exit_code == 1
    assert "holds files that no build of Papershelf put there" in result.stderr
    assert tree(elsewhere) == before


def test_a_site_of_which_the_list_was_deleted_is_still_ours(site: Path, run: Run) -> None:
    build_here(site)
    (site / "_site/.papershelf.txt").unlink()
    (site / "content/papers/survey-of-dust.md").unlink()

    assert run("build").exit_code == 0
    assert not (site / "_site/papers/survey-of-dust").exists()
    assert (site / "_site/.papershelf.txt").is_file()


def test_names_that_are_not_utf8_are_told_or_left_alone(site: Path, run: Run) -> None:
    build_here(site)
    stray, style = os.fsencode(site / "_site") + b"/a\xff.txt", os.fsencode(site) + b"/static/a\xff.css"
    with open(stray, "wb"):
        result = run("build", "--clean", "--no-search")
    (site / "static").mkdir(exist_ok=True)
    with open(style, "wb"):
        told = run("build")
    home = os.fsencode(site) + b"/s\xff"
    shutil.copytree(TINY, os.fsdecode(home))
    elsewhere = run("build", "--site", os.fsdecode(home))

    assert result.exit_code == 0
    assert Path(os.fsdecode(stray)).exists()
    assert [told.exit_code, elsewhere.exit_code] == [1, 1]
    assert "has a name that is not UTF-8" in told.stderr
    assert "has a name that is not UTF-8" in elsewhere.stderr
