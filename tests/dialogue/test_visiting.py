"""A later visit: planned by an exercise, it comes once, at a hour by day, and disturbs nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import CancelWake, PromptSettled, SendMessage
from bot.dialogue.inputs import TimeCame, Timer
from bot.dialogue.model import DialogueId, Version
from bot.dialogue.session_changes import changed
from bot.language.load import read_source
from bot.practice.visits import by_day
from tests.dialogue.person import Person
from tests.shipped import member, shipped

BERLIN, TOKYO = "Europe/Berlin", "Asia/Tokyo"
AFTER = "attunement_after"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant in March 2026, before the clocks change, by the clock in Berlin."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - HOUR


TEN = at(2, 10)


def somebody(now: datetime = TEN, dialogues: Dialogues | None = None, **profile: Any) -> Person:
    session = member(**{"zone": BERLIN, **profile})
    return Person(session=session, now=now, dialogues=dialogues or shipped())


def planned(now: datetime = TEN, **profile: Any) -> Person:
    """Who has agreed to be asked tomorrow."""
    return plans(somebody(now, **profile))


def plans(person: Person) -> Person:
    person.opens("attunement").chooses("ready")
    while person.place != ("attunement", "tomorrow"):
        person.commands("skip")
    return person.chooses("ask")


def time_comes(person: Person, now: datetime | None = None, *, reachable: bool = True) -> Person:
    """The due row of the visit, when it is due or later."""
    wake = person.due.pop(Timer.VISIT)
    person.now = max(now or wake.at, wake.at)
    return person.does(TimeCame(timer=Timer.VISIT, token=wake.token, reachable=reachable))


def in_hours(hours: int) -> Dialogues:
    """With a dialogue that plans the visit so many hours ahead."""
    source = f"""
title: In hours
start: ask
states:
  ask:
    ask: Shall I?
    choices: {{"y": {{label: "Yes", visit: {{dialogue: {AFTER}, in: {hours}h}}, next: done}}}}
  done: {{say: Good., end: true}}
