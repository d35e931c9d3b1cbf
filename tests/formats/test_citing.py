"""Citations of the whole digest, read back by the programs that people use: pybtex, BibTeX, rispy, and a CSL schema."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import rispy
from pybtex import errors
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text

from site_builder.analysis import citation_keys
from site_builder.content import loader
from site_builder.content.model import Paper
from site_builder.core import urls
from site_builder.formats import citations
from site_builder.formats.citations import Bibliography, Reference
from tests.conftest import HERE

HOSTILE = 'A {b} } \\c %d & "e" $f$ #g_h ~i^ <j> `k` Ünïcode 10⁸ — @misc{x, title={y}}'


@pytest.fixture(scope="module")
def cited() -> Mapping[str, Reference]:
    """Citation key → what is known of a paper: all of this repository's, and hostile ones."""
    papers = [*loader.load(HERE.parent / "content").papers, *_hostile()]
    shelf, keys = Bibliography(urls.site("https://x.example/")), citation_keys.keys(papers)
    return {keys[paper.slug]: shelf.reference(paper, keys[paper.slug]) for paper in papers}


def _hostile() -> list[Paper]:
    bare = Paper(slug="hostile-b", title=HOSTILE, title_source=HOSTILE, body="", abstract=HOSTILE)
    return [
        bare,
        replace(bare, slug="hostile-a", authors=(HOSTILE,), venue=HOSTILE, doi="10.1000/{a}%_b", year=2020),
        replace(bare, slug="hostile-c", authors=("A and B Team", "} Brace, {"), venue="Journal of {Braces}"),
    ]


def _shown(tex: str) -> str:
    """What TeX shows, as far as letters and digits go; pylatexenc's reader shows ^ as the accent alone."""
    return "".join(re.findall(r"[^\Wˆ]", LatexNodes2Text().latex_to_text(tex)))


def test_there_are_as_many_keys_as_papers(cited: Mapping[str, Reference]) -> None:
    assert len(cited) == len(list((HERE.parent / "content/papers").glob("*.md"))) + 3


def test_pybtex_reads_every_entry_back_without_a_word(cited: Mapping[str, Reference]) -> None:
    with errors.capture() as complaints:
        found = parse_string("\n".join(map(_whole, cited.values())), "bibtex").entries

    assert complaints == []
    assert set(found) == set(cited)
    for key, entry in found.items():
        made = cited[key]
        assert _shown(entry.fields["title"]) == _shown_plainly(made.title)
        assert len(entry.persons.get("author", [])) == len(made.authors)
        assert ("note" in entry.fields) == (not made.authors)
        assert _shown(entry.fields.get("abstract", "")) == _shown_plainly(made.abstract)


def _whole(made: Reference) -> str:
    return citations.with_abstract(citations.bibtex(made), made.abstract)


def _shown_plainly(text: str) -> str:
    return "".join(re.findall(r"\w", text))


@pytest.mark.parametrize("style", ["plain", "alpha", "unsrt"])
def test_bibtex_itself_has_nothing_to_warn_of(style: str, cited: Mapping[str, Reference], tmp_path: Path) -> None:
    program = shutil.which("bibtex")
    if program is None:
        pytest.skip("no TeX on this machine; pybtex has read the same entries")
    (tmp_path / "all.bib").write_text("\n".join(map(_whole, cited.values())), encoding="utf-8")
    (tmp_path / "all.aux").write_text(f"\\relax\n\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{all}}\n")
    done = subprocess.run([program, "all"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert "arning" not in done.stdout
    assert (tmp_path / "all.bbl").read_text(encoding="utf-8").count("\\bibitem") == len(cited)


def test_rispy_reads_every_entry_back(cited: Mapping[str, Reference]) -> None:
    found = rispy.loads("\n".join(map(citations.ris, cited.values())))

    assert [entry["id"] for entry in found] == list(cited)
    for entry, made in zip(found, cited.values(), strict=True):
        assert entry["title"] == made.title
        assert len(entry.get("authors", [])) == len(made.authors)
        assert entry.get("year", "") == str(made.year or "")
        assert "unknown_tag" not in entry


def test_csl_items_are_as_the_schema_says(cited: Mapping[str, Reference]) -> None:
    schema = json.loads((HERE / "schemas/csl-items.json").read_text(encoding="utf-8"))
    items = [citations.csl(made) for made in cited.values()]
    jsonschema.validate(items, schema)

    assert [item["title"] for item in items] == [made.title for made in cited.values()]


def test_text_forms_hold_the_whole_title(cited: Mapping[str, Reference]) -> None:
    for made in cited.values():
        assert made.title.rstrip(".") in citations.apa(made)
        assert re.sub(r"\\(?=[\\\[\]*_`<])", "", citations.markdown(made)).startswith(f"[{made.title}]")
