"""Seconds of edits in a real preview: `python -m tests.bench.edit SITE`.

Prints two lines, each with the seconds of every edit: from saving a paper's page to the browser being told of it, and
to the end of the whole build behind that.
"""

import asyncio
import contextlib
import json
import socket
import sys
import time
from pathlib import Path

from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.bench import REPOSITORY

_TIMES = 3


async def main(site: Path) -> None:
    """Serve `site`, edit it, listen."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = ["-m", "site_builder", "serve", "--port", str(port), "--site", str(site)]
    server = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=REPOSITORY, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    assert server.stdout
    try:
        await _until(server.stdout, "Preview at")
        page = next((site / "content/papers").glob("*.md"))
        took = [await _edit(page, number, port, server.stdout) for number in range(_TIMES)]
        for times in zip(*took, strict=True):
            print(*times)  # noqa: T201
    finally:
        server.terminate()
        await server.wait()


async def _browser(port: int, slug: str) -> WebSocketClientConnection:
    """A browser that shows the page of paper `slug`, as the preview knows it."""
    browser = await websocket_connect(f"ws://127.0.0.1:{port}/livereload")
    for said in ({"command": "hello"}, {"command": "info", "url": f"http://127.0.0.1:{port}/shelf/papers/{slug}/"}):
        await browser.write_message(json.dumps(said))
    for _ in ("hello", "the page is newer than what you, who never fetched it, can have"):
        await browser.read_message()
    return browser


async def _edit(page: Path, number: int, port: int, output: asyncio.StreamReader) -> tuple[float, float]:
    await asyncio.sleep(3)  # as a person would; the search index is made meanwhile
    browser = await _browser(port, page.stem)
    await _drained(output)
    text = page.read_text(encoding="utf-8")
    started = time.perf_counter()
    page.write_text(f"{text.rstrip()} Edit number {number}.\n", encoding="utf-8")
    await browser.read_message()
    told = time.perf_counter() - started
    await _until(output, " written, in ")
    browser.close()
    return told, time.perf_counter() - started


async def _drained(output: asyncio.StreamReader) -> None:
    """Leave unread only what is said from now on."""
    with contextlib.suppress(TimeoutError):
        while True:
            await asyncio.wait_for(output.readline(), 0.05)


async def _until(output: asyncio.StreamReader, words: str) -> None:
    while words not in (line := (await output.readline()).decode()):
        if not line:
            sys.exit("the preview ended")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
