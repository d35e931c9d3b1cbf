"""The wheel carries all a site needs: installed elsewhere, it builds one."""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_an_installed_wheel_builds_a_new_site_far_from_the_repository(tmp_path: Path) -> None:
    wheels, place = tmp_path / "wheels", tmp_path / "place"
    _run(sys.executable, "-m", "build", "--wheel", "--outdir", str(wheels), str(ROOT))
    venv.create(place, system_site_packages=False, with_pip=True)
    command = [str(place / "bin/python"), "-m", "pip", "install", "--quiet", "-c", str(ROOT / "constraints.txt")]
    _run(*command, *map(str, wheels.glob("*.whl")))
    _run(str(place / "bin/papershelf"), "new", str(tmp_path / "x"))
    _run(str(place / "bin/papershelf"), "build", "--site", str(tmp_path / "x"))

    assert (tmp_path / "x/_site/index.html").is_file()
    assert (tmp_path / "x/_site/pagefind/pagefind-entry.json").is_file()


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
