"""What `papershelf tags` says: the health of the vocabulary, and how one paper earned its tags. Text only."""

from collections.abc import Iterator, Sequence

from site_builder.analysis import tagging
from site_builder.analysis.propose import news
from site_builder.analysis.propose.news import News
from site_builder.analysis.tagging import Health, Verdict
from site_builder.content.loader import Content
from site_builder.content.vocabulary import Vocabulary
from site_builder.core import files
from site_builder.core.config import SiteConfig
from site_builder.core.errors import BuildFailed, Problem, did_you_mean

_MAX_LISTED = 12
"""Items of a list that are named."""


def health(found: Content, vocabulary: Vocabulary, *, whole: bool = False) -> str:
    """How many papers each tag has, and what a curator should look at; long lists are cut unless `whole`."""
    tagged = tagging.apply(vocabulary, found.papers)
    counts = {tag.slug: sum(tag.slug in one.slugs for one in tagged) for tag in vocabulary.tags}
    lines = [f"{count:6,}  {slug}" for slug, count in sorted(counts.items(), key=lambda item: -item[1])]
    sections = [_listed(what, items, whole=whole) for what, items in _complaints(tagging.health(vocabulary, tagged))]
    head = ["Proposed from the papers, and read by nobody yet.", ""] if vocabulary.proposed else []
    return "\n".join([*head, *lines, "", *sections, *_news(news.news(tagged, vocabulary, news.newest(found)))])


def _news(found: News) -> Iterator[str]:
    """What no tag is about, as lines; nothing where nothing is to be said."""
    if found.new:
        yield f"New papers: {found.new:,}, {found.untagged:,} of them without a tag"
    yield from _named("Papers without a tag speak of", [f"{name} ({count})" for name, count in found.unnamed])
    rising = [f"{one.name} ({one.new} new papers, {one.before} before)" for one in found.rising]
    yield from _named("New papers speak more than before, and no tag does, of", rising)
    stale = [f"{slug} ({count} before)" for slug, count in found.stale]
    yield from _named("Tags that no new paper has", stale)
    if found.about:
        yield "The new papers look foreign. To tag none but those of the subject, put into tags.yaml:"
        yield f"  about: [{', '.join(found.about)}]"
    if found.unnamed or found.rising:
        example = (found.rising[0].name if found.rising else found.unnamed[0][0]).replace('"', "")
        yield f'A tag ready to paste: papershelf tags --propose --for "{example}"'


def _named(what: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield _listed(what, items, whole=True)


def one_tag(found: Content, vocabulary: Vocabulary, wanted: str) -> str:
    """One tag for `wanted`, to be pasted under `tags:`. Raises `BuildFailed` when the papers do not speak of it."""
    return news.one_tag(found.papers, vocabulary, tagging.apply(vocabulary, found.papers), wanted)


def _complaints(found: Health) -> Iterator[tuple[str, Sequence[str]]]:
    yield "Papers without a tag", found.untagged
    yield "Tags on more than a third of the papers", [f"{slug} ({count})" for slug, count in found.broad]
    yield "Tags on fewer than two papers", [f"{slug} ({count})" for slug, count in found.thin]
    yield "Tags always together", [f"{one} = {other} ({count})" for one, other, count in found.together]
    yield "Corrected by hand as the rules do anyway", [f"{paper}: {tag}" for paper, tag in found.idle]
    yield "Phrases that no paper holds", [f"{slug}: {phrase}" for slug, phrase in found.silent]


def _listed(what: str, items: Sequence[str], *, whole: bool = False) -> str:
    if not items:
        return f"{what}: none"
    listed = items if whole else items[:_MAX_LISTED]
    more = f"\n  and {len(items) - len(listed)} more (--all shows them)" if len(items) > len(listed) else ""
    return f"{what}: {len(items)}\n  " + "\n  ".join(listed) + more


def explanation(config: SiteConfig, found: Content, vocabulary: Vocabulary, slug: str) -> str:
    """How the paper `slug` earned its tags, and which it nearly earned. Raises `BuildFailed` when there is none."""
    paper = next((paper for paper in found.papers if paper.slug == slug), None)
    if paper is None:
        hint = did_you_mean(slug, [paper.slug for paper in found.papers]) if slug else ""
        where = files.display_path(config.content / "papers")
        raise BuildFailed([Problem(where, f"there is no paper `{slug}`", hint)], "")
    (tagged,) = tagging.apply(vocabulary, [paper])
    given = [f"{one.tag}: {_reason(one.by, one.phrase)}" for one in tagged.tags]
    found_by_rules = tagging.explain(vocabulary, paper)
    off = (
        ["Nothing: none of the phrases under `about` stands in it."]
        if any(v.off_subject for v in found_by_rules)
        else []
    )
    verdicts = [line for one in found_by_rules for line in _verdict(one, is_off=one.tag in paper.not_tags)]
    sections = ["What the rules say:", *off, *verdicts]
    return "\n".join([paper.title, "", _listed("Tags", given, whole=True), "", *sections])


def _reason(by: str, phrase: str) -> str:
    if by == "hand":
        return "set by hand"
    if by == "record":
        return f"the record says “{phrase}”"
    return f"“{phrase}”" if by == "rule" else f"comes with {by}"


def _verdict(verdict: Verdict, *, is_off: bool) -> Iterator[str]:
    mark = "✓" if verdict.earned and not is_off else "·"
    off = ", taken off by hand" if is_off else ""
    yield f"{mark} {verdict.tag}: {verdict.score:g} of {verdict.threshold:g} points{off}"
    for one in verdict.evidence:
        yield f"    {one.points:+g}  “{one.words}” ({one.section}; rule: {one.phrase})"
    if verdict.vetoes:
        yield f"    forbidden by: {', '.join(verdict.vetoes)}"
    if verdict.lacks:
        yield f"    needs one of: {', '.join(verdict.lacks)}"