"""
    return with_dialogue("in_hours", source)


def with_dialogue(name: str, source: str) -> Dialogues:
    dialogue = read_source(DialogueId(name), Version("v"), source)
    known = shipped()
    return replace(
        known,
        live={**known.live, dialogue.id: dialogue},
        pinned={**known.pinned, (dialogue.id, dialogue.version): dialogue},
    )


# When it comes


def test_a_visit_of_the_next_day_comes_at_the_hour_of_the_daily_prompt() -> None:
    assert planned(prompt_time="18:30").due[Timer.VISIT].at == at(3, 18, 30)


def test_without_a_prompt_it_comes_at_the_time_of_day_at_which_it_was_planned() -> None:
    assert planned(at(2, 10, 17)).due[Timer.VISIT].at == at(3, 10, 17)


@pytest.mark.parametrize(
    ("now", "comes"),
    [
        (at(2, 21, 59), at(3, 21, 59)),
        (at(2, 22), at(3, 21, 30)),
        (at(2, 23, 59), at(3, 21, 30)),
        (at(2, 0, 30), at(3, 8)),
    ],
)
def test_planned_at_night_it_comes_by_day_on_its_own_date(now: datetime, comes: datetime) -> None:
    assert planned(now).due[Timer.VISIT].at == comes


@pytest.mark.parametrize("hour", [4, 10, 23])
def test_who_has_told_no_zone_is_visited_at_the_time_of_day_at_which_they_asked(hour: int) -> None:
    person = planned(at(2, hour), zone=None)  # eight in the evening in Los Angeles, be it four in the morning here
    assert person.due[Timer.VISIT].at == at(3, hour)
    assert time_comes(person).place == (AFTER, "tried")


def test_some_hours_ahead_are_so_many_hours_unless_that_is_at_night() -> None:
    person = somebody(dialogues=in_hours(3)).opens("in_hours").chooses("y")
    assert person.due[Timer.VISIT].at == at(2, 13)
    person = somebody(dialogues=in_hours(14)).opens("in_hours").chooses("y")
    assert person.due[Timer.VISIT].at == at(3, 8)


def test_it_invites_and_waits_for_an_answer_like_any_question() -> None:
    person = time_comes(planned())
    assert person.place == (AFTER, "tried")
    assert all(sent.prompt for sent in person.ordered(SendMessage))
    assert not person.session.visits
    assert CancelWake(timer=Timer.VISIT) in person.effects
    person.waits(days=3).chooses("tried")
    assert person.place == (AFTER, "other")


def test_whoever_answers_a_visit_in_words_is_not_told_first_where_they_are() -> None:
    person = time_comes(planned()).waits(hours=9).writes("Yes, they did")
    assert person.place == (AFTER, "other")


def test_a_newer_visit_of_the_same_dialogue_takes_the_place_of_the_older() -> None:
    person = plans(planned().waits(hours=5))
    assert [visit.dialogue for visit in person.session.visits] == [AFTER]
    assert person.due[Timer.VISIT].at == at(3, 15)


def test_a_visit_may_plan_the_next_one() -> None:
    person = time_comes(planned()).chooses("tomorrow")
    assert person.due[Timer.VISIT].at == at(4, 10)


def test_a_visit_that_comes_days_late_comes_once_at_a_decent_hour() -> None:  # fault 38
    person = time_comes(planned(), at(7, 3))
    assert not person.said
    assert person.due[Timer.VISIT].at == at(7, 8)
    assert time_comes(person).place == (AFTER, "tried")
    assert Timer.VISIT not in person.due


def test_a_due_row_that_comes_before_its_visit_changes_nothing() -> None:  # fault 38
    person = planned()
    person.now = at(2, 12)
    person.does(TimeCame(timer=Timer.VISIT, token=AFTER))
    assert not person.said
    assert person.due[Timer.VISIT].at == at(3, 10)


def test_a_due_row_without_a_visit_changes_nothing() -> None:
    person = somebody()
    before = person.session
    assert not person.does(TimeCame(timer=Timer.VISIT, token=AFTER)).said
    assert person.session == before


# Whom it does not disturb


def test_it_waits_while_somebody_is_in_an_exercise_until_ten_quiet_minutes() -> None:
    person = planned(prompt_time="08:00")
    person.now = at(3, 7, 55)
    person.opens("shame").chooses("ready")
    time_comes(person)
    assert not person.said
    assert person.due[Timer.VISIT].at == at(3, 8, 5)
    time_comes(person)
    assert person.place == (AFTER, "tried")
    assert person.session.aside[0][0].dialogue == "shame"


def test_it_does_not_come_into_the_breath_of_the_daily_prompt() -> None:
    person = planned(at(2, 12), prompt_time="08:00")
    person.session = changed(person.session, visits=())
    person.now = at(3, 8)
    person.does(TimeCame(timer=Timer.PROMPT, token="2026-03-03"))
    plan_for(person, at(3, 8, 1))
    person.chooses("now")
    assert not time_comes(person, at(3, 8, 1)).said
    assert person.due[Timer.VISIT].at == at(3, 8, 12) + timedelta(seconds=4)  # two minutes, and ten quiet ones


def plan_for(person: Person, instant: datetime) -> None:
    """As if planned some hours before."""
    visit = replace(planned().session.visits[0], on="", wall="", at=instant)
    person.session = changed(person.session, visits=(visit,))
    person.does(TimeCame(timer=Timer.VISIT, token=AFTER))


def test_words_meant_for_the_exercise_beneath_reach_it_and_the_visit_rests() -> None:
    person = planned(prompt_time="08:00")
    person.now = at(3, 7, 40)
    person.opens("shame").chooses("ready").rates(2)
    time_comes(person).waits(minutes=1).writes("That they will see how little I have to say")
    assert person.place == ("shame", "fears")
    assert person.says("welcome_back", dialogue_title="Meeting shame with kindness", question="What do you fear most "
                       "about connecting with another person?")  # fmt: skip
    assert [stack[0].dialogue for stack in person.session.aside] == [AFTER]


def test_for_a_day_after_words_that_led_to_the_support_card_it_is_put_off_by_a_day() -> None:
    person = planned()
    person.now = at(2, 11)
    person.writes("I don't want to live").commands("stop")
    time_comes(person)
    assert not person.said
    assert person.due[Timer.VISIT].at == at(4, 10)
    assert time_comes(person).place == (AFTER, "tried")


def test_a_visit_by_hours_is_put_off_by_a_day_too() -> None:
    person = somebody(dialogues=in_hours(3)).opens("in_hours").chooses("y")
    person.writes("I don't want to live").commands("stop")
    assert not time_comes(person).said
    assert person.due[Timer.VISIT].at == at(3, 13)


def test_the_daily_prompt_gives_way_to_a_visit_of_the_same_hour() -> None:
    person = planned(prompt_time="08:00")
    person.now = at(3, 8)
    person.does(TimeCame(timer=Timer.PROMPT, token="2026-03-03"))
    assert person.ordered(PromptSettled) == [PromptSettled(local_date="2026-03-03", outcome="dropped")]
    assert not person.said
    assert time_comes(person).place == (AFTER, "tried")


def test_the_daily_prompt_does_not_take_the_place_of_an_invitation_of_the_same_day() -> None:
    person = time_comes(planned(prompt_time="08:00"))
    person.now = at(3, 8, 1)
    assert not person.does(TimeCame(timer=Timer.PROMPT, token="2026-03-03")).said
    person.now = at(4, 8)
    person.does(TimeCame(timer=Timer.PROMPT, token="2026-03-04"))
    assert person.place == ("daily_prompt", "prompt")
    assert person.session.aside[0][0].dialogue == AFTER


def with_two(person: Person) -> Person:
    """The first is there, the second due."""
    first = person.session.visits[0]
    second = replace(first, dialogue=DialogueId("attunement"))
    person.session = changed(person.session, visits=(first, second))
    time_comes(person)
    assert person.place == (AFTER, "tried")
    return person


def test_a_visit_does_not_come_while_the_one_before_stands_unanswered() -> None:
    person = with_two(planned())
    for day in (3, 4, 5):
        assert person.due[Timer.VISIT].at == at(day, 10)
        assert not time_comes(person).said
        assert person.place == (AFTER, "tried")
    person.chooses("leave")
    assert time_comes(person).place == ("attunement", "opening")
    assert person.now == at(6, 10)


def test_a_visit_that_was_set_aside_keeps_no_other_back() -> None:
    person = with_two(planned()).commands("pause")
    assert time_comes(person).place == ("attunement", "opening")
    assert person.now == at(3, 10)


def test_the_daily_prompt_of_the_day_comes_after_an_invitation_that_was_set_aside() -> None:
    person = planned(prompt_time="20:00")
    plan_for(person, at(3, 10))
    time_comes(person).commands("pause")
    person.now = at(3, 20)
    person.does(TimeCame(timer=Timer.PROMPT, token="2026-03-03"))
    assert person.place == ("daily_prompt", "prompt")


def test_who_is_in_its_dialogue_already_is_not_asked_a_second_time() -> None:
    person = planned().opens(AFTER).chooses("tried")
    assert not time_comes(person).said
    assert person.place == (AFTER, "other")
    assert not person.session.visits
    assert not person.session.aside


def test_where_its_dialogue_rests_half_done_it_asks_whether_to_go_on() -> None:
    person = planned().opens(AFTER).chooses("tried").commands("pause")
    time_comes(person)
    assert person.place == ("begun", "begun")
    assert all(sent.prompt and sent.visit for sent in person.ordered(SendMessage))
    person.chooses("go_on")
    assert person.place == (AFTER, "other")
    assert not person.session.aside


def test_words_to_that_question_are_not_taken_for_what_rests() -> None:
    person = planned().opens(AFTER).chooses("tried").commands("pause")
    person.now = at(3, 9, 30)
    person.opens("shame").chooses("ready")
    time_comes(person).waits(minutes=1).writes("What is this about?")
    assert person.place == ("begun", "begun")
    assert {stack[0].dialogue for stack in person.session.aside} == {AFTER, "shame"}


def test_to_somebody_in_a_breath_it_comes_ten_quiet_minutes_after_its_end() -> None:
    person = planned()
    person.now = at(3, 9, 50)
    person.opens("breathe").chooses("longer_out")
    assert not time_comes(person, at(3, 9, 51)).said
    breathing = person.session.stack[-1]
    assert breathing.since is not None
    assert person.due[Timer.VISIT].at == breathing.since + timedelta(minutes=12)


def test_ten_minutes_of_silence_are_not_cut_short() -> None:
    person = planned()
    person.now = at(3, 9, 49)
    person.dialogues = with_silence(minutes=15)
    person.opens("in_silence").chooses("y")
    time_comes(person)
    assert not person.said
    assert person.due[Timer.VISIT].at == at(3, 10, 14)


def with_silence(minutes: int) -> Dialogues:
    source = f"""
