"""Chooses at random what somebody does next: mostly what leads on, and now and then anything at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random

from bot.dialogue.model import DialogueKind
from bot.workbench.transcripts.playing import Play
from bot.workbench.transcripts.transcript import Edits, Happening, Pastes, Sends, Taps, Types, Waits
from bot.workbench.walks.next_inputs import ways_on

_COMMANDS = ("start", "stop", "pause", "resume", "back", "skip", "again", "history", "no_such_command")
_WORDS = (
    *("yes", "no", "7", "10", "stop", "back", "skip", "that is all", "i'd rather not", "i don't know", "help me"),
    *("Ana", "Berlin", "springfield", "UTC+2", "7:30", "8", "forget me", "nowhere", "Not today", "none", "..."),
    *("warm", "I want to die", "<b>_*[\\{name}", "\N{RIGHT-TO-LEFT OVERRIDE}abc", "\N{GRINNING FACE}: yes, # no"),
    "a long quiet evening by the sea with nobody there but my sister and me",
    "one line\n\n  another: line\n- and one more",
)
_WAITS = (timedelta(seconds=3), timedelta(minutes=1), timedelta(minutes=12), timedelta(minutes=31))
_LONG_WAITS = (timedelta(hours=7), timedelta(hours=26))
_LAST = 8  # messages, whose buttons are tapped


def chosen(chance: Random, play: Play) -> list[Happening]:
    """Return one thing to do, or several that belong together."""
    kinds = tuple(_DOINGS)
    kind = chance.choices(kinds, [_DOINGS[kind] for kind in kinds])[0]
    return kind(chance, play)


def _goes_on(chance: Random, play: Play) -> list[Happening]:
    if not play.session.stack:
        opened = chance.choice([*play.dialogues.commands, *(f"start {id}" for id in _exercises(play))])
        return [Types(words=f"/{opened}")]
    way = chance.choice(list(ways_on(play.dialogues, play.session)))
    return [doing.what for doing in way]


def _taps(chance: Random, play: Play) -> list[Happening]:
    buttons = [button for bubble in play.world.chat[-_LAST:] for button in bubble.buttons]
    return [Taps(label=chance.choice(buttons).label.strip())] if buttons else _types(chance, play)


def _taps_what_is_gone(chance: Random, play: Play) -> list[Happening]:
    buttons = [button for bubble in play.world.chat[-_LAST:] for button in bubble.gone]
    return [Taps(label=chance.choice(buttons).label.strip(), gone=True)] if buttons else _taps(chance, play)


def _types(chance: Random, play: Play) -> list[Happening]:
    return [Types(words=chance.choice(_WORDS))]


def _types_early(chance: Random, play: Play) -> list[Happening]:
    return [Types(words=chance.choice(_WORDS), early=True)]


def _commands(chance: Random, play: Play) -> list[Happening]:
    exercises = [f"start {id}" for id in _exercises(play)]
    return [Types(words=f"/{chance.choice([*_COMMANDS, *play.dialogues.commands, *exercises])}")]


def _edits(chance: Random, play: Play) -> list[Happening]:
    if not play.typed:
        return _types(chance, play)
    return [Edits(was=chance.choice(play.typed)[1], to=chance.choice(_WORDS))]


def _sends(chance: Random, play: Play) -> list[Happening]:
    kind = chance.choice(("voice", "voice", "sticker", "photo"))
    return [Sends(kind=kind, words="of a quiet evening", early=kind == "voice" and chance.random() < 0.3)]


def _pastes(chance: Random, play: Play) -> list[Happening]:
    return [Pastes(words="It was a long winter.")] * chance.choice((1, 2))


def _waits(chance: Random, play: Play) -> list[Happening]:
    return [Waits(lasts=chance.choice(_WAITS))]


def _waits_long(chance: Random, play: Play) -> list[Happening]:
    return [Waits(lasts=chance.choice(_LONG_WAITS), off=chance.random() < 0.3)]


def _exercises(play: Play) -> list[str]:
    return [id for id, dialogue in play.dialogues.live.items() if dialogue.kind is DialogueKind.EXERCISE]


# How often each is done, out of a hundred times.
_DOINGS: Mapping[Callable[[Random, Play], list[Happening]], int] = {
    _goes_on: 48,
    _taps: 10,
    _taps_what_is_gone: 4,
    _types: 8,
    _types_early: 3,
    _commands: 10,
    _edits: 4,
    _sends: 3,
    _pastes: 1,
    _waits: 7,
    _waits_long: 2,
}
