"""Feeds and exports of the tiny site, read by the programs they are for."""

import csv
import gzip
import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
import rispy
from lxml import etree

from site_builder.build.templates import Templates
from site_builder.content import frontmatter
from site_builder.core import files
from site_builder.formats import data, discovery, feeds
from site_builder.formats.feeds import EntryView, FeedView
from site_builder.ingest import sources
from tests.conftest import HERE, build_here

SITE = "https://tiny.example/shelf/"
SCHEMA = etree.RelaxNG(etree.parse(HERE / "schemas/atom.rng"))


def _feeds(built: Path) -> list[Path]:
    return sorted(built.rglob("feed*.xml"))


def _faults(atom: bytes) -> list[str]:
    SCHEMA.validate(etree.fromstring(atom))
    return [str(fault) for fault in SCHEMA.error_log]


def test_the_schema_itself_finds_faults() -> None:
    assert _faults(b'<feed xmlns="http://www.w3.org/2005/Atom"><title>no id</title></feed>') != []


def test_every_feed_is_as_rfc_4287_says_and_is_read_without_complaint(built: Path) -> None:
    assert len(_feeds(built)) > 2
    for path in _feeds(built):
        assert _faults(path.read_bytes()) == [], path
        assert not feedparser.parse(path.read_bytes()).bozo


def test_ids_are_the_site_s_and_each_one_s_own(built: Path) -> None:
    found = [entry.id for entry in feedparser.parse((built / "feed.xml").read_bytes()).entries]

    assert len(found) == len(set(found)) == 5
    assert all(one.startswith("tag:tiny.example,2026:shelf/paper/") for one in found)


def test_ids_and_dates_stay_when_the_site_moves(built: Path, site: Path) -> None:
    def told(path: Path) -> list[tuple[str, str]]:
        return [(entry.id, entry.updated) for entry in feedparser.parse((path / "feed.xml").read_bytes()).entries]

    build_here(site, base_url="https://elsewhere.example/")

    assert told(site / "_site") == told(built)


def test_an_entry_has_the_whole_abstract_tags_authors_and_links(built: Path) -> None:
    entries = feedparser.parse((built / "feed.xml").read_bytes()).entries
    full = next(entry for entry in entries if entry.id.endswith("/all-fields"))
    page = next(paper for paper in _papers(built) if paper["slug"] == "every-field")

    assert full.content[0].value == page["abstract"]
    assert [author.name for author in full.authors] == page["authors"]
    assert {"related", "alternate"} <= {link.rel for link in full.links}
    assert len(full.tags) == len(page["tags"])


def test_a_tags_feed_holds_its_papers_and_its_page_names_it(built: Path) -> None:
    entries = feedparser.parse((built / "tags/pruning/feed.xml").read_bytes()).entries
    wanted = {paper["slug"] for paper in _papers(built) if "pruning" in paper["tags"]}
    page = (built / "tags/pruning/index.html").read_text(encoding="utf-8")

    assert {entry.id.rsplit("/", 1)[1] for entry in entries} == wanted
    assert 'href="/shelf/tags/pruning/feed.xml"' in page
    assert 'href="/shelf/tags/pruning/papers.bib"' in page


def test_json_feeds_say_the_same_as_atom(built: Path) -> None:
    for path in _feeds(built):
        atom = feedparser.parse(path.read_bytes())
        told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))

        assert told["version"] == "https://jsonfeed.org/version/1.1"
        assert [item["id"] for item in told["items"]] == [entry.id for entry in atom.entries]
        assert told["feed_url"] == SITE + path.with_suffix(".json").relative_to(built).as_posix()
        assert all(item["content_text"] for item in told["items"])


