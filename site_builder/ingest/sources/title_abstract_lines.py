"""A "trending papers" page copied as text: a title line, an abstract line, and so on, with the page's furniture around.

The page marks nothing, so a line is known by its looks: abstracts are long, or at least end like a sentence. Text whose
lines a program broke is made whole first.
"""

import re
from collections.abc import Iterator

from site_builder.content.model import Entry
from site_builder.core.errors import Problem, raise_if_any
from site_builder.ingest.sources import values
from site_builder.ingest.sources.dump import LONGEST_LINE, Dropped, Dump
from site_builder.ingest.sources.unwrapping import Stretch, unwrapped

BOILERPLATE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("page-heading", re.compile(r"(Trending|Daily) Papers|by ?AK and the research community")),
    ("newsletter-invitation", re.compile(r"Get trending papers in your email inbox( once a day)?!")),
    ("subscribe-button", re.compile(r"Subscribe")),
    ("upvotes", re.compile(r"(Upvote )?\d{1,6}|Upvote|-")),
    ("submitted-by", re.compile(r"Submitted by\b.{0,60}")),
    ("published-on", re.compile(r"(· ?)?Published on \w{3,9} \d{1,2}(, \d{4})?")),
    ("author-count", re.compile(r"· ?\d{1,4} authors?")),
    ("page-links", re.compile(r"(GitHub|arXiv Page|View arXiv page|View PDF)( [\d.,]+k?)?")),
)
"""Whole lines of the page that are no paper's."""

_GLUED = re.compile(r"Subscribe(?=[A-Z0-9\"“‘'(\[])")
"""The button's word, run together with the first title."""

_LONGEST_TITLE = 300
_FEWEST_WORDS = 4
"""Of a title amid text."""
_SHORTEST_ABSTRACT = 60
_MAX_QUOTED = 60
_SENTENCE_END = re.compile(r"[.!?…。]['\"”’)\]]*\Z")


def read(lines: list[str], where: str) -> Dump:
    """Titles and abstracts in strict alternation, be they hard-wrapped; see `sources.Reader`."""
    dropped = [Dropped(number, rule) for number, line in enumerate(lines, 1) if (rule := _boilerplate(line))]
    furniture = {drop.line for drop in dropped}
    kept = [(number, line.strip()) for number, line in enumerate(lines, 1) if number not in furniture]
    problems: list[Problem] = []
    stretches = _stretches(kept)
    entries = _with_names(stretches) or tuple(_entries(stretches, lines, where, problems))
    raise_if_any(_shapeless(problems, len(entries), where))
    return Dump(entries, tuple(dropped))


_HOW = (
    "Write each title on one line and its abstract on the next; or part papers by blank lines, the title first. "
    "BibTeX, RIS, CSV, JSON and feeds are read, too."
)


def _shapeless(problems: list[Problem], entries: int, where: str) -> list[Problem]:
    """One problem in place of many, where what is read does not look like titles and abstracts at all."""
    if not problems:
        return [] if entries else [Problem(where, "holds no paper", _HOW)]
    if len(problems) < _SHAPELESS or len(problems) <= entries:
        return problems
    what = f"cannot be told apart into titles and abstracts, first here: {problems[0].what}"
    return [Problem(problems[0].where, what, _HOW)]


_SHAPELESS = 3
"""Problems from which on, when there are fewer papers, the shape of the text is the problem."""


def _stretches(kept: list[tuple[int, str]]) -> list[Stretch]:
    """The lines unwrapped; where they were wrapped, what follows an abstract without a blank line is more of it, unless
    it looks like the next title.
    """
    whole = unwrapped(kept)
    if len(whole) == len(kept):
        return list(whole)
    found: list[list[Stretch]] = []
    in_block = 0
    for one, below in zip(whole, [*whole[1:], None], strict=True):
        follows = bool(found) and found[-1][-1].last + 1 == one.first
        in_block = in_block + 1 if follows and not _is_next_title(found[-1][-1], one, below) else 1
        if in_block == 3 and values.count_names(found[-1][0].text):  # noqa: PLR2004 — after a title and its authors
            found.append([one])
        elif in_block > 2:  # noqa: PLR2004 — after the title and the abstract's first paragraph
            found[-1].append(one)
        else:
            found.append([one])
    return [Stretch(parts[0].first, parts[-1].last, " ".join(part.text for part in parts)) for parts in found]


