"""Words in files by hash, so that a browser fetches only the files of the words it was asked for."""

from collections.abc import Mapping


def count(words: int, held: int) -> int:
    """How many files hold `words` words, `held` or fewer in each on average."""
    return 1 << max(0, (words - 1) // held).bit_length()


def divided(words: Mapping[str, str], files: int) -> list[dict[str, str]]:
    """`words` by the file that their hash says."""
    found: list[dict[str, str]] = [{} for _ in range(files)]
    for word, value in words.items():
        found[hashed(word) % files][word] = value
    return found


def hashed(word: str) -> int:
    """FNV-1a of 32 bits over UTF-8, which a browser computes as well."""
    value = 0x811C9DC5
    for byte in word.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value
