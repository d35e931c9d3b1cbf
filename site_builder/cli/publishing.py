"""The website: build, serve, check."""

import gc
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from site_builder.cli.console import (
    Location,
    build_site,
    print_placeholders,
    print_problem,
    require_output,
    say,
    settings_of,
    site_option,
    timed,
    warn,
)
from site_builder.core.errors import BuildFailed, Problem

if TYPE_CHECKING:
    from site_builder.build.state import BuildReport
    from site_builder.core.config import SiteConfig


_STEP = r"(?!\.{1,2}(?:/|$))[\w.~-]+"
_BASE_PATH: Final = re.compile(rf"/?(?:{_STEP}(?:/{_STEP})*/?)?")


@click.command()
@click.option("--output", type=Location(), metavar="DIR", help="Where to build (default: SITE/_site).")
@click.option("--clean", is_flag=True, help="Make every file anew, and remove whatever else lies there.")
@click.option("--base-url", default="", metavar="URL", help="Where the site will be published (wins over site.yaml).")
@click.option("--no-search", is_flag=True, help="Leave the search index as it is.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes that share the work (default: all).")
@click.option(
    "--executor", default="", metavar="WHERE", help="`dask`, or a Dask scheduler's address, to share the work."
)
@click.option("--single-file", is_flag=True, help="Make one HTML file of it all, SITE/digest.html or as --output says.")
@site_option
def build(  # noqa: PLR0913 — a parameter for each option
    output: Path | None,
    base_url: str,
    jobs: int | None,
    executor: str,
    site: Path,
    *,
    clean: bool,
    no_search: bool,
    single_file: bool,
) -> None:
    """Build the website. Only files that differ are written; a failed build leaves the last good site.

    \b
    Example:
      papershelf build --base-url https://user.github.io/digest/
    """
    from site_builder.cli import executors
    from site_builder.core import parallel

    if single_file:
        _build_single(output or site / "digest.html", base_url, site)
        return

    gc.disable()  # a build makes millions of objects, hardly a cycle among them, and then the process ends
    with timed() as took:
        settings = replace(settings_of(site, output=output, base_url=base_url), searchable=not no_search)
        with executors.working(executor, settings.memory, jobs := jobs or parallel.default()):
            report = build_site(replace(settings, jobs=jobs), clean=clean)
    print_placeholders(settings)
    _print_built(report, settings, took())


def _print_built(report: "BuildReport", settings: "SiteConfig", took: str) -> None:
    from site_builder.build import budget

    for notice in budget.notices(report.sizes, settings):
        print_problem(notice, "notice")
    whole = sum(report.sizes.values()) / 1e6
    changed = f"{len(report.written):,} written" if report.written else "nothing to write"
    pruned = f", {len(report.pruned):,} removed" if report.pruned else ""
    room = f", {full}" if (full := budget.fullness(report.sizes, settings)) else ""
    lacks = f", {report.remark}" if report.remark else ""
    say(
        f"{report.papers:,} papers, {len(report.sizes):,} files, {whole:.1f} MB in {settings.output} "
        f"({changed}{pruned}){room}{lacks}{took}"
    )


def _build_single(output: Path, base_url: str, site: Path) -> None:
    from site_builder.build import builder, single_file
    from site_builder.cli.console import catalog_of
    from site_builder.core import files
    from site_builder.core.memo import Recall

    settings = settings_of(site, base_url=base_url)
    require_output("--output", output, ".html", settings)
    with timed() as took:
        made = single_file.make(catalog_of(settings), settings, builder.load_templates(settings, Recall()))
        files.write(output, made, within=output.parent)
    say(f"{len(made) / 1e6:.1f} MB in {output}{took()}")


@click.command()
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
@site_option
def serve(port: int, base_path: str, host: str, site: Path) -> None:
    """Preview the website; it rebuilds and reloads when files under content/, templates/ or static/ are saved.

    \b
    Example:
      papershelf serve --port 8000
    """
    from site_builder.build import state
    from site_builder.preview import rebuilding, server

    if not _BASE_PATH.fullmatch(base_path):
        raise BuildFailed([Problem(f"--base-path {base_path}", "is not a path", "Give one such as /digest/.")], "")
    sockets = server.bind(host, port)
    here = settings_of(site)
    base = f"/{base_path.strip('/')}/" if base_path.strip("/") else "/" if base_path else here.urls.base
    url = f"http://{server.name_of(host)}:{sockets[0].getsockname()[1]}{base}"
    settings = settings_of(site, output=here.memory / "preview", base_url=url)
    with state.held(here.memory, settings.output, previewed=True) as known:
        preview = rebuilding.Preview(settings, known, _Messages())
        preview.rebuild(searchable=False)
        say(f"Preview at {settings.url} — Ctrl-C ends it.")
        server.serve(preview, host, sockets)


class _Messages:
    """What a preview says in the terminal."""

    def built(self, report: "BuildReport", seconds: float) -> None:
        say(f"{report.papers:,} papers, {len(report.written):,} files written, in {seconds:.2f} s.")

    def failed(self, message: str) -> None:
        warn(message, "problem")

    def note(self, message: str) -> None:
        warn(message)


@click.command()
@click.option("--output", type=Location(), metavar="DIR", help="The built site (default: SITE/_site).")
@site_option
def check(output: Path | None, site: Path) -> None:
    """Visit every page of the built website: links, ids, empty pages, feeds, counts; and ask its search for papers.

    \b
    Example:
      papershelf check
    """
    from site_builder.build import link_check, search_check, state
    from site_builder.core import config, files, parallel

    output = output or site / "_site"
    if (site / config.FILE).is_file():
        settings = settings_of(site)
        print_placeholders(settings)
        if state.is_behind(settings, output):
            what = "has changed since the last build: what is checked is the site as it was before"
            print_problem(Problem(files.display_path(settings.content), what, "Run `papershelf build`."), "notice")
    with timed() as took:
        report = link_check.check(output, parallel.default())
    say(f"{report.pages:,} pages and {report.links:,} links visited, nothing wrong{took()}")
    if why := search_check.not_asked():
        warn(why)
