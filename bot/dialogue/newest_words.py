"""An older version as it is said now: its structure, with the words of the live dialogue. Moves nobody."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.model import Choice, Dialogue, ManyAsk, Option, State, TextAsk
from bot.dialogue.slots import ALWAYS_KNOWN
from bot.dialogue.words import Words


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
