"""Work for an executor whose workers may be other machines that share a folder with this one.

What they work on is written into that folder once, and each task says only where it lies, its digest and which part of
it to do. A worker therefore needs nobody but the disk to begin anew what another left undone when it was killed; what
is kept in the memory of workers goes when they go. It is pickled: whoever may hand tasks to a worker may run anything
there anyway, and a file of another digest is not read.
"""

import contextlib
import os
import pickle
import platform
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final, TypeVar

from site_builder.core import files
from site_builder.core.errors import BuildFailed, Problem

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where work is done that is not done here."""

    executor: Executor
    """Any of `concurrent.futures`; its `map` may run a task twice."""
    workers: int
    folder: Path
    """Seen by all workers under the same path."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is told."""

    program: str
    """Stands for the program that the workers must be."""
    cwd: str
    """The working folder, to which paths are relative."""
    path: str
    digest: str
    part: slice


def spread(
    work: Callable[[_Item], _Result], items: Sequence[_Item], there: Elsewhere, parts: Sequence[slice]
) -> Iterator[_Result]:
    """`map(work, items)` by the workers of `there`, a task for each of `parts`."""
    with _shared((work, items), there.folder) as (path, digest):
        tasks = [Task(program(), str(Path.cwd()), path, digest, part) for part in parts]
        for results in there.executor.map(carry_out, tasks):
            yield from results


@contextlib.contextmanager
def _shared(value: object, folder: Path) -> Iterator[tuple[str, str]]:
    """(path, digest) of a file in `folder` that holds `value` while the block runs."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    digest = files.digest(data)
    path = folder.absolute() / f"{files.BESIDE}{digest}"  # swept by the next build, should this one be killed
    files.write(path, data)
    try:
        yield str(path), digest
    finally:
        path.unlink(missing_ok=True)


_ONE_AT_A_TIME: Final = threading.Lock()
"""A worker may have threads; our caches, and the working folder, are the process's."""
_last: tuple[str, Any] = ("", None)


def carry_out(task: Task) -> list[Any]:
    """In a worker: the results of a part. Raises `BuildFailed` where the worker cannot do the same as others."""
    if task.program != program():
        hint = "Install the same on all workers, under the same path, and start them again."
        raise BuildFailed([Problem(_here(), "a worker has other versions of Papershelf, Python or libraries", hint)])
    with _ONE_AT_A_TIME, _at(task):
        work, items = _given(task)
        return [work(item) for item in items[task.part]]


@contextlib.contextmanager
def _at(task: Task) -> Iterator[None]:
    before = Path.cwd()
    try:
        os.chdir(task.cwd)
    except OSError as error:
        raise _blind(task.cwd) from error
    try:
        yield
    finally:
        os.chdir(before)


def _given(task: Task) -> tuple[Callable[[Any], Any], Sequence[Any]]:
    global _last  # noqa: PLW0603 — a worker has no other place to keep what it works on
    if _last[0] != task.digest:
        _last = ("", None)  # before the next is read, so that both are never held
        try:
            data = Path(task.path).read_bytes()
        except OSError as error:
            raise _blind(task.path) from error
        if files.digest(data) != task.digest:
            raise _blind(task.path)
        _last = (task.digest, pickle.loads(data))  # noqa: S301 — of the digest that a trusted scheduler told
    work, items = _last[1]
    return work, items


def _blind(path: str) -> BuildFailed:
    hint = "Share the site's folder with all workers, under the same path."
    return BuildFailed([Problem(_here(), f"a worker does not see {path} as it is here", hint)])


def _here() -> str:
    return f"--executor, at {platform.node()}"


@cache
def program() -> str:
    """Stands for Python, our own code, where it lies, and the libraries it uses."""
    folder = Path(__file__).parents[1]  # templates are looked for beside it
    code = [(str(path), files.digest(path.read_bytes())) for path in sorted(folder.rglob("*.py"))]
    needed = [one for one in metadata.requires("papershelf") or () if "extra ==" not in one]
    names = [re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in needed]
    return files.digest(repr((platform.python_version(), code, [(name, metadata.version(name)) for name in names])))
