"""Median seconds of one edit, saved → written, in a preview's warm process: `python -m tests.bench.edit SITE`."""

import statistics
import sys
import time
from pathlib import Path

from site_builder import build, config, memory

_TIMES = 7


def main(site: Path) -> None:
    """Print the median."""
    settings = config.load(site)
    known = memory.load(settings.memory, settings.output)
    build.build_site(settings, known)
    page = next((site / "content/papers").glob("*.md"))
    good = page.read_text(encoding="utf-8")
    took = []
    for number in range(_TIMES):
        time.sleep(0.2)
        page.write_text(f"{good} Edit number {number}.\n", encoding="utf-8")
        started = time.perf_counter()
        report = build.build_site(settings, known)
        took.append(time.perf_counter() - started)
        if not report.written:
            sys.exit("the edit was not seen")
    print(statistics.median(took))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
