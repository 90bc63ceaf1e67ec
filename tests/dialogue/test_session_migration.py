"""Leading people over to a dialogue that changed: who stays, who moves, who goes back, and who hears of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.buttons import Act
from bot.dialogue.effects import EditMessage, SealAnswers, SendMessage
from bot.dialogue.inputs import Timer
from bot.dialogue.migration_policy import MigrationAction
from bot.dialogue.model import (
    Choice,
    Comparison,
    Condition,
    DialogueId,
    ManyAsk,
    Option,
    ScaleAsk,
    State,
    StateId,
    TextAsk,
    Version,
    Way,
)
from bot.dialogue.session_migration import MigratedSession
from bot.dialogue.values import Number
from bot.dialogue.words import parse_words
from bot.language.migration_requirements import requirements_of
from tests.dialogue.leading import action, changed, led_over, migrated, renamed, why, with_versions, without
from tests.dialogue.person import Person, somebody_at
from tests.shipped import shipped

SHIPPED = shipped().live[DialogueId("shame")]
# Each test marks the checkpoints that it is about.
SHAME = replace(SHIPPED, states={id: replace(state, checkpoint=False) for id, state in SHIPPED.states.items()})
MENU = shipped().live[DialogueId("exercises")]
WORDS = "I am afraid of being left alone, as always, and that it is me."

AS_IT_WAS = replace(SHAME, version=Version("next"))
RENAMED = renamed(SHAME, "hard_times", "hard_moments", "What was it like?")
ONLY_RENAMED = renamed(SHAME, "hard_times", "hard_moments")


def state(id: str) -> State:
    return SHAME.states[StateId(id)]


def question(person: Person) -> str:
    """Of where they are now, as the live dialogue asks it."""
    frame = person.session.stack[-1]
    words = person.dialogues.live[frame.dialogue].states[frame.state].ask
    assert words
    return words.fill({}).text


def at_hard_times() -> Person:
    return somebody_at("shame", "fears").writes(WORDS)


# Staying


def test_who_can_go_on_as_they_are_goes_over_and_hears_nothing() -> None:
    person = somebody_at("shame", "fears")
    before = person.session
    result = led_over(person, with_versions(SHAME, AS_IT_WAS))
    assert action(result) == (MigrationAction.STAY, "fears")
    assert result.effects == ()
    (frame,) = person.session.stack
    assert frame == replace(before.stack[0], version=Version("next"))
    assert replace(person.session, stack=before.stack) == before


def test_the_buttons_that_stand_still_work_for_who_stays() -> None:
    person = somebody_at("shame", "consent")
    data = person.seen or [f"{person.session.key}:{person.session.turn}:.ready"]
    led_over(person, with_versions(SHAME, AS_IT_WAS))
    assert person.presses(data[0]).place == ("shame", "tension_before")


def test_other_ways_on_are_no_other_question() -> None:
    live = changed(SHAME, replace(state("fears"), next=(Way(to=StateId("missed")),)))
    person = somebody_at("shame", "fears")
    assert action(led_over(person, with_versions(SHAME, live))) == (MigrationAction.STAY, "fears")
    assert person.writes(WORDS).place == ("shame", "missed")


def test_a_silence_that_runs_is_not_begun_again() -> None:
    live = changed(SHAME, replace(state("stay"), wait=replace(state("stay").wait, lasts=state("stay").wait.lasts * 2)))  # type: ignore[type-var, union-attr]
    person = somebody_at("shame", "stay")
    token = str(person.session.turn)
    assert action(led_over(person, with_versions(SHAME, live))) == (MigrationAction.STAY, "stay")
    assert person.time_comes(Timer.PAUSE, token).place == ("shame", "tension_after")


def test_another_id_alone_is_no_other_question() -> None:
    person = at_hard_times().writes("short")
    answer = person.session.stack[-1].answer
    assert answer  # asked for more
    result = led_over(person, with_versions(SHAME, ONLY_RENAMED))
    assert action(result) == (MigrationAction.STAY, "hard_moments")
    assert (result.effects, result.asks_anew) == ((), False)
    assert (person.place, person.session.stack[-1].answer) == (("shame", "hard_moments"), answer)
    assert person.writes(WORDS).place == ("shame", "hard_inside")
    assert person.kept[answer] == f"short\n{WORDS}"
    assert person.commands("back").place == ("shame", "hard_moments")


def test_the_buttons_that_stand_still_work_where_only_the_id_is_another() -> None:
    person = somebody_at("shame", "steady_first")
    button = f"{person.session.key}:{person.session.turn}:.later"
    live = renamed(SHAME, "steady_first", "something_steady")
    ways = tuple(replace(way, to=StateId("something_steady")) for way in state("tension_before").next[:1])
    live = changed(live, replace(state("tension_before"), next=(*ways, *state("tension_before").next[1:])))
    assert action(led_over(person, with_versions(SHAME, live))) == (MigrationAction.STAY, "something_steady")
    assert person.presses(button).said
    assert person.place != ("shame", "something_steady")


@pytest.mark.parametrize("seen", ["say", "ask", "label"])
def test_under_another_id_anything_that_is_seen_otherwise_is_asked_anew(seen: str) -> None:
    live = renamed(SHAME, "consent", "agreed")
    agreed = live.states[StateId("agreed")]
    other = parse_words("Something else")
    if seen == "label":
        agreed = replace(agreed, choices=(replace(agreed.choices[0], label=other), *agreed.choices[1:]))
    else:
        agreed = replace(agreed, say=other) if seen == "say" else replace(agreed, ask=other)
    live = replace(changed(live, agreed), start=agreed.id)
    person = somebody_at("shame", "consent")
    assert action(led_over(person, with_versions(SHAME, live))) == (MigrationAction.MOVE, "agreed")


# Moving


def test_a_renamed_state_takes_people_along_and_asks_anew_once() -> None:
    person = at_hard_times()
    standing = person.session.turn
    result = led_over(person, with_versions(SHAME, RENAMED))
    assert action(result) == (MigrationAction.MOVE, "hard_moments")
    assert person.place == ("shame", "hard_moments")
    assert person.said == []
    person.time_comes(Timer.LED)
    (sent,) = person.ordered(SendMessage)
    assert sent.message.text.startswith(person.dialogues.phrase("exercise_moved", dialogue_title=SHAME.title).text)
    assert sent.message.text.endswith(question(person))
    assert [edit.label for edit in person.ordered(EditMessage)] == [f"q{standing}"]  # whose buttons go
    assert person.session.turn == sent.question == standing + 1


def test_a_question_with_other_buttons_is_asked_anew() -> None:
    more = Choice(key="more", label=parse_words("Something else"), next=(Way(to=StateId("another_day")),))
    live = changed(SHAME, replace(state("steady_first"), choices=(*state("steady_first").choices, more)))
    person = somebody_at("shame", "steady_first")
    assert action(led_over(person, with_versions(SHAME, live))) == (MigrationAction.MOVE, "steady_first")
    assert person.time_comes(Timer.LED).chooses("more").place == ("shame", "another_day")


def test_what_is_ticked_stays_ticked_where_it_is_still_there() -> None:
    wait = state("body").wait
    assert isinstance(wait, ManyAsk)
    fewer = ManyAsk(options=(*(o for o in wait.options if o.key != "head"), Option(key="x", label=parse_words("X"))))
    person = somebody_at("shame", "body").taps(Act.TICK, "head").taps(Act.TICK, "chest")
    led_over(person, with_versions(SHAME, changed(SHAME, replace(state("body"), wait=fewer))))
    assert person.session.stack[-1].picks == ("chest",)


def test_the_next_answer_is_one_of_its_own() -> None:
    person = at_hard_times().writes("short")
    assert person.session.stack[-1].answer is not None  # asked for more
    led_over(person, with_versions(SHAME, RENAMED))
    person.writes("It was in the kitchen, late at night, and nobody said a word to me.")
    assert list(person.kept.values())[-2:] == [
        "short",
        "It was in the kitchen, late at night, and nobody said a word to me.",
    ]


# Going back


def back_from_hard_inside(checkpoint: str | None) -> tuple[Person, MigratedSession]:
    """The state is gone that the person is in."""
    skipping = replace(state("hard_times"), next=(Way(to=StateId("hard_signals")),))
    states = [skipping if id == "hard_times" else one for id, one in SHAME.states.items()]
    marked = [replace(one, checkpoint=one.id == checkpoint) for one in states if one.id != "hard_inside"]
    person = at_hard_times().writes(WORDS)
    assert person.place == ("shame", "hard_inside")
    return person, led_over(person, with_versions(SHAME, changed(SHAME, *marked, without=("hard_inside",))))


def test_who_lost_their_place_goes_back_to_the_last_checkpoint_of_their_way() -> None:
    person, result = back_from_hard_inside("fears")
    assert action(result) == (MigrationAction.REWIND, "fears")
    assert why(result) == "there is no `hard_inside` any more"
    person.time_comes(Timer.LED)
    (sent,) = person.ordered(SendMessage)
    assert sent.message.text.startswith(person.dialogues.phrase("exercise_rewound", dialogue_title=SHAME.title).text)
    assert sent.message.text.endswith(question(person))
    assert person.session.stack[0].trail == ("consent", "tension_before")


def without_old_ids(*others: State) -> str:
    """Why somebody at `hard_times` goes back, where that has another id and nothing says so."""
    live = changed(ONLY_RENAMED, replace(ONLY_RENAMED.states[StateId("hard_moments")], renamed_from=()), *others)
    return why(led_over(at_hard_times(), with_versions(SHAME, live)))


def test_the_one_new_state_that_asks_the_same_is_named_to_the_author() -> None:
    assert without_old_ids() == (
        "there is no `hard_times` any more; `hard_moments` asks the same, so write `renamed_from: hard_times` there if"
        " it is that"
    )


def test_where_two_new_states_ask_the_same_none_is_named() -> None:
    again = replace(ONLY_RENAMED.states[StateId("hard_moments")], id=StateId("hard_again"), renamed_from=())
    assert without_old_ids(again) == "there is no `hard_times` any more"


def test_a_state_that_took_the_place_of_another_is_not_named() -> None:
    taken = replace(ONLY_RENAMED.states[StateId("hard_moments")], renamed_from=(StateId("fears"),))
    assert without_old_ids(taken) == "there is no `hard_times` any more"


def test_nobody_goes_back_from_a_high_tension_to_a_heavy_checkpoint() -> None:
    person = somebody_at("shame", "body")
    values = {**person.session.stack[0].values, "tension_middle": Number(value=9)}
    person.session = replace(person.session, stack=(replace(person.session.stack[0], values=values),))
    marked = replace(state("fears"), checkpoint=True)
    to_nowhere = replace(state("tension_middle"), next=(Way(to=StateId("another_day")),))
    gone = changed(SHAME, marked, to_nowhere, without=("body",))
    assert action(led_over(person, with_versions(SHAME, gone))) == (MigrationAction.REWIND, "consent")


def test_a_checkpoint_that_they_never_came_by_is_not_theirs() -> None:
    _, result = back_from_hard_inside("missed")
    assert action(result) == (MigrationAction.REWIND, "consent")


def test_what_was_kept_on_the_way_is_still_there_after_going_back() -> None:
    person, _ = back_from_hard_inside("fears")
    assert {"tension_before", "fears", "hard_times"} <= person.session.stack[0].values.keys()
    assert WORDS in person.kept.values()


def test_back_leads_only_to_places_that_there_are() -> None:
    person = at_hard_times().writes(WORDS).writes(WORDS)
    ways = replace(state("hard_times"), next=(Way(to=StateId("hard_signals")),))
    led_over(person, with_versions(SHAME, changed(SHAME, ways, without=("hard_inside",))))
    assert person.place == ("shame", "hard_signals")
    assert person.commands("back").place == ("shame", "hard_times")


# Gates


NEW_TENSION = State(
    id=StateId("tension_anew"),
    ask=parse_words("How tense are you?"),
    wait=ScaleAsk(low=0, high=10),
    keep="tension_now",
    next=(Way(to=StateId("fears")),),
)


def test_nobody_is_led_behind_a_tension_question_that_they_were_not_asked() -> None:
    way = replace(state("tension_before"), next=(state("tension_before").next[0], Way(to=NEW_TENSION.id)))
    again = replace(state("tension_again"), next=(state("tension_again").next[0], Way(to=NEW_TENSION.id)))
    marked = replace(state("fears"), checkpoint=True)
    person = at_hard_times()
    result = led_over(person, with_versions(SHAME, changed(SHAME, NEW_TENSION, way, again, marked)))
    assert action(result) == (MigrationAction.REWIND, "consent")  # and not to the checkpoint, which is behind it too
    assert why(result) == "a consent or tension question before `hard_times` was not passed"


def test_nobody_is_led_from_a_high_tension_to_a_heavy_question() -> None:
    person = somebody_at("shame", "another_day")
    taken = replace(state("fears"), renamed_from=(StateId("another_day"),))
    high, low = state("tension_again").next
    ways = replace(state("tension_again"), next=(replace(high, to=StateId("not_today")), low))
    live = changed(SHAME, taken, ways, without=("another_day",))
    assert action(led_over(person, with_versions(SHAME, live)))[0] is MigrationAction.REWIND
    assert person.place == ("shame", "consent")


@pytest.mark.parametrize(("plus", "expected"), [(3, MigrationAction.REWIND), (4, MigrationAction.STAY)])
def test_a_tension_that_rose_decides_as_it_would_on_the_way(plus: int, expected: MigrationAction) -> None:
    person = somebody_at("shame", "tension_middle")
    before = person.session.stack[-1].values["tension_before"]
    assert isinstance(before, Number)
    person.rates(before.value + 3)
    rose = Condition(name="tension_middle", test=Comparison.AT_LEAST, other="tension_before", plus=plus)
    high, low = state("tension_middle").next
    ways = replace(state("tension_middle"), next=(high, Way(to=StateId("not_today"), when=rose), low))
    assert person.place == ("shame", "body")
    assert action(led_over(person, with_versions(SHAME, changed(SHAME, ways))))[0] is expected


def test_a_number_is_needed_where_a_later_one_is_compared_with_it() -> None:
    needed = requirements_of(SHAME).branches
    assert "tension_before" in needed[StateId("body")]
    assert "tension_before" not in needed[StateId("daily")]


def test_what_was_no_consent_when_it_was_passed_is_none_now() -> None:
    old = changed(SHAME, replace(state("consent"), skippable=True))
    person = somebody_at("shame", "fears")
    person.session = replace(
        person.session, stack=tuple(replace(frame, version=old.version) for frame in person.session.stack)
    )
    assert action(led_over(person, with_versions(old, SHAME))) == (MigrationAction.REWIND, "consent")


# Values


def test_nobody_is_led_to_words_that_need_what_they_were_not_asked_for() -> None:
    asking = replace(state("fears"), keep="closeness", wait=TextAsk())
    telling = replace(state("hard_times"), ask=parse_words("You said {mood}. What happened?"))
    mood = State(
        id=StateId("mood"),
        ask=parse_words("How is it?"),
        choices=(Choice(key="well", label=parse_words("Well"), next=(Way(to=StateId("hard_times")),)),),
        keep="mood",
    )
    asking = replace(asking, next=(Way(to=mood.id),), checkpoint=True)
    person = at_hard_times()
    result = led_over(person, with_versions(SHAME, changed(SHAME, asking, mood, telling)))
    assert action(result) == (MigrationAction.REWIND, "fears")
    assert why(result) == "`mood` is needed from `hard_times` on, and was not asked for as it is now"


def test_a_number_on_another_scale_is_not_the_number_that_branches_compare() -> None:
    scale = replace(state("tension_middle"), wait=ScaleAsk(low=0, high=100))
    person = somebody_at("shame", "tension_middle").rates(3)
    live = changed(SHAME, scale, replace(state("body"), next=state("tension_middle").next))
    assert why(led_over(person, with_versions(SHAME, live))).startswith("`tension_middle` is needed from `body` on")


# Deciding


def test_who_is_in_a_dialogue_that_is_gone_goes_on_in_it_until_the_author_decides() -> None:
    person = at_hard_times()
    before = person.session
    result = led_over(person, without(SHAME))
    assert action(result) == (MigrationAction.DECIDE, None)
    assert (result.session, result.effects) == (before, ())
    assert person.writes(WORDS).place == ("shame", "hard_inside")


def test_where_a_dialogue_does_not_begin_with_a_question_the_author_decides() -> None:
    ways = (replace(state("tension_before").next[0], to=StateId("consent")), Way(to=StateId("consent")))
    branching = State(id=StateId("first"), next=ways)
    live = replace(changed(SHAME, branching, without=("hard_times",)), start=branching.id)
    live = changed(live, replace(state("fears"), next=(Way(to=StateId("hard_inside")),)))
    result = led_over(at_hard_times(), with_versions(SHAME, live))
    assert action(result) == (MigrationAction.DECIDE, None)


def test_who_is_in_a_menu_that_changed_keeps_it_and_hears_nothing() -> None:
    person = Person().opens("exercises")
    live = changed(MENU, replace(MENU.states[MENU.start], choices=MENU.states[MENU.start].choices[1:]))
    result = led_over(person, with_versions(MENU, live))
    assert action(result) == (MigrationAction.KEEP, None)
    assert result.effects == ()


# What lies beneath, and what rests


def test_what_rests_goes_over_silently_and_is_asked_anew_when_it_is_resumed() -> None:
    person = at_hard_times().commands("pause")
    result = led_over(person, with_versions(SHAME, RENAMED))
    assert action(result) == (MigrationAction.MOVE, "hard_moments")
    assert result.effects == ()
    assert person.commands("resume").place == ("shame", "hard_moments")
    assert person.said[-1].endswith(question(person))


def test_what_lies_beneath_a_breath_waits_until_that_is_over() -> None:
    person = at_hard_times().commands("breathe")
    result = led_over(person, with_versions(SHAME, RENAMED))
    assert action(result) == (MigrationAction.MOVE, "hard_moments")
    assert result.effects == ()
    person.commands("skip")
    while person.place != ("shame", "hard_moments"):
        person.commands("skip")
    assert person.said[-1].endswith(question(person))


def test_a_call_that_is_no_longer_made_is_followed_by_the_question_beneath() -> None:
    person = somebody_at("shame", "steady_first").chooses("ground")
    assert person.session.stack[-1].dialogue == "grounding"
    others = tuple(choice for choice in state("steady_first").choices if choice.key != "ground")
    result = led_over(person, with_versions(SHAME, changed(SHAME, replace(state("steady_first"), choices=others))))
    assert action(result) == (MigrationAction.MOVE, "steady_first")
    assert result.effects == ()
    for _ in range(10):
        if person.place == ("shame", "steady_first"):
            return
        person.commands("skip")
    pytest.fail("the question beneath never came")


def test_a_call_from_a_question_whose_answer_is_needed_now_is_followed_by_that_question() -> None:
    person = somebody_at("shame", "steady_first").chooses("ground")
    telling = replace(state("tension_again"), ask=parse_words("You chose {help}. And now, from 0 to 10?"))
    live = changed(SHAME, replace(state("steady_first"), keep="help"), telling)
    assert action(led_over(person, with_versions(SHAME, live))) == (MigrationAction.MOVE, "steady_first")
    for _ in range(10):
        if person.place == ("shame", "steady_first"):
            break
        person.commands("skip")
    assert person.chooses("later").place is None
    assert person.session.stack == ()


def test_a_call_that_is_still_made_comes_back_to_where_it_was_made() -> None:
    person = somebody_at("shame", "steady_first").chooses("ground")
    assert action(led_over(person, with_versions(SHAME, AS_IT_WAS))) == (MigrationAction.STAY, "steady_first")
    for _ in range(10):
        if person.place == ("shame", "tension_again"):
            return
        person.commands("skip")
    pytest.fail("the call never came back")


# What was under way


def test_words_that_were_held_are_kept_at_the_question_they_were_written_to() -> None:  # fault 16, fault 20
    person = at_hard_times().writes("sea " * 1000)
    assert person.session.held
    led_over(person, with_versions(SHAME, RENAMED))
    assert not person.session.held
    assert "sea " * 1000 in person.kept.values()
    assert person.place == ("shame", "hard_moments")


def test_what_is_put_away_later_is_found_under_a_state_that_took_the_place() -> None:
    person = at_hard_times().writes(WORDS)
    number = max(person.journal)
    led_over(person, with_versions(SHAME, RENAMED))
    aside = somebody_at("shame", "put_aside").session.stack[0]
    frame = person.session.stack[0]
    person.session = replace(person.session, stack=(replace(frame, state=aside.state),))
    sealing = next(choice.key for choice in state("put_aside").choices if "hard_times" in choice.seal)
    assert number in person.chooses(sealing).ordered(SealAnswers)[0].numbers


def test_nobody_is_led_on_within_a_day_of_a_cry_for_help() -> None:
    person = at_hard_times()
    person.session = replace(person.session, crisis_at=person.now)
    result = led_over(person, with_versions(SHAME, RENAMED))
    assert action(result) == (MigrationAction.KEEP, None)
    assert result.effects == ()
    person.waits(hours=25)
    assert action(migrated(person)) == (MigrationAction.MOVE, "hard_moments")


def test_who_is_in_the_live_version_is_left_alone() -> None:
    person = at_hard_times()
    result = migrated(person)
    assert (result.verdicts, result.effects, result.session) == ((), (), person.session)
