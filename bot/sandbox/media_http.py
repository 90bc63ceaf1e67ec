"""What a person sends besides words, over HTTP, as docs/sandbox.md describes it. `person_media.py` carries it out."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.sandbox.params import Upload
from bot.sandbox.person_acting import CHAT, author_of, chat_of, thread_of
from bot.sandbox.person_fields import Said, number_in, text_in, texts_in
from bot.sandbox.person_media import SAMPLES, PersonMedia, Sender
from bot.sandbox.refusals import PersonSideError
from bot.sandbox.requests import MULTIPART, answer, read_object, read_upload
from bot.sandbox.world import World

LONGEST_VOICE = 3600  # seconds

Send = Callable[[Sender, Said, Upload | None], list[int]]


class MediaHttp:
    """The handlers for sending anything but text."""

    def __init__(self, world: World, media: PersonMedia) -> None:
        self._world = world
        self._media = media

    def routes(self) -> list[web.RouteDef]:
        sends: Mapping[str, Send] = {
            "voice": self._voice,
            "sticker": lambda by, said, _: self._media.sticker(by, text_in(said, "emoji")),
            "contact": lambda by, *_: self._media.contact(by),
            "album": self._album,
            "poll": lambda by, said, _: self._media.poll(by, text_in(said, "question"), texts_in(said, "options")),
            "checklist": lambda by, said, _: self._media.checklist(by, text_in(said, "title"), texts_in(said, "tasks")),
            **{kind: self._file(kind) for kind in SAMPLES},
        }
        return [web.post(f"{CHAT}/{name}", self._sending(send)) for name, send in sends.items()]

    def _sending(self, send: Send) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Return a handler for what is described by a JSON body, or by a form with a file."""

        async def handle(request: web.Request) -> web.Response:
            if request.content_type == MULTIPART:
                said, upload = await read_upload(request, "file")
            else:
                said, upload = await read_object(request), None
            chat = chat_of(self._world, request)
            by = Sender(chat=chat, author=author_of(self._world, chat, said), thread=thread_of(said))
            return answer({"message_ids": send(by, said, upload)})

        return handle

    def _file(self, kind: str) -> Send:
        return lambda by, said, upload: self._media.file(by, kind, upload, _caption(said))

    def _voice(self, by: Sender, said: Said, upload: Upload | None) -> list[int]:
        seconds = number_in(said, "seconds") if "seconds" in said else 3
        if not 1 <= seconds <= LONGEST_VOICE:
            raise PersonSideError(f"A voice note has 1 to {LONGEST_VOICE} seconds.")
        return self._media.voice(by, seconds, upload, _caption(said))

    def _album(self, by: Sender, said: Said, _: Upload | None) -> list[int]:
        kinds = texts_in(said, "kinds") if "kinds" in said else ["photo", "photo"]
        return self._media.album(by, kinds, _caption(said))


def _caption(said: Said) -> str:
    return text_in(said, "caption") if "caption" in said else ""
