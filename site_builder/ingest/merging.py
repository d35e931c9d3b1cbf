"""The records of one paper → what its page is made from; a page that somebody edited → with what is new beside it.

Pure. The first record counts; later ones fill gaps, a newer version brings its title and abstract, newer counts replace
older ones. On a page that a curator edited only fields are changed that are still as we wrote them.
"""

import codecs
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from site_builder.content import frontmatter
from site_builder.content.frontmatter import Page
from site_builder.content.model import Entry
from site_builder.core import files, yaml_text
from site_builder.core.errors import BuildFailed

_GAPS: Final = "abstract year arxiv category venue doi published journal pages keywords license lang".split()
"""Fields of an entry that a later record may fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """One paper as all its records state it."""

    entry: Entry
    source: str
    """The name of the dump that the page is of."""
    versions: tuple[tuple[int, str], ...] = ()
    """(number, title) of earlier versions of the text."""
    added: str = ""
    aliases: tuple[str, ...] = ()


def merge(entries: Sequence[Entry]) -> tuple[Entry, tuple[tuple[int, str], ...]]:
    """`entries`, the records of one paper, as one; and (number, title) of its earlier versions."""
    whole = entries[0]
    earlier: dict[int, str] = {}
    for later in entries[1:]:
        old, new = (whole, later) if _is_newer(later, whole) else (later, whole)
        if _number(old, new) < new.version:
            earlier.setdefault(_number(old, new), old.title)
        if new is later:
            whole = replace(
                whole, title=new.title, abstract=new.abstract or whole.abstract, version=new.version, cut=new.cut
            )
        whole = _filled(whole, later)
    return whole, tuple(sorted(earlier.items()))


def _is_newer(later: Entry, known: Entry) -> bool:
    return later.version > max(known.version, 1)


def _number(old: Entry, new: Entry) -> int:
    """The version of `old`; arXiv's first ones often come without a number."""
    return old.version or (1 if new.version > 1 and old.title != new.title else new.version)


def _filled(whole: Entry, later: Entry) -> Entry:
    gaps = {name: getattr(later, name) for name in _GAPS if not getattr(whole, name) and getattr(later, name)}
    if len(later.authors) > len(whole.authors) and (whole.more_authors or not whole.authors):
        gaps |= {"authors": later.authors, "more_authors": later.more_authors}
    if later.links:
        gaps["links"] = tuple(dict([*later.links, *whole.links]).items())
    if later.signals and later.as_of >= whole.as_of:
        gaps |= {"signals": tuple(dict([*whole.signals, *later.signals]).items()), "as_of": later.as_of}
    if later.imprint != whole.imprint and not (set(asdict(later.imprint).values()) <= {""}):
        known = {name: value for name, value in asdict(whole.imprint).items() if value}
        gaps["imprint"] = replace(later.imprint, **known)
    return replace(whole, **gaps) if gaps else whole


# -- pages that were edited --------------------------------------------------------------------------------------------

BODY: Final = "abstract"
"""What the body of a page is called among its fields."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that a curator wrote otherwise than the dumps now say."""

    name: str
    line: int
    page: str
    dumps: str


def fingerprint(fields: Mapping[str, Any]) -> str:
    """Name and digest of each field, as a ledger keeps them."""
    return kept_fields({name: digest(value) for name, value in fields.items()})


def kept_fields(digests: Mapping[str, str]) -> str:
    """Field → digest on one line; `known_fields` reads it back."""
    return " ".join(f"{name}:{digests[name]}" for name in sorted(digests))


