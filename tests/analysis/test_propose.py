"""A vocabulary proposed from the papers of an invented field: gardens, in which stones, bees and ponds are studied."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from site_builder.analysis import record_tags, tagging
from site_builder.analysis.propose import (
    areas,
    choice,
    fresh,
    naming,
    proposal,
    repair,
    rules,
    sample,
    scores,
    telling,
    terms,
    tokens,
)
from site_builder.analysis.propose.rules import Rule
from site_builder.analysis.propose.terms import MENTION, Term
from site_builder.content import vocabulary
from site_builder.content.model import Paper
from tests.conftest import HERE, Run

SUBJECTS = {
    "pebble erosion": "We study pebble erosion in dry gardens. Pebble erosion is slow where moss grows on the stones.",
    "bee navigation": "We track bee navigation between hives. Bee navigation by polarised light fails under fog.",
    "pond turbidity": "We measure pond turbidity after rain. Pond turbidity falls when reeds filter the water.",
    "hedge pruning": "We compare hedge pruning in spring and autumn. Hedge pruning in autumn keeps more nests.",
}


PLACES = "northern southern eastern western walled sunken alpine coastal urban royal".split()


def _papers() -> list[Paper]:
    """Forty papers, ten of each subject."""
    return [
        Paper(
            slug=f"{name.replace(' ', '-')}-{number}",
            title=f"{name.capitalize()} in the {place} garden",
            body=text,
            abstract=f"{text} The {place} garden has {number} plots, and we visited each of them.",
        )
        for name, text in SUBJECTS.items()
        for number, place in enumerate(PLACES)
    ]


@pytest.fixture(scope="module")
def proposed() -> proposal.Proposal:
    return proposal.propose(_papers())


def test_nearly_every_paper_has_a_tag_and_no_name_stands_twice(proposed: proposal.Proposal) -> None:
    names = [tag.name.casefold() for tag in proposed.vocabulary.tags]
    tagged = [one for one in tagging.apply(proposed.vocabulary, _papers()) if one.tags]

    assert len(names) == len(set(names)) > 1
    assert len(tagged) >= 36
    assert proposed.untagged(_papers()) == 40 - len(tagged)


def test_what_is_proposed_is_a_vocabulary_like_any_other(proposed: proposal.Proposal) -> None:
    found = vocabulary.parse(proposed.text, "tags.yaml")

    assert found.tags
    assert all(tag.means for tag in found.tags)
    assert {tag.area for tag in found.tags} == {area.slug for area in found.areas}


def test_what_a_tag_means_is_a_sentence() -> None:
    rows = [json.loads(line) for line in (HERE / "analysis/labelled/held.jsonl").read_text("utf-8").splitlines()]
    papers = [Paper(slug=row["arxiv"], title=row["title"], body="", abstract=row["abstract"]) for row in rows]
    told = [tag.means for tag in proposal.propose(papers).vocabulary.tags]
    listed = [means for means in told if means.startswith("Papers on ") and (", " in means or " and " in means)]

    assert listed
    assert [means for means in listed if " and " not in means] == []


def test_the_same_papers_give_the_same_bytes(proposed: proposal.Proposal) -> None:
    assert proposal.propose(_papers()).text == proposed.text


def test_a_proposal_never_touches_the_curators_file(site: Path, run: Run) -> None:
    curated = (site / "content/tags.yaml").read_bytes()
    result = run("tags", "--propose")

    assert result.exit_code == 0, result.stderr
    assert (site / "content/tags.yaml").read_bytes() == curated
    head = (site / "content/tags.proposed.yaml").read_text().partition("\nareas:")[0]
    assert "In content/tags.proposed.yaml they do nothing." in head
    assert "rename the file content/tags.yaml: there it counts and is yours" in head  # true in both files


def test_a_site_without_a_vocabulary_says_that_its_tags_are_proposed(tmp_path: Path, run: Run) -> None:
    (tmp_path / "content/papers").mkdir(parents=True)
    (tmp_path / "content/site.yaml").write_text("title: Gardens\n")
    for paper in _papers():
        page = f'---\ntitle: "{paper.title}"\n---\n{paper.abstract}\n'
        (tmp_path / f"content/papers/{paper.slug}.md").write_text(page)
    result = run("build")
    tags = (tmp_path / "_site/tags/index.html").read_text(encoding="utf-8")

    assert result.exit_code == 0, result.stderr
    assert "proposed" in tags.casefold()
    assert not (tmp_path / "content/tags.yaml").exists()


def test_papers_of_which_nothing_can_be_proposed_get_no_tags(site: Path, run: Run) -> None:
    (site / "content/tags.yaml").unlink()
    for page in (site / "content/papers").glob("*.md"):
        page.unlink()
    for name, title in (("a", "A paper"), ("b", "A paper title")):
        (site / f"content/papers/{name}.md").write_text(f"---\ntitle: {title}\n---\nThings.\n")

    assert run("build", "--no-search").exit_code == 0
    assert run("tags", "--propose").exception is None or isinstance(run("tags", "--propose").exception, SystemExit)


GARDEN = [
    "moss cover", "pebble erosion", "bee navigation", "pond turbidity", "hedge pruning", "root rot", "leaf litter",
    "seed banks", "frost damage", "snail grazing",
]  # fmt: skip


def _of(subjects: list[str], each: int, extra: str = "") -> list[Paper]:
    """So many papers of each subject, no two alike."""
    return [
        Paper(
            slug=f"p-{subject.replace(' ', '-')}-{number}",
            title=f"{subject.capitalize()} in the {PLACES[number % len(PLACES)]} garden {number}",
            body="",
            abstract=f"Gardens change with the seasons. We study {subject} on {number + 2} plots of clay. {extra}"
            f"With {subject}, the {PLACES[(number * 3) % len(PLACES)]} plots change first.",
        )
        for subject in subjects
        for number in range(each)
    ]


@pytest.mark.parametrize("count", [1, 2, 5, 20, 50, 150])
def test_digests_of_every_size_get_tags_that_fit_their_number(count: int) -> None:
    papers = _of(GARDEN, 15)[:: 150 // count][:count]
    made = proposal.propose(papers)
    sizes = _sizes(made, papers)

    assert len(sizes) <= max(2, count)
    assert all(size <= max(3, 0.25 * count) for size in sizes.values())
    if count >= 50:
        assert made.untagged(papers) <= 0.08 * count


def _sizes(made: proposal.Proposal, papers: list[Paper]) -> dict[str, int]:
    """Slug → papers with the tag."""
    counts: dict[str, int] = {}
    for one in tagging.apply(made.vocabulary, papers):
        for slug in one.slugs:
            counts[slug] = counts.get(slug, 0) + 1
    return counts


def test_papers_that_nobody_has_seen_get_the_tags_of_their_field() -> None:
    papers = _of(GARDEN, 16)
    made = proposal.propose(papers[::2])
    unseen = tagging.apply(made.vocabulary, papers[1::2])

    assert sum(bool(one.tags) for one in unseen) >= 0.82 * len(unseen)


def test_a_passing_mention_earns_no_tag() -> None:
    papers = _of(GARDEN, 8)
    mention = Paper(
        slug="mention",
        title="On the colour of garden gnomes",
        body="",
        abstract="We paint gnomes red and blue. Visitors prefer red ones. Snow, wind and root rot fade the paint.",
    )
    made = proposal.propose(papers)
    (tagged,) = tagging.apply(made.vocabulary, [mention])

    assert "root-rot" in {tag.slug for tag in made.vocabulary.tags}
    assert "root-rot" not in tagged.slugs


def test_what_hardly_makes_a_tag_counts_only_where_it_is_the_only_one() -> None:
    paper = Paper(slug="rot", title="Root rot in the hedge", body="", abstract="Winters were mild.")
    frame = proposal.frame_of()
    sure, weak = Rule("root rot"), Rule("hedge pruning")
    sure.add("root rot", MENTION)
    weak.add("hedge", 1.0)
    both = repair._stricter(repair._applied([sure, weak], [paper], frame), [paper], frame)
    alone = repair._stricter(repair._applied([weak], [paper], frame), [paper], frame)

    assert both.members == {"root rot": {0}, "hedge pruning": frozenset()}
    assert alone.members == {"hedge pruning": {0}}


def test_a_word_of_a_tags_name_is_not_the_name() -> None:
    made = proposal.propose(_of(GARDEN, 8))
    (weights,) = [dict(tag.rule.anywhere) for tag in made.vocabulary.tags if tag.slug == "root-rot"]

    assert weights["root"] < rules.HINT < weights["root rot"]


def test_two_words_of_a_name_find_it_apart() -> None:
    made = proposal.propose(_of(GARDEN, 8))
    apart = Paper(slug="apart", title="Erosion of the white pebble", body="", abstract="We watch stones for a year.")
    (tagged,) = tagging.apply(made.vocabulary, [apart])

    assert tagged.slugs == ("pebble-erosion",)


def test_one_thing_is_one_tag_whatever_it_is_called() -> None:
    spellings = ["self-watering pots", "self watering pot", "Self-Watering Pots"]
    named = [paper for spelling in spellings for paper in _of([spelling], 4)]
    papers = [replace(paper, slug=f"{paper.slug}-{number}") for number, paper in enumerate([*named, *_of(GARDEN, 6)])]
    names = [tag.name.casefold().replace("-", " ").rstrip("s") for tag in proposal.propose(papers).vocabulary.tags]

    assert names.count("self watering pot") == 1


def test_names_of_areas_are_short_and_differ() -> None:
    for papers in (_papers(), _of(GARDEN, 12)):
        names = [area.name for area in proposal.propose(papers).vocabulary.areas]

        assert all(0 < len(name) <= 20 for name in names)
        assert len(names) == len(set(names))


HOSTILE = [
    "", " ", "\x00\x01", "{}[]: - 'a' \"b\" # c", "---\n...\n", "!!python/object:os.system", "*anchor &anchor",
    "$" * 500, "\\" * 500, "(" * 3_000, "a-" * 2_000, "~ ~ ~ | * ~", "<script>alert(1)</script>", "🙂" * 200,
    "\u202etxet desrever", "ﬁ ﷺ İıſ", "e\u0301" * 300, "no yes on off null true", "A" * 20_000, "1.5 2.5 3.5 " * 300,
    "的" * 3_000, "ア" * 3_000, "ve bir bu " * 300,
]  # fmt: skip


@pytest.mark.slow
def test_hostile_text_gives_a_vocabulary_that_can_be_read() -> None:
    papers = [
        Paper(slug=f"p{number}", title=f"{text[:60]} garden", body="", abstract=f"{text}. We study {text[:80]}. {text}")
        for number, text in enumerate(HOSTILE * 3)
    ]
    made = proposal.propose([*papers, *_of(GARDEN, 4)])

    assert vocabulary.parse(made.text, "tags.yaml").tags == made.vocabulary.tags
    assert made.text.isprintable() or "\x00" not in made.text


def test_nothing_and_emptiness_have_no_subjects() -> None:
    assert proposal.propose([]).vocabulary.tags == ()
    blank = [Paper(slug=f"b{number}", title="-", body="", abstract="") for number in range(30)]

    assert proposal.propose(blank).vocabulary.tags == ()


@pytest.mark.slow
def test_the_order_of_hashes_does_not_matter() -> None:
    script = (
        "import sys; from tests.analysis.test_propose import GARDEN, _of; "
        "from site_builder.analysis.propose import proposal; "
        "sys.stdout.write(proposal.propose(_of(GARDEN, 5)).text)"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(texts) == 1


LANGUAGES = {
    "german": (
        ["Moosbewuchs", "Kieselerosion", "Bienenflug", "Teichtrübung", "Heckenschnitt", "Wurzelfäule"],
        "{0} im Garten {1}",
        "Die Pflege von {0} ist für die Gärten von Bedeutung. In dieser Arbeit wird {0} auf {1} Beeten untersucht.",
    ),
    "turkish": (
        ["yosun örtüsü", "çakıl aşınması", "arı uçuşu", "gölet bulanıklığı", "çit budaması", "kök çürümesi"],
        "{0} üzerine {1}",
        "Bu çalışmada {0} ile {1} bahçe incelenmiştir. Sonuçlar {0} için yeni bir yöntem olduğunu göstermiştir.",
    ),
    "chinese": (
        ["苔藓覆盖", "卵石侵蚀", "蜜蜂导航", "池塘浑浊", "树篱修剪", "根系腐烂"],
        "{0}的研究{1}",
        "{0}是花园的热点。本文提出了用于{0}的方法,在{1}个花园中进行了验证。",
    ),
    "japanese": (
        ["苔植生", "小石侵食", "蜜蜂航法", "池濁度", "生垣剪定", "根腐病"],
        "{0}についての研究{1}",
        "{0}は重要である。本研究では{0}を{1}の庭で調べた。",
    ),
}
"""Language → subjects, a title and an abstract."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_languages_have_tags_without_their_stop_words(language: str) -> None:
    subjects, title, abstract = LANGUAGES[language]
    papers = [
        Paper(slug=f"p{n}", title=title.format(subject, n), body="", abstract=abstract.format(subject, n))
        for n in range(42)
        for subject in [subjects[n % len(subjects)]]
    ]
    made = proposal.propose(papers)
    names = {tag.name.casefold() for tag in made.vocabulary.tags}

    assert made.untagged(papers) <= 4
    assert names <= {subject.casefold() for subject in subjects}


