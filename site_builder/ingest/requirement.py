"""Which Papershelf the workflows of a new site install: the one that made it, named as pip wants it.

pip notes where a package came from (PEP 610, direct_url.json): a commit of a repository, or a folder. A folder that is
a checkout names its repository and commit too. From a package index nothing is noted, and the version says it all.
"""

import json
import re
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from typing import Final
from urllib.parse import unquote, urlsplit

from site_builder import __version__

RELEASE: Final = f"papershelf[mail]=={__version__}"
"""What is named where nothing else is known; no use until that version is on a package index."""
_SSH: Final = re.compile(r"(?:ssh://)?git@([\w.-]+)[:/](.+)")


def of_this_program() -> str:
    """The requirement of the Papershelf that runs."""
    try:
        noted = distribution("papershelf").read_text("direct_url.json")
    except PackageNotFoundError:  # run from a folder that is not installed
        noted = None
    return of(noted or "")


def of(noted: str) -> str:
    """The requirement of what pip notes so, the text of a direct_url.json; `RELEASE` where that names no repository."""
    source = json.loads(noted) if noted else {}
    address, commit = source.get("url", ""), source.get("vcs_info", {}).get("commit_id", "")
    if address.startswith("file:") and not commit:
        folder = unquote(urlsplit(address).path)
        if not _git(folder, "rev-parse", "--show-prefix"):  # else the package is a folder of a larger repository
            address, commit = _git(folder, "config", "--get", "remote.origin.url"), _git(folder, "rev-parse", "HEAD")
    public = _public(address)
    return f"papershelf[mail] @ git+{public}@{commit}" if public and commit else RELEASE


def _public(address: str) -> str:
    """`address` of a repository as anybody may fetch it, without the name and password of who did; "" for others."""
    ssh = _SSH.fullmatch(address)
    parts = urlsplit(f"https://{ssh[1]}/{ssh[2]}" if ssh else address)
    return f"https://{parts.netloc.rpartition('@')[2]}{parts.path}" if parts.scheme == "https" and parts.netloc else ""


def _git(folder: str, *arguments: str) -> str:
    """What git says of `folder`; "" where there is no git, or nothing to say."""
    try:
        command = ["git", "-C", folder, *arguments]  # as the user's shell finds it, for a system may have none
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()
