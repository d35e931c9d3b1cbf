"""How much of what its host takes a site fills, and what a curator can leave out where that is too much."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from site_builder.core import files
from site_builder.core.config import SiteConfig
from site_builder.core.errors import Problem
from site_builder.core.hosts import HOSTS, Host

_FULL: Final = 0.8
"""Share of a host's room from which on a curator is told what to leave out."""
_CARDS: Final = re.compile(r"cards/papers/.*")
_PARTS: Final = re.compile(r"(?:papers|years/\d+|tags/[^/]+|authors/[^/]+)/(?:\d+/)?index\.html")
_MOST_PER_PAGE: Final = 100
_GIGA: Final = 1_000_000_000
_OF_A_PAGE: Final = 5_000
"""Bytes of a page of a list that are no rows."""


def fullness(sizes: Mapping[str, int], config: SiteConfig) -> str:
    """Such as "34% of the 1 GB that GitHub Pages takes", for files of `sizes` (path → bytes); "" of an unknown host."""
    host = HOSTS.get(config.host)
    return f"{_share(sizes, host):.0%} of the {_said(host.site)} that {host.name} takes" if host else ""


def notices(sizes: Mapping[str, int], config: SiteConfig) -> Iterator[Problem]:
    """What is too large for the host, and what to do about it."""
    host = HOSTS.get(config.host)
    if not host:
        return
    for path, size in sorted(sizes.items()):
        if size > host.file:
            yield Problem(path, f"is larger than the {_said(host.file)} that {host.name} takes of a file")
    if _share(sizes, host) > _FULL:
        hint = f"To make it smaller, in this order: {'; '.join(_ways(sizes, config))}."
        yield Problem(files.display_path(config.output), f"fills {fullness(sizes, config)}", hint)


def _ways(sizes: Mapping[str, int], config: SiteConfig) -> Iterator[str]:
    """What makes the site smaller, what readers would miss least first."""
    cards = sum(size for path, size in sizes.items() if _CARDS.fullmatch(path))
    if cards:
        yield f"`cards: false` saves {_said(cards)}"
    if config.per_page < _MOST_PER_PAGE:
        parts = sum(bool(_PARTS.fullmatch(path)) for path in sizes)
        saved = parts * (1 - config.per_page / _MOST_PER_PAGE) * _OF_A_PAGE
        yield f"`per_page: {_MOST_PER_PAGE}` makes fewer pages of lists, up to {_said(int(saved))} less"
    yield "move the papers of early years into a digest of their own"
    yield "publish at a host that takes more, and say `host: other`"


def _share(sizes: Mapping[str, int], host: Host) -> float:
    return sum(sizes.values()) / host.site


def _said(size: int) -> str:
    return f"{size / _GIGA:.3g} GB" if size >= _GIGA else f"{size / 1e6:.0f} MB"
