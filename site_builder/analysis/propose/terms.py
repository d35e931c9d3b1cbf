"""Papers in, the terms they speak of out: runs of words that may name a subject, and how often and where they stand.

A term is a run of at most four words between stop words, verbs and punctuation whose last word is a noun. Spellings of
one term share a key: singular, lower case, American, a hyphen read as a space. What a term is worth to the reader is
told in `scores`; here everything is only counted.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from site_builder.analysis import acronyms
from site_builder.analysis.propose import tables
from site_builder.analysis.propose.tokens import HYPHEN, MOST_WORDS, WORD, Chunk, chunks, folded, key_of
from site_builder.content.model import Paper
from site_builder.content.vocabulary import COUNTED, FACTORS
from site_builder.text import phrases, sentences

TITLE: Final = 0
"""The number of a paper's title among its sentences."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A title or a sentence, cut into chunks."""

    factor: float
    """What a phrase's weight is multiplied by there."""
    chunks: tuple[Chunk, ...]


def read(paper: Paper, claims: phrases.Finder) -> tuple[Sentence, ...]:
    """The title of `paper`, then the sentences of its abstract; `claims` finds those that say what the paper does."""
    texts = sentences.split(paper.abstract)
    is_claim = [bool(claims.find(text)) for text in texts]
    first = is_claim.index(True) if True in is_claim else 0
    sections = [
        "claim" if claim else "text" if number >= first else "background" for number, claim in enumerate(is_claim)
    ]
    stop = tables.language_stop_words([word.lower() for word in WORD.findall(paper.abstract)])
    return tuple(
        Sentence(FACTORS[section], tuple(chunks(text, stop)))
        for section, text in zip(["title", *sections], [paper.title, *texts], strict=True)
    )


MENTION: Final = 1.3
"""The weight of a phrase that does not earn a tag by one mention outside the title."""
_FEW, _FEW_MENTION = 150, 1.4
"""Among so few papers a subject is seldom said twice: one sentence that says what the paper does is enough."""


def mention_among(papers: int) -> float:
    """The weight of a subject's name among so many papers."""
    return _FEW_MENTION if papers < _FEW else MENTION


_LESS: Final = tuple(round(1.3 - 0.05 * step, 2) for step in range(20))
"""The weights of phrases that have to be said more than that: in the title, in the title and elsewhere."""
FULL: Final = 2.0
"""The points that earn a tag."""
LARGEST: Final = 0.2
"""The share of the papers that a tag's name may stand in."""


