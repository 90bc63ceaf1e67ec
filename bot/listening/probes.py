"""Decides whether to ask for more, and in which words. A simple policy: only after short answers, never pressing."""

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
    """Return the id of the probe to say, or None to go on.

    So far `asked` probes were said on this question, of at most `most`. Nobody is asked for more after a refusal, an "I
    don't know" or a "that is all", when tense, or when they chose quiet listening. The probe that was said last is not
    said again at once.
    """
    if quiet or tense or asked >= most or heard.words >= min_words:
        return None
    if heard.refuses or heard.closes or heard.unknowing:
        return None
    fresh = [probe for probe in cues.probes if probe != last]
    return fresh[seed % len(fresh)] if fresh else None
