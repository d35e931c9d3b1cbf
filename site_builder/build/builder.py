"""The table of contents: from content/ to the finished site.

Values go down `build_site`; only its last line writes. Files that differ are laid out beside the output and put in
place when all of them, and the search index, succeeded: a failure leaves the last good site. The memory begins a
publication before the first file moves and commits it after the last, so that a crash in between costs time only.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from site_builder import __version__
from site_builder.analysis import authors, catalog, gist, glossary, quantities, record_tags, related, shelves, tagging
from site_builder.analysis.catalog import Catalog, Understood
from site_builder.analysis.gist import Gist
from site_builder.analysis.glossary import Said
from site_builder.analysis.propose import fresh
from site_builder.analysis.quantities import Quantity
from site_builder.build import blocks, manifest, offline, paper_cache, plan, search_cache, state
from site_builder.build import templates as rendering
from site_builder.build.blocks import Blocks
from site_builder.build.input_keys import InputKeys
from site_builder.build.plan import Artifact, Data, Joined, Made, Rendered, Site
from site_builder.build.staging import Stage
from site_builder.build.state import BuildReport, Memory, described
from site_builder.build.templates import Templates
from site_builder.content import loader
from site_builder.content.loader import Content
from site_builder.content.model import Paper
from site_builder.content.vocabulary import Vocabulary, load_rules
from site_builder.core import files, parallel
from site_builder.core.config import FILE, SiteConfig
from site_builder.core.errors import Problem, gather, raise_if_any
from site_builder.core.folders import below
from site_builder.core.memo import Recall
from site_builder.formats import data
from site_builder.pages.presenter import Presenter
from site_builder.search import index as search_index
from site_builder.search import parts, records, table
from site_builder.search.records import Record

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Build:
    """A finished build: what it did, and what made its pages, so that one of them can be made again."""

    report: BuildReport
    presenter: Presenter
    templates: Templates


def build_site(config: SiteConfig, memory: Memory, progress: Progress = lambda *_: None) -> Build:
    """Turn content/ into the finished site, repeating no work that `memory` holds.

    Raises `BuildFailed` with every problem found; the last good site is then untouched.
    """
    raise_if_any(_unsafe_output(config, memory))
    progress("Reading", 0, 1)
    kept = paper_cache.path_of(memory.path)
    if not memory.recall.held("papers"):
        paper_cache.load(kept, memory.recall)
    found, vocabulary = read(config, memory.recall)
    progress("Tagging and comparing", 0, 1)
    whole = understand(found, vocabulary, memory.recall, config.jobs)
    progress("Planning", 0, 1)
    site = plan.everything(whole, found.pages, config)
    templates = load_templates(config, memory.recall)
    notices = (
        *found.notices,
        *shelves.notices(whole.shelves, vocabulary),
        *templates.unused(),
        *config.words.notices(),
    )
    report = replace(_publish(site, templates, config, memory, progress), notices=notices, remark=site.remark)
    memory.recall.learn("named", templates.names_found())
    paper_cache.save(kept, memory.recall)
    return Build(report, site.presenter, templates)


def read(config: SiteConfig, recall: Recall) -> tuple[Content, Vocabulary]:
    """All that curators wrote; the problems of papers and of tags are raised together."""
    problems: list[Problem] = []
    with gather(problems):
        config.words.load()
    with gather(problems):
        found = loader.load(config.content, recall, config.jobs, config.words)
    if fresh.is_curated(config):
        with gather(problems):
            rules = files.version(config.content / "tags.yaml")
            vocabulary = recall.one("vocabulary", rules, lambda: load_rules(config.content))
    raise_if_any(problems)
    if not fresh.is_curated(config):
        vocabulary = fresh.of_site(config, found.papers)
    return found, record_tags.extended(vocabulary, found.papers)


def _unsafe_output(config: SiteConfig, memory: Memory) -> Iterator[Problem]:
    where, output, root = (
        f"--output {files.display_path(config.output)}",
        files.resolved(config.output),
        files.resolved(config.root),
    )
    own = [root / name for name in ("content", "templates", "static")]
    hint = "Choose a folder of its own, such as _site."
    if config.output.is_symlink():
        yield Problem(where, "is a link, which no build follows", f"Name what it leads to: --output {output}")
    elif output.exists() and not output.is_dir():
        yield Problem(where, "is a file, not a folder", hint)
    elif output == Path.cwd():
        yield Problem(where, "is the folder that you are in", hint)
    elif root.is_relative_to(output) or any(map(output.is_relative_to, own)):
        yield Problem(where, "would mix the site with its sources", hint)
    elif (output / FILE).exists():
        yield Problem(where, "holds another site's sources", hint)
    elif output.is_dir() and any(output.iterdir()) and not (memory.has_site() or _is_ours(output, config)):
        yield Problem(where, "holds files that no build of Papershelf put there", hint)


def _is_ours(output: Path, config: SiteConfig) -> bool:
    """True within the memory, where nothing is anybody else's: a preview that somebody deleted in part is made anew."""
    return files.resolved(config.memory) in output.parents


