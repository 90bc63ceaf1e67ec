"""What a person sends besides words: files with captions, albums, voice notes, stickers, contacts, polls, lists."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox import samples
from bot.sandbox.chats import Chat, Person
from bot.sandbox.files import StoredFile
from bot.sandbox.params import Upload
from bot.sandbox.person_side import PersonSide, captioned, worded
from bot.sandbox.refusals import PersonSideError
from bot.sandbox.world import World

LEAST_IN_ALBUM, MOST_IN_ALBUM = 2, 10
ALBUMS = (frozenset({"photo", "video"}), frozenset({"document"}), frozenset({"audio"}))  # what goes with what
MOST_OPTIONS = 12  # of a poll
MOST_TASKS = 30  # of a checklist

SAMPLES: Mapping[str, Callable[[], Upload]] = {
    "photo": lambda: Upload(name="photo.png", mime="image/png", content=samples.picture()),
    "video": lambda: Upload(name="video.mp4", mime="video/mp4", content=samples.video()),
    "document": lambda: Upload(name="document.txt", mime="text/plain", content=samples.document()),
    "audio": lambda: Upload(name="audio.mp3", mime="audio/mpeg", content=samples.audio()),
}


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who sends, and where: the chat, and the topic in it if there is one."""

    chat: Chat
    author: Person
    thread: int | None


class PersonMedia:
    """The ways of sending. Each returns the ids of the messages that it made."""

    def __init__(self, world: World, side: PersonSide) -> None:
        self._world = world
        self._side = side

    def file(self, by: Sender, kind: str, upload: Upload | None, caption: str) -> list[int]:
        """Send a photo, a video, a document or an audio file; one of the sandbox's own if none was uploaded."""
        return self._say(by, kind=kind, file=self._kept(kind, upload or SAMPLES[kind]()), **captioned(caption))

    def album(self, by: Sender, kinds: Sequence[str], caption: str) -> list[int]:
        """Send messages that belong together. Telegram tells of each by itself, and the first has the caption.

        Raises PersonSideError if these kinds make no album.
        """
        if not LEAST_IN_ALBUM <= len(kinds) <= MOST_IN_ALBUM or not any(
            together.issuperset(kinds) for together in ALBUMS
        ):
            raise PersonSideError("An album has 2 to 10 photos and videos, or only documents, or only audio files.")
        album = str(self._world.ids.take("album"))
        contents = [
            {"kind": kind, "file": self._kept(kind, SAMPLES[kind]()), **captioned("" if number else caption)}
            for number, kind in enumerate(kinds)
        ]
        return [message for content in contents for message in self._say(by, album=album, **content)]

    def voice(self, by: Sender, seconds: int, upload: Upload | None, caption: str) -> list[int]:
        sent = upload or Upload(name="voice.oga", mime="audio/ogg", content=samples.voice(seconds))
        return self._say(by, kind="voice", file=self._kept("voice", sent), seconds=seconds, **captioned(caption))

    def sticker(self, by: Sender, emoji: str) -> list[int]:
        sent = Upload(name="sticker.webp", mime="image/webp", content=samples.sticker(emoji))
        return self._say(by, kind="sticker", file=self._kept("sticker", sent), emoji=emoji)

    def contact(self, by: Sender) -> list[int]:
        return self._say(by, kind="contact")

    def poll(self, by: Sender, question: str, options: list[str]) -> list[int]:
        return self._say(by, kind="poll", lines=_lines(options, MOST_OPTIONS), text=_title(question))

    def checklist(self, by: Sender, title: str, tasks: list[str]) -> list[int]:
        return self._say(by, kind="checklist", lines=_lines(tasks, MOST_TASKS), text=_title(title))

    def _say(self, by: Sender, **content: Any) -> list[int]:
        return [self._side.say(by.chat, by.author, by.thread, **content)]

    def _kept(self, kind: str, sent: Upload) -> StoredFile:
        return self._world.files.keep(kind=kind, name=sent.name, mime=sent.mime, content=sent.content)


def _title(said: str) -> str:
    title = worded(said)["text"]
    if not title:
        raise PersonSideError("It needs a question or a title.")
    return str(title)


def _lines(said: list[str], most: int) -> list[str]:
    lines = [str(worded(line)["text"]) for line in said]
    if not 1 <= len(lines) <= most or not all(lines):
        raise PersonSideError(f"It needs 1 to {most} lines, each with words.")
    return lines
