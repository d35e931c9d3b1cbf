"""The workflows of a new site install the Papershelf that made it, as far as pip and git know where that is."""

import json
import subprocess
from pathlib import Path

import pytest

from site_builder.ingest import requirement, starting

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def noted(url: str, **more: object) -> str:
    return json.dumps({"url": url, **more})


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://git.example/me/papershelf.git", "https://git.example/me/papershelf.git"),
        ("https://me:secret@git.example/me/papershelf", "https://git.example/me/papershelf"),
        ("ssh://git@git.example/me/papershelf.git", "https://git.example/me/papershelf.git"),
    ],
)
def test_a_repository_is_named_with_its_commit_and_nobodys_password(url: str, public: str) -> None:
    found = requirement.of(noted(url, vcs_info={"vcs": "git", "commit_id": COMMIT}))

    assert found == f"papershelf[mail] @ git+{public}@{COMMIT}"


def _checkout(folder: Path, origin: str) -> str:
    folder.mkdir()
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    for arguments in (("init", "-q"), (*who, "commit", "-q", "--allow-empty", "-m", "One")):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    if origin:
        subprocess.run(["git", "remote", "add", "origin", origin], cwd=folder, check=True)
    return subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=folder, text=True).strip()


def test_a_checkout_is_named_by_the_repository_it_is_of(tmp_path: Path) -> None:
    commit = _checkout(tmp_path / "a copy", "git@git.example:me/papershelf.git")
    found = requirement.of(noted((tmp_path / "a copy").as_uri(), dir_info={"editable": True}))

    assert found == f"papershelf[mail] @ git+https://git.example/me/papershelf.git@{commit}"


@pytest.mark.parametrize("origin", ["", "/srv/papershelf.git"])
def test_what_nobody_else_could_fetch_is_not_named(origin: str, tmp_path: Path) -> None:
    _checkout(tmp_path / "copy", origin)
    (tmp_path / "copy/inner").mkdir()

    for folder in ("copy", "copy/inner", "nowhere"):
        assert requirement.of(noted((tmp_path / folder).as_uri(), dir_info={})) == requirement.RELEASE
    assert requirement.of("") == requirement.RELEASE


def test_whoever_starts_a_site_is_told_that_its_workflows_may_find_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requirement, "of_this_program", lambda: requirement.RELEASE)
    (told,) = starting.unpinned(tmp_path / "mine")

    assert "mine/requirements.txt" in told.where
    assert told.hint
