"""JSON: one object a line, one object after another, a list of them, or an answer that holds such a list.

Where the list is in an answer (`message.items`, `resultList.result`, `notes`) is found, not known: it is the first
list, or the first object of objects, whose members have titles. What the records say is for `record`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from site_builder.core import json_text
from site_builder.core.errors import BuildFailed, Problem
from site_builder.ingest.sources.dump import Dropped, Dump
from site_builder.ingest.sources.record import Records, has_title

_FIRST = re.compile(r"[{\[]\s*(?:[\"'{}\]]|\[|\Z)")
_SPACE = re.compile(r"\s*")
_DEEPEST: Final = 4
"""Objects around the list of records; the services we know have two."""


def detect(text: str) -> bool:
    """True when the first thing in `text` is an object or a list of objects."""
    return bool(_FIRST.match(text.lstrip()[:200].strip()))


def read(lines: list[str], where: str) -> Dump:
    """An entry a record; see `sources.Reader`."""
    records = Records(where)
    filled = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if _is_value(filled[0][1]):
        for number, line in filled:
            _add_line(line, number, records)
    else:
        _add_spread("\n".join(lines), where, records)
    dump = records.dump()
    return replace(dump, dropped=(*_between(lines, dump), *dump.dropped))


def _between(lines: list[str], dump: Dump) -> Iterator[Dropped]:
    """What is no record's: blank lines, and the brackets of lists and answers around."""
    held = bytearray(len(lines) + 1)
    for dropped in dump.dropped:
        held[dropped.line] = 1
    for entry in dump.entries:
        first, last = entry.lines
        held[first : last + 1] = b"\1" * (last + 1 - first)
    for number, line in enumerate(lines, 1):
        if not held[number]:
            yield Dropped(number, "around-records" if line.strip() else "blank")


# -- a line at a time ------------------------------------------------------------------------------------------------


def _is_value(line: str) -> bool:
    """True when the line alone is JSON, or would be if it were not cut off or broken: an object's key begins on it."""
    try:
        json.loads(line)
    except RecursionError:
        return True
    except ValueError:
        return bool(re.match(r"\s*+\{\s*+\"[^\"]*+\"?\s*+:.*", line)) and not line.rstrip().endswith(("{", "[", ","))
    return True


def _add_line(line: str, number: int, records: Records) -> None:
    try:
        value = json.loads(line, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        records.wrong(number, f"is not JSON ({json_text.reason_of(error)})", "Put one whole object on each line.")
        return
    listed = _listed(value)
    for record in [value] if listed is None else _members(_at(value, listed)):
        if isinstance(record, dict):
            records.add(record, number, number)
        else:
            records.wrong(
                number, "holds something that is no object", 'Every paper needs {"title": "…", "abstract": "…"}.'
            )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"`{twice}` is given twice")
    return made


# -- where the records are -------------------------------------------------------------------------------------------


def _listed(value: Any, depth: int = _DEEPEST) -> tuple[str, ...] | None:
    """The keys that lead from `value` to the list, or the object, of its records; None where it is a record itself."""
    if isinstance(value, list):
        return ()
    if not isinstance(value, dict) or depth == 0 or (has_title(value) and not _holds_papers(value)):
        return None
    of_titles = [key for key, inner in value.items() if isinstance(inner, list) and any(map(has_title, inner[:3]))]
    if of_titles:
        return (of_titles[0],)
    return () if len(value) > 1 and all(map(has_title, value.values())) else _listed_below(value, depth)


def _listed_below(value: dict[str, Any], depth: int) -> tuple[str, ...] | None:
    for key, inner in value.items():
        if key == "message" and has_title(inner):  # Crossref's answer about one work
            return (key,)
        below = _listed(inner, depth - 1) if isinstance(inner, dict) else None
        if below is not None:
            return (key, *below)
    return None


def _holds_papers(value: dict[str, Any]) -> bool:
    """True of a list's own title, as in {"title": "My reading list", "papers": [...]}."""
    return any(
        isinstance(value.get(key), list) for key in ("papers", "items", "results", "entries", "articles", "notes")
    )


def _at(value: Any, keys: tuple[str, ...]) -> Any:
    for key in keys:
        value = value[key]
    return value


def _members(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [value] if has_title(value) else list(value.values())
    return list(value)


# -- over several lines ------------------------------------------------------------------------------------------------


def _add_spread(text: str, where: str, records: Records) -> None:
    """Add the records of a text whose values go over several lines, each with its first and last line."""
    decoder = json.JSONDecoder(object_pairs_hook=_unique)
    line, counted = 1, 0
    try:
        for record, start, end in _values(text, decoder):
            line, counted = line + text.count("\n", counted, start), start
            if not isinstance(record, dict):
                records.wrong(
                    line, "holds something that is no object", 'Every paper needs {"title": "…", "abstract": "…"}.'
                )
                continue
            records.add(record, line, line + text.count("\n", start, end))
    except json.JSONDecodeError as error:
        hint = "Is the file whole? Mend it there, or save it anew."
        raise BuildFailed([Problem(f"{where}:{error.lineno}", f"is not JSON ({error.msg})", hint)]) from error
    except (ValueError, RecursionError) as error:
        raise BuildFailed(
            [Problem(f"{where}:{line}", f"is not JSON ({json_text.reason_of(error)})", "Mend it there.")]
        ) from error


def _values(text: str, decoder: json.JSONDecoder) -> Iterator[tuple[Any, int, int]]:
    """(record, start, end) of each record in `text`."""
    at = _skip(text, 0)
    while at < len(text):
        whole, end = decoder.raw_decode(text, at)
        keys = _listed(whole)
        if keys is None:
            yield whole, at, end
        else:
            inner = _at(whole, keys)
            spans = _spans(text, _inside(text, at, keys, decoder), inner, decoder)
            yield from ((record, *span) for record, span in zip(_members(inner), spans, strict=True))
        at = _skip(text, end)


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _inside(text: str, at: int, keys: tuple[str, ...], decoder: json.JSONDecoder) -> int:
    """Where the value that `keys` lead to begins, from the object that begins at `at`."""
    for key in keys:
        at = _skip(text, at + 1)
        while True:
            name, end = decoder.raw_decode(text, at)
            at = _skip(text, _skip(text, end) + 1)
            if name == key:
                break
            at = _skip(text, _skip(text, decoder.raw_decode(text, at)[1]) + 1)
    return at


def _spans(text: str, at: int, value: Any, decoder: json.JSONDecoder) -> Iterator[tuple[int, int]]:
    """Start and end of each of the members of `value`, the list or object that begins at `at`."""
    named = isinstance(value, dict)
    if named and has_title(value):
        yield at, decoder.raw_decode(text, at)[1]
        return
    for _ in range(len(value)):
        at = _skip(text, at + 1)
        if named:
            at = _skip(text, _skip(text, decoder.raw_decode(text, at)[1]) + 1)
        end = decoder.raw_decode(text, at)[1]
        yield at, end
        at = _skip(text, end)
