"""A bad input is a folder whose name is the complaint: files laid over the tiny site, and the message expected."""

import shlex
import shutil
from pathlib import Path

import pytest

from tests.conftest import HERE, Run, tree

BROKEN = sorted(path for path in (HERE / "broken").iterdir() if path.is_dir())


@pytest.mark.parametrize("complaint", BROKEN, ids=lambda path: path.name)
def test_a_bad_input_gets_a_clear_message_and_nothing_is_written(complaint: Path, site: Path, run: Run) -> None:
    shutil.copytree(complaint, site, dirs_exist_ok=True, ignore=shutil.ignore_patterns("command", "expected.txt"))
    before = _written(site)
    command = complaint / "command"
    result = run(*shlex.split(command.read_text() if command.exists() else "build"))

    assert (complaint / "expected.txt").read_text() == result.stderr
    assert result.exit_code == 1
    assert before == _written(site)


def _written(site: Path) -> dict[str, bytes]:
    """Content and output; what a build keeps for itself may come and go."""
    return {path: content for path, content in tree(site).items() if not path.startswith(".papershelf/")}
