"""Hands an edition to a mail server, once for each subscriber.

All that can be known to be wrong is said before the first message: settings, password, addresses, the server's
certificate, the login. Each subscriber gets a message of their own. The journal is told before the last byte of a
message leaves, since a server can act on none that lacks it; a message that was handed over without an answer is never
sent again unless a person says so. No message of ours names an address: logs are read by more people than subscribers.
"""

import os
import re
import signal
import smtplib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType, TracebackType
from typing import Final, Self

from site_builder.core import email_address, files
from site_builder.core.config import Mail, SiteConfig
from site_builder.core.email_address import Mailbox
from site_builder.core.errors import BuildFailed, Problem, gather
from site_builder.mail import send_log
from site_builder.mail.bounded_smtp import Server
from site_builder.mail.connection import NOTHING, PASSWORD, connect, reply
from site_builder.mail.message import Letter
from site_builder.mail.send_log import Journal

_GO_ON, _CLOSING = 354, 421
_SETTLES: Final = 0.5
"""Seconds in which a server that is out of step shows it."""
_MOST_UNANSWERED: Final = 3
"""Messages in a row: whoever is handed one more becomes uncertain, after minutes."""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Recipient:
    """A subscriber, and where in which file they stand."""

    mailbox: Mailbox
    where: str


@dataclass(frozen=True, slots=True)
class Order:
    """All that sending needs, checked."""

    mail: Mail
    password: str
    recipients: tuple[Recipient, ...]
    resend: frozenset[str]
    """Keys of the uncertain who are to be mailed once more."""


@dataclass(slots=True)
class Report:
    """What became of the subscribers."""

    sent: int = 0
    had: int = 0
    """Were sent it by an earlier run."""
    failed: Mapping[Recipient, str] = field(default_factory=dict)
    """And why."""
    lost: list[Recipient] = field(default_factory=list)
    """Handed over in this run, with no answer."""
    uncertain: list[Recipient] = field(default_factory=list)
    """Handed over in an earlier run, with no answer."""
    waiting: list[Recipient] = field(default_factory=list)
    """Not mailed yet, since the server answered no more."""

    @property
    def is_whole(self) -> bool:
        """True when everybody whom this run was to mail was sent it."""
        return not self.failed and not self.lost and not self.waiting

    def __str__(self) -> str:
        counts = {
            "sent": self.sent,
            "sent earlier": self.had,
            "failed twice": len(self.failed),
            "not mailed yet": len(self.waiting),
            "uncertain": len(self.lost) + len(self.uncertain),
        }
        return ", ".join(f"{count:,} {what}" for what, count in counts.items() if count or what == "sent")

    def problems(self) -> Iterator[Problem]:
        """What a person should know of, subscribers being named by their lines."""
        for one, why in self.failed.items():
            yield Problem(one.where, f"was not mailed: {why}", "Run the command again to try once more.")
        doubted = {"in this run": self.lost, "in an earlier run that broke off": self.uncertain}
        for when, those in doubted.items():
            for one in those:
                what = f"was handed it {when} and no answer came: may have it or not"
                yield Problem(one.where, what, "Nobody is mailed twice unasked: `--send --resend ADDRESS` asks for it.")
        if self.waiting:
            what = f"answered none of {_MOST_UNANSWERED} messages in a row, so mailing stopped"
            yield Problem("The mail server", what, "Run the command again, when it answers, to mail the others.")


class _Refused(Exception):
    """The server does not take this message; its words."""


class _Gone(Exception):
    """The connection is no more, and the server cannot have the message."""


class _NoAnswer(Exception):
    """The connection is no more, and nobody knows whether the server has the message."""


# Before the first message


