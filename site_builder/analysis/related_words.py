"""The words of papers as `related` compares them: spellings by number, and how far each carries.

Text is read once, and everything after works on arrays of numbers.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from site_builder.content.model import Paper
from site_builder.text.singulars import singulars
from site_builder.text.stop_words import STOP_WORDS

_READ = 20_000
"""Characters of a text that are read."""
_IN_TITLE = 3
"""How many times a word in the title counts."""
_LONGEST_WORD = 40

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"[^\W_{_CJK}]+(?:-|://\S+)?"  # a word, with the hyphen that ties it to the next; an address whole
    rf"|[{_CJK}]"
    r"|\\[A-Za-z]+"  # a TeX command, which is no word
    r"|[.,;:!?()\n]"  # parts pairs
)
IS_CJK = re.compile(f"[{_CJK}]")

_STOP: Final = STOP_WORDS.union(
    """
    above across after again against all almost along already also although always among another around away back
    became because become becomes before below between both cannot done down due during each eg either else end
    enough especially et etc even ever every few first five four full fully further get given gives go good hence
    here however ie instead just know known large largely last later least less let like likely made mainly make
    makes making many may might moreover mostly much must nearly need needed needs neither never nevertheless new
    next non now often one onto others otherwise per perhaps quite rather really recent recently respectively second
    see seen several shall she since single six small still take taken themselves thereby therefore third though
    three throughout thus together toward towards two unlike upon useful various way well whereas whether whole
    whose yet

    ability able abstract accurate accurately achieve achieved achieves achieving addition additional additionally
    address addressed addresses addressing advance advanced advancement advances advantage aim aims allow allowing
    allows alternative analysis analyze analyzing applicable application applications applied apply applying
    approach approaches author authors available based baseline baselines behind benefit benefits best better bring
    brings building built capability capable capabilities case cases certain challenge challenges challenging code
    combine combined combines combining common commonly compare compared comparable comparing comparison competitive
    complex comprehensive conduct conducted consider considered considering consistent consistently contrast
    contribution contributions crucial current currently dataset datasets demonstrate demonstrated demonstrates
    demonstrating design designed designing detailed develop developed developing development different difficult
    directly discuss easily easy effect effective effectively effectiveness efficacy efficient efficiently enable
    enabled enables enabling enhance enhanced enhances enhancing ensure ensures ensuring essential evaluate
    evaluated evaluating evaluation evaluations evidence examine example examples existing experiment experimental
    experiments explore explored explores exploring extensive extensively extend fact finally find finding findings
    finds focus focused focuses focusing following follows found framework frameworks furthermore future gap gain
    gains general generally github going great greater greatly help helps high higher highest highlight highlighting
    highly hold http https idea identified identify impact implement implementation implementations implemented
    importance important importantly impractical improve improved improvement improvements improves improving
    include includes including inherent insight insights introduce introduced introduces introducing investigate
    investigated involve involves involving issue issues key lack lead leading leads level leverage leveraged
    leverages leveraging limit limited limitation limitations literature low lower main maintain maintaining major
    manner mean means method methodology methods model modeling models naturally necessary notable notably novel
    number observe observed obtain obtained offer offering offers open order org original outperform outperforming
    outperforms overall overcome paper papers part particular particularly perform performance performed performing
    performs popular possible potential practical practice precisely present presented presents previous previously
    prior problem problems procedure process processes project promising properties property propose proposed
    proposes provide provided provides providing proving publicly purpose question questions range reach reaching
    real reasonable reduce reduced reduces reducing related release released rely relying remain remains remarkable
    require required requirement requirements requires requiring research researchers respect result resulting
    results reveal reveals robust role scenario scenarios set sets setting settings show showing shown shows
    significant significantly similar simple simply simultaneously solution solutions solve solving sota specific
    specifically standard state straightforward strategies strategy strong studied studies study substantial
    substantially successful successfully suffer suffers suggest suggests suitable superior superiority support
    supports surpass surpasses surpassing system systems tackle target task tasks technique techniques term terms
    test tested today towards traditional typically ubiquitous understand understanding unfortunately unique usage
    utilize utilized utilizes utilizing validate validated value values variety vary verify version view viewed
    viable wide widely widespread work working works www yield yields yielding com art body comes day days etc fall
    short far merits reach rethinking revolutionized revolutionizing revisiting strict total trade unclear world
    beyond toward
    """.split()
)
"""Words that say nothing of a subject: those of grammar, and those any abstract holds."""

_PREFIXES: Final = frozenset(
    "all few fine full in large multi non off on one open out pre self single small three two zero".split()
)
"""Words that mean something once a hyphen ties them to the next: few-shot, on-device, fine-tuning."""

# How far a word carries: nowhere, before a hyphen, on either side of one, into any pair, alone.
NOTHING, PREFIX, HYPHENED, PAIRED, ALONE = range(5)

Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """Every word of every paper, in order, by the number of its spelling."""

    spellings: tuple[str, ...]
    run: Ints
    starts: Ints
    """Where each paper's words begin in `run`; one more than there are papers."""
    counts: Ints
    """What each word of `run` counts: more in a title."""


class Numbers(dict[str, int]):
    """Numbers spellings from 0 as they are asked for."""

    def __missing__(self, spelling: str) -> int:
        number = self[spelling] = len(self)
        return number


def read(papers: Sequence[Paper]) -> Words:
    """The words of titles and abstracts, paper after paper."""
    # Splitting at spaces is far faster than a regular expression, and what stands between them mostly repeats.
    chunks, found, ends = Numbers(), array("q"), [0]
    for paper in papers:
        for text in (paper.title + " .", paper.abstract):
            found.extend(map(chunks.__getitem__, _plain(text).split()))
            ends.append(len(found))
    spellings, words, bounds = _in_chunks(chunks)
    chunk = np.frombuffer(found, np.int64)
    lengths = np.diff(bounds)[chunk]
    starts = np.concatenate([[0], np.cumsum(lengths)])
    run = words[np.repeat(bounds[chunk] - starts[:-1], lengths) + np.arange(starts[-1])]
    counts = np.repeat(np.repeat(np.tile([_IN_TITLE, 1], len(papers)), np.diff(ends)), lengths)
    return Words(spellings, run, starts[ends[::2]], counts)


def _in_chunks(chunks: Iterable[str]) -> tuple[tuple[str, ...], Ints, Ints]:
    """All spellings in `chunks`; their numbers, chunk after chunk; and where each chunk begins."""
    numbers = Numbers({"\n": 0})
    found = np.array([numbers[word] for word in _TOKEN.findall("".join(f"{chunk}\n" for chunk in chunks))], np.int64)
    ends = np.flatnonzero(found == 0)
    return tuple(numbers), found[found != 0], np.concatenate([[0], ends - np.arange(len(ends))])


def _plain(text: str) -> str:
    text = text[:_READ]
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def carries(spelling: str) -> int:
    """How far a word carries: one of NOTHING to ALONE."""
    word = spelling.removesuffix("-").lower()
    first = word[:1]
    if not first.isalnum() or len(word) > _LONGEST_WORD or "://" in word:
        return NOTHING
    if word in _PREFIXES:
        return PREFIX
    if word in _STOP:
        return NOTHING
    if word.isdecimal() or len(word) == 1:
        return HYPHENED
    return ALONE if first.isalpha() else PAIRED


def singular(spelling: str) -> str:
    """The form under which a word and its plural are one; not always a word."""
    bare = spelling.removesuffix("-")
    word = bare.casefold()
    return singulars(word)[-1] if bare.endswith("s") else word  # "NAS" is no plural
