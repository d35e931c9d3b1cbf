"""YAML as text: `load` reads a mapping whose every key knows its line, `dump` writes what `load` reads back.

`load` refuses what PyYAML lets pass: duplicate keys, non-mappings at the top, hostile nesting.
"""

import re
from bisect import bisect
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import Any, Final

import yaml

from site_builder.core.errors import BuildFailed, Problem

try:
    from yaml import CSafeDumper as _FastDumper
    from yaml import CSafeLoader as _Base
except ImportError:  # PyYAML built without libyaml: the same results, ten times slower
    from yaml import SafeDumper as _FastDumper  # type: ignore[assignment]
    from yaml import SafeLoader as _Base  # type: ignore[assignment]  # the two share the interface used here

_TOO_LARGE: Final = 2**63
_DEEPEST = 20
_MOST_VALUES: Final = 100_000
"""Values in a file whose aliases are followed: YAML may name one list in another, and so on, a billion times over."""
_NESTS = re.compile(r"^ {20}|(?:[-?:]\s+){5}", re.MULTILINE)
"""What more than twenty levels of block style must hold somewhere."""


class Mapping(dict[str, Any]):
    """A YAML mapping that knows the line (from 1) of each key in `lines`, and of each item of a list in `items_at`."""

    __slots__ = ("items_at", "lines")

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}
        self.items_at: dict[str, list[int]] = {}


class _Loader(_Base):
    """Safe YAML that keeps lines and refuses duplicate keys."""


def _mapping(loader: Any, node: yaml.Node) -> Mapping:
    if not isinstance(node, yaml.MappingNode):
        raise yaml.MarkedYAMLError(problem="is no mapping", problem_mark=node.start_mark)
    made = Mapping()
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise yaml.MarkedYAMLError(problem=f"key `{key}` is not text", problem_mark=key_node.start_mark)
        if key in made:
            raise yaml.MarkedYAMLError(problem=f"`{key}` is given twice", problem_mark=key_node.start_mark)
        made[key] = loader.construct_object(value_node, deep=True)
        made.lines[key] = key_node.start_mark.line + 1
        if isinstance(value_node, yaml.SequenceNode):
            made.items_at[key] = [item.start_mark.line + 1 for item in value_node.value]
    return made


def _refuse(_loader: Any, node: yaml.Node) -> None:
    raise yaml.MarkedYAMLError(problem="this kind of value is not used here", problem_mark=node.start_mark)


_FAULTS: Final = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)
"""What PyYAML's own constructors raise where a tag such as `!!int` or `!!map` stands before something else."""


def _checked(kind: str, construct: Callable[[Any, Any], Any]) -> None:
    """Make a `kind` that is none, such as the day 2024-13-45 or an empty `!!int`, a problem with its line."""

    def checked(loader: Any, node: yaml.Node) -> Any:
        try:
            found = construct(loader, node)
        except _FAULTS as error:
            why = f" ({error})" if kind == "timestamp" and isinstance(error, ValueError) else ""
            raise yaml.MarkedYAMLError(problem=f"is no {kind}{why}", problem_mark=node.start_mark) from error
        if type(found) in (int, float) and not abs(found) < _TOO_LARGE:  # "not": so that NaN is refused too
            raise yaml.MarkedYAMLError(problem="a number so large is not used here", problem_mark=node.start_mark)
        return found

    _Loader.add_constructor(f"tag:yaml.org,2002:{kind}", checked)


for _kind_of_value in ("timestamp", "int", "float", "bool", "null", "str"):
    _checked(_kind_of_value, _Base.yaml_constructors[f"tag:yaml.org,2002:{_kind_of_value}"])
_checked("map", _mapping)
for _unused_kind in ("binary", "omap", "pairs", "set"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_unused_kind}", _refuse)
_Loader.add_constructor(None, _refuse)


