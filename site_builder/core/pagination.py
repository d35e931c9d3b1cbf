"""Long lists as numbered pages: which items each page holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Things `first` to `last` of a list, counted from 1."""

    number: int
    first: int
    last: int


def paginate(count: int, size: int) -> tuple[Part, ...]:
    """`count` things in parts of `size`; at least one part, which may be empty."""
    starts = range(0, max(count, 1), size)
    return tuple(
        Part(number, min(start + 1, count), min(start + size, count)) for number, start in enumerate(starts, 1)
    )
