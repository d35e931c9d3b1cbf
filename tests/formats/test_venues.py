"""A venue is what a table says, or unknown; nothing is guessed."""

import pytest

from site_builder.formats import venues


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
        ("Gardening Weekly", ""),
        ("Science of Synthesis", ""),
        ("", ""),
    ],
)
def test_a_venue_is_known_by_its_name(venue: str, kind: str) -> None:
    assert venues.kind(venue) == kind
