"""BibTeX and BibLaTeX, as Zotero, Mendeley, JabRef, EndNote, Google Scholar, DBLP and indexes of citations export them.

pybtex takes the files apart, for it is kept up, reads ten thousand entries in a second, and says at which line it
stumbled; bibtexparser's finished version takes a minute, and the fast one is still a beta. pybtex knows no bound for
what `@string` may grow to, so the table of strings is ours. TeX in values is for `repair`,
but for what a program escaped.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import accumulate
from typing import Any, Final

from site_builder.core.errors import BuildFailed, Problem, raise_if_any
from site_builder.ingest.sources import values, zotero
from site_builder.ingest.sources.dump import Dropped, Dump
from site_builder.ingest.sources.record import Records

_ENTRY = re.compile(r"[ \t]*@[A-Za-z]+[ \t]*[{(]")
_KEYLESS = re.compile(
    r"^([ \t]*@(?!string|preamble|comment)[a-z]+[ \t]*\{)(?=\s*[a-z][\w-]*\s*=)", re.IGNORECASE | re.MULTILINE
)
"""The beginning of an entry that EndNote gave no key."""
_ADDRESSES: Final = frozenset({"url", "doi", "eprint", "link", "howpublished"})
_ISSUED: Final = frozenset({"phdthesis", "mastersthesis", "thesis", "techreport", "report"})
"""Types of entries that a school or an institution publishes."""
_URL_COMMAND = re.compile(r"\\url\s*\{([^{}]*)\}")
_TILDE = re.compile(r"\{?(?:\\(?:~|textasciitilde)(?:\{\})?|\$\\sim\$)\}?")
_ESCAPED = re.compile(r"\{\\([_%&#$])\}|\\([_%&#$])")
_MOST_FAULTS: Final = 20
"""Of one file, after which the rest of it is not read."""
_LONGEST_PREFACE: Final = 10
"""Lines of prose, in which a program names itself, that may stand before the first entry."""
_MOST_EXPANDED: Final = 20_000_000
"""Characters that all uses of `@string` may come to: each can hold others, and so double with every line."""


def detect(text: str) -> bool:
    """True when an entry begins on one of the first lines that say something; in Markdown it would be an example."""
    lines = [line for line in text[:20_000].split("\n") if line.strip() and not line.startswith("%")]
    begun = next((number for number, line in enumerate(lines[:_LONGEST_PREFACE]) if _ENTRY.match(line)), None)
    return begun is not None and not any("```" in line or "](" in line for line in lines[:begun])


def read(lines: list[str], where: str) -> Dump:
    """An entry an entry; see `sources.Reader`."""
    text = _KEYLESS.sub(r"\1-,", "\n".join(lines))
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    records, strings = Records(where), _Strings()
    held: list[tuple[int, int, str]] = []
    for kind, start, end, parsed in _entries(text, where, strings):
        first, last = bisect_right(starts, start), bisect_right(starts, end - 1)
        if kind in ("string", "preamble"):
            held.append((first, last, kind))
            continue
        fields = _fields(parsed, kind, first, records)
        held.append((first, last, ""))
        records.add(fields, first, last)
        for name in strings.missed():
            records.warn(first, f"no @string says what `{name}` is", "It is taken as it stands.")
    dump = records.dump()
    return replace(dump, dropped=(*_between(len(lines), held), *dump.dropped))


def _fields(parsed: tuple[str, list[tuple[str, list[str]]]], kind: str, line: int, records: Records) -> dict[str, Any]:
    from pybtex.bibtex.utils import split_name_list  # BibTeX's own rule: at `and`, outside braces

    found: dict[str, Any] = {}
    for name, parts in parsed[1]:
        key = name.casefold()
        if key in found:
            records.wrong(line, f"`{parsed[0]}` gives `{key}` twice", "Take one of them out.")
        value = "".join(parts)
        found[key] = _address(value) if key in _ADDRESSES else zotero.meant(value)
    if "author" in found:
        found["author"] = split_name_list(" ".join(found["author"].split()))
    issuer = next((name for name in ("school", "institution") if kind in _ISSUED and name in found), "publisher")
    if issuer in found:
        found["publisher"] = found.pop(issuer)
    return {**_with_date(found), "entry_type": kind}


def _address(value: str) -> str:
    """An address or identifier without what TeX, or Mendeley for its sake, put around its signs."""
    bare = _TILDE.sub("~", _URL_COMMAND.sub(r"\1", value))
    return _ESCAPED.sub(lambda found: found[1] or found[2], bare)


def _with_date(found: dict[str, Any]) -> dict[str, Any]:
    """`found`, its `month` and `day` told with the year, as one date."""
    year = str(values.year(found.get("date") or found.get("year")) or "")
    stated = values.day(found.get("date"))
    if "month" not in found or not year or len(stated) > len(year):
        return found
    month, day = found["month"].strip(), found.get("day", "")
    numbers = f"{year}-{month}-{day}".rstrip("-")
    date = values.day(numbers if month.isdecimal() else f"{year} {month} {day}")
    if len(date) <= len(year):
        return found
    return {**{name: value for name, value in found.items() if name not in ("month", "day")}, "date": date}


class _Strings(dict[str, str]):
    """What `@string` defines, names of months, and a bound to what they may grow to."""

    def __init__(self) -> None:
        from pybtex.database.input.bibtex import month_names

        super().__init__(month_names)
        self._left = _MOST_EXPANDED
        self._missed: list[str] = []

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.casefold(), value)

    def __getitem__(self, name: str) -> str:
        value = self.get(name.casefold())
        if value is None:
            self._missed.append(name)
            value = name
        self._left -= len(value)
        if self._left < 0:
            raise OverflowError
        return value

    def missed(self) -> tuple[str, ...]:
        """The names asked for since the last time that nothing defines."""
        missed, self._missed = tuple(dict.fromkeys(self._missed)), []
        return missed


def _entries(text: str, where: str, strings: _Strings) -> Iterator[tuple[str, int, int, Any]]:
    """(kind, start, end, what pybtex makes of it) of each command. Raises `BuildFailed` with every problem."""
    from pybtex.database.input.bibtex import LowLevelParser

    problems: list[Problem] = []
    parser: Any = None

    def fail(error: Any) -> None:
        begun = text.count("\n", 0, parser.command_start) + 1
        stumbled = f"; stumbled at line {error.lineno}" if error.lineno != begun else ""
        what = f"is no whole entry of BibTeX ({str(error).partition(': ')[2] or error}{stumbled})"
        problems.append(
            Problem(
                f"{where}:{begun}", what, "Is each brace and quotation mark closed, each field followed by a comma?"
            )
        )
        if len(problems) >= _MOST_FAULTS:  # pybtex would read what follows each of them again
            raise BuildFailed(problems)

    parser = LowLevelParser(text, keyless_entries=False, macros=strings, handle_error=fail)
    parser.skip_to = partial(_skip_to, parser)
    try:
        for kind, parsed in parser:
            yield kind.casefold(), parser.command_start, parser.pos, parsed
    except OverflowError as error:
        line = text.count("\n", 0, parser.command_start) + 1
        raise_if_any([Problem(f"{where}:{line}", "uses @string for more text than any library holds", "Write it out.")])
        raise AssertionError from error
    raise_if_any(problems)


def _skip_to(parser: Any, literals: list[Any]) -> Any:
    """The text of `parser` up to the first of `literals`, of one sign each, as a token; None where there is none.

    pybtex looks for each by itself: for a brace, from every quotation mark, to the end of a file that has none.
    """
    from pybtex.scanner import Token

    by_sign = {one.description.strip("'"): one for one in literals}
    found = re.compile(f"[{re.escape(''.join(by_sign))}]").search(parser.text, parser.pos)
    if found is None:
        return None
    value, parser.pos = parser.text[parser.pos : found.end()], found.end()
    parser.update_lineno(value)
    return Token(value, by_sign[found[0]])


def _between(count: int, held: list[tuple[int, int, str]]) -> Iterator[Dropped]:
    """The lines, of `count`, that are no entry's: BibTeX reads what stands outside as a comment."""
    rules = ["comment"] * (count + 1)
    for first, last, rule in held:
        rules[first : last + 1] = [rule] * (last + 1 - first)
    return (Dropped(number, rule) for number, rule in enumerate(rules[1:], 1) if rule)
