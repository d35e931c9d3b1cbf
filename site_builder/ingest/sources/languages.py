"""What sources call a language → its tag (RFC 5646): "eng", "English", "עברית" and "en_GB" are known."""

import re
from typing import Any, Final

_NAMES: Final = {
    name: tag
    for tag, names in {
        "ar": "ara arabic العربية",
        "bg": "bul bulgarian български",
        "ca": "cat catalan català",
        "cs": "ces cze czech čeština",
        "da": "dan danish dansk",
        "de": "deu ger german ngerman deutsch",
        "el": "ell gre greek ελληνικά",
        "en": "eng english american usenglish",
        "en-GB": "british ukenglish",
        "es": "spa spanish español castellano",
        "et": "est estonian eesti",
        "eu": "eus baq basque euskara",
        "fa": "fas per persian farsi فارسی",
        "fi": "fin finnish suomi",
        "fr": "fra fre french français",
        "he": "heb hebrew עברית iw",
        "hi": "hin hindi हिन्दी",
        "hr": "hrv croatian hrvatski",
        "hu": "hun hungarian magyar",
        "id": "ind indonesian bahasa",
        "it": "ita italian italiano",
        "ja": "jpn japanese 日本語",
        "ko": "kor korean 한국어",
        "lt": "lit lithuanian lietuvių",
        "lv": "lav latvian latviešu",
        "nl": "nld dut dutch nederlands",
        "no": "nor norwegian norsk",
        "pl": "pol polish polski",
        "pt": "por portuguese português",
        "pt-BR": "brazilian brazil",
        "ro": "ron rum romanian română",
        "ru": "rus russian русский",
        "sk": "slk slo slovak slovenčina",
        "sl": "slv slovenian slovenščina",
        "sr": "srp serbian српски",
        "sv": "swe swedish svenska",
        "th": "tha thai ไทย",
        "tr": "tur turkish türkçe",
        "uk": "ukr ukrainian українська",
        "ur": "urd urdu اردو",
        "vi": "vie vietnamese",
        "zh": "zho chi chinese 中文 汉语 漢語",
    }.items()
    for name in names.split()
}
_TAG: Final = re.compile(r"([a-z]{2,3})((?:-[a-z0-9]{2,8}){0,3})", re.IGNORECASE)
_NONE: Final = frozenset({"mul", "und", "zxx", "mis"})
"""Codes for several languages, an unknown one and none."""
_LONGEST: Final = 40


def code(value: Any) -> str:
    """The tag of the language `value` names, or of the first of a list of them; "" where it names none."""
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, str):
        return ""
    named = re.split(r"[;,]", first[:_LONGEST])[0].strip().replace("_", "-")
    if named.casefold() in _NAMES:
        return _NAMES[named.casefold()]
    found = _TAG.fullmatch(named)
    if not found or found[1].casefold() in _NONE:
        return ""
    return _NAMES.get(found[1].casefold(), found[1].lower()) + found[2]
