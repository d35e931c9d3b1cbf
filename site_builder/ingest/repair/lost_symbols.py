"""Signs whose commands lost their backslash and their dollar signs: `512times512`, `sim0.6`, `alpha_{t}`.

Bare names are English words too, and a false repair is worse than a missed one: each rule asks for digits or signs
around them.
"""

import re
from typing import Final

from site_builder.ingest.repair.rules import Rule, like, rule
from site_builder.ingest.repair.superscripts import SUPER, script
from site_builder.ingest.repair.symbols import GREEK, SIGNS

_NAMES = "|".join(sorted(GREEK, key=lambda name: (-len(name), name)))
_NEVER_WORDS = (
    "leqslant|geqslant|lesssim|gtrsim|leq|geq|neq|simeq|infty|rightarrow|leftarrow|leftrightarrow|longrightarrow|"
    "Rightarrow|Leftarrow|Leftrightarrow|uparrow|downarrow|varepsilon|varphi|langle|rangle|subseteq|propto|cdots|cdot|"
    "ldots"
)
_ENDS = "|".join(sorted({name[-2:] for name in GREEK}))
_AFTER_GREEK = [rf"\{sign}(?:(?<=(?:{_ENDS}).)|(?<=(?:{_ENDS})\s.))" for sign in "_^=<>≤≥≈"]


def _in_signs(match: re.Match[str]) -> str:
    """The match with its bare command names as signs."""
    return re.sub(r"[A-Za-z]+", lambda word: SIGNS.get(word[0], word[0]), match[0])


def _halves(match: re.Match[str]) -> str:
    return f"{match[1]}/{match[2]}" if 0 < int(match[1]) < int(match[2]) else match[0]


RULES: Final[tuple[Rule, ...]] = (
    rule(
        "lost-power",
        "A power of ten lost its sign.",
        ("10{",),
        r"(?<![\w}.^_$])10\{([-+]?\d{1,2})\}",
        lambda match: f"10{script(SUPER, '^', match[1])}",
        ("at 10{-3} and 10{12}", "at 10⁻³ and 10¹²"),
    ),
    rule(
        "lost-fraction",
        "A fraction lost its command and its first brace.",
        ("{",),
        r"(?<![\w}.^_$-])([1-9]\d?)\{([1-9]\d?)\}(?![{\d])",
        _halves,
        ("accounts for roughly 2{3} total parameters", "accounts for roughly 2/3 total parameters"),
        ("of 1{3} or more, but 3{,}000", "of 1/3 or more, but 3,000"),
    ),
    rule(
        "lost-times",
        r"`\times` lost its backslash and its dollar signs.",
        like(r"times(?:\s?\d|(?<=\dtimes)|\s?[nmkdhwNMKDHWCT]\b)"),
        r"(?<=[\d)])\s?times\s?(?=\d)|(?<=\d)times(?![a-z])|(?<![\w.-])times(?=\d)|(?<=\()times\s(?=\d)"
        r"|(?<=\b[nmkdhwNMKDHWCT])\s?times\s?(?=[nmkdhwNMKDHWCT\d](?![A-Za-z]))",
        "×",
        ("a 512times512 image, 64 times 64", "a 512×512 image, 64×64"),
        ("up to 5times faster, 1.1times for MT", "up to 5× faster, 1.1× for MT"),
        ("an n times d matrix", "an n×d matrix"),
        ("5 times faster, three times, 2.5x times", "5 times faster, three times, 2.5x times"),
        ("the New York Times and training times", "the New York Times and training times"),
    ),
    rule(
        "lost-sim",
        r"`\sim` lost its backslash and its dollar signs.",
        like(r"sim[!\s]?\d"),
        r"(?:(?<![\w-])sim!?|(?<=[\d%×])\s?sim\s?)(?=\d)(?!\d[A-Za-z]{3,})"
        r"|(?<![\w-])sim\s(?=\d[\d.,]*\s?(?:[%×BMKkGT]\b|%|times|ms\b|x\b))",
        "∼",
        ("(sim100B) models, a merely sim0.6 drop", "(∼100B) models, a merely ∼0.6 drop"),
        ("bring 1.25sim1.56times speedup", "bring 1.25∼1.56× speedup"),
        ("sim-to-real, sim2real, sim2sim, a sim to real", "sim-to-real, sim2real, sim2sim, a sim to real"),
    ),
    rule(
        "lost-relation",
        r"`\approx` or `\pm` lost its backslash and its dollar signs.",
        like(r"approx\s?\d", r"pm\s?\d"),
        r"(?<![A-Za-z])approx(?=\d)|(?<=\b[a-zA-Z])\s(approx)\s(?=\d)|(?<=\d)\s?(approx)\s?(?=\d)"
        r"|(?<=\d)(pm)(?=\d)|(?<=\.\d)(%?\s)pm\s(?=\d)|(?<=\.\d\d)(%?\s)pm\s(?=\d)",
        _in_signs,
        ("to 69.8 pm 0.5% and 3pm0.1", "to 69.8 ± 0.5% and 3±0.1"),
        ("(p approx 0.82), approx100", "(p ≈ 0.82), ≈100"),
        ("from 3 pm to 5 pm, approx. 60%", "from 3 pm to 5 pm, approx. 60%"),
    ),
    rule(
        "lost-command",
        "Commands no English word looks like, without their backslash.",
        like(
            r"eq(?<=[lgnmt]eq)",
            r"arrow(?<=[tnp]arrow)",
            r"angle(?<=[lr]angle)",
            r"sim(?<=[sr]sim)",
            "infty",
            "cdot",
            "ldots",
            "propto",
            "var(?:epsilon|phi)",
        ),
        rf"(?<![A-Za-z\\/._-])({_NEVER_WORDS})(?![A-Za-z.(_-])",
        lambda match: SIGNS[match[1]],
        ("0.84 vs. leq0.76, A rightarrow B", "0.84 vs. ≤0.76, A → B"),
    ),
    rule(
        "lost-greek",
        "The name of a Greek letter with a formula's signs around it.",
        like(*_AFTER_GREEK, r"Theta\(", r"Omega\(", "ell_", "epsilon,", r"pi(?:(?<=\dpi)|-\d)"),
        r"(?<![A-Za-z\\_-])(Theta|Omega)(?=\((?:1|√?[A-Za-z]|log|sqrt|\d?[nkdT]?/)(?![A-Za-z]))"
        rf"|(?<![A-Za-z\\_-])({_NAMES}|ell)(?=\^|_\{{|_\d\b|\s?[=<>≤≥≈]\s?[\d.])|(?<=\d)(pi)(?![A-Za-z])"
        r"|(?<=\()(?:var)?epsilon,\s?delta(?=\))"
        r"|(?<!rry-)(?<=[A-Za-z]-)pi(?=-\d)",
        _in_signs,
        ("(sigma=0), alpha_{t}, beta_1, 2pi", "(σ=0), αₜ, β₁, 2π"),
        ("(epsilon, delta)-private", "(ε, δ)-private"),
        ("in Theta(n) and Omega(log n), Omega(theory)", "in Θ(n) and Ω(log n), Omega(theory)"),
        ("epsilon-greedy, delta tuning, the alpha channel", "epsilon-greedy, delta tuning, the alpha channel"),
    ),
)
