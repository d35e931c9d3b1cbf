"""The repair of scraped text: every rule by its own examples, and what must hold for any text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.ingest.repair import RULES, TRUNCATED, Repair, Rule, mend
from site_builder.text import markdown, plaintext
from tests.conftest import HERE

EXAMPLES = [(rule, scraped, meant) for rule in RULES for scraped, meant in rule.examples]

UNTOUCHED = [
    "",
    "A plain sentence, with a comma; a colon: and (parentheses).",
    "snake_case, C++, C#, A*, f(x), {} in code, user@site.org and R&D stay.",
    "The New York Times reports training times 5 times faster, at times, and three times a day.",
    "A sim-to-real gap, Sim2Real, real2sim2real, a similar simulation, and sim 2 of the three.",
    "From 3 pm to 5 pm, approx. 60% of development.",
    "Delta tuning, the epsilon parameter in Adam, an alpha channel, beta-VAE and tau-bench.",
    "See https://a.org/x_y~z--w?p=1&q=%20#top, www.b.org/a_b or github.com/a_b/c__d.",
    "Node.js, e.g.Foo, U.S.A., v1.2.The, torch.Tensor, config.yaml and numpy.Array.",
    "It costs $5 and $10, or $3-$4 per hour, US$20 in all.",
    "A formula $x^{2} \\sim \\frac{1}{2}$ and $$E = mc^2$$ and $a \\\\ b$ stay.",
    "about ~80%, T ~ 5.2 K, 5~10 GPUs",
    "run with --verbose <!-- note --> and a -> b --> c",
    "sets {a, b} and lattices {10, 3}",
    "don't, the students' work, 5' 10'' tall, `code`",
    "between <think> and </think> tags, if a < b & c > d",
    "深層学習のモデル、und größere Modelle, и модели",
    "نماز می\u200cخواند",
]

MENDED = [
    ("1.25sim1.56times wall clock time", "1.25∼1.56× wall clock time"),
    ("at 16times (ResNet-18), 6.21-11.23times for LM", "at 16× (ResNet-18), 6.21-11.23× for LM"),
    ("a 3 times 224 times 224 image", "a 3×224×224 image"),
    ("frame rates of sim!30 FPS", "frame rates of ∼30 FPS"),
    (r"at \alpha \in [0,1], x \rightarrow y, 5\times5", "at α ∈ [0,1], x → y, 5×5"),
    ("mathbb{R}^{d}, O(N^{1.5}), 10^{-3}, e^{-x}", "Rᵈ, O(N¹.⁵), 10⁻³, e⁻ˣ"),
    (r"\emph{Deep \textbf{nested \textit{x}} thing}", "Deep nested x thing"),
    (r"\textcolor{red}{Hi} {\color{blue} there}", "Hi there"),
    (r"\"{o} {\'e} \`a \^{i} \~n \=o \.z \u{g} \v{C} \H{o} \c c \d{h} \r{a} \k{a}", "ö é à î ñ ō ż ğ Č ő ç ḥ å ą"),
    (r"{\i} {\j} {\o} {\O} {\l} {\L} {\ss} {\ae} {\AE} {\oe} {\aa} {\AA}", "ı ȷ ø Ø ł Ł ß æ Æ œ å Å"),
    (r"to $\alpha$\emph{-helices of $x$}", r"to $\alpha$-helices of $x$"),
    (r"a budget of \$5 or \$10 for $n$ models", "a budget of $5 or $10 for $n$ models"),
    (r"The \methodname framework, our \ours, (\ours{})", "The method framework, our method, (our method)"),
    (r"\dataset, \bench and \ourmodel's size", "Our dataset, our benchmark and our model's size"),
    ("accuracy drops by 5%.We fix it (twice).The fix", "accuracy drops by 5%. We fix it (twice). The fix"),
    ("<b>Bold</b> CO<sub>2</sub>&nbsp;&amp;amp; more", "Bold CO₂ & more"),
    (r"\section{Intro} one\\two \label{a} \%", "Intro one two %"),
    (r"\textcolor[rgb]{1,0,0}{red} \ours\xspace wins\footnotemark[1]", "red our method wins"),
    (
        "It costs $5M, US$ 20 or R$6, from $5 (cheap) to $10 for $n$",
        "It costs $5M, US$ 20 or R$6, from $5 (cheap) to $10 for $n$",
    ),
    ("<jats:p>We use <jats:italic>x</jats:italic><jats:sub>2</jats:sub>.</jats:p>", "We use x₂."),
    (r"\documentclass{a} \begin{document} x \documentclass{b}\begin{document}$y$\end{document}", "x $y$"),
    ("of <alternatives><mml:mi>x</mml:mi><tex-math>$x$</tex-math></alternatives>", "of $x$"),
    (r"by ($-$7.4\%) and 3$d-$3$p$", "by ($-$7.4%) and 3$d-$3$p$"),
]


def _name(value: object) -> str | None:
    return value.name if isinstance(value, Rule) else None


@pytest.mark.parametrize(("rule", "scraped", "meant"), EXAMPLES, ids=_name)
def test_a_rule_does_what_its_examples_say(rule: Rule, scraped: str, meant: str) -> None:
    mended, repairs = mend(scraped)

    assert meant == mended
    if scraped != meant:
        assert rule.name in {repair.rule for repair in repairs}


def test_every_rule_has_a_name_of_its_own_a_reason_and_an_example_that_changes() -> None:
    names = [rule.name for rule in RULES]

    assert sorted(set(names)) == sorted(names)
    for rule in RULES:
        assert rule.why
        assert any(scraped != meant for scraped, meant in rule.examples), rule.name


@pytest.mark.parametrize("text", UNTOUCHED)
def test_text_that_nothing_happened_to_is_untouched(text: str) -> None:
    assert (text, ()) == mend(text)


@pytest.mark.parametrize(("scraped", "meant"), MENDED)
def test_rules_work_together(scraped: str, meant: str) -> None:
    assert meant == mend(scraped)[0]


def test_a_repair_shows_the_word_around_a_small_change() -> None:
    _, repairs = mend("a 512times512 image of the model.Extensive tests")

    assert (
        Repair("lost-times", "512times512", "512×512"),
        Repair("lost-space", "model.Extensive", "model. Extensive"),
    ) == repairs


def test_a_long_text_cut_off_is_marked_and_a_short_one_keeps_its_dots() -> None:
    assert mend("We improve it. " * 30 + "More importantly, ...")[0].endswith("More importantly" + TRUNCATED)
    assert mend("To sparse or not ...")[0].endswith("not…")


def test_a_text_that_does_not_come_to_rest_is_left_as_it_was() -> None:
    deep = r"\emph{" * 60 + "x" + "}" * 60

    assert (deep, ()) == mend(deep)


PIECES = st.sampled_from(
    [piece for rule in RULES for example in rule.examples for piece in re.split(r"(?<= )", example[0][-200:])]
    + list(r"\{}[]()^_$~`'%&<>.-,:;/@ ") + ["\\", "\\\\", "\\(", "\\)"]
    + ["\\emph{", "\u200b", "\u0301", "\U000f0000", "\ud800"]
)  # fmt: skip
BROKEN = st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join)
PAGES = [
    path.read_text(encoding="utf-8").partition("\n---\n")[2] for path in (HERE.parent / "content/papers").glob("*.md")
]
"""The digest's own, mended: letters at random would now and then be the name of a sign, such as "geq"."""
PROSE = sorted({word for page in PAGES for word in re.findall(r"(?<![\w$\\{])[A-Z]?[a-z]{2,}(?![\w$}])", page)})
WORDS = st.lists(st.sampled_from(PROSE), min_size=1, max_size=12).map(" ".join)


