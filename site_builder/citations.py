"""A paper as BibTeX.

Only what is known is said; an entry without authors carries a note that says so.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from slugify import slugify

from site_builder.model import Paper

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    '"': "{''}",
}
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0327": "c",
    "\u0328": "k",
}
_LETTERS = {
    "ß": r"{\ss}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "ı": r"{\i}",
    "–": "--",
    "—": "---",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
}
_WORD = re.compile(r"[^\W_]+")
_SKIPPED = {"a", "an", "the", "on", "of", "for", "in", "to", "and", "with", "is", "are", "towards", "toward"}


def tex(text: str) -> str:
    """`text` for BibTeX: specials escaped, accents as commands, other characters left to Unicode engines."""
    return "".join(_SPECIAL.get(char) or _LETTERS.get(char) or _accented(char) for char in text)


def _accented(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    if len(parts) > 1 and parts[1] in _ACCENTS and parts[0].isascii():
        return f"{{\\{_ACCENTS[parts[1]]}{{{parts[0]}}}}}"
    return char


def protected(title: str) -> str:
    """`title` for BibTeX, with braces around the words that a style must not put into lower case.

    Those are words with a capital after their first sign, or with a capital and a digit: LLM, LoRA, 4D, T5. A word
    that merely begins with a capital is left to the style, and punctuation stays outside the braces.
    """
    parts: list[str] = []
    end = 0
    for word in _WORD.finditer(title):
        parts += [tex(title[end : word.start()]), _kept(word.group())]
        end = word.end()
    return "".join([*parts, tex(title[end:])])


def _kept(word: str) -> str:
    inner = any(char.isupper() for char in word[1:])
    numbered = any(char.isdigit() for char in word) and any(char.isupper() for char in word)
    return f"{{{tex(word)}}}" if inner or numbered else tex(word)


def keys(papers: Sequence[Paper]) -> Mapping[str, str]:
    """Slug → citation key such as `wang2024longllava`: unique, and the same for any order of `papers`."""
    found: dict[str, list[str]] = {}
    for paper in sorted(papers, key=lambda paper: paper.slug):
        found.setdefault(_key(paper), []).append(paper.slug)
    return {slug: key + _suffix(place) for key, slugs in found.items() for place, slug in enumerate(slugs)}


def _suffix(place: int) -> str:
    return "" if place == 0 else f"-{place + 1}"


def _key(paper: Paper) -> str:
    name = slugify(paper.authors[0].split()[-1], separator="") if paper.authors else ""
    words = slugify(paper.title.split(":")[0]).split("-")
    word = next((word for word in words if word not in _SKIPPED), words[0])
    return (f"{name}{paper.year or ''}{word}" if name else word) or paper.slug


def bibtex(paper: Paper, title: str, key: str, url: str) -> str:
    """The entry of `paper` under `key`; `title` is its title as plain text, `url` its page here."""
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(paper, title, url) if value)
    kind = "misc" if not paper.venue else "article" if "journal" in paper.venue.lower() else "inproceedings"
    return f"@{kind}{{{key},\n{lines}}}\n"


def _fields(paper: Paper, title: str, url: str) -> Iterable[tuple[str, str]]:
    yield "title", protected(title)
    yield "author", " and ".join(map(tex, paper.authors))
    yield "year", str(paper.year or "")
    yield ("journal" if "journal" in paper.venue.lower() else "booktitle"), tex(paper.venue)
    yield "eprint", paper.arxiv
    yield "archivePrefix", "arXiv" if paper.arxiv else ""
    yield "doi", tex(paper.doi)
    yield "url", f"https://arxiv.org/abs/{paper.arxiv}" if paper.arxiv else url
    yield "note", "" if paper.authors else "Authors not in source"