def _is_next_title(above: Stretch, one: Stretch, below: Stretch | None) -> bool:
    """True of a line between two texts that is no label, such as "Materials and methods", within an abstract."""
    is_short = len(one.text) <= _LONGEST_TITLE and len(one.text.split()) >= _FEWEST_WORDS
    if not is_short or below is None or one.last + 1 != below.first:
        return False
    return _ends_like_a_sentence(above.text) and not _ends_like_a_sentence(one.text) and _is_abstract(below)


def _with_names(kept: list[Stretch]) -> tuple[Entry, ...]:
    """The papers of a text in which a line of authors stands between each title and its abstract; none of another."""
    titles, names, abstracts = kept[::3], [values.count_names(one.text) for one in kept[1::3]], kept[2::3]
    # A title may look like one name, and so a line that holds several must be there.
    if len(kept) % 3 or not all(names) or max(names, default=0) < 2:  # noqa: PLR2004
        return ()
    if not all(len(one.text) <= _LONGEST_TITLE for one in titles) or not all(map(_is_abstract, abstracts)):
        return ()
    return tuple(
        Entry(
            title=title.text,
            authors=values.authors(people.text),
            abstract=abstract.text,
            lines=(title.first, abstract.last),
            rank=rank,
        )
        for rank, (title, people, abstract) in enumerate(zip(titles, kept[1::3], abstracts, strict=True), 1)
    )


def _is_abstract(one: Stretch) -> bool:
    return len(one.text) > _LONGEST_TITLE or (_ends_like_a_sentence(one.text) and len(one.text) >= _SHORTEST_ABSTRACT)


def _boilerplate(line: str) -> str:
    text = line.strip()
    if not text:
        return "blank"
    return next((name for name, pattern in BOILERPLATE if pattern.fullmatch(text)), "")


def _entries(kept: list[Stretch], lines: list[str], where: str, problems: list[Problem]) -> Iterator[Entry]:
    at = rank = 0
    while at < len(kept):
        begun = kept[at].first
        complaint = _complaint(kept, at, lines)
        if complaint:
            what, hint, taken = complaint
            problems.append(Problem(f"{where}:{begun}", what, hint))
            at += taken
            continue
        rank += 1
        title, cut = _unglued(kept[at].text, first=at == 0 and begun > 1)
        below = kept[at + 1]
        yield Entry(title=title, abstract=below.text, lines=(begun, below.last), rank=rank, cut=cut)
        at += 2


def _complaint(kept: list[Stretch], at: int, lines: list[str]) -> tuple[str, str, int] | None:
    """What is wrong with a paper that begins at `at`, what to do, and how many lines that explains."""
    begun, _, title = kept[at]
    if len(title) > _LONGEST_TITLE:
        if begun > 1 and not lines[begun - 2].strip():
            return "the title before this abstract is blank", "Write the title on the line before.", 1
        return "this abstract has no title before it", "Write its title on a line before it, or take it out.", 1
    if at + 1 == len(kept):
        return f"the title “{_short(title)}” has no abstract: the dump is cut off here", _ADD, 1
    below = kept[at + 1].text
    if _is_abstract(kept[at + 1]):
        return _too_long(title, below) if len(below) > LONGEST_LINE else None
    if _ends_like_a_sentence(below) or (len(below) < _SHORTEST_ABSTRACT and _in_two_papers(kept, at)):
        return f"the abstract of “{_short(title)}” is cut off after {len(below)} characters", _ADD, 2
    return f"two titles in a row: “{_short(title)}” has no abstract", _ADD, 1


def _too_long(title: str, abstract: str) -> tuple[str, str, int]:
    what = f"the abstract of “{_short(title)}” has {len(abstract):,} characters"
    return what, f"None has more than {LONGEST_LINE:,}. Part papers by blank lines.", 2


_ADD = "Add the abstract on the line after the title, or take the title out."


def _in_two_papers(kept: list[Stretch], at: int) -> bool:
    """True when the line after the next is a title with its abstract, so that the next line is no title itself."""
    return at + 3 < len(kept) and len(kept[at + 2].text) <= _LONGEST_TITLE < len(kept[at + 3].text)


def _ends_like_a_sentence(line: str) -> bool:
    return bool(_SENTENCE_END.search(line))


def _unglued(title: str, *, first: bool) -> tuple[str, str]:
    found = _GLUED.match(title) if first else None
    return (title[found.end() :], found.group()) if found else (title, "")


def _short(text: str) -> str:
    return text if len(text) <= _MAX_QUOTED else text[: _MAX_QUOTED - 1].rstrip() + "…"
