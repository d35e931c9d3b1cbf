"""What search knows of papers, and what of it is not found out again."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from site_builder.analysis import acronyms
from site_builder.build import builder
from site_builder.core import config
from site_builder.core.memo import Recall
from site_builder.core.words import ENGLISH
from site_builder.formats.citations import Bibliography
from site_builder.search import records
from tests.conftest import TINY


def test_the_other_names_of_a_paper_that_nobody_changed_are_not_looked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings, seen, look = config.load(TINY), list[str](), acronyms.of
    catalog = builder.understand(*builder.read(settings, Recall()), Recall())
    first, *others = catalog.papers
    edited = replace(first, paper=replace(first.paper, abstract=f"{first.paper.abstract} A new sentence."))

    def looking(text: str, known: acronyms.Names) -> str:
        seen.append(text)
        return look(text, known)

    monkeypatch.setattr(acronyms, "of", looking)
    recall, bibliography = Recall(), Bibliography(settings.urls, catalog.venues)
    records.of(catalog, bibliography, ENGLISH, recall)
    known = len(seen)
    after = replace(catalog, papers=(edited, *others))
    found = records.of(after, bibliography, ENGLISH, recall)

    assert known == len(catalog.papers)
    assert len(seen) == known + 1
    assert found == records.of(after, bibliography, ENGLISH, Recall())


def test_what_has_other_names_is_told_the_same_under_another_hash_seed() -> None:
    text = "'a bc dd (ABCD), an b c d (ABCD), all be cats dine (ABCD), mean square error (MSE), my sea ear (MSE)'"
    made = f"from site_builder.analysis import acronyms; print(acronyms.names([{text}], []))"
    found = {
        subprocess.run(
            [sys.executable, "-c", made],
            env={"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in "1234"
    }

    assert len(found) == 1
