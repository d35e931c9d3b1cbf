"""The table of contents: from content/ to the finished site.

Values go down `build_site`; only its last line writes. Files that differ are laid out beside the output and put in
place when all of them, and the search index, succeeded: a failure leaves the last good site. The memory is distrusted
before the first file moves and kept after the last, so that a crash in between costs time, never truth.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from site_builder import __version__
from site_builder.analysis import catalog, gist, related, tagging
from site_builder.analysis.catalog import Catalog
from site_builder.analysis.gist import Gist
from site_builder.analysis.tagging import Vocabulary
from site_builder.build import plan
from site_builder.build import templates as rendering
from site_builder.build.plan import Artifact, Data, Made, Rendered
from site_builder.build.staging import Stage
from site_builder.build.state import BuildReport, Memory
from site_builder.build.templates import Templates
from site_builder.content import loader
from site_builder.content.loader import Content
from site_builder.core import files, parallel
from site_builder.core.config import SiteConfig
from site_builder.core.errors import Problem, gather, raise_if_any
from site_builder.core.memo import Recall
from site_builder.search import embeddings
from site_builder.search import index as search_index

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


def build_site(config: SiteConfig, memory: Memory, progress: Progress = lambda *_: None) -> BuildReport:
    """Turn content/ into the finished site, repeating no work that `memory` holds.

    Raises `BuildFailed` with every problem found; the last good site is then untouched.
    """
    found, vocabulary = read(config, memory.recall)
    whole = understand(found, vocabulary, memory.recall, config.jobs)
    artifacts = plan.everything(whole, found.pages, config, memory.recall)
    return _carry_out(artifacts, config, memory, progress)


def read(config: SiteConfig, recall: Recall) -> tuple[Content, Vocabulary]:
    """All that curators wrote; the problems of papers and of tags are raised together."""
    problems = list(_unsafe_output(config))
    with gather(problems):
        found = loader.load(config.content, recall, config.jobs)
    with gather(problems):
        rules = files.version(config.content / "tags.yaml")
        vocabulary = recall.one("vocabulary", rules, lambda: tagging.load_rules(config.content))
    raise_if_any(problems)
    return found, vocabulary


def _unsafe_output(config: SiteConfig) -> Iterator[Problem]:
    output, root, sources = config.output.resolve(), config.root.resolve(), config.content.resolve()
    where = f"--output {files.shown(config.output)}"
    if output.exists() and not output.is_dir():
        yield Problem(where, "is a file, not a folder")
    elif root.is_relative_to(output) or output.is_relative_to(sources):
        yield Problem(where, "would mix the site with its sources", "Choose a folder of its own, such as _site.")


def understand(found: Content, vocabulary: Vocabulary, recall: Recall, jobs: int = 1) -> Catalog:
    """The catalog of `found`: tags, gists and neighbours of its papers; what `recall` holds is not found out again."""
    papers = found.papers
    tagged = tagging.apply(vocabulary, papers, recall, jobs)
    told = [(paper.title, paper.abstract, paper.summary) for paper in papers]
    gists = recall.all("gists", told, lambda missing: parallel.spread(_gist, [told[place] for place in missing], jobs))
    compared = tuple((paper.slug, paper.title, paper.abstract) for paper in papers)
    near = recall.one("related", compared, lambda: related.closest(papers))
    by_slug = dict(zip((paper.slug for paper in papers), gists, strict=True))
    return catalog.assemble(tagged, vocabulary, by_slug, near, found)


def touch_up(config: SiteConfig, memory: Memory, page: Path) -> str:
    """Make the page of the one paper at `page` again at once, all other papers being as the last build knew them.

    The output path, or "" when only a whole build can tell what to do. Whatever else the edit changes is left for the
    next build, which finds this page to be none that it left. Raises `BuildFailed` as `build_site` does.
    """
    presenter, templates = memory.recall.last("presenter"), memory.recall.last("templates")
    known = presenter.catalog.by_slug.get(page.stem) if presenter and page.parent == config.content / "papers" else None
    paper = loader.paper(page) if known and page.is_file() else None
    if known is None or paper is None or templates is None:
        return ""
    (tagged,) = tagging.apply(presenter.catalog.vocabulary, [paper], memory.recall.aside())
    shown = replace(known, paper=paper, tags=tagged.tags, gist=_gist((paper.title, paper.abstract, paper.summary)))
    made = plan.again(shown, presenter)
    memory.touched.add(made.path)
    files.write(config.output / made.path, _told(made, templates)[1]())
    return made.path


def _gist(told: tuple[str, str, str]) -> Gist:
    return gist.find(*told)


def _carry_out(artifacts: Sequence[Artifact], config: SiteConfig, memory: Memory, progress: Progress) -> BuildReport:
    """Make the output folder hold `artifacts` and the search index over them."""
    with Stage(config.output) as stage:
        sources = _lay_out(artifacts, stage, config, memory, progress)
        papers = [one for one in artifacts if isinstance(one, Rendered) and one.template == plan.PAPER]
        indexed = {one.path: one.names for one in papers}
        told = "".join(path + sources[path] + names for path, names in indexed.items())
        searched = files.digest(config.language + embeddings.version(config.content) + told)
        index = memory.index
        if config.searchable and (searched != memory.searched or not _all_there(memory)):
            progress("Indexing for search", 0, 1)
            pages = stage.mirror(indexed, search_index.with_names)
            index = tuple(map(stage.put, search_index.index(pages, config.language, config.content)))
        gone = tuple(sorted({*memory.fresh, *memory.index}.difference(sources, index)))
        memory.distrust((*sources, *index))
        written = stage.publish()
        pruned = tuple(path for path in gone if files.remove(config.output, path))
    memory.keep(sources, searched if config.searchable else memory.searched, index, len(indexed))
    return memory.report(written, pruned)


def _lay_out(
    artifacts: Sequence[Artifact], stage: Stage, config: SiteConfig, memory: Memory, progress: Progress
) -> Mapping[str, str]:
    """Lay out what is stale. Output path → digest of all that decides its bytes."""
    folders = (config.root / "templates", files.packaged("templates"))
    templates = memory.recall.one(
        "templates", rendering.versions(folders), lambda: Templates(folders, config.memory / "templates")
    )
    sources: dict[str, str] = {}
    made = parallel.spread(partial(_made, templates, memory, stage), artifacts, config.jobs)
    for one, (source, differs) in zip(artifacts, made, strict=True):
        progress("Rendering", len(sources), len(artifacts))
        sources[one.path] = source
        if differs:
            stage.add(one.path)
    return sources


def _made(templates: Templates, memory: Memory, stage: Stage, one: Artifact) -> tuple[str, bool]:
    """The digest of all that decides the bytes of `one`; and whether those were laid out, because they differ."""
    source, make = _told(one, templates)
    if memory.fresh.get(one.path) == source and memory.is_untouched(one.path):
        return source, False
    return source, stage.lay(one.path, make())


def _told(one: Artifact, templates: Templates) -> tuple[str, Callable[[], bytes]]:
    """The digest of all that decides the bytes of `one`, and what makes them."""
    if isinstance(one, Data):
        content = one.view()
        return files.digest(content), partial(bytes, content)
    view = one.view()
    if isinstance(one, Made):
        return files.digest(one.make.__qualname__ + one.looks + __version__ + repr(view)), partial(one.make, view)
    page = partial(templates.page, one.template, view)
    return files.digest(templates.digest(one.template) + __version__ + repr(view)), page


def _all_there(memory: Memory) -> bool:
    return bool(memory.index) and all(map(memory.is_untouched, memory.index))
