"""The curator's shelves: which papers a query finds, and what is said of mistakes."""

from pathlib import Path

import pytest

from site_builder.analysis import shelves
from site_builder.analysis.catalog import CatalogEntry
from site_builder.analysis.gist import Gist
from site_builder.analysis.tagging import Earned
from site_builder.content.model import Area, Paper, Tag
from site_builder.content.shelves import Shelf, load, resolve
from site_builder.content.vocabulary import Vocabulary
from site_builder.core.errors import BuildFailed

VOCABULARY = Vocabulary(
    (Area(slug="a", name="A", hue=1),),
    (Tag(slug="low-rank", name="Low rank", area="a", means=""), Tag(slug="survey", name="Survey", area="a", means="")),
)
FACTS = {
    "lora": {
        "title": "LoRA: low-rank adapters",
        "abstract": "We are fine-tuning large language models with optimisation.",
        "authors": ("Edward Hu", "Łukasz Kaiser"),
        "year": 2021,
        "venue": "ICLR 2022",
        "links": (("code", "https://github.com/a/b"),),
        "arxiv": "2106.09685",
    },
    "survey": {
        "title": "A survey of adapters",
        "abstract": "Quantized models, 语言模型.",
        "authors": ("Ann Lee",),
        "year": 2024,
    },
}
TAGS = {"lora": "low-rank", "survey": "survey"}


def _entry(slug: str) -> CatalogEntry:
    paper = Paper(slug=slug, body="", **FACTS[slug])  # type: ignore[arg-type]
    return CatalogEntry(paper, (Earned(TAGS[slug], "rule", "", 3.0),), Gist("", None, None))


def found(query: str, *listed: str) -> list[str]:
    shelf = Shelf(slug="s", title="S", query=query, papers=listed)
    (shelved,) = shelves.fill([shelf], [_entry("lora"), _entry("survey")], VOCABULARY)
    return [entry.slug for entry in shelved.papers]


@pytest.mark.parametrize(
    ("query", "papers"),
    [
        ("adapters", ["lora", "survey"]),
        ("adapter -survey", ["lora"]),
        ("adapters -tag:survey", ["lora"]),
        ("finetuned models", ["lora"]),
        ("fine-tuning", ["lora"]),
        ("optimization", ["lora"]),
        ('"language models"', ["lora"]),
        ('"models language"', []),
        ("tag:rank OR tag:survey", ["lora", "survey"]),
        ("tag:rank tag:survey", []),
        ("year:2021-2023", ["lora"]),
        ("year:2022-", ["survey"]),
        ("year:-2021", ["lora"]),
        ("author:hu", ["lora"]),
        ('author:"lukasz kaiser"', ["lora"]),
        ('author:"e hu"', ["lora"]),
        ('author:"edward kaiser"', []),
        ("venue:iclr", ["lora"]),
        ("has:code", ["lora"]),
        ("-has:code", ["survey"]),
        ("title:survey", ["survey"]),
        ("title:models", []),
        ("2106.09685", ["lora"]),
        ("语言", ["survey"]),
        ("adap", []),
        ("nothing-of-it", []),
    ],
)
def test_a_query_finds_what_holds_all_of_it(query: str, papers: list[str]) -> None:
    assert found(query) == papers


def test_listed_papers_come_first_and_once() -> None:
    assert found("adapters", "survey") == ["survey", "lora"]


def test_a_tag_that_is_none_is_noticed() -> None:
    shelf = Shelf(slug="s", title="S", query="tag:surveys", query_at="content/shelves/s.yaml:2")
    (notice,) = shelves.notices(shelves.fill([shelf], [_entry("lora")], VOCABULARY), VOCABULARY)

    assert str(notice) == "content/shelves/s.yaml:2: there is no tag `surveys`\n    Did you mean `survey`?"


def _load(folder: Path, text: str) -> tuple[Shelf, ...]:
    (folder / "shelves").mkdir()
    (folder / "shelves/first.yaml").write_text(text, encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("query: x\n", "first.yaml:1: `title` is missing"),
        ("title: T\n", "first.yaml:1: holds neither `query` nor `papers`"),
        ("title: T\nquery: x\norder: titel\n", "first.yaml:3: `titel` is no order\n    Did you mean `title`?"),
        ("title: T\nquerry: x\npapers: [a]\n", "first.yaml:2: unknown field `querry`\n    Did you mean `query`?"),
        ("title: T\npapers: a\n", "first.yaml:2: `papers` must be a list of texts"),
    ],
)
def test_a_mistake_in_a_shelf_is_named_with_its_line(tmp_path: Path, text: str, wrong: str) -> None:
    with pytest.raises(BuildFailed) as failed:
        _load(tmp_path, text)

    assert wrong in str(failed.value)


def test_a_paper_that_is_none_is_named_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    stated = _load(tmp_path, "title: T\npapers:\n  - lora\n  - servey\n  - old-lora\n")

    with pytest.raises(BuildFailed) as failed:
        resolve(stated, {"lora": "lora", "old-lora": "lora", "survey": "survey"}, set())

    assert "first.yaml:4: there is no paper `servey`\n    Did you mean `survey`?" in str(failed.value)
    assert "first.yaml:5: the paper `old-lora` is on this shelf already" in str(failed.value)


def test_a_draft_is_left_out_with_a_notice(tmp_path: Path) -> None:
    (kept,), (notice,) = resolve(_load(tmp_path, "title: T\npapers: [lora, new]\n"), {"lora": "lora"}, {"new"})

    assert kept.papers == ("lora",)
    assert "`new` is a draft" in notice.what


def test_an_introduction_keeps_its_paragraphs(tmp_path: Path) -> None:
    (shelf,) = _load(tmp_path, "title: T\nquery: x\nintroduction: |\n  One.\n\n  Two.\n")

    assert shelf.introduction == "One.\n\nTwo."
