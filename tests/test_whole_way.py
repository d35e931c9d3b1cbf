"""From a standing query to a mailbox: fetched, split, gathered, published and mailed, against servers on loopback."""

import email
import email.policy
import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from site_builder.ingest.fetch import services
from tests import mailserver
from tests.conftest import Run, build_here
from tests.httpserver import said, serving

NOTE = "Read it for the kettle of section 3."


def _answer(numbers: range) -> str:
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/2511.{number:05}v1</id><title>Melt of ice shelf {number}</title>"
        f"<summary>We introduce a kettle that melts shelf {number} twice as fast.</summary>"
        "<author><name>Ann Lee</name></author></entry>"
        for number in numbers
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'


def _settings(site: Path, port: int) -> None:
    (site / "content/site.yaml").write_text(
        f"title: Ice\nurl: https://ice.example/\nmail:\n  server: localhost\n  port: {port}\n"
        f"  user: {mailserver.USER}\n  sender: Ice <ice@example.org>\n  subscribers: ../subscribers.txt\n"
    )


def _noted(page: Path) -> None:
    page.write_text(page.read_text().replace("---\n", f'---\nnote: "{NOTE}"\nextra: {{shelf: 7, kettles: [tin]}}\n', 1))


def test_what_a_query_finds_reaches_a_mailbox_with_the_curators_note(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "library.bib").write_text("@misc{a, title = {An older paper on kettles}, abstract = {We boil ice.}}\n")
    (tmp_path / "subscribers.txt").write_text("one@example.org\n")
    run("new", "ice", "library.bib")
    site = tmp_path / "ice"
    (site / "content/sources/melt.yaml").write_text("arxiv: physics.ao-ph\nkeywords: [kettle*]\n")
    (site / "templates").mkdir()
    monkeypatch.chdir(site)
    with serving() as web, mailserver.running(tmp_path) as post:
        web.replies["/arxiv"] = [said(_answer(range(1, 4)))]
        monkeypatch.setattr(services, "ARXIV", web.url("/arxiv"))
        monkeypatch.setenv("SSL_CERT_FILE", str(post.certificate))
        monkeypatch.setenv("PAPERSHELF_SMTP_PASSWORD", mailserver.PASSWORD)
        _settings(site, post.port)
        for command in (["fetch"], ["split"]):
            assert run(*command).exit_code == 0
        _noted(site / "content/papers/melt-of-ice-shelf-2.md")
        for command in (["split"], ["edition", "--date", "2026-11-26"], ["build"], ["check"], ["edition", "--send"]):
            result = run(*command)
            assert result.exit_code == 0, result.stderr
        (letter,) = post.boxes["one@example.org"]

    read = email.message_from_bytes(letter, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    for kind in ("plain", "html"):
        part = read.get_body((kind,))
        assert part
        assert "Read it for the kettle of section 3." in part.get_content(), part.get_content()
    shown = "Read it for the kettle of section 3."

    assert shown in (site / "_site/papers/melt-of-ice-shelf-2/index.html").read_text()
    assert shown in (site / "_site/papers/index.html").read_text()
    assert "Read it for the kettle of section 3." in (site / "_site/feed.xml").read_text()
    assert "Read it for the kettle of section 3." in (site / "_site/feed.json").read_text()
    records = json.loads((site / "_site/papers.json").read_text())["papers"]

    assert len(records) == 4
    assert [one["extra"] for one in records if one["extra"]] == [{"shelf": 7, "kettles": ["tin"]}]


def test_fields_of_a_curators_own_reach_templates(site: Path) -> None:
    page = site / "content/papers/pruning-acorns.md"
    page.write_text(page.read_text().replace("---\n", '---\nextra: {shelf: "<b>", since: 2024-01-02}\n', 1))
    (site / "templates").mkdir()
    (site / "templates/paper.html").write_text(
        "<html><body data-pagefind-body><h1>{{ view.title }}</h1>"
        "<p>{{ view.extra.shelf }} {{ view.extra.since }}</p></body></html>"
    )
    (site / "templates/_row.html").write_text(
        "{% macro row(paper, level=2, within='', filtered=false) %}<i>{{ paper.extra.shelf }}</i>{% endmacro %}"
    )
    for other in (site / "content/papers").glob("*.md"):
        if other != page:
            other.write_text(other.read_text().replace("---\n", '---\nextra: {shelf: "", since: ""}\n', 1))
    build_here(site)

    assert "<p>&lt;b&gt; 2024-01-02</p>" in (site / "_site/papers/pruning-acorns/index.html").read_text()
    assert "<i>&lt;b&gt;</i>" in (site / "_site/papers/index.html").read_text()


@pytest.mark.parametrize("how", ["deleted", pytest.param("drafted", marks=pytest.mark.slow)])
def test_an_edition_holds_together_without_a_paper_that_went(how: str, site: Path, run: Run) -> None:
    run("edition", "--date", "2024-09-30")
    run("build")
    page = site / "content/papers/pruning-acorns.md"
    if how == "deleted":
        page.unlink()
    else:
        page.write_text(page.read_text().replace("---\n", "---\ndraft: true\n", 1))
    result = run("build")
    told = {"deleted": "there is no paper `pruning-acorns`: it is left out", "drafted": "is a draft and left out"}

    assert result.exit_code == 0
    assert "content/editions/2024-09-30.md:" in result.stderr
    assert told[how] in result.stderr
    assert run("check").exit_code == 0
    assert "Pruning Acorns" not in (site / "_site/editions/2024-09-30/index.html").read_text()
    assert "edition/2024-09-30" in (site / "_site/feed.json").read_text()
