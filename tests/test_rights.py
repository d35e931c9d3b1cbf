"""Folders that may not be read or written, as their owner finds them; root gives up for a while that it may do all."""

import ctypes
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.preview.watching import Queue, watch
from tests.conftest import Run, build_unsearched, tree

LIBC = ctypes.CDLL(None, use_errno=True)
VERSION = 0x20080522
"""Of the structures that capget(2) and capset(2) take: twice three sets of 32 rights each."""
CONTENT = ("content/editions", "content/papers", "content/pages")
DAC_OVERRIDE, DAC_READ_SEARCH = 1, 2


class Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


Sets = ctypes.c_uint32 * 6


def _asked(call: str, sets: "ctypes.Array[ctypes.c_uint32]") -> None:
    if getattr(LIBC, call)(ctypes.byref(Header(VERSION, 0)), sets):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


@pytest.fixture
def owner() -> Iterator[None]:
    """This thread, and what it starts, has no more rights to files than anybody has to their own."""
    before, less = Sets(), Sets()
    _asked("capget", before)
    _asked("capget", less)
    less[0] &= ~(1 << DAC_OVERRIDE | 1 << DAC_READ_SEARCH)
    _asked("capset", less)
    yield
    _asked("capset", before)


@pytest.fixture
def closed() -> Iterator[list[Path]]:
    """Folders to open again when the test is over."""
    folders: list[Path] = []
    yield folders
    for folder in folders:
        folder.chmod(0o755)


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("mode", [0o311, 0o000])
@pytest.mark.parametrize(
    ("command", "name"),
    [
        *(("build --no-search", name) for name in (*CONTENT, "templates", "static")),
        *(("edition --date 2031-01-01", name) for name in CONTENT),
    ],
)
def test_a_folder_that_may_not_be_read_is_not_taken_for_an_empty_one(
    command: str, name: str, mode: int, site: Path, run: Run, closed: list[Path]
) -> None:
    folder = site / name
    folder.mkdir(exist_ok=True)
    before = tree(site / "content")
    closed.append(folder)
    folder.chmod(mode)
    result = run(*command.split())
    folder.chmod(0o755)

    assert result.exit_code == 1
    assert f"{name}: cannot be used (Permission denied)" in result.stderr
    assert tree(site / "content") == before


@pytest.mark.usefixtures("owner")
def test_a_build_that_may_not_write_one_folder_changes_no_file(site: Path, run: Run, closed: list[Path]) -> None:
    build_unsearched(site)
    before = tree(site / "_site")
    page = site / "content/papers/quantized-pebbles.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Quantized", "Counted", 1), encoding="utf-8")
    closed.append(site / "_site/papers/quantized-pebbles")
    closed[0].chmod(0o555)
    result = run("build", "--no-search")

    assert result.exit_code == 1
    assert "_site/papers/quantized-pebbles: cannot be written (Permission denied)" in result.stderr
    assert tree(site / "_site") == before


@pytest.mark.usefixtures("owner")
def test_a_folder_that_may_not_be_entered_does_not_end_the_watch(site: Path, closed: list[Path]) -> None:
    closed.append(site / "content/secret")
    closed[0].mkdir(mode=0)
    queue, notes = Queue(), list[str]()
    threading.Thread(target=watch, args=(site, queue, notes.append), daemon=True).start()
    assert queue.take() == {site}
    time.sleep(0.5)
    assert not queue.is_waiting()
    closed[0].chmod(0o755)

    assert queue.take() == {site}
    assert not notes
