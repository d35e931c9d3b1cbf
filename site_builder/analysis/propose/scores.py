"""How good a name for a tag each term would be: contrast, concentration, association, titles, headings.

*Contrast* is how much more often the papers hold the term than papers of other fields do. *Concentration* is the mean
cosine between the papers that hold it, in a latent space of all terms (Deerwester et al. 1990), so that a word that
stands anywhere has none. *Association* is the pointwise mutual information of a phrase's halves, normalised (Bouma
2009). What is no noun phrase, or names nothing in any field, scores 0.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from site_builder.analysis import singular_vectors
from site_builder.analysis.propose import tables, terms
from site_builder.analysis.propose.families import family_words, headings
from site_builder.analysis.propose.terms import Reading, Term
from site_builder.analysis.propose.tokens import key_of, letters

Vectors = NDArray[np.float64]
_DIMENSIONS: Final = 64
COMMON: Final = 0.4
"""A word of more than this share of the papers is their subject, and tells none of them from the others."""
_SMOOTH: Final = 0.0012
"""Added to background shares: a term that no other field knows is not infinitely special."""
_FITTING: Final = 0.15
"""A family that is this share of what the papers speak of is one of theirs."""
_OTHER_SENSE: Final = 0.35
_OWN_SENSE: Final = _OTHER_SENSE * _FITTING
_EVERYWHERE: Final = 0.6
"""A word that so many fields speak of is no subject of any."""
_BROAD: Final = 0.2
_FIELD_WORD: Final = 0.4
UNION: Final = "~"
"""Begins the key of a family that is a term."""
_UNION: Final = 2.0
_MOSTLY_ONE: Final = 0.85
"""The share of a family's papers that one heading may hold."""
_SHORT_WORD: Final = 5
_MIN_USES_AS_END: Final = 0.42
_SWALLOWED: Final = 0.62
"""Of a term's uses, within one longer term: the longer one is the name."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The terms of the papers, and what they are worth."""

    reading: Reading
    score: Mapping[str, float]
    """Key → how good a name it is, above 0; absent for terms that are none."""
    hints: frozenset[str]
    """Keys of terms that tell of what subject a paper is, be they names or not."""
    papers: Vectors
    """A paper a row, in the latent space, of length 1."""
    vectors: Mapping[str, NDArray[np.float64]]
    """Key → the direction of the papers that hold the term, of length 1."""
    families: Mapping[str, Mapping[str, float]]
    """Key → family of headings → how much of what its papers speak of besides is of that family, from 0 to 1."""
    fit: Mapping[str, float]
    """Key of a heading → how well it fits what its papers speak of besides, from 0 (another sense) to 1."""

    unions: Mapping[str, Mapping[str, float]]
    """Key of a family of headings, as a term of its own → key of each heading → what it says of the family, up to 1."""

    def about(self, key: str) -> frozenset[int]:
        """The papers about term `key`."""
        return self.reading.terms[key].about()

    def similarity(self, one: str, other: str) -> float:
        """The cosine between two terms."""
        return float(self.vectors[one] @ self.vectors[other])


def score(reading: Reading) -> Scored:
    """What each term of `reading` is worth."""
    papers = latent(reading)
    families = _families(reading)
    fit = _fits(reading, families)
    unions = _unions(reading, fit, families)
    vectors, concentration = _directions(reading, sorted(reading.terms), papers)
    scores_of = _Scores(reading, concentration, fit, _longest_around(reading))
    own = sorted(reading.terms.keys() - unions)
    worth = {key: value for key in own if (value := scores_of.of(reading.terms[key])) > 0}
    worth |= {key: _UNION * (0.3 + max(0.0, concentration[key])) for key in unions}
    hints = frozenset(key for key in own if scores_of.is_telling(reading.terms[key]))
    return Scored(reading, worth, hints, papers, vectors, families, fit, unions)


def latent(reading: Reading) -> Vectors:
    """Each paper as a direction: the largest singular vectors of papers by terms, weighted by rarity."""
    size = reading.size
    kept = [key for key in sorted(reading.terms) if 2 <= len(reading.terms[key].points) <= max(2, COMMON * size)]
    dimensions = min(_DIMENSIONS, size - 1, len(kept) - 1)
    if dimensions < 2:
        return np.ones((size, 1))
    table = _weighed(reading, kept)
    left, lengths, _ = singular_vectors.greatest(table, dimensions)
    found = left * lengths
    return _unit(found - found.mean(axis=0))


