"""Markdown tables and lists of papers, as "awesome lists" and daily digests keep them.

Only what is plain is read: a row of a table one of whose columns is the title's; an item of a list whose title is its
first link or stands in bold before it, and whose links lead to papers. The prose around is no paper's. What follows an
item's title in one line is authors where it looks like names, and nothing otherwise.
"""

import re
from itertools import pairwise
from typing import Any, Final

from site_builder.ingest.sources import values
from site_builder.ingest.sources.dump import Dropped, Dump
from site_builder.ingest.sources.field_names import PATHS, folded
from site_builder.ingest.sources.record import Records
from site_builder.ingest.sources.table import NOTHING

_RULE = re.compile(r"\s*+\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)++\|?\s*+|\s*+\|\s*+:?-++:?\s*+\|\s*+|-{3,}+\s*+")
_LINK = re.compile(
    r"(?<!!)\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,80}\]){0,500})\]\(\s*<?(https?://[^\s()<>]+(?:\([^\s()]*\)[^\s()]*)*)>?(?:\s+\"[^\"]*\")?\s*\)"
)
_ITEM = re.compile(r"\s{0,8}(?:[-*+]|\d{1,4}[.)])\s+(?:\[[ xX]\]\s+)?(?P<text>.*)")
_NEARBY = re.compile(r"\s{0,8}(?:[-*+]|\d{1,4}[.)])\s+\[[^\[\]]{0,300}\]\((?![a-z]+:)[^()]{1,300}\)\s*")
"""An item that leads to a heading of the list, or to a file beside it."""
_BOLD = re.compile(r"(?:\*\*|__)(?P<title>.+?)(?:\*\*|__)")
_MARKS = re.compile(r"[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}|<[^<>]{1,200}>|!\[[^\]]{0,300}\]\([^)]{0,500}\)")
_TITLES: Final = frozenset(PATHS["title"])
_SHORTEST_TITLE: Final = 8
_NO_PAPER: Final = re.compile(
    r"https?://(?:www\.|m\.)?(?:github|gitlab|twitter|x|youtube|youtu|medium|zhihu|linkedin|discord|slack|shields|img)\.\w+"
)
_LINK_NAMES: Final = {"code": "code", "github": "code", "repo": "code", "project": "project", "page": "project",
                      "website": "project", "homepage": "project", "pdf": "pdf"}  # fmt: skip
_FEWEST_WORDS: Final = 4
"""Of a sentence behind a title: fewer are a venue or a year."""
_DETECTED: Final = 2
"""Items with links, when there is no table, from which on a text is a list of papers."""


def detect(text: str) -> bool:
    """True for a table with a column of titles, or a list most of whose items begin with a link or a title in bold."""
    lines = text.split("\n")[:2_000]
    if any("|" in line and _RULE.fullmatch(line.strip()) and _is_header(above) for above, line in pairwise(lines)):
        return True
    around = ("#", "<", ">", "!", "|", "    ")
    prose = [line for line in lines if line.strip() and not line.startswith(around) and not _NEARBY.fullmatch(line)]
    papers = sum(_of_item(line) is not None for line in prose)
    return (papers >= _DETECTED and 2 * papers >= len(prose)) or (bool(prose) and papers == len(prose))


def read(lines: list[str], where: str) -> Dump:
    """An entry a row or an item; see `sources.Reader`."""
    records = Records(where)
    dropped: list[Dropped] = []
    header: list[str] = []
    for number, line in enumerate(lines, 1):
        below = lines[number] if number < len(lines) else ""
        is_row = "|" in line and (bool(header) or _is_header(line))
        if not line.strip():
            header = []
            dropped.append(Dropped(number, "blank"))
        elif is_row and not header and _RULE.fullmatch(below) and "|" in below:
            header = _cells(line)
            dropped.append(Dropped(number, "table-header"))
        elif _RULE.fullmatch(line):
            dropped.append(Dropped(number, "rule"))
        elif record := _of_row(header, line) if header else _of_item(line):
            records.add(record, number, number)
        else:
            dropped.append(Dropped(number, "no-paper"))
    return records.dump(dropped)


# -- tables ------------------------------------------------------------------------------------------------------------


def _is_header(line: str) -> bool:
    return "|" in line and bool(_TITLES & {folded(_plain(cell)) for cell in _cells(line)})


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", inner)]


def _of_row(header: list[str], line: str) -> dict[str, Any] | None:
    cells = _cells(line)
    if len(cells) != len(header):
        return None
    record: dict[str, Any] = {}
    for name, cell in zip(map(_plain, header), cells, strict=True):
        links = _LINK.findall(cell)
        if folded(name) in _TITLES:
            record["title"] = _plain(cell)
            record.update(_links(links))
        elif links:
            record.update({**_links(links, name), **record})
        elif name and _plain(cell).casefold() not in NOTHING:
            record[name] = _plain(cell)
    return record if record.get("title") else None


