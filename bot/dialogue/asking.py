"""How a state speaks: its words, its buttons, and the timers that begin with it. Never reads an answer or moves on."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.dialogue.buttons import Act, button, in_rows
from bot.dialogue.cutting import LONGEST
from bot.dialogue.effects import Button, Buttons, EditMessage, WakeAt
from bot.dialogue.heaviness import may_stir_up
from bot.dialogue.inputs import Timer
from bot.dialogue.matching import label_of
from bot.dialogue.model import (
    READ_NAMES,
    Breath,
    Choice,
    DialogueKind,
    Load,
    ManyAsk,
    Option,
    Pause,
    Reading,
    ScaleAsk,
    State,
    TextAsk,
)
from bot.dialogue.move import Move
from bot.dialogue.phrases import PhraseKey, phrase_key
from bot.dialogue.session import Offer
from bot.dialogue.slots import filled
from bot.dialogue.tension_again import ask_tension_first
from bot.dialogue.words import Message, utf16_length
from bot.practice.zones import local_time

SILENCE = timedelta(minutes=30)  # how long a heavy question waits before one message offers the home base or a pause
LEAD_IN = timedelta(seconds=4)  # time to read the words before the first breath
_SHORT = 14  # characters: labels up to here stand two in a row
_SCALE_COLUMNS = 6  # 0 to 10 in two rows, each button wide enough for a thumb
_SKIP = "skip"
_HEAVY_EXITS = (_SKIP, "pause", "support")


def said_and_asked(move: Move, state: State) -> Message:
    """Return what a state says and asks as one message. It is blank if all of its lines were left out."""
    said = filled(move, state.say) if state.say else Message(text="")
    asked = filled(move, state.ask) if state.ask else Message(text="")
    return said.then(asked) if said.text and asked.text else asked if asked.text else said


def question_of(move: Move, state: State) -> str:
    """Return the question as the journal keeps it: what was asked, or else the last paragraph that was said."""
    if state.ask:
        return filled(move, state.ask).text
    return filled(move, state.say).text.rpartition("\n\n")[2] if state.say else ""


def ask(move: Move, *, nudges: bool = True) -> None:
    """Ask the top state's question, as a new turn, and start its timers.

    Where places or hours are offered, the question is which of them.
    A heavy one gives way to that for the tension, where this was answered hours ago.
    `nudges`: whether a heavy one that nobody answers is followed by one message more.
    """
    ask_tension_first(move)
    move.change(turn=move.session.turn + 1)
    move.change_top(since=None)  # what is ticked stays ticked
    put(move, _which_of_these(move) or said_and_asked(move, move.state), buttons_of(move), nudges=nudges)
    match move.state.wait:
        case Pause(lasts=lasts):
            move.change_top(since=move.now)
            wake(move, Timer.PAUSE, move.now + lasts)
        case Breath():
            move.change_top(since=move.now + LEAD_IN)
            wake(move, Timer.PHASE, move.now + LEAD_IN)


def _which_of_these(move: Move) -> Message | None:
    wait = move.state.wait
    if not move.frame.offers or not isinstance(wait, TextAsk):
        return None
    return move.dialogues.phrase("which_hour" if wait.reading is Reading.HOUR else "which_place")


def put_further(move: Move, message: Message, acts: list[tuple[PhraseKey, Act, str]]) -> None:
    """Send a further message about the question that stands (a probe, a recap), with a turn and buttons of its own.

    `acts` are its buttons: the phrase that labels each, what it does, and its argument.
    """
    move.change(turn=move.session.turn + 1)
    put(move, message, in_rows([phrase_button(move, phrase, act, argument) for phrase, act, argument in acts], 2))


def put(move: Move, message: Message, buttons: Buttons, *, nudges: bool = True) -> None:
    """Send the message that stands as the question of this turn from now on."""
    turn = move.session.turn
    sent = move.send(message, buttons, label=label_for(turn) if buttons else None, question=turn)
    move.change(standing=sent if buttons else None)
    if nudges and is_heavy(move) and move.dialogue.kind is DialogueKind.EXERCISE:  # not over the support card
        wake(move, Timer.SILENCE, move.now + SILENCE)


def redraw(move: Move, message: Message) -> None:
    """Change the words of the question that stands, and show its buttons as they are now."""
    move.order(EditMessage(label=label_for(move.session.turn), message=message, buttons=buttons_of(move)))
    move.change(standing=message)


def settle(move: Move, chosen: str | None = None) -> None:
    """Take away the buttons of the question that stood, and mark what was `chosen`."""
    if standing := move.session.standing:
        take_buttons(move, move.session.turn, standing, chosen)
        move.change(standing=None)


def take_buttons(move: Move, turn: int, standing: Message, chosen: str | None = None) -> None:
    """Take away the buttons of that turn's question, and mark what was `chosen` under its words."""
    marked = standing.then(Message(text=f"▸ {chosen}")) if chosen else standing
    fits = utf16_length(marked.text) <= LONGEST
    move.order(EditMessage(label=label_for(turn), message=marked if fits else standing))


