"""A vocabulary proposed from the papers of an invented field: gardens, in which stones, bees and ponds are studied."""

from pathlib import Path

import pytest

from site_builder.analysis import tagging
from site_builder.analysis.propose import proposal
from site_builder.content import vocabulary
from site_builder.content.model import Paper
from tests.conftest import Run

SUBJECTS = {
    "pebble erosion": "We study pebble erosion in dry gardens. Pebble erosion is slow where moss grows on the stones.",
    "bee navigation": "We track bee navigation between hives. Bee navigation by polarised light fails under fog.",
    "pond turbidity": "We measure pond turbidity after rain. Pond turbidity falls when reeds filter the water.",
    "hedge pruning": "We compare hedge pruning in spring and autumn. Hedge pruning in autumn keeps more nests.",
}


PLACES = "northern southern eastern western walled sunken alpine coastal urban royal".split()


def _papers() -> list[Paper]:
    """Forty papers, ten of each subject."""
    return [
        Paper(
            slug=f"{name.replace(' ', '-')}-{number}",
            title=f"{name.capitalize()} in the {place} garden",
            body=text,
            abstract=f"{text} The {place} garden has {number} plots, and we visited each of them.",
        )
        for name, text in SUBJECTS.items()
        for number, place in enumerate(
            "northern southern eastern western walled sunken alpine coastal urban royal".split()
        )
    ]


@pytest.fixture(scope="module")
def proposed() -> proposal.Proposal:
    return proposal.propose(_papers())


def test_nearly_every_paper_has_a_tag_and_no_name_stands_twice(proposed: proposal.Proposal) -> None:
    names = [tag.name.casefold() for tag in proposed.vocabulary.tags]
    tagged = [one for one in tagging.apply(proposed.vocabulary, _papers()) if one.tags]

    assert len(names) == len(set(names)) > 1
    assert len(tagged) >= 36
    assert proposed.untagged == 40 - len(tagged)


def test_what_is_proposed_is_a_vocabulary_like_any_other(proposed: proposal.Proposal) -> None:
    found = vocabulary.parse(proposed.text, "tags.yaml")

    assert found.tags
    assert all(tag.means for tag in found.tags)
    assert {tag.area for tag in found.tags} == {area.slug for area in found.areas}


def test_the_same_papers_give_the_same_bytes(proposed: proposal.Proposal) -> None:
    assert proposal.propose(_papers()).text == proposed.text


def test_a_proposal_never_touches_the_curators_file(site: Path, run: Run) -> None:
    curated = (site / "content/tags.yaml").read_bytes()
    result = run("tags", "--propose")

    assert result.exit_code == 0, result.stderr
    assert (site / "content/tags.yaml").read_bytes() == curated
    assert (site / "content/tags.proposed.yaml").exists()


def test_a_site_without_a_vocabulary_says_that_its_tags_are_proposed(tmp_path: Path, run: Run) -> None:
    (tmp_path / "content/papers").mkdir(parents=True)
    (tmp_path / "content/site.yaml").write_text("title: Gardens\n")
    for paper in _papers():
        page = f'---\ntitle: "{paper.title}"\n---\n{paper.abstract}\n'
        (tmp_path / f"content/papers/{paper.slug}.md").write_text(page)
    result = run("build")
    tags = (tmp_path / "_site/tags/index.html").read_text(encoding="utf-8")

    assert result.exit_code == 0, result.stderr
    assert "proposed" in tags.casefold()
    assert not (tmp_path / "content/tags.yaml").exists()


def test_papers_of_which_nothing_can_be_proposed_get_no_tags(site: Path, run: Run) -> None:
    (site / "content/tags.yaml").unlink()
    for page in (site / "content/papers").glob("*.md"):
        page.unlink()
    for name, title in (("a", "A paper"), ("b", "A paper title")):
        (site / f"content/papers/{name}.md").write_text(f"---\ntitle: {title}\n---\nThings.\n")

    assert run("build", "--no-search").exit_code == 0
    assert run("tags", "--propose").exception is None or isinstance(run("tags", "--propose").exception, SystemExit)
