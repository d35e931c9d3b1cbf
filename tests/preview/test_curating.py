"""The preview's page of tags: it tells, and one click adds one tag; whoever is not that page adds none."""

import asyncio
import re
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from tornado import httpclient, testing, web
from tornado.httpserver import HTTPServer

from site_builder.content import vocabulary_edit
from site_builder.core import config
from site_builder.core.errors import BuildFailed
from site_builder.preview import curating, injected

PAPER = "---\ntitle: {title}\nyear: 2024\n---\n\nWe study moonbeam rings. {more}\n"


@pytest.fixture
def moonlit(site: Path) -> Path:
    """The tiny site with three papers of which no tag speaks."""
    for day in (1, 2, 3):
        text = PAPER.format(title=f"Moonbeam rings {day}", more="Moonbeam rings shine.")
        (site / f"content/papers/moonbeam-{day}.md").write_text(text, encoding="utf-8")
    return site


class Client:
    """Asks the page of one preview."""

    def __init__(self, site: Path) -> None:
        self._preview: Any = SimpleNamespace(settings=config.load(site))

    def ask(self, *forms: tuple[Mapping[str, str], Mapping[str, str]]) -> list[tuple[int, str]]:
        """Status and text of the page, then of each of `forms`, (fields, headers): a field None is the page's own."""
        with ThreadPoolExecutor(1) as apart:  # from the loop that a browser's tests leave running
            return apart.submit(asyncio.run, self._ask(forms)).result()

    def status(self, path: str) -> int:
        """What the preview answers at `path`."""
        with ThreadPoolExecutor(1) as apart:
            return apart.submit(asyncio.run, self._status(path)).result()

    async def _status(self, path: str) -> int:
        line, port = testing.bind_unused_port()
        server = HTTPServer(web.Application(curating.handlers(self._preview), host="127.0.0.1"))
        server.add_sockets([line])
        answer = await httpclient.AsyncHTTPClient().fetch(f"http://127.0.0.1:{port}{path}", raise_error=False)
        server.stop()
        return answer.code

    def leave(self, path: str) -> None:
        """Ask for `path`, and close the connection at once."""
        with ThreadPoolExecutor(1) as apart:
            apart.submit(asyncio.run, self._leave(path)).result()

    async def _leave(self, path: str) -> None:
        line, port = testing.bind_unused_port()
        server = HTTPServer(web.Application(curating.handlers(self._preview), host="127.0.0.1"))
        server.add_sockets([line])
        _, there = await asyncio.open_connection("127.0.0.1", port)
        there.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        await there.drain()
        there.transport.abort()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others)
        server.stop()

    async def _ask(self, forms: Any) -> list[tuple[int, str]]:
        line, port = testing.bind_unused_port()
        server = HTTPServer(web.Application(curating.handlers(self._preview), host="127.0.0.1"))
        server.add_sockets([line])
        here = f"http://127.0.0.1:{port}"
        fetch = httpclient.AsyncHTTPClient().fetch
        got = await fetch(here + injected.CURATING)
        answers = [(got.code, got.body.decode())]
        for fields, headers in forms:
            own = dict(re.findall(r'name="(\w+)" value="([^"]*)"', answers[0][1]))
            sent = {"Origin": here, **headers}
            body = urlencode({**own, **fields})
            got = await fetch(
                here + injected.CURATING, method="POST", body=body, raise_error=False,
                headers={name: value for name, value in sent.items() if value},
            )  # fmt: skip
            answers.append((got.code, got.body.decode()))
        server.stop()
        return answers


def test_a_click_adds_the_tag_and_changes_nothing_else(moonlit: Path) -> None:
    path = moonlit / "content/tags.yaml"
    before = path.read_bytes()

    (_, page), (status, after) = Client(moonlit).ask(({"words": "moonbeam rings"}, {}))

    assert "Moonbeam rings" in page
    assert status == 200
    assert "Added to tags.yaml: moonbeam rings" in after
    assert path.read_bytes().startswith(before.rstrip())
    assert b"slug: moonbeam-rings" in path.read_bytes()


def test_a_mistake_in_a_file_is_told_and_nothing_else(moonlit: Path) -> None:
    (moonlit / "content/tags.yaml").write_text("tags: 3\n", encoding="utf-8")

    ((status, page),) = Client(moonlit).ask()

    assert status == 200
    assert "content/tags.yaml:1" in page
    assert "every subject of the papers has a tag" not in page


