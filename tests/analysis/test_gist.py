"""Sentences are parted where a reader parts them, and the right one is picked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.analysis import gist, gist_cues, gist_matcher
from site_builder.text import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("Trees (e.g. oaks) grow. So do shrubs.", ["Trees (e.g. oaks) grow.", "So do shrubs."]),
        ("It grows, i.e. it lives. Good.", ["It grows, i.e. it lives.", "Good."]),
        (
            "Shown by Wang et al. 2024 in Fig. 3 at 1.5 m. Then more.",
            ["Shown by Wang et al. 2024 in Fig. 3 at 1.5 m.", "Then more."],
        ),
        ("Due to Zoph et al. (2018), it is fast. Good.", ["Due to Zoph et al. (2018), it is fast.", "Good."]),
        ("Oaks, elms, etc. We do so, cf. Sec. IV. End.", ["Oaks, elms, etc.", "We do so, cf. Sec. IV.", "End."]),
        ("By 1.5 vs. 2.0. No. 5 wins. Is there no. Yes.", ["By 1.5 vs. 2.0.", "No. 5 wins.", "Is there no.", "Yes."]),
        ("As in Phys. Rev. B 111, 115428. We differ.", ["As in Phys. Rev. B 111, 115428.", "We differ."]),
        ("Our work[J. Chem. Phys. 2] is used. End.", ["Our work[J. Chem. Phys. 2] is used.", "End."]),
        ("See https://a.b/x.Yes or www.b.Net here. Stop.", ["See https://a.b/x.Yes or www.b.Net here.", "Stop."]),
        ("It does math. Ours takes 5 ms. In Fig. 3. End.", ["It does math.", "Ours takes 5 ms.", "In Fig. 3.", "End."]),
        ("In Phys. Rev. B 3, as Dr. The said, e.g. We do.", ["In Phys. Rev. B 3, as Dr. The said, e.g. We do."]),
        ("Is it? Yes! Indeed.", ["Is it?", "Yes!", "Indeed."]),
        ("We release a model.Extensive tests follow.", ["We release a model.", "Extensive tests follow."]),
        ("On Node.Js it works.In 2019 it did not.", ["On Node.Js it works.", "In 2019 it did not."]),
        ("By J. Smith of the U.S. team. End.", ["By J. Smith of the U.S. team.", "End."]),
        ("It needs vitamin C. The dose is small.", ["It needs vitamin C.", "The dose is small."]),
        ('He said "stop." Then left.', ['He said "stop."', "Then left."]),
        ("(Is it so?) We say yes.", ["(Is it so?)", "We say yes."]),
        ("Version 2.0 of v1.2.3 is out. Use it.", ["Version 2.0 of v1.2.3 is out.", "Use it."]),
        ("Wait... what? And so on... Good.", ["Wait... what?", "And so on...", "Good."]),
        ("It binds. mRNA is seen.", ["It binds.", "mRNA is seen."]),
        ("it binds. we show it.", ["it binds.", "we show it."]),
        ("1. Oaks grow. 2. Elms fall.", ["1. Oaks grow.", "2. Elms fall."]),
        ("First line\nSecond line", ["First line", "Second line"]),
        ("A line that goes\non here. Next", ["A line that goes\non here.", "Next"]),
        ("我们剪枝。它很好。", ["我们剪枝。", "它很好。"]),
        ("क्या? यह है। वह है।", ["क्या?", "यह है।", "वह है।"]),
        ("", []),
        (" \n ", []),
    ],
)  # fmt: skip
def test_a_text_is_parted_into_sentences(text: str, parts: list[str]) -> None:
    assert parts == [text[start:end] for start, end in sentences.spans(text)]


TEXTS = st.text(max_size=300) | st.text(alphabet='.!?…。 \nABCab1-(")e.g,', max_size=300)


@given(TEXTS)
def test_sentences_are_in_order_and_cover_everything_but_spaces(text: str) -> None:
    spans = sentences.spans(text)
    inside = [place for start, end in spans for place in range(start, end)]

    assert inside == sorted(set(inside))
    assert all(text[start:end] and text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(text[place].isspace() for place in set(range(len(text))).difference(inside))


@pytest.mark.parametrize(
    "text",
    [
        "." * 100_000,
        "." * 100_000 + "x",
        "A. " * 30_000,
        "A" * 100_000,
        "e.g. " * 20_000,
        "(" * 100_000,
        "." + " " * 100_000 + "a",
        "ab.Cd " * 15_000,
        "a-" * 50_000,
        "我们。" * 30_000,
        "\\cite{a.b} $x. Y$ " * 5_000,
        "we " * 30_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_texts_are_read(text: str) -> None:
    assert gist.find("Title", text).text


ABSTRACT = (
    "Large oaks cost much water. However, pruning them is hard. In this paper, we propose acorn pruning, which removes "
    "branches before they grow. Experiments show that it reduces water by 40%. Code is available at https://a.example/x."
)


def test_the_gist_is_what_the_paper_does_and_its_result_is_found() -> None:
    found = gist.find("Acorns", ABSTRACT)

    assert found.text.startswith("In this paper, we propose acorn pruning")
    assert found.contribution is not None
    assert found.text == ABSTRACT[slice(*found.contribution)]
    assert found.result is not None
    assert ABSTRACT[slice(*found.result)] == "Experiments show that it reduces water by 40%."


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("We introduce Acorn, a system that waters oaks.", "Existing methods have been proposed to water oaks."),
        ("This survey reviews the watering of oaks.", "Many new methods for watering have recently been developed."),
        ("However, we propose watering oaks only at night.", "However, watering oaks at noon is proposed too often."),
        ("We study how oaks take up water at night.", "We evaluate our method on ten oaks and five elms."),
        ("Here we show that oaks drink at night in winter.", "The aim is not to introduce a new kind of oak here."),
        ("We propose a pump that waters oaks at night.", "Finally, we propose a cap that keeps the pump dry."),
        ("We address this by building a pump for oaks.", "Our work paves the way for pumps in many forests."),
        ("This motivates us to propose a pump for oaks.", "We release the code of all pumps for the oaks."),
        ("A pump that waters oaks at night is proposed.", "Pumps that water oaks at night are well known."),
        ("Acorn is a library of pumps for watering oaks.", "Libraries of pumps are wanted by all foresters."),
        (
            "This study explores pumps that water oaks at night.",
            "This work is conducted using ten pumps and five elms.",
        ),
        ("We conduct a broad study of pumps that water oaks.", "Pumps are widely used to water the oaks of the parks."),
        ("We propose a pump that waters oaks at night.", "We then establish strong baselines for pumps and oaks."),
        ("The present study focuses on pumps that water oaks.", "Leaves were compared by colour in the first winter."),
        ("In this paper, we equip the oaks with smart pumps.", "We show that naive pumps can harm oaks and elms."),
        ("We study pumps that water oaks at night.", "To study leaves, we compare the colours of ten elms."),
        ("We propose a pump that waters oaks at night.", "For further savings, we design a cap of bark for the pump."),
        ("We propose a pump that waters oaks at night.", "To keep it dry, we propose a cap made of bark and moss."),
        ("We prune oaks in winter, when they need no water.", "Acorn is installable via pip install acorn, under MIT."),
        (
            "We propose a pump that listens to the roots of oaks.",
            "Building a pump for an oak is constrained by its bark.",
        ),
        ("We prune oaks in winter, when they need no water.", "This paper was presented at the congress of foresters."),
        ("We study how oaks take up water at night.", "Watering at noon was proposed as a way to save oaks."),
        ("We measure the water of ten oaks in a dry park.", "We establish baselines for pumps by watering elms."),
        ("We use old pumps to water young oaks at night.", "These pumps are analyzed in ten parks and five woods."),
        ("We study how oaks take up water at night.", "We explore parks, where two needs arise: how do oaks drink?"),
        (
            "In this paper, we implement the watering of oaks at night.",
            "We propose four different methods, using pumps and cans.",
        ),
    ],
)
def test_a_sentence_that_tells_more_of_the_paper_is_preferred_in_either_order(better: str, worse: str) -> None:
    opening = "Oaks are old trees that grow in many forests."

    assert better == gist.find("Acorn: Oaks", f"{opening} {better} {worse}").text
    assert better == gist.find("Acorn: Oaks", f"{opening} {worse} {better}").text


@pytest.mark.parametrize(
    ("abstract", "text"),
    [
        ("Meşeler su içer. Bu çalışmada, yeni bir budama yöntemi önerilmiştir. Yöntem hızlıdır.", "Bu çalışmada"),
        ("Eichen trinken, z. B. nachts. In dieser Arbeit stellen wir ein Verfahren vor. Es ist gut.", "In dieser"),
        ("橡树需要很多水。本文提出一种新的剪枝方法。实验表明它很快。", "本文提出"),
        ("Les chênes boivent. Dans cet article, nous proposons une méthode. Elle est bonne.", "Dans cet"),
        ("Los robles beben. En este trabajo proponemos un método. Es bueno.", "En este"),
    ],
)
def test_other_languages_are_heard_too(abstract: str, text: str) -> None:
    assert gist.find("", abstract).text.startswith(text)


def test_where_nobody_speaks_of_the_paper_the_words_of_the_title_decide() -> None:
    abstract = (
        "Snow fell on every field and hill. Old oaks drink much rain in spring. Foxes sleep in the winter months."
    )

    assert gist.find("How oaks drink rain", abstract).text == "Old oaks drink much rain in spring."


def test_where_no_sentence_reports_a_result_none_is_claimed() -> None:
    assert gist.find("Rain", "Rain is wet. We propose to look at it.").result is None


def test_an_experiment_of_which_nothing_is_told_is_no_report() -> None:
    abstract = "Oaks need water. We propose a pump for oaks. We conduct many experiments to verify that it is good."

    assert gist.find("Pumps", abstract).result is None


@pytest.mark.parametrize(
    "tested",
    [
        "We validate the pump using ten oaks in a park near Rome.",
        "We evaluate ten pumps across parks of two countries, yielding 2,520 leaves.",
        "We demonstrate the effectiveness of the pump across parks.",
        "We demonstrate one case study in which pumps water oaks.",
        "We then establish a taxonomy that orders pumps by size.",
    ],
)
def test_a_test_of_which_no_outcome_is_told_is_no_report(tested: str) -> None:
    assert (
        gist.find("Pumps", f"Oaks need water. We propose a pump for oaks that works at night. {tested}").result is None
    )


def test_a_sentence_that_does_both_is_not_claimed_twice() -> None:
    abstract = "Oaks need water. We propose a pump for oaks and show that it reduces water by 40%."

    assert gist.find("Pumps", abstract).result is None


def test_what_others_achieved_is_no_report() -> None:
    abstract = "Recent pumps have improved watering by 50%. We propose to water the oaks only at night."

    assert gist.find("Pumps", abstract).result is None


def test_the_curators_summary_wins() -> None:
    found = gist.find("Acorns", ABSTRACT, "It prunes acorns.")

    assert (found.text, found.contribution) == ("It prunes acorns.", None)
    assert found.result is not None


@pytest.mark.parametrize("space", [" ", "\n", "  "])
def test_a_summary_that_is_a_sentence_of_the_abstract_is_marked_there(space: str) -> None:
    abstract = f"Large oaks{space}cost much water. We prune them."

    assert gist.find("Acorns", abstract, "Large oaks cost much water.").contribution == (0, abstract.index(".") + 1)


def test_a_paper_without_an_abstract_has_no_gist() -> None:
    assert gist.find("Rain", "") == gist.Gist("", None, None)
    assert gist.find("Rain", " \n", "It rains.") == gist.Gist("It rains.", None, None)


@given(TEXTS, TEXTS)
def test_any_text_gets_a_gist_that_is_in_it(title: str, text: str) -> None:
    found = gist.find(title, text)

    assert bool(found.text) is bool(text.strip())
    assert found.contribution is None or " ".join(text[slice(*found.contribution)].split()).endswith(found.text)
    assert found.result != found.contribution or found.contribution is None


def test_the_points_of_a_sentence_are_those_of_its_cues() -> None:
    for one in gist.explain("Acorns", ABSTRACT):
        assert one.contribution == pytest.approx(sum(contribution for _, contribution, _ in one.cues))
        assert one.result == pytest.approx(sum(result for _, _, result in one.cues))


def test_the_cues_of_a_sentence_are_named() -> None:
    cues = {name for name, _, _ in gist.explain("Acorns", ABSTRACT)[2].cues}

    assert {"we make", "in this paper", "what for", "first to speak of the paper"} <= cues


def test_every_cue_is_named_once_and_counts() -> None:
    names = [name for name, *_ in gist_cues.CUES]

    assert len(set(names)) == len(names)
    assert all(contribution or result for _, contribution, result, _ in gist_cues.CUES)


def test_every_class_of_words_is_spoken_of_by_a_cue() -> None:
    spoken = set(re.findall(r"[A-Z]+(?:-ED|-ING)?", " ".join(patterns for *_, patterns in gist_cues.CUES)))

    assert set() == (gist_cues.WORDS.keys() | gist_cues.VERBS.keys()) - spoken


@given(st.lists(st.sampled_from([*sorted(gist_matcher._SIGN_OF), "oak", "7"]), max_size=12))
def test_no_cue_is_spared_a_sentence_that_holds_it(words: list[str]) -> None:
    signs = gist_matcher.signs_of(words)

    assert [points for _, points, search in gist_matcher._TABLE if search(signs)] == gist_matcher.cues_in(signs)


@pytest.mark.parametrize(
    ("opening", "left"),
    [
        ("In this paper, we", "We"),
        ("In this work we", "We"),
        ("Here, we", "We"),
        ("In this survey paper, we", "We"),
        ("In this paper, models", "In this paper, models"),
        ("To this end, we", "To this end, we"),
    ],
)
def test_a_row_leaves_a_stock_opening_off(opening: str, left: str) -> None:
    rest = "propose acorn pruning, which removes the branches of large oaks before they grow and so saves their water."

    assert gist.brief(f"{opening} {rest}") == f"{left} {rest}"


def test_a_short_sentence_keeps_its_opening() -> None:
    assert gist.brief("In this paper, we propose acorn pruning.") == "In this paper, we propose acorn pruning."


@pytest.mark.parametrize(
    ("opening", "rest"),
    [
        ("To address this gap, ", "we water oaks with rain that fell on the roof in winter."),
        ("Based on these findings, ", "this paper builds a pump that wakes when an oak is dry."),
        ("Specifically, ", "we build a pump that listens to the roots and opens when they are dry."),
        ("Combining these results, ", "we derive how much water an oak takes from its first year to its last."),
        ("In response to these dry summers, ", "we water oaks with rain that fell on the roof in winter."),
        ("Building upon such insights, ", "we plant acorns where the soil keeps rain for longest."),
    ],
)
def test_a_gist_is_not_tied_to_a_sentence_that_is_not_there(opening: str, rest: str) -> None:
    abstract = f"Oaks are old trees that die in drought. {opening}{rest}"

    assert gist.find("Oaks", abstract).text == rest[0].upper() + rest[1:]


def test_an_opening_that_says_something_stays() -> None:
    claim = "Based on rain gauges of forty forests, we map where oaks are thirsty in summer and where in winter."

    assert gist.find("Oaks", f"Oaks are old trees. {claim}").text == claim


def test_a_claim_that_says_nothing_brings_the_sentence_that_says_how() -> None:
    hollow = "We propose Acorn to overcome these limitations."
    how = "A float in the tank closes the tap as soon as the roots of the tree are wet."
    found = gist.find("Acorn: Water for Oaks", f"Pumps waste rain. {hollow} {how} It costs little.")

    assert found.text == f"{hollow} {how}"


def test_what_speaks_of_such_a_thing_is_no_gist() -> None:
    abstract = (
        "Lucas saw that sellers of acorns agree on prices. "
        "We prove that such agreements arise among patient sellers. "
        "We define a class of sellers, the restless, who never agree on the price of an acorn."
    )

    assert gist.find("Restless sellers", abstract).text.startswith("We define a class of sellers")


def test_where_nobody_says_we_the_main_result_or_the_turn_is_the_gist() -> None:
    turn = "However, the flow in young oaks departs from this law below ten degrees by half."
    abstract = f"Sap rises in trees. The law of sap is a square root. {turn} It is cold in the north."

    assert gist.find("Departure of sap flow in young oaks from the law", abstract).text == (
        "The flow in young oaks departs from this law below ten degrees by half."
    )


@pytest.mark.parametrize(
    ("title", "abstract", "start"),
    [
        (
            "Wasserfluss in jungen Eichen",
            "Bäume sind alt. Der Wasserfluss in jungen Eichen wächst. Es regnet.",
            "Der W",
        ),
        ("幼年栎树的水流", "树木很古老。幼年栎树的水流在夜间增加。天在下雨。", "幼年"),
        ("若いナラの水の流れ", "木は古い。若いナラの水の流れは夜に増える。雨が降る。", "若い"),
        ("Genç meşelerde su akışı", "Ağaçlar yaşlıdır. Genç meşelerde su akışı artar. Yağmur yağar.", "Genç"),
    ],
)
def test_in_other_languages_the_words_of_the_title_decide(title: str, abstract: str, start: str) -> None:
    assert gist.find(title, abstract).text.startswith(start)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "To investigate this question, we train a reward model that ranks responses across many languages.",
            "We train a reward model that ranks responses across many languages.",
        ),
        (
            "To systematically analyze these issues, we introduce a benchmark of factual and logical errors.",
            "We introduce a benchmark of factual and logical errors.",
        ),
        (
            "We therefore formalize the generation of shapes from a picture and a sentence, and its measures.",
            "We formalize the generation of shapes from a picture and a sentence, and its measures.",
        ),
        (
            "As a first step in this direction, we introduce a method that searches for what models repeat.",
            "We introduce a method that searches for what models repeat.",
        ),
        (
            "To address the limitations, we propose drawing as a way to reason about space in steps.",
            "We propose drawing as a way to reason about space in steps.",
        ),
        (
            "Next, we propose a method that keeps the tokens which the sink of attention is far from.",
            "We propose a method that keeps the tokens which the sink of attention is far from.",
        ),
        (
            "We then propose divergence-suppressing couplings for the flow, which change where points go.",
            "We propose divergence-suppressing couplings for the flow, which change where points go.",
        ),
        (
            "To surmount these constraints, we introduce a paradigm that redraws the graph of agents for a task.",
            "We introduce a paradigm that redraws the graph of agents for a task.",
        ),
        (
            "Towards this end, we train an encoder of the paths of cameras and align it with what people say.",
            "We train an encoder of the paths of cameras and align it with what people say.",
        ),
        (
            "Based on our discoveries, we propose a framework that enriches what programs say of themselves.",
            "We propose a framework that enriches what programs say of themselves.",
        ),
        (
            "Second, we rigorously study models along the axes of their design and the cost of each of them.",
            "We rigorously study models along the axes of their design and the cost of each of them.",
        ),
        (
            "To address these limitations we introduce the first model of whole rooms that works on splats only.",
            "We introduce the first model of whole rooms that works on splats only.",
        ),
        (
            "We introduce a model that describes films with one transformer of frames and scenes to address this gap.",
            "We introduce a model that describes films with one transformer of frames and scenes.",
        ),
        (
            "We set three important yet unanswered questions on negated words in prompts, and aim to address them.",
            "We set three important yet unanswered questions on negated words in prompts, and aim to address them.",
        ),
        (
            "While these techniques are useful, we propose to test whether models that were not aligned do better.",
            "We propose to test whether models that were not aligned do better.",
        ),
        ("% We present a modular framework for training.", "We present a modular framework for training."),
        ("We also ran it.", "We also ran it."),
    ],
)
def test_ties_to_what_stands_before_leave_a_gist(written: str, read: str) -> None:
    assert gist.find("A title", f"{written}").text == read


@pytest.mark.parametrize(
    ("title", "claim", "how"),
    [
        (
            "Learning Neuron Dynamics within Deep Spiking Networks",
            "Neurons are simple. We address this limitation by introducing Learnable Neuron Models (LNMs).",
            "LNMs are a parametric form of integrate-and-fire dynamics that is learned while the network trains.",
        ),
        (
            "Motion Words for Unsupervised Segmentation of Actions",
            "Labels are dear. We propose a novel approach for unsupervised segmentation of actions.",
            "An autoencoder keeps the joints of a skeleton apart, and words of motion are found among its codes.",
        ),
    ],
    ids=["names its thing", "repeats the title"],
)
def test_a_claim_that_only_names_its_thing_is_told_with_how_it_works(title: str, claim: str, how: str) -> None:
    assert gist.find(title, f"{claim} {how}").text.endswith(how)


def test_words_that_only_say_more_of_a_noun_make_no_claim() -> None:
    abstract = (
        "Ions break tubes, and we know little of how. "
        "The yields follow distributions, which are analyzed by their entropy and dimension. "
        "We present experiments that tell the two mechanisms of breaking apart."
    )

    assert gist.find("How tubes break", abstract).text.startswith("We present experiments")


def test_the_number_of_a_list_after_a_colon_ends_no_sentence() -> None:
    text = "We propose two components: (i). A loss of corners. It works. We follow Eq. (1). We test it."

    assert sentences.split(text)[0] == "We propose two components: (i). A loss of corners."
    assert sentences.split(text)[2:] == ["We follow Eq. (1).", "We test it."]


def test_what_german_shortens_ends_no_sentence() -> None:
    text = "Moore speichern 1,3 Mrd. Tonnen, vgl. Abb. 2. Wir messen sie."

    assert sentences.split(text) == ["Moore speichern 1,3 Mrd. Tonnen, vgl. Abb. 2.", "Wir messen sie."]


def test_what_comes_last_is_not_the_gist_where_the_paper_said_before_what_it_does() -> None:
    abstract = (
        "Equilibria of games are hard to find. We study the complexity of correlated equilibria in general games. "
        "Finally, we show that hardness can be bypassed in games whose payoffs are quadratic and concave."
    )

    assert gist.find("On the complexity of equilibria", abstract).text.startswith("We study the complexity")


@pytest.mark.parametrize(
    ("title", "abstract", "start"),
    [
        (
            "A bound for guards",
            (
                "Detectors fail. We study how guards of language models fail at the edge of their training data. "
                "(2) We provide a new bound on the error of guards that holds for every threshold of confidence."
            ),
            "We study how guards",
        ),
        (
            "Answer checks",
            (
                "Answers are hard to check. We propose a verifier that compares answers of models with a reference. "
                "We construct a dataset of answers to sums by collecting what models wrote and using people to judge."
            ),
            "We propose a verifier",
        ),
        (
            "Acorn and the loss of tokens",
            (
                "Pruning fails. To better understand it, we introduce a new measure to estimate the loss of tokens. "
                "We propose to keep the tokens that a graph of their neighbours needs, and to merge the rest of them."
            ),
            "We propose to keep",
        ),
        (
            "Learning of edits",
            (
                "Images are found. We further show that the two ends of edits conflict in a model that learns both. "
                "To address this conflict, DeCIR decouples the learning of ends from the learning of edits."
            ),
            "DeCIR decouples",
        ),
        (
            "Models require culture",
            (
                "Models have become a tool that many people use at work and at home, in the languages that they speak. "
                "Their answers are narrow. We argue that culture must be treated as an ability of its own."
            ),
            "We argue that culture",
        ),
    ],
)
def test_the_main_thing_is_told_before_its_parts_and_what_led_to_it(title: str, abstract: str, start: str) -> None:
    assert gist.find(title, abstract).text.startswith(start)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (
            "In this work, we investigate the attention of encoders and identify three phases of reading.",
            "We propose an intervention that suppresses such tokens during the second of the phases.",
        ),
        (
            "In this work, we explore how far the meaning of the words of a story lives on in language models.",
            "We design an experiment of ten thousand prompts that five language models complete for a story.",
        ),
        (
            "We propose fuzzy programming, which compiles a sentence into weights that run on a laptop.",
            "We instantiate this paradigm with weights, in which a compiler emits adapters for an interpreter.",
        ),
        (
            "Our first contribution is a pipeline that rebuilds scenes in which no two objects share a place.",
            "Second, we propose a dataset of ten scenes that were measured by hand, and what counts in them.",
        ),
        (
            "We propose a program of integers that plans where and when a team of robots shall meet again.",
            "In our previous work, we proposed a framework of meetings for teams of robots without a network.",
        ),
    ],
)
def test_a_claim_that_stands_alone_is_preferred(better: str, worse: str) -> None:
    assert gist.find("A title", f"Much is known. {better} {worse}").text == better


def test_what_points_back_is_better_than_a_sentence_of_the_field() -> None:
    field = "Decoherence is the most popular of the mechanisms that make the world of quanta look classical."
    thing = "A measure of decoherence is sketched on such grounds, and its values for spins are given."

    assert gist.find("Quantifying Decoherence", f"{field} {thing}").text == thing


def test_a_claim_that_says_nothing_gives_way_to_a_long_sentence_that_says_how() -> None:
    how = (
        "In particular, AcornPump adopts three ways to save rain: (1) a float that closes the tap of the tank as soon "
        "as the roots of the tree are wet; (2) a pump that wakes when the leaves of an oak are dry and sleeps when dew "
        "has fallen on them; (3) a map of the shade of the wood that tells at which hours the soil loses least."
    )

    found = gist.find("AcornPump: Water for Oaks", f"Oaks die. We propose AcornPump to bridge the gap. {how}").text

    assert found == how.removeprefix("In particular, ")


def test_most_current_work_is_not_the_work_of_the_paper() -> None:
    field = "Agents are deployed as partners in science yet most current work focuses on what they do alone."
    own = "Through cases of real teams, we show that people and agents can add to what the others are able to do."

    assert gist.find("Agents in Teams of Science", f"{field} {own}").text == own


def test_where_a_paper_was_sent_is_no_gist() -> None:
    sent = "In this report, we present our solution for Track 2 of the challenge of films of the summer."
    made = "We propose a vote of answers that reads a film again where two of the answers are close."

    assert gist.find("Votes", f"Films are long. {sent} {made}").text == made


def test_an_average_and_a_journal_end_no_sentence() -> None:
    text = "We watch 1005 films (avg. 98 minutes) as others did (Nat. Phys. 2025). It is long."

    assert len(sentences.split(text)) == 2


def test_a_claim_left_with_a_name_when_its_purpose_is_taken_off_is_told_with_how_it_works() -> None:
    abstract = (
        "Rewards narrow what models say. To counteract this collapse of the base model, we propose Amortized Search. "
        "It decouples the making of proposals from their verification."
    )

    assert gist.find("Amortized Search for models", abstract).text.endswith("from their verification.")


def test_authors_named_within_brackets_end_no_sentence() -> None:
    text = (
        "Extending results [Verstraete, PRB 73 (2006); Schuch et al. PRL 100 (2008)], it is shown that trees do. Next."
    )

    assert sentences.split(text)[-1] == "Next."
    assert len(sentences.split(text)) == 2


@pytest.mark.parametrize(
    ("title", "claim"),
    [
        ("Sleeping taps", "We call this switch a sleeping tap, and build it into every pump of the garden."),
        ("Roots, rain and games", "We formalize this idea as a game of roots and rain with two players."),
        ("Floats", "We propose a float that lets these taps sleep through the hours of noon and wakes them at dusk."),
    ],
)
def test_what_leans_on_the_sentence_before_is_shown_with_it(title: str, claim: str) -> None:
    before = "A tap that closes at dawn would let an oak drink at night and stay dry at noon."

    assert gist.find(title, f"Oaks are old. {before} {claim} It costs little.").text == f"{before} {claim}"


def test_a_sentence_that_itself_points_further_back_is_not_shown_before_another() -> None:
    claim = "We study this question through the rings of old oaks, which keep the rain of each year."

    assert gist.find("Rings", f"Do oaks drink at night? Nobody knows. Such doubts are old. {claim}").text == claim


@pytest.mark.parametrize(
    "claim",
    [
        "We propose Acorn, a framework for watering oaks with three key contributions.",
        "In this paper, we water oaks in dry summers by employing two strategies.",
        "We propose the following framework for foresters.",
        "We propose Acorn to eliminate this dependency.",
    ],
)
def test_a_claim_that_only_counts_its_parts_brings_the_first_of_them(claim: str) -> None:
    first = "First, we build a float that closes the tap as soon as the roots are wet."
    second = "Second, we propose a cap of bark that keeps the float dry in the rain."

    assert gist.find("Acorn: Water for Oaks", f"Pumps waste rain. {claim} {first} {second}").text == f"{claim} {first}"


def test_the_name_of_a_part_of_an_abstract_is_no_part_of_the_gist() -> None:
    claim = "We propose a pump that listens to the roots of oaks and opens when they are dry."

    assert gist.find("Pumps", f"Purpose: Oaks need water. Methods: {claim}").text == claim


FIELD = "Oaks that drink at night are known to be evaluated by few foresters, and little is known of their roots."
AIM = "In this garden study, we sought to localize where thirsty oaks take up the water of a short summer rain."
METHODS = "Probes were used for eight thirsty oaks and seven others during a rain that was designed to wet the roots."
RESULTS = "Thirsty oaks demonstrated a wider uptake (12 % more) than the others in all of the eight summers."


@pytest.mark.parametrize(
    ("abstract", "text"),
    [
        (f"BACKGROUND: {FIELD} {AIM}\n\nMETHODS: {METHODS}\n\nRESULTS: {RESULTS}", AIM),
        (f"Background/Aims: {FIELD} Materials & Methods: {METHODS} Results: {RESULTS}", METHODS),
        (f"INTRODUCTION: {FIELD} OBJECTIVES: {AIM} SIGNIFICANCE STATEMENT: We show that oaks drink at night.", AIM),
        (f"BACKGROUND. {FIELD} {AIM} METHODS. {METHODS}", AIM),
        (f"Background: {FIELD} {AIM} Methods and Findings: {METHODS} Conclusions: {RESULTS}", AIM),
        (f"BACKGROUND The field is old. {AIM} METHODS {METHODS} RESULTS {RESULTS}", AIM),
        (f"Background The field is old. {AIM} Methods {METHODS} Results {RESULTS}", AIM),
        (f"{FIELD} | {AIM} | {METHODS} | {RESULTS}", AIM),
    ],
)
def test_the_parts_of_a_structured_abstract_say_what_a_sentence_is_for(abstract: str, text: str) -> None:
    assert gist.find("Uptake of rain", abstract).text == text


def test_a_part_lasts_until_the_next_is_named_and_a_claim_in_the_methods_is_one() -> None:
    claim = "We propose a pump that listens to the roots of oaks and opens when they are dry."
    found = gist.explain("Pumps", f"Methods: {METHODS} {claim} {METHODS} Results: {RESULTS}")
    named = [[name for name, *_ in one.cues if name.startswith("stands in")] for one in found]

    assert named == [["stands in the methods"], [], ["stands in the methods"], ["stands in the results"]]


@pytest.mark.parametrize(
    ("said", "worse"),
    [
        ("We used probes to test the hypothesis that oaks drink more after a dry spring.", "Oaks received 20 l a day."),
        ("We tested whether oaks that stand alone drink more than others do.", "Correlation analyses were performed."),
        ("Probes were used to measure how much an oak drinks in one night.", "No measures were used for the elms."),
        ("The purpose of the study was to tell how much an oak drinks in one night.", "Thirst was assessed by probes."),
    ],
)
def test_how_it_was_done_is_no_gist_where_it_is_said_what_was_asked(said: str, worse: str) -> None:
    assert gist.find("Thirst", f"Thirst is old and grows with the sun. {worse} {said} It rained.").text == said


def test_a_citation_within_square_brackets_ends_no_sentence() -> None:
    text = "We used the root task [Bot. Psychophys. 16 (1974) 143] to find thirst. It rained [but not. Here it ends."

    assert sentences.split(text) == [
        "We used the root task [Bot. Psychophys. 16 (1974) 143] to find thirst.",
        "It rained [but not.",
        "Here it ends.",
    ]
