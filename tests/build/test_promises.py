"""What a build promises: nothing half done, nothing done twice, the same bytes for the same input."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from site_builder.build import builder, manifest, state
from site_builder.core import config, parallel
from site_builder.core.errors import BuildFailed
from tests.conftest import HERE, TINY, Run, again, build_here, build_unsearched, tree


def test_a_second_build_writes_nothing(site: Path) -> None:
    build_unsearched(site)
    before = {path: path.stat().st_mtime_ns for path in (site / "_site").rglob("*")}
    report = build_unsearched(site)

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


@pytest.mark.parametrize(
    "make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("nowhere")], ids=["pipe", "folder", "link"]
)
def test_what_is_no_page_and_has_the_name_of_one_is_told_by_the_next_build(
    make: Callable[[Path], None], site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_builder.core.files.is_young", lambda _record: False)
    build_unsearched(site)
    make(site / "content/papers/odd.md")
    with pytest.raises(BuildFailed, match=r"odd\.md"):
        build_unsearched(site)


def test_a_page_that_got_its_old_name_back_may_still_say_it(site: Path) -> None:
    page = site / "content/papers/survey-of-dust.md"
    page.write_text(page.read_text().replace("---\n", "---\naliases: [survey-of-dust, dust, dust]\n", 1))
    build_unsearched(site)

    assert 'href="/shelf/papers/survey-of-dust/"' in (site / "_site/papers/dust/index.html").read_text()
    assert "A Survey of Dust" in (site / "_site/papers/survey-of-dust/index.html").read_text()


@pytest.mark.parametrize("name", ["mine", "notes/mine"])
def test_a_file_may_become_a_folder_and_a_folder_a_file(name: str, site: Path) -> None:
    path = site / "static" / name
    path.parent.mkdir(parents=True)
    path.write_text("a file")
    build_unsearched(site)
    path.unlink()
    path.mkdir()
    (path / "inner.txt").write_text("in a folder")
    build_unsearched(site)
    as_folder = (site / "_site" / name / "inner.txt").read_text()
    shutil.rmtree(path)
    path.write_text("a file again")
    build_unsearched(site)

    assert (as_folder, (site / "_site" / name).read_text()) == ("in a folder", "a file again")


def test_what_others_put_where_the_site_has_a_folder_is_told(site: Path) -> None:
    build_unsearched(site)
    (site / "static/mine").mkdir(parents=True)
    (site / "static/mine/inner.txt").write_text("x")
    (site / "_site/mine").write_text("somebody's own")
    with pytest.raises(BuildFailed, match="a file is in its place"):
        build_unsearched(site)

    assert (site / "_site/mine").read_text() == "somebody's own"


def test_a_failed_build_leaves_the_last_good_site(site: Path) -> None:
    build_unsearched(site)
    before = tree(site / "_site")
    (site / "content/papers/broken.md").write_text("no front matter\n")
    (site / "content/papers/survey-of-dust.md").unlink()
    with pytest.raises(BuildFailed):
        build_unsearched(site)

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
    build_unsearched(site)
    (site / "_site/CNAME").write_text("tiny.example\n")
    (site / "content/papers/survey-of-dust.md").unlink()
    build_unsearched(site)

    assert not (site / "_site/papers/survey-of-dust").exists()
    assert (site / "_site/CNAME").read_text() == "tiny.example\n"


@pytest.mark.parametrize("lost", ["the folder was renamed", "the memory is gone", "the memory is rubbish"])
def test_no_unpublished_paper_stays_online_wherever_the_site_was_moved(lost: str, site: Path) -> None:
    home = site / "home"
    shutil.copytree(TINY, home)
    build_here(home)
    (home / "_site/CNAME").write_text("tiny.example\n")
    (home / "content/papers/survey-of-dust.md").unlink()
    if lost == "the folder was renamed":
        home = home.rename(site / "moved")
    for kept in (home / ".papershelf").glob("*.json") if "memory" in lost else ():
        kept.write_text("{") if "rubbish" in lost else kept.unlink()
    report = build_here(home)
    shutil.copytree(home / "content", site / "fresh/content")
    build_here(site / "fresh")

    assert "papers/survey-of-dust/index.html" in report.pruned
    assert (home / "_site/CNAME").read_text() == "tiny.example\n"
    (home / "_site/CNAME").unlink()
    assert tree(home / "_site") == tree(site / "fresh/_site")


def test_a_clean_build_leaves_nothing_but_the_site(site: Path) -> None:
    build_here(site)
    whole = tree(site / "_site")
    (site / "_site/papers/old-secret").mkdir()
    for name in ("papers/old-secret/index.html", "stray.html", "CNAME", ".git"):
        (site / "_site" / name).write_text("x")
    kept = tree(site / "_site")
    build_here(site)
    usual = tree(site / "_site")
    build_here(site, clean=True)

    assert kept == usual
    assert tree(site / "_site") == {**whole, "CNAME": b"x", ".git": b"x"}


@pytest.mark.parametrize("name", ["../content/site.yaml", "/etc/passwd", "a/../../content/site.yaml", "", ".", "\\x"])
def test_a_list_of_files_that_leads_out_removes_nothing(name: str, site: Path) -> None:
    build_unsearched(site)
    shutil.rmtree(site / ".papershelf")
    (site / "_site" / manifest.FILE).write_text(f"{name}\npapers.json\nstray.html\n")
    (site / "_site/stray.html").write_text("x")
    before = tree(site / "content")
    build_unsearched(site)

    assert before == tree(site / "content")
    assert not (site / "_site/stray.html").exists()


def test_a_file_of_the_site_that_was_deleted_comes_back(site: Path) -> None:
    build_here(site)
    whole = tree(site / "_site")
    (site / "_site/index.html").unlink()
    (site / "_site/pagefind/pagefind-entry.json").unlink()
    build_here(site)

    assert whole == tree(site / "_site")


def test_a_memory_that_is_rubbish_is_an_empty_one(site: Path) -> None:
    build_unsearched(site)
    for kept in (site / ".papershelf").glob("*.json"):
        kept.write_text('{"version": []')

    assert build_unsearched(site).written == ()


@pytest.mark.parametrize("clean", [False, True])
def test_a_build_without_search_leaves_the_index_though_the_memory_is_lost(clean: bool, site: Path, run: Run) -> None:
    build_here(site)
    whole = tree(site / "_site")
    shutil.rmtree(site / ".papershelf")

    assert run("build", "--no-search", *["--clean"] * clean).exit_code == 0
    assert tree(site / "_site") == whole


def test_another_folder_order_of_files_time_zone_locale_and_hash_seed_give_the_same_bytes(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    build_here(site)
    other = tmp_path_factory.mktemp("other") / "place"
    for path in sorted((path for path in TINY.rglob("*") if path.is_file()), reverse=True):
        (other / path.relative_to(TINY)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, other / path.relative_to(TINY))
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONPATH": str(HERE.parent),
    }
    command = [sys.executable, "-m", "site_builder", "build", "--site", str(other)]
    subprocess.run(command, check=True, env=environment, capture_output=True)

    assert tree(site / "_site") == tree(other / "_site")


_KINDS = ["word", "title", "tag", "veto", "delete", "rename", "add", "setting", "template", "rule", "style", "break"]


def _edit(site: Path, chance: random.Random) -> None:
    """One edit a curator might make."""
    papers = sorted((site / "content/papers").glob("*.md"))
    page = chance.choice(papers)
    kind = chance.choice(_KINDS)
    text = page.read_text()
    if kind == "word":
        page.write_text(f"{text.rstrip()}\nIt also {chance.choice(['counts', 'prunes', 'reviews'])} clouds.\n")
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
    elif kind == "break":
        page.write_text(text.replace("title:", "titel:", 1))
    else:
        _edit_site(site, chance, kind)


def _edit_site(site: Path, chance: random.Random, kind: str) -> None:
    """One edit of what all pages share; none for a kind that is not known."""
    if kind == "setting":
        settings = site / "content/site.yaml"
        settings.write_text(settings.read_text().replace("small", chance.choice(["small", "tiny small"]), 1))
    elif kind == "template":
        (site / "templates").mkdir(exist_ok=True)
        own = f"<!doctype html><html lang=en><title>Own</title><h1>{chance.randrange(9)}: {{{{ view.heading }}}}</h1>"
        (site / "templates/404.html").write_text(own)
    elif kind == "rule":
        rules = site / "content/tags.yaml"
        rules.write_text(rules.read_text().replace("means: ", f"means: {chance.choice(['What', 'That which'])} ", 1))
    elif kind == "style":
        (site / "static/css").mkdir(parents=True, exist_ok=True)
        (site / "static/css/site.css").write_text(f"h1 {{ order: {chance.randrange(9)} }}")


def _mend(site: Path) -> None:
    """Undo whatever an edit can break."""
    for page in (site / "content/papers").glob("*.md"):
        text = page.read_text().replace("aliases: [all-fields]\n", "").replace("titel:", "title:")
        if text != page.read_text():
            page.write_text(text)


@pytest.mark.parametrize(
    ("is_preview", "edits"),
    [
        pytest.param(True, 20, id="by a preview, which recalls"),
        pytest.param(False, 200, id="by the command, often", marks=pytest.mark.slow),
        pytest.param(True, 200, id="by a preview, often", marks=pytest.mark.slow),
    ],
)
def test_after_many_edits_an_incremental_build_equals_a_clean_one(
    site: Path, tmp_path_factory: pytest.TempPathFactory, is_preview: bool, edits: int
) -> None:
    chance = random.Random(239)
    first = config.load(site)
    kept = state.load(first.memory, first.output)
    build = builder.build_site(first, kept)
    failures = 0
    for _ in range(edits):
        _edit(site, chance)
        settings = replace(config.load(site), searchable=chance.random() < 1 / 8)
        known = kept if is_preview else state.load(first.memory, first.output)
        try:
            if is_preview:
                page = chance.choice(sorted((site / "content/papers").glob("*.md")))
                builder.rebuild_page(page, build, settings, known.recall)
            again(settings, known)
        except BuildFailed:  # broken on purpose, or two aliases met
            failures += 1
            _mend(site)
            again(settings, known)
    build_here(site)
    fresh = tmp_path_factory.mktemp("fresh") / "place"
    shutil.copytree(site, fresh, ignore=shutil.ignore_patterns("_site", ".papershelf"))
    build_here(fresh)

    assert failures >= edits // 40
    assert tree(fresh / "_site") == tree(site / "_site")


def test_several_processes_make_the_same_bytes_as_one(
    site: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_here(site)
    other = tmp_path_factory.mktemp("other") / "place"
    shutil.copytree(TINY, other)
    monkeypatch.setattr(parallel, "MIN_ITEMS", 1)
    settings = replace(config.load(other), jobs=3)
    builder.build_site(settings, state.load(settings.memory, settings.output))

    assert tree(site / "_site") == tree(other / "_site")


def test_a_fault_found_by_another_process_is_told_as_by_one(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "MIN_ITEMS", 1)
    (site / "templates").mkdir()
    (site / "templates/paper.html").write_text("{{ view.no_such_thing }}")
    settings = replace(config.load(site), jobs=2)
    with pytest.raises(BuildFailed, match=r"templates/paper\.html:1"):
        builder.build_site(settings, state.load(settings.memory, settings.output))


def test_nothing_is_read_when_nothing_changed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_unsearched(site)
    time.sleep(0.1)  # until no file is too young to be trusted
    build_unsearched(site)
    monkeypatch.setattr(builder, "build_site", None)

    assert build_unsearched(site).written == ()


@pytest.mark.parametrize(
    "touched", ["content/papers/survey-of-dust.md", "content/tags.yaml", "_site/index.html", "content/site.yaml"]
)
def test_a_change_is_noticed_though_the_date_was_set_back(site: Path, touched: str) -> None:
    build_unsearched(site)
    time.sleep(0.1)
    build_unsearched(site)
    path = site / touched
    stat = path.stat()
    path.write_bytes(path.read_bytes() + b" ")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    settings = config.load(site)
    known = state.load(settings.memory, settings.output)

    assert not known.is_current(settings)


def test_a_page_of_the_site_that_someone_changed_is_made_again(site: Path) -> None:
    build_here(site)
    whole = tree(site / "_site")
    (site / "_site/index.html").write_text("mine")
    build_here(site)

    assert whole == tree(site / "_site")


def test_a_page_rebuilt_alone_is_the_one_a_whole_build_makes(site: Path, run: Run) -> None:
    run("map")  # or other words would give the paper another position
    settings = config.load(site)
    known = state.load(settings.memory, settings.output)
    build = builder.build_site(settings, known)
    page = site / "content/papers/quantized-pebbles.md"
    page.write_text(page.read_text().replace("We ", "Slowly we ", 1).replace("Quantized", "Mended", 1))
    made = builder.rebuild_page(page, build, settings, known.recall)
    rebuilt = (site / "_site" / made).read_text()
    builder.build_site(settings, known)

    assert made == "papers/quantized-pebbles/index.html"
    assert "Mended Pebbles" in rebuilt
    # Keys are given out among all papers, which only a whole build does.
    assert rebuilt.replace("{quantized,", "{mended,") == (site / "_site" / made).read_text()
