"""What is kept of each paper between processes: used while it is true, never trusted when it is not."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment

from site_builder.analysis import authors, glossary, quantities, tagging
from site_builder.analysis.gist import Gist
from site_builder.build import builder, paper_cache, search_cache, state
from site_builder.content import loader
from site_builder.content.model import Paper
from site_builder.core import config
from site_builder.core.errors import Problem
from site_builder.ingest import dumps
from site_builder.search import records
from tests.conftest import build_here, build_unsearched, tree


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slugs of the papers that were read, tagged or summed up since the list was emptied."""
    seen: list[str] = []
    page, tags, gist = loader._paper, tagging._tags, builder._gist

    def reading(path: Path, problems: list[Problem]) -> Paper | None:
        seen.append(path.stem)
        return page(path, problems)

    def earning(rules: object, paper: Paper) -> object:
        seen.append(paper.slug)
        return tags(rules, paper)  # type: ignore[arg-type]

    def summing_up(paper: Paper) -> Gist:
        seen.append(paper.slug)
        return gist(paper)

    monkeypatch.setattr(loader, "_paper", reading)
    monkeypatch.setattr(tagging, "_tags", earning)
    monkeypatch.setattr(builder, "_gist", summing_up)
    return seen


def _aged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take no file for one that could still change without being told apart."""
    monkeypatch.setattr("site_builder.core.files.is_young", lambda _record: False)


def test_a_memory_that_is_a_link_to_a_device_is_none(tmp_path: Path) -> None:
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "out").mkdir()
    memory = state.path_of(tmp_path, tmp_path / "out")
    memory.symlink_to("/dev/zero")

    assert paper_cache.read(tmp_path / "zero", paper_cache._Kept) is None
    assert dumps._loaded(tmp_path / "zero") is None
    assert state.load(tmp_path, tmp_path / "out").fresh == {}


def test_after_an_edit_a_new_process_understands_one_paper(
    site: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _aged(monkeypatch)
    build_unsearched(site)
    read.clear()
    page = site / "content/papers/pruning-acorns.md"
    page.write_text(page.read_text() + "\nA new sentence on oaks.\n")
    build_unsearched(site)

    assert read == ["pruning-acorns"] * 3


def test_after_an_edit_a_new_process_reads_no_ledger_no_name_and_one_text(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _aged(monkeypatch)
    seen: list[str] = []

    def watched(name: str, make: Callable[..., object]) -> Callable[..., object]:
        def making(*of: object) -> object:
            seen.append(name)
            return make(*of)

        return making

    for holder, name in (
        *((loader, "_repairs"), (authors, "spelled"), (glossary, "said"), (glossary._Wanted, "of")),
        (quantities, "find"),
    ):
        monkeypatch.setattr(holder, name, watched(name, getattr(holder, name)))
    build_unsearched(site)
    page = site / "content/papers/pruning-acorns.md"
    first = {*seen}
    seen.clear()
    page.write_text(page.read_text() + "\nA new sentence on oaks.\n")
    build_unsearched(site)

    assert first == {"_repairs", "spelled", "said", "of", "find"}
    assert sorted(seen) == ["find", "of", "said"]


def test_other_rules_tag_all_papers_anew_and_read_none(
    site: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _aged(monkeypatch)
    build_unsearched(site)
    read.clear()
    rules = site / "content/tags.yaml"
    rules.write_text(rules.read_text().replace("means: ", "means: in short, ", 1))
    build_unsearched(site)

    assert sorted(read) == sorted(one.slug for one in loader.load(site / "content").papers)


@pytest.mark.parametrize(
    "harm",
    [
        lambda _: b"",
        lambda content: content[:-1],
        lambda content: content[: len(content) // 2],
        lambda content: content[:40] + bytes([content[40] ^ 1]) + content[41:],
        lambda content: b"\x80" * len(content),
    ],
)
def test_a_damaged_file_is_as_good_as_none(
    harm: Callable[[bytes], bytes],
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    _aged(monkeypatch)
    build_unsearched(site)
    (kept,) = (site / ".papershelf").glob("*.cache")
    kept.write_bytes(harm(kept.read_bytes()))
    page = site / "content/papers/pruning-acorns.md"
    page.write_text(page.read_text() + "\nA new sentence on oaks.\n")
    build_unsearched(site)
    clean = tmp_path_factory.mktemp("clean")
    shutil.copytree(site / "content", clean / "content")
    build_unsearched(clean)

    assert tree(site / "_site") == tree(clean / "_site")


def test_what_another_program_kept_is_not_used(site: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _aged(monkeypatch)
    build_unsearched(site)
    read.clear()
    monkeypatch.setattr(state, "program", lambda: "another")
    page = site / "content/papers/pruning-acorns.md"
    page.write_text(page.read_text() + "\nA new sentence on oaks.\n")
    build_unsearched(site)

    assert set(read) == {path.stem for path in (site / "content/papers").glob("*.md")}


def test_the_index_of_another_program_is_made_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_here(site)
    before = tree(site / "_site/pagefind")
    monkeypatch.setattr(state, "program", lambda: "another")
    monkeypatch.setattr(records, "WEIGHTS", {"keywords": 9, "gist": 9, "tags": 9})
    build_here(site)

    assert tree(site / "_site/pagefind") != before


def test_nothing_new_is_not_written_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _aged(monkeypatch)
    settings = config.load(site)
    with state.held(settings.memory, settings.output) as known:
        builder.build_site(settings, known)
        kept = paper_cache.path_of(known.path)
        kept.unlink()
        builder.build_site(settings, known)

    assert not kept.exists()


def test_what_search_keeps_has_names_of_its_own() -> None:
    """One memory holds both: of one name each would push the other out."""
    assert set(search_cache._KINDS).isdisjoint(paper_cache._KINDS)


def test_a_new_process_parses_only_a_template_that_changed_for_what_it_names(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _aged(monkeypatch)
    build_unsearched(site)
    parsed: list[str | None] = []
    parse = Environment.parse

    def parsing(self: Environment, source: str, name: str | None = None) -> object:
        parsed.append(name)
        return parse(self, source, name)

    monkeypatch.setattr(Environment, "parse", parsing)
    page = site / "content/papers/pruning-acorns.md"
    page.write_text(page.read_text() + "\nA new sentence on oaks.\n")
    build_unsearched(site)

    assert parsed == []

    (site / "templates").mkdir()
    (site / "templates/home.html").write_text('{% extends "base.html" %}{% block main %}Of oaks.{% endblock %}')
    build_unsearched(site)

    assert parsed == ["home.html"]
    assert "Of oaks." in (site / "_site/index.html").read_text()
