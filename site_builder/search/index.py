"""The search index: Pagefind's own over the built pages, and beside it what helps a browser to use it.

Pages say themselves what is indexed (`data-pagefind-body`). How a query is answered is for static/js/search/find.js.
"""

import gzip
import html
import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pagefind_bin

from site_builder.core import files
from site_builder.core.errors import BuildFailed, Problem
from site_builder.search import embeddings
from site_builder.search.embeddings import Kept
from site_builder.text import lexicon

FOLDER = "pagefind"
_ENTRY = "pagefind-entry.json"
_UNUSED = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight", "wasm.unknown")
"""Files of Pagefind's own interfaces, which this site does not use."""

File = tuple[str, bytes]
"""Output path and content."""


@dataclass(frozen=True, slots=True)
class _Indexed:
    """A paper as Pagefind read it from its page."""

    id: str
    slug: str
    text: str
    tags: str
    year: int | None


def with_names(page: bytes, names: str) -> bytes:
    """`page` for the index, with other `names` of what it speaks of: they are found, and shown nowhere."""
    meta = f'<meta data-pagefind-meta="aliases[content]" content="{html.escape(names)}">'
    return page.replace(b"</head>", meta.encode() + b"</head>", 1) if names else page


def index(pages: Path, language: str, content: Path) -> tuple[File, ...]:
    """The index over the paper pages in folder `pages`, with the vectors kept in `content`; the entry file last.

    Published in this order a reader's browser finds either the old index or the new one. Raises `BuildFailed` when
    Pagefind fails, or when the vectors are none.
    """
    kept = embeddings.load(content)
    with tempfile.TemporaryDirectory(prefix="papershelf-") as made:
        _run(pages, Path(made), language)
        bundle = tuple(_bundle(Path(made)))
    return (*_assist(sorted(_read(bundle), key=lambda paper: paper.slug), kept), *bundle)


def _run(site: Path, made: Path, language: str) -> None:
    command = [
        pagefind_bin.get_executable(),
        *("--site", site, "--output-path", made, "--force-language", language, "--silent"),
    ]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode != 0 or not (made / _ENTRY).is_file():
        said = " ".join((done.stderr or done.stdout).split())[:400] or f"exit code {done.returncode}"
        hint = "Try `pip install --force-reinstall pagefind-bin`."
        raise BuildFailed([Problem("pagefind", f"the search index could not be made: {said}", hint)])


def _bundle(made: Path) -> Iterator[File]:
    names = (path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    for name in sorted(names, key=lambda name: (name == _ENTRY, name)):
        if not name.startswith(_UNUSED):
            yield f"{FOLDER}/{name}", (made / name).read_bytes()


def texts(output: Path) -> dict[str, str]:
    """Slug → title and abstract as the index of the site built in `output` has them."""
    found = sorted((output / FOLDER / "fragment").glob("*.pf_fragment"))
    papers = _read([(path.as_posix(), path.read_bytes()) for path in found])
    return {paper.slug: paper.text for paper in sorted(papers, key=lambda paper: paper.slug)}


def _read(bundle: Sequence[File]) -> Iterator[_Indexed]:
    """The papers of `bundle`. Only Pagefind knows which of its results is which page, and says so in its fragments."""
    for path, content in bundle:
        if path.endswith(".pf_fragment"):
            raw = gzip.decompress(content)
            found = json.loads(raw[raw.index(b"{") :])
            meta, slug = found["meta"], found["url"].strip("/").rsplit("/", maxsplit=1)[-1]
            text = meta["title"] + found["content"].partition(meta["title"])[2]
            year = int(meta["year"]) if meta.get("year") else None
            yield _Indexed(Path(path).stem, slug, text, meta.get("tags", ""), year)


def _assist(papers: Sequence[_Indexed], kept: Kept) -> Iterator[File]:
    """The files that static/js/search/assist.js reads, all but papers.json named by what they hold."""
    texts = {paper.slug: paper.text for paper in papers}
    words = lexicon.bases(lexicon.count(texts.values()))
    listed = json.dumps(lexicon.listed(words), ensure_ascii=False).encode()
    table = embeddings.shipped(texts, tuple(words), kept)
    names = {"words": _named("words", "json", listed), "vectors": _named("vectors", "bin", table) if table else ""}
    sent = {
        **names,
        "ids": [paper.id for paper in papers],
        "years": [paper.year for paper in papers],
        "tags": [paper.tags for paper in papers],
    }
    yield f"{FOLDER}/{names['words']}", listed
    if table:
        yield f"{FOLDER}/{names['vectors']}", table
    yield f"{FOLDER}/papers.json", json.dumps(sent, separators=(",", ":")).encode()


def _named(name: str, kind: str, content: bytes) -> str:
    return f"{name}-{files.digest(content)[:10]}.{kind}"
