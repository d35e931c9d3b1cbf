"""Four to six areas of tags that go together, each with a name of at most 20 characters.

Tags are joined from the bottom (average linkage) by what their papers share, the direction of these, and the
families of headings that stand in them. An area is named for the family that most of its papers speak of; where no
family fits, for what most of its tags are called, or for its largest tag.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from site_builder.analysis.propose import naming, tables
from site_builder.analysis.propose.families import headings
from site_builder.analysis.propose.repair import Repaired
from site_builder.analysis.propose.scores import UNION, Scored

LONGEST: Final = 20
"""Characters of a name."""
_FEWEST, _MOST = 4, 6
_TAGS_PER_AREA: Final = 7.5
_OWN: Final = 1.0
"""What it says of a tag's family that the tag is a heading of it, beside what its papers say."""
_FITTING: Final = 0.18
"""The share that a family must have in an area that is named for it."""
_OF_MANY: Final = 0.5
"""The share of all that a part of science has at most where an area may be named for it: what has more is the field."""
_MOST_OF: Final = 0.6
"""The share of an area that a part of science must have, and a family not, where the area is named for the part."""
_LOPSIDED: Final = 0.25


@dataclass(frozen=True, slots=True)
class Group:
    """An area: its name and the keys of its tags, the largest first."""

    name: str
    keys: tuple[str, ...]


def group(scored: Scored, repaired: Repaired) -> list[Group]:
    """All tags in areas, the area of most papers first."""
    keys = [rule.key for rule in repaired.rules]
    kinds = {key: _families(scored, key) for key in keys}
    labels = _labels(scored, repaired, keys, kinds)
    groups = [[key for key, label in zip(keys, labels, strict=True) if label == one] for one in sorted(set(labels))]
    groups.sort(key=lambda held: (-len(_papers(repaired, held)), held))
    names: list[str] = []
    for held in groups:
        names.append(_name(scored, repaired, held, kinds, {*names}))
    return [
        Group(name, tuple(sorted(held, key=lambda key: (-len(repaired.members[key]), key))))
        for name, held in zip(names, groups, strict=True)
    ]


def _papers(repaired: Repaired, keys: Sequence[str]) -> set[int]:
    return {paper for key in keys for paper in repaired.members[key]}


def _families(scored: Scored, key: str) -> dict[str, float]:
    """What families a tag is of, from 0 to 1 and more."""
    found = defaultdict(float, scored.families.get(key, {}))
    if key.startswith(UNION):
        found[key.removeprefix(UNION)] += 2 * _OWN
    elif scored.fit.get(key, 0.0) > 0 and key in headings():
        own = headings()[key].families
        for family in own:
            found[family] += _OWN * scored.fit[key] / len(own)
    return dict(found)


def _labels(
    scored: Scored, repaired: Repaired, keys: Sequence[str], kinds: Mapping[str, Mapping[str, float]]
) -> list[int]:
    """The number of each tag's area."""
    wanted = min(_MOST, max(_FEWEST, round(len(keys) / _TAGS_PER_AREA))) if len(keys) >= 2 * _FEWEST else len(keys) // 3
    if wanted < 2:
        return [1] * len(keys)
    alike = _alike(scored, repaired, keys, kinds)
    distance = np.clip(1.5 - alike, 0.0, None)
    np.fill_diagonal(distance, 0.0)
    best, found = -math.inf, [1] * len(keys)
    for method in ("average", "complete", "ward"):
        tree = linkage(squareform(distance, checks=False), method)
        for count in range(min(wanted, _FEWEST), _MOST + 1):
            labels = _without_small(fcluster(tree, count, "maxclust"), alike, min(wanted, _FEWEST))
            value = _value(labels, alike)
            if len(set(labels)) >= min(wanted, _FEWEST) and value > best:
                best, found = value, labels.tolist()
    return found