def _weighed(reading: Reading, keys: Sequence[str]) -> sp.csr_matrix:
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for column, key in enumerate(keys):
        points = reading.terms[key].points
        rarity = math.log(reading.size / len(points)) + 0.1
        rows.extend(points)
        columns.extend([column] * len(points))
        values.extend((1 + math.log(max(value, 0.7) + 0.4)) * rarity for value in points.values())
    table = sp.csr_matrix((values, (rows, columns)), shape=(reading.size, len(keys)))
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return sp.diags(1 / np.maximum(lengths, 1e-9)) @ table


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))


def _directions(
    reading: Reading, keys: Sequence[str], papers: Vectors
) -> tuple[dict[str, NDArray[np.float64]], dict[str, float]]:
    """The direction and the concentration of each term."""
    vectors: dict[str, NDArray[np.float64]] = {}
    concentration: dict[str, float] = {}
    for key in keys:
        points = reading.terms[key].points
        rows = papers[list(points)]
        weights = np.minimum(np.fromiter(points.values(), float), 3.0)
        vectors[key] = _unit((weights @ rows)[None, :])[0]
        count = len(points)
        mean = rows.mean(axis=0)
        # The cosine of a paper with itself is left out; of few papers it says little.
        cosine = (float(mean @ mean) - 1 / count) / (1 - 1 / count) if count > 1 else 0.0
        concentration[key] = cosine * count / (count + 3)
    return vectors, concentration


def _families(reading: Reading) -> dict[str, dict[str, float]]:
    """Of what families the headings are that stand beside each term, in its papers and not in the term itself."""
    known = {key: heading.families for key, heading in headings().items() if key in reading.terms}
    weights = {key: (1.0 if " " in key else 1 - tables.background().spread(key)) / len(known[key]) for key in known}
    of_paper: list[dict[str, float]] = [defaultdict(float) for _ in range(reading.size)]
    for key, families in known.items():
        for paper in reading.terms[key].points:
            for family in families:
                of_paper[paper][family] += weights[key]
    found: dict[str, dict[str, float]] = {}
    for key in sorted(reading.terms):
        papers = reading.terms[key].points
        total: dict[str, float] = defaultdict(float)
        for paper in papers:
            for family, weight in of_paper[paper].items():
                total[family] += weight
        for family in known.get(key, ()):
            total[family] -= weights[key] * len(papers)
        whole = sum(total.values()) + 0.5 * len(papers)
        found[key] = {family: weight / whole for family, weight in total.items() if weight > 1e-9}
    return found


