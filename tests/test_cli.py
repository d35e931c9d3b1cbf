"""The commands as a person runs them."""

import os
import shutil
import signal
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from site_builder.analysis.propose import proposal
from site_builder.cli import console
from site_builder.content import map_positions
from site_builder.core import config, files
from site_builder.core.errors import Problem, did_you_mean
from tests.conftest import HERE, Run, tree


def test_a_new_site_builds_and_has_nothing_wrong(tmp_path: Path, run: Run) -> None:
    for command in (["new", "x"], ["build", "--site", "x"], ["check", "--site", "x"]):
        result = run(*command)

        assert result.exit_code == 0, result.stderr

    assert len(list((tmp_path / "x/_site/papers").glob("*/index.html"))) == 3


@pytest.mark.usefixtures("site")
def test_each_command_ends_with_what_was_done_and_how_long_it_took(run: Run) -> None:
    assert "5 papers" in run("build").stdout
    assert run("build").stdout.rstrip().endswith(" s.")
    assert "nothing wrong" in run("check").stdout
    assert "since the last build" not in run("check").stderr


def test_a_check_of_a_site_older_than_its_content_says_so_in_a_line(
    site: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_builder.core.files.is_young", lambda _record: False)
    run("build")
    page = site / "content/papers/survey-of-dust.md"
    page.write_text(page.read_text().replace("Dust", "Sand"))
    result = run("check")
    run("build", "--site", site)
    (site / "content/sub").mkdir()
    monkeypatch.chdir(site / "content/sub")
    elsewhere = run("check", "--site", "../..")
    monkeypatch.chdir(site)

    assert elsewhere.exit_code == 0
    assert "since the last build" not in elsewhere.stderr
    assert "content: has changed since the last build: what is checked is the site as it was before\n" in result.stderr
    assert result.exit_code == 0
    assert "since the last build" not in run("check").stderr


def test_a_broken_link_is_told_with_its_page_and_line(site: Path, run: Run) -> None:
    run("build")
    page = site / "_site/about/index.html"
    page.write_text(page.read_text().replace("/shelf/papers/survey-of-dust/", "/shelf/papers/survey-of-rust/"))
    result = run("check")

    assert "_site/about/index.html:" in result.stderr
    assert "the link `/shelf/papers/survey-of-rust/` leads nowhere" in result.stderr
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("what", "damage"),
    [
        ("is empty", lambda text: text[: text.index("<main")] + "<main></main></body></html>"),
        ("is used twice", lambda text: text.replace("</main>", '<p id="main">x</p></main>')),
        ("has no title", lambda text: text.replace(text[text.index("<title>") : text.index("</title>")], "<title>")),
    ],
)
def test_the_check_sees_a_damaged_page(what: str, damage: object, site: Path, run: Run) -> None:
    run("build")
    page = site / "_site/about/index.html"
    page.write_text(damage(page.read_text()))  # type: ignore[operator]  # a function of the table above

    assert what in run("check").stderr


def test_a_wrong_argument_is_told_with_the_usage(run: Run) -> None:
    result = run("build", "--otput", "x")

    assert "No such option" in result.stderr
    assert result.exit_code == 2


def test_the_module_is_the_command() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "site_builder", "--version"], check=True, capture_output=True, text=True
    )

    assert told.stdout.startswith("papershelf, version")


def test_help_loads_nothing_heavy() -> None:
    heavy = ("numpy", "jinja2", "tornado", "rich")
    program = f"import sys; import site_builder.cli; print([m for m in {heavy} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)

    assert told.stdout.strip() == "[]"


@pytest.mark.usefixtures("site")
def test_tags_explains_how_a_paper_earned_its_tags(run: Run) -> None:
    result = run("tags", "--explain", "pruning-acorns")

    assert "pruning" in result.stdout
    assert result.exit_code == 0


def test_tags_explains_that_a_tag_was_taken_off_by_hand(run: Run, site: Path) -> None:
    page = site / "content/papers/pruning-acorns.md"
    page.write_text(page.read_text().replace("---\n", "---\nnot_tags: [pruning]\n", 1))
    result = run("tags", "--explain", "pruning-acorns")

    assert "· pruning: " in result.stdout
    assert " points, taken off by hand\n" in result.stdout


