"""What a page is made from, as a key: another whenever anything differs that its maker is given, and only then."""

import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from site_builder.analysis.catalog import CatalogEntry
from site_builder.analysis.gist import Gist
from site_builder.analysis.tagging import Earned
from site_builder.build import builder, plan
from site_builder.build.input_keys import InputKeys
from site_builder.content.model import Paper
from site_builder.core import config
from site_builder.core.errors import BuildFailed
from site_builder.core.memo import Recall
from site_builder.pages.list_pages import ListPages
from site_builder.pages.numbers_page import NumbersPages
from site_builder.pages.paper_page import PaperPages
from site_builder.pages.shared import Common
from tests.build.test_promises import _edit, _mend
from tests.conftest import TINY, build_unsearched

PAPER = Paper(
    slug="a",
    title="A b",
    title_source="A *b*",
    title_html="A <em>b</em>",
    body="One.",
    abstract="One.",
    tags=frozenset({"x", "y", "z"}),
    extra={"first": 1, "second": [2]},
)
ENTRY = CatalogEntry(
    paper=PAPER,
    tags=(Earned("x", "x", "rule", 1.0),),
    gist=Gist("One.", None, None),
    key="a2020",
)


def _shows(*_shown: object, **_named: object) -> None:
    """Stands for what makes a view."""


def _key(*shown: object) -> str:
    return InputKeys().of(partial(_shows, *shown))


@dataclass(frozen=True)
class _Kept:
    """Keeps something that is no field of it."""

    value: Mapping[str, Any] = field(default_factory=dict)

    def shows(self, _shown: object) -> None:
        self.__dict__["kept"] = 1


@pytest.mark.parametrize("name", [one.name for one in fields(Paper) if one.compare])
def test_any_field_of_a_paper_that_differs_makes_another_key(name: str) -> None:
    held = getattr(PAPER, name)
    other = f"{held}!" if isinstance(held, str) else "other"
    changed = replace(ENTRY, paper=replace(PAPER, **{name: other}))  # type: ignore[arg-type]

    assert _key(ENTRY) != _key(changed)
    assert _key((ENTRY, 1)) != _key((changed, 1))


@pytest.mark.parametrize("name", [one.name for one in fields(CatalogEntry) if one.name != "paper"])
def test_anything_understood_of_a_paper_that_differs_makes_another_key(name: str) -> None:
    changed = replace(ENTRY, **{name: "other"})  # type: ignore[arg-type]

    assert _key((ENTRY,)) != _key((changed,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (("ab",), ("a", "b")),
        ((1,), (True,)),
        ((1,), (1.0,)),
        (("",), (None,)),
        ((frozenset("a"),), (("a",),)),
        (Path("a"), Path("b")),
        (_Kept({"a": (1,)}), _Kept({"a": (2,)})),
    ],
)
def test_what_differs_has_another_key(one: object, other: object) -> None:
    assert _key(one) != _key(other)
    assert _key(one) == _key(one) != ""


def test_what_stands_beside_and_what_makes_it_are_in_the_key() -> None:
    keys, made = InputKeys(), partial(_shows, 1)

    assert len({keys.of(made), keys.of(made, "x"), keys.of(partial(_key, 1)), keys.of(partial(_shows, one=1))}) == 4


@pytest.mark.parametrize(
    "made",
    [
        partial(_shows, object()),
        partial(_shows, lambda: 1),
        partial(_shows, (1, [object()])),
        partial(_shows, "\ud800"),
        partial(_shows, 2**70),
        partial(lambda one: one, 1),
        partial(print, 1),
        lambda: 1,
    ],
)
def test_what_nobody_can_tell_from_another_has_no_key(made: Callable[[], object]) -> None:
    assert InputKeys().of(made) == ""


def test_what_an_object_keeps_for_itself_is_not_in_the_key() -> None:
    kept, fresh = _Kept({"a": 1}), _Kept({"a": 1})
    kept.shows(1)

    assert InputKeys().of(partial(kept.shows, 1)) == InputKeys().of(partial(fresh.shows, 1)) != ""


