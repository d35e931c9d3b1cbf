"""Makes the table of how common terms are in many fields: `python -m site_builder.analysis.propose.background FILE…`.

Each FILE holds a record a line, JSON with `title`, `abstract` and `categories`, the classes of arXiv. A class with
enough papers is a field; a paper belongs to all of its classes. What was shipped was made from 12,400 abstracts of
arXiv of 2025 and 2026 (metadata under CC0), the classes that have at least 30 papers among them.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from site_builder.analysis.propose import tables, terms
from site_builder.content.model import Paper
from site_builder.text import phrases

_FIELD: Final = 30
"""Papers that make a field."""
_MIN_PAPERS: Final = 4
_MIN_RATE: Final = 0.00012
_KEPT: Final = 5 / 6
"""Of the fields, those that speak least of a term: what is left when its own fields are away."""
_MANY: Final = 0.01


def rates(fields: Mapping[str, Sequence[frozenset[str]]]) -> dict[str, tuple[float, float]]:
    """Key → rate and spread, as in `tables.Background`; `fields` has the keys that each paper of a field holds."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(fields))
    papers: Counter[str] = Counter()
    for column, held in enumerate(fields.values()):
        here = Counter(key for keys in held for key in keys)
        papers.update(here)
        for key, count in here.items():
            counts[key][column] = count / len(held)
    kept = max(1, round(_KEPT * len(fields)))
    found = {}
    for key in sorted(key for key, count in papers.items() if count >= _MIN_PAPERS):
        shares = sorted(counts[key])
        found[key] = (sum(shares[:kept]) / kept, sum(share > _MANY for share in shares) / len(shares))
    return found


def fields_of(records: Iterable[Mapping[str, Any]]) -> dict[str, list[frozenset[str]]]:
    """Class → the keys of the terms of each of its papers, for classes with enough papers."""
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    claims = phrases.Finder([])
    for record in records:
        paper = Paper(slug="-", title=record["title"], body="", abstract=record["abstract"])
        keys = frozenset(use[0] for use in terms._uses(terms.read(paper, claims)) if use[0].count(" ") < 3)
        for name in sorted({name for name in record.get("categories", ()) if "." in name or "-" in name}):
            found[name].append(keys)
    return {name: held for name, held in sorted(found.items()) if len(held) >= _FIELD}


def main(paths: Sequence[str]) -> None:
    """Read the records of `paths`, each paper once, and write the table."""
    records = {
        row["id"]: row for path in paths for row in map(json.loads, Path(path).read_text(encoding="utf-8").splitlines())
    }
    fields = fields_of(records.values())
    found = {key: pair for key, pair in rates(fields).items() if pair[0] >= _MIN_RATE}
    keys = "\n".join(found).encode()
    np.savez_compressed(
        tables.FOLDER / "background.npz",
        keys=np.frombuffer(keys, np.uint8),
        rates=tables.packed(np.array([rate for rate, _ in found.values()])),
        spreads=np.rint([100 * spread for _, spread in found.values()]).astype(np.uint8),
    )
    sys.stdout.write(f"{len(found):,} terms of {len(fields)} fields: {', '.join(fields)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
