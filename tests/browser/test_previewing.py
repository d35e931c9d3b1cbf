"""A live preview with a real browser open: edits of every kind, each seen without touching the browser."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.preview.test_preview import serving, until

pytestmark = pytest.mark.xdist_group("browser")

PEBBLES = "content/papers/quantized-pebbles.md"


@pytest.fixture
def preview(page: Page, site: Path) -> Iterator[str]:
    """The address of a preview of the tiny site in the working folder."""
    with serving(site) as (_, base):
        yield base
        _leave(page)


def _leave(page: Page) -> None:
    """Before the preview ends: a page that is just fetching something would rightly complain."""
    page.goto("about:blank")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("() => window.LiveReload?.connector?.protocol")


@pytest.mark.slow
def test_twenty_edits_are_each_seen_by_an_open_browser(page: Page, preview: str, site: Path) -> None:
    pebbles, main = site / PEBBLES, page.locator("main")
    _open(page, preview + "papers/quantized-pebbles/")
    for number in range(8):  # 1–8: words of an abstract
        pebbles.write_text(f"{pebbles.read_text(encoding='utf-8').rstrip()} Edit {number}.\n", encoding="utf-8")
        expect(main).to_contain_text(f"Edit {number}.")
    for number in range(8, 12):  # 9–12: saves while the last one is still being built
        pebbles.write_text(f"{pebbles.read_text(encoding='utf-8').rstrip()} Edit {number}.\n", encoding="utf-8")
        time.sleep(0.07)
    expect(main).to_contain_text("Edit 11.")
    _replace(pebbles, "title: ", "titel: ")  # 13: a fault
    expect(page.locator("pre")).to_contain_text("quantized-pebbles.md:2: unknown field `titel`")
    expect(page.locator("pre")).to_contain_text("Did you mean `title`?")
    _replace(pebbles, "titel: ", "title: ")  # 14: mended
    expect(page.locator("h1")).to_contain_text("Quantized Pebbles")
    _open(page, preview + "papers/")
    _replace(pebbles, "Quantized", "Seen")  # 15: a title, on the list
    expect(main).to_contain_text("Seen Pebbles")
    (site / "content/papers/survey-of-dust.md").unlink()  # 16: a page goes
    expect(main).not_to_contain_text("Survey of Dust")
    _replace(site / "content/tags.yaml", "name: Pruning", "name: Trimming")  # 17: a tag's name
    expect(main).to_contain_text("Trimming")
    _replace(site / "content/site.yaml", "title: ", "title: The new ")  # 18: a setting
    expect(page.locator(".brand")).to_contain_text("The new")
    (site / "templates").mkdir()  # 19: a template, in a folder that was not there
    (site / "templates/list.html").write_text(
        '{% extends "base.html" %}{% block main %}<h1>Mine: {{ view.listing.total }}</h1>{% endblock %}',
        encoding="utf-8",
    )
    expect(page.locator("h1")).to_contain_text("Mine: ")
    (site / "static/css").mkdir(parents=True)
    (site / "static/css/site.css").write_text("h1 { color: rgb(1, 2, 3) }", encoding="utf-8")  # 20: a style
    expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")


@pytest.mark.slow
def test_a_style_is_swapped_without_loading_the_page_again(page: Page, site: Path) -> None:
    style = site / "static/css/site.css"
    style.parent.mkdir(parents=True)
    style.write_text("h1 { color: rgb(1, 2, 3) }", encoding="utf-8")
    with serving(site) as (_, preview):
        _open(page, preview + "papers/quantized-pebbles/")
        expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
        page.evaluate("window.untouched = true")
        style.write_text("h1 { color: rgb(4, 5, 6) }", encoding="utf-8")
        expect(page.locator("h1")).to_have_css("color", "rgb(4, 5, 6)")

        assert page.evaluate("window.untouched")
        _leave(page)


@pytest.mark.slow
def test_search_finds_what_was_just_written(page: Page, preview: str, site: Path) -> None:
    entry = site / ".papershelf/preview/pagefind/pagefind-entry.json"
    until(entry.is_file)
    before = entry.read_bytes()
    _replace(site / PEBBLES, "Quantized", "Zyzzyva")
    until(lambda: entry.read_bytes() != before)
    page.goto(f"{preview}search/?q=zyzzyva")

    expect(page.locator("#search-results")).to_contain_text("Zyzzyva")


@pytest.mark.slow
def test_a_papers_source_is_one_click_away(page: Page, preview: str, site: Path) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _open(page, preview + "papers/quantized-pebbles/")
    page.get_by_role("button", name="copy path").click()
    expect(page.get_by_role("button", name="copied")).to_be_visible()

    assert page.evaluate("navigator.clipboard.readText()") == str((site / PEBBLES).resolve())
    assert (
        page.get_by_role("link", name="edit", exact=True).get_attribute("href") == (site / PEBBLES).resolve().as_uri()
    )


def test_a_suggested_tag_is_added_by_a_click_and_the_preview_shows_it(page: Page, site: Path) -> None:
    for number in (1, 2, 3):
        (site / f"content/papers/moonbeam-{number}.md").write_text(
            f"---\ntitle: Moonbeam rings {number}\nyear: 2024\n---\nWe study moonbeam rings. Moonbeam rings shine.\n",
            encoding="utf-8",
        )
    with serving(site) as (_, base):
        _open(page, base + "tags/")
        page.get_by_role("link", name="Suggestions for tags").click()
        page.get_by_role("button", name="Add this tag: moonbeam rings").click()
        expect(page.get_by_role("status")).to_contain_text("Added to tags.yaml: moonbeam rings")
        expect(page.get_by_role("button", name="Add this tag: moonbeam rings")).to_have_count(0)
        until((site / ".papershelf/preview/tags/moonbeam-rings/index.html").is_file)
        _leave(page)


@pytest.mark.slow
def test_a_page_that_is_nowhere_is_loaded_once_after_a_build_that_failed(
    chromium: Browser, preview: str, site: Path
) -> None:
    pebbles, visits = site / PEBBLES, []
    with chromium.new_context() as context:  # of its own, for a browser logs what is nowhere as an error
        page = context.new_page()
        _open(page, preview + "papers/quantized-pebbles/")
        _replace(pebbles, "title: ", "titel: ")
        expect(page.locator("pre")).to_contain_text("unknown field `titel`")
        _replace(pebbles, "titel: ", "title: ")
        expect(page.locator("h1")).to_contain_text("Quantized Pebbles")
        page.on("framenavigated", lambda frame: visits.append(frame.url))
        _open(page, preview + "nowhere/")
        page.wait_for_timeout(1500)

        assert len(visits) == 1
