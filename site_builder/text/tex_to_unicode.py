"""TeX math as plain text in Unicode: what the search index and a screen reader get of a formula.

It forgives everything: what it cannot read it names, so that a formula never shows its TeX.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from latex2mathml.symbols_parser import convert_symbol

from site_builder.text.math_spans import cleared
from site_builder.text.superscripts import SUBSCRIPTS, SUPERSCRIPTS
from site_builder.text.tex_macros import expanded

_TEX: Final = re.compile(r"\\[A-Za-z]+\*?|\\[\s\S]|\s+|[\s\S]")
_THOUSANDS: Final = re.compile(r"(?<=\d)\{,\}(?=\d)")
_DEEPEST: Final = 24
"""Levels of braces and of arguments in a formula that we follow."""
_SCRIPTS: Final = "".join([*SUPERSCRIPTS.values(), *SUBSCRIPTS.values()])
_ACCENTS: Final = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "overline": "\u0305",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
    "vec": "\u20d7",
    "underline": "\u0332",
}
_LETTER_MARKS: Final = {'"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302"}
_RELATIONS: Final = frozenset("=<>≤≥≈≃≅∼≡≠≪≫∈∉∋⊂⊆⊃⊇∝→←↔⇒⇐⇔↦≲≳≔≜⊢⊨⟶⟵⟹⟺≺≻≼≽⩽⩾↪")
_MEANT: Final = {
    "sim": "∼",
    "mid": "|",
    "vert": "|",
    "lvert": "|",
    "rvert": "|",
    "|": "‖",
    "parallel": "‖",
    "backslash": "∖",
    "setminus": "∖",
    "colon": ":",
    "lbrace": "{",
    "rbrace": "}",
    "prime": "′",
    "cdot": "·",
    "ast": "*",
    "implies": "⟹",
    "iff": "⟺",
    "dag": "†",
    "degree": "°",
    "textdegree": "°",
    "dots": "…",
    "ldots": "…",
    "argmax": "arg max",
    "argmin": "arg min",
    "i": "i",
    "j": "j",
    "o": "o",
    "bigO": "O",
    "AA": "Å",
    "angstrom": "Å",
    "slash": "/",
    "textregistered": "®",
    "circledR": "®",
    "texttrademark": "™",
    "textcopyright": "©",
    "And": "&",
    "hbar": "ħ",
    "xrightarrow": "→",
    "xleftarrow": "←",
}
"""Macros that the table of Unicode math reads otherwise than authors of abstracts."""
_SPACES: Final = frozenset((",", ";", ":", ">", " ", "~", "quad", "qquad", "enspace", "thinspace", "\n"))
_SILENT: Final = frozenset(
    """
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr limits nolimits displaystyle textstyle
    scriptstyle rm bf it cal sf tt em mathstrut xspace ensuremath boldsymbol bm mathbf mathcal mathscr mathfrak
    mathit mathsf mathtt mathbin mathrel mathord small tiny large protect nonumber ! / - left* hfill relax
    overbrace underbrace substack cases boxed smash mathclap hline
""".split()
)
"""Macros that change the look of what follows, and nothing in its reading."""
_SKIPPED: Final = frozenset(
    "color label cite citep citet ref eqref vspace hspace tag phantom hphantom vphantom".split()
)
"""Macros whose argument is not read."""
_FUNCTIONS: Final = frozenset(
    """
    log ln lg exp sin cos tan sinh cosh tanh cot sec csc arcsin arccos arctan max min sup inf lim det dim ker
    deg gcd hom arg Pr limsup liminf argmax argmin
