"""The disk: reading with limits, digests, writing beside and renaming.

What a file means is for others. Every write here is atomic, so that a crash leaves the old file or the new one.
"""

import os
import re
import stat
import sys
import tempfile
import time
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from site_builder.core import system
from site_builder.core.errors import BuildFailed, Problem, raise_if_any

MAX_BYTES = 64 * 1024 * 1024
"""No file of text we read is larger: ten thousand abstracts take a quarter of this."""


def display_path(path: Path) -> str:
    """`path` as messages name it: relative to the working folder where it lies inside."""
    folder, name = os.path.split(path)
    inside = _display_path(folder, str(Path.cwd()))
    return name if inside == "." else f"{inside.rstrip('/')}/{name}"


@lru_cache(maxsize=256)
def _display_path(folder: str, here: str) -> str:
    """`folder` relative to `here`, symbolic links followed; as it is given when it lies outside."""
    try:
        return resolved(Path(folder)).relative_to(resolved(Path(here))).as_posix()
    except (ValueError, OSError):  # outside, or of a name that no file can have
        return folder


def resolved(path: Path) -> Path:
    """`path` as it is once every link is followed; of links that lead in a circle, as far as they lead.

    `Path.resolve` raises `RuntimeError` there before Python 3.13.
    """
    return Path(os.path.realpath(path))


def read_text(path: Path, limit: int = MAX_BYTES) -> str:
    """The text of `path`, UTF-8, line ends as \\n, a byte-order mark dropped.

    Raises `BuildFailed` when the file is missing, unreadable, over `limit` bytes, binary or not UTF-8.
    """
    return decode(read_bytes(path, limit), path)


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of `path`; `BuildFailed` when it cannot be read or is over `limit` bytes."""
    try:
        record = os.stat(path)
        mode = record.st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # a pipe would keep us waiting, a device never ends
            raise BuildFailed([Problem(display_path(path), "is not a file", "Put a text file there, or take it away.")])
        with path.open("rb") as file:
            data = file.read(min(record.st_size, limit) + 1)  # room for the limit would be made each time, and cleared
            if len(data) > record.st_size:  # it grew meanwhile
                data += file.read(max(limit + 1 - len(data), 0))
    except OSError as error:
        raise BuildFailed([Problem(display_path(path), f"cannot be read ({error.strerror})")]) from error
    if len(data) > limit:
        raise BuildFailed(
            [Problem(display_path(path), f"is larger than {limit:,} bytes", "Split it into smaller files.")]
        )
    return data


def read_own(path: Path, limit: int = MAX_BYTES) -> bytes:
    """`read_bytes` of what we keep for ourselves; `BuildFailed`, too, when `path` is a link."""
    if path.is_symlink():
        raise BuildFailed([Problem(display_path(path), "is a link", "Delete it: what it holds can be made again.")])
    return read_bytes(path, limit)


_TICK = 50_000_000
"""Nanoseconds; no file system's clock that we know of ticks more slowly, save those that count whole seconds."""
_SECOND = 1_000_000_000


def version(path: Path) -> Hashable:
    """What tells `path` as it is now from any other version of it, without reading it.

    The time at which a file's record last changed stands beside its size and its own time, because no program can set
    that back. A file so young that the clock could not tell it from its next version is like none.
    """
    try:
        now = os.stat(path)
    except OSError:
        return object()
    return object() if is_young(now) else (str(path), now.st_ctime_ns, now.st_mtime_ns, now.st_size)


def is_young(record: os.stat_result) -> bool:
    """True when the file could change again at the time its record says it changed last."""
    changed = record.st_ctime_ns
    return changed > time.time_ns() - _TICK - (_SECOND if changed % _SECOND == 0 else 0)


