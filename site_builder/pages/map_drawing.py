"""The map as a picture, where its labels stand, and which tags meet how often.

One picture serves every page and both themes. Words are never part of it: labels are links in the page, placed here so
that none covers another and as few dots as can be. Where papers lie is for `map_layout`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from site_builder.analysis import map_layout
from site_builder.content.map_positions import HEIGHT, WIDTH, Point

DRAWN: Final = 4000
"""Dots in the picture at most: more would weigh more than they show."""

LABELLED: Final = 35
"""Width of the picture, in em of 16 px, from which labels are shown; they are placed for this one, the tightest."""

_EM: Final = WIDTH / LABELLED
"""Units of the map to one em."""
_LETTER: Final = 0.56 * _EM
"""How wide a letter of a label is at most, on average, in the widest of the usual fonts at 13 px and weight 600."""
_AROUND: Final = 1.5 * _EM
"""What a label is wide besides its letters: the cell of its colour, and padding."""
_TALL: Final = 1.5 * _EM
_STEP: Final = 5
"""Units between the places tried for a label."""

# What a place for a label costs: a dot of its area hidden, a dot of another, a unit away from its area.
_HIDES_OWN, _HIDES_OTHER, _AWAY = 60.0, 90.0, 1.0
_FAR: Final = 2 * _EM
_TOO_FAR: Final = 10.0
"""What a unit costs beyond `_FAR`, where a label names whatever is next to it: rather than that it hides dots."""
_NEAREST: Final = 0.3
"""The share of an area's dots that stand for it where a label is concerned: the nearest ones, as areas fall apart."""
_OFF_CENTRE: Final = 0.25
"""What a unit off to the side costs where a label still touches its area."""
_ASKED: Final = 200
"""Dots of an area at most that are asked how far a label is."""
_NEAR_OTHERS: Final = 5.0
"""What each dot of another area costs that is as near as the label's own."""

_Counts: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Label:
    """Where the middle of an area's label stands, in units of the map."""

    area: str
    x: int
    y: int


