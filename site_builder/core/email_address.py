"""A name and an e-mail address, as people write them: `a@b.example` or `Name <a@b.example>`.

Only addresses that every mail server takes are accepted: ASCII, a dot in the domain, no quoted parts. What is accepted
can stand in a header or a line of SMTP without changing its meaning.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from site_builder.core.errors import Problem

SHAPE: Final = "Write name@example.org or Name <name@example.org>."
_LONGEST_NAME: Final = 100
_LONGEST_ADDRESS: Final = 254
_NAMED: Final = re.compile(r'(?P<quote>"?)(?P<name>[^"<>]*+)(?P=quote)\s*+<(?P<address>[^<>]*)>')
_LOCAL: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS: Final = re.compile(rf"(?=.{{1,64}}@){_LOCAL}@(?:{_LABEL}\.)+(?=[A-Za-z]){_LABEL}")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where mail goes, and by which name; the name may be empty."""

    name: str
    address: str

    @property
    def key(self) -> str:
        """The same for all spellings of one address: hardly a server tells cases apart, and nobody wants mail twice."""
        return self.address.casefold()

    @property
    def domain(self) -> str:
        """What follows the @."""
        return self.address.rpartition("@")[2]


def parse(text: str) -> Mailbox | None:
    """The mailbox that `text` names; None when it names none."""
    stated = text.strip()
    named = _NAMED.fullmatch(stated)
    name, address = (named["name"].strip(), named["address"]) if named else ("", stated)
    fits = len(address) <= _LONGEST_ADDRESS and len(name) <= _LONGEST_NAME and name.isprintable()
    return Mailbox(name, address) if fits and _ADDRESS.fullmatch(address) else None


def parse_list(text: str, where: str, problems: list[Problem]) -> Iterator[tuple[Mailbox, int]]:
    """Each mailbox of `text`, one a line, with its line (from 1); the first of those with the same address.

    Lines that name none are added to `problems`. They are not quoted: what is nearly an address is still somebody's.
    """
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        stated = re.sub(r"(?:^|\s)#.*", "", line).strip()
        found = parse(stated)
        if stated and found is None:
            problems.append(Problem(f"{where}:{number}", "is not an e-mail address", SHAPE))
        elif found and found.key not in seen:
            seen.add(found.key)
            yield found, number
