"""Accents that TeX writes as commands, and backslashes that were doubled or only look like an accent's."""

import re
import unicodedata
from typing import Final

from site_builder.ingest.repair.rules import Rule, rule
from site_builder.ingest.repair.symbols import GREEK, SIGNS, pairs

_MARKS = pairs("' \u0301 ` \u0300 ^ \u0302 \" \u0308 ~ \u0303 = \u0304 . \u0307 u \u0306 v \u030c H \u030b c \u0327 "
               "d \u0323 b \u0331 k \u0328 r \u030a t \u0361")  # fmt: skip


def _accented(match: re.Match[str]) -> str:
    """Letter and accent as one character; where Unicode has none, the sign without its backslash."""
    mark = match["sign"] or match["letter"] or match["lost"]
    base = match["braced"] or match["bare"] or match["dotless"]
    joined = unicodedata.normalize("NFC", {"ı": "i", "ȷ": "j"}.get(base, base) + _MARKS[mark])
    if len(joined) > 1 or (mark == '"' and base not in "aeiouyAEIOUYı"):
        return match[0].replace("\\", "", 1)
    opened, closed = match[0].startswith("{"), bool(match["close"])
    if opened and closed:
        return joined
    return "{" * opened + joined + "}" * closed


def _split_greek(match: re.Match[str]) -> str:
    return GREEK.get(match[1] + match[2], match[0])


def _broken_line(match: re.Match[str]) -> str:
    r"""A space for a line break; one backslash where two stand for the one of `\emph{`, `\alpha` or `\%`."""
    if match[0] != "\\\\":
        return " "
    rest = match.string[match.end() : match.end() + 24]
    name = re.match(r"[A-Za-z]*", rest)
    word = name[0] if name else ""
    follows = rest[len(word) : len(word) + 1]
    escaped = word in SIGNS or follows == "{" if word else follows in "%&$_#{}([" and bool(follows)
    return "\\" if escaped else " "


RULES: Final[tuple[Rule, ...]] = (
    rule(
        "double-backslash",
        "A backslash escaped once too often, or a forced line break.",
        ("\\\\",),
        r"\\\\(?:\[[\d.]{1,5}\s?[a-z]{2}\]|(?=[A-Za-z%&$_#{}(\[])|[*~]?)",
        _broken_line,
        (r"one form. \\~ \emph{Dedicated}", "one form. Dedicated"),
        (r"by 5\\% and \\emph{more}", "by 5% and more"),
        (r"rows $a \\ b$", r"rows $a \\ b$"),
    ),
    rule(
        "split-greek",
        r"A converter took `\kappa` for the accent `\k` over `appa`.",
        ("\\",),
        r"\\([bcdkrtuvHo])\{([a-z]{1,9})\}",
        _split_greek,
        (r"conductivity (\k{appa})", "conductivity (κ)"),
        (r"the \b{eta}-phase", "the β-phase"),
    ),
    rule(
        "accent-alone",
        "A tilde or a caret is an accent over nothing.",
        ("\\~{", "\\^{"),
        r"\\([~^])\{\s?\}",
        r"\1",
        (r"about \~{}3 and 2\^{}n", "about ~3 and 2ⁿ"),
    ),
    rule(
        "escaped-quote",
        "Quotation marks escaped for a program.",
        ('\\"', "\\'"),
        r"""(?<!\w)\\"(?=\S)([^"\\]{1,80})(?<=\S)\\"(?!\w)|(?<=\w)\\'(?=(?:s|t|re|ve|ll|d)\b)""",
        lambda match: f'"{match[1]}"' if match[1] else "'",
        (r"called \"deep learning\" here", 'called "deep learning" here'),
        (r"the model\'s size", "the model's size"),
    ),
    rule(
        "accent",
        "TeX writes accents as commands.",
        ("\\", "{"),
        r"""(?:\{?\\(?:(?P<sign>["'`^~=.])|(?P<letter>[uvHcdbkrt])(?:\s+|(?=[{\\])))|(?<=[A-Za-z])(?P<lost>["'`^~])(?=\{[a-zA-Z]\}[a-z]))"""
        r"""(?:\{\\?(?P<braced>[A-Za-zıȷ])\s?\}|(?P<bare>[A-Za-zıȷ])|\\(?P<dotless>[ij])(?![A-Za-z]))(?P<close>\}?)""",
        _accented,
        (r"T\"urkce g\"or\"unt\"u", "Türkce görüntü"),
        (r"Fabry-P\'erot, moir\'{e}, Toma\v{s}ev, S\~ao", "Fabry-Pérot, moiré, Tomašev, São"),
        ("the Pok'{e}mon game", "the Pokémon game"),
        (r"na\"{\i}ve {\'E}cole Erd\H{o}s", "naïve École Erdős"),
    ),
)
