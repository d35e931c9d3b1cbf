"""`python -m tests.bench`: builds of 239, 1,000 and 10,000 papers beside Hugo's, as a table with ratios.

The search index is left out: Hugo makes none. Papershelf also finds tags, gists and related papers, which Hugo is
given (tags, gists) or does without (related papers).
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import REPOSITORY, measure
from tests.bench.measure import Took


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    print(f"{'papers':>7}  {'':12} {'Papershelf':34} {'Hugo':34} ratio")  # noqa: T201
    with tempfile.TemporaryDirectory(prefix="papershelf-bench-", dir=asked.folder) as folder:
        for count in asked.papers:
            for what, ours, theirs in _measured(Path(folder, str(count)), count, asked.corpus):
                ratio = f"{_wall(ours) / _wall(theirs):.2f}" if theirs else ""
                print(f"{count:7,}  {what:12} {_told(ours):34} {_told(theirs):34} {ratio}", flush=True)  # noqa: T201


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("papers", nargs="*", type=int, default=[239, 1000, 10_000], help="how many papers")
    stated = os.environ.get("PAPERSHELF_CORPUS")
    parser.add_argument("--corpus", type=Path, default=stated and Path(stated), help="JSON lines of papers, also .zst")
    parser.add_argument("--folder", type=Path, help="where to make the sites (default: the system's)")
    return parser.parse_args()


def _measured(folder: Path, count: int, corpus: Path | None) -> list[tuple[str, Took | float, Took | float | None]]:
    site, hugo_site = folder / "site", folder / "hugo"
    made = [str(site), str(count), *([str(corpus)] if corpus else [])]
    subprocess.run([sys.executable, "-m", "tests.bench.sites", *made], cwd=REPOSITORY, check=True)
    build = [sys.executable, "-m", "site_builder", "build", "--no-search", "--site", str(site)]
    cold = measure.run(build, lambda: _set_aside(site / "_site", site / ".papershelf"))
    warm = measure.run(build)
    checked = measure.run([sys.executable, "-m", "site_builder", "check", "--site", str(site)], times=1)
    edited = subprocess.run(
        [sys.executable, "-m", "tests.bench.edit", str(site)],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    subprocess.run(
        [sys.executable, "-m", "tests.bench.sites", str(hugo_site), str(site / "_site")], cwd=REPOSITORY, check=True
    )
    hugo = [measure.hugo(), "--source", str(hugo_site), "--quiet"]
    hugo_cold = measure.run(hugo, lambda: _set_aside(hugo_site / "public", hugo_site / "resources"))
    hugo_warm = measure.run(hugo)
    hugo_edit = measure.hugo_edit(hugo_site)
    page, rest = map(float, edited.split())
    return [
        ("cold", cold, hugo_cold),
        ("no change", warm, hugo_warm),
        ("one edit", page, hugo_edit),
        ("… all of it", rest, hugo_edit),
        ("check", checked, None),
    ]


def _set_aside(*folders: Path) -> None:
    """Leave no such folder. Nothing is deleted: ext4 without a journal does not use an inode again for minutes after
    its file was, and takes ten times as long to make files while it looks for others.
    """
    for folder in filter(Path.exists, folders):
        folder.rename(tempfile.mkdtemp(dir=folder.parent.parent) + "/aside")


def _wall(took: Took | float) -> float:
    return took if isinstance(took, float) else took.wall


def _told(took: Took | float | None) -> str:
    return "" if took is None else f"{took * 1000:.0f} ms" if isinstance(took, float) else str(took)


if __name__ == "__main__":
    main()
