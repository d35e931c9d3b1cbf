"""The grammar of queries in Python is that of the search page: one table holds both to the same clauses."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.analysis import query
from site_builder.analysis.query import Atom, Clause

TABLE = json.loads((Path(__file__).parent / "queries.json").read_text(encoding="utf-8"))


def _plain(clause: Clause) -> dict[str, Any]:
    return {"not": clause.is_negated, "any": [_atom(atom) for atom in clause.atoms]}


def _atom(atom: Atom) -> dict[str, Any]:
    plain: dict[str, Any] = {"kind": atom.kind, "text": atom.text}
    if atom.kind == "word":
        plain["parts"] = list(atom.parts)
    if atom.kind == "year":
        plain |= {"from": atom.years[0], "to": atom.years[1]}
    return plain


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["query"][:30])
def test_a_query_is_read_as_the_search_page_reads_it(case: dict[str, Any]) -> None:
    assert [_plain(clause) for clause in query.parse(case["query"])] == case["clauses"]


@given(st.text())
def test_any_text_is_a_query(text: str) -> None:
    for clause in query.parse(text):
        assert clause.atoms
