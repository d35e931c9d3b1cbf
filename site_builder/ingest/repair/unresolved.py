"""What TeX leaves when all that is known has been read: macros nobody defined, braces and dollars without partners."""

import re
from typing import Final

from site_builder.ingest.repair.masking import FORMULAS
from site_builder.ingest.repair.rules import ARG_CLOSE, INNER, OPT, Rule, last, rule
from site_builder.ingest.repair.tex_commands import WRAPS, apart

_NOUN = re.compile(
    r"(?i)[a-z]name|(?:our|the|my)?(method|approach|model|system|sys|framework|dataset|data|benchmark|bench|algorithm|algo|alg"
    r"|tool|project|network|net)?(?:full|short|long)?(?:name|abbr|abbrev|acronym|title|s)?"
)
_NOUN_MEANS = {"sys": "system", "bench": "benchmark", "data": "dataset", "algo": "algorithm", "alg": "algorithm",
               "net": "network", "": "method"}  # fmt: skip
_DETERMINED = re.compile(r"(?i)\b(?:the|an?|our|its|their|proposed|new|novel)\s+$")
_STARTS = re.compile(r"(?:^|[.?!][”\"')]*\s)\s*$")


def _named(match: re.Match[str]) -> str:
    r"""Words for a macro nobody defined: "our method" for `\ours` and its kin, else the macro's own name."""
    name = match[1] or match[2]
    noun = _NOUN.fullmatch(name)
    if not noun or len(name) == 1:
        return name
    meant = (noun[1] or "").lower()
    meant = _NOUN_MEANS.get(meant, meant)
    before = match.string[max(0, match.start() - 24) : match.start()]
    if _DETERMINED.search(before):
        return meant
    return f"{'Our' if _STARTS.search(before) else 'our'} {meant}"


_SET = re.compile(r"\s*[^\s,.;{}]+(?: [^\s,.;{}]+)?(?:\s*,\s*[^\s,;{}]+(?: [^\s,;{}]+)?)+\s*")
_LONGEST_SET = 60


def _ungrouped(match: re.Match[str]) -> str:
    """The inside of braces that only grouped; a set keeps its braces, and so does a macro's argument."""
    inner = match[2]
    is_set = len(inner) <= _LONGEST_SET and _SET.fullmatch(inner)
    if match[1] or is_set or (not inner.strip() and _stands_alone(match)):
        return match[0]
    return inner


def _stands_alone(match: re.Match[str]) -> bool:
    around = match.string[max(0, match.start() - 1) : match.start()] + match.string[match.end() : match.end() + 1]
    return not re.search(r"[\w\\}{]", around)


def _lone_brace(match: re.Match[str]) -> str:
    return match[0] if len(match[0]) > 1 or last(match.string, "\\") >= 0 else ""


def _unclosed(match: re.Match[str]) -> str:
    if last(match.string, "}") >= match.end():
        return match[0]
    return " " if match[0].startswith(("\\footnote", "\\thanks")) else ""


_RAISED = "⁰¹²³⁴-⁹ⁱⁿ₀-₉ᵢⱼ"
_SIGNS_OF_MATH = f"α-ωΑ-Ωϵ∼≈≤≥×∈∉√∞ℓ∑∏∇∂→·⊂⊆≪≫{_RAISED}"


