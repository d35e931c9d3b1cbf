"""A site that strangers wrote: every payload in every field of pages, dumps, tags, editions, prose and settings."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from site_builder.core import yaml_text
from tests.fuzz.payloads import PAYLOADS

DAYS: Final = tuple(date(2024, 1, 1) + timedelta(number) for number in range(3))
"""Of the editions."""
GROUPS: Final = tuple(PAYLOADS[place :: len(PAYLOADS) // 5] for place in range(len(PAYLOADS) // 5))
"""Each payload once, by five or so of different kinds: a paper holds them in each field, that tests stay quick."""


def fill(root: Path) -> None:
    """Write the site into `root`, ready to be split and built.

    Each payload is in title, authors, venue, summary, link and body of a page; in title, authors, venue and abstract of
    a record of JSON lines; in title and abstract of a dump of text; in the body of an edition and of a page of prose.
    """
    settings = _settings("Evil shelf", "evil things", "Everything is evil.")
    _write(root, "site.yaml", f"{settings}cards: false\n")  # pictures of odd letters take longest, and run nothing
    _write(root, "tags.yaml", _vocabulary(3, ("script", "sort")))
    _write(root, "pages/about.md", _page([("title", "About evil")], "\n\n".join(PAYLOADS)))
    for number, group in enumerate(GROUPS):
        _write(root, f"papers/hand-{number}.md", _paper(number, group))
    for place, day in enumerate(DAYS):
        _write(root, f"editions/{day}.md", _edition(place))
    _write(root, "sources/records.jsonl", "".join(map(_record, range(len(GROUPS)), GROUPS)))
    _write(root, "sources/text.txt", "".join(map(_lines, range(len(GROUPS)), GROUPS)))


def fill_settings(root: Path) -> None:
    """Write a small site into `root` whose settings, tags and prose hold every payload: they stand on all its pages."""
    whole = _line(" ".join(PAYLOADS))
    _write(root, "site.yaml", _settings(whole, whole, whole))
    _write(root, "tags.yaml", _vocabulary(len(PAYLOADS), ("script", "weigh", "sort", "img", "alert", "count")))
    _write(root, "pages/about.md", _page([("title", whole), ("description", whole)], "Evil."))
    _write(root, "pages/more.md", _page([("title", whole)], "More evil."))
    _write(root, "papers/one.md", _page([("title", "A quiet beach")], _abstract("each script that weighs stones")))
    _write(root, "papers/two.md", _page([("title", "Sorting images")], _abstract("img by img, on alert")))


def _write(root: Path, name: str, text: str) -> None:
    path = root / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.replace("\0", "").encode("utf-8", "replace"))  # JSON alone can spell what no file may hold


def _line(payload: str) -> str:
    """`payload` as one line that a field of a page may hold."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in payload).split())


def _abstract(payload: str) -> str:
    return (
        f"Beaches are large. We propose to count {payload} by hand. It works twice as fast on many stones of the sea."
    )


def _page(header: list[tuple[str, Any]], body: str) -> str:
    return f"---\n{yaml_text.dump(header)}---\n{body}\n"


def _paper(number: int, group: Sequence[str]) -> str:
    """A page of the curator's: raw Markdown."""
    lines = [_line(payload) for payload in group]
    stated = " and ".join(lines)
    header: list[tuple[str, Any]] = [
        ("title", f"{stated} {number}" if number % 2 else f"Counting {stated} by hand"),
        ("authors", lines),
        ("year", 2020 + number % 4),
        ("venue", stated),
        ("links", {f"code {line}": "https://a.invalid/evil?q='onclick='alert(1)" for line in lines}),
        ("aliases", [f"once-{number}"] if number % 20 == 0 else []),
    ]
    return _page([*header, ("summary", stated)], "\n\n".join([*map(_abstract, group), *group]))


def _record(number: int, group: Sequence[str]) -> str:
    """A line of JSON."""
    stated = {
        "title": f"Sorting {' and '.join(group)} by size, record {number}",
        "abstract": " ".join(map(_abstract, group)),
        "authors": list(group),
        "venue": f"Journal of {' and '.join(group)}",
        "code": f"https://a.invalid/{number}" if number % 2 else group[0],
        "year": 2021,
    }
    return json.dumps(stated) + "\n"


def _lines(number: int, group: Sequence[str]) -> str:
    """Two papers in a dump of text, where a long title would be taken for an abstract."""
    halves = [[_line(payload) for payload in half] for half in (group[::2], group[1::2])]
    return "".join(
        f"Weighing {' and '.join(half)} in text {number}.{place}\n{' '.join(map(_abstract, [*half, 'pebbles']))}\n"
        for place, half in enumerate(halves)
    )


def _edition(place: int) -> str:
    papers = [f"hand-{number}" for number in range(place, len(GROUPS), len(DAYS))]
    held = PAYLOADS[place :: len(DAYS)]
    return _page([("title", _line(" ".join(held[::5]))), ("papers", papers)], "\n\n".join(held))


def _vocabulary(most: int, words: Sequence[str]) -> str:
    """A tag for each of `words`, which papers here hold, with up to `most` payloads in its name and its meaning."""
    every = [_line(payload) for payload in PAYLOADS]
    each = [every[place :: len(words)][-most:] for place in range(len(words))]
    tags = [
        {
            "slug": f"tag-{place}",
            "name": " ".join([word, *each[place]]),
            "area": "shore",
            "means": " ".join(each[place]),
            "title" if most < len(PAYLOADS) else "anywhere": {f"{word}*": 2},
        }
        for place, word in enumerate(words)
    ]
    areas = [{"slug": "shore", "name": " ".join(every[-most:]), "hue": 1}]
    return json.dumps({"areas": areas, "tags": tags, "claims": ["we propose"]})


def _settings(title: str, subject: str, description: str) -> str:
    return yaml_text.dump(
        [
            ("title", title),
            ("subject", subject),
            ("description", description),
            ("url", "https://shelf.example/shelf/"),
            ("edition", date(2024, 9, 30)),
            ("per_page", 100),
        ]
    )
