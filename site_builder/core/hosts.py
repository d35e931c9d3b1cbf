"""Where sites are published, and how much may lie there."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Host:
    """What takes a site."""

    name: str
    site: int
    """Bytes of a site at most."""
    file: int
    """Bytes of a file at most."""


HOSTS: Final[Mapping[str, Host]] = MappingProxyType(
    {"github-pages": Host("GitHub Pages", site=1_000_000_000, file=100_000_000)}
)
"""As site.yaml names them. https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits"""
OTHER: Final = "other"
"""A host of which nothing is known."""
