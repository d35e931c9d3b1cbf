"""The image shown with a shared link: its size, its weight, the same twice, and no text too long for it."""

import io

import pytest
from PIL import Image

from site_builder.pages import social_cards
from site_builder.pages.social_cards import CardView

_CARD = CardView(site="Tiny shelf", over="Cutting", title="Pruning", under="3 papers of 5", colours=("#5c8ae1",))


@pytest.mark.parametrize(
    "card",
    [
        _CARD,
        CardView(
            site="S", over="", title="Word " * 80, under="1 paper", means="Means. " * 90, colours=("#5c8ae1",) * 9
        ),
        CardView(site="S", over="", title="Pneumono" * 30, under="1 paper"),
        CardView(site="書架", over="", title="小さな論文", under="7 papers"),
        CardView(site="", over="", title="", under=""),
    ],
    ids=["a tag", "too many words", "one endless word", "letters the font lacks", "nothing"],
)
def test_a_card_has_the_size_shared_links_ask_for_and_weighs_little(card: CardView) -> None:
    made = social_cards.png(card)
    image = Image.open(io.BytesIO(made))

    assert image.size == (1200, 630)
    assert len(made) <= 40_000
    assert made == social_cards.png(card)


def test_no_letter_touches_the_edge() -> None:
    card = CardView(
        site="Site " * 3, over="", title="Wide Words Wherever " * 9, under="9 papers", means="Means it. " * 60
    )
    image = Image.open(io.BytesIO(social_cards.png(card))).convert("L").point(lambda light: 255 if light < 200 else 0)
    left, top, right, bottom = image.getbbox() or (0, 0, 0, 0)

    assert left >= 80
    assert top >= 80
    assert right <= 1120
    assert bottom <= 560


def test_another_title_is_another_image() -> None:
    assert social_cards.png(_CARD) != social_cards.png(
        CardView(site="Tiny shelf", over="", title="Prunes", under="3 papers of 5")
    )
