"""What lies in folders. Where the disk does not say, `OSError` is raised: `Path.glob` takes such a folder for empty."""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from site_builder.core import files
from site_builder.core.errors import BuildFailed, Problem


def matching(folder: Path, *patterns: str) -> list[Path]:
    """What lies in `folder` and has a name of one of `patterns`, sorted; nothing where there is no folder."""
    try:
        return sorted(path for path in folder.iterdir() if any(fnmatchcase(path.name, one) for one in patterns))
    except (FileNotFoundError, NotADirectoryError):
        return []


def below(folder: Path) -> Iterator[Path]:
    """All that lies in `folder` and its folders; links are not followed. Nothing where there is no folder."""
    for here, names, others in os.walk(folder, onerror=_raise_but_missing):
        yield from (Path(here, name) for name in (*names, *others))


def _raise_but_missing(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise error


def require(folder: Path) -> None:
    """Raise `BuildFailed` where `folder` is gone: somebody moved it as we worked, and it is not to be made again."""
    if not folder.is_dir():
        raise BuildFailed([Problem(files.display_path(folder), "is not there any more")], "")


def around(path: str) -> Iterator[str]:
    """The folders that the relative `path` is in, the innermost first."""
    while path := path.rpartition("/")[0]:
        yield path
