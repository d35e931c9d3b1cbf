"""What a file of the site is made of, as a digest that is known before the file, or even its view, is made.

Nobody lists what a view depends on. Its key stands for the function that makes it and for all that this function is
called with, field by field, down to the last: a function that is given no catalog can show nothing of other papers,
and one that is given more has another key as soon as that changes. What a key cannot tell of has none, and is made.
The program itself is the caller's to add: a key knows a function by its name.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from types import FunctionType, MethodType, UnionType
from typing import Any, Final, Union, get_args, get_origin

import msgspec

from site_builder.analysis.catalog import Catalog, CatalogEntry
from site_builder.core import files


class NoKey(TypeError):
    """A value of which nobody can say when it is the same as another."""


class InputKeys:
    """The keys of one build."""

    def __init__(self) -> None:
        self._digests: dict[int, tuple[object, bytes]] = {}
        """By identity of a value, which is held so that no other can take its place."""

    def __reduce__(self) -> tuple[type["InputKeys"], tuple[()]]:
        """Another process begins anew: identities mean nothing there."""
        return InputKeys, ()

    def of(self, make: Callable[[], object], *besides: str) -> str:
        """Stands for the function in `make`, a `partial`, for all that it is called with and for `besides`.

        "" when nobody can tell.
        """
        try:
            return files.digest(_ENCODER.encode((self._called(make), besides))) if isinstance(make, partial) else ""
        except (NoKey, UnicodeEncodeError, OverflowError):  # lone surrogates and huge numbers are none of msgpack's
            return ""

    def _called(self, made: Any) -> list[object]:
        """A function by its name, and all that it is called with."""
        function: object = made.func if isinstance(made, partial) else made
        given: list[object] = [*made.args, *made.keywords.items()] if isinstance(made, partial) else []
        if isinstance(function, MethodType):
            given.insert(0, function.__self__)
            function = function.__func__
        if not isinstance(function, FunctionType) or "<" in function.__qualname__:  # a lambda, or one within another
            raise NoKey(repr(function))
        return [function.__module__, function.__qualname__, *map(self._given, given)]

    def _given(self, value: Any) -> object:
        """`value` as it is told, by its digest where many may be given the very same."""
        kind: Any = type(value)
        if kind in _PLAIN or (hasattr(kind, "__slots__") and kind is not CatalogEntry and _parts(kind)):
            return self._plain(value)
        return self._digest(value)

    def _digest(self, value: object) -> bytes:
        known = self._digests.get(id(value))
        if known is None:
            content = _ENCODER.encode(self._plain(value, value))
            known = self._digests[id(value)] = (value, blake2b(content, digest_size=16).digest())
        return known[1]

    def _plain(self, value: Any, whole: object = None) -> object:
        """`value` so that msgpack writes what differs anywhere in it differently, and only that.

        What msgpack writes so by itself is left to it, which is far faster: all but sets, which have no order of
        their own, dataclasses that keep more than their fields, and functions.
        """
        kind: Any = type(value)
        if kind in _PLAIN:
            return value
        if kind is CatalogEntry and value is not whole:  # which many pages show, and which is digested once
            return self._digest(value)
        found = _parts(kind)
        if found is not None:
            parts = [kind.__qualname__, *found.of(value)]
            for at in found.careful:
                parts[at] = self._plain(parts[at])
            return parts
        if kind is tuple or kind is list:
            return [*map(self._plain, value)]
        return self._unusual(value)

    def _unusual(self, value: Any) -> object:
        name = type(value).__qualname__
        if isinstance(value, frozenset | set):
            return [name, *sorted(_ENCODER.encode(self._plain(one)) for one in value)]
        if isinstance(value, Mapping):  # in an order that a page may show
            return [name, *(self._plain(part) for item in value.items() for part in item)]
        if isinstance(value, Catalog):
            raise NoKey(name)
        if isinstance(value, partial | MethodType | FunctionType):
            return [name, *self._called(value)]
        return [*map(self._plain, value)] if isinstance(value, tuple | list) else value


_PLAIN: Final = frozenset({str, int, float, bool, type(None)})
"""What is told as it is."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The fields of a dataclass without those that follow from others, by which its values are not compared either."""

    of: Callable[[Any], tuple[object, ...]]
    """What a value has in them."""
    careful: tuple[int, ...]
    """Those of which the value needs care, from 1."""


@cache
def _parts(kind: type) -> _Parts | None:
    """None of other types, and of a catalog, of which each edit makes another one."""
    if not is_dataclass(kind) or kind is Catalog:
        return None
    compared = [field for field in fields(kind) if field.compare]
    careful = tuple(at for at, field in enumerate(compared, 1) if _needs_care(field.type))
    names = [field.name for field in compared]
    if len(names) > 1:
        return _Parts(attrgetter(*names), careful)
    return _Parts(lambda value: tuple(getattr(value, name) for name in names), careful)


def _needs_care(hint: Any) -> bool:
    """True when a value of this type may hold a set, or a dataclass that keeps more than its fields."""
    if isinstance(hint, type) and is_dataclass(hint):
        parts = _parts(hint)
        return not hasattr(hint, "__slots__") or bool(parts and parts.careful)
    kind = get_origin(hint) or hint
    is_known = (isinstance(kind, type) and not issubclass(kind, Set)) or kind in (Union, UnionType, ...)
    return not is_known or kind is object or any(map(_needs_care, get_args(hint)))


def _path(value: object) -> str:
    if isinstance(value, Path):
        return str(value)
    raise NoKey(type(value).__qualname__)


_ENCODER: Final = msgspec.msgpack.Encoder(enc_hook=_path)
