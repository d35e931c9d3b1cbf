"""Whatever is typed at a terminal ends in a result or in a message; nothing else is raised."""

import random
from pathlib import Path
from typing import Final

from click.testing import CliRunner

from site_builder import cli
from tests.fuzz import scale

SHORT: Final = 60
"""Command lines tried in `make test`. None names `serve`, which only a person ends."""
COMMANDS: Final = ("build", "check", "edition", "map", "new", "split", "tags", "vectors", "nothing", "", "-h")
OPTIONS: Final = (
    *"--site --output --base-url --date --eml --resend --for --jobs --afresh --clean --no-search --all".split(),
    *"--verbose --send --propose --version --help -h -x -- - --= --sité".split(),
)
VALUES: Final = (
    *". .. / /dev/null /dev/full /proc nowhere/at/all content content/site.yaml _site a b.txt ~ $HOME *".split(),
    *"0 -1 1 99999999999999999999 1e999 nan 2024-13-45 2024-02-30 0001-01-01 9999-12-31 today".split(),
    *"http:// https://[ https://a.example/%zz ftp://a.example/ javascript:alert(1) https://é.example//../".split(),
    *("", " ", "\t", "\n", "x" * 5000, "é" * 300, "\udcff", "\u202e", "a/" * 3000, "=", "a=b"),
)


def _line(chance: random.Random) -> list[str]:
    count = chance.randint(0, 4)
    return [chance.choice(COMMANDS), *(chance.choice(chance.choice((OPTIONS, VALUES))) for _ in range(count))]


def test_a_command_line_ends_in_a_result_or_a_message(site: Path) -> None:
    chance, codes = random.Random("command lines"), set()
    for _ in range(scale(SHORT)):
        words = _line(chance)
        result = CliRunner().invoke(cli.main, words)

        assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exception)
        assert result.exit_code in (0, 1, 2), words
        assert result.exit_code == 0 or (result.output + result.stderr).strip(), words
        codes.add(result.exit_code)

    assert codes == {0, 1, 2}
    assert (site / "content/site.yaml").is_file()
