"""What is published carries all a site needs: installed far from the repository, it builds one."""

import subprocess
import sys
import tarfile
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and with the wheel that was built from it alone."""
    folder = tmp_path_factory.mktemp("published")
    _run(sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT))
    return folder


@pytest.mark.slow
def test_the_wheel_built_from_the_source_distribution_builds_a_new_site(published: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    venv.create(place, system_site_packages=False, with_pip=True)
    command = [str(place / "bin/python"), "-m", "pip", "install", "--quiet", "-c", str(ROOT / "constraints.txt")]
    _run(*command, *map(str, published.glob("*.whl")))
    _run(str(place / "bin/papershelf"), "new", str(tmp_path / "x"))
    _run(str(place / "bin/papershelf"), "build", "--site", str(tmp_path / "x"))

    assert (tmp_path / "x/_site/index.html").is_file()
    assert (tmp_path / "x/_site/pagefind/pagefind-entry.json").is_file()


@pytest.mark.slow
def test_the_source_distribution_holds_no_links_and_no_site(published: Path) -> None:
    (archive,) = published.glob("*.tar.gz")
    with tarfile.open(archive) as held:
        members = held.getmembers()

    assert [one.name for one in members if one.issym() or one.islnk()] == []
    assert [one.name for one in members if one.name.split("/")[1] in ("content", "_site", ".venv")] == []


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
