"""The chats over HTTP, as docs/sandbox.md describes them. What a person does in one is in person_side.py."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.sandbox.bot_http import file_answer
from bot.sandbox.chats import Chat, Person
from bot.sandbox.person_fields import Said, number_in, text_in, wait_in
from bot.sandbox.person_side import PersonSide
from bot.sandbox.refusals import PersonSideError
from bot.sandbox.requests import MULTIPART, answer, read_object, read_upload
from bot.sandbox.world import World

LONGEST_VOICE = 3600  # seconds

Act = Callable[[Chat, Person, Said], Any]


class PersonHttp:
    """The handlers below /sandbox/chats, and the files that chats show."""

    def __init__(self, world: World, side: PersonSide) -> None:
        self._world = world
        self._side = side

    def routes(self) -> list[web.RouteDef]:
        chat = r"/sandbox/chats/{id:-?\d{1,18}}"
        return [
            web.get(chat, self._read_chat),
            web.post(chat + "/send", self._acting(self._send)),
            web.post(chat + "/edit", self._acting(self._edit)),
            web.post(chat + "/sticker", self._acting(self._sticker)),
            web.post(chat + "/photo", self._acting(self._photo)),
            web.post(chat + "/contact", self._acting(self._contact)),
            web.post(chat + "/block", self._acting(self._block)),
            web.post(chat + "/unblock", self._acting(self._unblock)),
            web.post(chat + "/clear", self._acting(self._clear)),
            web.post(chat + "/tap", self._tap),
            web.post(chat + "/voice", self._voice),
            web.get("/sandbox/files/{path:.+}", self._file),
        ]

    async def _read_chat(self, request: web.Request) -> web.Response:
        world, chat = self._world, self._chat(request)
        after = request.query.get("after")
        if after is not None:
            state_after = request.query.get("state_after", str(world.state_revision))
            coach_after = request.query.get("coach_after")  # only a page that shows a coach's view asks for it

            def is_other() -> bool:
                if coach_after is not None and str(chat.coach_revision) != coach_after:
                    return True
                return str(chat.revision) != after or str(world.state_revision) != state_after

            await chat.bell.wait_until(is_other, wait_in(request.query))
        return answer(
            {
                "revision": chat.revision,
                "state_revision": world.state_revision,
                "coach_revision": chat.coach_revision,
                "title": chat.title,
                "kind": chat.kind,
                "messages": [message.as_page() for message in chat.seen()],
                "action": chat.action,
                "blocked": chat.kind == "private" and world.people[chat.id].blocked,
                "left": chat.left,
            }
        )

    def _acting(self, act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
        """One thing that one person does in one chat, described by a JSON body."""

        async def handle(request: web.Request) -> web.Response:
            said = await read_object(request)
            chat = self._chat(request)
            return answer(act(chat, self._author(chat, said), said))

        return handle

    def _send(self, chat: Chat, author: Person, said: Said) -> Said:
        reply_to = number_in(said, "reply_to") if said.get("reply_to") is not None else None
        return {"message_ids": self._side.send(chat, author, text_in(said, "text"), reply_to)}

    def _edit(self, chat: Chat, author: Person, said: Said) -> Said:
        return {"message_id": self._side.edit(chat, author, number_in(said, "message_id"), text_in(said, "text"))}

    def _sticker(self, chat: Chat, author: Person, said: Said) -> Said:
        return {"message_ids": self._side.sticker(chat, author, text_in(said, "emoji"))}

    def _photo(self, chat: Chat, author: Person, said: Said) -> Said:
        return {"message_ids": self._side.photo(chat, author)}

    def _contact(self, chat: Chat, author: Person, said: Said) -> Said:
        return {"message_ids": self._side.contact(chat, author)}

    def _block(self, chat: Chat, author: Person, said: Said) -> Said:
        self._side.block(chat, blocked=True)
        return {}

    def _unblock(self, chat: Chat, author: Person, said: Said) -> Said:
        self._side.block(chat, blocked=False)
        return {}

    def _clear(self, chat: Chat, author: Person, said: Said) -> Said:
        chat.clear(for_bot_too=bool(said.get("both")))
        return {}

    async def _tap(self, request: web.Request) -> web.Response:
        said = await read_object(request)
        chat = self._chat(request)
        tap = self._side.tap(chat, self._author(chat, said), number_in(said, "message_id"), text_in(said, "data"))
        await chat.bell.wait_until(lambda: tap.answer is not None, wait_in(said))
        return answer({"callback_query_id": tap.id, "answer": tap.answer})

    async def _voice(self, request: web.Request) -> web.Response:
        if request.content_type == MULTIPART:
            said, upload = await read_upload(request, "file")
        else:
            said, upload = await read_object(request), None
        seconds = number_in(said, "seconds") if "seconds" in said else 3
        if not 1 <= seconds <= LONGEST_VOICE:
            raise PersonSideError(f"A voice note has 1 to {LONGEST_VOICE} seconds.")
        chat = self._chat(request)
        return answer({"message_ids": self._side.voice(chat, self._author(chat, said), seconds, upload)})

    async def _file(self, request: web.Request) -> web.Response:
        file = self._world.files.at(request.match_info["path"])
        if file is None:
            raise PersonSideError("There is no such file.", 404)
        return file_answer(file)

    def _chat(self, request: web.Request) -> Chat:
        return self._world.chat(int(request.match_info["id"]))

    def _author(self, chat: Chat, said: Said) -> Person:
        """In a private chat its person; in a group whom the body names, else who founded it."""
        by_name = chat.kind == "group" and "from" in said
        return self._world.person(number_in(said, "from") if by_name else chat.members[0])
