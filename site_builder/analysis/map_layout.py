"""Where each paper lies on the map: near the papers that read like it.

`arrange` makes all places anew with scikit-learn, which a build does without:
`extend` only finds room for papers that have no place yet, beside their closest papers, and moves nobody else. How the
map is drawn is for `map_drawing`.

All places are whole numbers, and whatever a build computes of them is too, so that every machine builds the same map.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from site_builder.analysis.related import Neighbour
from site_builder.content.map_positions import HEIGHT, MARGIN, WIDTH, Point
from site_builder.content.model import Paper
from site_builder.core.errors import BuildFailed, Problem

WIDEST: Final = 12
"""Units between the middles of two dots, where there is room."""

_WIDER: Final = ((16, 56), (64, 38), (256, 20))
"""Papers at most, and the units between two dots of a first map: it fills about a quarter of the room."""

_SEED: Final = 239
_TOPICS: Final = 50
"""Dimensions that stand for an abstract."""
_AREA: Final = 0.55
"""How much sharing an area counts beside sharing words."""
_FEW: Final = 4
"""Papers below which there are no neighbourhoods to find."""
_COMMON: Final = 0.4
"""Share of papers in which a word says nothing any more, where there are `_MANY`."""
_MANY: Final = 50
_ROUNDS: Final = 400
_LOOKED_AT: Final = 96
"""How far from where a dot should be room is looked for in the quickest way."""

_Floats: TypeAlias = NDArray[np.float64]


def gap(count: int) -> int:
    """Units that the middles of two dots of `count` keep apart; at least 1."""
    room = (WIDTH - 2 * MARGIN) * (HEIGHT - 2 * MARGIN) / max(count, 1)
    return max(1, min(WIDEST, int(0.7 * math.sqrt(room))))


def _gap_of_new(count: int) -> int:
    """As `gap` where no place is kept yet: wider, as all is free, and in steps, so that a paper more moves nobody."""
    return next((apart for most, apart in _WIDER if count <= most), gap(count))


# Adding


def extend(
    kept: Mapping[str, Point],
    areas: Mapping[str, str],
    related: Mapping[str, Sequence[Neighbour]],
) -> dict[str, Point]:
    """A place for each paper of `areas` (slug → area, in the order the papers came): the kept one, or else a new one.

    A new paper lies between its closest papers that have a place, or among its area, at the nearest spot that is free.
    """
    positions = {slug: kept[slug] for slug in areas if slug in kept}
    apart = gap(len(areas)) if positions else _gap_of_new(len(areas))
    free = _Room(apart, positions.values())
    homes = _homes(areas, positions)
    for slug, area in areas.items():
        if slug not in positions:
            near = [
                (positions[other.slug], round(other.likeness * 1000))
                for other in related[slug]
                if other.slug in positions
            ]
            positions[slug] = free.take(_middle(near) if near else homes[area])
    return positions


def _middle(weighed: Sequence[tuple[Point, int]]) -> Point:
    whole = sum(weight for _, weight in weighed)
    across, down = (sum(point[axis] * weight for point, weight in weighed) // whole for axis in (0, 1))
    return across, down


def _homes(areas: Mapping[str, str], positions: Mapping[str, Point]) -> dict[str, Point]:
    """Area → the middle of its papers that have a place; areas without any are dealt out over the map."""
    members: dict[str, list[tuple[Point, int]]] = {area: [] for area in sorted(set(areas.values()))}
    for slug, point in positions.items():
        members[areas[slug]].append((point, 1))
    step = WIDTH // (len(members) + 1)
    return {
        area: _middle(points) if points else (step * number, HEIGHT * (2 - number % 2) // 3)
        for number, (area, points) in enumerate(members.items(), 1)
    }


class _Room:
    """Which places are free: those at least `apart` from all that are taken.

    Around the map lies a border of what is never free, so that no place is too near to the edge to look around it.
    """

    def __init__(self, apart: int, taken: Iterable[Point]) -> None:
        self._reach = apart - 1
        self._border = max(apart, min(20 * apart, _LOOKED_AT))
        rows, self._stride = HEIGHT + 1 + 2 * self._border, WIDTH + 1 + 2 * self._border
        self._free = np.zeros((rows, self._stride), bool)
        inside = self._border + MARGIN
        self._free[inside:-inside, inside:-inside] = True
        self._flat = self._free.reshape(-1)
        reach = np.arange(1 - apart, apart)
        self._apart = reach[:, None] ** 2 + reach[None, :] ** 2 >= apart**2
        around = self._nearest_first(self._border)
        self._rings = np.split(around, [end for end in (1, 256, 2048) if end < len(around)])
        for point in taken:
            self._mark(point)

    def _nearest_first(self, reach: int) -> NDArray[np.int64]:
        """How far from a place in `_flat` those within `reach` are; of equals the upper one, then the left one."""
        down, across = np.indices((2 * reach + 1, 2 * reach + 1)).reshape(2, -1) - reach
        far = down**2 + across**2
        order = np.argsort(far, kind="stable")
        offsets: NDArray[np.int64] = (down * self._stride + across)[order[far[order] <= reach**2]]
        return offsets

    def _mark(self, point: Point) -> None:
        left, top = (at + self._border - self._reach for at in point)
        self._free[top : top + 2 * self._reach + 1, left : left + 2 * self._reach + 1] &= self._apart

    def take(self, wanted: Point) -> Point:
        """The free place nearest to `wanted`, which is then taken; `wanted` itself when the map is full."""
        x, y = wanted
        at = (y + self._border) * self._stride + x + self._border
        found = self._near(at) or self._far_from(at)
        self._mark(found)
        return found

    def _near(self, at: int) -> Point | None:
        """As `take`, in the border's reach of the place `at`."""
        for ring in self._rings:
            free = self._flat[at + ring]
            nearest = int(free.argmax())
            if free[nearest]:
                top, left = divmod(at + int(ring[nearest]), self._stride)
                return left - self._border, top - self._border
        return None

    def _far_from(self, at: int) -> Point:
        """As `take`, by looking at more and more around the place `at`."""
        y, x = divmod(at, self._stride)
        reach = 2 * self._border
        while reach < 2 * WIDTH:
            left, top = max(0, x - reach), max(0, y - reach)
            around = self._free[top : y + reach + 1, left : x + reach + 1]
            down, across = np.divmod(np.flatnonzero(around), around.shape[1])  # np.nonzero takes five times as long
            far = (across + left - x) ** 2 + (down + top - y) ** 2
            # Beyond `reach` a place outside this window may be nearer than one in its corner.
            if len(far) and far.min() <= reach**2:
                nearest = int(far.argmin())
                return int(across[nearest]) + left - self._border, int(down[nearest]) + top - self._border
            reach *= 2
        return x - self._border, y - self._border