def wake(move: Move, timer: Timer, at: datetime) -> None:
    """Set a timer of the question that stands. If another question stands when it comes, it is refused."""
    move.order(WakeAt(timer=timer, at=at, token=str(move.session.turn)))


def label_for(turn: int) -> str:
    """Return the name of a question's message, by which it can be edited."""
    return f"q{turn}"


def is_heavy(move: Move) -> bool:
    """Return whether any dialogue on the stack may stir up pain."""
    return any(move.dialogue_of(frame).load is Load.HIGH for frame in move.session.stack)


def phrase_button(move: Move, phrase: PhraseKey, act: Act, argument: str = "") -> Button:
    """Return a button that is labelled with one of the bot's own phrases."""
    return button(move.session, move.dialogues.label(phrase), act, argument)


def buttons_of(move: Move) -> Buttons:
    """Return the buttons of the top state as they are now, with ticks and counts."""
    rows = _answer_rows(move)
    choices = [button(move.session, _label(move, choice), Act.CHOOSE, choice.key) for choice in choices_of(move)]
    chosen = in_rows(choices, _columns(choices))
    rows = (*chosen, *rows) if move.state.counts else (*rows, *chosen)  # what is tapped often stands on top
    exits = _heavy_exits(move)
    if exits:
        rows += (tuple(phrase_button(move, phrase_key(f"button_{name}"), Act.COMMAND, name) for name in exits),)
    return rows


def choices_of(move: Move) -> tuple[Choice, ...]:
    """Return the choices that stand. While places or hours are offered, those that set one themselves are left out."""
    wait, choices = move.state.wait, move.state.choices
    if not move.frame.offers or not isinstance(wait, TextAsk):
        return choices
    read = READ_NAMES[wait.reading]
    return tuple(choice for choice in choices if not any(setting.field in read for setting in choice.sets))


def _heavy_exits(move: Move) -> tuple[str, ...]:
    """Return the commands that are buttons below a question wherever something heavy is going on."""
    state = move.state
    has_ways = _leads_on(state)
    if not is_heavy(move) or (has_ways and not (move.dialogue.load is Load.HIGH and may_stir_up(state))):
        return ()
    skips = state.can_be_left_out and not (has_ways and state.skip)  # else a button of the author's is it
    return _HEAVY_EXITS if skips else tuple(name for name in _HEAVY_EXITS if name != _SKIP)


def _leads_on(state: State) -> bool:
    """Return whether a button of the author's leads on. One that only counts does not."""
    return any(not choice.count for choice in state.choices)


def _label(move: Move, choice: Choice) -> str:
    label = label_of(choice.label)
    return f"{label} · {move.frame.taps}" if choice.count and move.frame.taps else label


def _tick(move: Move, option: Option) -> Button:
    label = label_of(option.label)
    if option.key in move.frame.picks:
        return button(move.session, f"✓ {label}", Act.UNTICK, option.key)
    return button(move.session, label, Act.TICK, option.key)


def _offered(move: Move, offer: Offer) -> str:
    """Return the label of an offer; for a place, with the hour that it is there."""
    zone = offer.values.get("zone")
    return f"{offer.label} · {local_time(zone, move.now):%H:%M}" if zone else offer.label


def _columns(buttons: list[Button]) -> int:
    return 2 if all(len(button.label) <= _SHORT for button in buttons) else 1


def _answer_rows(move: Move) -> Buttons:
    session, frame = move.session, move.frame
    match move.state.wait:
        case ScaleAsk(low=low, high=high):
            return in_rows([button(session, str(n), Act.RATE, str(n)) for n in range(low, high + 1)], _SCALE_COLUMNS)
        case ManyAsk(options=options):
            return (
                *in_rows([_tick(move, option) for option in options], 2),
                (phrase_button(move, "button_done", Act.DONE),),
            )
        case Pause() | Breath() if not _leads_on(move.state):
            return ((phrase_button(move, "button_ready", Act.ENOUGH),),)
        case TextAsk() if frame.offers:
            offers = [button(session, _offered(move, o), Act.OFFER, str(i)) for i, o in enumerate(frame.offers)]
            return in_rows(offers, _columns(offers))
        case _:
            return ()
