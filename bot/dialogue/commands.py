"""The commands, which a person can always give.

Each works at every state, and works the same whether it was typed, tapped or said in plain words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from bot.dialogue.answering import skip
from bot.dialogue.asking import ask, settle
from bot.dialogue.effects import ShowHistory
from bot.dialogue.inputs import CommandReceived
from bot.dialogue.keeping import keep_held
from bot.dialogue.model import Deed, DialogueId, DialogueKind
from bot.dialogue.move import Move
from bot.dialogue.passed_prompt import pass_by
from bot.dialogue.reserved import CRISIS, EXERCISES, MENUS, ONBOARDING, STOPPED
from bot.dialogue.session import Stack
from bot.dialogue.transitions import begin, do, in_exercise, set_aside, start_exercise, step_back

_ALMOST = 0.75  # of `difflib`: a letter is missing, doubled or another
_BEFORE_CONSENT = frozenset({"help", "privacy", "support", "forget", "stop", "again"})


def command(move: Move, received: CommandReceived) -> bool:
    """Carry out a command. Return False if there is no such command; nothing changes then."""
    name = received.name
    act = _ACTS.get(name)
    dialogue = move.dialogues.commands.get(name)
    if act is None and dialogue is None:
        return False
    keep_held(move)
    if not move.session.profile.consented and name not in _BEFORE_CONSENT and name != "start":
        welcome(move, wanted=dialogue)
    elif act:
        act(move, received)
    elif dialogue:
        open_dialogue(move, dialogue)
    return True


def say_unknown(move: Move, name: str) -> None:
    """Say that there is no such command, and name one that may be meant if it is written almost so."""
    near = get_close_matches(name, {*_ACTS, *move.dialogues.commands}, n=1, cutoff=_ALMOST)
    if near:
        move.say("command_meant", command=near[0])
    else:
        move.say("unknown_command")


def welcome(move: Move, wanted: DialogueId | None = None) -> None:
    """Begin onboarding, or ask its question again if it is under way.

    Nothing else begins before the person has consented. If they `wanted` an exercise, it comes right after.
    """
    if wanted and _is_exercise(move, wanted):
        move.change(wanted=wanted)
    settle(move)
    if move.session.stack and move.session.stack[0].dialogue == ONBOARDING:
        move.open_with(move.dialogues.phrase("first_this"))
        ask(move)
    else:
        move.change(stack=())
        begin(move, ONBOARDING)


def open_dialogue(move: Move, dialogue: DialogueId) -> None:
    """Open a dialogue. An exercise replaces what is going on; anything else comes on top of it and leads back to it."""
    if not pass_by(move):
        settle(move)
    if _is_exercise(move, dialogue):
        start_exercise(move, dialogue)
        return
    if move.session.stack and move.dialogue_of(move.session.stack[0]).kind is DialogueKind.PROMPT:
        move.change(stack=())  # the daily prompt stands in nobody's way, and is not come back to
    stack = _without_menu(move, dialogue)
    move.change(stack=stack)
    at = next((i for i, frame in enumerate(stack) if i and frame.dialogue == dialogue), None)
    if at is not None:
        move.change(stack=stack[:at])  # opened twice, it is still one
    elif stack and stack[0].dialogue == dialogue:
        move.change(stack=())
    begin(move, dialogue)


def _without_menu(move: Move, opened: DialogueId) -> Stack:
    """Return the stack over which a dialogue is opened.

    An open menu goes, unless the person may be asked whether to go on there.
    """
    stack, top = move.session.stack, move.session.top
    is_menu = top is not None and top.dialogue in MENUS and top.state == move.dialogue.start
    return stack[:-1] if is_menu and opened != CRISIS else stack


def _start(move: Move, received: CommandReceived) -> None:
    payload = DialogueId(received.argument.strip().casefold())
    wanted = payload if _is_exercise(move, payload) else None
    if not move.session.profile.consented:
        settle(move)
        move.change(stack=(), wanted=wanted or move.session.wanted)
        begin(move, ONBOARDING)
    elif wanted:
        open_dialogue(move, wanted)
    elif move.session.stack and move.session.stack[0].dialogue != STOPPED:
        _again(move, received)
    else:
        settle(move)
        move.change(stack=())
        move.open_with(move.dialogues.phrase("hello_again"))
        begin(move, EXERCISES)


def _stop(move: Move, _: CommandReceived) -> None:
    """End everything, from anywhere and in one turn. The dialogue that follows offers grounding."""
    settle(move)
    stack = move.session.stack
    move.change(stack=(), joins=None)
    if not stack or stack[0].dialogue == STOPPED or not move.session.profile.consented:
        move.say("nothing_to_stop")
    else:
        begin(move, STOPPED)


def _pause(move: Move, _: CommandReceived) -> None:
    if in_exercise(move):
        settle(move)
        set_aside(move)
        move.say("paused")
    elif move.session.stack:
        settle(move)
        move.open_with(move.dialogues.phrase("nothing_to_pause"))
        ask(move)
    else:
        move.say("nothing_to_pause")


def _resume(move: Move, received: CommandReceived) -> None:
    """Go on with what was set aside last, also from a menu or the daily prompt. In an exercise, ask again."""
    if in_exercise(move):
        _again(move, received)
    elif move.session.stack and not move.session.aside:
        settle(move)
        move.open_with(move.dialogues.phrase("nothing_to_resume"))
        ask(move)
    elif move.session.aside:
        settle(move)
        do(move, Deed.RESUME)
        move.open_with(move.dialogues.phrase("recap", dialogue_title=move.dialogue.title))
        ask(move)
    else:
        move.say("nothing_to_resume")


def _back(move: Move, _: CommandReceived) -> None:
    settle(move)
    if not move.session.stack:
        move.say("nothing_running")
    elif not step_back(move):
        move.open_with(move.dialogues.phrase("at_the_beginning"))
        ask(move)


def _skip(move: Move, _: CommandReceived) -> None:
    if not move.session.stack:
        move.say("nothing_running")
    elif not skip(move):
        settle(move)
        move.open_with(move.dialogues.phrase("cannot_skip"))
        ask(move)


def _again(move: Move, _: CommandReceived) -> None:
    if not move.session.stack:
        move.say("nothing_running")
        return
    settle(move)
    ask(move)


def _history(move: Move, _: CommandReceived) -> None:
    move.change(shown=move.session.shown + 1)
    move.order(ShowHistory(key=move.session.key, label=f"h{move.session.shown}"))


_ACTS: Mapping[str, Callable[[Move, CommandReceived], None]] = {
    "start": _start,
    "stop": _stop,
    "pause": _pause,
    "resume": _resume,
    "back": _back,
    "skip": _skip,
    "again": _again,
    "history": _history,
}


def _is_exercise(move: Move, dialogue: DialogueId) -> bool:
    found = move.dialogues.live.get(dialogue)
    return found is not None and found.kind is DialogueKind.EXERCISE
