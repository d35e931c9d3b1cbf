"""Sites of any number of papers to measure builds with, and the same papers as sites of Hugo and of Zensical.

`python -m tests.bench.sites SITE COUNT [CORPUS]` makes ours, `… OTHER-SITE BUILT KIND` that of another program: in a
process of its own, because a process begins with the memory of the one that starts it, which would hide what a build
needs.
"""

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from site_builder.content import frontmatter, loader
from site_builder.core import urls
from site_builder.text import sentences as splitter
from tests.bench import REPOSITORY

DIGEST = REPOSITORY / "content"
HUGO = Path(__file__).parent / "hugo"
_YEARS = (2012, 2026)


def make(root: Path, count: int, corpus: Path | None) -> None:
    """A site of `count` papers in `root`: from `corpus` (JSON lines, also .zst) first, then of shuffled sentences."""
    (root / "content/papers").mkdir(parents=True)
    shutil.copy(DIGEST / "tags.yaml", root / "content/tags.yaml")
    shutil.copytree(DIGEST / "pages", root / "content/pages")
    (root / "content/site.yaml").write_text(
        f"title: Bench\nsubject: what was measured\ndescription: {count} papers.\nurl: https://bench.example/shelf/\n"
    )
    taken: set[str] = set()
    for rank, (title, abstract, header) in zip(range(1, count + 1), _papers(corpus), strict=False):
        slug = urls.slug(title)
        slug = slug if slug not in taken else f"{slug[:70]}-no-{rank}"
        taken.add(slug)
        fields = [("title", title), *header, ("source", {"file": "bench.txt", "lines": [rank, rank], "rank": rank})]
        (root / f"content/papers/{slug}.md").write_text(frontmatter.write(fields, abstract), encoding="utf-8")


def _papers(corpus: Path | None) -> Iterator[tuple[str, str, list[tuple[str, object]]]]:
    """Endless (title, abstract as Markdown, other fields)."""
    held = []
    for line in _lines(corpus) if corpus else ():
        paper = json.loads(line)
        dated = [("year", int(paper["published"][:4]))] if paper.get("published") else []
        listed = [("arxiv", paper["id"]), ("authors", paper["authors"])] if paper.get("authors") else []
        title = " ".join(paper["title"].split())
        abstract = " ".join(paper["abstract"].replace("<", "&lt;").replace("*", "\\*").split())
        held.append((title, abstract))
        yield title, abstract, [*listed, *dated]
    yield from _shuffled(random.Random(239), held)


def _lines(corpus: Path) -> Iterator[str]:
    if corpus.suffix != ".zst":
        yield from corpus.read_text(encoding="utf-8").splitlines()
        return
    text = subprocess.run(["zstd", "-dc", str(corpus)], check=True, capture_output=True, text=True).stdout
    yield from text.splitlines()


def _shuffled(
    chance: random.Random, held: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str, list[tuple[str, object]]]]:
    """Papers made of sentences and of words of titles of those `held`, else of our own digest."""
    papers = loader.load(DIGEST).papers
    known = held or [(paper.title, paper.body) for paper in papers]
    sentences = [sentence for _, abstract in known for sentence in splitter.split(abstract)]
    words = [word for title, _ in known for word in title.split()]
    authors = sorted({author for paper in papers for author in paper.authors})
    while True:
        header = [("authors", chance.sample(authors, 5)), ("year", chance.randint(*_YEARS))]
        yield " ".join(chance.sample(words, 9)), " ".join(chance.sample(sentences, 8)), header


def make_hugo(root: Path, built: Path, *, related: bool) -> None:
    """The papers of the site `built` as a Hugo site in `root`, tags and gists given: Hugo computes neither.

    Where they are to be `related`, each page lists the five that share most tags with it.
    """
    shutil.copytree(HUGO, root)
    if related:
        with (root / "hugo.toml").open("a", encoding="utf-8") as settings:
            settings.write("[params]\nrelated = true\n")
    folder = root / "content/papers"
    folder.mkdir(parents=True)
    for place, paper in enumerate(_built(built), 1):
        fields = {name: paper[name] for name in ("title", "summary", "tags", "authors")}
        header = json.dumps({**fields, "weight": place, "years": [str(paper["year"] or "unknown")]})
        (folder / f"{paper['slug']}.md").write_text(f"{header}\n\n{_markdown(paper)}\n", encoding="utf-8")


def make_zensical(root: Path, built: Path) -> None:
    """The same papers as a site of Zensical, whose pages list all others beside them unless `navigation.prune` says no.

    It makes a search index by itself, and a page of tags.
    """
    folder = root / "docs/papers"
    folder.mkdir(parents=True)
    (root / "mkdocs.yml").write_text(_ZENSICAL, encoding="utf-8")
    (root / "docs/index.md").write_text("# Bench\n", encoding="utf-8")
    (root / "docs/tags.md").write_text("# Tags\n\n<!-- material/tags -->\n", encoding="utf-8")
    for paper in _built(built):
        header = json.dumps({"title": paper["title"], "description": paper["summary"], "tags": paper["tags"]})
        text = f"---\n{header}\n---\n\n# {paper['title']}\n\n{_markdown(paper)}\n"
        (folder / f"{paper['slug']}.md").write_text(text, encoding="utf-8")


def _built(built: Path) -> list[dict[str, Any]]:
    papers: list[dict[str, Any]] = json.loads((built / "papers.json").read_text(encoding="utf-8"))["papers"]
    return papers


def _markdown(paper: Mapping[str, Any]) -> str:
    return str(paper["abstract"]).replace("<", "&lt;").replace("*", "\\*")


_ZENSICAL: Final = """\
site_name: Bench
site_url: https://bench.example/
theme:
  name: material
  font: false
  features: [navigation.prune]
plugins: [search, tags]
"""

if __name__ == "__main__":
    target, what, *rest = sys.argv[1:]
    if what.isdigit():
        make(Path(target), int(what), Path(rest[0]) if rest else None)
    elif rest == ["zensical"]:
        make_zensical(Path(target), Path(what))
    else:
        make_hugo(Path(target), Path(what), related=rest == ["related"])
