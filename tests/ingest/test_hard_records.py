"""Records that came out wrong once: letters, quotation marks, formulas and paragraphs, with what is right for each."""

import json
from pathlib import Path

import pytest

from site_builder.content import loader
from site_builder.content.model import Paper
from site_builder.core import config
from site_builder.ingest import paragraphs, split
from site_builder.ingest.repair import encoding, mend
from site_builder.text import markdown, plaintext

LETTERS = {
    r"Kernels of M{\"{u}}ller and Sch{\"{o}}lkopf": "Kernels of Müller and Schölkopf",
    r"We use {\"O}zg{\"u}r and G{\"{o}}del. \"{O}zt\"{u}rk helps.": "We use Özgür and Gödel. Öztürk helps.",
    r"J{\"{o}}rg M{\"{u}}ller": "Jörg Müller",
    r"{\"U}ber and {\"A}rzte, \"Uber \"Arzte": "Über and Ärzte, Über Ärzte",
    r"called \"deep learning\" by \"us\"": 'called "deep learning" by "us"',
    r"Nguy{\~{\^e}}n Ph\'u Tr\d{o}ng, L{\uhorn}u, Tr{\`{\^a}}n": "Nguyễn Phú Trọng, Lưu, Trần",
    r"\textcommabelow{S}tefan {\c{T}}{\^{\i}}n{\c t}ar": "Ștefan Ţînţar",
    r"Big Blue\textsuperscript{\tiny\textregistered} Rodents": "Big Blue® Rodents",
    r"Big Blue\textsuperscript{\textregistered} rodents, Foo$^{\textregistered}$": (
        r"Big Blue® rodents, Foo$^{\textregistered}$"
    ),
    "We read ''Attention'' twice.": "We read “Attention” twice.",
    "a 5'' disk, f''(x), ''both of us'', it is 10'' long": "a 5'' disk, f''(x), “both of us”, it is 10'' long",
    "It is {textit{very} good": "It is very good",
    "an {emph{odd} and {\\textbf{bold} word": "an odd and bold word",
}
MISREAD = {
    "Names read in the wrong encoding: BarcelÃ³ and MÃ¼ller": "Names read in the wrong encoding: Barceló and Müller",
    "Itâ€™s a test of â€œquotesâ€\x9d at 5 Â°C Â± 1.": "It’s a test of “quotes” at 5 °C ± 1.",
    "Aurora RamÃ\xadrez": "Aurora Ramírez",
    "JosÃ© RaÃºl Romero": "José Raúl Romero",
    "PaweÅ‚ WÃ³jcik and DvoÅ™Ã¡k": "Paweł Wójcik and Dvořák",
    "Ã  la carte": "à la carte",
    "Î±-helix, xâ‰¥3, a â†’ b": "α-helix, x≥3, a → b",
    "don\x92t": "don’t",
    "It\xe2\x80\x99s": "It’s",
    "yazÄ±lÄ±m": "yazılım",
    "Ä°stanbul": "İstanbul",
    "Müller and JosÃ©": "Müller and José",
}
AS_IT_IS = [
    "an area of 5 Å² and a volume of 3 Å³ at 20 °C",
    "SÃO PAULO, AMANHÃ, CÂU HỎI, À LA, ÂGE",
    "RÉSUMÉ¹ and È², the letter “Ã”",
    "Müller, José, naïve, Đorđe, Ștefan, Trọng",
    "Модель и Ñandú",
    "深層学習のモデル",
    "“quoted” – ‘twice’ — once",
]
QUOTATIONS = {
    '"Stone Tests"For A Gardener': '"Stone Tests" For A Gardener',
    'We propose a"stone test"to assess gardens. The key "x" stays.': (
        'We propose a "stone test" to assess gardens. The key "x" stays.'
    ),
    'Say"No", then"Yes": a Study': 'Say "No", then "Yes": a Study',
    "the“stone test”is": "the “stone test” is",
    "an ``odd test''for it": "an “odd test” for it",
    'the "LLM"s, "re"training, f"x", 5" or 7"': 'the "LLM"s, "re"training, f"x", 5" or 7"',
    'a 14" screen, called"odd one"': 'a 14" screen, called"odd one"',
}


@pytest.mark.parametrize(("scraped", "meant"), [*LETTERS.items(), *MISREAD.items(), *QUOTATIONS.items()])
def test_a_text_is_mended(scraped: str, meant: str) -> None:
    assert meant == mend(scraped)[0]


@pytest.mark.parametrize("text", AS_IT_IS)
def test_letters_that_may_be_meant_stay(text: str) -> None:
    assert text == encoding.decoded(text)
    assert (text, ()) == mend(text)


