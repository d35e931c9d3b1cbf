from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from site_builder.build import builder, state
from site_builder.core import config, files, parallel, shared_work
from site_builder.core.errors import BuildFailed
from site_builder.core.shared_work import Elsewhere, Task
from tests.conftest import tree


def test_any_executor_builds_the_same_bytes(site: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "MIN_ITEMS", 1)
    settings = config.load(site)
    with ThreadPoolExecutor(2) as executor, parallel.elsewhere(Elsewhere(executor, 2, settings.memory)):
        builder.build_site(settings, state.load(settings.memory, settings.output))

    assert tree(built) == tree(settings.output)
    assert list(settings.memory.glob(f"{files.BESIDE}*")) == []


def test_words_of_another_language_travel(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = site / "content/site.yaml"
    settings.write_text(f"words: de\n{settings.read_text()}")
    here = replace(config.load(site), output=site / "here")
    builder.build_site(here, state.load(site / "memory", here.output))
    monkeypatch.setattr(parallel, "MIN_ITEMS", 1)
    there = replace(config.load(site), output=site / "there")
    with ThreadPoolExecutor(1) as executor, parallel.elsewhere(Elsewhere(executor, 1, there.memory)):
        builder.build_site(there, state.load(there.memory, there.output))

    assert tree(here.output) == tree(there.output)


def test_what_one_of_them_finds_wrong_is_told_as_by_one_process(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "MIN_ITEMS", 1)
    (site / "content/papers/broken.md").write_text("---\nathors: [A]\n---\n")
    settings = config.load(Path())
    there = Elsewhere(ThreadPoolExecutor(1), 1, settings.memory)
    with parallel.elsewhere(there), pytest.raises(BuildFailed, match=r"\ncontent/papers/broken\.md:2: unknown field"):
        builder.build_site(settings, state.load(settings.memory, settings.output))


@pytest.fixture
def task(tmp_path: Path) -> Task:
    """A task that a worker can do."""
    files.write(tmp_path / "given", data := b"\x80\x05\x95.")
    return Task(shared_work.program(), str(tmp_path), str(tmp_path / "given"), files.digest(data), slice(0, 1))


def test_a_worker_of_another_version_says_so(task: Task) -> None:
    with pytest.raises(BuildFailed, match="a worker has other versions of Papershelf, Python or libraries"):
        shared_work.carry_out(replace(task, program="other"))


def test_a_worker_that_does_not_see_the_folder_says_so(task: Task) -> None:
    before = Path.cwd()
    for blind in (replace(task, cwd="/no/such"), replace(task, path="/no/such"), replace(task, digest="other")):
        with pytest.raises(BuildFailed, match=r"a worker does not see /.* as it is here\n +Share the site's folder"):
            shared_work.carry_out(blind)

    assert before == Path.cwd()
