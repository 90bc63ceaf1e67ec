"""The methods by which a bot changes, removes or answers what is already there."""

from datetime import timedelta

from telegram.constants import ReactionEmoji

from bot.sandbox.bot_access import joined_chat, known_chat, known_message
from bot.sandbox.bot_sending import message_text
from bot.sandbox.chats import Chat
from bot.sandbox.keyboards import keyboard
from bot.sandbox.messages import JSON, Message
from bot.sandbox.params import Params
from bot.sandbox.refusals import RefusedError, bad_request
from bot.sandbox.world import World

DELETABLE = timedelta(hours=48)  # after it was sent a message stays
REACTIONS = frozenset(ReactionEmoji)


def edit_message_text(world: World, params: Params) -> JSON:
    text, entities = message_text(params)
    chat, message = _own_message(world, params)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    buttons = keyboard(params.parsed("reply_markup", "reply keyboard markup"))
    if (text, entities, buttons) == (message.text, message.entities, message.keyboard):
        raise _not_modified()
    message.text, message.entities, message.keyboard = text, entities, buttons
    message.edited_at = world.clock.now()
    chat.changed()
    return message.as_telegram()


def edit_message_reply_markup(world: World, params: Params) -> JSON:
    """Change a message's buttons. It does not count as edited."""
    chat, message = _own_message(world, params)
    buttons = keyboard(params.parsed("reply_markup", "reply keyboard markup"))
    if buttons == message.keyboard:
        raise _not_modified()
    message.keyboard = buttons
    chat.changed()
    return message.as_telegram()


def delete_message(world: World, params: Params) -> bool:
    chat = joined_chat(world, params)
    message = known_message(chat, params.integer("message_id"), "message to delete")
    if world.clock.now() - message.sent_at > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    if chat.kind == "group" and not message.by_bot:
        raise bad_request("message can't be deleted")
    chat.remove(message.id)
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    reactions = params.parsed("reaction", "reaction types") or []
    emoji = [given.get("emoji") if isinstance(given, dict) else None for given in reactions]
    chat = joined_chat(world, params)
    message = known_message(chat, params.integer("message_id"), "message to react")
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if not REACTIONS.issuperset(emoji):
        raise bad_request("REACTION_INVALID")
    message.reaction = emoji[0] if emoji else None
    chat.changed()
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    tap = world.taps.answer(
        params.text("callback_query_id"),
        world.clock.now(),
        text=params.text("text"),
        show_alert=params.flag("show_alert"),
    )
    world.chats[tap.chat_id].bell.ring()
    return True


def _own_message(world: World, params: Params) -> tuple[Chat, Message]:
    chat = known_chat(world, params)
    message = known_message(chat, params.integer("message_id"), "message to edit")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _not_modified() -> RefusedError:
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
