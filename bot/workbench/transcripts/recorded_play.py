"""A play of the core that is written down as it goes, for `play --record` and for walks that break a promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.session import Session
from bot.language.problems import TOP
from bot.workbench.transcripts.chat_world import News
from bot.workbench.transcripts.checking import answer_in_words
from bot.workbench.transcripts.playing import Play, play_of
from bot.workbench.transcripts.recording import Recording, Start
from bot.workbench.transcripts.remembered_values import told
from bot.workbench.transcripts.transcript import (
    BotSays,
    BotToasts,
    Expectation,
    Happening,
    HasButtons,
    KeepsAnswer,
    ProfileHas,
    PromptBecame,
    Remembers,
    ShowsPicture,
    StandsAt,
    Step,
    Transcript,
)
from bot.workbench.transcripts.transcript_keys import NONE


class RecordedPlay:
    """A play with its transcript. Everything that happens is in it, also what the core could not take."""

    def __init__(self, start: Start, dialogues: Dialogues) -> None:
        self._recording = Recording(start, dialogues)
        self._opens = start.opens
        self.play: Play = play_of(self._recording.transcript(""), dialogues)

    def open(self) -> News:
        """Open the dialogue that the start names, and return what followed. Call it first."""
        before = self.play.session
        if self._opens:
            self.play.open(self._opens)
        return self._told(before)

    def happens(self, what: Happening) -> News:
        """Let something happen, and return what followed. Raises what `Play.happen` raises."""
        before = self.play.session
        self.play.world.news = News()
        self._recording.happens(what)
        self.play.happen(what)
        return self._told(before)

    def transcript(self, title: str) -> Transcript:
        """Return the transcript so far, with where the person is at its end."""
        top = self.play.session.top
        whole = self._recording.transcript(title)
        stands = StandsAt(state=top.state if top else None, dialogue=top.dialogue if top else None)
        return replace(whole, steps=(*whole.steps, Step(mark=TOP, what=stands)))

    def _told(self, before: Session) -> News:
        news = self.play.world.news
        self._recording.comes(*what_came(news, before, self.play))
        return news


def what_came(news: News, before: Session, play: Play) -> Iterator[Expectation]:
    """Yield everything that followed and that a transcript can tell.

    The buttons of a list of dialogues are left out: the list grows with each new one, which does not concern this
    transcript.
    """
    for bubble in news.said:
        yield BotSays(words=bubble.text)
        if bubble.picture:
            yield ShowsPicture(name=bubble.picture)
        if bubble.buttons and not _lists_dialogues(play):
            yield HasButtons(labels=tuple(button.label.strip() for button in bubble.buttons))
    yield from (BotToasts(words=toast) for toast in news.toasts)
    spoken = play.dialogues.speaking(play.session.profile.language)
    for kept in news.kept:
        words = answer_in_words(kept, spoken)
        if words.strip():
            yield KeepsAnswer(words=words, question=kept.question.strip() or None)
    yield from (PromptBecame(outcome=outcome) for outcome in news.prompts)
    yield from _what_is_new(before, play.session)


def _lists_dialogues(play: Play) -> bool:
    """Return whether the person is before buttons that begin other dialogues."""
    top = play.session.top
    dialogue = play.dialogues.pinned_to(top.dialogue, top.version) if top else None
    state = dialogue.states.get(top.state) if dialogue and top else None
    return state is not None and any(choice.start for choice in state.choices)


def _what_is_new(before: Session, now: Session) -> Iterator[Expectation]:
    profile = _new({**vars(before.profile), "consented": None}, {**vars(now.profile), "consented": None})
    if profile:
        yield ProfileHas(fields=profile)
    remembered = _new(_words(before), _words(now))
    if remembered:
        yield Remembers(values=remembered)


def _words(session: Session) -> dict[str, str | None]:
    return {name: told(value) for name, value in session.remembered.items()}


def _new(before: dict[str, str | None], now: dict[str, str | None]) -> dict[str, str | None]:
    """Return what differs from before. Words that a transcript reads as nothing are left out."""
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    return {name: value for name in names if (value := now.get(name)) is None or value not in ("", NONE)}
