"""Work shared among processes."""

import os
import signal
from concurrent.futures.process import BrokenProcessPool

import pytest

from site_builder import crew


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_is_done_beside_the_caller_and_once(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "LEAST", 1)
    done = crew.beside(_where, "here", 1, jobs)

    place, process = done()
    assert place == "here"
    assert (process == os.getpid()) == (jobs == 1)
    assert done() == (place, process)


def test_what_goes_wrong_beside_is_raised_where_it_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "LEAST", 1)
    with pytest.raises(ZeroDivisionError):
        crew.beside(_divided, 0, 1, 2)()


def test_a_process_that_is_killed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "LEAST", 1)
    with pytest.raises(BrokenProcessPool):
        crew.beside(_killed, 0, 1, 2)()


def _where(place: str) -> tuple[str, int]:
    return place, os.getpid()


def _divided(number: int) -> float:
    return 1 / number


def _killed(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
