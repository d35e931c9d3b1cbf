"""Words of English grammar, which say nothing of a subject: the lists that all others begin with."""

from typing import Final

COMMON: Final = frozenset(
    """
    a an and any are as at be by can for from has have in into is it its more of on or our such than that the
    their these they this to using via we which while with
    """.split()
)
"""Those that stand in nearly every abstract."""
STOP_WORDS: Final = COMMON.union(
    """
    about been being but could did do does doing had having how i if itself me most my no nor not off once only
    other out over own same should so some them then there those through too under until up us use used versus
    very vs was were what when where who whom why will within without would you your
    """.split()
)
