"""From papers elsewhere to pages: split, fetch, add."""

import gc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.console import (
    Location,
    print_problem,
    print_problems,
    progress_bar,
    say,
    settings_of,
    site_option,
    timed,
    warn,
)
from site_builder.core.errors import BuildFailed, Problem

if TYPE_CHECKING:
    from site_builder.core.config import SiteConfig
    from site_builder.ingest.report import IngestReport

FEW = 5
"""Pages named one by one before the rest are counted."""


@click.command()
@click.argument("files", nargs=-1, type=Location(), metavar="[FILE]...")
@click.option("-v", "--verbose", is_flag=True, help="Name every page that was edited by hand and is kept.")
@site_option
def split(files: tuple[Path, ...], *, verbose: bool, site: Path) -> None:
    """Make a page under content/papers/ for each paper of the dumps FILE (default: all of content/sources/).

    Pages you edited are kept, pages you deleted stay deleted.

    \b
    Example:
      papershelf split content/sources/trending-papers.txt
    """
    from site_builder.core import parallel
    from site_builder.ingest import split

    gc.disable()  # as for a build
    with timed() as took, progress_bar() as progress:
        settings = replace(settings_of(site), jobs=parallel.default())
        report = split.split(settings, files, progress)
    print_problems(report.warnings, "notice")
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
    say(f"Pages: {message or 'none'}. {report.repairs:,} repairs, {report.dropped:,} lines of boilerplate{took()}")
    _say_untagged(settings)


def _name_outdated(settings: "SiteConfig", report: "IngestReport", *, verbose: bool) -> None:
    """Tell what curators wrote otherwise than the dumps now say: the first of it, unless `verbose` asks for all."""
    most = len(report.conflicts) if verbose else FEW
    for conflict in report.conflicts[:most]:
        print_problem(conflict, "notice")
    detailed = {Path(one.where.rpartition(".md")[0]).name for one in report.conflicts}
    undetailed = [slug for slug in report.outdated if slug not in detailed]
    _name_pages(settings, undetailed[:most], "is kept, though its dump, its facts or the repairs have changed since")
    more = max(len(report.conflicts), len(undetailed)) - most
    if more > 0:
        warn(f"    and {more:,} more; --verbose names them.", "hint")


def _say_untagged(settings: "SiteConfig") -> None:
    """Tell who has no vocabulary yet how to get one."""
    from site_builder.analysis.propose import fresh
    from site_builder.core import files

    pages = sum(1 for _ in (settings.content / "papers").glob("*.md"))
    if pages and not fresh.is_curated(settings):
        say(
            f"{pages:,} papers have no tag yet, for there is no {files.display_path(settings.content / 'tags.yaml')}. "
            "Until there is, a build proposes tags; `papershelf tags --propose` writes them down for you to read."
        )


def _name_pages(settings: "SiteConfig", slugs: Sequence[str], why: str) -> None:
    from site_builder.core import files

    for slug in slugs:
        page = files.display_path(settings.content / "papers" / f"{slug}.md")
        print_problem(Problem(page, why), "notice")


@click.command()
@site_option
def fetch(site: Path) -> None:
    """Ask the standing queries in content/sources/*.yaml, and keep each answer under content/sources/.

    What came already today is not asked for again; `papershelf split` makes pages of what came.

    \b
    Example:
      papershelf fetch && papershelf split && papershelf build
    """
    from site_builder.core import clock
    from site_builder.ingest.fetch import answers

    settings = settings_of(site)
    with timed() as took, progress_bar() as progress:
        report = answers.fetch(settings, answers.client(settings), clock.today(), progress)
    for name, kept in report.kept.items():
        say(f"{name}: {', '.join(kept) if kept else 'nothing new'}")
    if not report.kept:
        say("There is no standing query, such as content/sources/quantization.yaml with a line `arxiv: cs.LG`.")
    if report.problems:
        raise BuildFailed(report.problems, f"{report.papers:,} papers were fetched.")
    say(f"{report.papers:,} papers fetched{took()}")


@click.command()
@click.argument("reference", metavar="ID")
@site_option
def add(reference: str, site: Path) -> None:
    """Add one paper by its arXiv identifier, its DOI or its address.

    Where nobody answers, or nobody can be asked, a page to fill in is written instead.

    \b
    Example:
      papershelf add 2409.02889
    """
    from site_builder.core import files
    from site_builder.ingest import adding, skeleton, split
    from site_builder.ingest.fetch import answers
    from site_builder.ingest.fetch.client import FetchFailed

    settings = settings_of(site)
    paper = skeleton.reference(reference)
    with timed() as took:
        try:
            path = answers.add(settings, answers.client(settings), paper.arxiv, paper.doi)
        except FetchFailed as failed:
            if known := adding.here(settings, paper):
                say(f"{paper.stated} is here already: {files.display_path(known)}")
                return
            page = files.display_path(adding.to_fill_in(settings, paper))
            say(f"{paper.stated} was not fetched: {failed}.")
            say(f"Fill in {page}; it is a draft until then.")
            return
        report = split.split(settings, [path])
    for slug in report.deleted:
        gone, kept = settings.content / "papers" / f"{slug}.md", adding.ledger_of(settings, slug)
        say(f"{paper.stated} was deleted here, and stays so: {files.display_path(gone)}.")
        say(f"To bring it back, take `{slug}` out of {files.display_path(kept)}, and add it again.")
    if report.deleted:
        return
    slugs = [*report.new, *report.updated, *report.moved, *report.unchanged, *report.edited]
    pages = ", ".join(files.display_path(settings.content / "papers" / f"{slug}.md") for slug in slugs)
    say(f"{'Added' if report.new else 'There already'}: {pages}{took()}")
