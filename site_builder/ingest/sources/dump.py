"""What every reader gives back."""

from dataclasses import dataclass

from site_builder.content.model import Entry
from site_builder.core.errors import Problem

LONGEST_LINE = 50_000
"""Characters; the longest abstract known to us has a fifth of this."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line (from 1) that belongs to no paper, and the rule that says so."""

    line: int
    rule: str


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump as read: every line is in an entry or dropped."""

    entries: tuple[Entry, ...]
    dropped: tuple[Dropped, ...]
    warnings: tuple[Problem, ...] = ()
    """What was left out because it is not what it says."""
    unread: tuple[str, ...] = ()
    """Names of fields that records hold and no entry has a place for, in the order they were met."""
    digest: str = ""
    """Of the text that it was read from."""
    left_out: int = 0
    """Records that are none of a paper."""
