"""The tables of `gist`: words by what they say, and the cues that tell what a sentence is for.

How a cue is read, and found in a sentence, is the matter of `gist_matcher`.
"""

from typing import Final

VERBS: Final = {
    "MAKE": "propose present introduce develop design devise describe pioneer unveil advocate invent",
    "OFFER": "provide offer create construct formulate establish contribute release outline derive implement deliver "
    "generalize generalise extend adapt advance launch suggest",
    "LOOK": "study investigate explore examine analyze analyse survey review revisit address tackle characterize "
    "characterise formalise rethink consider discuss focus compare evaluate assess benchmark delve quantify measure "
    "calculate compute simulate summarize summarise formalize identify aim seek consolidate probe test "
    "reinterpret dissect overview trace determine estimate constrain report explain",
    "SHOW": "demonstrate confirm illustrate verify validate prove",
    "FIND": "reveal observe discover uncover report conclude obtain indicate suggest highlight detect corroborate "
    "support underscore",
    "ARGUE": "argue hypothesize hypothesise conjecture posit assume claim contend postulate note emphasize remark",
    "USE": "use apply employ leverage train utilize utilise combine conduct perform collect curate optimize optimise "
    "incorporate interview integrate exploit adopt collect fine-tune enable allow equip undertake automate reformulate recast",
    "GAIN": "achieve attain reach outperform surpass exceed improve reduce increase boost decrease yield accelerate "
    "enhance lower retain maintain save double halve match accomplish rival deliver exhibit shorten alleviate "
    "mitigate eliminate obtain preserve enable converge differ correlate raise display generalize transfer",
}
"""Verbs by what they say. Class X holds base and -s forms, X-ED the past, X-ING the rest."""

WORDS: Final = {
    "WE": "we I authors",
    "ABROAD": "präsentieren stellen schlagen entwickeln untersuchen proposons présentons étudions présente proponemos "
    "presentamos analizamos investigamos propone presenta propomos apresentamos propõe apresenta proponiamo presentiamo "
    "предлагаем предлагается предложен представлен рассматривается исследуется önerilmiştir önerilmektedir sunulmuştur "
    "geliştirilmiştir incelenmiştir öneriyoruz sunuyoruz",
    "OFFER": "build builds put puts give gives make makes set sets write open-source",
    "OFFER-ED": "built given made",
    "SHOW": "show shows",
    "SHOW-ED": "shown showed proven",
    "FIND": "find finds see",
    "FIND-ED": "found saw seen",
    "USE-ED": "undertaken",
    "LOOK": "ask asks",
    "LOOK-ED": "sought",
    "GAIN": "cut cuts speed speeds run runs win wins lead leads",
    "GAIN-ED": "led sped won",
    "GAIN-ING": "cutting leading speeding",
    "THIS": "this our present current diese dieser diesem dieses cet cette este esta neste nesta questo questa bu "
    "данной данная настоящей",
    "IN": "in within dans en im на в throughout",
    "PAPER": "paper work article study report survey review thesis tutorial monograph manuscript chapter letter note "
    "essay dissertation research project perspective overview arbeit artikel beitrag trabajo artículo "
    "travail trabalho artigo lavoro articolo çalışma çalışmada makale makalede bildiride статье работе статья работа "
    "guide whitepaper retrospective manifesto commentary contribution lecture lectures notes volume book roadmap primer",
    "KIND": "framework method approach algorithm model system architecture benchmark dataset library toolkit survey "
    "technique pipeline strategy tool platform family paradigm protocol language compiler corpus suite simulator "
    "optimizer network agent formulation methodology theory engine estimator procedure solution metric taxonomy "
    "models methods algorithms techniques approaches guidelines scheme variant package theorem software formalism "
    "program study analysis investigation review perspective",
    "NEW": "novel new simple unified general efficient comprehensive first innovative scalable principled systematic",
    "METHOD": "method approach framework model algorithm system technique architecture design methods models approaches",
    "SELF": "our proposed resulting",
    "BE": "is are was were",
    "BEEN": "been",
    "RELATIVE": "been which that who",
    "HAVE": "has have had",
    "NAMED": "called named termed dubbed denominated coined",
    "FOR": "for to that which by using via where whose with based through",
    "MORE": "additionally further furthermore moreover besides lastly finally also second secondly third thirdly subsequently "
    "meanwhile likewise similarly next",
    "DETAIL": "specifically concretely namely particularly precisely then",
    "HANGS": "it they these such those its their he she there that thereby",
    "BACK": "however recent recently existing previous prior traditional traditionally despite although while currently "
    "conventional nevertheless nonetheless unfortunately yet today nowadays historically since because many most "
    "typically often several numerous but background",
    "PAST": "recent recently existing previous previously prior past traditional conventional current typical",
    "EVIDENCE": "experiment experiments experimental experimentally results result evaluation evaluations extensive "
    "empirical empirically finding findings simulation simulations analysis analyses tests ablation ablations "
    "evidence comparisons comparison experimentation assessments benchmarking outcomes measurements",
    "BEST": "state-of-the-art sota superior competitive comparable better best faster higher lower significantly "
    "fewer stronger favorable record substantially outperforming surpassing",
    "THAN": "than compared relative baseline baselines over versus vs",
    "UNIT": "% percent x × times fold points point hours days ms speedup speed-up orders magnitude accuracy db",
    "THING": "code codes model models data dataset datasets implementation checkpoints resources demo source weights "
    "benchmark software project video videos scripts repository package material materials artifacts toolkit "
    "framework system prompts corpus library",
    "OPEN": "available released found open-sourced open-source public publicly accessible downloadable",
    "SITE": "http https www github.com github.io",
    "DOUBT": "whether if",
    "ASKS": "question questions ask asks wonder",
    "AIM": "aim aims goal objective purpose objectives aims",
    "ROLE": "background introduction motivation context",
    "END": "results result conclusion conclusions findings discussion interpretation",
    "SO": "therefore thus hence accordingly",
    "HOPE": "hope believe conclude discuss anticipate envision expect speculate",
    "AHEAD": "promising avenue avenues insight insights implications paves pave opportunities",
    "PROBLEM": "issue issues problem problems challenge challenges limitation limitations gap gaps drawbacks need "
    "end shortcomings difficulty difficulties bottleneck goal",
    "MEND": "overcome solve resolve bridge fill",
    "KEEP": "keep stabilize sustain support facilitate ensure",
    "DRIVEN": "motivated inspired driven guided building leveraging drawing",
    "MAY": "can could may might would should will must need cannot",
    "ADV": "also first then further thus therefore hence here now instead next furthermore moreover both hereby hereinafter",
    "PART": "module modules mechanism loss losses component components layer regularization term scheduler stage "
    "tricks step",
}
"""Words by what they say; a word may stand in several classes. "ADV" also holds every word in -ly, "OTHER" the rest."""