def test_a_mixed_digest_tags_each_language_by_its_own_words() -> None:
    subjects, title, abstract = LANGUAGES["chinese"]
    chinese = [
        Paper(slug=f"z{n}", title=title.format(subject, n), body="", abstract=abstract.format(subject, n))
        for n in range(24)
        for subject in [subjects[n % len(subjects)]]
    ]
    made = proposal.propose([*chinese, *_of(GARDEN, 4)])

    assert made.untagged([*chinese, *_of(GARDEN, 4)]) <= 6
    assert {tag.name for tag in made.vocabulary.tags} & set(subjects)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Schrödinger bridges", "schrodinger-bridges"), ("量子纠错", "liang-zi-jiu-cuo"), ("量子 (QEC)", "qec")],
)
def test_names_in_any_script_have_addresses_that_tell_them_apart(name: str, slug: str) -> None:
    assert naming.slug(name) == slug
    assert record_tags.slug(name) == slug


@pytest.mark.parametrize(
    ("shorter", "longer", "same"),
    [
        ("molecular dynamics", "molecular dynamics simulation", True),
        ("manipulation", "robotic manipulation", True),
        ("manipulation", "dexterous manipulation", False),
        ("density functional", "density functional embedding", False),
    ],
)
def test_a_longer_name_may_say_nothing_more(shorter: str, longer: str, *, same: bool) -> None:
    reading = SimpleNamespace(share=lambda word: 0.6 if word == "robot" else 0.1)

    found = choice.adds_nothing(shorter.split(), longer.split(), SimpleNamespace(reading=reading))  # type: ignore[arg-type]  # only the share of words is asked

    assert found == same


