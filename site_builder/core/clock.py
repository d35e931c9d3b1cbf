"""Today's date, the only time that any content depends on; SOURCE_DATE_EPOCH sets it, so that bytes can be repeated."""

import os
from datetime import UTC, date, datetime
from typing import Final

from site_builder.core.errors import BuildFailed, Problem

EPOCH: Final = "SOURCE_DATE_EPOCH"
"""https://reproducible-builds.org/specs/source-date-epoch/."""


def require_sound() -> None:
    """Raise `BuildFailed` where SOURCE_DATE_EPOCH is no time; an empty one is taken away.

    Libraries read it, too, as they are imported.
    """
    if not os.environ.get(EPOCH, "").strip():
        os.environ.pop(EPOCH, None)
    today()


def today() -> date:
    """The date of SOURCE_DATE_EPOCH where that is set, else the one on this machine's calendar.

    Raises `BuildFailed` where that is no time.
    """
    stated = os.environ.get(EPOCH)
    if not stated:
        return datetime.now().astimezone().date()
    try:
        return datetime.fromtimestamp(_not_negative(int(stated)), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        hint = "Give the seconds since 1970, as `date +%s` prints them."
        raise BuildFailed([Problem(EPOCH, f"`{stated}` is not a time", hint)]) from error


def _not_negative(seconds: int) -> int:
    if seconds < 0:
        raise ValueError("before 1970")
    return seconds
