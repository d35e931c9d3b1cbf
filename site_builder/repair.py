r"""Text as scraped → text as meant, by a closed list of named rules.

A page that shows papers loses dollar signs, backslashes, or the program that would have read them: what remains is
`512times512`, `43.1\%` or `T\"urkce`. Each rule mends one such loss and carries examples, which the tests run.

Formulas between dollar signs are kept verbatim, for `markup` makes MathML of them; `\(…\)` becomes `$…$`. Addresses
are kept too. Both hide behind single private-use characters while the rules for text run, so that no rule need know
of them.

A false repair is worse than a missed one: a rule for bare words (`sim`, `times`, `pm`) asks for digits or signs
around them. The rules run in order, again and again, until a round changes nothing; so mending twice is mending once.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from site_builder import markup

TRUNCATED: Final = " […]"
"""How a mended abstract ends when its source cut it off."""

_ROUNDS: Final = 12
"""Real text comes to rest after two or three."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One change: the piece that was replaced, and by what."""

    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of damage and its repair."""

    name: str
    why: str
    examples: tuple[tuple[str, str], ...]
    """(as scraped, as meant): whole texts for `mend`."""
    concerns: Callable[[str], object]
    """Falsy when the rule certainly changes nothing: a test far cheaper than the pattern."""
    pattern: re.Pattern[str]
    into: str | Callable[[re.Match[str]], str]


def mend(text: str) -> tuple[str, tuple[Repair, ...]]:
    """`text`, one title or one abstract, as its authors meant it, and every change made, in order.

    Never raises, and text that nothing happened to comes back as it is. Text that does not come to rest (braces
    nested beyond reason) comes back untouched too.
    """
    current = text
    repairs: list[Repair] = []
    for _ in range(_ROUNDS):
        mended = _round(current, repairs)
        if mended == current:
            return mended, tuple(repairs)
        current = mended
    return text, ()


# --- one round ---------------------------------------------------------------------------------------------------


def _round(text: str, repairs: list[Repair]) -> str:
    kept: dict[str, str] = {}
    text = _apply(_EVERYWHERE, text, repairs, kept)
    hidden = _hide(text, kept)
    return _show(_apply(_OUTSIDE_MATH, hidden, repairs, kept), kept)


def _apply(rules: tuple[Rule, ...], text: str, repairs: list[Repair], kept: dict[str, str]) -> str:
    for rule in rules:
        if not rule.concerns(text):
            continue

        def swap(match: re.Match[str], rule: Rule = rule) -> str:
            after = match.expand(rule.into) if isinstance(rule.into, str) else rule.into(match)
            if after != match[0]:
                left, right = _around(match)
                before = _show(f"{left}{match[0]}{right}", kept)
                repairs.append(Repair(rule.name, before, _show(f"{left}{after}{right}", kept)))
            return after

        text = rule.pattern.sub(swap, text)
    return text


_SHORT_PIECE = 5
_CONTEXT = 16


def _around(match: re.Match[str]) -> tuple[str, str]:
    """What stands left and right of a piece too short to say anything alone: the rest of its word."""
    if len(match[0].strip()) > _SHORT_PIECE:
        return "", ""
    text, start, end = match.string, match.start(), match.end()
    left = re.search(r"\S*$", text[max(0, start - _CONTEXT) : start])
    right = re.match(r"\S*", text[end : end + _CONTEXT])
    return left[0] if left else "", right[0] if right else ""


_M = "\U000f0000-\U000ffffd"
"""Private-use characters (a range for a pattern) that stand for formulas."""
_U = "\U00100000-\U0010fffd"
"""Those that stand for addresses."""
_MARK = re.compile(f"[{_M}{_U}]")
_MANY = 60_000
_TOP = "com|org|net|io|ai|edu|gov|co|dev|cn|de|uk|fr|jp|ch|eu|me|be|ly|app|xyz|info|link|science|tech|site"
_INSIDE = rf"[^\s{{}}<>\"\\`…”{_M}]"
_ADDRESS = re.compile(rf"(?:https?://|www\.|\b(?=[\w.-]{{3,80}}/)(?:[\w-]+\.)+(?:{_TOP})/){_INSIDE}*[\w/=&#+]")
_BARE = re.compile(rf"\.(?:{_TOP})/")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?=[\w-]{1,60}\.)[\w.-]{1,80}\w")


def _hide(text: str, kept: dict[str, str]) -> str:
    """`text` with each formula and address as one private-use character; `kept` learns what it stands for."""
    if "$" in text:
        text = markup.with_formulas(text, lambda formula: _mark(0xF0000, formula, kept))
    if "://" in text or "www." in text or _BARE.search(text):
        text = _ADDRESS.sub(lambda match: _mark(0x100000, match[0], kept), text)
    if "@" in text:
        text = _EMAIL.sub(lambda match: _mark(0x100000, match[0], kept), text)
    return text


def _mark(base: int, piece: str, kept: dict[str, str]) -> str:
    if len(kept) >= _MANY:
        return piece
    mark = chr(base + len(kept))
    kept[mark] = piece
    return mark


def _show(text: str, kept: dict[str, str]) -> str:
    # An address may have been found around a formula's mark, never the other way round: one pass is enough.
    return _MARK.sub(lambda match: kept.get(match[0], ""), text) if kept else text


# --- words and signs ---------------------------------------------------------------------------------------------


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_GREEK = _pairs("""
    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
    nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
""")
_SIGNS = (
    _pairs("""
    times × sim ∼ simeq ≃ approx ≈ cong ≅ equiv ≡ propto ∝ pm ± mp ∓ cdot · bullet • ast * star ⋆ circ ∘ div ÷
    le ≤ leq ≤ leqslant ≤ lesssim ≲ ll ≪ ge ≥ geq ≥ geqslant ≥ gtrsim ≳ gg ≫ ne ≠ neq ≠ lt < gt >
    to → rightarrow → longrightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⇒
    iff ⇔ mapsto ↦ uparrow ↑ downarrow ↓ updownarrow ↕ nearrow ↗ searrow ↘ hookrightarrow ↪ infty ∞ partial ∂ nabla ∇
    sum ∑ prod ∏ int ∫ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ cup ∪ cap ∩ setminus ∖ emptyset ∅
    varnothing ∅ forall ∀ exists ∃ neg ¬ land ∧ wedge ∧ lor ∨ vee ∨ oplus ⊕ otimes ⊗ odot ⊙ perp ⊥ parallel ∥ mid |
    top ⊤ bot ⊥ vdash ⊢ angle ∠ prime ′ dagger † ddagger ‡ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ square □ Box □
    triangle △ blacksquare ■ checkmark ✓ cmark ✓ xmark ✗ langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ vert |
    Vert ‖ lVert ‖ rVert ‖ lvert | rvert | degree ° deg ° textdegree ° textmu μ micro µ ohm Ω angstrom Å
    ldots … dots … cdots ⋯ dotsc … textellipsis … textemdash — textendash – textrightarrow → textleftarrow ←
    textuparrow ↑ textdownarrow ↓ textregistered ® textcopyright © copyright © texttrademark ™ texttimes ×
    slash / textasciitilde ~ textasciicircum ^ textunderscore _ textless < textgreater > textbar | textbackslash ∖
    textquotesingle ' textquoteright ’ textquoteleft ‘ textquotedblleft “ textquotedblright ” textbullet •
    textsection § textdagger † textpm ± texteuro € euro € pounds £ S § P ¶ dag † ddag ‡ lbrace { rbrace }
    guillemotleft « guillemotright » flqq « frqq » glqq „ grqq “ quotedblbase „ celsius °C kelvin K byte B bit bit
    ss ß o ø O Ø ae æ AE Æ oe œ OE Œ aa å AA Å l ł L Ł i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ
    LaTeX LaTeX TeX TeX kilo k meter m metre m second s gram g hertz Hz watt W volt V milli m nano n mega M giga G
