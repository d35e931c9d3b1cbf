"""Whatever stops a build, it leaves a whole site and all content: a lock, a full disk, Ctrl-C, SIGKILL."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest

from site_builder.build import manifest, state
from site_builder.core import config, files
from site_builder.core.errors import BuildFailed
from tests.conftest import HERE, TINY, Run, build_here, build_unsearched, tree

_fork = get_context("fork")


def leftovers(site: Path) -> list[str]:
    return [path.name for path in site.iterdir() if path.name.startswith("._site")]


def test_a_list_of_files_that_was_half_written_goes_with_the_next_build(site: Path) -> None:
    build_unsearched(site)
    before = tree(site / "_site")
    (site / "_site/.papershelf-999999999-abcd1234").write_text("")
    build_unsearched(site)

    assert tree(site / "_site") == before


def test_a_second_build_at_the_same_time_is_refused_with_a_message(site: Path, run: Run) -> None:
    build_here(site)
    before, settings = tree(site), config.load(site)
    with state.held(settings.memory, settings.output):
        result = run("build")

    assert result.exit_code == 1
    assert "another build into _site is running\n    Wait until it is done" in result.stderr
    assert before == tree(site)


def test_builds_into_two_folders_may_run_at_the_same_time(site: Path, run: Run) -> None:
    settings = config.load(site)
    with state.held(settings.memory, settings.output):
        assert run("build", "--output", "other").exit_code == 0


def test_a_lock_goes_with_the_process_that_held_it(site: Path) -> None:
    settings = config.load(site)
    held = (
        "import sys, time, pathlib; from site_builder.build import state; from site_builder.core import config\n"
        "s = config.load(pathlib.Path(sys.argv[1]))\n"
        "with state.held(s.memory, s.output):\n  print('held', flush=True)\n  time.sleep(60)"
    )
    here = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    with subprocess.Popen([sys.executable, "-c", held, str(site)], stdout=subprocess.PIPE, env=here) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(BuildFailed, match="another build"), state.held(settings.memory, settings.output):
            pass
        other.kill()
    build_unsearched(site)


def _full(site: Path, room: int) -> int:
    """The exit code of a build on a disk that takes no file over `room` bytes."""

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        _build(site)

    return _ended(work)


def _ended(work: Callable[[], None]) -> int:
    process = _fork.Process(target=work)
    process.start()
    process.join()
    return process.exitcode or 0


def _build(site: Path) -> None:
    try:
        build_here(site)
    except BuildFailed as failed:
        Path("told").write_text(str(failed)[:500])
        raise SystemExit(1) from failed


@pytest.mark.parametrize("room", [0, 600, 5_000, 12_000])
def test_a_full_disk_leaves_the_last_good_site(site: Path, room: int) -> None:
    build_unsearched(site)
    before = tree(site / "_site")
    other_content(site)

    assert _full(site, room) == 1
    assert before == tree(site / "_site")
    assert leftovers(site) == []
    build_unsearched(site)
    assert before != tree(site / "_site")


def test_an_output_that_cannot_be_written_is_told(site: Path, run: Run) -> None:
    before = tree(site)
    result = run("build", "--output", "/proc/papershelf/site")  # not even root may make a folder there

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
    assert before == {path: content for path, content in tree(site).items() if not path.startswith(".papershelf")}


def test_a_memory_that_cannot_be_written_is_told(site: Path, run: Run) -> None:
    (site / ".papershelf").write_text("no folder")
    result = run("build")

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_a_page_that_cannot_be_read_is_told_and_the_last_good_site_stays(site: Path, run: Run) -> None:
    build_here(site)
    before = tree(site / "_site")
    (site / "content/papers/nowhere.md").symlink_to("gone.md")
    (site / "content/papers/folder.md").mkdir()
    result = run("build")

    assert result.exit_code == 1
    assert "content/papers/nowhere.md: cannot be read (No such file or directory)" in result.stderr
    assert "content/papers/folder.md: cannot be read (Is a directory)" in result.stderr
    assert before == tree(site / "_site")


def other_content(site: Path) -> None:
    """Turn the content into its other state, or back."""
    paper, extra = site / "content/papers/survey-of-dust.md", site / "content/papers/extra-acorns.md"
    if extra.exists():
        shutil.copy(TINY / "content/papers/survey-of-dust.md", paper)
        extra.unlink()
    else:
        paper.write_text(paper.read_text().replace("Dust", "Fine Dust"))
        shutil.copy(TINY / "content/papers/pruning-acorns.md", extra)


@pytest.mark.parametrize("step", ["_write", "write"])
def test_a_first_build_killed_as_it_ends_leaves_the_list_of_its_files(
    step: str, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def killed(*arguments: object) -> None:
        calls.append(arguments)
        if (site / "_site").exists():
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(state.Memory if step == "_write" else manifest, step, killed)
        with pytest.raises(KeyboardInterrupt):
            build_unsearched(site)
    build_unsearched(site)
    listed = (site / "_site/.papershelf.txt").read_text().splitlines()

    assert calls
    assert {*listed, ".papershelf.txt"} == set(tree(site / "_site"))


def test_a_memory_of_which_a_byte_was_changed_is_none(site: Path) -> None:
    build_here(site)
    whole = tree(site / "_site")
    (kept,) = (site / ".papershelf").glob("_site-*.json")
    kept.write_text(kept.read_text().replace("pagefind/meanings-", "pagefind/meaning5-"))
    build_unsearched(site)
    build_here(site)

    assert whole == tree(site / "_site")


@pytest.mark.parametrize("name", [1, [1], "", ".", "a\0b", "\ud800", "../../victim.txt", "/etc/victim", "papers"])
def test_a_memory_of_odd_names_is_none(name: object, site: Path) -> None:
    build_unsearched(site)
    (kept,) = (site / ".papershelf").glob("_site-*.json")
    memory = json.loads(kept.read_text().partition("\n")[2])
    for field in ("fresh", "left", "index"):
        odd = json.dumps(memory | {field: [name] if field == "index" else {str(name): "x"}, "inputs": ""})
        kept.write_text(f"{files.digest(odd)}\n{odd}")
        build_unsearched(site)

        assert build_unsearched(site).written == ()
