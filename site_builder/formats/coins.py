"""A paper in a list for Zotero's button: COinS, an OpenURL context object in the title of an empty span.

https://www.zotero.org/support/dev/exposing_metadata/coins. Dublin Core, since the other kinds know neither preprints
nor languages. Abstracts are left to the papers' pages: a list would weigh twice as much.
"""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote_plus

from site_builder.formats.citations import Reference
from site_builder.formats.entry_types import ENTRY_TYPES
from site_builder.text import person_names

_MOST_AUTHORS: Final = 100
"""Of a larger collaboration a list names these and "others", which BibTeX too reads as "and others"."""


def context_object(cited: Reference) -> str:
    """`cited` as pairs of key and value, parted by `&`, as an attribute in HTML may have it.

    What could end an attribute is percent-encoded in values, and no character reference begins with `&rft` or `&ctx`.
    """
    keys, values = zip(*_fields(cited), strict=True)
    # Zotero takes a plus sign, however it is written, for a space; the full-width one is read as what it is.
    quoted = quote_plus("\n".join(" ".join(value.replace("+", "＋").split()) for value in values), safe="\n/:,;()")
    return "&".join(map("=".join, zip(keys, quoted.split("\n"), strict=True)))


def _fields(cited: Reference) -> Iterator[tuple[str, str]]:
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"
    yield "rft.title", cited.title
    # Groups are no `rft.aucorp`: Zotero puts those before all others, the last first.
    yield from (("rft.au", person_names.for_indexes(name)) for name in cited.authors[:_MOST_AUTHORS])
    optional = {
        "rft.au": "others" if len(cited.authors) > _MOST_AUTHORS else "",
        "rft.date": str(cited.year or ""),
        "rft.source": cited.container if cited.kind != "misc" else "",
        "rft.volume": cited.imprint.volume,
        "rft.issue": cited.imprint.number,
        "rft.pages": cited.pages,
        "rft.issn": cited.imprint.issn,
        "rft.isbn": cited.imprint.isbn,
        "rft.publisher": cited.publisher,
        "rft_id": f"info:doi/{cited.doi}" if cited.doi else "",
        "rft.identifier": cited.url,
        "rft.language": cited.lang,
        # The last: what Zotero takes a title for depends on the type it knows by then.
        "rft.type": "preprint" if cited.is_preprint else ENTRY_TYPES[cited.kind].zotero,
    }
    yield from ((key, value) for key, value in optional.items() if value)
