"""A paper as others cite it: BibTeX, RIS, CSL-JSON, and as text.

Only what is known is said: what a format demands and we do not know makes a humbler kind of entry, never an invented
field, and an entry without authors carries a note that says so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from site_builder.content.model import Imprint, Paper
from site_builder.core import urls
from site_builder.core.urls import Urls
from site_builder.formats import bibtex_escape, venues
from site_builder.formats.entry_types import ENTRY_TYPES
from site_builder.text import person_names
from site_builder.text.markdown import literal, target
from site_builder.text.person_names import Name

_DATED: Final = re.compile(r"(?<!\s)\s*+(\((19|20)\d\d\)|\b(19|20)\d\d)$")
_UNSAFE: Final = re.compile(r"[{}\\^\x00-\x1f]|%(?![0-9A-Fa-f]{2})")
"""Braces, and what some styles let TeX read: `^^5c` is a backslash to it, and a percent sign ends the line."""
_NO_AUTHORS: Final = "Authors not in source"
_WHERE_IT_IS: Final = ("paper", "openreview", "pdf")
"""Links of a paper that lead to the text itself, the likeliest to last first."""
_BY_VENUE: Final = {"journal": "article", "conference": "inproceedings", "workshop": "inproceedings"}
_BY_TYPE: Final = {
    "book": "book",
    "chapter": "incollection",
    "thesis": "phdthesis",
    "phdthesis": "phdthesis",
    "mastersthesis": "mastersthesis",
    "report": "techreport",
}
_DEGREES: Final = {"thesis": "Thesis", "phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
_APA_MOST: Final = 20
"""Authors that APA's seventh edition names; of more, all but the last of these, then the very last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What any citation says of a paper; what is not known is empty."""

    key: str
    """Citation key, such as `wang2024longllava`."""
    title: str
    """Plain text."""
    tex_title: str = ""
    """The title with its formulas between dollars, where it has any."""
    abstract: str = ""
    """Plain text."""
    lang: str = ""
    """The language of title and abstract, such as `tr`."""
    authors: tuple[str, ...]
    more_authors: bool = False
    """True when there are others, whose names are not known."""
    year: int | None
    venue: str
    arxiv: str
    category: str
    """The paper's first class at arXiv, such as cs.CL."""
    doi: str
    pages: str = ""
    """In the venue, such as 12–34."""
    pages_there: str = ""
    """Volume, issue and pages in one, such as 12(3), 45–67."""
    imprint: Imprint = field(default_factory=Imprint)
    """Volume and issue only where it is known of what."""
    venue_kind: str = ""
    """What the venue is, as of `venues.kind`."""
    in_journal: bool = False
    """True when the venue is known to be a journal."""
    url: str
    """Where to read it: at arXiv, by its DOI, at an address that is stated, or its page here."""

    @property
    def kind(self) -> str:
        """The type of its entry in BibTeX; when none is known for sure, "misc"."""
        if not (self.authors and self.year):
            return "misc"
        return "article" if self.in_journal else _BY_VENUE.get(self.venue_kind) or self._kind_of_work or "misc"

    @property
    def _kind_of_work(self) -> str:
        """As its page says, or a book's number; "" where nobody published it, for BibTeX asks of all who did."""
        stated = self.imprint.type or ("book" if self.imprint.isbn and not (self.venue or self.arxiv) else "")
        is_known = self.imprint.publisher and (stated != "chapter" or self.venue)
        return _BY_TYPE.get(stated, "") if is_known else ""

    @property
    def degree(self) -> str:
        """Of a thesis what it was for, as citations say it; "" of all else."""
        return _DEGREES.get(self.imprint.type, "") if self.kind in ("phdthesis", "mastersthesis") else ""

    @property
    def is_preprint(self) -> bool:
        """True when it is known to be published nowhere but on a server of preprints."""
        return self.kind == "misc" and (bool(self.arxiv) or self.venue_kind in ("preprint", "unpublished"))

    @property
    def server(self) -> str:
        """The server of preprints that has it, and nobody else has; "" where there is none."""
        if not self.is_preprint:
            return ""
        return "arXiv" if self.arxiv else self.venue if self.venue_kind == "preprint" else ""

    @property
    def publisher(self) -> str:
        """Who published it; where no journal and no conference did, the server, or a venue of an unknown kind."""
        if self.is_preprint:
            return self.server
        return self.imprint.publisher if self.kind != "misc" else self.venue or self.imprint.publisher

    @property
    def serial(self) -> str:
        """The one number that stands for both: a journal's ISSN, a book's ISBN, or the other where it has none."""
        numbers = self.imprint.isbn, self.imprint.issn
        return next(filter(None, reversed(numbers) if self.kind == "article" else numbers), "")

    @property
    def container(self) -> str:
        """The venue as a bibliography names it; a journal without the year."""
        return _DATED.sub("", self.venue) if self.kind == "article" else self.venue


