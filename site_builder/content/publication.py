"""When and where a paper came out and what became of it elsewhere, as its page states it.

What an arXiv identifier says by itself, the month, is added where the page says nothing else: it is known, not guessed.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from site_builder.content import arxiv_id
from site_builder.content.model import Signals, Version
from site_builder.core.yaml_fields import Fields

SIGNALS: Final = ("upvotes", "stars", "comments", "citations")
"""Counts of what people did with a paper elsewhere."""
_PUBLISHED = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_MOST: Final = 10**9


@dataclass(frozen=True, slots=True)
class Dated:
    """(year, day) of a paper; the day as in 2025-09-04, as far as it is known."""

    year: int | None
    published: str


def dated(read: Fields, year: int | None, arxiv: str) -> Dated:
    """When the paper came out: as the page says, else as its arXiv identifier does."""
    stated = published(read) or arxiv_id.month(arxiv)
    said = int(stated[:4]) if stated else None
    return Dated(year or said, stated if said == (year or said) else "")


def published(read: Fields) -> str:
    """The field `published`, a day, a month or a year; "" when it is absent or none."""
    value = read.take("published")
    if value is None:
        return ""
    text = value.isoformat() if type(value) is date else str(value)
    found = _PUBLISHED.fullmatch(text)
    if found:
        year, month, day = (int(part or 1) for part in found.groups())
        try:
            date(year, month, day)
        except ValueError:
            found = None
    if not found:
        read.wrong("published", f"`{text}` is not a day such as 2025-09-04", 'A month is written published: "2025-09".')
        return ""
    return text


def versions(read: Fields) -> tuple[Version, ...]:
    """The field `versions`: earlier versions of the text, oldest first; empty when absent."""
    found: list[Version] = []
    for stated in read.mappings("versions"):
        inner = Fields(stated, read.where, read.problems, "field of `versions`")
        found.append(Version(inner.number("version", 1, 999) or 1, inner.text("title")))
        inner.close()
    return tuple(sorted(found, key=lambda version: version.number))


def signals(read: Fields) -> Signals | None:
    """The field `signals`; None when absent."""
    stated = read.mapping("signals")
    if not stated:
        return None
    inner = Fields(stated, read.where, read.problems, "field of `signals`")
    counts = ((name, inner.number(name, 0, _MOST)) for name in SIGNALS)
    found = Signals(tuple((name, count) for name, count in counts if count is not None), inner.day("as_of"))
    inner.close()
    return found if found.counts else None
