"""What a build promises: nothing half done, nothing done twice, the same bytes for the same input."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from site_builder.errors import BuildFailed
from tests.conftest import TINY, build_here, tree


def test_a_second_build_writes_nothing(site: Path) -> None:
    build_here(site)
    before = {path: path.stat().st_mtime_ns for path in (site / "_site").rglob("*")}
    report = build_here(site)

    assert report.written == ()
    assert before == {path: path.stat().st_mtime_ns for path in (site / "_site").rglob("*")}


def test_a_clean_build_of_a_built_site_writes_nothing_either(site: Path) -> None:
    build_here(site)

    assert build_here(site, clean=True).written == ()


def test_a_changed_title_rebuilds_only_the_pages_that_print_it(site: Path) -> None:
    build_here(site)
    page = site / "content/papers/survey-of-dust.md"
    page.write_text(page.read_text().replace("A Survey of Dust", "A Survey of Fine Dust"))
    written = build_here(site).written

    assert "papers/survey-of-dust/index.html" in written
    assert "a-z/index.html" in written
    assert "about/index.html" not in written
    assert "papers/every-field/index.html" not in written


def test_a_failed_build_leaves_the_last_good_site(site: Path) -> None:
    build_here(site)
    before = tree(site / "_site")
    (site / "content/papers/broken.md").write_text("no front matter\n")
    (site / "content/papers/survey-of-dust.md").unlink()
    with pytest.raises(BuildFailed):
        build_here(site)

    assert before == tree(site / "_site")


def test_a_failing_index_leaves_the_last_good_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_here(site)
    before = tree(site / "_site")
    (site / "content/papers/survey-of-dust.md").unlink()
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: "false")
    with pytest.raises(BuildFailed, match="search index could not be made"):
        build_here(site)

    assert before == tree(site / "_site")
    assert [path.name for path in site.iterdir() if path.name.startswith("._site")] == []


def test_a_page_whose_source_is_gone_is_pruned_and_nothing_else_is(site: Path) -> None:
    build_here(site)
    (site / "_site/CNAME").write_text("tiny.example\n")
    (site / "content/papers/survey-of-dust.md").unlink()
    build_here(site)

    assert not (site / "_site/papers/survey-of-dust").exists()
    assert (site / "_site/CNAME").read_text() == "tiny.example\n"


def test_a_file_of_the_site_that_was_deleted_comes_back(site: Path) -> None:
    build_here(site)
    whole = tree(site / "_site")
    (site / "_site/index.html").unlink()
    (site / "_site/pagefind/pagefind-entry.json").unlink()
    build_here(site)

    assert whole == tree(site / "_site")


def test_a_memory_that_is_rubbish_is_an_empty_one(site: Path) -> None:
    build_here(site)
    for kept in (site / ".papershelf").iterdir():
        kept.write_text('{"version": []')

    assert build_here(site).written == ()


def test_another_folder_time_zone_and_hash_seed_give_the_same_bytes(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    build_here(site)
    other = tmp_path_factory.mktemp("other") / "place"
    shutil.copytree(TINY, other)
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    command = [sys.executable, "-m", "site_builder", "build", "--site", str(other)]
    subprocess.run(command, check=True, env=environment, capture_output=True)

    assert tree(site / "_site") == tree(other / "_site")


def _edit(site: Path, chance: random.Random) -> None:
    """One edit a curator might make."""
    papers = sorted((site / "content/papers").glob("*.md"))
    page = chance.choice(papers)
    kind = chance.choice(["word", "title", "tag", "veto", "delete", "rename", "add", "setting", "template"])
    text = page.read_text()
    if kind == "word":
        page.write_text(f"{text.rstrip()} It also {chance.choice(['counts', 'prunes', 'reviews'])} clouds.\n")
    elif kind == "title":
        page.write_text(text.replace('title: "', f'title: "{chance.choice(["New", "Old", "Blue"])} ', 1))
    elif kind in {"tag", "veto"}:
        field = "tags" if kind == "tag" else "not_tags"
        lines = [line for line in text.split("\n") if not line.startswith(f"{field}:")]
        page.write_text("\n".join([lines[0], f"{field}: [pruning]", *lines[1:]]))
    elif kind == "delete" and len(papers) > 3:
        page.unlink()
    elif kind == "rename":
        page.rename(page.with_name(f"renamed-{chance.randrange(1000)}-{page.name}"[:100]))
    elif kind == "add":
        shutil.copy(TINY / "content/papers/pruning-acorns.md", page.with_name(f"copy-{chance.randrange(10_000)}.md"))
    elif kind == "setting":
        settings = site / "content/site.yaml"
        settings.write_text(settings.read_text().replace("small", chance.choice(["small", "tiny small"]), 1))
    elif kind == "template":
        (site / "templates").mkdir(exist_ok=True)
        own = f"<!doctype html><html lang=en><title>Own</title><h1>{chance.randrange(9)}: {{{{ view.heading }}}}</h1>"
        (site / "templates/404.html").write_text(own)


def test_after_many_edits_an_incremental_build_equals_a_clean_one(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance = random.Random(239)
    build_here(site)
    for _ in range(25):
        _edit(site, chance)
        try:
            build_here(site)
        except BuildFailed:  # two aliases met, say: the next edit may mend it
            for page in (site / "content/papers").glob("*.md"):
                page.write_text(page.read_text().replace("aliases: [all-fields]\n", ""))
            build_here(site)
    fresh = tmp_path_factory.mktemp("fresh") / "place"
    shutil.copytree(site, fresh, ignore=shutil.ignore_patterns("_site", ".papershelf"))
    build_here(fresh)

    assert tree(fresh / "_site") == tree(site / "_site")