@pytest.mark.slow
def test_a_key_is_the_same_under_another_hash_seed() -> None:
    made = "from tests.build.test_input_keys import ENTRY, _key; print(_key(ENTRY))"
    found = {
        subprocess.run(
            [sys.executable, "-c", made],
            env={"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in "12"
    }

    assert len(found) == 1


def test_makers_of_papers_pages_and_of_lists_hold_no_catalog_and_have_keys() -> None:
    settings = config.load(TINY)
    found, vocabulary = builder.read(settings, Recall())
    site = plan.everything(builder.understand(found, vocabulary, Recall()), found.pages, settings)
    templates = (plan.PAPER, "list.html", "tag.html", "authors.html", "numbers.html")
    made: list[Any] = [one for one in site.artifacts if getattr(one, "template", "") in templates]
    makers, keys = [one.view.func.__self__ for one in made], InputKeys()

    of_authors: list[Any] = [one for one in site.artifacts if getattr(one, "template", "") == "author.html"]

    assert {type(maker) for maker in makers} == {PaperPages, ListPages, NumbersPages}
    assert not any(hasattr(maker.shared, "catalog") for maker in makers)
    assert {type(one.view.args[0]) for one in of_authors} == {Common}
    assert all(keys.of(one.view) for one in (*made, *of_authors))


_FIELDS: dict[str, list[str]] = {
    "year": ["2019", "2021"],
    "venue": ["Journal of Rain", "Workshop on Rain 2021"],
    "authors": ["[Ada First]", "[Ada First, Bo Second]", "[Cy Third]"],
    "added": ["2024-05-06", "2025-06-07"],
    "note": ["Read *this*.", "Read that."],
    "summary": ["It sums up.", "It sums up $x$."],
    "lang": ["de", "tr"],
    "license": ["CC0", "https://creativecommons.org/licenses/by/4.0/"],
    "keywords": ["[rain, dust]", "[dust, rain]"],
    "extra": ["{one: 1, two: 2}", "{two: 2, one: 1}"],
    "tags": ["[pruning]", "[]"],
    "arxiv": ['"2409.02889"', '"2410.13720"'],
}


def _edit_field(site: Path, chance: random.Random) -> None:
    """Give one paper another value of one field, or take that away."""
    page = chance.choice(sorted((site / "content/papers").glob("*.md")))
    name = chance.choice(sorted(_FIELDS))
    lines = [line for line in page.read_text().split("\n") if not line.startswith(f"{name}:")]
    stated = [f"{name}: {chance.choice(_FIELDS[name])}"] if chance.random() < 0.8 else []
    page.write_text("\n".join([lines[0], *stated, *lines[1:]]))


def test_whatever_a_curator_edits_what_has_the_key_that_it_had_is_what_it_was(site: Path) -> None:
    chance, recall, seen = random.Random(19), Recall(), dict[tuple[str, str], str]()
    settings = config.load(site)
    templates = builder.load_templates(settings, recall)
    kept = other = 0
    for _ in range(60):
        _edit_field(site, chance) if chance.random() < 0.7 else _edit(site, chance)
        _mend(site)
        try:
            found, vocabulary = builder.read(settings, recall)
            made = plan.everything(builder.understand(found, vocabulary, recall), found.pages, settings).artifacts
        except BuildFailed:  # two papers claim one address, or a field was given twice
            continue
        keys = InputKeys()
        for one in made:
            if key := keys.of(one.view, *builder._made_by(one, templates)):
                source = builder._source(one, templates)[0]
                kept += (one.path, key) in seen
                other += (one.path, key) not in seen

                assert source == seen.setdefault((one.path, key), source), one.path
    assert kept > 2000
    assert other > 500


_WORDS = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "%(names)s and %(last)s"
msgstr "%(names)s WITH %(last)s"
"""


def test_when_the_words_of_the_site_change_all_that_says_them_is_made_again(site: Path) -> None:
    own = site / "content/words/de.po"
    own.parent.mkdir()
    own.write_text(_WORDS)
    with (site / "content/site.yaml").open("a") as settings:
        settings.write("words: de\n")
    build_unsearched(site)
    before = (site / "_site/shelf/papers.json").read_text()
    own.write_text(_WORDS.replace("WITH", "AND"))
    build_unsearched(site)

    assert (site / "_site/shelf/papers.json").read_text() == before.replace("WITH", "AND") != before