""".split()
)
_WORDS: Final = frozenset("mathrm operatorname mathop textrm".split())
_TEXTS: Final = frozenset("text textbf textit texttt textsf textsc textsl textnormal textup emph mbox hbox".split())
_BRACKETS: Final = {
    "pmatrix": "()", "bmatrix": "[]", "Bmatrix": "{}", "vmatrix": "||", "Vmatrix": "‖‖", "cases": "{ ", "dcases": "{ ",
    "rcases": " }",
}  # fmt: skip
_WITH_COLUMNS: Final = frozenset("array tabular alignat alignedat subarray".split())
_ROOTS: Final = {"": "√", "3": "∛", "4": "∜"}


@lru_cache(maxsize=4096)
def unicode_math(tex: str) -> str:
    r"""The plain-text twin of a formula: `10^{160}` is 10¹⁶⁰, `O(\sqrt{T})` is O(√T).

    No backslash is left, and a brace only where the formula prints one. Never raises.
    """
    made = _Reading(_TEX.findall(_THOUSANDS.sub(",", expanded(cleared(tex))))).group(0)
    made = re.sub(r"\0 *(?=[\w√∑∏∫…])", " ", made)
    made = re.sub(r"^ *([∼≈<>≤≥=→]) ", r"\1", made)
    made = re.sub(r" *\s+ *", " ", made.replace("\0", "")).strip()
    made = made.replace(": =", " :=")
    return re.sub(r"(?<=[(\[{√]) | (?=[)\]},;.!])", "", made).strip()


class _Reading:
    """Reads TeX tokens, left to right, into text in which "\\0" ends the name of a function."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._open_tables = 0

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1] if self._at <= len(self._tokens) else ""

    def _peek(self) -> str:
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def group(self, depth: int, closing: str = "") -> str:
        """All up to `closing`, or to the end."""
        parts: list[str] = []
        while self._at < len(self._tokens):
            lexeme = self._next()
            if closing and lexeme == closing:
                break
            if lexeme in "^_'":
                end = "\0" if parts and parts[-1].endswith("\0") else ""
                script = "′" if lexeme == "'" else self._script(lexeme, depth)
                parts[-1:] = [parts[-1].rstrip("\0 ") if parts else "", script + end]
            else:
                parts.append(self._atom(lexeme, depth))
        return "".join(parts)

    def _script(self, lexeme: str, depth: int) -> str:
        text = re.sub(r"\0| (?=\W)|(?<=\W) ", "", self._argument(depth)).strip()
        table = SUPERSCRIPTS if lexeme == "^" else SUBSCRIPTS
        if all(sign in table for sign in text):
            return "".join(table[sign] for sign in text)
        return f"{lexeme}{text}" if text.isalnum() or len(text) == 1 else f"{lexeme}({text})"

    def _argument(self, depth: int) -> str:
        self._peek()
        lexeme = self._next()
        if lexeme in "^_}":
            return ""
        return self._atom(lexeme, depth + 1)

    def _raw(self) -> str:
        """The next argument as it is written."""
        if self._peek() != "{":
            return self._next().lstrip("\\")
        self._next()
        start, open_braces = self._at, 1
        while self._at < len(self._tokens) and open_braces:
            lexeme = self._next()
            open_braces += (lexeme == "{") - (lexeme == "}")
        return "".join(self._tokens[start : self._at - (open_braces == 0)])

    def _option(self) -> str:
        if self._peek() != "[":
            return ""
        self._next()
        return self.group(_DEEPEST, "]")

    def _atom(self, lexeme: str, depth: int) -> str:
        if lexeme == "{":
            return self.group(depth + 1, "}") if depth < _DEEPEST else ""
        if lexeme in ("}", "\\", "$", "&", "~") or lexeme.isspace():
            return " " if lexeme in "&~" else ""
        if lexeme == ",":
            is_digits = self._tokens[self._at - 2 : self._at - 1] and self._peek()[:1].isdigit()
            return "," if is_digits and self._tokens[self._at - 2].isdigit() else ", "
        if lexeme == ":" and self._at < len(self._tokens) and self._tokens[self._at].isspace():
            return ": "
        if lexeme[0] == "\\":
            return self._macro(lexeme[1:].rstrip("*"), depth)
        return f" {lexeme} " if lexeme in _RELATIONS else lexeme

    def _macro(self, name: str, depth: int) -> str:  # noqa: C901, PLR0911, PLR0912 — a table of what macros mean
        if depth >= _DEEPEST or name in _SILENT:
            is_side = name in ("left", "right") and self._peek() == "."
            return self._next()[:0] if is_side else ""
        if name == "not":
            return f" {unicodedata.normalize('NFC', self._argument(depth).strip() + chr(0x338))} "
        if name == "\\":
            return self._row_end()
        if name in _SPACES:
            return " "
        if name in _FUNCTIONS:
            return f" {_MEANT.get(name, name)}\0"
        if name in _SKIPPED:
            return self._raw()[:0]
        if name in ("begin", "end"):
            return self._edge(name)
        if name in ("href", "textcolor", "colorbox"):
            return self._raw()[:0] + self._argument(depth)
        if name in ("unicode", "char"):
            return _character(self._raw())
        if name in _ACCENTS:
            text = self._argument(depth).strip(" \0")
            return unicodedata.normalize("NFC", text + _ACCENTS[name]) if len(text) == 1 else text
        if name in _LETTER_MARKS:
            return unicodedata.normalize("NFC", self._argument(depth).strip(" \0") + _LETTER_MARKS[name])
        if name in ("mathbb", "mathds", "mathbbm"):
            return "".join(styled(sign, "double-struck") for sign in self._argument(depth))
        if name in _WORDS or name in _TEXTS:
            return self._words(name, depth)
        compound = self._compound(name, depth)
        return _symbol(name) if compound is None else compound

    def _compound(self, name: str, depth: int) -> str | None:
        """A macro that stacks its arguments, on one line; None of any other."""
        if name in ("frac", "tfrac", "dfrac", "nicefrac", "sfrac", "cfrac"):
            before = self._tokens[self._at - 2 : self._at - 1]
            ratio = f"{_factor(self._argument(depth))}/{_factor(self._argument(depth))}"
            return f" {ratio}" if before and before[0].isdigit() else ratio
        if name in ("binom", "tbinom", "dbinom"):
            return f"({self._argument(depth).strip()} choose {self._argument(depth).strip()})"
        if name == "sqrt":
            index = self._option()
            root = _ROOTS.get(index) or "".join(SUPERSCRIPTS.get(sign, sign) for sign in index) + "√"
            return root + _factor(self._argument(depth))
        if name in ("stackrel", "overset", "underset"):
            return f"{self._argument(depth)[:0]}{self._argument(depth)}"
        if name in ("bmod", "pmod", "mod"):
            return f" (mod {self._argument(depth)})" if name == "pmod" else " mod\0"
        return None

    def _edge(self, which: str) -> str:
        """What an environment prints where it begins or ends; its columns and options are for print."""
        name = self._raw().rstrip("*")
        if which == "end":
            self._open_tables -= 1
            return f"{_BRACKETS.get(name, '  ')[1].strip()} "
        self._open_tables += 1
        if name in _WITH_COLUMNS:
            self._option()
            self._raw()
        return f" {_BRACKETS.get(name, '  ')[0].strip()}"

    def _row_end(self) -> str:
        at = self._at
        if self._open_tables > 0 and self._peek() == "[" and not re.fullmatch(r"-?[\d.]+\s*[a-z]{2}", self._option()):
            self._at = at
        rest = "".join(self._tokens[self._at : self._at + 2]).strip()
        return "; " if self._open_tables > 0 and rest != "\\end" else " "

    def _words(self, name: str, depth: int) -> str:
        if name in _TEXTS:
            raw = self._raw()
            return _text(raw) if depth < _DEEPEST else ""
        text = re.sub(r"\s+", " ", self._argument(depth)).strip()
        return f" {text}\0" if re.fullmatch(r"[A-Za-z][A-Za-z -]+", text) else text


