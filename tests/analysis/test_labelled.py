"""The digest's rules on papers of other dumps, labelled by hand with its tags before the rules were asked.

`dev`, `trending` and `listing` were read while the rules were written, `held` never: only that tells how they do on
papers to come. Before they were read, the rules came to a precision of 0.90 and a recall of 0.82 on sixty of `listing`,
and to 0.89 and 0.83 on thirty. The bounds are a little below what was measured, so that a change of the rules that
costs much is noticed.
"""

import json
from pathlib import Path

import pytest

from site_builder.analysis import tagging
from site_builder.content import vocabulary
from site_builder.content.model import Paper

LABELLED = Path(__file__).parent / "labelled"
CONTENT = Path(__file__).parents[2] / "content"


def measured(part: str) -> tuple[float, float]:
    """Precision and recall of the rules over all tags; what is `also_fine` counts neither way."""
    rows = [json.loads(line) for line in (LABELLED / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()]
    papers = [
        Paper(slug=row["arxiv"], title=row["title"], body=row["abstract"], abstract=row["abstract"]) for row in rows
    ]
    right = wrong = missed = 0
    for row, tagged in zip(rows, tagging.apply(vocabulary.load_rules(CONTENT), papers), strict=True):
        given, wanted = set(tagged.slugs), set(row["tags"])
        right += len(given & wanted)
        wrong += len(given - wanted - set(row["also_fine"]))
        missed += len(wanted - given)
    return right / (right + wrong), right / (right + missed)


@pytest.mark.parametrize(
    ("part", "least_precision", "least_recall"),
    [("dev", 0.91, 0.87), ("trending", 0.93, 0.91), ("held", 0.92, 0.86), ("listing", 0.88, 0.87)],
)
def test_rules_hold_on_papers_of_other_dumps(part: str, least_precision: float, least_recall: float) -> None:
    precision, recall = measured(part)

    assert precision >= least_precision
    assert recall >= least_recall
