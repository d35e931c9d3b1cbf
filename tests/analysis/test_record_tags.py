"""Tags of what records bring with them."""

from site_builder.analysis import record_tags
from site_builder.content.model import Paper
from site_builder.content.vocabulary import Vocabulary


def test_of_very_many_keywords_those_that_most_papers_share_become_tags() -> None:
    shared = [Paper(slug=f"p{at}", title="T", body="", abstract="", keywords=("moss",)) for at in range(3)]
    papers = [
        Paper(slug=f"q{at}", title="T", body="", abstract="", keywords=tuple(f"k{at // 2 * 20 + i}" for i in range(20)))
        for at in range(60)
    ]
    found = record_tags.extended(Vocabulary(areas=(), tags=(), records=("keywords",)), [*papers, *shared])

    assert len(found.tags) == 300
    assert found.tags[0].name == "moss"
