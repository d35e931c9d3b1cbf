"""JSON as we keep it: objects of texts, lists and numbers that any reader can hold."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

from site_builder.core.errors import BuildFailed, Problem

_Value = TypeVar("_Value")

_MOST_DIGITS = 18
"""Of a whole number: what 64 bits hold. No count of ours has more, and Python refuses to write down thousands."""


def loads(text: str | bytes, where: str, what: str = "JSON", hint: str = "") -> Any:
    """What `text` holds; object keys are unique, numbers finite.

    Raises `BuildFailed`, saying that `where` is not `what`, with `hint`, when `text` is not such JSON.
    """
    try:
        return _parsed(text)
    except json.JSONDecodeError as error:
        reason, at = error.msg, f"{where}:{error.lineno}"
    except (ValueError, RecursionError) as error:
        reason, at = reason_of(error), where
    raise BuildFailed([Problem(at, f"is not {what} ({reason})", hint)])


def read(make: Callable[[Any], _Value], text: str | bytes, where: str, what: str, hint: str = "") -> _Value:
    """What `make` makes of the JSON in `text`; raises `BuildFailed` as `loads` does when its structure is another."""
    kept = loads(text, where, what, hint)
    try:
        return make(kept)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise BuildFailed([Problem(where, f"is not {what} ({reason_of(error)})", hint)]) from error


def reason_of(error: Exception) -> str:
    """What to say of `error`, which reading JSON or making something of it raised."""
    if isinstance(error, RecursionError):
        return "it nests too deeply"
    if isinstance(error, KeyError):
        return f"`{error.args[0]}` is missing"
    if isinstance(error, ValueError) and "int_max_str_digits" not in str(error):
        return str(error)
    return "a number in it is too large" if isinstance(error, ValueError) else "its parts are of another kind"


def _parsed(text: str | bytes) -> Any:
    return json.loads(text, object_pairs_hook=_unique, parse_int=_whole, parse_float=_finite, parse_constant=_refused)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"`{twice}` is given twice")
    return made


def _whole(digits: str) -> int:
    if len(digits.lstrip("-")) > _MOST_DIGITS:
        raise ValueError(f"the number {digits[:_MOST_DIGITS]}… is too large")
    return int(digits)


def _finite(digits: str) -> float:
    found = float(digits)
    if found in (float("inf"), float("-inf")):
        raise ValueError(f"the number {digits[:_MOST_DIGITS]} is too large")
    return found


def _refused(name: str) -> float:
    raise ValueError(f"{name} is no number")
