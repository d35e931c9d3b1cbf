"""Signs and letters that TeX writes as commands, and what authors abbreviate by commands of their own.

The table of signs is also for `lost_symbols`, where the backslash is gone, and for `accents`.
"""

import re
import unicodedata
from typing import Final

from site_builder.ingest.repair.rules import ARG, INNER, Rule, rule
from site_builder.ingest.repair.superscripts import SUB, SUPER, script, subscript


def pairs(text: str) -> dict[str, str]:
    """The words of `text`: each one at an odd place → the one behind it."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


GREEK = pairs("""
    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
    nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
""")
SIGNS = (
    pairs("""
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
    | GREEK
)
_SHORT = {
    "eg": "e.g.", "ie": "i.e.", "etc": "etc.", "vs": "vs.", "cf": "cf.", "etal": "et al.", "wrt": "w.r.t.",
    "aka": "a.k.a.", "iid": "i.i.d.", "viz": "viz.", "resp": "resp.", "Eg": "E.g.", "Ie": "I.e.",
}  # fmt: skip
_HATS = pairs("hat \u0302 widehat \u0302 bar \u0304 overline \u0304 tilde \u0303 widetilde \u0303 vec \u20d7 "
              "dot \u0307 ddot \u0308 check \u030c breve \u0306")  # fmt: skip
_OVER = "hat|widehat|bar|overline|tilde|widetilde|vec|ddot|dot|check|breve"


def _formula(match: re.Match[str]) -> str:
    r"""The inside of `\ce{…}`: every number after an element or a bracket is lowered."""
    number = r"_\{([^{}]*)\}|(?<=[A-Za-z)\]])_?(\d+(?:\.\d+)?)"
    return re.sub(number, subscript, match[1])


def _hatted(match: re.Match[str]) -> str:
    letter = match[4] or SIGNS.get(match[5] or "", "") or match[2] or f"\\{match[5]}"
    return unicodedata.normalize("NFC", letter + _HATS[match[1] or match[3]]) if len(letter) == 1 else letter


def _divided(match: re.Match[str]) -> str:
    return "/".join(
        part if re.fullmatch(r"\w+|\W", part) else f"({part})" for part in match.groups() if part is not None
    )


def _rooted(match: re.Match[str]) -> str:
    inner = (match[2] if match[2] is not None else match[3]).strip()
    sign = {"3": "∛", "4": "∜"}.get(match[1] or "") or f"{script(SUPER, '^', match[1] or '')}√"
    return f"{sign}{inner}" if re.fullmatch(r"\w+|\W", inner) else f"{sign}({inner})"


_ENDS_IN_NAME = re.compile(r"\\[A-Za-z]{1,40}\*?\Z")


def _sign(match: re.Match[str]) -> str:
    r"""The sign, in its braces where they hold a command's argument: `\textsuperscript{\textregistered}`."""
    name = next(group for group in match.groups() if group)
    sign = SIGNS.get(name)
    if sign is None:
        return match[0]
    is_argument = match[0][0] == "{" and _ENDS_IN_NAME.search(match.string[max(0, match.start() - 42) : match.start()])
    return f"{{{sign}}}" if is_argument else sign


_RAISED_LETTERS: Final = {"TM": "™", "SM": "℠"}


def _raised_sign(match: re.Match[str]) -> str:
    inner = re.sub(r"\\([A-Za-z]+)(?:\{\}|\s)?", lambda name: SIGNS.get(name[1], name[0]), match[2])
    if "\\" in inner:
        return match[0]
    inner = re.sub("[{}]", "", inner)
    if match[1] == "super" and inner in _RAISED_LETTERS:
        return _RAISED_LETTERS[inner]
    return script(SUPER, "^", inner) if match[1] == "super" else script(SUB, "_", inner)


