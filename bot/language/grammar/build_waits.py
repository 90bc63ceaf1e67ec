"""Builds what a state waits for: words, a number, taps, silence, a breath."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.dialogue.model import Listen, ManyAsk, Option, Pause, Reading, TextAsk, Wait
from bot.dialogue.words import Words
from bot.language.grammar import state_keys as keys
from bot.language.grammar.placement import takes_text
from bot.language.grammar.tables import Found
from bot.language.problems import Rule


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What a state has if it does not say otherwise."""

    listen: Listen = field(default_factory=Listen)
    unclear: Words | None = None
    body_places: tuple[Option, ...] = ()


def build_wait(found: Found, defaults: Defaults) -> Wait | None:
    """Return what the state waits for; None if it has no such key."""
    if takes_text(found.keys):
        return _text_ask(found, defaults)
    if "scale" in found:
        return found.take(keys.SCALE)
    if "many" in found:
        return ManyAsk(options=found.take(keys.MANY) or ())
    if "places" in found:
        return _body_places(found, defaults)
    if "pause" in found:
        return Pause(lasts=timedelta(seconds=found.take(keys.PAUSE) or 0))
    return found.take(keys.BREATHE)


def inherited(told: Map[str, int] | None, default: Listen) -> Listen:
    """Return what `listen` says, with what it leaves out taken from `default`."""
    return replace(default, **told) if told else default


def _text_ask(found: Found, defaults: Defaults) -> TextAsk:
    found.take(keys.TEXT)
    reading = found.take(keys.READ) or Reading.WORDS
    listen, more = inherited(found.take(keys.LISTEN), defaults.listen), found.take(keys.MORE)
    if more and not listen.most:
        sentence = "`more` has no place in this state: nothing asks for more here."
        advice = "Take it out, or let the question ask for more: `listen: {most: 1}`."
        found.report.add(Rule.OUT_OF_PLACE, found.mark_of(keys.MORE.name), sentence, advice)
    return TextAsk(
        reading=reading,
        phrase=_phrase(found, reading),
        unclear=found.take(keys.UNCLEAR) or (None if reading is Reading.WORDS else defaults.unclear),
        listen=listen,
        more=more,
    )


def _phrase(found: Found, reading: Reading) -> str | None:
    phrase = found.take(keys.PHRASE)
    if reading is Reading.PHRASE and "phrase" not in found.keys | found.meant:
        advice = "Add `phrase: ...`."
        found.report.add(Rule.MISSING_KEY, found.mark, "`phrase` is missing here.", advice)
    elif reading is not Reading.PHRASE and "phrase" in found and "read" in found:
        sentence = f"`phrase` has no place beside `read: {reading}`."
        advice = "Write `read: phrase`, or take it out."
        found.report.add(Rule.OUT_OF_PLACE, found.mark_of("phrase"), sentence, advice)
    return phrase


def _body_places(found: Found, defaults: Defaults) -> ManyAsk:
    found.take(keys.PLACES)
    if not defaults.body_places:
        advice = "Add `body_places:` there, or list them here with `many`."
        found.report.add(Rule.NO_BODY_PLACES, found.mark_of("places"), "`_phrases.yaml` has no body places.", advice)
    return ManyAsk(options=defaults.body_places)