CUES: Final = (
    # Name, points for `contribution`, points for `result`, patterns parted by " / ". A pattern names classes of words, or
    # words: A|B either, A? perhaps, A* up to three, !A not after A, ..n up to n words of any kind, ~n the same without
    # "we", # a number, ^ the opening of the sentence.
    ("we do", 1, 0, "WE HAVE? ADV* OTHER|MEND|KEEP|ARGUE|MAKE|MAKE-ED|OFFER|OFFER-ED|LOOK|LOOK-ED|USE|USE-ED|FIND|FIND-ED|GAIN|GAIN-ED"),
    ("we make", 5, 0, "WE HAVE? ADV* MAKE|MAKE-ED"),
    ("leads us to make", 5, 0, "motivates|leads|inspires|motivated|led us to MAKE|OFFER / ^ MAKE|MAKE-ED / ^ introducing|presenting|proposing OTHER"),
    ("we offer", 4, 0, "WE HAVE? ADV* OFFER|OFFER-ED"),
    ("we … by making", 4, 0, "WE ..12 by MAKE-ING|OFFER-ING|USE-ING|LOOK-ING|SHOW-ING|showing"),
    ("how it was made", -3, 0, "WE HAVE? ADV* MAKE|MAKE-ED|OFFER|OFFER-ED ..12 by MAKE-ING|OFFER-ING|USE-ING|LOOK-ING|SHOW-ING|showing"),
    ("we look at", 3.5, 0, "WE HAVE? ADV* LOOK|LOOK-ED"),
    ("we study", 2, 0, "WE HAVE? ADV* conduct|conducted|perform|performed|undertake|undertaken|carry|carried ..4 study|survey|investigation|review|audit|examination"),
    ("we show", 3, 3.5, "WE HAVE? ADV* SHOW|SHOW-ED"),
    ("and show", 0, 2.5, "WE ..20 and ADV* SHOW|SHOW-ED|FIND|FIND-ED"),
    ("we find", 0.5, 3.5, "WE HAVE? ADV* FIND|FIND-ED|GAIN|GAIN-ED"),
    ("we argue", 0, -0.5, "WE ADV* ARGUE"),
    ("we use", 1.5, 0, "WE HAVE? ADV* USE|USE-ED"),
    ("and make", 1.5, 0, "WE ..20 and ADV* MAKE"),
    ("this paper", 5, 0, "!BACK this|present|current ..2 PAPER ADV* MAKE|MAKE-ED|OFFER|OFFER-ED|LOOK|LOOK-ED|USE|USE-ED|SHOW|BE / ^ this|the|present|current ..1 PAPER ADV* MAKE|OFFER|LOOK|USE / ^ this|current|present ..1 PAPER"),
    ("our paper", 3.5, 0, "our ..1 PAPER ADV* MAKE|OFFER|LOOK|USE"),
    ("in this paper", 1.5, 0, "IN THIS ..2 PAPER / ^ here|herein ,? WE / ^ here|herein , ..12 WE / THIS PAPER ,? WE"),
    ("here", 1.2, 0, "^ here|herein"),
    ("本文", 5, 0, "本 文 / 本 研 究 / 本 論 文 / 本 论 文 / 我 们 提 出 / 提 出 了"),
    ("proponemos", 5, 0, "ABROAD"),
    ("is made", 3, 0, "^ ~60 !RELATIVE BE ADV* MAKE-ED|LOOK-ED|OFFER-ED / ^ ~60 !RELATIVE BE ADV* USE-ED to|for / ^ ~60 !RELATIVE BE ADV* performed|conducted|measured|derived|compared"),
    ("was made before", -5, -1, "^ in our|my previous|prior|earlier|former|last ..1 PAPER|works|papers / !WE HAVE ADV* BEEN? ADV* MAKE-ED|OFFER-ED|LOOK-ED|USE-ED|FIND-ED|GAIN-ED / ^ ~12 was|were ADV* proposed|introduced as|by"),
    ("is made by all", -4, 0, "BE|been increasingly|widely|commonly|often|frequently|typically|usually|traditionally|mostly ADV* USE-ED|LOOK-ED|MAKE-ED|OFFER-ED"),
    ("aim", 2.5, 0, "AIM of THIS|WE|PAPER / AIM of the ..2 PAPER / our ..1 AIM BE|, / ^ AIM : / ^ AIM BE / ^ to study|investigate|evaluate|assess|determine|examine|compare|explore|characterize"),
    ("a new one has been made", 8, 0, "a|an|one NEW ..10 HAVE been MAKE-ED|OFFER-ED"),
    ("is not", -3, 0, "^ no|none ..9 BE / BE not to|a|an|the|only / do|does|did not|n't"),
    ("our thing", 1.5, 0.5, "^ the? SELF ..2 KIND / , SELF ..2 KIND"),
    ("for a part of it", -1.3, 0, "^ to ADV* OTHER|MEND|KEEP|GAIN|USE|FIND|SHOW|derive|construct|establish|implement OTHER|the|a|an|our"),
    ("the first of several", -2.7, 0, "^ first|firstly ,"),
    ("a later one of several", -1, 0, "^ second|secondly|third|thirdly ,"),
    ("main result", 4, 2, "our main|central|key|principal|core result|results|finding|theorem|insight|contribution|contributions|observation|idea BE"),
    ("so it is with things", -3, 0, "BE|been ADV* built|constructed on|upon|around|into|from|of / BE ADV* explained|determined|limited|suggested|defined|provided|given|offered|introduced|considered|characterized|constrained|hindered|hampered by|in|as / most|many|existing|current|conventional|these|those ..6 BE ADV* MAKE-ED|OFFER-ED"),
    ("designs an experiment", -2.5, 0, "WE ADV* design|designed|devise|devised ..5 experiment|experiments|protocol|study|studies"),
    ("says where it was sent", -3, 0, "WE ADV* MAKE|OFFER|describe|report our solution|submission|entry"),
    ("our first contribution", 6, 1, "our first|primary contribution|contributions|insight BE"),
    ("speaks of the one before", -2, -0.7, "WE ADV* instantiate|operationalize|realize|implement ..1 this|these|it|such / WE ADV* SHOW|FIND|LOOK|OFFER|USE ..2 that? such|this|these|those|its|their / WE ADV* SHOW|OFFER ..4 the corresponding|same|following|latter|former / WE USE this|these|it / WE GAIN|OTHER on|upon this|these|their|its|that"),
    ("says not what", -1.5, 0, "WE|PAPER ADV* LOOK this|these|such|both / the|these|this two|three|above|aforementioned? PROBLEM"),
    ("says where it stood", -6, -3, "PAPER BE|HAVE ..2 presented|published|accepted|submitted|peer-reviewed at|in|to|by|for"),
    ("of a question asked before", -3, 0, "of|into|on this|these ASKS"),
    ("says by what means", 1.7, 0, "WE|PAPER ADV* LOOK|approach|MEND this|these|such ..2 through|with|via|using|in / WE|PAPER ADV* LOOK|MEND this|these|such ..2 by OTHER"),
    ("meets a problem by it", 0.8, 0, "WE|PAPER ADV* LOOK|MEND this|these|such ..1 PROBLEM through|with|via|using / WE|PAPER ADV* LOOK|MEND this|these|such ..1 PROBLEM by OTHER"),
    ("says how it was done", -4, 0, "PAPER BE conducted|performed|carried"),
    ("to this end", 0.7, -0.5, "^ to ..3 PROBLEM ..6 WE / ^ DRIVEN ..9 WE"),
    ("keeps it going", -2, 0, "^ to ADV* KEEP|maintain|preserve ..8 , WE"),
    ("a study of a part", -3.2, 0, "^ to ADV* study|investigate|evaluate|assess|determine|examine|compare|explore|characterize ..8 , WE"),
    ("a study of what was said", 3.2, 0, "^ to ADV* study|investigate|evaluate|assess|determine|examine|compare|explore|characterize this|these|it|such ..7 , WE"),
    ("comes before it", -1.5, 0, "^ to better? ADV* characterize|understand|quantify|measure|analyze|evaluate|assess|investigate|verify|validate|train ..8 , WE"),
    ("what for", 1, 0, "MAKE|MAKE-ED|OFFER|LOOK|USE ..12 FOR"),
    ("a kind of thing", 0.7, 0, "MAKE|MAKE-ED|OFFER|OFFER-ED|BE|NAMED|, ..8 KIND"),
    ("a new thing", 0.5, 0, "a|an|the ..2 NEW"),
    ("counts them", -2.5, 0, "WE ADV* MAKE|OFFER two|three|four|five|six|several|multiple ..2 METHOD|models|strategies|variants|algorithms|techniques|modules|components ,"),
    ("part of it", -0.8, 0, "WE ADV* MAKE|OFFER ..6 PART"),
    ("background", -4, -3, "^ BACK / ^ the? PAST / ^ ROLE : / ^ with the|recent / ^ in recent|many / ^ over the|PAST / ^ as ..4 become|becomes|grow|continue|continues|increase|increases / ^ there BE|HAVE"),
    ("however, we", 3.5, 2.5, "^ BACK ,? WE|this / ^ BACK , THIS / ^ BACK ..25 WE ADV* MAKE|OFFER|LOOK|LOOK-ED|SHOW|report"),
    ("others", -2, -1.5, "!THAN PAST ..2 KIND|PAPER|studies|works|efforts BE|HAVE|focus|rely|MAY / ^ PAST ..2 KIND|PAPER|studies|works|efforts|research"),
    ("one more thing", -2.3, 0, "^ MORE / ^ in addition / WE MORE / ^ on the other / ^ on top / ^ in additional|subsequent|supplementary / ^ among other / ^ for|to further|additional|added / ^ finally|lastly ,? WE"),
    ("detail", -1, 0, "^ regarding|concerning|under / ^ more? DETAIL / WE then / ^ in particular / ^ in detail / ^ during|given|for"),
    ("hangs on the one before", -1.5, -0.3, "^ HANGS / ^ USE-ING|OTHER its|their / ^ these|such OTHER|METHOD|PART|PROBLEM|BE / ^ this METHOD|PART|PROBLEM|BE / ^ this OTHER OTHER|BE|ADV|GAIN|USE|MAY|SHOW / ^ in doing / ^ in this|such way|setting|case / ^ based on|upon / ^ as such"),
    ("is done with these", -3, 0, "^ these|it|they ..4 BE ADV* MAKE-ED|LOOK-ED|OFFER-ED|USE-ED|implemented"),
    ("and so", -0.4, 0, "^ SO / ^ as a"),
    ("while we", -3, 0, "^ when|while|once|after WE / ^ not only"),
    ("it is shown that", 3, 1.5, "^ it BE ADV* SHOW-ED|FIND-ED that"),
    ("sets what to compare with", -2.5, 0, "WE ADV* OFFER baseline|baselines"),
    ("we in a clause", -3, 0, "^ OTHER ..6 where|when|if WE"),
    ("says what its subjects did", -1.5, 0, "^ ..6 patients|participants|subjects|volunteers BE|HAVE|underwent|completed|performed|received"),
    ("how it was analyzed", -2, 0, "^ ..5 analysis|analyses|anova|anovas|ancovas|tests|regression|correlations|comparisons BE ADV* USE-ED|performed|conducted|tested / ^ ..9 BE ADV* assessed|evaluated|recorded|acquired|collected|obtained using|with|by|at|for|from|in|during|via"),
    ("for example", -3, -2, "^ for example|instance / ^ note that"),
    ("a question", -2, -3, "ask|asks|asked ..1 DOUBT|how|why / ASKS ..2 DOUBT|how|why|what|of|: / ASKS BE|remain|remains / ?"),
    ("open", -0.7, -3, "LOOK|LOOK-ED ..1 DOUBT|how|why"),
    ("evaluation", -3, 1, "results ..12 BE MAKE-ED to validate|verify|test|illustrate / ^ to ADV* validate|verify|showcase the|its|their|our|this|these / ^ ..2 EVIDENCE OTHER|on|in|with|and|across|under|through|using|by|FIND|FIND-ED|SHOW|SHOW-ED / ^ WE? ADV* LOOK|USE ..2 EVIDENCE|our / ^ WE ADV* evaluate|validate|test|compare|verify / ^ WE ADV* conduct|perform|run ..4 EVIDENCE|benchmarks / SHOW|LOOK ..4 effectiveness|superiority|efficacy|reliability|feasibility|validity|applicability|generality / BE ADV* evaluated|tested|validated|verified"),
    ("results show", -2, 3.5, "EVIDENCE ~12 !to FIND|FIND-ED|SHOW|SHOW-ED / ^ END :"),
    ("available", -4.5, -6, "THING ..8 BE|WE ..3 OPEN / OPEN ..3 at SITE / SITE / OPEN : / THING ..3 OPEN at|on|under / installable / pip install / released|licensed|distributed|available under / ^ WE ..2 release|open-source"),
    ("ahead", -3, -4, "AHEAD ..2 for|into|the|in|to|of|research|work|directions / future ..2 research|work|studies|directions|development|developments|exploration|progress|investigation|investigations|contributions|advances|efforts / WE ADV* HOPE / ^ finally , WE discuss|conclude|outline"),
    ("looks back", -2.5, 0, "PAPER highlights|underscores|suggests|confirms|reveals|opens|informs|enables|contributes / PAPER OFFER ..5 pathway|perspective|insight|insights|basis|route|step|understanding|guidance|evidence|ground|grounds"),
    ("plan", -1, -2, "PAPER BE ADV* organized|structured"),
    ("a number", 0, 1.5, "# UNIT|× / # ..2 UNIT"),
    ("a count", 0, 0.5, "#"),
    ("gains", -0.5, 2.5, "GAIN-ED|outperforms|achieves|surpasses|improves|reduces|attains|reaches|exceeds|increases|yields|demonstrates|exhibits|shows|enhances|accelerates|boosts|maintains|retains / , ADV* GAIN-ING / while ADV* GAIN-ING / can|to ADV* GAIN up|#"),
    ("better", -0.5, 1, "BEST / on par / state of the art"),
    ("than others", 0, 0.7, "BEST|GAIN|GAIN-ED|GAIN-ING ..9 THAN"),
    ("that", 0, 1.5, "prove|proves|proved / FIND|FIND-ED|SHOW|SHOW-ED that"),
    ("tests, and tells not what came of it", 0, -2, "WE ADV* verify|validate|verified|validated|evaluate|evaluated ..9 using|on|across|with|under|through|by|extensively / SHOW ..4 effectiveness|efficacy by|on|of|across / to SHOW ..2 effectiveness|efficacy|robustness|generality / SHOW|LOOK ..3 application|applicability|case|case-study|use|efficacy|effectiveness / SHOW|SHOW-ED how"),
    ("promises insight", 0, -1.5, "uncover|provide|offer|gain|yield|highlights|highlight|underscore|underscores ..3 insight|insights|importance|role|need|benefits|value"),
    ("may", 0, -1, "MAY GAIN|be"),
    ("aims", 0, -1.5, "AIM to / ^ to ..6 WE / in order to"),
)  # fmt: skip
