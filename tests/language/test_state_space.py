"""Small heavy dialogues at random: what is proved, and what is said of their branches, against the engine itself.

The engine is walked with every input from everywhere until nothing new comes, whatever is kept for good meanwhile. A
proof must fail exactly where it finds a way that breaks it, and each way that is shown must be one that it can walk.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.buttons import Act, button
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.edges import Edge
from bot.dialogue.effects import AnswerPart
from bot.dialogue.engine import Turn, advance, open_at
from bot.dialogue.inputs import ChoicePressed, CommandReceived, Input, TextReceived
from bot.dialogue.matching import label_of
from bot.dialogue.model import (
    Choice,
    Comparison,
    Condition,
    Dialogue,
    DialogueId,
    DialogueKind,
    Listen,
    Load,
    ManyAsk,
    Option,
    Pause,
    ScaleAsk,
    State,
    StateId,
    TextAsk,
    Version,
    Way,
)
from bot.dialogue.session import Session
from bot.dialogue.values import Number, Picked, Said, Value
from bot.dialogue.words import parse_words
from bot.language.checks.branches import trapped
from bot.language.problems import Rule
from bot.language.proofs import state_space as steps_module
from bot.language.proofs.heavy_and_calm import consents, heavy_questions, out_of_turn
from bot.language.proofs.proofs import proofs_of
from bot.language.proofs.state_space import steps_of
from tests.shipped import NOW, member, shipped

TRYING, GROUNDING, WALK = DialogueId("trying"), DialogueId("grounding"), DialogueId("walk")
NAMES = ("tension_before", "tension_after", "x")
HOMES: list[Value] = [
    *(Said(parts=(AnswerPart(message_id=1, words=words),)) for words in ("a", "a meadow")),
    *(Number(value=number) for number in (6, 7, 8)),
]
PROVED = (Rule.NO_CONSENT, Rule.NO_TENSION, Rule.HEAVY_WHEN_TENSE, Rule.NO_GROUNDING, Rule.LEFT_TENSE)
LABELS = ("Ready", "Later", "No, not now")
KINDS = ("consent", "choices", "tension", "scale", "text", "many", "pause", "silent")
LIKELY = ("consent", "tension")  # of the first states, so that it matters what comes after them
OVER = (Way(to=StateId("over")),)
OTHER_WORDS = "something that no condition names"


@st.composite
def conditions(draw: st.DrawFn, likely: str | None) -> Condition:
    name = draw(st.sampled_from((*NAMES, "home_place", *[likely or "x"] * 6)))
    test = draw(st.sampled_from(Comparison))
    if test in (Comparison.KEPT, Comparison.NOT_KEPT):
        return Condition(name=name, test=test)
    if test in (Comparison.EQUAL, Comparison.UNEQUAL) and draw(st.booleans()):
        words = ("a",) if name == "home_place" else ("a", "b", "blue")
        return Condition(name=name, test=test, value=draw(st.sampled_from(words)))
    return Condition(name=name, test=test, value=draw(st.sampled_from((7,) if name == "home_place" else (6, 7, 8))))


@st.composite
def ways(draw: st.DrawFn, targets: tuple[StateId, ...], kept: str | None = None) -> tuple[Way, ...]:
    targeted, many = st.sampled_from(targets), draw(st.sampled_from((0, 1, 1, 2)))
    return (*(Way(to=draw(targeted), when=draw(conditions(kept))) for _ in range(many)), Way(to=draw(targeted)))


@st.composite
def choices(draw: st.DrawFn, targets: tuple[StateId, ...], kept: str | None) -> tuple[Choice, ...]:
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=2, max_size=2, unique=True))
    return tuple(
        Choice(
            key=key,
            label=parse_words(label),
            next=draw(ways(targets, kept)) if draw(st.booleans()) else (),
            call=draw(st.sampled_from((None, None, GROUNDING, WALK))),
        )
        for key, label in zip("ab", labels, strict=True)
    )


@st.composite
def states(draw: st.DrawFn, id: StateId, all: tuple[StateId, ...]) -> State:
    ahead = all[all.index(id) + 1 :]
    if not ahead:
        return State(id=id, end=True)
    kind = draw(st.sampled_from((*LIKELY[len(all) - len(ahead) - 1 :][:1] * 12, *KINDS)))
    all = (*all, *ahead * 3)  # mostly on
    keep = draw(st.sampled_from(NAMES if kind == "tension" else ("x",) if kind == "scale" else (None, "x", "x")))
    asked, next = State(id=id, ask=parse_words(f"Question {id}"), keep=keep), draw(ways(all, keep))
    match kind:
        case "consent":
            return replace(asked, choices=draw(choices(all, keep)), skippable=False, next=next)
        case "choices":
            skip = draw(st.sampled_from((None, "a", "b")))
            return replace(asked, choices=draw(choices(all, keep)), skip=skip, next=next)
        case "tension" | "scale":
            wait = ScaleAsk(low=5, high=draw(st.sampled_from((6, 8))))
            return replace(asked, wait=wait, skippable=draw(st.booleans()), next=next)
        case "text":
            words = TextAsk(listen=Listen(most=0))
            return replace(asked, wait=words, skippable=draw(st.booleans()), next=next)
        case "many":
            options = tuple(Option(key=key, label=parse_words(key * 3)) for key in "ab")
            return replace(asked, wait=ManyAsk(options=options), skippable=draw(st.booleans()), next=next)
        case "pause":
            return State(id=id, say=parse_words("Stay"), wait=Pause(lasts=timedelta(seconds=5)), next=next)
    call = draw(st.sampled_from((None, GROUNDING, WALK)))
    return State(id=id, say=parse_words("Hello"), call=call, next=draw(ways(ahead)))


@st.composite
def heavy_dialogues(draw: st.DrawFn) -> Dialogue:
    ids = tuple(StateId(f"s{number}") for number in range(draw(st.integers(3, 6))))
    drawn = [draw(states(id, ids)) for id in ids]
    kept = {"home_place", *(state.keep for state in drawn)}
    drawn = [about(kept, state) for state in drawn]
    return Dialogue(
        id=TRYING,
        version=Version("1"),
        title="Trying",
        start=ids[0],
        states={state.id: state for state in drawn},
        load=Load.HIGH,
    )


def about(names: Set[str | None], state: State) -> State:
    """Without branches on what nothing keeps, which is another rule's."""

    def among(ways: tuple[Way, ...]) -> tuple[Way, ...]:
        return tuple(way for way in ways if way.when is None or way.when.name in names)

    choices = tuple(replace(choice, next=among(choice.next)) for choice in state.choices)
    return replace(state, choices=choices, next=among(state.next))


