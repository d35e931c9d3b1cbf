"""`authors.yaml`: what a person has confirmed of authors: other spellings of their name, ORCID, homepage.

Nothing joins two spellings but an entry of this file. `papershelf authors --propose` writes proposals beside it, for
somebody to read and to copy here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from site_builder.core import files, yaml_fields, yaml_text
from site_builder.core.errors import Problem, raise_if_any

FILE: Final = "authors.yaml"
_ORCID: Final = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAuthor:
    """One entry of authors.yaml."""

    name: str
    also: tuple[str, ...] = ()
    """Other spellings of the name, of the same person."""
    orcid: str = ""
    homepage: str = ""
    is_not: tuple[str, ...] = ()
    """Names of other people, which are proposed no more."""


def load(content: Path) -> Mapping[str, KnownAuthor]:
    """Name → what content/authors.yaml says of it; none without it.

    Raises `BuildFailed` with all that is wrong in it.
    """
    path = content / FILE
    if not path.exists():
        return {}
    problems: list[Problem] = []
    where = files.display_path(path)
    stated = yaml_text.load(files.read_text(path), where)
    read = yaml_fields.Fields(stated, where, problems, "author")
    found = {name: _author(name, read) for name in stated}
    raise_if_any([*problems, *_doubled(found, read)])
    return found


def _author(name: str, read: yaml_fields.Fields) -> KnownAuthor:
    inner = yaml_fields.Fields(read.mapping(name), read.where, read.problems, f"field of `{name}`")
    orcid, homepage = inner.text("orcid").removeprefix("https://orcid.org/"), inner.text("homepage")
    if orcid and not _is_orcid(orcid):
        inner.wrong("orcid", f"`{orcid}` is not an ORCID", "An ORCID looks like 0000-0002-1825-0097; look it up again.")
    if homepage and not yaml_fields.is_web_url(homepage):
        inner.wrong("homepage", f"`homepage` must be an http or https URL, not `{homepage}`")
    known = KnownAuthor(
        name=name, also=inner.texts("also"), orcid=orcid, homepage=homepage, is_not=inner.texts("is_not")
    )
    inner.close()
    return known


def _is_orcid(stated: str) -> bool:
    """True when `stated` has the shape of an ORCID and its last sign is the check digit (ISO 7064, 11-2)."""
    if not _ORCID.fullmatch(stated):
        return False
    total = 0
    for digit in stated.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return stated[-1] == ("X" if check == 10 else str(check))  # noqa: PLR2004 — ten has no digit of its own


def _doubled(found: Mapping[str, KnownAuthor], read: yaml_fields.Fields) -> Iterator[Problem]:
    """A problem for each name that two entries claim."""
    owner = {name: name for name in found}
    for name, known in found.items():
        for other in known.also:
            first = owner.setdefault(other, name)
            if first != name:
                hint = f"Write `{other}` under one name only; an entry of its own is one."
                yield Problem(read.at(name), f"`{other}` is another spelling of `{name}` and of `{first}`", hint)
        for other in sorted({*known.also} & {*known.is_not}):
            yield Problem(read.at(name), f"`{other}` is both `{name}` and somebody else", "Take it out of one list.")
