"""What only the preview shows: where a page comes from, why there is none, and the script that reloads it.

A page keeps its Content-Security-Policy, so that a fault which the policy would stop is stopped here too; it is
widened by what the preview itself needs.
"""

import re
from html import escape
from pathlib import Path
from typing import Final

from site_builder.core import files
from site_builder.core.config import SiteConfig

CURATING: Final = "/.papershelf/tags"
"""Where the preview tells of the tags: no file of a site begins with a dot, so that no site has a page there."""
_BAR: Final = (
    '<p style="position:fixed;inset-block-end:0;inset-inline-end:0;margin:0;padding:.25rem .75rem;z-index:9;'
    'font:.8rem system-ui;background:Canvas;color:CanvasText;border:1px solid" data-preview>'
)


def with_source(page: bytes, settings: SiteConfig, name: str) -> bytes:
    """`page`, kept at `name`, with where it comes from: a link to the file, and its path to copy; that of the tags
    with a link to what the preview tells of them."""
    source = _source(settings, name)
    if name == "tags/index.html":
        words = escape(settings.words.gettext("Suggestions for tags"))
        return page.replace(b"</body>", f'{_BAR}<a href="{CURATING}">{words}</a></p></body>'.encode(), 1)
    if source is None:
        return page
    display_name, path = escape(source.relative_to(settings.content).as_posix()), escape(str(files.resolved(source)))
    bar = (
        f'{_BAR}<a href="file://{path}">edit</a> {display_name} '
        f'<button type="button" data-path="{path}">copy path</button></p></body>'
    )
    return page.replace(b"</body>", bar.encode(), 1)


def _source(settings: SiteConfig, name: str) -> Path | None:
    """The file of the curator's that page `name` shows; None for pages made of many."""
    page = name.removesuffix("/index.html")
    kept = settings.content / (f"{page}.md" if page.startswith("papers/") else f"pages/{page}.md")
    return kept if kept.is_file() else None


def failure(message: str) -> bytes:
    """The page that stands for all others while the build fails, and says why."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The build failed</title>'
        "<style>body{font:1rem/1.5 system-ui;margin:2rem;max-width:60rem;color-scheme:light dark}"
        "pre{white-space:pre-wrap;border-inline-start:4px solid #d3646b;padding:.5rem 1rem}</style></head>"
        f"<body><h1>The build failed</h1><pre>{escape(message)}</pre>"
        "<p>This page goes away by itself when the files are mended.</p></body></html>"
    ).encode("utf-8", "replace")  # it may quote what is no text


_POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)')
_COPY = (
    "for (const button of document.querySelectorAll('[data-preview] button')) button.onclick = () => {"
    "navigator.clipboard.writeText(button.dataset.path); button.textContent = 'copied' }"
)


def with_reload(page: bytes, host: str, port: int, nonce: str) -> bytes:
    """`page`, fetched from `host`, with the scripts of the preview, which `nonce` allows."""
    scripts = f'<script src="/livereload.js?port={port}"></script></head>'.encode()
    copy = f'<script nonce="{nonce}">{_COPY}</script></body>'.encode()
    page = page.replace(b"</head>", scripts, 1).replace(b"</body>", copy, 1)
    return _POLICY.sub(lambda found: found[1] + _widened(found[2].decode(), host, nonce).encode(), page, count=1)


def _widened(policy: str, host: str, nonce: str) -> str:
    more = {"script-src ": f"script-src 'nonce-{nonce}' ", "connect-src ": f"connect-src ws://{host} "}
    for name, wider in more.items():
        policy = policy.replace(name, wider, 1)
    return policy
