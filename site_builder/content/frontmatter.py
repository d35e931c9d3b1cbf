"""A page file: YAML between two `---` lines, then a Markdown body. Blanks behind the hyphens, which no editor shows, do
no harm.

What the fields mean is for `content` and `split`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from site_builder.core import yaml_text
from site_builder.core.errors import BuildFailed, Problem

_FENCE: Final = "---"
_FENCE_LINE: Final = re.compile(rf"^{_FENCE}[ \t]*(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """One file: its header, whose keys know their lines, and its body without surrounding blank lines."""

    header: yaml_text.Mapping
    body: str


def parse(text: str, where: str) -> Page:
    """The page that `text` holds. Raises `BuildFailed` when the header is missing, unclosed or not YAML."""
    opening = _FENCE_LINE.match(text)
    if not opening or not opening[0].endswith("\n"):
        hint = "Begin with a line `---`, the fields, and another line `---`."
        raise BuildFailed([Problem(f"{where}:1", "has no front matter", hint)])
    closing = _FENCE_LINE.search(text, opening.end())
    if not closing:
        raise BuildFailed([Problem(f"{where}:1", "front matter is not closed", "End it with a line `---`.")])
    header = text[opening.end() : closing.start()].removesuffix("\n")
    return Page(yaml_text.load(header, where, first_line=2), text[closing.end() :].strip("\n"))


def is_fence(line: str) -> bool:
    """True of a line, without its end, that opens or closes a header."""
    return bool(_FENCE_LINE.fullmatch(line))


def write(header: Iterable[tuple[str, Any]], body: str) -> str:
    """The text of a page; `parse` reads it back."""
    return f"{_FENCE}\n{yaml_text.dump(header)}{_FENCE}\n{body}\n"
