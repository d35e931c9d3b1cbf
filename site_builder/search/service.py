"""Pagefind as a service: pages go in as text and the index comes out as files, nothing of either touching the disk.

A message is JSON in base64, ended by a comma, and so is its answer (https://pagefind.app/docs/py-api/ wraps the same
program and waits a tenth of a second before it reads each answer, which is why we speak with it ourselves).
"""

import base64
import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import IO, Any, Final, cast

import pagefind_bin

from site_builder.core.errors import BuildFailed, Problem

_AHEAD: Final = 1 << 16
"""Bytes of an answer that are read at once."""
_END: Final = b","
_CHUNK: Final = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "1500"}
"""About how many places of words are in a file of them, all of which are fetched with one; a tenth of what Pagefind
takes by itself, for sites of any size. A Pagefind that no longer knows this makes larger files."""


def index(pages: Iterable[tuple[str, str]], language: str) -> Iterator[tuple[str, bytes]]:
    """The files of the index over `pages`, (address, HTML) pairs, in Pagefind's order: fragments in that of `pages`.

    Raises `BuildFailed` when Pagefind does not answer as it should.
    """
    with tempfile.TemporaryFile() as complaints:
        try:
            command = [str(pagefind_bin.get_executable()), "--service"]
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env={**os.environ, **_CHUNK},
            )
        except OSError as error:
            raise _failed(str(error)) from error
        with process:
            try:
                found = _talk(process, pages, language)
            except (OSError, ValueError, KeyError, TypeError) as error:
                process.kill()
                with suppress(OSError):  # it is not there to read what was not sent yet
                    cast("IO[bytes]", process.stdin).close()
                complaints.seek(0)
                raise _failed(complaints.read().decode(errors="replace") or repr(error)) from error
    yield from ((file["path"], base64.b64decode(file["content"])) for file in found)


def _talk(process: "subprocess.Popen[bytes]", pages: Iterable[tuple[str, str]], language: str) -> list[dict[str, str]]:
    if process.stdin is None or process.stdout is None:
        raise ValueError("no pipes to Pagefind")
    answers = _answers(process.stdout)
    process.stdin.write(_message({"type": "NewIndex", "config": {"force_language": language}}))
    process.stdin.flush()
    number = next(answers)["index_id"]
    adding = [{"type": "AddFile", "index_id": number, "url": url, "file_contents": html} for url, html in pages]
    asked = [*adding, {"type": "GetFiles", "index_id": number}]
    # It answers while it still reads: whoever first writes all would wait for it as it waits for us.
    writer = threading.Thread(target=_write, args=(process.stdin, asked), daemon=True)
    writer.start()
    for _ in adding:
        next(answers)
    found: list[dict[str, str]] = next(answers)["files"]
    writer.join()
    process.stdin.close()
    return found


def _write(pipe: IO[bytes], asked: Iterable[Mapping[str, object]]) -> None:
    try:
        for payload in asked:
            pipe.write(_message(payload))
        pipe.flush()
    except OSError:
        return  # Pagefind has ended; that it did not answer is told by whoever reads


def _message(payload: Mapping[str, object]) -> bytes:
    return base64.b64encode(json.dumps({"message_id": 1, "payload": payload}).encode()) + _END


def _answers(pipe: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The payload of each answer. Raises `ValueError` when one is a complaint or there are no more."""
    parts: list[bytes] = []
    while read := pipe.read1(_AHEAD):  # type: ignore[attr-defined]  # a BufferedReader, as Popen makes it
        *ended, rest = read.split(_END)
        for part in ended:
            payload = json.loads(base64.b64decode(b"".join([*parts, part])))["payload"]
            parts = []
            if payload["type"] == "Error":
                raise ValueError(payload["message"])
            yield payload
        parts.append(rest)
    raise ValueError("Pagefind ended before it answered")


def _failed(said: str) -> BuildFailed:
    what = f"the search index could not be made: {' '.join(said.split())[:400]}"
    return BuildFailed([Problem("pagefind", what, "Try `pip install --force-reinstall pagefind-bin`.")])
