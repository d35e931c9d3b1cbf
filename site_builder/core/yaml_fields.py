"""YAML whose every key knows its line, and checked reading of its fields.

`load` refuses what PyYAML lets pass: duplicate keys, non-mappings at the top, hostile nesting. `Fields` reads one
mapping field by field and gathers every `Problem`, so that an author sees all mistakes of a file at once.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

import yaml

from site_builder.core.errors import BuildFailed, Problem, did_you_mean

try:
    from yaml import CSafeDumper as _FastDumper
    from yaml import CSafeLoader as _Base
except ImportError:  # PyYAML built without libyaml: the same results, ten times slower
    from yaml import SafeDumper as _FastDumper  # type: ignore[assignment]
    from yaml import SafeLoader as _Base  # type: ignore[assignment]  # the two share the interface used here

UNFIT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no page and no feed can hold."""
_TOO_LARGE: Final = 2**63
_DEEPEST = 20
_MOST_VALUES: Final = 100_000
"""Values in a file whose aliases are followed: YAML may name one list in another, and so on, a billion times over."""
_LONGEST_QUOTED: Final = 80
"""Characters of a value that a message shows."""
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
    for event in yaml.parse(text, _Base):
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append((event.anchor, 0))
            size = 0
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, size = open_.pop()
            sizes[anchor] = size = size + 1
        else:
            size = sizes.get(event.anchor, 1) if isinstance(event, yaml.AliasEvent) else 1
        anchor, held = open_[-1]
        open_[-1] = anchor, held + size
        if len(open_) > _DEEPEST + 1:
            return f"nests lists or mappings more than {_DEEPEST} deep"
        if held + size > _MOST_VALUES and sizes:
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


def _quoted(value: object) -> str:
    """`value` in a message: short, and on one line."""
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST_QUOTED else f"{text[: _LONGEST_QUOTED - 1]}…"


