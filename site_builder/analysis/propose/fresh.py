"""The vocabulary of a site: the curator's, or, while there is none, one proposed from the papers.

A proposal is kept in the folder for what can be made again, with the digest of the papers it was made from (see
`sample`); other papers get another one. content/ is never written here.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from site_builder import __version__
from site_builder.analysis.propose import sample
from site_builder.content import vocabulary
from site_builder.content.model import Paper
from site_builder.content.vocabulary import Vocabulary
from site_builder.core import files
from site_builder.core.config import SiteConfig

PROPOSED: Final = "tags.proposed.yaml"
_MADE_FROM: Final = "# Made from papers "


def is_curated(config: SiteConfig) -> bool:
    """True when the site has a tags.yaml."""
    return (config.content / vocabulary.FILE).exists()


def of_site(
    config: SiteConfig, papers: Sequence[Paper], progress: Callable[[str, int, int], None] = lambda *_: None
) -> Vocabulary:
    """The vocabulary in content/tags.yaml; without one, a proposal for `papers`.

    Raises `BuildFailed` with every mistake of the file.
    """
    if is_curated(config):
        return vocabulary.load_rules(config.content)
    path, digest = config.memory / PROPOSED, _digest(papers)
    text = _kept(path, digest)
    if not text:
        from site_builder.analysis.propose import proposal  # noqa: PLC0415 — loads scipy, which a site with rules of its own needs not

        text = proposal.propose(papers, progress).text
        files.write(path, f"{_made_from(digest, text)}\n{text}", within=config.root)
    return replace(vocabulary.parse(text, files.display_path(path)), proposed=True)


def _digest(papers: Sequence[Paper]) -> str:
    return files.digest(repr((__version__, [(paper.title, paper.abstract) for paper in sample.of(papers)])))


def _kept(path: Path, digest: str) -> str:
    """The proposal kept at `path`, if it was made from the papers of `digest`; else ""."""
    if not path.is_file():
        return ""
    first, _, text = files.read_own(path).decode("utf-8", "replace").partition("\n")
    return text if first == _made_from(digest, text) else ""


def _made_from(digest: str, text: str) -> str:
    """The line above `text`, made from the papers of `digest`: where either is another, all of it is made again."""
    return f"{_MADE_FROM}{digest} {files.digest(text)}"
