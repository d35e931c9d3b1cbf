"""Whatever a file of ours holds, reading it ends in a result or in a message that names it; nothing else is raised.

A file is right at first, and then mutated: pieces go, are doubled and change places, and words that readers stumble
over come in. Where a run fails, pytest prints the input.
"""

import base64
import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from site_builder.build import link_check, state
from site_builder.content import editions, ledger, loader, map_positions, metadata, synonyms, vocabulary
from site_builder.core import config, files, yaml_text
from site_builder.core.errors import BuildFailed, Problem, raise_if_any
from site_builder.ingest import repair, sources
from site_builder.search import table
from site_builder.text import markdown, person_names, plaintext
from tests.conftest import TINY, build_here
from tests.fuzz import scale
from tests.fuzz.payloads import PAYLOADS

SHORT: Final = 150
"""Inputs a reader is given in `make test`."""
WORDS: Final = (
    *"!!int !!float !!bool !!null !!timestamp !!binary !!map !!seq !!set !!omap !!str !!python/object:x".split(),
    *(
        "! ",
        "&a ",
        "*a",
        "<<: ",
        "? ",
        "| ",
        "> ",
        "- ",
        ": ",
        "#",
        "---\n",
        "...\n",
        "!!int ",
        "!!map ",
        "!!timestamp ",
    ),
    *("0x" + "f" * 400, "9" * 5000, "a" * 300, "http://" + "a" * 70 + ".example/", "[" * 25),
    *"1e999 -1e999 .inf .nan NaN Infinity 1:2:3 2024-13-45 0o17 2024-02-30T25:61:61Z null ~ true no 1 -1".split(),
    *"\" ' \"\" '' [] {} [ ] { } % @ ` \\ / .. ../ , $ $x$ \\frac{ <![ <!-- <p </main> href= &#0; xn--".split(),
    *"\t \0 \x1b \x85 \u2028 \ufeff \ufffe \ud800 é 文 😀 \u202e =?utf-8?q?=0d=0a?= 10.1000/x 2409.02889".split(" "),
    *("\n", "\n\n", "  ", "\r\n", ", ", "a: ", "title: ", "source: ", "lines: ", "papers: ", "tags: "),
)
"""What readers of YAML, JSON, TeX and HTML stumble over."""


def mutated(text: str, chance: random.Random) -> str:
    """`text` with one to six changes."""
    for _ in range(chance.randint(1, 6)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + int(chance.expovariate(1 / 12)))
        kind = chance.randrange(5)
        if kind == 0:
            text = text[:start] + text[end:]
        elif kind == 1:
            text = text[:end] + text[start:end] + text[end:]
        elif kind == 2:
            other = chance.randint(0, len(text))
            text = text[:start] + text[other : other + end - start] + text[start:]
        else:
            text = text[:start] + chance.choice(WORDS) + text[end if kind == 3 else start :]
    return text


def inputs(seed: str, name: str) -> Iterator[str]:
    """The mutations of `seed` that the reader called `name` is given."""
    chance = random.Random(name)
    for _ in range(scale(SHORT)):
        yield mutated(seed, chance)


def _page(number: int) -> str:
    path = sorted((TINY / "content/papers").glob("*.md"))[number]
    return path.read_text(encoding="utf-8")


def _of(function: Callable[[Path], object], name: str, folder: Path) -> Callable[[str], object]:
    """A reader of the file `name` in `folder`."""

    def read(text: str) -> object:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        return function(folder / name)

    return read


def _read_edition(path: Path) -> None:
    problems: list[Problem] = []
    editions.read(path, problems)
    raise_if_any(problems)


_VECTOR: Final = base64.b64encode(bytes(4 + table.DIMENSIONS)).decode()
SEEDS: Final = {
    "site.yaml": (TINY / "content/site.yaml").read_text()
    + "mail:\n  server: smtp.example.org\n  port: 587\n  security: tls\n  sender: A <a@b.example>\n"
    "  subscribers: ../s.txt\n  unsubscribe: https://a.example/?w={address}\n",
    "tags.yaml": (TINY / "content/tags.yaml").read_text(),
    "metadata.yaml": '- title: "A b"\n  authors: [C D, E]\n  year: 2020\n  arxiv: "2409.02889"\n  doi: 10.1000/182\n'
    "  venue: V\n  category: cs.CL\n  code: https://a.example/\n",
    "synonyms.yaml": "stone: [pebble, rock]\nto round: [quantise]\n",
    "papers/x.md": _page(0),
    "pages/x.md": "---\ntitle: T\ndescription: D\n---\nText with [a link](/papers/x/) and $x^2$.\n",
    "editions/2024-01-02.md": '---\ntitle: "T"\npapers:\n- a-b\n- c\n---\nHello\n',
    "map.json": '{"a-b": [10, 20], "c": [500, 300]}',
    "vectors.json": json.dumps({"papers": {"a": {"text": "x", "vector": _VECTOR}}, "words": {"b": _VECTOR}}),
    "d.ledger.json": '{"source": "d.txt", "digest": "ab", "dropped": [[1, "blank"]], "duplicates": [[[2, 3], "a-b"]],'
    ' "pages": {"c": {"title": "C", "lines": [4, 5], "digest": "cd", "repairs": [{"field": "title", "rule": "r",'
    ' "before": "x", "after": "y"}]}}}',
    "memory.json": '{"version": "0.1.0", "fresh": {"index.html": "ab"}, "left": {"index.html": "1-2"}, "searched": "a",'
    ' "index": ["pagefind/x"], "papers": 1, "inputs": "q"}',
}