def _alike(
    scored: Scored, repaired: Repaired, keys: Sequence[str], kinds: Mapping[str, Mapping[str, float]]
) -> NDArray[np.float64]:
    """How much each two tags have in common."""
    size = scored.reading.size
    holds = np.zeros((len(keys), size))
    for row, key in enumerate(keys):
        holds[row, sorted(repaired.members[key])] = 1.0
    both, many = holds @ holds.T, holds.sum(axis=1)
    lift = np.log2((both + 0.5) / (np.outer(many, many) / size + 0.5))
    centres = _unit(holds @ scored.papers)
    names = sorted({family for held in kinds.values() for family in held})
    table = np.array([[kinds[key].get(family, 0.0) for family in names] for key in keys]).reshape(len(keys), -1)
    families, parts = _unit(table), _unit(table @ _parts_of(names))
    same = 0.5 * families @ families.T + 0.25 * parts @ parts.T
    return np.asarray(0.45 * centres @ centres.T + 0.07 * np.clip(lift, -1.0, 3.0) + same, dtype=float)


def _parts_of(families: Sequence[str]) -> NDArray[np.float64]:
    """Family by part of science: 1 where it stands in it."""
    sections = tables.sections()
    names = sorted({sections[family] for family in families})
    found = np.zeros((len(families), len(names)))
    for row, family in enumerate(families):
        found[row, names.index(sections[family])] = 1.0
    return found


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))


def _without_small(labels: NDArray[np.int32], alike: NDArray[np.float64], fewest: int) -> NDArray[np.int32]:
    """`labels` with areas of a single tag given to the area most like them, while there are more than `fewest`."""
    labels = labels.copy()
    while True:
        counts = Counter(labels.tolist())
        lonely = [label for label, count in sorted(counts.items()) if count < 2]
        if not lonely or len(counts) <= fewest:
            return labels
        here = labels == lonely[0]
        others = sorted(counts.keys() - {lonely[0]})
        labels[here] = max(others, key=lambda label: (alike[np.ix_(here, labels == label)].mean(), -label))


def _value(labels: NDArray[np.int32], alike: NDArray[np.float64]) -> float:
    """How much more tags are like their own area than like the next, less for an area that holds nearly all."""
    groups = sorted(set(labels.tolist()))
    means = np.array([alike[:, labels == label].mean(axis=1) for label in groups])
    own = np.array([groups.index(label) for label in labels.tolist()])
    others = means.copy()
    others[own, np.arange(len(own))] = -np.inf
    gain = (means[own, np.arange(len(own))] - others.max(axis=0)).mean() if len(groups) > 1 else 0.0
    sizes = np.bincount(own) / len(own)
    alone = sum(size * len(own) < 2 for size in sizes)
    return float(gain - _LOPSIDED * max(0.0, sizes.max() - 1 / 3) - 0.05 * alone + 0.005 * len(groups))


def _weights(
    repaired: Repaired, keys: Sequence[str], kinds: Mapping[str, Mapping[str, float]]
) -> tuple[dict[str, float], dict[str, float]]:
    """Family → its share of the tags `keys`, and part of science → its share; larger tags count more."""
    families: dict[str, float] = defaultdict(float)
    parts: dict[str, float] = defaultdict(float)
    all_of_it = sum(math.sqrt(len(repaired.members[key])) for key in keys) or 1.0
    for key in keys:
        whole = sum(kinds[key].values()) or 1.0
        for family, share in kinds[key].items():
            weight = share / whole * math.sqrt(len(repaired.members[key])) / all_of_it
            families[family] += weight
            parts[tables.sections()[family]] += weight
    return families, parts


def _name(
    scored: Scored, repaired: Repaired, keys: Sequence[str], kinds: Mapping[str, Mapping[str, float]], taken: set[str]
) -> str:
    """The name of the area that holds `keys`, none of `taken`."""
    weights, parts = _weights(repaired, keys, kinds)
    everywhere = _weights(repaired, [rule.key for rule in repaired.rules], kinds)[1]
    for part, share in sorted(parts.items(), key=lambda one: (-one[1], one[0])):
        is_many = share >= _MOST_OF > max(weights.values()) and everywhere[part] < _OF_MANY
        if is_many and part not in taken and 0 < len(part) <= LONGEST:
            return part
    fitting = [(weight, family) for family, weight in weights.items() if weight >= _FITTING]
    for _, family in sorted(fitting, key=lambda one: (-one[0], one[1])):
        if family not in taken:
            return family
    largest = sorted(keys, key=lambda key: (-len(repaired.members[key]), key))
    named = [name for key in largest if len(name := naming.name(scored, key)) <= LONGEST and name not in taken]
    families = [family for family in sorted(weights, key=lambda one: (-weights[one], one)) if family not in taken]
    return next(iter([*named, *families]), f"Area {len(taken) + 1}")
