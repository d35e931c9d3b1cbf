"""One term for one thing: names that were given up for the field's own do not come back."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

RETIRED = {
    "shown": "`entry`, `display_path`, `to_html`, `truncated`",
    "place": "`index`, `position`, `placeholder`, `location`",
    "places": "`indexes`, `positions`, `locations`",
    "told": "`message`, `fingerprint`, `reply`",
    "tell": "`print_…`, `report`",
    "crew": "`parallel`",
    "hands": "`jobs`",
    "mended": "`repairs`, `repaired`",
    "settle": "`resolve`",
    "settled": "`resolved`",
    "doubt": "`invalidate`",
    "distrust": "`invalidate`",
    "keep": "`commit`, `remember`",
    "again": "`rebuild`, `resend`, `invalidate`",
    "does": "`contribution`",
    "reports": "`result`",
    "least": "`min_…`",
    "patience": "`timeout`",
    "signposts": "what they are: the sitemap, robots.txt, llms.txt",
}
"""Word of a name → what is said instead."""


def _names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, name) of every definition, argument, variable and field."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.alias) and node.asname:
            yield node.lineno, node.asname


def _words(name: str) -> list[str]:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).casefold().strip("_").split("_")


def retired(source: str) -> list[str]:
    """ "line: name" of each name in `source` that holds a retired word, with the word that replaced it."""
    return [
        f"{line}: {name} (say {RETIRED[word]})"
        for line, name in _names(ast.parse(source))
        for word in _words(name)
        if word in RETIRED
    ]


@pytest.mark.parametrize("source", ["def _tell(): ...", "class ShownPaper: ...", "LEAST = 3", "for place in []: ..."])
def test_a_retired_word_is_found(source: str) -> None:
    assert retired(source)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "site_builder").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT / "site_builder"))
)
def test_no_name_holds_a_retired_word(path: Path) -> None:
    assert retired(path.read_text(encoding="utf-8")) == []


def test_no_template_reads_a_retired_name() -> None:
    fields = re.compile(r"\bview(?:\.\w+)+")
    read = {
        f"{path.name}: {name}"
        for path in (ROOT / "templates").glob("*.*")
        for name in fields.findall(path.read_text(encoding="utf-8"))
        if not RETIRED.keys().isdisjoint(re.split(r"[._]", name))
    }

    assert read == set()
