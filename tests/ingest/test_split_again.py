"""A split of dumps that did not change changes nothing, and one of dumps in another order changes no page."""

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from site_builder.core import config
from site_builder.ingest import split as ingest
from tests.conftest import tree

DAY = date(2026, 11, 26)
STONES, SNOW = "We stack stones in a garden and count them.", "We count snow."
Records = list[dict[str, Any]]


def record(chance: random.Random) -> dict[str, Any]:
    """One that shares its title, and perhaps more, with many others."""
    known: dict[str, Any] = {"title": chance.choice(["Melt", "Melt", "Drift"])}
    facts: dict[str, tuple[float, list[Any]]] = {
        "authors": (0.5, [["Ann Lee"], ["Bob May"]]),
        "abstract": (0.4, [STONES, SNOW]),
        "id": (0.2, ["2501.00001", "2501.00002", "2501.00001v2"]),
        "doi": (0.25, ["10.1000/a", "10.1000/b"]),
    }
    return known | {name: chance.choice(some) for name, (share, some) in facts.items() if chance.random() < share}


def split(root: Path, dumps: list[Records]) -> dict[str, bytes]:
    """What lies under content/ after a split of these."""
    (root / "content/sources").mkdir(parents=True, exist_ok=True)
    (root / "content/site.yaml").write_text("title: Shelf\n")
    for number, records in enumerate(dumps):
        (root / f"content/sources/{number}.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in records))
    ingest.split(config.load(root), day=DAY)
    return tree(root / "content")


@pytest.mark.parametrize("seed", [3, *range(100, 140), 849])
def test_unchanged_dumps_give_the_same_bytes_again(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    dumps = [[record(chance) for _ in range(chance.randint(1, 4))] for _ in range(chance.randint(1, 4))]
    first = split(tmp_path, dumps)

    assert first == split(tmp_path, dumps)


def changed(chance: random.Random, records: Records) -> Records:
    """What a source may say the next day: some records corrected, gone or new."""
    kept = [record(chance) if chance.random() < 0.3 else one for one in records if chance.random() < 0.9]
    return [*([record(chance)] if chance.random() < 0.2 or not kept else []), *kept]


@pytest.mark.parametrize("seed", [44, 75, 208, 218, 246, 251, 266, 321, 324, 331, 344, 360])
def test_dumps_that_changed_once_change_pages_once(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    dumps = [[record(chance) for _ in range(chance.randint(1, 3))] for _ in range(chance.randint(1, 3))]
    split(tmp_path, dumps)
    for _ in range(2):
        dumps = [changed(chance, one) for one in dumps]
        first = split(tmp_path, dumps)

        assert first == split(tmp_path, dumps)


def test_a_record_that_speaks_of_other_authors_becomes_a_page_at_once_and_not_a_split_later(tmp_path: Path) -> None:
    paper: dict[str, Any] = {"title": "Melt", "abstract": SNOW, "authors": ["Ann Lee"], "year": 2020}
    split(tmp_path, [[paper], [paper]])
    dumps: list[Records] = [[{**paper, "authors": ["Zed Queen"], "year": 2019}], [paper]]
    first = split(tmp_path, dumps)

    assert len(pages(first)) == 2
    assert first == split(tmp_path, dumps)


def test_records_with_and_without_authors_in_several_dumps_stay_where_they_were(tmp_path: Path) -> None:
    dumps: list[Records] = [
        [{"title": "Melt", "authors": ["Ann Lee"], "abstract": SNOW}, {"title": "Melt", "abstract": STONES}],
        [
            {"title": "Melt", "abstract": STONES, "doi": "10.1000/b"},
            {"title": "Melt"},
            {"title": "Melt", "authors": ["Bob May"], "id": "2501.00002", "doi": "10.1000/a"},
        ],
    ]
    first = split(tmp_path, dumps)

    assert first == split(tmp_path, dumps)


LIBRARY: Records = [
    *({"title": f"Melt {number}", "abstract": f"{STONES} {number}."} for number in range(4)),
    {"title": "Editorial", "authors": ["Ann Lee"]},
    {"title": "Editorial", "authors": ["Bob May"]},
    {"title": "Editorial", "abstract": STONES},
    {"title": "Tides", "id": "2501.00001"},
    {"title": "Tides of a strait", "id": "2501.00001"},
    {"title": "Snow"},
]


@pytest.mark.parametrize("seed", range(8))
def test_a_library_in_another_order_changes_no_page(seed: int, tmp_path: Path) -> None:
    first = split(tmp_path, [LIBRARY])
    shuffled = random.Random(seed).sample(LIBRARY, len(LIBRARY))
    later = split(tmp_path, [shuffled])

    assert pages(first) == pages(later)
    assert later == split(tmp_path, [shuffled])


def test_a_paper_that_comes_first_in_a_library_changes_no_other_page(tmp_path: Path) -> None:
    first = split(tmp_path, [LIBRARY])
    later = split(tmp_path, [[{"title": "A beginning"}, *LIBRARY]])

    assert pages(later).items() - pages(first).items() == {
        ("papers/a-beginning.md", later["papers/a-beginning.md"]),
    }


def pages(there: dict[str, bytes]) -> dict[str, bytes]:
    return {name: text for name, text in there.items() if name.startswith("papers/")}