def test_a_thing_and_its_science_are_one_name() -> None:
    assert choice._letters(["robot"]) == choice._letters([tokens.key_of("robotics")])
    assert choice._letters(["graph", "theory"]) != choice._letters(["graph"])


def test_among_few_papers_one_sentence_that_says_what_a_paper_does_is_enough() -> None:
    few, many = _of(GARDEN, 4), _of(GARDEN, 16)

    assert 1.5 * proposal.read(few, proposal.frame_of()).terms["root rot"].mention >= terms.FULL
    assert 1.5 * proposal.read(many, proposal.frame_of()).terms["root rot"].mention < terms.FULL


def test_a_heading_gives_a_part_of_it_its_whole_name() -> None:
    counts = {
        "nitrogen vacancy": 10,
        "nitrogen vacancy center": 5,
        "diode effect": 9,
        "superconducting diode effect": 1,
    }
    held = {key: Term(key, 2, praises=False, uses=uses, spelled=Counter({key: uses})) for key, uses in counts.items()}
    scored = SimpleNamespace(reading=SimpleNamespace(terms=held, capitals={}), unions={}, fit={})

    assert naming.name(scored, "nitrogen vacancy") == "Nitrogen-vacancy centers"  # type: ignore[arg-type]  # only terms are asked
    assert naming.name(scored, "diode effect") == "Diode effect"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Working memory in multiple sclerosis", [["working memory"], ["multiple sclerosis"]]),
        ("A visual question answering model", [["visual question answering model"]]),
        ("The age of information is low", [["age of information"], ["low"]]),
        ("Superconducting-qubit readout by code", [["superconducting qubit readout"]]),
        ("B cells and code review", [["b cell"], ["code review"]]),
        ("working with memory, and multiple tasks", [["memory"], ["task"]]),
    ],
)
def test_a_heading_is_one_term_though_a_verb_or_a_stop_word_stands_in_it(text: str, held: list[list[str]]) -> None:
    assert [[" ".join(token.key for token in chunk)] for chunk in tokens.chunks(text)] == held


