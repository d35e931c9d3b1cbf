"""Five hundred files that wish us ill, of every format: read without harm, or one clear answer and nothing written."""

import json
import random
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from site_builder.content import loader
from site_builder.core import config
from site_builder.core.errors import Problem, gather
from site_builder.ingest import sources, split
from tests.conftest import HERE, tree

SOUND = sorted(
    path
    for path in (HERE / "dumps").iterdir()
    if path.suffix != ".expected" and not path.with_suffix(".expected").read_text().endswith("was written.\n")
)
"""Dumps that are read, one or more of each format."""
ROUNDS = 13
"""Damaged files made of each: some five hundred in all."""
BEES = "Bees were counted at the hive's door for a week. Rain halves their number, while wind changes nothing we saw."


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(1, len(data))]


def _beheaded(data: bytes, chance: random.Random) -> bytes:
    return data[chance.randrange(1, len(data)) :]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    """A sign that means something where another stood."""
    spot = chance.randrange(len(data))
    return data[:spot] + bytes([chance.choice(b"\"'{}[]<>&@,;|\\#:\n\t ")]) + data[spot + 1 :]


def _swapped(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def _doubled(data: bytes, chance: random.Random) -> bytes:
    """A line twice: a key twice, an item without its start, an abstract after an abstract."""
    lines = data.split(b"\n")
    spot = chance.randrange(len(lines))
    return b"\n".join([*lines[: spot + 1], *lines[spot:]])


def _grown(data: bytes, chance: random.Random) -> bytes:
    spot = chance.randrange(len(data))
    return data[:spot] + chance.choice([b"x", b"x ", b"{", b"[", b"\\"]) * 60_000 + data[spot:]


def _wrong_encoding(data: bytes, chance: random.Random) -> bytes:
    return chance.choice([data.decode().encode("utf-16"), data + "é".encode("latin-1"), data + b"\0", b"\xff" + data])


def _nothing_but_halves(data: bytes, chance: random.Random) -> bytes:
    """Every second line."""
    return b"\n".join(data.split(b"\n")[chance.randrange(2) :: 2])


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut,
    _beheaded,
    _flipped,
    _swapped,
    _doubled,
    _grown,
    _wrong_encoding,
    _nothing_but_halves,
)


def _mutated(path: Path) -> Iterator[bytes]:
    chance = random.Random(path.name)
    for round_ in range(ROUNDS):
        yield MUTATIONS[round_ % len(MUTATIONS)](path.read_bytes(), chance)


