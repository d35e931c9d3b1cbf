"""Files of words, `<language>.po`: read, and checked so that no translation can break a page.

A translation may use the placeholders of its message and must use the tags of its message, no more and no others, so
that pages may print it as they print their own words. Babel reads the format; it is imported here, when a file is read,
since an English site has none.
"""

import gettext
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from site_builder.core import files
from site_builder.core.errors import BuildFailed, Problem, raise_if_any
from site_builder.core.yaml_fields import LANGUAGE

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

Key: TypeAlias = tuple[str, str]
"""Context, which is mostly empty, and the English words."""

_LIMIT: Final = 1_000_000
_RULE: Final = re.compile(r"(?!.*(?<!\d)0\d)[n\d\s()?:!=<>&|%+*-]{1,500}", re.DOTALL)
"""Of what means the same in Python and in JavaScript: there `01` is no number, and `/` knows halves."""
_TAG: Final = re.compile(r"<[^<>]*>")
_TAG_NAME: Final = re.compile(r"\w+")
_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)s")
_LOOSE: Final = re.compile(r'%(?!%|\(\w+\)s)|(?<!%)%%%(?!%)|[<>"\0-\x08\x0b-\x1f\x7f]')
"""What no translation may hold once tags and placeholders are taken out."""
_MOST_FORMS: Final = 6


@dataclass(frozen=True, slots=True)
class Table:
    """The words of one file."""

    forms: Mapping[Key, tuple[str, ...]]
    """What each is in this language: one text, or one for each plural form."""
    rule: str
    """Which plural form a count `n` takes, as gettext and JavaScript read it."""
    plural: Callable[[int], int]
    """The same, to be called."""


def read(path: Path) -> Table:
    """The words in the file at `path`; those that are empty or marked as fuzzy are not there.

    Raises `BuildFailed` with file and line of all that is wrong.
    """
    where = files.display_path(path)
    catalog = _parsed(files.read_text(path, _LIMIT), where)
    rule, plural = _plural(catalog, where)
    problems: list[Problem] = []
    forms: dict[Key, tuple[str, ...]] = {}
    for message in catalog:
        if not message.id or message.fuzzy:
            continue
        ids, found = listed(message.id), listed(message.string)
        if not found or not all(found):
            continue
        if len(ids) > 1 and len(found) != catalog.num_plurals:
            what = f"has {len(found)} forms where Plural-Forms says {catalog.num_plurals}"
            problems.append(Problem(f"{where}:{message.lineno}", what))
        problems += _faults(message, ids, found, where)
        forms[message.context or "", ids[0]] = found
    raise_if_any(problems)
    return Table(forms, rule, plural)


