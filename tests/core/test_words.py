"""The words of the interface: which language speaks, what a file of words may say, and how it counts and dates."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.core import words_file
from site_builder.core.errors import BuildFailed, Problem, gather
from site_builder.core.words import ENGLISH, Words
from tests import words
from tests.conftest import Run, build_unsearched

SHIPPED = sorted(path.stem for path in words.FOLDER.glob("*.po"))
_HEADER = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def _file(folder: Path, text: str, header: str = _HEADER) -> Path:
    path = folder / "xx.po"
    path.write_text(header + text, encoding="utf-8")
    return path


# -- which language speaks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "speaks", "papers", "day"),
    [
        ("en", "en", "1,234 papers", "30 September 2024"),
        ("en-US", "en-US", "1,234 papers", "September 30, 2024"),
        ("de", "de", "1.234 Artikel", "30. September 2024"),
        ("de-AT", "de-AT", "1.234 Artikel", "30. September 2024"),
        ("fr", "fr", "1\u202f234 articles", "30 septembre 2024"),
        ("es", "es", "1.234 artículos", "30 de septiembre de 2024"),
        ("zh", "zh", "1,234 篇论文", "2024年9月30日"),
        ("zh-CN", "zh-CN", "1,234 篇论文", "2024年9月30日"),
        ("zh-TW", "en", "1,234 papers", "30 September 2024"),
        ("ja", "ja", "論文1,234件", "2024年9月30日"),
        ("nl", "en", "1,234 papers", "30 September 2024"),
        ("no such language", "en", "1,234 papers", "30 September 2024"),
    ],
)
def test_words_counts_and_days_are_those_of_the_language(asked: str, speaks: str, papers: str, day: str) -> None:
    said = Words(asked)

    assert (speaks, papers, day) == (said.language, said.papers(1234), said.date(date(2024, 9, 30)))


def test_a_french_million_takes_a_preposition() -> None:
    assert Words("fr").papers(1_000_000).endswith("d’articles")


def test_a_site_changes_one_word_and_keeps_the_others(tmp_path: Path) -> None:
    _file(tmp_path, 'msgid "Papers"\nmsgstr "Aufsätze"\n').rename(tmp_path / "de.po")
    own = Words("de", tmp_path)

    assert (own.gettext("Papers"), own.gettext("Tags"), own.papers(1)) == ("Aufsätze", "Tags", "1 Artikel")
    assert own.fingerprint != Words("de").fingerprint


def test_a_site_in_english_loads_no_babel(site: Path) -> None:
    code = "import sys; from tests.conftest import build_unsearched as build; from pathlib import Path; build(Path()); "
    done = subprocess.run(
        [sys.executable, "-c", code + "sys.exit('babel' in sys.modules)"],
        cwd=site,
        check=False,
        env={"PYTHONPATH": str(words.ROOT)},
    )

    assert done.returncode == 0


def test_a_language_without_words_is_told_of_and_marked(site: Path) -> None:
    stated = site / "content/site.yaml"
    stated.write_text(stated.read_text().replace("language: en", "language: nl"))
    report = build_unsearched(site)
    page = (site / "_site/papers/every-field/index.html").read_text(encoding="utf-8")
    row = (site / "_site/papers/index.html").read_text(encoding="utf-8")

    assert [one.what for one in report.notices] == ["there are no words in `nl`: those of pages are English"]
    assert "papershelf words nl" in report.notices[0].hint
    assert '<html lang="en"' in page
    assert '<h1 lang="tr"' in page
    assert '<h2 lang="nl"' in row
    assert '<a class="brand" lang="nl"' in page


def test_words_may_be_in_another_language_than_papers(site: Path) -> None:
    stated = site / "content/site.yaml"
    stated.write_text(stated.read_text() + "words: de\n")
    build_unsearched(site)
    page = (site / "_site/papers/index.html").read_text(encoding="utf-8")

    assert '<html lang="de"' in page
    assert ">Alle Artikel<" in page
    assert '<h2 lang="en" dir="auto">' in page


def test_a_changed_word_makes_pages_anew_and_nothing_else_does(site: Path) -> None:
    (site / "content/words").mkdir()
    path = _file(site / "content/words", 'msgid "Abstract"\nmsgstr "Summary"\n')
    path = path.rename(path.with_name("en.po"))
    build_unsearched(site)
    path.write_text(path.read_text().replace("Summary", "In short"))
    report = build_unsearched(site)

    assert "papers/every-field/index.html" in report.written
    assert "In short" in (site / "_site/papers/every-field/index.html").read_text()
    assert build_unsearched(site).written == ()


# -- what a file of words may say -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('msgid "a"\nmsgstr "<b>b</b>"\n', 4, "has other tags"),
        (
            'msgid "<a href=\\"%(x)s\\">a</a>"\nmsgstr "<a href=\\"%(x)s\\" onclick=\\"b\\">a</a>"\n',
            4,
            "has other tags",
        ),
        ('msgid "<b>a</b> c"\nmsgstr "</b>a<b> c"\n', 4, "ends a tag that it has not begun"),
        ('msgid "<i><b>a</b></i>"\nmsgstr "<i><b>a</i></b>"\n', 4, "ends a tag that it has not begun"),
        ('msgid "a"\nmsgstr "b\\" onclick=\\"c"\n', 4, "may not hold"),
        ('msgid "a"\nmsgstr "b <c"\n', 4, "may not hold"),
        ('msgid "a"\nmsgstr "100 %"\n', 4, "may not hold"),
        ('msgid "a %(b)s"\nmsgstr "%(c)s"\n', 4, "stands for nothing here"),
        ('msgid "a"\nmsgid_plural "%(b)s"\nmsgstr[0] "%(b)s"\nmsgstr[1] "c"\n', 4, "stands for nothing here"),
        ('msgid "a"\nmsgid_plural "<i>"\nmsgstr[0] "<i>"\nmsgstr[1] "c"\n', 4, "has other tags"),
        ('msgid "a %(b)s"\nmsgstr "%(b)d"\n', 4, "may not hold"),
        ('msgid "a\nmsgstr "b"\n', 4, "is no line of a file of words"),
        ('msgid "a"\nmsgstr "b\\x"\n', 5, "is no line of a file of words"),
        ("nonsense\n", 4, "is no line of a file of words"),
        (
            'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\nmsgstr[2] "e"\n',
            4,
            "more translations than num_plurals",
        ),
    ],
)
def test_what_would_break_a_page_is_told_by_file_and_line(text: str, line: int, message: str, tmp_path: Path) -> None:
    with pytest.raises(BuildFailed) as failed:
        words_file.read(_file(tmp_path, text))

    (problem,) = failed.value.problems
    assert problem.where == f"xx.po:{line}"
    assert message in problem.what


@pytest.mark.parametrize(
    "rule",
    [
        "nplurals=2; plural=__import__('os');",
        "nplurals=99; plural=n;",
        "nplurals=2; plural=n;",
        "nplurals=2; plural=1%0;",
        "nplurals=2; plural=(n != 01);",
        "nplurals=2; plural=n/n-1 == 1;",
        "nplurals=2; plural=1-!n;",
        "nplurals=2; plural=n==!n;",
    ],
)
def test_a_rule_that_is_none_is_refused(rule: str, tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match=r"Plural-Forms|no file of words"):
        words_file.read(_file(tmp_path, "", f'msgid ""\nmsgstr "Plural-Forms: {rule}\\n"\n\n'))


@settings(max_examples=60)
@given(
    st.text()
    | st.lists(st.sampled_from(['msgid "a"', 'msgstr "b"', 'msgstr[1] "', '"', "#~", "msgctxt", "\\", '""'])).map(
        "\n".join
    )
)
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.po"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    problems: list[Problem] = []
    with gather(problems):
        words_file.read(path)

    assert all("any.po" in problem.where for problem in problems)


def test_fuzzy_and_empty_words_stay_english(tmp_path: Path) -> None:
    table = words_file.read(_file(tmp_path, '#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n'))

    assert not table.forms


# -- what is shipped --------------------------------------------------------------------------------------------------


def test_the_lists_of_words_are_those_of_the_code() -> None:
    """`make words` brings them up to date."""
    said = {(one.context or "", one.id) for one in words.catalog() if one.id}
    with words.TEMPLATE.open("rb") as file:
        listed = {(one.context or "", one.id) for one in read_po(file) if one.id}

    assert said == listed


@pytest.mark.parametrize("language", SHIPPED)
def test_every_word_is_translated(language: str) -> None:
    said = {(one.context or "", words_file.listed(one.id)[0]) for one in words.catalog() if one.id}

    assert said == set(words_file.read(words.FOLDER / f"{language}.po").forms)


def test_a_file_of_words_is_begun_once(site: Path, run: Run) -> None:
    first, second = run("words", "nl"), run("words", "nl")
    begun = words_file.read(site / "content/words/nl.po")

    assert (first.exit_code, second.exit_code) == (0, 1)
    assert not begun.forms
    assert begun.rule == "(n != 1)"
    assert run("words", "no such language").exit_code == 1


def test_english_words_are_those_of_the_code() -> None:
    assert ENGLISH.ngettext("%(num)s paper", "%(num)s papers", 1) == "1 paper"
    assert ENGLISH.files == ()


def test_a_rule_that_is_wrong_of_large_numbers_chooses_a_form_all_the_same(tmp_path: Path) -> None:
    header = _HEADER.replace("(n != 1)", "n>1000 ? 7 : n>2000 ? 5%(n-3000) : n!=1")
    table = words_file.read(_file(tmp_path, 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n', header))

    assert [table.plural(count) for count in (1, 2, 1205, 3000)] == [0, 1, 1, 1]