def test_the_first_edition_says_that_it_holds_all_papers(site: Path, run: Run) -> None:
    shutil.rmtree(site / "content/editions", ignore_errors=True)
    first = run("edition", "--date", "2031-01-01")
    (site / "content/papers/new.md").write_text("---\ntitle: New Moss\n---\nWe grow moss.\n")
    second = run("edition", "--date", "2031-01-02")

    assert "content/editions/2031-01-01.md: is the first edition, of all papers there are" in first.stderr
    assert second.stdout.startswith("1 papers in content/editions/2031-01-02.md")
    assert "first edition" not in second.stderr


@pytest.mark.parametrize("stated", ["yesterday", "24.9.2026", "2026-13-01"])
def test_a_date_that_is_none_is_told_with_one_that_is(stated: str, run: Run) -> None:
    result = run("edition", "--date", stated)

    assert result.exit_code == 2
    assert f"`{stated}` is not a date such as 2024-09-30." in result.stderr


def test_messages_name_files_as_the_working_folder_sees_them(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("new", "mine")
    page = next((tmp_path / "mine/content/papers").iterdir())
    page.write_text(page.read_text() + "\nMore.\n")

    assert f"mine/content/papers/{page.name}: was edited by hand" in run("split", "--verbose", "--site", "mine").stderr


def test_tags_explains_that_a_paper_is_off_the_subject(run: Run, site: Path) -> None:
    rules = site / "content" / "tags.yaml"
    rules.write_text(f"about: [astronomy]\n{rules.read_text(encoding='utf-8')}", encoding="utf-8")
    result = run("tags", "--explain", "pruning-acorns")

    assert "none of the phrases under `about` stands in it" in result.stdout


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("words", ["", " "])
def test_a_tag_for_no_words_is_not_a_whole_vocabulary(words: str, tmp_path: Path, run: Run) -> None:
    result = run("tags", "--propose", "--for", words)

    assert "--for needs words." in result.stderr
    assert result.exit_code == 2
    assert list(tmp_path.rglob("tags.proposed.yaml")) == []


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("zebra", ["b", "a"], "Known here: a, b."),
        ("sedimets", ["sediments", "soils"], "Did you mean `sediments`?"),
        ("proteins", ["folding-of-proteins-in-water", "x"], "Holding that word: folding-of-proteins-in-water."),
        (
            "zebra",
            [f"p{number:04}" for number in range(2_000)],
            "Known here: p0000, p0001, p0002, p0003, p0004 and 1,995 more.",
        ),
    ],
)
def test_a_hint_names_what_may_have_been_meant(word: str, known: list[str], hint: str) -> None:
    assert did_you_mean(word, known) == hint


def test_no_text_of_a_dump_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x1b[2JA\x1b]8;;https://evil.example\x07 title\x9b1m with [red]brackets[/red]\rover\nand a line"

    console.say(hostile)
    console.print_problem(Problem(hostile, hostile, hostile), "notice")
    told = "".join(capsys.readouterr())

    assert not [sign for sign in told if unicodedata.category(sign) == "Cc" and sign != "\n"]
    assert told.count("[red]brackets[/red]") == 4


@pytest.mark.parametrize(("command", "kept_as"), [("tags", "tags.yaml"), ("authors", "authors.yaml")])
def test_a_proposal_that_somebody_wrote_into_is_not_written_over(
    command: str, kept_as: str, site: Path, run: Run
) -> None:
    path = site / f"content/{command}.proposed.yaml"
    first = run(command, "--propose"), path.read_bytes()
    second = run(command, "--propose"), path.read_bytes()
    path.write_text(path.read_text().replace("\n", "\n# Mine.\n", 1))
    third = run(command, "--propose")

    assert [first[0].exit_code, second[0].exit_code, third.exit_code] == [0, 0, 1]
    assert first[1] == second[1]
    assert f"content/{command}.proposed.yaml: was edited since it was proposed\n" in third.stderr
    assert f"Keep it as content/{kept_as}, or delete it" in third.stderr
    assert "# Mine." in path.read_text()


def test_the_next_command_takes_away_what_a_killed_one_left_among_the_content(site: Path, run: Run) -> None:
    (site / "content/editions").mkdir(exist_ok=True)
    left = [site / "content/.papershelf-99999999-abc_0123", site / "content/editions/.papershelf-99999999-abc_0123"]
    mine = site / "content/.papershelf-notes"
    for path in (*left, mine):
        path.write_text("half")

    assert run("tags").exit_code == 0
    assert mine.exists()
    assert [path for path in left if path.exists()] == []


def test_a_site_nested_beyond_reason_is_refused(site: Path, run: Run) -> None:
    result = run("new", "/".join("a" * 900))

    assert result.exit_code == 1
    assert "is nested too deep" in result.stderr
    assert not (site / "a").exists()


