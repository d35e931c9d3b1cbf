"""Citing in a real browser: copy, save, and the way without a script."""

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.xdist_group("browser")

PAPER = "papers/pruning-acorns/"


@pytest.fixture
def citing(page: Page, address: str) -> Page:
    """The page of a paper, its citations open."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + PAPER)
    page.get_by_text("Cite", exact=True).click()
    return page


@pytest.mark.parametrize(
    ("button", "start"),
    [("Copy BibTeX", "@"), ("Copy text", "First, A., & Second, B. (2023). Pruning"), ("Copy Markdown", "[Pruning")],
)
def test_a_form_is_copied(button: str, start: str, citing: Page) -> None:
    citing.get_by_role("button", name=button).click()
    expect(citing.get_by_role("status").first).to_have_text("Copied.")
    text = citing.evaluate("navigator.clipboard.readText()")

    assert text.startswith(start)
    assert "Acorns" in text


@pytest.mark.parametrize(
    ("button", "ending", "holds"), [(".bib", ".bib", "@"), (".ris", ".ris", "TY  - "), ("CSL-JSON", ".json", '"id"')]
)
def test_a_form_is_saved_under_its_key(button: str, ending: str, holds: str, citing: Page) -> None:
    with citing.expect_download() as saved:
        citing.get_by_role("button", name=button, exact=True).click()

    assert saved.value.suggested_filename == f"first2023pruning{ending}"
    text = saved.value.path().read_text(encoding="utf-8")
    assert holds in text
    assert (
        ending == ".bib" or text.count("we propose acorn pruning") == 1
    )  # the abstract, which the twin's citations lack


def test_the_papers_of_a_list_are_picked_from_the_file_of_all(page: Page, address: str) -> None:
    page.goto(f"{address}tags/pruning/")
    with page.expect_download() as saved:
        page.get_by_role("main").get_by_role("link", name="RIS", exact=True).click()
    text = saved.value.path().read_text(encoding="utf-8")
    listed = page.request.get(f"{address}tags/pruning/papers.bib").text()

    assert saved.value.suggested_filename == "pruning.ris"
    assert text.count("TY  - ") == listed.count("\n  title = {") > 0


def test_what_cannot_be_fetched_is_said(chromium: Browser, address: str) -> None:
    with chromium.new_context(service_workers="block") as context:  # what it fetches is not ours to stop
        page = context.new_page()
        page.route("**/index.md", lambda route: route.abort())
        page.goto(address + PAPER)
        page.get_by_text("Cite", exact=True).click()
        page.get_by_role("button", name="Copy Markdown").click()

        expect(page.get_by_role("status").first).to_contain_text("did not work")


def test_without_a_script_every_form_is_a_link_away(chromium: Browser, address: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + PAPER)
        page.get_by_text("Cite", exact=True).click()
        link = page.get_by_role("link", name="Markdown with RIS and CSL-JSON")
        expect(page.locator("#cite pre")).to_be_visible()

        assert context.request.get(address.removesuffix("/shelf/") + str(link.get_attribute("href"))).ok
