"""No text of anybody's becomes a header of an e-mail, however it is spelled."""

from datetime import date
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest

from site_builder.build import builder
from site_builder.core import config
from site_builder.core.email_address import Mailbox, parse
from site_builder.core.memo import Recall
from site_builder.mail import message

DAY = date(2024, 9, 30)
INJECTED = [
    "=?utf-8?q?News=0d=0aBcc:_victim@example.org=0d=0a=0d=0aInjected_body?=",
    "=?utf-8?b?TmV3cw0KQmNjOiB2aWN0aW1AZXhhbXBsZS5vcmcNCg0KSW5qZWN0ZWQ=?=",
    "=?UTF-8?Q?a?= =?utf-8?q?=0aBcc:_x@example.org?=",
    "=?iso-8859-1?q?=0d?=Bcc: x@example.org",
    "=?utf-8?q?=3D=3Futf-8=3Fq=3F=0d=0aBcc:_x=3F=3D?=",
    "=?utf-8?q?=00=E2=80=A8=C2=85Bcc:_x?=",
    "=?us-ascii?q?=0D=0ABcc:?= <x@example.org>",
    "A =?utf-8?q?=0d=0a_Bcc:_x@example.org?= in the middle of a title that is long enough to be folded twice over",
    "Bcc: x@example.org",
    "Mit Umlauten äöü und =?utf-8?q?=0d=0aBcc:_x?=",
    "日本語の題名" * 12,
    'He said "hello", \\ and <left> (at once), @ noon; and a, b',
]


def _mailed(site: Path, title: str, sender: str = "A <a@example.org>", to: Mailbox | None = None) -> bytes:
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    (site / "content/editions").mkdir(exist_ok=True)
    (site / f"content/editions/{DAY}.md").write_text(f'---\ntitle: "{quoted}"\npapers:\n- pruning-acorns\n---\n')
    settings = site / "content/site.yaml"
    named = sender.replace("\\", "\\\\").replace('"', '\\"')
    mail = f'mail:\n  server: localhost\n  security: none\n  sender: "{named}"\n  subscribers: ../s.txt\n'
    settings.write_text(settings.read_text().partition("mail:")[0] + mail)
    loaded, recall = config.load(site), Recall()
    whole = builder.understand(*builder.read(loaded, recall), recall)
    return message.compose(whole.edition(DAY), whole, loaded).to(to)


@pytest.mark.parametrize("title", INJECTED)
def test_a_title_is_the_end_of_the_subject_and_nothing_else(title: str, site: Path) -> None:
    read = message_from_bytes(_mailed(site, title), policy=SMTP)

    assert str(read["Subject"]) == f"Tiny shelf: {title}"
    assert "Bcc" not in read
    assert [part.get_content_type() for part in read.walk()] == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.parametrize("name", [text for text in INJECTED if len(text) <= 90 and not set(text) & set('"<>')])
def test_a_name_stays_a_name(name: str, site: Path) -> None:
    mailbox = parse(f"{name} <b@example.org>")
    read = message_from_bytes(_mailed(site, "T", f"{name} <a@example.org>", mailbox), policy=SMTP)

    for header, address in ("From", "a@example.org"), ("To", "b@example.org"):
        (found,) = read[header].addresses
        assert found.addr_spec == address
        # Python's reader keeps the space between two encoded words, which RFC 2047 (6.2) says is none.
        assert found.display_name.replace(" ", "") == name.replace(" ", "")
    assert "Bcc" not in read


def test_no_line_is_longer_than_mail_allows(site: Path) -> None:
    for title in (*INJECTED, "x" * 5_000, "題" * 5_000):
        head = _mailed(site, title).partition(b"\r\n\r\n")[0]

        assert max(map(len, head.split(b"\r\n"))) < 998
        assert b"\n" not in head.replace(b"\r\n", b"")
