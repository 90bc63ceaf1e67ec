"""The dialogues that are shipped, loaded once, and a session at every place of them where somebody can be.

The places are walked to with the engine, as people would come to them; none is made by hand.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.inputs import Input
from bot.dialogue.model import DialogueId, State, StateId
from bot.dialogue.session import Profile, Session
from bot.language.checked_folder import Loaded
from bot.language.checks.links import calls, starts
from bot.language.load import load_dialogues
from bot.practice.places import TABLE, Places
from bot.workbench.walks import explore as walks
from bot.workbench.walks import next_inputs, starting_points

FOLDER = Path(__file__).parent.parent / "dialogues"
NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
KEY = starting_points.KEY
PLACES = Places.load(TABLE)

Place = walks.Place


def copy_of_folder(tmp_path: Path) -> Path:
    """The folder of dialogues, to change something in it."""
    return Path(shutil.copytree(FOLDER, tmp_path / "dialogues"))


@cache
def load_shipped() -> Loaded:
    return load_dialogues(FOLDER, PLACES)


def shipped() -> Dialogues:
    return load_shipped().dialogues


@cache
def explored() -> walks.Exploration:
    return walks.walk_everywhere(shipped())


@cache
def everywhere() -> Mapping[Place, Session]:
    """For each state that waits, the session of somebody who has come to it."""
    return {place: station.session for place, station in explored().stations.items()}


def session_at(dialogue: str, state: str) -> Session:
    return everywhere()[DialogueId(dialogue), StateId(state)]


def places() -> list[Place]:
    """Every state that waits. Walks nowhere, so that tests can be collected quickly."""
    return sorted((id, state.id) for id, one in shipped().live.items() for state in one.states.values() if state.waits)


def within(dialogues: Dialogues, *names: DialogueId) -> Dialogues:
    """Only these, and all that they lead to: much quicker to walk than everything."""
    kept: set[DialogueId] = set()
    ahead = [*names]
    while ahead:
        id = ahead.pop()
        if id not in kept:
            kept.add(id)
            ahead += [link.to for link in (*calls(dialogues.live[id]), *starts(dialogues.live[id]))]
    return replace(
        dialogues,
        live={id: dialogue for id, dialogue in dialogues.live.items() if id in kept},
        commands={command: id for command, id in dialogues.commands.items() if id in kept},
    )


def place_of(session: Session) -> Place:
    return session.stack[-1].dialogue, session.stack[-1].state


def state_of(session: Session) -> State:
    return next_inputs.state_of(shipped(), session)


def member(**profile: str) -> Session:
    """Somebody who has agreed to what is kept."""
    return Session(key=KEY, profile=Profile(consented=True, **profile))


def ways_on(session: Session) -> Iterator[Input]:
    """Everything that leads on from where somebody is; where several may be ticked, what is ticked already."""
    return (way[-1].received for way in next_inputs.ways_on(shipped(), session))