@dataclass(frozen=True)
class Bibliography:
    """How one site cites its papers, each of which is told together with its key (see `citation_keys`).

    It knows none of them beforehand, so that a citation says nothing of other papers. Each is made once.
    """

    site: Urls
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Name → kind of the venues that the curator told of."""

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return {venues.folded(name): kind for name, kind in self.kinds.items()}

    @cached_property
    def _cited(self) -> dict[str, tuple[Paper, Reference]]:
        return {}

    @cached_property
    def _bibtex(self) -> dict[str, tuple[Reference, str]]:
        return {}

    def reference(self, paper: Paper, key: str) -> Reference:
        """What citations say of `paper`."""
        made = self._cited.get(key)
        if made is None or made[0] is not paper:
            made = self._cited[key] = (paper, self._reference(paper, key))
        return made[1]

    def bibtex(self, paper: Paper, key: str) -> str:
        """The BibTeX entry of `paper`."""
        cited = self.reference(paper, key)
        made = self._bibtex.get(key)
        if made is None or made[0] is not cited:
            made = self._bibtex[key] = (cited, bibtex(cited))
        return made[1]

    def _reference(self, paper: Paper, key: str) -> Reference:
        return Reference(
            key=key,
            title=paper.title,
            tex_title=paper.title_source if "$" in paper.title_source else "",
            abstract=paper.abstract,
            lang=paper.lang,
            authors=paper.authors,
            more_authors=paper.more_authors,
            year=paper.year,
            venue=paper.appeared_in,
            venue_kind=self._kinds.get(venues.folded(paper.appeared_in)) or venues.kind(paper.appeared_in),
            pages=paper.pages if paper.appeared_in else "",
            pages_there=paper.pages_there,
            imprint=paper.imprint if paper.appeared_in else _whole(paper.imprint),
            in_journal=bool(paper.journal and not paper.venue),
            arxiv=paper.arxiv,
            category=paper.category or paper.arxiv.rpartition("/")[0],
            doi=paper.doi,
            url=self._where(paper),
        )

    def _where(self, paper: Paper) -> str:
        """Where to read it: at arXiv, by its DOI, at an address that its page states, or its page here."""
        named = dict(paper.links)
        stated = next((named[name] for name in _WHERE_IT_IS if name in named), "")
        known = urls.arxiv_abs(paper.arxiv) if paper.arxiv else urls.doi(paper.doi) if paper.doi else stated
        return known or self.site.absolute(urls.paper(paper.slug))


def _whole(printed: Imprint) -> Imprint:
    """Of what is no part of anything: only a report has a number then."""
    return replace(printed, volume="", number=printed.number if printed.type == "report" else "")


# -- BibTeX ------------------------------------------------------------------------------------------------------------


def bibtex(cited: Reference) -> str:
    """The BibTeX entry: text is escaped for TeX; identifiers and addresses are not."""
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(cited) if value)
    return f"@{cited.kind}{{{cited.key},\n{lines}}}\n"


def with_abstract(entry: str, abstract: str) -> str:
    """`entry`, as of `bibtex`, with the plain text `abstract` as its last field; as it is where there is none."""
    text = bibtex_escape.escaped(" ".join(abstract.split()))
    return entry.removesuffix("}\n") + f"  abstract = {{{text}}},\n}}\n" if text else entry


def _fields(cited: Reference) -> Iterator[tuple[str, str]]:
    known = ENTRY_TYPES[cited.kind]
    yield "title", bibtex_escape.title(cited.tex_title or cited.title, has_formulas=bool(cited.tex_title))
    yield "author", " and ".join([*map(_bibtex_name, cited.authors), *["others"] * cited.more_authors])
    yield (
        "key",
        "" if cited.authors else bibtex_escape.escaped(cited.title),
    )  # styles sort by it where there is no author
    yield "year", str(cited.year or "")
    yield known.container, bibtex_escape.escaped(cited.container)
    printed = cited.imprint
    yield "volume", bibtex_escape.escaped(printed.volume).replace("–", "--")
    # BibTeX's styles take proceedings to be one of a series by volume or by number.
    number = printed.number if cited.kind in ("article", "techreport") or not printed.volume else ""
    yield "number", bibtex_escape.escaped(number).replace("–", "--")
    yield "pages", bibtex_escape.escaped(cited.pages).replace("–", "--")
    yield known.publisher, bibtex_escape.escaped(printed.publisher)
    yield "type", cited.degree if printed.type == "thesis" else ""  # the styles would print that it is of a doctor
    yield "issn", bibtex_escape.escaped(printed.issn)
    yield "isbn", bibtex_escape.escaped(printed.isbn)
    yield "eprint", cited.arxiv
    yield "eprinttype", "arxiv" if cited.arxiv else ""  # for biblatex and Zotero; the next line is for BibTeX's styles
    yield "archivePrefix", "arXiv" if cited.arxiv else ""
    yield "primaryClass", bibtex_escape.escaped(cited.category) if cited.arxiv else ""
    yield "doi", _verbatim(cited.doi)
    yield "url", _verbatim(cited.url)
    yield "note", "" if cited.authors else _NO_AUTHORS


def _bibtex_name(stated: str) -> str:
    """A name so that BibTeX takes it apart as we do; a group's in braces."""
    parts = person_names.parts(stated)
    family = bibtex_escape.name(parts.family)
    if not parts.given:
        return f"{{{family}}}"
    if re.search(r"^\w.* [a-z]", parts.family) and parts.family[:1].isupper():
        family = f"{{{family}}}"  # or "Agüera y" would become a particle
    return ", ".join(filter(None, [family, bibtex_escape.name(parts.suffix), bibtex_escape.name(parts.given)]))


