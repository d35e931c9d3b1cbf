"""A new site: a copy of what lies in starter/, with three example papers or with a curator's own.

The folder appears in one rename, when all of it is there: a dump with a fault leaves nothing behind.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from site_builder.content import ledger, placeholders
from site_builder.core import config, files
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed, Problem
from site_builder.ingest import requirement, split
from site_builder.ingest.report import IngestReport

EXAMPLES: Final = ("content/sources/example.bib", "content/tags.yaml")
"""Files of the starter that speak of its three papers."""
_ABOUT_EXAMPLES: Final = "--remove-examples"
"""What the line of a new site's README that speaks of them holds."""
_REQUIREMENTS: Final = "requirements.txt"
_DEEPEST: Final = 100
"""Folders around a site."""
_PINNED: Final = """\
# The Papershelf that the workflows install. Of one that is in a repository, name the commit:
# papershelf[mail] @ git+https://github.com/OWNER/REPOSITORY@COMMIT
"""


def start(folder: Path, given: Sequence[Path], day: date) -> IngestReport:
    """Make the site `folder` of the dumps `given`, of three examples where there are none.

    Raises `BuildFailed` where something is there already, or a dump has a fault; nothing is left behind then.
    """
    if folder.is_file():
        given_too = " ".join(path.as_posix() for path in (folder, *given))
        hint = f"The folder comes first: papershelf new DIR {given_too}"
        raise BuildFailed([Problem(files.display_path(folder), "is a file, not the folder of a new site", hint)])
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        hint = "Choose a folder that does not exist yet."
        raise BuildFailed([Problem(files.display_path(folder), "is there already and is not empty", hint)])
    if len(folder.absolute().parts) > _DEEPEST:
        raise BuildFailed([Problem(files.display_path(folder)[:80] + "…", "is nested too deep", "Choose another.")])
    around = folder.absolute().parent
    around.mkdir(parents=True, exist_ok=True)
    for left in filter(files.is_left, around.glob(f"{files.BESIDE}*")):
        shutil.rmtree(left, ignore_errors=True)  # of a start that was killed
    try:
        with tempfile.TemporaryDirectory(prefix=files.beside_name(), dir=around) as beside:
            return _make(Path(beside) / folder.name, folder, given, day)
    except OSError as error:  # its path is of a folder that is gone by now
        raise BuildFailed([Problem(files.display_path(folder), f"cannot be written ({error.strerror})")]) from error


def _make(made: Path, folder: Path, given: Sequence[Path], day: date) -> IngestReport:
    """Make the site at `made`, and put it where it belongs."""
    _copy_starter(made, folder)
    (made / _REQUIREMENTS).write_text(f"{_PINNED}{requirement.of_this_program()}\n", encoding="utf-8")
    if given:
        _leave_out_examples(made)
    names = files.display_path(made), files.display_path(folder)
    try:
        report = split.split(config.load(made), given, day=day)
    except BuildFailed as failed:
        raise BuildFailed([_moved(one, *names) for one in failed.problems], failed.outcome) from failed
    if folder.exists():
        folder.rmdir()
    made.rename(folder)
    report.warnings = [_moved(one, *names) for one in report.warnings]
    return report


def _copy_starter(made: Path, folder: Path) -> None:
    try:
        shutil.copytree(files.packaged(placeholders.STARTER), made)
    except shutil.Error as error:  # a list of what went wrong with each file
        (_, _, first), *_ = error.args[0]
        why = re.sub(r"^\[Errno \d+\] ", "", first).partition(":")[0]
        raise BuildFailed([Problem(files.display_path(folder), f"cannot be written ({why})")], "") from error


def unpinned(folder: Path) -> Iterator[Problem]:
    """A warning where the workflows of the new site in `folder` may not find the Papershelf that they name."""
    if requirement.of_this_program() == requirement.RELEASE:
        what = f"names {requirement.RELEASE}, which the workflows find on a package index or not at all"
        hint = "Where it is on none, name there the commit of the repository that yours is of; the file shows how."
        yield Problem(files.display_path(folder / _REQUIREMENTS), what, hint)


def _moved(problem: Problem, old: str, new: str) -> Problem:
    """`problem` of what has another place now."""
    return Problem(*(text.replace(old, new) for text in (problem.where, problem.what, problem.hint)))


def _leave_out_examples(made: Path) -> None:
    for example in EXAMPLES:
        (made / example).unlink()
    readme = made / "README.md"
    lines = readme.read_text(encoding="utf-8").splitlines(keepends=True)
    readme.write_text("".join(line for line in lines if _ABOUT_EXAMPLES not in line), encoding="utf-8")


def remove_examples(settings: SiteConfig) -> Iterator[tuple[Path, bool]]:
    """Take the example papers and their vocabulary away: (file, whether it went) of each; what was edited stays."""
    dump = settings.root / EXAMPLES[0]
    for slug, page in ledger.load(ledger.path_of(dump)).pages.items():
        path = settings.content / "papers" / f"{slug}.md"
        if path.is_file():
            yield path, _remove(settings, path, page.digest)
    yield from _remove_originals(settings)
    book = ledger.path_of(dump)
    if book.is_file() and not dump.exists():
        yield book, files.remove(settings.root, book.relative_to(settings.root).as_posix())
    dump.parent.mkdir(exist_ok=True)  # for the dumps that take their place


def _remove_originals(settings: SiteConfig) -> Iterator[tuple[Path, bool]]:
    for example in EXAMPLES:
        path = settings.root / example
        if path.is_file():
            original = files.digest(files.read_bytes(files.packaged(placeholders.STARTER) / example))
            yield path, _remove(settings, path, original)


def _remove(settings: SiteConfig, path: Path, digest: str) -> bool:
    if files.digest(files.read_bytes(path)) != digest:
        return False
    return files.remove(settings.root, path.relative_to(settings.root).as_posix())