def order(config: SiteConfig, resend: Sequence[str] = ()) -> Order:
    """What it takes to mail an edition of this site; `resend` are addresses given by hand.

    Raises `BuildFailed` with every problem of settings, password and subscribers.
    """
    mail, problems, where = config.mail, [], files.display_path(config.root / "content/site.yaml")
    if mail is None:
        hint = "Add `mail: {server: …, sender: …, subscribers: …}` to it; README.md says what each means."
        raise BuildFailed([Problem(where, "has no `mail`", hint)], NOTHING)
    if not config.has_url:
        hint = "Write where the site is published, as `url: …`: the e-mail's links lead there."
        problems.append(Problem(where, "`url` is missing, or still that of the example", hint))
    password = _password(mail, problems)
    recipients: tuple[Recipient, ...] = ()
    with gather(problems):
        recipients = _recipients(mail, problems)
    problems += _strangers(resend, recipients)
    if problems:
        raise BuildFailed(problems, NOTHING)
    return Order(mail, password, recipients, frozenset(address.casefold() for address in resend))


def _password(mail: Mail, problems: list[Problem]) -> str:
    password = os.environ.get(PASSWORD, "")
    if mail.user and not password:
        hint = f"Set the environment variable {PASSWORD}."
        problems.append(Problem(mail.locations["user"], "`user` is set and there is no password", hint))
    elif mail.user and not (password + mail.user).isascii():
        problems.append(Problem(mail.locations["user"], "user and password must be ASCII"))
    return password


def _recipients(mail: Mail, problems: list[Problem]) -> tuple[Recipient, ...]:
    where, before = files.display_path(mail.subscribers), len(problems)
    found = tuple(
        Recipient(one, f"{where}:{line}")
        for one, line in email_address.parse_list(files.read_text(mail.subscribers), where, problems)
    )
    if not found and len(problems) == before:
        problems.append(Problem(where, "names nobody", f"One subscriber a line. {email_address.SHAPE}"))
    return found


def _strangers(resend: Sequence[str], recipients: Sequence[Recipient]) -> Iterator[Problem]:
    known = {one.mailbox.key for one in recipients}
    for address in resend:
        if address.casefold() not in known:
            yield Problem(f"--resend {address}", "is no subscriber", "Write it as it is in the file of subscribers.")


# Sending


def send(letter: Letter, order: Order, progress: Progress = lambda *_: None) -> Report:
    """Mail `letter` to everybody of `order` who has not been sent it; those who fail are tried once more at the end.

    Raises `BuildFailed` when nobody can be mailed: the server is not to be reached or trusted, or refuses the login.
    """
    path = send_log.beside(order.mail.subscribers)
    with send_log.held(path, letter.config.url, letter.edition.date) as kept:
        _check_resend(order, kept)
        waiting = [one for one in order.recipients if not kept.was_sent(one.mailbox)]
        todo = [one for one in waiting if not kept.is_uncertain(one.mailbox) or one.mailbox.key in order.resend]
        report = Report(had=len(order.recipients) - len(waiting), uncertain=[one for one in waiting if one not in todo])
        if todo:
            with _Post(letter, order, kept, report) as post:
                failed = post.round(todo, progress)
                report.failed = post.round(list(failed), progress) if failed else {}
    return report


def _check_resend(order: Order, kept: Journal) -> None:
    problems = [
        Problem(
            f"--resend {one.mailbox.address}",
            "was sent it already" if kept.was_sent(one.mailbox) else "was never sent it",
            "--resend is for those of whom nobody knows whether they got it: leave it out.",
        )
        for one in order.recipients
        if one.mailbox.key in order.resend and not kept.is_uncertain(one.mailbox)
    ]
    if problems:
        raise BuildFailed(problems, NOTHING)