def test_no_term_begins_or_ends_within_a_heading_at_a_word_that_names_nothing() -> None:
    papers = [
        Paper(
            slug=f"p{number}",
            title="Age of information",
            body="",
            abstract=f"We lower the age of information {number}.",
        )
        for number in range(4)
    ]
    keys = {key for key in proposal.read(papers, proposal.frame_of()).terms if "information" in key or "age" in key}

    assert keys == {"age", "age of information", "information"}


def test_a_word_is_called_by_the_heading_that_most_of_its_uses_are_part_of() -> None:
    papers = [
        Paper(
            slug=f"p{number}",
            title=f"{cause} in ward {number}",
            body="",
            abstract=f"We study {cause.lower()} of the {number}th ward. {cause} is treated late.",
        )
        for number, cause in enumerate(["Traumatic brain injury", "Traumatic brain injury", "Injury"] * 4)
    ]
    scored = scores.score(proposal.read(papers, proposal.frame_of()))

    assert naming.name(scored, "injury") == "Traumatic brain injury"


@pytest.mark.parametrize(("others", "name"), [("Galaxies", "Earth and climate"), ("Geoscience", "Climate")])
def test_an_area_of_a_mixed_digest_may_be_named_for_a_part_of_science(others: str, name: str) -> None:
    kinds = {"warming": {"Climate": 1.0}, "storm": {"Weather": 1.0}, "tide": {"Oceans": 1.0}, "x": {others: 1.0}}
    members = {"warming": {*range(9)}, "storm": {*range(8)}, "tide": {*range(4)}, "x": {*range(90)}}
    repaired = SimpleNamespace(members=members, rules=[Rule(key) for key in kinds])
    found = areas._name(SimpleNamespace(), repaired, ["warming", "storm", "tide"], kinds, set())  # type: ignore[arg-type]  # only members are asked

    assert found == name


