"""One street: a module imports only from above itself, imports inside functions included."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import site_builder

PACKAGE = Path(site_builder.__file__).parent


def _street() -> list[str]:
    """The modules in the order that the package's docstring gives them."""
    lines = (site_builder.__doc__ or "").split("\n\n")[-1].splitlines()
    return [name for line in lines for name in line.split()[1:]]


def _modules() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if not name.startswith("__"):
            found.setdefault(name, []).append(path)
    return found


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "site_builder":
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("site_builder."):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            found.update(alias.name.split(".")[1] for alias in node.names if alias.name.startswith("site_builder."))
    return found


def test_the_street_names_every_module() -> None:
    assert sorted(_street()) == sorted(_modules())


def test_a_module_imports_only_from_above_itself() -> None:
    street = _street()
    down = [
        f"{name} imports {other}"
        for name, paths in _modules().items()
        for path in paths
        for other in sorted(_imported(path) - {name, "__version__"})
        if street.index(other) > street.index(name)
    ]

    assert down == []


def _neighbours(path: Path) -> set[str]:
    """The modules of its own package that the module at `path` imports; "__init__" for what they make together."""
    package, modules = f"site_builder.{path.parent.name}", {one.stem for one in path.parent.glob("*.py")}
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == package:
            found.update(alias.name if alias.name in modules else "__init__" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{package}."):
            found.add((node.module or "").split(".")[2])
    return found


def test_the_modules_of_a_package_import_one_way() -> None:
    packages = [path.parent for path in PACKAGE.glob("*/__init__.py")]

    assert packages
    for package in packages:
        imports = {path.stem: _neighbours(path) for path in package.glob("*.py")}
        TopologicalSorter(imports).prepare()  # raises on a circle
