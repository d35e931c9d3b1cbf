"""Who was sent which edition: a file of JSON lines beside the subscribers'.

A line is on the disk before what it announces happens: `handing over` before the last byte of an e-mail leaves, `sent`
or `refused` with the server's answer. Whoever was handed one without an answer may have it or not, and only a person
can decide.
"""

import errno
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from site_builder.core import files
from site_builder.core.email_address import Mailbox
from site_builder.core.errors import BuildFailed, Problem

HANDING: Final = "handing over"
SENT: Final = "sent"
REFUSED: Final = "refused"
_EVENTS: Final = frozenset({HANDING, SENT, REFUSED})


@dataclass(slots=True)
class Journal:
    """What is known of one edition of one site; `note` adds to it and to the file."""

    path: Path
    site: str
    edition: date
    last: dict[str, str] = field(default_factory=dict)
    """Key of a mailbox → what happened last."""
    _write: Callable[[bytes], None] = field(default=lambda _line: None)

    def was_sent(self, mailbox: Mailbox) -> bool:
        """True when the server took it."""
        return self.last.get(mailbox.key) == SENT

    def is_uncertain(self, mailbox: Mailbox) -> bool:
        """True when it left and no answer came."""
        return self.last.get(mailbox.key) == HANDING

    def note(self, event: str, mailbox: Mailbox, words: str = "") -> None:
        """Keep that `event` happened; it is on the disk when this returns. Raises `BuildFailed` when it cannot be."""
        line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "site": self.site, "edition": str(self.edition)}
        line |= {"event": event, "to": mailbox.address} | ({"words": words} if words else {})
        try:
            self._write(f"{json.dumps(line, ensure_ascii=False)}\n".encode())
        except OSError as error:
            raise _unwritable(self.path, error) from error
        self.last[mailbox.key] = event


def beside(subscribers: Path) -> Path:
    """The journal of those in the file `subscribers`, the same by whichever links one gets there."""
    return Path(f"{os.path.realpath(subscribers)}.sent.jsonl")


@contextmanager
def held(path: Path, site: str, edition: date) -> Iterator[Journal]:
    """The journal in the file `path` about `edition`, with no other process using it meanwhile.

    Raises `BuildFailed` when another holds it, when it cannot be written, or when a line of it makes no sense: to go on
    without it could be to mail somebody twice.
    """
    if path.is_symlink():
        hint = "Put the file that it leads to in its place."
        raise BuildFailed(
            [Problem(files.display_path(path), "is a link, which no journal may be", hint)], "Nothing was sent."
        )
    with files.locked(path.with_suffix(".lock"), "this edition, or another, is being mailed"):
        data = files.read_bytes(path) if path.exists() else b""
        whole = _whole(data)
        last = _last(files.decode(whole, files.display_path(path)), files.display_path(path), site, edition)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        except OSError as error:
            raise _unwritable(path, error) from error
        try:
            os.truncate(handle, min(len(whole), len(data)))
            os.lseek(handle, 0, os.SEEK_END)
            os.write(handle, whole[len(data) :])
            yield Journal(path, site, edition, last, _appending(handle))
        finally:
            os.close(handle)


def _whole(data: bytes) -> bytes:
    """`data` without a line of ours that was cut off: it announced what then did not happen.

    Any other last line was written by hand, and lacks no more than its end.
    """
    before, end, last = data.rpartition(b"\n")
    return before + end if _is_cut(last) else data + b"\n"


def _is_cut(line: bytes) -> bool:
    """True of the beginning of a line that `Journal.note` writes, as far as a full disk or a kill lets it come."""
    for name in (b"at", b"site", b"edition", b"event", b"to", b"words"):
        opening = b'%s"%s": "' % (b"{" if name == b"at" else b", ", name)
        if not line.startswith(opening):
            return opening.startswith(line)
        value = _VALUE.match(line, len(opening))
        if value is None:
            return _CUT_VALUE.fullmatch(line, len(opening)) is not None
        line = line[value.end() :]
    return not line


_VALUE: Final = re.compile(rb'(?:[^"\\\r]|\\.)*"')
"""A JSON string behind its first quote."""
_CUT_VALUE: Final = re.compile(rb'(?:[^"\\\r]|\\.)*\\?')


def _appending(handle: int) -> Callable[[bytes], None]:
    def write(line: bytes) -> None:
        if os.write(handle, line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(handle)

    return write


def _unwritable(path: Path, error: OSError) -> BuildFailed:
    return BuildFailed([Problem(files.display_path(path), f"cannot be written ({error.strerror})")], "Mailing stopped.")


def _last(text: str, where: str, site: str, edition: date) -> dict[str, str]:
    """What happened last to each mailbox, by its key."""
    last: dict[str, str] = {}
    for number, line in enumerate(text.split("\n")[:-1], 1):
        record = _read(line, f"{where}:{number}")
        if record["edition"] == str(edition):
            if record["site"] != site:
                hint = f"Give each site a file of subscribers of its own. If it has moved, write {site} there."
                raise _senseless(f"{where}:{number}", f"tells of this edition at {record['site']}", hint)
            last[record["to"].casefold()] = record["event"]
    return last


def _read(line: str, where: str) -> Mapping[str, str]:
    try:
        record: Any = json.loads(line, object_pairs_hook=_once)
        record["edition"] = date.fromisoformat(record["edition"]).isoformat()
    except (ValueError, TypeError, KeyError, RecursionError):
        record = None
    named = ("site", "edition", "to", "event")
    if not isinstance(record, dict) or not all(isinstance(record.get(name), str) for name in named):
        raise _senseless(where, "is no line of a journal", "Mend it: by this file nobody is mailed twice.")
    if not _ADDRESS.fullmatch(record["to"]):
        raise _senseless(where, f"`{record['to']}` is no address alone", "Write it as the mail server was told it.")
    if record["event"] not in _EVENTS:
        raise _senseless(where, f"`{record['event']}` is no event", f"Known here: {', '.join(sorted(_EVENTS))}.")
    return record


_ADDRESS: Final = re.compile(r"[^\s<>,;]+")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of `pairs`. Raises `ValueError` where a name is given twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _senseless(where: str, what: str, hint: str) -> BuildFailed:
    return BuildFailed([Problem(where, what, hint)], "Nothing was sent.")
