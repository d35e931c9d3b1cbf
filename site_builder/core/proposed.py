"""Files that a command proposes: a curator reads them, may write into them, and keeps them under another name.

The last line says what stood above it, so that a file somebody wrote into is never written over.
"""

from pathlib import Path
from typing import Final

from site_builder.core import files
from site_builder.core.errors import BuildFailed, Problem

_AS_MADE: Final = "# By this the next proposal knows whether anybody wrote into this one: "


def require_unedited(path: Path, kept_as: str) -> None:
    """Raise `BuildFailed` where there is a proposal at `path` somebody wrote into; `kept_as` is its other name."""
    if path.exists() and _is_edited(files.read_text(path)):
        raise _edited(path, kept_as)


def write(path: Path, text: str, kept_as: str, *, within: Path) -> None:
    """Make `path` hold the proposal `text`. Raises as `require_unedited` does, in the last moment too."""
    there = files.digest_at(path)
    require_unedited(path, kept_as)
    try:
        files.write(path, f"{text}{_AS_MADE}{files.digest(text)}\n", within=within, over=there)
    except files.Changed:
        raise _edited(path, kept_as) from None


def _edited(path: Path, kept_as: str) -> BuildFailed:
    hint = f"Keep it as {files.display_path(path.with_name(kept_as))}, or delete it, then propose again."
    return BuildFailed([Problem(files.display_path(path), "was edited since it was proposed", hint)])


def _is_edited(text: str) -> bool:
    proposed, _, digest = text.rpartition(_AS_MADE)
    return digest.strip() != files.digest(proposed)
