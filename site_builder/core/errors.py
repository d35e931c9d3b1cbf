"""What is wrong, where, and what to do about it.

Every message a user can cause is a `Problem`; a stage collects all it can find and raises them together. Words for
the terminal and colours belong to `cli`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from site_builder.core.plural import counted

_UNPRINTABLE: Final = re.compile(r"[\0-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing a person must mend, or should know of.

    `where` is a path, with `:line` (from 1) when one is known.
    """

    where: str
    what: str
    hint: str = ""

    def __post_init__(self) -> None:
        # What a file holds may be quoted here: it must neither look like another message nor steer the terminal.
        for name in ("where", "what"):
            object.__setattr__(self, name, _UNPRINTABLE.sub(" ", getattr(self, name)))

    def __str__(self) -> str:
        message = f"{self.where}: {self.what}"
        return f"{message}\n    {self.hint}" if self.hint else message


class BuildFailed(Exception):
    """The work stopped because of what users can mend; `problems` is never empty."""

    def __init__(self, problems: Iterable[Problem], outcome: str = "Nothing was written.") -> None:
        self.problems = tuple(problems)
        self.outcome = outcome
        super().__init__(str(self))

    def __str__(self) -> str:
        count = len(self.problems)
        closing = f"{counted(count, 'problem')}. {self.outcome}"
        return "\n".join([*map(str, self.problems), closing])


def raise_if_any(problems: Iterable[Problem]) -> None:
    """Raise `BuildFailed` with all `problems`, in the order given; do nothing when there are none."""
    found = tuple(problems)
    if found:
        raise BuildFailed(found)


_MANY: Final = 40
"""Names that a hint lists at most."""
_FEW: Final = 5
"""Of more than that, which nobody would read, it lists so many."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint for a misspelt `word`: the nearest of `known`, those that hold it, or all; of very many a few."""
    names = sorted(known)
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"Did you mean `{near[0]}`?"
    holding = [name for name in names if word and word.casefold() in name.casefold()]
    if holding:
        return f"Holding that word: {_listed(holding, _FEW)}."
    return f"Known here: {_listed(names, _FEW if len(names) > _MANY else _MANY)}."


def _listed(names: Sequence[str], most: int) -> str:
    rest = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


@contextmanager
def gather(problems: list[Problem]) -> Iterator[None]:
    """Add the problems of a `BuildFailed` raised inside to `problems` and go on after the block."""
    try:
        yield
    except BuildFailed as failed:
        problems.extend(failed.problems)
