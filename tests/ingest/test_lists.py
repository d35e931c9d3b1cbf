"""Lists and tables that people keep by hand: what is read, and what is said of the rest."""

import pytest

from site_builder.core.errors import BuildFailed
from site_builder.ingest import sources

AWESOME = """# Awesome bogs

> A list of bogs.

- [Peat](#peat)
- [Climate](#climate)
- [Contributing](CONTRIBUTING.md)

## Peat

- [Peatland carbon stocks and burn history](https://doi.org/10.1016/j.foreco.2015.01.001) - A survey of all stocks.
- [Rewetting of drained peatlands in Europe](https://arxiv.org/abs/2101.00001)

## Climate

- [The climate effect of bogs and fens](https://arxiv.org/abs/2101.00002) - J. Smith, A. Jones
"""


def test_a_list_with_a_table_of_contents_is_read_and_what_is_left_out_is_told() -> None:
    dump = sources.read(AWESOME, "awesome.md")

    assert [entry.title for entry in dump.entries] == [
        "Peatland carbon stocks and burn history",
        "Rewetting of drained peatlands in Europe",
        "The climate effect of bogs and fens",
    ]
    assert dump.entries[2].authors == ("J. Smith", "A. Jones")
    assert dump.unread == ("what follows titles",)


@pytest.mark.parametrize("name", ["liste.csv", "liste.TSV"])
def test_a_table_in_another_language_is_told_how_to_call_its_columns(name: str) -> None:
    with pytest.raises(BuildFailed, match=r":1: is a table without a column called `title`"):
        sources.read("Titel;Autoren\nMoore in Europa;Ann Lee\n", name)
