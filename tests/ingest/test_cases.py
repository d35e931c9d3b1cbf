"""Dumps that came out wrong once, as they came (tests/cases), each with what is right for it.

Queries that once missed are asked in tests/search/test_asking.py and tests/browser/test_asking_the_digest.py, and
titles that would be headers of an e-mail are mailed in tests/mail/test_headers.py.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from site_builder.analysis import citation_keys
from site_builder.content.model import Paper
from site_builder.core import urls
from site_builder.formats import citations
from site_builder.formats.citations import Bibliography, Reference
from tests.conftest import build_here, split_cases


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], dict[str, Paper]]:
    """The papers that a site made of one dump has, by title."""
    return lambda name: split_cases(tmp_path, name)


Read = Callable[[str], Mapping[str, Paper]]


def _cited(papers: Mapping[str, Paper]) -> dict[str, Reference]:
    keys, shelf = citation_keys.keys(list(papers.values())), Bibliography(urls.site("https://x.example/"))
    return {title: shelf.reference(paper, keys[paper.slug]) for title, paper in papers.items()}


def _bibtex(papers: Mapping[str, Paper], field: str) -> list[str]:
    entries = "".join(map(citations.bibtex, _cited(papers).values()))
    return re.findall(rf"^  {field} = \{{(.*)\}},$", entries, re.MULTILINE)


def test_records_of_services(read: Read) -> None:
    found = read("02-service-records.jsonl")
    told = {title: (one.authors, one.arxiv, one.doi, one.year, one.category) for title, one in found.items()}

    assert told == {
        "S2 record": (("Ada Lovelace",), "2405.13352", "10.1000/xyz123", 2024, ""),
        "HF daily record": (("Ada Lovelace", "Emmy Noether"), "2509.04664", "", 2025, ""),
        "arxiv.py record": (("Ada Lovelace",), "2202.12139", "", 2022, "cs.SE"),
        "OpenAlex record": ((), "", "10.1000/abc", 2024, ""),
        "Europe PMC record": (("A Lovelace", "E Noether"), "", "10.1000/def", 2020, ""),
        "daily-arXiv record, first form": (("Ada Lovelace",), "2506.19052", "", 2025, "cs.CR"),
    }
    assert dict(found["HF daily record"].links)["code"] == "https://github.com/x/y"
    assert found["OpenAlex record"].abstract == "We stack pebbles."
    assert found["Europe PMC record"].abstract == "We stack pebbles in a garden and count them."


def test_strings_of_authors(read: Read) -> None:
    found = read("03-author-string.jsonl")

    assert {title: one.authors for title, one in found.items()} == {
        "BibTeX form": ("Ada Lovelace", "Emmy Noether"),
        "Zotero and Scopus form": ("Ada Lovelace", "Emmy Noether", "Laurens van der Maaten"),
        "arXiv with affiliations": ("Ada Lovelace", "Emmy Noether"),
        "A suffix after a comma": ("Henry Gates Jr.", "Ada Lovelace", "Emmy Noether"),
        "BibTeX others": ("Ada Lovelace",),
        "Ampersand": ("Ada Lovelace", "Emmy Noether"),
    }
    assert _bibtex({"": found["BibTeX others"]}, "author") == ["Lovelace, Ada and others"]


def test_strings_of_authors_by_fours(read: Read) -> None:
    two = ("Ann Lee", "Bob May")
    found = read("40-author-strings.jsonl")

    assert {title.partition("case ")[2]: one.authors for title, one in found.items()} == {
        "semicolons": two,
        "bibtex and": two,
        "oxford comma": (*two, "Cy Orr"),
        "ampersand": two,
        "et al": ("A. Lee", "B. May"),
    }


def test_two_umlauts_in_braces(read: Read) -> None:
    (paper,) = read("04-two-braced-umlauts.jsonl").values()

    assert paper.title == "Kernels of Müller and Schölkopf"
    assert paper.abstract == "We use Özgür and Gödel. Öztürk helps."
    assert paper.authors == ("Jörg Müller",)


def test_groups_whose_names_hold_an_and(read: Read) -> None:
    found = read("05-group-with-and.jsonl")
    one = _cited(found)["By an organization"]
    whole = "Organization for Economic Cooperation and Development"

    assert sorted(_bibtex(found, "author")) == ["{Barnes and Noble} and {OpenAI}", f"{{{whole}}} and Lovelace, Ada"]
    assert citations.csl(one)["author"] == [{"literal": whole}, {"family": "Lovelace", "given": "Ada"}]
    assert f"AU  - {whole}\n" in citations.ris(one)
    assert citations.apa(one).startswith(f"{whole}, & Lovelace, A. (2024)")


def test_a_year_follows_from_an_arxiv_id(read: Read) -> None:
    found = read("09-year-from-arxiv-id.jsonl")

    assert {title: one.year for title, one in found.items()} == {
        "New style": 2025,
        "Middle style": 2007,
        "Old style": 1999,
    }
    assert "(2025)" in citations.apa(_cited(found)["New style"])


def test_venues(read: Read) -> None:
    cited = _cited(read("10-venues.jsonl")).values()

    assert {made.venue: (made.kind, citations.ris(made)[6:10]) for made in cited} == {
        "Advances in Neural Information Processing Systems": ("inproceedings", "CONF"),
        "Neural Information Processing Systems": ("inproceedings", "CONF"),
        "Computer Vision and Pattern Recognition": ("inproceedings", "CONF"),
        "Knowledge Discovery and Data Mining": ("inproceedings", "CONF"),
        "Interspeech": ("inproceedings", "CONF"),
        "arXiv.org": ("misc", "UNPD"),
        "bioRxiv": ("misc", "UNPD"),
        "CoRR": ("misc", "UNPD"),
        "Submitted to ICLR 2025": ("misc", "UNPD"),
        "PLoS ONE": ("article", "JOUR"),
        "BMC Bioinformatics": ("article", "JOUR"),
    }


def test_environments_within_environments(read: Read) -> None:
    found = {title: one.html for title, one in read("11-nested-environments.jsonl").items()}
    shapes = {title: (html.count("<mtr"), html.count("<mtd")) for title, html in found.items()}

    assert shapes == {"Cases": (2, 4), "A matrix": (2, 4), "A fraction in an array": (1, 2)}
    assert re.search(r"<mfrac><mrow>.*</mrow><mi>k</mi></mfrac>", found["A fraction in an array"])


def test_text_read_in_the_wrong_encoding(read: Read) -> None:
    (paper,) = read("12-mojibake.jsonl").values()

    assert paper.title == "Names read in the wrong encoding: Barceló and Müller"
    assert paper.abstract == "It’s a test of “quotes” at 5 °C ± 1."
    assert paper.authors == ("Aurora Ramírez", "José Raúl Romero")


@pytest.mark.parametrize(
    ("case", "authors"),
    [
        ("14-cyrillic-and-vietnamese-authors", "Петров, Иван and Lưu, Nguyễn Văn"),
        ("30-bibtex-letters", r"Петров, Иван and Szűcs, Zolt{\'a}n and Ðuri{\'c}, Đorđe and Νίκου, Γιώργος"),
        ("32-names", "{Anderson and Sons} and 山田, 太郎 and Davis, Jr., Sammy and Smith, Jr., John"),
        ("34-first-letter", r"Ț{\^i}nțar, Ștefan and Trọng, Nguyễn Ph{\'u}"),
    ],
)
def test_names_in_bibtex(case: str, authors: str, read: Read) -> None:
    # Letters are taken apart in names, so that styles of BibTeX cut none in half.
    assert _composed(_bibtex(read(f"{case}.jsonl"), "author")) == [authors]


def _composed(texts: list[str]) -> list[str]:
    return [unicodedata.normalize("NFC", text) for text in texts]


@pytest.mark.parametrize(
    ("case", "titles"),
    [
        (
            "16-title-capitals",
            [
                "Deep {Q}-Networks, {U-Net} and {X}-ray: From {C} to {R} and a Plan {B}",
                r"Parsing for {$x^k$} and {$L_p$} in {$\mathbb{R}^d$}",
            ],
        ),
        ("30-bibtex-letters", ["Обзор: 2× быстрее, α при 20 °{C}"]),
        ("35-capitals", [r"A {Bayesian} {U-Net}, {R}\&{D} at 20 °{C}: Part {I} of {O}(n)"]),
    ],
)
def test_capitals_of_titles_in_bibtex(case: str, titles: list[str], read: Read) -> None:
    assert sorted(_bibtex(read(f"{case}.jsonl"), "title")) == titles


@pytest.mark.parametrize(
    ("case", "title", "first"),
    [
        ("18-same-paper-twice", "Gardens of Stones: A Revised Count", "Gardens of Stones"),
        ("41-same-arxiv-id", "Melt rates beneath thin ice shelves", "Melt under thin ice shelves"),
    ],
)
def test_versions_of_one_paper(case: str, title: str, first: str, read: Read) -> None:
    (paper,) = read(f"{case}.jsonl").values()

    assert paper.title == title
    assert [(one.number, one.title) for one in paper.versions] == [(1, first)]


@pytest.mark.parametrize(
    ("case", "title", "abstract"),
    [
        (
            "19-quotes-without-spaces",
            '"Stone Tests" For A Gardener',
            'We propose a "stone test" to assess gardens. The key "x" stays.',
        ),
        (
            "22-mark-in-textsuperscript",
            "Big Blue® Rodents",
            "We use Big Blue® rodents. We read “Attention” twice.",
        ),
    ],
)
def test_quotation_marks_and_marks_of_trade(case: str, title: str, abstract: str, read: Read) -> None:
    (paper,) = read(f"{case}.jsonl").values()

    assert (paper.title, paper.abstract) == (title, abstract)


def test_two_dois_in_one_field(read: Read) -> None:
    found = read("24-two-dois.jsonl")

    assert {title: one.doi for title, one in found.items()} == {
        "Paper with two DOIs": "10.1000/abc",
        "Another paper": "",
    }


def test_abstracts_broken_into_lines(read: Read) -> None:
    found = read("42-wrapped-abstracts.txt")

    assert {title: one.abstract for title, one in found.items()} == {
        "Melt under thin ice shelves": "We study how warm water moves under floating ice shelves with a small regional "
        "model. Melt rates rise where the shelf is thin, and fall again when fresh water caps the surface layer.",
        "Drift of buoys in a narrow strait": "Buoys were followed for two weeks in a narrow strait. Their paths show "
        "that tides, not wind, decide where they leave it.",
    }


def test_an_entry_of_zotero(read: Read) -> None:
    (paper,) = read("43-zotero.bib").values()

    assert (paper.title, paper.authors, paper.year, paper.arxiv) == (
        "Melt under thin ice shelves",
        ("Ann Lee", "Bob May"),
        2025,
        "2501.00001",
    )
    assert paper.abstract.startswith("We study how warm water")
    assert paper.abstract.endswith("caps the surface layer.")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a site of those whose pages are looked at."""
    root = tmp_path_factory.mktemp("cases")
    split_cases(root, "31-arxiv-zero.jsonl", "33-right-to-left.jsonl", "60-formula-injection.jsonl")
    build_here(root)
    return root / "_site"


