"""Ask the search of a built site, by its own scripts and outside a browser: what Node says, readers will see."""

import functools
import http.server
import json
import os
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
_BARE: Final = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
"""The environment of Node: nothing but what it takes to start."""
_LOOKS_UP: Final = 0.02
"""Seconds after which the server sees that nobody needs it any more."""
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
    """Where a Node is that keeps scripts from this machine's files and programs; "" when there is none.

    An older one would run what a site brings with all rights of whoever checks it.
    """
    found = shutil.which("node") or ""
    return found if found and _permission(found) else ""


def ask(output: Path, queries: Sequence[str], language: str = "en") -> list[Answer]:
    """The answers of the site in `output` to `queries`, on a page in `language`. Raises `NoAnswerError`."""
    with tempfile.TemporaryDirectory(prefix="papershelf-") as made, _served(output) as base:
        _gather(output, Path(made))
        shutil.copy(_SCRIPT, made)
        inside = os.path.realpath(made)  # Node compares what links lead to
        try:
            program = node()
            command = [program, *_fenced(program, inside), f"{inside}/{_SCRIPT.name}", inside, base, language]
            done = subprocess.run(
                command,
                input=json.dumps(queries),
                capture_output=True,
                text=True,
                check=False,
                timeout=TIMEOUT,
                env=_BARE,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoAnswerError(str(error)) from error
    if done.returncode != 0:
        raise NoAnswerError(_brief(done.stderr))
    return [_answer(found) for found in json.loads(done.stdout)]


@functools.cache
def _permission(program: str) -> tuple[str, ...]:
    """The options by which `program`, a Node, runs scripts that may do only what is allowed; none where it has none."""
    for options in ("--permission", "--allow-net"), ("--permission",), ("--experimental-permission",):
        command = [program, *options, "-e", "0"]
        try:
            tried = subprocess.run(command, capture_output=True, check=False, timeout=TIMEOUT, env=_BARE)
        except (OSError, subprocess.TimeoutExpired):
            return ()
        if tried.returncode == 0:
            return options
    return ()


def _fenced(program: str, folder: str) -> list[str]:
    """Options that let scripts read `folder` and write nothing. Raises `NoAnswerError` without a Node that has them."""
    if not program:
        raise NoAnswerError("there is no Node that keeps scripts from this machine")
    return [*_permission(program), f"--allow-fs-read={folder}/*"]


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


class _Server(http.server.ThreadingHTTPServer):
    """One that lets as many connections wait as a page opens: who is turned away tries again after a second."""

    request_queue_size = 128


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Where `folder` is served meanwhile, on this machine only."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(_LOOKS_UP,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
