"""Abstracts in lists, in a real browser: fetched from the papers' pages where a script runs, linked where none does."""

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.xdist_group("browser")

ROW = "[data-item=pruning-acorns]"


def test_an_abstract_is_fetched_once_it_is_opened_and_marked_as_on_its_page(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}tags/pruning/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "pruning-acorns" in url]

    page.locator(f"{ROW} summary", has_text="Abstract").click()

    expect(page.locator(f"{ROW} .abstract")).to_contain_text("Large oaks cost much water.")
    expect(page.locator(f"{ROW} .abstract mark.does")).to_be_visible()
    expect(page.locator(f"{ROW} .abstract[lang]")).to_have_count(0)  # the page's own; an empty one would be unknown
    assert len([url for url in asked if url.endswith("papers/pruning-acorns/")]) == 1


def test_a_list_shows_whole_abstracts_when_asked_to(page: Page, address: str) -> None:
    page.goto(f"{address}tags/pruning/")
    page.get_by_label("Abstracts", exact=True).check()

    expect(page.locator(f"{ROW} .abstract")).to_contain_text("Large oaks cost much water.")
    expect(page.locator(f"{ROW} .abstract")).to_be_visible()


def test_what_cannot_be_fetched_is_said_in_its_place(chromium: Browser, address: str) -> None:
    with chromium.new_context(service_workers="block") as context:
        page = context.new_page()
        page.route("**/papers/pruning-acorns/", lambda route: route.abort())
        page.goto(f"{address}tags/pruning/")
        page.locator(f"{ROW} summary", has_text="Abstract").click()

        expect(page.locator(f"{ROW} .abstract")).to_have_text("The abstract could not be loaded.")


def test_without_a_script_an_abstract_is_a_link_away(chromium: Browser, address: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}tags/pruning/")
        page.locator(f"{ROW} summary", has_text="Abstract").click()
        page.locator(f"{ROW} a.abstract").click()

        expect(page.locator(".paper .abstract")).to_contain_text("Large oaks cost much water.")