def _only_paper(root: Path, **record: object) -> Paper:
    """The paper that a dump of one record becomes."""
    (root / "content/sources").mkdir(parents=True)
    (root / "content/site.yaml").write_text("title: Shelf\n", encoding="utf-8")
    (root / "content/sources/dump.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    split.split(config.load(root))
    (paper,) = loader.load(root / "content").papers
    return paper


def test_what_an_encoding_lost_is_mended_before_it_is_gone(tmp_path: Path) -> None:
    paper = _only_paper(
        tmp_path, title="It\xe2\x80\x99s", abstract="A test.", authors=["JosÃ© RaÃºl", "Aurora RamÃ\xadrez"]
    )

    assert (paper.title, paper.authors) == ("It’s", ("José Raúl", "Aurora Ramírez"))


TABLES = {
    r"We define \begin{equation} f(x)=\begin{cases} \frac{1}{2} & x>0 \\ 0 & x\le 0 \end{cases} \end{equation} and.": (
        2,
        4,
    ),
    r"We rotate by \[ R=\begin{pmatrix} a & b \\ c & d \end{pmatrix} \] and stop.": (2, 4),
    r"By \begin{equation*} \begin{array}{cc} Step{{{\text { }}}}1 & \frac{v}{k}=0 \end{array} \end{equation*}": (1, 2),
    r"So \begin{align} a &= b, \\ c &= d. \nonumber \end{align} follows.": (2, 4),
    r"So \begin{align*} a &= b, \\[2pt] c &= \begin{cases} 1 & x \\ 2 & \text{if $y>0$} \end{cases} \end{align*}": (
        4,
        8,
    ),
    r"So \begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray} follows.": (2, 6),
    r"So \begin{gather} a \\ b \end{gather} follows.": (2, 2),
    r"With \begin{equation}\begin{aligned} a &= b \\ &= c \end{aligned}\end{equation} it ends.": (2, 4),
    r"With \begin{equation}\begin{split} a &= b \\ &= c \end{split}\end{equation} it ends.": (2, 4),
    r"With $$\begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}$$ it ends.": (2, 4),
    r"With $$\begin{dcases} 1 & x \\ 0 & y \end{dcases}$$ it ends.": (2, 4),
    r"With $$a \\ b$$ it ends.": (2, 2),
    r"With \[ \left\{ \begin{array}{@{}l@{\quad}l} a & b \\ c & d \end{array} \right. \] it ends.": (2, 4),
}


@pytest.mark.parametrize(("abstract", "expected"), TABLES.items())
def test_rows_and_columns_of_a_formula_stay_apart(abstract: str, expected: tuple[int, int]) -> None:
    shown = markdown.html(markdown.escape(mend(abstract)[0]))

    assert expected == (shown.count("<mtr>"), shown.count("<mtd>") + shown.count("<mtd "))
    assert "&amp;" not in shown
    assert '<math display="block"' in shown


def test_a_fraction_keeps_its_bar() -> None:
    abstract = r"\begin{equation*} \begin{array}{c} \frac{\widetilde {v}^{n+1}-v^{n}}{k}=0 \end{array} \end{equation*}"

    shown = markdown.html(markdown.escape(mend(abstract)[0]))

    assert "<mfrac><mrow><msup>" in shown
    assert plaintext.plain(shown) == "(ṽⁿ⁺¹-vⁿ)/k = 0"


def test_a_matrix_is_read_row_by_row() -> None:
    shown = markdown.html(r"$$R=\begin{pmatrix} a & b \\ c & d \end{pmatrix}$$")

    assert plaintext.plain(shown) == "R = (a b; c d)"


@pytest.mark.parametrize("text", ["It costs $5 and $10.", "from $5M to US$ 20, or R$6", "at \\$5 for $x$ units"])
def test_prices_stay_prices(text: str) -> None:
    assert "$5" in plaintext.plain(markdown.html(markdown.escape(mend(text)[0])))


PARAGRAPHS = {
    "  We ask how.\nIt goes on\nhere.\n  Then we answer\nit.": [
        "We ask how.\nIt goes on\nhere.",
        "Then we answer\nit.",
    ],
    "One.\n\nTwo.": ["One.", "Two."],
    "One.\r\n\r\nTwo.": ["One.", "Two."],
    "  All lines\n  are indented\n  by a program.": ["  All lines\n  are indented\n  by a program."],
    "a heading\n\nand text": ["a heading\n\nand text"],
    "one\ntwo": ["one\ntwo"],
}


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS.items())
def test_paragraphs_of_broken_lines_are_told_apart(text: str, expected: list[str]) -> None:
    assert expected == paragraphs.parted(text)


def test_paragraphs_reach_the_page(tmp_path: Path) -> None:
    paper = _only_paper(tmp_path, title="Two Parts", abstract="  We ask how \\textit{it}\ngoes.\n  Then we\nanswer.\n")

    assert paper.body.strip() == "We ask how it goes.\n\nThen we answer."