def _verbatim(address: str) -> str:
    """An address or identifier, which TeX prints as it is: only what TeX minds even there is encoded."""
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", address)


# -- RIS and CSL-JSON --------------------------------------------------------------------------------------------------


def ris(cited: Reference) -> str:
    """The entry in RIS, as Reference Manager defined it and Zotero, EndNote and Mendeley read it."""
    # What is known from nowhere is called unpublished: GEN would be filed as an article of a journal without a name.
    is_unpublished = cited.kind == "misc" and (cited.is_preprint or not (cited.container or cited.doi))
    tags = [("TY", "UNPD" if is_unpublished else ENTRY_TYPES[cited.kind].ris), *_ris_fields(cited), ("ER", "")]
    return "".join(f"{tag}  - {' '.join(value.split())}\n" for tag, value in tags)


def _ris_fields(cited: Reference) -> Iterator[tuple[str, str]]:
    is_report = cited.kind == "techreport"  # whose number is SN to Zotero, which makes a note of IS
    stated = [
        ("ID", cited.key),
        ("TI", cited.title),
        *(("AU", person_names.inverted(name)) for name in cited.authors),
        ("PY", str(cited.year or "")),
        ("T2", cited.container),
        ("M3", cited.degree),
        ("VL", cited.imprint.volume),
        ("IS", "" if is_report else cited.imprint.number),
        ("SP", cited.pages.partition("–")[0]),
        ("EP", cited.pages.partition("–")[2]),
        ("PB", cited.imprint.publisher),
        ("SN", cited.imprint.number if is_report else cited.serial),
        ("AN", f"arXiv:{cited.arxiv}" if cited.arxiv else ""),
        ("DO", cited.doi),
        ("UR", cited.url),
        ("LA", cited.lang),
        ("AB", cited.abstract),
        ("N1", "" if cited.authors else _NO_AUTHORS),
    ]
    return ((tag, value) for tag, value in stated if value)


