"""Moves a person's session from older versions of dialogues to the live ones. `migration_policy.py` says where to.

It changes no answer and sends nothing. If the question that stands changes, `migration_notice.py` tells the person
later and asks the new one. What lies beneath or rests moves silently; its question is asked when they come back to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest

from bot.dialogue.after_crisis import is_shaken
from bot.dialogue.asking import question_of
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import Effect
from bot.dialogue.held_words import is_away
from bot.dialogue.keeping import keep_held
from bot.dialogue.lost_versions import is_whole, keep_of
from bot.dialogue.migration_notice import has_to_be_told, wake_to_tell
from bot.dialogue.migration_policy import GOING_OVER, MigrationAction, MigrationVerdict, call_comes_back, judge_frame
from bot.dialogue.model import Breath, ManyAsk, Pause, StateId
from bot.dialogue.move import Move
from bot.dialogue.phrases import PhraseKey
from bot.dialogue.reordering import answered_ahead
from bot.dialogue.session import Frame, Led, Session, Stack
from bot.dialogue.session_changes import changed
from bot.dialogue.version_diff import RequirementsOf, VersionDiff, diff_to
from bot.dialogue.visiting import first_by_day

_SAID: Mapping[MigrationAction, PhraseKey] = {
    MigrationAction.MOVE: "exercise_moved",
    MigrationAction.REWIND: "exercise_rewound",
}


@dataclass(frozen=True, kw_only=True)
class MigratedSession:
    """A session after its migration, and what was decided about each of its frames."""

    session: Session
    effects: tuple[Effect, ...]
    verdicts: tuple[MigrationVerdict, ...]  # of every frame that was in an older version
    asks_anew: bool  # their question has changed
    reachable: bool  # they have not blocked the bot, so they can be told

    @property
    def goes_over(self) -> bool:
        """Return whether any frame moved to the live version."""
        return any(verdict.action in GOING_OVER for verdict in self.verdicts)


class SessionMigration:
    """Moves sessions to the live dialogues. Compares each pair of versions once, for all people who are in it."""

    def __init__(self, dialogues: Dialogues, requirements_of: RequirementsOf) -> None:
        self._dialogues = dialogues
        self._requirements_of = requirements_of
        self._diffs: dict[tuple[str, str], VersionDiff | None] = {}

    def migrate(
        self, session: Session, now: datetime, seed: int, *, reachable: bool = True, owed: bool = False
    ) -> MigratedSession:
        """Return the session as moved to the live versions, as far as its frames can be, with the effects of that.

        `owed` says that the question that stands was not sent yet, and will not be.
        """
        move = Move(dialogues=self._dialogues, session=session, now=now, seed=seed)
        verdicts = self._judged(session.stack)
        aside = [self._judged(stack) for stack in session.aside]
        top = verdicts[-1] if verdicts else None
        if top and top.action in _SAID and is_shaken(move):
            top = verdicts[-1] = _stays_behind(top, "not a good moment; run it again in a day")
        asks_anew = top is not None and top.action in _SAID
        question = _old_question(move) if asks_anew else ""
        if asks_anew:
            _keep_what_was_held(move)
        over = tuple(self._over(*both) for both in zip(move.session.aside, aside, strict=True))
        move.change(aside=over, stack=self._over(move.session.stack, verdicts))
        if top and asks_anew:
            move.change(led=Led(turn=session.turn, question=question, phrase=_SAID[top.action]))
            runs_by_itself = isinstance(move.state.wait, Pause | Breath)
            if reachable and (owed or not (runs_by_itself or is_away(move))):
                wake_to_tell(move, first_by_day(session.profile, now))
        found = tuple(verdict for judged in (verdicts, *aside) for verdict in judged if verdict)
        effects = tuple(move.effects)
        return MigratedSession(
            session=move.session, effects=effects, verdicts=found, asks_anew=asks_anew, reachable=reachable
        )

    def _judged(self, stack: Stack) -> list[MigrationVerdict | None]:
        """Return the verdict on each frame; None for one in the live version.

        If any frame of the stack could not be read afterwards, the whole stack stays behind.
        """
        verdicts = [self._judge(frame, above) for frame, above in zip_longest(stack, stack[1:])]
        if is_whole(self._dialogues, self._over(stack, verdicts)):
            return verdicts
        why = "something else that they are in cannot be read any more"
        return [_stays_behind(one, why) if one and one.action in GOING_OVER else one for one in verdicts]

    def _judge(self, frame: Frame, above: Frame | None) -> MigrationVerdict | None:
        live = self._dialogues.successor(frame.dialogue)
        if live and live.version == frame.version:
            return None
        diff = self._diff(frame)
        if diff is None:
            why = "there is no such dialogue any more"
            return MigrationVerdict(dialogue=frame.dialogue, state=frame.state, action=MigrationAction.DECIDE, why=why)
        return judge_frame(diff, frame, above)

    def _diff(self, frame: Frame) -> VersionDiff | None:
        pin = frame.dialogue, frame.version
        if pin not in self._diffs:
            live = self._dialogues.successor(frame.dialogue)
            old = self._dialogues.pinned_to(*pin)
            self._diffs[pin] = diff_to(live, old, self._requirements_of) if live else None
        return self._diffs[pin]

    def _over(self, stack: Stack, verdicts: list[MigrationVerdict | None]) -> Stack:
        frames: list[Frame] = []
        comes_back = True  # whether a called dialogue can still return to the frame beneath it
        for number, (frame, verdict) in enumerate(zip(stack, verdicts, strict=True)):
            diff = self._diff(frame) if verdict and verdict.action in GOING_OVER else None
            over = _led(diff, frame, verdict) if diff and verdict else frame
            frames.append(over if comes_back else changed(over, called_by=None))
            above = stack[number + 1] if number + 1 < len(stack) else None
            stands = verdict is not None and verdict.action is not MigrationAction.REWIND
            comes_back = diff is None or (stands and call_comes_back(diff, frame, diff.live.states[over.state], above))
        return tuple(frames)


def _stays_behind(verdict: MigrationVerdict, why: str) -> MigrationVerdict:
    return replace(verdict, action=MigrationAction.KEEP, to=None, why=why)


def _old_question(move: Move) -> str:
    """Return the question that they see now. What they write before they are told is kept under it."""
    if move.session.led and has_to_be_told(move):
        return move.session.led.question
    if not is_whole(move.dialogues, move.session.stack):
        return move.dialogues.phrase("question_gone").text
    return question_of(move, move.state)


def _keep_what_was_held(move: Move) -> None:
    """Keep the words that are held for the question that stood, since it goes."""
    if is_whole(move.dialogues, move.session.stack):
        keep_held(move)
    else:
        keep_of(move, move.session.stack, ())


def _led(diff: VersionDiff, frame: Frame, verdict: MigrationVerdict) -> Frame:
    state = diff.live.states[verdict.to or diff.live.start]
    over = changed(
        frame,
        dialogue=diff.live.id,
        version=diff.live.version,
        state=state.id,
        trail=_trail(diff, frame, state.id),
        numbers=_numbers(diff, frame),
        answered=() if verdict.action is MigrationAction.REWIND else answered_ahead(diff, frame, state.id),
    )
    if verdict.action is MigrationAction.STAY:
        return over
    options = state.wait.options if isinstance(state.wait, ManyAsk) and verdict.action is MigrationAction.MOVE else ()
    picks = tuple(pick for pick in frame.picks if any(option.key == pick for option in options))
    return changed(over, probes=0, answer=None, given={}, picks=picks, taps=0, offers=(), since=None)


def _trail(diff: VersionDiff, frame: Frame, to: StateId) -> tuple[StateId, ...]:
    """Return where /back may lead: the places of their way that the live version has and where they may be."""
    trail: list[StateId] = []
    for id in frame.trail:
        here = diff.counterpart(id)
        if here and here.id == to:
            break
        if here and here.waits and here.id not in trail and diff.may_be_at(frame, here):
            trail.append(here.id)
    return tuple(trail)


def _numbers(diff: VersionDiff, frame: Frame) -> Mapping[StateId, tuple[int, ...]]:
    """Return the answers' numbers by live state, so that sealing finds them where the same is asked now."""
    keeping = {state.keep: state.id for state in diff.live.states.values() if state.keep}
    numbers: dict[StateId, tuple[int, ...]] = {}
    for id, kept in frame.numbers.items():
        old = diff.old.states.get(id) if diff.old else None
        here = diff.counterpart(id)
        place = here.id if here else keeping.get(old.keep, id) if old and old.keep else id
        numbers[place] = (*numbers.get(place, ()), *kept)
    return numbers
