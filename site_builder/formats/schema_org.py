"""What a page tells machines of itself: Highwire tags for scholarly indexes, schema.org as JSON-LD for search engines.

Values only; the templates print them. https://scholar.google.com/intl/en/scholar/inclusion.html lists the tags,
https://schema.org/ScholarlyArticle the properties.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from site_builder.core import urls
from site_builder.formats.citations import Reference
from site_builder.formats.entry_types import ENTRY_TYPES
from site_builder.text import person_names

LinkedData: TypeAlias = Mapping[str, Any]
"""A JSON-LD object without its context, which the template adds once."""

_CONTEXT: Final = {"@context": "https://schema.org"}


def highwire(cited: Reference) -> tuple[tuple[str, str], ...]:
    """(name, content) of each tag of a paper that scholarly indexes and Zotero read, but its title's.

    What is unknown has none. `z:` names properties of Zotero's own, which say that a paper is a preprint, and where.
    """
    known = ENTRY_TYPES[cited.kind]
    archive = f"arXiv:{cited.arxiv}" if cited.arxiv else ""
    number = cited.imprint.number
    stated = [
        *(("citation_author", person_names.for_indexes(name)) for name in cited.authors),
        ("citation_publication_date", str(cited.year or "")),
        (known.highwire_container, cited.container if known.highwire_container else ""),
        ("citation_volume", cited.imprint.volume),
        ("citation_technical_report_number" if cited.kind == "techreport" else "citation_issue", number),
        ("citation_firstpage", cited.pages.partition("–")[0]),
        ("citation_lastpage", cited.pages.partition("–")[2]),
        (known.highwire_publisher, "" if cited.is_preprint else cited.publisher),
        ("citation_issn", cited.imprint.issn),
        ("citation_isbn", cited.imprint.isbn),
        ("citation_doi", cited.doi),
        ("citation_arxiv_id", cited.arxiv),
        ("citation_pdf_url", urls.arxiv_pdf(cited.arxiv) if cited.arxiv else ""),
        ("citation_language", cited.lang),
        ("citation_abstract", cited.abstract),
        ("z:itemType", "preprint" if cited.is_preprint else "" if known.highwire_container else known.zotero),
        ("z:repository", cited.server),
        ("z:archiveID", archive if cited.is_preprint else ""),
        ("z:extra", archive if not cited.is_preprint else ""),
    ]
    return tuple((name, value) for name, value in stated if value)


def article(cited: Reference, keywords: Sequence[str], page: str = "") -> LinkedData:
    """A paper as a ScholarlyArticle, whose page here is at the URL `page`; the page's tags hold its abstract."""
    elsewhere = [urls.arxiv_abs(cited.arxiv)] if cited.arxiv else []
    elsewhere += [urls.doi(cited.doi)] if cited.doi else []
    known = ENTRY_TYPES[cited.kind]
    stated = {
        "@type": known.schema_org,
        "headline": cited.title,
        "author": [_author(name) for name in cited.authors],
        "datePublished": str(cited.year or ""),
        "url": page or cited.url,
        "inLanguage": cited.lang,
        "isPartOf": _container(cited) if cited.container else None,
        "publisher": _publisher(cited) if not known.highwire_container else None,
        "pagination": cited.pages,
        "keywords": ", ".join(dict.fromkeys(keywords)),
        "sameAs": elsewhere,
    }
    return _CONTEXT | {name: value for name, value in stated.items() if value}


def _author(name: str) -> LinkedData:
    kind = "Organization" if person_names.is_group(name) else "Person"
    return {"@type": kind, "name": person_names.display(name)}


def person(name: str, page: str, elsewhere: Sequence[str]) -> LinkedData:
    """An author with a page here, at the URL `page`, and pages `elsewhere`."""
    stated = {**_author(name), "url": page, "sameAs": list(elsewhere)}
    return {key: value for key, value in stated.items() if value}


def profile(about: LinkedData) -> LinkedData:
    """The page of an author, `about`; which papers it lists its links say."""
    return _CONTEXT | {"@type": "ProfilePage", "mainEntity": about}


def _publisher(cited: Reference) -> LinkedData | None:
    return {"@type": "Organization", "name": cited.imprint.publisher} if cited.imprint.publisher else None


def _container(cited: Reference) -> LinkedData:
    """Where the paper appeared: a journal by volume and issue, proceedings as a book where they have its number."""
    is_book = cited.kind == "incollection" or (cited.kind == "inproceedings" and cited.imprint.isbn)
    kind = "Periodical" if cited.kind == "article" else "Book" if is_book else "CreativeWork"
    serial = {"issn": cited.imprint.issn} if cited.kind == "article" else {"isbn": cited.imprint.isbn}
    whole = {"@type": kind, "name": cited.container, **serial, "publisher": _publisher(cited)}
    part: dict[str, Any] = {name: value for name, value in whole.items() if value}
    inner = (
        ("PublicationVolume", "volumeNumber", cited.imprint.volume),
        ("PublicationIssue", "issueNumber", cited.imprint.number),
    )
    for kind, name, value in inner if cited.kind == "article" else ():
        part = {"@type": kind, name: value, "isPartOf": part} if value else part
    return part


def collection(about: Mapping[str, str], total: int) -> LinkedData:
    """The page that `about` tells of, a list of `total` papers; which they are its links say."""
    listed = {"@type": "ItemList", "numberOfItems": total}
    return {"@type": "CollectionPage", **about, "mainEntity": listed}


def trail(steps: Sequence[tuple[str, str]]) -> LinkedData:
    """The way from the home page to this one: (name, URL) of each page on it."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def together(*things: LinkedData) -> LinkedData:
    """Several things in one object."""
    return _CONTEXT | {"@graph": list(things)}
