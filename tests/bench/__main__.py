"""`python -m tests.bench`: builds of 239, 1,000 and 10,000 papers beside Hugo's, as a table with ratios.

Other numbers of papers, such as 100000, are named behind it, or in PAPERS with `make bench`. The search index is left
out but where a row says so: Hugo makes none. Papershelf also finds tags, gists and related papers. Hugo is given tags
and gists; related papers it finds itself, by shared tags, in a column of its own. Zensical, the successor of MkDocs
Material, stands beside it where it is installed; it makes a search index, and always everything anew. A ratio is
printed only where nobody else used the machine. Of many papers each thing is measured once, of very many only what a
build does by itself.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count as count_from
from itertools import pairwise
from pathlib import Path
from typing import Final, TypeAlias

from tests.bench import REPOSITORY, measure
from tests.bench.measure import Figure, Watch

_LARGE = 5_000
"""Papers from which on each build is measured once, and Zensical's is not: on each page it names all others."""
_HUGE = 50_000
"""Papers from which on there is no preview, no index and no Hugo that looks for related papers: it would take hours."""

Value: TypeAlias = Figure | int
"""A time, or bytes."""


_HUGO: Final = "Hugo"
_RELATED: Final = "Hugo with related papers"
_ZENSICAL: Final = "Zensical"
_COLUMNS: Final = (_HUGO, _RELATED, _ZENSICAL)
_GOALS: Final[Mapping[tuple[int, str], str]] = {
    (239, "index"): "1.0 s, cold",
    (10_000, "cold"): "15 s CPU",
    (10_000, "size"): "14 KB a paper",
    (10_000, "edit, built"): "2.5 s, 300 MB",
    (10_000, "… and edit"): "6 s",
    (10_000, "edit, shown"): "100 ms",
    (10_000, "… all of it"): "5 s",
    (10_000, "check"): "8 s",
    (100_000, "cold"): "4 min, 700 MB",
}
"""(papers, row) → what we want to come to at most on two processors, whether we do or not."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was measured."""

    what: str
    ours: Value
    theirs: Mapping[str, Value]
    """Column → the same of another program."""
    watch: Watch


@dataclass(frozen=True, slots=True)
class Other:
    """The same papers as the site of another program."""

    root: Path
    output: str
    build: tuple[str, ...]
    """The command, which is run in `root`."""

    def built(self, times: int) -> Figure:
        """A build, whatever is there."""
        return measure.run(self.build, times=times, folder=self.root)

    def cold(self, times: int) -> Figure:
        """A build where nothing is."""
        kept = (self.root / self.output, self.root / "resources", self.root / ".cache")
        return measure.run(self.build, lambda: _set_aside(*kept), times, self.root)


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    _print("papers", "", ["Papershelf", *_COLUMNS], "ratios", "goal")
    measured: dict[int, dict[str, Value]] = {}
    with tempfile.TemporaryDirectory(prefix="papershelf-bench-", dir=asked.folder) as folder:
        for count in asked.papers:
            measured[count] = {}
            for row in _measured(Path(folder, str(count)), count, asked.corpus):
                measured[count][row.what] = row.ours
                told = [_told(value, count) for value in (row.ours, *map(row.theirs.get, _COLUMNS))]
                _print(f"{count:,}", row.what, told, _ratios(row), _GOALS.get((count, row.what), ""))
    for line in _growth(measured):
        print(line)  # noqa: T201


def _print(papers: str, what: str, columns: Sequence[str], ratios: str, goal: str) -> None:
    cells = "".join(f"{one:53}" for one in columns)
    print(f"{papers:>7}  {what:11} {cells}{ratios:30}{goal}".rstrip(), flush=True)  # noqa: T201


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("papers", nargs="*", type=int, default=[239, 1000, 10_000], help="how many papers")
    stated = os.environ.get("PAPERSHELF_CORPUS")
    parser.add_argument("--corpus", type=Path, default=stated and Path(stated), help="JSON lines of papers, also .zst")
    parser.add_argument("--folder", type=Path, help="where to make the sites (default: the system's)")
    return parser.parse_args()