def csl(cited: Reference) -> dict[str, Any]:
    """The entry as an item of CSL-JSON, version 1.0.2 of the Citation Style Language."""
    is_report = cited.kind == "techreport"
    stated = {
        "id": cited.key,
        "type": "article" if cited.is_preprint else ENTRY_TYPES[cited.kind].csl,
        "title": cited.title,
        "author": [_csl_name(person_names.parts(name)) for name in cited.authors],
        "issued": {"date-parts": [[cited.year]]} if cited.year else None,
        "container-title": cited.container,
        "volume": cited.imprint.volume,
        "issue": "" if is_report else cited.imprint.number,
        "genre": cited.degree,
        "page": cited.pages.replace("–", "-"),
        "number": f"arXiv:{cited.arxiv}" if cited.arxiv else cited.imprint.number if is_report else "",
        "archive": "arXiv" if cited.arxiv else "",
        "archive_location": cited.arxiv,
        "publisher": cited.server or cited.imprint.publisher,
        "ISSN": cited.imprint.issn,
        "ISBN": cited.imprint.isbn,
        "DOI": cited.doi,
        "URL": cited.url,
        "language": cited.lang,
        "abstract": cited.abstract,
        "note": "" if cited.authors else _NO_AUTHORS,
    }
    return {name: value for name, value in stated.items() if value}


def _csl_name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    return {"family": name.family, "given": name.given, **({"suffix": name.suffix} if name.suffix else {})}


# -- text --------------------------------------------------------------------------------------------------------------


def apa(cited: Reference) -> str:
    """The entry in the manner of APA's seventh edition, plain text."""
    title = cited.title.rstrip(".")
    if cited.degree:
        title = f"{title} [{cited.degree}, {cited.publisher}]"
    year = f"({cited.year or 'n.d.'})."
    named = [_apa_name(person_names.parts(name)) for name in cited.authors]
    people = ", ".join([*named, "et al."]) if cited.more_authors else _apa_authors(named)
    opening = f"{people} {year} {title}" if people else f"{title}. {year}"
    published = ", ".join(filter(None, [cited.container, cited.pages_there])) or ("arXiv" if cited.arxiv else "")
    published = published or (cited.publisher if cited.kind != "misc" and not cited.degree else "")
    whole = ". ".join(part for part in (opening.rstrip("."), published, cited.url) if part)
    return whole.replace("?. ", "? ").replace("!. ", "! ")


def _apa_authors(people: Sequence[str]) -> str:
    if len(people) > _APA_MOST:
        return f"{', '.join(people[: _APA_MOST - 1])}, … {people[-1]}"
    return ", & ".join(filter(None, [", ".join(people[:-1]), *people[-1:]]))


def _apa_name(name: Name) -> str:
    return ", ".join(filter(None, [name.family, person_names.initials(name.given), name.suffix]))


def markdown(cited: Reference) -> str:
    """The entry as one line of Markdown, the title a link."""
    people = person_names.short(cited.authors) + " et al." * cited.more_authors
    details = (people, cited.container, str(cited.year or ""))
    return ", ".join(filter(None, [f"[{literal(cited.title)}]({target(cited.url)})", *map(literal, details)]))
