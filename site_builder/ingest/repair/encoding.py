"""Text whose bytes were read in the wrong encoding: "JosÃ©" for José.

ftfy knows which strings no language holds and what they were. A later version may judge otherwise, so the next major
one waits for our tests. What is not certain stays: "Å²" is ų or square ångströms.
"""

import re
from typing import Final

from ftfy import fix_encoding

from site_builder.ingest.repair.rules import Rule, like, rule

_UNCERTAIN: Final = re.compile(r"((?<![^\s\d(A-Z])[À-ÖØ-Þ](?<![ÂÃÎÏÐÑ])[¹²³°±](?![a-z])|“[À-ÿ]”)")
"""A capital by itself or at a word's end, raised to a power or marked by a note; a letter that is spoken of."""
_LOST_QUOTE: Final = re.compile(r"(â€œ[^â]{1,500}â€)(?=[\s.,;:!?)]|\Z)")
"""A quotation whose closing mark lost its last byte, which no encoding shows."""


def decoded(text: str) -> str:
    """`text` as it was before its bytes were read in the wrong encoding; what is not certain stays."""
    pieces = _UNCERTAIN.split(_LOST_QUOTE.sub("\\1\x9d", text))
    return "".join(piece if at % 2 else fix_encoding(piece) for at, piece in enumerate(pieces))


RULES: Final[tuple[Rule, ...]] = (
    rule(
        "encoding",
        "Bytes of UTF-8 were read in another encoding.",
        like("[\x80-\x9f]", r"[^\x00-\x7f]{2}", "Ã "),
        r"(?s).+",
        lambda match: decoded(match[0]),
        ("BarcelÃ³ and MÃ¼ller, JosÃƒÂ©, RamÃ\xadrez", "Barceló and Müller, José, Ramírez"),
        ("Itâ€™s â€œquotesâ€\x9d at 5 Â°C Â± 1, Î² â‰¥ 3", "It’s “quotes” at 5 °C ± 1, β ≥ 3"),
        ("a â€œwordâ€, don\x92t", "a “word”, don’t"),
        ("5 Å², SÃO PAULO, RÉSUMÉ¹, CÂU HỎI, the letter “Ã”", "5 Å², SÃO PAULO, RÉSUMÉ¹, CÂU HỎI, the letter “Ã”"),
    ),
)