def _fits(reading: Reading, families: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Key of each heading that is a term → how well it fits (see `Scored.fit`)."""
    found = {}
    for key, heading in headings().items():
        if key in reading.terms and not _is_adjective(reading.terms[key], heading.name):
            nearest = max(families[key].get(family, 0.0) for family in heading.families)
            found[key] = min(1.0, nearest / _FITTING)
    return found


def _is_adjective(term: Term, name: str) -> bool:
    """True for "semantic" where the heading is "semantics": a plural s is no difference to a term, here it is one."""
    nouns = sum(uses for spelling, uses in term.spelled.items() if spelling.lower().endswith("ics"))
    return name.endswith("ics") and 2 * nouns < term.spelled.total()


def _unions(
    reading: Reading, fit: Mapping[str, float], families_of: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """Families as terms of their own, each with its headings (see `Scored.unions`); they are added to `reading`."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    background = tables.background()
    for key, fits in fit.items():
        share, families = reading.share(key), headings()[key].families
        rare = 1.0 if " " in key else 0.7 * (1 - background.spread(key))
        if (fits > _OTHER_SENSE or " " in key) and share < _BROAD and background.spread(key) < _EVERYWHERE:
            for family in families:
                found[f"{UNION}{family}"][key] = round(rare / (1 + 0.3 * (len(families) - 1)), 1)
    for word, (family, tells) in family_words().items():
        if word in reading.terms and reading.share(word) < _BROAD and families_of[word].get(family, 0.0) > _OWN_SENSE:
            found[f"{UNION}{family}"].setdefault(word, tells)
    unions = {}
    for key, held in sorted(found.items()):
        # What most of its papers speak of will be a tag of its own; the family is then for the others.
        rarest = sorted(held, key=lambda heading: (-len(reading.terms[heading].points), heading))
        term = _union(reading, key, {heading: held[heading] for heading in rarest})
        while len(rarest) > 1 and len(term.about()) > _BROAD * reading.size:
            rarest = rarest[1:]
            term = _union(reading, key, {heading: held[heading] for heading in rarest})
        if len(rarest) > 1 and not _is_one_heading(reading, term, rarest):
            reading.terms[key] = term
            unions[key] = {heading: held[heading] for heading in rarest}
    return unions


def _is_one_heading(reading: Reading, term: Term, held: Sequence[str]) -> bool:
    """True when one heading brings nearly all papers of family `term` and is not its name: that is the subject then."""
    papers, own = term.about(), key_of(term.key.removeprefix(UNION))
    return any(
        len(papers & reading.terms[heading].papers) > _MOSTLY_ONE * len(papers) for heading in held if heading != own
    )


def _union(reading: Reading, key: str, held: Mapping[str, float]) -> Term:
    """The term `key` whose uses are those of the terms `held`, as far as these tell of it."""
    term = Term(key, 1, praises=False, mention=terms.mention_among(reading.size))
    for heading, weight in held.items():
        for paper, points in reading.terms[heading].points.items():
            term.points[paper] = term.points.get(paper, 0.0) + weight * points
    return term


def _longest_around(reading: Reading) -> dict[str, int]:
    """Key → the uses of the longer term, no praise before it, that most of its uses are part of."""
    most: dict[str, int] = defaultdict(int)
    for term in reading.terms.values():
        words = term.words
        if term.praises or term.key.startswith(UNION):
            continue
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                if end - start < len(words):
                    key = " ".join(words[start:end])
                    most[key] = max(most[key], term.uses)
    return most


@dataclass(frozen=True, slots=True)
class _Scores:
    """What the parts of a score are reckoned from."""

    reading: Reading
    concentration: Mapping[str, float]
    fit: Mapping[str, float]
    around: Mapping[str, int]

    def of(self, term: Term) -> float:
        """How good a name `term` is; 0 for none."""
        if not term.about() or not self._is_name(term):
            return 0.0
        about = len(term.about()) / len(term.points)
        titles = 0.55 + min(0.6, 1.4 * term.titles / len(term.points))
        ends = 0.7 + 0.3 * term.ends / max(1, term.uses)
        value = (0.12 + self._information(term)) * self._shape(term) * titles * (0.5 + 0.8 * about) * ends
        return value * (1.0 + 0.8 * self.fit[term.key] if self._is_heading(term) else 1.0)

    def _is_heading(self, term: Term) -> bool:
        """True for a heading in the sense it has here: a single word may have another ("battery", "field")."""
        fit = self.fit.get(term.key)
        if fit is None or len(term.words) > 1:
            return fit is not None
        return fit > _OTHER_SENSE and tables.background().spread(term.key) < _EVERYWHERE

    def is_telling(self, term: Term) -> bool:
        """True when `term` says of what subject a paper is: not "hybrid method", "recent progress"."""
        background = tables.background()
        share = len(term.points) / self.reading.size
        if background.spread(term.key) > 0.1 or background.rate(term.key) > 0.25 * share:
            if len(term.words) == 1 and self._is_field_word(term):
                return True
            return self._is_heading(term) and share < 0.25 and background.spread(term.key) < 0.5
        if self._is_heading(term):
            return True
        if len(term.words) == 1:
            return self._is_special_word(term) or self._is_field_word(term)
        if term.words[-1] in _generic_last() and background.rate(term.words[-1]) > 0.02 and term.tokens < 3:
            return False
        return not term.praises and any(
            background.spread(word) < 0.35 and self.reading.share(word) < COMMON for word in term.words
        )

    def _is_name(self, term: Term) -> bool:
        """True when `term` can be the name of a tag at all."""
        if self._is_heading(term):
            return self.ratio(term) > 0.8 or self.concentration[term.key] > 0.1
        ends = term.ends / max(1, term.uses)
        if term.praises or ends < _MIN_USES_AS_END or self.around.get(term.key, 0) > _SWALLOWED * term.uses:
            return False
        if len(term.words) == 1:
            return self._is_special_word(term) and term.titles > 0
        return self._is_special_phrase(term)

    def _is_special_word(self, term: Term) -> bool:
        """True for a word that only some field knows."""
        word = term.key
        if word in tables.generic("alone") or word in _generic_last() or word in tables.generic("first"):
            return False
        capital = self.reading.capitals.get(word, "")
        is_acronym = sum(letter.isupper() for letter in capital) > 1
        ratio = self.ratio(term)
        if is_acronym:
            return ratio >= 6 and self.concentration[word] > 0.05
        background = tables.background()
        is_rare = background.rate(word) <= 0.003 and background.spread(word) <= 0.12
        return letters(word) >= _SHORT_WORD and is_rare and ratio >= 4 and self.concentration[word] > 0.1

    def _is_field_word(self, term: Term) -> bool:
        """True for a word that names nothing alone and yet is said by papers of one kind: "game", "gate"."""
        if term.key in _generic_last() or term.key in tables.generic("first") or len(term.key) < _SHORT_WORD - 1:
            return False
        is_known = tables.background().spread(term.key) < _FIELD_WORD
        return is_known and self.ratio(term) >= 3 and self.concentration[term.key] > 0.1

    def _is_special_phrase(self, term: Term) -> bool:
        background = tables.background()
        words = term.words
        last = words[-1]
        ratio, concentration = self.ratio(term), self.concentration[term.key]
        if last in _generic_last() and (concentration < 0.2 or ratio < 8 or term.titles < 3):
            return False
        if all(background.spread(word) > 0.3 for word in words) and (concentration < 0.12 or ratio < 3):
            return False
        if any(word in tables.generic("first") for word in words[:1]) and term.tokens == 1:
            return False
        is_known_all_over = background.spread(term.key) > 0.3 and ratio < 4
        return not (is_known_all_over and concentration < 0.17) and (ratio >= 2 or concentration >= 0.2)

    def ratio(self, term: Term) -> float:
        """How many times as often the papers hold `term` as papers of other fields."""
        size = self.reading.size
        return (len(term.points) / size + 0.5 / size) / (tables.background().rate(term.key) + _SMOOTH)

    def _information(self, term: Term) -> float:
        """Contrast and concentration, from 0 to 1."""
        own = _contrast(self.ratio(term))
        uncommon = [word for word in term.words if self.reading.share(word) < COMMON]
        background = tables.background()
        smooth = 0.5 / self.reading.size
        words = [
            _contrast((self.reading.share(word) + smooth) / (background.rate(word) + _SMOOTH)) for word in uncommon
        ]
        contrast = 0.5 * own + 0.5 * max(words, default=0.0) if len(term.words) > 1 else own
        concentrated = min(1.0, max(0.0, self.concentration[term.key]) / 0.3)
        return max(0.85 * contrast, 0.5 * contrast + 0.5 * concentrated)

    def _shape(self, term: Term) -> float:
        """What the form of a term is worth: a phrase that belongs together, two or three words, a telling head."""
        words = term.words
        if len(words) == 1:
            return (0.8 if self._is_heading(term) else 0.6) * (1 - tables.background().spread(term.key))
        shape = {2: 1.0, 3: 1.05, 4: 0.9}.get(len(words), 0.7)
        if words[-1] in _generic_last() and not self._is_heading(term):
            shape *= 0.6
        return shape * min(1.2, 0.55 + 0.9 * max(0.0, self._association(term)))

    def _association(self, term: Term) -> float:
        """The least normalised mutual information of two halves of `term`, from -1 to 1."""
        words, share = term.words, len(term.points) / self.reading.size
        lowest = 1.0
        for at in range(1, len(words)):
            left, right = (self.reading.share(" ".join(part)) or share for part in (words[:at], words[at:]))
            lowest = min(lowest, math.log(share / (left * right)) / -math.log(share) if share < 1 else 0.0)
        return lowest


def _contrast(ratio: float) -> float:
    return max(0.0, min(1.0, math.log2(ratio + 1) / 5))


def _generic_last() -> frozenset[str]:
    return tables.generic("last")
