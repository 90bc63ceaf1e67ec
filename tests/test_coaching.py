"""What a coach's panel shows of the bot in the same process. The panel on the page is tested in `tests/e2e`."""

from __future__ import annotations

import pytest

from bot.coaching import what_comes
from bot.dialogue.inputs import Timer
from bot.dialogue.session import Session
from bot.storage.due import DueRow
from bot.workbench.session_view import view_of
from tests.shipped import NOW, shipped


@pytest.mark.parametrize("timer", list(Timer))
def test_whatever_may_come_by_itself_is_told_in_words(timer: Timer) -> None:
    view = view_of(Session(key="k3y"), shipped())
    assert what_comes(DueRow(person_id=1, timer=timer, token="", at=NOW), view)