@settings(max_examples=300)
@given(BROKEN)
def test_mending_twice_is_mending_once(text: str) -> None:
    mended, _ = mend(text)

    assert (mended, ()) == mend(mended)


@settings(max_examples=300)
@given(BROKEN)
def test_the_repairs_account_for_every_character_gained_or_lost(text: str) -> None:
    mended, repairs = mend(text)

    assert bool(repairs) == (text != mended)
    assert len(mended) - len(text) == sum(len(repair.after) - len(repair.before) for repair in repairs)
    assert all(repair.before != repair.after for repair in repairs)


@given(st.text())
def test_any_text_is_mended_into_text_that_can_be_written(text: str) -> None:
    mended, _ = mend(text)

    assert (mended, ()) == mend(mended)
    assert mended == mended.encode().decode()


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_plain_prose_is_untouched(sentences: list[str]) -> None:
    text = ". ".join(sentences) + "."

    assert (text, ()) == mend(text)


@given(st.from_regex(r"[a-z0-9 +\\^_{}=]{0,12}x\^[a-z0-9 +\\^_{}=]{0,12}", fullmatch=True), WORDS)
def test_a_formula_is_kept_verbatim(tex: str, words: str) -> None:
    formula = f"${tex.strip()}$"  # by Pandoc's rule no space stands inside the dollars

    assert formula in mend(f"{words} {formula} \\emph{{{words}}}")[0] or tex.strip().endswith("\\")


@pytest.mark.parametrize(
    "piece", ["{", "}", "\\", ".", " ", "1", "\\emph{", "$x$", "{$x$", "a.b", "\\a{", "``", "^1", "{}", "\\\\["]
)
def test_long_runs_end_and_come_to_rest(piece: str) -> None:
    mended, _ = mend(piece * (50_000 // len(piece)))

    assert (mended, ()) == mend(mended)


MARKED = ["$x^2$", "$5", "$", "{", "\\ours", "\\frac{a}{b}", "<p>", "</p>", "$\\Vol(A)$", "\\[ x \\label{a} \\]"]
VISIBLE = st.lists(PIECES | WORDS | st.sampled_from(MARKED), max_size=12).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(VISIBLE)
def test_what_a_reader_sees_of_mended_text_holds_no_command_of_tex(text: str) -> None:
    mended, _ = mend(text)
    shown = plaintext.plain(markdown.html(markdown.escape(mended)))

    assert not re.search(r"\\[A-Za-z]", shown) or mended.split() == text.split()  # spaces are tidied in any text
    inline = plaintext.plain(markdown.inline(mended))
    assert not re.search(r"\\[A-Za-z]", inline) or mended.split() == text.split()
