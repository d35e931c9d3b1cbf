"""Values as sources write them → facts as pages hold them.

Each function takes whatever a record holds under a name and gives the fact, or what is false (None, "", ()) where the
value does not say it; none raises. Whether that is worth a word to the curator is for `record`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import accumulate, takewhile
from typing import Any, Final

from site_builder.content.metadata import ARXIV, CATEGORY, DOI, YEARS
from site_builder.core.yaml_fields import UNFIT as _UNFIT
from site_builder.core.yaml_fields import is_web_url
from site_builder.ingest import paragraphs
from site_builder.ingest.repair import encoding
from site_builder.ingest.sources.dump import LONGEST_LINE
from site_builder.text import author_strings, person_names

_HEADED = re.compile(r"\s*<(?:jats:)?title>\s*abstract\s*</(?:jats:)?title>\s*", re.IGNORECASE)
"""The heading that publishers put before an abstract."""
_LONGEST_INVERTED: Final = 20_000
"""Words; the position of a word in an abstract beyond which the index is none of an abstract."""


_LOST_BYTE = re.compile("[\x80-\x9f]")


def one_line(text: str) -> str:
    """`text` with single spaces, without what no page can show; JSON can spell half a character."""
    if _LOST_BYTE.search(text):  # a byte of a letter that was read in the wrong encoding; later it would be gone
        text = encoding.decoded(text)
    return _UNFIT.sub("", " ".join(text.split())).strip()


def text(value: object) -> str:
    """A text, or the first of a list of texts that says something."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, list):
        return next(filter(None, (one_line(item) for item in value if isinstance(item, str))), "")
    return ""


def abstract(value: object) -> str:
    """A text; a list of paragraphs; or OpenAlex's index of word → positions. A line for each paragraph."""
    if isinstance(value, Mapping):
        return one_line(_from_index(value))
    if isinstance(value, str):
        value = paragraphs.parted(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return _HEADED.sub("", "\n".join(filter(None, map(one_line, value))), count=1)
    return text(value)


def _from_index(index: Mapping[Any, Any]) -> str:
    """https://docs.openalex.org/api-entities/works/work-object#abstract_inverted_index, put back in order.

    Of one that is too long no more is put together than shows that it is: few long words may stand at many positions.
    """
    words_at: dict[int, str] = {}
    for word, positions in index.items():
        if not (isinstance(word, str) and isinstance(positions, list)):
            return ""
        for position in positions:
            if type(position) is not int or not 0 <= position < _LONGEST_INVERTED:
                return ""
            words_at[position] = word
    words = [words_at[position] for position in sorted(words_at)]
    lengths = accumulate(len(word) + 1 for word in words)
    too_long = next((at for at, length in enumerate(lengths) if length > LONGEST_LINE + 1), len(words))
    return " ".join(words[: too_long + 1])


_LISTED = re.compile(
    r"\[\s*(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")(?:\s*,\s*(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))*\s*,?\s*\]"
)
_LISTED_ITEM = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_LONGEST_LISTED: Final = 50_000


def listed(text: str) -> list[str]:
    """The texts of a list that a program wrote as text, "['a', 'b']"; none where `text` is no such list."""
    if not text.lstrip().startswith("[") or len(text) > _LONGEST_LISTED or not _LISTED.fullmatch(text.strip()):
        return []
    return [re.sub(r"\\(.)", r"\1", one or other) for one, other in _LISTED_ITEM.findall(text)]


# -- people ------------------------------------------------------------------------------------------------------------


def authors(value: object) -> tuple[str, ...]:
    """Names, from one text of all, or a list of texts, of objects with names, or of [family, given, suffix]."""
    if isinstance(value, str):
        value = listed(value) or _name_a_line(value) or _SCOPUS_NUMBER.sub("", one_line(value))
    if isinstance(value, str):
        return author_strings.read(one_line(value))
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, list):
        return ()
    if all(isinstance(item, str) for item in value):
        return author_strings.read([one_line(item) for item in value])
    names = [_name(item) for item in value]
    return () if None in names else tuple(filter(None, map(one_line, filter(None, names))))


