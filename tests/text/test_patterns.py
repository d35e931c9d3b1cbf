"""No pattern of ours takes time that multiplies with each repetition of a part of what it looks for.

Such a pattern is quick in all tests of what it finds, and hangs on thirty signs of a dump that it nearly finds.
"""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import site_builder

STEPS = range(8, 29, 4)
"""Repetitions; four more multiply the time by sixteen where each has two ways to be read."""
MOST = 8
"""Times as long as with four repetitions less; the fifth power of the length stays below."""
MEASURED = 0.005
"""Seconds of processor time below which nothing is told from noise."""
NEARLY = ("\0", "", "x!")
"""What may stand behind: that a pattern finds the whole would hide what it costs to fail."""


def patterns() -> Iterator[tuple[str, "re.Pattern[str]"]]:
    """(where, pattern) of those that modules keep, alone or in a table."""
    for module in pkgutil.walk_packages(site_builder.__path__, "site_builder."):
        for name, value in vars(importlib.import_module(module.name)).items():
            held = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else (value,)
            for one in held:
                for part in one if isinstance(one, tuple) else (one,):
                    if isinstance(part, re.Pattern) and isinstance(part.pattern, str):
                        yield f"{module.name.removeprefix('site_builder.')}.{name}", part


FOUND = list({pattern: where for where, pattern in patterns()}.items())


def seconds(pattern: "re.Pattern[str]", text: str) -> float:
    start = time.process_time()
    pattern.search(text)
    return time.process_time() - start


def multiplies(pattern: "re.Pattern[str]", before: str, part: str, after: str) -> bool:
    """True when a few repetitions more take many times as long, and again when asked again."""
    last = MEASURED
    for times in STEPS:
        text = before + part * times + after
        took = seconds(pattern, text)
        if took > MOST * last and seconds(pattern, text) > MOST * last:
            return True
        last = max(took, MEASURED)
    return False


def test_patterns_are_found() -> None:
    assert len(FOUND) > 300


def test_a_pattern_that_multiplies_is_known() -> None:
    assert multiplies(re.compile(r"(?:a|aa)*b"), "", "aa", "c")
    assert multiplies(re.compile(r"(?:<!--.*?-->)*<rss"), "", "<!--a-->", "<x")
    assert not multiplies(re.compile(r"(?:a|b)*c"), "", "ab", "d")


@pytest.mark.parametrize(
    ("pattern", "where"),
    [
        pytest.param(*one, id=f"{one[1]}-{number}", marks=[] if number % 16 == 0 else pytest.mark.slow)
        for number, one in enumerate(FOUND)
    ],
)
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_pattern_multiplies(pattern: "re.Pattern[str]", where: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern, alphabet=st.characters()))
    start = data.draw(st.integers(0, len(text)))
    part = text[start : start + data.draw(st.integers(1, 14))]
    before = data.draw(st.sampled_from((text[:start], "")))
    for after in NEARLY:
        assert not multiplies(pattern, before, part, after), (where, before, part, after)
