"""A page file: YAML between two `---` lines, then a Markdown body.

What the fields mean is for `content` and `split`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from site_builder.core import yaml_text
from site_builder.core.errors import BuildFailed, Problem

_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Page:
    """One file: its header, whose keys know their lines, and its body without surrounding blank lines."""

    header: yaml_text.Mapping
    body: str


def parse(text: str, where: str) -> Page:
    """The page that `text` holds. Raises `BuildFailed` when the header is missing, unclosed or not YAML."""
    if not text.startswith(f"{_FENCE}\n"):
        hint = "Begin with a line `---`, the fields, and another line `---`."
        raise BuildFailed([Problem(f"{where}:1", "has no front matter", hint)])
    header, closed, body = _parted(text[len(_FENCE) + 1 :])
    if not closed:
        raise BuildFailed([Problem(f"{where}:1", "front matter is not closed", "End it with a line `---`.")])
    return Page(yaml_text.load(header, where, first_line=2), body.strip("\n"))


def _parted(text: str) -> tuple[str, bool, str]:
    """What follows the first fence: the header, whether a second fence ends it, and the body."""
    header, fence, body = f"\n{text}\n".partition(f"\n{_FENCE}\n")
    return header.removeprefix("\n"), bool(fence), body


def write(header: Iterable[tuple[str, Any]], body: str) -> str:
    """The text of a page; `parse` reads it back."""
    return f"{_FENCE}\n{yaml_text.dump(header)}{_FENCE}\n{body}\n"