class Fields:
    """Checked reading of one mapping: ask for each field once, then `close` to hear of those nobody asked for."""

    def __init__(self, mapping: Mapping, where: str, problems: list[Problem], what: str = "field") -> None:
        self._mapping = mapping
        self.where = where
        self.problems = problems
        self._what = what
        self._known: set[str] = set()

    def at(self, name: str) -> str:
        """The place of field `name`: file and line."""
        line = self._mapping.lines.get(name) or min(self._mapping.lines.values(), default=0)
        return f"{self.where}:{line}" if line else self.where

    def each_at(self, name: str) -> list[str]:
        """The place of each item of the list `name`."""
        return [f"{self.where}:{line}" for line in self._mapping.items_at.get(name, ())]

    def wrong(self, name: str, what: str, hint: str = "") -> None:
        """Record a problem at field `name`."""
        self.problems.append(Problem(self.at(name), what, hint))

    def take(self, name: str) -> Any:
        """The raw value of `name`, or None when absent or empty."""
        self._known.add(name)
        return self._mapping.get(name)

    def text(self, name: str, *, required: bool = False) -> str:
        """A line of text; "" when absent. A number or date where text is meant is a problem: it must be quoted."""
        value = self.take(name)
        if value is None or value == "":
            if required:
                self.wrong(name, f"`{name}` is missing", f"Add a line `{name}: …`.")
            return ""
        if not isinstance(value, str):
            self.wrong(name, f"`{name}` must be text, not {_kind(value)}", f'Put it in quotes: {name}: "…".')
            return ""
        return self._line(name, value)

    def _line(self, name: str, value: str) -> str:
        """`value` as one line; a character that no page and no feed can hold is a problem."""
        line = " ".join(value.split())
        if UNFIT.search(line):
            self.wrong(name, f"`{name}` holds a control character", "Type the field anew.")
        return UNFIT.sub("", line)

    def lines(self, name: str) -> str:
        """Text of any number of lines, such as Markdown; "" when absent."""
        value = self.take(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(
                name, f"`{name}` must be text, not {_kind(value)}", f"Write {name}: |, and the text below, indented."
            )
            return ""
        if UNFIT.search(value.replace("\n", " ").replace("\t", " ")):
            self.wrong(name, f"`{name}` holds a control character", "Type the field anew.")
        return "\n".join(UNFIT.sub("", line.replace("\t", " ")).rstrip() for line in value.split("\n")).strip()

    def number(self, name: str, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`; None when absent."""
        value = self.take(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            hint = "Write it without quotes." if isinstance(value, str) and value.strip().isdecimal() else ""
            self.wrong(name, f"`{name}` must be a whole number from {low} to {high}, not `{_quoted(value)}`", hint)
            return None
        return value

    def flag(self, name: str) -> bool:
        """True or false; false when absent."""
        return bool(self.choice(name))

    def choice(self, name: str) -> bool | None:
        """True or false; None when absent."""
        value = self.take(name)
        if value is None or isinstance(value, bool):
            return value
        hint = "Write it without quotes." if value in ("true", "false") else ""
        self.wrong(name, f"`{name}` must be true or false, not `{_quoted(value)}`", hint)
        return None

    def day(self, name: str) -> date | None:
        """A date, YYYY-MM-DD; None when absent."""
        value = self.take(name)
        if value is None or type(value) is date:
            return value
        self.wrong(name, f"`{name}` must be a date such as 2024-09-30, not `{_quoted(value)}`")
        return None

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        value = self.take(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong(name, f"`{name}` must be a list of texts", f"Write {name}: [first, second].")
            return ()
        return tuple(self._line(name, item) for item in value)

    def links(self, name: str) -> tuple[tuple[str, str], ...]:
        """A mapping of names to http(s) URLs, as sorted pairs; empty when absent."""
        value = self.take(name)
        if value is None:
            return ()
        if not isinstance(value, Mapping):
            self.wrong(name, f"`{name}` must map names to URLs", f"Write {name}: {{code: https://…}}.")
            return ()
        return tuple(sorted((key, url) for key, url in value.items() if self._is_url(name, key, url)))

    def _is_url(self, name: str, key: str, url: object) -> bool:
        if isinstance(url, str) and is_web_url(url) and self._line(name, key):
            return True
        self.wrong(name, f"`{key}` must be an http or https URL, not `{url}`")
        return False

    def mappings(self, name: str) -> tuple[Mapping, ...]:
        """A list of mappings; empty when absent."""
        value = self.take(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            self.wrong(name, f"`{name}` must be a list of mappings")
            return ()
        return tuple(value)

    def mapping(self, name: str) -> Mapping:
        """A mapping; empty when absent."""
        value = self.take(name)
        if value is None or isinstance(value, Mapping):
            return value or Mapping()
        self.wrong(name, f"`{name}` must be a list of `name: value` lines")
        return Mapping()

    def plain(self, name: str) -> dict[str, Any]:
        """A mapping of whatever a curator likes, of plain dicts and lists; empty when absent."""
        found: dict[str, Any] = _plain(self.mapping(name))
        if any(UNFIT.search(text.replace("\n", " ").replace("\t", " ")) for text in _texts(found)):
            self.wrong(name, f"`{name}` holds a control character", "Type it anew.")
            return {}
        return found

    def close(self) -> None:
        """Record a problem for each field nobody asked for."""
        for name in self._mapping:
            if name not in self._known:
                self.wrong(name, f"unknown {self._what} `{name}`", did_you_mean(name, self._known))


def _plain(value: Any) -> Any:
    """`value` without the lines that its mappings know."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _texts(value: Any) -> Iterator[str]:
    """Every text in `value`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in (*value.keys(), *value.values()) if isinstance(value, dict) else value:
            yield from _texts(inner)


_UNFIT_IN_URL = re.compile(r"[\s<>\"\\^`{|}]")


def is_web_url(url: str) -> bool:
    """True for an http or https URL with a host, and no space, quotation mark, angle bracket or invisible sign."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and not _UNFIT_IN_URL.search(url)
        and url.isprintable()
    )


def _kind(value: object) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    names = {bool: "true or false", int: "a number", float: "a number", date: "a date", list: "a list"}
    return names.get(type(value), f"a {type(value).__name__}")


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
