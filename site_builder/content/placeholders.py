"""What a new site says until its curator says something else."""

from collections.abc import Iterator

from site_builder.core import files
from site_builder.core.config import FILE, SiteConfig
from site_builder.core.errors import Problem

STARTER = "starter"
"""The folder that a new site is a copy of."""
_ABOUT = "content/pages/about.md"


def left(config: SiteConfig) -> Iterator[Problem]:
    """A warning for each thing that still is as `papershelf new` wrote it."""
    if not config.has_url:
        hint = "Write where the site is published: citations, feeds and e-mails lead there."
        yield Problem(files.display_path(config.root / FILE), "`url` is still a placeholder", hint)
    about, original = config.root / _ABOUT, files.packaged(STARTER) / _ABOUT
    if about.is_file() and files.read_bytes(about) == files.read_bytes(original):
        hint = "Say there what the digest collects, and for whom; or delete the page."
        yield Problem(files.display_path(about), "is still the one that `papershelf new` wrote", hint)
