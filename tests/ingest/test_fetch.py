"""Fetching: polite, bounded, resumable; what came is kept, and what is no answer is told in a sentence."""

import gzip
import json
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import trustme

from site_builder.content import loader
from site_builder.core import clock, config
from site_builder.core.errors import BuildFailed
from site_builder.ingest import skeleton, split
from site_builder.ingest.fetch import answers, client, queries, services
from site_builder.ingest.fetch.answers import FetchReport
from site_builder.ingest.fetch.client import Client, FetchFailed, Unreachable
from tests.conftest import Run, tree
from tests.httpserver import Reply, Server, bomb, cut, dripping, endless, said, serving, silent

DAY = date(2026, 11, 26)
HTML = "<!doctype html><html><title>Sign in</title><body>Please sign in to go on.</body></html>"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


@pytest.fixture
def site(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site whose services are all the server on loopback; the working folder."""
    (tmp_path / "content/sources").mkdir(parents=True)
    (tmp_path / "content/site.yaml").write_text("title: Shelf\nurl: https://shelf.example/digest/\n")
    for name in ("ARXIV", "HUGGING_FACE", "OPENALEX"):
        monkeypatch.setattr(services, name, server.url(f"/{name.lower()}"))
    monkeypatch.setattr(services, "CROSSREF", server.url("/crossref/"))
    return tmp_path


def ask(site: Path, name: str, *lines: str) -> None:
    (site / f"content/sources/{name}.yaml").write_text("\n".join([*lines, ""]))


def atom(*numbers: int, title: str = "Melt of ice shelf") -> str:
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/2511.{number:05}v1</id><title>{title} {number}</title>"
        f"<summary>We study how ice melts under shelf {number}.</summary><published>2025-11-20T00:00:00Z</published>"
        "<author><name>Ann Lee</name></author></entry>\n"
        for number in numbers
    )
    return f'<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>\n{entries}</feed>\n'


def hf(*numbers: int) -> str:
    return json.dumps([{"paper": {"id": f"2511.{n:05}", "title": f"Melt {n}", "upvotes": n}} for n in numbers])


def fetch(site: Path, day: date = DAY, slept: list[float] | None = None, timeout: float = 5.0) -> FetchReport:
    asking = Client("https://shelf.example/digest/", sleep=(slept if slept is not None else []).append, timeout=timeout)
    return answers.fetch(config.load(site), asking, day)


def parameters(server: Server, index: int = 0) -> dict[str, str]:
    return {name: value[0] for name, value in parse_qs(urlsplit(server.asked[index][0]).query).items()}


# -- what is asked, and what is kept -----------------------------------------------------------------------------------


def test_an_answer_of_arxiv_is_kept_and_split_reads_it(site: Path, server: Server) -> None:
    ask(site, "ice", "arxiv: physics.ao-ph", "days: 3", "most: 5")
    server.replies["/arxiv"] = [said(atom(1, 2))]
    report = fetch(site)
    made = split.split(config.load(site), day=DAY)
    papers = loader.load(site / "content").papers

    assert report.kept == {"ice": ["content/sources/ice/2026-11-26.xml"]}
    assert (report.papers, report.problems) == (2, [])
    assert made.new == ["melt-of-ice-shelf-1", "melt-of-ice-shelf-2"]
    assert [(paper.arxiv, paper.added) for paper in papers] == [("2511.00001", DAY), ("2511.00002", DAY)]
    assert made.warnings == []
    assert parameters(server) == {
        "search_query": "cat:physics.ao-ph AND submittedDate:[202611230000 TO 202611262359]",
        "sortBy": "submittedDate",
        "sortOrder": "descending",
        "start": "0",
        "max_results": "5",
    }
    assert server.asked[0][1]["User-Agent"].endswith(" (+https://shelf.example/digest/)")


def test_an_item_that_is_no_paper_keeps_the_others_of_a_feed_out_of_nothing(site: Path, server: Server) -> None:
    ask(site, "ice", f"feed: {server.url('/feed')}")
    nameless = "<entry><id>a</id><title></title><summary>We melt.</summary></entry>"
    server.replies["/feed"] = [said(atom(1).replace("</feed>", f"{nameless}</feed>"))]
    report = fetch(site)
    made = split.split(config.load(site), day=DAY)

    assert (report.papers, report.problems, made.new) == (1, [], ["melt-of-ice-shelf-1"])
    assert [str(one).splitlines()[0] for one in made.warnings] == [
        "content/sources/ice/2026-11-26.xml:4: has no `title`: the record is left out"
    ]


def test_each_service_is_asked_in_its_own_words(site: Path, server: Server) -> None:
    ask(site, "a", "arxiv: all:ice AND all:melt")
    ask(site, "b", "huggingface: daily", "days: 2", "most: 30")
    ask(site, "c", f"feed: {server.url('/feed')}")
    ask(site, "d", "openalex: ice shelves", "days: 1", "most: 150")
    many = [{"title": f"Ice {number}", "doi": f"10.1000/{number}"} for number in range(100)]
    server.replies = {
        "/arxiv": [said(atom(1))],
        "/hugging_face": [said(hf(1)), said("[]")],
        "/feed": [said(atom(7))],
        "/openalex": [said(json.dumps({"results": many})), said(json.dumps({"results": []}))],
    }
    report = fetch(site)

    assert report.problems == []
    assert {name: [Path(path).name for path in kept] for name, kept in report.kept.items()} == {
        "a": ["2026-11-26.xml"],
        "b": ["2026-11-26.json"],
        "c": ["2026-11-26.xml"],
        "d": ["2026-11-26.json"],
    }
    assert parameters(server)["search_query"].startswith("(all:ice AND all:melt) AND submittedDate:")
    assert [parameters(server, index) for index in (1, 2)] == [
        {"date": "2026-11-26", "limit": "30"},
        {"date": "2026-11-25", "limit": "30"},
    ]
    assert parameters(server, 4) == {
        "search": "ice shelves",
        "filter": "from_publication_date:2026-11-25",
        "sort": "publication_date:desc",
        "per-page": "75",
        "page": "1",
    }
    assert parameters(server, 5) == {**parameters(server, 4), "page": "2"}  # or what comes before is counted otherwise


def test_what_came_today_is_not_asked_for_again_and_a_run_goes_on_where_it_was(site: Path, server: Server) -> None:
    ask(site, "ice", "arxiv: physics.ao-ph", "most: 250")
    server.replies["/arxiv"] = [said(atom(*range(100))), said("", 403), said(atom(*range(100, 150)))]
    first, second = fetch(site), fetch(site)
    before = tree(site)
    third = fetch(site)

    assert [problem.what for problem in first.problems] == [f"{urlsplit(server.url('')).netloc} answers 403"]
    assert first.kept["ice"] == ["content/sources/ice/2026-11-26.xml"]
    assert second.kept["ice"] == ["content/sources/ice/2026-11-26-2.xml"]
    assert (third.kept["ice"], len(server.asked)) == ([], 3)
    assert before == tree(site)


def test_two_queries_of_one_name_are_refused(site: Path) -> None:
    for name in ("a.yaml", "a.yml"):
        (site / "content/sources" / name).write_text("arxiv: cs.LG\n")

    with pytest.raises(BuildFailed, match=r"a\.yml: shares its name up to the last dot with a\.yaml"):
        queries.load(site / "content/sources")


def test_a_feed_is_asked_only_whether_it_changed(site: Path, server: Server) -> None:
    ask(site, "journal", f"feed: {server.url('/feed')}")
    server.replies["/feed"] = [said(atom(1), ETag='"a"', Last_Modified="Thu, 26 Nov 2026 00:00:00 GMT"), said("", 304)]
    fetch(site)
    report = fetch(site, DAY + timedelta(1))

    assert report.kept == {"journal": []}
    assert report.problems == []
    assert server.asked[1][1]["If-None-Match"] == '"a"'
    assert server.asked[1][1]["If-Modified-Since"] == "Thu, 26 Nov 2026 00:00:00 GMT"
    assert sorted(path.name for path in (site / "content/sources/journal").iterdir()) == [
        ".fetched.json",
        "2026-11-26.xml",
    ]


@pytest.mark.parametrize("reply", [{"ETag": '"\xe9"'}, {"ETag": '"a\tb"'}])
def test_what_cannot_be_sent_again_is_not_kept_of_a_version(reply: dict[str, str]) -> None:
    assert client._tags(httpx.Headers(reply, encoding="utf-8")) == {}


def test_of_what_is_kept_of_a_version_only_its_two_headers_are_sent(site: Path, server: Server) -> None:
    ask(site, "journal", f"feed: {server.url('/feed')}")
    server.replies["/feed"] = [said(atom(1)), said("", 304)]
    fetch(site)
    kept = {server.url("/feed"): {"X-Other": "mine", "If-None-Match": "\xe9", "If-Modified-Since": "now"}}
    (site / "content/sources/journal/.fetched.json").write_text(json.dumps(kept))
    fetch(site, DAY + timedelta(1))
    sent = server.asked[1][1]

    assert sent["If-Modified-Since"] == "now"
    assert "X-Other" not in sent
    assert "If-None-Match" not in sent


def test_a_link_to_what_is_kept_of_a_version_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "tags.json").write_text('{"http://a.example/": {"If-None-Match": "a"}}')
    (tmp_path / ".fetched.json").symlink_to("tags.json")

    assert answers._tags(tmp_path) == {}


@pytest.mark.parametrize("stated", ["Mon, 01 Jan 2024 00:00:00 +99999999999999999999", "\xb2"])
def test_a_time_to_come_back_that_is_none_is_not_heeded(stated: str) -> None:
    assert client._retry_after(stated) is None


def test_of_an_answer_only_papers_with_the_words_are_taken(site: Path, server: Server) -> None:
    ask(site, "ice", "arxiv: physics.ao-ph", "keywords: [shelf 1, 'SHEL*']", "without: [shelf 2]")
    server.replies["/arxiv"] = [said(atom(1, 2, 3))]
    fetch(site)

    assert split.split(config.load(site), day=DAY).new == ["melt-of-ice-shelf-1", "melt-of-ice-shelf-3"]

    ask(site, "ice", "arxiv: physics.ao-ph", "keywords: [shelf 2, shelf 1]")
    report = split.split(config.load(site), day=DAY)

    assert (report.new, report.missing) == (["melt-of-ice-shelf-2"], ["melt-of-ice-shelf-3"])


# -- manners -----------------------------------------------------------------------------------------------------------


def test_arxiv_is_asked_every_three_seconds_at_most(site: Path, server: Server) -> None:
    slept: list[float] = []
    server.replies["/arxiv"] = [said(atom(1))]
    asking = answers.client(config.load(site))
    asking.sleep = slept.append
    for _ in range(3):
        asking.get(services.ARXIV)

    assert [round(seconds) for seconds in slept] == [3, 3]


@pytest.mark.parametrize("status", [429, 503])
def test_who_says_when_to_come_back_is_heeded(status: int, site: Path, server: Server) -> None:
    slept: list[float] = []
    ask(site, "ice", "arxiv: physics.ao-ph")
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    busy = [said("", status, Retry_After="7"), said("", status, Retry_After=later), said("", status)]
    server.replies["/arxiv"] = [*busy, said(atom(1))]
    report = fetch(site, slept=slept)

    assert report.papers == 1
    assert slept[0] == 7
    assert 35 < slept[1] <= 40
    assert slept[2] == 8


def test_who_asks_for_an_hour_is_left_alone_and_other_queries_are_not(site: Path, server: Server) -> None:
    slept: list[float] = []
    ask(site, "a", "arxiv: physics.ao-ph")
    ask(site, "b", f"feed: {server.url('/feed')}")
    server.replies = {"/arxiv": [said("", 429, Retry_After="3600")], "/feed": [said(atom(1))]}
    report = fetch(site, slept=slept)

    assert [(problem.where, problem.what.partition(" ")[2]) for problem in report.problems] == [
        ("content/sources/a.yaml", "answers 429, and asks to wait 3,600 s")
    ]
    assert (report.papers, slept) == (1, [])


def test_an_answer_that_cannot_be_written_keeps_no_other_query_from_being_asked(site: Path, server: Server) -> None:
    ask(site, "a", "arxiv: physics.ao-ph")
    ask(site, "b", f"feed: {server.url('/feed')}")
    (site / "content/sources/a").write_text("where its folder would be")
    server.replies = {"/arxiv": [said(atom(1))], "/feed": [said(atom(2))]}
    report = fetch(site)

    assert [problem.where for problem in report.problems] == ["content/sources/a/2026-11-26.xml"]
    assert report.kept["b"] == ["content/sources/b/2026-11-26.xml"]


# -- faults ------------------------------------------------------------------------------------------------------------


def _packed(text: str) -> Reply:
    return said(gzip.compress(text.encode()), Content_Encoding="gzip")


FAULTS: dict[str, tuple[list[Reply], str]] = {
    "busy": ([said("", 503)], "answers 503"),
    "gone": ([said("", 404)], "answers 404"),
    "cut": ([cut(atom(1).encode()[:90])], "sent an answer that was cut off"),
    "cut gzip": ([said(gzip.compress(atom(1).encode())[:-9], Content_Encoding="gzip")], "answer that was cut off"),
    "no gzip": ([said(atom(1), Content_Encoding="gzip")], "sent an answer that was cut off"),
    "packed otherwise": ([said(b"x", Content_Encoding="br")], "packs its answer as `br`, which was not asked for"),
    "huge": ([endless], "answers with more than 1,000,000 bytes"),
    "bomb": ([bomb], "answers with more than 1,000,000 bytes"),
    "a page": ([said(HTML)], "answers with something that is no feed: “<!doctype html>"),
    "another format": ([said(hf(1))], "answers with something that is no feed: “[{"),
    "binary": ([said(b"\x89PNG\0\0")], "answers with something that cannot be read: is a binary file"),
    "half a feed": ([said(atom(1)[:120])], "answers with something that cannot be read: "),
    "an error of arXiv's": (
        [said("<feed><entry><id>http://arxiv.org/api/errors#x</id><title>Error</title></entry></feed>")],
        "does not understand what is asked",
    ),
    "to a file": ([said("", 302, Location="file:///etc/passwd")], "leads to `file:///etc/passwd`, which is no address"),
    "to ftp": ([said("", 301, Location="ftp://127.0.0.1/x")], "leads to `ftp://127.0.0.1/x`, which is no address"),
    "to nowhere": ([said("", 302)], "leads on more than 5 times"),
    "in a circle": ([said("", 302, Location="/arxiv")], "leads on more than 5 times"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_a_sentence_and_nothing_is_kept_or_lost(name: str, site: Path, server: Server) -> None:
    replies, message = FAULTS[name]
    ask(site, "ice", "arxiv: physics.ao-ph")
    server.replies["/arxiv"] = replies
    before = tree(site)
    asking = Client("https://shelf.example/", sleep=lambda _: None, timeout=5.0, most_bytes=1_000_000)
    report = answers.fetch(config.load(site), asking, DAY)

    assert [problem.where for problem in report.problems] == ["content/sources/ice.yaml"]
    assert message in report.problems[0].what
    assert before == tree(site)


@pytest.mark.parametrize("reply", [said("", 404), said(HTML), said(b"\x89PNG\0\0"), said(atom(1)[:120])])
def test_the_password_of_an_address_is_said_to_nobody(reply: Reply, site: Path, server: Server) -> None:
    ask(site, "ice", f"feed: {server.url('/feed').replace('//', '//ann:secret@')}")
    server.replies["/feed"] = [reply]
    report = answers.fetch(config.load(site), Client("https://shelf.example/", sleep=lambda _: None), DAY)

    assert len(report.problems) == 1
    assert "127.0.0.1" in str(report.problems[0])
    assert "secret" not in str(report.problems[0])


@pytest.mark.parametrize("first", ["busy", "cut", "cut gzip"])
def test_a_fault_that_passes_is_waited_out(first: str, site: Path, server: Server) -> None:
    ask(site, "ice", "arxiv: physics.ao-ph")
    server.replies["/arxiv"] = [*FAULTS[first][0], _packed(atom(1))]

    assert fetch(site).papers == 1


def test_who_does_not_answer_is_not_waited_for(site: Path, server: Server) -> None:
    ask(site, "ice", "arxiv: physics.ao-ph")
    done = threading.Event()
    server.replies["/arxiv"] = [silent(done)]
    started = time.monotonic()
    report = fetch(site, timeout=0.1)
    done.set()

    assert report.problems[0].what.endswith("did not answer in time")
    assert time.monotonic() - started < 5


DRIPS = {
    "a status": dripping(b"HTTP/1.1 "),
    "headers": dripping(b"HTTP/1.1 200 OK\r\nX-Long: "),
    "headers of a redirect": dripping(b"HTTP/1.1 302 Found\r\nLocation: /"),
    "a body": dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"),
    "a body without a length": dripping(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + atom(1).encode(), b"\n"),
}


@pytest.mark.parametrize("name", DRIPS)
def test_who_answers_a_byte_at_a_time_is_not_waited_for(
    name: str, site: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(site, "ice", "arxiv: physics.ao-ph")
    monkeypatch.setattr(client, "_WHOLE", 1.0)
    server.replies["/arxiv"] = [DRIPS[name]]
    before = tree(site)
    report = fetch(site)

    assert report.problems[0].what.endswith("takes longer than 1 s to answer")
    assert len(server.asked) == 1
    assert before == tree(site)


@pytest.mark.parametrize("cookie", ["a=b", "a=\xe9; Path=/", f"a=b; expires=Wed, 01 Jan {'1' * 5000} 10:00:00 GMT"])
def test_no_cookie_is_read_or_sent_back(cookie: str, server: Server, recwarn: pytest.WarningsRecorder) -> None:
    server.replies = {"/a": [said("", 302, Location="/b", Set_Cookie=cookie)], "/b": [said("found", Set_Cookie=cookie)]}

    assert Client("https://shelf.example/").get(server.url("/a")).content == b"found"
    assert not any("Cookie" in headers for _, headers in server.asked)
    assert not recwarn.list


def test_a_redirect_is_followed_but_never_from_https_to_http(server: Server) -> None:
    server.replies = {"/a": [said("", 307, Location="/b")], "/b": [said("found")]}
    found = Client("https://shelf.example/").get(server.url("/a"))

    assert (found.content, found.url) == (b"found", server.url("/b"))
    with pytest.raises(FetchFailed, match="leads from https to http"):
        client._next("https://shelf.example/", "http://shelf.example/")


def test_an_answer_packed_in_parts_is_read_whole(server: Server) -> None:
    parts = gzip.compress(b"one, ") + gzip.compress(b"two") + b"\0" * 16
    server.replies = {"/a": [said(parts, Content_Encoding="gzip")]}

    assert Client("https://shelf.example/").get(server.url("/a")).content == b"one, two"


def test_a_site_whose_address_has_other_letters_asks_too(server: Server) -> None:
    server.replies = {"/a": [said("found")]}

    assert Client("https://bücher.example/für/").get(server.url("/a")).content == b"found"
    assert server.asked[0][1]["User-Agent"].endswith("(+https://xn--bcher-kva.example/f%C3%BCr/)")


def test_a_proxy_that_cannot_be_used_is_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    with pytest.raises(FetchFailed, match="cannot be asked"):
        Client("https://shelf.example/").get(server.url("/a"))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://x/", "http://", "javascript:alert(1)"])
def test_nothing_but_the_web_is_asked(url: str) -> None:
    with pytest.raises(FetchFailed, match="which is no address of the web"):
        Client("https://shelf.example/").get(url)


def test_a_day_without_papers_is_no_fault(site: Path, server: Server) -> None:
    ask(site, "ice", "arxiv: physics.ao-ph")
    server.replies["/arxiv"] = [said(atom())]
    report = fetch(site)

    assert (report.kept, report.problems) == ({"ice": []}, [])


def test_a_server_that_cannot_prove_who_it_is_is_told_as_that(site: Path, server: Server) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost", "127.0.0.1").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    ask(site, "a", f"feed: {server.url('/feed').replace('http:', 'https:')}")
    (problem,) = fetch(site).problems

    assert problem.what.endswith("cannot prove who it is: its certificate is not to be trusted")
    assert "online" not in problem.hint


# -- at a terminal -----------------------------------------------------------------------------------------------------


def _closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens where the services were."""
    for name in ("ARXIV", "HUGGING_FACE", "CROSSREF"):
        monkeypatch.setattr(services, name, "http://127.0.0.1:9/")


def test_offline_is_one_clear_line(site: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    _closed(monkeypatch)
    ask(site, "a", "arxiv: physics.ao-ph")
    ask(site, "b", "huggingface: daily")
    before = tree(site)
    result = run("fetch")

    assert result.exit_code == 1
    assert result.stderr == (
        f"a, b: none of them can be reached\n    {answers._OFFLINE}\n1 problem. 0 papers were fetched.\n"
    )
    assert before == tree(site)
    with pytest.raises(Unreachable):
        Client("https://shelf.example/").get(services.ARXIV)


def test_fetch_says_what_came(site: Path, server: Server, run: Run) -> None:
    assert "There is no standing query" in run("fetch").stdout

    ask(site, "ice", "arxiv: physics.ao-ph")
    server.replies["/arxiv"] = [said(atom(1, 2))]
    result = run("fetch")

    assert result.exit_code == 0, result.stderr
    assert "/2026" in result.stdout or "ice: content/sources/ice/" in result.stdout
    assert "2 papers fetched" in result.stdout


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["days: 7"], "asks for nothing"),
        (["arxiv: cs.LG", "openalex: ice"], "asks for more than one thing"),
        (["feed: file:///etc/passwd"], "`feed` must be an http or https URL"),
        (["huggingface: weekly"], "`weekly` is no list of Hugging Face's"),
        (["arxiv: cs.LG", "dayz: 7"], "unknown field `dayz`"),
        (["arxiv: cs.LG", "most: 100000"], "`most` must be a whole number from 1 to 2000"),
        (["arxiv: cs.LG", "keywords: ice"], "`keywords` must be a list of texts"),
        (["- a"], "must be a list of `name: value` lines"),
    ],
)
def test_a_query_with_a_fault_is_told(lines: list[str], message: str, site: Path) -> None:
    ask(site, "ice", *lines)
    with pytest.raises(BuildFailed) as failed:
        fetch(site)

    assert message in str(failed.value)


