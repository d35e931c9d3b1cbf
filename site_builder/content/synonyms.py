"""`synonyms.yaml`: names that mean the same to somebody who searches, each with its synonyms."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from site_builder.core import files, yaml_fields, yaml_text
from site_builder.core.errors import Problem, raise_if_any
from site_builder.text.lexicon import folded_name

FILE: Final = "synonyms.yaml"


def load(content: Path) -> tuple[tuple[str, ...], ...]:
    """The groups of content/synonyms.yaml, each a name and its synonyms; none without it.

    Raises `BuildFailed` with all that is wrong in it.
    """
    path = content / FILE
    if not path.exists():
        return ()
    problems: list[Problem] = []
    stated = yaml_text.load(files.read_text(path), files.display_path(path))
    read = yaml_fields.Fields(stated, files.display_path(path), problems, "name")
    groups = tuple((name, *read.texts(name)) for name in stated)
    raise_if_any([*problems, *(_nameless(group, read) for group in groups if not all(map(folded_name, group)))])
    return groups


def _nameless(group: Sequence[str], read: yaml_fields.Fields) -> Problem:
    return Problem(read.at(group[0]), f"`{group[0]}` has a synonym without a letter")
