"""The ledger of a dump: what became of each line, and of each page what we wrote and mended.

`content/sources/<name>.ledger.json` is committed with the pages. It is how `split` tells a page a curator edited or
deleted from one it may write.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Final

from site_builder.core import files, json_text, urls


@dataclass(frozen=True, slots=True)
class Repair:
    """One change made to a field of a page."""

    field: str
    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A page as we wrote it."""

    title: str
    """The title as the dump has it."""
    lines: tuple[int, int]
    """Where in the dump the paper is now."""
    digest: str
    """Of the whole page file."""
    repairs: tuple[Repair, ...] = ()
    arxiv: str = ""
    doi: str = ""
    added: str = ""
    """The day on which the paper was first taken in; "" where the page does not say."""
    aliases: tuple[str, ...] = ()
    """Names under which we once wrote the page."""
    fields: str = ""
    """Name and digest of each field as we wrote it, by which a field that a curator edited is told from ours."""
    known: str = ""
    """Digest of what the record that the page was made from is told from others by."""
    location: tuple[int, int, int] | None = None
    """Where in the dump the paper was first found, as the page says: first line, last line, rank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What became of one dump."""

    source: str = ""
    digest: str = ""
    dropped: tuple[tuple[int, str], ...] = ()
    """(line, rule): lines that are no paper's."""
    duplicates: tuple[tuple[tuple[int, int], str], ...] = ()
    """(lines, slug): papers that another entry had already given."""
    pages: Mapping[str, Written] = field(default_factory=dict)
    """Slug → page."""


def path_of(dump: Path) -> Path:
    """Where the ledger of `dump` is kept."""
    return dump.with_name(f"{dump.stem}.ledger.json")


def every(sources: Path) -> tuple[Path, ...]:
    """Every ledger in the folder `sources` and in its folders, by name."""
    return tuple(sorted([*sources.glob("*.ledger.json"), *sources.glob("*/*.ledger.json")]))


def load(path: Path) -> Ledger:
    """The ledger at `path`; an empty one when there is none. Raises `BuildFailed` when it is not a ledger."""
    if not path.exists():
        return Ledger()
    where, hint = (
        files.display_path(path),
        "Restore it from version control, or delete it: pages that were edited will be kept.",
    )
    return json_text.read(_read, files.read_text(path), where, "a ledger", hint)


def _read(kept: dict[str, Any]) -> Ledger:
    return Ledger(
        source=_text(kept["source"]),
        digest=_text(kept["digest"]),
        dropped=tuple((int(line), _text(rule)) for line, rule in kept["dropped"]),
        duplicates=tuple(((int(first), int(last)), _slug(slug)) for (first, last), slug in kept["duplicates"]),
        pages={_slug(slug): _page(page) for slug, page in kept["pages"].items()},
    )


def _page(kept: dict[str, Any]) -> Written:
    first, last = kept["lines"]
    repairs = tuple(Repair(**{name: _text(value) for name, value in repair.items()}) for repair in kept["repairs"])
    lines = int(first), int(last)
    return Written(
        title=_text(kept["title"]),
        lines=lines,
        digest=_text(kept["digest"]),
        repairs=repairs,
        aliases=tuple(_slug(slug) for slug in kept.get("aliases", ())),
        location=_location(kept["location"]) if "location" in kept else None,
        added=_day(kept.get("added", "")),
        **{name: _text(kept.get(name, "")) for name in ("arxiv", "doi", "fields", "known")},
    )


def _location(kept: object) -> tuple[int, int, int]:
    first, last, rank = map(int, _text(kept).split())
    return first, last, rank


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    value.encode()  # half of a surrogate pair cannot be written again: a ValueError
    return value


def _day(value: object) -> str:
    stated = _text(value)
    return date.fromisoformat(stated).isoformat() if stated else ""


def _slug(text: str) -> str:
    # Pages are written under this name: it must not lead out of their folder.
    if not urls.is_slug(text):
        raise ValueError(f"{text!r} is not a page's name")
    return text


def dumps(ledger: Ledger) -> str:
    """The ledger as it is kept: sorted, so that a change shows as a small difference."""
    pages = {slug: _of_page(page) for slug, page in ledger.pages.items()}
    return json.dumps({**_fields(ledger), "pages": pages}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


_MAY_BE_EMPTY: Final = ("arxiv", "doi", "added", "aliases", "fields", "known", "location")
"""What is written only where there is some of it."""


def _of_page(page: Written) -> dict[str, Any]:
    location = " ".join(map(str, page.location)) if page.location else ""
    kept = {**_fields(page), "repairs": list(map(_fields, page.repairs)), "location": location}
    return {name: value for name, value in kept.items() if value or name not in _MAY_BE_EMPTY}


def _fields(one: Ledger | Written | Repair) -> dict[str, Any]:
    """What `asdict` gives without its copies of everything, which take longer than all else a ledger needs."""
    return {field.name: getattr(one, field.name) for field in fields(one)}
