"""What a question does not say is as its dialogue says, and what that does not say is as the bot does."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.model import DialogueId, Listen, StateId, TextAsk, Version
from bot.language.load import read_source
from tests.language.folders import BROKEN, load, said_about, sound_folder, with_states

LISTENING = (BROKEN / "sound" / "_listening.yaml").read_text(encoding="utf-8")


def question(tmp_path: Path, bot: str, head: str, own: str) -> TextAsk:
    """The question of a dialogue, with what the bot, the dialogue and the question itself say."""
    trying = with_states(f"first: {{ask: How?, keep: how, {own}next: done}}", head)
    folder = sound_folder(tmp_path, {"trying.yaml": trying, "_listening.yaml": LISTENING + bot})
    wait = load(folder).dialogues.live[DialogueId("trying")].states[StateId("first")].wait
    assert isinstance(wait, TextAsk)
    return wait


@pytest.mark.parametrize(
    ("bot", "head", "own", "listen"),
    [
        ("", "", "", Listen(most=2, min_words=5)),
        ("listen: {most: 1}\n", "", "", Listen(most=1, min_words=5)),
        ("listen: {most: 1, min_words: 9}\n", "listen: {most: 3}\n", "", Listen(most=3, min_words=9)),
        ("listen: {most: 1, min_words: 9}\n", "", "listen: {min_words: 2}, ", Listen(most=1, min_words=2)),
        ("listen: {most: 1}\n", "listen: {min_words: 7}\n", "listen: {most: 0}, ", Listen(most=0, min_words=7)),
    ],
)
def test_how_to_listen_is_inherited_field_by_field(
    bot: str, head: str, own: str, listen: Listen, tmp_path: Path
) -> None:
    assert question(tmp_path, bot, head, own).listen == listen


@pytest.mark.parametrize(
    ("head", "own", "said"),
    [
        ("", "read: name, ", None),
        ("unclear: Once more.\n", "read: name, ", "Once more."),
        ("unclear: Once more.\n", "read: name, unclear: 'A name, in one line.', ", "A name, in one line."),
        ("unclear: Once more.\n", "", None),
    ],
)
def test_what_is_said_when_a_reading_fails_is_inherited(head: str, own: str, said: str | None, tmp_path: Path) -> None:
    unclear = question(tmp_path, "", head, own).unclear
    assert (unclear.fill({}).text if unclear else None) == said


def test_how_the_bot_listens_is_checked_like_everything_else(tmp_path: Path) -> None:
    assert said_about(tmp_path, {"_listening.yaml": LISTENING + "listen: {most: 9}\n"}) == [
        "_listening.yaml:8:16: A whole number belongs here. Write one from 0 to 5."
    ]


def test_an_older_version_inherits_what_the_bot_says_now(tmp_path: Path) -> None:
    now = load(sound_folder(tmp_path, {"_listening.yaml": LISTENING + "listen: {most: 4}\n"}))
    old = read_source(DialogueId("walk"), Version("old"), now.sources[DialogueId("walk")], now.defaults)
    wait = old.states[StateId("ask")].wait
    assert isinstance(wait, TextAsk)
    assert wait.listen.most == 4
