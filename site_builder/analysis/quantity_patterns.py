"""The patterns by which `quantities` reads an abstract: numbers, what joins them, and the words around them."""

import re
from typing import Final

from site_builder.analysis import quantity_units as units

DIGIT: Final = re.compile("[0-9]")
SIGNAL_WORDS: Final = (
    *("twice", "doubl", "halv", "half", "tripl", "quadrupl", "rders of mag", "rder of mag", "factor", "times ", "fold"),
    *(" datasets", "data sets", " benchmarks", " languages", " corpora"),
)
"""Without a digit, a sentence without these holds no quantity."""
_THOUSANDS = r"\d{1,3}(?:(?:[,\u202f\u2009]\d{3})+|(?:[ \u00a0]\d{3})+(?![\w.,·-]))"
NUMBER = rf"(?:{_THOUSANDS}|\d+,\d{{1,2}}(?![\d,])|\d+)(?:\.\d+|·(?!10[\^⁻⁺⁰-⁹¹²³])\d+)?"
"""Decimals stand behind a full stop, behind the middle dot of British journals, or behind a comma."""
DECIMAL: Final = re.compile(r"^\d+[.·]\d|^\d+,\d{1,2}(?!\d)|^0,")
ERROR = r"(?:\s?±\s?\d+(?:\.\d+)?|\(\d{1,3}\)(?!\w))?"
POWER = r"10(?:\^\{?[-−]?\d+\}?|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
_TESLA = r"\s(?:f?MRI|MRS?|NMR|scan|scanner|scanners|magnets?|functional|structural|whole-body|magnetic)\b"
"""Behind "3T" these say that it is a field, not three trillion."""
ITEM: Final = re.compile(
    rf"(?P<value>(?:(?<![\w)%×\-–])[-−])?(?:{POWER}|\({NUMBER}{ERROR}\)\s?×\s?{POWER}|\({NUMBER}\s?±\s?{NUMBER}\)"
    rf"|{NUMBER}{ERROR}(?:\s?[×·]\s?{POWER})?))"
    rf"(?P<magnitude>\s(?:thousand|million|billion|trillion)\b|[kKMB](?![\w/])|T(?!{_TESLA}|[\w/]))?\+?"
    rf"(?:(?:[\s~]|-(?=\w))?(?:{units.UNIT})(?![\w×⁻⁰-⁹]|-to-))?"
)
RANGE: Final = re.compile(r"\s?(?:–|—|--?|\bto|∼|~)\s?")
LIST: Final = re.compile(r"\s?(?:,|/|,?\s(?:and|or))\s")
OUT_OF: Final = re.compile(r"(?:\sout)?\sof\s(?:the\s)?|/")
SPELLED: Final = {
    word: number
    for number, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2)
}
WORDS = "|".join(SPELLED)
COMPARED = r"(?:as|the|more|less|faster|slower|higher|lower|larger|smaller|better|greater|fewer|longer|shorter|cheaper)"
COMPARED_BEHIND: Final = re.compile(rf"\s{COMPARED}\b")
_NO_PREDICATE = "".join(rf"(?<!\b{word}\s)" for word in "is are was were be thus hence also therefore".split())
"""As in "Our contributions are twofold": they have parts, and nothing became twice as much."""
_NO_PARTS = (
    r"(?![\s-](?:(?:stratified|nested|in-plane|subject-wise)\s)?(?:cross|validat|contribut|aim|goal|purpose|reason"
    r"|symmetr|asymmetr|anisotrop|degenera|rotation|coordinat|split|protocol|ensembl|non-|superstructur|locality))"
)
IN_WORDS: Final = (
    (re.compile(rf"\b(?P<n>twice)(?=\s{COMPARED}\b)"), "×", "factor"),
    (re.compile(r"\b(?P<n>(?:doubl|tripl|quadrupl|halv)(?:es|ed|ing))(?=\s(?:the|its|their)\b)"), "×", "factor"),
    (re.compile(r"\b(?P<n>in half|by half|half(?= (?:the|its|as)\b))"), "×", "factor"),
    (re.compile(rf"\b(?P<n>an|one|{WORDS})\sorders?\sof\smagnitude\b"), "orders of magnitude", "factor"),
    (re.compile(rf"\b(?P<n>{WORDS})\stimes(?=\s{COMPARED}\b)"), "×", "factor"),
    (re.compile(rf"(?:{_NO_PREDICATE}|(?=\w+-?fold\s{COMPARED}\b))\b(?P<n>{WORDS})-?fold\b{_NO_PARTS}"), "×", "factor"),
    (re.compile(rf"\bfactors?(?:-|\s)of(?:-|\s)(?:about\s|up to\s)?(?P<n>{WORDS})\b"), "×", "factor"),
    (
        re.compile(
            rf"\b(?P<n>{WORDS})\s(?:(?!(?:on|of|in|and|from|across|for|with)\s)[\w-]+\s){{0,3}}?"
            r"(?P<unit>benchmarks|datasets|data sets|languages|corpora)\b"
        ),
        "",
        "count",
    ),
)  # fmt: skip
AS_NUMBER: Final = {"an": "1", "one": "1", "twi": "2", "dou": "2", "hal": "2", "tri": "3", "qua": "4"}
DOWN_IN_WORDS = re.compile(r"hal[fv]|in half|by half")
WARM: Final = re.compile(r"temperatur|kelvin|cryo|superconduct|thermal|heat|cool|anneal|melt|freez|°C", re.IGNORECASE)
"""Where "92K" may be kelvins."""
MEASURED: Final = re.compile(r"±|\.\d+\(\d+\)")
"""A number with its error."""
OWN: Final = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|[Tt]his (?:paper|work|study|article|letter|report|survey|thesis)|[Hh]ere,?"
    r"|present(?:s|ed)? (?:work|study|paper)"
    r"|[Ii]n this|propose[ds]?|(?:is|are|was|were) (?:studied|investigated|proposed|presented|reported|introduced))\b"
)
"""Where authors begin to speak of what they did."""
NAME_BEFORE: Final = re.compile(r"(?:^|[\s(])(?=\S*[A-Z])[\w.+-]*[A-Za-z][\w.+-]*\s$")
METRIC: Final = re.compile(
    r"(?:accurac|F1|F-score|scor|BLEU|ROUGE|PSNR|SSIM|mAP|AUC|AUROC|FID|perplexit|mIoU|IoU|ratio|coefficient|exponent"
    r"|correlation|Dice|NDCG|RMSE|MAE|fidelit|precision|recall|R²|error)"
)
_BY_NAME = r"[(,;]\s?(?:[rRρ]²?|[A-Z][A-Za-z0-9]{1,7}²?)\s?=\s?$"
SCORED: Final = re.compile(
    r"\b(?:of|to|at|achiev\w+|obtain\w+|reach\w+|scor\w+|is|was|=|and|by)\s(?:[A-Za-z]+\s){0,1}$|[,(]\s$|['’]s\s$"
    rf"|\b(?:around|about|approximately|roughly|nearly|above|below|over|exceeding)\s$|{_BY_NAME}"
)
"""What stands between a metric and its score."""
BY_NAME: Final = re.compile(_BY_NAME)
"""Before a score that is given by a short name, in brackets: "(ET=0.873, TC=0.906)"; `k` and `n` are settings."""
GAINED: Final = re.compile(r"\s(?:(?:\w+\s)?(?:improvement|gain|increase|boost|rise)|on|over|in)\b")
"""Behind a number with a plus sign."""
METRIC_BEHIND: Final = re.compile(r"\s(?P<name>m?AP|m?IoU|BLEU|F1|AUC|AUROC|PSNR|nDCG|NDCG|MRR|Elo)(?!\w)")
ENUMERATED: Final = re.compile(
    r"\b(?:[Tt]able|[Ff]ig(?:ure|s)?\.?|[Ss]ec(?:tion)?\.?|[Tt]heorem|[Ee]q(?:uation|s)?\.?|[Vv]ersion|[Ll]evel|[Pp]hase"
    r"|[Tt]ype|[Ss]tage|[Cc]lass|[Ss]tep|[Gg]rade|[Tt]op|[Nn]o\.|[Gg]roups?|[Aa]rm|[Cc]ohort|[Dd]ays?|[Ww]eeks?|[Mm]onths?"
    r"|[Yy]ears?|[Vv]isit|[Cc]ycle|[Cc]hromosome|[Ee]xon|[Qq]uestion|[Cc]hapter|[Pp]art|RTX|GTX|Section|spin|order|degree"
    r"|dimension|et al\.,?)\s?[-(]?$"
)
NOT_COUNTED: Final = frozenset(
    "bit bits shot way stage layer level dim dimensional class head point order norm d gram person view body phase "
    "pass turn term digit back "
    "step stars star fold hop sigma manifold mal fach connected regular free like based based component state "
    "model simplex form type design local wave loop year day hour minute second month week party partite qutrit sphere "
    "designs series family".split()
)
"""Behind a number and a hyphen these make a kind of thing, not a size: "4-bit", "5-shot"."""
_NO_ADJECTIVE = "|".join(
    "of in and or with to for on the from by as at is are was were that which than we has have into via over per "
    "during when where while across against among between within through under after before without but until "
    "since".split()
)
_NO_NOUN = "|".join(
    "is improves enables uses allows needs comes takes was has as thus this its versus plus across does less various "
    "towards always achieves shows yields gives consists requires remains outperforms".split()
)
_OTHER_PLURALS = "children|people|women|men|mice|larvae|taxa|genera|loci|nuclei|criteria|phenomena"
ENGLISH: Final = re.compile(r"\b(?:the|and|with|from|for|we)\b", re.IGNORECASE)
"""Some word of a text in English, whose plurals alone are known."""
NOUN: Final = re.compile(
    rf"\+?\s(?:(?!(?:{_NO_ADJECTIVE})\b)[A-Za-z][\w'’-]*(?:,(?:\sand)?)?\s){{0,5}}?"
    rf"(?P<noun>(?!(?:{_NO_NOUN})\b)[A-Za-z][\w-]*(?<![su])s(?!\w)|(?:{_OTHER_PLURALS})\b"
    rf"|data\b(?!(?:\s(?!(?:{_NO_ADJECTIVE}|{_NO_NOUN})\b)[a-z]+){{0,1}}\s(?!(?:{_NO_ADJECTIVE}|{_NO_NOUN})\b)[a-z]+(?<![su])s(?!\w)))"
)
"""A plural behind a number, with up to five words between, none of which ends what is counted."""
_SUBSTANCE = r"(?:[a-z]{2,}(?:amine|oline|idine|anol|none|enyl|ethyl|oxy|oic|acid|ene|ide|ase)\b)"
"""As in "8-aminoquinoline", where the number is part of a name."""
HYPHENED: Final = re.compile(rf"-(?P<noun>(?!{_SUBSTANCE})[a-z]{{3,}})\b(?!-)")
ON_DATA: Final = re.compile(r"\son\s[A-Z]")
CLAUSE: Final = re.compile("[^,;.]{0,40}")
TURN: Final = re.compile(r";|\bwhile\b|\bwhereas\b")
"""Where a sentence turns to something else."""
UP: Final = re.compile(
    r"\b(?:improv|increas|boost|accelerat|speed|enhanc|outperform|surpass|exceed|gain|rais|rise|faster|higher|more\b|larger"
    r"|greater|better|longer|throughput|efficien|ris(?:es|ing)|superior|advantage"
    r"|as (?:fast|many|much|large|long|high)\b)"
)
DOWN: Final = re.compile(
    r"\b(?:reduc|decreas|cut(?:s|ting)?\b|lower|shrink|sav(?:es|ing|ings|ed)\b|drop|declin|shorten|compress|less\b|fewer|smaller"
    r"|cheaper|shorter|more compact|below\b|diminish|degrad|suppress|slower|loss\b|minimi[sz])"
)
ONLY_LEVEL: Final = re.compile(
    r"(?:less than|more than|fewer than|lower than|higher than|at least|at most|only|no more than"
    r"|over|below|above|under)\s(?:the\s)?$"
)
CHANGED: Final = re.compile(
    r"\b(?:by|of|from|to|achiev\w+|deliver\w+|yield\w+|(?:sav|reduc|improv)(?:es|ing|ed))\s"
    r"(?:(?:up to|about|as much as|approximately|around|nearly"
    r"|almost|over|more than"
    r"|an? (?:average|factor|maximum|additional) of|at least|roughly|an? (?:average|additional)|average)\s)*"
    r"(?:[≈∼~><≥≤]\s?)?$"
)
_BOUND = r"[-−]?\d{1,9}(?:[.,·]\d{1,9})?(?:\s?%)?"
_INTERVAL = (
    r"(?:\b9\d(?:[.·]\d)?\s?%[\s-](?:confidence|credible|uncertainty|CI|CrI|UI|HDI)|\b(?:CI|CrI)\s?9\d\s?%|\bIQR"
    r"|\binterquartile range)(?:\s?intervals?)?s?(?:\s?[(\[](?:CI|CrI|UI|HDI|IQR)s?[)\]])?"
    rf"(?:(?:\s?[:,=]|\sof)?\s?[(\[]?{_BOUND}\s?(?:[-–—‐,;]|to|and)\s?{_BOUND}[)\]]?)?"
)
"""How sure the authors are, with the two numbers between which the true one lies."""
HIDDEN: Final = re.compile(
    rf"https?://\S+|arXiv:\S+|\b[pP]\s?[<=≤>]\s?0?[.·,]\d+|{_INTERVAL}|(?<!\d)\d{{1,9}}-fold cross"
    r"|\b360[-\s]?degrees?|360°|(?<=AP)@?\[?0?\.?\d{1,9}:\S*\d"
    r"|\b(?:GPT|Llama|LLaMA|Qwen|Python|CUDA)[- ]?\d[\w.]*|O\([^)]{0,200}\)|[!-~]{200,}"
)
"""What is no quantity wherever it stands: addresses, names, orders of growth, p-values, runs without a space."""
