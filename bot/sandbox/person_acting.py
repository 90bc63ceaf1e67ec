"""Who acts in which chat, read from a request of the person's side."""

from aiohttp import web

from bot.sandbox.chats import Chat, Person
from bot.sandbox.person_fields import Said, number_in
from bot.sandbox.world import World

CHAT = r"/sandbox/chats/{id:-?\d{1,18}}"  # where every path of one chat begins


def chat_of(world: World, request: web.Request) -> Chat:
    return world.chat(int(request.match_info["id"]))


def author_of(world: World, chat: Chat, said: Said) -> Person:
    """Return who acts: in a private chat its person, in a group the one that the body names or else its founder."""
    by_name = chat.kind == "group" and "from" in said
    return world.person(number_in(said, "from") if by_name else chat.members[0])


def thread_of(said: Said) -> int | None:
    return number_in(said, "thread") if said.get("thread") is not None else None
