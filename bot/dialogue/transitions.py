"""Moves from state to state: begins, leaves, calls, returns, ends and sets aside dialogues.

A state that waits stops the walk; at all others the bot says their words and goes on. The checks make sure that every
walk comes to a state that waits.
"""

from __future__ import annotations

from bot.dialogue.answered_before import take_answered
from bot.dialogue.asking import ask
from bot.dialogue.conditions import way_on
from bot.dialogue.daily_prompt import prompt_later
from bot.dialogue.edges import Edge, leaves, ways_by
from bot.dialogue.effects import Erase
from bot.dialogue.given_answers import after_a_round, taken_along
from bot.dialogue.known_answers import asked_for, confirming, told_elsewhere
from bot.dialogue.model import Choice, Deed, DialogueId, DialogueKind, State
from bot.dialogue.move import Move
from bot.dialogue.profile import apply_settings
from bot.dialogue.remembering import remember
from bot.dialogue.renamed_dialogues import is_of
from bot.dialogue.reserved import BEGUN, EXERCISES
from bot.dialogue.sealing import seal, unseal
from bot.dialogue.session import Frame, Session, Stack
from bot.dialogue.session_changes import changed
from bot.dialogue.slots import can_be_said, filled
from bot.dialogue.tension import asks_for_tension
from bot.dialogue.values import Value
from bot.dialogue.visiting import cancel_next, plan

_MOST_STATES = 100  # in one turn; the checks refuse a dialogue that walks in a circle, so more is a bug


class EndlessWalkError(RuntimeError):
    """A walk through states that came to no state that waits."""


def begin(move: Move, dialogue_id: DialogueId) -> None:
    """Push a dialogue, as a command does: when it is over, the question beneath it is asked again."""
    move.change(runs=move.session.runs + 1)
    _push(move, dialogue_id, run=move.session.runs, called_by=None)
    walk(move)


def start_exercise(move: Move, dialogue_id: DialogueId) -> None:
    """Set aside what is going on, and begin an exercise.

    If the person began it before and it rests, they are first asked whether to go on with that.
    """
    set_aside(move)
    dialogue_id = move.dialogues.now_called(dialogue_id)  # an older version names it as it was called
    begun = [stack for stack in move.session.aside if is_of(move, stack, dialogue_id)]
    if begun:
        others = tuple(stack for stack in move.session.aside if stack not in begun)
        move.change(aside=(*begun, *others), wanted=dialogue_id)
    elif dialogue_id not in move.dialogues.live:  # an older version may lead to what is gone
        move.open_with(move.dialogues.phrase("dialogue_gone"))
        dialogue_id = EXERCISES
    begin(move, BEGUN if begun else dialogue_id)


def walk(move: Move) -> None:
    """Go on from the top state, which was just entered, to the next state that waits or until the stack is empty.

    Raises EndlessWalkError if no such state comes.
    """
    for _ in range(_MOST_STATES):
        if not move.session.stack:
            return
        if not move.state.waits:
            _pass_through(move)
        elif before := take_answered(move):
            _enter(move, before.choice)
        elif not _pass_known(move):
            ask(move)
            return
    raise EndlessWalkError


def leave(move: Move, choice: Choice | None = None) -> None:
    """Carry out what follows from the answer to the question that stood, and go on.

    A choice has settings of its own; those of the state go with any other answer.
    """
    state = move.state
    apply_settings(move, choice.sets if choice else state.sets)
    if choice:
        _put_away_and_plan(move, choice)
    deed = choice.do if choice else None
    if choice and leaves(state, choice):
        move.pass_along(Edge(state.id, choice.key, 0, None))
    if deed and do(move, deed):
        walk(move)
        return
    if choice and choice.start:
        start_exercise(move, choice.start)
    elif choice and (called := _still_there(move, choice.call)):
        _push(move, called, run=move.frame.run, called_by=choice.key)
        walk(move)
    else:
        _enter(move, choice)
        walk(move)


def keep_value(move: Move, name: str | None, value: Value) -> None:
    """Put a value into the top frame. Without a name, nothing is kept."""
    if name:
        others = {other: kept for other, kept in move.frame.values.items() if other != name}
        move.change_top(values={**others, name: value})  # the one told last stands last
        if asks_for_tension(move.state):
            move.change_top(tension_at=move.now)


def set_aside(move: Move) -> bool:
    """Empty the stack, and keep it for /resume if an exercise is in it. Return whether it was kept."""
    stack = _without_what_commands_pushed(move.session.stack)
    kept = in_exercise(move)
    if kept:
        rest = tuple(other for other in move.session.aside if not is_of(move, other, stack[0].dialogue))
        move.change(aside=(stack, *rest))
    move.change(stack=(), joins=None, interrupted=False)
    return kept


def in_exercise(move: Move) -> bool:
    """Return whether the person is in an exercise, possibly one that a menu called."""
    stack = _without_what_commands_pushed(move.session.stack)
    return any(move.dialogue_of(frame).kind is DialogueKind.EXERCISE for frame in stack)


def step_back(move: Move) -> bool:
    """Go back to the question before this one, or out of a called dialogue. Return False at the very beginning."""
    here = move.session.stack
    while before := _before(move):
        move.change(stack=before, joins=None)  # what comes now goes on with no answer that was given
        if can_be_said(move, move.state):
            _begin_question(move)
            ask(move)
            return True
    move.change(stack=here)
    return False


