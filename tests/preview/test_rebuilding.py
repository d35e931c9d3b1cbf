"""What the preview builds behind a save: the site, then the index over it, each once."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from site_builder.build import builder, state
from site_builder.core import config
from site_builder.preview.rebuilding import Preview
from tests.conftest import build_here, tree

PAGE = "content/papers/quantized-pebbles.md"
RENDERING = 4
"""How often a build has asked whether it is superseded when it lays out the first page."""


class Silent:
    """Says nothing in the terminal."""

    def built(self, *_: object) -> None:
        """Pass over it."""

    def failed(self, *_: object) -> None:
        """Pass over it."""

    def note(self, *_: object) -> None:
        """Pass over it."""


@pytest.fixture
def preview(site: Path) -> Preview:
    """Of the tiny site, with nothing built yet."""
    settings = config.load(site)
    return Preview(settings, state.load(settings.memory, settings.output), Silent())


def _edited(page: Path, words: str) -> None:
    page.write_text(f"{page.read_text(encoding='utf-8').rstrip()} {words}\n", encoding="utf-8")
    time.sleep(0.1)  # a file as young as the clock's tick is told from no other version of itself


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what the builder is asked for, as it is asked."""
    asked: list[str] = []

    def watched(name: str, make: Callable[..., object]) -> Callable[..., object]:
        def making(*of: Any) -> object:
            asked.append(name)
            return make(*of)

        return making

    for name in ("build_site", "index_site"):
        monkeypatch.setattr(builder, name, watched(name, getattr(builder, name)))
    return asked


def test_the_index_behind_a_build_plans_nothing_again(
    site: Path, preview: Preview, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    asked = _counted(monkeypatch)
    for words in ("", "Pebbles glow in the dark."):
        _edited(site / PAGE, words)
        preview.rebuild(searchable=False)
        preview.rebuild(searchable=True)
        preview.rebuild(searchable=True)
    planned = tuple(asked)
    fresh = tmp_path_factory.mktemp("fresh") / "place"
    shutil.copytree(site, fresh, ignore=shutil.ignore_patterns("_site", ".papershelf"))
    build_here(fresh)

    assert planned == ("build_site", "index_site") * 2
    assert tree(site / "_site") == tree(fresh / "_site")


def test_what_is_saved_before_the_index_is_built_too(
    site: Path, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _counted(monkeypatch)
    preview.rebuild(searchable=False)
    _edited(site / PAGE, "Pebbles glow in the dark.")
    preview.rebuild(searchable=True)

    assert asked == ["build_site", "build_site"]
    assert "glow in the dark" in (site / "_site/papers/quantized-pebbles/index.html").read_text(encoding="utf-8")


def test_a_page_saved_and_taken_back_while_the_site_is_built_is_not_taken_for_what_that_build_left(
    site: Path, preview: Preview
) -> None:
    page, before = site / PAGE, (site / PAGE).read_text(encoding="utf-8")
    made = site / "_site/papers/quantized-pebbles/index.html"
    pages: list[str] = []

    def saved_meanwhile() -> bool:
        """As the preview's other thread does, once the build has looked at what is there."""
        pages.append("")
        if len(pages) == RENDERING:
            _edited(page, "Pebbles glow in the dark.")
            preview.rebuild_pages({page})
            pages[-1] = made.read_text(encoding="utf-8")
        return False

    preview.rebuild(searchable=False)
    first = made.read_text(encoding="utf-8")
    _edited(site / "content/papers/pruning-acorns.md", "They grow.")
    preview.rebuild(saved_meanwhile, searchable=False)
    page.write_text(before, encoding="utf-8")
    time.sleep(0.1)
    preview.rebuild(searchable=False)

    assert "glow in the dark" in pages[RENDERING - 1]
    assert made.read_text(encoding="utf-8") == first


def test_a_site_that_is_moved_during_a_build_is_not_begun_anew_where_it_was(
    preview: Preview, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish = builder._publish

    def moving(*of: Any) -> state.BuildReport:
        report = publish(*of)
        site.rename(site.with_name("moved"))
        return report

    monkeypatch.setattr(builder, "_publish", moving)
    preview.rebuild(searchable=False)

    assert not site.exists()
