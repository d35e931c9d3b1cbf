"""`metadata.yaml`: facts that dumps lack, keyed by title.

Matching ignores case, spaces and punctuation, and nothing else: a near title is another paper.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from site_builder.core import files, yaml_fields, yaml_text
from site_builder.core.errors import BuildFailed, Problem, raise_if_any

_WORD = re.compile(r"[^\W_]+")
YEARS = (1800, 2199)
DOI = re.compile(r"10\.\d{4,9}/\S+")
_WHOLE = "hep-ex|hep-lat|hep-ph|hep-th|gr-qc|quant-ph|math-ph|nucl-ex|nucl-th"
CATEGORY = re.compile(rf"[a-z]+(?:-[a-z]+)?\.[A-Za-z-]{{2,}}|{_WHOLE}")
"""A class of arXiv, such as cs.CL or hep-th."""
_ALL: Final = "every paper"
ARXIV = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one paper; what is not known is empty."""

    title: str
    where: str
    """File and line of the entry."""
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    arxiv: str = ""
    category: str = ""
    doi: str = ""
    links: tuple[tuple[str, str], ...] = ()
    same_as: str = ""
    """The slug of the paper that this one is."""


def key(title: str, longest: int | None = None) -> str:
    """`title` without case, spaces and punctuation; its first `longest` characters where that is given."""
    # So much of it that what is left out makes no difference but in a text of hardly anything but signs.
    near = title if longest is None or len(title) <= 10 * longest else title[: 10 * longest]
    found = "".join(_WORD.findall(near.casefold()))
    return found[:longest] if near is title or len(found) >= (longest or 0) else key(title)[:longest]


def load(path: Path) -> tuple[Facts, ...]:
    """Every entry of the sidecar at `path`, in order; none when there is no such file.

    Raises `BuildFailed` with all problems of the file.
    """
    if not path.exists():
        return ()
    where = files.display_path(path)
    text = files.read_text(path)
    listed = yaml_text.load(f"{_ALL}:\n{text}", where, first_line=0)  # the file is a list; we read mappings
    problems: list[Problem] = []
    stray = next((line for name, line in listed.lines.items() if name != _ALL), 0)
    if stray or not isinstance(listed.get(_ALL), list | None):
        message = "must be a list of papers and nothing else"
        raise BuildFailed([Problem(f"{where}:{stray or 1}", message, "Begin each paper with a line `- title: …`.")])
    entries = yaml_fields.Fields(listed, where, problems).mappings(_ALL)
    facts = tuple(_facts(entry, where, problems) for entry in entries)
    raise_if_any(problems)
    return facts


def _facts(entry: yaml_text.Mapping, where: str, problems: list[Problem]) -> Facts:
    read = yaml_fields.Fields(entry, where, problems)
    code = read.text("code")
    if code and not yaml_fields.is_web_url(code):
        read.wrong("code", f"`code` must be an http or https URL, not `{code}`")
    facts = Facts(
        title=read.text("title", required=True),
        where=read.at("title"),
        authors=read.texts("authors"),
        year=read.number("year", *YEARS),
        venue=read.text("venue"),
        arxiv=identifier(read, "arxiv"),
        category=identifier(read, "category"),
        doi=identifier(read, "doi"),
        links=(("code", code),) if code else (),
        same_as=read.text("same_as"),
    )
    read.close()
    return facts


def identifier(read: yaml_fields.Fields, name: str) -> str:
    """The field `name` (arxiv, category or doi), checked to be what it says; "" when it is absent or is not."""
    pattern, what, hint = _IDENTIFIERS[name]
    found = read.text(name)
    if found and not pattern.fullmatch(found):
        read.wrong(name, f"`{found}` is not {what}", hint)
        return ""
    return found


_IDENTIFIERS: Final = {
    "arxiv": (ARXIV, "an arXiv identifier", 'Write it as arxiv: "2409.02889".'),
    "category": (CATEGORY, "a class of arXiv such as cs.CL", ""),
    "doi": (DOI, "a DOI such as 10.1000/182", ""),
}


def by_title(entries: tuple[Facts, ...]) -> tuple[Mapping[str, Facts], tuple[Problem, ...]]:
    """The entries by `key` of their title, and a warning for each that is ambiguous; those are left out."""
    found: dict[str, list[Facts]] = {}
    for facts in entries:
        found.setdefault(key(facts.title), []).append(facts)
    warnings = tuple(_ambiguous(same) for same in found.values() if len(same) > 1)
    return {title: same[0] for title, same in found.items() if len(same) == 1}, warnings


def _ambiguous(same: list[Facts]) -> Problem:
    others = ", ".join(facts.where for facts in same[1:])
    hint = "None of them was used. Keep one."
    return Problem(same[0].where, f"“{same[0].title}” has another entry at {others}", hint)
