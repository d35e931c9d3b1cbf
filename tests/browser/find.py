"""Find a Chromium for the browser tests, installing one where none is found.

Prints its path. Debian's package first, where this may install packages; otherwise Playwright's own download.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str:
    """The path of a Chromium on this machine; "" when there is none."""
    stated = os.environ.get("CHROMIUM", "")
    if stated:
        return stated
    return next((path for name in NAMES if (path := shutil.which(name))), "") or _playwrights()


def _playwrights() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def _install() -> None:
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
        done = subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, env=quiet)
        if done.returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Find or install; 1 when neither works."""
    if not found():
        _install()
    path = found()
    if not path:
        print("No Chromium was found and none could be installed; set CHROMIUM to one's path.", file=sys.stderr)  # noqa: T201
        return 1
    print(f"Browser tests use {path}")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
