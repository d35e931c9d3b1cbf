"""What the tests share: the tiny site, built once; a copy of it to break; the command line as a person runs it."""

import fcntl
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from site_builder import cli
from site_builder.build import builder, state
from site_builder.content import loader
from site_builder.content.model import Paper
from site_builder.core import config
from site_builder.core.config import SiteConfig
from site_builder.ingest import split
from tests.fuzz import shelf

HERE = Path(__file__).parent
# The same examples on every run, so that a change is judged by what it changed, and no example is timed.
# `pytest --hypothesis-profile=wide` looks further.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("wide", max_examples=2000, deadline=None)
settings.load_profile("same")
TINY = HERE / "sites" / "tiny"
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _quiet_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test works in a folder of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the tiny site, which is also the working folder."""
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site's output, to look at and not to change."""
    root = tmp_path_factory.mktemp("tiny")
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    build_here(root)
    return root / "_site"


@pytest.fixture(scope="session")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of two built sites in which every payload stands in every field, by what is attacked.

    To look at and not to change: the processes of one run share them, for to build them takes as long as many tests.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "attacked"
    shared.mkdir(exist_ok=True)
    roots = {"pages": shared / "pages", "settings": shared / "settings"}
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "built").exists():
            for root in roots.values():
                root.mkdir()
            shelf.fill(roots["pages"])
            split.split(config.load(roots["pages"]))
            shelf.fill_settings(roots["settings"])
            for root in roots.values():
                build_here(root)
            (shared / "built").touch()
    return roots


@pytest.fixture
def run() -> Run:
    """The command line: `run("build", "--clean")`."""
    return lambda *arguments: CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


def build_here(root: Path, *, clean: bool = False, base_url: str = "") -> state.BuildReport:
    """Build the site in `root` as the command does."""
    settings = config.load(root, base_url=base_url)
    with state.held(settings.memory, settings.output) as known:
        if clean:
            known.claim()
            known.invalidate()
        return again(settings, known)


def build_unsearched(root: Path) -> state.BuildReport:
    """Build the site in `root` without its search index, which takes longest."""
    settings = replace(config.load(root), searchable=False)
    with state.held(settings.memory, settings.output) as known:
        return again(settings, known)


def split_cases(root: Path, *names: str) -> dict[str, Paper]:
    """Title → paper, of a new site in `root` made of the dumps `names` of tests/cases."""
    (root / "content/sources").mkdir(parents=True)
    (root / "content/site.yaml").write_text("title: Shelf\n", encoding="utf-8")
    for name in names:
        shutil.copy(HERE / "cases" / name, root / "content/sources")
    split.split(config.load(root))
    return {paper.title: paper for paper in loader.load(root / "content").papers}


def again(settings: SiteConfig, known: state.Memory) -> state.BuildReport:
    """Build with what is known, as the command and the preview do."""
    return known.report() if known.is_current(settings) else builder.build_site(settings, known).report


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` by its relative path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
