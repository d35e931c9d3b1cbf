"""A paper and all that was understood of it by itself; which others are like it the catalog knows."""

from dataclasses import dataclass, field
from datetime import date

from site_builder.analysis.gist import Gist
from site_builder.analysis.glossary import Said
from site_builder.analysis.quantities import Quantity
from site_builder.analysis.tagging import Earned
from site_builder.content.ledger import Repair
from site_builder.content.model import Paper
from site_builder.text import markdown, plaintext


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A paper and all that was understood of it, whatever others are there."""

    paper: Paper
    tags: tuple[Earned, ...]
    """Strongest first."""
    gist: Gist
    repairs: tuple[Repair, ...] = ()
    """What was repaired in the text of the dump."""
    quantities: tuple[Quantity, ...] = ()
    """What its abstract claims in numbers, in the abstract's order."""
    key: str = ""
    """By which it is cited."""
    issued: date | None = None
    """Of the edition that holds it."""
    said: Said = field(default_factory=Said)
    """What title and abstract say of short names."""

    @property
    def day(self) -> date | None:
        """When it was first published here: as its page says, else with its edition."""
        return self.paper.added or self.issued

    @property
    def summary(self) -> str:
        """The gist as plain text: one that a curator wrote may hold TeX."""
        return plaintext.plain(markdown.inline(self.gist.text)) if self.paper.summary else self.gist.text

    @property
    def slug(self) -> str:
        """The paper's slug."""
        return self.paper.slug
