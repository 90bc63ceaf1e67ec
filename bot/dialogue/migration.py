"""What becomes of sessions when a dialogue has changed.

They stay pinned to the version they began with, and see its newest words. Only when a stored version can no longer be
read does somebody lose their place; their answers stay, and a new beginning is offered.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import Part
from bot.dialogue.keeping import release, write_down
from bot.dialogue.model import Choice, Dialogue, Kind, ManyAsk, Option, State, TextAsk
from bot.dialogue.move import Move
from bot.dialogue.moving import begin
from bot.dialogue.reserved import CHANGED
from bot.dialogue.session import Stack
from bot.dialogue.slots import ALWAYS_KNOWN
from bot.dialogue.words import Words


def lose_what_is_gone(move: Move) -> Stack:
    """Take the person out of what cannot be gone on with.

    What they were taken out of, from the bottom; empty if nothing.
    """
    session = move.session
    lost = () if is_whole(move.dialogues, session.stack) else session.stack
    aside = tuple(stack for stack in session.aside if is_whole(move.dialogues, stack))
    if lost or len(aside) < len(session.aside):
        move.change(aside=aside, stack=() if lost else session.stack)
    return lost


def offer_anew(move: Move, lost: Stack, parts: tuple[Part, ...]) -> None:
    """Say what happened, keep what was just written, and offer to begin again."""
    keep_of(move, lost, parts)
    anew = move.dialogues.live.get(lost[0].dialogue)
    if anew and anew.kind is Kind.EXERCISE:
        move.change(wanted=anew.id)
        begin(move, CHANGED)
    else:
        move.say("exercise_gone")


def keep_of(move: Move, lost: Stack, parts: tuple[Part, ...]) -> None:
    """Words that were on their way, or held, when their question went."""
    parts = (*release(move), *parts)
    if not parts or not move.session.profile.consented:
        return
    write_down(move, lost[-1], move.dialogues.phrase("question_gone").text, parts)


def is_whole(dialogues: Dialogues, stack: Stack) -> bool:
    found = (dialogues.pinned_to(frame.dialogue, frame.version) for frame in stack)
    return all(dialogue and frame.state in dialogue.states for dialogue, frame in zip(found, stack, strict=True))


def with_newest_words(pinned: Dialogue, live: Dialogue) -> Dialogue:
    """The pinned structure, saying what the live dialogue says in the states that both have."""
    states = {
        id_: _with_words_of(state, live.states[id_]) if id_ in live.states else state
        for id_, state in pinned.states.items()
    }
    return replace(pinned, title=live.title, about=live.about, source=live.source, states=states)


def _with_words_of(old: State, new: State) -> State:
    """New words that need a value which the old way does not keep are left out."""
    wait = old.wait
    if isinstance(wait, ManyAsk) and isinstance(new.wait, ManyAsk):
        labels = {option.key: option.label for option in new.wait.options}
        wait = ManyAsk(options=tuple(Option(key=o.key, label=labels.get(o.key, o.label)) for o in wait.options))
    if isinstance(wait, TextAsk) and isinstance(new.wait, TextAsk):
        # The phrase is one of the words: the newest question asks for the newest of it, in the person's language.
        phrase = wait.phrase and (new.wait.phrase or wait.phrase)
        wait = replace(wait, phrase=phrase, unclear=_newer(wait.unclear, new.wait.unclear))
    choices = tuple(_relabelled(choice, new.choice(choice.key)) for choice in old.choices)
    said = _newer(old.say, new.say)
    return replace(old, say=said, picture=new.picture, ask=_newer(old.ask, new.ask), wait=wait, choices=choices)


def _relabelled(old: Choice, new: Choice | None) -> Choice:
    return replace(old, label=new.label) if new else old


def _newer(old: Words | None, new: Words | None) -> Words | None:
    if old is None or new is None:
        return old
    return new if new.slots <= old.slots | ALWAYS_KNOWN else old
