"""The kinds of things that the coach does not say, each with what is wrong about it and what to say instead.

The phrases of each kind are in `voice_pushing.py`, `voice_judging.py` and `voice_unsafe.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class VoiceKind(StrEnum):
    """A kind of thing that the coach does not say."""

    # How it speaks of a person and to them
    DUTY = "duty"
    ADVICE = "advice"
    VERDICT = "verdict"
    MINIMISING = "minimising"
    KNOWING = "knowing"
    LEADING = "leading"
    WHY = "why"
    BUT = "but"
    READING_IN = "reading_in"
    EXCLAMATION = "exclamation"
    SECOND_QUESTION = "second_question"
    # What it says of death, of itself and of what it is for
    DEATH = "death"
    METHOD = "method"
    PRODUCT = "product"
    HOOK = "hook"
    FEELING = "feeling"


# A sentence, {words} in it, and advice. Sources: the practices of motivational interviewing, which count advice and
# "should" against a session; the media guidelines on suicide of Samaritans and the WHO; the APA's advisory on chatbots.
EXPLAINED: Mapping[VoiceKind, tuple[str, str]] = {
    VoiceKind.DUTY: (
        "{words} lays a duty on the person.",
        'Say what is possible: "you can", "if you like".',
    ),
    VoiceKind.ADVICE: (
        "{words} is advice that nobody asked for.",
        "Ask what the person would like, or offer it as one thing among others.",
    ),
    VoiceKind.VERDICT: (
        "{words} judges, and praise is a judgement too.",
        'Say "Thank you", or the person\'s own words once more, or nothing.',
    ),
    VoiceKind.MINIMISING: (
        "{words} makes what somebody feels smaller than it is to them.",
        "Leave it as big as it is.",
    ),
    VoiceKind.KNOWING: (
        "{words} claims to know what only the person can know.",
        'Say "I don\'t know what that is like for you", and ask.',
    ),
    VoiceKind.LEADING: (
        "{words} asks for a yes.",
        'Ask openly: with "what" or "how", and without "not".',
    ),
    VoiceKind.WHY: (
        "{words} asks people to justify themselves.",
        'Ask "What led to it?" or "What happened?".',
    ),
    VoiceKind.BUT: (
        "{words} takes back what was said before it.",
        'Say "and", or make two sentences of it.',
    ),
    VoiceKind.READING_IN: (
        "{words} explains the person to themselves.",
        "Ask what it is like, and leave its meaning to them.",
    ),
    VoiceKind.EXCLAMATION: (
        "{words} raises the voice.",
        "End with a full stop.",
    ),
    VoiceKind.SECOND_QUESTION: (
        "{words} is a second question in one message.",
        "Ask one, and the other in a state of its own.",
    ),
    VoiceKind.DEATH: (
        "{words} is a way to speak of suicide that hurts or tempts.",
        'Say "died by suicide", "a suicide attempt", "thoughts of ending your life".',
    ),
    VoiceKind.METHOD: (
        "{words} names a way to harm oneself.",
        'Name none: "anything you could use to hurt yourself".',
    ),
    VoiceKind.PRODUCT: (
        "{words} promises what this program is not.",
        "Say practice, exercise, notice, program.",
    ),
    VoiceKind.HOOK: (
        "{words} binds people to the program.",
        "Let them go, and point to the people in their life.",
    ),
    VoiceKind.FEELING: (
        "{words} claims a feeling, or a person behind the words.",
        "Say what a program can: it keeps, shows, asks, and does not know.",
    ),
}

# What is unsafe to say, whoever hears it. The rest, but for the second question, judges or pushes somebody.
UNSAFE_KINDS = frozenset({VoiceKind.DEATH, VoiceKind.METHOD, VoiceKind.PRODUCT, VoiceKind.HOOK, VoiceKind.FEELING})
