"""English phrases that judge, belittle or explain the person they are said to.

Kind uses are exempt, line by line: "That is a good answer too" welcomes a refusal.
"""

from __future__ import annotations

from bot.listening.voice_kinds import VoiceKind
from bot.listening.voice_patterns import CLAUSE_START, SENTENCE_START, Line, lines, not_behind

# "There is no right answer": a denial in the same clause.
_DENIED = r"\b(?:no|not|never|nor|neither|nobody|nothing|none|without|isn't|aren't)\b(?!,)[^.?!:;,\n]*\Z"

_IS = r"(?:that's|that is|that was|it's|it is|it was|this is|this was)"
_YOU_ARE = not_behind("if", "when", "where", "while", "that", "what", at="you") + r"(?:you're|you are)"
_VERY = r"(?:(?:so|very|really|quite|just|such|a|an|pretty|absolutely|completely|perfectly|totally|all|only) ){0,2}"

_GREAT = (
    r"(?:great|excellent|perfect|wonderful|amazing|awesome|fantastic|brilliant|superb|terrific|impressive|fabulous|"
    r"lovely|outstanding|nice)"
)
_OF_CONDUCT = (
    r"(?:brave|courageous|right|wrong|correct|incorrect|smart|wise|silly|stupid|selfish|foolish|unhealthy|irrational|"
    r"ridiculous|inappropriate|unacceptable|good|bad)"
)
_OF_SOMEBODY = (
    r"(?:brave|right|wrong|amazing|wonderful|selfish|lazy|overreacting|sensitive|silly|dramatic|unreasonable|negative|"
    r"childish|incredible|weak|stubborn|irresponsible|great|well|fine|awesome|on the right track|to blame|at fault)"
)
_VERDICT = {
    "done": rf"{SENTENCE_START}(?:very |so )?(?:well|nicely|bravely) done\b|was (?:very )?well done\b",
    "job work thinking idea choice question point decision start effort progress attitude step insight": (
        r"(?:good|great|excellent|nice|amazing|wonderful|fantastic|awesome|brilliant|bad|poor) "
        r"(?:job|work|thinking|idea|choice|question|point|decision|start|effort|progress|attitude|step|insight)\b"
    ),
    "good": r"good (?:for|on) you\b|good (?:boy|girl)\b",
    "answer": (
        rf"{not_behind('always', at='an? ')}an? (?:(?:very|really) )?"
        r"(?:good|great|excellent|bad|wrong|perfect|interesting) answer\b(?! too)"
    ),
    "great excellent perfect wonderful amazing awesome fantastic brilliant superb terrific impressive fabulous lovely "
    "outstanding nice": (
        rf"{SENTENCE_START}(?:(?:oh|how|very|really|just) )?{_GREAT}\b(?=\s{{0,3}}(?:[.,!;:—–\n]|\Z))|"
        rf"{not_behind('if', 'what', at='th|it')}{_IS} {_VERY}{_GREAT}\b"
        r"(?! (?:deal|amount|loss|pain|sadness|place|memory)\b)"
    ),
    "bravo congratulations congrats": r"(?:bravo|congratulations|congrats)\b",
    "correct wrong good": rf"{SENTENCE_START}(?:very )?(?:good|correct|wrong)(?=\s{{0,3}}(?:[.,!]|\Z))",
    "brave courageous right wrong correct incorrect smart wise silly stupid selfish foolish unhealthy irrational "
    "ridiculous inappropriate unacceptable good bad": (
        rf"{not_behind('if', 'that', 'what', 'whether', at='th|it')}{_IS} "
        rf"(?:(?:so|very|really|quite|such|a|pretty|absolutely|not) ){{0,2}}{_OF_CONDUCT}\b"
        r"(?! (?:for you|answer|moment|time|place|there|here|now|with you|enough|to hear from|too|dream|day|in front|"
        r"beside|behind|next)\b)"
    ),
    "you're are": (
        rf"{_YOU_ARE} (?:(?:so|very|really|just|being|too|such|a|an|doing|still) ){{0,3}}{_OF_SOMEBODY}\b"
        r"(?! (?:here|there|now|in|at|beside|where|on the|by|enough)\b)"
    ),
    "did handled managed coped": (
        r"you (?:did|handled|managed|coped)(?: (?:it|that|this|with it|with that))?(?: (?:so|very|really))? "
        r"(?:well|great|good|right|wrong|perfectly|badly|poorly|brilliantly)\b"
    ),
    "proud": r"(?:i'm|i am|we're|we are|be)(?: (?:so|very|really))? proud\b",
    "choice decision thing attitude answer direction track": (
        r"the (?:right|wrong|best|correct|healthy|mature|smart) "
        r"(?:choice|decision|thing|attitude|answer|direction|track)\b"
    ),
    "hear": r"(?:good|great|nice|wonderful|glad|happy) to hear\b(?! from)",
    "fault blame doing": r"(?:own|(?:it's|it is|that's|that is|all) your) fault\b|your own doing\b",
    "could": rf"{CLAUSE_START}how could you\b(?! (?:tell|know|see|reach|make|let|give|bring|take))",
    "failed fail failure": r"you(?:'ve| have)? fail(?:ed)?\b|your failure\b",
    "impressed disappointed": r"i(?:'m| am) (?:(?:so|very|really) )?(?:impressed|disappointed)\b",
}

