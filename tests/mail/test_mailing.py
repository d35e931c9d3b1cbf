"""Editions reach subscribers of a real mail server on loopback, once each, whatever happens on the way."""

import email
import email.policy
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import html5lib
import pytest

from site_builder.build import link_check
from site_builder.core import email_address
from site_builder.mail import connection, send_log
from tests import mailserver
from tests.conftest import HERE, Run, build_here
from tests.mailserver import PASSWORD, USER, Server

THREE = ("one@example.org", "two@example.org", "three@example.org")
DAY = "2024-10-07"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of twenty papers and an edition of them, beside the file of three subscribers; the working folder."""
    root = tmp_path / "digest"
    _shelf(root, 20)
    (tmp_path / "subscribers.txt").write_text("\n".join(THREE) + "\n")
    monkeypatch.chdir(root)
    return root


def _shelf(root: Path, papers: int) -> None:
    (root / "content/papers").mkdir(parents=True)
    (root / "content/tags.yaml").write_bytes((HERE / "sites/tiny/content/tags.yaml").read_bytes())
    for number in range(papers):
        (root / f"content/papers/pebble-{number}.md").write_text(
            f'---\ntitle: "Pebble {number}: Quantizing <Stones> & Sand"\nauthors: [Ada First, Bo Second]\n---\n'
            f"Counting is slow. We introduce pebble quantization number {number}, which rounds each of the many stones "
            "of a beach to one of few levels and keeps the error small. It counts twice as fast.\n"
        )
    slugs = "".join(f"- pebble-{number}\n" for number in range(papers))
    (root / "content/pages").mkdir()
    (root / "content/pages/about.md").write_text('---\ntitle: "About"\n---\nThis shelf holds pebbles.\n')
    (root / "content/editions").mkdir()
    (root / f"content/editions/{DAY}.md").write_text(
        f'---\ntitle: "Pebbles, newly counted"\npapers:\n{slugs}---\nMuch was *counted*, as [about](/about/) says.\n'
    )


def _settings(root: Path, server: Server, *more: str, security: str = "starttls", host: str = "localhost") -> None:
    lines = {"server": host, "port": server.port, "security": security, "user": USER, "sender": "Shelf <s@example.org>"}
    lines |= {"subscribers": "../subscribers.txt"} | dict(line.split(": ", 1) for line in more)
    mail = "".join(f"  {name}: {value}\n" for name, value in lines.items() if value != "-")
    (root / "content/site.yaml").write_text(f"title: Shelf\nurl: https://shelf.example/a/digest/\nmail:\n{mail}")


@pytest.fixture
def server(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with mailserver.running(place.parent) as running:
        _settings(place, running)
        _trust(monkeypatch, running)
        yield running


def _trust(monkeypatch: pytest.MonkeyPatch, server: Server, password: str = PASSWORD) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    monkeypatch.setenv("PAPERSHELF_SMTP_PASSWORD", password)


def _counts(server: Server) -> dict[str, int]:
    return {address: len(messages) for address, messages in server.boxes.items()}


def _journal(place: Path) -> list[tuple[str, str]]:
    lines = (place.parent / "subscribers.txt.sent.jsonl").read_text().splitlines()
    return [(told["to"], told["event"]) for told in map(json.loads, lines)]


def _read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


# What arrives


def test_an_edition_of_twenty_papers_reaches_three_mailboxes_once_each(place: Path, server: Server, run: Run) -> None:
    result = run("edition", "--send")

    assert result.exit_code == 0, result.stderr
    assert "Pebbles, newly counted: 3 sent" in result.stdout
    assert _counts(server) == dict.fromkeys(THREE, 1)
    assert _journal(place) == [(to, event) for to in THREE for event in ("handing over", "sent")]
    assert server.connections == 1

    again = run("edition", "--send")

    assert "0 sent, 3 sent earlier" in again.stdout
    assert again.exit_code == 0
    assert _counts(server) == dict.fromkeys(THREE, 1)
    assert server.connections == 1


def test_each_subscriber_gets_a_message_of_their_own(place: Path, server: Server, run: Run) -> None:
    (place.parent / "subscribers.txt").write_text('"Ünal, A" <one@example.org>\n# none\ntwo@example.org # here\n')
    run("edition", "--send")
    (one,), (two,) = (list(map(_read, server.boxes[to])) for to in THREE[:2])

    assert str(one["To"]) == '"Ünal, A" <one@example.org>'
    assert str(two["To"]) == "two@example.org"
    assert b"two@example.org" not in server.boxes[THREE[0]][0]
    assert one["Message-ID"] != two["Message-ID"]
    assert str(one["From"]) == "Shelf <s@example.org>"
    assert str(one["Subject"]) == "Shelf: Pebbles, newly counted"
    assert str(one["Date"]) == "Mon, 07 Oct 2024 00:00:00 +0000"
    assert one["List-Id"] == "<editions.digest.a.shelf.example>"
    assert one["Auto-Submitted"] == "auto-generated"
    assert one["List-Unsubscribe"] == "<mailto:s@example.org?subject=unsubscribe>"
    assert "List-Unsubscribe-Post" not in one


@pytest.mark.usefixtures("server")
def test_both_parts_hold_every_paper_and_all_links_lead_to_the_site(place: Path, run: Run) -> None:
    run("edition", "--eml", "letter.eml")
    message = _read((place / "letter.eml").read_bytes())
    html, text = _part(message, "html"), _part(message, "plain")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    titles = ["".join(heading.itertext()) for heading in tree.iter("h2")]
    links = [link.attrib["href"] for link in tree.iter("a")]

    assert titles == [f"Pebble {number}: Quantizing <Stones> & Sand" for number in range(20)]
    assert [title for title in titles if f"\n{title}\n" not in text] == []
    assert text.count("We introduce pebble quantization number") == html.count("pebble quantization number") == 20
    assert "https://shelf.example/a/digest/papers/pebble-7/" in links
    assert "Much was counted, as about (https://shelf.example/a/digest/about/) says." in text
    assert [link for link in links if not link.startswith(("https://shelf.example/a/digest/", "mailto:"))] == []
    assert "&amp;" not in text
    assert html.count("Ada First") == 0
    assert text.count("First and Second · Quantization") == html.count("Quantization") == 20


@pytest.mark.usefixtures("server")
def test_colours_are_set_in_pairs_for_light_and_dark(place: Path, run: Run) -> None:
    run("edition", "--eml", "letter.eml")
    html = _part(_read((place / "letter.eml").read_bytes()), "html")
    dark = re.search(r"@media \(prefers-color-scheme: dark\) \{.*?\n\}", html, re.DOTALL)

    assert '<meta name="color-scheme" content="light dark">' in html
    assert dark
    assert "background: #10141b !important; color: #e7ebf1 !important" in dark.group()
    assert [tag for tag in re.findall(r"<a [^>]*>", html) if "color:" not in tag] == []
    assert [tag for tag in re.findall(r"<[^>]*background[^>]*>", html) if ";color:" not in tag] == []


@pytest.mark.usefixtures("server")
def test_the_same_edition_is_the_same_bytes(place: Path, run: Run) -> None:
    run("edition", "--eml", "one.eml")
    program = [sys.executable, "-m", "site_builder", "edition", "--eml", "two.eml"]
    subprocess.run(program, check=True, env={**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONHASHSEED": "7"})

    assert (place / "one.eml").read_bytes() == (place / "two.eml").read_bytes()


def test_an_edition_of_three_hundred_papers_fits_and_says_how_many_more(tmp_path: Path, run: Run) -> None:
    _shelf(tmp_path / "big", 300)
    with mailserver.running(tmp_path) as server:
        _settings(tmp_path / "big", server)
    result = run("edition", "--eml", "letter.eml", "--site", "big")
    raw = (tmp_path / "letter.eml").read_bytes()
    text = _part(_read(raw), "plain")
    shown = int(result.stdout.split()[0])

    assert 95_000 < len(raw) <= 100_000
    assert text.count("We introduce pebble") == shown
    assert f"and {300 - shown} more:\nhttps://shelf.example/a/digest/editions/{DAY}/" in text
    assert f"and {300 - shown} more</a>" in _part(_read(raw), "html")


def test_an_introduction_too_long_for_an_email_is_told(place: Path, server: Server, run: Run) -> None:
    page = place / f"content/editions/{DAY}.md"
    page.write_text(page.read_text() + "Much was said. " * 5_000)
    result = run("edition", "--send")

    assert f"content/editions/{DAY}.md: the introduction is too long" in result.stderr
    assert result.exit_code == 1
    assert not server.boxes


def test_a_subscriber_may_leave_by_a_url_of_their_own(place: Path, server: Server, run: Run) -> None:
    _settings(place, server, "unsubscribe: https://lists.example.org/leave?who={address}")
    (place.parent / "subscribers.txt").write_text("a+b@example.org")
    run("edition", "--send")
    message = _read(server.boxes["a+b@example.org"][0])
    url = "https://lists.example.org/leave?who=a%2Bb@example.org"

    assert message["List-Unsubscribe"] == f"<{url}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in _part(message, "plain")
    assert f'href="{url}"' in _part(message, "html")


def test_what_a_paper_says_is_no_way_to_unsubscribe(place: Path, server: Server, run: Run) -> None:
    _settings(place, server, "unsubscribe: https://lists.example.org/leave?who={address}")
    page = place / f"content/editions/{DAY}.md"
    page.write_text(
        page.read_text() + "See https://leave.papershelf.invalid/ and https://0123456789abcdef.invalid/ too."
    )
    (place.parent / "subscribers.txt").write_text("one@example.org")
    run("edition", "--send")
    text = _part(_read(server.boxes["one@example.org"][0]), "plain")

    assert text.count("https://lists.example.org/leave?who=one@example.org") == 1
    assert "See https://leave.papershelf.invalid/ and https://0123456789abcdef.invalid/ too." in " ".join(text.split())


def test_an_address_in_two_spellings_is_mailed_once(place: Path, server: Server, run: Run) -> None:
    (place.parent / "subscribers.txt").write_text("One@Example.org\none@example.org\nN <ONE@EXAMPLE.ORG>\n")
    run("edition", "--send")

    assert _counts(server) == {"One@Example.org": 1}


def test_text_of_a_dump_cannot_make_headers_or_end_the_message(place: Path, server: Server, run: Run) -> None:
    page = place / f"content/editions/{DAY}.md"
    evil = r'title: "Hi\r\nBcc: four@example.org"'
    page.write_text(
        page.read_text().replace('title: "Pebbles, newly counted"', evil) + "\n.\n\nMAIL FROM:<x@y.example>\n"
    )
    result = run("edition", "--send")
    message = _read(server.boxes[THREE[0]][0])

    assert result.exit_code == 0
    assert "Bcc" not in message
    assert str(message["Subject"]) == "Shelf: Hi Bcc: four@example.org"
    assert _counts(server) == dict.fromkeys(THREE, 1)
    assert "\n.\n" in _part(message, "plain")


# Trouble


def test_tls_from_the_first_byte_works_too(place: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    with mailserver.running(place.parent, "tls") as server:
        _settings(place, server, security="tls")
        _trust(monkeypatch, server)
        result = run("edition", "--send")

    assert result.exit_code == 0, result.stderr
    assert _counts(server) == dict.fromkeys(THREE, 1)


def test_a_server_on_this_machine_may_do_without(place: Path, run: Run) -> None:
    with mailserver.running(place.parent, "none") as server:
        _settings(place, server, "user: -", security="none", host="127.0.0.1")
        result = run("edition", "--send")

    assert result.exit_code == 0, result.stderr
    assert _counts(server) == dict.fromkeys(THREE, 1)


def test_a_refused_recipient_is_tried_once_more_at_the_end(server: Server, run: Run) -> None:
    server.refusals = {THREE[0]: ["450 later"], THREE[1]: ["550 <two@example.org>: no such user"] * 2}
    result = run("edition", "--send")

    assert result.exit_code == 1
    assert "subscribers.txt:2: was not mailed: 550 <…>: no such user" in result.stderr
    assert "2 sent, 1 failed twice" in result.stdout
    assert "example.org" not in result.output
    assert _counts(server) == {THREE[0]: 1, THREE[2]: 1}
    assert list(server.boxes) == [THREE[2], THREE[0]]

    again = run("edition", "--send")

    assert "1 sent, 2 sent earlier" in again.stdout
    assert _counts(server) == dict.fromkeys(THREE, 1)


def test_what_stands_far_back_in_a_long_refusal_is_neither_read_nor_told(server: Server, run: Run) -> None:
    many = 60
    server.refusals = {THREE[0]: [f"550 {' '.join(['v' * 88 + '@example.org'] * many)}"] * 2}
    result = run("edition", "--send")

    assert 1 < result.stderr.count("…") < many
    assert "vvv" not in result.output


def test_a_rejected_message_is_not_an_accepted_one(place: Path, server: Server, run: Run) -> None:
    server.rejections = ["554 spam"]
    result = run("edition", "--send")

    assert result.exit_code == 0
    assert _counts(server) == dict.fromkeys(THREE, 1)
    assert _journal(place)[:2] == [(THREE[0], "handing over"), (THREE[0], "refused")]


def test_a_dropped_connection_is_made_again(server: Server, run: Run) -> None:
    server.drops_at = {THREE[1]}
    result = run("edition", "--send")

    assert result.exit_code == 0, result.stderr
    assert _counts(server) == dict.fromkeys(THREE, 1)
    assert list(server.boxes) == [THREE[0], THREE[2], THREE[1]]
    assert server.connections == 2


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "zzz",
        "100 wait",
        "354 go on",
        "250-ok\r\n550 no",
        "550-no\r\n250 ok",
        "250 ok\r\n250 ok",
        "550 no\r\n250 ok",
    ],
)
def test_an_answer_that_is_neither_yes_nor_no_is_none(answer: str, server: Server, run: Run) -> None:
    server.rejections = [answer]
    result = run("edition", "--send")

    assert result.exit_code == 1
    assert "subscribers.txt:1: was handed it in this run and no answer came" in result.stderr
    assert _counts(server) == dict.fromkeys(THREE[1:], 1)


@pytest.mark.parametrize("extra", ["421 bye", "250 ok", "\r\n".join(["250 ok"] * 20)])
def test_a_server_out_of_step_is_left_and_nobody_takes_anothers_answer(extra: str, server: Server, run: Run) -> None:
    server.refusals = {THREE[0]: [f"250 ok\r\n{extra}"]}
    result = run("edition", "--send")

    assert result.exit_code == 0, result.stderr
    assert "3 sent" in result.stdout
    assert _counts(server) == dict.fromkeys(THREE, 1)
    assert server.connections == 2


def test_a_message_without_an_answer_is_never_sent_again_unasked(server: Server, run: Run) -> None:
    server.mute_after = {THREE[1]}
    result = run("edition", "--send")

    assert result.exit_code == 1
    assert "subscribers.txt:2: was handed it in this run and no answer came" in result.stderr
    assert "--resend ADDRESS" in result.stderr
    assert _counts(server) == dict.fromkeys(THREE, 1)

    later = run("edition", "--send")

    assert "0 sent, 2 sent earlier, 1 uncertain" in later.stdout
    assert later.exit_code == 0
    assert _counts(server) == dict.fromkeys(THREE, 1)

    asked = run("edition", "--send", "--resend", "TWO@example.org")

    assert "1 sent, 2 sent earlier" in asked.stdout
    assert _counts(server) == {**dict.fromkeys(THREE, 1), THREE[1]: 2}
    assert "was sent it already" in run("edition", "--send", "--resend", "two@example.org").stderr
    assert "is no subscriber" in run("edition", "--send", "--resend", "four@example.org").stderr


def test_a_server_that_answers_no_message_is_left_after_three(place: Path, server: Server, run: Run) -> None:
    eight = [f"{number}@example.org" for number in range(8)]
    (place.parent / "subscribers.txt").write_text("\n".join(eight))
    server.refusals = {eight[4]: ["450 later"]}
    server.mute_after = {*eight[:2], *eight[3:4], *eight[5:7]}
    result = run("edition", "--send")

    assert result.exit_code == 1
    assert "1 sent, 2 not mailed yet, 5 uncertain" in result.stdout
    assert "The mail server: answered none of 3 messages in a row, so mailing stopped" in result.stderr
    assert "was not mailed: " not in result.stderr
    assert _counts(server) == dict.fromkeys(eight[:4] + eight[5:7], 1)

    later = run("edition", "--send")

    assert "2 sent, 1 sent earlier, 5 uncertain" in later.stdout
    assert later.exit_code == 0
    assert _counts(server) == dict.fromkeys(eight, 1)


def test_a_server_that_keeps_silent_is_not_waited_for_without_end(
    place: Path, server: Server, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.setattr(connection, "TIMEOUT", 0.5)
    five = [f"{number}@example.org" for number in range(5)]
    (place.parent / "subscribers.txt").write_text("\n".join(five))
    server.silent_after = set(five)
    result = run("edition", "--send")

    assert result.exit_code == 1
    assert "0 sent, 2 not mailed yet, 3 uncertain" in result.stdout
    assert _counts(server) == dict.fromkeys(five[:3], 1)


@pytest.mark.parametrize("moment", ["before the second", "when the first was taken but not answered"])
@pytest.mark.parametrize(
    "blow", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.slow)], ids=["SIGKILL", "Ctrl-C"]
)
def test_a_run_that_is_killed_after_the_first_delivery_mails_nobody_twice(
    moment: str, blow: signal.Signals, place: Path, server: Server, run: Run
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def stop(address: str) -> None:
        if not reached.is_set() and (address == THREE[1] or moment.startswith("when")):
            reached.set()
            go_on.wait(30)

    server.on_rcpt, server.on_message = (stop, _ignore) if moment.startswith("before") else (_ignore, stop)
    program = [sys.executable, "-m", "site_builder", "edition", "--send"]
    here = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    with subprocess.Popen(program, env=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert reached.wait(30)
        process.send_signal(blow)
        if blow == signal.SIGINT:
            go_on.set()
        process.wait(30)
        go_on.set()

    assert process.returncode != 0
    assert _counts(server)[THREE[0]] == 1
    first = run("edition", "--send")

    assert first.exit_code == 0, first.output
    assert ("uncertain" in first.output) == (blow == signal.SIGKILL and moment.startswith("when"))
    assert _counts(server) == dict.fromkeys(THREE, 1)
    assert all(line.startswith("{") for line in (place.parent / "subscribers.txt.sent.jsonl").read_text().splitlines())


def _ignore(_address: str) -> None:
    return


def test_two_runs_at_once_do_not_mix(place: Path, server: Server, run: Run) -> None:
    told: list[str] = []

    def meanwhile(_address: str) -> None:
        server.on_rcpt = _ignore
        program = [sys.executable, "-m", "site_builder", "edition", "--send"]
        here = {**os.environ, "PYTHONPATH": str(HERE.parent)}
        told.append(subprocess.run(program, check=False, env=here, cwd=place, capture_output=True, text=True).stderr)

    server.on_rcpt = meanwhile
    run("edition", "--send")

    assert "is being mailed" in told[0]
    assert _counts(server) == dict.fromkeys(THREE, 1)


# Before the first message


def test_a_certificate_that_is_not_trusted_is_refused(
    place: Path, server: Server, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    result = run("edition", "--send")

    assert "content/site.yaml:4: the certificate of localhost is refused (" in result.stderr
    assert "1 problem. Nothing was sent." in result.stderr
    assert result.exit_code == 1
    assert not server.boxes
    assert not (place.parent / "subscribers.txt.sent.jsonl").read_bytes()


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_for_another_name_is_refused(
    security: str, place: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    with mailserver.running(place.parent, security, name="mail.example.org") as server:
        _settings(place, server, security=security)
        _trust(monkeypatch, server)
        result = run("edition", "--send")

    assert "the certificate of localhost is refused (Hostname mismatch" in result.stderr
    assert not server.boxes


@pytest.mark.parametrize(
    ("speaks", "asked", "told"),
    [("none", "tls", "does not speak TLS at port"), ("none", "starttls", "offers no STARTTLS at port")],
)
def test_a_server_that_is_not_secured_gets_no_password(
    speaks: str, asked: str, told: str, place: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    with mailserver.running(place.parent, speaks) as server:
        _settings(place, server, security=asked)
        _trust(monkeypatch, server)
        result = run("edition", "--send")

    assert told in result.stderr
    assert "content/site.yaml:6: " in result.stderr
    assert not server.boxes


def test_a_wrong_password_is_told(server: Server, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    _trust(monkeypatch, server, "sesame")
    result = run("edition", "--send")

    assert "content/site.yaml:7: localhost refuses user and password (535" in result.stderr
    assert "sesame" not in result.output
    assert not server.boxes


def test_a_server_that_is_not_there_is_told(place: Path, server: Server, run: Run) -> None:
    closed = Server(port=1)
    _settings(place, closed)
    result = run("edition", "--send")

    assert "content/site.yaml:4: localhost cannot be reached at port 1 (" in result.stderr
    assert not server.boxes


def test_all_that_is_wrong_is_told_before_anything_is_sent(
    place: Path, server: Server, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.delenv("PAPERSHELF_SMTP_PASSWORD")
    (place.parent / "subscribers.txt").write_text("one@example.org\ntwo@example\n\nN <three@example.org\nfour\n")
    settings = (place / "content/site.yaml").read_text()
    (place / "content/site.yaml").write_text(settings.replace("url: https://shelf.example/a/digest/\n", ""))
    result = run("edition", "--send")

    assert result.stderr == (
        "content/site.yaml: `url` is missing, or still that of the example\n"
        "    Write where the site is published, as `url: …`: the e-mail's links lead there.\n"
        "content/site.yaml:6: `user` is set and there is no password\n"
        "    Set the environment variable PAPERSHELF_SMTP_PASSWORD.\n"
        + "".join(
            f"../subscribers.txt:{line}: is not an e-mail address\n    {email_address.SHAPE}\n" for line in (2, 4, 5)
        )
        + "5 problems. Nothing was sent.\n"
    )
    assert result.exit_code == 1
    assert server.connections == 0


@pytest.mark.parametrize(
    ("text", "told"), [(None, "cannot be read (No such file"), ("# none yet\n\n", "names nobody"), ("\udcff", "UTF-8")]
)
def test_a_file_of_subscribers_that_holds_none_is_told(
    text: str | None, told: str, place: Path, server: Server, run: Run
) -> None:
    subscribers = place.parent / "subscribers.txt"
    subscribers.unlink()
    if text is not None:
        subscribers.write_bytes(text.encode("utf-8", "surrogateescape"))
    result = run("edition", "--send")

    assert told in result.stderr
    assert "Nothing was sent." in result.stderr
    assert server.connections == 0


@pytest.mark.parametrize("stated", ["subscribers.txt", "content/s.txt", "_site/s.txt", "../digest/s.txt", "link/s.txt"])
def test_subscribers_inside_the_site_are_refused(stated: str, place: Path, server: Server, run: Run) -> None:
    (place.parent / "link").symlink_to(place)
    _settings(place, server, f"subscribers: {'../' if stated.startswith('link') else ''}{stated}")

    assert "content/site.yaml:9: the subscribers' addresses could be published" in run("build").stderr


def test_a_link_inside_the_site_is_no_way_out_of_it(place: Path, server: Server, run: Run) -> None:
    (place / "static").mkdir()
    (place / "static/s.txt").symlink_to(place.parent / "subscribers.txt")
    _settings(place, server, "subscribers: static/s.txt")

    assert "could be published" in run("edition", "--send").stderr


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "is no line of a journal"),
        ("[" * 100_000, "is no line of a journal"),
        ('{"site": "x", "edition": "2024-10-07", "to": "a@b.example", "event": "eaten"}', "`eaten` is no event"),
        (
            '{"site": "https://x.example/", "edition": "2024-10-07", "to": "a", "event": "sent"}',
            "at https://x.example/",
        ),
    ],
)
def test_a_journal_that_makes_no_sense_stops_everything(
    line: str, told: str, place: Path, server: Server, run: Run
) -> None:
    (place.parent / "subscribers.txt.sent.jsonl").write_text(f"{line}\n")
    result = run("edition", "--send")

    assert f"subscribers.txt.sent.jsonl:1: {'tells of this edition ' if 'https' in line else ''}{told}" in result.stderr
    assert "Nothing was sent." in result.stderr
    assert not server.boxes


def test_a_line_that_a_crash_cut_off_is_no_line(place: Path, server: Server, run: Run) -> None:
    run("edition", "--send")
    journal = place.parent / "subscribers.txt.sent.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole[: whole.rindex(b'"event"')])
    result = run("edition", "--send")

    assert "0 sent, 2 sent earlier, 1 uncertain" in result.stdout
    assert _counts(server) == dict.fromkeys(THREE, 1)
    assert _journal(place) == [(to, event) for to in THREE for event in ("handing over", "sent")][:-1]


def _mailbox(address: str) -> email_address.Mailbox:
    mailbox = email_address.parse(address)
    assert mailbox
    return mailbox


def test_wherever_a_line_is_cut_it_is_no_line(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with send_log.held(path, "https://a.example/", date(2026, 11, 28)) as journal:
        journal.note(send_log.SENT, _mailbox("ann@a.example"))
        before = path.read_bytes()
        journal.note(send_log.REFUSED, _mailbox("a}b{@a.example"), 'policy {p} "é\\" }\r, "to": "x"}')
    line = path.read_bytes()[len(before) :]
    for cut in range(len(line)):
        path.write_bytes(before + line[:cut])
        with send_log.held(path, "https://a.example/", date(2026, 11, 28)) as journal:
            assert len(journal.last) == (2 if cut == len(line) - 1 else 1)

        assert path.read_bytes() == (before + line if cut == len(line) - 1 else before)


@pytest.mark.parametrize(
    "edited",
    [
        lambda whole: whole.replace(b"\n", b"\r"),
        lambda whole: whole.replace(b"\n", b""),
        lambda whole: whole.replace(b"\n", "\u2028".encode()),
        lambda whole: b"[" + whole.strip().replace(b"\n", b",") + b"]",
        lambda whole: whole.replace(b'"to": "', b'"to": "Ann <'),
        lambda whole: whole.replace(b"2024-10-07", b"2024-10-7"),
        lambda whole: whole.replace(b'"event"', b'"event": "sent", "event"'),
        lambda whole: whole.rstrip() + b" and more",
    ],
)
def test_a_journal_that_somebody_took_apart_is_kept_and_mails_nobody(
    edited: Callable[[bytes], bytes], place: Path, server: Server, run: Run
) -> None:
    run("edition", "--send")
    journal = place.parent / "subscribers.txt.sent.jsonl"
    journal.write_bytes(mine := edited(journal.read_bytes()))
    result = run("edition", "--send")

    assert "Nothing was sent." in result.stderr or "0 sent, 3 sent earlier" in result.stdout
    assert journal.read_bytes().startswith(mine)
    assert _counts(server) == dict.fromkeys(THREE, 1)


def test_a_last_line_that_lacks_only_its_end_was_written_by_hand_and_counts(
    place: Path, server: Server, run: Run
) -> None:
    run("edition", "--send")
    journal = place.parent / "subscribers.txt.sent.jsonl"
    journal.write_bytes(journal.read_bytes().rstrip())
    result = run("edition", "--send")

    assert "0 sent, 3 sent earlier" in result.stdout
    assert _counts(server) == dict.fromkeys(THREE, 1)
    assert journal.read_bytes().endswith(b"}\n")


def test_a_journal_that_cannot_be_written_sends_nothing(place: Path, server: Server, run: Run) -> None:
    (place.parent / "subscribers.txt.sent.jsonl").mkdir()
    result = run("edition", "--send")

    assert "subscribers.txt.sent.jsonl: cannot be read (Is a directory)" in result.stderr
    assert not server.boxes


def test_a_journal_that_is_a_link_is_not_written_through(place: Path, server: Server, run: Run) -> None:
    (place.parent / "precious.txt").write_text("precious")
    (place.parent / "subscribers.txt.sent.jsonl").symlink_to(place.parent / "precious.txt")
    result = run("edition", "--send")

    assert "subscribers.txt.sent.jsonl: is a link, which no journal may be" in result.stderr
    assert (place.parent / "precious.txt").read_text() == "precious"
    assert not server.boxes


def test_a_lock_that_is_a_link_makes_no_file_elsewhere(place: Path, server: Server, run: Run) -> None:
    (place.parent / "subscribers.txt.sent.lock").symlink_to(place.parent / "made-elsewhere")
    result = run("edition", "--send")

    assert "cannot be written" in result.stderr
    assert not (place.parent / "made-elsewhere").exists()
    assert not server.boxes


def test_a_journal_on_a_full_disk_stops_before_the_message_is_whole(
    server: Server, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run("edition", "--send")

    assert "subscribers.txt.sent.jsonl: cannot be written (No space left on device)" in result.stderr
    assert result.exit_code == 1
    assert not server.boxes


def test_a_link_to_the_subscribers_leads_to_the_same_journal(place: Path, server: Server, run: Run) -> None:
    run("edition", "--send")
    (place.parent / "elsewhere").mkdir()
    (place.parent / "elsewhere/list").symlink_to(place.parent / "subscribers.txt")
    _settings(place, server, "subscribers: ../elsewhere/list")

    assert "3 sent earlier" in run("edition", "--send").stdout


def test_the_pages_of_the_edition_are_sound_and_tell_nothing_of_subscribers(place: Path, server: Server) -> None:
    build_here(place)

    assert server.port
    assert link_check.visit(place / "_site").problems == ()
    assert [
        path for path in (place / "_site").rglob("*") if path.is_file() and b"example.org" in path.read_bytes()
    ] == []