def understand(found: Content, vocabulary: Vocabulary, recall: Recall, jobs: int = 1) -> Catalog:
    """The catalog of `found`: tags, gists and neighbours of its papers; what `recall` holds is not found out again."""
    papers = found.papers

    def of_each(kind: str, find: Callable[[Paper], _Found]) -> list[_Found]:
        keys = list(map(paper_cache.KEYS[kind], papers))
        return recall.all(kind, keys, lambda missing: parallel.spread(find, [papers[at] for at in missing], jobs))

    names = sorted({name for paper in papers for name in paper.authors})
    spelled = recall.all("spelled", names, lambda missing: (authors.spelled(names[index]) for index in missing))
    understood = Understood(
        tagged=tagging.apply(vocabulary, papers, recall, jobs),
        gists=of_each("gists", _gist),
        quantities=of_each("quantities", _quantities),
        said=of_each("said", _said),
        related=recall.one("related", paper_cache.related_key(papers), lambda: related.closest(papers)),
        spelled=dict(zip(names, spelled, strict=True)),
    )
    return catalog.assemble(understood, vocabulary, found, recall)


def rebuild_page(page: Path, build: Build, config: SiteConfig, recall: Recall) -> str:
    """Make the page of the one paper at `page` again at once, all other papers being as `build` knew them.

    The output path, or "" when only a whole build can tell what to do. What else the edit changes is left for the next
    build, which finds that this file is not as the last one left it. Raises `BuildFailed` as `build_site` does.
    """
    is_paper = page.parent == config.content / "papers" and page.is_file()
    known = build.presenter.catalog.by_slug.get(page.stem) if is_paper else None
    paper = loader.paper(page) if known else None
    if known is None or paper is None:
        return ""
    (tagged,) = tagging.apply(build.presenter.catalog.vocabulary, [paper], recall.copy())
    entry = replace(
        known, paper=paper, tags=tagged.tags, gist=_gist(paper), quantities=_quantities(paper), said=_said(paper)
    )
    made = plan.one_page(entry, build.presenter)
    files.write(config.output / made.path, _source(made, build.templates)[1](), within=config.output)
    return made.path


def _gist(paper: Paper) -> Gist:
    return gist.find(paper.title, paper.abstract, paper.summary)


def _quantities(paper: Paper) -> tuple[Quantity, ...]:
    return quantities.find(paper.abstract)


def _said(paper: Paper) -> Said:
    return glossary.said(paper.title, paper.abstract)


def load_templates(config: SiteConfig, recall: Recall) -> Templates:
    """The templates of the site and the packaged ones below them.

    Raises `BuildFailed` for a link that leads out of the site.
    """
    folders = (config.root / "templates", files.packaged("templates"))
    files.require_own(below(folders[0]), config.root)
    versions = rendering.versions(folders), config.words.fingerprint
    named = dict(recall.held("named"))
    return recall.one("templates", versions, lambda: Templates(folders, config.words, named))


