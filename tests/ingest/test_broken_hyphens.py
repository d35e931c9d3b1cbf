"""A title's word that a line's end broke at its hyphen, as its page shows it."""

from pathlib import Path

import pytest

from site_builder.content import loader
from site_builder.core import config
from site_builder.ingest import split


@pytest.mark.parametrize(
    ("title", "abstract", "meant"),
    [
        ("A Chain of Time- Entanglement", "We use time-entanglement.", "A Chain of Time-Entanglement"),
        ("Rates under number- conserving noise", "Number-conserving noise.", "Rates under number-conserving noise"),
        ("Single- and Two-Photon Moss", "We use single-and two-photon moss.", "Single- and Two-Photon Moss"),
        ("Deep learning- lessons", "Deep learning lessons.", "Deep learning- lessons"),
        ("Deep learning- methods", "Non-deep-learning-methods differ.", "Deep learning- methods"),
    ],
)
def test_a_broken_word_is_joined_where_the_abstract_has_it_whole(
    tmp_path: Path, title: str, abstract: str, meant: str
) -> None:
    (tmp_path / "content/sources").mkdir(parents=True)
    (tmp_path / "content/site.yaml").write_text("title: Shelf\n", encoding="utf-8")
    entry = f"@misc{{a,\n title = {{{title}}},\n abstract = {{{abstract}}},\n}}\n"
    (tmp_path / "content/sources/a.bib").write_text(entry, encoding="utf-8")

    split.split(config.load(tmp_path))

    assert [paper.title for paper in loader.load(tmp_path / "content").papers] == [meant]
