"""Links and footnotes: the address after the words, for there is nothing to click in plain text."""

import re
from typing import Final

from site_builder.ingest.repair.masking import ADDRESSES, MARK
from site_builder.ingest.repair.rules import ARG, INNER, OPT, Rule, rule


def linked(address: str, words: str) -> str:
    """A link as text: its address, after its words when they say something else."""
    address, words = address.strip(), words.strip()
    if not words or words == address or MARK.fullmatch(words) or re.fullmatch(r"\W*", words):
        return address
    return f"{words} ({address})"


_SAYS_NOTHING = re.compile(r"(?i)(?:this|the|our)?\s*(?:url|link|here|website|web ?site|repo(?:sitory)?|page|https?)?")


def _labelled(match: re.Match[str]) -> str:
    words = match[2].strip()
    return match[1] if _SAYS_NOTHING.fullmatch(words) or MARK.fullmatch(words) else f"{match[1]} ({words})"


RULES: Final[tuple[Rule, ...]] = (
    rule(
        "link",
        "Links written as TeX commands, whose backslash may be lost.",
        ("href", "url", "path{"),
        rf"(?:\\|\b)href\s?\{{\s?([^{{}}]*?)\s?\}}{ARG}|(?:\\|\b)(?:url|path|nolinkurl)\s?\{{\s?([^{{}}]*?)\s?\}}",
        lambda match: match[3] if match[3] is not None else linked(match[1], match[2]),
        ("at url{https://github.com/a/b}.", "at https://github.com/a/b."),
        (r"is \href{https://a.org/x}{here}.", "is here (https://a.org/x)."),
        (r"at \href{https://a.org}{\texttt{https://a.org}}", "at https://a.org"),
    ),
    rule(
        "link-label",
        "The words of a link were left behind its address.",
        ("{",),
        rf"([{ADDRESSES}])\s?{INNER}",
        _labelled,
        ("at https://github.com/a/RobArch{this url}.", "at https://github.com/a/RobArch."),
        ("at https://a.org/x{LLM4Exploration}", "at https://a.org/x (LLM4Exploration)"),
    ),
    rule(
        "footnote",
        "A footnote has no foot to stand on here.",
        ("\\",),
        rf"(?<!\s)\s*+\\(?:footnote(?:text)?|thanks){OPT}{ARG}",
        lambda match: f" ({match[1].strip().rstrip('.')})",
        (r"of reviewing.\footnote{Code: https://a.org}", "of reviewing. (Code: https://a.org)"),
    ),
)
