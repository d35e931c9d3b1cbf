"""Checksums of parts, put together, are that of the whole."""

import random
import zlib

from site_builder.core import checksums


def test_checksums_of_two_texts_make_that_of_both() -> None:
    chance = random.Random(1)
    for size in (0, 1, 7, 64, 70_000):
        first, second = chance.randbytes(chance.randrange(1_000)), chance.randbytes(size)

        assert checksums.joined(zlib.crc32(first), zlib.crc32(second), size) == zlib.crc32(first + second)
