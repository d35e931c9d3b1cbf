"""What templates print without escaping it is listed, each with the reason, in templates/README.md."""

import re

from tests.conftest import HERE

TEMPLATES = HERE.parent / "templates"
_UNESCAPED = re.compile(r"\{\{\s*([\w.]+)\s*\|\s*safe\s*\}\}")


def test_all_that_is_printed_as_it_is_stands_in_the_list() -> None:
    text = "".join(path.read_text() for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".xml", ".txt"))
    readme = (TEMPLATES / "README.md").read_text().partition("## What is printed as it is")[2]
    rows = [line.split("|")[1] for line in readme.splitlines() if line.startswith("| `")]

    assert {name for row in rows for name in re.findall(r"`([\w.]+)`", row)} == set(_UNESCAPED.findall(text))
    assert len(re.findall(r"\|\s*safe\b", text)) == len(_UNESCAPED.findall(text))
    assert "autoescape" not in text


def test_no_code_calls_a_text_safe() -> None:
    code = {path: path.read_text() for path in (HERE.parent / "site_builder").rglob("*.py")}

    assert [path.name for path, text in code.items() if "Markup" in text] == []