def _measured(folder: Path, count: int, corpus: Path | None) -> Iterator[Row]:
    """Each row as soon as it is known."""
    site, times = folder / "site", 3 if count < _LARGE else 1
    made = [str(site), str(count), *([str(corpus)] if corpus else [])]
    subprocess.run([sys.executable, "-m", "tests.bench.sites", *made], cwd=REPOSITORY, check=True)
    build = _ours("build", site, "--no-search")
    with measure.watched() as watch:
        cold = measure.run(build, lambda: _set_aside(site / "_site", site / ".papershelf"), times)
    sites = dict(_others(folder, site, count))
    with measure.watched() as others:
        theirs = {column: one.cold(times) for column, one in sites.items()}
    yield Row("cold", cold, theirs, watch if others.is_quiet else others)
    sizes = {column: measure.size(one.root / one.output) for column, one in sites.items()}
    yield Row("size", measure.size(site / "_site"), sizes, watch)
    with measure.watched() as watch:
        warm = measure.run(build)
        theirs = {column: one.built(times) for column, one in sites.items()}
    yield Row("no change", warm, theirs, watch)
    page, edits = next((site / "content/papers").glob("*.md")), count_from(1)
    with measure.watched() as watch:
        edited = measure.run(build, lambda: _edit(page, next(edits)), times)
    yield Row("edit, built", edited, theirs, watch)
    if count < _HUGE:
        yield from _with_search_and_preview(site, sites[_HUGO].root, times, lambda: _edit(page, next(edits)))


def _others(folder: Path, site: Path, count: int) -> Iterator[tuple[str, Other]]:
    """Sites of other programs below `folder` of the papers of our `site`, whose output is there; by column."""
    kinds = {_HUGO: "hugo"} if count >= _HUGE else {_HUGO: "hugo", _RELATED: "related"}
    if count < _LARGE and measure.zensical():
        kinds[_ZENSICAL] = "zensical"
    for column, kind in kinds.items():
        made = [str(folder / kind), str(site / "_site"), kind]
        subprocess.run([sys.executable, "-m", "tests.bench.sites", *made], cwd=REPOSITORY, check=True)
        if kind == "zensical":
            yield column, Other(folder / kind, "site", (measure.zensical(), "build", "--clean"))
        else:
            yield column, Other(folder / kind, "public", (measure.hugo(), "--quiet"))


def _with_search_and_preview(site: Path, hugo: Path, times: int, edit: Callable[[], object]) -> Iterator[Row]:
    with measure.watched() as watch:
        indexed = measure.run(_ours("build", site), times=1)
    yield Row("index", indexed, {}, watch)
    with measure.watched() as watch:
        edited = measure.run(_ours("build", site), edit, times)
    yield Row("… and edit", edited, {}, watch)
    with measure.watched() as watch:
        page, rest = _edited(site)
        of_hugo = measure.hugo_edit(hugo)
    yield Row("edit, shown", page, {_HUGO: of_hugo}, watch)
    yield Row("… all of it", rest, {_HUGO: of_hugo}, watch)
    with measure.watched() as watch:
        checked = measure.run(_ours("check", site), times=1)
    yield Row("check", checked, {}, watch)


def _ours(command: str, site: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "site_builder", command, *options, "--site", str(site)]


def _edit(page: Path, number: int) -> None:
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text.rstrip()} It was edited {number} times.\n", encoding="utf-8")
    time.sleep(1)  # a file younger than the clock's tick is read again by the next build


def _edited(site: Path) -> list[Figure]:
    command = [sys.executable, "-m", "tests.bench.edit", str(site)]
    said = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout
    return [measure.figure([float(one) for one in line.split()]) for line in said.splitlines()]


def _set_aside(*folders: Path) -> None:
    """Leave no such folder. Nothing is deleted: ext4 without a journal does not use an inode again for minutes after
    its file was, and takes ten times as long to make files while it looks for others.
    """
    for folder in filter(Path.exists, folders):
        folder.rename(tempfile.mkdtemp(dir=folder.parent.parent) + "/aside")


def _told(value: Value | None, count: int) -> str:
    if isinstance(value, int):
        return f"{value / 1e6:.1f} MB, {value / count / 1e3:.1f} KB a paper"
    return "" if value is None else str(value)


def _ratios(row: Row) -> str:
    """How many times each of the other figures ours is; of times none where others used the machine."""
    if not row.theirs:
        return ""
    if isinstance(row.ours, Figure) and not row.watch.is_quiet:
        return f"no ratio: {row.watch}"
    return ", ".join(f"{_number(row.ours) / _number(one):.2f}" for one in row.theirs.values())


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int) else value.wall


def _growth(measured: dict[int, dict[str, Value]]) -> Iterator[str]:
    """How much more time, memory and room each number of papers takes than the one before."""
    counts = sorted(measured)
    for less, more in pairwise(counts):
        grown = []
        for what in measured[more]:
            before, after = measured[less][what], measured[more][what]
            grown.append(f"{what} × {_number(after) / _number(before):.1f}")
            if isinstance(before, Figure) and isinstance(after, Figure) and before.memory and after.memory:
                grown[-1] += f" (memory × {after.memory / before.memory:.1f})"
        yield f"{less:,} → {more:,} papers, × {more / less:.1f}: {', '.join(grown)}"


if __name__ == "__main__":
    main()
