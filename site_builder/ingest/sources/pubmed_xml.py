"""PubMed's XML, as its E-utilities and its archives give it: a set of articles and of chapters of books.

https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html
"""

import re
from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from site_builder.ingest.sources.dump import Dropped, Dump
from site_builder.ingest.sources.record import Records
from site_builder.ingest.sources.xml_items import BEFORE_ROOT, Walk

_ROOT = re.compile(BEFORE_ROOT + r"<Pubmed(?:Book)?Article(?:Set)?\b", re.DOTALL)
_ITEMS: Final = frozenset({"PubmedArticle", "PubmedBookArticle"})
_HOME: Final = "https://pubmed.ncbi.nlm.nih.gov"


def detect(text: str) -> bool:
    """True when the root of `text` is a set of PubMed's articles, or one of them."""
    return bool(_ROOT.match(text.lstrip()[:5_000]))


def read(lines: list[str], where: str) -> Dump:
    """An entry an article; see `sources.Reader`."""
    data = "\n".join(lines).encode("utf-8", "replace")
    spans = sorted(Walk(where, _ITEMS).through(data))
    # expat has refused what could grow in it; the text is UTF-8 whatever its head declares.
    root = ElementTree.fromstring(data, ElementTree.XMLParser(encoding="utf-8"))  # noqa: S314
    records = Records(where)
    found = (one for one in root.iter() if one.tag.rpartition("}")[2] in _ITEMS)
    for article, (first, last) in zip(found, spans, strict=True):
        records.add(_record(article), first, last)
    held = {number for first, last in spans for number in range(first, last + 1)}
    around = [Dropped(number, "around-items") for number in range(1, len(lines) + 1) if number not in held]
    return records.dump(around)


def _record(item: Element) -> dict[str, Any]:
    article = _first(item, "MedlineCitation/Article", "BookDocument")
    number = _text(item, "MedlineCitation/PMID", "BookDocument/PMID")
    return {
        "title": _title(_text(article, "ArticleTitle", "Book/BookTitle", "VernacularTitle")),
        "abstract": "\n\n".join(_parts(article)),
        "authors": list(_authors(article)),
        "published": _day(article),
        "doi": _text(item, *_DOIS),
        "journal": _text(article, "Journal/Title", "Book/BookTitle"),
        "volume": _text(article, "Journal/JournalIssue/Volume", "Book/Volume"),
        "issue": _text(article, "Journal/JournalIssue/Issue"),
        "pages": _text(article, "Pagination/MedlinePgn"),
        "issn": _text(article, "Journal/ISSN"),
        "isbn": _text(article, "Book/Isbn"),
        "publisher": _text(article, "Book/Publisher/PublisherName"),
        "keywords": [_said(one) for one in item.iter("Keyword")],
        "language": _text(article, "Language"),
        "url": f"{_HOME}/{number}/" if number.isdecimal() else "",
    }


_DOIS: Final = (
    "MedlineCitation/Article/ELocationID[@EIdType='doi']",
    "PubmedData/ArticleIdList/ArticleId[@IdType='doi']",
    "PubmedBookData/ArticleIdList/ArticleId[@IdType='doi']",
)
"""The references of an article have identifiers, too, deeper in it."""


def _first(item: Element, *paths: str) -> Element:
    return next((found for path in paths if (found := item.find(path)) is not None), Element("none"))


def _text(item: Element, *paths: str) -> str:
    """What stands at the first of `paths` where anything stands."""
    return next((said for path in paths if (found := item.find(path)) is not None and (said := _said(found))), "")


def _said(one: Element) -> str:
    return " ".join("".join(one.itertext()).split())


def _title(stated: str) -> str:
    """`stated` without the full stop that PubMed puts behind titles, and the brackets around translated ones."""
    bare = stated.removesuffix(".")
    return bare[1:-1].removesuffix(".") if bare.startswith("[") and bare.endswith("]") else bare


def _parts(article: Element) -> Iterator[str]:
    """The parts of the abstract, each with its name."""
    for part in article.findall("Abstract/AbstractText"):
        label, said = part.get("Label", "").strip(), _said(part)
        if said:
            yield f"{label}: {said}" if label and label != "UNLABELLED" else said


def _authors(article: Element) -> Iterator[str]:
    people = _first(article, "AuthorList[@Type='authors']", "AuthorList", "Book/AuthorList")
    for one in people.findall("Author"):
        family, given, suffix = (_text(one, name) for name in ("LastName", "ForeName", "Suffix"))
        given = given or _text(one, "Initials")
        yield ", ".join(filter(None, (family, suffix, given))) or f"{{{_text(one, 'CollectiveName')}}}"
    if people.get("CompleteYN") == "N":
        yield "et al."


def _day(article: Element) -> str:
    """When it was published: in print, where that is known."""
    date = _first(article, "Journal/JournalIssue/PubDate", "Book/PubDate", "ArticleDate")
    parts = [said for name in ("Year", "Month", "Day") if (said := _text(date, name))]
    between = "-" if all(map(str.isdecimal, parts)) else " "  # a month is a number in books, "Feb" in journals
    return between.join(parts) or _text(date, "MedlineDate") or _text(article, "ArticleDate/Year")
