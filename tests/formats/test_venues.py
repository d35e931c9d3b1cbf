"""A venue is what a table says, or unknown; nothing is guessed."""

import re
from pathlib import Path

import pytest

from site_builder.content import venues as known
from site_builder.core.errors import BuildFailed
from site_builder.formats import venues
from tests.conftest import build_here


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        ("Advances in Neural Information Processing Systems", "conference"),
        ("Computer Vision and Pattern Recognition", "conference"),
        ("Knowledge Discovery and Data Mining", "conference"),
        ("Interspeech", "conference"),
        ("ICLR 2024", "conference"),
        ("ICML’24", "conference"),
        ("neurips", "conference"),
        ("Findings of EMNLP 2023", "conference"),
        ("2023 IEEE International Conference on Rain", "conference"),
        ("NeurIPS Workshop on Meta-Learning", "workshop"),
        ("Rain@ICML", "workshop"),
        ("PLoS ONE", "journal"),
        ("BMC Bioinformatics", "journal"),
        ("Nature Machine Intelligence", "journal"),
        ("Physical Review Letters", "journal"),
        ("IEEE Transactions on Rain", "journal"),
        ("Proceedings of the National Academy of Sciences", "journal"),
        ("Proceedings of the ACM on Programming Languages", "journal"),
        ("IEEE Micro", "journal"),
        ("arXiv.org", "preprint"),
        ("bioRxiv (2023)", "preprint"),
        ("CoRR", "preprint"),
        ("arXiv preprint arXiv:2401.00001", "preprint"),
        ("Submitted to ICLR 2025", "unpublished"),
        ("Under review at TMLR", "unpublished"),
        ("In submission to ICML", "unpublished"),
        ("ICLR 2025 Conference Submission", "unpublished"),
        ("ICLR 2025 Conference Withdrawn Submission", "unpublished"),
        ("Rejected by ICML 2024", "unpublished"),
        ("Proc. ACM Program. Lang.", "journal"),
        ("PeerJ", "journal"),
        ("MIDL", "conference"),
        ("SSRN Electronic Journal", "preprint"),
        ("CVPRW 2023", "workshop"),
        ("Proc. Natl. Acad. Sci. USA", "journal"),
        ("IEEE Trans. Med. Imaging", "journal"),
        ("J. Mach. Learn. Res.", "journal"),
        ("Nat. Commun.", "journal"),
        ("Proc. IEEE Int. Conf. Robot. Autom.", "conference"),
        ("计算机学报", "journal"),
        ("人工知能学会全国大会", "conference"),
        ("한국정보과학회 학술대회", "conference"),
        ("Вестник МГУ", "journal"),
        ("Gardening Weekly", ""),
        ("Science of Synthesis", ""),
        ("", ""),
    ],
)
def test_a_venue_is_known_by_its_name(venue: str, kind: str) -> None:
    assert venues.kind(venue) == kind


def test_a_curator_knows_venues_that_the_tables_do_not(site: Path) -> None:
    page = '---\ntitle: "On {0}"\nauthors: [Ada First]\nyear: 2024\nvenue: "{0} 2024"\n---\nWe do.\n'
    for venue in ("Gardenfest", "Weekly Stones", "ICLR", "Rain Server"):
        path = site / f"content/papers/on-{venue.replace(' ', '-').lower()}.md"
        path.write_text(page.format(venue), encoding="utf-8")
    stated = "conference: [gardenfest]\njournal: [Weekly Stones]\nunknown: [ICLR]\npreprint: [Rain Server]\n"
    (site / "content/venues.yaml").write_text(stated, encoding="utf-8")
    build_here(site)
    bib = (site / "_site/papers.bib").read_text(encoding="utf-8")

    assert {word: kind for kind, word in re.findall(r"@(\w+)\{first2024(\w+),", bib)} == {
        "gardenfest": "inproceedings",
        "weekly": "article",
        "iclr": "misc",
        "rain": "misc",
    }


def test_what_is_wrong_with_the_curator_s_venues_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "venues.yaml").write_text("conference: [Gardenfest]\njournal: [Gardenfest]\nmagazin: [Stones]\n")
    with pytest.raises(BuildFailed) as failure:
        known.load(tmp_path)

    assert "venues.yaml:2: `Gardenfest` is a conference too" in str(failure.value)
    assert "venues.yaml:3: unknown kind of venue `magazin`" in str(failure.value)
