"""Reading with limits and writing whole."""

import os
import random
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from site_builder.core import files
from site_builder.core.errors import BuildFailed
from tests.conftest import HERE


def test_writing_the_same_again_touches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file.txt"

    assert files.write(path, "text")
    before = path.stat().st_mtime_ns

    assert not files.write(path, "text")
    assert before == path.stat().st_mtime_ns


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file.txt"
    path.write_text("old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(BuildFailed, match="cannot be written \\(No space left on device\\)"):
        files.write(path, "new")

    assert [found.name for found in tmp_path.iterdir()] == ["file.txt"]
    assert path.read_text() == "old"


def test_who_interrupts_in_the_last_moment_interrupts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def interrupted(*paths: str) -> None:
        replace(*paths)
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.write(tmp_path / "file.txt", "new")

    assert [found.read_text() for found in tmp_path.iterdir()] == ["new"]


def test_a_file_over_the_limit_is_told(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"x" * 101)
    with pytest.raises(BuildFailed, match="is larger than 100 bytes"):
        files.read_text(tmp_path / "big", limit=100)


def test_a_missing_file_is_told() -> None:
    with pytest.raises(BuildFailed, match=r"nowhere\.txt: cannot be read \(No such file or directory\)"):
        files.read_text(Path("nowhere.txt"))


def test_line_ends_and_byte_order_marks_are_made_alike(tmp_path: Path) -> None:
    (tmp_path / "mixed").write_bytes(b"\xef\xbb\xbfa\r\nb\rc\n")

    assert files.read_text(tmp_path / "mixed") == "a\nb\nc\n"


def test_removing_takes_the_folders_it_leaves_empty(tmp_path: Path) -> None:
    for name in ("a/b/c.txt", "a/d.txt"):
        files.write(tmp_path / name, "x")

    assert files.remove(tmp_path, "a/b/c.txt")
    assert not (tmp_path / "a/b").exists()
    assert (tmp_path / "a/d.txt").exists()
    assert not files.remove(tmp_path, "a/b/c.txt")


def test_what_is_no_file_is_told_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "circle.md").symlink_to("circle.md")
    with pytest.raises(BuildFailed, match=r"pipe\.md: is not a file"):
        files.read_text(tmp_path / "pipe.md")
    with pytest.raises(BuildFailed, match=r"circle\.md: cannot be read"):
        files.read_text(tmp_path / "circle.md")
    with pytest.raises(BuildFailed, match="Is a directory"):
        files.read_text(tmp_path)


@pytest.fixture
def fenced(tmp_path: Path) -> Path:
    """A folder beside a secret, with links that lead out of it and one that stays inside."""
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep/file.txt").write_text("inside")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "out").symlink_to(tmp_path)
    (folder / "deep/out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "near.txt").symlink_to(folder / "deep/file.txt")
    return folder


def test_a_name_that_begins_at_the_root_leads_nowhere(fenced: Path) -> None:
    assert files.inside(fenced, "//etc/hosts") is None
    assert files.inside(fenced, f"{fenced}/near.txt") is None


def test_a_name_leads_into_the_folder_or_nowhere(fenced: Path) -> None:
    pieces = [
        "..",
        ".",
        "",
        "deep",
        "out",
        "near.txt",
        "out.txt",
        "file.txt",
        "secret.txt",
        "..\\",
        "C:",
        "~",
        "\0",
        "%2e%2e",
        "a" * 300,
    ]
    pieces += ["\u2025", "\uff0e\uff0e", " ..", ".. ", "...", "folder", "/etc/passwd", "\n.."]
    chance = random.Random(239)
    found = set()
    for _ in range(10_000):
        name = chance.choice(["/", "", "//"]) + "/".join(chance.choices(pieces, k=chance.randint(1, 6)))
        path = files.inside(fenced, name)
        assert path is None or path.is_relative_to(fenced), name
        found.add(path)

    assert files.inside(fenced, "near.txt") == fenced / "deep/file.txt"
    assert files.inside(fenced, "deep/out.txt") is None
    assert len(found) > 20


@pytest.mark.parametrize("name", ["out/new.txt", "out/deeper/new.txt", "../new.txt"])
def test_nothing_is_written_or_removed_beyond_a_link(name: str, fenced: Path) -> None:
    before = sorted(fenced.parent.iterdir())
    with pytest.raises(BuildFailed, match="leads out of"):
        files.write(fenced / name, "x", within=fenced)
    with pytest.raises(BuildFailed, match="leads out of"):
        files.remove(fenced, name)

    assert before == sorted(fenced.parent.iterdir())


def test_a_link_in_the_place_of_a_file_is_replaced_and_what_it_leads_to_stays(fenced: Path) -> None:
    files.write(fenced / "deep/out.txt", "mine", within=fenced)

    assert (fenced / "deep/out.txt").read_text() == "mine"
    assert not (fenced / "deep/out.txt").is_symlink()
    assert (fenced.parent / "secret.txt").read_text() == "secret"


def test_what_has_another_name_than_a_write_or_is_a_link_is_not_swept(tmp_path: Path) -> None:
    dead = ".papershelf-999999999-abcd1234"
    names = {".papershelf-abc123", ".papershelf-notes.md", "page.md", ".hidden"}
    for name in {dead, *names}:
        (tmp_path / name).write_text("x")
    link = tmp_path / ".papershelf-999999999-abcd5678"
    link.symlink_to(tmp_path / "page.md")
    files.sweep_dead([tmp_path])

    assert {path.name for path in tmp_path.iterdir()} == {*names, link.name}


def test_who_may_read_a_file_stays_as_it_was(tmp_path: Path) -> None:
    for name, mode in (("private.md", 0o600), ("group.md", 0o664)):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(mode)
        files.write(tmp_path / name, "y")
    files.write(tmp_path / "new.md", "y")

    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert found == {"private.md": 0o600, "group.md": 0o664, "new.md": 0o644}


def test_what_a_killed_command_left_is_swept_and_what_another_is_writing_stays(tmp_path: Path) -> None:
    write = "import sys, time; from pathlib import Path; from site_builder.core import files\n"
    killed = f"{write}files.os.replace = lambda *_: files.os._exit(9)\nfiles.write(Path('editions/one.md'), 'x')"
    busy = f"{write}files.os.replace = lambda *_: (print(flush=True), time.sleep(60))\nfiles.write(Path('two.md'), 'x')"
    here = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    subprocess.run([sys.executable, "-c", killed], cwd=tmp_path, env=here, check=False)
    left = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    with subprocess.Popen([sys.executable, "-c", busy], cwd=tmp_path, env=here, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        files.sweep_dead([tmp_path, tmp_path / "editions"])
        still = [path.name for path in tmp_path.rglob("*") if path.is_file()]
        other.kill()
    files.sweep_dead([tmp_path])

    assert [len(left), len(still)] == [1, 1]
    assert left != still
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
