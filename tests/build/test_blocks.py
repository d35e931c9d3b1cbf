"""Large files of all papers: one block is made again after an edit, and the bytes are those of a file made anew."""

import gzip
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from site_builder.analysis.catalog import CatalogEntry
from site_builder.analysis.gist import Gist
from site_builder.build import blocks
from site_builder.build.blocks import Blocks
from site_builder.build.input_keys import InputKeys
from site_builder.content.model import Paper
from site_builder.formats.roll import Roll
from tests.conftest import build_unsearched, tree

PAPERS = tuple(
    CatalogEntry(Paper(slug=f"p{at}", title=f"T{at}", body="", abstract="word " * at), (), Gist("", None, None))
    for at in range(40)
)
EDITED = replace(PAPERS[17], paper=replace(PAPERS[17].paper, abstract="Edited."))
made: list[str] = []
"""The slugs of papers of which something was made."""


def _line(entry: CatalogEntry) -> bytes:
    made.append(entry.slug)
    return f"{entry.slug}: {entry.paper.abstract}".encode()


ROLL = Roll(_line, b"(\n", b",\n", b"\n)\n")


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "PAPERS", 4)


def _joined(papers: Sequence[CatalogEntry], there: Path, known: Blocks | None = None) -> tuple[bytes, Blocks]:
    made.clear()
    return blocks.joined(ROLL, papers, there, known, InputKeys().of)


@pytest.mark.parametrize("name", ["papers.ris", "papers.ris.gz"])
@pytest.mark.parametrize("count", [0, 1, 40])
def test_blocks_are_the_whole_file(name: str, count: int) -> None:
    content, known = _joined(PAPERS[:count], Path(name))
    unpacked = gzip.decompress(content) if name.endswith(".gz") else content

    assert unpacked == ROLL.whole(PAPERS[:count])
    assert len(known.of) == (11 if count == 40 else 1)


@pytest.mark.parametrize("name", ["papers.ris", "papers.ris.gz"])
@pytest.mark.parametrize(
    "edited",
    [
        (*PAPERS[:17], EDITED, *PAPERS[18:]),
        (EDITED, *PAPERS[:17], *PAPERS[18:]),
        (replace(EDITED, paper=replace(EDITED.paper, slug="new")), *PAPERS),
        PAPERS[1:],
        PAPERS[:-1],
        PAPERS[:20],
    ],
)
def test_after_an_edit_few_papers_are_looked_at_and_the_file_is_as_made_anew(
    edited: Sequence[CatalogEntry], name: str, tmp_path: Path
) -> None:
    there = tmp_path / name
    content, known = _joined(PAPERS, there)
    there.write_bytes(content)
    again = _joined(edited, there, known)
    looked_at = len(made)

    assert again == _joined(edited, tmp_path / f"none-{name}")
    assert 0 < looked_at < len(PAPERS) / 2


@pytest.mark.parametrize(
    "harm",
    [
        lambda _: b"",
        lambda content: content[:-1],
        lambda content: content[:30] + bytes([content[30] ^ 1]) + content[31:],
        lambda content: content + b"!",
    ],
)
def test_nothing_is_taken_from_a_file_that_is_not_the_one_that_is_known(
    harm: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    there = tmp_path / "papers.ris"
    content, known = _joined(PAPERS, there)
    there.write_bytes(harm(content))

    assert _joined(PAPERS, there, known) == (content, known)
    assert len(made) == len(PAPERS)


def test_what_cannot_be_told_from_another_is_made_each_time(tmp_path: Path) -> None:
    there, roll = tmp_path / "papers.ris", replace(ROLL, of=lambda entry: _line(entry))  # noqa: PLW0108 — a lambda, which has no name
    content, known = blocks.joined(roll, PAPERS, there, None, InputKeys().of)
    there.write_bytes(content)
    made.clear()

    assert blocks.joined(roll, PAPERS, there, known, InputKeys().of) == (content, known)
    assert len(made) == len(PAPERS)


def test_a_roll_of_another_site_has_other_keys() -> None:
    keys = InputKeys()
    rolls = [ROLL, replace(ROLL, ends=b""), replace(ROLL, of=partial(_line)), replace(ROLL, of=_other)]

    assert len({keys.of(partial(roll.part, PAPERS, is_first=True, is_last=True)) for roll in rolls}) == len(rolls)


def _other(entry: CatalogEntry) -> bytes:
    return entry.slug.encode()


def test_a_site_whose_files_are_put_together_is_as_one_built_anew(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setattr("site_builder.core.files.is_young", lambda _record: False)
    monkeypatch.setattr("site_builder.formats.data.is_large", lambda _count: True)
    monkeypatch.setattr(blocks, "PAPERS", 2)
    kept: list[int] = []
    look_up = blocks._kept

    def looking(there: Path, known: Blocks | None) -> dict[str, tuple[blocks.Block, bytes]]:
        found = look_up(there, known)
        kept.append(len(found))
        return found

    monkeypatch.setattr(blocks, "_kept", looking)
    build_unsearched(site)
    kept.clear()
    page = site / "content/papers/pruning-acorns.md"
    page.write_text(re.sub(r"\bacorns\b", "nuts", page.read_text()))
    written = build_unsearched(site).written
    clean = tmp_path_factory.mktemp("clean")
    shutil.copytree(site / "content", clean / "content")
    build_unsearched(clean)

    assert {"papers.jsonl.gz", "papers.ris.gz", "papers.csl.json.gz", "papers.json"}.issubset(written)
    assert min(kept[:4]) > 1
    assert tree(site / "_site") == tree(clean / "_site")
