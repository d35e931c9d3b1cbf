"""Citations that say what is known and no more."""

from dataclasses import fields, replace
from itertools import accumulate

import pytest

from site_builder.analysis import citation_keys
from site_builder.content.model import Imprint, Paper, Source
from site_builder.core import urls
from site_builder.formats import citations, schema_org
from site_builder.formats.citations import Bibliography, Reference

SITE = urls.site("https://x.example/shelf/")


def _paper(**fields: object) -> Paper:
    stated = {"slug": "x", "title": "X", "body": "", "abstract": "", **fields}
    return Paper(**stated)  # type: ignore[arg-type]  # a table's row


def _cited(**fields: object) -> Reference:
    paper = _paper(**fields)
    return Bibliography(SITE).reference(paper, citation_keys.keys([paper])[paper.slug])


RAIN = {"title": "On Rain", "authors": ("Ada First", "Laurens van der Maaten"), "year": 2024}


def test_a_key_is_the_first_family_the_year_and_the_titles_first_word() -> None:
    papers = [
        _paper(slug="a", title="LongLLaVA: Scaling", authors=("Xidong Wang",), year=2024),
        _paper(slug="b", title="On the Rain", authors=("Laurens van der Maaten",)),
        _paper(slug="c", title="Quantized Pebbles", year=2022),
    ]

    assert citation_keys.keys(papers) == {"a": "wang2024longllava", "b": "vandermaatenrain", "c": "quantized"}


@pytest.mark.parametrize("title", ["%%", "???", "→", "2021", "the"])
@pytest.mark.parametrize("authors", [(), ("%%",), ("∞",)])
def test_a_paper_of_signs_alone_has_a_key(title: str, authors: tuple[str, ...]) -> None:
    paper = _paper(slug="k1", title=title, authors=authors, year=2021)

    assert citation_keys.keys([paper]) == {"k1": "k1"}


def test_a_paper_that_comes_later_takes_no_key_from_another() -> None:
    first, second, third = (
        _paper(
            slug=slug,
            title=f"Rain {word}",
            authors=("Li Wang",),
            year=2024,
            source=Source(file="a.txt", lines=(1, 2), rank=rank),
        )
        for rank, (slug, word) in enumerate([("z", "again"), ("a", "falls"), ("m", "falls")])
    )
    before = citation_keys.keys([first])
    after = citation_keys.keys([third, first, second])

    assert before == {"z": "wang2024rain"}
    assert after == {"z": "wang2024rain", "a": "wang2024rainfalls", "m": "wang2024m"}


def test_a_slug_that_is_another_papers_key_is_counted_up() -> None:
    papers = [
        _paper(slug=slug, title="Rain", authors=("Li Wang",), source=Source(file=file, lines=(1, 2), rank=1))
        for slug, file in [("rain-0123ab", "a.txt"), ("rain", "b.txt")]
    ]

    assert citation_keys.keys(papers) == {"rain-0123ab": "wangrain", "rain": "wangrain-2"}


def test_a_preprint_is_cited_by_its_number() -> None:
    assert citations.bibtex(_cited(**RAIN, arxiv="2409.02889", category="cs.CL")) == (
        "@misc{first2024rain,\n"
        "  title = {On Rain},\n"
        "  author = {First, Ada and van der Maaten, Laurens},\n"
        "  year = {2024},\n"
        "  eprint = {2409.02889},\n"
        "  eprinttype = {arxiv},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.CL},\n"
        "  url = {https://arxiv.org/abs/2409.02889},\n"
        "}\n"
    )


def test_an_old_number_tells_its_class() -> None:
    assert "primaryClass = {hep-th}" in citations.bibtex(_cited(arxiv="hep-th/9901001"))


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"links": (("code", "https://c.example"), ("paper", "https://p.example/1"))}, "https://p.example/1"),
        ({"links": (("pdf", "https://p.example/1.pdf"),)}, "https://p.example/1.pdf"),
        ({"links": (("code", "https://c.example"),)}, "https://x.example/shelf/papers/x/"),
        ({"links": (("paper", "https://p.example/1"),), "doi": "10.1000/1"}, "https://doi.org/10.1000/1"),
    ],
)
def test_a_citation_leads_to_the_text_itself_where_it_is_known(fields: dict[str, object], where: str) -> None:
    assert _cited(**RAIN, **fields).url == where


def test_what_is_unknown_is_left_out_and_said() -> None:
    cited = _cited(title="On {Rain}", venue="ICLR 2024")

    assert citations.bibtex(cited) == (
        "@misc{rain,\n  title = {On \\{Rain\\}},\n"
        "  key = {On \\{Rain\\}},\n  howpublished = {ICLR 2024},\n"
        "  url = {https://x.example/shelf/papers/x/},\n  note = {Authors not in source},\n}\n"
    )
    assert citations.ris(cited).splitlines()[0] == "TY  - GEN"
    assert "author" not in citations.csl(cited)
    assert citations.apa(cited) == "On {Rain}. (n.d.). ICLR 2024. https://x.example/shelf/papers/x/"


