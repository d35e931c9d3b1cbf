"""The image of one paper: its weight in every script, the same bytes twice, and which papers have one."""

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, features

from site_builder.core import config
from site_builder.pages import card_fonts, paper_cards, social_cards
from site_builder.pages.paper_cards import MAX_BYTES, MAX_PAPERS, PaperCard

_TITLES = {
    "Latin": "Pruning Acorns: Sparse Oaks from Small Seeds",
    "Greek and Cyrillic": "Μικρά δέντρα и маленькие деревья",
    "Han": "基于大规模语言模型的高效推理方法研究综述与展望及其在移动设备上的应用",
    "Hangul": "작은 씨앗에서 자라는 희소한 참나무: 도토리 가지치기에 관한 연구",
    "Arabic": "تقليم البلوط: أشجار متفرقة من بذور صغيرة",
    "Hebrew": "גיזום בלוטים: אלונים דלילים מזרעים קטנים",
    "endless": "Pneumono" * 60,
}


def _card(title: str) -> PaperCard:
    path = card_fonts.for_text(title, 650)
    inter = card_fonts.inter(400)
    return PaperCard(
        site="Tiny shelf",
        title=title,
        gist="We remove branches before they grow, and what is left stands as well. " * 9,
        authors="Ada Lovelace, Grace Hopper, " * 9,
        colours=("#5c8ae1", "#3aa460"),
        position=(40, 390),
        others=tuple((17 * at % 1000, 29 * at % 400) for at in range(400)),
        fonts=(path, inter, inter),
    )


@pytest.mark.parametrize("title", _TITLES.values(), ids=_TITLES)
def test_a_card_weighs_little_and_is_the_same_twice(title: str) -> None:
    made = paper_cards.png(_card(title))

    assert Image.open(io.BytesIO(made)).size == (1200, 630)
    assert len(made) <= MAX_BYTES
    assert made == paper_cards.png(_card(title))


@pytest.mark.parametrize("title", [*_TITLES.values(), "WWWW mmmm " * 40], ids=[*_TITLES, "wide"])
def test_no_letter_touches_the_edge(title: str) -> None:
    light = Image.open(io.BytesIO(paper_cards.png(_card(title)))).convert("L")
    left, top, right, bottom = (
        ImageChops.invert(light).point(lambda dark: 255 if dark > 60 else 0).getbbox() or (0,) * 4
    )

    assert left >= 60
    assert top >= 60
    assert right <= 1140
    assert bottom <= 585


def test_letters_that_no_font_has_are_never_drawn_as_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    card_fonts._for_letters.cache_clear()
    monkeypatch.setattr(card_fonts, "_found", lambda: ())
    monkeypatch.setattr(card_fonts, "_others", lambda _: ())

    assert card_fonts.for_text(_TITLES["Han"], 650) == ""
    assert card_fonts.for_text(f"{_TITLES['Latin']} 🌰", 650) == card_fonts.inter(650)

    card_fonts._for_letters.cache_clear()


def test_words_from_right_to_left_end_before_the_map() -> None:
    card = replace(_card("Pruning"), others=(), position=None, gist="", authors=_TITLES["Hebrew"][:20])
    font = card_fonts.for_text(card.authors, 400)
    if not font:
        pytest.skip("no font of this machine has Hebrew letters")
    card = replace(card, fonts=(card.fonts[0], card.fonts[1], font))
    blank = replace(card, authors="")
    placed, bare = (
        Image.open(io.BytesIO(paper_cards.png(replace(one, position=(500, 200))))).convert("L") for one in (card, blank)
    )
    left, _, right, _ = ImageChops.difference(placed, bare).getbbox() or (0,) * 4

    assert left > 72
    assert right < 1200 - 72 - 260


def test_a_font_of_another_name_is_found_where_fontconfig_knows_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    font = str(tmp_path / "Unheard-Of.ttf")
    shutil.copy(card_fonts.inter(400), font)
    said = subprocess.CompletedProcess([], 0, f"{tmp_path}/none.ttf\n{tmp_path}/x.pcf\n{font}\n".encode())
    card_fonts._for_letters.cache_clear()
    monkeypatch.setattr(card_fonts, "_found", lambda: ())
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: said)
    monkeypatch.setattr(card_fonts, "has", lambda path, _: path == font)

    assert card_fonts.for_text("한", 650) == font

    card_fonts._for_letters.cache_clear()


def test_arabic_is_not_written_where_its_letters_cannot_be_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    card_fonts._for_letters.cache_clear()
    monkeypatch.setattr(features, "check", lambda _: False)

    assert card_fonts.for_text(_TITLES["Arabic"], 650) == ""

    card_fonts._for_letters.cache_clear()


@pytest.mark.parametrize(
    ("cards", "count", "reason"),
    [
        (None, MAX_PAPERS, ""),
        (None, MAX_PAPERS + 1, "there are more than 1,000 papers"),
        (True, MAX_PAPERS + 1, ""),
        (True, 12_501, "would pass the 1 GB"),
        (False, 1, "`cards: false`"),
    ],
)
def test_cards_are_left_out_where_they_would_take_too_long_or_too_much_room(
    site: Path, cards: bool | None, count: int, reason: str
) -> None:
    left_out = paper_cards.left_out(replace(config.load(site), cards=cards), count)

    assert reason in left_out
    assert bool(reason) == bool(left_out)


_LINES = (
    "SKATE, a Scalable Tournament Eval: Weaker LLMs differentiate between s",
    "To AVAil f) [j (j “T” ’V: ﬁve Łódź, Tế ệ ở ΑΒΓ Жй",
)


@pytest.mark.parametrize("text", _LINES)
@pytest.mark.parametrize("size", [52, 32])
@pytest.mark.parametrize("at", [(72, 100), (72, 250.72), (72, 99.5), (1100, 180.36)])
@pytest.mark.parametrize("upright", ["a", "s", "m"])
def test_kept_letters_make_the_line_that_is_drawn_at_once(
    text: str, size: int, at: tuple[float, float], upright: str
) -> None:
    anchor = f"{'l' if at[0] == 72 else 'r'}{upright}"
    style = (card_fonts.inter(650), size)
    ours, whole = (Image.new("L", social_cards.SIZE) for _ in range(2))
    card_fonts.write(ImageDraw.Draw(ours), at, text, social_cards.INK, style, anchor)
    ImageDraw.Draw(whole).text(at, text, social_cards.INK, card_fonts.loaded(*style), anchor)
    assert ours.tobytes() == whole.tobytes()
    assert card_fonts.width(style, text) == card_fonts.loaded(*style).getlength(text)
