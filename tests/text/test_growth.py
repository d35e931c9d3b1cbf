"""Whatever reads the text of strangers takes time that grows as the text does, and no faster.

A run of full stops once took seconds. Here patterns grow tenfold and no reader may take more than twenty times as long;
only what takes long enough to be measured is measured, in processor time, and a failure must repeat itself.
"""

import gc
import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from site_builder.analysis import acronyms, gist, quantities, related, tagging
from site_builder.build import link_check
from site_builder.build.templates import Templates
from site_builder.content import frontmatter, metadata, vocabulary
from site_builder.content.model import Entry, Paper
from site_builder.core import email_address, files, urls, yaml_fields, yaml_text
from site_builder.core.errors import BuildFailed
from site_builder.formats import citations, feeds, schema_org, venues
from site_builder.formats.citations import Reference
from site_builder.formats.feeds import EntryView, FeedView
from site_builder.ingest import repair, sources
from site_builder.ingest.fetch.queries import Query
from site_builder.preview import injected
from site_builder.text import (
    author_strings,
    lexicon,
    markdown,
    math_spans,
    person_names,
    plaintext,
    sentences,
    tex_to_mathml,
)
from site_builder.text.math_spans import Formula

LENGTHS = (2_000, 10_000, 20_000, 40_000)
"""Where a reader gives up on crowded text, only the later steps are of the same work."""
MOST = 1.3
"""The power of the length by which time may grow: tenfold the text may take twenty times as long."""
MIN_ITEMS = 0.002
"""Seconds of processor time below which nothing is told from noise."""
TRIES = 6

RUNS = [
    *(". , ; : ! ? - + * = | / % # @ & ~ ^ _ ' \" ` ( ) [ ] { } < > $ \\ … “ ×".split()),
    *(" ", "\t", "\n", "\xa0", "\u200b", "\u0301", "é", "漢", "。", "a", "A", "1", "\n\n", " \n", "a\n", "a\n\n"),
    *("a. ", "A. ", "1. ", "(A", " (ABC)", "(ABC)", "(AB) (", "a, ", "a-", "aA", "--", "``", "''", ". . . ", "… "),
    *("\\a{", "\\a{.", "{\\a ", "\\a{b}", "\\a ", "^{", "_{", "\\(", "\\[", "$$", "$a ", "$ ", "\\\\", "{a}", "}{"),
    *("\\norm{", "\\cite{", " \\cite{a},", "\\footnote{", "\\'{", "\\item[", "\\def\\a", "\\href{a}{", "\\frac{1}{"),
    *("\\begin{x}", "\\begin{equation}", "\\documentclass{a}\\begin{document}", "10{", "1times", "alpha_", "x^"),
    *("<p>", "</p>", "<b>", "<a href=x>", "<math>", "<code>", "<!--", "<sup>", "<alternatives>", "<tex-math>", "&#1;"),
    *("<!--a-->", "<?a?>", "<alternatives><tex-math>", "<jats:p", "<msup><mi>", "<p> and ", "</b>, ", "DBLP:", "&amp;"),
    *("http://", "http://a.b/ ", "www.", "a@", "a@b.", "a.com/", "a://", "https://github.com/a"),
    *("- ", "> ", "* a\n", "~~~a\n\n", "```\na\n", "`a", "[a](", "![", "[a]: b\n", "|a", "*a", "**a_", "a\n    b\n"),
    *("prune model ", "prune the search space ", "we propose ", "a: b\n", "a: [", "title,", "% ", "2024 ", " and "),
    *("Ã©", "â€œ", "â€œa", "Å²", '"a', '"a"', "“a”b", " ''a", "\\'{\\^", "\\'{\\^e}", ".\n  a", "\\\\[", "\\text{$a$"),
    *("\\begin{equation}\\begin{cases}", "\\begin{equation}\\begin{array}{l}a\\\\", "\\begin{array}{"),
]  # fmt: skip
OPENED = [
    *((opener, run) for opener in "([{$<" for run in (".", " ", "\\a{")),
    *(("http://", sign) for sign in ")(.~/"),
    *(("<a ", "href=http://a"), ("<jats:", "a"), ("\\begin{equation}", "a"), ("$a", " "), ("$a\\", " "), ("A: ", "aA")),
]  # fmt: skip
PATTERNS = [
    pytest.param(*pattern, marks=[] if number % 8 == 0 else pytest.mark.slow)
    for number, pattern in enumerate([("", run) for run in RUNS] + OPENED)
]
_CLAIMS_SLOW = [
    *("1 O(", "1M ", "1–1 to ", "1–", "AP1:", "(1±", "1, ", "1 a ", "1 to ", "+1 times ", "1-fold ", "1m", "p<", "m "),
    *("1,111", "1.1 ", "two ", "from 1 to 1 ", "-1", "1/", "1 of ", "10^", "7B model ", "(1", "10^1 ", "1 m/", "eV"),
]  # fmt: skip
CLAIMS = ["1% ", "1", "95 % ", "m", "GPT-4", *(pytest.param(run, marks=pytest.mark.slow) for run in _CLAIMS_SLOW)]
_AUTHORS_SLOW = ("Aaa Bbb (AB) ", "A and ", "{A & ")
AUTHORS = ["a team: ", *(pytest.param(run, marks=pytest.mark.slow) for run in _AUTHORS_SLOW)]
END = "x!"
"""Behind each: that a pattern holds to the very end would hide what it costs to fail."""

