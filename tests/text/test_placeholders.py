from hypothesis import given

from site_builder.text.placeholders import CONTROL, PLACE, cleared, place
from tests.hostile import HOSTILE


def test_a_place_is_found_again() -> None:
    assert PLACE.findall(f"a {place(7)} b") == ["7"]


@given(HOSTILE)
def test_no_author_can_forge_a_place(text: str) -> None:
    clear = cleared(text)

    assert not CONTROL.search(clear)
    assert clear == cleared(clear)
