"""Tags that records bring with them: `records: [category, keywords]` in tags.yaml makes tags of these fields' values.

A value that two papers share is a tag in an area of its own; a value that is called like a tag of the vocabulary gives
that tag. Nothing of it is written to disk: it follows from the pages.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from site_builder.content.model import Area, Paper, Tag
from site_builder.content.vocabulary import HUES, Vocabulary
from site_builder.core import urls

_AREAS: Final = {"category": "Categories", "keywords": "Keywords"}
_MIN_PAPERS: Final = 2
"""Papers that must share a value."""
_MOST_TAGS: Final = 300
"""The values that most papers share: the page of each tag names all others."""
_MOST_KEYWORDS: Final = 24
"""Of one paper: the page of each names those of all its papers."""


def values(paper: Paper, fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(field, value) for each value that `paper` has in `fields`."""
    for name in fields:
        held = (paper.category,) if name == "category" else paper.keywords[:_MOST_KEYWORDS]
        yield from ((name, value) for value in held if value)


def slug(value: str) -> str:
    """`value` as the slug of a tag, other scripts as Latin letters sound; "" when it has neither letters nor digits."""
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return urls.slug(made or value) if made or any(map(str.isalnum, value)) else ""


def extended(vocabulary: Vocabulary, papers: Sequence[Paper]) -> Vocabulary:
    """`vocabulary` with a tag for each value of its `records` fields that two of `papers` share.

    Of more than `_MOST_TAGS` it gets those that most papers share.
    """
    if not vocabulary.records:
        return vocabulary
    counts = Counter(pair for paper in papers for pair in set(values(paper, vocabulary.records)))
    areas, tags = list(vocabulary.areas), list(vocabulary.tags)
    taken = {tag.slug for tag in tags}
    for (name, value), count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        address = slug(value)
        if len(tags) - len(vocabulary.tags) == _MOST_TAGS:
            break
        if count >= _MIN_PAPERS and address and address not in taken:
            taken.add(address)
            tags.append(
                Tag(slug=address, name=value, area=f"records-{name}", means=f"Papers whose record says {value}.")
            )
    used = {tag.area for tag in tags}
    areas += [
        Area(slug=f"records-{name}", name=_AREAS[name], hue=HUES - 1 + number % 2)
        for number, name in enumerate(vocabulary.records)
        if f"records-{name}" in used
    ]
    return replace(vocabulary, areas=tuple(areas), tags=tuple(tags))
