"""Which chats and messages a bot may reach. Raises RefusedError in Telegram's words for the others."""

from bot.sandbox.chats import Chat
from bot.sandbox.messages import Message
from bot.sandbox.params import Params
from bot.sandbox.refusals import bad_request, forbidden
from bot.sandbox.world import World


def known_chat(world: World, params: Params) -> Chat:
    """Return the chat that the parameters name. Raises RefusedError if there is none."""
    named = params.text("chat_id")
    if not named:
        raise bad_request("chat_id is empty")
    return chat_named(world, named)


def chat_named(world: World, named: str) -> Chat:
    """Return the chat of this id. Raises RefusedError if there is none."""
    try:
        chat = world.chats.get(int(named))
    except ValueError:
        chat = None
    if chat is None:
        raise bad_request("chat not found")
    return chat


def joined_chat(world: World, params: Params) -> Chat:
    """Return the chat that the parameters name. Raises RefusedError if the bot is not in it."""
    chat = known_chat(world, params)
    if chat.left:
        raise forbidden("bot is not a member of the group chat")
    return chat


def writable_chat(world: World, params: Params) -> Chat:
    """Return the chat that the parameters name. Raises RefusedError if the bot may not write there."""
    chat = joined_chat(world, params)
    if chat.kind == "private":
        person = world.people[chat.id]
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
    return chat


def thread_in(chat: Chat, params: Params) -> int | None:
    """Return the topic to write into, or None. Only private chats have topics here; elsewhere Telegram ignores one."""
    thread = params.integer("message_thread_id")
    if thread == 0 or chat.kind != "private":
        return None
    if thread not in chat.threads:
        raise bad_request("message thread not found")
    return thread


def known_message(chat: Chat, message_id: int, what: str) -> Message:
    """Return a message of the chat. Raises RefusedError if there is none of this id."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def refuse_parse_mode(params: Params) -> None:
    """Refuse a parse mode, which Telegram takes.

    This bot never uses one, so that nothing a person wrote can be read as markup.
    """
    if params.text("parse_mode"):
        raise bad_request("parse_mode is not supported by the sandbox: send entities")
