r"""Environments of formulas as the few that the converter to MathML knows: `aligned` is its `split`, and so on.

A row ends in `\\`, whatever length is asked for behind it.
"""

import re
from typing import Final

_SAME_AS: Final = {
    **dict.fromkeys("align aligned flalign IEEEeqnarray".split(), ("split", "")),
    **dict.fromkeys("alignat alignedat xalignat".split(), ("array", "rlrlrlrl")),
    "eqnarray": ("array", "rcl"),
    **dict.fromkeys("gather gathered multline multlined subarray lgathered rgathered".split(), ("matrix", "")),
    **dict.fromkeys("dcases numcases".split(), ("cases", "")),
    **dict.fromkeys("rcases drcases".split(), ("array", "ll")),
    "tabular": ("array", ""),
    "darray": ("array", ""),
}
_NO_MORE_THAN_LINES: Final = frozenset("equation math displaymath".split())
_WITH_ARGUMENT: Final = frozenset("alignat alignedat xalignat subarray IEEEeqnarray numcases".split())
_COLUMNS: Final = frozenset("array darray tabular".split())
_EDGE: Final = re.compile(r"\\(begin|end)\s*\{([A-Za-z]+)\*?\}(?:\s*\[[a-z]*\])?")
_ARGUMENT: Final = re.compile(r"\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_NO_COLUMN: Final = re.compile(r"[@!><]?\{[^{}]*\}|[^lcr|]")
_ROW_END: Final = re.compile(r"\\\\\*?(?:\s*\[\s*-?[\d.]+\s*\\?[a-z]{2,12}\s*\])?|\\(?:cr|tabularnewline)(?![A-Za-z])")


def converted(tex: str) -> str:
    r"""`tex` in environments that the converter knows; rows outside of any, `a \\ b`, are in one too."""
    if "\\\\" not in tex and "\\begin" not in tex and "\\cr" not in tex:
        return tex
    rows = _ROW_END.sub(lambda _: "\\\\ ", tex)
    if "\\begin" in rows:
        return _renamed(rows)
    name = "split" if "&" in rows.replace("\\&", "") else "matrix"
    return f"\\begin{{{name}}}{rows}\\end{{{name}}}" if "\\\\" in rows.rstrip("\\ ") else rows


def _renamed(tex: str) -> str:
    made: list[str] = []
    done = 0
    while edge := _EDGE.search(tex, done):
        made.append(tex[done : edge.start()])
        done = edge.end()
        name, columns = _SAME_AS.get(edge[2], (edge[2], ""))
        if edge[1] == "begin" and edge[2] in _WITH_ARGUMENT | _COLUMNS:
            argument = _ARGUMENT.match(tex, done)
            done = argument.end() if argument else done
            columns = columns or (_NO_COLUMN.sub("", argument[1]) if argument else "") or "l"
        if edge[2] not in _NO_MORE_THAN_LINES:
            made.append(_edge(edge[1], edge[2], name, columns if name == "array" else ""))
    return "".join([*made, tex[done:]])


def _edge(which: str, written: str, name: str, columns: str) -> str:
    spec = f"{{{columns}}}" if columns and which == "begin" else ""
    plain = f"\\{which}{{{name}}}{spec}"
    if not written.endswith("rcases"):
        return plain
    return f"\\left.{plain}" if which == "begin" else f"{plain}\\right\\}}"