title: In silence
start: ask
states:
  ask:
    ask: Ready?
    choices: {{"y": {{label: "Yes", next: silence}}}}
  silence: {{say: Listen., pause: {minutes * 60}, next: done}}
  done: {{say: Good., end: true}}
"""
    return with_dialogue("in_silence", source)


def test_while_it_waits_for_quiet_the_hour_that_they_chose_is_no_night() -> None:
    person = planned(prompt_time="23:00")
    person.now = at(3, 22, 55)
    person.opens("shame").chooses("ready")
    assert not time_comes(person).said
    assert person.due[Timer.VISIT].at == at(3, 23, 5)


@pytest.mark.parametrize("by_hours", [True, False])
def test_a_host_that_was_off_for_days_puts_it_off_by_a_day_from_now(by_hours: bool) -> None:  # fault 38
    person = planned()
    if by_hours:
        plan_for(person, at(3, 10))
    person.now = at(6, 9)
    person.writes("I don't want to live").commands("stop")
    assert not time_comes(person, at(6, 11)).said
    assert person.due[Timer.VISIT].at == (at(7, 11) if by_hours else at(7, 10))


def test_a_daily_prompt_puts_the_row_of_an_overdue_visit_again() -> None:
    person = planned(prompt_time="08:00")
    del person.due[Timer.VISIT]  # lost with a turn that failed
    person.now = at(3, 8)
    assert not person.does(TimeCame(timer=Timer.PROMPT, token="2026-03-03")).said
    assert time_comes(person).place == (AFTER, "tried")


def test_a_visit_that_is_overdue_for_a_day_does_not_keep_back_the_daily_prompt_and_comes_an_hour_later() -> None:
    person = planned(prompt_time="08:00")
    del person.due[Timer.VISIT]
    person.now = at(4, 8)
    person.does(TimeCame(timer=Timer.PROMPT, token="2026-03-04"))
    assert person.place == ("daily_prompt", "prompt")
    assert person.due[Timer.VISIT].at == at(4, 9)


def test_to_somebody_who_has_blocked_the_bot_it_is_dropped() -> None:  # fault 29, fault 40
    person = time_comes(planned(), reachable=False)
    assert not person.said
    assert not person.session.visits
    assert not person.session.stack


def test_to_somebody_who_has_blocked_the_bot_in_an_exercise_it_is_not_kept_for_later() -> None:  # fault 29
    person = planned()
    person.now = at(3, 9, 58)
    person.opens("shame").chooses("ready")
    assert not time_comes(person, reachable=False).said
    assert not person.session.visits
    assert Timer.VISIT not in person.due


def test_who_agrees_no_longer_to_what_is_kept_is_not_visited() -> None:
    person = planned()
    person.session = changed(person.session, profile=replace(person.session.profile, consented=False))
    assert not time_comes(person).said
    assert not person.session.visits


def test_where_an_exercise_rests_that_a_daily_prompt_called_the_next_prompt_comes_as_ever() -> None:
    person = somebody(at(2, 8), prompt_time="08:00").does(TimeCame(timer=Timer.PROMPT, token="2026-03-02"))
    prompt = person.session.stack[0]
    person.opens("shame").chooses("ready")
    called = changed(person.session.stack[0], called_by="now")
    person.session = changed(person.session, stack=(), aside=((prompt, called),))
    person.now = at(3, 8)
    person.does(TimeCame(timer=Timer.PROMPT, token="2026-03-03"))
    assert person.place == ("daily_prompt", "prompt")


def without_its_dialogue(person: Person) -> Person:
    live = {id: dialogue for id, dialogue in shipped().live.items() if id != AFTER}
    person.dialogues = replace(shipped(), live=live)
    return person


def test_a_visit_whose_dialogue_is_gone_is_dropped_without_a_word() -> None:
    person = without_its_dialogue(planned())
    assert not time_comes(person).said
    assert not person.session.visits


def test_a_visit_whose_dialogue_is_gone_takes_no_daily_prompt_with_it() -> None:
    person = without_its_dialogue(planned(prompt_time="08:00"))
    person.now = at(3, 8)
    person.does(TimeCame(timer=Timer.PROMPT, token="2026-03-03"))
    assert person.place == ("daily_prompt", "prompt")
    assert not person.session.visits
    assert Timer.VISIT not in person.due


def test_nobody_is_asked_about_a_visit_whose_dialogue_is_gone() -> None:
    person = without_its_dialogue(planned(prompt_time="08:00", place="Berlin")).commands("remind")
    assert person.place == ("remind", "going")
    assert Timer.VISIT not in person.due


def test_of_a_visit_whose_dialogue_is_gone_the_settings_say_nothing() -> None:
    settings = without_its_dialogue(planned()).opens("settings").said[0]
    assert "To come" not in settings


def test_a_visit_is_told_from_a_daily_prompt() -> None:
    assert all(sent.prompt and sent.visit for sent in time_comes(planned()).ordered(SendMessage))
    person = somebody(at(3, 8), prompt_time="08:00").does(TimeCame(timer=Timer.PROMPT, token="2026-03-03"))
    assert person.said
    assert not any(sent.visit for sent in person.ordered(SendMessage))
    assert not any(sent.prompt or sent.visit for sent in person.chooses("now").ordered(SendMessage))


def test_stop_does_not_call_it_off_and_forget_does() -> None:  # fault 40
    person = planned().opens("shame").commands("stop")
    assert person.session.visits
    person.commands("forget").writes("forget me")
    assert not person.session.visits
    assert not time_comes(person).said


# What its person can do


def test_remind_says_what_comes_and_calls_it_off() -> None:
    person = planned(place="Berlin").commands("remind")
    assert person.said == ["To come: Listening, the day after, 3 March 2026, 10:00.\n\nShall it come?"]
    person.chooses("cancel")
    assert not person.session.visits
    assert CancelWake(timer=Timer.VISIT) in person.effects


def test_settings_say_what_comes() -> None:
    assert "To come: Listening, the day after, 3 March 2026, 10:00." in planned().commands("settings").said[0]


@pytest.mark.parametrize(("city", "instant"), [("Tokyo", at(3, 2)), ("Lisbon", at(3, 11))])
def test_who_moves_is_visited_by_the_clock_of_the_new_place(city: str, instant: datetime) -> None:  # fault 39
    person = planned(prompt_time="10:00", place="Berlin").opens("settings").chooses("place").writes(city)
    person.chooses("right")
    assert person.due[Timer.VISIT].at == instant


def test_a_new_hour_of_the_daily_prompt_is_the_visits_too() -> None:
    person = planned(prompt_time="10:00", place="Berlin").opens("settings").chooses("hour").writes("19:00")
    assert person.due[Timer.VISIT].at == at(3, 19)


# Whatever happens

HAPPENINGS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 3 * 24 * 60)),
        st.tuples(st.just("back"), st.integers(1, 3 * 60)),
        st.tuples(st.just("move"), st.sampled_from([BERLIN, TOKYO, "America/New_York", "Pacific/Apia"])),
        st.tuples(st.just("hour"), st.sampled_from(["", "06:00", "08:00", "23:30"])),
        st.tuples(st.just("do"), st.sampled_from(["shame", "breathe", "home", "attunement"])),
        st.tuples(st.just("crisis"), st.just(0)),
        st.tuples(st.just("stop"), st.just(0)),
    ),
    max_size=12,
)


@given(HAPPENINGS, st.integers(0, 365 * 24 * 60))
def test_whatever_happens_a_visit_comes_exactly_once_and_never_at_night_or_after_a_crisis(
    happenings: list[tuple[str, Any]], start: int
) -> None:  # fault 38, fault 39
    person = planned(datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=start))
    came = 0
    for what, how in (*happenings, *[("wait", 12 * 60)] * 12):
        _happen(person, what, how)
        while (wake := person.due.get(Timer.VISIT)) and wake.at <= person.now:
            del person.due[Timer.VISIT]
            person.does(TimeCame(timer=Timer.VISIT, token=wake.token))
            if person.said:
                came += 1
                assert _is_decent(person)
    assert came == 1
    assert not person.session.visits


def _happen(person: Person, what: str, how: Any) -> None:
    session = person.session
    match what:
        case "wait":
            person.waits(minutes=how)
        case "back":
            person.waits(minutes=-how)
        case "move":
            person.session = changed(session, profile=replace(session.profile, zone=how))
        case "hour":
            person.session = changed(session, profile=replace(session.profile, prompt_time=how or None))
        case "do":
            person.opens(how)
            person.session = changed(person.session, visits=session.visits)
        case "crisis":
            person.writes("I don't want to live")
        case "stop":
            person.commands("stop")


def _is_decent(person: Person) -> bool:
    profile, crisis = person.session.profile, person.session.crisis_at
    own = time.fromisoformat(profile.prompt_time) if profile.prompt_time else None
    is_day = by_day(profile.zone or "UTC", person.now, own) == person.now
    return is_day and (crisis is None or person.now - crisis >= DAY)