def test_two_forms_of_a_word_are_one_name() -> None:
    assert choice._in_other_form(["quantum", "computing"], ["quantum", "computer"])
    assert not choice._in_other_form(["quantum", "circuit"], ["quantum", "computer"])


def test_what_is_always_a_name_has_its_capitals() -> None:
    assert naming.proper_names()["monte"] == "Monte"
    assert naming.proper_names()["nino"] == "Niño"
    assert "quantum" not in naming.proper_names()


def test_a_large_collection_is_learned_from_papers_that_their_slugs_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "MOST", 60)
    papers = _of(GARDEN, 15)
    learned = {paper.slug for paper in sample.of(papers)}
    edited = [replace(one, title="Snow" if one.slug not in learned else one.title) for one in papers]
    newer = sample.of([*papers, Paper(slug="new", title="New", body="", abstract="")])

    assert len(learned) == 60
    assert proposal.propose(edited).text == proposal.propose(papers[::-1]).text
    assert len({paper.slug for paper in newer} - learned) <= 1


def test_a_kept_proposal_serves_until_a_paper_changes_that_it_was_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "MOST", 20)
    (tmp_path / "content").mkdir()
    site = SimpleNamespace(content=tmp_path / "content", memory=tmp_path / ".papershelf", root=tmp_path)
    papers = _papers()
    learned = {paper.slug for paper in sample.of(papers)}
    kept = tmp_path / ".papershelf/tags.proposed.yaml"
    texts = []
    for edited in (set(), {one.slug for one in papers} - learned, learned):
        fresh.of_site(site, [replace(one, title="Snow" if one.slug in edited else one.title) for one in papers])  # type: ignore[arg-type]  # only folders are asked
        texts.append(kept.read_text(encoding="utf-8"))

    assert texts[0] == texts[1] != texts[2]