@st.composite
def heavy_dialogues_with_distances(draw: st.DrawFn) -> Dialogue:
    """Some branches compare two kept values."""
    dialogue = draw(heavy_dialogues())
    kept = sorted({state.keep for state in dialogue.states.values() if state.keep})

    def among(ways: tuple[Way, ...]) -> tuple[Way, ...]:
        return tuple(replace(way, when=farther(way.when)) if way.when else way for way in ways)

    def farther(when: Condition) -> Condition:
        others = [name for name in (*kept, "home_place") if name != when.name]
        if not isinstance(when.value, int) or not others or not draw(st.integers(0, 2)):
            return when
        return replace(when, value=None, other=draw(st.sampled_from(others)), plus=draw(st.integers(0, 2)))

    changed = {
        id: replace(
            state,
            next=among(state.next),
            choices=tuple(replace(choice, next=among(choice.next)) for choice in state.choices),
        )
        for id, state in dialogue.states.items()
    }
    return replace(dialogue, states=changed)


def called(id: DialogueId) -> Dialogue:
    """A dialogue that rests once and is over."""
    rest = State(id=StateId("rest"), say=parse_words("Rest"), wait=Pause(lasts=timedelta(seconds=5)), next=OVER)
    over = State(id=StateId("over"), end=True)
    states = {rest.id: rest, over.id: over}
    return Dialogue(
        id=id, version=Version("1"), title="Called", start=rest.id, states=states, kind=DialogueKind.SERVICE
    )


def world(dialogue: Dialogue) -> Dialogues:
    live = {TRYING: dialogue, GROUNDING: called(GROUNDING), WALK: called(WALK)}
    pinned = {(id, one.version): one for id, one in live.items()}
    return replace(shipped(), live=live, pinned=pinned)


@dataclass(frozen=True)
class Noted:
    """What the engine's own way has come by so far."""

    consented: bool = False
    refused: bool = False
    asked: bool = False
    tense: bool = False
    stirred: bool = False
    heavy: bool = False
    left_tense: bool = False


@dataclass
class Walked:
    """Every place of a dialogue that the engine comes to."""

    broken: set[Rule]
    passed: set[Edge]
    leads: dict[Hashable, set[Hashable]]  # from each place to the next; None is out

    @property
    def can_be_stuck(self) -> bool:
        left: set[Hashable] = {None}
        while more := {place for place, on in self.leads.items() if place not in left and on & left}:
            left |= more
        return bool(self.leads.keys() - left)


