"""Where the items of an XML file stand, told by expat before anything else reads it.

It refuses entities of a file's own making, which can grow without bound or read other files, and nesting without end;
and it knows the lines.
"""

from collections.abc import Mapping, Set
from typing import Final
from xml.parsers import expat

from site_builder.core.errors import BuildFailed, Problem

BEFORE_ROOT: Final = r"(?:(?><!--.*?-->)|<\?[^>]{0,500}\?>|<!DOCTYPE\s++(?!html\b)[^>\[]{0,300}>|\s)*+"
"""A pattern for what may stand before the root of a file that is no HTML; where `.` is any sign."""
_DEEPEST: Final = 200


class Walk:
    """One walk through a file whose items are elements named one of `items`, whatever their namespace."""

    def __init__(self, where: str, items: Set[str]) -> None:
        self.spans: list[tuple[int, int]] = []
        """First and last line of each item, in the order in which they end."""
        self.opened: list[tuple[str, int]] = []
        """Name and line of each element that is open."""
        self.root = 0
        """Where the root begins, in bytes."""
        self._where, self._items = where, items
        self._parser = expat.ParserCreate("utf-8")
        self._parser.EntityDeclHandler = self._entity
        self._parser.StartElementHandler, self._parser.EndElementHandler = self.start, self.end
        self._parser.CharacterDataHandler = self.text

    def through(self, data: bytes) -> list[tuple[int, int]]:
        """The spans of `data`, which is UTF-8. Raises `BuildFailed` for what is no XML, or is refused."""
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            what = f"is not XML ({expat.ErrorString(error.code)})"
            hint = "Is the file whole? Save it anew."
            raise BuildFailed([Problem(f"{self._where}:{error.lineno}", what, hint)]) from error
        return self.spans

    def refuse(self, what: str, hint: str = "") -> None:
        """Raise `BuildFailed` for what stands here."""
        raise BuildFailed([Problem(f"{self._where}:{self._parser.CurrentLineNumber}", what, hint)])

    def _entity(self, *_: object) -> None:
        hint = "Papers need none. Take the DOCTYPE out if you trust where it comes from."
        self.refuse("defines entities, which are not read", hint)

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if not self.opened:
            self.root = self._parser.CurrentByteIndex
        self.opened.append((name.rpartition(":")[2], self._parser.CurrentLineNumber))
        if len(self.opened) > _DEEPEST:
            self.refuse(f"nests elements more than {_DEEPEST} deep")

    def text(self, text: str) -> None:
        """Characters."""

    def end(self, _name: str) -> None:
        """The element that began last ends."""
        name, line = self.opened.pop()
        if name in self._items:
            self.spans.append((line, self._parser.CurrentLineNumber))
