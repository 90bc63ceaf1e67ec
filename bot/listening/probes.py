"""Whether to say "tell me more", and in which words. A first, plain policy: thin answers only, never pressed."""

from __future__ import annotations

from bot.listening.cues import Cues
from bot.listening.hearing import Heard


def choose_probe(
    heard: Heard,
    cues: Cues,
    *,
    asked: int,
    most: int,
    min_words: int,
    quiet: bool,
    tense: bool,
    last: str | None,
    seed: int,
) -> str | None:
    """The id of the probe to say, or None to go on.

    `asked` probes have been said on this question, of at most `most`. Nobody is asked for more after a refusal, an "I
    don't know" or a "that is all", when tense, or when they chose quiet listening. The words said last are never said
    again at once.
    """
    if quiet or tense or asked >= most or heard.words >= min_words:
        return None
    if heard.refuses or heard.closes or heard.unknowing:
        return None
    fresh = [probe for probe in cues.probes if probe != last]
    return fresh[seed % len(fresh)] if fresh else None
