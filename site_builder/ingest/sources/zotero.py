r"""What Zotero writes into a field of BibTeX → what stands in its library.

Zotero takes titles and abstracts for plain text and escapes all that TeX would read, formulas included: `$x_1^2$` goes
out as `\$x\_1{\textasciicircum}2\$`. A brace may have a phantom of its counterpart beside it, for BibTeX counts escaped
braces too, and words of titles with capitals stand in braces of their own. Its translator says how:
https://github.com/zotero/translators/blob/master/BibTeX.js
"""

import re
from typing import Final

_NAMED: Final = {
    "textbar": "|",
    "textless": "<",
    "textgreater": ">",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textbackslash": "\\",
}
_RAISED_OR_LOWERED: Final = r"\$[_^]\{\\textrm\{[^{}]*\}\}\$"
"""What was <sup> or <sub> in the library, which is not escaped."""
_WRITTEN = re.compile(
    rf"(?P<as_is>{_RAISED_OR_LOWERED})"
    rf"|\{{\\(?P<named>{'|'.join(_NAMED)})\}}"
    r"|(?P<phantom>\\vphantom\{\\[{}]\})"
    r"|\\(?P<sign>[#$%&_{}])"
    r"|(?P<command>\\(?:[A-Za-z]+|.)\{[^{}\\]*\})"
    r"|\{(?P<capitals>[^{}\\]*)\}"
)
_UNESCAPED = re.compile(r"(?<!\\)[#$%&_^]")
"""Where a program escaped the whole text there is none of these."""
_COMMAND = re.compile(r"\\vphantom\{\\[{}]\}|\{\\textbackslash\}(?:[^\s)\]},.;:!?]|[,.;:!](?=\S))")
"""A phantom brace, or a backslash at work; one that is spoken of stands before a space or what ends a clause."""
_BETWEEN_DOLLARS = re.compile(r"\\\$((?:[^\\$]|\\[^$])+?)(?=\\\$)")
_SIGN_OF_MATH = re.compile(r"\{\\text(?:asciicircum|backslash|less|greater)\}|\\[_{]|=|\A\([^()]*\)\Z")
_BEGINS_AS_PRICE = re.compile(r"[\d.,/–—-]")
_ENDS_AS_PRICE = re.compile(r"[A-Z]\Z|[^\w)\]}'*|]\Z")
r"""As in "5/US\$", "5 to "."""


def meant(text: str) -> str:
    r"""`text` without the escapes, where formulas show that a program escaped all of it.

    `\$5` that somebody wrote for a price stays as it is: repair knows how to read what people write.
    """
    if "\\" not in text or not _is_program_s(text):
        return text
    return _WRITTEN.sub(_as_stored, text)


def _as_stored(match: re.Match[str]) -> str:
    if match["named"]:
        return _NAMED[match["named"]]
    if match["phantom"]:
        return ""
    return match["as_is"] or match["sign"] or match["command"] or match["capitals"] or ""


def _is_program_s(text: str) -> bool:
    if _UNESCAPED.search(re.sub(_RAISED_OR_LOWERED, "", text)):
        return False
    return bool(_COMMAND.search(text)) or any(map(_is_formula, _BETWEEN_DOLLARS.findall(text)))


def _is_formula(inner: str) -> bool:
    r"""Could `inner`, between two `\$`, only be a formula; "5 a day, or " stands between two prices."""
    stripped = inner.strip()
    is_one_word = len(stripped.split()) == 1
    if inner != stripped and not (is_one_word and _SIGN_OF_MATH.search(inner)):
        return False
    if _BEGINS_AS_PRICE.match(stripped) and _ENDS_AS_PRICE.search(stripped):
        return False
    return is_one_word or bool(_SIGN_OF_MATH.search(stripped))
