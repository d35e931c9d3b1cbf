"""A quirk of dumps is a file: what it holds is beside it, as entries or as the complaint."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from site_builder.core import files
from site_builder.core.errors import BuildFailed
from site_builder.ingest import dumps, sources
from tests.conftest import HERE

DUMPS = sorted(path for path in (HERE / "dumps").iterdir() if path.suffix != ".expected")


def _outcome(path: Path) -> str:
    """What becomes of the dump: its entries and dropped lines as JSON, or the complaint."""
    try:
        dump = sources.read(files.read_text(path), path.name)
    except BuildFailed as failed:
        return f"{failed}\n"
    stated = [{**asdict(entry), **asdict(entry.imprint), "imprint": None} for entry in dump.entries]
    entries = [{name: value for name, value in one.items() if value} for one in stated]
    dropped = [[drop.line, drop.rule] for drop in dump.dropped]
    said: dict[str, object] = {"warnings": [str(one) for one in dump.warnings], "not read": dump.unread}
    found = {"entries": entries, "dropped": dropped, **{name: value for name, value in said.items() if value}}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.stem)
def test_a_dump_gives_its_entries_or_its_complaint(path: Path) -> None:
    expected = path.with_suffix(".expected").read_text(encoding="utf-8")

    assert expected == _outcome(path)


_ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">\n'
_CITED = "<MedlineCitation><Article><ArticleTitle>{}</ArticleTitle></Article></MedlineCitation>"
_ARTICLE = f"<PubmedArticle>{_CITED}</PubmedArticle>"
UNFIT = {
    "a.ris": "TY  - JOUR\nAB  - x\nER  - \n\nTY  - JOUR\nTI  - Moss\nER  - \n",
    "a.bib": "@article{a, abstract={x}}\n\n@article{b, title={Moss}}\n",
    "a.csv": "title,abstract\n,We do.\nMoss,We do.\n",
    "a.json": '[{"title": null, "abstract": "x"}, {"title": "Moss"}]',
    "b.json": '{"results": [\n{"display_name": null,\n"id": "x"},\n{"display_name": "Moss"}\n]}',
    "c.json": '{"title": [], "DOI": "10.1000/a"}\n{"title": ["Moss"]}\n',
    "a.nbib": "PMID- 1\nAB  - We do.\n\nPMID- 2\nTI  - Moss\n",
    "a.xml": f"<PubmedArticleSet>\n{_ARTICLE.format('')}\n{_ARTICLE.format('Moss')}\n</PubmedArticleSet>\n",
    "b.xml": "<rss version='2.0'><channel>\n<item><link>https://x</link></item>\n<item><title>Moss</title></item></channel></rss>",
    "c.xml": f"{_ATOM}<entry><title></title></entry>\n<entry><title>Moss</title></entry>\n</feed>\n",
}
"""One dump of each format, with a record that has no title."""


@pytest.mark.parametrize("name", UNFIT)
def test_a_record_without_a_title_keeps_no_other_out(name: str) -> None:
    dump = sources.read(UNFIT[name], name)
    (said,) = [str(one) for one in dump.warnings if "title" in str(one)]

    assert [entry.title for entry in dump.entries] == ["Moss"]
    assert "has no `title`: the record is left out" in said
    assert dump.left_out == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"authors": [None]},
        {"author": [{"sequence": "first", "affiliation": []}]},
        {"venue": 5},
        {"license": {"id": "x"}},
    ],
    ids=repr,
)
def test_a_value_that_says_nothing_is_left_out_and_the_paper_is_not(fields: dict[str, object]) -> None:
    dump = sources.read(json.dumps({"title": "Moss", **fields}), "a.json")

    assert ([entry.title for entry in dump.entries], len(dump.warnings), dump.left_out) == (["Moss"], 1, 0)
    assert "it is left out" in str(dump.warnings[0])


def test_a_zero_byte_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "binary.txt"
    path.write_bytes(b"A title\nAn abstract with a \x00 byte.\n")
    with pytest.raises(BuildFailed, match=r"binary\.txt:2: is a binary file"):
        files.read_text(path)


def test_a_line_of_ten_megabytes_is_told_with_its_length() -> None:
    with pytest.raises(BuildFailed, match=r"d:2: the line has 10,000,000 characters"):
        sources.read("A title\n" + "x" * 10_000_000, "d")


def test_text_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes("A title\nCafé\n".encode("latin-1"))
    with pytest.raises(BuildFailed, match=r"latin\.txt:2: is not UTF-8"):
        files.read_text(path)


def test_a_file_of_two_bytes_a_character_is_told(tmp_path: Path) -> None:
    path = tmp_path / "wide.txt"
    path.write_bytes("A title\nAn abstract.\n".encode("utf-16"))
    with pytest.raises(BuildFailed, match=r"wide\.txt:1: is UTF-16, not UTF-8"):
        files.read_text(path)


def test_a_title_amid_wrapped_text_begins_the_next_paper() -> None:
    text = """A first paper about large moonbeam rings and their dust
