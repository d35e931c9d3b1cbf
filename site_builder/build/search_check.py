"""Ask the built site for some of its own papers: a search that has died looks like one that nobody asked.

Where this machine has no Node that fences scripts only the files are looked at.
"""

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from site_builder.core import files, json_text
from site_builder.core.errors import BuildFailed, Problem
from site_builder.search import probe

_NO_NODE: Final = "Search was not asked anything: that needs Node, and this machine has none."
_OLD_NODE: Final = "Search was not asked anything: that needs Node 20 or later, which keeps scripts from this machine."
_LANGUAGE: Final = re.compile(r'<html lang="([^"]+)"')
_ALONE: Final = re.compile(r"""["“‘(]*(\w+)["”’).,:;!?]*""")
_FEWEST_LETTERS: Final = 3
_HINT: Final = "Build again with --clean; if that does not help, it is a bug."


def problems(output: Path) -> Iterator[Problem]:
    """What is wrong with the search of the site in `output`; nothing of a site that was built without."""
    index = output / "pagefind"
    if not index.is_dir():
        return
    if not any(index.glob("wasm.*.pagefind")):
        yield Problem(files.display_path(index), "search is dead: the index has no wasm file", _HINT)
    elif probe.node():
        yield from _unanswered(output)


def not_asked() -> str:
    """Why search was not asked anything; "" where it was."""
    if probe.node():
        return ""
    return _OLD_NODE if shutil.which("node") else _NO_NODE


def _unanswered(output: Path) -> Iterator[Problem]:
    titles = _titles(output)
    try:
        answers = probe.ask(output, list(titles.values()), _language(output))
    except probe.NoAnswerError as error:
        yield Problem(files.display_path(output / "pagefind"), f"search is dead: {error}", _HINT)
        return
    if answers and not any(answer.held for answer in answers):
        yield Problem(files.display_path(output / "pagefind"), "search is dead: it finds no word of any title", _HINT)
        return
    for (slug, title), answer in zip(titles.items(), answers, strict=True):
        if slug not in answer.slugs:
            yield Problem(
                files.display_path(output / "papers" / slug), f"is not found by its own title, “{title}”", _HINT
            )


def _titles(output: Path) -> Mapping[str, str]:
    """Slug → title as words, of the first of the papers that alone have such a title, a middle one and the last."""
    try:
        papers = json_text.loads(files.read_bytes(output / "papers.json"), "papers.json")["papers"]
        found = {paper["slug"]: _words(paper["title"]) for paper in papers}
        counts = Counter(found.values())
        titles = [(slug, words) for slug, words in found.items() if words and counts[words] == 1]
        return dict(titles[number] for number in (0, len(titles) // 2, -1)) if titles else {}
    except (BuildFailed, ValueError, KeyError, TypeError):
        return {}  # the export's own check says so


def _words(title: str) -> str:
    """The words of `title` that stand alone, as "alpha" does not in "alpha=1"; "" where that leaves no long one."""
    alone = filter(None, (_ALONE.fullmatch(part) for part in title.split()))
    words = [found[1].lower() for found in alone]
    return " ".join(words) if any(len(word) >= _FEWEST_LETTERS or not word.isascii() for word in words) else ""


def _language(output: Path) -> str:
    page = output / "search/index.html"
    found = _LANGUAGE.search(files.read_text(page)) if page.is_file() else None
    return found[1] if found else "en"
