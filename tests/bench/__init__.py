"""How long builds take, beside Hugo's: `make bench`. Nothing here is run by `make test`."""

from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).parents[2]
