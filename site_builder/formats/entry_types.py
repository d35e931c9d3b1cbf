"""What each format calls a kind of work; the kinds are BibTeX's types of entries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryType:
    """The names of one kind of work."""

    ris: str
    csl: str
    zotero: str
    """The type of item, as COinS and the tags of a page may name it."""
    schema_org: str = "ScholarlyArticle"
    container: str = "howpublished"
    """BibTeX's field for what it is a part of."""
    publisher: str = "publisher"
    """BibTeX's field for who published it."""
    highwire_container: str = ""
    """The tag for what it is a part of, which tells Zotero the kind, too; "" where it is whole."""
    highwire_publisher: str = "citation_publisher"


_THESIS: Final = EntryType(
    ris="THES",
    csl="thesis",
    zotero="thesis",
    schema_org="Thesis",
    publisher="school",
    highwire_publisher="citation_dissertation_institution",
)

ENTRY_TYPES: Final[Mapping[str, EntryType]] = {
    "article": EntryType(
        ris="JOUR",
        csl="article-journal",
        zotero="journalArticle",
        container="journal",
        highwire_container="citation_journal_title",
    ),
    "inproceedings": EntryType(
        ris="CONF",
        csl="paper-conference",
        zotero="conferencePaper",
        container="booktitle",
        highwire_container="citation_conference_title",
    ),
    "incollection": EntryType(
        ris="CHAP",
        csl="chapter",
        zotero="bookSection",
        schema_org="Chapter",
        container="booktitle",
        highwire_container="citation_book_title",
    ),
    "book": EntryType(ris="BOOK", csl="book", zotero="book", schema_org="Book"),
    "phdthesis": _THESIS,
    "mastersthesis": _THESIS,
    "techreport": EntryType(
        ris="RPRT",
        csl="report",
        zotero="report",
        schema_org="Report",
        publisher="institution",
        highwire_publisher="citation_technical_report_institution",
    ),
    # Its type is stated outright, for by Highwire's tags alone Zotero would take it for an article of a journal.
    "misc": EntryType(ris="GEN", csl="document", zotero="document", highwire_publisher="z:publisher"),
}