def _publish(site: Site, templates: Templates, config: SiteConfig, memory: Memory, progress: Progress) -> BuildReport:
    """Make the output folder hold the artifacts of `site` and the search index over its papers."""
    with Stage(config.output) as stage:
        sources = _lay_out(site.artifacts, templates, config, memory, stage, progress)
        return _publish_staged(stage, sources, site.presenter, config, memory, progress)


def index_site(build: Build, config: SiteConfig, memory: Memory, progress: Progress = lambda *_: None) -> Build:
    """Index what `build` has just published for search, without a look at content/ or at any page.

    Raises `BuildFailed` as `build_site` does.
    """
    with Stage(config.output) as stage:
        report = _publish_staged(stage, memory.fresh, build.presenter, config, memory, progress)
    return replace(build, report=replace(report, notices=build.report.notices, remark=build.report.remark))


def _publish_staged(
    stage: Stage,
    sources: Mapping[str, str],
    presenter: Presenter,
    config: SiteConfig,
    memory: Memory,
    progress: Progress,
) -> BuildReport:
    """Publish what `stage` has laid out, with the search index over the papers, and what goes with both."""
    recorded = _recorded(presenter, config, memory)
    is_whole = _all_there(memory)
    searched = _searched(recorded, config) if config.searchable else memory.searched if is_whole else ""
    index = tuple(path for path in memory.index if path != offline.FILE and described(config.output, path))
    if config.searchable and (searched != memory.searched or not is_whole):
        progress("Indexing for search", 0, 1)
        index = tuple(map(stage.put, _indexed(recorded, config, memory)))
    index = (*index, stage.put(offline.listing({path: stage.size(path) for path in (*sources, *index)})))
    gone = tuple(sorted({*memory.fresh, *memory.index}.difference(sources, index)))
    progress("Publishing", 0, 1)
    stage.lay(manifest.FILE, manifest.listing((*sources, *index)))  # goes along with a site that was not there yet
    memory.begin((*sources, *index))
    stage.make_way(gone)
    placed = stage.publish()
    pruned = tuple(path for path in gone if files.remove(config.output, path))
    papers = len(presenter.catalog.papers)
    memory.commit(sources, searched, index, papers, placed)
    return memory.report(tuple(placed), pruned)


def _recorded(presenter: Presenter, config: SiteConfig, memory: Memory) -> tuple[Record, ...]:
    """What search knows of each paper; none where nobody is to search."""
    if not config.searchable:
        return ()
    search_cache.load(search_cache.path_of(memory.path), memory.recall)
    return records.of(presenter.catalog, presenter.bibliography, config.words, memory.recall)


def _indexed(recorded: Sequence[Record], config: SiteConfig, memory: Memory) -> tuple[parts.File, ...]:
    """The files of the search index."""
    made = search_index.index(recorded, config.language, config.content, memory.recall)
    search_cache.save(search_cache.path_of(memory.path), memory.recall)
    return made


def _searched(recorded: Sequence[Record], config: SiteConfig) -> str:
    """Digest of all that decides the search index."""
    return _digest(recorded, config.language, table.version(config.content), state.program())


