"""Whatever is killed at whatever moment: the site is whole, the next build is right, and no edit is lost."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest

from site_builder.build import link_check, manifest
from site_builder.content import editions
from site_builder.core import config, files
from site_builder.ingest import split
from tests.build.test_interrupted import leftovers, other_content
from tests.conftest import HERE, TINY, build_here, tree
from tests.fuzz import scale

KILLS = 2
"""Of each kind in `make test`."""
_fork = get_context("fork")


def _killed(work: Callable[[], object], after: float, blow: signal.Signals = signal.SIGKILL) -> None:
    """Run `work` in a process of its own and end it so many seconds later."""

    def quietly() -> None:
        os.close(2)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        work()

    process = _fork.Process(target=quietly)
    process.start()
    time.sleep(after)
    assert process.pid
    os.kill(process.pid, blow)
    process.join()


def _lasts(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _clean(site: Path, folder: Path) -> dict[str, bytes]:
    """What a build of `site` from nothing makes."""
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("_site", ".papershelf"))
    build_here(folder)
    return tree(folder / "_site")


def _both_states(site: Path, place: Path) -> list[dict[str, bytes]]:
    """The output for either state of the content."""
    shutil.copytree(TINY, place)
    states = []
    for _ in range(2):
        build_here(place)
        states.append(tree(place / "_site"))
        other_content(place)
    assert tree(site / "content") == tree(place / "content")
    return states


@pytest.mark.parametrize(
    "blow", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.slow)], ids=["SIGKILL", "Ctrl-C"]
)
def test_a_build_stopped_at_any_moment_leaves_a_whole_site_and_all_content(
    site: Path, tmp_path_factory: pytest.TempPathFactory, blow: signal.Signals
) -> None:
    chance = random.Random(100)
    one, other = _both_states(site, tmp_path_factory.mktemp("states") / "place")
    lasts = _lasts(lambda: build_here(site))
    for _ in range(scale(3 * KILLS)):
        other_content(site)
        content = tree(site / "content")
        _killed(lambda: build_here(site), chance.uniform(0, 1.2 * lasts), blow)
        now = tree(site / "_site")
        now.pop(manifest.FILE, None)  # while files move it names those of both states
        half = {path for path in now if path.startswith(files.BESIDE)}  # of that list, which the next build takes away

        assert content == tree(site / "content")
        assert [path for path, data in now.items() if data not in {one.get(path), other.get(path)}] == [*half]
        assert (one.keys() & other.keys()) - {manifest.FILE} <= now.keys()
    build_here(site)

    assert tree(site / "_site") in (one, other)
    assert leftovers(site) == []


def _dump(site: Path, papers: int) -> None:
    lines = [
        f'{{"title": "Paper number {number}", "abstract": "We write {number} of them."}}\n' for number in range(papers)
    ]
    (site / "content/sources").mkdir(exist_ok=True)
    (site / "content/sources/d.jsonl").write_text("".join(lines))


def test_a_split_killed_at_any_moment_loses_no_edit_and_is_made_good_by_the_next(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance, papers = random.Random(7), site / "content/papers"
    edited = {path.name: path.read_bytes() for path in papers.glob("*.md")}
    for number in range(scale(2 * KILLS)):
        _dump(site, 40 + number)
        _killed(lambda: split.split(config.load(site)), chance.uniform(0, 0.06))
        page = chance.choice(sorted(papers.glob("*.md")))
        page.write_bytes(page.read_bytes() + b"\nAdded by hand.\n")
        edited[page.name] = page.read_bytes()

        assert {name: (papers / name).read_bytes() for name in edited} == edited
        assert all(path.read_bytes().startswith(b"---\n") for path in papers.glob("*.md"))
    report = split.split(config.load(site))
    place = tmp_path_factory.mktemp("fresh") / "place"
    shutil.copytree(site, place)

    assert {name: (papers / name).read_bytes() for name in edited} == edited
    assert [path.name for path in papers.iterdir() if path.suffix != ".md"] == []
    assert len(list(papers.glob("paper-number-*.md"))) == 40 + number
    assert report.deleted == []
    assert split.split(config.load(place)).new == []


def test_an_edition_killed_at_any_moment_is_there_or_not(site: Path) -> None:
    chance, folder = random.Random(3), site / "content/editions"
    for number in range(scale(2 * KILLS)):
        day = editions.parse_day(f"2024-{1 + number % 12:02}-{1 + number // 12 % 28:02}")
        assert day
        _killed(lambda day=day: editions.make(site / "content", day, ["pruning-acorns"]), chance.uniform(0, 0.008))  # type: ignore[misc]  # bound now
        path = editions.path(site / "content", day)
        if path.exists():
            assert path.read_text().endswith("---\n\n")
            path.unlink()

    assert [path.name for path in folder.glob("*.md")] == []


@pytest.mark.slow
def test_a_preview_killed_amid_an_edit_leaves_what_the_next_build_makes_right(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance, page = random.Random(11), site / "content/papers/pruning-acorns.md"
    good = page.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "site_builder", "serve", "--port", "0", "--site", str(site)]
    for number in range(scale(KILLS) // 2):
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(HERE.parent)},
        ) as server:
            assert server.stdout
            while b"Preview at" not in server.stdout.readline():
                pass
            edited = f"{good.rstrip()} Edit {number}.\n"
            page.write_text(edited, encoding="utf-8")
            time.sleep(chance.uniform(0, 0.8))
            server.kill()

        assert page.read_text(encoding="utf-8") == edited
    build_here(site)

    assert tree(site / "_site") == _clean(site, tmp_path_factory.mktemp("clean") / "place")
    assert link_check.visit(site / "_site").problems == ()
