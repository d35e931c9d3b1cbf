"""Markdown as the most trusting of its readers takes it: with raw HTML, and with links to anywhere."""

import re
from typing import Final

from markdown_it import MarkdownIt

_HARMLESS: Final = re.compile(r"https?:|mailto:|/(?!/)|#|$")


class _Trusting(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 — as markdown-it has it
        """True."""
        return True


_READER: Final = _Trusting("commonmark").enable("table")


def live(markdown: str) -> list[str]:
    """The raw HTML and the strange addresses that `markdown` holds for it."""
    tokens = [one for block in _READER.parse(markdown) for one in (block, *(block.children or ()))]
    links = [str(value) for one in tokens for name, value in one.attrs.items() if name in ("href", "src")]
    html = [one.content for one in tokens if one.type in ("html_block", "html_inline")]
    return html + [link for link in links if not _HARMLESS.match(link)]
