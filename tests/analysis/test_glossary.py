"""Acronyms and named systems, as papers themselves explain them."""

from collections.abc import Mapping

from site_builder.analysis import glossary
from site_builder.analysis.glossary import Text, Use
from site_builder.core.memo import Recall

LLM = "We study large language models (LLMs)."


def of(*texts: tuple[str, str]) -> glossary.Glossary:
    made = enumerate((glossary.whole(*text), text[1], glossary.said(*text)) for text in texts)
    return glossary.of([Text(f"p{at}", *parts) for at, parts in made], Recall())


def test_an_acronym_has_each_meaning_with_the_papers_that_say_so() -> None:
    found = of(("A", LLM), ("B", LLM), ("C", "law learning masters (LLMs) are taught."), ("D", LLM)).acronyms

    assert list(found) == ["LLM"]
    assert [(one.long, one.papers) for one in found["LLM"].meanings] == [
        ("large language model", ("p0", "p1", "p3")),
        ("law learning master", ("p2",)),
    ]


def test_spellings_of_one_meaning_are_one() -> None:
    found = of(
        ("A", "Bayesian optimization (BO)."),
        ("C", "Bayesian optimization (BO)."),
        ("B", "Bayesian Optimisation (BO) with optimization."),
        ("D", "A chain of thought (CoT)."),
        ("E", "A chain of thought (CoT)."),
        ("F", "A chain of thoughts (CoT)."),
    )

    assert [(one.long, len(one.papers)) for one in found.acronyms["BO"].meanings] == [("Bayesian optimization", 3)]
    assert [(one.long, len(one.papers)) for one in found.acronyms["CoT"].meanings] == [("chain of thought", 3)]


def test_a_name_keeps_its_capital() -> None:
    assert of(("A", "A Gaussian Process (GP) is a process.")).acronyms["GP"].meanings[0].long == "Gaussian process"


def test_a_name_of_hyphens_keeps_its_capitals_or_loses_them_all() -> None:
    usual = ("A", "We join a queue of contexts and systems, by vision and language.")
    found = of(
        usual,
        ("B", "By Join-the-Shortest-Queue (JSQ)."),
        ("C", "The Contexts-Systems-Modalities (CSM) view."),
        ("D", "A Vision-Language Planner (VLP)."),
    ).acronyms

    assert [found[short].meanings[0].long for short in ("JSQ", "CSM", "VLP")] == [
        "Join-the-Shortest-Queue",
        "Contexts-Systems-Modalities",
        "vision-language Planner",
    ]


def test_a_text_means_what_it_says_itself_or_what_nearly_all_say() -> None:
    known = of(
        ("A", LLM), ("B", LLM), ("C", "The mean square error (MSE)."), ("D", "Model selection error (MSE).")
    ).acronyms

    def meant(abstract: str) -> Mapping[str, Use]:
        own = glossary.explained(glossary.said("X", abstract), known)
        return glossary.in_text(abstract, own, glossary.usual(known))

    assert meant("LLMs are large.") == {"LLM": Use("large language model", False)}
    assert meant("The MSE is low.") == {}
    assert meant("The mean square error (MSE) is low.") == {"MSE": Use("mean square error", True)}


def test_a_system_is_introduced_by_the_title_that_names_it_and_mentioned_by_others() -> None:
    (system,) = of(
        ("LongLLaVA: Scaling to 1000 Images", "We introduce LongLLaVA."),
        ("Long contexts", "Unlike LongLLaVA, we do not."),
        ("Towards x: a survey", "Towards x."),
        ("On pruning: what we know", "On pruning we know."),
    ).systems

    assert (system.name, system.introduced, system.mentioned) == ("LongLLaVA", ("p0",), ("p1",))


def test_an_ordinary_word_that_is_a_name_is_mentioned_by_nobody() -> None:
    (system,) = of(("Puzzle: Faster Inference", "Puzzle is fast."), ("Games", "A Puzzle is solved.")).systems

    assert (system.introduced, system.mentioned) == (("p0",), ())


def test_two_systems_of_one_name_are_both_introduced() -> None:
    (system,) = of(("STAR-1: One", "STAR-1 shines."), ("STAR-1: Two", "STAR-1 does too.")).systems

    assert system.introduced == ("p0", "p1")
