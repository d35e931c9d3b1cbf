"""A page to fill in, for one paper that somebody named by its arXiv identifier, its DOI or its address.

Pure. It is a draft, so that it is not published before somebody wrote it; one that nobody touched says nothing of its
paper and gives way to any page that does.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from site_builder.content import frontmatter
from site_builder.core import urls, yaml_fields
from site_builder.core.errors import BuildFailed, Problem
from site_builder.ingest import merging
from site_builder.ingest.sources import values

BODY: Final = "Put the abstract here, write title and authors above, and take the line `draft: true` out."
"""What stands where the abstract belongs."""
_ANY_DOI: Final = re.compile(r"10\.\d{4,9}/\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What somebody calls a paper by."""

    stated: str
    arxiv: str = ""
    doi: str = ""
    url: str = ""

    @property
    def name(self) -> str:
        """The slug of the page to fill in."""
        return urls.slug(f"paper {self.arxiv or self.doi or self.url.partition('://')[2]}")


def reference(stated: str) -> Reference:
    """What `stated` names. Raises `BuildFailed` where that is neither an identifier nor an address."""
    text = stated.strip()
    arxiv, _ = values.arxiv(text)
    doi = "" if arxiv else values.doi(text) or _doi_in(text)
    # Of an address with a password nothing is written: pages are public.
    url = text if yaml_fields.is_web_url(text) and "@" not in urlsplit(text).netloc else ""
    if not (arxiv or doi or url):
        hint = "Give one such as 2409.02889, 10.1000/182 or https://arxiv.org/abs/2409.02889."
        what = "is no arXiv identifier, DOI or address of the web"
        raise BuildFailed([Problem(f"`{text[:80]}`", what, hint)], "Nothing was written.")
    return Reference(stated=text, arxiv=arxiv, doi=doi, url="" if arxiv or doi else url)


def _doi_in(text: str) -> str:
    """The DOI that stands in the address of a publisher."""
    found = _ANY_DOI.search(text) if yaml_fields.is_web_url(text) else None
    return values.doi(re.split(r"[?#]", found[0])[0]) if found else ""


def text(paper: Reference, added: str) -> str:
    """The page to fill in for `paper`; `added` is the day on which it was asked for."""
    header: dict[str, Any] = {
        "title": paper.stated,
        "authors": [],
        "arxiv": paper.arxiv,
        "doi": paper.doi,
        "links": {"paper": paper.url} if paper.url else {},
        "added": date.fromisoformat(added) if added else None,
        "draft": True,
    }
    return frontmatter.write([(name, value) for name, value in header.items() if value or name == "authors"], BODY)


def is_blank(page: str, title: str, added: str) -> bool:
    """True when `page`, which states that title and day, is one to fill in as it was written."""
    if BODY not in page or not _is_reference(title):
        return False
    try:
        return page == text(reference(title), added)
    except ValueError:  # somebody wrote a day that is none
        return False


def unwritten(page: str) -> dict[str, str]:
    """Field → digest of what stands in its place on a page to fill in that somebody began; nothing of other pages."""
    parsed = frontmatter.parse(page, "")
    if parsed.body != BODY:
        return {}
    title = parsed.header.get("title")
    fields = {merging.BODY: BODY, **({"title": title} if isinstance(title, str) and _is_reference(title) else {})}
    return {name: merging.digest(value) for name, value in fields.items()}


def _is_reference(text: str) -> bool:
    try:
        return bool(reference(text))
    except BuildFailed:
        return False