VOCABULARY = """
claims: [we propose]
asides: [such as]
about: [model]
areas: [{slug: small, name: Smaller models, hue: 2}]
tags:
  - slug: pruning
    name: Pruning
    area: small
    means: Fewer weights.
    anywhere: {prun* ~ model: 2, prun*: 1}
    ignores: [prun* the search space]
"""
RULES = vocabulary.parse(VOCABULARY, "tags.yaml")
NUMBERS = count()


def paper(title: str, body: str) -> Paper:
    return Paper(slug="one", title=title, body=body, html="", abstract=body, authors=(title,))


def fresh(text: str) -> str:
    """`text`, which no cache has seen."""
    return f"{text}{next(NUMBERS)}"


def hold(formula: Formula) -> str:
    return formula.tex[:1]


def read_formulas(text: str) -> None:
    math_spans.in_text(text, hold)
    math_spans.in_markdown(text, hold)


def show_formula(text: str) -> None:
    tex_to_mathml.to_html(Formula(fresh(text), is_display=False, source=""))


def read_page(text: str) -> None:
    html = markdown.html(text)
    length = len(plaintext.plain(html))
    plaintext.mark(html, [(start, start + 3, "does") for start in range(0, length - 4, 8)])


def read_gist(text: str) -> None:
    sentences.spans(text)
    gist.find("A: title", text)
    gist.find(text, "We propose it. We show that.", text)
    gist.brief(text)


def read_names(text: str) -> None:
    name = fresh(text)
    person_names.parts(name)
    email_address.parse(f"{name}@")
    person_names.initials(name)
    person_names.sorted_as(name)
    person_names.short([name, name, name, name])
    metadata.key(name)
    urls.slug(name)


def read_acronyms(text: str) -> None:
    acronyms.of(text, acronyms.names([text, "artificial neural networks (ANN)"], [("a", "b c"), ("model", "net")]))
    lexicon.bases(lexicon.count([text]))


def cite(text: str) -> None:
    cited = Reference(
        key="key", title=text, authors=("A B",), year=2024, venue="", arxiv="", category="", doi=text, url=text
    )
    venues.kind(text)
    citations.bibtex(cited)
    citations.ris(cited)
    citations.apa(cited)
    citations.markdown(cited)
    schema_org.article(cited, [text])
    assert citations.csl(cited)


def read_fields(text: str) -> None:
    for page in (f"---\n{text}\n---\n{text}", f"---\na: {text}\n---\n", f'---\na: "{text}\n---\n'):
        with suppress(BuildFailed):
            frontmatter.parse(page, "page.md")
    with suppress(BuildFailed):
        yaml_text.load(frontmatter.write([("authors", [text])], ""), "page.md")
    yaml_fields.is_web_url(f"http://a{text}")


_FEED = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Moss</title>'
DUMPS = {
    "RIS, lines that go on": ("TY  - JOUR\nTI  - Moss\nAB  - We do.\n", "a\n", "ER  - \n"),
    "PubMed, lines that go on": ("PMID- 1\nTI  - Moss\nAB  - We do.\n", "      a\n", ""),
    "a copied page, lines": ("arxiv:2401.12345\nMoss\nPublished on Jan 3\nAuthors:\nAnn Bee\nAbstract\n", "a\n", ""),
    "Atom, blank lines": (f'{_FEED}<summary type="xhtml">', "\n", "<div>We do.</div></summary></entry></feed>"),
    "BibTeX, parts of a value": ('@article{a,\n title={Moss},\n note="a"', ' # "a"', ",\n}\n"),
    "BibTeX, entries in brackets": ("", '@article(a, title="Moss")\n', ""),
}


def read_records(text: str) -> None:
    with suppress(BuildFailed):
        sources.read(text, "a.txt")


