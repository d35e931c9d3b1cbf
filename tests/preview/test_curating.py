"""The preview's page of tags: it tells, and one click adds one tag; whoever is not that page adds none."""

import asyncio
import re
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
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
from site_builder.core.config import SiteConfig
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
        self.preview: Any = SimpleNamespace(settings=config.load(site))

    def during(self, work: Callable[[int], Awaitable[Any]]) -> Any:
        """What `work`, which gets the port, returns while the page is served; then all is answered."""
        with ThreadPoolExecutor(1) as apart:  # from the loop that a browser's tests leave running
            return apart.submit(asyncio.run, self._during(work)).result()

    async def _during(self, work: Callable[[int], Awaitable[Any]]) -> Any:
        line, port = testing.bind_unused_port()
        server = HTTPServer(web.Application(curating.handlers(self.preview), host="127.0.0.1"))
        server.add_sockets([line])
        got = await work(port)
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others)
        server.stop()
        return got

    def ask(self, *forms: tuple[Mapping[str, str], Mapping[str, str]]) -> list[tuple[int, str]]:
        """Status and text of the page, then of each of `forms`, (fields, headers), sent at once."""

        async def work(port: int) -> list[tuple[int, str]]:
            page = await _get(port, injected.CURATING)
            own = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page[1]))
            sent = (_post(port, {**own, **fields}, headers) for fields, headers in forms)
            return [page, *await asyncio.gather(*sent)]

        answers: list[tuple[int, str]] = self.during(work)
        return answers


async def _get(port: int, path: str) -> tuple[int, str]:
    got = await httpclient.AsyncHTTPClient().fetch(f"http://127.0.0.1:{port}{path}", raise_error=False)
    return got.code, got.body.decode()


async def _post(port: int, fields: Mapping[str, str], headers: Mapping[str, str]) -> tuple[int, str]:
    here = f"http://127.0.0.1:{port}"
    given = {name: value for name, value in {"Origin": here, **headers}.items() if value}
    got = await httpclient.AsyncHTTPClient().fetch(
        here + injected.CURATING, method="POST", body=urlencode(fields), headers=given, raise_error=False
    )
    return got.code, got.body.decode()


async def _leave(port: int, path: str) -> None:
    """Ask for `path`, and close the connection at once."""
    _, there = await asyncio.open_connection("127.0.0.1", port)
    there.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    await there.drain()
    there.transport.abort()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[curating.Report]:
    """The reports that are made from now on; no file is too young to be known again."""
    reports: list[curating.Report] = []
    make = curating.report

    def noted(settings: SiteConfig) -> curating.Report:
        reports.append(make(settings))
        return reports[-1]

    monkeypatch.setattr(curating, "report", noted)
    monkeypatch.setattr("site_builder.core.files.is_young", lambda _record: False)
    return reports


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


def test_of_many_clicks_at_once_one_counts_and_the_others_hear_of_it(moonlit: Path) -> None:
    path, wanted = moonlit / "content/tags.yaml", ("moonbeam rings", "moonbeam", "rings", "rings shine")

    _, *answers = Client(moonlit).ask(*(({"words": words}, {}) for words in wanted))

    assert sorted(status for status, _ in answers) == [200, 409, 409, 409]
    assert sum("was changed meanwhile" in page for _, page in answers) == 3
    (added,) = [words for words, (status, _) in zip(wanted, answers, strict=True) if status == 200]
    assert path.read_text(encoding="utf-8").count(f"slug: {added.replace(' ', '-')}") == 1


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
    client.preview.settings = config.load(moonlit, base_url=base)

    assert client.during(lambda port: _get(port, path))[0] == status


def test_who_leaves_before_the_page_is_made_leaves_no_trace(moonlit: Path, caplog: pytest.LogCaptureFixture) -> None:
    Client(moonlit).during(lambda port: _leave(port, injected.CURATING))

    assert [record.getMessage() for record in caplog.records] == []


def test_what_all_ask_for_is_found_out_once(moonlit: Path, made: list[curating.Report]) -> None:
    async def work(port: int) -> list[tuple[int, str]]:
        return await asyncio.gather(*(_get(port, injected.CURATING) for _ in range(8)))

    answers = Client(moonlit).during(work)

    assert len(made) == 1
    assert len(set(answers)) == 1
    assert "Moonbeam rings" in answers[0][1]


def test_a_saved_file_is_read_again(moonlit: Path, made: list[curating.Report]) -> None:
    async def work(port: int) -> str:
        await _get(port, injected.CURATING)
        text = PAPER.format(title="An evening in the hills", more="Nothing else.")
        (moonlit / "content/papers/evening.md").write_text(text, encoding="utf-8")
        return (await _get(port, injected.CURATING))[1]

    assert "An evening in the hills" in Client(moonlit).during(work)
    assert len(made) == 2


def test_nothing_is_done_for_who_has_left(
    moonlit: Path, made: list[curating.Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_builder.core.files.is_young", lambda _record: True)  # so that none is kept

    async def work(port: int) -> tuple[int, str]:
        for _ in range(20):
            await _leave(port, injected.CURATING)
        return await _get(port, injected.CURATING)

    status, page = Client(moonlit).during(work)

    assert status == 200
    assert "Tags of this site" in page
    assert len(made) <= 2


def test_the_end_of_the_preview_does_not_wait_for_a_report() -> None:
    program = """
import asyncio, threading
from site_builder.preview import curating
begun = threading.Event()
async def main():
    asyncio.ensure_future(curating._apart(lambda: (begun.set(), threading.Event().wait())))
    await asyncio.to_thread(begun.wait)
asyncio.run(main())
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
