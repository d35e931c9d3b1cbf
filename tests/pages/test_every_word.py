"""Every word that a reader sees and nobody wrote under content/ goes through gettext.

The tiny site is built in a language in which every word of the interface stands in marks, ⟦so⟧, and what curators wrote
is in Greek letters: Latin letters outside the marks are words that somebody forgot. To mend a failure here, say the
word by `_("…")` in a template, `words.gettext("…")` in Python or `_('…')` in a script.
"""

import email
import email.policy
import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from site_builder.build import builder, plan, script_words, single_file
from site_builder.cli.console import catalog_of
from site_builder.core import config, files
from site_builder.core.memo import Recall
from site_builder.core.words import Words
from site_builder.mail import message
from tests import words
from tests.conftest import TINY, build_unsearched

LANGUAGE = "he"
"""Real, so that dates and the direction of pages are those of a language, and without a Latin letter."""
_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "αβκδεφγηιζκλμνοπψρστυωωξψζΑΒΚΔΕΦΓΗΙΖΚΛΜΝΟΠΨΡΣΤΥΩΩΞΨΖ"
)
_KEPT = re.compile(r"\$[^$]*\$|https?://\S+|<[^>]*>|\]\([^)]*\)|&\w+;|arXiv|BibTeX", re.IGNORECASE)
"""In what curators write: formulas, addresses and tags."""
_PROSE = {"title", "subject", "description", "name", "means", "summary", "venue", "journal", "note", "authors"}
_MARK = re.compile(r"⟦[^⟦⟧]*⟧")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_NAMES = re.compile(
    r"arXiv|BibTeX|CSL-JSON|PDF|RIS|DOI|Google Scholar|CC BY 4\.0|Markdown|https?://\S+|[a-z]+\.(?:example|com|bib|ris)\b"
    r"|We propose αβγ(?:, which is)?"
)
"""Names of services and formats, which are the same in every language."""


# -- a site that says so ----------------------------------------------------------------------------------------------


def _greek(text: str) -> str:
    """`text` in letters that no word of the interface has."""
    parts = re.split(f"({_KEPT.pattern})", text, flags=re.IGNORECASE)
    return "".join(part if at % 2 else part.translate(_LETTERS) for at, part in enumerate(parts))


def _foreign(text: str) -> str:
    """A page or a file of settings, what is prose in it in Greek letters."""
    head, fence, body = text.partition("\n---\n") if text.startswith("---\n") else (text, "", "")
    lines = [_line(line) for line in head.split("\n")]
    return "\n".join(lines) + fence + _greek(body)


