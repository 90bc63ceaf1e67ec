from datetime import UTC, datetime, timedelta

from bot.services.flood import Flood

AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
NOTHING = timedelta(0)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_one_chat_that_is_told_to_wait_is_alone() -> None:
    flood = Flood()
    assert not flood.told_to_wait(7, AT, seconds(10))
    assert not flood.told_to_wait(7, AT + seconds(1), seconds(10))
    assert flood.wait_at(AT) == NOTHING


def test_a_second_chat_while_the_first_still_waits_means_everybody() -> None:
    flood = Flood()
    flood.told_to_wait(7, AT, seconds(10))
    assert flood.told_to_wait(8, AT + seconds(1), seconds(3))
    assert flood.wait_at(AT + seconds(1)) == seconds(3)
    assert flood.wait_at(AT + seconds(4)) == NOTHING


def test_a_second_chat_after_the_first_has_waited_is_alone_too() -> None:
    flood = Flood()
    flood.told_to_wait(7, AT, seconds(10))
    assert not flood.told_to_wait(8, AT + seconds(10), seconds(3))


def test_a_shorter_word_does_not_shorten_the_wait_of_all() -> None:
    flood = Flood()
    flood.everybody_until = AT + seconds(60)
    flood.told_to_wait(7, AT, seconds(10))
    flood.told_to_wait(8, AT, seconds(3))
    assert flood.wait_at(AT) == seconds(60)