def test_what_is_said_in_passing_anywhere_must_be_said_more_than_what_tells() -> None:
    ponds, bees = range(6), range(6, 12)
    places = np.array([[1.0, 0.0]] * 6 + [[0.0, 1.0]] * 6)
    terms = {
        "pond turbidity": Term("pond turbidity", 2, praises=False, points=dict.fromkeys(ponds, 1.0)),
        "watering can": Term("watering can", 2, praises=False, points=dict.fromkeys(range(7), 1.0)),
    }
    made = [Rule("pond turbidity"), Rule("watering can")]
    for rule in made:
        rule.add(rule.key, 1.4, rule.key)
        rule.names.add(rule.key)
    scored = SimpleNamespace(reading=SimpleNamespace(terms=terms), papers=places, score={})
    telling.weigh(scored, made, {"pond turbidity": {*ponds}, "watering can": {*bees}})  # type: ignore[arg-type]  # only terms and places are asked

    assert made[0].weights["pond turbidity"] == 1.4 > made[1].weights["watering can"]


def test_a_heading_that_tells_of_its_family_needs_one_mention_and_a_name_of_its_own_more() -> None:
    places = np.array([[1.0, 0.0]] * 6 + [[0.0, 1.0]] * 6)
    ponds = Term("pond turbidity", 2, praises=False, points=dict.fromkeys(range(6), 1.0))
    made = [Rule("pond turbidity"), Rule("~Ponds")]
    for rule in made:
        rule.add(ponds.key, MENTION, ponds.key)
        rule.names.add(ponds.key)
    scored = SimpleNamespace(reading=SimpleNamespace(terms={ponds.key: ponds}), papers=places, score={})
    telling.weigh(scored, made, {"pond turbidity": {*range(6)}, "~Ponds": {*range(6)}})  # type: ignore[arg-type]  # only terms and places are asked

    assert 1.5 * made[0].weights[ponds.key] < 2 <= 1.5 * made[1].weights[ponds.key]


def test_one_sentence_earns_no_tag_of_its_own_unless_more_speaks_for_it() -> None:
    made = proposal.propose(_of(GARDEN, 16))
    once = Paper(slug="once", title="Paint", body="", abstract="We study snow on root rot and paint. Paint dries.")
    twice = replace(once, slug="twice", abstract=f"{once.abstract} Root rot is dry.")
    first, second = tagging.apply(made.vocabulary, [once, twice])

    assert "root-rot" not in first.slugs
    assert "root-rot" in second.slugs


def test_a_family_is_a_tag_instead_of_the_word_that_names_it() -> None:
    said = ["chemistry", "reaction mechanisms", "molecular crystals", "organic synthesis", "solvation", "adsorption"]
    papers = [*_of(said, 6), *_of(GARDEN, 6)]
    scored = scores.score(proposal.read(papers, proposal.frame_of()))
    chosen = choice.choose(scored, choice.Size.of(len(papers)))

    assert "~Chemistry" in scored.unions
    assert "~Chemistry" in chosen
    assert "chemistry" not in chosen


