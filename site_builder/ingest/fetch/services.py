"""What is asked of which service: a query and a day → requests, each with the name under which its answer is kept.

An answer is kept as it came. Which pages of it there are is known only when the one before has come.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Final
from urllib.parse import quote, urlencode

from site_builder.core import files
from site_builder.ingest.fetch.queries import Query

ARXIV = "https://export.arxiv.org/api/query"
HUGGING_FACE = "https://huggingface.co/api/daily_papers"
OPENALEX = "https://api.openalex.org/works"
CROSSREF = "https://api.crossref.org/works/"
ARXIVS_PAUSE: Final = 3.0
"""Seconds between two requests, as https://info.arxiv.org/help/api/tou.html asks."""
_PAGE: Final = 100
"""Papers of an answer."""
_LONGEST_NAME: Final = 80
_CATEGORY: Final = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z-]{2,})?")


@dataclass(frozen=True, slots=True)
class Request:
    """One request, and the name of the file for its answer."""

    url: str
    file: str
    papers: int = 0
    """How many the answer holds when there may be more behind it; 0 where nothing is behind it."""


def requests(query: Query, today: date) -> Iterator[Request]:
    """What to ask for `query` today. Whoever asks stops where an answer holds fewer papers than it might."""
    if query.kind == "huggingface":
        for back in range(query.days):
            day = today - timedelta(back)
            yield Request(f"{HUGGING_FACE}?{urlencode({'date': day, 'limit': min(query.most, _PAGE)})}", f"{day}.json")
    elif query.kind == "feed":
        yield Request(query.text, f"{today}.xml")
    else:
        ask, suffix = (_arxiv, "xml") if query.kind == "arxiv" else (_openalex, "json")
        size = ceil(query.most / ceil(query.most / _PAGE))
        for number, start in enumerate(range(0, query.most, size), 1):
            name = f"{today}.{suffix}" if number == 1 else f"{today}-{number}.{suffix}"
            yield Request(ask(query, today, start, size), name, min(size, query.most - start))


def _arxiv(query: Query, today: date, start: int, size: int) -> str:
    """https://info.arxiv.org/help/api/user-manual.html; a class such as cs.CL is a query, too."""
    text = f"cat:{query.text}" if _CATEGORY.fullmatch(query.text) else f"({query.text})"
    since = today - timedelta(query.days)
    asked = {
        "search_query": f"{text} AND submittedDate:[{since:%Y%m%d}0000 TO {today:%Y%m%d}2359]",
        "sortBy": "submittedDate",
        "sortOrder": "descending",
        "start": start,
        "max_results": min(size, query.most - start),
    }
    return f"{ARXIV}?{urlencode(asked)}"


def _openalex(query: Query, today: date, start: int, size: int) -> str:
    asked = {
        "search": query.text,
        "filter": f"from_publication_date:{today - timedelta(query.days)}",
        "sort": "publication_date:desc",
        "per-page": size,  # the same of all pages, for it counts by it what comes before
        "page": start // size + 1,
    }
    return f"{OPENALEX}?{urlencode(asked)}"


def paper(arxiv: str, doi: str) -> Request:
    """What to ask for one paper."""
    if arxiv:
        return Request(f"{ARXIV}?{urlencode({'id_list': arxiv})}", f"arxiv-{_named(arxiv)}.xml")
    return Request(f"{CROSSREF}{quote(doi, safe='')}", f"doi-{_named(doi)}.json")


def _named(identifier: str) -> str:
    """A name for the file of `identifier`, which no other has: digits of its digest tell what the rest of it loses."""
    known = identifier.casefold()
    name = re.sub(r"[^a-z0-9]+", "-", known).strip("-")[:_LONGEST_NAME]
    first, _, second = known.partition("/")
    is_whole = name == f"{first.replace('.', '-')}-{second}".strip("-")
    return name if is_whole else f"{name}-{files.digest(known)[:6]}"
