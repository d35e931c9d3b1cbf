"""How terms are written as names of tags: capitals, number, hyphens, and the noun an adjective stands before."""

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Final

from site_builder.analysis.propose import tables
from site_builder.analysis.propose.families import headings
from site_builder.analysis.propose.scores import UNION, Scored
from site_builder.analysis.propose.terms import Reading, Term
from site_builder.analysis.propose.tokens import folded
from site_builder.core import urls

_PLURAL: Final = 0.3
"""The share of uses in the plural from which the name is one."""
_MOSTLY: Final = 0.25
"""Of a phrase's uses, those as part of a longer heading from which it is called by that."""
_MOSTLY_OF_WORD: Final = 0.5
"""The same of a single word."""
_PARTS = re.compile(r"([-‐‑– ])")


def name(scored: Scored, key: str) -> str:
    """The name of the tag that term `key` makes, with a capital."""
    if key in scored.unions:
        return key.removeprefix(UNION)
    heading = headings().get(key)
    if heading and scored.fit.get(key, 0.0) > 0:
        return capital(heading.name)
    whole = _whole(scored, key)
    return capital(whole or written(scored.reading, scored.reading.terms[key]))


def _whole(scored: Scored, key: str) -> str:
    """The heading that term `key` is part of, if that is mostly what it is said for; else "".

    "Nitrogen-vacancy" is no name, though centers are not always said to be there; nor is "injury" where half of
    them are traumatic brain injuries.
    """
    terms, uses = scored.reading.terms, scored.reading.terms[key].uses
    is_word = " " not in key
    longer = {
        other: terms[other].uses
        for other in headings()
        if f" {key} " in f" {other} " and other in terms and (is_word or other.count(" ") == key.count(" ") + 1)
    }
    best = max(longer, key=lambda other: (longer[other], other), default="")
    min_uses = (_MOSTLY_OF_WORD if is_word else _MOSTLY) * uses
    return headings()[best].name if best and longer[best] >= min_uses else ""


def capital(text: str) -> str:
    """`text` with its first letter a capital, unless its second already is one ("mRNA", "k-means" stays small)."""
    return text if text[1:2].isupper() or text[1:2] == "-" else text[:1].upper() + text[1:]


def uncapital(reading: Reading, text: str) -> str:
    """`text` as it is written within a sentence."""
    first = re.split(r"[ -]", text)[0]
    is_name = first[1:2].isupper() or folded(first) in reading.capitals or _is_named(first)
    return text if is_name else text[:1].lower() + text[1:]


def _is_named(first: str) -> bool:
    """True when headings that begin with `first` always write it with a capital: "Bayesian", "Bell"."""
    begun = {
        heading.name.split()[0].split("-")[0] for heading in tables.headings() if heading.families[0] != heading.name
    }
    return first in begun and first[:1].lower() + first[1:] not in begun


def written(reading: Reading, term: Term) -> str:
    """`term` as the papers mostly write it, in lower case but for what they always write with capitals."""
    forms: Counter[str] = Counter()
    for spelling, uses in term.spelled.items():
        forms[re.sub(r"[‐‑–]", "-", spelling.lower())] += uses + 1
    single = term.words[-1]
    plural = sum(uses for form, uses in forms.items() if re.split(r"[ -]", form)[-1] != single)
    wants_plural = plural >= _PLURAL * forms.total()
    fitting = [form for form in forms if (re.split(r"[ -]", form)[-1] != single) == wants_plural] or list(forms)
    best = max(fitting, key=lambda form: (forms[form], form))
    return "".join(_with_capitals(part, reading) for part in _PARTS.split(best))


def _with_capitals(part: str, reading: Reading) -> str:
    if not part.strip("-‐‑– "):
        return part
    capitals = reading.capitals.get(folded(part), "")
    if not capitals:
        return proper_names().get(plain(part), part)
    if part.endswith("s") and not capitals.endswith("s"):
        return capitals + "s"
    return capitals[:-1] if capitals.endswith("s") and not part.endswith("s") else capitals


@cache
def proper_names() -> dict[str, str]:
    """Plain letters → the word, for words that headings write with a capital wherever they stand: "Monte", "Niño"."""
    families = {heading.name for heading in tables.headings() if heading.name in heading.families}
    found: dict[str, set[str]] = {}
    for heading in tables.headings():
        if heading.name not in families:
            for word in re.split(r"[ -]", heading.name):
                found.setdefault(plain(word), set()).add(word)
    ways = {key: next(iter(words)) for key, words in found.items() if len(words) == 1}
    return {key: word for key, word in ways.items() if word[:1].isupper() and word[1:].islower()}


def plain(text: str) -> str:
    """`text` in small letters without accents."""
    return unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()


def slug(text: str) -> str:
    """`text` as part of an address; other scripts as Latin letters sound."""
    return re.sub(r"[^a-z0-9]+", "-", plain(text)).strip("-") or urls.slug(text)