def load(text: str, where: str, first_line: int = 1) -> Mapping:
    """The mapping that `text` holds; an empty text is an empty mapping.

    `first_line` is the line of the file at which `text` begins. Raises `BuildFailed` with file and line.
    """
    try:
        if fault := _excess(text):
            raise BuildFailed([Problem(where, fault)])
        found = yaml.load(text, _Loader)  # noqa: S506 — _Loader is a safe loader
    except yaml.MarkedYAMLError as error:
        raise BuildFailed([_problem(error, where, first_line)]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BuildFailed([Problem(where, f"is not valid YAML ({str(error).splitlines()[0]})")]) from error
    if found is None:
        return Mapping()
    if not isinstance(found, Mapping):
        raise BuildFailed([Problem(f"{where}:{first_line}", "must be a list of `name: value` lines")])
    _shift(found, first_line - 1)
    return found


def _excess(text: str) -> str:
    """What `text` has too much of; "" when nothing is.

    The composer recurses in C, so that deep nesting would end the process, and lists of aliases of lists grow without
    bound when they are walked: the flat parser counts first.
    """
    nests = text.count("[") + text.count("{") > _DEEPEST or _NESTS.search(text)
    if not nests and not ("&" in text and "*" in text):
        return ""
    sizes: dict[str | None, int] = {}
    open_: list[tuple[str | None, int]] = [(None, 0)]
    repeated = 0
    for event in yaml.parse(text, _Base):
        size = 1
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append((event.anchor, 0))
            size = 0
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, held = open_.pop()
            sizes[anchor] = size = held + 1
        elif isinstance(event, yaml.AliasEvent):
            size = sizes.get(event.anchor, 1)
            repeated += size
        anchor, held = open_[-1]
        open_[-1] = anchor, held + size
        if len(open_) > _DEEPEST + 1:
            return f"nests lists or mappings more than {_DEEPEST} deep"
        if repeated > _MOST_VALUES:
            return f"holds more than {_MOST_VALUES:,} values once its aliases (*) are followed"
    return ""


_HINTS = {
    "mapping values": "Quote the value if it holds a colon, a # or a quotation mark.",
    "cannot start any token": "Indent with spaces, no tab; quote a value that begins with a special character.",
}
"""What to do about some complaints of YAML's."""


def _problem(error: yaml.MarkedYAMLError, where: str, first_line: int) -> Problem:
    mark = error.problem_mark or error.context_mark
    at = f"{where}:{mark.line + first_line}" if mark else where
    said = str(error)
    hints = (hint for sign, hint in _HINTS.items() if sign in said)
    return Problem(at, error.problem or "is not valid YAML", next(hints, ""))


def _shift(mapping: Mapping, by: int) -> None:
    if by:
        mapping.lines = {key: line + by for key, line in mapping.lines.items()}
        mapping.items_at = {key: [line + by for line in lines] for key, lines in mapping.items_at.items()}
        for value in mapping.values():
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, Mapping):
                    _shift(inner, by)


def comments_behind(text: str) -> dict[int, str]:
    """Index of a line of `text` → the comment that stands there behind a value: "# asked the author".

    `text` has been loaded before, so that no error can be raised for it. Lines end at `\\n` alone; YAML's own may also
    end elsewhere, so places are told by characters.
    """
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    ends, heads = dict[int, int](), dict[int, str]()
    for token in yaml.scan(text, _Base):
        start, end = token.start_mark.index, token.end_mark.index
        if start == end:
            continue
        first, last = bisect(starts, start) - 1, bisect(starts, end) - 1
        head = _BLOCK_HEAD.match(lines[first], start - starts[first])
        if head and isinstance(token, yaml.ScalarToken):
            heads[first] = head[1]
        ends |= {line: len(lines[line]) for line in range(first, last)}  # within a scalar there are none
        if end > starts[last]:
            ends[last] = max(ends.get(last, 0), end - starts[last])
    rest = {line: lines[line][column:].strip() for line, column in ends.items() if line < len(lines)}
    return {line: said for line, said in rest.items() if said.startswith("#")} | heads


_BLOCK_HEAD = re.compile(r"[|>][-+0-9]*\s+(#.*)")
"""What a text of several lines begins with, and a comment behind it."""


def dump(pairs: Iterable[tuple[str, Any]]) -> str:
    """`pairs` as YAML, one field a line in the order given, text in double quotes; `load` reads it back unchanged."""
    return "".join(f"{name}: {_one_line(value)}\n" for name, value in pairs)


def dump_list(texts: Iterable[str]) -> str:
    """`texts` as a YAML list, one a line, quoted where a word would be taken for something else."""
    return yaml.safe_dump(list(texts), default_flow_style=False, allow_unicode=True, width=2**30)


_FAR = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")
_USUAL_KEY = re.compile(r"[a-z_]{1,40}")


def _is_usual(value: Any) -> bool:
    """True of what libyaml, five times as fast, writes as PyYAML does: not so far characters and odd keys."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and _USUAL_KEY.fullmatch(key) for key in value) and _is_usual([*value.values()])
    if isinstance(value, list):
        return all(map(_is_usual, value))
    return not isinstance(value, str) or not _FAR.search(value)


def _one_line(value: Any) -> str:
    # Only double quotes can hold every character: PyYAML's single ones lose a NEL (U+0085).
    quoted = isinstance(value, str) or (isinstance(value, list) and not all(str(item).isprintable() for item in value))
    style = '"' if quoted else None
    dumper = _FastDumper if _is_usual(value) else yaml.SafeDumper
    written: str = yaml.dump(
        value,
        None,
        dumper,
        default_style=style,
        default_flow_style=True,
        allow_unicode=True,
        sort_keys=False,
        width=2**30,
    )
    return written.removesuffix("...\n").rstrip("\n")
