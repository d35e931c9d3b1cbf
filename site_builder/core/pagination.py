"""Long lists in parts: where each begins, and the links from one to the others."""

from dataclasses import dataclass

from site_builder.core import urls
from site_builder.core.urls import Urls
from site_builder.pages.views import Link


@dataclass(frozen=True, slots=True)
class Part:
    """Things `first` to `last` of a list, counted from 1."""

    number: int
    first: int
    last: int


def cut(count: int, size: int) -> tuple[Part, ...]:
    """`count` things in parts of `size`; at least one part, which may be empty."""
    starts = range(0, max(count, 1), size)
    return tuple(
        Part(number, min(start + 1, count), min(start + size, count)) for number, start in enumerate(starts, 1)
    )


def links(parts: tuple[Part, ...], current: int, address: str, site: Urls) -> tuple[Link, ...]:
    """A link to each part of the list at `address`; none when there is but one."""
    if len(parts) == 1:
        return ()
    return tuple(
        Link(
            name=str(part.number),
            href=site.href(urls.numbered(address, part.number)),
            current=part.number == current,
            note=f"{part.first}–{part.last}",
        )
        for part in parts
    )
