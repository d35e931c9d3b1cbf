r"""Text as BibTeX and TeX take it, in UTF-8.

Letters stay as they are: every reader of `.bib` files that we know takes them so, and drops one macro or another. Only
in names accents of Latin letters become macros that all readers know, `{\'i}`: BibTeX's styles cut names into bytes.
What TeX would not print is escaped, braces balance whatever the text holds, and capitals that a style must not put into
lower case are in braces.
"""

import re
import unicodedata
from typing import Final

from site_builder.text import math_spans
from site_builder.text.math_spans import PLACEHOLDER, Formula, placeholder
from site_builder.text.tex_to_unicode import unicode_math

_SPECIAL: Final = re.compile(r"[\\{}&%$#_~^`]|-(?=-)")
_NAMED: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": "{`}",
    "-": "-{}",
}
_ACCENTS: Final = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0308": '"',
    "\u030c": "v ",
    "\u0327": "c ",
}
"""Combining accent → the macro that pandoc, Zotero, biber, pybtex and bibtexparser all know."""
_LETTERS: Final = {"Ø": "O", "Æ": "AE", "Œ": "OE", "Ł": "L"}
"""Letters that are no accented ones and have a macro of old, for where a name begins with them."""
_FIRST: Final = re.compile(r"(?<!\w)[ØÆŒŁ]")
_KEPT: Final = ("\ue000", "\ue001")
"""Stand for the braces around a kept word while its text is escaped."""
_MARKS: Final = re.compile("[\ue000\ue001\x0e\x0f]")
"""What stands for something else here, which no text may hold itself."""
_WORD: Final = re.compile(r"[^\W_]+")
_PROPER: Final = frozenset(
    """
    Adam Africa African Alzheimer Amazon America American Amharic Anderson Android Andromeda Antarctic Antarctica
    Arabic Arctic Armenian Asia Asian Atari Atlantic Banach Basque Bayes Bayesian Beijing Bell Bellman Bengali Berlin
    Bernoulli Bitcoin Bluetooth Boltzmann Boolean Borel Bose Brazil Brazilian Bregman Britain British Brownian
    Bulgarian Canada Canadian Cantonese Cartesian Casimir Catalan Cauchy Chebyshev Chernoff China Chinese Cholesky
    Claude Compton Coulomb Croatian Czech Danish Delaunay Dijkstra Dirac Dirichlet Docker Doppler Dutch Dyson Earth
    Einstein English Estonian Ethereum Euclidean Euler Europe European Fermi Feshbach Feynman Fibonacci Filipino
    Finnish Fisher Fourier French Fréchet Frobenius Galerkin Galilean Gauss Gaussian Gemini Georgian German Germany
    Gibbs Git Google Gödel Grassmann Grassmannian Greek Gujarati Gumbel Hadamard Hamilton Hamiltonian Hausa Hausdorff
    Hawking Hebbian Hebrew Heisenberg Hermitian Hessian Higgs Hilbert Hindi Hoeffding Hopfield Hubbard Huffman
    Hungarian Icelandic Igbo India Indian Indonesian Irish Ising Israel Israeli Italian Jacobi Jacobian Japan Japanese
    Java Josephson Jupiter Jupyter Kalman Kannada Kazakh Kepler Kerr Kolmogorov Korean Kronecker Krylov Kubernetes
    Lagrangian Lanczos Langevin Laplace Laplacian Latin Latvian Lévy Lie Linux Lipschitz Lithuanian Llama London
    Lorentz Lyapunov Mahalanobis Majorana Malay Mamba Mandarin Marathi Markov Markovian Mars Maxwell Mexican Mexico
    Microsoft Minecraft Minkowski Mistral Mixtral Mongolian Monte Moore Moran Möbius Nash Navier Nepali Neptune
    Nesterov Newton Newtonian Norwegian Nyquist Nyström Pacific Pareto Paris Parkinson Parseval Pauli Persian Planck
    Poincaré Poisson Portuguese Punjabi Python Qwen Rademacher Raman Reddit Riemann Riemannian Romanian Russian Rust
    Rydberg Sanskrit Saturn Schrödinger Schur Schwarzschild Scottish Serbian Shannon Sinkhorn Slovak Slovenian Sobolev
    Spanish Stackelberg Stein Stokes Swahili Swedish Swiss Tamil Taylor Telugu Thai Thompson Tibetan Tikhonov Toeplitz
    Tokyo Turing Turkish Twitter Ukrainian Uranus Urdu Uzbek Vandermonde Vapnik Venus Vietnamese Viterbi Voronoi
    Wasserstein Welch Welsh Weyl Wigner Wikidata Wikipedia Yoruba Zeeman Zipf Zulu
    """.split()
)
"""Names that stay capital wherever they stand."""
_COMMAND: Final = re.compile(r"\\(?:[A-Za-z]+|.)")
_HARMLESS: Final = frozenset(
    r"""
    \mathbb \mathbf \mathcal \mathfrak \mathit \mathrm \mathsf \text \frac \sqrt \hat \bar \tilde \vec \dot
    \overline \left \right \alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \kappa \lambda \mu \nu
    \xi \pi \rho \sigma \tau \phi \varphi \chi \psi \omega \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Phi \Psi
    \Omega \ell \infty \partial \nabla \leq \le \geq \ge \neq \approx \sim \times \cdot \pm \to \rightarrow \in
    \subset \cup \cap \sum \prod \int \log \ln \exp \min \max \ldots \dots \cdots \circ \star \dagger \prime \, \;
    \! \{ \} \%
    """.split()
)
"""Macros that a formula may hold and still be given to TeX: those of strangers could read files or define others."""
_AWKWARD: Final = re.compile(r"[%#~&@$\\\x00-\x1f\x7f-\x9f]")
"""What is no formula's: it ends a line, an argument, a cell or the formula itself."""
_PHRASES: Final = re.compile(
    r"Hugging Face|Monte Carlo|Stack Overflow|United (?:States|Kingdom)|Internet of Things"
    r"|(?<!\w)[A-Z]-(?:Net|Nets|Former|GAN)(?!\w)"
)
"""Names of several words."""


def escaped(text: str) -> str:
    """`text` as TeX: what it shows is `text`, in any engine that knows the letters."""
    if not _SPECIAL.search(text):
        return text
    balanced = _balance(text)
    return _SPECIAL.sub(lambda found: _sign(found[0], balanced), text)


def _sign(sign: str, balanced: bool) -> str:
    # BibTeX counts braces, those after a backslash too; where they balance the names that all programs know will do.
    if balanced and sign in "{}":
        return f"\\{sign}"
    return _NAMED.get(sign, f"\\{sign}")


def _balance(text: str) -> bool:
    """True when every brace of `text` closes one that is open."""
    if "{" not in text and "}" not in text:  # as nearly all
        return True
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


def name(text: str) -> str:
    r"""`text`, a part of a person's name, as TeX: accents as macros, so that no style cuts a letter in half.

    A Latin letter with another mark comes decomposed, its plain letter first; letters of other scripts stay whole.
    """
    if text.isascii():
        return escaped(text)
    made = escaped(unicodedata.normalize("NFC", text))
    return "".join(map(_letter, _FIRST.sub(lambda found: f"{{\\{_LETTERS[found[0]]}}}", made)))


def _letter(letter: str) -> str:
    if letter.isascii():
        return letter
    plain, *marks = list(unicodedata.normalize("NFD", letter))
    if not (plain.isascii() and marks):
        return letter
    if len(marks) == 1 and marks[0] in _ACCENTS:
        return f"{{\\{_ACCENTS[marks[0]]}{plain}}}"
    return unicodedata.normalize("NFD", letter)


def title(text: str, *, has_formulas: bool = False) -> str:
    """`text`, maybe with formulas between dollars, as TeX, braces around what no style may put into lower case.

    That is: words with a capital after their first sign, or with a capital and a digit (LLM, LoRA, 4D, T5); single
    capitals but a lone A; names such as Bayesian; formulas. A word that merely begins with a capital is left to the
    style, and punctuation stays outside the braces.
    """
    formulas: list[str] = []

    def hold(formula: math_spans.Formula) -> str:
        if not _is_harmless(formula):
            return unicode_math(formula.tex)
        formulas.append(formula.source)
        return placeholder(len(formulas) - 1)

    opening, closing = _KEPT
    text = _MARKS.sub("", text)
    held = math_spans.in_text(text, hold).replace("\\$", "$") if has_formulas else text
    marked = _PHRASES.sub(lambda found: f"{opening}{found[0]}{closing}", held)
    parts = re.split(f"({opening}[^{closing}]*{closing})", marked)
    words = (part if part.startswith(opening) else _WORD.sub(_marked, part) for part in parts)
    made = escaped("".join(words)).replace(opening, "{").replace(closing, "}")
    return PLACEHOLDER.sub(lambda found: f"{{{formulas[int(found[1])]}}}", made)


def _is_harmless(formula: Formula) -> bool:
    """True when `formula` can do nothing in TeX but be shown, and ends nothing in BibTeX, which counts `\\{` too."""
    plain = _COMMAND.sub("", formula.tex)
    if _AWKWARD.search(plain) or "^^" in formula.tex:
        return False
    known = _HARMLESS.issuperset(_COMMAND.findall(formula.tex))
    return known and _balance(formula.source) and _balance(plain)


def _marked(word: re.Match[str]) -> str:
    opening, closing = _KEPT
    return f"{opening}{word[0]}{closing}" if _is_kept(word) else word[0]


def _is_kept(found: re.Match[str]) -> bool:
    word, text = found[0], found.string
    if len(word) == 1:
        is_article = word == "A" and text[found.end() : found.end() + 1] in (" ", "")
        return word.isupper() and not is_article
    if word in _PROPER:
        return True
    rest = word[1:]
    if rest.islower() and rest.isalpha():
        return False
    inner = any(char.isupper() for char in rest)
    return inner or (word[:1].isupper() and any(char.isdigit() for char in rest))
