"""English phrases about death, about the bot and about its purpose that the bot does not say.

Source for safe messaging: the media guidelines of Samaritans and the WHO. The bot may say what it is not ("no
therapist"), and send somebody to a person who is.
"""

from __future__ import annotations

from bot.listening.voice_kinds import VoiceKind
from bot.listening.voice_patterns import CLAUSE_START, Line, lines, not_behind

# "I am a program and no therapist", "not therapy, diagnosis or emergency care": a denial in the same sentence.
_DENIED = r"\b(?:no|not|never|nor|neither|cannot|nobody|nothing|isn't|aren't)\b(?!,)[^.?!:;\n]*\Z"

_DEATH = {
    "suicide suicides attempt attempts": (
        r"commit(?:s|ted|ting)? suicide\b|"
        r"(?:successful|failed|unsuccessful|completed) (?:suicides?|(?:suicide )?attempts?)\b(?! (?:at|to)\b)|"
        r"suicides? (?:attempts? )?(?:failed|succeeded|was successful)\b|suicide epidemic\b"
    ),
    "cry attention attention-seeking way": (r"cry for help\b|attention[- ]seek(?:ing|er)\b|the easy way out\b"),
}

_SELF = r"(?:yourself|yourselves|myself|themselves|himself|herself|oneself)"
_METHOD = {
    "overdose overdoses overdosed overdosing": r"overdos(?:e|es|ed|ing)\b",
    "yourself yourselves myself themselves himself herself oneself": (
        r"(?:hang(?:s|ed|ing)?|hung|shoot(?:s|ing)?|shot|drown(?:s|ed|ing)?|poison(?:s|ed|ing)?|stab(?:s|bed|bing)?|"
        r"cut(?:s|ting)?|burn(?:s|ed|ing)?|suffocat(?:e|es|ed|ing)|strangl(?:e|es|ed|ing)) "
        rf"{_SELF}\b(?! (?:off|some)\b)"
    ),
    "wrist wrists": r"(?:slit|slitting|slash|slashing|cut|cutting) (?:your|my|their|his|her|the) wrists?\b",
    "bridge building roof balcony window cliff train": (
        r"(?:jump|leap)(?:s|ed|ing)? (?:off|from|out of|in front of) (?:(?:an?|the) )?"
        r"(?:bridge|building|roof|balcony|window|cliff|train)\b"
    ),
    "noose razor razors pills tablets firearm firearms gun guns pistol monoxide cyanide poison": (
        r"(?:noose|razors?|pills|\d{1,4} tablets|firearms?|guns?|pistol|carbon monoxide|cyanide|poison)\b"
    ),
}

_PRODUCT = {
    "therapy therapies therapeutic psychotherapy": r"(?:(?:psycho)?therapy|therapies|therapeutic)\b",
    "therapist therapists psychotherapist psychotherapists": (
        rf"{not_behind('your', 'see a', 'with a', 'to a', 'ask a', 'or a', 'or', at='psy|the')}"
        r"(?:psycho)?therapists?\b|as your therapist\b"
    ),
    "treatment treatments treat treats": (
        r"(?<!silent )treatments?\b|"
        r"treats? (?:(?:your|the|any) )?(?:depression|anxiety|trauma|ptsd|symptoms?|illness|condition|disorder)\b"
    ),
    "patient patients": (
        r"patients\b|(?:an?|the|our|my) patient\b(?=\s{0,3}(?:[.,;:!?)]|\Z)| (?:who|is|has|can|will)\b)"
    ),
    "diagnose diagnosed diagnoses diagnosis diagnostic": r"diagnos(?:e|ed|es|is|tic)\b",
    "cure cures cured heal heals healing": (
        r"cure[sd]?\b|(?:will|can|to|this|it|you) heals?\b|heal(?:s|ing)? (?:your|you|the|from|trauma|shame|wounds)\b"
    ),
    "proven tested validated guaranteed guarantee guarantees": (
        r"(?:clinically|scientifically|medically) (?:proven|tested|validated)\b|proven to\b|guarantee[ds]?\b"
    ),
    "safe": r"safe space\b",
    "medical clinical": r"(?:medical|clinical) (?:advice|care|help|program|programme|tool)\b",
    "works": r"(?:always|really) works\b|works for everyone\b",
}

_I_AM = r"(?:i'm|i am|i'll be|i will be)"
_HOOK = {
    "miss missed": (
        r"(?:i|we)(?:'ve| have|'ll| will)? miss(?:ed)? you\b|"
        r"you(?:'ve| have)? missed (?:a day|your (?:practi[sc]e|breath|prompt|exercise)|yesterday|\d{1,3}|two|three)\b"
    ),
    "streak streaks row": r"streaks?\b|(?:days|times|weeks) in a row\b",
    "here there": (
        rf"(?:always|{_I_AM}(?: (?:always|right))?) (?:right )?(?:here|there) for you\b|"
        rf"{_I_AM} (?:always )?(?:here|there),? (?:any ?time|always|24/7|whenever)\b|"
        rf"{_I_AM} always (?:here|there)\b|i(?:'ll| will) always be (?:here|there)\b"
    ),
    "soon tomorrow": r"(?:come back|see you|talk to you|speak) (?:soon|tomorrow|again soon)\b",
    "waiting wait": r"i(?:'m| am|'ve been| have been|'ll be| will be|'ll| will) wait(?:ing)? for you\b",
    "while ages long": r"(?:it's|it has|it is) been (?:a (?:long )?while|ages|(?:so|too) long)\b(?! since)",
    "need": r"(?:i'm|i am) all you need\b|you only need me\b",
    "haven't": r"(?:you|we) haven't (?:practi[sc]ed|been here|come|written|talked|seen you|heard)\b",
    "leave go": rf"{CLAUSE_START}(?:please )?(?:don't|do not) (?:leave|go)(?: (?:me|yet))?(?=\s{{0,3}}(?:[.,!?]|\Z))",
    "secret": r"our (?:little )?secret\b|keep (?:this|it) a secret\b",
}

_FEELING = {
    "feel care love worry believe cherish hope": (
        rf"{not_behind('do', 'did', 'what', 'how', 'when', 'where', 'that', 'if', 'can', 'may', at='i ')}"
        r"i (?:(?:really|truly|do|also|deeply|just|genuinely) ){0,2}(?:feel|care|love|worry|believe in|cherish|hope)\b"
    ),
    "happy glad sad worried excited touched moved heartbroken concerned delighted hurt grateful honoured honored "
    "thrilled upset pleased": (
        r"i(?:'m| am) (?:(?:so|really|very|truly|deeply|always) ){0,2}(?:happy|glad|sad|worried|excited|touched|moved|"
        r"heartbroken|concerned|delighted|hurt|grateful|honou?red|thrilled|upset|pleased)\b"
    ),
    "human person friend companion doctor": (
        r"i(?:'m| am) (?:(?:only|just|also|like) )?(?:an? |your )?(?:(?:real|good|true|best) )?"
        r"(?:human|person|friend|companion|doctor)\b|as (?:a|your) (?:human|friend)\b"
    ),
    "heart feelings": r"my (?:heart|feelings)\b",
}

UNSAFE: tuple[Line, ...] = (
    *lines(VoiceKind.DEATH, _DEATH),
    *lines(VoiceKind.METHOD, _METHOD),
    *lines(VoiceKind.PRODUCT, _PRODUCT, _DENIED),
    *lines(VoiceKind.HOOK, _HOOK, _DENIED),
    *lines(VoiceKind.FEELING, _FEELING),
)
