"""Hostile input: a table of attacks, and fuzzers whose every input ends in a result or in a clear error.

`make test` runs each fuzzer shortly, from a fixed seed; `make fuzz` runs them long.
"""

import os
from typing import Final

_LONGER: Final = "PAPERSHELF_FUZZ"
"""An environment variable: how many times longer than in `make test` the fuzzers run."""


def scale(short: int) -> int:
    """How many inputs to try where `make test` tries `short`."""
    return short * int(os.environ.get(_LONGER, "1"))
