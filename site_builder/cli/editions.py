"""Editions: made, written as e-mails, mailed."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.console import (
    Location,
    catalog_of,
    print_problem,
    progress_bar,
    require_output,
    say,
    settings_of,
    site_option,
    timed,
)

if TYPE_CHECKING:
    from site_builder.core.config import SiteConfig


def _day(_context: click.Context, _option: click.Parameter, stated: str | None) -> date | None:
    try:
        return date.fromisoformat(stated) if stated is not None else None
    except ValueError as error:
        raise click.BadParameter(f"`{stated}` is not a date such as 2024-09-30.") from error


@click.command()
@click.option("--date", "day", callback=_day, metavar="DATE", help="Its day, such as 2024-09-30.")
@click.option("--eml", type=Location(dir_okay=False), metavar="FILE", help="Write its e-mail to FILE.")
@click.option("--send", is_flag=True, help="Mail it to the subscribers who have not been sent it.")
@click.option(
    "--resend", multiple=True, metavar="ADDRESS", help="With --send: mail it once more to one who may not have got it."
)
@site_option
def edition(day: date | None, eml: Path | None, resend: tuple[str, ...], *, send: bool, site: Path) -> None:
    """Make an edition of all papers that are in none yet (default: of today). The file is yours from then on.

    With --send, mail an edition instead (default: the newest) as `mail` in site.yaml says; with --eml, write its e-mail
    to a file. The password of the mail server is taken from the environment variable PAPERSHELF_SMTP_PASSWORD.

    \b
    Example:
      papershelf edition && papershelf build && papershelf edition --send
    """
    from site_builder.core import clock

    if (resend and not send) or (send and eml):
        raise click.UsageError("--resend needs --send, and --eml goes with neither of them.")
    settings = settings_of(site)
    if send:
        _send_edition(settings, day, resend)
    elif eml:
        _write_letter(settings, day, eml)
    else:
        _make_edition(settings, day or clock.today())


def _make_edition(settings: "SiteConfig", day: date) -> None:
    from site_builder.content import editions
    from site_builder.core import files
    from site_builder.core.errors import Problem

    busy = "another edition of this site is being made"
    with timed() as took, files.locked(settings.memory / "edition.lock", busy):
        whole = catalog_of(settings)
        papers = [entry.slug for entry in whole.unissued]
        made = editions.make(settings.content, day, papers, settings.words) if papers else None
    message = (
        f"{len(papers):,} papers in {files.display_path(made)}" if made else "Nothing new: each paper is in an edition"
    )
    if made and not whole.editions:
        hint = "Leave them in it and mail nothing, and the next one holds what comes from now on."
        print_problem(
            Problem(files.display_path(made), "is the first edition, of all papers there are", hint), "notice"
        )
    say(f"{message}{took()}")


def _write_letter(settings: "SiteConfig", day: date | None, eml: Path) -> None:
    from site_builder.core import files
    from site_builder.mail import message

    require_output("--eml", eml, ".eml", settings)
    with timed() as took:
        whole = catalog_of(settings)
        letter = message.compose(whole.edition(day), whole, settings)
        files.write(eml, letter.to(settings.mail.sender if settings.mail else None))
    say(f"{letter.papers:,} of {len(letter.edition.papers):,} papers in {files.display_path(eml)}{took()}")


def _send_edition(settings: "SiteConfig", day: date | None, resend: Sequence[str]) -> None:
    from site_builder.mail import message, smtp

    with timed() as took:
        order = smtp.order(settings, resend)
        whole = catalog_of(settings)
        letter = message.compose(whole.edition(day), whole, settings)
        with progress_bar() as progress:
            report = smtp.send(letter, order, progress)
    for problem in report.problems():
        print_problem(problem, "notice")
    say(f"{letter.edition.title}: {report}{took()}")
    click.get_current_context().exit(0 if report.is_whole else 1)
