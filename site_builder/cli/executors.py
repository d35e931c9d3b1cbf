"""Where `papershelf build --executor` has its work done: a cluster of Dask's on this machine, or one that is there.

Dask is imported when somebody asks for it. Its processes run whatever their peers send, so a cluster that is begun here
answers at 127.0.0.1 alone, and only to those that hold a certificate of its own.
"""

import logging
import re
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from site_builder.core import parallel, shared_work
from site_builder.core.errors import BuildFailed, Problem
from site_builder.core.shared_work import Elsewhere

LOCAL: Final = "dask"
_ADDRESS: Final = re.compile(r"(?:tcp|tls)://[^\s/]+:\d+")
_TIMEOUT: Final = "10s"


@contextmanager
def working(where: str, folder: Path, jobs: int) -> Iterator[None]:
    """Inside the block, much work is done at `where`: `LOCAL`, by `jobs` processes, or a scheduler's address.

    `folder` is of the site, and seen by all workers. Nothing changes where `where` is "".
    """
    if not where:
        yield
        return
    if where != LOCAL and not _ADDRESS.fullmatch(where):
        raise _problem(where, "is no executor", f"Give {LOCAL}, or an address such as tcp://10.0.0.7:8786.")
    dask = _dask(where)
    with _client(dask, where, jobs) as client, _reported(where, dask):
        workers = _workers(client, where)
        with client.get_executor(pure=False) as executor, parallel.elsewhere(Elsewhere(executor, workers, folder)):
            yield


def _workers(client: Any, where: str) -> int:
    """How many there are, all of this very program: one that lacks it would die of its first task."""
    programs = client.run(shared_work.program, on_error="return")
    if not programs:
        raise _problem(where, "has no workers", f"Start one on each machine: dask worker {where}")
    if any(program != shared_work.program() for program in programs.values()):  # or what hindered it
        raise _other(where)
    return len(programs)


def _other(where: str) -> BuildFailed:
    hint = "Install the same on the scheduler and on all workers, under the same path, and start them again."
    return _problem(where, "has other versions of Papershelf, Python or libraries, or none", hint)


def _problem(where: str, what: str, hint: str) -> BuildFailed:
    return BuildFailed([Problem(f"--executor {where}", what, hint)])


def _dask(where: str) -> Any:
    try:
        import distributed
    except ImportError as error:
        hint = "Install it with `pip install distributed cryptography`; the site is built without it."
        raise _problem(where, f"needs Dask ({error})", hint) from error
    return distributed


@contextmanager
def _client(dask: Any, where: str, jobs: int) -> Iterator[Any]:
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is raised, and told as problems are
    if where == LOCAL:
        with _local(dask, jobs) as cluster, dask.Client(cluster, set_as_default=False) as client:
            yield client
        return
    try:
        client = dask.Client(where, timeout=_TIMEOUT, set_as_default=False)
    except OSError as error:  # as are those of time and of connections
        hint = "Start it with `dask scheduler`, and give the address that it tells."
        raise _problem(where, "cannot be reached", hint) from error
    with client:
        yield client


def _local(dask: Any, jobs: int) -> Any:
    return dask.LocalCluster(
        n_workers=jobs,
        threads_per_worker=1,
        memory_limit=0,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        security=True,
        silence_logs=logging.CRITICAL,
    )


@contextmanager
def _reported(where: str, dask: Any) -> Iterator[None]:
    """What goes wrong with a cluster, as a person can mend it."""
    try:
        yield
    except dask.KilledWorker as error:
        hint = "Look at the logs of the workers: most often their memory was too small."
        raise _problem(where, "lost one worker after another to the same part", hint) from error
    except (CancelledError, dask.comm.CommClosedError) as error:
        raise _problem(where, "is not there any more", "Look at the log of the scheduler, then build again.") from error
    except RuntimeError as error:
        if "deserializ" not in str(error):
            raise
        raise _other(where) from error