def dots(positions: Mapping[str, Point], areas: Mapping[str, str]) -> dict[str, list[Point]]:
    """Area → the places that are drawn for it, from the top; every n-th paper where there are more than `DRAWN`."""
    every = max(1, -(-len(positions) // DRAWN))
    found: dict[str, list[Point]] = {}
    for slug in sorted(positions)[::every]:
        found.setdefault(areas[slug], []).append(positions[slug])
    return {area: sorted(points, key=lambda point: (point[1], point[0])) for area, points in sorted(found.items())}


def radius(count: int) -> float:
    """Of a dot, where there are `count` papers."""
    return max(1.0, map_layout.gap(count) / 2 - 0.5)


def svg(drawn: Mapping[str, Sequence[Point]], colours: Mapping[str, str], size: float) -> str:
    """The picture: one path an area, whose dots are the round ends of lines of no length."""
    paths = "".join(
        f'<path stroke="{colours[area]}" d="{"".join(_moves(points))}"/>' for area, points in drawn.items() if points
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'fill="none" stroke-linecap="round" stroke-width="{2 * size:g}">{paths}</svg>\n'
    )


def _moves(points: Sequence[Point]) -> Iterable[str]:
    yield f"M{points[0][0]} {points[0][1]}h0"
    for (x, y), (to_x, to_y) in pairwise(points):
        yield f"m{to_x - x}{to_y - y:+d}h0".replace("+", " ")


# Labels


def labels(drawn: Mapping[str, Sequence[Point]], names: Mapping[str, str], size: float) -> tuple[Label, ...]:
    """A place for the name of each area that has dots; the largest area chooses first, and one without room goes bare.

    Exhaustive over a grid, greedily by area, as is usual for so few labels (Christensen, Marks and Shieber 1995 compare
    better methods for thousands).
    """
    whole = _sums([point for points in drawn.values() for point in points])
    taken: list[tuple[float, float, float]] = []
    labels: list[Label] = []
    for area in sorted((area for area in drawn if area in names), key=lambda area: (-len(drawn[area]), area)):
        wide = min(len(names[area]) * _LETTER + _AROUND, float(WIDTH))
        found = _best(drawn[area], whole, wide, size, taken)
        if found:
            taken.append((*found, wide))
            labels.append(Label(area, *found))
    return tuple(labels)


def _best(
    own: Sequence[Point], whole: _Counts, wide: float, size: float, taken: Sequence[tuple[float, float, float]]
) -> Point | None:
    """The cheapest middle of a label `wide` units wide that touches none of `taken`; of equals the highest."""
    across = np.arange(int(wide / 2) + 1, WIDTH - int(wide / 2), _STEP)
    down = np.arange(int(_TALL / 2) + 1, HEIGHT - int(_TALL / 2), _STEP)
    mine = _sums(own)
    half = (wide / 2 + size, _TALL / 2 + size)
    hidden_own, hidden = _within(mine, across, down, half), _within(whole, across, down, half)
    beside = (wide / 2 + _EM, _TALL / 2 + _EM)
    near_own, near = _within(mine, across, down, beside), _within(whole, across, down, beside)
    away = _away(own, across, down, wide / 2)
    strangers = np.maximum(0, near - 2 * near_own)
    cost = _HIDES_OWN * hidden_own + _HIDES_OTHER * (hidden - hidden_own) + _NEAR_OTHERS * strangers
    cost += _AWAY * away + _TOO_FAR * np.maximum(0, away - _FAR)
    for x, y, other in taken:
        touches = np.abs(across[None, :] - x) < (wide + other) / 2
        cost[touches & (np.abs(down[:, None] - y) < _TALL)] = np.inf
    if not np.isfinite(cost).any():
        return None
    at = int(np.rint(cost * 64).argmin())  # rounded, or the last bit of a root would decide
    return int(across[at % len(across)]), int(down[at // len(across)])


def _away(own: Sequence[Point], across: _Counts, down: _Counts, half: float) -> NDArray[np.float64]:
    """How far a label in each place, down by across, is from the nearest of `own`, and a little its middle."""
    asked = np.array(own[:: -(-len(own) // _ASKED)])
    aside = np.abs(across[None, :, None] - asked[:, 0])
    above = np.maximum(0, np.abs(down[:, None, None] - asked[:, 1]) - _TALL / 2)
    far = np.hypot(np.maximum(0, aside - half), above) + _OFF_CENTRE * aside
    nearest = np.sort(far, axis=2)[:, :, : max(1, int(_NEAREST * len(asked)))]
    away: NDArray[np.float64] = nearest.mean(axis=2)
    return away


def _sums(points: Sequence[Point]) -> _Counts:
    """How many of `points` lie above and left of each unit: with four of these any box is counted."""
    held = np.zeros((HEIGHT + 2, WIDTH + 2), np.int64)
    for x, y in points:
        held[y + 1, x + 1] += 1
    return held.cumsum(axis=0).cumsum(axis=1)


def _within(sums: _Counts, across: _Counts, down: _Counts, half: tuple[float, float]) -> _Counts:
    """How many points lie in the box of half size `half` around each place, down by across."""
    left, right = (np.clip(np.rint(across + side * half[0]).astype(int), 0, WIDTH) for side in (-1, 1))
    top, bottom = (np.clip(np.rint(down + side * half[1]).astype(int), 0, HEIGHT) for side in (-1, 1))
    inside = sums[np.ix_(bottom + 1, right + 1)] - sums[np.ix_(top, right + 1)]
    counted: _Counts = inside - sums[np.ix_(bottom + 1, left)] + sums[np.ix_(top, left)]
    return counted


# Tags


def together(tagged: Iterable[Sequence[str]]) -> dict[tuple[str, str], int]:
    """(tag, tag) → how many papers have both, in either order of the two; only pairs that meet."""
    met: dict[tuple[str, str], int] = {}
    for tags in tagged:
        for pair in combinations(sorted(tags), 2):
            met[pair] = met.get(pair, 0) + 1
    return met | {(other, one): count for (one, other), count in met.items()}
