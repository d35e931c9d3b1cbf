"""Seam: author strings until `text.person_names` reads them."""

import re
from collections.abc import Sequence


def read(text: str | Sequence[str]) -> tuple[str, ...]:
    """Names in an author string of any common shape."""
    if not isinstance(text, str):
        return tuple(re.sub(r"^([^,{}]+), ([^,{}]+)$", r"\2 \1", name) for name in text if name)
    names = re.split(r"\s+and\s+|\s*;\s*|\s*&\s*|\s*,\s*(?:and\s+)?", text)
    return tuple(name for name in names if name and not re.fullmatch(r"et al\.?", name))


def from_parts(family: str, given: str, suffix: str = "") -> str:
    """A whole name."""
    return " ".join(filter(None, [given, family, suffix]))
