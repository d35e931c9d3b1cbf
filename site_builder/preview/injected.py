"""What only the preview shows: where a page comes from, and why there is none."""

from html import escape
from pathlib import Path

from site_builder.core.config import SiteConfig


def with_source(page: bytes, settings: SiteConfig, name: str) -> bytes:
    """`page`, kept at `name`, with where it comes from: a link to the file, and its path to copy."""
    source = _source(settings, name)
    if source is None:
        return page
    told, path = escape(source.relative_to(settings.content).as_posix()), escape(str(source.resolve()))
    bar = (
        '<p style="position:fixed;inset-block-end:0;inset-inline-end:0;margin:0;padding:.25rem .75rem;z-index:9;'
        'font:.8rem system-ui;background:Canvas;color:CanvasText;border:1px solid" data-preview>'
        f'<a href="file://{path}">edit</a> {told} '
        f'<button type="button" data-path="{path}" onclick="navigator.clipboard.writeText(this.dataset.path);'
        "this.textContent='copied'\">copy path</button></p></body>"
    )
    return page.replace(b"</body>", bar.encode(), 1)


def _source(settings: SiteConfig, name: str) -> Path | None:
    """The file of the curator's that page `name` shows; None for pages made of many."""
    page = name.removesuffix("/index.html")
    kept = settings.content / (f"{page}.md" if page.startswith("papers/") else f"pages/{page}.md")
    return kept if kept.is_file() else None


def failure(told: str) -> bytes:
    """The page that stands for all others while the build fails, and says why."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The build failed</title>'
        "<style>body{font:1rem/1.5 system-ui;margin:2rem;max-width:60rem;color-scheme:light dark}"
        "pre{white-space:pre-wrap;border-inline-start:4px solid #d3646b;padding:.5rem 1rem}</style></head>"
        f"<body><h1>The build failed</h1><pre>{escape(told)}</pre>"
        "<p>This page goes away by itself when the files are mended.</p></body></html>"
    ).encode()
