"""Papers in, a proposed vocabulary out: the table of contents of this package.

Nothing is asked of a network or a model, and the same papers give the same bytes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from site_builder.analysis import tagging
from site_builder.analysis.propose import areas, choice, families, repair, sample, scores, tables, terms, writer
from site_builder.analysis.propose.choice import Size
from site_builder.content import vocabulary
from site_builder.content.model import Paper
from site_builder.content.vocabulary import Vocabulary
from site_builder.core import files

FILE: Final = "tags.proposed.yaml"
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""
_STEPS: Final = ("Reading terms", "Weighing terms", "Choosing tags", "Writing rules", "Grouping tags")
_MIN_PAPERS: Final = 2
"""Papers that hold a term, at least."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A vocabulary that nobody has read yet."""

    text: str
    """As tags.yaml would state it."""
    vocabulary: Vocabulary

    def untagged(self, papers: Sequence[Paper]) -> int:
        """How many of `papers` it gives no tag."""
        return sum(not one.tags for one in tagging.apply(self.vocabulary, _bare(papers)))


def propose(papers: Sequence[Paper], progress: Progress = lambda *_: None) -> Proposal:
    """A vocabulary for `papers`; without areas and tags when they are too few to have a subject in common."""
    papers = _bare(sample.of(papers))
    frame, size = frame_of(), Size.of(len(papers))
    _say(progress, 0)
    reading = read(papers, frame)
    _say(progress, 1)
    scored = scores.score(reading)
    _say(progress, 2)
    chosen = choice.choose(scored, size)
    _say(progress, 3)
    repaired = repair.mend(scored, chosen, papers, frame, size)
    _say(progress, 4)
    text = writer.dumps(scored, repaired, areas.group(scored, repaired), _kinds(papers))
    return Proposal(text, vocabulary.parse(text, FILE))


def _bare(papers: Sequence[Paper]) -> list[Paper]:
    """`papers` without what curators set by hand, which speaks of another vocabulary."""
    return [replace(paper, tags=frozenset(), not_tags=frozenset()) for paper in papers]


def _say(progress: Progress, step: int) -> None:
    progress(_STEPS[step], step, len(_STEPS))


def frame_of() -> Vocabulary:
    """The vocabulary without tags: which sentences say what a paper does, and which speak of others."""
    return vocabulary.parse(files.read_text(tables.FOLDER / "frame.yaml"), "frame.yaml")


def read(papers: Sequence[Paper], frame: Vocabulary) -> terms.Reading:
    """The terms of `papers` that enough of them hold, and every heading."""
    return terms.gather(papers, frame.claims, _MIN_PAPERS, families.headings())


def _kinds(papers: Sequence[Paper]) -> list[str]:
    """The kinds of paper that there are."""
    found = vocabulary.parse(writer.kinds_alone(), "kinds.yaml")
    held = {slug for one in tagging.apply(found, papers) for slug in one.slugs}
    return [slug for slug in writer.kinds() if slug in held]
