"""The keys by which papers are cited, such as `wang2024longllava`, each unique among the papers of a site."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Final

from site_builder.content.model import Paper
from site_builder.core import urls
from site_builder.text import person_names

_SKIPPED: Final = frozenset("a an the on of for in to and with is are towards toward from by at".split())


def keys(papers: Sequence[Paper]) -> Mapping[str, str]:
    """Slug → citation key such as `wang2024longllava`: unique, and the same for any order of `papers`.

    Where two papers would have the same, the one that was there first has it, and the other takes more words of its
    title: a paper that is added takes no key from another.
    """
    taken: dict[str, str] = {}
    for paper in sorted(papers, key=_first_come):
        key = next(key for key in _candidates(paper) if key not in taken)
        taken[key] = paper.slug
    return {slug: key for key, slug in taken.items()}


def _first_come(paper: Paper) -> tuple[date, str, int, str]:
    source = paper.source
    return (paper.added or date.min, source.file if source else "", source.rank if source else 0, paper.slug)


def _candidates(paper: Paper) -> Iterator[str]:
    family = urls.hyphened(person_names.family(paper.authors[0])).replace("-", "") if paper.authors else ""
    title = urls.hyphened(paper.title_source or paper.title).split("-")
    telling = [word for word in title if word and word not in _SKIPPED and not word.isdigit()]
    words = telling or [paper.slug]
    start = f"{family}{paper.year or ''}" if family else ""
    for number in range(1, len(words) + 1):
        yield start + "".join(words[:number])
    yield start + paper.slug
    yield from (f"{start}{paper.slug}-{number}" for number in count(2))
