"""The search index: Pagefind's own, run over the built pages.

Pages say themselves what is indexed (`data-pagefind-body`). How a query is answered is for static/js/search.js.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pagefind_bin

from site_builder.errors import BuildFailed, Problem

FOLDER = "pagefind"
_ENTRY = "pagefind-entry.json"
_UNUSED = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight", "wasm.unknown")
"""Files of Pagefind's own interfaces, which this site does not use."""


def index(pages: Path, language: str) -> tuple[tuple[str, bytes], ...]:
    """The index over the paper pages in folder `pages`: (output path, bytes) of its files, the entry file last.

    Published in this order a reader's browser finds either the old index or the new one. Raises `BuildFailed` when
    Pagefind fails.
    """
    with tempfile.TemporaryDirectory(prefix="papershelf-") as made:
        _run(pages, Path(made), language)
        return tuple(_bundle(Path(made)))


def _run(site: Path, made: Path, language: str) -> None:
    command = [
        pagefind_bin.get_executable(),
        *("--site", site, "--output-path", made, "--force-language", language, "--silent"),
    ]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode != 0 or not (made / _ENTRY).is_file():
        said = " ".join((done.stderr or done.stdout).split())[:400] or f"exit code {done.returncode}"
        hint = "Try `pip install --force-reinstall pagefind-bin`."
        raise BuildFailed([Problem("pagefind", f"the search index could not be made: {said}", hint)])


def _bundle(made: Path) -> Iterator[tuple[str, bytes]]:
    names = (path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    for name in sorted(names, key=lambda name: (name == _ENTRY, name)):
        if not name.startswith(_UNUSED):
            yield f"{FOLDER}/{name}", (made / name).read_bytes()