def _line(line: str) -> str:
    if inline := re.fullmatch(r"(\s*- \{.*?name: )([^,}]*)(.*)", line):
        return inline[1] + _greek(inline[2]) + inline[3]
    key, colon, value = line.partition(": ")
    return key + colon + _greek(value) if key.strip(" -") in {*_PROSE, "keywords"} else line


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, built."""
    root = tmp_path_factory.mktemp("marked")
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    for path in root.rglob("content/**/*"):
        if path.is_file():
            path.write_text(_foreign(path.read_text(encoding="utf-8")), encoding="utf-8")
    settings = root / "content/site.yaml"
    stated = settings.read_text(encoding="utf-8").replace("language: en", f"language: {LANGUAGE}\norder: upvotes")
    settings.write_text(stated.replace("edition: 2024-09-30\n", ""), encoding="utf-8")
    _write_papers(root / "content/papers")
    editions = root / "content/editions"
    editions.mkdir()
    (editions / "2024-09-30.md").write_text("---\npapers: [survey-of-dust, every-field]\n---\n", encoding="utf-8")
    (editions / "2024-10-07.md").write_text("---\npapers: [made-1, made-2, made-3]\n---\nΑΒΓ\n", encoding="utf-8")
    (root / "content/shelves").mkdir()
    (root / "content/shelves/abc.yaml").write_text("title: ΑΒΓ\nquery: 'year:2024'\n", encoding="utf-8")
    _write_words(root / "content/words", "⟦", "⟧")
    build_unsearched(root)
    return root


def _write_papers(folder: Path) -> None:
    """As many as make a list of several parts, one with more authors than a row names, one that says what it does."""
    for number in range(1, 50):
        authors = ", ".join(f"Αβγ Δεζ{'η' * at}" for at in range(14 if number == 1 else 2))
        header = f'title: "Μαθημα {number}"\nauthors: [{authors}]\nyear: 2024\ntags: [surveys]\n'
        body = "We propose αβγ, which is δεζ. Experiments show that it is 12% faster." if number == 1 else "Αβγ δεζ."
        (folder / f"made-{number}.md").write_text(f"---\n{header}lang: en\n---\n{body}\n", encoding="utf-8")


def _write_words(folder: Path, before: str, after: str) -> None:
    """Every word of the interface between marks."""
    folder.mkdir()
    made = Catalog(locale=LANGUAGE)
    for one in words.catalog():
        if one.id:
            forms = [one.id] if isinstance(one.id, str) else [one.id[0], *[one.id[1]] * (made.num_plurals - 1)]
            said = [f"{before}{form}{after}" for form in forms]
            made.add(one.id, said[0] if isinstance(one.id, str) else tuple(said), context=one.context)
    with (folder / f"{LANGUAGE}.po").open("wb") as file:
        write_po(file, made)


# -- what a reader sees -----------------------------------------------------------------------------------------------


class _Seen(HTMLParser):
    """The text of a page with what is written by people left out, and each attribute that is read out or shown."""

    _SPOKEN = ("aria-label", "alt", "placeholder", "title")
    _MUTE = ("script", "style", "kbd", "pre", "code", "math", "del", "ins", "template-row")
    _VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.attributes: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        stated = {name: value or "" for name, value in attrs}
        classes = stated.get("class", "").split()
        if "Z3988" not in classes and stated.get("lang") != "en":
            self.attributes += [value for name, value in stated.items() if name in self._SPOKEN]
        about = stated.get("name", "") + stated.get("property", "")
        if tag == "meta" and re.search(r"description|og:title|image:alt|site_name", about):
            self.attributes.append(stated["content"])
        if tag not in self._VOID:
            of_people = stated.get("lang") == "en" or tag in self._MUTE or "abstract" in classes
            self._open.append((tag, of_people))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        shape = data in ("Title", "Authors", "Venue") and any(tag == "template" for tag, _ in self._open)
        if not shape and not any(of_people for _, of_people in self._open):
            self.text += data


def _unmarked(text: str) -> str:
    """`text` without what stands in marks, which may stand in each other, and without names."""
    count = 1
    while count:
        text, count = _MARK.subn("·", text)
    return _NAMES.sub("", text)


def _forgotten(text: str) -> list[str]:
    """The words in `text` that no marks hold."""
    return _LATIN.findall(_unmarked(text))


def _of_page(html: str) -> Iterator[str]:
    """What a page says without marks, each with what stands around it."""
    seen = _Seen()
    seen.feed(html)
    for text in (seen.text, *seen.attributes):
        said = _unmarked(text)
        yield from (said[max(0, found.start() - 40) : found.end() + 40].strip() for found in _LATIN.finditer(said))


_SYNTAX = re.compile(r"<dt>.*?</dt>")
"""How to ask, which is the same in every language."""


def test_pages_say_no_word_without_gettext(marked: Path) -> None:
    pages = sorted((marked / "_site").rglob("*.html"))
    found = {
        path.relative_to(marked).as_posix(): said
        for path in pages
        if (said := list(_of_page(_SYNTAX.sub("", path.read_text(encoding="utf-8")))))
    }

    assert found == {}, "\n".join(f"{name}: {said}" for name, said in found.items())


def test_every_template_of_a_page_was_looked_at(marked: Path) -> None:
    settings = config.load(marked)
    content, vocabulary = builder.read(settings, Recall())
    catalog = builder.understand(content, vocabulary, Recall())
    site = plan.everything(catalog, content.pages, settings)
    used = {one.template for one in site.artifacts if isinstance(one, plan.Rendered)}
    packaged = {path.name for path in files.packaged("templates").glob("*.html")}
    partials = {name for name in packaged if name.startswith("_")}

    assert packaged - partials - {"base.html", "mail.html", "single.html"} == {name for name in used if ".html" in name}


def test_the_digest_in_one_file_says_none(marked: Path) -> None:
    settings = config.load(marked)
    page = single_file.make(catalog_of(settings), settings, builder.load_templates(settings, Recall())).decode()

    assert (list(_of_page(page))) == []


def test_feeds_say_none(marked: Path) -> None:
    found = {}
    for path in sorted((marked / "_site").rglob("feed*.json")):
        feed = json.loads(path.read_text(encoding="utf-8"))
        entries = [entry["summary"] for entry in feed["items"] if "edition" in entry["id"] and "summary" in entry]
        titles = [feed["title"], feed.get("description", ""), *(entry["title"] for entry in feed["items"])]
        found[path.name] = [word for text in (*titles, *entries) for word in _forgotten(text)]

    assert found
    assert not any(found.values()), found


def test_mails_say_none(marked: Path) -> None:
    settings = config.load(marked)
    catalog = catalog_of(settings)
    whole = message.compose(catalog.editions[0], catalog, settings).to(None)
    read = email.message_from_bytes(whole, policy=email.policy.default)
    plain, html = (part.get_content() for part in read.walk() if not part.is_multipart())

    assert (_forgotten(re.sub(r"(?m)^(?:We propose|Experiments).*$", "", f"{read['Subject']}\n{plain}"))) == []
    assert (list(_of_page(html))) == []


def test_pages_run_the_way_their_words_do(marked: Path) -> None:
    for path in (marked / "_site").rglob("*.html"):
        assert f'<html lang="{LANGUAGE}" dir="rtl"' in path.read_text(encoding="utf-8"), path.name


# -- scripts and stylesheets ------------------------------------------------------------------------------------------

_STRING = re.compile(r"'((?:[^'\\\n]|\\.)*)'(?!\.split\()|`((?:[^`\\]|\\.)*)`(?!\.split\()")
_SPEAKS = re.compile(r"[A-Za-z]{2,} [a-z]{2,}|^[A-Z][a-z]+(?: |$|:)")
"""Two words, or one that begins like a sentence."""
_NO_WORDS = re.compile(
    r"^(?:Escape|Enter|Home|Arrow\w+|ZoteroItemUpdated|Z3988|Markdown|QuotaExceededError|NOT|AND|OR|text/.*|application/.*|Content-.*)$"
)
_CODE = re.compile(
    r"[#\[\]{}=<>]|\$\{|:root|\.\w+ |^about |^this that|button|summary span|class\^=|cell |chips (?:strip|ends)"
)


_SCRIPTS = sorted(path for path in files.packaged("static").rglob("*.js") if path.name != "fold.js")
"""All but the tables of letters and their names."""


def _without_comments(script: str) -> str:
    return re.sub(r"(?m)^\s*(?://|/?\*).*$|(?<=[;{,)\s])// .*$", "", script)


@pytest.mark.parametrize("path", _SCRIPTS, ids=lambda path: path.name)
def test_scripts_say_no_word_without_gettext(path: Path) -> None:
    script = _without_comments(path.read_text(encoding="utf-8"))
    said = {text for _, texts in script_words.found(script) for text in texts}
    texts = [one or other for one, other in _STRING.findall(script)]
    found = [text for text in texts if _SPEAKS.search(text) and not _NO_WORDS.match(text) and not _CODE.search(text)]

    assert ([text for text in found if text not in said]) == []


def test_scripts_are_made_in_the_language_of_the_site(marked: Path) -> None:
    made = [path for path in (marked / "_site").rglob("*.js") if "pagefind" not in path.parts]
    said = [
        text for path in made for _, texts in script_words.found(path.read_text(encoding="utf-8")) for text in texts
    ]
    shelf = next(path for path in made if path.name == "shelf.js").read_text(encoding="utf-8")

    assert said == []
    assert '_("⟦Keep %(title)s⟧",' in shelf
    assert 'many(Object.assign(["⟦%(num)s hidden⟧"' in shelf


def test_a_translation_that_looks_like_code_stays_a_text(tmp_path: Path) -> None:
    tricky = "x many(['zz', 'zz'] ${_('zz')} y"
    path = tmp_path / "xx.po"
    header = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    zz = 'msgid "zz"\nmsgid_plural "zz"\nmsgstr[0] "+evil()+"\nmsgstr[1] "+(0)+"\n'
    path.write_text(f'{header}msgid "hide"\nmsgstr "{tricky}"\n\n{zz}', encoding="utf-8")
    words = Words("xx", tmp_path)
    script = "a(_('hide'), `${_('hide')}`, many(['zz', 'zz'], 2))"

    assert script_words.spoken(script, "js/x.js", words) == (
        f'a(_("{tricky}"), `${{_("{tricky}")}}`, '
        'many(Object.assign(["+evil()+","+(0)+"],{of:(n)=>Math.min(Number((n != 1))||0,1)}), 2))'
    )
    assert script_words.spoken("a(_('hide'), `${_('hide')}`)", "worker.js", words) == (
        f'a("{tricky}", `${{"{tricky}"}}`)'
    )


def test_stylesheets_say_no_word() -> None:
    for path in files.packaged("static").rglob("*.css"):
        assert re.findall(r'content:\s*"[^"]*[A-Za-z][^"]*"', path.read_text(encoding="utf-8")) == [], path.name


_PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin)-(?:left|right)|float:\s*(?:left|right)|text-align:\s*(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius)"
)


def test_stylesheets_mirror() -> None:
    """Sides are said as start and end, so that a page from right to left is the mirror of one from left to right."""
    for path in files.packaged("static").rglob("*.css"):
        style = re.sub(r"\[columnalign[^}]*\}", "", path.read_text(encoding="utf-8"))

        assert _PHYSICAL.findall(style) == [], path.name
