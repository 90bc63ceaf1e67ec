"""The rule over all buttons below one question: with the bot's own there are no more than Telegram takes."""

from __future__ import annotations

from bot.dialogue.model import Dialogue, Load, ManyAsk, Reading, State, TextAsk
from bot.language.grammar.build import Built
from bot.language.problems import Rule
from bot.practice.places import MOST_FOUND

_MOST = 100  # under one message, by Telegram
_OFFERING = (Reading.PLACE, Reading.HOUR)  # where what was meant is offered as buttons
_EXITS = 3  # skip, pause and support, wherever something heavy is going on


def check_keyboards(built: Built) -> None:
    for state in built.dialogue.states.values():
        count = _written(state) + _the_bots(built.dialogue, state)
        if count > _MOST and not built.report.has({Rule.TOO_MANY_BUTTONS}):
            mark = built.state_mark(state.id, "many" if isinstance(state.wait, ManyAsk) else "choices")
            sentence = f"With the bot's own there may be {count} buttons here; {_MOST} are possible."
            built.report.add(Rule.TOO_MANY_BUTTONS, mark, sentence, "Ask in two steps, or let people write.")


def _written(state: State) -> int:
    options = len(state.wait.options) if isinstance(state.wait, ManyAsk) else 0
    return len(state.choices) + options


def _the_bots(dialogue: Dialogue, state: State) -> int:
    done = 1 if isinstance(state.wait, ManyAsk) else 0
    offered = MOST_FOUND if isinstance(state.wait, TextAsk) and state.wait.reading in _OFFERING else 0
    leads_on = any(not choice.count for choice in state.choices)
    exits = _EXITS if dialogue.load is Load.HIGH or not leads_on else 0
    return done + offered + exits
