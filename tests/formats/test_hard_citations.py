"""Records whose names, letters or capitals were cited wrongly once, from a dump to what programs read of it."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from site_builder.core import config
from site_builder.ingest import split
from tests.conftest import build_here

AUTHORS = {
    "Noether, Emmy and Lovelace, Ada": "Noether, Emmy and Lovelace, Ada",
    "Lovelace, Ada; van der Maaten, Laurens": "Lovelace, Ada and van der Maaten, Laurens",
    "Ada Lovelace (1 and 2), Emmy Noether (2) ((1) Institute of Numbers, Town, (2) Other Lab, City)": (
        "Lovelace, Ada and Noether, Emmy"
    ),
    "Henry Gates, Jr., Ada Lovelace and Emmy Noether": "Gates, Jr., Henry and Lovelace, Ada and Noether, Emmy",
    "Ada Lovelace & Emmy Noether": "Lovelace, Ada and Noether, Emmy",
    ("Organization for Economic Cooperation and Development", "Ada Lovelace"): (
        "{Organization for Economic Cooperation and Development} and Lovelace, Ada"
    ),
    ("Barnes and Noble", "OpenAI"): "{Barnes and Noble} and {OpenAI}",
    ("Иван Петров", "Nguyễn Văn Lưu"): "Петров, Иван and Lưu, Nguyễn Văn",
    ("Anderson and Sons", "山田 太郎", "Sammy Davis, Jr.", "Smith, John, Jr."): (
        "{Anderson and Sons} and 山田, 太郎 and Davis, Jr., Sammy and Smith, Jr., John"
    ),
    ("Zoltán Szűcs", "Đorđe Ðurić", "Γιώργος Νίκου"): r"Szűcs, Zolt{\'a}n and Ðuri{\'c}, Đorđe and Νίκου, Γιώργος",
    ("Ștefan Țînțar", "Nguyễn Phú Trọng"): r"Ț{\^i}nțar, Ștefan and Trọng, Nguyễn Ph{\'u}",
    ("JosÃ© RaÃºl Romero", 'J{\\"{o}}rg M{\\"{u}}ller'): r"Romero, Jos{\'e} Ra{\'u}l and M{\"u}ller, J{\"o}rg",
}
TITLES = {
    "Обзор: 2× быстрее, α при 20 °C": "Обзор: 2× быстрее, α при 20 °{C}",
    "A Bayesian U-Net, R&D at 20 °C: Part I of O(n)": r"A {Bayesian} {U-Net}, {R}\&{D} at 20 °{C}: Part {I} of {O}(n)",
    "Deep Q-Networks, X-ray: From C to R and a Plan B": "Deep {Q}-Networks, {X}-ray: From {C} to {R} and a Plan {B}",
    r"Parsing for $x^k$ in $\mathbb{R}^d$": r"Parsing for {$x^k$} in {$\mathbb{R}^d$}",
    r"Kernels of M{\"{u}}ller and Sch{\"{o}}lkopf": "Kernels of Müller and Schölkopf",
    r"Big Blue\textsuperscript{\tiny\textregistered} Rodents": "Big Blue® Rodents",
}


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a site of all these records."""
    root = tmp_path_factory.mktemp("hard")
    records = [{"title": f"Paper {number}", "authors": names} for number, names in enumerate(AUTHORS)]
    records += [{"title": title, "authors": ["Ada First"]} for title in TITLES]
    records += [{"title": "דחיסת רשתות", "authors": ["דוד בן גוריון"], "language": "Hebrew"}]
    whole = [{**record, "abstract": "We stack pebbles in a garden and count them.", "year": 2024} for record in records]
    (root / "content/sources").mkdir(parents=True)
    (root / "content/site.yaml").write_text("title: Shelf\n", encoding="utf-8")
    lines = "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in whole)
    (root / "content/sources/dump.jsonl").write_text(lines, encoding="utf-8")
    split.split(config.load(root))
    build_here(root)
    return root / "_site"


def _field(name: str, cited: Path) -> list[str]:
    # Letters are taken apart in names, so that styles of BibTeX cut none in half.
    bib = unicodedata.normalize("NFC", (cited / "papers.bib").read_text(encoding="utf-8"))
    return re.findall(rf"^  {name} = \{{(.*)\}},$", bib, re.MULTILINE)


@pytest.mark.parametrize("expected", AUTHORS.values())
def test_names_are_cited_as_they_are(expected: str, cited: Path) -> None:
    assert expected in _field("author", cited)


@pytest.mark.parametrize("expected", TITLES.values())
def test_a_title_keeps_its_letters_and_capitals(expected: str, cited: Path) -> None:
    assert expected in _field("title", cited)


def test_a_group_is_one_name_in_other_forms_too(cited: Path) -> None:
    ris = (cited / "papers.ris").read_text(encoding="utf-8")
    people = [
        name for item in json.loads((cited / "papers.csl.json").read_text(encoding="utf-8")) for name in item["author"]
    ]

    assert "AU  - Organization for Economic Cooperation and Development\n" in ris
    assert {"literal": "Barnes and Noble"} in people
    assert {"family": "山田", "given": "太郎"} in people


def test_the_language_that_a_dump_states_reaches_whoever_reads(cited: Path) -> None:
    (page,) = (cited / "papers").glob("dkhyst*/index.html")
    (known,) = [
        one for one in json.loads((cited / "papers.json").read_text("utf-8"))["papers"] if one["title"] == "דחיסת רשתות"
    ]
    told = page.read_text(encoding="utf-8")

    assert '<h1 lang="he" dir="rtl">דחיסת' in told
    assert '<meta name="citation_language" content="he">' in told
    assert known["lang"] == "he"
    assert '"language": "he"' in (cited / "papers.csl.json").read_text(encoding="utf-8")
    assert "LA  - he\n" in (cited / "papers.ris").read_text(encoding="utf-8")
    assert 'lang: "he"\n' in page.with_name("index.md").read_text(encoding="utf-8")
    assert "rft.language=he" in (cited / "papers/index.html").read_text(encoding="utf-8")
