"""What a venue is: a conference, a journal, a workshop, or a server of preprints, by tables of names.

Nothing is guessed: a venue that no name of the tables stands in is unknown, and is cited as it is written.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["conference", "journal", "workshop", "preprint", "unpublished", ""]

_UNPUBLISHED: Final = re.compile(
    r"\b(?:(?:to be )?submitted|under (?:double.blind |peer )?review|in review|in preparation"
    r"|(?:in|under) submission|under consideration"
    r"|working paper|manuscript|submissions?|withdrawn|(?:desk )?rejected)\b|^preprint$",
    re.IGNORECASE,
)
_PREPRINT: Final = re.compile(
    r"(?:arxiv(?:\.org)?|corr|biorxiv|medrxiv|chemrxiv|psyarxiv|socarxiv|eartharxiv|techrxiv|engrxiv|hal|ssrn"
    r"|osf preprints?|research square|preprints(?:\.org)?|cryptology eprint archive|iacr eprint"
    r"|openreview(?:\.net)?)\b",
    re.IGNORECASE,
)
_WORKSHOP: Final = re.compile(r"\bworkshops?\b|\w@\w|\b(?:CVPR|ICCV|ECCV|WACV|ICDM)W\b", re.IGNORECASE)
_MEETING: Final = re.compile(
    r"\b(?:conference|symposium|congress|meeting|findings of|proceedings of the (?:\d|acm|annual"
    r"|international))|\bproc\. |会议|會議|大会|研讨会|学会論文集|학술대회|конференция|مؤتمر|כנס",
    re.IGNORECASE,
)
_ACRONYMS: Final = frozenset(
    """
    NeurIPS NIPS ICML ICLR AISTATS UAI COLT ALT ACML AutoML COLM CoLM MLSys SysML IJCNN ICANN ESANN CogSci
    CVPR ICCV ECCV ACCV WACV BMVC MICCAI ISBI IPMI MIDL 3DV ICPR ICIP SIGGRAPH Eurographics
    ACL NAACL EACL AACL EMNLP CoNLL COLING LREC IJCNLP SemEval WMT INLG SIGDIAL TREC CLEF
    AAAI IJCAI ECAI AAMAS ICAPS GECCO CEC PPSN EvoApplications EvoStar
    KDD SIGKDD WWW TheWebConf SIGIR CIKM WSDM RecSys ECIR ICDM SDM PAKDD ICDE SIGMOD VLDB PODS EDBT ISWC ESWC
    Interspeech INTERSPEECH ICASSP ASRU SLT ISMIR EUSIPCO CHI UIST CSCW IUI HRI ICRA IROS RSS CoRL MM
    OSDI SOSP NSDI ATC EuroSys ASPLOS ISCA MICRO HPCA PPoPP CGO PLDI POPL OOPSLA ICFP ECOOP ICSE FSE ESEC ASE ISSTA
    SC HPDC IPDPS ICPP ICS PACT DAC DATE ICCAD ASP-DAC ISSCC FCCM FPGA FPL CLUSTER CLOUD SoCC Middleware HotOS HotNets
    SIGCOMM INFOCOM MobiCom MobiSys SenSys IPSN IMC CoNEXT CCS USENIX NDSS CRYPTO EUROCRYPT ASIACRYPT TCC
    STOC FOCS SODA ITCS ICALP ESA LICS CAV TACAS EC WINE
    """.split()
)
"""Conferences by the names they go by, spelled as they spell themselves."""
_CONFERENCES: Final = re.compile(
    r"\b(?:neural information processing systems|learning representations"
    r"|computer vision and pattern recognition|knowledge discovery (?:and|&) data mining|the web conference"
    r"|artificial intelligence and statistics|uncertainty in artificial intelligence"
    r"|empirical methods in natural language processing|robotics: science and systems"
    r"|association for computational linguistics|machine learning and systems"
    r"|architectural support for programming)\b",
    re.IGNORECASE,
)
_JOURNAL_WORDS: Final = re.compile(
    r"\b(?:j|trans|lett|rev|ann|commun|mag|bull)\.(?=\s|$)"
    r"|\bproc\. (?:natl|acm (?:program|hum|interact|meas|softw|manag))\b"
    r"|\b(?:journals?|transactions|letters|annals|magazine|bulletin|zeitschrift|revista|acta)\b"
    r"|\b(?:revue|annales|rivista|dergi(?:si)?|tijdschrift|czasopismo|журнал|вестник|известия)\b|学报|學報|杂志|期刊|学刊|論文誌|学会誌|会誌"
    r"|학회지|논문지|저널|مجلة|כתב עת"
    r"|\bproceedings of (?:the (?:acm on|ieee|royal society|national academy|vldb endowment)"
    r"|machine learning research)\b",
    re.IGNORECASE,
)
_JOURNALS: Final = re.compile(
    r"jmlr|tmlr|jair|peerj(?: .*)?|tacl|dmlr|(?:ieee )?(?:t-?)?pami|ra-l|jhep|a&a|jacs|jasa|epl"
    r"|tnnls|tkde|tip|tmi|ijcv|cacm|pvldb|pacmpl|pnas|mnras|apj|nejm"
    r"|plos .*|bmc .*|npj .*|nature(?: .*)?|science(?: (?:advances|robotics|immunology|signaling"
    r"|translational medicine))?|cell(?: .*)?|neuron|elife|the lancet.*|lancet.*|jama.*|bmj.*"
    r"|scientific (?:reports|data)|communications (?:biology|physics|chemistry|medicine|materials|of the acm"
    r"|in mathematical physics)|frontiers in .*|physical review.*|phys\. rev\..*|reviews of modern physics"
    r"|prx.*|quantum|scipost.*|astronomy (?:&|and) astrophysics|monthly notices.*|bioinformatics"
    r"|nucleic acids research|genome (?:biology|research)|chemical (?:science|reviews)|ieee (?:access|micro"
    r"|software|computer)|neurocomputing|neural (?:networks|computation)|pattern recognition"
    r"|artificial intelligence(?: review)?|machine learning|knowledge-based systems"
    r"|expert systems with applications|information (?:sciences|fusion)|medical image analysis"
    r"|computational linguistics|econometrica|american economic review|biometrika|statistical science"
    r"|operations research|management science|foundations and trends.*|acm computing surveys|sensors|entropy"
    r"|remote sensing|advanced materials|acs .*|angewandte chemie.*|small|carbon|macromolecules|langmuir"
    r"|structural and multidisciplinary optimization|(?:nat|sci|adv|angew|acs|phys|chem)\. .*|sci rep|siam review"
    r"|inventiones mathematicae|optics express|chinese physics .*|applied sciences|electronics|mathematics|drones"
    r"|neuroimage|brain|radiology|icarus|energy|fuel|polymer|food chemistry|water resources research|中国科学.*",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:\(?(?:19|20)\d\d\)?|['’]\d\d)$")
_NUMBER: Final = re.compile(r"^\s*(?:the\s+)?(?:\d+(?:st|nd|rd|th)|(?:19|20)\d\d)\s+", re.IGNORECASE)
_TOKEN: Final = re.compile(r"[\w&]+(?:-[A-Za-z]+)*")


@lru_cache(maxsize=4096)
def kind(venue: str) -> Kind:
    """What `venue` is; "" when no name of the tables stands in it."""
    venue = " ".join(venue.split())
    name = _bare(venue)
    if _UNPUBLISHED.search(venue):
        return "unpublished"
    return next((found for found, is_one in _TESTS if is_one(name)), "")


def folded(venue: str) -> str:
    """`venue` without case, spaces, its year and which of its meetings it was: what two spellings of one have alike."""
    return " ".join(_bare(venue).casefold().split())


def _bare(venue: str) -> str:
    undated = _YEAR.sub("", venue.rstrip())
    return _NUMBER.sub("", undated if undated == venue else undated.rstrip(", \t\n")).strip()


_FOLDED: Final = frozenset(name.casefold() for name in _ACRONYMS)


def _is_acronym(name: str) -> bool:
    tokens = _TOKEN.findall(re.sub(r"['’]?\d{2,4}\b", " ", name))
    return not _ACRONYMS.isdisjoint(tokens) or (len(tokens) == 1 and tokens[0].casefold() in _FOLDED)


_TESTS: Final[tuple[tuple[Kind, Callable[[str], object]], ...]] = (
    ("workshop", _WORKSHOP.search),
    ("preprint", _PREPRINT.match),
    ("journal", lambda name: _JOURNALS.fullmatch(name) or _JOURNAL_WORDS.search(name)),
    ("conference", lambda name: _MEETING.search(name) or _CONFERENCES.search(name) or _is_acronym(name)),
)
"""In this order: a workshop at a conference is a workshop."""
