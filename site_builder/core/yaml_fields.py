"""Checked reading of YAML's fields: `Fields` reads one mapping and gathers every `Problem` of it.

An author sees all mistakes of a file at once, each with its line.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from site_builder.core.errors import Problem, did_you_mean
from site_builder.core.yaml_text import Mapping

UNFIT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no page and no feed can hold."""
_LONGEST_QUOTED: Final = 80
"""Characters of a value that a message shows."""


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
        if value is None or (isinstance(value, str) and not value.strip()):
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
        if not key:
            self.wrong(name, f"`{name}` has a URL without a name", f"Write {name}: {{code: https://…}}.")
            return False
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


LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""A language tag such as tr or pt-BR."""


def is_web_url(url: str) -> bool:
    """True for an http or https URL with a host, and no space, quotation mark, angle bracket or invisible sign."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 — raises where it is none
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
