"""Sends a coach's own picture with its words under it. If it cannot, the caller sends the words alone.

One picture at a time is read and uploaded, so that one which many people get at once is in memory once and uploaded
once: all others get Telegram's id of it. Which file a picture's name means is decided elsewhere.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from telegram import Bot, InputFile, Message, MessageEntity
from telegram.error import BadRequest

from bot.adapters.telegram_errors import classify, reason
from bot.services.outcomes import Refused

log = logging.getLogger(__name__)

_UPLOAD_SECONDS = 120.0  # 10 MB on a slow line
_MOST_IDS = 1000  # pictures whose ids are remembered; a coach has fewer


@dataclass(frozen=True, kw_only=True)
class Chat:
    """Where a picture goes."""

    id: int
    thread: int | None = None  # a topic in it


class Picture(Protocol):
    """What is in a picture's file."""

    @property
    def content(self) -> bytes: ...

    @property
    def kind(self) -> str:
        """Return the ending of its name: `png`, `jpg` or `gif`."""


Read = Callable[[str], Picture | None]  # by a picture's name; None: it cannot be shown. Waits for the disk


class Photos:
    """Sends pictures, and remembers which of them Telegram has."""

    def __init__(self, bot: Bot, read: Read) -> None:
        self._bot = bot
        self._read = read
        self._ids: dict[bytes, str] = {}  # Telegram's, by the hash of what was uploaded
        self._one_at_a_time = asyncio.Lock()

    async def send(self, chat: Chat, name: str, caption: str, entities: Sequence[MessageEntity] | None) -> int | None:
        """Send a picture and return the id of the new message; None if the picture is missing or Telegram refuses it.

        Raises TelegramError for everything else, as any call on a Bot does.
        """
        try:
            sent = await self._send(chat, name, caption, entities)
        except BadRequest as error:
            outcome = classify(error)
            if not isinstance(outcome, Refused) or outcome.thread_gone:
                raise
            self._ids.clear()  # it may have been an id that is good no longer
            _warn(chat.id, name, reason(error))
            return None
        if sent is None:
            _warn(chat.id, name, "not_there")
            return None
        return sent.message_id

    async def _send(
        self, chat: Chat, name: str, caption: str, entities: Sequence[MessageEntity] | None
    ) -> Message | None:
        async with self._one_at_a_time:
            found = await asyncio.to_thread(self._look, name)
            if found is None:
                return None
            digest, photo = found
            if isinstance(photo, InputFile):
                sent = await self._call(chat, photo, caption, entities)
                self._remember(digest, sent)
                return sent
        return await self._call(chat, photo, caption, entities)

    def _look(self, name: str) -> tuple[bytes, InputFile | str] | None:
        """Return the picture's hash, and Telegram's id of it or else the picture itself. Runs on a thread."""
        picture = self._read(name)
        if picture is None:
            return None
        digest = hashlib.sha256(picture.content).digest()
        return digest, self._ids.get(digest) or InputFile(picture.content, filename=f"picture.{picture.kind}")

    async def _call(
        self, chat: Chat, photo: InputFile | str, caption: str, entities: Sequence[MessageEntity] | None
    ) -> Message:
        return await self._bot.send_photo(
            chat.id,
            photo,
            caption=caption,
            caption_entities=entities,
            message_thread_id=chat.thread,
            write_timeout=_UPLOAD_SECONDS,
        )

    def _remember(self, digest: bytes, sent: Message) -> None:
        if len(self._ids) >= _MOST_IDS:
            self._ids.clear()
        if sent.photo:
            self._ids[digest] = sent.photo[-1].file_id  # the largest of its sizes


def _warn(chat_id: int, name: str, why: str) -> None:
    log.warning("picture not sent, its words go alone", extra={"chat": chat_id, "picture": name, "reason": why})
