"""One street: a package imports only from packages above it, and the modules of a package import one way."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import site_builder

HOUSE = Path(site_builder.__file__).parent
PACKAGES = ("core", "text", "content", "ingest", "analysis", "formats", "pages", "search", "build", "mail", "preview")
"""From what everything stands on to what stands on everything; `cli` may import from all of them."""
STREET = (*PACKAGES, "cli")


@cache
def _modules() -> dict[str, Path]:
    """Name below `site_builder` → file, without the package's own beginning and end."""
    found = {".".join(path.relative_to(HOUSE).with_suffix("").parts): path for path in HOUSE.rglob("*.py")}
    return {name: path for name, path in found.items() if not name.startswith("__")}


@cache
def _imported(path: Path) -> frozenset[str]:
    """The modules below `site_builder` that the module at `path` imports, inside functions too."""
    return frozenset(_named(path))


def _named(path: Path) -> Iterator[str]:
    known = _modules()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "site_builder":
            package = (node.module or "").partition(".")[2]
            for alias in node.names:
                inner = f"{package}.{alias.name}".lstrip(".")
                yield inner if inner in known or f"{inner}.__init__" in known else package
        elif isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[2] for alias in node.names if alias.name.startswith("site_builder."))


def test_the_house_has_these_packages_and_no_loose_modules() -> None:
    found = {path.stem for path in HOUSE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}

    assert {*STREET, "__init__", "__main__"} == found


def test_a_package_imports_only_from_packages_above_it() -> None:
    upward = [
        f"{name} imports {other}"
        for name, path in _modules().items()
        for other in sorted(_imported(path) - {""})
        if STREET.index(other.split(".")[0]) > STREET.index(name.split(".")[0])
    ]

    assert upward == []


@pytest.mark.parametrize("package", STREET)
def test_the_modules_of_a_package_import_one_way(package: str) -> None:
    inside = {name: path for name, path in _modules().items() if name.split(".")[0] == package}
    imports = {
        name: {other for other in _imported(path) if other in inside and other != name} for name, path in inside.items()
    }

    TopologicalSorter(imports).prepare()  # raises on a circle


@pytest.mark.parametrize("package", PACKAGES)
def test_to_import_a_package_imports_nothing(package: str) -> None:
    """So that a build with nothing to do loads no more than it needs."""
    tree = ast.parse((HOUSE / package / "__init__.py").read_text(encoding="utf-8"))

    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


_LONGEST_MODULE, _LONGEST_FUNCTION = 400, 40
"""Lines beyond which a module has two jobs, and a function is not seen at once."""


def test_modules_and_functions_are_short() -> None:
    long = []
    for name, path in _modules().items():
        text = path.read_text(encoding="utf-8")
        long += [f"{name} has {text.count(chr(10))} lines"] * (text.count("\n") > _LONGEST_MODULE)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                long += [f"{name}.{node.name} has {lines} lines"] * (lines > _LONGEST_FUNCTION)

    assert long == []