def test_ctrl_c_while_modules_load_ends_the_command_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    listening = "import signal, runpy; signal.signal(signal.SIGINT, signal.default_int_handler)"
    done = subprocess.run(
        [sys.executable, "-c", f"{listening}; runpy.run_module('site_builder', run_name='__main__')"],
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE.parent,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )

    assert done.returncode == -signal.SIGINT
    assert done.stdout + done.stderr == ""


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_that_cannot_be_printed_is_told(option: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "site_builder", option],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=HERE.parent,
        )

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "No space left" in done.stderr


def test_a_closed_standard_error_stops_nothing(site: Path) -> None:
    command = [sys.executable, "-m", "site_builder", "build", "--no-search", "--site", str(site)]
    done = subprocess.run(
        ["sh", "-c", '"$@" 2>&-', "sh", *command], capture_output=True, text=True, check=False, cwd=HERE.parent
    )

    assert done.returncode == 0
    assert (site / "_site/index.html").is_file()


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("content/papers/survey-of-dust.md", "does not end in"),
        ("content/x{}", "would mix the site with its sources"),
        ("static/x{}", "would mix the site with its sources"),
    ],
)
@pytest.mark.parametrize(
    ("command", "suffix"), [(("build", "--single-file", "--output"), ".html"), (("edition", "--eml"), ".eml")]
)
def test_what_is_one_file_is_written_over_no_source(
    target: str, told: str, command: tuple[str, ...], suffix: str, site: Path, run: Run
) -> None:
    before = tree(site / "content")
    result = run(*command, target.format(suffix))

    assert result.exit_code == 1
    assert told in result.stderr
    assert tree(site / "content") == before


def test_a_proposal_edited_while_another_is_found_is_kept(
    site: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real = site / "content/tags.proposed.yaml", proposal.propose
    run("tags", "--propose")

    def slow(*arguments: Any) -> Any:
        path.write_text(path.read_text() + "# Mine.\n")
        return real(*arguments)

    monkeypatch.setattr(proposal, "propose", slow)
    result = run("tags", "--propose")

    assert result.exit_code == 1
    assert "was edited since it was proposed" in result.stderr
    assert path.read_text().endswith("# Mine.\n")


def test_two_editions_at_once_do_not_share_their_papers(site: Path, run: Run) -> None:
    settings = config.load(site)
    with files.locked(settings.memory / "edition.lock", "busy"):
        result = run("edition", "--date", "2031-01-01")

    assert result.exit_code == 1
    assert "another edition of this site is being made" in result.stderr


def test_who_reads_the_first_line_alone_hears_of_no_fault(site: Path) -> None:
    command = [sys.executable, "-u", "-m", "site_builder", "tags", "--all", "--site", str(site)]
    done = subprocess.run(
        ["bash", "-c", '"$@" | head -0; exit "${PIPESTATUS[0]}"', "bash", *command],
        capture_output=True, text=True, check=False, cwd=HERE.parent,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (141, "")


def test_a_map_that_is_saved_while_it_is_made_stays(site: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path, made = site / "content/map.json", map_positions.dumps

    def meanwhile(positions: Any) -> str:
        path.write_text('{"mine": [1, 2]}')
        return made(positions)

    monkeypatch.setattr(map_positions, "dumps", meanwhile)
    result = run("map")

    assert result.exit_code == 1
    assert "content/map.json: was changed during this run, and stays as it is" in result.stderr
    assert path.read_text() == '{"mine": [1, 2]}'


def test_of_a_file_with_a_thousand_faults_the_first_are_told_and_how_many_more(site: Path, run: Run) -> None:
    (site / "content/shelves").mkdir(exist_ok=True)
    twice = ", ".join(["pruning-acorns"] * 1_001)
    (site / "content/shelves/one.yaml").write_text(f"title: One\npapers: [{twice}]\n")
    told = run("build", "--no-search").stderr.splitlines()

    assert sum("is on this shelf already" in line for line in told) == 25
    assert "content/shelves/one.yaml: 975 more like these" in told


@pytest.mark.parametrize("url", ["https://me:secret@x.example/", "https://x.example:99999/"])
@pytest.mark.usefixtures("site")
def test_no_site_is_at_an_address_with_a_password_or_at_no_port(url: str, run: Run) -> None:
    result = run("build", "--no-search", "--base-url", url)

    assert result.exit_code == 1
    assert "--base-url: " in result.stderr
