"""Standing queries: content/sources/<name>.yaml says what to ask a service again and again.

What is asked for is one of four fields; what of an answer becomes papers is said by two lists of words, which `split`
heeds, so that they can be changed without asking anew.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from site_builder.content.model import Entry
from site_builder.core import files, folders, urls, yaml_fields, yaml_text
from site_builder.core.errors import Problem, gather, raise_if_any

KINDS: Final = ("arxiv", "huggingface", "feed", "openalex")
"""Fields of a query of which it has one."""
_LIMIT: Final = 64 * 1024
_LONGEST: Final = 500
_MOST_DAYS: Final = 3660


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A standing query; every field but the first two is a line of its file."""

    name: str
    where: str
    """Its file, for messages."""
    kind: str
    text: str
    """What is asked for: the value of the field that `kind` names."""
    most: int
    """Papers."""
    days: int
    """How far back."""
    keywords: tuple[str, ...] = ()
    """Of an answer only papers are taken that hold one of these; all where there is none."""
    without: tuple[str, ...] = ()
    """And none that holds one of these."""

    def takes(self, entry: Entry) -> bool:
        """True when `entry` is one of the papers that are wanted."""
        text = f"{entry.title}\n{entry.abstract}\n{' '.join(entry.keywords)}"
        return (not self.keywords or _holds(text, self.keywords)) and not _holds(text, self.without)


def _holds(text: str, words: tuple[str, ...]) -> bool:
    """True when one of `words` stands in `text`, whatever its case; a word that ends in * may go on."""
    return bool(words and _any_of(words).search(text))


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_pattern, words))})", re.IGNORECASE)


def _pattern(word: str) -> str:
    spaced = r"[\s-]+".join(map(re.escape, word.removesuffix("*").split()))
    return spaced if word.endswith("*") else rf"{spaced}(?!\w)"


def load(sources: Path) -> tuple[Query, ...]:
    """The standing queries in the folder `sources`, by name. Raises `BuildFailed` with the problems of all."""
    problems: list[Problem] = []
    found: list[Query] = []
    first: dict[str, Path] = {}
    for path in folders.matching(sources, "*.yaml", "*.yml"):
        if first.setdefault(path.stem, path) != path:
            what = f"shares its name up to the last dot with {first[path.stem].name}"
            hint = "Rename one of them: the answers to each are kept in a folder of that name."
            problems.append(Problem(files.display_path(path), what, hint))
        with gather(problems):
            found.append(_query(path, problems))
    raise_if_any(problems)
    return tuple(found)


def _query(path: Path, problems: list[Problem]) -> Query:
    where = files.display_path(path)
    read = yaml_fields.Fields(yaml_text.load(files.read_text(path, _LIMIT), where), where, problems)
    stated = {kind: read.text(kind) for kind in KINDS}
    asked = [(kind, text) for kind, text in stated.items() if text]
    if len(asked) != 1:
        hint = f"Write one line that says what to ask for: {', '.join(f'`{kind}: …`' for kind in KINDS)}."
        problems.append(Problem(where, f"asks {'for nothing' if not asked else 'for more than one thing'}", hint))
        asked = asked or [(KINDS[0], "")]
    if not urls.is_slug(path.stem):
        hint = "Use lower case letters, digits and single hyphens, not digits alone."
        problems.append(Problem(where, "the file name cannot be that of a folder of answers", hint))
    kind, text = asked[0]
    if kind == "feed" and text and not yaml_fields.is_web_url(text):
        read.wrong("feed", f"`feed` must be an http or https URL, not `{text}`")
    if kind == "huggingface" and text not in ("", "daily"):
        read.wrong("huggingface", f"`{text}` is no list of Hugging Face's", "Write huggingface: daily.")
    if len(text) > _LONGEST:
        read.wrong(kind, f"has {len(text):,} characters; no service takes so many")
    query = Query(
        name=path.stem,
        where=where,
        kind=kind,
        text=text,
        most=read.number("most", 1, 2_000) or 100,
        days=read.number("days", 1, _MOST_DAYS) or 7,
        keywords=read.texts("keywords"),
        without=read.texts("without"),
    )
    read.close()
    return query
