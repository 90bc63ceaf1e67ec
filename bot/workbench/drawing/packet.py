"""Gathers what a clinician needs to review an exercise: every screen in order, with what can follow from it.

`packet_html.py` writes it as a page. Judges nothing: the proofs come from `language/proofs/proofs.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.dialogue.asking import buttons_of
from bot.dialogue.dialogues import Dialogues, Language
from bot.dialogue.matching import label_of
from bot.dialogue.model import Breath, Choice, Dialogue, DialogueId, Load, Pause, State, TextAsk, Visit
from bot.dialogue.move import Move
from bot.dialogue.reserved import STOPPED
from bot.dialogue.session import Frame, Session
from bot.dialogue.words import Words
from bot.language.problems import Report
from bot.language.proofs.heavy_and_calm import asks_for_more
from bot.language.proofs.proofs import Proof, proofs_of
from bot.language.source.nodes import Mapping as Tree
from bot.language.source.nodes import place
from bot.language.source.picture_files import Picture
from bot.language.source.reader import read_tree
from bot.workbench.drawing.graph import Card, Graph, graph_of
from bot.workbench.drawing.packet_limits import limits_of

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # no button depends on it


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A screen in one language."""

    tag: str
    words: tuple[Words, ...]  # what is said, then what is asked
    buttons: tuple[tuple[str, ...], ...]  # labels, in rows as under the message


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One state as a person meets it."""

    card: Card
    line: int  # where it stands in its file, from 1
    wordings: tuple[Wording, ...]  # the original first
    picture: Picture | None  # above the words of every language
    waits: bool  # for an answer, a tap or the time; otherwise it goes on by itself
    notes: tuple[str, ...]  # what else happens here, a sentence each


@dataclass(frozen=True, kw_only=True)
class Packet:
    """Everything that a clinician needs to review an exercise."""

    dialogue: Dialogue
    languages: tuple[Language, ...]  # the original first
    screens: tuple[Screen, ...]  # as they stand in the file
    proofs: tuple[Proof, ...]
    limits: tuple[str, ...]  # of these proofs, a sentence each
    graph: Graph


def packet_of(dialogues: Dialogues, id: DialogueId, source: str, picture: Callable[[str], Picture | None]) -> Packet:
    """Return the packet of a dialogue.

    `dialogues` are in the original. `source` is the dialogue's file, for the lines, and `picture` reads a picture by
    its name.
    """
    dialogue = dialogues.live[id]
    graph = graph_of(dialogue)
    tree = read_tree(source.encode(), Report(path=id))
    spoken = {language.tag: dialogues.speaking(language.tag) for language in dialogues.languages}
    return Packet(
        dialogue=dialogue,
        languages=dialogues.languages,
        screens=tuple(_screen(spoken, dialogue, card, tree, picture) for card in graph.cards),
        proofs=(*proofs_of(dialogue), *_after_stop(dialogues, dialogue)),
        limits=limits_of(dialogue),
        graph=graph,
    )


def _after_stop(dialogues: Dialogues, dialogue: Dialogue) -> tuple[Proof, ...]:
    """Return the proofs about the dialogue that follows /stop, which is another one."""
    stopped = dialogues.live.get(STOPPED)
    return proofs_of(stopped) if stopped and stopped is not dialogue and dialogue.load is Load.HIGH else ()


def _screen(
    spoken: Mapping[str, Dialogues],
    dialogue: Dialogue,
    card: Card,
    tree: Tree | None,
    picture: Callable[[str], Picture | None],
) -> Screen:
    return Screen(
        card=card,
        line=place(tree, "states", card.id).line if tree else 1,
        wordings=tuple(_wording(said, dialogue, card) for said in spoken.values()),
        picture=picture(card.picture) if card.picture else None,
        waits=dialogue.states[card.id].waits,
        notes=tuple(_notes(dialogue.states[card.id])),
    )


def _wording(said: Dialogues, dialogue: Dialogue, card: Card) -> Wording:
    state = said.live[dialogue.id].states[card.id]
    frame = Frame(dialogue=dialogue.id, version=dialogue.version, state=card.id, run=1)
    move = Move(dialogues=said, session=Session(key="", stack=(frame,)), now=_ANY_TIME, seed=0)
    rows = buttons_of(move) if state.waits else ()
    return Wording(
        tag=said.language.tag,
        words=tuple(words for words in (state.say, state.ask) if words),
        buttons=tuple(tuple(button.label for button in row) for row in rows),
    )


def _notes(state: State) -> Iterator[str]:
    if state.keep:
        yield f"The answer is kept in the person's reflections, and in this exercise as {state.keep}."
    if state.remember:
        yield f"It is kept for later exercises too, as {state.remember}."
    if isinstance(state.wait, TextAsk) and asks_for_more(state):
        listen = state.wait.listen
        times = "once" if listen.most == 1 else f"{listen.most} times"
        yield f"May ask for more, at most {times}, after an answer of fewer than {listen.min_words} words."
    elif state.wants_words:
        yield "Never asks for more."
    if isinstance(state.wait, Pause):
        yield f"Goes on by itself after {int(state.wait.lasts.total_seconds())} seconds."
    if isinstance(state.wait, Breath):
        yield f"Goes on by itself after {state.wait.minutes} minutes of breathing."
    yield from _later(state, "Whatever the answer, " if state.waits else "Here ")
    for choice in state.choices:
        yield from _later(choice, f"With “{label_of(choice.label)}” ")
    if state.waits and not state.can_be_left_out:
        yield "Cannot be skipped."


def _later(what: State | Choice, when: str) -> Iterator[str]:
    """Yield what reaches beyond the exercise: words that are put away, a dialogue that is to open by itself."""
    if what.seal:
        names = ", ".join(name.replace("_", " ") for name in what.seal)
        yield f"{when}these answers are put away, out of the reflections, until the person takes them back: {names}."
    if isinstance(what, Choice) and what.unseal:
        yield f"{when}all that was ever put away comes back."
    if what.visit:
        yield f"{when}a visit is planned: {what.visit.dialogue} opens by itself {_in(what.visit)}."


def _in(visit: Visit) -> str:
    if visit.days is not None:
        return (
            f"{visit.days} day{'' if visit.days == 1 else 's'} later, at the hour of the daily prompt if there is one"
        )
    return f"{visit.hours} hour{'' if visit.hours == 1 else 's'} later"
