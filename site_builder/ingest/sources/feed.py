"""Atom and RSS of papers: answers of arXiv's API, its daily RSS, feeds of journals and of sites such as this.

feedparser reads what the elements say, in all their dialects. expat goes through the file before it, for two things
that feedparser does not do: it refuses entities of a file's own making, which can grow without bound or read other
files, and it knows the lines.
"""

import io
import re
from collections.abc import Mapping
from typing import Any, Final
from xml.parsers import expat

from site_builder.core.errors import BuildFailed, Problem
from site_builder.ingest.sources.dump import Dropped, Dump
from site_builder.ingest.sources.record import Records

_ROOT = re.compile(
    r"(?:<!--.*?-->|<\?[^>]{0,500}\?>|<!DOCTYPE\s+(?!html\b)[^>\[]{0,200}>|\s)*"
    r"<(?:!DOCTYPE\s+)?(?:[a-zA-Z]+:)?(?:rss|feed|RDF)\b",
    re.DOTALL,
)
_ITEMS: Final = frozenset({"entry", "item"})
_DEEPEST: Final = 200
_PEOPLE: Final = frozenset({"creator", "author", "name", "managingEditor", "webMaster", "contributor", "publisher"})
_LONGEST_WORD: Final = 1_000
_SUBJECTS: Final = frozenset({"category", "subject", "keywords"})
_MOST_SUBJECTS: Final = 1_000
_MOST_NAMES: Final = 200
"""Of attributes and namespaces; feedparser compares each of these, and each subject of a paper, with all before it."""
"""Characters of a word in a name: feedparser looks for addresses there, in time that grows with their square."""
_ANNOUNCED = re.compile(r"arXiv:\S+\s+Announce Type:.{0,40}?\s*Abstract:\s*", re.DOTALL)
_AFTER_TITLE = re.compile(r"\.?\s*\(arXiv:[^()]{5,40}(?:\([^()]*\))?[^()]*\)\s*\Z")
_LONGEST_TAIL: Final = 100
_FEEDPARSERS = re.compile(r".*(_detail|_parsed)|guidislink|links|author|updated|content|media_.*")
"""Names that feedparser gives beside those of the feed's elements, or that say again what others say."""


def detect(text: str) -> bool:
    """True when the root of `text` is that of a feed."""
    return bool(_ROOT.match(text.lstrip()[:5_000]))


def read(lines: list[str], where: str) -> Dump:
    """An entry an entry, or an item; see `sources.Reader`."""
    import feedparser

    data = "\n".join(lines).encode("utf-8", "replace")
    spans = _spans(data, where)
    declared = re.sub(rb"(<\?xml[^>]*?)encoding\s*=\s*[\"'][\w.-]*[\"']", rb"\1", data[:500], count=1) + data[500:]
    # A feed's own order is the only thing that joins its items to their lines.
    odd = Problem(f"{where}:1", "is a feed that cannot be taken apart", "Save it anew.")
    try:
        parsed = feedparser.parse(io.BytesIO(declared), resolve_relative_uris=False, sanitize_html=False)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:  # its handlers check little
        raise BuildFailed([odd]) from error
    if len(parsed.entries) != len(spans):
        raise BuildFailed([odd])
    records = Records(where)
    for entry, (first, last) in zip(parsed.entries, spans, strict=True):
        records.add(_record(entry), first, last)
    held = {number for first, last in spans for number in range(first, last + 1)}
    around = (Dropped(number, "around-items") for number in range(1, len(lines) + 1) if number not in held)
    return records.dump(around)


def _record(entry: Any) -> dict[str, Any]:
    record = {name: value for name, value in entry.items() if not _FEEDPARSERS.fullmatch(name)}
    title = entry.get("title", "")
    record["title"] = title
    if found := _AFTER_TITLE.search(title, max(0, len(title) - _LONGEST_TAIL)):
        record["title"], record["arxiv"] = title[: found.start()], found.group()
    if "published" not in record:
        record["published"] = entry.get("updated", "")
    texts = [entry.get("summary", ""), *(part.get("value", "") for part in entry.get("content", ()))]
    record["summary"] = _ANNOUNCED.sub("", max(texts, key=len), count=1)
    names = [one["name"] for one in entry.get("authors", ()) if one.get("name")]
    record["authors"] = names[0] if len(names) == 1 else names  # arXiv's RSS has all of them in one element
    for link in entry.get("links", ()):
        if link.get("type") == "application/pdf":
            record["pdf"] = link.get("href", "")
    return record


def _spans(data: bytes, where: str) -> list[tuple[int, int]]:
    """First and last line of each item. Raises `BuildFailed` for what is no XML, or is more than a feed would hold."""
    walk = _Walk(where)
    try:
        walk.parser.Parse(data, True)
    except expat.ExpatError as error:
        what = f"is not XML ({expat.ErrorString(error.code)})"
        raise BuildFailed([Problem(f"{where}:{error.lineno}", what, "Is the file whole? Save it anew.")]) from error
    return walk.spans


class _Walk:
    """One walk through a feed."""

    def __init__(self, where: str) -> None:
        self.spans: list[tuple[int, int]] = []
        """First and last line of each item."""
        self._where = where
        self._opened: list[tuple[str, int]] = []
        self._said: list[str] = []
        self._subjects = 0
        self._namespaces: set[str] = set()
        self.parser = expat.ParserCreate("utf-8")
        self.parser.EntityDeclHandler = self._entity
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._text

    def _refuse(self, what: str, hint: str = "") -> None:
        raise BuildFailed([Problem(f"{self._where}:{self.parser.CurrentLineNumber}", what, hint)])

    def _entity(self, *_: object) -> None:
        hint = "A feed needs none. Take the DOCTYPE out if you trust where it comes from."
        self._refuse("defines entities, which are not read", hint)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        kind = name.rpartition(":")[2]
        self._opened.append((kind, self.parser.CurrentLineNumber))
        self._said.clear()
        self._subjects = 0 if kind in _ITEMS else self._subjects + (kind in _SUBJECTS)
        self._namespaces.update(value for key, value in attributes.items() if key.startswith("xmlns"))
        if len(self._opened) > _DEEPEST:
            self._refuse(f"nests elements more than {_DEEPEST} deep")
        if max(len(attributes), len(self._namespaces)) > _MOST_NAMES:
            self._refuse(f"has more than {_MOST_NAMES} attributes or namespaces", "Is this the right file?")
        if self._subjects > _MOST_SUBJECTS:
            self._refuse(f"has more than {_MOST_SUBJECTS:,} subjects of one paper", "Is this the right file?")

    def _text(self, text: str) -> None:
        if self._opened[-1][0] in _PEOPLE:
            self._said.append(text)

    def _end(self, _name: str) -> None:
        name, line = self._opened.pop()
        if any(len(word) > _LONGEST_WORD for word in "".join(self._said).split()):
            self._refuse(f"has a name with a word of more than {_LONGEST_WORD:,} characters", "Is this the right file?")
        self._said.clear()
        if name in _ITEMS:
            self.spans.append((line, self.parser.CurrentLineNumber))
