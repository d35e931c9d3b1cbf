"""The shelf's page in a real browser: groups and order, exports, imports however hostile, shared lists, many papers."""

import csv
import io
import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
import rispy
from playwright.sync_api import Browser, FilePayload, Page, expect
from pybtex.database import parse_string

from tests.browser.test_access import faults
from tests.browser.test_keeping import ACORNS, kept, put

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow]

THREE = {
    slug: {"at": f"2024-0{at}-01T00:00:00.000Z"} for at, slug in enumerate((ACORNS, "every-field", "survey-of-dust"), 1)
}
EVIL = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"


BIB = (
    "@misc{x, title = {Other}, eprint = {2301.01234}}\n"
    f"@misc{{y, abstract = {{{EVIL}}},\n title={{{{PRUNING}} acorns: Sparse Oaks from Small Seeds}}}}"
)


@pytest.fixture
def shelf(page: Page, address: str) -> Page:
    """A shelf of three papers, with a note and a group."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    put(page, kept=THREE, notes={ACORNS: "=sum *oaks*;=1"}, groups=["Thesis"])
    page.goto(f"{address}shelf/")
    expect(page.locator("#shelf-rows > li")).to_have_count(3)
    return page


def _titles(page: Page) -> list[str]:
    return [text.split(":")[0] for text in page.locator("#shelf-rows h2").all_text_contents()]


def _saved(page: Page, form: str) -> str:
    with page.expect_download() as saved:
        page.get_by_role("button", name=form, exact=True).click()
    return saved.value.path().read_text(encoding="utf-8")


def _bring(page: Page, name: str, content: str) -> None:
    page.locator("#bring").set_input_files([FilePayload(name=name, mimeType="text/plain", buffer=content.encode())])
    expect(page.locator(".take .outcome")).to_contain_text(name)


def test_the_shelf_is_ordered_by_day_and_by_hand(shelf: Page) -> None:
    assert _titles(shelf) == ["A Survey of Dust", "Every Field", "Pruning Acorns"]
    shelf.get_by_label("Order").select_option("hand")
    shelf.get_by_role("button", name="Move Pruning Acorns: Sparse Oaks from Small Seeds down").click()

    assert _titles(shelf) == ["Every Field", "Pruning Acorns", "A Survey of Dust"]
    assert list(kept(shelf)["kept"]) == ["every-field", ACORNS, "survey-of-dust"]


def test_a_paper_that_is_moved_past_one_that_just_went_stays(shelf: Page) -> None:
    shelf.get_by_label("Order").select_option("hand")
    gone = {slug: entry for slug, entry in THREE.items() if slug != "every-field"}
    # Of another window, which this one hears of only later.
    shelf.evaluate(f"localStorage['/shelf/shelf'] = JSON.stringify({json.dumps({'version': 1, 'kept': gone})})")
    shelf.get_by_role("button", name="Move Pruning Acorns: Sparse Oaks from Small Seeds down").click()

    assert list(kept(shelf)["kept"]) == [ACORNS, "survey-of-dust"]


def test_zotero_is_told_how_to_find_what_the_shelf_keeps(shelf: Page) -> None:
    spans = shelf.locator("#shelf-rows .Z3988").evaluate_all("spans => spans.map((span) => span.title)")
    acorns = parse_qsl(spans[2])

    assert ("rft_id", "info:doi/10.48550/arXiv.2302.00002") in acorns
    assert acorns.index(("rft.title", "Pruning Acorns: Sparse Oaks from Small Seeds")) < acorns.index(
        ("rft.type", "preprint")
    )
    assert "info%3Adoi%2F10.1000%2F182&" in spans[1]


def test_papers_go_into_groups_and_a_note_is_found(shelf: Page) -> None:
    shelf.get_by_label("Name of a new group").fill("Later")
    shelf.get_by_role("button", name="Add", exact=True).click()
    shelf.locator(f"[data-item={ACORNS}] .groups summary").click()
    shelf.locator(f"[data-item={ACORNS}]").get_by_label("Later").check()
    shelf.locator("#shelf > .chips").get_by_label("Later").check()
    assert _titles(shelf) == ["Pruning Acorns"]
    shelf.locator("#shelf > .chips").get_by_label("All").check()
    shelf.get_by_label("Find on my shelf").fill("oaks sum")
    assert _titles(shelf) == ["Pruning Acorns"]


def test_a_note_is_written_on_the_papers_page_and_keeps_it(page: Page, address: str) -> None:
    page.goto(f"{address}papers/{ACORNS}/")
    page.keyboard.press("n")
    page.get_by_label("Note").fill(EVIL)
    page.goto(f"{address}shelf/")
    expect(page.locator("#shelf-rows .note summary")).to_contain_text("<img src=x")

    assert kept(page)["notes"] == {ACORNS: EVIL}
    assert page.title() != "run"


def test_what_is_taken_away_reads_back(shelf: Page) -> None:
    shelf.get_by_label("Tick Pruning Acorns").check()
    shelf.get_by_label("Tick A Survey of Dust").check()
    bib = parse_string(_saved(shelf, "BibTeX"), "bibtex")
    rows = list(csv.DictReader(io.StringIO(_saved(shelf, "CSV"))))

    assert len(bib.entries) == len(rispy.loads(_saved(shelf, "RIS"))) == len(json.loads(_saved(shelf, "CSL-JSON"))) == 2
    assert "first2023pruning" in bib.entries
    assert [row["note"] for row in rows] == ["", "'=sum *oaks*;'=1"]
    assert "> =sum \\*oaks\\*" in _saved(shelf, "Markdown")


def test_a_shelf_file_comes_back_whole_and_undoubled(shelf: Page, chromium: Browser, address: str) -> None:
    text = _saved(shelf, "Shelf file")
    _bring(shelf, "shelf.json", text)
    expect(shelf.locator(".take .outcome")).to_contain_text("0 papers added, 3 already here")
    assert kept(shelf)["kept"] == THREE
    with chromium.new_context() as context:
        other = context.new_page()
        other.goto(f"{address}shelf/")
        _bring(other, "shelf.json", text)
        expect(other.locator("#shelf-rows > li")).to_have_count(3)
        found = kept(other)

    assert (found["kept"], found["notes"], found["groups"]) == (THREE, {ACORNS: "=sum *oaks*;=1"}, ["Thesis"])


def _attack() -> str:
    papers: list[Any] = [
        {"slug": EVIL, "title": EVIL, "at": EVIL, "note": EVIL},
        {"slug": "__proto__", "at": "2024-01-01", "groups": ["x"]},
        {"slug": "constructor", "title": EVIL, "at": "2024-01-01", "groups": [EVIL, 3, None], "note": EVIL},
        {"slug": ACORNS, "at": "never", "groups": {"a": 1}, "note": {"toString": 1}},
        *(None, 7, [], "text"),
    ]
    more = {"notes": {"../x": "y"}, "read": {"a b": "2024"}, "hidden": 3, "mine": [1], "version": 99, "kept": None}
    return json.dumps({"papershelf": 1, "papers": papers, "groups": [EVIL, "x" * 10_000], **more})


def test_a_shelf_file_has_the_readers_own_order_and_marks_without_papers(shelf: Page) -> None:
    shelf.get_by_label("Order").select_option("title")
    found = json.loads(_saved(shelf, "Shelf file"))
    assert [paper["slug"] for paper in found["papers"]] == list(THREE)
    for _ in THREE:
        shelf.locator("#shelf-rows .star").first.click()
    expect(shelf.get_by_role("button", name="CSV", exact=True)).to_be_hidden()
    left = json.loads(_saved(shelf, "Shelf file"))

    assert (left["papers"], left["notes"]) == ([], {ACORNS: "=sum *oaks*;=1"})


def test_a_shelf_of_a_newer_version_is_no_empty_one(page: Page, address: str) -> None:
    put(page, version=9, kept=THREE)
    page.goto(f"{address}shelf/")

    expect(page.locator("#shelf-status")).to_contain_text("written by a newer version")


def test_a_hostile_shelf_file_runs_nothing_and_loses_nothing(shelf: Page) -> None:
    before = kept(shelf)
    _bring(shelf, "evil.json", _attack())
    expect(shelf.locator(".take .outcome")).to_contain_text("1 paper added, 1 already here")
    after = kept(shelf)

    assert {**after["kept"], "constructor": None} == {**THREE, "constructor": None}
    assert after["notes"] == {**before["notes"], "constructor": EVIL}
    assert after["groups"] == ["Thesis", EVIL]
    assert shelf.locator("#shelf img, #shelf script").count() == 0
    assert shelf.title() != "run"


def test_what_has_no_room_on_the_shelf_is_told(shelf: Page) -> None:
    papers = [{"slug": f"p{number}", "at": "2024-01-01", "groups": [f"g{number}"]} for number in range(300)]
    papers[0]["groups"] = ["x" * 81]
    _bring(shelf, "many.json", json.dumps({"papershelf": 1, "papers": papers}))
    expect(shelf.locator(".take .outcome")).to_contain_text("101 groups had no room and were left out.")


def test_a_file_of_another_kind_changes_nothing(shelf: Page) -> None:
    before = kept(shelf)
    for at, content in enumerate(["", "{", "null", '{"papershelf": 2}', "\0\1\2", f"<html>{EVIL}", "[" * 100_000]):
        _bring(shelf, f"other-{at}.json", content)

        assert kept(shelf) == before


def test_papers_of_a_library_are_marked(shelf: Page, address: str) -> None:
    for name, content in (
        ("a.bib", BIB),
        ("a.ris", "TY  - JOUR\nTI  - Pruning Acorns: sparse oaks from small seeds\nER  - \n"),
        ("a.json", '[{"title": "Pruning acorns – sparse oaks from small seeds"}, null, 3]'),
    ):
        _bring(shelf, name, content)
        expect(shelf.locator(".take .outcome")).to_contain_text("1 paper of this digest")
        assert list(kept(shelf)["mine"]) == [ACORNS]
        shelf.get_by_role("button", name="Forget my library").click()
    shelf.get_by_role("button", name="Undo").click()
    shelf.goto(f"{address}papers/")
    expect(shelf.locator(".row.owned")).to_have_attribute("data-item", ACORNS)


def test_a_shared_list_opens_in_another_profile_and_may_be_kept(shelf: Page, chromium: Browser) -> None:
    shelf.get_by_role("button", name="Share a link").click()
    expect(shelf.locator(".said")).to_contain_text("Copied")
    link = shelf.evaluate("navigator.clipboard.readText()")
    with chromium.new_context() as context:
        other = context.new_page()
        other.goto(f"{link},{EVIL},no-such-paper")
        expect(other.locator("#shelf-rows > li")).to_have_count(4)
        assert other.evaluate("localStorage['/shelf/shelf']").count("acorns") == 0
        other.get_by_role("button", name="Keep all of these").click()
        expect(other.get_by_role("heading", level=1)).to_have_text("My shelf")

        assert set(kept(other)["kept"]) == set(THREE)


@pytest.mark.slow
def test_ten_thousand_papers_are_kept(page: Page, address: str) -> None:
    many = {f"paper-{at}": {"at": "2024-01-01T00:00:00.000Z", "groups": ["Thesis"]} for at in range(10_000)}
    put(page, kept=many, read=dict.fromkeys(many, "2024-01-01"), groups=["Thesis"])
    page.goto(f"{address}shelf/")
    expect(page.locator("#shelf-count")).to_have_text("10,000 papers")
    assert page.locator("#shelf-rows > li").count() == 50
    page.get_by_label("Find on my shelf").fill("paper 9999")
    expect(page.locator("#shelf-rows > li")).to_have_count(1)
    page.goto(f"{address}papers/")
    page.locator(f"[data-item={ACORNS}] .star").click()
    expect(page.locator("[data-counts=shelf]")).to_have_attribute("data-count", "999+")
    clicked = (
        "const start = performance.now(); document.querySelector('.star').click(); return performance.now() - start"
    )
    took = page.evaluate(f"() => {{ {clicked} }}")

    assert len(kept(page)["kept"]) in (10_000, 10_001, 10_002)
    assert took < 500


def test_a_damaged_shelf_is_saved_before_it_begins_anew(page: Page, address: str) -> None:
    page.goto(f"{address}papers/")
    page.evaluate("localStorage['/shelf/shelf'] = '{broken'")
    page.goto(f"{address}shelf/")
    expect(page.get_by_role("button", name="Begin anew")).to_be_disabled()
    assert _saved(page, "Save it as it is") == "{broken"
    page.get_by_role("button", name="Begin anew").click()
    expect(page.locator("#shelf-status")).to_contain_text("Nothing is kept yet")


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing_on_a_shelf(scheme: str, chromium: Browser, address: str) -> None:
    with chromium.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]  # one of two
        bypass_csp=True,
        viewport={"width": 390, "height": 800},
    ) as context:
        page = context.new_page()
        put(page, kept=THREE, groups=["Thesis"], notes={ACORNS: "mine"}, mine={ACORNS: "2024"}, hidden={ACORNS: "2024"})
        for place in ("new/", "papers/", f"papers/{ACORNS}/", f"compare/#{ACORNS},every-field", "shelf/"):
            page.goto(address + place)
            expect(page.locator("[data-counts=shelf]")).to_have_attribute("data-count", "3")
            if place == "shelf/":
                page.locator(f"[data-item={ACORNS}] .note summary").click()
                page.locator(f"[data-item={ACORNS}] .groups summary").click()
            assert faults(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()

        assert faults(page) == []


def test_ticked_papers_are_compared_side_by_side(shelf: Page, chromium: Browser) -> None:
    shelf.get_by_label("Tick Pruning Acorns").check()
    shelf.get_by_label("Tick A Survey of Dust").check()
    link = shelf.get_by_role("link", name="Compare").evaluate("link => link.href")
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(link)
        table = page.locator("table.compared")
        expect(table.locator("thead th[scope=col]")).to_have_count(2)
        expect(table.locator("tr", has_text="Tags")).to_contain_text("Pruning in 2 of these")
        page.evaluate(f"location.hash = '#all-fields,{ACORNS},no-such-paper,<b>'")
        expect(page.locator("#compare-status")).to_have_text("1 of these papers is not in this digest.")
        expect(table.locator("thead a").first).to_have_attribute("href", "/shelf/papers/every-field/")
        page.evaluate("location.hash = '#%E0%A4%A,constructor,__proto__'")
        expect(page.locator("#compare-status")).to_contain_text("1 of these papers is not in this digest. There is")


def test_an_emptied_shelf_holds_nothing_that_every_object_has(shelf: Page) -> None:
    shelf.evaluate("addEventListener('shelf', ({ detail }) => { globalThis.there = 'constructor' in detail.kept; })")
    shelf.get_by_role("button", name="Empty the shelf").click()
    assert shelf.evaluate("there") is False
    shelf.get_by_role("button", name="Undo").click()

    assert shelf.evaluate("there") is False
    assert kept(shelf)["kept"] == THREE
