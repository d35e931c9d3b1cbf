"""What the commands share: how they speak at a terminal, and how they end.

0 is done, 1 is something a person can mend (told with file, line and what to do), 2 is a wrong argument.
"""

import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

import click

from site_builder.core.errors import BuildFailed, Problem
from site_builder.core.plural import counted

if TYPE_CHECKING:
    from site_builder.analysis.catalog import Catalog
    from site_builder.build.state import BuildReport
    from site_builder.core.config import SiteConfig

Style = Literal["plain", "problem", "notice", "hint"]
_STYLES: Final[Mapping[Style, Mapping[str, Any]]] = {
    "plain": {},
    "problem": {"fg": "red", "bold": True},
    "notice": {"fg": "yellow"},
    "hint": {"dim": True},
}
_MOST_OF_A_FILE: Final = 25
"""Problems that are said one by one: whoever mends these runs the command again."""
_LINE: Final = re.compile(r":\d+\Z")
_READER_LEFT: Final = 141
"""As of a process that SIGPIPE ends."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What could move a terminal's cursor, colour its text or turn it round: messages quote dumps, which anybody may have
written.
"""
Command = TypeVar("Command", bound=Callable[..., Any])


class Location(click.Path):
    """A file or folder on the disk; "" is none, though `Path` takes it for the folder one is in."""

    def __init__(self, **options: Any) -> None:
        super().__init__(path_type=Path, **options)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Fails for an empty one, as of a variable that is not set."""
        if value == "":
            self.fail("The name is empty.", param, ctx)
        return super().convert(value, param, ctx)


def site_option(command: Command) -> Command:
    """The option of every command that works on a site."""
    kind = Location(file_okay=False)
    return click.option("--site", type=kind, default=Path(), metavar="DIR", help="The site's folder (default: here).")(
        command
    )


def settings_of(site: Path, **given: Any) -> "SiteConfig":
    """What `config.load` says of `site`, where nothing is left of the writes of commands that were killed."""
    from site_builder.core import config, files

    settings = config.load(site, **given)
    written = (Path(folder) for folder, _, _ in os.walk(settings.content))  # a build looks after all else
    files.sweep_dead([settings.root, *written, settings.memory / "dumps"])
    return settings


def require_output(option: str, path: Path, suffix: str, settings: "SiteConfig") -> None:
    """Raise `BuildFailed` unless `path` may be written over: by its `suffix`, and not among the site's sources."""
    from site_builder.core import files

    where = f"{option} {path}"
    if path.is_dir():
        raise BuildFailed([Problem(where, "is a folder", f"Name a file, such as digest{suffix}.")])
    if path.suffix.lower() != suffix:
        raise BuildFailed([Problem(where, f"does not end in {suffix}", f"Name a file such as digest{suffix}.")])
    own = [settings.content, settings.memory, settings.root / "templates", settings.root / "static"]
    if any(files.resolved(path).is_relative_to(files.resolved(folder)) for folder in own):
        raise BuildFailed([Problem(where, "would mix the site with its sources", "Choose a place elsewhere.")])


class Group(click.Group):
    """Tells what users can mend in their words, and leaves bugs their traceback."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run as a program; help that cannot be printed, as on a full disk, ends it with 1."""
        try:
            return super().main(*arguments, **options)
        except OSError as error:
            from site_builder.core import files

            print_failure(files.unusable(error))
            sys.exit(1)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what a user can mend ends it with 1."""
        try:
            return super().invoke(ctx)
        except BuildFailed as failed:
            print_failure(failed)
            ctx.exit(1)
        except BrokenPipeError:  # who read what we say has left, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(_READER_LEFT)
        except OSError as error:  # a disk that is full, a folder that may not be written, a file that went meanwhile
            from site_builder.core import files

            print_failure(files.unusable(error))
            ctx.exit(1)
        except KeyboardInterrupt:
            warn("Interrupted.")
            ctx.exit(130)


def print_failure(failed: BuildFailed) -> None:
    """Say what stopped the work, and what became of it."""
    print_problems(failed.problems, "problem")
    count = len(failed.problems)
    warn(f"{counted(count, 'problem')}. {failed.outcome}".rstrip())


def print_problems(problems: Iterable[Problem], style: Style) -> None:
    """Say what is wrong or should be known, of each file the first few things."""
    counts: Counter[str] = Counter()
    for problem in problems:
        file = _LINE.sub("", problem.where)
        counts[file] += 1
        if counts[file] <= _MOST_OF_A_FILE:
            print_problem(problem, style)
    for file, count in counts.items():
        if count > _MOST_OF_A_FILE:
            print_problem(Problem(file, f"{count - _MOST_OF_A_FILE:,} more like these"), style)


def print_problem(problem: Problem, style: Style) -> None:
    """Say one thing that is wrong or should be known, and what to do."""
    _to_stderr(f"{_styled(problem.where, style)}: {_harmless(problem.what)}")
    if problem.hint:
        warn(f"    {problem.hint}", "hint")


def say(text: str) -> None:
    """Tell what was done, on standard output."""
    click.echo(_harmless(text))


def warn(text: str, style: Style = "plain") -> None:
    """Tell what should be known, on standard error."""
    _to_stderr(_styled(text, style))


def _to_stderr(text: str) -> None:
    click.echo(text, err=True, color=False if os.environ.get("NO_COLOR") else None)


def _styled(text: str, style: Style) -> str:
    return click.style(_harmless(text), **_STYLES[style])


def _harmless(text: str) -> str:
    return _CONTROL.sub("", text)


@contextmanager
def timed() -> Iterator[Callable[[], str]]:
    """Give what ends a sentence with how long it took."""
    started = time.monotonic()
    yield lambda: f", in {time.monotonic() - started:.1f} s."


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal that is looked at; nothing elsewhere."""
    if not (sys.stderr and sys.stderr.isatty()):  # None where it was closed
        yield lambda _doing, _done, _whole: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda doing, done, whole: bar.update(task, description=doing, completed=done, total=whole)


def build_site(settings: "SiteConfig", *, clean: bool = False) -> "BuildReport":
    """Build the site; one that is as the last build left it is not read again."""
    from site_builder.build import state

    with state.held(settings.memory, settings.output) as known:
        if clean:
            known.claim()
            known.invalidate()
        if known.is_current(settings):
            return known.report()
        from site_builder.build import builder

        with progress_bar() as progress:
            report = builder.build_site(settings, known, progress).report
    print_problems(report.notices, "notice")
    return report


def print_placeholders(settings: "SiteConfig") -> None:
    """Warn of what still is as `papershelf new` wrote it."""
    from site_builder.content import placeholders

    for problem in placeholders.left(settings):
        print_problem(problem, "notice")


def catalog_of(settings: "SiteConfig") -> "Catalog":
    """What can be said of the site's papers."""
    from site_builder.build import builder
    from site_builder.core.memo import Recall

    recall = Recall()
    return builder.understand(*builder.read(settings, recall), recall)
