"""The parts of a structured abstract, which journals of medicine ask for: "OBJECTIVE: … METHODS: … RESULTS: …".

Where an abstract names its parts itself, they say what a sentence is for better than its words do (ICMJE
Recommendations, "Abstract").
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Part:
    """What it says of a sentence to stand in one part of an abstract."""

    name: str
    contribution: float
    """Points for saying what the paper does."""
    result: float
    """Points for reporting a result."""
    spares_claims: bool = False
    """True where a sentence that says "we propose" loses nothing: some authors say it there."""


_PARTS: Final[Mapping[Part, str]] = {
    Part("stands in the aim", 0, 0): "objective|objectives|aim|aims|aim of the study|aims of the study|purpose|goal"
    "|goals|study objective|study objectives|hypothesis|purpose of the study|objective of the study",
    Part("stands in the background", -1.5, 0, spares_claims=True): "background|introduction|context|importance"
    "|rationale|motivation|background and purpose|background and aims|background and objectives|background and aim",
    Part("stands in the methods", -1.5, -1, spares_claims=True): "method|methods|materials and methods|methodology"
    "|material and methods|methods and materials|patients and methods|subjects and methods|design|study design"
    "|design and methods|design and setting|experimental design|setting|participants|patients|subjects|samples"
    "|study population|data sources|data source|intervention|interventions|exposures|procedure|procedures|measures"
    "|measurements|main outcome measures|main outcomes and measures|outcome measures|statistical analysis"
    "|search methods|selection criteria|data collection and analysis|approach|experimental approach",
    Part("stands in methods and findings", -1.5, 0, spares_claims=True): "methods and findings|methods and results"
    "|methods and principal findings|methodology and principal findings|design and results",
    Part("stands in the results", -2.5, 1): "result|results|finding|findings|main results|key results|main findings"
    "|principal findings|results and discussion|measurements and main results|outcomes|observations",
    Part("stands in the conclusions", -2, 0): "conclusion|conclusions|discussion|interpretation|significance"
    "|implications|limitations|conclusions and significance|conclusion and significance|authors' conclusions"
    "|conclusions and relevance|clinical relevance|conclusions and implications|significance statement"
    "|practice implications",
}
_PART_OF: Final = {name: part for part, names in _PARTS.items() for name in names.split("|")}
_LABEL = re.compile(r"(?:\|\s*)?([A-Z][A-Za-z']*(?:(?: |/|, | & | ?/ ?)[A-Za-z']+){0,4})(?: ?:(?=\s)|\.$)\s*")
"""What may be the name of a part, at the start of a sentence."""
_BARE = re.compile(
    r"([A-Z]{3,}(?: (?:AND )?[A-Z]{2,}){0,3})\s+(?=[A-Z][a-z]|A |\d)|(Methods|Results|Findings|Conclusions)\s+(?=[A-Z])"
    r"|(Background|Objectives?|Aims?|Purpose|Introduction|Interpretation|Conclusion)\s+"
    r"(?=(?:We|The|This|These|In|A|An|Our|To|There|For|It|Of|Between|From|Among|All|Both|Here)\b)"
)
"""The same without a colon, as journals print it in bold: where no sentence would go on so."""


def parts(sentences: Iterable[str]) -> Iterator[Part | None]:
    """For each of `sentences`, in order, the part it stands in, which lasts until the next one is named."""
    part = None
    for sentence in sentences:
        part = _named(sentence)[0] or part
        yield part


def unlabelled(sentence: str) -> str:
    """`sentence` without the name of the part that it opens."""
    part, end = _named(sentence)
    rest = sentence[end:]
    return rest if part and rest[:1].isupper() else sentence


def _named(sentence: str) -> tuple[Part | None, int]:
    """The part that `sentence` opens, and where its name ends; none for other sentences."""
    label = _LABEL.match(sentence) or _BARE.match(sentence)
    if not label:
        return None, 0
    name = re.sub(r" ?(?:/|&|,) ?", " and ", label[label.lastindex or 1]).lower()
    return _PART_OF.get(name), label.end()