def decode(data: bytes, where: Path | str) -> str:
    """`data` as text; `BuildFailed` names the line of the first byte that is not text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _no_text(where, 1, "is UTF-16, not UTF-8", "Save the file as UTF-8.")
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        raise _no_text(where, line, "is a binary file (it holds a zero byte)", "Give a text file.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _no_text(where, line, f"is not UTF-8 (byte {error.start + 1})", "Save the file as UTF-8.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _no_text(where: Path | str, line: int, what: str, hint: str) -> BuildFailed:
    # How messages name a path takes longer to find out than reading a small file, and is asked only here.
    named = display_path(where) if isinstance(where, Path) else where
    return BuildFailed([Problem(f"{named}:{line}", what, hint)])


def unusable(error: OSError) -> BuildFailed:
    """What to tell of a file that went, or of a disk that is full, as we worked."""
    where = display_path(Path(os.fsdecode(error.filename))) if error.filename else "The system"
    return BuildFailed([Problem(where, f"cannot be used ({error.strerror or error})")], "")


def digest(content: str | bytes) -> str:
    """32 hexadecimal digits that stand for `content` (BLAKE2b, 128 bits)."""
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return blake2b(data, digest_size=16).hexdigest()


def sealed(content: bytes) -> bytes:
    """`content` behind its digest, as we keep what can be made again: of a bit that flipped it is not believed."""
    return b"%s\n%s" % (digest(content).encode(), content)


def unsealed(data: bytes) -> bytes:
    """The content that `sealed` kept. Raises `ValueError` where it is not as it was."""
    stated, _, content = data.partition(b"\n")
    if stated != digest(content).encode():
        raise ValueError("the digest is another")
    return content


class Changed(Exception):
    """Somebody saved the file meanwhile."""


def digest_at(path: Path) -> str:
    """The digest of the file at `path` as it is now; "" where there is none."""
    return digest(read_bytes(path)) if path.is_file() else ""


def write(path: Path, content: str | bytes | bytearray, *, within: Path | None = None, over: str | None = None) -> bool:
    """Make `path` hold `content`; True when it did not already. The folder is made when missing.

    A link at `path` is replaced, not followed. Raises `BuildFailed` when the disk refuses, or when a link on the way
    leads out of the folder `within`, and `Changed` when the digest of what is there, looked at in the last moment, is
    not `over`; the old file is then still whole.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    if within is not None:
        require_inside(path, within)
    try:
        if path.is_file() and not path.is_symlink() and _holds(path, data):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data, over)
    except OSError as error:
        raise BuildFailed([Problem(display_path(path), f"cannot be written ({error.strerror})")], "") from error
    return True


def inside(folder: Path, name: str) -> Path | None:
    """Where `name`, a path relative to `folder`, leads once every link is followed; None when that is not inside."""
    if name.startswith("/") or "\0" in name or "\\" in name or ".." in name.split("/"):
        return None
    root = os.path.realpath(folder)
    try:
        found = os.path.realpath(os.path.join(root, name))  # noqa: PTH118 — beside realpath, which needs no Path
        os.lstat(found)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError:  # longer than the system can follow
        return None
    return Path(found) if _is_in(found, root) else None


