"""`venues.yaml`: what venues are that our own tables do not know, or know otherwise."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from site_builder.core import files, yaml_fields, yaml_text
from site_builder.core.errors import Problem, raise_if_any

FILE: Final = "venues.yaml"
KINDS: Final = ("conference", "journal", "workshop", "preprint", "unpublished", "unknown")


def load(content: Path) -> Mapping[str, str]:
    """Name of a venue → its kind, as content/venues.yaml says; none without it.

    Raises `BuildFailed` with all that is wrong in it.
    """
    path = content / FILE
    if not path.exists():
        return {}
    problems: list[Problem] = []
    where = files.display_path(path)
    read = yaml_fields.Fields(yaml_text.load(files.read_text(path), where), where, problems, "kind of venue")
    found: dict[str, str] = {}
    for kind in KINDS:
        for name in read.texts(kind):
            if found.setdefault(name, kind) != kind:
                read.wrong(kind, f"`{name}` is a {found[name]} too", "Name it once.")
    read.close()
    raise_if_any(problems)
    return found
