"""Editions as curators keep them: content/editions/<YYYY-MM-DD>.md names the papers published together on that day.

`read` knows one file, `resolve` all of them beside the papers. What an edition looks like is for `presenter` and
`message`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from site_builder.content import frontmatter
from site_builder.content.model import Edition
from site_builder.core import files, yaml_fields, yaml_text
from site_builder.core.errors import BuildFailed, Problem, did_you_mean, gather, raise_if_any
from site_builder.core.words import ENGLISH, Words

FOLDER: Final = "editions"
_LIMIT = 1024 * 1024
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTHS = "January February March April May June July August September October November December".split()
"""strftime would ask the machine's locale."""


@dataclass(frozen=True, slots=True)
class Read:
    """An edition and where in its file each of its papers stands."""

    edition: Edition
    locations: tuple[str, ...]


def written(day: date) -> str:
    """`day` as people write it: 30 September 2024."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def parse_day(text: str) -> date | None:
    """The day that `dumps` names as YYYY-MM-DD; None when it names none."""
    with suppress(ValueError):
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    return None


def path(content: Path, day: date) -> Path:
    """The file of the edition of `day`."""
    return content / FOLDER / f"{day.isoformat()}.md"


def dumps(edition: Edition) -> str:
    """The file of `edition`, one paper a line so that curators can move them; `read` reads it back."""
    header = yaml_text.dump([("title", edition.title)]) + f"papers:\n{yaml_text.dump_list(edition.papers)}"
    return f"---\n{header}---\n{edition.body}\n"


def make(content: Path, day: date, papers: Sequence[str], words: Words = ENGLISH) -> Path:
    """Write the edition of `day` that holds `papers`; its file. Raises `BuildFailed` when there is one already."""
    target = path(content, day)
    if target.exists():
        hint = "Add the new papers to it by hand, or give another day with --date."
        raise BuildFailed([Problem(files.display_path(target), "is there already", hint)])
    files.write(target, dumps(Edition(date=day, papers=tuple(papers), title=titled(day, words))), within=content.parent)
    return target


def titled(day: date, words: Words = ENGLISH) -> str:
    """The title of an edition that has none of its own."""
    return words.gettext("Edition of %(date)s", date=words.date(day))


def read(path: Path, problems: list[Problem]) -> Read | None:
    """The edition in the file `path`; None when it is beyond reading."""
    where, day = files.display_path(path), parse_day(path.stem)
    if day is None:
        problems.append(Problem(where, "the file name is not a date", "Name it by its day, such as 2024-09-30.md."))
    with gather(problems):
        page = frontmatter.parse(files.read_text(path, _LIMIT), where)
        return _edition(yaml_fields.Fields(page.header, where, problems), day or date.min, page.body)
    return None


def _edition(read: yaml_fields.Fields, day: date, body: str) -> Read:
    title = "".join(letter if letter.isprintable() else " " for letter in read.text("title"))
    edition = Edition(date=day, title=title, papers=read.texts("papers"), body=body)
    read.close()
    if not edition.papers and not any(problem.where == read.at("papers") for problem in read.problems):
        read.wrong("papers", "names no paper", "Add a line `papers: [slug, …]`, or delete the file.")
    return Read(edition, tuple(read.each_at("papers")))


def resolve(
    found: Iterable[Read], names: Mapping[str, str], files_of_papers: Collection[str], words: Words = ENGLISH
) -> tuple[tuple[Edition, ...], tuple[Problem, ...]]:
    """The editions `found`, newest first, with each paper under the slug it has now; and a notice of each left out.

    `names` holds every slug that a published paper has or had → the one it has; `files_of_papers` also drafts. A paper
    that was deleted or made a draft since is left out: the edition was published, and holds together without it. One
    without a title gets one in `words`. Raises
    `BuildFailed` with every paper that stands in an edition twice.
    """
    oldest_first = sorted(found, key=lambda one: one.edition.date)
    raise_if_any(_doubled(oldest_first, names))
    editions = tuple(
        replace(
            one.edition,
            title=one.edition.title or titled(one.edition.date, words),
            papers=tuple(names[slug] for slug in one.edition.papers if slug in names),
        )
        for one in oldest_first[::-1]
    )
    return editions, tuple(_strangers(oldest_first, names, files_of_papers))


def _strangers(found: Sequence[Read], names: Mapping[str, str], drafts: Collection[str]) -> Iterator[Problem]:
    for slug, location in _each(found):
        if slug in names:
            continue
        if slug in drafts:
            hint = "Take it out of the edition, or take `draft: true` out of its page."
            yield Problem(location, f"the paper `{slug}` is a draft and left out", hint)
        else:
            yield Problem(location, f"there is no paper `{slug}`: it is left out", _nearest(slug, names))


def _nearest(slug: str, names: Mapping[str, str]) -> str:
    guess = did_you_mean(slug, names)
    return guess if guess.startswith("Did") else "Take it out if it was deleted."


def _doubled(found: Sequence[Read], names: Mapping[str, str]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for slug, location in _each(found):
        paper = names.get(slug, slug)
        if paper in first:
            yield Problem(
                location, f"the paper `{slug}` is in an edition already", f"Take it out here or in {first[paper]}."
            )
        first.setdefault(paper, location)


def _each(found: Sequence[Read]) -> Iterator[tuple[str, str]]:
    """(slug, place) of every paper of every edition."""
    for one in found:
        yield from zip(one.edition.papers, one.locations, strict=True)
