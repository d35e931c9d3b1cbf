r"""Macros with arguments as what packages and authors commonly mean by them: `\norm{x}` is `\left\|x\right\|`."""

import re
from typing import Final

_DEFINED: Final = {
    "norm": r"\left\|#1\right\|",
    "abs": r"\left|#1\right|",
    "set": r"\{#1\}",
    "ceil": r"\lceil #1\rceil ",
    "floor": r"\lfloor #1\rfloor ",
    "bra": r"\langle #1|",
    "ket": r"|#1\rangle ",
    "braket": r"\langle #1\rangle ",
    "bigO": r"\mathcal{O}(#1)",
    "bigOh": r"\mathcal{O}(#1)",
    "paren": r"\left(#1\right)",
    "num": "#1",
    "ce": r"\mathrm{#1}",
    "si": r"\mathrm{#1}",
    "unit": r"\mathrm{#1}",
}
_DEFINED_OF_TWO: Final = {
    "SI": r"#1\,\mathrm{#2}",
    "qty": r"#1\,\mathrm{#2}",
    "inner": r"\langle #1,#2\rangle ",
    "inp": r"\langle #1,#2\rangle ",
}
"""What packages and authors commonly mean by macros with arguments."""
_FIRST: Final = r"\s*\{((?:[^{}]|\{[^{}]*\})*)\}"
_MACRO_OF_ONE: Final = re.compile(rf"\\({'|'.join(_DEFINED)}){_FIRST}")
_MACRO_OF_TWO: Final = re.compile(rf"\\({'|'.join(_DEFINED_OF_TWO)}){_FIRST}{_FIRST}")
_UNSEEN: Final = re.compile(r"\\(?:label|tag\*?|cite[pt]?|notag|nonumber)(?![A-Za-z])(?:\s*\{[^{}]*\})?")


def expanded(tex: str) -> str:
    """`tex` with well-known macros as what they stand for, and without what only a whole document shows."""
    if "\\" not in tex:
        return tex
    seen = _UNSEEN.sub("", tex)
    both = _MACRO_OF_TWO.sub(lambda found: _filled(_DEFINED_OF_TWO[found[1]], found[2], found[3]), seen)
    return _MACRO_OF_ONE.sub(lambda found: _filled(_DEFINED[found[1]], found[2]), both)


def _filled(meaning: str, first: str, second: str = "") -> str:
    return meaning.replace("#1", first).replace("#2", second)