def test_a_long_feed_comes_in_pages_that_lead_to_each_other(site: Path) -> None:
    for number in range(130):
        page = site / f"content/papers/more-{number:03}.md"
        page.write_text(f'---\ntitle: "More {number}"\ntags: [pruning]\n---\nWe prune.\n', encoding="utf-8")
    build_here(site)
    address, seen = f"{SITE}feed.xml", []
    while address:
        feed = feedparser.parse((site / "_site" / address.removeprefix(SITE)).read_bytes())
        relations = {link.rel: link.href for link in feed.feed.links}
        assert relations["self"] == address
        seen += [entry.id for entry in feed.entries]
        address = relations.get("next", "")

    assert len(seen) == len(set(seen)) == 135
    assert not (site / "_site/tags/pruning/feed-6.xml").exists()
    newest, older = (
        feedparser.parse((site / f"_site/tags/pruning/{name}.xml").read_bytes()) for name in ("feed", "feed-2")
    )
    assert len(newest.entries) == len(older.entries) == 20
    assert all(entry.content for entry in newest.entries)
    assert not any("content" in entry for entry in older.entries)
    assert all(entry.title and entry.link for entry in older.entries)


def test_an_edition_is_an_entry_above_its_papers(site: Path) -> None:
    edition = site / "content/editions/2024-10-07.md"
    edition.parent.mkdir()
    edition.write_text("---\ntitle: First leaves\npapers: [pruning-acorns, quantized-pebbles]\n---\nTwo of *oak*.\n")
    build_here(site)
    entries = feedparser.parse((site / "_site/feed.xml").read_bytes()).entries

    assert [entry.id.split(":", 2)[2] for entry in entries[:3]] == [
        "shelf/edition/2024-10-07",
        "shelf/paper/pruning-acorns",
        "shelf/paper/quantized-pebbles",
    ]
    assert entries[0].link == f"{SITE}editions/2024-10-07/"
    assert entries[0].content[0].value.startswith("Two of oak.\n· Pruning Acorns")
    assert entries[1].updated == "2024-10-07T00:00:00Z"


def _ids(root: Path) -> dict[str, str]:
    """Title → id of each entry of the site's feed."""
    entries = json.loads((root / "_site/feed.json").read_text(encoding="utf-8"))["items"]
    return {entry["title"]: entry["id"] for entry in entries}


def test_an_id_says_where_the_site_first_was_and_stays_when_it_moves(site: Path) -> None:
    build_here(site)
    before = _ids(site)
    assert before["A Survey of Dust"] == "tag:tiny.example,2026:shelf/paper/survey-of-dust"

    build_here(site, base_url="https://preview.example/42/")
    assert _ids(site) == before

    settings = site / "content/site.yaml"
    moved = settings.read_text(encoding="utf-8").replace(SITE, "https://other.example/")
    settings.write_text(f"{moved}\nfirst_url: {SITE}\n", encoding="utf-8")
    build_here(site)
    assert _ids(site) == before


def test_a_page_that_is_renamed_keeps_its_id(site: Path) -> None:
    build_here(site)
    before = _ids(site)
    page = site / "content/papers/survey-of-dust.md"
    text = page.read_text(encoding="utf-8").replace("---\n", "---\naliases: [survey-of-dust]\n", 1)
    page.unlink()
    (site / "content/papers/dust-surveyed.md").write_text(text, encoding="utf-8")
    build_here(site)

    assert _ids(site) == before


def test_two_sites_share_no_id() -> None:
    sites = ("https://a.example/", "https://b.example/", "https://a.example/x/", "https://bücher.example/")

    assert len({feeds.identity(one, "paper", "x") for one in sites}) == 4
    assert feeds.identity(sites[3], "paper", "x") == "tag:xn--bcher-kva.example,2026:paper/x"


