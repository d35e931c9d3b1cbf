"""The digest of this repository, asked what searches once missed, as a reader asks it."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import served
from tests.browser.test_searching import ask
from tests.conftest import HERE, build_here

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

FIRST = {
    "Ruochen Wang": "Rethinking Architecture Selection in Differentiable NAS",
    "Cho-Jui Hsieh": "Rethinking Architecture Selection in Differentiable NAS",
    "2409.02889": "LongLLaVA",
    "https://arxiv.org/abs/2409.02889v2": "LongLLaVA",
    "NAACL": "Conformer-Based Speech Recognition",
    "512x512": "MobileDiffusion",
    "512times512": "MobileDiffusion",
    "512×512": "MobileDiffusion",
    "SRe2L": "Squeeze, Recover and Relabel",
    "SRe²L": "Squeeze, Recover and Relabel",
}
NONSENSE = (
    "asdfqwerzxcv xyzzyplugh blorfing snarkwheel frumious quuxify wibblefrotz glorptastic zxcvbnm florbonic mimsyborog "
    "trelquist grombulate pflugelhorn yarnwockle dramblish skrimpet vornaxil kweezle qqqqzzzz"
).split()


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The served search page of the digest."""
    root = tmp_path_factory.mktemp("digest")
    shutil.copytree(HERE.parent / "content", root / "content")
    build_here(root)
    with served(root / "_site") as address:
        yield f"{address.removesuffix('shelf/')}search/"


@pytest.fixture
def asking(page: Page, digest: str) -> Page:
    page.goto(digest)
    return page


def said(page: Page) -> str:
    """What the status line says."""
    return page.get_by_role("status").first.inner_text()


def count(page: Page, query: str) -> int:
    """How many papers the page says to hold `query`."""
    ask(page, query)
    return int(said(page).split()[0])


def test_people_identifiers_and_signs_lead_to_their_paper(asking: Page) -> None:
    found = {query: ask(asking, query)[:1] for query in FIRST}
    wrong = {query: titles for query, titles in found.items() if not titles or not titles[0].startswith(FIRST[query])}

    assert wrong == {}


def test_a_family_name_is_no_other_word(asking: Page) -> None:
    for name in ("Wang", "Szankin", "Benyou Wang"):
        ask(asking, name)
        assert f"with “{name}”" in said(asking)
        cited = asking.locator("#search-results .Z3988").first.get_attribute("title") or ""
        assert name.rpartition(" ")[2] in cited


def test_a_short_form_finds_what_it_stands_for(asking: Page) -> None:
    found = len(ask(asking, "KD"))
    rows = asking.locator("#search-results > li")
    expect(rows.last.locator(".abstract")).not_to_be_empty()

    # One speaks of teachers and students alone.
    assert sum("distill" in text.lower() for text in rows.all_text_contents()) >= found - 1 > 0


def test_what_no_paper_has_is_said_and_no_common_word_counts_for_all(asking: Page) -> None:
    ask(asking, "blockchain")
    assert said(asking).startswith("No paper has “blockchain”.")
    assert count(asking, "attention is all you need") < 30


def test_what_is_left_out_leaves_fewer(asking: Page) -> None:
    pruning, all_papers = count(asking, "pruning"), 239
    assert 0 < count(asking, "pruning -vision") < pruning
    assert count(asking, "NOT pruning") == all_papers - pruning


def test_nonsense_finds_nothing(asking: Page) -> None:
    assert {word: ask(asking, word) for word in NONSENSE} == {word: [] for word in NONSENSE}


def test_a_half_typed_name_suggests_its_author(asking: Page) -> None:
    ask(asking, "Ruochen Wa")

    expect(asking.get_by_role("navigation", name="Suggestions")).to_contain_text("Ruochen Wang")
