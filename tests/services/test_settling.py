"""The table of failed sends, case by case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogue.words import Entity, Message, Style
from bot.services.outcomes import Gone, NothingToDo, Outcome, Refused, TokenRefused, TryLater, Unknown
from bot.services.settling import LONGEST_BACK_OFF, MOST_COPIES, Sent, Settlement, after_crash, back_off, settle
from bot.storage.parcels import Parcel, ParcelKind, ParcelState

AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)

STATEMENT = Parcel(row=1, attempt=1, chat_id=7, kind=ParcelKind.SEND, message=Message(text="Well done."))
QUESTION = replace(STATEMENT, question=3)
CARD = replace(STATEMENT, urgent=True)
CARD_THAT_ASKS = replace(QUESTION, urgent=True)
PROMPT = replace(STATEMENT, prompt=True)
PROMPT_THAT_ASKS = replace(QUESTION, prompt=True)
EDIT = replace(STATEMENT, kind=ParcelKind.EDIT, label="q3", message_id=12)
VOICE = Parcel(row=1, attempt=1, chat_id=7, kind=ParcelKind.VOICE, voice="file")
LEAVE = Parcel(row=1, attempt=1, chat_id=-7, kind=ParcelKind.LEAVE)
EVERY_KIND = (STATEMENT, QUESTION, CARD, PROMPT, PROMPT_THAT_ASKS, EDIT, VOICE, LEAVE)


def settled(parcel: Parcel, outcome: Sent | Outcome) -> Settlement:
    return settle(parcel, outcome, at=AT, jitter=1.0)


def test_what_was_sent_is_delivered_under_its_message_id() -> None:
    settlement = settled(STATEMENT, Sent(message_id=99))
    assert (settlement.state, settlement.message_id) == (ParcelState.DELIVERED, 99)


def test_an_edit_that_would_change_nothing_is_done() -> None:
    assert settled(EDIT, NothingToDo()).state is ParcelState.DELIVERED


@pytest.mark.parametrize("parcel", EVERY_KIND)
@pytest.mark.parametrize("wait", [3, 10_072])
def test_telegrams_own_wait_is_kept_to_the_second(parcel: Parcel, wait: int) -> None:  # fault 26
    settlement = settled(parcel, TryLater(after=timedelta(seconds=wait)))
    assert (settlement.state, settlement.not_before) == (ParcelState.WAITING, AT + timedelta(seconds=wait))
    assert not settlement.resent


@pytest.mark.parametrize("parcel", EVERY_KIND)
def test_what_was_certainly_not_sent_goes_again_after_a_growing_wait(parcel: Parcel) -> None:  # fault 28
    waits = [settled(replace(parcel, attempt=attempt), TryLater()).not_before for attempt in (1, 2, 3)]
    assert waits == [AT + timedelta(seconds=seconds) for seconds in (1, 2, 4)]


def test_back_off_ends_at_a_minute_and_chance_takes_up_to_half_of_it() -> None:  # fault 28
    assert back_off(500, jitter=1.0) == LONGEST_BACK_OFF
    assert back_off(500, jitter=0.0) == LONGEST_BACK_OFF / 2


@pytest.mark.parametrize("parcel", [QUESTION, CARD, CARD_THAT_ASKS])
def test_a_question_and_where_help_is_go_until_they_are_known_to_have_come(parcel: Parcel) -> None:  # fault 27
    tries = [settled(replace(parcel, resent=resent), Unknown()) for resent in (0, 1, 2, 3, 50)]
    assert [(one.state, one.resent) for one in tries] == [(ParcelState.WAITING, True)] * 5
    assert [one.not_before for one in tries] == [AT + timedelta(seconds=seconds) for seconds in (1, 2, 4, 8, 60)]


@pytest.mark.parametrize("parcel", [STATEMENT, EDIT, LEAVE, VOICE])
def test_anything_else_of_unknown_fate_comes_a_few_times_at_most(parcel: Parcel) -> None:  # fault 27
    tries = [settled(replace(parcel, resent=resent), Unknown()).state for resent in range(MOST_COPIES)]
    assert tries == [ParcelState.WAITING, ParcelState.WAITING, ParcelState.UNKNOWN]


@pytest.mark.parametrize("parcel", [PROMPT, PROMPT_THAT_ASKS])
def test_an_unknown_fate_of_a_prompt_stays_unknown(parcel: Parcel) -> None:  # fault 27
    assert settled(parcel, Unknown()).state is ParcelState.UNKNOWN


@pytest.mark.parametrize("parcel", EVERY_KIND)
def test_whoever_is_gone_gets_nothing_more(parcel: Parcel) -> None:  # fault 29, fault 30
    settlement = settled(parcel, Gone())
    assert (settlement.state, settlement.person_gone) == (ParcelState.CANCELLED, True)


def test_a_refused_question_goes_once_more_as_plain_text() -> None:  # fault 31
    settlement = settled(QUESTION, Refused(description="can't parse"))
    assert (settlement.state, settlement.plain, settlement.not_before) == (ParcelState.WAITING, True, None)
    assert settled(replace(QUESTION, resent=1), Refused(description="can't parse")).state is ParcelState.REFUSED


def test_form_is_taken_from_a_card_also_after_it_was_lost_once() -> None:
    bold = Message(text="Call 112", entities=(Entity(style=Style.BOLD, offset=0, length=4),))
    settlement = settled(replace(CARD, message=bold, resent=1), Refused(description="can't parse"))
    assert (settlement.state, settlement.plain) == (ParcelState.WAITING, True)
    assert settled(replace(CARD, resent=2), Refused(description="no")).state is ParcelState.REFUSED


@pytest.mark.parametrize("parcel", [STATEMENT, QUESTION, CARD, PROMPT, VOICE])
def test_what_is_for_a_topic_that_is_no_more_goes_to_the_chat(parcel: Parcel) -> None:
    no_topic = Refused(description="message thread not found", thread_gone=True)
    settlement = settled(replace(parcel, thread=5), no_topic)
    assert (settlement.state, settlement.elsewhere, settlement.resent) == (ParcelState.WAITING, True, False)
    assert not settled(replace(parcel, thread=None), no_topic).elsewhere


def test_a_voice_note_that_cannot_be_sent_has_words_in_its_place() -> None:
    with_words = replace(VOICE, message=Message(text="I could not send that."))
    assert settled(with_words, Refused(description="VOICE_MESSAGES_FORBIDDEN")).plain
    tries = [settled(replace(with_words, resent=resent), Unknown()) for resent in (0, 1)]
    assert [(one.state, one.plain) for one in tries] == [(ParcelState.WAITING, False), (ParcelState.WAITING, True)]


@pytest.mark.parametrize("parcel", [STATEMENT, PROMPT, EDIT, VOICE, LEAVE])
def test_anything_else_that_is_refused_stays_so(parcel: Parcel) -> None:  # fault 31
    assert settled(parcel, Refused(description="too long")).state is ParcelState.REFUSED


@pytest.mark.parametrize("parcel", EVERY_KIND)
def test_what_a_refused_token_kept_from_going_goes_again_after_a_growing_wait(parcel: Parcel) -> None:  # fault 33
    tries = [settled(replace(parcel, attempt=attempt), TokenRefused()) for attempt in (1, 2, 3)]
    assert [(one.state, one.resent) for one in tries] == [(ParcelState.WAITING, False)] * 3
    assert [one.not_before for one in tries] == [AT + timedelta(seconds=seconds) for seconds in (1, 2, 4)]


@pytest.mark.parametrize("parcel", [STATEMENT, QUESTION, CARD, EDIT, VOICE, LEAVE])
def test_a_reply_that_a_crash_left_under_way_goes_again(parcel: Parcel) -> None:  # fault 14
    assert (after_crash(parcel).state, after_crash(parcel).resent) == (ParcelState.WAITING, True)
    asks = parcel.urgent or parcel.question is not None
    after_several = after_crash(replace(parcel, resent=MOST_COPIES)).state
    assert after_several is (ParcelState.WAITING if asks else ParcelState.UNKNOWN)


@pytest.mark.parametrize("parcel", [PROMPT, PROMPT_THAT_ASKS])
def test_a_prompt_that_a_crash_left_under_way_never_comes_twice(parcel: Parcel) -> None:  # fault 37
    assert after_crash(parcel).state is ParcelState.UNKNOWN
