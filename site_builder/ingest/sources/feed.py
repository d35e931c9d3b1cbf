"""Atom and RSS of papers: answers of arXiv's API, its daily RSS, feeds of journals and of sites such as this.

feedparser reads what the elements say, in all their dialects. expat goes through the file before it, for two things
that feedparser does not do: it refuses entities of a file's own making, which can grow without bound or read other
files, and it knows the lines.
"""

import io
import re
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
_ANNOUNCED = re.compile(r"arXiv:\S+\s+Announce Type:.{0,40}?\s*Abstract:\s*", re.DOTALL)
_AFTER_TITLE = re.compile(r"\.?\s*\(arXiv:[^()]{5,40}(?:\([^()]*\))?[^()]*\)\s*\Z")
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
    parsed = feedparser.parse(io.BytesIO(declared), resolve_relative_uris=False, sanitize_html=False)
    if len(parsed.entries) != len(spans):
        raise BuildFailed([Problem(f"{where}:1", "is a feed that cannot be taken apart", "Save it anew.")])
    records = Records(where)
    for entry, (first, last) in zip(parsed.entries, spans, strict=True):
        records.add(_record(entry), first, last)
    held = {number for first, last in spans for number in range(first, last + 1)}
    around = (Dropped(number, "around-items") for number in range(1, len(lines) + 1) if number not in held)
    return records.dump(around)


def _record(entry: Any) -> dict[str, Any]:
    record = {name: value for name, value in entry.items() if not _FEEDPARSERS.fullmatch(name)}
    title = entry.get("title", "")
    record["title"] = _AFTER_TITLE.sub("", title)
    if found := _AFTER_TITLE.search(title):
        record["arxiv"] = found.group()
    record.setdefault("published", entry.get("updated", ""))
    texts = [entry.get("summary", ""), *(part.get("value", "") for part in entry.get("content", ()))]
    record["summary"] = _ANNOUNCED.sub("", max(texts, key=len), count=1)
    names = [one["name"] for one in entry.get("authors", ()) if one.get("name")]
    record["authors"] = names[0] if len(names) == 1 else names  # arXiv's RSS has all of them in one element
    for link in entry.get("links", ()):
        if link.get("type") == "application/pdf":
            record["pdf"] = link.get("href", "")
    return record


def _spans(data: bytes, where: str) -> list[tuple[int, int]]:
    """First and last line of each item. Raises `BuildFailed` for what is no XML, or defines entities."""
    parser = expat.ParserCreate("utf-8")
    spans: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []

    def refuse(*_: object) -> None:
        hint = "A feed needs none. Take the DOCTYPE out if you trust where it comes from."
        raise BuildFailed(
            [Problem(f"{where}:{parser.CurrentLineNumber}", "defines entities, which are not read", hint)]
        )

    def start(name: str, _attributes: object) -> None:
        opened.append((name.rpartition(":")[2], parser.CurrentLineNumber))
        if len(opened) > _DEEPEST:
            what = f"nests elements more than {_DEEPEST} deep"
            raise BuildFailed([Problem(f"{where}:{parser.CurrentLineNumber}", what)])

    def end(_name: str) -> None:
        name, line = opened.pop()
        if name in _ITEMS:
            spans.append((line, parser.CurrentLineNumber))

    parser.EntityDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        what = f"is not XML ({expat.ErrorString(error.code)})"
        raise BuildFailed([Problem(f"{where}:{error.lineno}", what, "Is the file whole? Save it anew.")]) from error
    return spans
