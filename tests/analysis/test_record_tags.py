"""Tags of what records bring with them."""

from site_builder.analysis import record_tags
from site_builder.content.model import Paper
from site_builder.content.vocabulary import Vocabulary
from site_builder.core import urls


def test_a_keywords_slug_is_as_long_as_any_and_no_device() -> None:
    made = [record_tags.slug(value) for value in ("\u33ae" * 200, "a" * 200, "CON", "Graph Learning", "深度学习", "—")]

    assert max(map(len, made)) <= 80
    assert made[2:4] == ["paper-con", "graph-learning"]
    assert all(map(urls.is_slug, made[:-1]))
    assert made[-1] == ""


def test_of_very_many_keywords_those_that_most_papers_share_become_tags() -> None:
    shared = [Paper(slug=f"p{at}", title="T", body="", abstract="", keywords=("moss",)) for at in range(3)]
    papers = [
        Paper(slug=f"q{at}", title="T", body="", abstract="", keywords=tuple(f"k{at // 2 * 20 + i}" for i in range(20)))
        for at in range(60)
    ]
    found = record_tags.extended(Vocabulary(areas=(), tags=(), records=("keywords",)), [*papers, *shared])

    assert len(found.tags) == 300
    assert found.tags[0].name == "moss"