RULES: Final[tuple[Rule, ...]] = (
    rule(
        "escape",
        "TeX needs a backslash before some signs.",
        ("\\",),
        r"\\([%&#_${}@|])",
        lambda match: {"@": "", "|": "‖"}.get(match[1], match[1]),
        (r"by 87\%, 131\% in Q\&A", "by 87%, 131% in Q&A"),
        (r"from \$5 to \$10", "from $5 to $10"),
    ),
    rule(
        "spacing",
        "Commands for spaces between words.",
        ("\\",),
        r"\\(?:[,;: ]|quad(?![A-Za-z])|qquad(?![A-Za-z])|(?:thinspace|n)(?![A-Za-z]))|\\[!/-]",
        lambda match: "" if match[0][1] in "!/-" else " ",
        (r"vs.\ 33\% in 50\,fs, de-professiona\-lisation", "vs. 33% in 50 fs, de-professionalisation"),
    ),
    rule(
        "unit",
        "Units as siunitx commands.",
        ("\\",),
        rf"\\(?:si|unit){OPT}{INNER}|\\(?:SI|qty|num){OPT}{INNER}(?:\s?{INNER})?"
        rf"|\\(?:SI|qty|num)range{OPT}{INNER}\s?{INNER}(?:\s?{INNER})?",
        lambda match: " ".join(filter(None, match.groups()[:3])) or f"{match[4]}–{match[5]} {match[6] or ''}".rstrip(),
        (r"to 5~\si{\kilo\meter} in", "to 5 km in"),
        (r"from \SIrange{1}{2}{m} or \num{1000}", "from 1–2 m or 1000"),
    ),
    rule(
        "unknown-command",
        "A macro of the authors' own; its argument is what they wrote.",
        ("\\",),
        rf"\\(?!(?:{WRAPS})\s?\{{)([A-Za-z]+)\*?{OPT}{ARG_CLOSE}",
        lambda match: apart(match, match[2]) if match[2].strip() else _named(match),
        (r"a \rev{simulated reporter} there", "a simulated reporter there"),
    ),
    rule(
        "unknown-name",
        "A macro of the authors' own that stood for their method's name.",
        ("\\",),
        r"\{\s?\\([A-Za-z]+)\s?\}|\\([A-Za-z]+)(?![A-Za-z])(?:\{\s?\}|(?!\{))",
        _named,
        (r"By leveraging {\ours}'s robust language", "By leveraging our method's robust language"),
        (r"and show that \methodabbr significantly reduces", "and show that our method significantly reduces"),
        (r"\ours is fast. We curate \gknow, a benchmark", "Our method is fast. We curate gknow, a benchmark"),
    ),
    rule(
        "unclosed-command",
        "A command whose closing brace is lost.",
        ("\\",),
        r"\\[A-Za-z]+\*?\s?\{",
        _unclosed,
        (r"the \textbf{rest of it", "the rest of it"),
    ),
    rule(
        "stray-backslash",
        "A backslash that commands nothing.",
        ("\\",),
        r"\\(?![A-Za-z])",
        "",
        (r"for less than \0.1", "for less than 0.1"),
    ),
    rule(
        "group",
        "Braces that group for TeX and mean nothing to a reader.",
        ("{",),
        r"(\\[A-Za-z]+\*?\s?|[_^]\s?)?\{([^{}]*)\}",
        _ungrouped,
        ("{DeepSeek} reads 3{,}000 lines", "DeepSeek reads 3,000 lines"),
        ("lattices {10, 3} and {FA, RA, MIA}", "lattices {10, 3} and {FA, RA, MIA}"),
    ),
    rule(
        "lone-brace",
        "A brace without its partner.",
        ("{", "}"),
        r"\{[^{}]*\}|[{}]",
        _lone_brace,
        ("the rest} of it", "the rest of it"),
    ),
    rule(
        "lone-dollar",
        "A dollar sign that lost its partner: no money stands before signs of a formula or before a percent sign.",
        ("$",),
        rf"\$(?=[-+−]?\d[\d.,]*\s?%)|(?<=[%)\]{FORMULAS}])\$(?=[\s.,;:)]|$)|(?<=[{FORMULAS}{_SIGNS_OF_MATH}])\$(?!\s?\d)"
        rf"|\$(?=[{FORMULAS}{_SIGNS_OF_MATH}]|[A-Za-z][_^=<>({_RAISED}]|[a-z]+\b(?![_\[(-]))|(?<!\$)\$\$(?!\$)|(?<=\b[a-zBD-QT-Z])\$(?!\s?\d)",
        "",
        ("by ($-7.4%) and $5%, a budget of $5", "by (-7.4%) and 5%, a budget of $5"),
        (r"in time $O(n \log", "in time O(n log"),
        ("an input of size x$ and (left)$.", "an input of size x and (left)."),
        ("≈$5M, US$ 20, R$ 5, ($7), $HOME, 5$", "≈$5M, US$ 20, R$ 5, ($7), $HOME, 5$"),
    ),
)
