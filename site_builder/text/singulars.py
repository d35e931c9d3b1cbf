"""What an English word may be the plural of."""

from typing import Final

_SHORTEST: Final = 4
_SIBILANT: Final = ("ches", "shes", "sses", "xes")


def singulars(word: str) -> tuple[str, ...]:
    """The words in lower case of which `word`, in lower case, may be the plural; `word` itself where it is none.

    Much as the s-stemmer of D. Harman, "How effective is suffixing?", JASIS 42 (1991). "caches" is of "cache" and
    "searches" of "search": such a word has two, the one without es last.
    """
    if len(word) < _SHORTEST or not word.endswith("s") or word.endswith(("us", "ss", "is")):
        return (word,)
    if word.endswith("ies") and len(word) > _SHORTEST and not word.endswith(("eies", "aies")):
        return (word[:-3] + "y",)
    return (word[:-1], word[:-2]) if word.endswith(_SIBILANT) else (word[:-1],)
