"""A word that a line's end broke at its hyphen: "Time- Entanglement"."""

import re
from typing import Final

RULE: Final = "broken-hyphen"
_BROKEN = re.compile(r"(?<![^\W_])([^\W\d_]+)- (?!(?:and|or|to|versus|vs)\b)([^\W\d_]{3,})(?![^\W_])")


def joined(title: str, abstract: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """`title` without the spaces that broke its words, and each piece (before, after).

    Certain only where the abstract has the whole word: "single- and two-photon" and "Deep learning- a survey" stay.
    """
    changed: list[tuple[str, str]] = []

    def swap(found: re.Match[str]) -> str:
        whole = f"{found[1]}-{found[2]}"
        if not re.search(rf"(?<![\w-]){re.escape(whole)}(?![\w-])", abstract, re.IGNORECASE):
            return found[0]
        changed.append((found[0], whole))
        return whole

    return _BROKEN.sub(swap, title), tuple(changed)
