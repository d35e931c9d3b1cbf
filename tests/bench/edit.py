"""Median seconds of one edit, saved → written, in a preview's warm process: `python -m tests.bench.edit SITE`."""

import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

from site_builder import build, config, crew, memory

_TIMES = 7


def main(site: Path) -> None:
    """Print the medians: until the page of the paper is written, until all pages are."""
    settings = replace(config.load(site), searchable=False, jobs=crew.default())
    known = memory.load(settings.memory, settings.output)
    build.build_site(settings, known)
    page = next((site / "content/papers").glob("*.md"))
    good = page.read_text(encoding="utf-8")
    took, rest = [], []
    for number in range(_TIMES):
        time.sleep(0.2)
        page.write_text(f"{good} Edit number {number}.\n", encoding="utf-8")
        started = time.perf_counter()
        build.touch_up(settings, known, page)
        took.append(time.perf_counter() - started)
        build.build_site(settings, known)
        rest.append(time.perf_counter() - started)
    print(statistics.median(took), statistics.median(rest))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
