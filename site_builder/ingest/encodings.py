"""The text of dumps: UTF-8, or what a file says of itself beyond doubt.

Excel marks its "Unicode text" with a byte order mark, XML and JabRef name their encoding. What names none is not
guessed: a wrong letter in a name would stay unseen.
"""

import codecs
import re
from pathlib import Path
from typing import Final

from site_builder.core import files
from site_builder.core.errors import BuildFailed, Problem

_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NAMED = re.compile(
    rb"""\s*<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([\w.-]{1,40})["']"""
    rb"""|(?:%[^\n]{0,200}\n){0,3}%[^\n]{0,200}?\bEncoding:[ \t]*([\w-]{1,40})"""
)
_READ: Final = re.compile(r"iso8859-\d+|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|big5|euc_(?:jp|kr)|shift_jis")
"""Python's names of what is read: tables of letters, no codec that can hide other text or takes long."""
_LATIN: Final = {"iso8859-1": "cp1252"}
"""What programs on the web mean by the name (https://encoding.spec.whatwg.org/#names-and-labels)."""


def decoded(data: bytes, where: Path | str) -> str:
    """The text of a dump, `data`, which messages call `where`. Raises `BuildFailed` for what is none."""
    name = _stated(data)
    if not name:
        return files.decode(data, where)
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        named = files.display_path(where) if isinstance(where, Path) else where
        line = data.count(b"\n", 0, error.start) + 1
        what = f"says that it is {name}, and is not (byte {error.start + 1})"
        raise BuildFailed([Problem(f"{named}:{line}", what, "Save the file as UTF-8.")]) from error
    return files.decode(text.encode("utf-8"), where)


def _stated(data: bytes) -> str:
    """Python's name of the encoding that `data` states; "" where that is UTF-8, or nothing that is read."""
    if data.startswith(_MARKS):
        return "utf-16"
    found = _NAMED.match(data)
    if not found:
        return ""
    try:
        name = codecs.lookup((found[1] or found[2]).decode("ascii")).name
    except LookupError:
        return ""
    return _LATIN.get(name, name) if _READ.fullmatch(name) else ""
