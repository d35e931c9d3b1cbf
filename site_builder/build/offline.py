"""What a browser fetches to read the whole site offline: offline.json lists the files, and says how large they are.

Files for other programs stay out. static/worker.js and static/js/offline.js are the other half.
"""

import json
import re
from collections.abc import Mapping
from typing import Final

FILE: Final = "offline.json"
_NOT_READ: Final = re.compile(
    r"cards/.*|(?:.*/)?feed(?:-\d+)?\.(?:xml|json)|sitemap\S*\.xml(?:\.gz)?|robots\.txt|llms(?:-full)?\.txt|\.nojekyll"
    r"|opensearch\.xml|CNAME|papers\.(?:json|jsonl|jsonl\.gz|csv)|feeds\.opml|shelves/.*\.(?:bib|ris|csl\.json)|worker\.js"
    r"|offline\.json"
)
"""Output paths that no page shows or asks for."""


def listing(sizes: Mapping[str, int]) -> tuple[str, bytes]:
    """The path and the content of the list of those files of `sizes` (output path → bytes) that reading needs."""
    read = {path: size for path, size in sorted(sizes.items()) if not _NOT_READ.fullmatch(path)}
    addresses = [re.sub(r"(^|/)index\.html$", r"\1", path) for path in read]
    return FILE, json.dumps({"bytes": sum(read.values()), "files": addresses}, separators=(",", ":")).encode()
