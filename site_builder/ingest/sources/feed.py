"""Atom and RSS of papers: answers of arXiv's API, its daily RSS, feeds of journals and of sites such as this.

feedparser reads what the elements say, in all their dialects. `xml_items` goes through the file before it.
"""

import io
import re
from collections.abc import Mapping
from typing import Any, Final

from site_builder.core.errors import BuildFailed, Problem
from site_builder.ingest.sources.dump import Dropped, Dump
from site_builder.ingest.sources.record import Records
from site_builder.ingest.sources.xml_items import BEFORE_ROOT, Walk

_ROOT = re.compile(BEFORE_ROOT + r"<(?:!DOCTYPE\s+)?(?:[a-zA-Z]+:)?(?:rss|feed|RDF)\b", re.DOTALL)
_ITEMS: Final = frozenset({"entry", "item"})
_PEOPLE: Final = frozenset({"creator", "author", "name", "managingEditor", "webMaster", "contributor", "publisher"})
_LONGEST_WORD: Final = 1_000
"""Characters of a word in a name: feedparser looks for addresses there, in time that grows with their square."""
_SUBJECTS: Final = frozenset({"category", "subject", "keywords"})
_MOST_SUBJECTS: Final = 1_000
_MOST_NAMES: Final = 200
"""Of attributes and namespaces; feedparser compares each of these, and each subject of a paper, with all before it."""
_MOST_BLANKS: Final = 10_000
"""Pieces of an element's text that are blank; feedparser moves all others as it takes the first away."""
_UTF8: Final = b'<?xml version="1.0" encoding="utf-8"?>\n'
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
    walk = _Walk(where)
    spans = walk.through(data)
    declared = _UTF8 + data[walk.root :]  # what stands before could name another encoding, and so another document
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
    around = [Dropped(number, "around-items") for number in range(1, len(lines) + 1) if number not in held]
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


class _Walk(Walk):
    """One walk through a feed, which must hold no more than one would."""

    def __init__(self, where: str) -> None:
        super().__init__(where, _ITEMS)
        self._said: list[str] = []
        self._subjects = 0
        self._namespaces: set[str] = set()
        self._blanks = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        super().start(name, attributes)
        kind, _ = self.opened[-1]
        self._said.clear()
        self._blanks = 0
        self._subjects = 0 if kind in _ITEMS else self._subjects + (kind in _SUBJECTS)
        self._namespaces.update(value for key, value in attributes.items() if key.startswith("xmlns"))
        if max(len(attributes), len(self._namespaces)) > _MOST_NAMES:
            self.refuse(f"has more than {_MOST_NAMES} attributes or namespaces", "Is this the right file?")
        if self._subjects > _MOST_SUBJECTS:
            self.refuse(f"has more than {_MOST_SUBJECTS:,} subjects of one paper", "Is this the right file?")

    def text(self, text: str) -> None:
        self._blanks += text.isspace()
        if self._blanks > _MOST_BLANKS:
            self.refuse(f"has more than {_MOST_BLANKS:,} blank lines in one element", "Is this the right file?")
        if self.opened[-1][0] in _PEOPLE:
            self._said.append(text)

    def end(self, name: str) -> None:
        if any(len(word) > _LONGEST_WORD for word in "".join(self._said).split()):
            self.refuse(f"has a name with a word of more than {_LONGEST_WORD:,} characters", "Is this the right file?")
        self._said.clear()
        super().end(name)
