"""Ask the search of a built site, by its own scripts and outside a browser: what Node says, readers will see."""

import functools
import http.server
import json
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SCRIPT: Final = Path(__file__).with_name("probe.mjs")
TIMEOUT: Final = 120
"""Seconds that all questions together may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a query found."""

    slugs: tuple[str, ...]
    """Of the first ten papers, best first."""
    held: int
    """How many papers hold all that was asked for."""
    near: int
    """How many others are shown."""
    unknown: tuple[str, ...]
    """The words that no paper has."""


class NoAnswerError(Exception):
    """The search of a site does not work; says how it failed."""


def node() -> str:
    """Where Node is; "" when this machine has none."""
    return shutil.which("node") or ""


def ask(output: Path, queries: Sequence[str], language: str = "en") -> list[Answer]:
    """The answers of the site in `output` to `queries`, on a page in `language`. Raises `NoAnswerError`."""
    with tempfile.TemporaryDirectory(prefix="papershelf-") as made, _served(output) as base:
        _gather(output, Path(made))
        command = [node(), str(_SCRIPT), made, base, language]
        try:
            done = subprocess.run(
                command, input=json.dumps(queries), capture_output=True, text=True, check=False, timeout=TIMEOUT
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoAnswerError(str(error)) from error
    if done.returncode != 0:
        raise NoAnswerError(_brief(done.stderr))
    return [_answer(found) for found in json.loads(done.stdout)]


def _answer(found: Mapping[str, object]) -> Answer:
    return Answer(**{name: tuple(value) if isinstance(value, list) else value for name, value in found.items()})  # type: ignore[arg-type]


def _brief(complaint: str) -> str:
    """The line of a stack trace that says what is wrong."""
    lines = [line.strip() for line in complaint.splitlines()]
    return next((line for line in lines if "Error" in line), complaint.strip())[:300]


def _gather(output: Path, folder: Path) -> None:
    """The site's search as modules that Node takes for such."""
    scripts = [*output.glob("assets/*/js/search/*.js"), output / "pagefind/pagefind.js"]
    for script in scripts:
        if not script.is_file():
            raise NoAnswerError(f"{script.name} is missing")
        shutil.copy(script, folder)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Where `folder` is served meanwhile, on this machine only."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
