"""`--executor`, with a real cluster of Dask's."""

import multiprocessing
import os
import shutil
import sys
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from site_builder.build import builder, state
from site_builder.cli import executors
from site_builder.core import config, parallel
from site_builder.core.errors import BuildFailed
from tests.conftest import TINY, Run, tree


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Work is done by two workers of Dask's; the processes that are new are theirs."""
    with executors.working(executors.LOCAL, tmp_path_factory.mktemp("shared"), 2):
        yield


@pytest.mark.usefixtures("cluster")
def test_a_cluster_builds_the_same_bytes(site: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "MIN_ITEMS", 1)
    settings = config.load(site)
    builder.build_site(settings, state.load(settings.memory, settings.output))

    assert tree(built) == tree(settings.output)


@pytest.mark.usefixtures("cluster")
def test_a_killed_worker_changes_nothing(site: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "MIN_ITEMS", 1)
    settings = config.load(site)
    killed: list[BaseProcess] = []

    def kill(what: str, done: int, _all: int) -> None:
        if what == "Rendering" and done and not killed:
            killed.append(multiprocessing.active_children()[0])
            killed[0].kill()

    builder.build_site(settings, state.load(settings.memory, settings.output), kill)

    assert [one.is_alive() for one in killed] == [False]
    assert tree(built) == tree(settings.output)


@pytest.mark.slow
def test_work_that_kills_each_worker_ends_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "MIN_ITEMS", 1)
    with (
        pytest.raises(BuildFailed, match="--executor dask: lost one worker after another to the same part"),
        executors.working(executors.LOCAL, tmp_path, 1),
    ):
        list(parallel.spread(os._exit, [1], 1))


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("spark", "--executor spark: is no executor\n    Give dask, or an address such as tcp://10.0.0.7:8786.\n"),
        ("tcp://127.0.0.1:1", "--executor tcp://127.0.0.1:1: cannot be reached\n    Start it with `dask scheduler`"),
    ],
)
def test_an_executor_that_is_not_there(where: str, told: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_TIMEOUT", "1s")
    shutil.copytree(TINY, ".", dirs_exist_ok=True)
    result = run("build", "--executor", where)

    assert result.exit_code == 1
    assert told in result.stderr
    assert not Path("_site").exists()


def test_an_executor_that_is_not_installed(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run("build", "--executor", "dask")

    assert result.exit_code == 1
    assert "--executor dask: needs Dask" in result.stderr
    assert "pip install distributed cryptography" in result.stderr
    assert not (site / "_site").exists()


def test_a_build_by_one_machine_imports_no_dask(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    assert run("build", "--no-search", "--site", str(site)).exit_code == 0
