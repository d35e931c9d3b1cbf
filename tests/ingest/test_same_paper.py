"""Papers that share a title, or an identifier, are told apart in time that grows as they do, and no faster."""

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from site_builder.content.ledger import Written
from site_builder.content.model import Entry
from site_builder.ingest import claims, identity
from site_builder.ingest.identity import Cluster, Identity, Page
from site_builder.ingest.same_paper import Index

SHORT, LONG = 120, 960
TRIES = 4
HOME = Path("a.jsonl")
TITLE = "An editorial of five words"
Shape = Callable[[int], Identity]

SHAPES: dict[str, Shape] = {
    "authors": lambda n: Identity(title=TITLE, author=f"lady{n}", abstract="we count"),
    "abstracts": lambda n: Identity(title=TITLE, abstract=f"we count {n}"),
    "arXiv identifiers": lambda n: Identity(title=TITLE, author="lady", arxiv=f"2401.{n:05}"),
    "arXiv identifiers in one volume": lambda n: Identity(title=TITLE, arxiv=f"2401.{n:05}", doi="10.1/volume"),
    "titles one word apart": lambda n: Identity(title=f"An editorial of five words {n}", author="lady"),
    "nothing": lambda _: Identity(title=TITLE),
}


def gathered(shape: Shape, count: int, *, lines: bool = True, known: bool = False) -> Index:
    """All papers of this shape, their pages before them where they are `known`, each on a line or all on one."""
    index, pages = Index(), Index()
    identities = list(map(shape, range(count)))
    places = [(number, number) if lines else (1, 1) for number in range(count)]
    for number, one in enumerate(identities if known else ()):
        page = Page(f"page-{number}", HOME, Written(title=one.title, lines=places[number], digest="x"), "x")
        pages.add_page(page, Identity(title=one.title, arxiv=one.arxiv, doi=one.doi))
    for one, place in zip(identities, places, strict=True):
        index.add_record(identity.record(HOME, Entry(title=one.title, abstract="", lines=place, rank=0), one))
    claims.resolve(pages.clusters, index)
    assert sum(len(cluster.records) for cluster in index.clusters) == count
    return index


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.fixture(autouse=True)
def _no_garbage_collected() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize(("lines", "known"), [(True, False), (True, True), (False, True)])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_eight_times_the_namesakes_take_eight_times_the_time(shape: Shape, *, lines: bool, known: bool) -> None:
    def took(count: int) -> float:
        return seconds(lambda: twins(gathered(shape, count, lines=lines, known=known)))

    least, most = float("inf"), float("inf")
    for _ in range(TRIES):
        least, most = min(least, took(SHORT)), min(most, took(LONG))
        if most < 2 * least * LONG / SHORT:
            break

    assert most < 2 * least * LONG / SHORT


def twins(index: Index) -> list[tuple[Cluster, Cluster]]:
    return list(identity.near_twins(index.clusters, index.clusters))


@pytest.mark.parametrize("shape", [SHAPES["authors"], SHAPES["abstracts"]], ids=["authors", "abstracts"])
@pytest.mark.parametrize("lines", [True, False], ids=["on their lines", "on one line"])
def test_each_of_many_namesakes_finds_its_own_page(shape: Shape, *, lines: bool) -> None:
    clusters = gathered(shape, 20, lines=lines, known=True).clusters

    assert [(page.slug, len(one.records)) for one in clusters for page in one.pages] == [
        (f"page-{number}", 1) for number in range(20)
    ]
    assert [one.records[0].entry.lines for one in clusters] == [(n, n) if lines else (1, 1) for n in range(20)]


def test_clusters_stay_in_the_order_in_which_they_were_met() -> None:
    index = Index()
    stated = [
        Identity(title="b", arxiv="2401.00002"),
        Identity(title="a", doi="10.1/a"),
        Identity(title="c"),
        Identity(title="a", arxiv="2401.00001", doi="10.1/a"),
    ]
    for number, one in enumerate(stated):
        index.add_record(
            identity.record(HOME, Entry(title=one.title, abstract="", lines=(number, number), rank=number), one)
        )

    assert [[record.entry.rank for record in cluster.records] for cluster in index.clusters] == [[0], [1, 3], [2]]
