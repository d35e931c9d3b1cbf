"""What a file of the site is made of, as a digest that is known before the file, or even its view, is made.

Nobody lists what a view depends on. Its key stands for the function that makes it and for all that this function is
called with, field by field, down to the last: a function that is given no catalog can show nothing of other papers,
and one that is given more has another key as soon as that changes. What a key cannot tell of has none, and is made.
The program itself is the caller's to add: a key knows a function by its name.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any, Final

import msgspec

from site_builder.analysis.catalog import CatalogEntry
from site_builder.core import files

_ATOMS: Final = frozenset({str, int, float, bool, bytes, type(None), date})


class NoKey(TypeError):
    """A value of which nobody can say when it is the same as another."""


class InputKeys:
    """The keys of one build."""

    def __init__(self) -> None:
        self._digests: dict[int, tuple[object, str]] = {}
        """By identity of a value, which is held so that no other can take its place."""

    def of(self, make: Callable[[], object], *besides: str) -> str:
        """Stands for the function in `make`, a `partial`, for all that it is called with and for `besides`.

        "" when nobody can tell.
        """
        if not isinstance(make, partial):
            return ""
        function: object = make.func
        given: list[object] = [*make.args, *make.keywords.items()]
        if isinstance(function, MethodType):
            given.insert(0, function.__self__)
            function = function.__func__
        if not isinstance(function, FunctionType) or function.__closure__:
            return ""
        try:
            digests = [self._digest(one) for one in given]
        except (NoKey, UnicodeEncodeError, OverflowError):  # lone surrogates and huge numbers are none of msgpack's
            return ""
        return files.digest("\n".join((function.__module__, function.__qualname__, *digests, *besides)))

    def _digest(self, value: object) -> str:
        known = self._digests.get(id(value))
        if known is None:
            digest = files.digest(msgspec.msgpack.encode(self._plain(value, value)))
            known = self._digests[id(value)] = (value, digest)
        return known[1]

    def _plain(self, value: Any, whole: object = None) -> object:
        """`value` in plain values, so that what differs anywhere in it is written differently, and only that."""
        kind = type(value)
        if kind in _ATOMS:
            return value
        if kind is CatalogEntry and value is not whole:  # which many pages show, and which is digested once
            return self._digest(value)
        if is_dataclass(kind):
            parts: Any = [getattr(value, name) for name in _names(kind)]
        elif isinstance(value, Mapping):  # in an order that a page may show
            parts = [part for item in value.items() for part in item]
        elif isinstance(value, frozenset | set):  # in no order, so that one is made
            return [kind.__qualname__, *sorted(msgspec.msgpack.encode(self._plain(one)) for one in value)]
        elif isinstance(value, Path):
            parts = [str(value)]
        elif isinstance(value, tuple | list):
            parts = value
        else:
            raise NoKey(kind.__qualname__)
        return [kind.__qualname__, *map(self._plain, parts)]


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
