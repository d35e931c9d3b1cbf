"""The same work by several processes: the results of one, in the same order, in less time when there is much of it.

Workers are forked, so that what they work on reaches them without being copied; only results travel. Where a system
cannot fork safely the work is done by the one process there is. `elsewhere` hands it to an executor of other machines
instead (see `shared_work`).
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from multiprocessing import get_context
from typing import Any, Final, TypeVar

from site_builder.core import shared_work
from site_builder.core.shared_work import Elsewhere

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

MIN_ITEMS = 300
"""Items below which starting another process costs more than it saves."""
_CHUNKS = 8
"""Portions a process gets, so that none waits long for another to end."""
_given: Any = None
_elsewhere: Final[ContextVar[Elsewhere | None]] = ContextVar("elsewhere", default=None)


def default() -> int:
    """How many processes this machine has room for."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


@contextmanager
def elsewhere(there: Elsewhere) -> Iterator[None]:
    """Inside the block, `spread` hands work of `MIN_ITEMS` items to the executor of `there`."""
    token = _elsewhere.set(there)
    try:
        yield
    finally:
        _elsewhere.reset(token)


def spread(work: Callable[[_Item], _Result], items: Sequence[_Item], jobs: int) -> Iterator[_Result]:
    """`map(work, items)`, by `jobs` processes where there are `MIN_ITEMS` items. What `work` raises is raised here."""
    there = _elsewhere.get()
    if len(items) < MIN_ITEMS:
        yield from map(work, items)
    elif there is not None:
        yield from shared_work.spread(work, items, there, _slices(len(items), there.workers))
    elif sys.platform != "linux" or jobs < 2:  # noqa: PLR2004 — one process is none beside this one
        yield from map(work, items)
    else:
        yield from _forked(work, items, jobs)


def _slices(count: int, jobs: int) -> list[slice]:
    size = -(-count // (jobs * _CHUNKS))
    return [slice(start, start + size) for start in range(0, count, size)]


def _forked(work: Callable[[_Item], _Result], items: Sequence[_Item], jobs: int) -> Iterator[_Result]:
    # Given by `initargs`, a forked process inherits them; as arguments of the call they would be pickled.
    executor = ProcessPoolExecutor(jobs, get_context("fork"), _begin, (work, items, os.getpid()))
    try:
        for results in executor.map(_portion, _slices(len(items), jobs)):
            yield from results
    finally:
        executor.shutdown(cancel_futures=True)


def _begin(work: Callable[[Any], Any], items: Sequence[Any], parent: int) -> None:
    global _given  # noqa: PLW0603 — a process of a pool has no other place to keep what it is for
    _given = (work, items)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends us
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when `parent` was killed, which gives it no time to tell us."""
    while os.getppid() == parent:
        time.sleep(0.1)
    os._exit(1)


def _portion(part: slice) -> list[Any]:
    work, items = _given
    return [work(item) for item in items[part]]
