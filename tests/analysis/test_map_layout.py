"""Places on the map: what is kept stays, what is new finds room, and nothing needs scikit-learn but arranging."""

import builtins
import math
import sys
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.analysis import map_layout
from site_builder.analysis.related import Neighbour
from site_builder.content import map_positions
from site_builder.content.map_positions import HEIGHT, MARGIN, WIDTH, Point
from site_builder.content.model import Paper
from site_builder.core.errors import BuildFailed

_POINT = st.tuples(st.integers(MARGIN, WIDTH - MARGIN), st.integers(MARGIN, HEIGHT - MARGIN))
_SLUGS = [f"paper-{letter}" for letter in "abcdefghijkl"]


def _nearest(found: dict[str, Point]) -> float:
    return min(math.dist(one, other) for one, other in combinations(found.values(), 2))


@given(st.dictionaries(st.sampled_from(_SLUGS), _POINT), st.lists(st.sampled_from(_SLUGS), min_size=1, unique=True))
def test_a_kept_place_never_moves_and_a_new_one_is_free_and_inside(kept: dict[str, Point], new: list[str]) -> None:
    areas = dict.fromkeys(sorted({*kept, *new}), "cutting")
    found = map_layout.extend(kept, areas, dict.fromkeys(areas, ()))
    added = [found[slug] for slug in areas if slug not in kept]

    assert {slug: found[slug] for slug in kept} == kept
    assert all(MARGIN <= x <= WIDTH - MARGIN and MARGIN <= y <= HEIGHT - MARGIN for x, y in added)
    assert all(
        math.dist(found[slug], found[other]) >= map_layout.gap(len(areas))
        for slug in areas
        for other in areas
        if slug not in kept and other != slug
    )


def test_a_new_paper_lies_beside_its_closest_one() -> None:
    kept = {"near": (700, 300), "far": (100, 100)}
    areas = {"near": "a", "far": "a", "new": "a"}
    related = {"near": (), "far": (), "new": (Neighbour("near", 0.9, ()),)}
    found = map_layout.extend(kept, areas, related)

    assert math.dist(found["new"], found["near"]) < 2 * map_layout.WIDEST


@pytest.mark.parametrize("count", [8, 30, 200])
def test_a_first_map_is_no_clump_and_one_paper_more_moves_nobody(count: int) -> None:
    areas = {f"paper-{number}": "abc"[number % 3] for number in range(count)}
    related: dict[str, tuple[Neighbour, ...]] = dict.fromkeys([*areas, "later"], ())
    found = map_layout.extend({}, areas, related)
    one_more = map_layout.extend({}, {**areas, "later": "a"}, related)

    assert _nearest(found) >= 20
    assert max(x for x, _ in found.values()) - min(x for x, _ in found.values()) > 0.4 * WIDTH
    assert found == {slug: one_more[slug] for slug in areas}


def test_a_later_paper_moves_no_earlier_one_even_before_places_are_kept() -> None:
    areas = {slug: "a" if position % 2 else "b" for position, slug in enumerate(_SLUGS)}
    without = dict(list(areas.items())[:-1])
    related: dict[str, tuple[Neighbour, ...]] = dict.fromkeys(areas, ())
    before, after = map_layout.extend({}, without, related), map_layout.extend({}, areas, related)

    assert before == {slug: after[slug] for slug in without}


@pytest.mark.parametrize("count", [1, 239, 5_000, pytest.param(20_000, marks=pytest.mark.slow)])
def test_there_is_room_for_every_paper(count: int) -> None:
    areas = {f"paper-{number}": str(number % 7) for number in range(count)}
    found = map_layout.extend({}, areas, dict.fromkeys(areas, ()))

    assert len(set(found.values())) == count


def _papers(count: int) -> list[Paper]:
    subjects = ["pruning oak trees", "counting grey pebbles", "surveying fine dust"]
    texts = [f"We study {subjects[number % 3]} number {number}, word{number}." for number in range(count)]
    return [Paper(slug=f"p{number}", title=text, body=text, abstract=text) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    "count", [1, 2, 3, pytest.param(4, marks=pytest.mark.slow), pytest.param(60, marks=pytest.mark.slow)]
)
def test_arranging_is_the_same_twice_and_leaves_no_dot_upon_another(count: int) -> None:
    papers = _papers(count)
    areas = {paper.slug: {str(number % 3): 1.0} for number, paper in enumerate(papers)}
    once, again = map_layout.arrange(papers, areas), map_layout.arrange(list(reversed(papers)), areas)

    assert once == again
    assert all(MARGIN <= x <= WIDTH - MARGIN and MARGIN <= y <= HEIGHT - MARGIN for x, y in once.values())
    assert count == 1 or _nearest(once) >= map_layout.gap(count) - 0.5


@pytest.mark.slow
def test_papers_of_one_subject_lie_together() -> None:
    papers = _papers(60)
    found = map_layout.arrange(papers, {paper.slug: {} for paper in papers})
    kin = [paper.slug for paper in papers[::3]]
    across = sum(math.dist(found[one], found[other]) for one, other in combinations(kin, 2)) / 190
    whole = sum(math.dist(one, other) for one, other in combinations(found.values(), 2)) / 1770

    assert across < whole / 2


def test_arranging_without_scikit_learn_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__
    for name in ["sklearn", *(name for name in sys.modules if name.startswith("sklearn."))]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(builtins, "__import__", real)
    with pytest.raises(BuildFailed, match="pip install scikit-learn"):
        map_layout.arrange(_papers(9), {f"p{number}": {} for number in range(9)})


@given(st.dictionaries(st.text(min_size=1), _POINT))
def test_places_are_read_as_they_were_written(found: dict[str, Point]) -> None:
    assert map_positions.parse(map_positions.dumps(found), "map.json") == found
