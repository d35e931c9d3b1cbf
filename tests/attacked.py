"""A site whose every field an attacker wrote."""

import json
from collections.abc import Sequence
from pathlib import Path

from site_builder.build import builder, state
from site_builder.core import config
from site_builder.ingest import split
from tests.fuzz.payloads import PAYLOADS

PRINTABLE = [text for text in PAYLOADS if text.replace("\n", "").isprintable()]
ONE_LINE = [" ".join(text.split()) for text in PRINTABLE]
TAGS = 60


def _page(header: Sequence[tuple[str, object]], body: str) -> str:
    return "---\n" + "".join(f"{name}: {json.dumps(value)}\n" for name, value in header) + f"---\n{body}\n"


def _share(texts: list[str], part: int, parts: int) -> str:
    return " ".join(texts[part::parts])


def build(root: Path) -> None:
    """Build in `root` a site in which every field of every file of content holds payloads."""
    content = root / "content"
    for name in ("papers", "pages", "sources", "editions"):
        (content / name).mkdir(parents=True)
    settings: list[tuple[str, object]] = [
        ("title", _share(ONE_LINE, 0, 40)),
        ("subject", _share(ONE_LINE, 1, 40)),
        ("language", "en"),
    ]
    settings += [("description", " ".join(ONE_LINE)), ("url", "https://tiny.example/shelf/"), ("per_page", 100)]
    (content / "site.yaml").write_text("".join(f"{name}: {json.dumps(value)}\n" for name, value in settings))
    (content / "tags.yaml").write_text(json.dumps(_vocabulary()))
    records = [
        {"title": f"Dumped {number} {text}", "abstract": f"We prune {text} and show it. It is good.", "venue": text}
        | {"authors": [f"Dan {text}"], "year": 2001}
        for number, text in enumerate(PAYLOADS)
    ]
    (content / "sources/dump.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    lines = [
        f"Lined {number} {text}\nWe line up {text} and show that it is good for all."
        for number, text in enumerate(ONE_LINE)
    ]
    (content / "sources/lines.txt").write_text("\n".join(lines[::3]) + "\n")
    for number, text in enumerate(ONE_LINE):
        header: list[tuple[str, object]] = [
            ("title", f"{text} written {number}"),
            ("authors", [f"{text} Poe", "Ann Lee"]),
        ]
        header += [
            ("venue", text),
            ("summary", f"Says {text}"),
            ("links", {f"{text[:40]}": "https://a.example/?q=1&b"}),
        ]
        body = f"{PRINTABLE[number]}\n\nWe propose tagword{number % TAGS} {text}.\n"
        (content / f"papers/written-{number}.md").write_text(_page([*header, ("year", 1999)], body))
    (content / "pages/about.md").write_text(_page([("title", _share(ONE_LINE, 2, 20))], "\n\n".join(PRINTABLE)))
    (content / "editions/2024-01-02.md").write_text(
        _page(
            [("title", _share(ONE_LINE, 3, 20)), ("papers", [f"written-{number}" for number in range(30)])],
            "\n\n".join(PRINTABLE),
        )
    )
    split.split(config.load(root))
    site = config.load(root)
    with state.held(site.memory, site.output) as known:
        builder.build_site(site, known)


def _vocabulary() -> dict[str, object]:
    areas = [{"slug": f"a{part}", "name": _share(ONE_LINE, part, 5), "hue": part + 1} for part in range(5)]
    tags = [
        {
            "slug": f"t{part}",
            "name": _share(ONE_LINE, part, TAGS),
            "area": f"a{part % 5}",
            "means": _share(ONE_LINE, part, TAGS),
        }
        | {"anywhere": {f"tagword{part}": 2}}
        for part in range(TAGS)
    ]
    return {"areas": areas, "tags": tags}
