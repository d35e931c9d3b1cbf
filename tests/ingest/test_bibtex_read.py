r"""What a field of BibTeX says: formulas that Zotero escaped, and when a paper came out.

`\$x\_1\$` is a formula where a program escaped the whole text.
"""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from site_builder.content import loader
from site_builder.core import config
from site_builder.ingest import repair, split
from site_builder.ingest.sources import bibtex
from tests.conftest import HERE

RECORDS: Final = [
    json.loads(line) for line in (HERE / "cases/44-zotero-formulas.jsonl").read_text(encoding="utf-8").splitlines()
]

# What its translator does, https://github.com/zotero/translators/blob/master/BibTeX.js
_SIGNS: Final = {
    "|": r"{\textbar}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "\\": r"{\textbackslash}",
    "{": r"\{\vphantom{\}}",
    "}": r"\vphantom{\{}\}",
}
_PAIR: Final = re.compile(r"\\vphantom\{\\\}\}((?:.(?!\\vphantom\{\\\}\}))*)\\vphantom\{\\\{\}")
_CAPITALS: Final = re.compile(r"(.)\b([^\W\d_]*[A-Z][^\W\d_]*)|^([^\W\d_]+[A-Z][^\W\d_]*)")


def _escaped(text: str, *, paired: bool) -> str:
    """As Zotero writes `text`; each brace has a phantom of its counterpart, which today goes where both are there."""
    written = re.sub(r"([#$%&_])", r"\\\1", re.sub(r"[|<>~^\\{}]", lambda sign: _SIGNS[sign[0]], text))
    while paired and (pair := _PAIR.search(written)):
        written = written[: pair.start()] + pair[1] + written[pair.end() :]
    return written


def _with_capitals(written: str) -> str:
    return _CAPITALS.sub(lambda found: f"{found[1] or ''}{{{found[2] or found[3]}}}", written)


def _library(records: list[dict[str, Any]], *, paired: bool) -> str:
    return "\n".join(
        f"@misc{{key_{number},\n\ttitle = {{{_with_capitals(_escaped(one['title'], paired=paired))}}},\n"
        f"\tabstract = {{{_escaped(one['abstract'], paired=paired)}}},\n"
        f"\tauthor = {{{one['authors'][0]}}},\n\tnote = {{arXiv:{one['arxiv']} [quant-ph]}},\n}}\n"
        for number, one in enumerate(records)
    )


def _pages(root: Path, name: str, dump: str) -> dict[str, tuple[str, str]]:
    """arXiv identifier → (title, abstract) on the page."""
    (root / "content/sources").mkdir(parents=True)
    (root / "content/site.yaml").write_text("title: Shelf\n", encoding="utf-8")
    (root / "content/sources" / name).write_text(dump, encoding="utf-8")
    split.split(config.load(root))
    return {one.arxiv: (one.title, one.abstract) for one in loader.load(root / "content").papers}


@pytest.mark.parametrize("paired", [True, False])
def test_formulas_come_out_of_zotero_as_they_went_in(tmp_path: Path, paired: bool) -> None:
    lines = "".join(json.dumps(one) + "\n" for one in RECORDS)
    as_written = _pages(tmp_path / "json", "a.jsonl", lines)

    assert len(as_written) == len(RECORDS) > 15
    assert _pages(tmp_path / "bib", "a.bib", _library(RECORDS, paired=paired)) == as_written


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"Ice for \$5 a day, or \$10 at the \_sea\_", "Ice for $5 a day, or $10 at the _sea_"),
        (r"Between \$5 and a\_b for \$10", "Between $5 and a_b for $10"),
        (r"Prices in US\$ and A\$", "Prices in US$ and A$"),
        (r"Why {\textbackslash} (or {\textbackslash}), not \$", "Why ∖ (or ∖), not $"),
        (r"Fares of US\$5/US\$10", "Fares of US$5/US$10"),
        (r"Fares of \$5/\$10", "Fares of $5/$10"),
        (r"Paying \$5 for $x_1$ and \$7 for a\_b", "Paying $5 for $x_1$ and $7 for a_b"),
        (r"The {DNA} of {\"u}ber-\emph{mice}", "The DNA of über-mice"),
    ],
)
def test_what_people_escape_by_hand_stays_what_it_was(written: str, meant: str) -> None:
    (entry,) = bibtex.read(f"@misc{{a,\n  title = {{{written}}},\n}}".split("\n"), "a.bib").entries

    assert entry.title == written
    assert repair.mend(entry.title)[0].replace("\\$", "$") == meant


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        ("month = dec, year = 2025", "2025-12"),
        ("year = {2025}, month = {12}", "2025-12"),
        ("year = {2025}, month = {March}", "2025-03"),
        ("year = {2025}, month = {03}, day = {9}", "2025-03-09"),
        ("year = {2025}, month = mar, day = 9", "2025-03-09"),
        ('year = 2025, month = "9~" # mar', "2025-03-09"),
        ('year = 2025, month = mar # "\\slash " # apr', "2025-03"),
        ("year = 2025, month = {3--5 March}", "2025-03-03"),
        ("date = {2025-12}", "2025-12"),
        ("date = {2025-12-05}", "2025-12-05"),
        ("date = {2025-12/2026-01}", "2025-12"),
        ("date = {2025}, month = {6}", "2025-06"),
        ("date = {2025-12-05}, year = 2024, month = {6}", "2025-12-05"),
        ("year = 2025", ""),
        ("year = 2025, month = {13}", ""),
        ("year = 2025, month = {in press}", ""),
        ("year = 2025, month = {9}, day = {40}", "2025-09"),
        ("year = {forthcoming}, month = dec", ""),
    ],
)
def test_a_month_and_a_day_say_when_a_paper_came_out(fields: str, published: str) -> None:
    (entry,) = bibtex.read(f"@misc{{a,\n  title = {{Moss}}, {fields},\n}}".split("\n"), "a.bib").entries

    assert entry.published == published


def test_a_month_that_says_nothing_is_told_as_not_read() -> None:
    read = bibtex.read("@misc{a, title = {Moss}, year = 2025, month = {in press}}".split("\n"), "a.bib")
    known = bibtex.read("@misc{a, title = {Moss}, year = 2025, month = {May}, day = 3}".split("\n"), "a.bib")

    assert (read.unread, known.unread) == (("month",), ())


@pytest.mark.parametrize("stated", [r"\url{https://a.example/x_y}", r"Website, \url{https://a.example/x\_y}"])
def test_where_it_is_may_be_how_it_was_published(stated: str) -> None:
    entry = f"@misc{{a,\n  title = {{On Rain}},\n  howpublished = {{{stated}}},\n}}"
    (found,) = bibtex.read(entry.split("\n"), "a.bib").entries

    assert found.links == (("paper", "https://a.example/x_y"),)
