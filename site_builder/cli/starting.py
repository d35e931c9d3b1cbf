"""A site of your own: new."""

from pathlib import Path

import click

from site_builder.cli.console import Location, print_problem, print_problems, say, settings_of, site_option, timed
from site_builder.core.errors import BuildFailed, Problem
from site_builder.core.plural import counted


@click.command()
@click.argument("folder", type=Location(), metavar="DIR")
@click.argument("dumps", nargs=-1, type=Location(), metavar="[FILE]...")
@click.option("--remove-examples", is_flag=True, help="Take the example papers and tags of the site in DIR away.")
def new(folder: Path, dumps: tuple[Path, ...], *, remove_examples: bool) -> None:
    """Start a site in DIR with the papers of the dumps FILE (default: three examples that show how it is done).

    \b
    Example:
      papershelf new my-digest library.bib && papershelf serve --site my-digest
    """
    from site_builder.core import clock, files
    from site_builder.ingest import starting

    if remove_examples:
        _remove_examples(folder)
        return
    with timed() as took:
        report = starting.start(folder, dumps, clock.today())
    print_problems((*report.warnings, *starting.unpinned(folder)), "notice")
    records = f", of {counted(len(report.new) + len(report.duplicates), 'record')}" if report.duplicates else ""
    say(
        f"{counted(len(report.new), 'paper')} in {files.display_path(folder)}{records}{took()}\n"
        f"Next: papershelf serve --site {files.display_path(folder)}"
    )


@click.command()
@click.argument("language", metavar="LANGUAGE")
@site_option
def words(language: str, site: Path) -> None:
    """Begin content/words/LANGUAGE.po, where you say what pages say of their own accord, in your language or words.

    \b
    Example:
      papershelf words nl
    """
    from site_builder.core import files, words_file
    from site_builder.core.words import FOLDER

    settings = settings_of(site)
    begun = words_file.begun(language)
    target = settings.content / FOLDER / f"{language}.po"
    if target.exists():
        raise BuildFailed([Problem(files.display_path(target), "is there already", "Fill it in, or delete it.")])
    files.write(target, begun, within=settings.content.parent)
    say(f"{files.display_path(target)}: what is left empty there stays as it is. Then set `language` in site.yaml.")


def _remove_examples(folder: Path) -> None:
    from site_builder.core import files
    from site_builder.ingest import starting

    removed = 0
    for path, is_gone in starting.remove_examples(settings_of(folder)):
        removed += is_gone
        if not is_gone:
            print_problem(Problem(files.display_path(path), "was edited by hand and is kept"), "notice")
    say(f"{removed} files of the examples removed." if removed else "There are no examples to remove.")
