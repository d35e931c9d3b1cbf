"""The digest in one file, opened from the disk: everything is in it, and nothing is fetched."""

import gzip
import json
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.conftest import HERE, Run

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow]


@pytest.fixture
def file(site: Path, run: Run) -> Path:
    """The tiny site as one file."""
    assert run("build", "--single-file").exit_code == 0
    return site / "digest.html"


def test_it_filters_keeps_and_saves_from_the_disk(page: Page, file: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    rows = page.locator(".row:visible")
    page.locator("#find").fill("large oaks cost much water")  # words of its abstract alone
    expect(rows).to_have_count(1)
    page.get_by_label("Abstracts", exact=True).check()
    expect(rows.locator(".abstract")).to_contain_text("Large oaks cost much water.")
    page.locator("[data-item=pruning-acorns] .star").click()
    page.locator("#find").fill("")
    page.locator("summary", has_text="Tags").click()
    page.get_by_role("radio", name="Pruning").check()
    expect(rows).to_have_count(2)
    page.get_by_label("Only what I kept").check()
    expect(rows).to_have_count(1)
    page.reload()
    expect(page.locator("[data-item=pruning-acorns] .star")).to_have_attribute("aria-pressed", "true")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my shelf").click()

    assert [paper["slug"] for paper in json.loads(saved.value.path().read_text())["papers"]] == ["pruning-acorns"]
    assert {url.split(":")[0] for url in asked} <= {"file", "blob"}
    assert {url for url in asked if url.startswith("file")} == {file.as_uri()}


def test_two_windows_keep_what_each_keeps_and_what_is_newer_stays(page: Page, file: Path) -> None:
    other = page.context.new_page()
    for window in (page, other):
        window.goto(file.as_uri())
    page.locator("[data-item=pruning-acorns] .star").click()
    expect(other.locator("[data-item=pruning-acorns] .star")).to_have_attribute("aria-pressed", "true")
    other.locator("[data-item=quantized-pebbles] .star").click()
    page.reload()
    expect(page.locator(".star[aria-pressed=true]")).to_have_count(2)
    newer = json.dumps({"version": 2, "kept": {}, "notes": {"x": "my words"}})
    page.evaluate(f"localStorage.setItem(Object.keys(localStorage)[0], {json.dumps(newer)})")
    page.locator("[data-item=survey-of-dust] .star").click()
    expect(page.locator("#said")).to_contain_text("keeps nothing")

    assert page.evaluate("localStorage.getItem(Object.keys(localStorage)[0])") == newer


FILL = """() => {
  const add = (size) => localStorage.setItem(`full${localStorage.length}`, 'x'.repeat(size));
  const fill = (size) => { for (;;) try { add(size); } catch { return; } };
  for (let size = 1 << 20; size >= 1; size >>= 1) fill(size);
}"""


def test_what_a_full_storage_does_not_take_this_window_has_and_saves(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    page.locator("[data-item=every-field] .star").click()
    page.evaluate(FILL)
    for slug in ("pruning-acorns", "quantized-pebbles", "survey-of-dust", "every-field"):
        page.locator(f"[data-item={slug}] .star").click()
    expect(page.locator("#said")).to_contain_text("save your shelf before you close it")
    other = page.context.new_page()
    other.goto(file.as_uri())
    other.evaluate("localStorage.removeItem('full9')")
    page.get_by_label("Only what I kept").check()
    expect(page.locator(".row:visible")).to_have_count(3)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my shelf").click()
    held = {"pruning-acorns", "quantized-pebbles", "survey-of-dust"}

    assert {paper["slug"] for paper in json.loads(saved.value.path().read_text())["papers"]} == held


@pytest.mark.parametrize("damaged", ['{"version":1,"kept":5}', '{"version":1,"kept":"abc"}', "null", "[1"])
def test_a_damaged_storage_stays_as_it_is(damaged: str, page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    key = page.evaluate("`papershelf ${document.documentElement.dataset.site}`")
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [key, damaged])
    page.reload()
    page.locator("[data-item=survey-of-dust] .star").click()
    expect(page.locator("#said")).to_contain_text("save your shelf")

    assert page.evaluate("(key) => localStorage.getItem(key)", key) == damaged


def test_renamed_papers_stay_kept_and_those_that_left_are_saved_too(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    key = page.evaluate("`papershelf ${document.documentElement.dataset.site}`")
    held = json.dumps(
        {"version": 1, "kept": {"all-fields": {"at": "2024-01-02"}, "left-long-ago": {"at": "2024-01-03"}}}
    )
    page.evaluate(f"localStorage.setItem({json.dumps(key)}, {json.dumps(held)})")
    page.reload()
    expect(page.locator("[data-item=every-field] .star")).to_have_attribute("aria-pressed", "true")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my shelf").click()
    papers = json.loads(saved.value.path().read_text())["papers"]

    assert [(paper["slug"], paper["at"]) for paper in papers] == [
        ("every-field", "2024-01-02"), ("left-long-ago", "2024-01-03")
    ]  # fmt: skip


def test_without_a_script_papers_and_tags_are_there(chromium: Browser, file: Path) -> None:
    with chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        page.goto(file.as_uri())
        page.locator("summary", has_text="Tags").click()
        page.get_by_role("radio", name="Pruning").check()
        expect(page.locator(".row:visible")).to_have_count(2)

        assert page.locator(".js:visible").count() == 0


@pytest.mark.slow
def test_axe_finds_nothing_in_it(chromium: Browser, file: Path) -> None:
    with chromium.new_context(bypass_csp=True, viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        page.goto(file.as_uri())

        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_239_papers_fit_into_an_e_mail(tmp_path: Path, run: Run) -> None:
    shutil.copytree(HERE.parent / "content", tmp_path / "content")

    assert run("build", "--single-file", "--output", tmp_path / "one.html").exit_code == 0
    assert len(gzip.compress((tmp_path / "one.html").read_bytes())) < 250_000


def test_a_folder_is_no_file(site: Path, run: Run) -> None:
    (site / "out").mkdir()
    made = run("build", "--single-file", "--output", "out")

    assert made.exit_code == 1
    assert "is a folder" in made.output
