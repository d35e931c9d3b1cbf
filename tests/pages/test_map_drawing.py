"""The map as a picture: every dot is there, and labels keep out of each other's way and the dots'."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.content.map_positions import HEIGHT, MARGIN, WIDTH, Point
from site_builder.pages import map_drawing
from site_builder.pages.map_drawing import Label

_POINT = st.tuples(st.integers(MARGIN, WIDTH - MARGIN), st.integers(MARGIN, HEIGHT - MARGIN))
_AREAS = {"search": "Search", "models": "Model families", "kind": "Kind of paper", "domains": "Applications"}


def _read(svg: str) -> list[Point]:
    """Where the dots of `svg` are, as a browser would draw them."""
    found: list[Point] = []
    for path in ElementTree.fromstring(svg):
        x = y = 0
        for command, one, other in re.findall(r"([Mm])(-?\d+) ?(-?\d+)h0", path.get("d", "")):
            x, y = (int(one), int(other)) if command == "M" else (x + int(one), y + int(other))
            found.append((x, y))
    return found


@given(st.lists(_POINT, unique=True))
def test_the_picture_holds_every_dot(points: list[Point]) -> None:
    areas = {str(number): "ab"[number % 2] for number in range(len(points))}
    drawn = map_drawing.dots({str(number): point for number, point in enumerate(points)}, areas)

    assert sorted(points) == sorted(_read(map_drawing.svg(drawn, {"a": "#111111", "b": "#222222"}, 5.5)))


def test_of_very_many_papers_a_part_is_drawn_and_the_picture_stays_small() -> None:
    places = {f"{x}-{y}": (x, y) for x in range(24, 976, 6) for y in range(24, 376, 5)}
    drawn = map_drawing.dots(places, {slug: slug[-1] for slug in places})

    assert map_drawing.DRAWN / 2 < sum(map(len, drawn.values())) <= map_drawing.DRAWN
    assert len(map_drawing.svg(drawn, dict.fromkeys("0123456789", "#123456"), 1)) < 12 * map_drawing.DRAWN


def _box(label: Label) -> tuple[float, float]:
    return len(_AREAS[label.area]) * 13 * 0.55 * WIDTH / 560 + 20 * WIDTH / 560, 24 * WIDTH / 560


@settings(max_examples=40)
@given(st.lists(st.tuples(_POINT, st.sampled_from(sorted(_AREAS))), min_size=1, max_size=300))
def test_no_label_covers_another_or_leaves_the_picture(placed: list[tuple[Point, str]]) -> None:
    drawn: dict[str, list[Point]] = {}
    for point, area in placed:
        drawn.setdefault(area, []).append(point)
    found = map_drawing.labels(drawn, _AREAS, 5.5)

    assert {label.area for label in found} == set(drawn)
    for one, other in combinations(found, 2):
        wide, tall = ((a + b) / 2 for a, b in zip(_box(one), _box(other), strict=True))
        assert abs(one.x - other.x) >= wide or abs(one.y - other.y) >= tall
    for label in found:
        wide, tall = _box(label)
        assert wide / 2 <= label.x <= WIDTH - wide / 2
        assert tall / 2 <= label.y <= HEIGHT - tall / 2


def test_a_label_hides_no_dot_where_there_is_room_and_stays_with_its_own() -> None:
    left, right = [(x, 200) for x in range(100, 300, 20)], [(x, 200) for x in range(700, 900, 20)]
    found = {label.area: label for label in map_drawing.labels({"search": left, "kind": right}, _AREAS, 5.5)}

    assert abs(found["search"].y - 200) > 24 * WIDTH / 560 / 2 + 5
    assert found["search"].x < 400
    assert found["kind"].x > 600


def test_a_label_covers_its_own_dots_rather_than_stand_by_those_of_others() -> None:
    crowd = [(x, y) for x in range(20, 990, 20) for y in range(10, 300, 20)]
    own = [(x, y) for x, y in crowd if 400 <= x < 600 and y < 100]
    others = [point for point in crowd if point not in own]
    found = {label.area: label for label in map_drawing.labels({"search": own, "kind": others}, _AREAS, 5.5)}

    assert 380 <= found["search"].x <= 620
    assert found["search"].y < 140


@pytest.mark.parametrize("area", ["", "unknown"])
def test_papers_without_an_area_get_no_label(area: str) -> None:
    assert map_drawing.labels({area: [(100, 100)]}, _AREAS, 5.5) == ()


def test_tags_that_meet_are_counted_once_a_paper_and_in_both_orders() -> None:
    met = map_drawing.together([["a", "b"], ["b", "a", "c"], ["c"], []])

    assert met == {("a", "b"): 2, ("b", "a"): 2, ("a", "c"): 1, ("c", "a"): 1, ("b", "c"): 1, ("c", "b"): 1}
