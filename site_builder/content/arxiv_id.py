"""What an arXiv identifier says by itself: the month in which the paper was first submitted.

Source: https://info.arxiv.org/help/arxiv_identifier.html. Identifiers of both styles begin, after an archive's name if
they have one, with two digits of the year and two of the month; arXiv began in 1991.
"""

import re
from typing import Final

_MONTH: Final = re.compile(r"(?:[a-z-]+(?:\.[A-Z]{2})?/)?(\d{2})(0[1-9]|1[0-2])(?:\.\d{4,5}|\d{3})")
_FIRST_YEAR: Final = 91


def month(identifier: str) -> str:
    """The month as "2025-09"; "" where `identifier`, which carries no version, is none."""
    found = _MONTH.fullmatch(identifier)
    if not found:
        return ""
    century = 19 if int(found[1]) >= _FIRST_YEAR else 20
    return f"{century}{found[1]}-{found[2]}"
