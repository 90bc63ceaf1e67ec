"""Whatever an author changes in a dialogue that somebody is in: nothing they wrote is lost, and they can go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.buttons import Act
from bot.dialogue.effects import SendMessage
from bot.dialogue.migration_policy import GOING_OVER, MigrationAction
from bot.dialogue.model import Dialogue, Load, ScaleAsk
from bot.dialogue.session import Frame, Session
from bot.dialogue.session_migration import MigratedSession
from bot.dialogue.tension import TENSE
from bot.dialogue.values import Number, Said
from bot.language.load import read_source
from bot.workbench.walks.next_inputs import ways_on
from tests.dialogue.leading import led_over, migrated, with_versions
from tests.dialogue.person import Person
from tests.dialogue_maker import MADE, Sketch, built, edits, sketches
from tests.shipped import member

COMMANDS = ("breathe", "pause", "resume", "back", "help", "exercises", "skip", "again", "home")
ENOUGH = 200  # turns to come to the end of any dialogue that is made here, and of what it calls

doings = st.sampled_from([*(0 for _ in range(20)), 1, 1, 1, 2, 3, "7h", *COMMANDS])
lives = st.lists(doings, min_size=1, max_size=14)


def made(sketch: Sketch) -> Dialogue:
    dialogue = built(sketch.text)
    assert dialogue
    return dialogue


def somebody(dialogue: Dialogue, life: Sequence[int | str]) -> Person:
    """Who has begun it, and done this and that."""
    person = Person(session=member(zone="UTC"), dialogues=with_versions(dialogue)).opens(MADE)
    for step in life:
        if step == "7h":
            person.waits(hours=7).writes("what I wrote on coming back")
        elif isinstance(step, str):
            person.commands(step)
        else:
            goes_on(person, step)
    return person


def goes_on(person: Person, step: int) -> None:
    if not person.session.stack:
        person.commands("resume")
        return
    if person.session.held:  # the recap has buttons of its own
        person.taps(Act.HELD, "ynl"[step % 3])
        return
    ways = list(ways_on(person.dialogues, person.session))
    for doing in ways[step % len(ways)]:
        person.now += doing.takes
        person.does(doing.received)


def frames(session: Session) -> list[Frame]:
    return [frame for stack in (session.stack, *session.aside) for frame in stack]


def written(session: Session, kept: dict[int, str]) -> str:
    """All that is there of a person's words: in the journal, held, or as values."""
    values = [value for frame in frames(session) for value in frame.values.values() if isinstance(value, Said)]
    return "\n".join([*kept.values(), *(part.words or "" for part in session.held), *(v.words for v in values)])


def to_be_kept(person: Person) -> str:
    """All that is written; but what is held for a question that keeps nothing, as those of grounding do."""
    top = person.session.top
    dialogue = person.dialogues.pinned_to(top.dialogue, top.version) if top else None
    keeps = not top or not dialogue or dialogue.states[top.state].keep
    return written(person.session if keeps else replace(person.session, held=()), person.kept)


def assert_can_go_on(person: Person, chance: Random) -> None:
    """By going on, until it is over; and calmly out of it, from here, with /stop."""
    stopping = replace(person, journal=dict(person.journal)).commands("stop")
    assert stopping.place in (None, ("stopped", "stopped"))
    for _ in range(ENOUGH):
        if not is_in_made(person.session):
            return
        for frame in frames(person.session):
            pinned = person.dialogues.pinned_to(frame.dialogue, frame.version)
            assert pinned
            assert frame.state in pinned.states
        if person.session.stack and person.session.stack[0].dialogue == MADE:
            goes_on(person, chance.randrange(12))
        else:
            person.commands("stop").commands("resume")
        assert not person.says("exercise_gone")
    raise AssertionError("it is never over")


def is_in_made(session: Session) -> bool:
    return any(frame.dialogue == MADE for frame in frames(session))