@pytest.mark.parametrize(
    ("venue", "kind", "container"),
    [
        ("", "misc", ""),
        ("NAACL 2024", "inproceedings", "NAACL 2024"),
        ("NeurIPS 2018 Workshop on Meta-Learning", "inproceedings", "NeurIPS 2018 Workshop on Meta-Learning"),
        ("SysML", "inproceedings", "SysML"),
        ("IEEE CLOUD 2025", "inproceedings", "IEEE CLOUD 2025"),
        (
            "International Conference on Machine Learning",
            "inproceedings",
            "International Conference on Machine Learning",
        ),
        ("Findings of ACL 2024", "inproceedings", "Findings of ACL 2024"),
        ("Journal of Rain", "article", "Journal of Rain"),
        ("Machine Learning (2023)", "article", "Machine Learning"),
        ("JAIR 2023", "article", "JAIR"),
        ("IEEE Transactions on Neural Networks", "article", "IEEE Transactions on Neural Networks"),
        ("npj Computational Materials (2025)", "article", "npj Computational Materials"),
        ("Operations Research", "article", "Operations Research"),
        ("Workshop on {Braces}", "inproceedings", "Workshop on {Braces}"),
    ],
)
def test_a_venue_tells_a_journal_from_a_meeting(venue: str, kind: str, container: str) -> None:
    cited = _cited(**RAIN, venue=venue)

    assert (cited.kind, cited.container) == (kind, container)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ada First", "First, Ada"),
        ("Blaise Agüera y Arcas", r"{Ag{\"u}era y Arcas}, Blaise"),
        ("Robert Downey Jr.", "Downey, Jr., Robert"),
        ("Gemini Team", "{Gemini Team}"),
        ("Bell and Sons Lab", "{Bell and Sons Lab}"),
        ("dahai li", "li, dahai"),
    ],
)
def test_bibtex_takes_a_name_apart_as_we_do(name: str, told: str) -> None:
    assert f"author = {{{told}}}" in citations.bibtex(_cited(authors=(name,)))


def test_addresses_stand_as_they_are_and_hurt_no_brace() -> None:
    entry = citations.bibtex(_cited(doi="10.1000/a_b%{c%3Cd^^5c;2-#", arxiv="2409.02889", category="cs.CL, x = ^^5c}"))

    assert "doi = {10.1000/a_b%25%7Bc%3Cd%5E%5E5c;2-#}" in entry
    assert "^^" not in entry
    assert "\n  primaryClass = {cs.CL, x = " in entry


@pytest.mark.parametrize("hostile", ["} @article{x, title={y}", "}}", "{", "\\", "%", "a\nER  - \nTY  - JOUR", "^^7d"])
@pytest.mark.parametrize("kind", ["journal", "conference", ""])
def test_no_field_ends_an_entry_or_begins_another(hostile: str, kind: str) -> None:
    stated = {name.name: hostile for name in fields(Imprint)}
    texts = "title tex_title venue category doi pages pages_there url".split()
    cited = replace(
        _cited(**RAIN, arxiv="2409.02889"),
        authors=(hostile, f"Ada {hostile}"),
        imprint=Imprint(**stated),
        venue_kind=kind,
        **dict.fromkeys(texts, hostile),  # type: ignore[arg-type]  # each of them is a text
    )
    entry = citations.with_abstract(citations.bibtex(cited), hostile)
    depths = list(accumulate({"{": 1, "}": -1}.get(sign, 0) for sign in entry.rstrip("\n")))

    assert min(depths[entry.index("{") : -1]) == 1
    assert depths[-1] == 0
    assert [line[:4] for line in citations.ris(cited).splitlines()].count("TY  ") == 1
    assert [line[:4] for line in citations.ris(cited).splitlines()].count("ER  ") == 1


def test_ris_has_a_line_for_each_author_and_none_for_what_is_unknown() -> None:
    assert citations.ris(_cited(**RAIN, venue="ICLR 2024", doi="10.1000/182")) == (
        "TY  - CONF\nID  - first2024rain\nTI  - On Rain\nAU  - First, Ada\nAU  - van der Maaten, Laurens\nPY  - 2024\n"
        "T2  - ICLR 2024\nDO  - 10.1000/182\nUR  - https://doi.org/10.1000/182\nER  - \n"
    )


def test_apa_names_twenty_authors_and_of_more_the_last() -> None:
    people = tuple(f"Jean-Marie Name{chr(97 + number)}" for number in range(22))
    few, many = citations.apa(_cited(authors=people[:2], year=2020)), citations.apa(_cited(authors=people))

    assert few == "Namea, J.-M., & Nameb, J.-M. (2020). X. https://x.example/shelf/papers/x/"
    assert "Names, J.-M., … Namev, J.-M. (n.d.)" in many
    assert "Namet" not in many


