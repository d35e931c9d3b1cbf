"""A site of your own: new."""

import shutil
from pathlib import Path

import click

from site_builder.cli.console import out, timed
from site_builder.core.errors import BuildFailed, Problem


@click.command()
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
    with timed() as took:
        shutil.copytree(files.packaged("starter"), folder, dirs_exist_ok=True)
        report = split.split(config.load(folder))
    out.print(f"{len(report.new)} papers in {folder}{took()}\nNext: papershelf serve --site {folder}")