def more_authors(value: object) -> bool:
    """True when authors beyond those that `authors` finds in `value` are not named."""
    texts = value if isinstance(value, list) else [value]
    named = [one_line(one) for one in texts if isinstance(one, str)]
    return len(named) == len(texts) and author_strings.is_open(named)


def _name_a_line(text: str) -> list[str]:
    """The lines of `text` where each is a name and nothing else parts them; none where it is on one line."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    are_names = len(lines) > 1 and all(_NAME.fullmatch(line) and not _BETWEEN_NAMES.search(line) for line in lines)
    return lines if are_names else []


_NAME = re.compile(r"(?!\d)\w[\w.'’-]*(?: [^\W\d][\w.'’-]*){1,4}|et al\.?")
_BETWEEN_NAMES = re.compile(r"\s*(?:,\s*(?:and\s|&)?|;|\s(?:and|&)\s)\s*")


def count_names(line: str) -> int:
    """How many names `line` consists of; 0 where some of it does not look like one."""
    parts = [
        part
        for part in _BETWEEN_NAMES.split(re.sub(r" (?=et al\b)", ", ", " ".join(line.split()).strip(" ,;")))
        if part
    ]
    looks = all(_NAME.fullmatch(part) and (part[0].isupper() or part.startswith("et al")) for part in parts)
    return len(parts) if looks else 0


def _name(item: object) -> str | None:
    """The name that one item of a list of authors gives; None where it is no such item."""
    if isinstance(item, str):
        return item
    if isinstance(item, list) and item and all(isinstance(part, str) for part in item):
        family, given, suffix = [*item[:3], "", ""][:3]  # arXiv's authors_parsed; what follows are affiliations
        return person_names.from_parts(family, given, suffix)
    return _named(item) if isinstance(item, Mapping) else None


_WHOLE: Final = (
    "name",
    "display_name",
    "displayName",
    "fullName",
    "fullname",
    "full_name",
    "literal",
    "collectiveName",
    "raw_author_name",
)
_FAMILY: Final = ("family", "lastName", "last_name", "last", "surname")
_GIVEN: Final = ("given", "firstName", "first_name", "first", "forename")


def _named(item: Mapping[str, Any]) -> str | None:
    family = _first(item, _FAMILY)
    if family:
        particle = _first(item, ("non-dropping-particle", "dropping-particle"))
        return person_names.from_parts(f"{particle} {family}".strip(), _first(item, _GIVEN), _first(item, ("suffix",)))
    inner = next((item[key] for key in ("author", "person", "profile") if isinstance(item.get(key), Mapping)), item)
    return _first(inner, _WHOLE) or _first(item, _WHOLE) or None


def _first(item: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((item[name] for name in names if isinstance(item.get(name), str) and item[name].strip()), "")


_SCOPUS_NUMBER = re.compile(r"\s*\(\d{5,}\)")
_VANCOUVER = re.compile(r"(?P<family>\S.*?) (?P<initials>[A-Z][A-Z-]{0,3})(?: (?P<suffix>Jr|Sr|2nd|3rd|I{2,3}|IV))?\.?")


def family_first(value: object) -> tuple[str, ...]:
    """Names as PubMed shortens them: "Lovelace A, Noether E." is A Lovelace and E Noether."""
    listed = value.rstrip(". ").split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    names = [one_line(name) for name in listed if isinstance(name, str)]
    matched = [(name, _VANCOUVER.fullmatch(name)) for name in names if name]
    return tuple(person_names.from_parts(m["family"], m["initials"], m["suffix"] or "") if m else n for n, m in matched)


# -- dates -------------------------------------------------------------------------------------------------------------

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_WORDS = re.compile(r"\d+|[^\W\d_]{3,}")
_MONTHS: Final = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
_SECONDS: Final = (10**9, 10**10)
_LONGEST_DATE: Final = 60
_YEAR_DIGITS: Final = 4


def day(value: object) -> str:
    """A date as "2025-09-04", to the month or the year where no more is known.

    Read are ISO 8601, RFC 822, parts as CSL-JSON has them, "2020 Jan 15", "4 September 2025", and seconds or
    thousandths since 1970.
    """
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("date-parts", "date_parts", "raw", "value") if key in value), None)
    if isinstance(value, list) and value and isinstance(value[0], list | str):
        value = value[0]
    if isinstance(value, list):
        return _from_parts([int(part) for part in takewhile(_is_part, value)])
    if type(value) in (int, float):
        return _from_number(value)
    return _from_text(one_line(value)) if isinstance(value, str) else ""


def _is_part(stated: object) -> bool:
    """True of a number, written as one or as text, that has no more digits than a year."""
    if type(stated) is int:
        return 0 <= stated < 10**_YEAR_DIGITS
    return isinstance(stated, str) and stated.isdecimal() and len(stated) <= _YEAR_DIGITS


def _from_text(text: str) -> str:
    words = _WORDS.findall(text[:_LONGEST_DATE])
    month = next((_MONTHS[word[:3].casefold()] for word in words if word[:3].casefold() in _MONTHS), 0)
    year = next((word for word in words if len(word) == _YEAR_DIGITS and word.isdecimal()), "")
    if month and year:
        days = [int(word) for word in words if word.isdecimal() and len(word) < _YEAR_DIGITS - 1]
        return _from_parts([int(year), month, *days[:1]])
    found = _ISO.match(text) or _COMPACT.match(text)
    return _from_parts([int(part) for part in found.groups() if part]) if found else ""


def _from_number(value: Any) -> str:
    if value == value and YEARS[0] <= value <= YEARS[1]:  # noqa: PLR0124 — NaN is no year
        return str(int(value))
    if not 0 <= value <= 1000 * _SECONDS[1]:
        return ""
    for scale in (1, 1000):
        if _SECONDS[0] // 10 <= value / scale <= _SECONDS[1]:
            return datetime.fromtimestamp(value / scale, UTC).date().isoformat()
    return ""


def _from_parts(parts: list[int]) -> str:
    """[2025, 9, 4] as a date; as much of its front as is one."""
    if not parts or not YEARS[0] <= parts[0] <= YEARS[1]:
        return ""
    for count in (3, 2):
        try:
            whole = date(*[*parts[:count], 1, 1][:3])
        except ValueError:
            continue
        return whole.isoformat()[: {1: 4, 2: 7, 3: 10}[min(len(parts), count)]]
    return str(parts[0])


def year(value: object) -> int | None:
    """A year, stated or that of a date."""
    if isinstance(value, bool):
        return None
    found = day(value)
    return int(found[:4]) if found else None


# -- identifiers -------------------------------------------------------------------------------------------------------

_ID = r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(\d{1,3}))?"
_BARE_ARXIV = re.compile(rf"(?:(?i:arxiv):\s*)?{_ID}(?:\.pdf)?")
_WRITTEN_ARXIV = re.compile(
    rf"(?i:arxiv\.org/(?:abs|pdf|html|format|e-print)/|huggingface\.co/papers/|arxiv:\s*|10\.48550/arxiv\.){_ID}"
)
_DOI_OF_ARXIV = re.compile(rf"(?i:10\.48550/arxiv\.){_ID}")
_BEFORE_ANOTHER = re.compile(r"[;,|]+(?=\s*10\.\d{4,9}/)")
"""What parts two DOIs; alone it may be part of one."""
_DOI_PREFIX = re.compile(r"(?i)(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)")


def arxiv(value: object) -> tuple[str, int]:
    """(identifier, version), the version 0 where none is said; ("", 0) where `value` names no paper of arXiv."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            written = one_line(one[:2_000])
            found = _BARE_ARXIV.fullmatch(written) or _WRITTEN_ARXIV.search(written)
            if found and ARXIV.fullmatch(found[1]):
                return found[1], int(found[2] or 0)
    return "", 0


