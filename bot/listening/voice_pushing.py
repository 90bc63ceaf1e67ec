"""English phrases that push: duties, advice, questions that want a certain answer, and a "but" that takes back.

To ask what somebody needs, or to offer something, is not to push: "What would you need to go on?", "if you like".
"""

from __future__ import annotations

from bot.listening.voice_kinds import VoiceKind
from bot.listening.voice_patterns import ASKS, CLAUSE_START, SENTENCE_START, TELLS, Line, lines, not_behind

# "Nobody says you must": a denial in the same clause. "No, you should rest" is none.
_DENIED = r"\b(?:no|not|never|nor|neither|nobody|nothing|none|without|isn't|aren't)\b(?!,)[^.?!:;,\n]*\Z"

# "If you need to stop", "what do you have to lose", "things you feel like you have to do" lay on nothing.
_LAID_ON = not_behind(
    *("if", "when", "whenever", "where", "what", "why", "than", "as", "before", "until", "all", "like", "that", "this"),
    *("do", "did", "would", "will", "something", "thing", "things"),
    at="you|we",
)
_DUTY = {
    "should shouldn't must mustn't ought oughtn't": (
        r"(?:you|people|everyone|everybody) (?:(?:really|probably|definitely|also|just|all|always|never) )?"
        r"(?:should|shouldn't|must|mustn't|ought|oughtn't)\b(?! (?:feel|be feeling|have (?:had|been|got|felt)))|"
        rf"we (?:really )?(?:should|must)\b{TELLS}"
    ),
    "have need": rf"{_LAID_ON}(?:you|we) (?:(?:really|still|just|also|always|only|do) )?(?:have|need) to\b{TELLS}",
    "got gotta": r"(?:you've|we've|you|we)(?: just| really)? (?:got to|gotta)\b",
    "need needs": r"(?:all|what) you need to do\b|needs? to change\b",
    "you'll you'd": r"you'(?:ll|d) (?:have|need) to\b",
    "supposed expected": r"you(?:'re| are) (?:supposed|expected) to\b",
    "better": r"you(?:'d| had) better\b",
    "need want like": (
        r"i (?:really |do |just )?(?:need|want) you to\b|i(?:'d| would) (?:really |also )?like (?:for )?you to\b"
    ),
    "going gonna": r"(?:you're|you are|we're|we are) (?:going to|gonna) (?:have|need|want) to\b",
    "important essential crucial vital": (
        r"(?:it's|it is|that's|that is|this is) (?:very |so |really |extremely |absolutely |quite )?"
        r"(?:important|essential|crucial|vital)\b(?! to (?:you|him|her|them|me|us)\b)"
    ),
    "responsibility duty job": r"(?:it's|it is) your (?:responsibility|duty|job)\b",
}

_ADVICE = {
    "suggest recommend advise encourage urge": (
        r"(?:i|we)(?:'d| can't| don't)?(?: (?:would|really|strongly|do|not|can|cannot|might|then|always|usually|highly|"
        r"also|just)){0,2} (?:suggest|recommend|advise|encourage|urge)\b"
    ),
    "advice suggestion recommendation": r"(?:my|some|piece of|the best|word of) (?:advice|suggestion|recommendation)\b",
    "think": (
        r"i(?: do| really)? think (?:that )?(?:you'd|it would be|it'd be|the best|"
        r"you (?:should|must|ought|could|can|might|(?:(?:just|really) )?(?:need|have)))\b"
    ),
    "try": (
        r"you (?:could|might|may|can|should)(?: (?:also|just|always|perhaps|maybe)){0,2}(?: want to)? try\b|"
        rf"{CLAUSE_START}(?:(?:just|please|do|always) ){{0,2}}try (?:to|not to|and)\b"
    ),
    "tried considered thought": (
        rf"{CLAUSE_START}(?:have|haven't) you (?:ever )?(?:tried|considered|thought (?:about|of))\b"
    ),
    "why": r"why (?:don't (?:you|we)|not)\b",
    "were was": r"if i (?:were|was) (?:you|in your)\b",
    "best": (
        r"(?:it's|it is|it'd be|it would be|you'd be) best\b|"
        r"the best (?:option|bet|choice|(?:thing|way) (?:is|would be|to do|for you))\b"
    ),
    "option": r"(?:good|better) option\b",
    "bad dangerous harmful unhealthy good best": (
        rf"{not_behind('what is', 'what was', 'what felt', at='[bdghu]')}"
        rf"(?:bad|dangerous|harmful|unhealthy|best|good) for (?:you|your \w{{1,20}})\b{TELLS}"
    ),
    "sure": rf"{not_behind('just to', 'let me', at='make')}make sure (?:that )?you\b{TELLS}|{CLAUSE_START}make sure\b",
    "forget remember": rf"{CLAUSE_START}(?:please )?(?:(?:don't|do not|never) forget|always remember|remember to)\b",
    "about": rf"{CLAUSE_START}(?:how|what) about (?:you |we )?\w{{1,20}}ing\b",
    "helpful healthier healthy useful beneficial good": (
        r"it (?:would|might|could|may|will) be (?:really |very )?"
        r"(?:good|helpful|healthier|healthy|useful|beneficial) (?:for you|if you|to)\b"
    ),
    "want wanna": (
        rf"{not_behind('where', 'when', 'what', 'that', 'think', at='you')}you(?:'ll|'d| might| may| could| will)"
        r"(?: (?:also|really|just|probably))? (?:want to|wanna)\b"
    ),
    "use": rf"{CLAUSE_START}you (?:could|can|should) (?:also |just )?use\b",
    "hate": r"(?:i'd|i would) hate\b",
    "promise": r"i(?: can)? promise\b",
    "step": r"the next step is\b",
    "consider": rf"{CLAUSE_START}(?:please |you (?:could|might|may) )?consider\b",
}