_MINIMISING = {
    "least": (
        r"at least\b(?= (?:you|it|it's|that|that's|they|he|she|he's|she's|there|this|your|we)\b)|"
        rf"{SENTENCE_START}at least\b(?=,)"
    ),
    "normal natural nothing common": (
        rf"{not_behind('if', at='th|it')}{_IS} {_VERY}"
        r"(?:normal|natural|common|nothing\b(?! (?:you|is|at|to|in|else|but|more|of)\b))\b|"
        r"(?:normal|natural) to feel\b"
    ),
    "everyone everybody anyone": (
        r"(?:everyone|everybody) (?:feels|has|gets|goes through|does|makes|struggles|else)\b|happens to everyone\b|"
        r"anyone would\b"
    ),
    "worse bad": r"ha(?:ve|s|d) it worse\b|could be (?:(?:much|a lot) )?worse\b|not (?:that|so|all that|too) bad\b",
    "worry sad afraid silly cry fret upset angry anxious nervous ashamed": (
        r"(?:don't|do not|never|no need to|nothing to) (?:worry|cry|fret|be (?:(?:so|too) )?"
        r"(?:sad|afraid|silly|upset|angry|anxious|nervous|ashamed))\b"
    ),
    "down up": rf"{CLAUSE_START}(?:(?:just|please|simply) )?(?:calm down|cheer up)\b",
    "over": r"get(?:ting)? over (?:it|this|that)\b",
    "side lining": r"(?:bright|positive) side\b|silver lining\b",
    "positive": rf"{CLAUSE_START}(?:just |try to )?(?:think|be|stay) positive\b",
    "fine okay ok alright right": (
        r"(?:you'll|you will|it'll|it will|everything will|things will|it's going to|it is going to|you're going to|"
        r"everything is going to) (?:all )?be (?:(?:just|all|perfectly) )?(?:fine|okay|ok|alright|right)\b"
    ),
    "better pass easier": (
        r"(?:you'll|you will|it'll|it will|things will|this will|this too shall|that will) (?:(?:soon|all) )?"
        r"(?:feel better|get better|get easier|pass|be better)\b"
    ),
    "heals": r"time heals\b",
    "relax calm chill smile": r"(?:just|simply) (?:relax|calm|chill|smile)\b",
    "ignore forget move stop let": (
        r"(?:just|simply) (?:ignore|forget|move on|let (?:it|that|them) go)\b|"
        rf"{CLAUSE_START}(?:just|simply) stop\b"
    ),
    "just only merely": (
        r"(?:it's|it is|that's|that is|they're|they are) (?:just|only|merely) (?:an? (?:phase|thought|feeling|emotion|"
        r"memory|dream|opinion)|your|in your|thoughts|feelings|words|stress|nerves)\b"
    ),
    "head mind imagination": r"all in your (?:head|mind)\b|your imagination\b",
    "others people": (r"(?:others|(?:other|many|some) people) (?:have|are|suffer)(?: \w{1,20})? (?:worse|less)\b"),
    "deal": r"(?:no|not an?|not such a) big deal\b",
    "grateful thankful": r"(?:can|could|might|just|simply|to) be (?:grateful|thankful) (?:that|for|you)\b",
    "strong": rf"{CLAUSE_START}(?:just )?(?:stay|be) strong\b",
}