We study the rings of the moon, and how their beams shine over the course of a
year. We find that they do so in most of the cases that we tried.
Materials and methods
A camera that looks at lakes which are frozen in winter, and a telescope that is
turned to the moon by hand.
Counting bees that fly in winter over frozen lakes
Bees are counted here by a camera that looks at lakes which are frozen in
winter. The count is right in nine of ten cases, and the camera is cheap.
"""
    first, second = sources.read(text, "d").entries

    assert (first.lines, second.lines) == ((1, 6), (7, 9))
    assert "cases that we tried. Materials and methods A camera" in first.abstract
    assert second.title == "Counting bees that fly in winter over frozen lakes"


def test_a_wrapped_abstract_as_long_as_a_book_is_told() -> None:
    full = "The full line of words which goes on until eighty characters are there, near\n"
    with pytest.raises(BuildFailed, match=r"d:1: the abstract of .* has 4,\d\d\d,\d\d\d characters"):
        sources.read(f"{full}{full}A short one.\n" * 25_000, "d")


BEES = "Bienen zählen im Frühling"
FEED = "<rss><channel><item><title>{title}</title><link>https://x.example/1</link></item></channel></rss>"


@pytest.mark.parametrize(
    ("name", "encoding", "text"),
    [
        ("excel.txt", "utf-16", f"Title\tYear\r\n{BEES}\t2020\r\n"),
        ("old.xml", "iso-8859-1", f'<?xml version="1.0" encoding="ISO-8859-1"?>\n{FEED.format(title=BEES)}'),
        ("web.xml", "cp1252", f"<?xml version='1.0' encoding='iso-8859-1'?>\n{FEED.format(title=f'“{BEES}”')}"),
        ("old.bib", "cp1252", f"% Made by JabRef 2.10.\n% Encoding: Cp1252\n\n@misc{{a, title = {{{BEES}}}}}\n"),
        ("east.xml", "gb18030", f'<?xml version="1.0" encoding="GB18030"?>\n{FEED.format(title=f"蜜蜂 {BEES}")}'),
    ],
)
def test_a_dump_that_names_its_encoding_is_read_in_it(name: str, encoding: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    (found,) = dumps.texts({path: path}).values()

    assert BEES in sources.read(found, name).entries[0].title


@pytest.mark.parametrize("name", ["utf-7", "unicode_escape", "idna", "zlib_codec", "undefined", "no-such"])
def test_an_encoding_that_could_hide_another_text_is_not_heeded(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="{name}"?>'.encode() + "ü".encode("latin-1"))
    with pytest.raises(BuildFailed, match=r"a\.xml:1: is not UTF-8"):
        dumps.texts({path: path})


def test_a_dump_that_is_not_in_the_encoding_it_names_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b'<?xml version="1.0" encoding="shift_jis"?>\n\n\xff\xff')
    with pytest.raises(BuildFailed, match=r"a\.xml:3: says that it is shift_jis, and is not"):
        dumps.texts({path: path})


@pytest.mark.slow
def test_a_hundred_thousand_wrong_records_are_one_screen_of_complaints() -> None:
    with pytest.raises(BuildFailed) as failed:
        sources.read('{"title": 5}\n' * 100_000, "d")

    assert failed.value.problems[-1].__str__().split("\n")[0] == "d: 99,980 more lines have problems"
    assert len(failed.value.problems) == 21


def test_a_text_without_titles_and_abstracts_is_one_complaint_that_says_how_to_shape_it() -> None:
    with pytest.raises(BuildFailed) as failed:
        sources.read("abc\n" * 100_000, "d")

    assert [problem.where for problem in failed.value.problems] == ["d:1"]
    assert "on one line and its abstract on the next" in failed.value.problems[0].hint