@given(sketches())
@settings(max_examples=50)
def test_a_version_that_was_stored_is_read_again_as_it_was(sketch: Sketch) -> None:  # fault 20
    dialogue = made(sketch)
    assert read_source(MADE, dialogue.version, sketch.text) == dialogue


@given(st.data(), sketches(), lives, st.integers(0, 2**32))
@settings(max_examples=150)
def test_who_stays_in_an_older_version_goes_on_in_it(  # fault 20
    data: st.DataObject, sketch: Sketch, life: list[int | str], seed: int
) -> None:
    old = made(sketch)
    person = somebody(old, life)
    person.dialogues = with_versions(old, made(data.draw(edits(sketch))))
    before = to_be_kept(person)
    assert_can_go_on(person, Random(seed))
    assert all(line in written(person.session, person.kept) for line in before.split("\n"))


@given(st.data(), sketches(), lives, st.integers(0, 2**32))
@settings(max_examples=250)
def test_who_is_led_over_loses_nothing_and_goes_on(  # fault 20
    data: st.DataObject, sketch: Sketch, life: list[int | str], seed: int
) -> None:
    old, live = made(sketch), made(data.draw(edits(sketch)))
    person = somebody(old, life)
    before, pins = written(person.session, person.kept), [frame.version for frame in frames(person.session)]
    result = led_over(person, with_versions(old, live))
    assert all(line in written(person.session, person.kept) for line in before.split("\n"))
    assert_led_as_told(result, live, pins)
    assert migrated(person).session == person.session  # led over once, they stay
    assert not migrated(person).goes_over
    assert_nobody_is_behind_a_gate(person.session, live)
    assert_can_go_on(person, Random(seed))


@given(st.data(), sketches(), lives)
@settings(max_examples=80)
def test_over_several_changes_with_and_without_being_led_nobody_is_lost(  # fault 20
    data: st.DataObject, sketch: Sketch, life: list[int | str]
) -> None:
    versions = [sketch]
    person = somebody(made(sketch), life)
    for _ in range(3):
        versions.append(data.draw(edits(versions[-1])))
        person.dialogues = with_versions(*map(made, versions))
        before = written(person.session, person.kept)
        if data.draw(st.booleans()):
            led_over(person, person.dialogues)
            assert_nobody_is_behind_a_gate(person.session, made(versions[-1]))
        assert all(line in written(person.session, person.kept) for line in before.split("\n"))
        goes_on(person, data.draw(st.integers(0, 3)))
    assert_can_go_on(person, Random(0))


def assert_led_as_told(result: MigratedSession, live: Dialogue, pins: Sequence[str]) -> None:
    over = [verdict for verdict in result.verdicts if verdict.action in GOING_OVER]
    now = [frame.version for frame in frames(result.session)]
    assert sum(before != after for before, after in zip(pins, now, strict=True)) == len(over)
    assert all(verdict.to in live.states for verdict in over)
    assert not [effect for effect in result.effects if isinstance(effect, SendMessage)]
    assert result.asks_anew == bool(result.session.led)
    assert all(
        verdict.why
        for verdict in result.verdicts
        if verdict.action in (MigrationAction.DECIDE, MigrationAction.KEEP, MigrationAction.REWIND)
    )


def assert_nobody_is_behind_a_gate(session: Session, live: Dialogue) -> None:
    """In the live version whoever is asked something heavy has consented, and told that they are not too tense."""
    if live.load is not Load.HIGH:
        return
    for frame in frames(session):
        state = live.states.get(frame.state)
        if frame.version != live.version or not state or not state.keep or state.keep.startswith("tension"):
            continue
        assert "consent" in frame.trail
        assert any(isinstance(live.states[id].wait, ScaleAsk) for id in frame.trail)
        told = [value for name, value in frame.values.items() if name.startswith("tension")]
        assert isinstance(told[-1], Number)
        assert told[-1].value < TENSE