@pytest.mark.parametrize("name", SEEDS)
def test_a_file_of_the_curators_or_ours_is_read_or_refused(name: str, tmp_path: Path) -> None:
    content = tmp_path / "content"
    readers: dict[str, Callable[[Path], object]] = {
        "site.yaml": lambda _: config.load(tmp_path),
        "tags.yaml": lambda _: vocabulary.load_rules(content),
        "metadata.yaml": metadata.load,
        "synonyms.yaml": lambda _: synonyms.load(content),
        "papers/x.md": loader.paper,
        "pages/x.md": lambda _: loader.load(content),
        "editions/2024-01-02.md": _read_edition,
        "map.json": lambda _: map_positions.load(content),
        "vectors.json": lambda _: table.load(content),
        "d.ledger.json": ledger.load,
        "memory.json": lambda path: _load_sealed(path, content),
    }
    (content / "papers").mkdir(parents=True)
    (content / "papers/other.md").write_text(_page(3))
    file = state.path_of(content, content).name if name == "memory.json" else name
    results = [_outcome(_of(readers[name], file, content), text) for text in inputs(SEEDS[name], name)]

    assert any(results), "no input was read to its end, so that only refusals were tried"


def _load_sealed(path: Path, output: Path) -> None:
    """Load the memory at `path` as if a build had written it so: one that was changed is not looked at."""
    stated = path.read_bytes()
    path.write_bytes(files.digest(stated).encode() + b"\n" + stated)
    state.load(path.parent, output)


def _outcome(read: Callable[[str], object], text: str) -> bool:
    """True when `text` was read, False when it was refused with a message that can be printed."""
    try:
        read(text)
    except BuildFailed as failed:
        return not str(failed)
    return True


TEXTS: Final[dict[str, tuple[str, Callable[[str], object]]]] = {
    "yaml": (SEEDS["site.yaml"], lambda text: yaml_text.load(text, "x")),
    "json lines": (
        '{"title": "T", "abstract": "We do.", "authors": ["A B", {"name": "C"}], "year": 2020, "doi": "10.1000/1"}\n'
        * 3,
        lambda text: sources.read(text, "x"),
    ),
    "lines": (
        "A title\nAn abstract that is long enough to be one, and ends like a sentence does.\n" * 4,
        lambda text: sources.read(text, "x"),
    ),
    "repair": (" ".join(PAYLOADS[::60]) + " a~b \\textbf{c} $x_1$ ``d'' \\'e 10\\% --", repair.mend),
    "markdown": (SEEDS["pages/x.md"] + "\n\n".join(PAYLOADS[::40]), lambda text: plaintext.plain(markdown.html(text))),
    "formula": ("$\\frac{a}{b} + \\sum_{i=1}^n \\mathrm{x} \\begin{array}{c}x\\end{array}$", markdown.inline),
    "escaped": (SEEDS["pages/x.md"], lambda text: markdown.html(markdown.escape(text))),
    "names": ("van der Maaten, Laurens and Davis, Jr., Sammy; 山田 太郎 & A. B. C.", person_names.parts),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_read_or_refused(name: str) -> None:
    seed, read = TEXTS[name]
    results = [_outcome(read, text) for text in inputs(seed, name)]

    assert any(results), "no input was read to its end, so that only refusals were tried"


def test_a_page_of_html_is_checked_or_told(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "site")
    build_here(tmp_path / "site")
    output = tmp_path / "site/_site"
    page = (output / "about/index.html").read_text(encoding="utf-8")
    for text in list(inputs(page, "html"))[: scale(SHORT) // 5]:
        (output / "about/index.html").write_bytes(text.encode("utf-8", "surrogatepass"))
        _outcome(lambda _: link_check.visit(output), text)
    (output / "about/index.html").write_text(page, encoding="utf-8")

    assert link_check.visit(output).pages > 5