def doi(value: object) -> str:
    """The first DOI that stands in `value`, without the address of its resolver.

    arXiv's own says no more than its identifier, which `arxiv` reads; a publisher's says where the paper came out.
    """
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            for word in _BEFORE_ANOTHER.sub(" ", _DOI_PREFIX.sub(" ", one[:2_000])).split():
                bare = word.rstrip(".,;")
                if DOI.fullmatch(bare) and not _UNFIT.search(bare) and not _DOI_OF_ARXIV.fullmatch(bare):
                    return bare
    return ""


_LONGEST_CLASS: Final = 200
_IN_BRACKETS = re.compile(r"\(([^\s()]+)\)")
"""The class in "Machine Learning (cs.LG)"."""


def category(value: object) -> str:
    """The first class; classes of other services, which go by the same names, are none."""
    if isinstance(value, Mapping):
        value = value.get("term")
    if isinstance(value, str):
        named = value[:_LONGEST_CLASS].partition(";")[0]
        inner = _IN_BRACKETS.search(named)
        value = [inner[1]] if inner else named.replace(",", " ").split()
    first = value[0] if isinstance(value, list) and value else ""
    if isinstance(first, Mapping):
        first = first.get("term", "")
    return first if isinstance(first, str) and CATEGORY.fullmatch(first) else ""


