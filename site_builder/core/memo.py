"""Values made once and used again while what they were made from stays the same."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

_Value = TypeVar("_Value")


class Recall:
    """Values by what they were made from; one build long, so that it never grows."""

    def __init__(self) -> None:
        self._held: dict[str, Mapping[Hashable, Any]] = {}
        self.made: set[str] = set()
        """Kinds of which a value was made since somebody emptied this set."""

    def all(self, kind: str, keys: Sequence[Hashable], make: Callable[[list[int]], Iterable[_Value]]) -> list[_Value]:
        """The value of each of `keys`: as it was the last time, else of those that `make` makes for their indexes."""
        held = self._held.get(kind, {})
        missing = [index for index, key in enumerate(keys) if key not in held]
        made = dict(zip(missing, make(missing), strict=True))
        if missing:
            self.made.add(kind)
        values = [made[index] if index in made else held[key] for index, key in enumerate(keys)]
        self._held[kind] = dict(zip(keys, values, strict=True))
        return values

    def held(self, kind: str) -> Mapping[Hashable, Any]:
        """All values of a kind by their keys, in the order in which they were last asked for."""
        return self._held.get(kind, {})

    def hold(self, kind: str, values: Mapping[Hashable, Any]) -> None:
        """Know these `values` of a kind, made elsewhere."""
        self._held[kind] = values

    def learn(self, kind: str, values: Mapping[Hashable, Any]) -> None:
        """The same, and count them as made where they are not what is known."""
        if values != self._held.get(kind):
            self.made.add(kind)
        self._held[kind] = dict(values)

    def copy(self) -> "Recall":
        """One that knows the same; what it learns or forgets changes nothing here."""
        other = Recall()
        other._held = dict(self._held)
        return other

    def one(self, kind: str, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """The value of `key`: as it was the last time, else what `make` makes."""
        return self.all(kind, [key], lambda missing: [make() for _ in missing])[0]