def _lay_out(
    artifacts: Sequence[Artifact],
    templates: Templates,
    config: SiteConfig,
    memory: Memory,
    stage: Stage,
    progress: Progress,
) -> Mapping[str, str]:
    """Lay out what is stale. Output path → two digests: of what its view is made from, of all that decides its bytes.

    Where the first is that of the last build, nothing is made; it is "" where nobody can tell (see `input_keys`).
    """
    keys, program = InputKeys(), (state.program(), config.words.fingerprint)
    made_from = {one.path: keys.of(one.view, *program, *_made_by(one, templates)) for one in artifacts}
    known = {one.path: memory.known(one.path) for one in artifacts}
    stale = [one for one in artifacts if not made_from[one.path] or made_from[one.path] != known[one.path][0]]
    sources = {path: " ".join(digests) for path, digests in known.items()}
    put_together: dict[str, Blocks] = {str(path): of for path, of in memory.recall.held("blocks").items()}
    maker = _Maker(templates, known, stage, put_together, config.output, keys, program)
    made = parallel.spread(maker.make, stale, config.jobs)
    for done, (one, laid) in enumerate(zip(stale, made, strict=True)):
        progress("Rendering", done, len(stale))
        sources[one.path] = f"{made_from[one.path]} {laid.source}"
        if laid.differs:
            stage.add(one.path)
        if laid.blocks:
            put_together[one.path] = laid.blocks
    memory.recall.learn("blocks", {path: of for path, of in put_together.items() if path in sources})
    return sources


@dataclass(frozen=True, slots=True)
class _Laid:
    """What became of a file that was made."""

    source: str
    """The digest of all that decides its bytes."""
    differs: bool
    """True when it was laid out, since the output has other bytes."""
    blocks: Blocks | None = None


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes files of artifacts and lays out those that differ; plain values, so that any process can be handed it."""

    templates: Templates
    known: Mapping[str, tuple[str, str]]
    stage: Stage
    put_together: Mapping[str, Blocks]
    output: Path
    keys: InputKeys
    program: tuple[str, ...]

    def make(self, one: Artifact) -> _Laid:
        known = self.known[one.path][1]
        if isinstance(one, Joined):
            content, of = self._joined(one, known)
            return _Laid(of.digest, known != of.digest and self.stage.lay(one.path, content), of)
        source, make = _source(one, self.templates)
        return _Laid(source, known != source and self.stage.lay(one.path, make()))

    def _joined(self, one: Joined, known: str) -> tuple[bytes, Blocks]:
        of_last = self.put_together.get(one.path)
        trusted = of_last if of_last and of_last.digest == known else None
        return blocks.joined(one.roll, one.papers, self.output / one.path, trusted, self._key)

    def _key(self, make: Callable[[], object]) -> str:
        return self.keys.of(make, *self.program)


def _source(one: Artifact, templates: Templates) -> tuple[str, Callable[[], bytes]]:
    """The digest of all that decides the bytes of `one`, and what makes them."""
    if isinstance(one, Data | Joined):
        content = one.view()
        return files.digest(content), partial(bytes, content)
    view = one.view()
    source = _digest(view, *_made_by(one, templates))
    return source, partial(one.make, view) if isinstance(one, Made) else partial(_page, templates, one, view)


def _page(templates: Templates, one: Rendered, view: object) -> bytes:
    page = templates.page(one.template, view)
    return data.packed(page) if one.path.endswith(".gz") else page


def _made_by(one: Artifact, templates: Templates) -> tuple[str, ...]:
    """What, besides its view, decides the bytes of `one`."""
    if isinstance(one, Made):
        return one.make.__qualname__, one.looks
    return (templates.digest(one.template),) if isinstance(one, Rendered) else ()


_ENCODER: Final = msgspec.msgpack.Encoder(enc_hook=repr)
"""Writes what a view holds ten times as fast as `repr` does."""


def _digest(view: object, *made_by: str) -> str:
    """Stands for all that `view` holds, and for what makes a file of it."""
    names = [field.name for field in fields(view) if field.name != "site"] if is_dataclass(view) else []
    held = [getattr(view, name) for name in names] if names else view
    site = repr(getattr(view, "site", ""))  # the same of nearly all views, and spelled once
    return files.digest(_ENCODER.encode((made_by, __version__, type(view).__qualname__, site, held)))


def _all_there(memory: Memory) -> bool:
    return bool(memory.index) and all(map(memory.is_untouched, memory.index))
