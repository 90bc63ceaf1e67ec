"""Settings that an older dialogue stored, and that nothing can work with: every turn goes on all the same."""

from __future__ import annotations

import pytest

from bot.dialogue.effects import WakeAt
from bot.dialogue.inputs import TimeCame, Timer
from tests.dialogue.person import Person
from tests.shipped import member

BAD = {"prompt_time": "25:99", "zone": "Mars/Base", "country": "nowhere", "listening": "loud", "language": "tlh"}


@pytest.mark.parametrize("hour", ["25:99", "half past eight", "24:00"])
def test_an_hour_that_cannot_be_read_brings_no_prompt_and_breaks_no_turn(hour: str) -> None:
    somebody = Person(session=member(**{**BAD, "prompt_time": hour}))

    somebody.opens("settings").chooses("prompts").chooses("on")

    assert somebody.place == ("settings", "menu")
    assert not [wake for wake in somebody.ordered(WakeAt) if wake.timer is Timer.PROMPT]


def test_a_visit_comes_to_whoever_has_an_hour_that_cannot_be_read() -> None:
    somebody = Person(session=member(**BAD))
    somebody.opens("attunement").chooses("ready")
    while somebody.place != ("attunement", "tomorrow"):
        somebody.commands("skip")
    somebody.chooses("ask")
    wake = somebody.due[Timer.VISIT]
    somebody.now = wake.at

    somebody.does(TimeCame(timer=Timer.VISIT, token=wake.token))

    assert somebody.place == ("attunement_after", "tried")