# Arranging


def arrange(papers: Sequence[Paper], areas: Mapping[str, Mapping[str, float]]) -> dict[str, Point]:
    """A new place for every paper, by what its title and abstract say and by the weights of its areas.

    TF-IDF, reduced by truncated SVD (Deerwester et al. 1990) and laid out by t-SNE (van der Maaten and Hinton 2008)
    with a fixed seed; then spread over the map and pushed apart. Raises `BuildFailed` without scikit-learn.
    """
    ordered = sorted(papers, key=lambda paper: paper.slug)
    slugs = [paper.slug for paper in ordered]
    if len(ordered) < _FEW:
        return extend({}, dict.fromkeys(slugs, ""), dict.fromkeys(slugs, ()))
    spread = _spread(_embedded(_features(ordered, [areas[slug] for slug in slugs])))
    points = np.rint(_pushed_apart(spread, gap(len(slugs)) + 0.75)).astype(int).tolist()
    return {slug: (x, y) for slug, (x, y) in zip(slugs, points, strict=True)}


def _features(papers: Sequence[Paper], areas: Sequence[Mapping[str, float]]) -> _Floats:
    extraction, decomposition = _sklearn("feature_extraction.text"), _sklearn("decomposition")
    texts = [f"{paper.title}. {paper.title}. {paper.abstract}" for paper in papers]
    common = _COMMON if len(papers) >= _MANY else 1.0
    words = extraction.TfidfVectorizer(sublinear_tf=True, stop_words="english", ngram_range=(1, 2), max_df=common)
    weighed = words.fit_transform(texts)
    topics = min(_TOPICS, min(weighed.shape) - 1)
    reduced = decomposition.TruncatedSVD(max(1, topics), random_state=_SEED).fit_transform(weighed)
    return np.hstack([_unit(reduced), _AREA * _unit(_by_area(areas))])


def _by_area(areas: Sequence[Mapping[str, float]]) -> _Floats:
    names = sorted(set().union(*areas)) or [""]
    return np.array([[weights.get(name, 0.0) for name in names] for weights in areas])


def _unit(rows: _Floats) -> _Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)


def _embedded(features: _Floats) -> _Floats:
    method = _sklearn("manifold").TSNE(perplexity=min(20, (len(features) - 1) / 3), init="pca", random_state=_SEED)
    flat: _Floats = method.fit_transform(features).astype(np.float64)
    return flat


def _sklearn(module: str) -> Any:
    try:  # here and not above: only this command needs it, and builds do without
        return import_module(f"sklearn.{module}")
    except ImportError as error:
        hint = "Install it with `pip install scikit-learn`; the site is built without it."
        raise BuildFailed([Problem("papershelf map", "needs scikit-learn, which is not installed", hint)]) from error


def _spread(points: _Floats) -> _Floats:
    """`points` turned so that they are widest across, and scaled to fill the map."""
    centred = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1]
    signs = np.where(np.abs(turned.max(axis=0)) >= np.abs(turned.min(axis=0)), 1, -1)
    turned *= signs  # an axis has no direction of its own; the longer side is put right and below
    low, high = turned.min(axis=0), turned.max(axis=0)
    share = (turned - low) / np.where(high > low, high - low, 1)
    filled: _Floats = MARGIN + share * (np.array([WIDTH, HEIGHT]) - 2 * MARGIN)
    return filled


def _pushed_apart(points: _Floats, apart: float) -> _Floats:
    """`points` moved as little as makes all of them `apart`, inside the margins; never more than `_ROUNDS` times."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 — half a second that only `papershelf map` is worth

    moved = points.copy()
    chance = np.random.default_rng(_SEED)
    for _ in range(_ROUNDS):
        pairs = cKDTree(moved).query_pairs(apart, output_type="ndarray")
        if not len(pairs):
            break
        between = moved[pairs[:, 0]] - moved[pairs[:, 1]]
        between += chance.normal(0, 0.01, between.shape)  # or two at one spot would know no way apart
        length = np.linalg.norm(between, axis=1, keepdims=True)
        push = between / length * np.maximum(0, apart - length) * 0.5
        np.add.at(moved, pairs[:, 0], push)
        np.subtract.at(moved, pairs[:, 1], push)
        np.clip(moved, MARGIN, [WIDTH - MARGIN, HEIGHT - MARGIN], out=moved)
    return moved
