"""Commands that change how a text looks, or point to what the page does not hold; their words stay."""

import re
from typing import Final

from site_builder.ingest.repair.rules import ARG, INNER, OPT, Rule, rule

WRAPS = (
    "emph|text(?:bf|it|tt|sc|sf|sl|rm|md|up|normal|color\\s?(?:\\[\\w*\\])?\\s?\\{[^{}]*\\})|text|math(?:bf|it|rm|sf|tt|cal|bb|frak|scr|"
    "normal)|boldsymbol|bm|pmb|operatorname\\*?|underline|uline|ul|sout|mbox|hbox|fbox|textnormal|ensuremath|"
    "colorbox\\s?(?:\\[\\w*\\])?\\s?\\{[^{}]*\\}|lowercase|uppercase|MakeUppercase|textquote|enquote"
)
_SWITCH = (
    "bf|it|em|tt|sc|sl|rm|sf|bfseries|itshape|ttfamily|scshape|slshape|rmfamily|sffamily|mdseries|upshape|normalfont|"
    "small|footnotesize|scriptsize|tiny|large|Large|LARGE|normalsize|boldmath|unboldmath|centering|noindent|"
    "protect|nobreakdash|nobreak|allowbreak|displaystyle|textstyle|limits|nolimits|bigskip|"
    "medskip|smallskip|strut|null|vfill|sloppy|relax|leavevmode|ignorespaces|left|right|[bB]igg?[lrm]?|selectfont|maketitle"
)
_CITES = r"(?:no)?[cC]ite(?:p|t|alp|alt|author|year|yearpar|text|num)?|parencite|textcite|autocite|footcite|supercite"
_ENDS_IN_MACRO = re.compile(r"\\[A-Za-z]+$")
_LONGEST_MACRO = 40


def apart(match: re.Match[str], inner: str) -> str:
    r"""`inner`, kept apart from a command it would otherwise lengthen, as in `\alpha\mathbf{x}`."""
    before = match.string[max(0, match.start() - _LONGEST_MACRO) : match.start()]
    return f"{{}}{inner}" if inner[:1].isalpha() and _ENDS_IN_MACRO.search(before) else inner


def _uncited(match: re.Match[str]) -> str:
    before = match[0][0] if match[0][0] in ";," else ""
    whole = match[0].lstrip(";, ~")
    opened, closed = whole[0] in "([", whole[-1] in ")]"
    if closed and not opened:
        return whole[-1]
    return f"{before} {whole[0]}" if opened and not closed else before