def _zip() -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("papers.json", b"[" * 1_000_000)
    return held.getvalue()


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10))
LOOPS = '@string{s0 = "ha"}\n' + "".join(f"@string{{s{n} = s{n - 1} # s{n - 1}}}\n" for n in range(1, 60))
CRAFTED: dict[str, tuple[str, str | bytes, str]] = {
    "entities that grow": (
        "a.xml",
        f"<?xml version='1.0'?>\n<!DOCTYPE feed [{ENTITIES}]>\n<feed><entry><title>&e9;</title></entry></feed>",
        "a.xml:2: defines entities, which are not read",
    ),
    "an entity from another file": (
        "a.xml",
        '<!DOCTYPE rss [\n<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<rss><item><title>&x;</title></item></rss>',
        "a.xml:2: defines entities, which are not read",
    ),
    "a name of words without end": (
        "a.json",
        json.dumps([{"title": "Bees", "authors": "a " * 20_000}]),
        "a.json:1: `authors` has a name of 39,999 characters",
    ),
    "articles of PubMed with entities": (
        "a.xml",
        "<!DOCTYPE PubmedArticleSet [<!ENTITY a 'b'>]>\n<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>",
        "a.xml:1: is HTML or XML, which is not read here",
    ),
    "comments before no root": ("a.xml", "<!--a-->" * 600 + "<a/>", "a.xml:1: this abstract has no title before it"),
    "articles of PubMed cut off": (
        "a.xml",
        "<PubmedArticleSet>\n<PubmedArticle>",
        "a.xml:2: is not XML (no element found)",
    ),
    "articles of PubMed in a namespace": (
        "a.xml",
        '<PubmedArticleSet xmlns="http://x/">\n<PubmedArticle><PubmedArticle/></PubmedArticle></PubmedArticleSet>',
        "a.xml:2: has no `title`",
    ),
    "elements without end": ("a.xml", "<rss>" + "<a>" * 100_000, "a.xml:1: nests elements more than 200 deep"),
    "attributes without end": (
        "a.xml",
        "<rss " + " ".join(f"a{number}=''" for number in range(100_000)) + "><item/></rss>",
        "a.xml:1: has more than 200 attributes or namespaces",
    ),
    "namespaces without end": (
        "a.xml",
        "<rss>" + "".join(f"<q:a xmlns:q='http://q{number}/'/>" for number in range(50_000)) + "<item/></rss>",
        "a.xml:1: has more than 200 attributes or namespaces",
    ),
    "subjects without end": (
        "a.xml",
        "<rss><item>" + "".join(f"<category>{number}</category>" for number in range(50_000)) + "</item></rss>",
        "a.xml:1: has more than 1,000 subjects of one paper",
    ),
    "subjects that another encoding would show": (
        "a.xml",
        '<?x encoding="unicode_escape"?>\n<rss><item><title>Bees and their honey</title><description>'
        + "\\x3ccategory\\x3ea\\x3c/category\\x3e" * 20_000
        + "</description></item></rss>",
        "a.xml:2: `summary` has 680,000 characters",
    ),
    "entries that do not close": (
        "a.bib",
        "@article{x, title={\n" * 30_000,
        "a.bib:1: is no whole entry of BibTeX",
    ),
    "a line of parentheses": ("a.md", f"- {'(' * 45_000} ] x [a](http://b.c/)\n" * 4, "a.md:1: "),
    "a name without end": (
        "a.xml",
        f"<rss><item><title>Bees</title><author>{'x' * 60_000}</author></item></rss>",
        "a.xml:1: has a name with a word of more than 1,000 characters",
    ),
    "a feed that is cut": ("a.xml", "<rss>\n<item><title>Bees", "a.xml:2: is not XML (no element found)"),
    "strings that double": (
        "a.bib",
        f"{LOOPS}@misc{{a, title = s59}}",
        "uses @string for more text than any library holds",
    ),
    "a string of itself": ("a.bib", "@string{a = a}\n@string{b = a # b}\n@misc{k, title = b}", ""),
    "braces without end": ("a.bib", "@misc{a, title = {" + "{" * 10_000, "a.bib:1: is no whole entry of BibTeX"),
    "an entry that is cut": ("a.bib", "@misc{a,\n title = {Bees", "a.bib:1: is no whole entry of BibTeX"),
    "a field given twice": ("a.bib", "@misc{a,\n title = {Bees}, title = {Wasps}}", "a.bib:1: `a` gives `title` twice"),
    "lists in lists": ("a.json", "[" * 200_000, "a.json:1: is not JSON (it nests too deeply)"),
    "objects in objects": ("a.json", '{"a":' * 200_000, "a.json:1: is not JSON"),
    "a key given twice": ("a.json", '[\n{"title": "Bees",\n "title": "Wasps"}]', "`title` is given twice"),
    "numbers beyond reason": (
        "a.json",
        '{"title": "Bees", "year": ' + "9" * 5_000 + "}",
        "a.json:1: is not JSON (a number in it is too large)",
    ),
    "an index of an abstract as long as the sea": (
        "a.json",
        json.dumps({"title": "Bees", "abstract_inverted_index": {"buzz": [10**12]}}),
        "a.json:1: `abstract_inverted_index` must be text, not an object",
    ),
    "an index of an abstract of long words": (
        "a.json",
        json.dumps({"title": "Bees", "abstract_inverted_index": {"b" * 40_000: list(range(19_000))}}),
        "a.json:1: `abstract_inverted_index` has 80,001 characters",
    ),
    "a list of nothing": ("a.json", "[]", "a.json: holds no paper"),
    "a list of words": ("a.json", '["bees",\n "wasps"]', "a.json:1: holds something that is no object"),
    "an error instead of an answer": ("a.json", '{"message": "Too Many Requests"}', "a.json:1: has no `title`"),
    "a quotation mark too few": ("a.csv", f'title,abstract\n"Bees,"{BEES}"\nWasps,x', "a.csv:2: is no row of a table"),
    "a quotation mark that never ends": ("a.csv", f'title,abstract\nBees,"{BEES}\nWasps,x', "a.csv:2: is no row"),
    "a cell too many": ("a.csv", "title,year\nBees, in winter,2020", "a.csv:2: the row has 3 cells, the header 2"),
    "a reference without end": ("a.ris", "TY  - JOUR\nTI  - Bees\n\nTY  - JOUR\nTI  - Wasps\nER  - ", "a.ris:1: the"),
    "no fields at all": ("a.ris", "TY  - JOUR\nbees\nER  - ", "a.ris:2: is no field of RIS"),
    "a line of another kind": ("a.nbib", "PMID- 1\nTI  - Bees\nbees", "a.nbib:3: is no field of PubMed's format"),
    "an archive by another name": ("a.json", _zip(), "is a binary file"),
    "a title as long as a book": ("a.json", json.dumps({"title": "x" * 2_000}), "`title` has 2,000 characters"),
    "web page for an answer": ("a.json", "<!DOCTYPE html>\n<p>Rate exceeded.", "a.json:1: is HTML or XML"),
}


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A site with one dump, split, beside which the bad one is put."""
    (tmp_path / "content/sources").mkdir(parents=True)
    (tmp_path / "content/site.yaml").write_text("title: Shelf\n")
    (tmp_path / "content/sources/good.txt").write_text(f"Counting Bees\n{BEES}\n")
    split.split(config.load(tmp_path))
    return tmp_path


def _complaint(shelf: Path, name: str, data: bytes) -> str:
    """What is said of `data`; "" where it is read. Nothing may be written with a complaint, nor be lost without."""
    dump = shelf / "content/sources" / name
    dump.write_bytes(data)
    before = tree(shelf)
    problems: list[Problem] = []
    with gather(problems):
        report = split.split(config.load(shelf))
    if not problems:
        assert "counting-bees" in [*report.unchanged, *report.updated]  # the others may know more of it
        loader.load(shelf / "content")
        return ""
    assert before == tree(shelf)
    assert len(problems) <= 21
    assert all(problem.where.startswith(f"content/sources/{name}") for problem in problems)
    assert all(len(str(problem)) < 600 for problem in problems)
    return "\n".join(map(str, problems))


@pytest.mark.parametrize("name", CRAFTED)
def test_a_file_made_to_harm_is_told_by_file_and_line(shelf: Path, name: str) -> None:
    file, content, told = CRAFTED[name]
    complaint = _complaint(shelf, file, content.encode() if isinstance(content, str) else content)

    assert told in complaint
    assert bool(told) == bool(complaint)


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.name)
def test_a_damaged_dump_is_read_or_told_and_nothing_is_lost(shelf: Path, path: Path) -> None:
    for data in _mutated(path):
        _complaint(shelf, f"bad{path.suffix}", data)
        (shelf / "content/sources" / f"bad{path.suffix}").unlink()
        for left in (shelf / "content/papers").glob("*.md"):
            if left.stem != "counting-bees":
                left.unlink()
        (shelf / "content/sources/bad.ledger.json").unlink(missing_ok=True)


@pytest.mark.parametrize(
    "text",
    [
        "TY  - \nTI  - a b c\nER  - \n",
        "x\x0c[2] arXiv:2409.02890 [pdf]\nTitle: B title\nX Y\n",
        "Pa\x85arxiv:2409.02889\nA good title\nPublished on Sep 4, 2024\nUpvote\n52\nAuthors:\nA B\nAbstract\nWe do.\n",
        "- a\u2028- [A fine title](https://arxiv.org/abs/2409.02889)\n",
        '<rss xmlns:d="htt\u2028url.org/dc/"><channel><item><d:creator>B</d:creator></item></channel></rss>',
    ],
)
def test_a_dump_that_once_ended_in_a_traceback_does_not(text: str) -> None:
    problems: list[Problem] = []
    with gather(problems):
        sources.read(text, "x")
