"""Reading all dumps of a site: what each holds, and what of an answer its standing query takes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from site_builder.core import files
from site_builder.core.config import SiteConfig
from site_builder.core.errors import Problem, gather, raise_if_any
from site_builder.ingest import dumps
from site_builder.ingest.fetch import queries
from site_builder.ingest.fetch.queries import Query
from site_builder.ingest.sources.dump import Dump

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


def read_all(config: SiteConfig, paths: Mapping[Path, Path], progress: Progress) -> dict[Path, Dump]:
    """Every dump as it was read, by its place. Raises `BuildFailed` with the problems of all."""
    problems: list[Problem] = []
    read: dict[Path, Dump] = {}
    memo = dumps.Memo(config)
    for number, (home, text) in enumerate(dumps.texts(paths).items()):
        where = files.display_path(paths[home])
        progress(f"Reading {home.name}", number, len(paths))
        with gather(problems):
            read[home] = dumps.named(memo.read(text, where), where)
    with gather(problems):
        asked = {query.name: query for query in queries.load(dumps.folder(config))}
    raise_if_any(problems)
    memo.write()
    return {home: _wanted(dump, asked.get(home.parent.name)) for home, dump in read.items()}


def _wanted(dump: Dump, query: Query | None) -> Dump:
    """What of an answer is to become papers."""
    if query is None or not (query.keywords or query.without):
        return dump
    return replace(dump, entries=tuple(filter(query.takes, dump.entries)))
