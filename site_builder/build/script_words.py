"""The words of scripts: put into them, in the site's language, when their files are made.

So a browser fetches no list of words, and a page holds none. Scripts say `_('Kept: %(title)s', { title })` and
`many(['%(num)s paper', '%(num)s papers'], count)`, both of static/js/shelf.js; only the words between quotes are
replaced. A script that imports nothing has words without values alone, of which the call is replaced, too.
"""

import json
import re
from collections.abc import Iterator
from typing import Final

from site_builder.core.words import Words

STANDALONE: Final = frozenset({"js/theme.js", "js/single.js", "worker.js"})
"""Scripts that import nothing."""
_TEXTS: Final = ("said", "one", "more")
_SAID, _ONE, _MORE = (rf"'(?P<{name}>(?:[^'\\\n]|\\.)*)'" for name in _TEXTS)
_SPOKEN: Final = re.compile(
    r"(?P<open>\$\{)?(?<![\w$.])"
    rf"(?:_\(\s*{_SAID}(?:(?P<end>\s*\))(?P<close>\}})?)?|(?P<many>many\(\s*\[\s*{_ONE}\s*,\s*{_MORE}\s*\]))"
)
"""Words and words that are counted, in one pattern: what is put in is not looked through again."""
_PLAIN: Final = re.compile(r"[^'\"\\`$]*")
"""What means the same in a text between backticks."""
_ESCAPED: Final = re.compile(r"\\(.)")


def found(script: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(line, words) of all that `script` says; two words where they are counted."""
    for match in _SPOKEN.finditer(script):
        texts = tuple(_plain(text) for text in match.group(*_TEXTS) if text is not None)
        yield script.count("\n", 0, match.start()) + 1, texts


def spoken(script: str, name: str, words: Words) -> str:
    """The script called `name` in the language of `words`."""

    def put(match: re.Match[str]) -> str:
        if match["said"] is None:
            return f"{match['open'] or ''}{_counted(match, words)}"
        return _said(match, words, is_alone=name in STANDALONE)

    return _SPOKEN.sub(put, script)


def _said(match: re.Match[str], words: Words, *, is_alone: bool) -> str:
    message = _plain(match["said"])
    text = words.one("", message)
    literal = f"'{match['said']}'" if text == message else _literal(text)
    before, end, behind = match["open"] or "", match["end"] or "", match["close"] or ""
    if is_alone and before and behind and _PLAIN.fullmatch(text):
        return text
    return f"{before}{literal if is_alone and end else f'_({literal}{end}'}{behind}"


def _counted(match: re.Match[str], words: Words) -> str:
    forms, rule = words.forms(_plain(match["one"]))
    if not forms:
        return match["many"]
    chosen = f"Math.min(Number({rule})||0,{len(forms) - 1})"
    return f"many(Object.assign([{','.join(map(_literal, forms))}],{{of:(n)=>{chosen}}})"


def _plain(quoted: str) -> str:
    return _ESCAPED.sub(r"\1", quoted)


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
