"""What was read in each page and found out of each paper, kept from one process to the next.

A build after one edit then reads, tags and sums up one paper. All of it can be made again: a file that another version
of the program wrote, that was cut short or changed, is as good as none. A page counts as read only while its file is
the one that was read (see `files.version`); what was found out of it counts only for that very text.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from site_builder.analysis.gist import Gist
from site_builder.analysis.quantities import Quantity
from site_builder.analysis.related import Neighbour
from site_builder.analysis.tagging import Earned
from site_builder.build import state
from site_builder.content.model import Paper
from site_builder.core import files
from site_builder.core.errors import BuildFailed, Problem
from site_builder.core.memo import Recall

_Value = TypeVar("_Value")

_KINDS: Final = ("papers", "tags", "gists", "quantities", "related", "named")
"""What is kept."""
_MOST_BYTES: Final = 1024 * 1024 * 1024
"""Of a file of what was found out; ten thousand papers take a twentieth."""
_DIGEST: Final = 16
"""Bytes before the content that tell a whole file from a damaged one."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A page that was read; `paper` is None for a draft."""

    version: tuple[str, int, int, int]
    paper: Paper | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    program: str
    read: tuple[_Read, ...]
    vocabulary: str
    """Stands for the rules by which `tags` were earned."""
    tags: tuple[tuple[Earned, ...], ...]
    """Of each paper in the order of `read`, as `gists`; one that misses some is of no use."""
    gists: tuple[Gist, ...]
    quantities: tuple[tuple[Quantity, ...], ...]
    related: dict[str, tuple[Neighbour, ...]]
    named: dict[str, tuple[str | None, ...]]
    """As of `Templates.named`."""


def gist_key(paper: Paper) -> Hashable:
    """All that decides a paper's gist."""
    return paper.title, paper.abstract, paper.summary


def related_key(papers: Iterable[Paper]) -> Hashable:
    """All that decides which papers are near each other."""
    return tuple((paper.slug, paper.title, paper.abstract) for paper in papers)


def path_of(memory: Path) -> Path:
    """The file beside that of a `memory`."""
    return memory.with_suffix(".cache")


def load(path: Path, recall: Recall) -> None:
    """Let `recall` know what the file `path` holds; nothing where it holds none to trust."""
    kept = read(path, _Kept)
    if kept is None or kept.program != state.program():
        return
    papers = [one.paper for one in kept.read if one.paper]
    recall.hold("papers", {one.version: (one.paper, list(one.problems)) for one in kept.read})
    if len(kept.tags) == len(papers):
        recall.hold("tags", dict(zip(((kept.vocabulary, paper) for paper in papers), kept.tags, strict=True)))
    if len(kept.gists) == len(papers):
        recall.hold("gists", dict(zip(map(gist_key, papers), kept.gists, strict=True)))
    if len(kept.quantities) == len(papers):
        recall.hold("quantities", dict(zip((paper.abstract for paper in papers), kept.quantities, strict=True)))
    recall.hold("named", dict(kept.named.items()))
    if kept.related:
        recall.hold("related", {related_key(papers): kept.related})


def read(path: Path, kind: type[_Value]) -> _Value | None:
    """What `write` wrote to `path`; None where that is damaged, of another kind or not there."""
    try:
        content = files.read_own(path, _MOST_BYTES)
        if blake2b(content[_DIGEST:], digest_size=_DIGEST).digest() != content[:_DIGEST]:
            return None
        return msgspec.msgpack.decode(memoryview(content)[_DIGEST:], type=kind)
    except (BuildFailed, msgspec.DecodeError):  # all of it can be made again
        return None


def write(path: Path, kept: object) -> None:
    """Keep in the file `path` what can be made again."""
    content = msgspec.msgpack.encode(kept)
    files.write(path, blake2b(content, digest_size=_DIGEST).digest() + content)


def save(path: Path, recall: Recall) -> None:
    """Keep in the file `path` what `recall` holds, if any of it is new."""
    if recall.made.isdisjoint(_KINDS):
        return
    recall.made.clear()
    pages: Mapping[object, tuple[Paper | None, list[Problem]]] = recall.held("papers")
    read = tuple(
        _Read(version, paper, tuple(problems))
        for version, (paper, problems) in pages.items()
        if isinstance(version, tuple)  # a file that could still change is none to know again
    )
    papers = [one.paper for one in read if one.paper]
    tags: Mapping[Any, tuple[Earned, ...]] = recall.held("tags")
    gists, quantities = recall.held("gists"), recall.held("quantities")
    vocabulary = next((key[0] for key in tags), "")
    kept = _Kept(
        program=state.program(),
        read=read,
        vocabulary=vocabulary,
        tags=tuple(tags[vocabulary, paper] for paper in papers if (vocabulary, paper) in tags),
        gists=tuple(gists[gist_key(paper)] for paper in papers if gist_key(paper) in gists),
        quantities=tuple(quantities[paper.abstract] for paper in papers if paper.abstract in quantities),
        related=recall.held("related").get(related_key(papers), {}),
        named={str(text): names for text, names in recall.held("named").items()},
    )
    write(path, kept)
