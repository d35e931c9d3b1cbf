"""What the preview builds: the page of a saved paper at once, then the whole site; a failure is kept to be shown."""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol

from site_builder.build import builder
from site_builder.build.builder import Build
from site_builder.build.state import BuildReport, Memory
from site_builder.core import config, files
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed

ALL: Final = frozenset({"*"})
"""Stands for every page."""


class Messages(Protocol):
    """How the preview speaks in the terminal."""

    def built(self, report: BuildReport, seconds: float) -> None:
        """The site was built."""

    def failed(self, message: str) -> None:
        """It was not, and why."""

    def note(self, message: str) -> None:
        """Something to know, and no fault."""


class Superseded(Exception):
    """Something was saved while a build was under way."""


@dataclass(slots=True)
class Preview:
    """What the browser is shown: the last good site, or why there is none."""

    settings: SiteConfig
    memory: Memory
    messages: Messages
    failure: str = ""
    build: Build | None = None
    """The last build of this process; None until there is one."""
    changed: dict[str, float] = field(default_factory=dict)
    """Output path → when it last changed; `ALL` stands for every path, as a failure shows on all pages."""

    @property
    def folder(self) -> Path:
        """Where the site is built."""
        return self.settings.output

    @property
    def base(self) -> str:
        """The base path under which it is shown."""
        return self.settings.urls.base

    def rebuild_pages(self, saved: Collection[Path]) -> set[str]:
        """Make the pages of the papers among the files `saved` at once; the output paths that changed."""
        if self.failure or self.build is None or not self.folder.is_dir():  # somebody may have deleted it
            return set()
        return self._noted({made for page in saved if (made := self._rebuilt(page, self.build))})

    def _rebuilt(self, page: Path, build: Build) -> str:
        try:
            return builder.rebuild_page(page, build, self.settings, self.memory.recall)
        except (BuildFailed, OSError):  # the whole build that follows tells of this fault and all others
            return ""

    def rebuild(self, is_superseded: Callable[[], bool] = lambda: False, *, searchable: bool) -> set[str]:
        """Build; the output paths that changed, `ALL` when a failure came or went.

        Raises `Superseded` as soon as `is_superseded`; the site is then as it was.
        """
        failed, started = bool(self.failure), time.monotonic()
        try:
            report = self._report(is_superseded, searchable=searchable)
        except (BuildFailed, OSError) as failure:  # OSError: a file that went, or a disk that is full, as we worked
            self.failure = str(files.unusable(failure) if isinstance(failure, OSError) else failure)
            self.messages.failed(self.failure)
            return self._noted(ALL)
        self.failure = ""
        if report.written or report.pruned or failed:
            self.messages.built(report, time.monotonic() - started)
        return self._noted(ALL if failed else report.written)

    def _noted(self, paths: Iterable[str]) -> set[str]:
        found = set(paths)
        self.changed |= dict.fromkeys(found, time.monotonic())
        return found

    def _report(self, is_superseded: Callable[[], bool], *, searchable: bool) -> BuildReport:
        def stop_when_superseded(*_: object) -> None:
            if is_superseded():
                raise Superseded

        now = config.load(self.settings.root, output=self.settings.output, base_url=self.settings.url)
        self.settings = replace(now, searchable=searchable)
        if self.memory.is_current(self.settings):
            return self.memory.report()
        if searchable and self.build and self.memory.is_of(replace(self.settings, searchable=False)):
            self.build = builder.index_site(self.build, self.settings, self.memory, stop_when_superseded)
        else:
            self.build = builder.build_site(self.settings, self.memory, stop_when_superseded)
        return self.build.report