@pytest.mark.parametrize(
    ("published", "day"), [("2023-05-06", "2023-05-06"), ("2023-05", "2023-05-01"), ("", "2000-01-01")]
)
def test_a_paper_without_a_day_of_its_own_has_the_one_it_came_out(published: str, day: str, tmp_path: Path) -> None:
    (tmp_path / "content/papers").mkdir(parents=True)
    (tmp_path / "content/site.yaml").write_text("title: Shelf\n", encoding="utf-8")
    header = f'title: "A"\npublished: "{published}"' if published else 'title: "A"'
    (tmp_path / "content/papers/a.md").write_text(f"---\n{header}\n---\nWe do.\n", encoding="utf-8")
    build_here(tmp_path)
    (item,) = json.loads((tmp_path / "_site/feed.json").read_text(encoding="utf-8"))["items"]

    assert (item["date_published"], item["date_modified"]) == (f"{day}T00:00:00Z", f"{day}T00:00:00Z")


def test_no_character_of_a_dump_breaks_a_feed() -> None:
    hostile = "]]> & < > \" ' \x00\x0b\x1f￾ 😀 \t end"
    entry = EntryView(
        identity=feeds.identity(SITE, "paper", "x"),
        url="https://x.example/?a=1&b='\"",
        title=hostile,
        summary=hostile,
        content=hostile,
        day=date(2024, 1, 2),
        authors=(hostile,),
        tags=(hostile,),
        elsewhere=(("code", "https://x.example/a(b)"),),
        lang="tr",
    )
    feed = FeedView(
        identity=feeds.identity(SITE, "feed", "x"),
        title=hostile,
        subtitle="",
        site="X",
        home="https://x.example/",
        pages=(("self", "https://x.example/feed.xml"),),
        language="en",
        updated=date(2024, 1, 2),
        entries=(entry,),
    )
    atom = Templates((files.packaged("templates"),)).page("feed.xml", feed)
    found = feedparser.parse(atom)

    assert _faults(atom) == []
    assert found.entries[0].title.startswith("]]> & < >")
    assert json.loads(feeds.json_feed(feed))["items"][0]["title"] == hostile


# -- exports -----------------------------------------------------------------------------------------------------------


