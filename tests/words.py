"""The words of the interface as the code has them; `python -m tests.words` brings every list of words up to date.

site_builder/words/messages.pot lists them for translators, each <language>.po says what they are in a language. Nothing
is guessed: a word that changed is a new word, and what no code says any more is dropped.
"""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages import extract
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from site_builder.build import script_words
from site_builder.core import words_file

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "site_builder/words"
TEMPLATE = FOLDER / "messages.pot"
_KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "noted": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_LAYOUT = {
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "extensions": "site_builder.build.template_language.Once",
    "silent": "false",
}
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)
"""Lists would otherwise differ from day to day."""


@cache
def catalog() -> Catalog:
    """All words that templates, Python and scripts say."""
    found = empty()
    for path, message, context in _said():
        found.add(message, locations=[(path, 0)], context=context)
    return found


def empty(language: str = "") -> Catalog:
    """A list of no words, in `language`."""
    by = "The Papershelf authors"
    return Catalog(
        locale=language.replace("-", "_") or None,
        header_comment=f"# The words of Papershelf.\n# {by}; MIT, as the program.",
        project="papershelf",
        version="1",
        copyright_holder=by,
        msgid_bugs_address="none",
        last_translator=by,
        language_team="none",
        creation_date=_NEVER,
        revision_date=_NEVER,
        fuzzy=False,
    )


def _said() -> Iterator[tuple[str, Any, str | None]]:
    files = [*(ROOT / "templates").iterdir(), *(ROOT / "site_builder").rglob("*.py"), *(ROOT / "static").rglob("*.js")]
    for path in sorted(files):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".js":
            for _, texts in script_words.found(path.read_text(encoding="utf-8")):
                yield name, texts if len(texts) > 1 else texts[0], None
        elif path.suffix in (".py", ".html", ".txt", ".xml"):
            method, options = ("python", {}) if path.suffix == ".py" else ("jinja2.ext:babel_extract", _LAYOUT)
            with path.open("rb") as file:
                for _, message, _, context in extract.extract(method, file, _KEYWORDS, (), options):
                    yield name, message, context


def dumps(found: Catalog) -> str:
    """`found` as a file of words."""
    written = io.BytesIO()
    write_po(written, found, width=110, ignore_obsolete=True, include_lineno=False)
    return written.getvalue().decode()


def updated(path: Path, words: Catalog) -> str:
    """The file of words at `path` with the words there are now."""
    with path.open("rb") as file:
        held = read_po(file)
    held.update(words, no_fuzzy_matching=True)
    held.creation_date = held.revision_date = _NEVER
    held.fuzzy = False
    return dumps(held)


def main() -> None:
    """Write what differs."""
    words = catalog()
    TEMPLATE.write_text(dumps(words), encoding="utf-8")
    for path in sorted(FOLDER.glob("*.po")):
        path.write_text(updated(path, words), encoding="utf-8")
        missing = len(words) - len(words_file.read(path).forms)
        sys.stdout.write(f"{path.name}: {missing} of {len(words)} to translate\n")


if __name__ == "__main__":
    main()