def digest(value: Any) -> str:
    """What tells a value of a field from any other."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return files.digest(text)[:8]


def known_fields(fingerprint: str) -> dict[str, str]:
    """Field → digest of its value, as `kept_fields` wrote them."""
    return dict(part.split(":", 1) for part in fingerprint.split() if ":" in part)


class HalfDone(Exception):
    """A page cannot be read: the build says what is wrong with it."""


def update(
    text: str, where: str, ours: Mapping[str, str], new: Mapping[str, Any]
) -> tuple[str, dict[str, str], list[Conflict]]:
    """The edited page `text` with the fields `new` put in where nobody wrote otherwise.

    `ours`: field → digest of what we last wrote there. Gives the page, the digests to remember, and what a curator
    wrote otherwise than `new` says, or so that we cannot change it. Raises `BuildFailed` where the page cannot be read.
    """
    page = frontmatter.parse(text, where)
    there = {**page.header, BODY: page.body}
    changed: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for name, value in new.items():
        mine = digest(there[name]) if there.get(name) else ""
        known, theirs = ours.get(name, ""), digest(value)
        if name == "aliases" and _are_texts(there.get(name)):
            value = list(dict.fromkeys([*there[name], *value]))  # noqa: PLW2901 — a curator's names stay beside ours
            mine, theirs = known, digest(value)
        if mine == theirs or (not mine and known):  # a field that a curator took out stays out
            continue
        if mine == known:
            changed[name] = value
        elif theirs != known and ours:
            conflicts.append(_conflict(page, name, value))
    rewritten = _rewritten(text, page, changed)
    if not _reads_as(rewritten, where, there | changed):
        rewritten = text
        conflicts += [_conflict(page, name, value) for name, value in changed.items()]
    disputed = {one.name for one in conflicts}
    kept = {name: known for name, known in ours.items() if name in disputed}
    remembered = {name: digest(value) for name, value in new.items() if name not in disputed} | kept
    return rewritten, remembered, conflicts


def written_as(text: str, before: bytes) -> bytes:
    """`text` with the line ends and the byte order mark of `before`, which the curator's editor chose."""
    is_windows = b"\r\n" in before and before.count(b"\r\n") == before.count(b"\n")
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    return mark + (text.replace("\n", "\r\n") if is_windows else text).encode("utf-8")


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _conflict(page: Page, name: str, value: Any) -> Conflict:
    there = page.body if name == BODY else page.header.get(name, "")
    return Conflict(name, page.header.lines.get(name, 0), *_excerpts(_said(there), _said(value)))


def _reads_as(text: str, where: str, fields: Mapping[str, Any]) -> bool:
    """True when the page `text` states `fields` and nothing else.

    A page whose fields share a line, or name one another's values, cannot be changed line by line.
    """
    try:
        page = frontmatter.parse(text, where)
    except BuildFailed:
        return False
    found = {**page.header, BODY: page.body}
    return found.keys() == fields.keys() and all(
        _said(found[name]).strip("\n") == _said(value).strip("\n") for name, value in fields.items()
    )


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


_LONGEST: Final = 80
_BEFORE: Final = 20


def _excerpts(one: str, other: str) -> tuple[str, str]:
    """The two from a little before where they part, cut to what fits on a line."""
    same = next((index for index, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), 0)
    start = same - _BEFORE if same > _LONGEST // 2 else 0

    def cut(text: str) -> str:
        piece = text[start : start + _LONGEST]
        return f"{'…' if start else ''}{piece}{'…' if start + _LONGEST < len(text) else ''}"

    return cut(one), cut(other)


def _rewritten(text: str, page: Page, changed: Mapping[str, Any]) -> str:
    """`text` with the fields `changed`; every other line as it was."""
    if not changed:
        return text
    lines = text.split("\n")
    closing = next(number for number, line in enumerate(lines[1:], 1) if frontmatter.is_fence(line))
    ends = sorted([*page.header.lines.values(), closing + 1])
    spans: dict[int, tuple[int, list[str]]] = {}
    added: list[str] = []
    for name, value in changed.items():
        written = yaml_text.dump([(name, value)]).removesuffix("\n")
        if name in page.header.lines:
            start = page.header.lines[name] - 1
            end = next(line for line in ends if line > start + 1) - 1
            spans[start] = end, written.split("\n")
        elif name != BODY:
            added.append(written)
    header = list(_replaced(lines[1:closing], {start - 1: (end - 1, new) for start, (end, new) in spans.items()}))
    body = f"{changed[BODY]}\n" if BODY in changed else "\n".join(lines[closing + 1 :])
    return "\n".join([lines[0], *header, *added, lines[closing], body])


def _replaced(lines: Sequence[str], spans: Mapping[int, tuple[int, Sequence[str]]]) -> Iterator[str]:
    """`lines` with what stands in `spans`; comments and blank lines within and behind a field are the curator's."""
    comments = yaml_text.comments_behind("\n".join(lines))
    index = 0
    while index < len(lines):
        end, new = spans.get(index, (index + 1, ()))
        if index in spans:
            behind = [comments[line] for line in range(index, end) if line in comments]
            yield from [f"{new[0]}  {behind.pop(0)}"] if index in comments and len(new) == 1 else new
            yield from behind
            yield from (line for line in lines[index:end] if not line.strip() or line.lstrip().startswith("#"))
        else:
            yield lines[index]
        index = end
