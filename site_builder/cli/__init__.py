"""The command line: arguments in, words out, exit code; each module holds a group of commands.

Everything heavy is imported when its command runs, so that help appears at once.
"""

from pathlib import Path

import click

from site_builder import __version__
from site_builder.cli import analysis, dumps, editions, publishing, starting
from site_builder.cli.console import Group
from site_builder.core import clock
from site_builder.core.errors import BuildFailed, Problem

_EPILOG = "Settings are in content/site.yaml, tags in content/tags.yaml. Start with: papershelf new my-digest"


@click.group(cls=Group, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="papershelf")
def main() -> None:
    """Turn a dump of papers into a static website."""
    try:
        Path.cwd()
    except FileNotFoundError as error:
        hint = "Change into one that is there."
        raise BuildFailed([Problem("The current folder", "is not there any more", hint)], "") from error
    clock.require_sound()


for _command in (
    dumps.split,
    dumps.fetch,
    dumps.add,
    publishing.build,
    publishing.serve,
    publishing.check,
    analysis.tags,
    analysis.authors,
    analysis.lay_out,
    analysis.vectors,
    editions.edition,
    starting.new,
    starting.words,
):
    main.add_command(_command)