def _papers(built: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((built / "papers.json").read_text(encoding="utf-8"))["papers"]
    return found


def test_a_formula_in_a_summary_written_by_hand_reads_as_text_everywhere(site: Path) -> None:
    page = site / "content/papers/pruning-acorns.md"
    page.write_text(page.read_text().replace("---\n", "---\nsummary: 'Prunes in $O(n^2)$.'\n", 1))
    build_here(site)

    for name in ("papers.jsonl", "papers.csv", "feed.xml", "feed.json", "llms.txt"):
        assert "Prunes in O(n²)." in (site / "_site" / name).read_text(), name
    assert 'content="Prunes in O(n²)."' in (site / "_site/papers/pruning-acorns/index.html").read_text()


def test_json_lines_and_the_one_object_say_the_same(built: Path) -> None:
    lines = (built / "papers.jsonl").read_text(encoding="utf-8").splitlines()

    found = [json.loads(line) for line in lines]

    assert [one | {"arxiv": one["arxiv"].removeprefix("arXiv:")} for one in found] == _papers(built)


@pytest.fixture
def ends_in_nought(site: Path) -> Path:
    """The output of a site whose only papers with an arXiv id and a DOI have numbers for them."""
    for page in (site / "content/papers").iterdir():
        page.unlink()
    header = '---\ntitle: "Ends in nought"\narxiv: "2410.13720"\ndoi: 10.1000/182\nlang: tr\n---\nWe study it.\n'
    (site / "content/papers/nought.md").write_text(header, encoding="utf-8")
    build_here(site)
    return site / "_site"


def test_an_arxiv_id_is_no_number_to_pandas(ends_in_nought: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed here")
    table = pandas.read_csv(ends_in_nought / "papers.csv")
    lines = pandas.read_json(ends_in_nought / "papers.jsonl", lines=True)

    for read in (table, lines):
        assert list(read["slug"]) == ["nought"]
        assert list(read["arxiv"]) == ["arXiv:2410.13720"]
        assert list(read["arxiv_url"]) == ["https://arxiv.org/abs/2410.13720"]
        assert list(read["doi"]) == ["10.1000/182"]
        assert list(read["doi_url"]) == ["https://doi.org/10.1000/182"]


@pytest.mark.parametrize("name", ["papers.csv", "papers.jsonl"])
def test_an_arxiv_id_is_no_number_to_duckdb(name: str, ends_in_nought: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed here")
    query = f"SELECT slug, arxiv, arxiv_url, doi FROM '{ends_in_nought / name}'"  # noqa: S608 — our own file's name
    (row,) = duckdb.sql(query).fetchall()

    assert row == ("nought", "arXiv:2410.13720", "https://arxiv.org/abs/2410.13720", "10.1000/182")


def test_a_language_is_told_wherever_a_paper_is(ends_in_nought: Path) -> None:
    (paper,) = _papers(ends_in_nought)
    twin = (ends_in_nought / "papers/nought/index.md").read_text(encoding="utf-8")
    page = (ends_in_nought / "papers/nought/index.html").read_text(encoding="utf-8")
    (item,) = json.loads((ends_in_nought / "papers.csl.json").read_text(encoding="utf-8"))

    assert (paper["lang"], item["language"]) == ("tr", "tr")
    assert paper["arxiv"] == "2410.13720"
    assert '\nlang: "tr"\n' in twin
    assert '<meta name="citation_language" content="tr">' in page


def test_a_table_of_ours_is_read_back_as_a_dump(built: Path) -> None:
    dump = sources.read(files.read_text(built / "papers.csv"), "papers.csv")
    found = {entry.title: entry.arxiv for entry in dump.entries}

    assert found == {paper["title"]: paper["arxiv"] for paper in _papers(built)}


def test_the_table_has_a_row_a_paper_and_no_cell_that_a_spreadsheet_would_run(site: Path) -> None:
    (site / "content/papers/formula.md").write_text('---\ntitle: "=1+1"\nauthors: ["@Ada", Bo]\n---\nText of it.\n')
    build_here(site)
    with (site / "_site/papers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["slug"]: row for row in csv.DictReader(file)}

    assert set(rows) == {paper["slug"] for paper in _papers(site / "_site")}
    assert rows["formula"]["title"] == "'=1+1"
    assert rows["formula"]["authors"] == "'@Ada; Bo"


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Foo;=1+1;bar", "Foo;'=1+1;bar"),
        ('Foo;"=1+1"', 'Foo;"\'=1+1"'),
        ("＝1+1", "'＝1+1"),
        ("Foo;-2+3;@a;+b", "Foo;'-2+3;'@a;'+b"),
        ("Foo; -3, a = b; c+d ;-) and 2;3", "Foo; -3, a = b; c+d ;-) and 2;3"),
    ],
)
def test_no_part_of_a_cell_is_one_that_a_spreadsheet_would_run(title: str, told: str, site: Path) -> None:
    (site / "content/papers/formula.md").write_text(f"---\ntitle: {json.dumps(title)}\n---\nText of it.\n")
    build_here(site)
    with (site / "_site/papers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["slug"]: row for row in csv.DictReader(file)}

    assert rows["formula"]["title"] == told


def test_every_paper_has_a_twin_that_holds_its_text_once_and_the_citations_its_page_lacks(built: Path) -> None:
    for paper in _papers(built):
        twin = frontmatter.parse((built / f"papers/{paper['slug']}/index.md").read_text(encoding="utf-8"), "twin")
        kinds = [line.removeprefix("```") for line in twin.body.splitlines() if line.startswith("```") and line[3:]]

        assert twin.header["title"] == paper["title"]
        assert kinds == ["ris", "json", "markdown"]
        assert "\nAB  - " not in twin.body
        assert '"abstract"' not in twin.body


@pytest.mark.parametrize("place", ["papers.bib", "tags/pruning/papers.bib"])
def test_a_bibliography_holds_its_papers(place: str, built: Path) -> None:
    wanted = [paper for paper in _papers(built) if place == "papers.bib" or "pruning" in str(paper["tags"])]

    assert (built / place).read_text(encoding="utf-8").count("\n  title = {") == len(wanted)


# -- signposts ---------------------------------------------------------------------------------------------------------


def test_the_sitemap_says_when_papers_came_and_nothing_of_the_build(built: Path) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = {
        urlsplit(node.findtext("s:loc", "", space)).path: node.findtext("s:lastmod", "", space)
        for node in ElementTree.parse(built / "sitemap.xml").getroot()
    }

    assert found["/shelf/papers/every-field/"] == "2024-09-01"
    assert found["/shelf/papers/pruning-acorns/"] == "2024-09-30"
    assert found["/shelf/about/"] == ""


def test_programs_are_told_where_everything_is(built: Path) -> None:
    told = (built / "llms.txt").read_text(encoding="utf-8")
    named = [part.split(")")[0] for part in told.split("](")[1:]]

    assert told.startswith("# ")
    assert f"{SITE}papers/pruning-acorns/index.md" in named
    for url in named:
        path = built / url.removeprefix(SITE)
        assert path.is_file() or (path / "index.html").is_file(), url


def test_all_papers_can_be_cited_at_once_with_their_abstracts(built: Path) -> None:
    count = (built / "papers.bib").read_text(encoding="utf-8").count("\n  title = {")
    items = json.loads((built / "papers.csl.json").read_text(encoding="utf-8"))
    records = rispy.loads((built / "papers.ris").read_text(encoding="utf-8"))
    page = (built / "index.html").read_text(encoding="utf-8")

    assert count == len(items) == len(records) > 0
    assert [item["title"] for item in items] == [record["title"] for record in records]
    assert [item.get("abstract", "") for item in items] == [record.get("abstract", "") for record in records]
    assert any(item.get("abstract") for item in items)
    for name in ("papers.bib", "papers.ris", "papers.csl.json"):
        assert f'href="/shelf/{name}"' in page


@pytest.mark.parametrize("place", ["tags/pruning/", "years/2023/"])
def test_a_list_has_its_bibtex_by_whose_keys_other_forms_are_picked_from_the_sites(place: str, built: Path) -> None:
    keys = re.findall(r"^@\w+{([^,]+),", (built / place / "papers.bib").read_text(encoding="utf-8"), re.MULTILINE)
    items = json.loads((built / "papers.csl.json").read_text(encoding="utf-8"))
    page = (built / place / "index.html").read_text(encoding="utf-8")

    assert keys
    assert {item["id"] for item in items}.issuperset(keys)
    assert [path.name for path in (built / place).glob("papers.*")] == ["papers.bib"]
    for name in ("papers.ris", "papers.csl.json"):
        assert f'data-of="/shelf/{place}papers.bib" href="/shelf/{name}"' in page


def test_files_of_all_abstracts_of_a_large_site_are_compressed_and_the_same_each_time(built: Path) -> None:
    plain = (built / "papers.ris").read_bytes()

    assert [data.whole(kind, large=True) for kind in ("bib", "ris")] == ["/papers.bib", "/papers.ris.gz"]
    assert data.whole("ris", large=False) == "/papers.ris"
    assert gzip.decompress(data.packed(plain)) == plain
    assert data.packed(plain) == data.packed(plain)


def test_a_large_sitemap_is_parts_which_an_index_names() -> None:
    addresses = [f"/papers/{number:05}/" for number in range(10_001)]
    parts = discovery.sitemap_parts(addresses)

    assert list(parts) == ["/sitemap-1.xml.gz", "/sitemap-2.xml.gz"]
    assert [one for part in parts.values() for one in part] == addresses
    assert discovery.sitemap_parts(addresses[1:]) == {"/sitemap.xml": addresses[1:]}
