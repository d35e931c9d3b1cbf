"""CSV and tables with tabs or semicolons, whose first row names the columns."""

import csv
from collections.abc import Iterator
from typing import Final

from site_builder.core.errors import BuildFailed, Problem
from site_builder.ingest.sources import values
from site_builder.ingest.sources.dump import LONGEST_LINE, Dropped, Dump
from site_builder.ingest.sources.field_names import PATHS, folded
from site_builder.ingest.sources.record import Records

_LONGEST_NAME: Final = 100
"""Characters of a column's name."""
_TITLES: Final = frozenset(PATHS["title"])
NOTHING: Final = frozenset({"null", "none", "nan", "n/a", "-"})
"""What programs write into a cell for which they have nothing."""


def detect(text: str) -> bool:
    """True when the first line is a row of names, one of which is that of titles."""
    return bool(_delimiter(text.lstrip("\n").partition("\n")[0]))


def _delimiter(header: str) -> str:
    """What parts the cells of `header`; "" where it is no row of names."""
    for sign in "\t,;":
        cells = next(csv.reader([header[:LONGEST_LINE]], delimiter=sign), [])
        if (
            len(cells) > 1
            and _TITLES & {folded(cell.strip()) for cell in cells}
            and all(len(cell) < _LONGEST_NAME for cell in cells)
        ):
            return sign
    return ""


def read(lines: list[str], where: str) -> Dump:
    """An entry a row; see `sources.Reader`."""
    start = next(number for number, line in enumerate(lines) if line.strip())
    delimiter = _delimiter(lines[start])
    records = Records(where)
    dropped = [Dropped(number, "blank") for number in range(1, start + 1)]
    header: list[str] = []
    for first, last, row in _rows(lines[start:], delimiter, start, where):
        if not any(cell.strip() for cell in row):
            dropped.extend(Dropped(number, "blank") for number in range(first, last + 1))
        elif not header:
            header = [cell.strip() for cell in row]
            dropped.extend(Dropped(number, "header") for number in range(first, last + 1))
        elif (len(row) != len(header) and any(cell.strip() for cell in row[len(header) :])) or len(row) < len(header):
            hint = "Is there a quotation mark too many or too few, here or in the row before?"
            records.wrong(first, f"the row has {len(row):,} cells, the header {len(header):,}", hint)
        else:
            records.add({name: _cell(cell) for name, cell in zip(header, row, strict=False) if name}, first, last)
    return records.dump(dropped)


def _rows(lines: list[str], delimiter: str, before: int, where: str) -> Iterator[tuple[int, int, list[str]]]:
    """(first line, last line, cells) of each row. Raises `BuildFailed` where quotation marks make no rows."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    last = 0
    while True:
        first = last + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            hint = "Is there a quotation mark too many or too few?"
            raise BuildFailed(
                [Problem(f"{where}:{before + first}", f"is no row of a table ({error})", hint)]
            ) from error
        if row is None:
            return
        last = reader.line_num
        yield before + first, before + last, row


def _cell(cell: str) -> str | list[str]:
    """What a cell says: its text, or the list that a program wrote there."""
    return "" if cell.strip().casefold() in NOTHING else values.listed(cell) or cell