def test_markdown_is_a_link_that_brackets_do_not_break() -> None:
    cited = _cited(title="A [b] *c* `d`", authors=("Ada First",), year=2020, arxiv="2001.00001")

    assert citations.markdown(cited) == r"[A \[b\] \*c\* \`d\`](https://arxiv.org/abs/2001.00001), First, 2020"


def test_no_address_ends_its_link_in_markdown() -> None:
    cited = replace(_cited(title="A"), url="https://a.example/)![pic](https://evil.example/a b<c>")

    assert citations.markdown(cited) == "[A](https://a.example/%29![pic]%28https://evil.example/a%20b%3Cc%3E)"


WORKS = {
    "book": ("book", "publisher", "BOOK", "book", ("z:itemType", "book"), "Is Ice a Mirage? Snow Press. https"),
    "phdthesis": (
        *("phdthesis", "school", "THES", "thesis", ("citation_dissertation_institution", "Snow Press")),
        "Is Ice a Mirage? [PhD thesis, Snow Press]. https",
    ),
    "mastersthesis": (
        *("mastersthesis", "school", "THES", "thesis", ("z:itemType", "thesis")),
        "Is Ice a Mirage? [Master's thesis, Snow Press]. https",
    ),
    "thesis": (
        *("phdthesis", "school", "THES", "thesis", ("z:itemType", "thesis")),
        "Is Ice a Mirage? [Thesis, Snow Press]. https",
    ),
    "report": (
        *("techreport", "institution", "RPRT", "report", ("citation_technical_report_number", "7")),
        "Is Ice a Mirage? Snow Press. https",
    ),
}


@pytest.mark.parametrize("type_", WORKS)
def test_each_kind_of_work_is_cited_as_one(type_: str) -> None:
    entry, publisher, ris, csl, tag, text = WORKS[type_]
    imprint = Imprint(publisher="Snow Press", type=type_, number="7" * (type_ == "report"))
    cited = _cited(title="Is Ice a Mirage?", authors=("Ada First",), year=2020, imprint=imprint)

    assert citations.bibtex(cited).startswith(f"@{entry}{{")
    assert f"{publisher} = {{Snow Press}}" in citations.bibtex(cited)
    assert ("type = {Thesis}" in citations.bibtex(cited)) is (type_ == "thesis")
    assert citations.ris(cited).startswith(f"TY  - {ris}\n")
    assert citations.csl(cited)["type"] == csl
    assert text in citations.apa(cited)
    assert tag in schema_org.highwire(cited)
    assert citations.csl(cited).get("number") == ("7" if type_ == "report" else None)
    assert ("number = {7}" in citations.bibtex(cited)) is (type_ == "report")
    assert ("SN  - 7\n" in citations.ris(cited)) is (type_ == "report")
    assert "IS  - " not in citations.ris(cited)
    unpublished = replace(cited, imprint=replace(imprint, publisher=""))
    assert citations.bibtex(unpublished).startswith("@misc{")


def test_a_chapter_is_cited_by_its_book() -> None:
    imprint = Imprint(publisher="Snow Press", type="chapter", isbn="978-3-16-148410-0")
    known = {"title": "Drift", "authors": ("Ada First",), "year": 2020, "pages": "3–9"}
    cited = _cited(**known, venue="All of Ice", imprint=imprint)

    assert citations.bibtex(cited).startswith("@incollection{")
    assert "booktitle = {All of Ice}" in citations.bibtex(cited)
    assert citations.ris(cited).startswith("TY  - CHAP\n")
    assert citations.csl(cited)["type"] == "chapter"
    assert ("citation_book_title", "All of Ice") in schema_org.highwire(cited)
    assert schema_org.article(cited, [])["isPartOf"]["@type"] == "Book"
    assert citations.bibtex(_cited(**known, imprint=imprint)).startswith("@misc{")
    assert citations.bibtex(_cited(**known, venue="ICML", imprint=imprint)).startswith("@inproceedings{")


def test_a_book_is_cited_as_one() -> None:
    imprint = Imprint(publisher="Snow Press", isbn="978-3-16-148410-0")
    cited = replace(_cited(title="Is Ice a Mirage?", authors=("Ada First",), year=2020), imprint=imprint)

    assert citations.bibtex(cited).startswith("@book{")
    assert "publisher = {Snow Press}" in citations.bibtex(cited)
    assert citations.ris(cited).startswith("TY  - BOOK\n")
    assert citations.csl(cited)["type"] == "book"
    assert "(2020). Is Ice a Mirage? Snow Press. https://" in citations.apa(cited)
    assert ("z:itemType", "book") in schema_org.highwire(cited)
    assert citations.ris(replace(cited, arxiv="2001.00001")).startswith("TY  - UNPD\n")