RULES: Final[tuple[Rule, ...]] = (
    rule(
        "chemistry",
        "Chemical formulas as mhchem commands.",
        ("\\c",),
        rf"\\(?:ce|ch){ARG}",
        _formula,
        (r"in \ce{Pb(I_{x}Br_{1-x})_{3}}/\ce{H2O} layers", "in Pb(IₓBr₁₋ₓ)₃/H₂O layers"),
    ),
    rule(
        "raised",
        "Raised and lowered text as commands.",
        ("\\text",),
        rf"\\text(super|sub)script{ARG}",
        _raised_sign,
        (r"km\textsuperscript{2} of Fe\textsubscript{2}O", "km² of Fe₂O"),
        (r"Big Blue\textsuperscript{\tiny\textregistered} of Foo\textsuperscript{\texttrademark}", "Big Blue® of Foo™"),
        (r"a\textsuperscript{TM}, b\textsuperscript{\textcopyright}, c\textsuperscript{\textdagger}", "a™, b©, c†"),
    ),
    rule(
        "fraction",
        "Fractions as commands.",
        ("frac",),
        rf"(?:\\|\b)[dt]?frac\s?{INNER}\s?{INNER}|\\[dt]?frac\s?(\d)\s?(\d)",
        _divided,
        (r"up to \frac{1}{k} of", "up to 1/k of"),
        ("frac{a+b}{2}", "(a+b)/2"),
    ),
    rule(
        "root",
        "Roots as commands or as a program would write them.",
        ("sqrt",),
        rf"(?:\\|\b)sqrt(?:\[(\w+)\])?(?:\s?{INNER}|\(([^()]{{1,40}})\))",
        _rooted,
        ("regrets of the form O(sqrt(T)), with", "regrets of the form O(√T), with"),
        (r"O(\sqrt{d+1}), \sqrt[3]{n}", "O(√(d+1)), ∛n"),
    ),
    rule(
        "hat",
        "Signs above letters as commands.",
        ("{", "\\"),
        rf"(?:\\|\b)({_OVER})\s?\{{([^{{}}]*)\}}|\\({_OVER})(?:\s([A-Za-zα-ωΑ-Ω])(?![A-Za-z])|\s?\\([A-Za-z]+)(?![A-Za-z{{]))",
        _hatted,
        (r"the \hat{x} of \tilde{O}(n), tilde{O}(1)", "the x̂ of Õ(n), Õ(1)"),
        (r"the \hat\theta of \tilde O(n)", "the θ̂ of Õ(n)"),
    ),
    rule(
        "short-form",
        "Authors define macros for Latin abbreviations.",
        ("\\",),
        r"\\(eg|ie|etc|vs|cf|etal|wrt|aka|iid|viz|resp|Eg|Ie)(?![A-Za-z])(?:\{\})?\.?",
        lambda match: _SHORT[match[1]],
        (r"add-ons (\eg, ControlNet), \ie, two", "add-ons (e.g., ControlNet), i.e., two"),
    ),
    rule(
        "function",
        "Names of functions stand apart from what they are multiplied with.",
        ("\\",),
        r"(?<=[\w)\]}⁰¹²³⁴-⁹])\s?\\(log|ln|exp|sin|cos|tan|max|min|sup|inf|arg|det|lim|poly|polylog)(?![A-Za-z])",
        r" \1",
        (r"in O(n^2\log n) or O(k\log\log n)", "in O(n² log n) or O(k log log n)"),
    ),
    rule(
        "letter",
        "A command for a letter swallows the space that ends its name.",
        ("\\",),
        r"\\(ss|[oOlLij]|ae|AE|oe|OE|aa|textmu|micro)\s(?=[a-z])",
        _sign,
        (r"Stra\ss e in \O rsted, M\o ller, 10\textmu m", "Straße in Ørsted, Møller, 10μm"),
    ),
    rule(
        "sign",
        "Letters and signs as commands.",
        ("\\",),
        r"\{\s?\\([A-Za-z]+)\s?\}|\\([A-Za-z]+)(?:\{\})?",
        _sign,
        (r"the quantity {\Psi} and Spearman's {\rho}", "the quantity Ψ and Spearman's ρ"),
        (r"cal{\i}smada, M{\o}ller, 5{\deg}", "calısmada, Møller, 5°"),
        (r"with 0<\alpha<1 and 3.2 \pm 0.08", "with 0<α<1 and 3.2 ± 0.08"),
    ),
)