def _text(raw: str) -> str:
    """What text mode prints for `raw`, in which spaces count."""
    named = re.sub(r"\\([A-Za-z]+) ?", lambda macro: "" if macro[1] in _TEXTS | _SILENT else _symbol(macro[1]), raw)
    return re.sub(r"[\\{}$]", "", named).replace("~", " ")


def _character(code: str) -> str:
    digits = re.fullmatch(r"[xX]([0-9a-fA-F]{2,5})|(\d{2,6})", code.strip().strip('"'))
    point = int(digits[1], 16) if digits and digits[1] else int(digits[2]) if digits else 0
    character = chr(point) if point < 0x110000 else ""  # noqa: PLR2004 — the end of Unicode
    return character if character.isprintable() and character not in "\\{}" else ""


def _factor(text: str) -> str:
    text = text.strip(" \0")
    return text if re.fullmatch(rf"[\d.]+|\w[\u0300-\u036f]?[{_SCRIPTS}]*", text) else f"({text})"


def _symbol(name: str) -> str:
    if name in _MEANT:
        sign = _MEANT[name]
    else:
        code = convert_symbol(f"\\{name}")
        sign = chr(int(code.split("-")[0], 16)) if code else name
    if sign in "∑∏∫∮":
        return f"{sign}\0"
    return f" {sign} " if sign in _RELATIONS or name == "mid" else sign


@cache
def styled(sign: str, style: str) -> str:
    """`sign` in one of the alphabets of Unicode's mathematical symbols, or as it is where that has none."""
    if not (sign.isascii() and sign.isalnum()):
        return sign
    kind = "DIGIT" if sign.isdigit() else "SMALL" if sign.islower() else "CAPITAL"
    name = f"{kind} {unicodedata.name(sign).split()[-1]}"
    for full in (f"MATHEMATICAL {style.upper()} {name}", f"{style.upper()} {name}"):
        try:
            return unicodedata.lookup(full)
        except KeyError:  # the letters that had a place before the others are named otherwise
            continue
    return sign