""")
    | _GREEK
)
_SHORT = {
    "eg": "e.g.", "ie": "i.e.", "etc": "etc.", "vs": "vs.", "cf": "cf.", "etal": "et al.", "wrt": "w.r.t.",
    "aka": "a.k.a.", "iid": "i.i.d.", "viz": "viz.", "resp": "resp.", "Eg": "E.g.", "Ie": "I.e.",
}  # fmt: skip
_SUPER = dict(zip(
    "0123456789+-−–=()*abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφχ∘°′⋆,.⊤†®™⊥",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾*ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵡ°°′*,.ᵀ†®™⊥", strict=True,
))  # fmt: skip
_SUB = dict(zip("0123456789+-−–=()aehijklmnoprstuvxβγρφχ,.", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ,.", strict=True))
_MARKS = _pairs("' \u0301 ` \u0300 ^ \u0302 \" \u0308 ~ \u0303 = \u0304 . \u0307 u \u0306 v \u030c H \u030b c \u0327 "
                "d \u0323 b \u0331 k \u0328 r \u030a t \u0361")  # fmt: skip
_HATS = _pairs("hat \u0302 widehat \u0302 bar \u0304 overline \u0304 tilde \u0303 widetilde \u0303 vec \u20d7 "
               "dot \u0307 ddot \u0308 check \u030c breve \u0306")  # fmt: skip
_OPENERS = """A An The This These Those That We Our In It Its On To At By For From With Without Within While When Where
    As If Although Though Through Throughout Despite Unlike Under Upon Using Based Built Both Each Every Most Many Much
    Some Several Such Here There They Their Then Thus Hence Therefore However Moreover Furthermore Additionally
    Besides Also And But Yet Or So Nevertheless Nonetheless Instead Meanwhile Otherwise Overall Finally First Second
    Third Firstly Secondly Lastly Next Specifically Especially Notably Importantly Empirically Experimentally
    Theoretically Consequently Subsequently Unfortunately Fortunately Recently Currently Typically Generally Remarkably
    Surprisingly Interestingly Crucially Particularly Concretely Existing Previous Prior Recent Current Traditional
    Conventional Experiments Experiment Experimental Extensive Comprehensive Empirical Evaluation Evaluations
    Evaluating Results Code Codes Data Compared Comparing Inspired Motivated Given Building Beyond Among Across
    Through Training Leveraging Combining Considering Although Because Since Due After Before During Against Rather
    Not No Only Even What How Why Which Whether Until Unless Together Following Further Equipped Trained Tested
    Applied Evaluated Project Models Methods Today""".split()


def _script(table: dict[str, str], sign: str, inner: str) -> str:
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
    return inner if inner in _ORDINALS else _script(_SUPER, "^", _RAISED_SIGNS.get(inner, inner))


def _subscript(match: re.Match[str]) -> str:
    return _script(_SUB, "_", next(group for group in match.groups() if group is not None))


def _raised(match: re.Match[str]) -> str:
    return _script(_SUPER, "^", match[2]) if match[1] in ("sup", "super") else _script(_SUB, "_", match[2])


def _formula(match: re.Match[str]) -> str:
    r"""The inside of `\ce{…}`: every number after an element or a bracket is lowered."""
    number = r"_\{([^{}]*)\}|(?<=[A-Za-z)\]])_?(\d+(?:\.\d+)?)"
    return re.sub(number, _subscript, match[1])


_COMMON = frozenset({"CO_2", "H_2O"})
"""Formulas that no name with one underscore is mistaken for."""


def _lowered(match: re.Match[str]) -> str:
    return re.sub(r"_(\d+)", lambda number: _script(_SUB, "_", number[1]), match[0])


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


def _hatted(match: re.Match[str]) -> str:
    letter = match[4] or _SIGNS.get(match[5] or "", "") or match[2] or f"\\{match[5]}"
    return unicodedata.normalize("NFC", letter + _HATS[match[1] or match[3]]) if len(letter) == 1 else letter


def _linked(match: re.Match[str]) -> str:
    """A link as text: its address, after its words when they say something else."""
    address, words = match[1].strip(), match[2].strip()
    if not words or words == address or _MARK.fullmatch(words) or re.fullmatch(r"\W*", words):
        return address
    return f"{words} ({address})"


_TAGS = (
    "i|b|em|strong|tt|u|scp|sc|p|italic|bold|span|div|font|small|big|center|ul|ol|li|dl|dt|dd|h[1-6]|sec|section|title|"
    "list|list-item|monospace|underline|styled-content|named-content|ext-link|xref|uri|inline-formula|disp-formula|"
    "tex-math|alternatives|abstract|AbstractText|a|table|tbody|thead|tr|td|th|code|pre|blockquote|math|mrow|mi|mo|mn|"
    "msub|msup|msubsup|mfrac|msqrt|mtext|mover|munder|mstyle|semantics"
)
_IN_A_LINE = re.compile(
    r"</?(?:jats:|mml:)?(?:i|b|em|strong|tt|u|scp|sc|italic|bold|span|font|small|big|monospace|underline|styled-content|"
    r"named-content|ext-link|xref|uri|a|code|inline-formula|tex-math|alternatives|m[a-z]+)[\s/>]"
)
_BETWEEN_MENTIONS = r"\s*(?:and|or|to|,|\.{3}|…)?\s*"


def _untagged(match: re.Match[str]) -> str:
    """Nothing for a tag of a pair, a space where it parted blocks; a tag that is spoken of stays."""
    name, text = match[1], match.string
    if name and match[0].startswith("</"):
        opening = text.rfind(f"<{name}", 0, match.start())
        spoken = opening >= 0 and bool(re.fullmatch(rf"<{name}>{_BETWEEN_MENTIONS}", text[opening : match.start()]))
    elif name:
        closing = text.find(f"</{name}>", match.end())
        spoken = closing < 0 or bool(re.fullmatch(_BETWEEN_MENTIONS, text[match.end() : closing]))
    else:
        spoken = False
    if spoken:
        return match[0]
    return "" if _IN_A_LINE.match(match[0]) else " "


_SAYS_NOTHING = re.compile(r"(?i)(?:this|the|our)?\s*(?:url|link|here|website|web ?site|repo(?:sitory)?|page|https?)?")


def _labelled(match: re.Match[str]) -> str:
    words = match[2].strip()
    return match[1] if _SAYS_NOTHING.fullmatch(words) or _MARK.fullmatch(words) else f"{match[1]} ({words})"


_ENDS_IN_MACRO = re.compile(r"\\[A-Za-z]+$")
_LONGEST_MACRO = 40


def _apart(match: re.Match[str], inner: str) -> str:
    r"""`inner`, kept apart from a command it would otherwise lengthen, as in `\alpha\mathbf{x}`."""
    before = match.string[max(0, match.start() - _LONGEST_MACRO) : match.start()]
    return f"{{}}{inner}" if inner[:1].isalpha() and _ENDS_IN_MACRO.search(before) else inner


def _divided(match: re.Match[str]) -> str:
    return "/".join(
        part if re.fullmatch(r"\w+|\W", part) else f"({part})" for part in match.groups() if part is not None
    )


def _rooted(match: re.Match[str]) -> str:
    inner = (match[2] if match[2] is not None else match[3]).strip()
    sign = {"3": "∛", "4": "∜"}.get(match[1] or "") or f"{_script(_SUPER, '^', match[1] or '')}√"
    return f"{sign}{inner}" if re.fullmatch(r"\w+|\W", inner) else f"{sign}({inner})"


def _sign(match: re.Match[str]) -> str:
    name = next(group for group in match.groups() if group)
    return _SIGNS.get(name, match[0])


def _split_greek(match: re.Match[str]) -> str:
    return _GREEK.get(match[1] + match[2], match[0])


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
    return match[0] if len(match[0]) > 1 or "\\" in match.string else ""


def _unclosed(match: re.Match[str]) -> str:
    if match.string.rfind("}", match.end()) >= 0:
        return match[0]
    return " " if match[0].startswith(("\\footnote", "\\thanks")) else ""


def _broken_line(match: re.Match[str]) -> str:
    r"""A space for a line break; one backslash where two stand for the one of `\emph{`, `\alpha` or `\%`."""
    if match[0] != "\\\\":
        return " "
    rest = match.string[match.end() : match.end() + 24]
    name = re.match(r"[A-Za-z]*", rest)
    word = name[0] if name else ""
    follows = rest[len(word) : len(word) + 1]
    escaped = word in _SIGNS or follows == "{" if word else follows in "%&$_#{}([" and bool(follows)
    return "\\" if escaped else " "


def _uncited(match: re.Match[str]) -> str:
    before = match[0][0] if match[0][0] in ";," else ""
    whole = match[0].lstrip(";, ~")
    opened, closed = whole[0] in "([", whole[-1] in ")]"
    if closed and not opened:
        return whole[-1]
    return f"{before} {whole[0]}" if opened and not closed else before


def _in_signs(match: re.Match[str]) -> str:
    """The match with its bare command names as signs."""
    return re.sub(r"[A-Za-z]+", lambda word: _SIGNS.get(word[0], word[0]), match[0])


def _halves(match: re.Match[str]) -> str:
    return f"{match[1]}/{match[2]}" if 0 < int(match[1]) < int(match[2]) else match[0]


_LONGEST_QUOTE = 2000


def _end_quote(match: re.Match[str]) -> str:
    """A closing mark where one is open; the rest are primes, as in `f''`."""
    before = match.string[max(0, match.start() - _LONGEST_QUOTE) : match.start()]
    return match[0] if "“" not in before or re.search(r"\b[A-Za-z]$", before) else "”"


def _cut(match: re.Match[str]) -> str:
    whole = match.string
    return TRUNCATED if len(whole) >= _A_TITLE else "…"


_A_TITLE = 300
"""Texts up to this long may end in dots because their authors wished it."""


# --- the rules ---------------------------------------------------------------------------------------------------


def _rule(
    name: str,
    why: str,
    signs: tuple[str, ...] | Callable[[str], object],
    pattern: str,
    into: str | Callable[[re.Match[str]], str],
    *examples: tuple[str, str],
) -> Rule:
    concerns = _holds(*signs) if isinstance(signs, tuple) else signs
    return Rule(name, why, examples, concerns, re.compile(pattern), into)


def _holds(*signs: str) -> Callable[[str], object]:
    """A test for texts that hold one of `signs`."""

    def holds(text: str) -> bool:
        for sign in signs:  # noqa: SIM110 — `any` takes twice as long, and this runs for every rule on every text
            if sign in text:
                return True
        return False

    return holds


def _beyond_ascii(text: str) -> bool:
    return not text.isascii()


def _untidy(text: str) -> bool:
    return "  " in text or text[:1].isspace() or text[-1:].isspace() or not text.isprintable()


def _like(*patterns: str) -> Callable[[str], object]:
    """A test for texts in which one of `patterns` is found; each should begin with a literal, which makes it quick."""
    searches = tuple(re.compile(pattern).search for pattern in patterns)
    return lambda text: any(search(text) for search in searches)


_ARG_CLOSE = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_ARG = rf"\s?{_ARG_CLOSE}"
"""An argument in braces, which may hold one more level of them."""
_INNER = r"\{([^{}]*)\}"
_OPT = r"(?:\[[^\][{}]{0,60}\])*"
_WRAPS = (
    "emph|text(?:bf|it|tt|sc|sf|sl|rm|md|up|normal|color\\s?(?:\\[\\w*\\])?\\s?\\{[^{}]*\\})|text|math(?:bf|it|rm|sf|tt|cal|bb|frak|scr|"
    "normal)|boldsymbol|bm|pmb|operatorname\\*?|underline|uline|ul|sout|mbox|hbox|fbox|textnormal|ensuremath|"
    "colorbox\\s?(?:\\[\\w*\\])?\\s?\\{[^{}]*\\}|lowercase|uppercase|MakeUppercase|textquote|enquote"
)
_OVER = "hat|widehat|bar|overline|tilde|widetilde|vec|ddot|dot|check|breve"
_SWITCH = (
    "bf|it|em|tt|sc|sl|rm|sf|bfseries|itshape|ttfamily|scshape|slshape|rmfamily|sffamily|mdseries|upshape|normalfont|"
    "small|footnotesize|scriptsize|tiny|large|Large|LARGE|normalsize|boldmath|unboldmath|centering|noindent|"
    "protect|nobreakdash|nobreak|allowbreak|displaystyle|textstyle|limits|nolimits|bigskip|"
    "medskip|smallskip|strut|null|vfill|sloppy|relax|leavevmode|ignorespaces|left|right|[bB]igg?[lrm]?|selectfont|maketitle"
)
_CITES = r"(?:no)?[cC]ite(?:p|t|alp|alt|author|year|yearpar|text|num)?|parencite|textcite|autocite|footcite|supercite"
_NAMES = "|".join(sorted(_GREEK, key=lambda name: (-len(name), name)))
_NEVER_WORDS = (
    "leqslant|geqslant|lesssim|gtrsim|leq|geq|neq|simeq|infty|rightarrow|leftarrow|leftrightarrow|longrightarrow|"
    "Rightarrow|Leftarrow|Leftrightarrow|uparrow|downarrow|varepsilon|varphi|langle|rangle|subseteq|propto|cdots|cdot|"
    "ldots"
)
_ENDS = "|".join(sorted({name[-2:] for name in _GREEK}))
_AFTER_GREEK = [rf"\{sign}(?:(?<=(?:{_ENDS}).)|(?<=(?:{_ENDS})\s.))" for sign in "_^=<>≤≥≈"]
_OPENS = "|".join(sorted(set(_OPENERS) - {"A", "It", "No"}))
_RAISED = "⁰¹²³⁴-⁹ⁱⁿ₀-₉ᵢⱼ"
_SIGNS_OF_MATH = f"α-ωΑ-Ωϵ∼≈≤≥×∈∉√∞ℓ∑∏∇∂→·⊂⊆≪≫{_RAISED}"
_ZERO_WIDTH = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
_CONTROL = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff"
)
_SPACES = "\t\n\r\x0b\x0c\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

_EVERYWHERE: tuple[Rule, ...] = (
    _rule(
        "entity",
        "The page's HTML was escaped once too often.",
        ("&",),
        r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
        lambda match: html.unescape(match[0]),
        ("p &lt; 0.05 for R&amp;D", "p < 0.05 for R&D"),
        ("it&#39;s", "it's"),
    ),
    _rule(
        "formula-twice",
        "Publishers give a formula as TeX and as MathML; one is enough.",
        ("tex-math>",),
        r"<(?:jats:)?alternatives>(?:[^<>]{0,500}<[^<>]{0,200}>){0,200}?[^<>]{0,500}?<(?:jats:)?tex-math[^<>]{0,200}>([^<>]{0,3000})"
        r"</(?:jats:)?tex-math>(?:[^<>]{0,500}<(?!/(?:jats:)?alternatives>)[^<>]{0,200}>){0,400}?[^<>]{0,500}</(?:jats:)?alternatives>",
        r"\1",
        ("of <alternatives><tex-math>$x$</tex-math><mml:math><mml:mi>x</mml:mi></mml:math></alternatives>", "of $x$"),
    ),
    _rule(
        "whole-document",
        "Publishers wrap a formula in all of a TeX document.",
        ("\\documentclass",),
        r"\\documentclass(?:[^\\]|\\(?!begin\s?\{document\}|documentclass))*\\begin\s?\{document\}((?:[^\\]|\\(?!end\s?\{document\}))*)\\end\s?\{document\}",
        r"\1",
        (
            r"of \documentclass[12pt]{minimal} \usepackage{amsmath} \begin{document}$$x^2$$\end{document} m",
            "of $$x^2$$ m",
        ),
    ),
    _rule(
        "raised-tag",
        "Superscripts came as HTML.",
        ("sup>", "sub>", "inf>"),
        r"<(?:jats:)?(su[pb]|inf)(?:\s[^<>]{0,80})?>([^<>]{0,40})</(?:jats:)?\1>",
        _raised,
        ("10<sup>-3</sup> of CO<sub>2</sub>", "10⁻³ of CO₂"),
        ("10<jats:sup>3</jats:sup>", "10³"),
    ),
    _rule(
        "raised-mathml",
        "Superscripts came as MathML.",
        ("msup>", "msub>"),
        r"<((?:mml:)?ms(u[pb]))>\s*<((?:mml:)?m[ino])>([^<>]{0,40})</\3>\s*<((?:mml:)?m[ino])>([^<>]{0,40})</\5>\s*</\1>",
        lambda match: match[4] + (_script(_SUPER, "^", match[6]) if match[2] == "up" else _script(_SUB, "_", match[6])),
        ("<mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup>", "x²"),
    ),
    _rule(
        "anchor",
        "Links came as HTML.",
        ("</a>",),
        r"<a\s[^<>]{0,200}?href=[\"']?(https?://[^\s\"'<>]+)[\"']?[^<>]{0,200}>([^<>]{0,300})</a>",
        _linked,
        ('at <a href="https://a.org/x">our page</a>.', "at our page (https://a.org/x)."),
    ),
    _rule(
        "tag",
        "Publishers mark up abstracts with JATS or HTML, and the tags were taken for text.",
        ("</", "/>", "<br", "<p>"),
        rf"</?(?:jats|mml|ns\d|xhtml):[A-Za-z-]+[^<>]{{0,200}}>|<br\s?/?>|\A\s*<p>|</?({_TAGS})(?:\s[^<>]{{0,300}})?/?>",
        _untagged,
        ("In <i>E. coli</i> cells", "In E. coli cells"),
        ("<jats:p>We show it.</jats:p>", "We show it."),
        ("<p>We <b>do</b></p><h3>Methods</h3>Then.", "We do Methods Then."),
        ('a <span style="x">b</span> c', "a b c"),
        ("between <think> and </think> tags, or <b> and </b>", "between <think> and </think> tags, or <b> and </b>"),
        ("elements such as <div> and <p>, if a <b and c> d", "elements such as <div> and <p>, if a <b and c> d"),
    ),
    _rule(
        "invisible",
        "Zero-width, direction-changing, private-use and control characters are not text.",
        _beyond_ascii,
        f"[{_ZERO_WIDTH}{_CONTROL}]|(?<![^\\x00-\\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\\x00-\\x7f])",
        "",
        ("trans\u00adformer\u200b models", "transformer models"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ),
    _rule(
        "control",
        "Control characters are not text.",
        lambda text: not text.isprintable(),
        "[\x00-\x08\x0e-\x1f\x7f]",
        "",
        ("a\x00 b\x07", "a b"),
    ),
    _rule(
        "odd-space",
        "No-break, thin and wide spaces look alike and are found by no search.",
        _beyond_ascii,
        f"[{_SPACES}]",
        " ",
        ("20\u00a0GB of\u2009memory", "20 GB of memory"),
    ),
    _rule(
        "composed",
        "Letter and accent as two characters look alike and compare unlike (NFC).",
        _beyond_ascii,
        r"(?s).+",
        lambda match: unicodedata.normalize("NFC", match[0]),
        ("Schro\u0308dinger", "Schrödinger"),
    ),
    _rule(
        "ligature",
        "Letters joined for print are found by no search.",
        _beyond_ascii,
        "[\ufb00-\ufb06]",
        lambda match: unicodedata.normalize("NFKC", match[0]),
        ("an e\ufb03cient \ufb01ne-tuning", "an efficient fine-tuning"),
    ),
    _rule(
        "comment",
        "A TeX comment's sign; where the comment ended is lost with its line.",
        ("%",),
        r"%(?:(?:(?<=\A%)|(?<=\n%))[^\n]*\n|(?:(?<=\A%)|(?<=[.?!] %)) ?(?=[A-Z\\]))",
        "",
        ("It trains fast. % We present a system.", "It trains fast. We present a system."),
    ),
    _rule(
        "address-slash",
        "Backslashes where an address has slashes.",
        ("\\",),
        r"(?<=https:)\\{2,4}(?=\w)|(?<=http:)\\{2,4}(?=\w)",
        "//",
        (r"at https:\\a.github.io", "at https://a.github.io"),
    ),
    _rule(
        "math-delimiter",
        "Formulas are told by dollar signs here, whatever told them in the source.",
        ("\\(", "\\[", "\\begin"),
        r"(?<!\\)\\\(((?:[^\\$]|\\[^()])*)\\\)|(?<!\\)\\\[((?:[^\\$]|\\[^\[\]])*)\\\]"
        r"|\\begin\{(equation|align|gather|math|displaymath|eqnarray|multline)\*?\}((?:[^\\$]|\\(?!end\{|begin\{).)*)\\end\{\3\*?\}",
        lambda match: f"${' '.join((match[1] or match[2] or match[4] or '').replace('&', ' ').split())}$",
        (r"seeds (\(p=0.650\)): RL", "seeds ($p=0.650$): RL"),
        (r"at \[ q_0 \ge 1. \] Here", r"at $q_0 \ge 1.$ Here"),
    ),
    _rule(
        "address-escape",
        "TeX needs backslashes in addresses; browsers do not.",
        _like(r"\\[_%#&~$-]"),
        r"(?:https?://|www\.)(?:[^\s{}\\]|\\[_%#&~$-])+",
        lambda match: match[0].replace("\\", ""),
        (r"at https://a.org/my\_tool\#top", "at https://a.org/my_tool#top"),
    ),
)
"""For the whole text, formulas included."""

_OUTSIDE_MATH: tuple[Rule, ...] = (
    _rule(
        "double-backslash",
        "A backslash escaped once too often, or a forced line break.",
        ("\\\\",),
        r"\\\\(?:\[[\d.]{1,5}\s?[a-z]{2}\]|(?=[A-Za-z%&$_#{}(\[])|[*~]?)",
        _broken_line,
        (r"one form. \\~ \emph{Dedicated}", "one form. Dedicated"),
        (r"by 5\\% and \\emph{more}", "by 5% and more"),
        (r"rows $a \\ b$", r"rows $a \\ b$"),
    ),
    _rule(
        "split-greek",
        r"A converter took `\kappa` for the accent `\k` over `appa`.",
        ("\\",),
        r"\\([bcdkrtuvHo])\{([a-z]{1,9})\}",
        _split_greek,
        (r"conductivity (\k{appa})", "conductivity (κ)"),
        (r"the \b{eta}-phase", "the β-phase"),
    ),
    _rule(
        "accent-alone",
        "A tilde or a caret is an accent over nothing.",
        ("\\~{", "\\^{"),
        r"\\([~^])\{\s?\}",
        r"\1",
        (r"about \~{}3 and 2\^{}n", "about ~3 and 2ⁿ"),
    ),
    _rule(
        "escaped-quote",
        "Quotation marks escaped for a program.",
        ('\\"', "\\'"),
        r"""(?<!\w)\\"(?=\S)([^"\\]{1,80})(?<=\S)\\"(?!\w)|(?<=\w)\\'(?=(?:s|t|re|ve|ll|d)\b)""",
        lambda match: f'"{match[1]}"' if match[1] else "'",
        (r"called \"deep learning\" here", 'called "deep learning" here'),
        (r"the model\'s size", "the model's size"),
    ),
    _rule(
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
    _rule(
        "citation",
        "A citation's key means nothing without the bibliography.",
        ("cite",),
        rf"[;,]?[\s~]*[(\[]?(?:\\|\b)(?:{_CITES})\*?{_OPT}\s?\{{[^{{}}]*\}}(?:\s*[,;]\s*\\(?:{_CITES})\*?{_OPT}\s?\{{[^{{}}]*\}})*[)\]]?",
        _uncited,
        (r"Raindrop dataset~\cite{jin2024raindrop}. For", "Raindrop dataset. For"),
        (r"fast (\citep[see][]{a,b}; \citet{c}) and small", "fast and small"),
        (r"Corpus (ARC;~\citealp{c2019}) holds", "Corpus (ARC) holds"),
    ),
    _rule(
        "citation-key",
        "A bibliography's key leaked into the text.",
        ("DBLP:",),
        r"\s?[(\[]?(?<![\w:./-])(?:[\w.-]{1,60}:){0,4}DBLP:[\w/:.-]*\w[)\]]?",
        "",
        ("search liu:pnas_google:DBLP:journals/corr/abs-1712-00559 and more", "search and more"),
        ("called MAML finn:maml:DBLP:conf/icml/FinnAL17. To", "called MAML. To"),
    ),
    _rule(
        "definition",
        "A macro's definition is for TeX.",
        ("\\",),
        rf"\\(?:(?:re|provide)?newcommand|providecommand|DeclareMathOperator|newtheorem)\*?\s?(?:\\[A-Za-z]+|{_INNER})(?:\[[^\][]{{0,20}}\])*{_ARG}"
        rf"|\\def\s?\\[A-Za-z]+(?:#\d)*{_ARG}|\\let\s?\\[A-Za-z]+\s?=?\s?\\[A-Za-z]+",
        "",
        (r"\newcommand{\foo}[1]{bar #1} We \def\x{y} do", "We do"),
    ),
    _rule(
        "skip",
        "Commands for room on paper.",
        ("skip", "\\kern", "\\rule"),
        r"\\(?:[vh]skip|m?kern)\s?-?[\d.]+\s?(?:em|ex|pt|cm|mm|in|mu)\b|\\rule(?:\[[^\][]{0,20}\])?\s?\{[^{}]*\}\s?\{[^{}]*\}",
        " ",
        (r"one \vskip 1em two", "one two"),
    ),
    _rule(
        "reference",
        "A reference to what the page does not hold.",
        ("\\",),
        r"[\s~]?\\(?:eqn?|auto|page|name|[cCvV]|[fF]ig|[sS]ec|[tT]ab|app|alg|thm|sub|full|labelc)?ref\*?\s?\{[^{}]*\}|\\(?:label|[vh]space|(?:page)?color|pagestyle|thispagestyle|bibliography|"
        r"bibliographystyle|input|include|includegraphics|citeproc|[hv]?phantom|hypertarget|setlength\s?\{[^{}]*\}|usepackage|"
        rf"documentclass|fontsize\s?\{{[^{{}}]*\}})\*?{_OPT}\s?\{{[^{{}}]*\}}|\\(?:footnotemark|includegraphics){_OPT}"
        r"|\\begin\s?\{(?:tabular[x*]?|array|minipage|multicols|longtable)\}(?:\[\w*\])?(?:\s?\{[^{}]*\}){1,2}"
        r"|\\(?:begin|end)\s?\{[^{}]*\}(?:\[[^\][]{0,60}\])?",
        "",
        (r"in Section~\ref{sec:one}, we", "in Section, we"),
        (r"\begin{itemize} \item one \end{itemize}", "one"),
        (r"\begin{enumerate}[label=(\roman*)] \item one", "one"),
        (r"in {\color[HTML]{FF0000}red} text\footnotemark[1]", "in red text"),
    ),
    _rule(
        "layout",
        "Boxes, sizes and shifts of words come with lengths that are no words.",
        ("\\",),
        r"\\(?:(?:scalebox|rotatebox|raisebox|parbox|hspace|adjustbox|fontsize|multicolumn\s?\{[^{}]*\}|resizebox\s?\{[^{}]*\})"
        rf"{_OPT}\s?\{{[^{{}}]*\}}|resizebox\*){_OPT}(?=\s?\{{)",
        "",
        (r"\scalebox{0.9}{small}, \resizebox{1cm}{!}{wide} and \raisebox{2pt}{up}", "small, wide and up"),
    ),
    _rule(
        "verbatim",
        "Code between two of any sign.",
        ("\\",),
        r"\\(?:verb\*?|lstinline)([|+!/\"'#=@])([^\\]{0,80}?)\1",
        r"\2",
        (r"the call \verb|f(x)| of \verb+g+", "the call f(x) of g"),
    ),
    _rule(
        "twin-for-bookmarks",
        r"`\texorpdfstring` says a formula twice, the second time for the bookmarks of a PDF.",
        ("\\texorpdfstring",),
        rf"\\texorpdfstring{_ARG}{_ARG}",
        r"\1",
        (r"Pruning with \texorpdfstring{$\ell_0$}{l0} Norms", r"Pruning with $\ell_0$ Norms"),
        (r"in \texorpdfstring{$O(n^{2})$}{O(n2)} time", r"in $O(n^{2})$ time"),
    ),
    _rule(
        "font",
        "Commands for emphasis and fonts.",
        ("\\", "{"),
        rf"\\(?:{_WRAPS}){_ARG}|\b(?:emph|text(?:bf|it|tt|sc|sf)|math(?:bf|rm|cal|bb|it)|operatorname|boldsymbol){_INNER}",
        lambda match: _apart(match, match[1] if match[1] is not None else match[2]),
        (r"method, \textbf{MoE-LoRA (MoLA)} for", "method, MoE-LoRA (MoLA) for"),
        (r"\noindent\textbf{Note} that \alpha\mathbf{x}", "Note that αx"),
        (r"\underline{C}ontext-\underline{A}ware", "Context-Aware"),
        (r"in \mathcal{O}(n) and mathcal{O}(n)", "in O(n) and O(n)"),
    ),
    _rule(
        "own-space",
        r"`\xspace` makes no space of its own: what stands in the source is what the authors meant.",
        ("\\xspace",),
        r"\\xspace(?![A-Za-z])(?:\{\})?",
        "",
        (r"FooNet\xspace is fast; \ours\xspace wins", "FooNet is fast; our method wins"),
    ),
    _rule(
        "break",
        "Commands that end a line or begin an item.",
        ("\\",),
        r"\s?\\(?:par|newline|linebreak|pagebreak|newpage|clearpage|item|hfill|hline|centerline)(?![A-Za-z])(?:\[[^\][]{0,20}\]|\{\})?\s?",
        lambda match: " " + (match[0][match[0].find("[") + 1 : match[0].rfind("]")] + " ") * ("[" in match[0]),
        (r"one\par two \newline three \item[(a)] four", "one two three (a) four"),
    ),
    _rule(
        "font-switch",
        "Commands that change the font, size or spacing from here on.",
        ("\\",),
        rf"\\(?:{_SWITCH})(?![A-Za-z])(?:\{{\}}|\s)?",
        "",
        (r"an {\it in situ} test, {\em automatically}", "an in situ test, automatically"),
        (r"our \small{tool}", "our tool"),
    ),
    _rule(
        "link",
        "Links written as TeX commands, whose backslash may be lost.",
        ("href", "url", "path{"),
        rf"(?:\\|\b)href\s?\{{\s?([^{{}}]*?)\s?\}}{_ARG}|(?:\\|\b)(?:url|path|nolinkurl)\s?\{{\s?([^{{}}]*?)\s?\}}",
        lambda match: match[3] if match[3] is not None else _linked(match),
        ("at url{https://github.com/a/b}.", "at https://github.com/a/b."),
        (r"is \href{https://a.org/x}{here}.", "is here (https://a.org/x)."),
        (r"at \href{https://a.org}{\texttt{https://a.org}}", "at https://a.org"),
    ),
    _rule(
        "link-label",
        "The words of a link were left behind its address.",
        ("{",),
        rf"([{_U}])\s?{_INNER}",
        _labelled,
        ("at https://github.com/a/RobArch{this url}.", "at https://github.com/a/RobArch."),
        ("at https://a.org/x{LLM4Exploration}", "at https://a.org/x (LLM4Exploration)"),
    ),
    _rule(
        "footnote",
        "A footnote has no foot to stand on here.",
        ("\\",),
        rf"\s*\\(?:footnote(?:text)?|thanks){_OPT}{_ARG}",
        lambda match: f" ({match[1].strip().rstrip('.')})",
        (r"of reviewing.\footnote{Code: https://a.org}", "of reviewing. (Code: https://a.org)"),
    ),
    _rule(
        "chemistry",
        "Chemical formulas as mhchem commands.",
        ("\\c",),
        rf"\\(?:ce|ch){_ARG}",
        _formula,
        (r"in \ce{Pb(I_{x}Br_{1-x})_{3}}/\ce{H2O} layers", "in Pb(IₓBr₁₋ₓ)₃/H₂O layers"),
    ),
    _rule(
        "raised",
        "Raised and lowered text as commands.",
        ("\\text",),
        rf"\\text(super|sub)script{_ARG}",
        lambda match: match[0] if "\\" in match[2] else _raised(match),
        (r"km\textsuperscript{2} of Fe\textsubscript{2}O", "km² of Fe₂O"),
    ),
    _rule(
        "fraction",
        "Fractions as commands.",
        ("frac",),
        rf"(?:\\|\b)[dt]?frac\s?{_INNER}\s?{_INNER}|\\[dt]?frac\s?(\d)\s?(\d)",
        _divided,
        (r"up to \frac{1}{k} of", "up to 1/k of"),
        ("frac{a+b}{2}", "(a+b)/2"),
    ),
    _rule(
        "root",
        "Roots as commands or as a program would write them.",
        ("sqrt",),
        rf"(?:\\|\b)sqrt(?:\[(\w+)\])?(?:\s?{_INNER}|\(([^()]{{1,40}})\))",
        _rooted,
        ("regrets of the form O(sqrt(T)), with", "regrets of the form O(√T), with"),
        (r"O(\sqrt{d+1}), \sqrt[3]{n}", "O(√(d+1)), ∛n"),
    ),
    _rule(
        "hat",
        "Signs above letters as commands.",
        ("{", "\\"),
        rf"(?:\\|\b)({_OVER})\s?\{{([^{{}}]*)\}}|\\({_OVER})(?:\s([A-Za-zα-ωΑ-Ω])(?![A-Za-z])|\s?\\([A-Za-z]+)(?![A-Za-z{{]))",
        _hatted,
        (r"the \hat{x} of \tilde{O}(n), tilde{O}(1)", "the x̂ of Õ(n), Õ(1)"),
        (r"the \hat\theta of \tilde O(n)", "the θ̂ of Õ(n)"),
    ),
    _rule(
        "short-form",
        "Authors define macros for Latin abbreviations.",
        ("\\",),
        r"\\(eg|ie|etc|vs|cf|etal|wrt|aka|iid|viz|resp|Eg|Ie)(?![A-Za-z])(?:\{\})?\.?",
        lambda match: _SHORT[match[1]],
        (r"add-ons (\eg, ControlNet), \ie, two", "add-ons (e.g., ControlNet), i.e., two"),
    ),
    _rule(
        "function",
        "Names of functions stand apart from what they are multiplied with.",
        ("\\",),
        r"(?<=[\w)\]}⁰¹²³⁴-⁹])\s?\\(log|ln|exp|sin|cos|tan|max|min|sup|inf|arg|det|lim|poly|polylog)(?![A-Za-z])",
        r" \1",
        (r"in O(n^2\log n) or O(k\log\log n)", "in O(n² log n) or O(k log log n)"),
    ),
    _rule(
        "letter",
        "A command for a letter swallows the space that ends its name.",
        ("\\",),
        r"\\(ss|[oOlLij]|ae|AE|oe|OE|aa|textmu|micro)\s(?=[a-z])",
        _sign,
        (r"Stra\ss e in \O rsted, M\o ller, 10\textmu m", "Straße in Ørsted, Møller, 10μm"),
    ),
    _rule(
        "sign",
        "Letters and signs as commands.",
        ("\\",),
        r"\{\s?\\([A-Za-z]+)\s?\}|\\([A-Za-z]+)(?:\{\})?",
        _sign,
        (r"the quantity {\Psi} and Spearman's {\rho}", "the quantity Ψ and Spearman's ρ"),
        (r"cal{\i}smada, M{\o}ller, 5{\deg}", "calısmada, Møller, 5°"),
        (r"with 0<\alpha<1 and 3.2 \pm 0.08", "with 0<α<1 and 3.2 ± 0.08"),
    ),
    _rule(
        "lost-power",
        "A power of ten lost its sign.",
        ("10{",),
        r"(?<![\w}.^_$])10\{([-+]?\d{1,2})\}",
        lambda match: f"10{_script(_SUPER, '^', match[1])}",
        ("at 10{-3} and 10{12}", "at 10⁻³ and 10¹²"),
    ),
    _rule(
        "lost-fraction",
        "A fraction lost its command and its first brace.",
        ("{",),
        r"(?<![\w}.^_$-])([1-9]\d?)\{([1-9]\d?)\}(?![{\d])",
        _halves,
        ("accounts for roughly 2{3} total parameters", "accounts for roughly 2/3 total parameters"),
        ("of 1{3} or more, but 3{,}000", "of 1/3 or more, but 3,000"),
    ),
    _rule(
        "lost-times",
        r"`\times` lost its backslash and its dollar signs.",
        _like(r"times(?:\s?\d|(?<=\dtimes)|\s?[nmkdhwNMKDHWCT]\b)"),
        r"(?<=[\d)])\s?times\s?(?=\d)|(?<=\d)times(?![a-z])|(?<![\w.-])times(?=\d)|(?<=\()times\s(?=\d)"
        r"|(?<=\b[nmkdhwNMKDHWCT])\s?times\s?(?=[nmkdhwNMKDHWCT\d](?![A-Za-z]))",
        "×",
        ("a 512times512 image, 64 times 64", "a 512×512 image, 64×64"),
        ("up to 5times faster, 1.1times for MT", "up to 5× faster, 1.1× for MT"),
        ("an n times d matrix", "an n×d matrix"),
        ("5 times faster, three times, 2.5x times", "5 times faster, three times, 2.5x times"),
        ("the New York Times and training times", "the New York Times and training times"),
    ),
    _rule(
        "lost-sim",
        r"`\sim` lost its backslash and its dollar signs.",
        _like(r"sim[!\s]?\d"),
        r"(?:(?<![\w-])sim!?|(?<=[\d%×])\s?sim\s?)(?=\d)(?!\d[A-Za-z]{3,})"
        r"|(?<![\w-])sim\s(?=\d[\d.,]*\s?(?:[%×BMKkGT]\b|%|times|ms\b|x\b))",
        "∼",
        ("(sim100B) models, a merely sim0.6 drop", "(∼100B) models, a merely ∼0.6 drop"),
        ("bring 1.25sim1.56times speedup", "bring 1.25∼1.56× speedup"),
        ("sim-to-real, sim2real, sim2sim, a sim to real", "sim-to-real, sim2real, sim2sim, a sim to real"),
    ),
    _rule(
        "lost-relation",
        r"`\approx` or `\pm` lost its backslash and its dollar signs.",
        _like(r"approx\s?\d", r"pm\s?\d"),
        r"(?<![A-Za-z])approx(?=\d)|(?<=\b[a-zA-Z])\s(approx)\s(?=\d)|(?<=\d)\s?(approx)\s?(?=\d)"
        r"|(?<=\d)(pm)(?=\d)|(?<=\.\d)(%?\s)pm\s(?=\d)|(?<=\.\d\d)(%?\s)pm\s(?=\d)",
        _in_signs,
        ("to 69.8 pm 0.5% and 3pm0.1", "to 69.8 ± 0.5% and 3±0.1"),
        ("(p approx 0.82), approx100", "(p ≈ 0.82), ≈100"),
        ("from 3 pm to 5 pm, approx. 60%", "from 3 pm to 5 pm, approx. 60%"),
    ),
    _rule(
        "lost-command",
        "Commands no English word looks like, without their backslash.",
        _like(
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
        lambda match: _SIGNS[match[1]],
        ("0.84 vs. leq0.76, A rightarrow B", "0.84 vs. ≤0.76, A → B"),
    ),
    _rule(
        "lost-greek",
        "The name of a Greek letter with a formula's signs around it.",
        _like(*_AFTER_GREEK, r"Theta\(", r"Omega\(", "ell_", "epsilon,", r"pi(?:(?<=\dpi)|-\d)"),
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
    _rule(
        "subscript",
        "Lowered text in TeX.",
        ("_",),
        r"_\{([^{}]*)\}|(?<=(?<![\w\\])[A-Za-zα-ωΑ-Ωℓ])_([a-z0-9])(?![\w{]|\.\w)",
        _subscript,
        ("x_{i} and π_0 of LaFe_{11.6}Si_{1.4}", "xᵢ and π₀ of LaFe₁₁.₆Si₁.₄"),
        ("L_{reg} in snake_case of f_c", "L_reg in snake_case of f_c"),
    ),
    _rule(
        "superscript",
        "Raised text in TeX.",
        ("^",),
        r"\^\{([^{}]*)\}"
        rf"|(?<=[\w)\]}}°′'|{_M}])\^(\d+[+-](?![\w({{.])|[-+−]?\d+(?:\.\d+)?|[α-ω∘∗*⋆⊤⊥†′°+]|[A-Za-z]{{1,12}}(?!\w))",
        _superscript,
        ("more than 10^{160} candidates", "more than 10¹⁶⁰ candidates"),
        ("Relabel (SRe^2L), O(n^2), m^-1, R^d", "Relabel (SRe²L), O(n²), m⁻¹, Rᵈ"),
        ("x^{k/q}", "x^(k/q)"),
    ),
    _rule(
        "chemical-subscript",
        "Numbers in chemical formulas.",
        ("_",),
        r"(?<![\w.-])(?:[A-Z][a-z]?(?:_\d{1,2}(?!\d))?){1,12}(?![\w{])",
        lambda match: _lowered(match) if match[0].count("_") > 1 or match[0] in _COMMON else match[0],
        ("Antiferromagnet Ba_2CoMoO_6", "Antiferromagnet Ba₂CoMoO₆"),
    ),
    _rule(
        "escape",
        "TeX needs a backslash before some signs.",
        ("\\",),
        r"\\([%&#_${}@|])",
        lambda match: {"@": "", "|": "‖"}.get(match[1], match[1]),
        (r"by 87\%, 131\% in Q\&A", "by 87%, 131% in Q&A"),
        (r"from \$5 to \$10", "from $5 to $10"),
    ),
    _rule(
        "spacing",
        "Commands for spaces between words.",
        ("\\",),
        r"\\(?:[,;: ]|quad(?![A-Za-z])|qquad(?![A-Za-z])|(?:thinspace|n)(?![A-Za-z]))|\\[!/-]",
        lambda match: "" if match[0][1] in "!/-" else " ",
        (r"vs.\ 33\% in 50\,fs, de-professiona\-lisation", "vs. 33% in 50 fs, de-professionalisation"),
    ),
    _rule(
        "unit",
        "Units as siunitx commands.",
        ("\\",),
        rf"\\(?:si|unit){_OPT}{_INNER}|\\(?:SI|qty|num){_OPT}{_INNER}(?:\s?{_INNER})?"
        rf"|\\(?:SI|qty|num)range{_OPT}{_INNER}\s?{_INNER}(?:\s?{_INNER})?",
        lambda match: " ".join(filter(None, match.groups()[:3])) or f"{match[4]}–{match[5]} {match[6] or ''}".rstrip(),
        (r"to 5~\si{\kilo\meter} in", "to 5 km in"),
        (r"from \SIrange{1}{2}{m} or \num{1000}", "from 1–2 m or 1000"),
    ),
    _rule(
        "unknown-command",
        "A macro of the authors' own; its argument is what they wrote.",
        ("\\",),
        rf"\\(?!(?:{_WRAPS})\s?\{{)([A-Za-z]+)\*?{_OPT}{_ARG_CLOSE}",
        lambda match: _apart(match, match[2]) if match[2].strip() else _named(match),
        (r"a \rev{simulated reporter} there", "a simulated reporter there"),
    ),
    _rule(
        "unknown-name",
        "A macro of the authors' own that stood for their method's name.",
        ("\\",),
        r"\{\s?\\([A-Za-z]+)\s?\}|\\([A-Za-z]+)(?![A-Za-z])(?:\{\s?\}|(?!\{))",
        _named,
        (r"By leveraging {\ours}'s robust language", "By leveraging our method's robust language"),
        (r"and show that \methodabbr significantly reduces", "and show that our method significantly reduces"),
        (r"\ours is fast. We curate \gknow, a benchmark", "Our method is fast. We curate gknow, a benchmark"),
    ),
    _rule(
        "unclosed-command",
        "A command whose closing brace is lost.",
        ("\\",),
        r"\\[A-Za-z]+\*?\s?\{",
        _unclosed,
        (r"the \textbf{rest of it", "the rest of it"),
    ),
    _rule(
        "stray-backslash",
        "A backslash that commands nothing.",
        ("\\",),
        r"\\(?![A-Za-z])",
        "",
        (r"for less than \0.1", "for less than 0.1"),
    ),
    _rule(
        "group",
        "Braces that group for TeX and mean nothing to a reader.",
        ("{",),
        r"(\\[A-Za-z]+\*?\s?|[_^]\s?)?\{([^{}]*)\}",
        _ungrouped,
        ("{DeepSeek} reads 3{,}000 lines", "DeepSeek reads 3,000 lines"),
        ("lattices {10, 3} and {FA, RA, MIA}", "lattices {10, 3} and {FA, RA, MIA}"),
    ),
    _rule(
        "lone-brace",
        "A brace without its partner.",
        ("{", "}"),
        r"\{[^{}]*\}|[{}]",
        _lone_brace,
        ("the rest} of it", "the rest of it"),
    ),
    _rule(
        "lone-dollar",
        "A dollar sign that lost its partner: no money stands before signs of a formula or before a percent sign.",
        ("$",),
        rf"\$(?=[-+−]?\d[\d.,]*\s?%)|(?<=[%)\]{_M}])\$(?=[\s.,;:)]|$)|(?<=[{_M}{_SIGNS_OF_MATH}])\$(?!\s?\d)"
        rf"|\$(?=[{_M}{_SIGNS_OF_MATH}]|[A-Za-z][_^=<>({_RAISED}]|[a-z]+\b(?![_\[(-]))|(?<!\$)\$\$(?!\$)|(?<=\b[a-zBD-QT-Z])\$(?!\s?\d)",
        "",
        ("by ($-7.4%) and $5%, a budget of $5", "by (-7.4%) and 5%, a budget of $5"),
        (r"in time $O(n \log", "in time O(n log"),
        ("an input of size x$ and (left)$.", "an input of size x and (left)."),
        ("≈$5M, US$ 20, R$ 5, ($7), $HOME, 5$", "≈$5M, US$ 20, R$ 5, ($7), $HOME, 5$"),
    ),
    _rule(
        "tie",
        "TeX writes a space that does not break as a tilde.",
        ("~",),
        rf"(?<=[\w.,;:)\]'’”%{_M}{_U}])(?<!\d)(?<!\b[A-Za-z])~+(?=[\w(\[“‘`'\"{_M}{_U}])|(?<=\d)~+(?=[A-Za-z(\[“‘{_M}{_U}])"
        r"|(?<=\b[A-Za-z])~+(?=[A-Za-z(])|(?<=[A-Za-z.,;:)\]])~+(?=\s|$)|(?<=\s)~+(?=[(\[])",
        " ",
        ("Large Language Models~(MLLMs) in Fig.~1 of 10~ms", "Large Language Models (MLLMs) in Fig. 1 of 10 ms"),
        ("about ~80%, T ~ 5.2 K, U~2-6, 5~10 GPUs", "about ~80%, T ~ 5.2 K, U~2-6, 5~10 GPUs"),
    ),
    _rule(
        "quote",
        "TeX writes quotation marks with backquotes and apostrophes.",
        ("``",),
        r"(?<!`)``(?!`)\s?",
        "“",
        ("the ``pre-train'' paradigm", "the “pre-train” paradigm"),
    ),
    _rule(
        "end-quote",
        "The second half of TeX's quotation marks.",
        ("''",),
        r"(?<=\S)''(?!')",
        _end_quote,
        ("``generalist'' and f''", "“generalist” and f''"),
    ),
    _rule(
        "single-quote",
        "TeX's single quotation marks.",
        ("`",),
        r"(?<![\w`])`(?=[^\s`'])([^`'“”]{1,80})'(?![\w'])",
        r"‘\1’",
        ("a larger `teacher' network", "a larger ‘teacher’ network"),
    ),
    _rule(
        "dash",
        "TeX writes dashes as two or three hyphens.",
        ("--",),
        r"(?<![-<!])---(?![->])|(?<![-<!])--(?![->])(?<!\s--(?=[a-z]))(?<!^--)",
        lambda match: "—" if len(match[0]) > len("--") else "–",
        ("literature -- including, 5--10, 83.9%---within", "literature – including, 5–10, 83.9%—within"),
        ("run with --verbose", "run with --verbose"),
    ),
    _rule(
        "plus-minus",
        "Plus-minus as a typewriter writes it.",
        _like(r"\+/?-"),
        r"(?<=\d)(\s?)\+/?-(\s?)(?=\d)",
        r"\1±\2",
        ("an error of 1.98+/-0.07", "an error of 1.98±0.07"),
    ),
    _rule(
        "enumerator",
        "A full stop that belongs to no sentence.",
        (").",),
        r"(\((?:[a-d1-9]|[ivx]{1,4})\))\.(?=[a-z])",
        r"\1 ",
        ("is (i).training-free, (ii).fast", "is (i) training-free, (ii) fast"),
    ),
    _rule(
        "lost-space",
        "The space after a full stop was lost with a line's end.",
        (".", "?", "!"),
        rf"[.?!](?<=[\w)\]%”’{_M}].)(?<!\b\w.)(?=[A-Z])(?=(?:{_OPENS})(?:,?\s|-[a-z]|$)|(?:A|It|No)\s[a-z])",
        r"\g<0> ",
        ("of the model.Extensive experiments on", "of the model. Extensive experiments on"),
        ("existing methods.We show (LLMs).The", "existing methods. We show (LLMs). The"),
        ("e.g.Foo, Node.js, U.S.A, v1.2.The, torch.Tensor", "e.g.Foo, Node.js, U.S.A, v1.2.The, torch.Tensor"),
    ),
    _rule(
        "lost-space-after-colon",
        "The space after a title's colon was lost.",
        (":",),
        r":(?<=[A-Za-z]{2}:)(?=(?:[Aa]n?|[Tt]he|[Tt]owards?)\s[A-Z])",
        ": ",
        ("PhoneLM:an Efficient and Capable", "PhoneLM: an Efficient and Capable"),
    ),
    _rule(
        "double-stop",
        "Two full stops for one.",
        ("..",),
        r"(?<=[A-Za-z)\]])\.\.(?=\s)",
        ".",
        ("deep learning models.. Our approach", "deep learning models. Our approach"),
    ),
    _rule(
        "cut-off",
        "The source showed only the beginning; a reader should know.",
        ("...", "…"),
        r"[\s,;:]*(?:\.{3,}|(?<!\[)…)\s*$",
        _cut,
        ("We improve it. " * 20 + "More importantly, ...", "We improve it. " * 20 + "More importantly […]"),
        ("To sparse or not to sparse...", "To sparse or not to sparse…"),
    ),
    _rule(
        "space-before-stop",
        "A space before a comma or full stop.",
        (" .", " ,", " ;"),
        r"(?<![\s.,;]) +([.,;])(?=\s|$)(?!\s[.,;])",
        r"\1",
        ("accuracy of 50.9% , compared, at https://a.org/b .", "accuracy of 50.9%, compared, at https://a.org/b."),
    ),
    _rule(
        "space",
        "Line ends, no-break spaces and rows of spaces are one space.",
        _untidy,
        r"\s(?:\s+|$|(?<=^.))|[\t\n\r\x0b\x0c]",
        lambda match: " " if match.start() and match.end() < len(match.string) else "",
        ("one  two\nthree", "one two three"),
    ),
)
"""For text outside formulas and addresses, which are single private-use characters here."""

RULES: Final[tuple[Rule, ...]] = (*_EVERYWHERE, *_OUTSIDE_MATH)
"""All rules, in the order they are applied."""
