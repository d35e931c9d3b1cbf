"""BibTeX that keeps every sign."""

import pytest

from site_builder import citations
from site_builder.model import Paper


def _paper(**fields: object) -> Paper:
    stated = {"slug": "x", "title": "X", "body": "", "abstract": "", **fields}
    return Paper(**stated)  # type: ignore[arg-type]  # a table's row


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("50% of R&D_1 #2 {x} ~ ^", r"50\% of R\&D\_1 \#2 \{x\} \textasciitilde{} \textasciicircum{}"),
        ("a\\b <c> $5", r"a\textbackslash{}b \textless{}c\textgreater{} \$5"),
        ("Türkçe, Łódź, Straße", r"T{\"{u}}rk{\c{c}}e, {\L}{\'{o}}d{\'{z}}, Stra{\ss}e"),
        ("“so” – it", "``so'' -- it"),
        ("Ψ 橡", "Ψ 橡"),
    ],
)
def test_every_sign_is_escaped_for_tex(text: str, tex: str) -> None:
    assert tex == citations.tex(text)


@pytest.mark.parametrize(
    ("title", "tex"),
    [
        ("Quantized Pebbles: Counting Stones", "Quantized Pebbles: Counting Stones"),
        ("LoRA: 4D LLMs, and GPT4-like", "{LoRA}: {4D} {LLMs}, and {GPT4}-like"),
        ("(NAS) & R_T", r"({NAS}) \& R\_T"),
        ("1000 Images with ÉCLAIR", r"1000 Images with {{\'{E}}CLAIR}"),
    ],
)
def test_only_words_that_would_lose_a_capital_are_protected(title: str, tex: str) -> None:
    assert tex == citations.protected(title)


def test_a_key_without_an_author_is_the_titles_first_word() -> None:
    assert citations.keys([_paper(title="Quantized Pebbles", year=2022)]) == {"x": "quantized"}


def test_keys_are_unique_and_do_not_depend_on_the_order() -> None:
    papers = [
        _paper(slug="a", title="LongLLaVA: Scaling", authors=("Xidong Wang",), year=2024),
        _paper(slug="b", title="LongLLaVA: Again", authors=("Li Wang",), year=2024),
        _paper(slug="c", title="On the Rain"),
    ]

    assert citations.keys(papers) == {"a": "wang2024longllava", "b": "wang2024longllava-2", "c": "rain"}
    assert citations.keys(papers) == citations.keys(papers[::-1])


def test_what_is_unknown_is_left_out_and_said() -> None:
    entry = citations.bibtex(_paper(title="On Rain"), "On Rain", "rain", "https://x.example/papers/x/")

    assert entry == (
        "@misc{rain,\n  title = {On Rain},\n  url = {https://x.example/papers/x/},\n"
        "  note = {Authors not in source},\n}\n"
    )


def test_a_venue_makes_an_article_or_a_proceedings_entry() -> None:
    def kind(venue: str) -> str:
        return citations.bibtex(_paper(venue=venue), "X", "x", "u").split("{")[0]

    assert [kind(venue) for venue in ("", "NAACL 2024", "Journal of Rain")] == ["@misc", "@inproceedings", "@article"]
