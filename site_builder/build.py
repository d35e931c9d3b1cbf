"""The table of contents: from content/ to the finished site.

Values go down `build_site`; only its last line writes. Files that differ are laid out beside the output and put in
place when all of them, and the search index, succeeded: a failure leaves the last good site. The memory is forgotten
before the first file moves and kept after the last, so that a crash in between costs time, never truth.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from site_builder import __version__, catalog, content, files, gist, plan, related, search, tagging
from site_builder.catalog import Catalog
from site_builder.config import SiteConfig
from site_builder.content import Content
from site_builder.errors import Problem, gather, raise_if_any
from site_builder.memory import BuildReport, Memory
from site_builder.model import Paper
from site_builder.plan import Artifact, Rendered
from site_builder.render import Templates
from site_builder.stage import Stage
from site_builder.tagging import Vocabulary

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


def build_site(config: SiteConfig, memory: Memory, progress: Progress = lambda *_: None) -> BuildReport:
    """Turn content/ into the finished site, repeating no work that `memory` holds.

    Raises `BuildFailed` with every problem found; the last good site is then untouched.
    """
    found, vocabulary = _read(config)
    whole = understand(found.papers, vocabulary)
    artifacts = plan.everything(whole, found.pages, config)
    return _carry_out(artifacts, config, memory, progress)


def _read(config: SiteConfig) -> tuple[Content, Vocabulary]:
    """All that curators wrote; the problems of papers and of tags are raised together."""
    problems = list(_unsafe_output(config))
    with gather(problems):
        found = content.load(config.content)
    with gather(problems):
        vocabulary = tagging.load_rules(config.content)
    raise_if_any(problems)
    return found, vocabulary


def _unsafe_output(config: SiteConfig) -> Iterator[Problem]:
    output, root, sources = config.output.resolve(), config.root.resolve(), config.content.resolve()
    where = f"--output {files.shown(config.output)}"
    if output.exists() and not output.is_dir():
        yield Problem(where, "is a file, not a folder")
    elif root.is_relative_to(output) or output.is_relative_to(sources):
        yield Problem(where, "would mix the site with its sources", "Choose a folder of its own, such as _site.")


def understand(papers: Sequence[Paper], vocabulary: Vocabulary) -> Catalog:
    """The catalog of `papers`: their tags, gists and neighbours."""
    tagged = tagging.apply(vocabulary, papers)
    gists = {paper.slug: gist.find(paper.title, paper.abstract, paper.summary) for paper in papers}
    return catalog.assemble(tagged, vocabulary, gists, related.closest(papers))


def _carry_out(artifacts: Sequence[Artifact], config: SiteConfig, memory: Memory, progress: Progress) -> BuildReport:
    """Make the output folder hold `artifacts` and the search index over them."""
    templates = Templates((config.root / "templates", files.packaged("templates")))
    sources = _made_from(artifacts, templates)
    indexed = [one.path for one in artifacts if isinstance(one, Rendered) and one.template == plan.PAPER]
    searched = files.digest(config.language + "".join(path + sources[path] for path in indexed))
    stale = [one for one in artifacts if not _is_fresh(one.path, sources, memory)]
    with Stage(config.output) as stage:
        for done, one in enumerate(stale):
            progress("Rendering", done, len(stale))
            stage.put(one.path, _bytes(one, templates))
        index = memory.index
        if config.searchable and (searched != memory.searched or not _all_there(memory)):
            progress("Indexing for search", 0, 1)
            made = search.index(stage.mirror(indexed), config.language)
            for path, data in made:
                stage.put(path, data)
            index = tuple(path for path, _ in made)
        paths = (*sources, *index)
        gone = tuple(sorted({*memory.fresh, *memory.index}.difference(paths)))
        memory.forget()
        written = stage.publish()
        pruned = tuple(path for path in gone if files.remove(config.output, path))
    memory.keep(sources, searched if config.searchable else "", index, len(indexed))
    return memory.report(written, pruned)


def _made_from(artifacts: Iterable[Artifact], templates: Templates) -> Mapping[str, str]:
    """Output path → digest of all that decides its bytes: the view, its templates and this version of the builder."""
    looks: dict[str, str] = {}
    found: dict[str, str] = {}
    for one in artifacts:
        if isinstance(one, Rendered):
            if one.template not in looks:
                looks[one.template] = templates.digest(one.template) + __version__
            found[one.path] = files.digest(looks[one.template] + repr(one.view))
        else:
            found[one.path] = files.digest(one.content)
    return found


def _bytes(one: Artifact, templates: Templates) -> bytes:
    return templates.render(one.template, one.view).encode() if isinstance(one, Rendered) else one.content


def _is_fresh(path: str, sources: Mapping[str, str], memory: Memory) -> bool:
    return memory.fresh.get(path) == sources[path] and memory.is_untouched(path)


def _all_there(memory: Memory) -> bool:
    return bool(memory.index) and all(map(memory.is_untouched, memory.index))
