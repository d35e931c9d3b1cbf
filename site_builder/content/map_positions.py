"""The places on the map as they are kept: content/map.json, a line a paper.

They are data like any other of content/, so that a paper that comes or goes moves nobody else. Who finds them is
`map_layout`, who draws them `map_drawing`.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from site_builder.core import files, json_text
from site_builder.core.errors import BuildFailed, Problem, raise_if_any

Point: TypeAlias = tuple[int, int]
"""Units from the left and from the top."""

FILE: Final = "map.json"
WIDTH: Final = 1000
HEIGHT: Final = 400
MARGIN: Final = 24
"""No paper is nearer to the edge, so that a label fits above the highest."""

_HINT = "Restore it from version control, or delete it and run `papershelf map`."
_EXPECTED = f"A position is [x, y] in whole numbers up to [{WIDTH}, {HEIGHT}]."


def load(content: Path) -> dict[str, Point]:
    """The places kept in `content`, by slug; none when there is no file. Raises `BuildFailed` when it is not a map."""
    path = content / FILE
    if not path.exists():
        return {}
    return parse(files.read_text(path), files.display_path(path))


def parse(text: str, where: str) -> dict[str, Point]:
    """`dumps` of a map at `where` as positions. Raises `BuildFailed` with every wrong one."""
    kept = json_text.loads(text, where, hint=_HINT)
    if not isinstance(kept, dict):
        raise BuildFailed([Problem(where, "is not a map of slugs to positions", _HINT)])
    raise_if_any(
        Problem(f"{where}:{_line(text, slug)}", f"`{slug}`: expected [x, y], found {json.dumps(position)}", _EXPECTED)
        for slug, position in kept.items()
        if not _is_position(position)
    )
    return {slug: (position[0], position[1]) for slug, position in kept.items()}


def _is_position(position: Any) -> bool:
    return (
        isinstance(position, list)
        and [type(number) for number in position] == [int, int]
        and 0 <= position[0] <= WIDTH
        and 0 <= position[1] <= HEIGHT
    )


def _line(text: str, slug: str) -> int:
    return text.count("\n", 0, max(0, text.find(json.dumps(slug, ensure_ascii=False)))) + 1


def dumps(positions: Mapping[str, Point]) -> str:
    """`positions` as they are kept: a line each, so that a new paper shows as one new line."""
    lines = (f"{json.dumps(slug, ensure_ascii=False)}: {json.dumps(positions[slug])}" for slug in sorted(positions))
    return "{\n" + ",\n".join(lines) + "\n}\n"
