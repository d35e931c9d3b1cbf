"""The papers a proposal learns from: all of a small collection, of a large one a part that hardly ever changes.

Which papers those are is told by their slugs alone. So an edit elsewhere changes no word of the vocabulary, and a new
paper changes it only when its turn comes, which in a collection of 10,000 is once in five. What 2,000 papers do not
speak of twice would be the tag of few papers among any number.
"""

from collections.abc import Sequence
from typing import Final

from site_builder.content.model import Paper
from site_builder.core import files

MOST: Final = 2000


def of(papers: Sequence[Paper]) -> list[Paper]:
    """At most `MOST` of `papers`, in the order of their slugs."""
    chosen = sorted(papers, key=lambda paper: files.digest(paper.slug))[:MOST] if len(papers) > MOST else papers
    return sorted(chosen, key=lambda paper: paper.slug)
