"""The programs that people feed our BibTeX to read titles and names back as they are."""

import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
from pybtex.database import parse_string

from site_builder.content import loader
from site_builder.content.model import Paper
from site_builder.core import urls
from site_builder.formats import citations
from site_builder.formats.citations import Bibliography, Reference
from site_builder.text import person_names
from tests.conftest import HERE

HARD_TITLES = (
    *("Обзор: 2× быстрее, α при 20 °C", "A Bayesian U-Net, R&D at 20 °C: Part I of O(n)"),
    *("100% of #1 {braces} _under_ ~ ^", "Über “große” Straßen – und anderes", "Türkçe Łódź Đorđe ệ", "深層学習の調査"),
    *("a--b, c – d — e", "x² + H₂O ≤ 10⁸", "C++ & C#", 'He said "so"', "Deep Q-Networks: From C to R and a Plan B"),
    *("LoRA, GPT4 and 4D LLMs", "$5 a day", "e-mail@example"),
)
HARD_NAMES = (
    *("Иван Петров", "Zoltán Szűcs", "Đorđe Ðurić", "Γιώργος Νίκου", "Ștefan Țînțar", "Nguyễn Phú Trọng"),
    *("José Núñez", "Łukasz Żak", "山田 太郎", "王小明", "김철수", "Sammy Davis Jr.", "García Márquez, Gabriel"),
    *("Laurens van der Maaten", "Anderson and Sons", "Organization for Economic Cooperation and Development"),
    *("OpenAI", "Plato", "Émile Zola", "Ødegård Åse", "Jean-Marie Le Pen", "C.-P. Lin", "Blaise Agüera y Arcas"),
    *("Conan O’Brien", "Ibn Sīnā", "Hugo Boss III", "Ünal Özgür", "Çağrı Şen", "Ilya Šestak"),
)


def _installed(name: str) -> str:
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed here")
    return program


@pytest.fixture(scope="module")
def cited() -> Mapping[str, Reference]:
    """Citation key → what is known: this repository's papers, each hard title, and each hard name."""
    bare = {"body": "", "abstract": "It is short.", "year": 2024}
    hard = [
        Paper(slug=f"hard-{number}", title=title, authors=("Ada First", HARD_NAMES[number]), **bare)  # type: ignore[arg-type]
        for number, title in enumerate(HARD_TITLES)
    ]
    named = [
        Paper(slug=f"name-{number}", title=f"Name {number}", authors=(name, "Ada First"), **bare)  # type: ignore[arg-type]
        for number, name in enumerate(HARD_NAMES)
    ]
    papers = [*hard, *named, *loader.load(HERE.parent / "content").papers]
    shelf = Bibliography(papers, lambda paper: paper.title, urls.site("https://x.example/"))
    return {made.key: made for made in map(shelf.reference, papers)}


@pytest.fixture(scope="module")
def bib(cited: Mapping[str, Reference], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bib") / "all.bib"
    path.write_text("\n".join(map(citations.bibtex, cited.values())), encoding="utf-8")
    return path


def _plain(text: str) -> str:
    text = re.sub(r"(?<=\b\w\.) (?=\w\.)", "", text)  # "J. M." and "J.M." are the same initials
    return " ".join(unicodedata.normalize("NFC", text).replace("\xa0", " ").replace("’", "'").split())


def _names(made: Reference) -> list[tuple[str, ...]]:
    found = map(person_names.parts, made.authors)
    return [tuple(filter(None, (one.family, one.given, one.suffix.rstrip(".")))) for one in found]


def _from_csl(one: Mapping[str, str]) -> tuple[str, ...]:
    family = [one.get("non-dropping-particle"), one.get("dropping-particle"), one.get("family") or one.get("literal")]
    parts = (" ".join(filter(None, family)), one.get("given"), one.get("suffix", "").rstrip("."))
    return tuple(filter(None, parts))


def test_pandoc_reads_every_name_and_title_back(bib: Path, cited: Mapping[str, Reference]) -> None:
    command = [_installed("pandoc"), "-f", "biblatex", "-t", "csljson", str(bib)]
    items = {item["id"]: item for item in json.loads(subprocess.run(command, capture_output=True, check=True).stdout)}

    assert set(items) == set(cited)
    for key, made in cited.items():
        item = items[key]
        names = list(map(_from_csl, item.get("author", [])))
        assert [tuple(map(_plain, name)) for name in names] == [tuple(map(_plain, name)) for name in _names(made)], key
        title = re.sub(r"</?\w[^<>]*>", "", item["title"])
        if "$" not in made.tex_title:
            # pandoc puts a title into sentence case: what is a capital to us must be one still.
            assert _plain(title).casefold() == _plain(made.title).casefold(), key


@pytest.mark.parametrize("style", ["plain", "abbrv", "unsrt"])
def test_bibtex_cuts_no_letter_in_half_and_warns_of_nothing(
    style: str, bib: Path, cited: Mapping[str, Reference], tmp_path: Path
) -> None:
    (tmp_path / "all.aux").write_text(f"\\relax\n\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{all}}\n")
    shutil.copy(bib, tmp_path)
    done = subprocess.run([_installed("bibtex"), "all"], cwd=tmp_path, capture_output=True, text=True, check=False)
    made = (tmp_path / "all.bbl").read_bytes()
    latin = [line for line in made.split(b"\n") if not re.search(rb"[\xce-\xd1\xe2-\xed\xc4]", line)]

    assert done.returncode == 0, done.stdout
    assert "arning" not in done.stdout
    assert made.count(b"\\bibitem") == len(cited)
    # A style of BibTeX, which knows bytes, cuts first letters of other scripts; biber, below, does not.
    assert b"\n".join(latin).decode("utf-8")


def test_biber_takes_every_entry_without_a_warning(bib: Path, cited: Mapping[str, Reference], tmp_path: Path) -> None:
    command = [
        _installed("biber"),
        "--tool",
        "--output-format=bibtex",
        f"--output-file={tmp_path / 'out.bib'}",
        str(bib),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    found = parse_string((tmp_path / "out.bib").read_text(encoding="utf-8"), "bibtex").entries

    assert done.returncode == 0, done.stdout
    assert "WARN" not in done.stdout
    assert "ERROR" not in done.stdout
    assert {key.casefold() for key in found} == {key.casefold() for key in cited}
    for key, made in cited.items():
        assert len(found[key].persons.get("author", [])) == len(made.authors), key