@pytest.mark.parametrize(
    ("fields", "headers", "refused"),
    [
        ({}, {"Origin": "http://evil.example"}, 403),
        ({}, {"Origin": ""}, 403),
        ({}, {"Host": "evil.example"}, 403),
        ({"token": "guessed"}, {}, 403),
        ({"token": ""}, {}, 403),
        ({"seen": "0" * 32}, {}, 409),
        ({"words": "what nobody wrote of"}, {}, 409),
    ],
)
def test_who_is_not_the_page_or_comes_late_changes_nothing(
    fields: dict[str, str], headers: dict[str, str], refused: int, moonlit: Path
) -> None:
    path = moonlit / "content/tags.yaml"
    before = path.read_bytes()

    _, (status, _) = Client(moonlit).ask(({"words": "moonbeam rings", **fields}, headers))

    assert refused == status
    assert before == path.read_bytes()


def test_of_many_clicks_at_once_one_counts_and_the_others_are_told(moonlit: Path) -> None:
    path, settings = moonlit / "content/tags.yaml", config.load(moonlit)
    seen = curating.report(settings).seen

    def click(wanted: str) -> str:
        try:
            curating.apply(settings, wanted, seen)
        except BuildFailed as refused:
            return str(refused)
        return wanted

    with ThreadPoolExecutor(4) as readers:
        answers = list(readers.map(click, ["moonbeam rings", "moonbeam", "rings", "rings shine"]))

    added = [answer for answer in answers if "was changed meanwhile" not in answer]
    assert len(added) == 1
    assert path.read_text(encoding="utf-8").count(f"slug: {added[0].replace(' ', '-')}") == 1


def test_an_edit_that_is_saved_while_a_tag_is_put_in_stays(moonlit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, settings = moonlit / "content/tags.yaml", config.load(moonlit)
    seen, made = curating.report(settings).seen, vocabulary_edit.with_tag

    def meanwhile(text: str, tag: Any, where: str) -> str:
        path.write_text(f"{text}# mine\n", encoding="utf-8")
        return made(text, tag, where)

    monkeypatch.setattr(vocabulary_edit, "with_tag", meanwhile)
    with pytest.raises(BuildFailed, match="changed meanwhile"):
        curating.apply(settings, "moonbeam rings", seen)

    assert path.read_text(encoding="utf-8").endswith("# mine\n")


def test_an_edit_that_is_saved_in_the_last_moment_stays(moonlit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, settings = moonlit / "content/tags.yaml", config.load(moonlit)
    seen, beside = curating.report(settings).seen, tempfile.mkstemp

    def last_moment(prefix: str, dir: Path) -> tuple[int, str]:  # noqa: A002 — as tempfile has it
        path.write_text(f"{path.read_text(encoding='utf-8')}# mine\n", encoding="utf-8")
        return beside(prefix=prefix, dir=dir)

    monkeypatch.setattr(tempfile, "mkstemp", last_moment)
    with pytest.raises(BuildFailed, match="changed meanwhile"):
        curating.apply(settings, "moonbeam rings", seen)

    assert path.read_text(encoding="utf-8").endswith("# mine\n")


def test_a_fault_that_quotes_what_is_no_text_is_shown() -> None:
    assert b"found ? in" in injected.failure("found \ud800 in map.json")


@pytest.mark.parametrize(
    ("base", "path", "status"),
    [
        ("https://x.example/digest/", "/digest/.papershelf/tags", 200),
        ("https://x.example/digest/", "/.papershelf/tags", 200),
        ("https://x.example/digest/", "/other/.papershelf/tags", 404),
        ("https://x.example/", "/.papershelf/tags", 200),
    ],
)
def test_the_page_is_there_under_a_base_path_too(base: str, path: str, status: int, moonlit: Path) -> None:
    client = Client(moonlit)
    client._preview.settings = config.load(moonlit, base_url=base)

    assert client.status(path) == status


def test_who_leaves_before_the_page_is_made_leaves_no_trace(moonlit: Path, caplog: pytest.LogCaptureFixture) -> None:
    Client(moonlit).leave(f"/shelf{injected.CURATING}")

    assert [record.getMessage() for record in caplog.records] == []
