"""The CRC-32 of two texts one behind the other, made of theirs: neither is read again.

zlib has this as `crc32_combine`, which Python does not give. A text of n bytes behind another multiplies the other's
checksum, a polynomial over GF(2), by x to the power of 8n, and adds its own.
"""

from functools import cache
from typing import Final

_POLYNOMIAL: Final = 0xEDB88320
"""That of CRC-32, the highest power at the lowest bit."""
_ONE: Final = 1 << 31


def joined(first: int, second: int, size: int) -> int:
    """The checksum of a text of checksum `first` with `size` bytes of checksum `second` behind it."""
    return _times(_shifted(size), first) ^ second


@cache
def _shifted(size: int) -> int:
    """x to the power of 8 times `size`."""
    found, power = _ONE, 1 << 23  # x to the power of 0 and of 8
    while size:
        if size & 1:
            found = _times(power, found)
        power = _times(power, power)
        size >>= 1
    return found


def _times(one: int, other: int) -> int:
    """The product of two polynomials, modulo that of CRC-32."""
    product = 0
    for bit in range(31, -1, -1):
        if one >> bit & 1:
            product ^= other
        other = other >> 1 ^ (_POLYNOMIAL if other & 1 else 0)
    return product
