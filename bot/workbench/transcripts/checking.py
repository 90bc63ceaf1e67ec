"""Plays a transcript to its end, or to the first thing that differs from it. Everything that the bot says must be told.

Changes of earlier messages, and so the phases of a breath, only count where `edited` tells one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.inputs import Timer
from bot.dialogue.model import TextAsk
from bot.language.problems import TOP, Mark
from bot.practice.zones import local_time
from bot.workbench.transcripts.chat_world import Bubble, KeptAnswer, News
from bot.workbench.transcripts.playing import CannotPlayError, Play, play_of
from bot.workbench.transcripts.remembered_values import told as told_value
from bot.workbench.transcripts.transcript import (
    BotRewords,
    BotSays,
    BotToasts,
    Expectation,
    Happening,
    HasButtons,
    KeepsAnswer,
    KeepsNothing,
    ProfileHas,
    PromptBecame,
    PromptIsDue,
    Remembers,
    ShowsPicture,
    StandsAt,
    Transcript,
)
from bot.workbench.transcripts.transcript_keys import AT_REST
from bot.workbench.transcripts.wording import difference, lists, says, shown

ASKS_FOR_MORE = "(asks for more)"  # any "tell me more" of _listening.yaml but the one before
_BEFORE = 2  # messages of the bot's, to say where it was

Complaints = Iterator[str]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """The first thing that differs from the transcript."""

    path: str
    mark: Mark
    sentence: str
    before: tuple[str, ...]  # the bot's last messages

    def __str__(self) -> str:
        where = f"{self.path}:{self.mark.line}:{self.mark.column}: {self.sentence}"
        return "\n".join([where, "  The bot's last messages:", *map(shown, self.before)])


def play_transcript(transcript: Transcript, dialogues: Dialogues) -> Failure | None:
    """Return the first thing that differs from the transcript; None if nothing does."""
    return check_play(transcript, play_of(transcript, dialogues))


def check_play(transcript: Transcript, play: Play) -> Failure | None:
    """Play a transcript in a play that has just begun, and return what `play_transcript` does."""
    found = next(_complaints(transcript, play), None)
    if found is None:
        return None
    mark, sentence = found
    before = tuple(bubble.text for bubble in play.world.chat[-_BEFORE:])
    return Failure(path=transcript.path, mark=mark, sentence=sentence, before=before)


def _complaints(transcript: Transcript, play: Play) -> Iterator[tuple[Mark, str]]:
    checks, happened = _Checks(play), TOP
    if transcript.opens:
        yield from _cannot(partial(play.open, transcript.opens), happened)
    for step in transcript.steps:
        if not isinstance(step.what, Happening):
            yield from ((step.mark, sentence) for sentence in checks.of(step.what))
            continue
        yield from ((happened, sentence) for sentence in checks.untold())
        happened, play.world.news = step.mark, News()
        yield from _cannot(partial(play.happen, step.what), happened)
    yield from ((happened, sentence) for sentence in checks.untold())


def _cannot(play: Callable[[], None], mark: Mark) -> Iterator[tuple[Mark, str]]:
    """Yield why this could not be played, if it could not."""
    try:
        play()
    except CannotPlayError as error:
        yield mark, str(error)
    except Exception as error:
        yield mark, failure_of(error)


def failure_of(error: Exception) -> str:
    """Return a sentence about a bug of the program."""
    return f"The program itself fails here: {type(error).__name__}: {error}"


class _Checks:
    """Compares what is told with what happened, and crosses it out of the news."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._last: Bubble | None = None  # the message that was told last
        self._last_probe: str | None = None  # the "tell me more" that was told last
        self._kept_in: News | None = None  # where an answer was told last

    def of(self, told: Expectation) -> Complaints:
        """Yield what differs from one expectation."""
        match told:
            case BotSays():
                return self._said(told)
            case BotRewords(words=words):
                return _among(words, self._news.edited, "reworded no message so")
            case BotToasts(words=words):
                return _among(words, self._news.toasts, "answered no tap so")
            case HasButtons():
                return self._buttons(told)
            case ShowsPicture(name=name):
                return _unlike("picture", name, self._last.picture if self._last else None)
            case KeepsAnswer():
                return self._kept(told)
            case KeepsNothing():
                return self._kept_nothing()
            case PromptBecame(outcome=outcome):
                return _among(outcome, self._news.prompts, "settled no prompt so")
            case _:
                return self._standing(told)

    def untold(self) -> Complaints:
        """Yield what the bot said and no expectation told."""
        for bubble in self._news.said:
            yield f"The bot says this, and no `bot:` tells it:\n{shown(bubble.text)}"
        for toast in self._news.toasts:
            yield f"A tap is answered with this, and no `toast:` tells it:\n{shown(toast)}"

    @property
    def _news(self) -> News:
        return self._play.world.news

    @property
    def _spoken(self) -> Dialogues:
        return self._play.dialogues.speaking(self._play.session.profile.language)

    def _said(self, told: BotSays) -> Complaints:
        if not self._news.said:
            yield f"The bot says nothing more here. Told is:\n{shown(told.words)}"
            return
        self._last = self._news.said.pop(0)
        if told.words == ASKS_FOR_MORE:
            yield from self._asked_for_more(self._last.text)
        elif not says(told.words, self._last.text):
            yield f"The bot says something else.\n{difference(told.words, self._last.text)}"

    def _asked_for_more(self, words: str) -> Complaints:
        if words in self._own_words():
            return
        if words not in self._spoken.cues.probes.values():
            yield f"The bot says something else.\n{difference(ASKS_FOR_MORE, words)}"
        elif words == self._last_probe:
            yield f"The bot asks for more twice running in the same words:\n{shown(words)}"
        self._last_probe = words

    def _own_words(self) -> Iterator[str]:
        """Return the words with which the question that stands asks for more, if it has words of its own."""
        top = self._play.session.top
        dialogue = self._spoken.pinned_to(top.dialogue, top.version) if top else None
        state = dialogue.states.get(top.state) if dialogue and top else None
        if state and isinstance(state.wait, TextAsk) and state.wait.more:
            yield state.wait.more.fill({}).text

    def _buttons(self, told: HasButtons) -> Complaints:
        labels = [button.label.strip() for button in self._last.buttons] if self._last else []
        if not lists(told.labels, labels):
            yield from _unlike("buttons", ", ".join(told.labels), ", ".join(labels))

    def _kept(self, told: KeepsAnswer) -> Complaints:
        if not self._news.kept:
            yield f"No further answer is kept here. Told is:\n{shown(told.words)}"
            return
        kept, self._kept_in = self._news.kept.pop(0), self._news
        words = answer_in_words(kept, self._spoken)
        if not says(told.words, words):
            yield f"What is kept is something else.\n{difference(told.words, words)}"
        if told.question and not says(told.question, kept.question):
            yield f"It is kept with another question.\n{difference(told.question, kept.question)}"

    def _kept_nothing(self) -> Complaints:
        if self._kept_in is self._news:
            yield "Something is kept here, as is told above, and nothing should be."
        for kept in self._news.kept:
            yield f"This is kept, and nothing should be:\n{shown(answer_in_words(kept, self._spoken))}"

    def _standing(self, told: Expectation) -> Complaints:
        session = self._play.session
        match told:
            case StandsAt():
                yield from self._stands_at(told)
            case PromptIsDue(at=at):
                yield from _unlike("next prompt", at, self._next_prompt())
            case ProfileHas(fields=fields):
                for name, value in fields.items():
                    yield from _unlike(name, value, getattr(session.profile, name))
            case Remembers(values=values):
                for name, words in values.items():
                    yield from _unlike(name, words, told_value(session.remembered.get(name)))

    def _stands_at(self, told: StandsAt) -> Complaints:
        top = self._play.session.top
        found = f"{top.dialogue}.{top.state}" if top else None
        dialogue = told.dialogue or (top.dialogue if top else None)
        state = f"{dialogue}.{told.state}" if dialogue and told.state else told.state
        yield from _unlike("state", state or AT_REST, found or AT_REST)

    def _next_prompt(self) -> str | None:
        due = self._play.world.due.get(Timer.PROMPT)
        return local_time(self._play.zone, due.at).strftime("%Y-%m-%d %H:%M") if due else None


def answer_in_words(kept: KeptAnswer, dialogues: Dialogues) -> str:
    """Return an answer as a transcript tells it. A voice note is told by a phrase in the language of `dialogues`."""
    voice = f"({dialogues.label('history_voice')})"
    return "\n".join(voice if part.words is None else part.words for part in kept.parts)


def _among(words: str, news: list[str], what: str) -> Complaints:
    found = next((one for one in news if says(words, one)), None)
    if found is None:
        yield f"The bot {what}.\n{difference(words, ' / '.join(news) or 'nothing')}"
    else:
        news.remove(found)


def _unlike(what: str, told: str | None, found: str | None) -> Complaints:
    if told != found:
        yield f"Not as told: {what}.\n{difference(told or 'none', found or 'none')}"
