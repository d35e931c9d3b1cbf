"""The digest in one file: what it holds without a browser."""

from pathlib import Path

from tests.conftest import Run


def test_it_holds_the_abstracts_that_lists_of_the_site_fetch(site: Path, run: Run) -> None:
    assert run("build", "--single-file").exit_code == 0
    page = (site / "digest.html").read_text(encoding="utf-8")

    assert "Large oaks cost much water." in page
    assert '<mark class="does">' in page
    assert 'class="abstract" href' not in page