def test_a_query_that_is_named_oddly_cannot_lead_out_of_its_folder(site: Path) -> None:
    ask(site, "..a", "arxiv: cs.LG")
    with pytest.raises(BuildFailed, match="cannot be that of a folder of answers"):
        queries.load(site / "content/sources")


def test_answers_are_not_written_behind_a_link(
    site: Path, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    ask(site, "ice", "arxiv: physics.ao-ph")
    (site / "content/sources/ice").symlink_to(outside)
    server.replies["/arxiv"] = [said(atom(1))]
    with pytest.raises(BuildFailed, match="leads out of"):
        fetch(site)

    assert list(outside.iterdir()) == []


# -- one paper ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stated", ["2511.00001", "arXiv:2511.00001v2", "https://arxiv.org/abs/2511.00001"])
def test_a_paper_is_added_by_its_arxiv_id(stated: str, site: Path, server: Server, run: Run) -> None:
    server.replies["/arxiv"] = [said(atom(1))]
    result = run("add", stated)

    assert result.stdout.startswith("Added: content/papers/melt-of-ice-shelf-1.md, in ")
    assert parameters(server) == {"id_list": "2511.00001"}
    assert (site / "content/sources/added/arxiv-2511-00001.xml").exists()
    assert run("add", stated).stdout.startswith("There already: content/papers/melt-of-ice-shelf-1.md")


def test_a_paper_that_was_deleted_is_told_with_the_way_back(site: Path, server: Server, run: Run) -> None:
    server.replies["/arxiv"] = [said(atom(1))]
    run("add", "2511.00001")
    page, ledger = (
        site / "content/papers/melt-of-ice-shelf-1.md",
        site / "content/sources/added/arxiv-2511-00001.ledger.json",
    )
    page.unlink()
    result = run("add", "2511.00001")
    kept = json.loads(ledger.read_text())
    del kept["pages"]["melt-of-ice-shelf-1"]
    ledger.write_text(json.dumps(kept))
    later = run("add", "2511.00001")

    assert result.stdout == (
        "2511.00001 was deleted here, and stays so: content/papers/melt-of-ice-shelf-1.md.\n"
        "To bring it back, take `melt-of-ice-shelf-1` out of content/sources/added/arxiv-2511-00001.ledger.json, "
        "and add it again.\n"
    )
    assert later.stdout.startswith("Added: content/papers/melt-of-ice-shelf-1.md")
    assert page.exists()


@pytest.mark.parametrize(
    "stated", ["10.1000/melt", "https://doi.org/10.1000/melt", "https://pub.example/doi/10.1000/melt?x"]
)
def test_a_paper_is_added_by_its_doi(stated: str, site: Path, server: Server, run: Run) -> None:
    work = {"DOI": "10.1000/melt", "title": ["Melt of ice"], "author": [{"given": "Ann", "family": "Lee"}]}
    server.replies["/crossref/10.1000%2Fmelt"] = [said(json.dumps({"status": "ok", "message": work}))]
    run("add", stated)
    (paper,) = loader.load(site / "content").papers

    assert (paper.slug, paper.doi, paper.authors) == ("melt-of-ice", "10.1000/melt", ("Ann Lee",))


def test_where_nobody_answers_a_page_to_fill_in_is_written_and_goes_when_the_paper_comes(
    site: Path, server: Server, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    arxiv = services.ARXIV
    _closed(monkeypatch)
    result = run("add", "2511.00001")
    page = site / "content/papers/paper-2511-00001.md"
    text = page.read_text()
    monkeypatch.setattr(services, "ARXIV", arxiv)
    server.replies["/arxiv"] = [said(atom(1))]
    later = run("add", "2511.00001")

    assert result.exit_code == 0
    assert "2511.00001 was not fetched: 127.0.0.1:9 cannot be reached.\n" in result.stdout
    assert "Fill in content/papers/paper-2511-00001.md; it is a draft until then.\n" in result.stdout
    assert f'arxiv: "2511.00001"\nadded: {clock.today()}\ndraft: true\n---\n' in text
    assert later.stdout.startswith("Added: content/papers/melt-of-ice-shelf-1.md")
    assert not page.exists()


def test_a_page_that_somebody_filled_in_is_the_papers_when_it_comes(
    site: Path, server: Server, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    arxiv = services.ARXIV
    _closed(monkeypatch)
    run("add", "2511.00001")
    page = site / "content/papers/paper-2511-00001.md"
    page.write_text(page.read_text().replace('title: "2511.00001"', 'title: "My melt"').replace("draft: true\n", ""))
    monkeypatch.setattr(services, "ARXIV", arxiv)
    server.replies["/arxiv"] = [said(atom(1))]
    run("add", "2511.00001")
    (paper,) = loader.load(site / "content").papers

    assert (paper.slug, paper.title, paper.authors) == ("paper-2511-00001", "My melt", ("Ann Lee",))


def test_no_two_identifiers_share_a_file() -> None:
    dois = ["10.1000/melt", "10.1234/a.b", "10.1234/a-b", "10.1234/a/b", "10.1234/a_b", "10.12/34-a-b", "10.1234/-a-b"]
    dois += [f"10.1234/{'x' * 200}{number}" for number in range(2)]
    names = [services.paper("", doi).file for doi in dois]

    assert names[0] == "doi-10-1000-melt.json"
    assert len(set(names)) == len(names)
    assert max(map(len, names)) < 100
    assert services.paper("hep-th/9901001", "").file == "arxiv-hep-th-9901001.xml"


def test_an_address_without_an_identifier_gets_a_page_to_fill_in(site: Path, run: Run) -> None:
    run("add", "https://lab.example/our-paper")

    assert (
        "links: {paper: 'https://lab.example/our-paper'}"
        in (site / "content/papers/paper-lab-example-our-paper.md").read_text()
    )


@pytest.mark.parametrize("stated", ["melt", "file:///etc/passwd", "../../x", "https://me:secret@lab.example/"])
def test_what_is_no_name_of_a_paper_is_told(stated: str, site: Path, run: Run) -> None:
    before = tree(site)
    result = run("add", stated)

    assert result.exit_code == 1
    assert f"`{stated}`: is no arXiv identifier, DOI or address of the web" in result.stderr
    assert before == tree(site)


# -- what is here already, and pages to fill in ------------------------------------------------------------------------

MELT = {
    "title": "Melt of ice",
    "authors": ["Ann Lee"],
    "abstract": "We study how ice melts.",
    "arxiv": "2511.00001",
    "doi": "10.1000/melt",
}


def _shelved(site: Path) -> Path:
    """The page of the one paper that the site has."""
    (site / "content/sources/all.jsonl").write_text(f"{json.dumps(MELT)}\n")
    split.split(config.load(site))
    return site / "content/papers/melt-of-ice.md"


def _begun(site: Path, edit: tuple[str, str] = ("", "")) -> Path:
    """A page to fill in, as the command wrote it but for one edit."""
    written = skeleton.text(skeleton.reference("2511.00001"), "2026-11-20")
    page = site / "content/papers/paper-2511-00001.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text(written.replace(*edit) if edit[0] else written)
    return page


@pytest.mark.parametrize(
    "stated", ["2511.00001", "https://arxiv.org/abs/2511.00001", "10.48550/arXiv.2511.00001", "10.1000/MELT"]
)
def test_a_paper_that_is_here_is_told_when_nobody_answers(
    stated: str, site: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _closed(monkeypatch)
    _shelved(site)
    before = tree(site)
    result = run("add", stated)

    assert (result.exit_code, result.stdout) == (0, f"{stated} is here already: content/papers/melt-of-ice.md\n")
    assert before == tree(site)


@pytest.mark.parametrize("is_edited", [False, True])
@pytest.mark.parametrize("day", ["added: 2026-11-20\n", ""], ids=["dated", "of an earlier release"])
def test_a_page_nobody_filled_in_gives_way_to_the_papers_page(day: str, is_edited: bool, site: Path) -> None:
    page = _shelved(site)
    if is_edited:
        page.write_text(page.read_text().replace("how ice melts", "how all ice melts"))
    kept = page.read_text()
    blank = _begun(site, ("added: 2026-11-20\n", day))
    report = split.split(config.load(site))

    assert page.read_text() == kept
    assert not blank.exists()
    (warning,) = report.warnings
    assert warning.where == "content/papers/paper-2511-00001.md"
    assert "is gone: content/papers/melt-of-ice.md is of it" in warning.what
    assert split.split(config.load(site)).warnings == []


def test_a_page_nobody_filled_in_gives_way_to_a_dump_that_comes_later(site: Path) -> None:
    blank = _begun(site)
    page = _shelved(site)

    assert "We study how ice melts." in page.read_text()
    assert not blank.exists()


def test_a_page_to_fill_in_brings_back_a_paper_that_was_deleted(site: Path) -> None:
    page = _shelved(site)
    text = page.read_text()
    page.unlink()
    split.split(config.load(site))
    assert not page.exists()
    blank = _begun(site)
    split.split(config.load(site))

    assert page.read_text() == text
    assert not blank.exists()


@pytest.mark.parametrize("edit", [('title: "2511.00001"', 'title: "My melt"'), ("Put the abstract here", "We melt")])
def test_a_page_that_was_begun_stays_beside_the_papers_page_and_both_are_named(
    edit: tuple[str, str], site: Path
) -> None:
    page = _shelved(site)
    kept = page.read_text()
    begun = _begun(site, edit)
    text = begun.read_text()
    (warning,) = split.split(config.load(site)).warnings

    assert (page.read_text(), begun.read_text()) == (kept, text)
    assert warning.where == "content/papers/paper-2511-00001.md"
    assert warning.what == "is of the same paper as content/papers/melt-of-ice.md"


def test_a_page_that_was_begun_has_no_placeholder_once_its_paper_comes(site: Path) -> None:
    begun = _begun(site, ("draft: true\n", ""))
    _shelved(site)
    (paper,) = loader.load(site / "content").papers

    assert (paper.slug, paper.title, paper.body) == (begun.stem, "Melt of ice", "We study how ice melts.")


def test_a_page_to_fill_in_says_when_it_was_asked_for(site: Path, run: Run) -> None:
    run("add", "https://lab.example/our-paper")
    page = site / "content/papers/paper-lab-example-our-paper.md"
    page.write_text(page.read_text().replace("draft: true\n", ""))
    (paper,) = loader.load(site / "content").papers

    assert paper.added == clock.today()
