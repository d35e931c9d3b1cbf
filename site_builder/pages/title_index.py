"""The page of all titles, A–Z."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from site_builder.core import urls
from site_builder.pages.shared import Common
from site_builder.pages.views import HeadView, SiteView


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """The titles that begin with one letter."""

    letter: str
    anchor: str
    titles: tuple[tuple[str, str, str], ...]
    """(href, title HTML, its language where that is known)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AZView:
    """a-z.html: all titles by letter."""

    site: SiteView
    head: HeadView
    letters: tuple[LetterView, ...]


Title: TypeAlias = tuple[str, str, str, str]
"""Of a paper: its slug, its title as plain text and as HTML, its language."""


def a_z(shared: Common, site: SiteView, listed: Sequence[Title]) -> AZView:
    """The page of all titles, which are `listed`."""
    by_letter: dict[str, list[tuple[str, str, str, str]]] = {}
    for slug, title, html, lang in listed:
        row = (_sorted_as(title), shared.href(urls.paper(slug)), html, shared.config.marked(lang))
        by_letter.setdefault(_letter(title), []).append(row)
    letters = tuple(
        LetterView(
            letter=letter,
            anchor="digits" if letter == "0–9" else f"letter-{letter.lower()}",
            titles=tuple((href, html, lang) for _, href, html, lang in sorted(titles)),
        )
        for letter, titles in sorted(by_letter.items())
    )
    words, count = shared.config.words, len(listed)
    description = words.ngettext(
        "All %(num)s title in alphabetical order.", "All %(num)s titles in alphabetical order.", count
    )
    head = shared.head(words.gettext("All titles, A–Z"), description, urls.A_Z)
    return AZView(site=site, head=head, letters=letters)


def _sorted_as(title: str) -> str:
    folded = unicodedata.normalize("NFKD", title).casefold()
    return re.sub(r"[^\w\s]", "", folded, flags=re.UNICODE).strip() or folded


def _letter(title: str) -> str:
    first = _sorted_as(title)[:1].upper()
    if first.isascii() and first.isalpha():
        return first
    return "0–9" if not first.isalpha() else first
