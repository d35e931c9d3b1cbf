"""Dashes, stops and spaces as print has them, and the mark of a text that was cut off."""

import re
from typing import Final

from site_builder.ingest.repair.masking import ADDRESSES, FORMULAS
from site_builder.ingest.repair.rules import Rule, like, rule

TRUNCATED: Final = " […]"
"""How a mended abstract ends when its source cut it off."""
_A_TITLE = 300
"""Texts up to this long may end in dots because their authors wished it."""
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
_OPENS = "|".join(sorted(set(_OPENERS) - {"A", "It", "No"}))


def _untidy(text: str) -> bool:
    return "  " in text or text[:1].isspace() or text[-1:].isspace() or not text.isprintable()


def _cut(match: re.Match[str]) -> str:
    whole = match.string
    return TRUNCATED if len(whole) >= _A_TITLE else "…"


RULES: Final[tuple[Rule, ...]] = (
    rule(
        "tie",
        "TeX writes a space that does not break as a tilde.",
        ("~",),
        rf"(?<=[\w.,;:)\]'’”%{FORMULAS}{ADDRESSES}])(?<!\d)(?<!\b[A-Za-z])~+(?=[\w(\[“‘`'\"{FORMULAS}{ADDRESSES}])|(?<=\d)~+(?=[A-Za-z(\[“‘{FORMULAS}{ADDRESSES}])"
        r"|(?<=\b[A-Za-z])~+(?=[A-Za-z(])|(?<=[A-Za-z.,;:)\]])~+(?=\s|$)|(?<=\s)~+(?=[(\[])",
        " ",
        ("Large Language Models~(MLLMs) in Fig.~1 of 10~ms", "Large Language Models (MLLMs) in Fig. 1 of 10 ms"),
        ("about ~80%, T ~ 5.2 K, U~2-6, 5~10 GPUs", "about ~80%, T ~ 5.2 K, U~2-6, 5~10 GPUs"),
    ),
    rule(
        "dash",
        "TeX writes dashes as two or three hyphens.",
        ("--",),
        r"(?<![-<!])---(?![->])|(?<![-<!])--(?![->])(?<!\s--(?=[a-z]))(?<!^--)",
        lambda match: "—" if len(match[0]) > len("--") else "–",
        ("literature -- including, 5--10, 83.9%---within", "literature – including, 5–10, 83.9%—within"),
        ("run with --verbose", "run with --verbose"),
    ),
    rule(
        "plus-minus",
        "Plus-minus as a typewriter writes it.",
        like(r"\+/?-"),
        r"(?<=\d)(\s?)\+/?-(\s?)(?=\d)",
        r"\1±\2",
        ("an error of 1.98+/-0.07", "an error of 1.98±0.07"),
    ),
    rule(
        "enumerator",
        "A full stop that belongs to no sentence.",
        (").",),
        r"(\((?:[a-d1-9]|[ivx]{1,4})\))\.(?=[a-z])",
        r"\1 ",
        ("is (i).training-free, (ii).fast", "is (i) training-free, (ii) fast"),
    ),
    rule(
        "lost-space",
        "The space after a full stop was lost with a line's end.",
        (".", "?", "!"),
        rf"[.?!](?<=[\w)\]%”’{FORMULAS}].)(?<!\b\w.)(?=[A-Z])(?=(?:{_OPENS})(?:,?\s|-[a-z]|$)|(?:A|It|No)\s[a-z])",
        r"\g<0> ",
        ("of the model.Extensive experiments on", "of the model. Extensive experiments on"),
        ("existing methods.We show (LLMs).The", "existing methods. We show (LLMs). The"),
        ("e.g.Foo, Node.js, U.S.A, v1.2.The, torch.Tensor", "e.g.Foo, Node.js, U.S.A, v1.2.The, torch.Tensor"),
    ),
    rule(
        "lost-space-after-colon",
        "The space after a title's colon was lost.",
        (":",),
        r":(?<=[A-Za-z]{2}:)(?=(?:[Aa]n?|[Tt]he|[Tt]owards?)\s[A-Z])",
        ": ",
        ("PhoneLM:an Efficient and Capable", "PhoneLM: an Efficient and Capable"),
    ),
    rule(
        "double-stop",
        "Two full stops for one.",
        ("..",),
        r"(?<=[A-Za-z)\]])\.\.(?=\s)",
        ".",
        ("deep learning models.. Our approach", "deep learning models. Our approach"),
    ),
    rule(
        "cut-off",
        "The source showed only the beginning; a reader should know.",
        ("...", "…"),
        r"(?<![\s,;:])[\s,;:]*+(?:(?<!\.)\.{3,}+|(?<!\[)…)\s*+$",
        _cut,
        ("We improve it. " * 20 + "More importantly, ...", "We improve it. " * 20 + "More importantly […]"),
        ("To sparse or not to sparse...", "To sparse or not to sparse…"),
    ),
    rule(
        "space-before-stop",
        "A space before a comma or full stop.",
        (" .", " ,", " ;"),
        r"(?<![\s.,;]) +([.,;])(?=\s|$)(?!\s[.,;])",
        r"\1",
        ("accuracy of 50.9% , compared, at https://a.org/b .", "accuracy of 50.9%, compared, at https://a.org/b."),
    ),
    rule(
        "space",
        "Line ends, no-break spaces and rows of spaces are one space.",
        _untidy,
        r"\s(?:\s+|$|(?<=^.))|[\t\n\r\x0b\x0c]",
        lambda match: " " if match.start() and match.end() < len(match.string) else "",
        ("one  two\nthree", "one two three"),
    ),
)