@dataclass(slots=True)
class Term:
    """A term and its counts; it grows while the papers are read, and is only looked at afterwards."""

    key: str
    tokens: int
    """Words in a row, a hyphened one counted once."""
    praises: bool
    """True when its first word only praises or counts the rest."""
    uses: int = 0
    ends: int = 0
    """Uses at the end of a chunk: it is not part of a longer term there."""
    alone: int = 0
    """Uses as a whole chunk."""
    titles: int = 0
    """Papers that have it in the title."""
    points: dict[int, float] = field(default_factory=dict)
    """Paper → what a phrase of weight 1 scores there."""
    spelled: Counter[str] = field(default_factory=Counter)
    """Spelling → uses as the end of a chunk."""
    acronyms: tuple[str, ...] = ()
    mention: float = MENTION
    """The weight of its phrases; smaller where so many papers speak of it that only some can be about it."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the key."""
        return tuple(self.key.split())

    @property
    def papers(self) -> frozenset[int]:
        """The papers that hold the term."""
        return frozenset(self.points)

    def about(self) -> frozenset[int]:
        """The papers that say it in the title, where they say what they do, or more than once."""
        return self.said(self.mention)

    def said(self, weight: float) -> frozenset[int]:
        """The papers that earn a tag by the term, if a phrase of it weighs `weight`."""
        return frozenset(paper for paper, points in self.points.items() if points * weight >= FULL)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was counted."""

    size: int
    """Papers."""
    terms: dict[str, Term]
    """Key → term, for terms of enough papers."""
    capitals: dict[str, str]
    """Folded word → how it is written, for words that are nearly always written with capitals."""
    long_forms: dict[str, str]
    """Key of an acronym → key of what it stands for."""
    held: tuple[frozenset[str], ...]
    """Paper → the keys of its terms."""

    def share(self, key: str) -> float:
        """The share of the papers that hold term `key`; 0 when it was not kept."""
        term = self.terms.get(key)
        return len(term.points) / self.size if term else 0.0


def gather(papers: Sequence[Paper], claims: Iterable[str], min_papers: int, known: Container[str] = ()) -> Reading:
    """The terms that at least `min_papers` of `papers` hold, and those of `known` that any holds."""
    finder = phrases.Finder(claims)
    read_papers = [read(paper, finder) for paper in papers]
    counted = Counter(key for paper in read_papers for key in {use[0] for use in _uses(paper)})
    kept = {key for key, count in counted.items() if count >= min_papers or key in known}
    terms: dict[str, Term] = {}
    for number, paper in enumerate(read_papers):
        _count(number, paper, kept, terms)
    long_forms = _long_forms(papers)
    _join_acronyms(terms, long_forms)
    most, mention = max(3, LARGEST * len(papers)), mention_among(len(papers))
    for term in terms.values():
        fitting = (weight for weight in (mention, *_LESS) if len(term.said(weight)) <= most)
        term.mention = next(fitting, _LESS[-1]) if len(term.points) > most else mention
    held: list[set[str]] = [set() for _ in papers]
    for term in terms.values():
        for number in term.points:
            held[number].add(term.key)
    return Reading(
        len(papers),
        terms,
        _capitals(read_papers),
        {short: long for short, (long, _) in long_forms.items()},
        tuple(map(frozenset, held)),
    )


_Use = tuple[str, int, int, int, Chunk]
"""Key, number of the sentence, first token, one past the last, chunk."""


def _uses(paper: Sequence[Sentence]) -> Iterator[_Use]:
    for number, sentence in enumerate(paper):
        for chunk in sentence.chunks:
            for start, token in enumerate(chunk):
                if token.starts:
                    yield from _from(chunk, start, number)


def _from(chunk: Chunk, start: int, number: int) -> Iterator[_Use]:
    key = ""
    for end in range(start + 1, min(len(chunk), start + MOST_WORDS) + 1):
        last = chunk[end - 1]
        key = f"{key} {last.key}" if key else last.key
        # An adjective is no name, but tells of one: "ferroelectric", "evolutionary".
        if last.ends or (end == start + 1 and not last.praises):
            yield key, number, start, end, chunk


def _count(number: int, paper: Sequence[Sentence], kept: set[str], terms: dict[str, Term]) -> None:
    """Add the uses of one paper to `terms`."""
    sentences: dict[str, set[int]] = defaultdict(set)
    for key, at, start, end, chunk in _uses(paper):
        if key not in kept:
            continue
        term = terms.get(key)
        if term is None:
            term = terms[key] = Term(key, end - start, chunk[start].praises)
        is_end = end == len(chunk) and chunk[end - 1].ends
        term.uses += 1
        term.ends += is_end
        term.alone += is_end and (start == 0 or chunk[start - 1].praises)
        spelled = " ".join(token.text for token in chunk[start:end])
        if at != TITLE or spelled not in term.spelled:
            term.spelled[spelled] += 2 if is_end and at != TITLE else 1 if at != TITLE else 0
        sentences[key].add(at)
    for key, sections in sentences.items():
        term = terms[key]
        term.titles += TITLE in sections
        best = sorted((paper[at].factor for at in sections if at != TITLE), reverse=True)[:COUNTED]
        term.points[number] = sum(best) + (FACTORS["title"] if TITLE in sections else 0.0)


def _long_forms(papers: Iterable[Paper]) -> dict[str, tuple[str, str]]:
    """Key of an acronym → the key of what it nearly always stands for, and the acronym as it is written."""
    found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for paper in papers:
        for short, long in set(acronyms.acronyms(paper.abstract)):
            found[folded(short)][(key_of(long), short)] += 1
    usual = {short: longs.most_common(1)[0] for short, longs in sorted(found.items())}
    return {
        short: pair
        for short, (pair, times) in usual.items()
        if times >= 0.75 * found[short].total() and pair[0] != short
    }


def _join_acronyms(terms: dict[str, Term], long_forms: dict[str, tuple[str, str]]) -> None:
    """Let what an acronym stands for have its uses; the acronym is no term of its own then."""
    for short, (long, written) in long_forms.items():
        if long not in terms or short not in terms or long == short:
            continue
        term, other = terms[long], terms.pop(short)
        for paper, points in other.points.items():
            had = term.points.get(paper, 0.0)
            term.points[paper] = max(had, points) + 0.5 * min(had, points)
        term.titles += other.titles
        term.acronyms += (written,)


def _capitals(papers: Iterable[Sequence[Sentence]]) -> dict[str, str]:
    """How words are written that have capitals in the middle of sentences, most of the time.

    Where neighbours have capitals too, as where an acronym is explained, they tell nothing of a word also written
    without.
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    titled: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in papers:
        for sentence in paper[TITLE + 1 :]:
            for number, chunk in enumerate(sentence.chunks):
                _count_capitals(chunk[0 if number else 1 :], found, titled)
    for word, forms in titled.items():
        if word not in found and tables.is_noun(word):
            found[word] = forms
    written = {word: max(forms.items(), key=lambda form: (form[1], form[0])) for word, forms in found.items()}
    return {
        word: form
        for word, (form, times) in written.items()
        if form and times >= 0.6 * found[word].total() and (times > 2 or not form[1:].islower())
    }


def _count_capitals(tokens: Chunk, found: dict[str, Counter[str]], titled: dict[str, Counter[str]]) -> None:
    is_title = [token.text[:1].isupper() and token.text[1:].islower() for token in tokens]
    for number, token in enumerate(tokens):
        beside = is_title[max(0, number - 1) : number] + is_title[number + 1 : number + 2]
        counts = titled if is_title[number] and any(beside) else found
        for part in HYPHEN.split(token.text):
            counts[folded(part)]["" if part.islower() else part] += 1