# -- the rest ----------------------------------------------------------------------------------------------------------


def keywords(value: object) -> tuple[str, ...]:
    """Words, from a list of texts or of objects that name them, or from one text with semicolons or commas.

    Where a space stands behind commas, those without one are part of a name: "RTS,S, malaria".
    """
    if isinstance(value, str):
        value = value.split(";" if ";" in value else ", " if ", " in value else ",")
    if not isinstance(value, list):
        return ()
    words = (_first(item, (*_WHOLE, "term", "keyword")) if isinstance(item, Mapping) else item for item in value)
    return tuple(dict.fromkeys(filter(None, (one_line(word)[:200] for word in words if isinstance(word, str)))))


def count(value: object) -> int:
    """How many; 0 where nobody counted."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdecimal() and len(value) < _LONGEST_COUNT:
        value = int(value.strip())  # of some signs that Python strips its numbers know nothing
    return value if type(value) is int and 0 < value < 10**_LONGEST_COUNT else 0


_LONGEST_COUNT: Final = 9


def url(value: object) -> str:
    """The first web address that stands in `value`."""
    return next(_urls(value), "")


def _urls(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield from filter(is_web_url, (word.lstrip("(<").rstrip(".,;)>") for word in one.split()))


def volume(value: object) -> str:
    """The number of a volume or an issue, such as "12" or "3–4"; no ISSN, and no identifier of a preprint."""
    written = str(value) if type(value) is int else text(value)
    is_other = ":" in written or written.startswith("abs/") or _ISSN.match(written) or arxiv(written)[0]
    return "" if is_other or len(written) > _LONGEST_VOLUME else pages(written)


def issn(value: object) -> str:
    """The first ISSN that stands in `value`, such as "1234-567X"."""
    found = _first_match(_ISSN, value)
    return f"{found[1]}-{found[2].upper()}" if found else ""


def isbn(value: object) -> str:
    """The first ISBN that stands in `value`, with the hyphens that it has there."""
    found = _first_match(_ISBN, value)
    return found[0].upper() if found else ""


def _first_match(pattern: re.Pattern[str], value: object) -> re.Match[str] | None:
    stated = value if isinstance(value, list) else [value]
    return next(filter(None, (pattern.search(one[:_MOST_NUMBERS]) for one in stated if isinstance(one, str))), None)


_ISSN: Final = re.compile(r"(?<![\w-])(\d{4})[-‐–]?(\d{3}[\dXx])(?![\w-])")
_ISBN: Final = re.compile(r"(?<![\w-])(?:97[89][- ]?(?:\d[- ]?){9}\d|(?:\d[- ]?){9}[\dXx])(?![\w-])")
_MOST_NUMBERS: Final = 1_000
"""Characters of a list of such numbers."""
_LONGEST_VOLUME: Final = 30


def pages(value: object) -> str:
    """Pages, such as "12–34"."""
    written = text(value)
    return re.sub(r"(?<=\w)\s*(?:-{1,3}|–|—)\s*(?=\w)", "–", written) if len(written) <= _LONGEST_PAGES else ""


_LONGEST_PAGES: Final = 60
