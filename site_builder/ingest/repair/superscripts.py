"""What was raised or lowered: superscripts and subscripts as Unicode has them."""

import re
from typing import Final

from site_builder.ingest.repair.masking import FORMULAS
from site_builder.ingest.repair.rules import Rule, rule
from site_builder.text.superscripts import SUBSCRIPTS, SUPERSCRIPTS

SUPER: Final = SUPERSCRIPTS | dict(zip("–εφχ°⋆,.®™⊥©℠†‡§¶", "⁻ᵋᵠᵡ°*,.®™⊥©℠†‡§¶", strict=True))
"""More than formulas are shown with: what authors typed must not be lost."""
SUB: Final = SUBSCRIPTS | dict(zip("–,.", "₋,.", strict=True))


def script(table: dict[str, str], sign: str, inner: str) -> str:
    r"""`inner` raised or lowered: in Unicode where every character can be, else behind `sign`."""
    closed = "".join(inner.split())
    if all(character in table for character in closed):
        return "".join(table[character] for character in closed)
    inner = " ".join(inner.split())
    return f"{sign}{inner}" if sign == "_" and inner.isalnum() else f"{sign}({inner})"


_RAISED_SIGNS = {"perp": "⊥", "top": "⊤", "star": "*", "ast": "*", "prime": "′", "circ": "°", "dagger": "†"}
_ORDINALS = frozenset({"st", "nd", "rd", "th"})


def _superscript(match: re.Match[str]) -> str:
    inner = next(group for group in match.groups() if group is not None)
    return inner if inner in _ORDINALS else script(SUPER, "^", _RAISED_SIGNS.get(inner, inner))


def subscript(match: re.Match[str]) -> str:
    """The first group that matched, lowered."""
    return script(SUB, "_", next(group for group in match.groups() if group is not None))


def raised(match: re.Match[str]) -> str:
    """The second group, raised or lowered as the first says: sup, super, sub, inf."""
    return script(SUPER, "^", match[2]) if match[1] in ("sup", "super") else script(SUB, "_", match[2])


_COMMON = frozenset({"CO_2", "H_2O"})
"""Formulas that no name with one underscore is mistaken for."""


def _lowered(match: re.Match[str]) -> str:
    return re.sub(r"_(\d+)", lambda number: script(SUB, "_", number[1]), match[0])


RULES: Final[tuple[Rule, ...]] = (
    rule(
        "subscript",
        "Lowered text in TeX.",
        ("_",),
        r"_\{([^{}]*)\}|(?<=(?<![\w\\])[A-Za-zα-ωΑ-Ωℓ])_([a-z0-9])(?![\w{]|\.\w)",
        subscript,
        ("x_{i} and π_0 of LaFe_{11.6}Si_{1.4}", "xᵢ and π₀ of LaFe₁₁.₆Si₁.₄"),
        ("L_{reg} in snake_case of f_c", "L_reg in snake_case of f_c"),
    ),
    rule(
        "superscript",
        "Raised text in TeX.",
        ("^",),
        r"\^\{([^{}]*)\}"
        rf"|(?<=[\w)\]}}°′'|{FORMULAS}])\^(\d+[+-](?![\w({{.])|[-+−]?\d+(?:\.\d+)?|[α-ω∘∗*⋆⊤⊥†′°+]|[A-Za-z]{{1,12}}(?!\w))",
        _superscript,
        ("more than 10^{160} candidates", "more than 10¹⁶⁰ candidates"),
        ("Relabel (SRe^2L), O(n^2), m^-1, R^d", "Relabel (SRe²L), O(n²), m⁻¹, Rᵈ"),
        ("x^{k/q}", "x^(k/q)"),
    ),
    rule(
        "chemical-subscript",
        "Numbers in chemical formulas.",
        ("_",),
        r"(?<![\w.-])(?:[A-Z][a-z]?(?:_\d{1,2}(?!\d))?){1,12}(?![\w{])",
        lambda match: _lowered(match) if match[0].count("_") > 1 or match[0] in _COMMON else match[0],
        ("Antiferromagnet Ba_2CoMoO_6", "Antiferromagnet Ba₂CoMoO₆"),
    ),
)
