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
_QUOTED: Final = r"'((?:[^'\\\n]|\\.)*)'"
_SAID: Final = re.compile(rf"(?<![\w$.])_\(\s*{_QUOTED}(?P<end>\s*\))?")
_COUNTED: Final = re.compile(rf"(?<![\w$.])many\(\s*\[\s*{_QUOTED}\s*,\s*{_QUOTED}\s*\]")
_FOLDED: Final = re.compile(r"""\$\{(['"])([^'"\\`$]*)\1\}""")
"""Words that stand in a text by themselves."""
_ESCAPED: Final = re.compile(r"\\(.)")


def found(script: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(line, words) of all that `script` says; two words where they are counted."""
    for match in sorted([*_SAID.finditer(script), *_COUNTED.finditer(script)], key=re.Match.start):
        texts = (match[1],) if match.re is _SAID else (match[1], match[2])
        yield script.count("\n", 0, match.start()) + 1, tuple(map(_plain, texts))


def spoken(script: str, name: str, words: Words) -> str:
    """The script called `name` in the language of `words`."""
    said = _SAID.sub(lambda match: _said(match, words, is_alone=name in STANDALONE), script)
    if name in STANDALONE:
        said = _FOLDED.sub(r"\2", said)
    return _COUNTED.sub(lambda match: _counted(match, words), said)


def _said(match: re.Match[str], words: Words, *, is_alone: bool) -> str:
    message = _plain(match[1])
    text = words.one("", message)
    literal = f"'{match[1]}'" if text == message else _literal(text)
    return literal if is_alone and match["end"] else f"_({literal}{match['end'] or ''}"


def _counted(match: re.Match[str], words: Words) -> str:
    forms, rule = words.forms(_plain(match[1]))
    if not forms:
        return match[0]
    chosen = f"Math.min(Number({rule})||0,{len(forms) - 1})"
    return f"many(Object.assign([{','.join(map(_literal, forms))}],{{of:(n)=>{chosen}}})"


def _plain(quoted: str) -> str:
    return _ESCAPED.sub(r"\1", quoted)


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
