"""Static files as addresses and bytes.

Stylesheets become one file, but for those that single pages have in css/pages/. A paper's page has a file of its own,
in which css/paper.css stands for css/list.css, so that it fetches one and no rules of lists. They and the scripts, all
without their remarks, live under a folder named by the content of all of them, so that a new page never meets an old
script.
Any other file keeps its name: `static/CNAME` answers at /CNAME.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import rjsmin

from site_builder.build import script_words
from site_builder.core import files
from site_builder.core.folders import below
from site_builder.core.words import ENGLISH, Words

STYLESHEETS = ("tokens", "base", "layout", "list", "paper", "shelf", "print", "site")
"""In the order of the cascade's layers. A site's own `static/css/site.css` comes after them."""
# What is not closed goes to the end, as browsers read it, and so is looked through once.
_STRING = r"""("(?:\\(?:.|\Z)|[^"\\])*+(?:"|\Z)|'(?:\\(?:.|\Z)|[^'\\])*+(?:'|\Z))"""
_STRING_OR_COMMENT = re.compile(rf"{_STRING}|/\*.*?(?:\*/\s*|\Z)", re.DOTALL)
_INDENT = re.compile(r"\n\s*")
_NEEDLESS = re.compile(rf"{_STRING}|(?:(?<!\s)\s++)?+([{{}};,>])\s*|(?<=[\w-]):\s+", re.DOTALL)
_HUE = re.compile(r"\.hue-(\d)\s*\{[^{}]*?--hue:\s*(#[0-9a-fA-F]{6})\b")
_TEXTS = (".css", ".js", ".json")
_ICON = "url(icon.svg)"
_AS_IT_IS = " /:;,.=()@{}'!*?$&+-_~"
"""Signs that an address of data holds as they are: quotation marks would end it, `</style>` the one file's styles."""
_INLINED = ("js/prefetch.json", "js/single.js")


@dataclass(frozen=True, slots=True)
class Assets:
    """`addresses`: name (`style.css`, `js/site.js`) → address. `contents`: address → bytes."""

    addresses: Mapping[str, str]
    contents: Mapping[str, bytes]
    prefetch_rules: str
    """Inlined into every page: which links a browser may fetch ahead (Speculation Rules)."""
    single_script: str
    """Inlined into the digest in one file."""

    @property
    def palette(self) -> dict[int, str]:
        """Hue → colour, as the stylesheet has it, so that pictures follow a site's own colours."""
        style = self.contents[self.addresses["style.css"]].decode()
        return {int(hue): colour for hue, colour in _HUE.findall(style)}

    @property
    def csp(self) -> str:
        """The Content-Security-Policy that lets pages use these files, the inlined rules, and nothing else.

        What scripts may do comes last, so that the search page can add to it.
        """
        return (
            "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
            "manifest-src 'self'; base-uri 'none'; form-action 'self'; "
            f"script-src 'self' {_hash(self.prefetch_rules)}"
        )


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(script.encode()).digest()).decode()}'"


def load(folders: tuple[Path, ...], words: Words = ENGLISH) -> Assets:
    """The static files of `folders`, scripts saying `words`; the first folder that has a name wins.

    Raises `BuildFailed` for a link in the first, the site's own, that leads out of the site, and for an odd name.
    """
    own = (folders[0], *below(folders[0]))
    files.require_own(own, folders[0].parent)
    files.require_utf8(own)
    found = {name: _contents(path, name, words) for name, path in _names(folders).items()}
    prefetch, single = (_INDENT.sub("\n", found.pop(name, b"").decode()).strip() for name in _INLINED)
    styles = {name: found.pop(f"css/{name}.css", b"").decode() for name in STYLESHEETS}
    icon = _inlined(found.get("icon.svg", b""))
    bundles = {"style.css": "paper", "css/paper.css": "list"}
    named = {file: _stripped(_without(other, styles).replace(_ICON, icon)) for file, other in bundles.items()}
    named |= {name: data for name, data in found.items() if name.startswith(("css/", "js/")) or name == "icon.svg"}
    named |= {name: _stripped(data.decode()) for name, data in found.items() if _is_style(name)}
    folder = files.digest(b"".join(name.encode() + data for name, data in sorted(named.items())))[:10]
    addresses = {name: f"/assets/{folder}/{name}" for name in named}
    addresses |= {name: f"/{name}" for name in found if name not in named}
    contents = {address: named.get(name) or found.get(name, b"") for name, address in addresses.items()}
    return Assets(addresses, contents, prefetch, single)


def _is_style(name: str) -> bool:
    return name.startswith("css/") and name.endswith(".css")


def _without(other: str, styles: Mapping[str, str]) -> str:
    return "".join(style for name, style in styles.items() if name != other)


def _inlined(picture: bytes) -> str:
    """`picture`, an SVG, for a stylesheet: a request less on each page."""
    return f'url("data:image/svg+xml,{quote(picture.strip(), safe=_AS_IT_IS)}")'


def _stripped(style: str) -> bytes:
    """A stylesheet without its comments and the spaces that mean nothing: a colon before a space is no selector's."""
    bare = _STRING_OR_COMMENT.sub(lambda found: found[1] or "", style)
    return _NEEDLESS.sub(lambda found: found[1] or found[2] or ":", bare).strip().encode()


def _contents(path: Path, name: str, words: Words) -> bytes:
    """The bytes of `path`; of a script with its words in their language, without comments and needless spaces."""
    content = files.read_bytes(path)
    if path.suffix not in _TEXTS:
        return content
    text = files.decode(content, files.display_path(path))
    return (script_words.spoken(str(rjsmin.jsmin(text)), name, words) if path.suffix == ".js" else text).encode()


def _names(folders: tuple[Path, ...]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        for name, path in _files_in(folder):
            found.setdefault(name, path)
    return dict(sorted(found.items()))


def _files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in below(folder):
        hidden = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.name != "README.md":
            yield path.relative_to(folder).as_posix(), path
