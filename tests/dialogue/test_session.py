"""A session is all that is known of somebody between two inputs: whatever it holds comes back from JSON."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.effects import AnswerPart
from bot.dialogue.session import Frame, Held, Led, LeftQuestion, Offer, PassedPrompt, Planned, Profile, Session
from bot.dialogue.session_changes import FrameChanges, SessionChanges, changed
from bot.dialogue.values import Number, Picked, Said, Skipped, Value
from bot.dialogue.words import Entity, Message, Style
from tests.dialogue.person import through_json
from tests.shipped import everywhere

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ids = st.text(min_size=1, max_size=8)
maybe_text = st.none() | text
count = st.integers(0, 2**31)
instants = st.none() | st.datetimes(timezones=st.just(UTC))
parts = st.builds(AnswerPart, message_id=count, words=maybe_text, voice=maybe_text)
several_parts = st.lists(parts, max_size=3).map(tuple)
several = st.lists(ids, max_size=3).map(tuple)
values: st.SearchStrategy[Value] = st.one_of(
    st.builds(Said, parts=several_parts, answer=st.none() | count),
    st.builds(Number, value=st.integers(-(2**31), 2**31)),
    st.builds(Picked, keys=several, words=text),
    st.builds(Skipped),
)
named = st.dictionaries(ids, values, max_size=3)
OF_A_LEFT_QUESTION: dict[str, st.SearchStrategy[Any]] = {
    "state": ids,
    "version": ids,
    "trail": several,
    "probes": count,
    "answer": st.none() | count,
    "picks": several,
    "taps": count,
}
OF_A_FRAME: dict[str, st.SearchStrategy[Any]] = {
    "dialogue": ids,
    "version": ids,
    "state": ids,
    "run": count,
    "values": named,
    "trail": several,
    "probes": count,
    "answer": st.none() | count,
    "numbers": st.dictionaries(ids, st.lists(count, min_size=1, max_size=3).map(tuple), max_size=2),
    "given": st.dictionaries(ids, count, max_size=2),
    "picks": several,
    "taps": count,
    "offers": st.lists(st.builds(Offer, label=text, values=st.dictionaries(ids, text, max_size=2)), max_size=2).map(
        tuple
    ),
    "since": instants,
    "answered": several,
    "tension_at": instants,
    "left": st.none() | st.builds(LeftQuestion, **OF_A_LEFT_QUESTION),
    "called_by": maybe_text,
}
frames = st.builds(Frame, **OF_A_FRAME)
stacks = st.lists(frames, max_size=3).map(tuple)
entities = st.builds(Entity, style=st.sampled_from(Style), offset=count, length=count)
planned = st.one_of(
    st.builds(Planned, dialogue=ids, on=st.dates().map(str), wall=st.just("08:30")),
    st.builds(Planned, dialogue=ids, at=st.datetimes(timezones=st.just(UTC))),
)
OF_A_PROFILE: dict[str, st.SearchStrategy[Any]] = {
    "consented": st.booleans(),
    "name": maybe_text,
    "place": maybe_text,
    "zone": maybe_text,
    "country": maybe_text,
    "prompt_time": maybe_text,
    "prompts": ids,
    "listening": ids,
    "language": ids,
}
OF_A_SESSION: dict[str, st.SearchStrategy[Any]] = {
    "key": ids,
    "profile": st.builds(Profile, **OF_A_PROFILE),
    "stack": stacks,
    "aside": st.lists(stacks, max_size=2).map(tuple),
    "remembered": named,
    "turn": count,
    "answers": count,
    "runs": count,
    "seen": instants,
    "held": several_parts,
    "held_for": st.none() | st.sampled_from(Held),
    "joins": st.none() | st.integers(1, 2**31),  # answers are numbered from 1
    "joined": count,
    "goes_on": st.booleans(),
    "last_probe": st.none() | ids,
    "wanted": st.none() | ids,
    "standing": st.none() | st.builds(Message, text=text, entities=st.lists(entities, max_size=2).map(tuple)),
    "pressed": count,
    "shown": count,
    "prompted_on": st.none() | st.dates().map(str),
    "interrupted": st.booleans(),
    "last_message": st.integers(min_value=0, max_value=2**31),
    "other_at": instants,
    "crisis_at": instants,
    "sealed": count,
    "visit_gone": st.booleans(),
    "visits": st.lists(planned, max_size=2).map(tuple),
    "invited": count,
    "invited_on": st.none() | st.dates().map(str),
    "heard": st.dictionaries(ids, ids, max_size=3),
    "led": st.none() | st.builds(Led, turn=count, question=st.text(), phrase=st.none() | st.text()),
    "passed": st.none() | st.builds(PassedPrompt, turn=count, stack=stacks, standing=st.builds(Message, text=text)),
}
sessions = st.builds(Session, **OF_A_SESSION)


@pytest.mark.parametrize(
    ("kind", "tried"),
    [
        (Session, OF_A_SESSION),
        (Frame, OF_A_FRAME),
        (LeftQuestion, OF_A_LEFT_QUESTION),
        (Profile, OF_A_PROFILE),
    ],
    ids=["session", "frame", "left question", "profile"],
)
def test_every_field_is_tried(kind: type[Session | Frame | LeftQuestion | Profile], tried: dict[str, object]) -> None:
    assert {field.name for field in fields(kind)} == tried.keys()


@pytest.mark.parametrize(("kind", "changes"), [(Session, SessionChanges), (Frame, FrameChanges)])
def test_what_may_be_changed_are_the_fields(kind: type[Session | Frame], changes: type[object]) -> None:
    assert get_type_hints(changes) == get_type_hints(kind)


@given(sessions)
def test_any_session_survives_json(session: Session) -> None:
    assert through_json(session) == session


AS_STORED: dict[str, Any] = {
    "key": "k3y",
    "profile": {"consented": True, "name": "Ana", "prompts": "on", "listening": "gentle", "language": "en"},
    "stack": [
        {
            "dialogue": "shame",
            "version": "v1",
            "state": "fears",
            "run": 2,
            "values": {"tension_before": {"number": 3}},
            "trail": ["consent"],
            "answer": 0,
            "numbers": {"consent": [1, 2]},
            "picks": ["chest"],
            "offers": [{"label": "Berlin, Germany", "values": {"place": "Berlin"}}],
            "since": "2026-03-01T08:30:00+00:00",
            "called_by": "",
        },
        {"dialogue": "breathe", "version": "v2", "state": "ask", "run": 2, "values": {}, "trail": []},
    ],
    "aside": [[{"dialogue": "home", "version": "v3", "state": "where", "run": 1, "values": {}, "trail": []}]],
    "remembered": {"base": {"said": [{"message_id": 7, "words": "a meadow"}], "answer": 4}},
    "turn": 9,
    "seen": "2026-03-01T08:31:00+00:00",
    "held": [{"message_id": 8, "voice": "file"}],
    "held_for": "paste",
    "standing": {"text": "What are they?", "entities": [["bold", 0, 4]]},
    "interrupted": True,
    "visit_gone": st.booleans(),
    "visits": [{"dialogue": "letter", "on": "2026-03-08", "wall": "08:30"}],
    "led": {"turn": 9, "question": "What were they?", "phrase": None},
}


def test_what_is_stored_is_written_as_it_was_read() -> None:
    session = Session.from_dict(AS_STORED)
    assert session.to_dict() == AS_STORED
    assert (session.stack[0].answer, session.stack[0].called_by, session.held_for) == (0, "", Held.PASTE)


def test_what_an_older_version_stored_beside_it_is_passed_over() -> None:
    assert Session.from_dict({**AS_STORED, "mood": "fine"}).to_dict() == AS_STORED


def test_a_session_survives_json_wherever_somebody_is() -> None:
    assert all(through_json(session) == session for session in everywhere().values())


def test_the_order_in_which_values_were_kept_survives_json() -> None:
    kept = {"b": Number(value=1), "a": Number(value=2)}
    assert list(through_json(Session(key="k", remembered=kept)).remembered) == ["b", "a"]


def test_a_session_is_never_changed_but_followed_by_another() -> None:
    old = Session(key="k", seen=datetime(2026, 3, 1, tzinfo=UTC))
    new = changed(old, turn=3)
    assert (old.turn, new.turn, new.seen) == (0, 3, old.seen)
    with pytest.raises(TypeError):
        changed(old, tunr=3)  # type: ignore[call-overload]  # mypy sees it too
