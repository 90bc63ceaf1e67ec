"""The keys of a state, in the order in which editors offer them. The `build` modules say what becomes of each."""

from __future__ import annotations

from bot.dialogue.model import Deed, Reading
from bot.language.grammar.build_ways import choices, dialogue_id, settings, ways
from bot.language.grammar.picture_shapes import picture_name
from bot.language.grammar.placement import PLACEMENT
from bot.language.grammar.seal_and_visit_shapes import sealed_names, visit
from bot.language.grammar.shapes import (
    NAME,
    is_false,
    name,
    one_of,
    only_true,
    plain_words,
    reference,
    text,
    whole,
    words,
)
from bot.language.grammar.tables import Fragment, Table, reads
from bot.language.grammar.wait_shapes import breath, listening, options, scale
from bot.language.problems import Report
from bot.language.source.nodes import Node, Sequence

_LONGEST_PAUSE = 3600  # seconds; longer silence is another exercise


@reads({"anyOf": [{"const": False}, NAME]})
def _skip(node: Node, report: Report) -> str | None:
    """Read the choice that /skip stands for; None if skipping is refused."""
    return None if is_false(node) else reference(node, report)


@reads({"anyOf": [NAME, {"type": "array", "items": NAME}]})
def old_ids(node: Node, report: Report) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return tuple(name(item, report) for item in items)


# `build_waits` enforces this one.
_PHRASE: Fragment = {
    "if": {"properties": {"read": {"const": str(Reading.PHRASE)}}, "required": ["read"]},
    "then": {"required": ["phrase"]},
    "else": {"properties": {"phrase": False}, "errorMessage": "`phrase` belongs beside `read: phrase`."},
}

# `build` enforces these two: taps are counted in a silence or a breath, and what these keep is the count.
_SILENT: Fragment = {"anyOf": [{"required": ["pause"]}, {"required": ["breathe"]}]}
_IS_NO_COUNT: Fragment = {"not": {"required": ["count"]}}
_COUNTS: Fragment = {
    "properties": {"choices": {"not": {"additionalProperties": _IS_NO_COUNT}}},
    "required": ["choices"],
}
_COUNTING: tuple[Fragment, ...] = (
    {"if": _COUNTS, "then": _SILENT},
    {"if": {"allOf": [_SILENT, {"required": ["keep", "choices"]}]}, "then": _COUNTS},
)

_ELSEWHERE = {
    **dict.fromkeys(
        ("label", "start", "unseal", "count"), "It belongs to a button: `choices: {a: {label: ..., ...}}`."
    ),
    **dict.fromkeys(("if",), "It belongs to a way: `next: [{if: ..., to: ...}, {to: ...}]`."),
    **dict.fromkeys(
        ("title", "about", "kind", "load", "source", "minutes", "states"),
        "It belongs to the whole dialogue: write it above `states`.",
    ),
}

STATE = Table(
    name="state",
    about="A place where the bot speaks, asks or waits.",
    rules=(*PLACEMENT, _PHRASE, *_COUNTING),
    slips={"to": "next"},
    elsewhere=_ELSEWHERE,
)

SAY = STATE.key("say", words, "Is said, without waiting for anything.")
PICTURE = STATE.key("picture", picture_name, "A file in the folder `pictures`: it is shown, with `say` under it.")
ASK = STATE.key("ask", words, "A question. Unless something else is waited for, what people write is the answer.")
CHOICES = STATE.key("choices", choices, "Buttons, each by a key of your choosing.")
SKIP = STATE.key("skip", _skip, "The choice that /skip stands for; `false` where it must not be skipped, as consent.")
SCALE = STATE.key("scale", scale, "Waits for a number: `0-10`. At most 21 numbers.")
MANY = STATE.key("many", options, "Buttons to tick, as many as fit, each by a key of your choosing: `{look: A look}`.")
PLACES = STATE.key("places", only_true, "The same with the places of the body, which stand in `_phrases.yaml`.")
PAUSE = STATE.key("pause", whole(1, _LONGEST_PAUSE), "Seconds of silence.")
BREATHE = STATE.key("breathe", breath, "A breath to follow: a pattern's name, or `{pattern: ..., minutes: ...}`.")
READ = STATE.key("read", one_of(Reading), "What is written has to be understood as this.")
PHRASE = STATE.key("phrase", text, "What must be written, for `read: phrase`.")
UNCLEAR = STATE.key("unclear", words, "Is said when the reading fails; then the question comes again.")
TEXT = STATE.key("text", only_true, "Beside `choices`: people may write instead.")
LISTEN = STATE.key("listen", listening, "When a short answer to this question is met with 'tell me more'.")
KEEP = STATE.key("keep", name, "Keeps the answer as a reflection, and under this name for conditions and words.")
REMEMBER = STATE.key("remember", name, "Beside `keep`: holds the words under this name for good, in every dialogue.")
MORE = STATE.key("more", plain_words, "This question's own words for 'tell me more', said first.")
SET = STATE.key("set", settings, "Puts something into the person's settings: `[place]` or `{listening: quiet}`.")
DO = STATE.key("do", one_of(Deed), "Orders one of a few things.")
SEAL = STATE.key(
    "seal", sealed_names, "Puts away what was kept under these names, out of /history: `[fears, hard_times]`."
)
VISIT = STATE.key("visit", visit, "Opens another dialogue at a later time: `{dialogue: ..., in: 1d}`.")
CALL = STATE.key("call", dialogue_id, "Goes into another dialogue and comes back to `next`.")
NEXT = STATE.key("next", ways, "The state that follows, or a list of ways: `[{if: ..., to: ...}, {to: ...}]`.")
END = STATE.key("end", only_true, "The dialogue is over here.")
RENAMED_FROM = STATE.key("renamed_from", old_ids, "The id that this state had before, or a list of them.")
PART = STATE.key("part", name, "The part of the exercise that this state belongs to.")
CHECKPOINT = STATE.key("checkpoint", only_true, "Whoever lost their place in a change of the file may begin here.")
