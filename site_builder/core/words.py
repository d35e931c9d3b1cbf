"""The words of the interface, in the language that the site asks for.

English words stand in templates, scripts and Python, where `gettext` and `ngettext` look up what they are in the site's
language: in content/words/ first, then in what is shipped (site_builder/words/). What neither has stays English. Dates
and numbers are written as the Unicode CLDR says, by Babel; a site in English needs no Babel, and does not load it.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from site_builder.core import files, folders, words_file
from site_builder.core.errors import Problem
from site_builder.core.words_file import Key, Table

if TYPE_CHECKING:
    from babel import Locale

SOURCE: Final = "en"
"""The language of the words in the code."""
FOLDER: Final = "words"
"""Below content/, and what is shipped."""
_TRADITIONAL: Final = {"hant", "tw", "hk", "mo"}
_MONTHS: Final = "January February March April May June July August September October November December".split()


def noted(message: str) -> str:
    """`message` as it is: a word that stands in a table, and is looked up where the table is used."""
    return message


@dataclass(frozen=True)
class Words:
    """The words of one site."""

    asked: str = SOURCE
    """The language that the site asks for, as in `de` or `pt-BR`."""
    own: Path | None = None
    """The site's folder of words."""

    def __reduce__(self) -> tuple[type["Words"], tuple[object, ...]]:
        """What another process reads the same words by: rules of plurals cannot travel."""
        return Words, (self.asked, self.own)

    # -- which there are ---------------------------------------------------------------------------------------------

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """The files of words in the asked language, the site's own first."""
        folders = [folder for folder in (self.own, files.packaged(FOLDER)) if folder and folder.is_dir()]
        found = ((folder, name) for folder in folders for name in [_nearest(self.asked, folder)] if name)
        return tuple(folder / name for folder, name in found)

    @property
    def is_missing(self) -> bool:
        """True when nobody has the words in the asked language, so that they stay English."""
        return not self.files and self.asked.split("-")[0].lower() != SOURCE

    @property
    def language(self) -> str:
        """The language that the words are in."""
        return SOURCE if self.is_missing else self.asked

    @cached_property
    def _tables(self) -> tuple[Table, ...]:
        return tuple(map(words_file.read, self.files))

    def load(self) -> None:
        """Read all words now. Raises `BuildFailed` with all that is wrong in their files."""
        self._tables  # noqa: B018 — reading is what is asked for

    @cached_property
    def fingerprint(self) -> str:
        """Stands for all that these words are, so that pages are made again when one changes."""
        return files.digest(repr((self.language, [files.digest(files.read_bytes(path)) for path in self.files])))

    def notices(self) -> Iterator[Problem]:
        """What a curator should know of the words."""
        if self.is_missing:
            hint = f"Run `papershelf words {self.asked}` and fill in content/words/{self.asked}.po to add them."
            yield Problem(
                "content/site.yaml", f"there are no words in `{self.asked}`: those of pages are English", hint
            )

    # -- saying ------------------------------------------------------------------------------------------------------

    def gettext(self, message: str, /, **values: object) -> str:
        """`message` in the site's language, its placeholders filled with `values`."""
        return _filled(self.one("", message), values)

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        """The same of a `message` that means something else elsewhere."""
        return _filled(self.one(context, message), values)

    def ngettext(self, singular: str, plural: str, count: int, /, **values: object) -> str:
        """The form that goes with `count`, which is its placeholder `num`."""
        return _filled(self.form(singular, plural, count), {"num": self.number(count), **values})

    def papers(self, count: int) -> str:
        """How many papers: "1 paper", "10,000 papers"."""
        return self.ngettext("%(num)s paper", "%(num)s papers", count)

    def one(self, context: str, message: str) -> str:
        """`message` as the site's language has it, placeholders and all."""
        if not self._tables:
            return message
        return next((table.forms[context, message][0] for table in self._with((context, message))), message)

    def form(self, singular: str, plural: str, count: int) -> str:
        """The form that goes with `count`, placeholders and all."""
        for table in self._with(("", singular)):
            forms = table.forms["", singular]
            return forms[table.plural(count) if len(forms) > 1 else 0]
        return singular if count == 1 else plural

    def forms(self, singular: str) -> tuple[tuple[str, ...], str]:
        """All forms of a word that is counted, and the rule that chooses; nothing where they stay English."""
        return next(((table.forms["", singular], table.rule) for table in self._with(("", singular))), ((), ""))

    def _with(self, key: Key) -> Iterator[Table]:
        return (table for table in self._tables if key in table.forms)

    # -- dates and numbers -------------------------------------------------------------------------------------------

    @cached_property
    def _made(self) -> dict[object, str]:
        """Numbers and dates as written, each once."""
        return {}

    def number(self, count: int) -> str:
        """`count` as people write it: 10,000."""
        return self._once(count, self._number)

    def date(self, day: datetime.date) -> str:
        """`day` as people write it: 30 September 2024."""
        return self._once(day, self._date)

    def _once(self, value: Any, write: Callable[[Any], str]) -> str:
        made = self._made.get(value)
        if made is None:
            made = self._made[value] = write(value)
        return made

    def _number(self, count: int) -> str:
        if self._locale is None:
            return f"{count:,}"
        from babel import numbers  # noqa: PLC0415 — see above

        return numbers.format_decimal(count, locale=self._locale)

    def _date(self, day: datetime.date) -> str:
        if self._locale is None:
            return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        from babel import dates  # noqa: PLC0415 — see above

        return dates.format_date(day, "long", locale=self._locale)

    @cached_property
    def _locale(self) -> "Locale | None":
        """What the CLDR knows of the language; None for plain English, and for a language it does not know."""
        if self.language == SOURCE:
            return None
        from babel import Locale, UnknownLocaleError  # noqa: PLC0415 — see above

        try:
            return Locale.parse(self.language, sep="-")
        except (UnknownLocaleError, ValueError):
            return None


ENGLISH: Final = Words()
"""The words as they stand in the code."""


def _filled(text: str, values: dict[str, object]) -> str:
    return text % values if "%" in text else text


def _nearest(language: str, folder: Path) -> str:
    """The file in `folder` whose words those who ask for `language` read; "" for none."""
    there = {path.stem.replace("_", "-").lower(): path.name for path in folders.matching(folder, "*.po")}
    return next((there[one] for one in _candidates(language.lower()) if one in there), "")


def _candidates(language: str) -> Iterator[str]:
    """`language`, and what is nearest to it: "de-at", "de"; Chinese is written in two ways, and who reads which is told
    by script or region."""
    parts = re.split("[-_]", language)
    yield from ("-".join(parts[:end]) for end in range(len(parts), 1, -1))
    if parts[0] != "zh":
        yield parts[0]
    elif _TRADITIONAL.isdisjoint(parts):
        yield from ("zh-hans", "zh")
    else:
        yield "zh-hant"
