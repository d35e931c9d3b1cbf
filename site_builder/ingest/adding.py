"""One paper by its arXiv identifier, its DOI or its address: what is known of it, or a page to fill in.

What was fetched goes the way of all dumps. A page to fill in is a draft, so that it is not published before somebody
wrote it; it goes when the paper is fetched later and nobody has touched it.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from site_builder.content import frontmatter
from site_builder.core import files, urls, yaml_fields
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed, Problem
from site_builder.ingest.sources import values

_BODY: Final = "Put the abstract here, write title and authors above, and take the line `draft: true` out."
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
    url = text if yaml_fields.is_web_url(text) else ""
    if not (arxiv or doi or url):
        hint = "Give one such as 2409.02889, 10.1000/182 or https://arxiv.org/abs/2409.02889."
        what = "is no arXiv identifier, DOI or address of the web"
        raise BuildFailed([Problem(f"`{text[:80]}`", what, hint)], "Nothing was written.")
    return Reference(stated=text, arxiv=arxiv, doi=doi, url="" if arxiv or doi else url)


def _doi_in(text: str) -> str:
    """The DOI that stands in the address of a publisher."""
    found = _ANY_DOI.search(text) if yaml_fields.is_web_url(text) else None
    return values.doi(re.split(r"[?#]", found[0])[0]) if found else ""


def skeleton(config: SiteConfig, paper: Reference) -> Path:
    """Write a page to fill in for `paper`, unless it is there; where it is."""
    path = _path(config, paper)
    if not path.exists():
        files.write(path, _text(paper), within=config.root)
    return path


def clear(config: SiteConfig, paper: Reference) -> None:
    """Take the page to fill in away, now that all is known, if nobody has touched it."""
    path = _path(config, paper)
    if path.is_file() and files.read_bytes(path) == _text(paper).encode():
        files.remove(config.content / "papers", path.name)


def _path(config: SiteConfig, paper: Reference) -> Path:
    return config.content / "papers" / f"{paper.name}.md"


def _text(paper: Reference) -> str:
    header = {
        "title": paper.stated,
        "authors": [],
        "arxiv": paper.arxiv,
        "doi": paper.doi,
        "links": {"paper": paper.url} if paper.url else {},
        "draft": True,
    }
    return frontmatter.write([(name, value) for name, value in header.items() if value or name == "authors"], _BODY)
