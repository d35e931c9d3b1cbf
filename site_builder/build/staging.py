"""Where a build lays its files beside the output, until all of them are there.

The first build of a folder appears in one rename; later ones rename the files that differ, new ones first. Leaving
without `publish` leaves the output as it was.
"""

import errno
import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from site_builder.build.state import described
from site_builder.core import files, folders
from site_builder.core.errors import BuildFailed, Problem

_SITE: Final = "papershelf-site"
"""All that there is in the folder beside the output; nobody else calls anything so."""
_OWN_VOLUME: Final = "Is the folder a volume of its own? Then name one inside it with --output."


class Stage:
    """The folder beside `output`; a context manager that removes it."""

    def __init__(self, output: Path) -> None:
        self._output = output
        whole = output.absolute()
        self._folder = whole.with_name(f".{whole.name}.next")
        self._has_output = output.is_dir()
        self._paths: dict[str, None] = {}

    def __enter__(self) -> Self:
        _require_ours(self._folder)
        self._clear()  # what a build that was killed left
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    def _clear(self) -> None:
        if self._folder.is_symlink():  # somebody else's: what it leads to is not touched
            self._folder.unlink()
        shutil.rmtree(self._folder, ignore_errors=True)

    def lay(self, path: str, content: bytes) -> bool:
        """Lay `content` out for `path`, unless the output has the very same; True when it differs.

        Only `add` makes it count, so that any process may lay files out.
        """
        there = f"{self._output}/{path}"
        try:
            if self._has_output and _holds(there, content):
                return False
            _write(self._folder / _SITE / path, content)
        except OSError as error:
            raise BuildFailed(
                [Problem(files.display_path(Path(there)), f"cannot be written ({error.strerror})")]
            ) from error
        return True

    def add(self, path: str) -> None:
        """Publish what was laid out for `path`."""
        self._paths[path] = None

    def put(self, file: tuple[str, bytes]) -> str:
        """Lay out and add (path, content); the path."""
        if self.lay(*file):
            self.add(file[0])
        return file[0]

    def size(self, path: str) -> int:
        """Bytes of the file `path` as it will be once published."""
        folder = self._folder / _SITE if path in self._paths else self._output
        return os.stat(f"{folder}/{path}").st_size

    def make_way(self, gone: Iterable[str]) -> None:
        """Remove those of the files `gone`, which the site no longer has, that stand where it now has a folder, or are
        in a folder where it now has a file.
        """
        taken = {folder for path in self._paths for folder in folders.around(path)}
        for path in gone:
            if path in taken or not self._paths.keys().isdisjoint(folders.around(path)):
                files.remove(self._output, path)

    def publish(self) -> Mapping[str, str]:
        """Put everything in place; the paths that differed, each with how the disk describes what was put there.

        It is described before it is moved: who changes it from then on changes its description too.
        """
        site = self._folder / _SITE
        placed = {path: described(site, path) for path in self._paths}
        try:
            if self._paths and _is_missing_or_empty(self._output):
                site.replace(self._output)
            else:
                self._make_room()
                for path in self._order():
                    (site / path).replace(self._output / path)
        except OSError as error:
            where = files.display_path(Path(error.filename2 or error.filename or self._output))
            hint = _OWN_VOLUME if error.errno in (errno.EXDEV, errno.EBUSY) else ""
            raise BuildFailed([Problem(where, f"cannot be put in place ({error.strerror})", hint)], "") from error
        return placed

    def _make_room(self) -> None:
        """Make the folders that are missing; raises `BuildFailed` where something else is, or nothing may be written,
        before a file changes.
        """
        checked: set[str] = set()
        for path in self._paths:
            folder = os.path.dirname(path)  # noqa: PTH120 — a Path for each of ten thousand files takes longer
            if folder not in checked:
                files.require_inside(self._output / path, self._output)
                _make_folder(self._output / folder)
                _require_room(self._output / folder)
                checked.add(folder)
            there = f"{self._output}/{path}"
            if os.path.isdir(there) and not os.path.islink(there):  # noqa: PTH112, PTH114 — as above
                where = files.display_path(Path(there))
                raise BuildFailed([Problem(where, "is a folder, where the site has a file", "Move it away.")])

    def _order(self) -> list[str]:
        """What is new first, so that nothing which links to it is there before it."""
        return sorted(self._paths, key=lambda path: os.path.lexists(f"{self._output}/{path}"))


def _require_ours(folder: Path) -> None:
    """Raise `BuildFailed` where somebody else keeps something in `folder`."""
    if folder.is_symlink() or not folder.exists():
        return
    if not folder.is_dir() or any(path.name != _SITE for path in folder.iterdir()):
        what = "is where a build lays its files, and is somebody else's"
        raise BuildFailed([Problem(files.display_path(folder), what, "Move it away.")])


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        where = files.display_path(folder)
        raise BuildFailed([Problem(where, "cannot be made, for a file is in its place", "Move it away.")]) from error


def _require_room(folder: Path) -> None:
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        raise BuildFailed([Problem(files.display_path(folder), f"cannot be written ({os.strerror(errno.EACCES)})")])


def _holds(path: str, content: bytes) -> bool:
    try:
        there = os.lstat(path)
        if not stat.S_ISREG(there.st_mode) or there.st_size != len(content):  # a link is replaced by a file
            return False
    except (FileNotFoundError, NotADirectoryError):
        return False
    with open(path, "rb") as file:
        return file.read() == content


def _write(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileNotFoundError:  # asking first would cost a call for each file, not for each folder
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)
    except FileExistsError:  # begun by a worker that was taken for dead: it may write on, but into no file of the site
        files.write(path, content)


def _is_missing_or_empty(folder: Path) -> bool:
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