def test_a_text_from_right_to_left(shown: Path) -> None:
    (page,) = (shown / "papers").glob("dkhyst-*/index.html")
    told, rows = page.read_text(encoding="utf-8"), (shown / "papers/index.html").read_text(encoding="utf-8")

    assert '<h1 dir="auto">דחיסת רשתות' in told
    assert '<div class="abstract" dir="auto"><p><mark class="does">במאמר' in told
    assert re.search(r'<h2 dir="auto"><a href="[^"]*">דחיסת', rows)
    assert '<p class="gist" dir="auto">במאמר' in rows


def test_an_id_that_ends_in_nought(shown: Path) -> None:
    table = (shown / "papers.csv").read_text(encoding="utf-8")

    assert table.startswith("\ufeff")
    assert ",arXiv:2410.13720," in table
    lines = (shown / "papers.jsonl").read_text(encoding="utf-8").splitlines()
    assert "arXiv:2410.13720" in [json.loads(line)["arxiv"] for line in lines]


def test_markup_in_a_formula(shown: Path) -> None:
    (page,) = (shown / "papers").glob("a-harmless-*/index.html")
    abstract = page.read_text(encoding="utf-8").partition('<div class="abstract"')[2]

    assert "&lt;" in abstract
    assert not [path for path in shown.rglob("*.html") if re.search(r"<img[^>]*\bsrc=x", path.read_text("utf-8"))]