_KNOWING = {
    "know": (
        r"i (?:(?:do|just|already|really|also|exactly) )?know (?:(?:exactly|just|precisely) )?(?:how|what) "
        r"(?:\w{1,12} )?(?:you|that|it|this|hard|difficult|painful)\b|"
        r"i know (?:that )?(?:you feel|you're feeling|"
        r"(?:it's|it is|this is|it must be) (?:(?:so|very|really) )?(?:hard|difficult|painful|tough))\b"
    ),
    "understand": (
        r"i (?:(?:do|can|completely|totally|fully|really|just|perfectly|so|certainly|definitely) ){0,2}understand\b"
        r"(?=\s{0,3}(?:[.,;:!]|\Z)| (?:completely|exactly|how|what|why|your?|that (?:you feel|it|this)|it|this)\b)"
    ),
    "imagine relate feel share": (
        r"i (?:can|could) (?:(?:only|really|just|totally|so|completely) )?(?:imagine|relate|feel your)\b|"
        r"i (?:feel|share) your (?:pain|sadness|grief|anger)\b"
    ),
    "been": r"i(?:'ve| have) been (?:there|through)\b",
    "must": r"(?:you|that|it|this) must (?:feel|be feeling|have felt|have been)\b",
}

_CONDITION = (
    r"(?:depression|anxiety|ptsd|adhd|ocd|autism|trauma|bpd|burnout|abandonment issues|low self-esteem|"
    r"an? (?:\w{1,20} )?(?:disorder|syndrome|attachment(?: style)?))"
)
_ILL = (
    r"(?:depressed|traumati[sz]ed|bipolar|narcissistic|codependent|addicted|an addict|an alcoholic|in denial|paranoid|"
    r"neurotic|dissociating|projecting|avoidant|insecurely attached|borderline|autistic|hysterical)"
)
_READING_IN = {
    "because": (
        r"(?:that's|that is|it's|it is|this is|only|just|probably|perhaps|maybe) because (?:of )?(?:you|your|you're)\b|"
        r"because (?:of )?your (?:mother|father|parents|childhood|upbringing|past)\b"
    ),
    "reason": r"the (?:real )?reason (?:(?:that|why) )?you\b",
    "deep": rf"{CLAUSE_START}deep down\b",
    "really actually secretly unconsciously subconsciously": (
        r"what you (?:really|actually|secretly) (?:feel|mean|want|need|fear|are)\b|"
        rf"{not_behind('what', 'do', 'did', 'if', at='you')}"
        r"you (?:actually|really|secretly) (?:feel|want|mean|think|need|fear)\b|"
        r"you (?:(?:are|were) )?(?:secretly|unconsciously|subconsciously)\b"
    ),
    "unconscious subconscious child ego defence defense defences defenses resistance denial defensive": (
        r"your (?:unconscious|subconscious|inner child|ego|defen[cs]es?|resistance|denial)\b|being defensive\b"
    ),
    "means shows suggests proves indicates": (
        r"(?:this|that|it|which) (?:(?:really|probably|clearly|just) )?(?:means|shows|suggests|proves|indicates) "
        r"(?:that )?(?:you|your)\b"
    ),
    "have suffer suffering having show symptom symptoms signs": (
        r"you(?:'re| are| may| might| could| probably| clearly| seem to| do){0,2} "
        rf"(?:have|suffer from|suffering from|having|show signs of) {_CONDITION}\b|"
        r"symptoms? of\b|signs of (?:depression|anxiety|trauma|ptsd)\b"
    ),
    "depressed traumatized traumatised bipolar narcissistic codependent addicted addict alcoholic denial paranoid "
    "neurotic dissociating projecting avoidant attached borderline autistic hysterical": (
        rf"{not_behind('if', 'when', 'where', 'while', at='you')}"
        r"you(?:'re| are| were| seem| sound| must be| might be| may be) "
        rf"(?:(?:just|clearly|obviously|probably|a bit|so|very|really) )?{_ILL}\b"
    ),
    "disorder disorders": r"(?:personality|anxiety|mood|eating|mental|attachment|stress|bipolar) disorders?\b",
    "always never": (
        rf"{not_behind('can', 'if', 'do', 'what', 'that', at='you')}you (?:always|never)\b"
        r"(?! (?:know|(?:have|need|had|needed) to)\b)(?= \w)"
    ),
    "obviously clearly": r"(?:obviously|clearly),? you(?:'re| are| have)?\b|you(?:'re| are)? (?:obviously|clearly)\b",
    "typical": r"typical (?:of|for) (?:you|people|someone)\b",
}

JUDGING: tuple[Line, ...] = (
    *lines(VoiceKind.VERDICT, _VERDICT, _DENIED),
    *lines(VoiceKind.MINIMISING, _MINIMISING),
    *lines(VoiceKind.KNOWING, _KNOWING),
    *lines(VoiceKind.READING_IN, _READING_IN, _DENIED),
)