RULES: Final[tuple[Rule, ...]] = (
    rule(
        "citation",
        "A citation's key means nothing without the bibliography.",
        ("cite",),
        rf"(?:[;,]|(?<![;,\s~]))[\s~]*+[(\[]?(?:\\|\b)(?:{_CITES})\*?{OPT}\s?\{{[^{{}}]*\}}(?:\s*[,;]\s*\\(?:{_CITES})\*?{OPT}\s?\{{[^{{}}]*\}})*[)\]]?",
        _uncited,
        (r"Raindrop dataset~\cite{jin2024raindrop}. For", "Raindrop dataset. For"),
        (r"fast (\citep[see][]{a,b}; \citet{c}) and small", "fast and small"),
        (r"Corpus (ARC;~\citealp{c2019}) holds", "Corpus (ARC) holds"),
    ),
    rule(
        "citation-key",
        "A bibliography's key leaked into the text.",
        ("DBLP:",),
        r"\s?[(\[]?(?<![\w:./-])(?:[\w.-]{1,60}:){0,4}DBLP:[\w/:.-]*\w[)\]]?",
        "",
        ("search liu:pnas_google:DBLP:journals/corr/abs-1712-00559 and more", "search and more"),
        ("called MAML finn:maml:DBLP:conf/icml/FinnAL17. To", "called MAML. To"),
    ),
    rule(
        "definition",
        "A macro's definition is for TeX.",
        ("\\",),
        rf"\\(?:(?:re|provide)?newcommand|providecommand|DeclareMathOperator|newtheorem)\*?\s?(?:\\[A-Za-z]+|{INNER})(?:\[[^\][]{{0,20}}\])*{ARG}"
        rf"|\\def\s?\\[A-Za-z]+(?:#\d)*{ARG}|\\let\s?\\[A-Za-z]+\s?=?\s?\\[A-Za-z]+",
        "",
        (r"\newcommand{\foo}[1]{bar #1} We \def\x{y} do", "We do"),
    ),
    rule(
        "skip",
        "Commands for room on paper.",
        ("skip", "\\kern", "\\rule"),
        r"\\(?:[vh]skip|m?kern)\s?-?[\d.]+\s?(?:em|ex|pt|cm|mm|in|mu)\b|\\rule(?:\[[^\][]{0,20}\])?\s?\{[^{}]*\}\s?\{[^{}]*\}",
        " ",
        (r"one \vskip 1em two", "one two"),
    ),
    rule(
        "reference",
        "A reference to what the page does not hold.",
        ("\\",),
        r"[\s~]?\\(?:eqn?|auto|page|name|[cCvV]|[fF]ig|[sS]ec|[tT]ab|app|alg|thm|sub|full|labelc)?ref\*?\s?\{[^{}]*\}|\\(?:label|[vh]space|(?:page)?color|pagestyle|thispagestyle|bibliography|"
        r"bibliographystyle|input|include|includegraphics|citeproc|[hv]?phantom|hypertarget|setlength\s?\{[^{}]*\}|usepackage|"
        rf"documentclass|fontsize\s?\{{[^{{}}]*\}})\*?{OPT}\s?\{{[^{{}}]*\}}|\\(?:footnotemark|includegraphics){OPT}"
        r"|\\begin\s?\{(?:tabular[x*]?|array|minipage|multicols|longtable)\}(?:\[\w*\])?(?:\s?\{[^{}]*\}){1,2}"
        r"|\\(?:begin|end)\s?\{[^{}]*\}(?:\[[^\][]{0,60}\])?",
        "",
        (r"in Section~\ref{sec:one}, we", "in Section, we"),
        (r"\begin{itemize} \item one \end{itemize}", "one"),
        (r"\begin{enumerate}[label=(\roman*)] \item one", "one"),
        (r"in {\color[HTML]{FF0000}red} text\footnotemark[1]", "in red text"),
    ),
    rule(
        "layout",
        "Boxes, sizes and shifts of words come with lengths that are no words.",
        ("\\",),
        r"\\(?:(?:scalebox|rotatebox|raisebox|parbox|hspace|adjustbox|fontsize|multicolumn\s?\{[^{}]*\}|resizebox\s?\{[^{}]*\})"
        rf"{OPT}\s?\{{[^{{}}]*\}}|resizebox\*){OPT}(?=\s?\{{)",
        "",
        (r"\scalebox{0.9}{small}, \resizebox{1cm}{!}{wide} and \raisebox{2pt}{up}", "small, wide and up"),
    ),
    rule(
        "verbatim",
        "Code between two of any sign.",
        ("\\",),
        r"\\(?:verb\*?|lstinline)([|+!/\"'#=@])([^\\]{0,80}?)\1",
        r"\2",
        (r"the call \verb|f(x)| of \verb+g+", "the call f(x) of g"),
    ),
    rule(
        "twin-for-bookmarks",
        r"`\texorpdfstring` says a formula twice, the second time for the bookmarks of a PDF.",
        ("\\texorpdfstring",),
        rf"\\texorpdfstring{ARG}{ARG}",
        r"\1",
        (r"Pruning with \texorpdfstring{$\ell_0$}{l0} Norms", r"Pruning with $\ell_0$ Norms"),
        (r"in \texorpdfstring{$O(n^{2})$}{O(n2)} time", r"in $O(n^{2})$ time"),
    ),
    rule(
        "font",
        "Commands for emphasis and fonts.",
        ("\\", "{"),
        rf"\\(?:{WRAPS}){ARG}|\b(?:emph|text(?:bf|it|tt|sc|sf)|math(?:bf|rm|cal|bb|it)|operatorname|boldsymbol){INNER}",
        lambda match: apart(match, match[1] if match[1] is not None else match[2]),
        (r"method, \textbf{MoE-LoRA (MoLA)} for", "method, MoE-LoRA (MoLA) for"),
        (r"\noindent\textbf{Note} that \alpha\mathbf{x}", "Note that αx"),
        (r"\underline{C}ontext-\underline{A}ware", "Context-Aware"),
        (r"in \mathcal{O}(n) and mathcal{O}(n)", "in O(n) and O(n)"),
    ),
    rule(
        "own-space",
        r"`\xspace` makes no space of its own: what stands in the source is what the authors meant.",
        ("\\xspace",),
        r"\\xspace(?![A-Za-z])(?:\{\})?",
        "",
        (r"FooNet\xspace is fast; \ours\xspace wins", "FooNet is fast; our method wins"),
    ),
    rule(
        "break",
        "Commands that end a line or begin an item.",
        ("\\",),
        r"\s?\\(?:par|newline|linebreak|pagebreak|newpage|clearpage|item|hfill|hline|centerline)(?![A-Za-z])(?:\[[^\][]{0,20}\]|\{\})?\s?",
        lambda match: " " + (match[0][match[0].find("[") + 1 : match[0].rfind("]")] + " ") * ("[" in match[0]),
        (r"one\par two \newline three \item[(a)] four", "one two three (a) four"),
    ),
    rule(
        "font-switch",
        "Commands that change the font, size or spacing from here on.",
        ("\\",),
        rf"\\(?:{_SWITCH})(?![A-Za-z])(?:\{{\}}|\s)?",
        "",
        (r"an {\it in situ} test, {\em automatically}", "an in situ test, automatically"),
        (r"our \small{tool}", "our tool"),
    ),
)
