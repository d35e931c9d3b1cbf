"""What was read in each page and found out of each paper, kept from one process to the next.

A build after one edit then reads, tags and sums up one paper. All of it can be made again: a file that another version
of the program wrote, that was cut short or changed, is as good as none. A page counts as read only while its file is
the one that was read (see `files.version`); what was found out of it counts only for that very text.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import msgspec

from site_builder.analysis import glossary
from site_builder.analysis.authors import Spelled
from site_builder.analysis.gist import Gist
from site_builder.analysis.glossary import Heard, Said
from site_builder.analysis.quantities import Quantity
from site_builder.analysis.related import Neighbour
from site_builder.analysis.tagging import Earned
from site_builder.build import state
from site_builder.build.blocks import Blocks
from site_builder.content.ledger import Repair
from site_builder.content.model import Paper
from site_builder.core import files, folders
from site_builder.core.errors import BuildFailed, Problem
from site_builder.core.memo import Recall

_Value = TypeVar("_Value")

_KINDS: Final = (
    "papers",
    "tags",
    "gists",
    "quantities",
    "said",
    "spelled",
    "related",
    "ledgers",
    "named",
    "blocks",
    "heard",
)
"""What is kept."""
KEYS: Final[Mapping[str, Callable[[Paper], Hashable]]] = {
    "gists": lambda paper: (paper.title, paper.abstract, paper.summary),
    "quantities": lambda paper: paper.abstract,
    "said": lambda paper: (paper.title, paper.abstract),
}
"""What is found out of each paper by itself → all that decides it."""
_MOST_BYTES: Final = 1024 * 1024 * 1024
"""Of a file of what was found out; ten thousand papers take a twentieth."""
_DIGEST: Final = 16
"""Bytes before the content that tell a whole file from a damaged one."""


_Version: TypeAlias = tuple[str, int, int, int]
"""As of `files.version`."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A page that was read; `paper` is None for a draft."""

    version: _Version
    paper: Paper | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    program: str
    read: tuple[_Read, ...]
    vocabulary: str
    """Stands for the rules by which `tags` were earned."""
    tags: tuple[tuple[Earned, ...], ...]
    """Of each paper in the order of `read`, as those that follow; one that misses some is of no use."""
    gists: tuple[Gist, ...]
    quantities: tuple[tuple[Quantity, ...], ...]
    said: tuple[Said, ...]
    wanted: str
    """Stands for what was looked for in the texts of which `heard` tells, as `tags` does."""
    heard: tuple[Heard, ...]
    spelled: dict[str, Spelled]
    """As of `Catalog`."""
    related: dict[str, tuple[Neighbour, ...]]
    ledgers: tuple[_Version, ...]
    """The ledgers that `repairs` were read of."""
    repairs: dict[str, tuple[Repair, ...]]
    named: dict[str, tuple[str | None, ...]]
    """As of `Templates.named`."""
    blocks: dict[str, Blocks]
    """Output path → what it was put together of."""


def related_key(papers: Iterable[Paper]) -> Hashable:
    """All that decides which papers are near each other."""
    return tuple((paper.slug, paper.title, paper.abstract) for paper in papers)


def _text(paper: Paper) -> tuple[str, str]:
    return glossary.whole(paper.title, paper.abstract), paper.abstract


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
    if len(kept.heard) == len(papers):
        texts = map(_text, papers)
        recall.hold("heard", {(kept.wanted, *text): one for text, one in zip(texts, kept.heard, strict=True)})
    for kind, key in KEYS.items():
        found = getattr(kept, kind)
        if len(found) == len(papers):
            recall.hold(kind, dict(zip(map(key, papers), found, strict=True)))
    recall.hold("spelled", dict(kept.spelled.items()))
    recall.hold("ledgers", {kept.ledgers: kept.repairs})
    recall.hold("named", dict(kept.named.items()))
    recall.hold("blocks", dict(kept.blocks.items()))
    if kept.related:
        recall.hold("related", {related_key(papers): kept.related})


def read(path: Path, kind: type[_Value]) -> _Value | None:
    """What `write` wrote to `path`; None where that is damaged, of another kind or not there."""
    try:
        content = memoryview(files.read_own(path, _MOST_BYTES))
        if blake2b(content[_DIGEST:], digest_size=_DIGEST).digest() != content[:_DIGEST]:
            return None
        return msgspec.msgpack.decode(content[_DIGEST:], type=kind)
    except (BuildFailed, msgspec.DecodeError):  # all of it can be made again
        return None


def write(path: Path, kept: object) -> None:
    """Keep in the file `path` what can be made again."""
    content = bytearray(_DIGEST)  # in one piece, for it is as large as all that was read
    msgspec.msgpack.Encoder().encode_into(kept, content, _DIGEST)
    content[:_DIGEST] = blake2b(memoryview(content)[_DIGEST:], digest_size=_DIGEST).digest()
    folders.require(path.parent.parent)
    files.write(path, content)


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
    vocabulary = next((key[0] for key in tags), "")
    heard: Mapping[Any, Heard] = recall.held("heard")
    wanted = next((key[0] for key in heard), "")
    known: Mapping[Any, dict[str, tuple[Repair, ...]]] = recall.held("ledgers")
    ledgers, repairs = next(iter(known.items()), ((), {}))
    are_known = isinstance(ledgers, tuple) and all(isinstance(one, tuple) for one in ledgers)
    kept = _Kept(
        program=state.program(),
        read=read,
        vocabulary=vocabulary,
        tags=tuple(tags[vocabulary, paper] for paper in papers if (vocabulary, paper) in tags),
        **{kind: tuple(_held(recall.held(kind), map(key, papers))) for kind, key in KEYS.items()},
        wanted=wanted,
        heard=tuple(_held(heard, ((wanted, *_text(paper)) for paper in papers))),
        spelled={str(stated): one for stated, one in recall.held("spelled").items()},
        related=recall.held("related").get(related_key(papers), {}),
        ledgers=ledgers if are_known else (),
        repairs=repairs if are_known else {},
        named={str(text): names for text, names in recall.held("named").items()},
        blocks={str(path): of for path, of in recall.held("blocks").items()},
    )
    write(path, kept)


def _held(found: Mapping[Hashable, Any], keys: Iterable[Hashable]) -> Iterator[Any]:
    return (found[key] for key in keys if key in found)
