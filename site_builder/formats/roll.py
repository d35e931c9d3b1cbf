"""A file that has something of each of many papers: what is made of one says nothing of the others.

So it can be put together of parts that were made before (see `build.blocks`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Listed(Protocol):
    """A paper, and whatever such a file has of it."""

    @property
    def slug(self) -> str:
        """The paper's slug."""


One = TypeVar("One", bound=Listed)


@dataclass(frozen=True, slots=True)
class Roll(Generic[One]):
    """What such a file has of a paper, and what begins, parts and ends it."""

    of: Callable[[One], bytes]
    begins: bytes = b""
    between: bytes = b"\n"
    ends: bytes = b""

    def whole(self, papers: Sequence[One]) -> bytes:
        """The file of `papers`."""
        return self.part(papers, is_first=True, is_last=True)

    def part(self, papers: Sequence[One], *, is_first: bool, is_last: bool) -> bytes:
        """The part of a file that has `papers`: all parts, one behind the other, are the whole."""
        begins = self.begins if is_first else self.between
        return b"".join((begins, self.between.join(map(self.of, papers)), self.ends if is_last else b""))
