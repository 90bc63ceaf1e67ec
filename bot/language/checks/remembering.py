"""Rules over `remember`: each name belongs to one dialogue, and those of the home base to the one that builds it.

Else an exercise about something painful could put its words where somebody finds their calm place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.dialogue.model import DialogueId
from bot.dialogue.profile import FIELDS
from bot.dialogue.reserved import HOME, PEACEFUL_PLACE
from bot.dialogue.slots import ALWAYS_KNOWN, SOMETIMES_KNOWN
from bot.language.checks.values import asked_for
from bot.language.grammar.build import Built
from bot.language.problems import Rule

_THE_BOTS = FIELDS | ALWAYS_KNOWN | SOMETIMES_KNOWN  # what words and branches mean by these names is for the bot
_OF_HOME = "home_"  # how the names of the home base begin, whatever it says now


def check_remembered(parts: Collection[Built], all_built: Mapping[DialogueId, Built]) -> None:
    home = frozenset(asked_for(all_built[HOME].dialogue)) if HOME in all_built else frozenset[str]()
    owners = _owners(all_built)
    for built in parts:
        for state in built.dialogue.states.values():
            if state.remember and (because := _why_not(built.dialogue.id, state.remember, home, owners)):
                mark = built.state_mark(state.id, "remember")
                built.report.add(Rule.TAKEN_NAME, mark, because, "Remember it under another name.")


def _owners(all_built: Mapping[DialogueId, Built]) -> Mapping[str, DialogueId]:
    """Return the dialogue to which each name belongs, of those without problems. The home base's own comes first."""
    owners: dict[str, DialogueId] = {}
    sound = [id for id, built in all_built.items() if not built.report.problems]
    for id in sorted(sound, key=lambda id: (id != PEACEFUL_PLACE, id)):
        for state in all_built[id].dialogue.states.values():
            if state.remember:
                owners.setdefault(state.remember, id)
    return owners


def _why_not(id: DialogueId, name: str, home: Collection[str], owners: Mapping[str, DialogueId]) -> str | None:
    """Why this dialogue may not remember anything under this name; None where it may."""
    if name in _THE_BOTS:
        return f"`{name}` is a name of the bot's own."
    if id != PEACEFUL_PLACE and (name in home or name.startswith(_OF_HOME)):
        return f"`{name}` belongs to the home base, which `{PEACEFUL_PLACE}` alone builds."
    if owners.get(name, id) != id:
        return f"`{name}` is what `{owners[name]}` remembers, and the two would replace each other's."
    return None
