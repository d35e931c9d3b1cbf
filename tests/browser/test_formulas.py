"""Formulas in a real browser: none widens a page, and none is cut off on paper."""

import pytest
from playwright.sync_api import Page

from site_builder.text import markdown
from tests.conftest import HERE

STYLES = "".join((HERE.parent / f"static/css/{name}.css").read_text() for name in ("tokens", "base", "print"))
LONG = "+".join(f"x_{{{number}}}^2" for number in range(60))
ROW = " & ".join("abcdefghij" * 2)
BODY = rf"Before ${LONG}$ after. $$f = {LONG}$$ and $$\begin{{pmatrix}} {ROW} \\ a & b \end{{pmatrix}}$$ end."
WIDEST = "Math.max(...[...document.querySelectorAll('math, math *')].map((part) => part.getBoundingClientRect().right))"


@pytest.fixture
def formulas(page: Page) -> Page:
    html = f"<!doctype html><style>{STYLES}</style><main>{markdown.html(BODY)}</main>"
    page.set_content(html)
    return page


def test_a_long_formula_scrolls_on_a_small_screen(formulas: Page) -> None:
    formulas.set_viewport_size({"width": 360, "height": 700})
    sizes = formulas.evaluate("[...document.querySelectorAll('math')].map((one) => [one.clientWidth, one.scrollWidth])")

    assert formulas.evaluate("document.documentElement.scrollWidth") <= 360
    assert all(inner > outer for outer, inner in sizes)


def test_a_long_formula_breaks_or_shrinks_on_paper(formulas: Page) -> None:
    formulas.set_viewport_size({"width": 700, "height": 900})
    formulas.emulate_media(media="print")

    assert formulas.evaluate(WIDEST) <= 700
    assert formulas.evaluate("document.querySelectorAll('mtr').length") == 2