def test_what_stands_beside_the_headings_of_a_family_is_only_a_sign_of_it() -> None:
    said = ["chemistry", "reaction mechanisms", "molecular crystals", "organic synthesis", "solvation", "adsorption"]
    papers = [*_of(said, 3, extra="The copper kettle is hot. "), *_of(GARDEN, 6)]
    scored = scores.score(proposal.read(papers, proposal.frame_of()))

    assert rules._most(scored, "~Chemistry", "copper kettle") < rules._most_akin(scored, "~Chemistry", "copper kettle")


def test_news_is_not_what_is_new() -> None:
    assert not Rule("x").add("news", 1.4)
    assert Rule("x").add("fake news", 1.4)


def test_a_name_that_most_papers_hold_has_to_be_said_more() -> None:
    papers = _of(GARDEN, 6, extra="A garden robot helps us. ")
    in_titles = [replace(paper, title=f"A garden robot for {paper.title}") for paper in papers[::3]]
    about = [replace(paper, abstract=f"{paper.abstract} We study the garden robot.") for paper in in_titles[::3]]
    papers = [*about, *in_titles[1::3], *in_titles[2::3], *papers[1::3], *papers[2::3]]
    reading = proposal.read(papers, proposal.frame_of())

    assert reading.terms["garden robot"].about() == frozenset(range(len(about)))
    assert len(reading.terms["root rot"].about()) == 6


def test_a_rule_on_too_many_papers_is_narrowed_and_what_is_only_kin_goes_first() -> None:
    papers = _of(GARDEN, 2, extra="We rake the gravel path. ")
    rule = Rule("pond turbidity")
    for phrase, weight in (("pond turbidity", 1.4), ("gravel path", 2.0)):
        rule.add(phrase, weight, phrase)
    rule.names.add("pond turbidity")
    frame = proposal.frame_of()
    broad = repair._applied([rule], papers, frame)
    narrowed = repair._narrowed(broad, papers, frame)

    assert len(broad.members[rule.key]) == len(papers)
    assert len(narrowed.members[rule.key]) == 2
    assert narrowed.rules[0].weights["pond turbidity"] == 1.4


def test_an_adjective_is_no_science() -> None:
    said = {"semantics": 1, "semantic": 4}
    term = Term("semantic", 1, praises=False, spelled=Counter(said))

    assert scores._is_adjective(term, "semantics")
    assert not scores._is_adjective(term, "semantic")
    term.spelled["semantics"] += 9
    assert not scores._is_adjective(term, "semantics")


def test_a_family_of_one_heading_is_that_heading() -> None:
    alone = Term("~Brain and behavior", 1, praises=False, points=dict.fromkeys(range(10), 2.0))
    deciding = Term("decision making", 2, praises=False, points=dict.fromkeys(range(9), 2.0))
    reading = SimpleNamespace(terms={"decision making": deciding})

    assert scores._is_one_heading(reading, alone, ["decision making"])  # type: ignore[arg-type]  # only its terms are asked
    deciding.points = dict.fromkeys(range(5), 2.0)
    assert not scores._is_one_heading(reading, alone, ["decision making"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("others", "fits", "expected"),
    [({3, 4}, 0.3, True), ({3, 9}, 0.3, True), ({7, 8, 9}, 0.9, False), (set(), 0.3, False), (set(), 0.5, True)],
)
def test_a_hint_is_borne_out_by_papers_that_did_not_ask_for_it(
    others: set[int], fits: float, *, expected: bool
) -> None:
    term = SimpleNamespace(papers=frozenset({1, 2} | others))

    assert repair._is_at_home(term, {1, 2, 3, 4}, [(fits, 1), (0.29, 2)]) == expected  # type: ignore[arg-type]  # only its papers are asked
