"""Places for what is taken out of a text, each held by a number between two control characters.

No control character survives in a text, so that no author can forge a place.
"""

import re
from typing import Final

CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL_REFERENCE: Final = re.compile(r"&#(?:0*(?:\d|[12]\d|3[01])|[xX]0*1?[0-9a-fA-F]);")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
PLACE: Final = re.compile(r"\x0e(\d+)\x0f")


def cleared(body: str) -> str:
    """`body` without control characters, written out or referred to, with "\\n" for every line end."""
    if body.isprintable() and "&#" not in body:
        return body
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATE.sub("\ufffd", CONTROL.sub("", text))
    return _CONTROL_REFERENCE.sub("\ufffd", text) if "&#" in text else text


def place(number: int) -> str:
    """What stands in a text for the piece with this number; `PLACE` finds it."""
    return f"\x0e{number}\x0f"
