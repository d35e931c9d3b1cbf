"""What lists are narrowed and ordered by, in the browser: facts of each paper, and orders of all of them.

`facts` goes to everybody who narrows a list, and in small sites to everybody who searches. `orders` is fetched only by
lists: it says which paper has which slug, so that a page's own rows are known, and how lists go by title and by how
typical papers are of a tag.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from site_builder.search.records import Record

_YEAR: Final = re.compile(r"[\s,]*\(?\b(?:19|20)\d\d\b\)?")


def facts(papers: Sequence[Record]) -> Mapping[str, object]:
    """What `papers` are narrowed by, in their order, besides years: tags, venues, code, signals from elsewhere."""
    tags, venues = _numbered(papers, _tags), _numbered(papers, _venues)
    signals = sorted({name for paper in papers for name, _ in paper.signals})
    counts = [dict(paper.signals) for paper in papers]
    return {
        "tags": list(tags),
        "tagged": [[tags[slug] for slug in _tags(paper)] for paper in papers],
        "venues": list(venues),
        "venue": [next((venues[name] for name in _venues(paper)), None) for paper in papers],
        "code": [at for at, paper in enumerate(papers) if paper.has_code],
        "signals": {name: [held.get(name) for held in counts] for name in signals},
    }


def orders(papers: Sequence[Record]) -> Mapping[str, object]:
    """The slugs of `papers`, their numbers by title, and those of each tag, most typical first."""
    typical: dict[str, list[tuple[float, int]]] = {}
    for number, paper in enumerate(papers):
        for slug, score in zip(_tags(paper), paper.scores, strict=True):
            typical.setdefault(slug, []).append((-score, number))
    return {
        "slugs": [paper.slug for paper in papers],
        "titles": sorted(range(len(papers)), key=lambda number: papers[number].title.casefold()),
        "typical": {slug: [number for _, number in sorted(typical[slug])] for slug in sorted(typical)},
    }


def _numbered(papers: Sequence[Record], of: Callable[[Record], Sequence[str]]) -> dict[str, int]:
    names = sorted({name for paper in papers for name in of(paper)})
    return {name: number for number, name in enumerate(names)}


def _tags(paper: Record) -> Sequence[str]:
    return [slug for slug, _ in paper.tags]


def _venues(paper: Record) -> Sequence[str]:
    """The venue of `paper` whichever year it was: "NAACL" of "NAACL 2024"."""
    name = " ".join(_YEAR.sub("", paper.venue).split()).strip(" ,;:-–")
    return [name] if name else []
