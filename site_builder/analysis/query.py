"""What a query asks for, in the grammar of the search page: static/js/search/query.js, whose twin this is.

tests/search/queries.json holds both to the same clauses. A query is a list of clauses that must all hold; a clause is a
list of atoms of which one must, or none where it is negated. What is no syntax is read as words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from unicodedata import normalize

from site_builder.text.search_words import fold

STOP_WORDS: Final = frozenset(
    "a about an and are as at be been being but by can could did do does doing for from get had has have having how "
    "i if in into is it its itself made make makes making me more most my need no nor not of off on once only or "
    "other our out over own paper papers same should so some such than that the their them then there these they "
    "this those through to too under until up us use used using versus very via vs was we were what when where "
    "which while who whom why will with within without would you your".split()
)
"""Words that say nothing about a paper."""
_READ: Final = 400
"""Longest query that is read, in characters."""
_TOKEN: Final = re.compile(r'(-?)(?:(author|title|year|tag|venue|has):)?(?:"([^"]+)"|(\S+))', re.IGNORECASE)
_ARXIV: Final = re.compile(
    r"(?:(?:https?://)?(?:www\.|export\.)?(?:arxiv\.org/(?:abs|pdf|html|format)|alphaxiv\.org/(?:abs|overview)"
    r"|huggingface\.co/papers)/|arxiv:\s*|(?:https?://)?(?:dx\.)?(?:doi\.org/)?10\.48550/arxiv\.)?"
    r"([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?(?:\.pdf)?/?",
    re.IGNORECASE | re.ASCII,
)
_DOI: Final = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S+?)[.,;]?", re.IGNORECASE)
_YEARS: Final = re.compile(r"(?:([0-9]{4})(?:(?:-|\.\.)([0-9]{4})?)?|(?:-|\.\.)([0-9]{4}))")
_LAST_YEAR: Final = 9999
_NO_WORD: Final = re.compile(r"[^\w\-/+.#]+|_+")
_EDGES: Final = "-/.+#"
_JOINTS: Final = re.compile(r"[-/.+#]+")
_SPELLINGS: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"is(ations?|e|ed|er|ers|ing|es)$", r"iz\1"),
        (r"iz(ations?|e|ed|er|ers|ing|es)$", r"is\1"),
        (r"yse([drs]?)$", r"yze\1"),
        (r"yze([drs]?)$", r"yse\1"),
        (r"our(s|ed|ing)?$", r"or\1"),
        (r"([aeiou]l)l(ing|ed|er)$", r"\1\2"),
        (r"([aeiou]l)(ing|ed|er)$", r"\1l\2"),
    )
)
"""British for American spelling, and the other way."""
_MIN_SPELLED: Final = 6
_SHORT_WORD: Final = re.compile(r"[a-z]{3,5}")


@dataclass(frozen=True, slots=True)
class Atom:
    """One thing asked for: a word, a phrase, an id, or a field (author, title, year, tag, venue, has)."""

    kind: str
    text: str
    """Of a word all of it as one."""
    parts: tuple[str, ...] = ()
    """Of a word what its hyphens join."""
    years: tuple[int, int] = (0, 0)
    """Of a year the first and the last that are meant."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Atoms of which one must hold, or none where it is negated."""

    atoms: tuple[Atom, ...]
    is_negated: bool = False


def identifier(text: str) -> str:
    """The arXiv identifier, without its version, or the DOI that `text` is, be it bare or in an address."""
    bare = re.sub(r"[?#].*$", "", text.strip())
    found = _ARXIV.fullmatch(bare) or _DOI.fullmatch(bare)
    return found[1].lower() if found else ""


def parse(text: str) -> tuple[Clause, ...]:
    """The clauses of `text`."""
    whole = identifier(text)
    if whole:
        return (Clause((Atom("id", whole),)),)
    made: list[Clause] = []
    negated = joining = False
    for match in _TOKEN.finditer(re.sub("[“”„]", '"', normalize("NFC", text[:_READ]))):
        if match[0] in ("AND", "OR", "NOT"):
            joining = bool(made) if match[0] == "OR" else joining
            negated = negated or match[0] == "NOT"
            continue
        atoms, is_negated = tuple(_atoms(match)), negated or match[1] == "-"
        if joining and atoms and made[-1].is_negated == is_negated:
            made[-1] = replace(made[-1], atoms=(*made[-1].atoms, *atoms))
        else:
            made += [Clause((atom,), is_negated) for atom in atoms]
        if atoms:
            negated = joining = False
    return _telling(made)


def _telling(made: list[Clause]) -> tuple[Clause, ...]:
    """`made` without words that say nothing, as long as anything else is asked for."""
    if not any(_tells(clause) for clause in made if not clause.is_negated):
        return tuple(made)
    return tuple(clause for clause in made if clause.is_negated or _tells(clause))


def _tells(clause: Clause) -> bool:
    return any(atom.kind != "word" or atom.text not in STOP_WORDS for atom in clause.atoms)


def _atoms(match: re.Match[str]) -> Iterator[Atom]:
    name, quoted = match[2], match[3]
    value = quoted if quoted is not None else match[4]
    if name:
        field = _field(name.lower(), value)
        yield from [field] if field else words(match[0])
    elif quoted is not None:
        phrase = " ".join(re.findall(r"[^\W_]+", fold(quoted)))
        yield from [Atom("phrase", phrase)] if phrase else []
    elif identifier(value):
        yield Atom("id", identifier(value))
    else:
        yield from words(value)


def _field(name: str, value: str) -> Atom | None:
    """The atom of name:value; None when the value is none of that field."""
    if name == "has":
        return Atom("has", "code") if value.lower() == "code" else None
    if name != "year":
        return Atom(name, value)
    found = _YEARS.fullmatch(value)
    if not found:
        return None
    first, last, until = found.groups()
    end = _LAST_YEAR if value.endswith(("-", ".")) else int(first or 0)
    return Atom("year", value, years=(int(first or 0), int(until or last or end)))


def words(text: str) -> Iterator[Atom]:
    """The words of `text` as atoms."""
    for token in _NO_WORD.sub(" ", fold(text)).split():
        parts = tuple(part for part in _JOINTS.split(token.strip(_EDGES)) if part)
        if parts:
            yield Atom("word", "".join(parts), parts)


def spellings(atom: Atom) -> Iterator[str]:
    """The ways in which papers may spell the word `atom`, several words with spaces."""
    yield atom.text
    if _SHORT_WORD.fullmatch(atom.text):
        yield atom.text[:-1] if atom.text.endswith("s") else f"{atom.text}s"
    joined = " ".join(part for part in atom.parts if len(part) > 1 or not part.isascii() or part.isdigit())
    if len(atom.parts) > 1 and joined:
        yield joined
    if len(atom.text) >= _MIN_SPELLED:
        yield from (into for pattern, to in _SPELLINGS if (into := pattern.sub(to, atom.text)) != atom.text)