def walk(dialogue: Dialogue) -> Walked:
    dialogues, found = world(dialogue), Walked(set(), set(), {})
    seen, ahead = set(), []

    def arrive(turn: Turn, noted: Noted, received: Input | None, beneath: Hashable) -> None:
        edges = [passed.edge for passed in turn.passed if passed.dialogue == TRYING]
        found.passed.update(edges)
        noted = follow(dialogue, edges, noted, tension_told(dialogue, edges, received), found.broken)
        here = whereabouts(turn.session)
        if beneath is not None:
            found.leads.setdefault(beneath, set()).add(here)
        if here is not None and (here, noted) not in seen:
            seen.add((here, noted))
            found.leads.setdefault(here, set())
            ahead.append((turn.session, noted, here))

    heavy = heavy_questions(dialogue)
    begin = Noted(stirred=dialogue.start in heavy, heavy=dialogue.start in heavy)
    if begin.stirred:
        found.broken |= {Rule.NO_CONSENT, Rule.NO_TENSION}
    if heavy and dialogue.start in out_of_turn(dialogue):
        found.broken |= {Rule.NO_CONSENT}
    for session in at_any_time(member()):
        arrive(open_at(dialogues, session, TRYING, NOW, 0), begin, None, None)
    while ahead:
        session, noted, here = ahead.pop()
        for received in inputs(dialogue, session):
            for other in at_any_time(session):
                arrive(advance(dialogues, other, received, NOW, 0), noted, received, here)
    return found


def at_any_time(session: Session) -> Iterator[Session]:
    """Between two turns a command may build the home base, or take its place."""
    return (replace(session, remembered=remembered) for remembered in ({}, *({"home_place": home} for home in HOMES)))


def inputs(dialogue: Dialogue, session: Session) -> Iterator[Input]:
    state = dialogue.states.get(session.stack[-1].state)  # none of its own while another is called
    for choice in state.choices if state else ():
        yield tap(session, Act.CHOOSE, choice.key)
    match state.wait if state else None:
        case ScaleAsk(low=low, high=high):
            yield from (tap(session, Act.RATE, str(number)) for number in range(low, high + 1))
        case TextAsk():
            yield from (TextReceived(text=words, message_id=7) for words in (OTHER_WORDS, "a", "b", "blue"))
        case ManyAsk():
            yield from (TextReceived(text=words, message_id=7) for words in ("aaa", "bbb", "aaa, bbb", "done"))
    yield CommandReceived(name="skip")


def tap(session: Session, act: Act, argument: str = "") -> ChoicePressed:
    return ChoicePressed(data=button(session, "", act, argument).data, press_id="1")


def whereabouts(session: Session) -> Hashable:
    if not session.stack:
        return None
    values = session.stack[0].values.items()
    states = [(frame.dialogue, frame.state, frame.called_by) for frame in session.stack]
    return *states, frozenset((name, plain(value)) for name, value in values)


def plain(value: object) -> Hashable:
    match value:
        case Number() | Picked():
            return value
        case Said():
            return value.words
    return None


def tension_told(dialogue: Dialogue, edges: list[Edge], received: Input | None) -> bool | None:
    """Whether the input told a high tension; None where it told none, or a low one where none could be high."""
    state = dialogue.states[edges[0].state] if edges and received else None
    if state is None or not isinstance(state.wait, ScaleAsk) or not (state.keep or "").startswith("tension"):
        return None
    if isinstance(received, ChoicePressed) and int(received.data.rpartition("=")[2]) < 7:
        return False if state.wait.high >= 7 else None
    return True


def follow(dialogue: Dialogue, edges: list[Edge], noted: Noted, told: bool | None, broken: set[Rule]) -> Noted:
    """What is noted after these edges, and which rules are broken on them."""
    heavy, consenting = heavy_questions(dialogue), consents(dialogue)
    early = out_of_turn(dialogue) if heavy else frozenset()
    if told is not None:
        noted = replace(noted, tense=told, left_tense=told and noted.heavy)
    for edge in edges:
        state = dialogue.states[edge.state]
        if edge.choice in consenting.get(state.id, ()):
            noted = replace(noted, consented=True, refused=False)
        elif state.id in consenting:
            noted = replace(noted, refused=True)
        if isinstance(state.wait, ScaleAsk) and (state.keep or "").startswith("tension") and state.wait.high >= 7:
            noted = replace(noted, asked=True)
        noted = calmed(state, edge, noted, broken)
        if edge.to in early and not noted.consented:
            broken.add(Rule.NO_CONSENT)
        if edge.to in heavy:
            rules = {Rule.NO_CONSENT: noted.refused or not noted.consented, Rule.NO_TENSION: not noted.asked}
            broken |= {rule for rule, holds in {**rules, Rule.HEAVY_WHEN_TENSE: noted.tense}.items() if holds}
            noted = replace(noted, stirred=True, heavy=True)
    return noted


