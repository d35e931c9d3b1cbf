"""Large files of all papers, put together of blocks: of an edit one block is made again, and packed, and no other.

The others are taken from the file that the last build left, where that is the very file it knows. Which paper ends a
block is told by its slug alone, so that a paper that comes moves the ends of no other block. A compressed file is one
member of gzip, which all programs unpack, with nothing in a block that leads back into the one before.
"""

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from site_builder.core import checksums, files
from site_builder.core.errors import BuildFailed
from site_builder.formats.roll import One, Roll

PAPERS: Final = 64
"""In a block, on the average. An edit changes the neighbours of a dozen papers, each in a block of its own; and what is
compressed in blocks half as large takes 6 % more bytes than in one piece."""
_GZIP: Final = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
"""The head of a compressed file without name and date."""
_END: Final = b"\x03\0"
"""What ends the compressed bytes: a block of none."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a file."""

    key: str
    """Stands for all that decides it; "" when nobody can tell."""
    size: int
    """Bytes in the file."""
    plain: int
    """Bytes before they are packed."""
    checksum: int
    """CRC-32 of these."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """What is known of a file."""

    digest: str
    """Of its content."""
    of: tuple[Block, ...]


def joined(
    roll: Roll[One], papers: Sequence[One], there: Path, known: Blocks | None, key_of: Callable[..., str]
) -> tuple[bytes, Blocks]:
    """The file of `papers`, compressed where the name of `there` says so; and what the next build should know of it.

    `there` is the file of the last build, of which `known` tells. `key_of` gives the key of what makes a block.
    """
    is_packed = there.suffix == ".gz"
    before = _kept(there, known)
    made: list[tuple[Block, bytes]] = []
    runs = list(_runs(papers))
    for number, run in enumerate(runs):
        make = partial(roll.part, run, is_first=number == 0, is_last=number == len(runs) - 1)
        key = key_of(make)
        made.append(before.get(key) or _made(key, make(), is_packed=is_packed))
    blocks, content = tuple(block for block, _ in made), b"".join(part for _, part in made)
    if is_packed:
        content = b"".join((_GZIP, content, _END, _trailer(blocks)))
    return content, Blocks(files.digest(content), blocks)


def _trailer(blocks: Sequence[Block]) -> bytes:
    """What ends a compressed file: checksum and size of all that it holds, of which nothing is unpacked for that."""
    checksum = 0
    for block in blocks:
        checksum = checksums.joined(checksum, block.checksum, block.plain)
    return struct.pack("<LL", checksum, sum(block.plain for block in blocks) & 0xFFFFFFFF)


def _runs(papers: Sequence[One]) -> Iterator[tuple[One, ...]]:
    """The papers of each block; a site of none has one."""
    run: list[One] = []
    for number, entry in enumerate(papers, 1):
        run.append(entry)
        if zlib.crc32(entry.slug.encode()) % PAPERS == 0 and number < len(papers):
            yield tuple(run)
            run = []
    yield tuple(run)


def _kept(there: Path, known: Blocks | None) -> dict[str, tuple[Block, bytes]]:
    """Key → each block that can be taken from the file `there` as it is."""
    try:
        content = files.read_own(there) if known else b""
    except BuildFailed:  # it is gone, or grew beyond what we read: all of it can be made again
        return {}
    if not known or files.digest(content) != known.digest:
        return {}
    found: dict[str, tuple[Block, bytes]] = {}
    at = len(_GZIP) if there.suffix == ".gz" else 0
    for block in known.of:
        found[block.key] = (block, content[at : at + block.size])
        at += block.size
    found.pop("", None)
    return found


def _made(key: str, plain: bytes, *, is_packed: bool) -> tuple[Block, bytes]:
    content = plain
    if is_packed:
        packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        content = packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH)
    return Block(key, len(content), len(plain), zlib.crc32(plain)), content
