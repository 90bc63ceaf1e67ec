"""People who are led over from an older version of a dialogue to the live one, for the tests of that."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.migration_policy import MigrationAction
from bot.dialogue.model import Dialogue, State, StateId, Version
from bot.dialogue.newest_words import with_newest_words
from bot.dialogue.session_migration import MigratedSession, SessionMigration
from bot.dialogue.words import parse_words
from bot.language.migration_requirements import requirements_of
from tests.dialogue.person import Person
from tests.shipped import shipped


def with_versions(*versions: Dialogue) -> Dialogues:
    """Of one dialogue: the last is live, the others say its words."""
    *older, live = versions
    pins = {(live.id, one.version): with_newest_words(one, live) for one in older} | {(live.id, live.version): live}
    return replace(shipped(), live={**shipped().live, live.id: live}, pinned={**shipped().pinned, **pins})


def without(dialogue: Dialogue) -> Dialogues:
    """Its file is gone; who is in it still has their version."""
    return replace(shipped(), live={id: one for id, one in shipped().live.items() if id != dialogue.id})


def changed(dialogue: Dialogue, *states: State, without: tuple[str, ...] = ()) -> Dialogue:
    """With `states` in place of those of their ids, or beside them, and some taken out."""
    kept = {id: state for id, state in dialogue.states.items() if id not in without}
    return replace(dialogue, version=Version("next"), states=kept | {state.id: state for state in states})


def renamed(dialogue: Dialogue, old: str, new: str, ask: str | None = None) -> Dialogue:
    """With one state under another id, and the ways to it changed along; it may ask in other words."""

    def to(state: State) -> State:
        ways = tuple(replace(way, to=StateId(new)) if way.to == old else way for way in state.next)
        return replace(state, next=ways)

    before = dialogue.states[StateId(old)]
    words = parse_words(ask) if ask else before.ask
    moved = replace(before, id=StateId(new), ask=words, renamed_from=(before.id,))
    others = [to(state) for id, state in dialogue.states.items() if id != old]
    return replace(dialogue, version=Version("next"), states={state.id: state for state in (*others, to(moved))})


def migrated(person: Person) -> MigratedSession:
    return SessionMigration(person.dialogues, requirements_of).migrate(person.session, person.now, 0)


def led_over(person: Person, dialogues: Dialogues) -> MigratedSession:
    """The dialogues are in force, and the person is led over."""
    person.dialogues = dialogues
    result = migrated(person)
    person.led(result.session, result.effects)
    return result


def action(result: MigratedSession) -> tuple[MigrationAction, str | None]:
    """Of the only one who was in an older version."""
    (verdict,) = result.verdicts
    return verdict.action, verdict.to


def why(result: MigratedSession) -> str:
    (verdict,) = result.verdicts
    return verdict.why
