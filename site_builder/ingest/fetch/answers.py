"""Standing queries → answers under content/sources/<name>/, from which everything else is made offline.

Each answer is kept as soon as it has come, so that a run that was stopped goes on where it was. What is no answer of
papers is not kept. A query that fails keeps no other from being asked.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from site_builder.core import files, json_text
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed, Problem
from site_builder.ingest import encodings, sources
from site_builder.ingest.fetch import queries, services
from site_builder.ingest.fetch.client import Answer, Client, FetchFailed, Unreachable, sound_tags
from site_builder.ingest.fetch.queries import Query
from site_builder.ingest.fetch.services import Request

_TAGS: Final = ".fetched.json"
"""Beside the answers: what a feed said of the version that was fetched."""
_MOST_TAGS: Final = 1024 * 1024
"""Bytes."""
_OFFLINE: Final = "Is this machine online? What was fetched before is kept, and all else needs no connection."
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class FetchReport:
    """What came, by query, and what did not."""

    kept: dict[str, list[str]] = field(default_factory=dict)
    """Name of a query → the answers that came, as messages name files."""
    papers: int = 0
    problems: list[Problem] = field(default_factory=list)


def client(config: SiteConfig) -> Client:
    """Whoever asks for the site."""
    return Client(config.url, pauses={urlsplit(services.ARXIV).netloc: services.ARXIVS_PAUSE})


def fetch(config: SiteConfig, asking: Client, today: date, progress: Progress = lambda *_: None) -> FetchReport:
    """Ask every standing query of the site. Raises `BuildFailed` where a query cannot be understood."""
    report = FetchReport()
    found = queries.load(config.content / "sources")
    unreachable: list[str] = []
    for number, query in enumerate(found):
        progress(f"Asking for {query.name}", number, len(found))
        report.kept[query.name] = []
        try:
            for path, papers in _answers(config, query, asking, today):
                report.kept[query.name].append(files.display_path(path))
                report.papers += papers
        except Unreachable as failed:
            unreachable.append(query.name)
            report.problems.append(Problem(query.where, str(failed), _OFFLINE))
        except FetchFailed as failed:
            report.problems.append(Problem(query.where, str(failed), "What came before that is kept. Try again later."))
        except BuildFailed as failed:
            report.problems += failed.problems
    if len(unreachable) > 1 and len(unreachable) == len(found):
        report.problems = [Problem(", ".join(unreachable), "none of them can be reached", _OFFLINE)]
    return report


def _answers(config: SiteConfig, query: Query, asking: Client, today: date) -> Iterator[tuple[Path, int]]:
    """Each answer that was kept, and how many papers are in it."""
    folder = config.content / "sources" / query.name
    known = _tags(folder) if any(folder.glob("*.xml")) else {}
    for request in services.requests(query, today):
        path = folder / request.file
        if path.exists():
            papers, others = _papers(files.read_bytes(path), request) if request.papers else (0, 0)
        else:
            answer = _asked(asking, request, known.get(request.url, {}))
            papers, others = (0, 0) if answer.unchanged else _papers(answer.content, request)
            if papers:
                files.write(path, answer.content, within=config.root)
                yield path, papers
            if query.kind == "feed" and answer.tags:
                known[request.url] = dict(answer.tags)
                files.write(folder / _TAGS, json.dumps(known, indent=1, sort_keys=True) + "\n", within=config.root)
        if request.papers > papers + others:
            return


def _asked(asking: Client, request: Request, tags: Mapping[str, str]) -> Answer:
    try:
        return asking.get(request.url, tags)
    except FetchFailed as failed:
        raise type(failed)(f"{_host(request)} {failed}") from failed


def _host(request: Request) -> str:
    """Who is asked, without the password that the address may hold: workflows show to all what we say."""
    return urlsplit(request.url).netloc.rpartition("@")[2]


def _papers(content: bytes, request: Request) -> tuple[int, int]:
    """How many papers the answer `content` holds, and how many records of none.

    Raises `FetchFailed` where it is no answer of papers.
    """
    host = _host(request)
    if b"arxiv.org/api/errors" in content:
        raise FetchFailed(f"{host} does not understand what is asked")
    try:
        text = encodings.decoded(content, host)
        reader = sources.detect(text).name
        expected = "JSON" if request.file.endswith(".json") else "feed"
        if text.strip() in ("", "[]") or _is_empty_list(text):
            return 0, 0
        if reader != expected:
            raise FetchFailed(f"{host} answers with something that is no {expected}: “{_beginning(text)}”")
        dump = sources.read(text, host)
    except BuildFailed as failed:
        first = failed.problems[0]
        if first.what == "holds no paper":
            return 0, 0
        raise FetchFailed(f"{host} answers with something that cannot be read: {first.what}") from failed
    return len(dump.entries), dump.left_out


def _is_empty_list(text: str) -> bool:
    """True of an answer whose list of results is there and empty."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(held, dict) and held.get("results") == []


def _beginning(text: str) -> str:
    return " ".join(text[:300].split())[:60]


def _tags(folder: Path) -> dict[str, dict[str, str]]:
    """URL → what the last answer there said of its version."""
    try:
        kept = json_text.loads(files.read_own(folder / _TAGS, _MOST_TAGS), _TAGS)
        return {str(url): sound_tags(tags) for url, tags in kept.items()}
    except (BuildFailed, ValueError, AttributeError):  # it is asked for again
        return {}


# -- one paper ---------------------------------------------------------------------------------------------------------

ADDED: Final = "added"
"""The folder of answers about single papers."""


def add(config: SiteConfig, asking: Client, arxiv: str, doi: str) -> Path:
    """Ask for one paper, and keep the answer among the dumps. Raises `FetchFailed` where none came."""
    if not (arxiv or doi):
        raise FetchFailed("only papers with an arXiv identifier or a DOI can be asked for")
    request = services.paper(arxiv, doi)
    path = config.content / "sources" / ADDED / request.file
    answer = _asked(asking, request, {})
    if not _papers(answer.content, request):
        raise FetchFailed(f"{_host(request)} knows no such paper")
    files.write(path, answer.content, within=config.root)
    return path
