"""Accents that TeX writes as commands, and backslashes that were doubled or only look like an accent's.

Accents stack, as in Vietnamese: the inner one goes first, and the outer one then finds a letter.
"""

import re
import unicodedata
from typing import Final

from site_builder.ingest.repair.rules import Rule, like, rule
from site_builder.ingest.repair.symbols import GREEK, SIGNS, pairs

_MARKS = pairs("' \u0301 ` \u0300 ^ \u0302 \" \u0308 ~ \u0303 = \u0304 . \u0307 u \u0306 v \u030c H \u030b c \u0327 "
               "d \u0323 b \u0331 k \u0328 r \u030a t \u0361 h \u0309 textcommabelow \u0326")  # fmt: skip


def _accented(match: re.Match[str]) -> str:
    """Letter and accent as one character; where Unicode has none, the sign without its backslash."""
    mark = match["sign"] or match["letter"] or match["lost"]
    base = match["braced"] or match["bare"] or match["dotless"]
    joined = _joined({"ı": "i", "ȷ": "j"}.get(base, base), _MARKS[mark])
    is_umlaut = mark != '"' or base in "aeiouyAEIOUYı" or (len(joined) == 1 and not base.isascii())
    if not is_umlaut or (len(joined) > 1 and base.isascii()):
        return match[0].replace("\\", "", 1)
    opened, closed = match[0].startswith("{"), bool(match["close"])
    if opened and closed:
        return joined
    return "{" * opened + joined + "}" * closed


def _joined(letter: str, mark: str) -> str:
    r"""One character where Unicode has it, whichever of two accents stands inside: `\^{\'e}` and `\'{\^e}` are ế."""
    stacked = unicodedata.normalize("NFC", letter + mark)
    bare, *inner = list(unicodedata.normalize("NFD", letter))
    swapped = unicodedata.normalize("NFC", "".join([bare, mark, *inner]))
    return min(stacked, swapped, key=len)


def _unstacked(match: re.Match[str]) -> str:
    """The outer accent over the letter that the inner one makes."""
    parts = [mark or letter for mark, letter in _STACKED.findall(match[0])]
    outer, inner, letter = parts[0], parts[1], parts[-1]
    return f"\\{outer}{{{_joined(letter, _MARKS[inner])}}}"


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


_LETTER = "[A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿḀ-ỿ]"
"""Letters that bear accents."""
_ONE = r"\s?\\?[A-Za-zıȷ]\s?"
_SIGN = r"""(?:["'`^~=.]|(?:[uvHcdbkrth]|textcommabelow)(?=[\s{\\]))"""
_INNER = rf"\\{_SIGN}\s*(?:\{{{_ONE}\}}|{_ONE})"
_STACKED = re.compile(rf"\\({_SIGN})|({_LETTER})(?=[\s}}]*\Z)")
_VIETNAMESE = pairs("ohorn ơ uhorn ư OHORN Ơ UHORN Ư abreve ă ABREVE Ă acircumflex â ACIRCUMFLEX Â ecircumflex ê "
                    "ECIRCUMFLEX Ê ocircumflex ô OCIRCUMFLEX Ô")  # fmt: skip
_QUOTE = rf"""(?:(?<!\{{)\\"(?!\{{{_ONE}\}})|(?<=\{{)\\"(?!{_ONE}\}}|\{{{_ONE}\}}))"""
r"""An escaped quotation mark; one before a letter in braces, as in `\"{u}` or `{\"u}`, is an umlaut."""


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
        rf"""(?<!\w){_QUOTE}(?=\S)([^"\\]{{1,80}})(?<=\S){_QUOTE}(?!\w)|(?<=\w)\\'(?=(?:s|t|re|ve|ll|d)\b)""",
        lambda match: f'"{match[1]}"' if match[1] else "'",
        (r"called \"deep learning\" here", 'called "deep learning" here'),
        (r"the model\'s size", "the model's size"),
    ),
    rule(
        "horn",
        "Vietnamese letters as commands.",
        like("horn", "breve", "circumflex"),
        rf"\{{\s?\\({'|'.join(_VIETNAMESE)})\s?\}}|\\({'|'.join(_VIETNAMESE)})(?![A-Za-z])(?:\{{\}}|\s)?",
        lambda match: _VIETNAMESE[match[1] or match[2]],
        (r"L{\uhorn}u, \'{\ohorn} and Ng\ohorn", "Lưu, ớ and Ngơ"),
    ),
    rule(
        "stacked-accent",
        "An accent over a letter that has one.",
        ("\\",),
        rf"\\{_SIGN}\s*(?:\{{\s?(?:\{{{_INNER}\}}|{_INNER})\s?\}}|{_INNER})",
        _unstacked,
        (r"Nguy{\~{\^e}}n Th\`{\^{e}}, \^{\'e}, Tr\'{\^o}i, \d\^{e}", "Nguyễn Thề, ế, Trối, ệ"),
    ),
    rule(
        "accent",
        "TeX writes accents as commands.",
        ("\\", "{"),
        r"""(?:\{?\\(?:(?P<sign>["'`^~=.])|(?P<letter>[uvHcdbkrth]|textcommabelow)(?:\s+|(?=[{\\])))|(?<=[A-Za-z])(?P<lost>["'`^~])(?=\{[a-zA-Z]\}[a-z]))"""
        rf"""(?:\{{\\?(?P<braced>{_LETTER})\s?\}}|(?P<bare>{_LETTER})|\\(?P<dotless>[ij])(?![A-Za-z]))(?P<close>\}}?)""",
        _accented,
        (r"T\"urkce g\"or\"unt\"u", "Türkce görüntü"),
        (r"Fabry-P\'erot, moir\'{e}, Toma\v{s}ev, S\~ao", "Fabry-Pérot, moiré, Tomašev, São"),
        ("the Pok'{e}mon game", "the Pokémon game"),
        (r"na\"{\i}ve {\'E}cole Erd\H{o}s", "naïve École Erdős"),
        (r"M{\"{u}}ller and Sch{\"{o}}lkopf, {\"O}zg{\"u}r", "Müller and Schölkopf, Özgür"),
        (r"Tr\d{o}ng B\h{a}o", "Trọng Bảo"),
        (r"{\textcommabelow S}tefan \textcommabelow{T}{\uhorn}", "Ștefan Țư"),
    ),
)