def read_dump(text: str) -> None:
    named = {f"{text[:9]}{number}": number for number in range(len(text) // 8)}
    repeated = f'{json.dumps(named)[:-1]}, "a": 1, "a": 2}}'
    record = {"title": text[:999], "abstract": text, "authors": text, "year": text, "doi": text, "code": text}
    for dump in (text, f"A title\n{text}.\n", json.dumps(record), f'{{"{text}', repeated):
        with suppress(BuildFailed):
            sources.read(dump, "dump.txt")


_TEMPLATES = Templates((files.packaged("templates"),))


def feed(text: str) -> None:
    entry = EntryView(identity="a", url=text, title=text, summary=text, content=text, day=feeds.UNDATED)
    view = FeedView(
        identity="a", title=text, subtitle="", site=text, home="", pages=(("self", "x"),), language="en",
        updated=feeds.UNDATED, entries=(entry,),
    )  # fmt: skip
    _TEMPLATES.page("feed.xml", view)
    feeds.json_feed(view)
    injected.failure(text)


def visit(text: str) -> None:
    Path("_site").mkdir(exist_ok=True)
    page = f"<title>A</title><main><h1>{markdown.inline(text)}</h1>{markdown.html(text)}</main>"
    Path("_site/index.html").write_text(page, "utf-8", "replace")
    link_check.visit(Path("_site"))


def tag(text: str) -> None:
    tagging.apply(RULES, [paper("A title", text)])


def relate(text: str) -> None:
    related.closest([paper("A title", text), Paper(slug="b", title="b", body="", html="", abstract="a", authors=())])


def claim(text: str) -> None:
    quantities.find(text)


READERS: list[Callable[[str], object]] = [
    repair.mend,
    markdown.escape,
    markdown.inline,
    read_page,
    read_formulas,
    show_formula,
    read_gist,
    claim,
    tag,
    relate,
    read_acronyms,
    read_names,
    cite,
    read_fields,
    read_dump,
    feed,
    visit,
]


def grown(opener: str, run: str, length: int) -> str:
    return (opener + run * (length // len(run) + 1))[: length - len(END)] + END


def seconds(read: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start


def steepness(read: Callable[[str], object], short: str, middle: str, long: str, twice: str) -> float:
    """How many times as long `long` takes as `short`; 0 where that is no more than it may be.

    Where a pattern is cut off decides whether YAML, say, is read once or twice. So what seems steep has to go on:
    square time would take four times as long for `twice` as for `long`, linear time no more than MOST allows.
    """
    most, least, halfway = float("inf"), float("inf"), float("inf")
    for _ in range(TRIES):
        most = min(most, seconds(read, long))
        least = min(least, seconds(read, short), seconds(read, short))
        if most < MIN_ITEMS or most <= least * (len(long) / len(short)) ** MOST:
            return 0
        halfway = min(halfway, seconds(read, middle), seconds(read, middle))
        if most <= halfway * (len(long) / len(middle)) ** MOST:
            return 0
        if seconds(read, twice) <= most * (len(twice) / len(long)) ** MOST:
            return 0
    return most / least


def too_steep(opener: str, run: str) -> list[str]:
    texts = [grown(opener, run, length) for length in LENGTHS]
    steep = ((read, steepness(read, *texts)) for read in READERS)
    return [f"{read.__name__}: {times:.0f} times as long" for read, times in steep if times]


@pytest.fixture(autouse=True)
def _no_garbage_collected() -> Iterator[None]:
    """Its time depends on what all other tests have left."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize(("opener", "run"), PATTERNS)
def test_ten_times_the_text_takes_ten_times_the_time(opener: str, run: str) -> None:
    steep = too_steep(opener, run)

    assert not steep


@pytest.mark.slow
@pytest.mark.parametrize("name", DUMPS)
def test_a_dump_of_many_pieces_is_read_in_linear_time(name: str) -> None:
    opener, run, end = DUMPS[name]
    texts = [opener + run * (40 * length // len(run)) + end for length in LENGTHS]

    assert not steepness(read_records, *texts)


@pytest.mark.slow
def test_each_keyword_of_a_query_is_made_a_pattern_once() -> None:
    """Python keeps 512 patterns, and makes all anew where more are looked for in turn."""
    entry = Entry(title="Moss", abstract="We do this. " * 20, lines=(1, 1), rank=1)

    def take(words: str) -> None:
        query = Query(
            name="a", where="a.yaml", kind="arxiv", text="cs.LG", most=1, days=1, keywords=tuple(words.split())
        )
        assert not any(query.takes(entry) for _ in range(200))

    few, many = (" ".join(f"kw{number}" for number in range(count)) for count in (400, 800))
    of_few, of_many = (min(seconds(take, words) for _ in range(TRIES)) for words in (few, many))

    assert of_many < 5 * of_few


@pytest.mark.parametrize("opening", ["![ ", "[ ", "[a]("])
def test_what_nothing_closes_is_not_looked_for_through_a_long_text(opening: str) -> None:
    """Of a few hundred, each read on to the end of its block: 50,000 characters took seconds."""
    plain = "moss grows on roofs " * 1_000
    of_plain, of_open = (min(seconds(markdown.html, text) for _ in range(2)) for text in (plain, opening * 399 + plain))

    assert of_open < 20 * max(of_plain, MIN_ITEMS)
    assert markdown.html("[a](https://a.example) " * 399).count("<a ") == 399


@pytest.mark.parametrize("run", CLAIMS)
def test_numbers_of_an_abstract_are_read_in_linear_time(run: str) -> None:
    texts = [grown("We improve by 3 times. 1 ", run, length) for length in LENGTHS]

    assert not steepness(claim, *texts)


@pytest.mark.parametrize("run", AUTHORS)
def test_lists_of_authors_are_read_in_linear_time(run: str) -> None:
    """Records are longer here than elsewhere: what copies the rest of a string at each name shows late."""
    texts = [grown("", run, 8 * length) for length in LENGTHS]

    assert not steepness(author_strings.read, *texts)
