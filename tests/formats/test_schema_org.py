"""What pages tell scholarly indexes and search engines."""

import json
import re
from pathlib import Path
from typing import Any

import html5lib

from site_builder.content.model import Paper
from site_builder.core import urls
from site_builder.formats import schema_org
from site_builder.formats.citations import Bibliography, Reference
from tests.conftest import build_here


def _cited(**fields: object) -> Reference:
    stated = {"slug": "x", "title": "On Rain", "body": "", "abstract": "", **fields}
    paper = Paper(**stated)  # type: ignore[arg-type]  # a test's few fields
    return Bibliography(urls.site("https://x.example/")).reference(paper, "key")


def test_an_index_is_told_what_is_known_in_the_order_of_the_byline() -> None:
    cited = _cited(authors=("Ada First", "Bo Second"), year=2024, arxiv="2409.02889", venue="ICLR 2024")

    assert schema_org.highwire(cited) == (
        ("citation_author", "First, Ada"),
        ("citation_author", "Second, Bo"),
        ("citation_publication_date", "2024"),
        ("citation_conference_title", "ICLR 2024"),
        ("citation_arxiv_id", "2409.02889"),
        ("citation_pdf_url", "https://arxiv.org/pdf/2409.02889"),
        ("z:extra", "arXiv:2409.02889"),
    )
    assert schema_org.highwire(_cited()) == (("z:itemType", "document"),)


def test_zotero_takes_no_group_apart_and_learns_of_other_servers_and_unknown_venues() -> None:
    groups = _cited(authors=("Barnes and Noble", "OpenAI", "Plato"), year=2024, venue="bioRxiv", doi="10.1101/a")
    unknown = dict(schema_org.highwire(_cited(authors=("Ada First",), year=2024, venue="A Garden")))
    told = schema_org.highwire(groups)

    # Zotero splits a name without a comma at its last space.
    assert [name for tag, name in told if tag == "citation_author"] == ["Barnes and Noble,", "OpenAI", "Plato"]
    assert dict(told)["z:itemType"] == "preprint"
    assert dict(told)["z:repository"] == "bioRxiv"
    assert (unknown["z:itemType"], unknown["z:publisher"]) == ("document", "A Garden")


def test_a_preprint_is_one_to_zotero_and_is_told_whole() -> None:
    cited = _cited(authors=("Laurens van der Maaten",), arxiv="2409.02889", abstract="It rains. It pours.", lang="tr")

    assert schema_org.highwire(cited) == (
        ("citation_author", "van der Maaten, Laurens"),
        ("citation_arxiv_id", "2409.02889"),
        ("citation_pdf_url", "https://arxiv.org/pdf/2409.02889"),
        ("citation_language", "tr"),
        ("citation_abstract", "It rains. It pours."),
        ("z:itemType", "preprint"),
        ("z:repository", "arXiv"),
        ("z:archiveID", "arXiv:2409.02889"),
    )


def test_a_journal_has_a_tag_of_its_own() -> None:
    cited = _cited(authors=("Ada First",), year=2024, venue="Journal of Rain")

    assert ("citation_journal_title", "Journal of Rain") in schema_org.highwire(cited)
    assert schema_org.article(cited, [])["isPartOf"] == {"@type": "Periodical", "name": "Journal of Rain"}


def test_people_are_persons_and_groups_are_not() -> None:
    told = schema_org.article(_cited(authors=("Ada First", "Gemini Team")), ["Rain"])

    assert [one["@type"] for one in told["author"]] == ["Person", "Organization"]
    assert "datePublished" not in told


def _told(page: Path) -> list[dict[str, object]]:
    text = page.read_text(encoding="utf-8")
    return [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)]


def test_pages_tell_what_they_are(built: Path) -> None:
    (paper,) = _told(built / "papers/pruning-acorns/index.html")
    (tag,) = _told(built / "tags/pruning/index.html")
    kinds = [part["@type"] for part in tag["@graph"]]  # type: ignore[attr-defined]  # a list of objects

    assert paper["@type"] == "ScholarlyArticle"
    assert kinds == ["CollectionPage", "BreadcrumbList"]


def test_a_hostile_title_cannot_leave_its_script(site: Path) -> None:
    title = "</script><script>alert(1)</script> & “x”"
    (site / "content/papers/hostile.md").write_text(f"---\ntitle: {json.dumps(title)}\n---\nText.\n", encoding="utf-8")
    build_here(site)
    page = site / "_site/papers/hostile/index.html"
    scripts = list(html5lib.parse(page.read_text(), namespaceHTMLElements=False).iter("script"))

    assert _told(page)[0]["headline"] == title
    assert not any((script.text or "").startswith("alert") for script in scripts)


def test_a_page_says_how_much_it_lists_and_a_paper_where_else_it_is(built: Path) -> None:
    listed = _linked((built / "papers/index.html").read_text(encoding="utf-8"))["@graph"][0]["mainEntity"]
    paper = _linked((built / "papers/every-field/index.html").read_text(encoding="utf-8"))

    assert listed == {"@type": "ItemList", "numberOfItems": 5}  # which they are, the links say
    assert paper["url"] == "https://tiny.example/shelf/papers/every-field/"
    assert "abstract" not in paper  # the page has it twice already, once as a tag for machines
    assert [re.sub(r"/+", "/", one).split("/")[1] for one in paper["sameAs"]] == ["arxiv.org", "doi.org"]
    assert paper["keywords"]


def test_a_shared_link_says_whose_it_is_and_what_its_picture_shows(built: Path) -> None:
    page = (built / "tags/pruning/index.html").read_text(encoding="utf-8")

    assert re.search(r'<meta property="og:site_name" content="[^"]+">', page)
    assert re.search(r'<meta property="og:image:alt" content="Pruning: [^"]+">', page)
    assert 'type="application/feed+json"' in (built / "index.html").read_text(encoding="utf-8")
    assert '<button class="unseen">Search</button></form>' in page


def _linked(page: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    return json.loads(found[1])