_LEADING = {
    "don't wouldn't isn't aren't won't can't couldn't didn't haven't hasn't doesn't wasn't weren't shouldn't": (
        rf"{CLAUSE_START}(?:or )?"
        r"(?:don't|wouldn't|isn't|aren't|won't|can't|couldn't|didn't|haven't|hasn't|doesn't|wasn't|weren't|shouldn't) "
        rf"(?:you|it|that|this|there|we|they|he|she|your)\b{ASKS}"
    ),
    "not": (
        rf"{CLAUSE_START}(?:do|would|is|are|can|could|did|have|has|was|were|should) "
        rf"(?:you|it|that|this|they|he|she) not\b{ASKS}"
    ),
    "agree admit": r"you(?:'d| would) (?:agree|admit)\b",
    "surely": rf"{CLAUSE_START}surely\b",
    "sure": rf"{CLAUSE_START}are you (?:(?:really|quite|absolutely) )?sure\b",
    "right correct no okay ok true yes": r"(?<=, )(?:right|correct|no|okay|ok|true|yes)\?",
    "really": rf"{CLAUSE_START}(?:do|did|is|are|was|were) (?:you|it|that|they) really\b{ASKS}",
}

_WHY = {
    "why": (
        rf"(?:{CLAUSE_START}|(?<=\bor ))why\b(?! (?:don't (?:you|we)|not)\b){ASKS}|"
        r"why (?:did|do|didn't|haven't|aren't|were|weren't|would|wouldn't|can't|won't) you\b|"
        r"(?:tell me|explain|say) why\b(?=[^.?!\n]{0,80}\byou)"
    ),
    "come": r"how come\b",
    "makes made": rf"{CLAUSE_START}what (?:makes|made) you (?:think|so|believe)\b{ASKS}",
    "justify": r"justify (?:that|this|it|yourself|your)\b",
}

_BUT = {
    "but however": (
        rf"{SENTENCE_START}(?:(?:and|so) )?(?:(?:it|that|this) (?:sounds?|seems?|is|was|must)|"
        r"you(?:'re| are| feel| felt| say| said| want| wanted| were| seem)|"
        r"i hear|i see|thank you|part of you|on the one hand)\b"
        r"[^.?!:;\n]{0,120}[ ,](?P<at>but|however)\b|(?:(?<=· )|(?<=·, ))but\b"
    ),
    "yes": rf"{SENTENCE_START}yes,? but\b",
}

PUSHING: tuple[Line, ...] = (
    *lines(VoiceKind.DUTY, _DUTY, _DENIED),
    *lines(VoiceKind.ADVICE, _ADVICE),
    *lines(VoiceKind.LEADING, _LEADING),
    *lines(VoiceKind.WHY, _WHY),
    *lines(VoiceKind.BUT, _BUT),
)