def _is_in(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def require_inside(path: Path, root: Path) -> None:
    """Raise `BuildFailed` when a link among the folders of `path` leads out of `root`, or `path` is not below it."""
    top = os.path.realpath(root)
    if _is_in(os.path.realpath(path.parent), top):
        return
    between = [folder for folder in (path.parent, *path.parent.parents) if folder.is_relative_to(root)]
    link = next((one for one in reversed(between) if not _is_in(os.path.realpath(one), top)), path.parent)
    hint = "Put a folder in its place: nothing is ever written, or taken away, beyond it."
    raise BuildFailed([Problem(display_path(link), f"leads out of {display_path(root)}", hint)])


def require_own(paths: Iterable[Path], root: Path) -> None:
    """Raise `BuildFailed` for each link among `paths` that leads out of `root`: what lies there is not ours to show."""
    top = os.path.realpath(root)
    away = [path for path in paths if path.is_symlink() and not _is_in(os.path.realpath(path), top)]
    hint = "Put the file itself in its place."
    raise_if_any(Problem(display_path(path), f"leads out of {display_path(root)}", hint) for path in away)


def is_utf8(name: str | Path) -> bool:
    """False for a name on disk that holds other bytes, which no file of ours can name."""
    return not any("\ud800" <= sign <= "\udfff" for sign in str(name))


def require_utf8(paths: Iterable[Path]) -> None:
    """Raise `BuildFailed` for each of `paths` that is not `is_utf8`."""
    odd = (path for path in paths if not is_utf8(path))
    raise_if_any(Problem(display_path(path), "has a name that is not UTF-8", "Rename it.") for path in odd)


def require_own_below(folder: Path, root: Path) -> None:
    """`require_own` for `folder` and all below it; folders that are links are judged, and not entered."""
    require_own([folder, *_links_below(folder)], root)


def _links_below(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        yield from filter(Path.is_symlink, (Path(here, name) for name in (*folders, *names)))


def _holds(path: Path, data: bytes | bytearray) -> bool:
    return path.stat().st_size == len(data) and path.read_bytes() == data


BESIDE: Final = ".papershelf-"
"""What the names of files begin with that are being written; the number of the process that writes follows."""
_WRITTEN: Final = re.compile(rf"{re.escape(BESIDE)}(\d+)-\w{{8}}", re.ASCII)


def beside_name() -> str:
    """What the name of a file or folder begins with that is there only as long as this process works."""
    return f"{BESIDE}{os.getpid()}-"


_LONGEST_WRITE: Final = 3_600
"""Seconds."""


def sweep_dead(folders: Iterable[Path]) -> None:
    """Remove what writes into `folders` left unfinished when they were killed.

    What a process that is still there has begun stays, and so does whatever has another name.
    """
    for folder in folders:
        for path in folder.glob(f"{BESIDE}*"):
            if path.is_file() and is_left(path):
                path.unlink(missing_ok=True)


def is_left(path: Path) -> bool:
    """True of what a process of ours that is no more made for as long as it worked."""
    writer = _WRITTEN.fullmatch(path.name)
    return writer is not None and not path.is_symlink() and not _is_at_work(path, int(writer[1]))


def _is_at_work(path: Path, process: int) -> bool:
    if process == os.getpid():  # of a number that came again: this one has only begun
        return False
    if sys.platform == "win32":  # to ask after a process would end it
        return time.time() - path.stat().st_mtime < _LONGEST_WRITE
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _replace(path: Path, data: bytes | bytearray, over: str | None) -> None:
    handle, beside = tempfile.mkstemp(prefix=beside_name(), dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(data)
        os.chmod(beside, _mode(path))
        _require(path, over)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)  # Ctrl-C may come when it is in its place already
        raise


def _mode(path: Path) -> int:
    """The permissions of what stands at `path`; where nothing does, those with which a web server can read it."""
    try:
        found = os.lstat(path).st_mode
    except OSError:
        return 0o644
    return stat.S_IMODE(found) if stat.S_ISREG(found) else 0o644


def _require(path: Path, over: str | None) -> None:
    if over is not None and digest_at(path) != over:
        raise Changed


@contextmanager
def locked(path: Path, what: str, hint: str = "Wait until it is done, then try again.") -> Iterator[None]:
    """Hold the lock `path` inside the block; the system frees it however the process ends.

    Raises `BuildFailed` with `what` and `hint` when another process holds it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    except OSError as error:
        trouble = f"cannot be written ({error.strerror})"
        remedy = "Delete it: it is no more than a lock." if os.path.lexists(path) else ""
        raise BuildFailed([Problem(display_path(path), trouble, remedy)]) from error
    try:
        system.lock(handle)
        yield
    except BlockingIOError as error:
        raise BuildFailed([Problem(display_path(path), what, hint)]) from error
    finally:
        os.close(handle)


def packaged(folder: str) -> Path:
    """The `folder` that came with Papershelf: inside the wheel, or beside the code in a checkout."""
    here = Path(__file__).parents[1]
    inside = here / folder
    return inside if inside.is_dir() else here.parent / folder


def remove(folder: Path, name: str, *, over: str | None = None) -> bool:
    """Remove file `name` from `folder`, and the folders between that it leaves empty; False when it was not there.

    Raises `BuildFailed` when the disk refuses, or when a link on the way leads out of `folder`, and `Changed` as
    `write` does.
    """
    path = folder / name
    require_inside(path, folder)
    if path.is_dir() and not path.is_symlink():
        return False
    try:
        _require(path, over)
        path.unlink()
        for parent in list(path.relative_to(folder).parents)[:-1]:
            (folder / parent).rmdir()
    except FileNotFoundError:
        return False
    except OSError as error:
        if path.exists():
            raise BuildFailed([Problem(display_path(path), f"cannot be removed ({error.strerror})")], "") from error
    return True  # a folder that is not empty stays


def size(paths: Iterable[Path]) -> int:
    """Bytes of all `paths` together."""
    return sum(path.stat().st_size for path in paths)
