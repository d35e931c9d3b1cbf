"""Characters that are not text, or that look like others and are found by no search."""

import unicodedata
from typing import Final

from site_builder.ingest.repair.rules import Rule, rule


def _beyond_ascii(text: str) -> bool:
    return not text.isascii()


_ZERO_WIDTH = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
_CONTROL = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff"
)
_SPACES = "\t\n\r\x0b\x0c\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


RULES: Final[tuple[Rule, ...]] = (
    rule(
        "invisible",
        "Zero-width, direction-changing, private-use and control characters are not text.",
        _beyond_ascii,
        f"[{_ZERO_WIDTH}{_CONTROL}]|(?<![^\\x00-\\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\\x00-\\x7f])",
        "",
        ("trans\u00adformer\u200b models", "transformer models"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ),
    rule(
        "control",
        "Control characters are not text.",
        lambda text: not text.isprintable(),
        "[\x00-\x08\x0e-\x1f\x7f]",
        "",
        ("a\x00 b\x07", "a b"),
    ),
    rule(
        "odd-space",
        "No-break, thin and wide spaces look alike and are found by no search.",
        _beyond_ascii,
        f"[{_SPACES}]",
        " ",
        ("20\u00a0GB of\u2009memory", "20 GB of memory"),
    ),
    rule(
        "composed",
        "Letter and accent as two characters look alike and compare unlike (NFC).",
        _beyond_ascii,
        r"(?s).+",
        lambda match: unicodedata.normalize("NFC", match[0]),
        ("Schro\u0308dinger", "Schrödinger"),
    ),
    rule(
        "ligature",
        "Letters joined for print are found by no search.",
        _beyond_ascii,
        "[\ufb00-\ufb06]",
        lambda match: unicodedata.normalize("NFKC", match[0]),
        ("an e\ufb03cient \ufb01ne-tuning", "an efficient fine-tuning"),
    ),
)
