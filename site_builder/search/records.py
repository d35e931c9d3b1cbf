"""What search knows of a paper: the fields we hold, as they are indexed and as a row shows them.

Indexed text is brought to the forms that people type (`text.search_words`); a row has it as it is read. Names of
people, identifiers and venues are no prose, and have their own index (`keys`).
"""

import html
import json
import unicodedata
from dataclasses import dataclass
from typing import Final, NamedTuple

from site_builder.analysis import acronyms, gist, glossary
from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.core import files, urls
from site_builder.core.memo import Recall
from site_builder.core.words import Words
from site_builder.formats import coins
from site_builder.formats.citations import Bibliography
from site_builder.text import person_names, search_words
from site_builder.text.search_words import spelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A paper as search knows it; all is plain text."""

    slug: str
    title: str
    gist: str
    abstract: str
    authors: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    """For each of `authors` the slug of the page of their papers; "" where there is none."""
    byline: str = ""
    """The authors as a row has room for."""
    year: int | None = None
    venue: str = ""
    arxiv: str = ""
    doi: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    """(slug, name) pairs, strongest first."""
    scores: tuple[float, ...] = ()
    """How typical it is of each of `tags`."""
    keywords: tuple[str, ...] = ()
    names: str = ""
    """Other names of what it speaks of, and those that its longer words hold, parted by commas; shown nowhere."""
    has_code: bool = False
    signals: tuple[tuple[str, int], ...] = ()
    """What people did with it elsewhere, as (name, count) pairs."""
    ways: tuple[tuple[str, str], ...] = ()
    """Where else it is, as (name, address) pairs: arXiv, PDF, code."""
    lang: str = ""
    """The language of its text, where its page says one."""
    coins: str = ""
    """For Zotero; see `formats.coins`."""

    @property
    def address(self) -> str:
        """Where its page is, below the site's base."""
        return urls.paper(self.slug)

    @property
    def text(self) -> str:
        """Title and abstract: what the paper says itself."""
        return f"{self.title}. {self.abstract}"

    @property
    def prose(self) -> "Prose":
        """All of it that Pagefind indexes."""
        tags, gist = tuple(name for _, name in self.tags), self.gist if self.gist not in self.abstract else ""
        # Pagefind leaves out a page that has no word, such as one whose title is "???" and that says nothing else.
        title = self.title if _has_word(f"{self.title}{self.abstract}") else f"{self.title} {self.slug}"
        return Prose(title, self.abstract, tags, self.keywords, gist, self.names)

    @property
    def searched(self) -> str:
        """All of its prose that is indexed."""
        return ". ".join([self.text, self.gist, self.names, *self.keywords, *(name for _, name in self.tags)])


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, unicodedata.normalize("NFKD", text)))


class Prose(NamedTuple):
    """What a paper says, and what is said of it, as far as Pagefind is given it."""

    title: str
    abstract: str
    tags: tuple[str, ...]
    keywords: tuple[str, ...]
    gist: str
    """"" where the abstract has it."""
    names: str


OTHERS: Final = "others"
"""What is recalled: the names of a paper, by digest of its text and of all that has other names."""


def of(catalog: Catalog, bibliography: Bibliography, words: Words, recall: Recall) -> tuple[Record, ...]:
    """The record of every paper of `catalog`, in its order."""
    texts = [glossary.whole(entry.paper.title, entry.paper.abstract) for entry in catalog.papers]
    known = files.digest(repr(catalog.other_names))
    others = recall.all(
        OTHERS,
        [files.digest(known + text) for text in texts],
        lambda missing: (_names(texts[at], catalog.other_names) for at in missing),
    )
    return tuple(
        _record(entry, names, catalog, bibliography, words) for entry, names in zip(catalog.papers, others, strict=True)
    )


def _names(text: str, known: acronyms.Names) -> str:
    return ", ".join(filter(None, [acronyms.of(text, known), *search_words.within(text)]))


def _record(entry: CatalogEntry, names: str, catalog: Catalog, bibliography: Bibliography, words: Words) -> Record:
    paper = entry.paper
    return Record(
        slug=paper.slug,
        title=paper.title,
        gist=gist.brief(entry.summary),
        abstract=paper.abstract,
        authors=paper.authors,
        pages=tuple(_page_of(name, catalog) for name in paper.authors),
        byline=person_names.short(paper.authors, words),
        year=paper.year,
        venue=paper.appeared_in,
        arxiv=paper.arxiv,
        doi=paper.doi,
        tags=tuple((earned.tag, catalog.vocabulary.tag(earned.tag).name) for earned in entry.tags),
        scores=tuple(earned.score for earned in entry.tags),
        keywords=paper.keywords,
        names=names,
        has_code=any(name == "code" for name, _ in paper.links),
        signals=paper.signals.counts if paper.signals else (),
        ways=tuple(urls.elsewhere(paper.arxiv, paper.doi, paper.links)),
        lang=paper.lang,
        coins=coins.context_object(bibliography.reference(paper, entry.key)),
    )


def _page_of(stated: str, catalog: Catalog) -> str:
    author = catalog.authors[catalog.names.name(stated)]
    return author.slug if author.has_page else ""


WEIGHTS = {"keywords": 2, "gist": 2, "tags": 1}
"""How much a word of each field counts beside one of the abstract; a heading's, such as the title's, counts seven."""


def page(prose: Prose) -> str:
    """`prose` as HTML for Pagefind, which reads weights from attributes."""
    fields = {"tags": ". ".join(prose.tags), "keywords": "; ".join(prose.keywords), "gist": prose.gist}
    parts = "".join(
        f'<p data-pagefind-weight="{WEIGHTS[name]}">{_escaped(text)}</p>\n' for name, text in fields.items() if text
    )
    names = f'<meta data-pagefind-meta="names[content]" content="{_escaped(prose.names)}">' if prose.names else ""
    head = f"<html><head>{names}</head><body><main data-pagefind-body>"
    return f"{head}<h1>{_escaped(prose.title)}</h1>\n{parts}<p>{_escaped(prose.abstract)}</p></main></body></html>"


def _escaped(text: str) -> str:
    return html.escape(spelled(text))


def row(record: Record) -> bytes:
    """What a row of the results shows of `record`, as static/js/search/rows.js reads it."""
    fields = {
        "url": record.address,
        "title": record.title,
        "gist": record.gist,
        "abstract": record.abstract,
        "authors": record.byline,
        "year": record.year,
        "venue": record.venue,
        "tags": [slug for slug, _ in record.tags],
        "ways": record.ways,
        "lang": record.lang,
        "coins": record.coins,
    }
    return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False).encode()
