"""Under which names sources give each fact: one table for every format.

A name is a path: `content.title.value` is the `value` in the `title` in the `content`. Of a list of objects on the way
the first counts. Case, spaces, underscores and hyphens make no difference. Names of two letters are tags of RIS and of
PubMed's .nbib. How a value is read is for `values`; README.md holds this table for those who make a dump.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

_WORDS: Final = {
    "title": (
        "title paper.title content.title.value title.value content.title bib.title paper_title article_title "
        "document_title display_name name paper TI T1"
    ),
    "abstract": (
        "abstract abstractText paper.abstract paper.summary summary content.abstract.value abstract.value "
        "content.abstract abstract_inverted_index bib.abstract abstract_note abstractNote AB N2 description"
    ),
    "authors": (
        "authors_parsed author_full_names authors paper.authors authorships authorList.author author FAU "
        "authorString content.authors.value authors.value content.authors bib.author author_names creators AU "
        "A1"
    ),
    "year": "year publication_year pubYear pub_year bib.pub_year PY Y1",
    "published": (
        "paper.publishedAt published publishedAt publication_date published_date publish_date "
        "firstPublicationDate versions.created date_published issued published-print published-online date "
        "pub_date pdate cdate DP DA"
    ),
    "arxiv": (
        "arxiv arxiv_id arxivId externalIds.ArXiv ids.arxiv paper.id entry_id eprint id abs url link pdf "
        "pdf_url abs_url arxiv_url paper_url UR doi journal note primary_location.landing_page_url "
        "howpublished number"
    ),
    "doi": "doi externalIds.DOI ids.doi paper.doi arxiv_doi prism_doi DO LID AID url link UR M3",
    "category": (
        "category primary_category arxiv_primary_category arxiv_primary_category.term primaryClass "
        "eprintclass categories category_list cate cats subjects tags"
    ),
    "venue": (
        "venue booktitle content.venue.value venue.value content.venue conference conference_name event.name "
        "event.title event_title bib.venue BT"
    ),
    "journal": (
        "journal journaltitle journal.name journalInfo.journal.title container_title journal_title "
        "journal_ref arxiv_journal_ref arxiv_journal_reference publication_title source_title "
        "primary_location.source.display_name host_venue.display_name prism_publicationname "
        "publicationVenue.name JT JO JF T2 TA J2"
    ),
    "pages": "pages page pageInfo journal.pages page_range PG article_number C7",
    "volume": "volume vol biblio.volume journal.volume journalInfo.volume bib.volume VL VI",
    "number": "issue issue_number biblio.issue journalInfo.issue journal_issue.issue number bib.number IS IP",
    "report number": "report_number SN",
    "publisher": (
        "publisher publisher_name bib.publisher primary_location.source.host_organization_name host_venue.publisher PB"
    ),
    "issn": "issn issn_l journalInfo.journal.issn primary_location.source.issn_l publicationVenue.issn SN IS eissn",
    "isbn": "isbn isbn13 SN BN",
    "first page": "first_page start_page page_start biblio.first_page SP",
    "last page": "last_page end_page page_end biblio.last_page EP",
    "keywords": (
        "keywords keyword author_keywords content.keywords.value keywords.value content.keywords "
        "keywordList.keyword manual_tags subject KW OT"
    ),
    "lang": "lang language langid in_language paper.language content.language LA",
    "license": "license licence license.URL primary_location.license best_oa_location.license rights",
    "code": (
        "code paper.githubRepo githubRepo github code_url github_url github_repo repo repository code_link repo_url"
    ),
    "project": "project paper.projectPage projectPage project_page project_url homepage website",
    "pdf": (
        "pdf pdf_url pdf_link openAccessPdf.url best_oa_location.pdf_url primary_location.pdf_url open_access.oa_url L1"
    ),
    "paper": (
        "url link paper_url abs_url html_url landing_page_url primary_location.landing_page_url "
        "resource.primary.URL UR howpublished"
    ),
    "upvotes": "upvotes paper.upvotes likes votes",
    "stars": "stars paper.githubStars githubStars github_stars stargazers_count",
    "comments": "numComments paper.numComments num_comments comment_count comments",
    "citations": (
        "citations citationCount cited_by_count citedByCount is-referenced-by-count cited_by "
        "article_citation_count num_citations times_cited"
    ),
    "as of": "as_of fetched_at retrieved_at retrieved crawled_at",
    "type": "M3 genre type item_type document_type entry_type TY",
}

NAMES: Final[Mapping[str, tuple[str, ...]]] = {fact: tuple(names.split()) for fact, names in _WORDS.items()}
"""Fact → the names it goes by, the surest first."""

_NO_DIFFERENCE = re.compile(r"[\s_-]+")


@cache
def folded(name: str) -> str:
    """`name` without what makes no difference."""
    return _NO_DIFFERENCE.sub("", name.casefold())


PATHS: Final = {fact: tuple(dict.fromkeys(map(folded, names))) for fact, names in NAMES.items()}
"""`NAMES`, folded."""

FACTS: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    path: tuple((fact, paths.index(path)) for fact, paths in PATHS.items() if path in paths)
    for path in {path for paths in PATHS.values() for path in paths}
}
"""Folded path → (fact, how many surer names that has) of each fact it names."""

OUTER: Final = frozenset(
    ".".join(path.split(".")[:depth])
    for paths in PATHS.values()
    for path in paths
    for depth in range(1, path.count(".") + 1)
)
"""Paths of the objects that hold named facts, folded."""


def markdown_table() -> str:
    """`NAMES` as README.md shows it."""
    rows = (f"| {fact} | {', '.join(f'`{name}`' for name in names)} |" for fact, names in NAMES.items())
    return "\n".join(["| fact | names |", "|---|---|", *rows]) + "\n"