class _Post:
    """A connection to the mail server, made again when it is lost."""

    def __init__(self, letter: Letter, order: Order, kept: Journal, report: Report) -> None:
        self._letter = letter
        self._order = order
        self._kept = kept
        self._report = report
        self._smtp: Server | None = None
        self._unanswered = 0
        """Messages, the last ones that were handed over."""

    def __enter__(self) -> Self:
        self._smtp = connect(self._order.mail, self._order.password)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smtp:
            if kind is None:  # in the middle of a message, a farewell would be part of it
                with _unimportant():
                    self._smtp.quit()
            self._smtp.close()

    def round(self, todo: Sequence[Recipient], progress: Progress) -> Mapping[Recipient, str]:
        """Mail each of `todo` once; those who failed, and why. Without a server, all that are left fail.

        When it answers no more, those that are left are reported as waiting.
        """
        failed: dict[Recipient, str] = {}
        for index, one in enumerate(todo):
            if self._unanswered == _MOST_UNANSWERED:
                self._report.waiting += todo[index:]
                break
            progress("Mailing", index, len(todo))
            try:
                self._smtp = self._smtp or connect(self._order.mail, self._order.password)
            except BuildFailed as unreachable:
                return failed | dict.fromkeys(todo[index:], unreachable.problems[0].what)
            self._mail(self._smtp, one, failed)
        return failed

    def _mail(self, smtp: Server, one: Recipient, failed: dict[Recipient, str]) -> None:
        try:
            self._hand_over(smtp, one.mailbox)
            self._report.sent += 1
        except _Refused as refused:
            failed[one] = str(refused)
            self._kept.note(send_log.REFUSED, one.mailbox, failed[one])
            with _unimportant():  # a connection that is gone shows at the next subscriber
                smtp.rset()
        except (_Gone, _NoAnswer) as gone:
            smtp.close()
            self._smtp = None
            if isinstance(gone, _NoAnswer):
                self._report.lost.append(one)
                self._unanswered += 1
            else:
                failed[one] = str(gone)

    def _hand_over(self, smtp: Server, to: Mailbox) -> None:
        message = self._letter.to(to)
        try:
            _require_step(smtp)
            size = [f"size={len(message)}"] if smtp.has_extn("size") else []
            _expect(smtp.mail(self._order.mail.sender.address, size))
            _expect(smtp.rcpt(to.address))
            _expect(smtp.docmd("DATA"), _GO_ON)
            smtp.send(re.sub(rb"(?m)^\.", b"..", message))
            _require_step(smtp)
        except (OSError, ValueError, smtplib.SMTPException) as error:
            raise _Gone("the connection was lost") from error
        with _once_it_is_known():
            self._kept.note(send_log.HANDING, to)
            try:
                smtp.send(b".\r\n")
                answer = smtp.getreply()
                is_no = answer[0] >= 400  # noqa: PLR2004 — the classes of answers that mean no
                # A refusal may have been of something else, and the answer to the message be on its way.
                is_out_of_step = smtp.has_more(_SETTLES if is_no else 0)
            except (OSError, ValueError, smtplib.SMTPException) as error:
                raise _NoAnswer from error
            is_answer = 200 <= answer[0] < 300 or 400 <= answer[0] < 600  # noqa: PLR2004 — yes or no
            if not is_answer or is_out_of_step:
                raise _NoAnswer
            self._unanswered = 0
            if is_no:
                raise _Refused(reply(answer))
            self._kept.note(send_log.SENT, to)


def _require_step(smtp: Server) -> None:
    """Raise `SMTPServerDisconnected` where a reply waits that nobody asked for: the next would answer what was before.

    To go on would be to take one subscriber's answer for another's.
    """
    if smtp.has_more():
        raise smtplib.SMTPServerDisconnected("a reply that nobody asked for")


def _expect(answer: tuple[int, bytes], code: int = 250) -> None:
    if answer[0] in (-1, _CLOSING):
        raise smtplib.SMTPServerDisconnected(reply(answer))
    if answer[0] == code or (code == 250 and answer[0] == 251):  # noqa: PLR2004 — "will forward" is a yes
        return
    if answer[0] < 400:  # noqa: PLR2004 — no refusal, so it answers something else
        raise smtplib.SMTPServerDisconnected(reply(answer))
    raise _Refused(reply(answer))


@contextmanager
def _once_it_is_known() -> Iterator[None]:
    """Let the first Ctrl-C wait for the end of the block, which is one answer away; a second one does not."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []

    def press(number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        pressed.append(number)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


@contextmanager
def _unimportant() -> Iterator[None]:
    try:
        yield
    except (OSError, smtplib.SMTPException):
        return
