"""What was found out of each paper for search, and Pagefind's index, kept from one process to the next.

It lies in a file of its own, read only by builds that index again. As with `paper_cache` all of it can be made again.
"""

from dataclasses import dataclass, fields
from pathlib import Path

from site_builder.build import paper_cache, state
from site_builder.core.memo import Recall
from site_builder.search.parts import Part


@dataclass(frozen=True, slots=True)
class _Kept:
    """By kind, and there by digest of what decides it."""

    parts: dict[str, Part]
    searched: dict[str, str]
    meant: dict[str, bytes]
    others: dict[str, str]
    keys: dict[str, tuple[bytes, ...]]
    people: dict[str, tuple[bytes, ...]]
    words: dict[str, tuple[bytes, ...]]
    program: str


_KINDS = tuple(field.name for field in fields(_Kept) if field.name != "program")


def path_of(memory: Path) -> Path:
    """The file beside that of a `memory`."""
    return memory.with_suffix(".index")


def load(path: Path, recall: Recall) -> None:
    """Let `recall` know what the file `path` holds, unless it knows such things already."""
    kept = None if any(map(recall.held, _KINDS)) else paper_cache.read(path, _Kept)
    if kept and kept.program == state.program():
        for kind in _KINDS:
            recall.hold(kind, getattr(kept, kind))


def save(path: Path, recall: Recall) -> None:
    """Keep in the file `path` what `recall` holds, if any of it is new."""
    if recall.made.isdisjoint(_KINDS):
        return
    recall.made.difference_update(_KINDS)
    held = {kind: dict(recall.held(kind)) for kind in _KINDS}
    paper_cache.write(path, _Kept(**held, program=state.program()))  # type: ignore[arg-type]  # digests are the keys