def calmed(state: State, edge: Edge, noted: Noted, broken: set[Rule]) -> Noted:
    """What is noted after a state that may have been left by way of something calm, or for good."""
    choice = state.choice(edge.choice or "")
    if (choice.call if choice else state.call) == GROUNDING:
        noted = replace(noted, stirred=False)
    if GROUNDING in (state.call, *(offer.call for offer in state.choices)):
        noted = replace(noted, left_tense=False)
    if edge.to is None and noted.stirred:
        broken.add(Rule.NO_GROUNDING)
    if edge.to is None and noted.left_tense:
        broken.add(Rule.LEFT_TENSE)
    return noted


@pytest.fixture(autouse=True)
def nothing_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps_module, "_SPOTS_OF_A_STATE", 10_000)


@settings(max_examples=80)
@given(heavy_dialogues())
def test_a_proof_fails_exactly_where_the_engine_can_be_led_past_it(dialogue: Dialogue) -> None:
    walked, proofs, steps = walk(dialogue), proofs_of(dialogue), steps_of(dialogue)

    assert {proof.rule for proof in proofs if not proof.holds} == walked.broken
    assert {proof.rule for proof in proofs} == (set(PROVED) if heavy_questions(dialogue) else set())
    assert {step.edge for step in chain(*steps.on.values())} == walked.passed
    assert bool(trapped(steps)) == walked.can_be_stuck


@settings(max_examples=150)
@given(heavy_dialogues())
def test_every_way_that_is_shown_can_be_walked(dialogue: Dialogue) -> None:
    for proof in proofs_of(dialogue):
        assert proof.holds or can_be_walked(dialogue, proof.way), proof


@settings(max_examples=80)
@given(heavy_dialogues_with_distances())
def test_where_two_numbers_are_compared_no_way_of_the_engine_is_missed(dialogue: Dialogue) -> None:
    walked, proofs, steps = walk(dialogue), proofs_of(dialogue), steps_of(dialogue)

    assert walked.broken <= {proof.rule for proof in proofs if not proof.holds}
    assert walked.passed <= {step.edge for step in chain(*steps.on.values())}


@settings(max_examples=150)
@given(heavy_dialogues())
def test_where_values_are_too_many_more_ways_are_followed_and_none_is_missed(dialogue: Dialogue) -> None:
    exact = {proof.rule for proof in proofs_of(dialogue) if not proof.holds}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps_module, "_SPOTS_OF_A_STATE", 0)
        rough = {proof.rule for proof in proofs_of(dialogue) if not proof.holds}

    assert exact <= rough


def can_be_walked(dialogue: Dialogue, way: tuple[str, ...]) -> bool:
    """Whether the engine, given what the way says was done at each state, goes along it to its end."""
    dialogues = world(dialogue)
    meant = tuple(step.split(" ")[0] for step in way)
    begun = [open_at(dialogues, session, TRYING, NOW, 0) for session in at_any_time(member())]
    ahead = [(turn, (str(dialogue.start), *trail_of(turn))) for turn in begun]
    seen = set()
    while ahead:
        turn, trail = ahead.pop()
        if trail[: len(meant)] == meant:
            return True
        if trail != meant[: len(trail)] or (trail, whereabouts(turn.session)) in seen:
            continue
        seen.add((trail, whereabouts(turn.session)))
        for session in at_any_time(turn.session):
            for received in told(dialogue, session, way[len(trail) - 1]):
                after = advance(dialogues, session, received, NOW, 0)
                ahead.append((after, (*trail, *trail_of(after))))
    return False


def trail_of(turn: Turn) -> tuple[str, ...]:
    return tuple(str(passed.edge.to or "out") for passed in turn.passed if passed.dialogue == TRYING)


def told(dialogue: Dialogue, session: Session, step: str) -> list[Input]:
    """The input that a step of a way tells of."""
    state = dialogue.states.get(session.stack[-1].state)
    if state is None:
        return [CommandReceived(name="skip")]
    step = step.partition(" (")[0].removeprefix(state.id)
    labels: Mapping[str, str] = {f" [{label_of(choice.label)}]": choice.key for choice in state.choices}
    if step == " skipped":
        return [CommandReceived(name="skip"), tap(session, Act.DONE)]
    if step in labels:
        return [tap(session, Act.CHOOSE, labels[step])]
    if isinstance(state.wait, ScaleAsk):
        low = str(state.wait.low)
        return [tap(session, Act.RATE, step.removeprefix(" = ") or low), CommandReceived(name="skip")]
    if isinstance(state.wait, ManyAsk):
        keys = (step.removeprefix(" = ") or "a").split(", ")
        return [TextReceived(text=", ".join(key * 3 for key in keys), message_id=7)]
    if isinstance(state.wait, TextAsk):
        return [TextReceived(text=step.removeprefix(" = ") or OTHER_WORDS, message_id=7)]
    return [CommandReceived(name="skip")]