def _before(move: Move) -> Stack:
    """Return the stack as it stood at the question before; empty at the very beginning."""
    stack = move.session.stack
    while stack:
        *beneath, top = stack
        if top.trail:
            return (*beneath, changed(top, state=top.trail[-1], trail=top.trail[:-1]))
        stack = tuple(beneath)
        if stack and top.called_by is not None:
            stack = (*stack[:-1], taken_along(top, stack[-1]))
        if stack and move.dialogue_of(stack[-1]).states[stack[-1].state].waits:
            return stack
    return ()


def do(move: Move, deed: Deed) -> bool:
    """Carry out a deed. Return whether it took the person to another place, from where the walk goes on."""
    match deed:
        case Deed.ERASE:
            move.effects.clear()  # nothing else that this turn orders is to be left of them
            move.order(Erase(language=move.session.profile.language))
            move.session = Session(key=move.session.key)
        case Deed.START_WANTED:
            _start_wanted(move)
        case Deed.PAUSE:
            set_aside(move)
        case Deed.RESUME:
            _resume(move)
        case Deed.PROMPT_LATER:
            prompt_later(move)
            return False
        case Deed.CANCEL_VISIT:
            cancel_next(move)
            return False
    return True


def _resume(move: Move) -> None:
    """Go on with what was set aside last. Nothing may be left of it."""
    aside = move.session.aside
    move.change(stack=aside[0] if aside else (), aside=aside[1:], interrupted=False)
    if not aside:
        move.say("nothing_to_resume")


def _push(move: Move, dialogue_id: DialogueId, *, run: int, called_by: str | None) -> None:
    dialogue = move.dialogues.live[dialogue_id]
    frame = Frame(dialogue=dialogue.id, version=dialogue.version, state=dialogue.start, run=run, called_by=called_by)
    if called_by is not None:
        frame = taken_along(move.frame, frame)
    move.change(stack=(*move.session.stack, frame))


def _still_there(move: Move, called: DialogueId | None) -> DialogueId | None:
    """Return the present id of a dialogue that an older version may call by an old one; None if it is gone."""
    now = move.dialogues.now_called(called) if called else None
    return now if now in move.dialogues.live else None


def _start_wanted(move: Move) -> None:
    """Begin the dialogue that was asked for, or the list of exercises if there is none.

    What rests of an earlier run of it is dropped; its answers stay in the journal.
    """
    wanted = move.session.wanted
    rest = tuple(stack for stack in move.session.aside if not (wanted and is_of(move, stack, wanted)))
    move.change(wanted=None, stack=(), aside=rest, runs=move.session.runs + 1)
    found = wanted if wanted and wanted in move.dialogues.live else EXERCISES
    _push(move, found, run=move.session.runs, called_by=None)


def _pass_known(move: Move, *, returning: bool = False) -> bool:
    """Pass over what the welcome need not ask. Return whether there was any."""
    known = told_elsewhere(move, returning=returning)
    passed: list[State] = []
    while known and move.state not in passed and asked_for(move.state) and asked_for(move.state) <= known:
        passed.append(move.state)
        _enter(move, confirming(move.state))
    return bool(passed)


def _pass_through(move: Move) -> None:
    state = move.state
    if state.say:
        said = filled(move, state.say)
        if said.text and state.picture:
            move.show(state.picture, said)
        elif said.text:
            move.send(said)
    apply_settings(move, state.sets)
    _put_away_and_plan(move, state)
    if leaves(state, None):
        move.pass_along(Edge(state.id, None, 0, None))
    if state.do and do(move, state.do):
        return
    if called := _still_there(move, state.call):
        _push(move, called, run=move.frame.run, called_by="")
    elif state.end:
        _return(move)
    else:
        _enter(move, None)


def _put_away_and_plan(move: Move, ordered: State | Choice) -> None:
    if isinstance(ordered, Choice) and ordered.unseal:
        unseal(move)
    if ordered.seal:
        seal(move, ordered.seal)
    if ordered.visit:
        plan(move, ordered.visit)


def _enter(move: Move, choice: Choice | None) -> None:
    """Move to the next state, by the ways of the choice that was made, or of the state itself."""
    frame, state = move.frame, move.state
    passed = state.waits and not (choice and choice.seal)  # nobody goes back to where something was put away
    trail = (*frame.trail, frame.state) if passed else frame.trail
    ways = ways_by(state, choice)
    number = way_on(ways, move.session)
    to = ways[number].to
    move.pass_along(Edge(state.id, choice.key if choice else None, number, to))
    if to in trail:  # a way that comes round: /back leads to what stood before it, and the trail stays short
        closed = trail[trail.index(to) :]
        move.change(stack=(*move.session.stack[:-1], after_a_round(move.frame, closed)))
        trail = trail[: trail.index(to)]
    move.change_top(state=to, trail=trail)
    _begin_question(move)


def _begin_question(move: Move) -> None:
    move.change_top(probes=0, answer=None, picks=(), taps=0, offers=())


def _return(move: Move) -> None:
    """End the top dialogue. Its caller goes on from where it called, or the question beneath is asked again."""
    over = move.frame
    remember(move)
    move.change(stack=move.session.stack[:-1])
    if not move.session.stack:
        return
    if over.called_by is None:
        move.open_with(move.dialogues.phrase("back_to", dialogue_title=move.dialogue.title))
        _pass_known(move, returning=True)
        return
    _enter(move, move.state.choice(over.called_by))


def _without_what_commands_pushed(stack: Stack) -> Stack:
    pushed = next((i for i, frame in enumerate(stack) if i and frame.called_by is None), len(stack))
    return stack[:pushed]
