"""Signs that tell comments, formulas and addresses from words; what they enclose hides after these rules."""

import re
from typing import Final

from site_builder.ingest.repair.rules import Rule, like, rule

_DISPLAYED: Final = "equation|align|alignat|flalign|gather|math|displaymath|eqnarray|multline"
_INSIDE: Final = "[dr]?cases|aligned|alignedat|split|gathered|multlined|array|subarray|[pbBvV]?matrix|smallmatrix"
"""Environments that stand inside a formula."""
_AS_PART: Final = {"gather": "gathered", "multline": "gathered", "eqnarray": "array", "align": "aligned",
                   "flalign": "aligned", "alignat": "alignedat"}  # fmt: skip
"""The environment inside a formula that shows rows as one around formulas does."""
_WITH_MATH: Final = r"\\(?:text|textrm|mbox|hbox)\s?\{[^{}$]*(?:\$[^$]*\$[^{}$]*)+\}"


def _between_dollars(match: re.Match[str]) -> str:
    """The formula between two dollar signs; one of several rows, or that holds a table, stands by itself."""
    around = match[3] or ""
    inner = " ".join((match[1] or match[2] or match[4] or "").split())
    inner = re.sub(_WITH_MATH, lambda text: re.sub(r"\$([^$]*)\$", r"}\1\\text{", text[0]), inner)
    if around in _AS_PART and re.search(r"\\\\(?!\s*\Z)", inner):
        name = _AS_PART[around]
        columns = "{rcl}" if name == "array" else ""
        return f"$$\\begin{{{name}}}{columns} {inner} \\end{{{name}}}$$"
    if "\\begin" in inner:
        return f"$${inner}$$"
    return f"${' '.join(inner.replace('&', ' ').split())}$"


def _by_itself(match: re.Match[str]) -> str:
    before = match.string[: match.start()]
    is_in_formula = (before.count("$") - before.count("$$")) % 2
    return match[0] if is_in_formula else f"$${' '.join(match[0].split())}$$"


RULES: Final[tuple[Rule, ...]] = (
    rule(
        "comment",
        "A TeX comment's sign; where the comment ended is lost with its line.",
        ("%",),
        r"%(?:(?:(?<=\A%)|(?<=\n%))[^\n]*\n|(?:(?<=\A%)|(?<=[.?!] %)) ?(?=[A-Z\\]))",
        "",
        ("It trains fast. % We present a system.", "It trains fast. We present a system."),
    ),
    rule(
        "address-slash",
        "Backslashes where an address has slashes.",
        ("\\",),
        r"(?<=https:)\\{2,4}(?=\w)|(?<=http:)\\{2,4}(?=\w)",
        "//",
        (r"at https:\\a.github.io", "at https://a.github.io"),
    ),
    rule(
        "math-delimiter",
        "Formulas are told by dollar signs here, whatever told them in the source.",
        ("\\(", "\\[", "\\begin"),
        rf"(?<!\\)\\\(((?:[^\\$]|\\[^()])*)\\\)|(?<!\\)\\\[((?:[^\\$]|\\[^\[\]])*)\\\]"
        rf"|\\begin\{{({_DISPLAYED})\*?\}}((?:[^\\$]|{_WITH_MATH}|\\(?!(?:end|begin)\{{(?!(?:{_INSIDE})\*?\}})).)*)\\end\{{\3\*?\}}",
        _between_dollars,
        (r"seeds (\(p=0.650\)): RL", "seeds ($p=0.650$): RL"),
        (r"at \[ q_0 \ge 1. \] Here", r"at $q_0 \ge 1.$ Here"),
        (
            r"\begin{equation} f=\begin{cases} 1 & \text{if $x>0$} \\ 0 \end{cases} \end{equation} here",
            r"$$f=\begin{cases} 1 & \text{if }x>0\text{} \\ 0 \end{cases}$$ here",
        ),
        (r"\[ \begin{pmatrix} a & b \end{pmatrix} \]", r"$$\begin{pmatrix} a & b \end{pmatrix}$$"),
        (
            r"\begin{align*} a &= b, \\ c &= d. \end{align*} We",
            r"$$\begin{aligned} a &= b, \\ c &= d. \end{aligned}$$ We",
        ),
        (r"\begin{align} a &= b \label{x} \end{align}", r"$a = b \label{x}$"),
    ),
    rule(
        "rows-alone",
        "A matrix, or rows, that nothing says to be a formula.",
        ("\\begin",),
        rf"\\begin\{{({_INSIDE})\}}(?:[^\\$]|\\(?!(?:end|begin)\{{\1\}}).)*\\end\{{\1\}}",
        _by_itself,
        (
            r"by \begin{pmatrix} a & b \\ c & d \end{pmatrix} here",
            r"by $$\begin{pmatrix} a & b \\ c & d \end{pmatrix}$$ here",
        ),
        (r"in $x=\begin{cases} 1 \\ 0 \end{cases}$ here", r"in $x=\begin{cases} 1 \\ 0 \end{cases}$ here"),
    ),
    rule(
        "address-escape",
        "TeX needs backslashes in addresses; browsers do not.",
        like(r"\\[_%#&~$-]"),
        r"(?:https?://|www\.)(?:[^\s{}\\]|\\[_%#&~$-])+",
        lambda match: match[0].replace("\\", ""),
        (r"at https://a.org/my\_tool\#top", "at https://a.org/my_tool#top"),
    ),
)
