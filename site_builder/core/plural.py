"""How many, in words."""


def counted(count: int, noun: str) -> str:
    """`count` and `noun`, which takes an s where it is not one: "1 paper", "10,000 papers"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
