"""Holds a play to its promises, turn after turn: those of each turn, and those that only a whole play can break."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue.effects import AddToAnswer, ContinueAnswer, Erase, KeepAnswer, RemoveAnswer
from bot.dialogue.inputs import Timer
from bot.dialogue.model import Breath, Pause
from bot.dialogue.session import Held
from bot.workbench.transcripts.playing import Play
from bot.workbench.walks.invariants import broken_by
from bot.workbench.walks.lost_words import lost_in, said_in
from bot.workbench.walks.next_inputs import state_of


class InvariantWatch:
    """The promises of one play, from its beginning."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._kept: dict[int, set[int]] = {}  # the messages of each answer that was kept
        self._seen = 0  # turns

    def broken(self) -> Iterator[str]:
        """Yield a sentence for each promise that was broken since the last call."""
        new, self._seen = self._play.taken[self._seen :], len(self._play.taken)
        for taken in new:
            yield from broken_by(taken.turn, self._play.now, self._play.dialogues)
            yield from lost_in(taken, self._play.dialogues)
            for effect in taken.turn.effects:
                yield from self._note(effect)
        yield from self._lost()
        yield from self._out_of_step()
        yield from self._forgotten()

    def _note(self, effect: object) -> Iterator[str]:
        match effect:
            case Erase():
                self._kept.clear()
            case KeepAnswer(number=number) if number in self._kept:
                yield f"The answer {number} takes the place of another."
            case KeepAnswer(number=number, parts=parts):
                self._kept[number] = {part.message_id for part in parts}
            case RemoveAnswer(number=number):
                self._kept.pop(number, None)
            case AddToAnswer(number=number, part=part) | ContinueAnswer(number=number, part=part):
                self._kept.setdefault(number, set()).add(part.message_id)

    def _lost(self) -> Iterator[str]:
        """Yield answers that are not kept any more with all their messages, though nothing was erased."""
        for number, messages in self._kept.items():
            held = self._play.world.journal.get(number)
            if held is None or not messages <= {part.message_id for part in held.parts}:
                yield f"The answer {number} was kept, and is not in the journal any more."

    def _out_of_step(self) -> Iterator[str]:
        """Yield values that differ from what is in the journal."""
        for said in said_in(self._play.session):
            held = self._play.world.journal.get(said.answer) if said.answer is not None else None
            if said.answer is not None and (held is None or any(part not in held.parts for part in said.parts)):
                yield f"The answer {said.answer} is another in the journal than in the session."

    def _forgotten(self) -> Iterator[str]:
        """Yield a silence or a breath whose timer does not run, unless somebody who came back is asked first."""
        session = self._play.session
        if session.held_for is Held.RETURN:
            return
        wait = state_of(self._play.dialogues, session).wait if session.stack else None
        timer = Timer.PAUSE if isinstance(wait, Pause) else Timer.PHASE if isinstance(wait, Breath) else None
        due = self._play.world.due.get(timer) if timer else None
        if timer and (due is None or due.token != str(session.turn)):
            yield f"{session.stack[-1].dialogue}.{session.stack[-1].state} would never end by itself."