# -- lists -------------------------------------------------------------------------------------------------------------


def _of_item(line: str) -> dict[str, Any] | None:
    """The paper that a line of a list names; None where it names none."""
    item = _ITEM.fullmatch(line)
    links = _LINK.findall(item["text"]) if item else []
    if not item or not links or all(_NO_PAPER.match(url) for _, url in links):
        return None
    label = _LABEL.match(item["text"])
    title, rest = _title(item["text"][label.end() :] if label else item["text"])
    if len(title) < _SHORTEST_TITLE:
        return None
    year = _IN_YEAR.search(rest)
    authors = _authors(rest)
    said = {
        "authors": authors,
        "venue": label[1] if label else "",
        "year": year[1] if year else "",
        "what follows titles": "" if authors else _remark(rest),  # of no fact's name, so that a curator hears of it
    }
    return {"title": title, **_links(links), **{name: value for name, value in said.items() if value}}


_LABEL = re.compile(
    r"(?:\*\*|__)?[\[(](?=[^\])]*[A-Za-z])([A-Za-z][^\[\]()]{1,40}\d{2,4})[\])](?!\()(?:\*\*|__)?[\s:.-]*"
)
"""A meeting and its year before the title, as in "[CVPR 2025]"."""
_IN_YEAR = re.compile(r"\(((?:19|20)\d\d)\)")
_QUOTED = re.compile(r"[\s\d./\[\]-]*[\"“]([^\"“”]{8,400})[\"”]")


def _title(text: str) -> tuple[str, str]:
    """The title of an item and what follows it: its first link's words, or what is bold, in quotes, or before it."""
    text = " ".join(text.split())
    bold, link, quoted = _BOLD.search(text), _LINK.search(text), _QUOTED.match(text)
    if link and len(_plain(link[1])) >= _SHORTEST_TITLE and not (bold and bold.end() <= link.start()):
        return _plain(link[1]), text[link.end() :]
    if bold and (not link or bold.start() <= link.start()):
        return _plain(_LINK.sub(r"\1", bold["title"])), text[bold.end() :]
    if quoted:
        return _plain(quoted[1]), text[quoted.end() :]
    if link and not text[: link.start()].strip(" [(*_"):
        return _plain(re.split(r"\s*[\[(|]", text[link.end() :].lstrip(" ])*_:.-"), maxsplit=1)[0]), ""
    before = re.split(r"\s*[\[(]{1,2}(?=[^\]]{0,300}\]\()", text, maxsplit=1)[0]  # Title, then [[paper](…)] [[code](…)]
    return _plain(before), ""


def _links(links: list[tuple[str, str]], column: str = "") -> dict[str, str]:
    """Fact → address, by what a link or its column is called; the first of no such name leads to the paper."""
    found: dict[str, str] = {}
    for text, url in links:
        words = re.findall(r"[a-z]+", f"{_plain(text)} {column}".casefold()) if len(text) < 30 else []  # noqa: PLR2004 — a link's name, not a title
        name = next((_LINK_NAMES[word] for word in words if word in _LINK_NAMES), "")
        if not name and _NO_PAPER.match(url):
            name = "code" if "github." in url or "gitlab." in url else ""
            if not name:
                continue
        name = (
            "url" if not name or (name in ("pdf", "project") and values.arxiv(url)[0] and "url" not in found) else name
        )
        found.setdefault(name, url)
    return found


_IN_ITALICS = re.compile(r"[\s.,:;–—-]*[*_]([^*_]{5,2000})[*_]")
_AFTER_DASH = re.compile(r"[\s.,:;–—-]+(?:by\s+)?([^\[(*|]{5,2000})")


def _authors(rest: str) -> str:
    """Authors that follow a title in italics or after a dash, where there are several and each looks like a name."""
    found = _IN_ITALICS.match(rest) or _AFTER_DASH.match(rest)
    stated = _plain(found[1]).strip(" .,;") if found else ""
    return stated if values.count_names(stated) > 1 else ""


_ET_AL_OR_YEAR = re.compile(r"\bet al\.?|\(?\b\d{4}\b\)?")


def _remark(rest: str) -> str:
    """The sentence in which a list says what it thinks of a paper; "" where what follows the title is shorter."""
    found = _AFTER_DASH.match(rest)
    stated = _plain(found[1]) if found else ""
    return stated if len(_ET_AL_OR_YEAR.sub("", stated).split()) >= _FEWEST_WORDS else ""


def _plain(text: str) -> str:
    """`text` without Markdown's marks; links as their words."""
    return values.one_line(_MARKS.sub("", _LINK.sub(r"\1", text))).strip(' "“”*_')
