"""What happens to pages and dumps while a split runs: no edit is overwritten, and no two splits mix."""

import json
from pathlib import Path

import pytest

from site_builder.core import config
from site_builder.core.errors import BuildFailed
from site_builder.ingest import split

COUNT = 60


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A site whose dump of sixty papers was split once, and has new abstracts now."""
    (tmp_path / "content/sources").mkdir(parents=True)
    (tmp_path / "content/site.yaml").write_text("title: Shelf\n")
    _dump(tmp_path, "first")
    split.split(config.load(tmp_path))
    _dump(tmp_path, "second")
    return tmp_path


def _dump(root: Path, version: str) -> None:
    records = ({"title": f"Paper {number:02}", "abstract": f"The {version} text of it."} for number in range(COUNT))
    (root / "content/sources/dump.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))


def _last(root: Path) -> Path:
    return root / f"content/papers/paper-{COUNT - 1}.md"


def test_an_edit_that_is_saved_meanwhile_is_kept(shelf: Path) -> None:
    def save(doing: str, _done: int, _whole: int) -> None:
        if doing == "Writing pages":
            text = _last(shelf).read_text()
            _last(shelf).write_text(text.replace("added:", "summary: Mine.\nadded:"))

    report = split.split(config.load(shelf), progress=save)

    assert "summary: Mine." in _last(shelf).read_text()
    assert _last(shelf).stem in report.edited
    assert "second" in (shelf / "content/papers/paper-00.md").read_text()


@pytest.mark.parametrize(("end", "mark"), [("\r\n", "\ufeff"), ("\r\n", ""), ("\n", "\ufeff")])
def test_an_edited_page_keeps_the_line_ends_and_the_mark_of_its_editor(end: str, mark: str, shelf: Path) -> None:
    page = _last(shelf)
    text = page.read_text().replace("added:", "summary: Mine.\nadded:")
    page.write_bytes(f"{mark}{text}".replace("\n", end).encode())
    split.split(config.load(shelf))

    assert page.read_bytes() == f"{mark}{text}".replace("first", "second").replace("\n", end).encode()
    assert split.split(config.load(shelf)).filled == []


def test_a_page_that_is_deleted_meanwhile_stays_deleted(shelf: Path) -> None:
    def delete(doing: str, _done: int, _whole: int) -> None:
        if doing == "Writing pages":
            _last(shelf).unlink(missing_ok=True)

    report = split.split(config.load(shelf), progress=delete)

    assert not _last(shelf).exists()
    assert report.deleted == [_last(shelf).stem]


def test_a_dump_that_is_saved_while_it_is_brought_again_stays(
    shelf: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = shelf / "content/sources/dump.jsonl"
    given = tmp_path_factory.mktemp("elsewhere") / "dump.jsonl"
    given.write_bytes(home.read_bytes())

    def save(doing: str, done: int, _whole: int) -> None:
        if doing.startswith("Reading") and done == 0:
            home.write_text(home.read_text() + '{"title": "Mine", "abstract": "By hand."}\n')

    report = split.split(config.load(shelf), [given], progress=save)

    assert home.read_text().endswith('By hand."}\n')
    assert ["was changed during this split" in str(problem) for problem in report.warnings] == [True]


def test_of_two_splits_at_once_the_second_is_told(shelf: Path) -> None:
    def begin_another(doing: str, _done: int, _whole: int) -> None:
        if doing == "Writing pages":
            with pytest.raises(BuildFailed, match="another split of this site is running"):
                split.split(config.load(shelf))

    assert len(split.split(config.load(shelf), progress=begin_another).updated) == COUNT
