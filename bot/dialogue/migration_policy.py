"""Decides what becomes of a person in an older version of a dialogue when all move to the live one. Moves nobody.

The rules, for each frame of each stack:
- a person who can go on exactly as they are stays at their state, in the live version, and is told nothing;
- a person whose question changed moves to its new form and is asked again; a new id alone does not change a question;
- where questions changed places, a person who would miss one of them moves to that one first, and what they have
  answered already is not asked again;
- a person whose place is gone goes back, to the last checkpoint on their way or to the beginning;
- where neither is right, they keep their version until the author decides;
- a person in a menu, a setting or a prompt that changed keeps its version: it is soon over.
Nobody moves past a consent or tension question that they have not passed, or to words that need a value they have not
told.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.edges import ways_by
from bot.dialogue.model import DialogueId, DialogueKind, Load, ManyAsk, Pause, State, StateId, TextAsk, Wait
from bot.dialogue.reordering import answered_ahead, unasked_before
from bot.dialogue.session import Frame
from bot.dialogue.tension import is_tense, last_tension
from bot.dialogue.version_diff import VersionDiff, says_the_same


class MigrationAction(StrEnum):
    """What becomes of a frame: it stays at its state, moves to another, goes back, or keeps its version.

    DECIDE keeps the version too, until the author decides.
    """

    STAY = "stay"
    MOVE = "move"
    REWIND = "rewind"
    DECIDE = "decide"
    KEEP = "keep"


GOING_OVER = frozenset(
    {MigrationAction.STAY, MigrationAction.MOVE, MigrationAction.REWIND}
)  # with any other action a frame stays pinned to its version


@dataclass(frozen=True, kw_only=True, order=True)
class MigrationVerdict:
    """What becomes of one frame that is pinned to an older version, and why."""

    dialogue: DialogueId
    state: StateId  # where they are, by its id in that version
    action: MigrationAction
    to: StateId | None = None  # in the live version; None where they do not go over
    why: str = ""  # for the author


def judge_frame(diff: VersionDiff, frame: Frame, above: Frame | None) -> MigrationVerdict:
    """Return what becomes of the frame. `above` is the frame on top of it; None if it is the top one."""
    if diff.old and diff.old.kind is not diff.live.kind:
        return _stay_behind(diff, frame, f"it was `kind: {diff.old.kind}` and is `kind: {diff.live.kind}` now")
    here = diff.counterpart(frame.state)
    why = _why_not(diff, frame, above, here)
    if here and not why:
        return _goes_on(diff, frame, above, here)
    if diff.live.kind is not DialogueKind.EXERCISE:
        return _stay_behind(diff, frame, "")
    back = _way_back(diff, frame)
    if back is None:
        return _stay_behind(diff, frame, f"{why}, and it does not begin with a question")
    return _verdict(frame, MigrationAction.REWIND, back, why)


def _why_not(diff: VersionDiff, frame: Frame, above: Frame | None, here: State | None) -> str:
    """Return why they may not be at `here` in the live version; "" if they may."""
    if here is None:
        return _why_gone(diff, frame.state)
    if not (here.waits or call_comes_back(diff, frame, here, above)):
        return f"nobody waits at `{here.id}` any more"
    if diff.is_behind_gate(frame, here.id):
        return f"a consent or tension question before `{here.id}` was not passed"
    if lacking := diff.lacks(frame, here.id):
        return f"`{min(lacking)}` is needed from `{here.id}` on, and was not asked for as it is now"
    return ""


def _goes_on(diff: VersionDiff, frame: Frame, above: Frame | None, here: State) -> MigrationVerdict:
    is_exercise = diff.live.kind is DialogueKind.EXERCISE
    first = _to_ask_first(diff, frame, here) if is_exercise and above is None else None
    if first:
        why = f"`{first.id}` comes before `{here.id}` now, and was not asked yet"
        return _verdict(frame, MigrationAction.MOVE, first, why)
    returned_to = here.id == frame.state and call_comes_back(diff, frame, here, above)
    if returned_to or _asks_the_same(diff, frame.state, here):
        return _verdict(frame, MigrationAction.STAY, here, _not_again(diff, frame, here))
    if is_exercise:
        return _verdict(frame, MigrationAction.MOVE, here, _not_again(diff, frame, here))
    return _stay_behind(diff, frame, "")


def call_comes_back(diff: VersionDiff, frame: Frame, here: State, above: Frame | None) -> bool:
    """Return whether `above` was called from what is `here` now, and can go on from there when it is over.

    If not, the question beneath is asked again then.
    """
    if above is None or above.called_by is None:
        return False
    choice = here.choice(above.called_by)
    calls = choice.call if choice else here.call if above.called_by == "" and not here.waits else None
    return bool(calls) and not diff.lacks_after(frame, ways_by(here, choice), here.keep)


def _way_back(diff: VersionDiff, frame: Frame) -> State | None:
    for id in reversed(frame.trail):
        here = diff.counterpart(id)
        fits = here and here.waits and (here.checkpoint or here.id == diff.live.start)
        if here and fits and diff.may_be_at(frame, here) and not (here.keep and _is_too_tense(diff, frame)):
            return here
    landing = diff.landing()
    return landing if landing and diff.may_be_at(frame, landing) else None


def _to_ask_first(diff: VersionDiff, frame: Frame, here: State) -> State | None:
    """Return the question that changed places with this one and would otherwise be missed; None if there is none."""
    first = unasked_before(diff, frame, here)
    fits = first and diff.may_be_at(frame, first) and not (first.keep and _is_too_tense(diff, frame))
    return first if fits else None


def _not_again(diff: VersionDiff, frame: Frame, here: State) -> str:
    answered = answered_ahead(diff, frame, here.id)
    names = " and ".join(f"`{id}`" for id in answered)
    return f"{names} {'is' if len(answered) == 1 else 'are'} answered, and not asked again" if answered else ""


def _is_too_tense(diff: VersionDiff, frame: Frame) -> bool:
    """Return whether the tension that they told last is too high to ask something heavy again."""
    asking = [diff.live.states[id] for id in diff.requirements.tensions]
    if diff.old and diff.old_requirements:
        asking += [diff.old.states[id] for id in diff.old_requirements.tensions]
    last = last_tension([frame.values], {state.keep for state in asking})
    return diff.live.load is Load.HIGH and last is not None and is_tense(last)


def _why_gone(diff: VersionDiff, id: StateId) -> str:
    asking = diff.new_name(id)
    advice = f"; `{asking}` asks the same, so write `renamed_from: {id}` there if it is that" if asking else ""
    return f"there is no `{id}` any more{advice}"


def _asks_the_same(diff: VersionDiff, id: StateId, here: State) -> bool:
    """Return whether every button and word still means to the new question what it meant to the old.

    The ways on may differ. Under the same id a question counts as the same, whatever its words are now; under another
    id the words must be the same.
    """
    old = diff.old.states.get(id) if diff.old else None
    if old is None or _question(old) != _question(here):
        return False
    return here.id == id or says_the_same(old, here)


def _question(state: State) -> object:
    choices = {choice.key: {**vars(choice), "label": None, "next": None} for choice in state.choices}
    return choices, _bare(state.wait), state.keep, state.remember, state.sets


def _bare(wait: Wait | None) -> object:
    """Return the wait without its words, and without what matters only after it is answered."""
    match wait:
        case TextAsk(reading=reading, phrase=phrase):
            return reading, phrase
        case ManyAsk(options=options):
            return frozenset(option.key for option in options)
        case Pause():
            return Pause  # a silence that runs ends when it was going to
        case _:
            return wait


def _verdict(frame: Frame, action: MigrationAction, to: State, why: str = "") -> MigrationVerdict:
    return MigrationVerdict(dialogue=frame.dialogue, state=frame.state, action=action, to=to.id, why=why)


def _stay_behind(diff: VersionDiff, frame: Frame, why: str) -> MigrationVerdict:
    kind = (diff.old or diff.live).kind
    if kind is DialogueKind.EXERCISE:
        return MigrationVerdict(dialogue=frame.dialogue, state=frame.state, action=MigrationAction.DECIDE, why=why)
    return MigrationVerdict(
        dialogue=frame.dialogue, state=frame.state, action=MigrationAction.KEEP, why=f"a {kind}, which is soon over"
    )
