"""The chats over HTTP, as docs/sandbox.md describes them. `media_http.py` has what is sent besides words."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.sandbox.bot_http import file_answer
from bot.sandbox.chats import Chat, Person
from bot.sandbox.person_acting import CHAT, author_of, chat_of, thread_of
from bot.sandbox.person_fields import Said, number_in, text_in, wait_in
from bot.sandbox.person_side import PersonSide
from bot.sandbox.refusals import PersonSideError
from bot.sandbox.requests import answer, read_object
from bot.sandbox.world import World

Act = Callable[[Chat, Person, Said], Any]


class PersonHttp:
    """The handlers below /sandbox/chats, and the files that chats show."""

    def __init__(self, world: World, side: PersonSide) -> None:
        self._world = world
        self._side = side

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(CHAT, self._read_chat),
            web.post(CHAT + "/send", self._acting(self._send)),
            web.post(CHAT + "/edit", self._acting(self._edit)),
            web.post(CHAT + "/block", self._acting(self._block)),
            web.post(CHAT + "/unblock", self._acting(self._unblock)),
            web.post(CHAT + "/voices", self._acting(self._refuse_voices)),
            web.post(CHAT + "/clear", self._acting(self._clear)),
            web.post(CHAT + "/tap", self._tap),
            web.get("/sandbox/files/{path:.+}", self._file),
        ]

    async def _read_chat(self, request: web.Request) -> web.Response:
        world, chat = self._world, chat_of(self._world, request)
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
        """Return a handler for one thing that one person does in one chat, described by a JSON body."""

        async def handle(request: web.Request) -> web.Response:
            said = await read_object(request)
            chat = chat_of(self._world, request)
            return answer(act(chat, author_of(self._world, chat, said), said))

        return handle

    def _send(self, chat: Chat, author: Person, said: Said) -> Said:
        reply_to = number_in(said, "reply_to") if said.get("reply_to") is not None else None
        return {"message_ids": self._side.send(chat, author, text_in(said, "text"), reply_to, thread_of(said))}

    def _edit(self, chat: Chat, author: Person, said: Said) -> Said:
        return {"message_id": self._side.edit(chat, author, number_in(said, "message_id"), text_in(said, "text"))}

    def _block(self, chat: Chat, author: Person, said: Said) -> Said:
        self._side.block(chat, blocked=True)
        return {}

    def _unblock(self, chat: Chat, author: Person, said: Said) -> Said:
        self._side.block(chat, blocked=False)
        return {}

    def _refuse_voices(self, chat: Chat, author: Person, said: Said) -> Said:
        self._side.refuse_voices(chat, refused=bool(said.get("refused")))
        return {}

    def _clear(self, chat: Chat, author: Person, said: Said) -> Said:
        chat.clear(for_bot_too=bool(said.get("both")))
        return {}

    async def _tap(self, request: web.Request) -> web.Response:
        said = await read_object(request)
        chat = chat_of(self._world, request)
        tap = self._side.tap(
            chat, author_of(self._world, chat, said), number_in(said, "message_id"), text_in(said, "data")
        )
        await chat.bell.wait_until(lambda: tap.answer is not None, wait_in(said))
        return answer({"callback_query_id": tap.id, "answer": tap.answer})

    async def _file(self, request: web.Request) -> web.Response:
        file = self._world.files.at(request.match_info["path"])
        if file is None:
            raise PersonSideError("There is no such file.", 404)
        return file_answer(file)
