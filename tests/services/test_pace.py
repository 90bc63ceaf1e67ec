from bot.services.pace import Pace

PERSON, OTHER = 7, 8


def sent(pace: Pace, chat_id: int, times: int, at: float) -> None:
    for _ in range(times):
        pace.count(chat_id, at)


def test_a_turn_of_several_messages_goes_at_once() -> None:
    pace = Pace(per_second=30)
    sent(pace, PERSON, 4, at=100)
    assert pace.chat_ready_in(PERSON, at=100) == 0


def test_after_a_burst_a_chat_gets_one_message_a_second() -> None:
    pace = Pace(per_second=30)
    sent(pace, PERSON, 5, at=100)
    assert pace.chat_ready_in(PERSON, at=100) == 1
    assert pace.chat_ready_in(PERSON, at=100.25) == 0.75
    sent(pace, PERSON, 1, at=101)
    assert pace.chat_ready_in(PERSON, at=101) == 1


def test_a_rested_chat_has_its_whole_burst_again() -> None:
    pace = Pace(per_second=30)
    sent(pace, PERSON, 5, at=100)
    sent(pace, PERSON, 4, at=200)
    assert pace.chat_ready_in(PERSON, at=200) == 0


def test_one_chat_does_not_slow_another() -> None:
    pace = Pace(per_second=30)
    sent(pace, PERSON, 9, at=100)
    assert pace.chat_ready_in(OTHER, at=100) == 0


def test_the_bot_as_a_whole_sends_thirty_a_second() -> None:
    pace = Pace(per_second=30)
    for chat in range(30):
        pace.count(chat, at=100)
    assert pace.room(at=100, most=32) == 0
    assert round(pace.ready_in(at=100), 6) == round(1 / 30, 6)
    assert pace.room(at=100.5, most=32) == 15
    assert pace.room(at=200, most=32) == 30
    assert pace.room(at=200, most=8) == 8


def test_more_than_there_was_room_for_is_made_up_later() -> None:
    pace = Pace(per_second=10)
    for chat in range(20):
        pace.count(chat, at=100)
    assert pace.room(at=101, most=32) == 0
    assert pace.room(at=102, most=32) == 10


def test_without_a_limit_there_is_always_room() -> None:
    pace = Pace(per_second=0)
    for chat in range(1000):
        pace.count(chat, at=100)
    assert pace.room(at=100, most=32) == 32
    assert pace.ready_in(at=100) == 0


def test_chats_that_have_rested_are_forgotten_and_those_that_have_not_are_kept() -> None:
    pace = Pace(per_second=0)
    for chat in range(5000):
        pace.count(chat, at=100 + chat)
    sent(pace, PERSON, 5, at=5100)
    for chat in range(10_000, 11_500):
        pace.count(chat, at=5100)
    assert pace.chat_ready_in(PERSON, at=5100) == 1
    assert len(vars(pace)["_full_at"]) < 2000