def begun(language: str) -> str:
    """A file of words in `language`, none of which is there yet. Raises `BuildFailed` where that names no language."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 — see above
    from babel.messages import pofile  # noqa: PLC0415

    with (files.packaged("words") / "messages.pot").open("rb") as file:
        catalog = pofile.read_po(file)
    try:
        # Babel also takes "nl@other", of which a file's name would be made.
        catalog.locale = Locale.parse(language if LANGUAGE.fullmatch(language) else "", sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise BuildFailed([Problem(language, "is no language", "Write it as in nl or pt-BR.")]) from error
    catalog.fuzzy = False
    written = io.BytesIO()
    pofile.write_po(written, catalog, width=110, include_lineno=False)
    return written.getvalue().decode()


def listed(texts: "str | list[str] | tuple[str, ...] | None") -> tuple[str, ...]:
    """All of `texts`, be it one or several, as Babel has what is counted."""
    return (texts,) if isinstance(texts, str) else tuple(texts or ())


def _parsed(text: str, where: str) -> "Catalog":
    from babel.messages import pofile  # noqa: PLC0415 — see above

    if line := _line_of_fault(text):
        raise BuildFailed([Problem(f"{where}:{line}", "is no line of a file of words", _HINT)])
    try:
        return pofile.read_po(io.StringIO(text), abort_invalid=True, ignore_obsolete=True)
    except pofile.PoFileError as error:
        what = str(error).rpartition(" on ")[0]
        raise BuildFailed([Problem(f"{where}:{error.lineno + 1}", f"is no file of words ({what})", _HINT)]) from error
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError) as error:
        raise BuildFailed([Problem(f"{where}:1", f"is no file of words ({error})", _HINT)]) from error  # of its header


_HINT: Final = "It is a gettext catalog: `papershelf words LANGUAGE` begins one, and editors such as Poedit read it."
_LINE: Final = re.compile(
    r'\s*(?:#.*|(?:msgid|msgid_plural|msgctxt|msgstr(?:\[\d\])?)?\s*"(?:[^"\\\n]|\\[\\"abfnrtv])*"\s*)?'
)


def _line_of_fault(text: str) -> int:
    """The first line that no catalog has, which Babel would read as it can; 0 for none."""
    return next((number for number, line in enumerate(text.split("\n"), 1) if not _LINE.fullmatch(line)), 0)


def _plural(catalog: "Catalog", where: str) -> tuple[str, Callable[[int], int]]:
    rule = catalog.plural_expr.strip()
    try:
        plural = _rule(rule, catalog.num_plurals)
    except (ValueError, ZeroDivisionError, RecursionError, SyntaxError) as error:  # gettext makes Python of it
        hint = "Write `Plural-Forms: nplurals=2; plural=(n != 1);` or what is right for the language."
        raise BuildFailed([Problem(f"{where}:1", "says in `Plural-Forms` what is no rule", hint)]) from error
    return rule, plural


def _rule(rule: str, forms: int) -> Callable[[int], int]:
    """`rule` as a function. Raises `ValueError` unless it chooses among so many `forms`."""
    if not (_RULE.fullmatch(rule) and 1 <= forms <= _MOST_FORMS):
        raise ValueError(rule)
    plural = gettext.c2py(rule)
    if not all(0 <= plural(count) < forms for count in range(1001)):
        raise ValueError(rule)

    def chosen(count: int) -> int:
        try:
            return min(max(plural(count), 0), forms - 1)  # a rule may be wrong of numbers that nobody tried
        except ZeroDivisionError:
            return 0

    return chosen


def _faults(message: "Message", ids: tuple[str, ...], found: tuple[str, ...], where: str) -> Iterator[Problem]:
    """What would make pages of these words say something else than they should, or break them.

    A message is known by its first text: what stands in its plural, which has the same tags and placeholders, is the
    file's own.
    """
    location = f"{where}:{message.lineno}"
    order, names = _TAG.findall(ids[0]), set(_PLACEHOLDER.findall(ids[0]))
    tags = sorted(order)
    for text in found:
        if unknown := sorted(set(_PLACEHOLDER.findall(text)) - names):
            yield Problem(location, f"`%({unknown[0]})s` stands for nothing here", _offered(names))
        if sorted(_TAG.findall(text)) != tags:
            hint = f"Keep {' '.join(tags)} as they are." if tags else "Write the words alone."
            yield Problem(location, f"“{text[:60]}” has other tags than “{ids[0][:60]}”", hint)
        elif not _is_nested(_TAG.findall(text)):
            yield Problem(location, f"“{text[:60]}” ends a tag that it has not begun", f"Put {' '.join(order)} so.")
        elif loose := _LOOSE.search(_PLACEHOLDER.sub("", _TAG.sub("", text))):
            hint = "Write “ and ” for quotation marks, %% for a percent sign, and nothing that could be a tag."
            yield Problem(location, f"“{text[:60]}” may not hold `{loose[0]}`", hint)


def _is_nested(tags: Sequence[str]) -> bool:
    """True when each of `tags` that ends one ends the last that was begun."""
    open_: list[str] = []
    for tag in tags:
        name = _TAG_NAME.search(tag)
        if not tag.startswith("</"):
            open_.append(name[0] if name else "")
        elif not open_ or not name or open_.pop() != name[0]:
            return False
    return not open_


def _offered(names: set[str]) -> str:
    return f"These words know {', '.join(f'%({name})s' for name in sorted(names))}." if names else "Leave it out."
