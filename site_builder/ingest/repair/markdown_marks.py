"""Marks of Markdown in text that nobody rendered: emphasis, links, and a backquote typed for an apostrophe.

A lone asterisk is more often a footnote's, a significance, an algebra or a product; so a pair of them is taken away
only where both touch a word on their inner sides and the first touches none on its outer side.
"""

from typing import Final

from site_builder.ingest.repair.links import linked
from site_builder.ingest.repair.masking import ADDRESSES, FORMULAS
from site_builder.ingest.repair.rules import Rule, rule

_OPENS: Final = r"(?<![\w*_\\)\]])"
_FIRST: Final = rf"(?=[\w(“\"'{FORMULAS}{ADDRESSES}])"
_LAST: Final = rf"(?<=[\w)”\"'.:,;!?%{FORMULAS}{ADDRESSES}])"

LINKS: Final[tuple[Rule, ...]] = (
    rule(
        "markdown-link",
        "Links came as Markdown.",
        ("](http",),
        r"!?\[([^\[\]]{0,300})\]\((https?://[^\s()<>\[\]\"]++)\)",
        lambda match: linked(match[2], match[1]),
        ("at [our page](https://a.org/x).", "at our page (https://a.org/x)."),
        ("[https://a.org](https://a.org), [1](a) and x[i](t)", "https://a.org, [1](a) and x[i](t)"),
    ),
)
"""For the whole text, before addresses hide."""

RULES: Final[tuple[Rule, ...]] = (
    rule(
        "bold",
        "Words made bold with Markdown, maybe only the letters that make a short name.",
        ("**",),
        rf"{_OPENS}\*\*{_FIRST}([^*]{{1,300}}){_LAST}\*\*(?![*\d])",
        r"\1",
        ("We propose **CK-PLUG**, a method", "We propose CK-PLUG, a method"),
        ("**Background:** **M**odel **R**eward (**MR$^3$**)", "Background: Model Reward (MR$^3$)"),
        ("Humdrum **kern and **mens, 2**3 and 4**5", "Humdrum **kern and **mens, 2**3 and 4**5"),
        ("*p<0.05, **p<0.01, ***p<0.001, a** (b**)", "*p<0.05, **p<0.01, ***p<0.001, a** (b**)"),
    ),
    rule(
        "bold-underscores",
        "The same with underscores; what is written small is a name of Python.",
        ("__",),
        rf"{_OPENS}__(?=[A-Z])([^_]{{2,300}}){_LAST}__(?![\w])",
        r"\1",
        ("retrieval. __Resona__ augments __init__ and __A", "retrieval. Resona augments __init__ and __A"),
    ),
    rule(
        "italic",
        "Words made italic with Markdown.",
        ("*",),
        rf"{_OPENS}\*(?=[^\W\d_])([^*]{{2,120}}){_LAST}\*(?![\w*])",
        r"\1",
        ("with *provable guarantees*. (1) *robust patching*;", "with provable guarantees. (1) robust patching;"),
        (
            "C*-algebras, *-rings, A* and B*, *p* < 0.05*, 5 * 3 * 2",
            "C*-algebras, *-rings, A* and B*, *p* < 0.05*, 5 * 3 * 2",
        ),
        ("*A. Author and B. Author, *equal", "*A. Author and B. Author, *equal"),
    ),
    rule(
        "backquote",
        "A backquote typed for an apostrophe.",
        ("`",),
        r"(?<![\w`-])([\w-]++)`(s|t|re|ve|ll|d|m)\b(?!`)",
        r"\1'\2",
        ("the LLM`s knowledge, it doesn`t, `code`s and `a`", "the LLM's knowledge, it doesn't, `code`s and `a`"),
    ),
)
