"""What a state waits for: words, a number, taps, silence, a breath."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.authoring.build_ways import check_buttons
from bot.authoring.nodes import Node, Scalar
from bot.authoring.placement import takes_text
from bot.authoring.problems import Report, Rule
from bot.authoring.shapes import Fields, entries, fields, label, name, one_of, only_true, scalar, text, whole, words
from bot.dialogue.model import Breath, Listen, ManyAsk, Option, Pause, Reading, ScaleAsk, TextAsk, Wait

_LONGEST_PAUSE = 3600  # seconds; longer silence is another exercise
_LONGEST_BREATH = 60  # minutes
_SCALE = re.compile(r"(\d{1,3})\s*-\s*(\d{1,3})\Z")
_MOST_RATINGS = 21  # buttons on a scale; more cannot be told apart


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What a state has when it does not say otherwise."""

    listen: Listen = field(default_factory=Listen)
    body_places: tuple[Option, ...] = ()


def build_wait(found: Fields, defaults: Defaults) -> Wait | None:
    if takes_text(found):
        return _text_ask(found, defaults)
    if "scale" in found:
        return found.take("scale", _scale)
    if "many" in found:
        return ManyAsk(options=found.take("many", options) or ())
    if "places" in found:
        return _body_places(found, defaults)
    if "pause" in found:
        return Pause(lasts=timedelta(seconds=found.take("pause", whole(1, _LONGEST_PAUSE)) or 0))
    return found.take("breathe", _breath)


def listen(found: Fields, default: Listen) -> Listen:
    """The `listen` among these fields; what it leaves out is as in `default`."""
    if "listen" not in found:
        return default
    own = fields(found.found["listen"].value, ("most", "min_words"), found.report)
    most, min_words = own.take("most", whole(0, 5)), own.take("min_words", whole(0, 100))
    default = replace(default, most=default.most if most is None else most)
    return replace(default, min_words=default.min_words if min_words is None else min_words)


def options(node: Node, report: Report) -> tuple[Option, ...]:
    found = entries(node, report)
    check_buttons(len(found), node, report)
    return tuple(Option(key=name(entry.key, report), label=label(entry.value, report)) for entry in found)


def _text_ask(found: Fields, defaults: Defaults) -> TextAsk:
    found.take("text", only_true)
    reading = found.take("read", one_of(Reading)) or Reading.WORDS
    return TextAsk(
        reading=reading,
        phrase=_phrase(found, reading),
        unclear=found.take("unclear", words),
        listen=listen(found, defaults.listen),
    )


def _phrase(found: Fields, reading: Reading) -> str | None:
    if reading is Reading.PHRASE:
        return found.need("phrase", text)
    if "phrase" in found and "read" in found:
        sentence = f"`phrase` has no place beside `read: {reading}`."
        advice = "Write `read: phrase`, or take it out."
        found.report.add(Rule.OUT_OF_PLACE, found.mark_of("phrase"), sentence, advice)
    return None


def _scale(node: Node, report: Report) -> ScaleAsk:
    found = scalar(node, report)
    read = _SCALE.match(found.text)
    low, high = (int(read[1]), int(read[2])) if read else (0, 0)
    if not low < high < low + _MOST_RATINGS:
        sentence = f"`{found.text}` is no scale."
        report.add(Rule.BAD_SCALE, found.mark, sentence, "Write the lowest and the highest number, as in `0-10`.")
    return ScaleAsk(low=low, high=high)


def _body_places(found: Fields, defaults: Defaults) -> ManyAsk:
    found.take("places", only_true)
    if not defaults.body_places:
        advice = "Add `body_places:` there, or list them here with `many`."
        found.report.add(Rule.NO_BODY_PLACES, found.mark_of("places"), "`_phrases.yaml` has no body places.", advice)
    return ManyAsk(options=defaults.body_places)


def _breath(node: Node, report: Report) -> Breath:
    if isinstance(node, Scalar):
        return Breath(pattern=text(node, report))
    own = fields(node, ("pattern", "minutes"), report)
    breath = Breath(pattern=own.take("pattern", text))
    minutes = own.take("minutes", whole(1, _LONGEST_BREATH))
    return breath if minutes is None else replace(breath, minutes=minutes)
