"""The programs that people feed our BibTeX to read titles and names back as they are."""

import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pybtex.database import parse_string
from pybtex.richtext import Text
from pylatexenc.latex2text import LatexNodes2Text

from site_builder.analysis import citation_keys
from site_builder.content import loader
from site_builder.content.model import WORK_TYPES, Imprint, Paper
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

PRINTED: tuple[dict[str, Any], ...] = (
    {
        "journal": "Journal of Rain",
        "pages": "12–34",
        "imprint": Imprint(volume="12", number="3–4", publisher="Snow & Sons", issn="1234-567X"),
    },
    {
        "venue": "Proceedings of the 3rd Conference on Rain",
        "imprint": Imprint(volume="1021", number="7", publisher="Łódź University Press", isbn="978-3-16-148410-0"),
    },
    {"imprint": Imprint(volume="9", publisher="Snow Press", isbn="978-3-16-148410-0")},
    *({"imprint": Imprint(number="7", publisher="Łódź University Press", type=type_)} for type_ in WORK_TYPES),
    {"venue": "All of Ice", "pages": "3–9", "imprint": Imprint(publisher="Snow Press", type="chapter")},
)
"""Facts of papers that came out in print."""

_LATEX = LatexNodes2Text()
_BEYOND_LATIN = re.compile(r"[^\x00-\u024f\u1e00-\u1eff\u2010-\u2027\u2030]")


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
        Paper(slug=f"hard-{number}", title=title, title_source=title, authors=("Ada First", HARD_NAMES[number]), **bare)  # type: ignore[arg-type]
        for number, title in enumerate(HARD_TITLES)
    ]
    named = [
        Paper(slug=f"name-{number}", title=f"Name {number}", authors=(name, "Ada First"), **bare)  # type: ignore[arg-type]
        for number, name in enumerate(HARD_NAMES)
    ]
    printed = [
        Paper(slug=f"printed-{number}", title=f"Printed {number}", authors=("Ada First",), **where, **bare)  # type: ignore[arg-type]
        for number, where in enumerate(PRINTED)
    ]
    papers = [*hard, *named, *printed, *loader.load(HERE.parent / "content").papers]
    shelf, keys = Bibliography(urls.site("https://x.example/")), citation_keys.keys(papers)
    return {keys[paper.slug]: shelf.reference(paper, keys[paper.slug]) for paper in papers}


@pytest.fixture(scope="module")
def bib(cited: Mapping[str, Reference], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bib") / "all.bib"
    entries = (citations.with_abstract(citations.bibtex(made), made.abstract) for made in cited.values())
    path.write_text("\n".join(entries), encoding="utf-8")
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
        # It also sets quotation marks and dashes as a printer would.
        assert re.findall(r"\w+", item.get("abstract", "")) == re.findall(r"\w+", made.abstract), key


def test_pandoc_reads_back_what_was_printed_where(bib: Path, cited: Mapping[str, Reference]) -> None:
    command = [_installed("pandoc"), "-f", "biblatex", "-t", "csljson", str(bib)]
    items = {item["id"]: item for item in json.loads(subprocess.run(command, capture_output=True, check=True).stdout)}
    read = {made.title: items[key] for key, made in cited.items() if made.title.startswith("Printed")}
    names = ("volume", "issue", "page", "publisher", "ISSN", "ISBN")

    assert [{name: read[f"Printed {n}"][name] for name in names if name in read[f"Printed {n}"]} for n in range(3)] == [
        {"volume": "12", "issue": "3–4", "page": "12-34", "publisher": "Snow & Sons", "ISSN": "1234-567X"},
        {"volume": "1021", "publisher": "Łódź University Press", "ISBN": "978-3-16-148410-0"},
        {"publisher": "Snow Press", "ISBN": "978-3-16-148410-0"},
    ]


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


def test_bibtexparser_reads_every_name_and_title_back(bib: Path, cited: Mapping[str, Reference]) -> None:
    bibtexparser = pytest.importorskip("bibtexparser", minversion="2", reason="bibtexparser 2 is not installed here")
    ways = bibtexparser.middlewares
    layers = [ways.SeparateCoAuthors(), ways.SplitNameParts()]  # before macros are read, or braces would be gone
    library = bibtexparser.parse_string(bib.read_text(encoding="utf-8"), append_middleware=layers)

    assert not library.failed_blocks
    assert set(library.entries_dict) == set(cited)
    for key, made in cited.items():
        entry = library.entries_dict[key]
        people = entry["author"] if made.authors else []
        assert [_plain(_LATEX.latex_to_text(" ".join(_parts(one)))) for one in people] == [
            _plain(" ".join(one)) for one in _names(made)
        ], key
        if not made.tex_title:
            assert _without_signs(_LATEX.latex_to_text(entry["title"])) == _without_signs(made.title), key


def _parts(name: Any) -> Iterator[str]:
    """Family, given and suffix of a name as bibtexparser has it."""
    yield " ".join([*name.von, *name.last]).strip("{}")
    yield from filter(None, (" ".join(name.first), " ".join(name.jr).rstrip(".")))


def test_pybtex_reads_every_name_and_title_back(bib: Path, cited: Mapping[str, Reference]) -> None:
    entries = parse_string(bib.read_text(encoding="utf-8"), "bibtex").entries

    assert {key.casefold() for key in entries} == {key.casefold() for key in cited}
    for key, made in cited.items():
        people = entries[key].persons.get("author", [])
        names = [[" ".join(map(str, parts)) for parts in _pybtex_parts(one)] for one in people]
        assert [[_plain(_decoded(part)) for part in name if part] for name in names] == [
            [_plain(part) for part in name] for name in _names(made)
        ], key
        if not made.tex_title:
            assert _without_signs(_decoded(entries[key].fields["title"])) == _without_signs(made.title), key


def _without_signs(title: str) -> str:
    """`title` without braces and carets, for whose macros the libraries have signs of their own."""
    return _plain(re.sub(r"\\textasciicircum|[\\{}^ˆ]", "", title))


def _pybtex_parts(person: Any) -> tuple[list[str], list[str], list[str]]:
    suffix = [one.rstrip(".") for one in person.lineage_names]
    return [*person.prelast_names, *person.last_names], [*person.first_names, *person.middle_names], suffix


def _decoded(tex: str) -> str:
    return str(Text.from_latex(tex))


@pytest.mark.parametrize("engine", ["lualatex", "pdflatex"])
def test_tex_prints_the_bibliography_without_an_error(engine: str, bib: Path, tmp_path: Path) -> None:
    program, bibtex = _installed(engine), _installed("bibtex")
    text = bib.read_text(encoding="utf-8")
    if engine == "pdflatex":  # it knows the letters of Latin only
        text = "\n".join(entry for entry in re.split(r"\n(?=@)", text) if not _BEYOND_LATIN.search(entry))
    (tmp_path / "all.bib").write_text(text, encoding="utf-8")
    document = r"\documentclass{article}\usepackage{amsmath,amssymb,url}\usepackage[T1]{fontenc}"
    document = document.replace(r"\usepackage[T1]{fontenc}", "") if engine == "lualatex" else document
    document += r"\begin{document}\nocite{*}\bibliographystyle{plain}\bibliography{all}\end{document}"
    (tmp_path / "all.tex").write_text(document, encoding="utf-8")
    tex = [program, "-interaction=nonstopmode", "-halt-on-error", "all.tex"]
    for command in (tex, [bibtex, "all"], tex):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-2000:]
    log = (tmp_path / "all.log").read_text(encoding="utf-8", errors="replace")

    assert "Undefined control sequence" not in log
    assert re.search(r"Output written on all\.pdf", log)
