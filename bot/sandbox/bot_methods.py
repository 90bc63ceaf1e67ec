"""Every method that the sandbox knows but getUpdates, which waits. Names are in lower case: Telegram takes any case."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox import bot_account, bot_commands, bot_editing, bot_sending
from bot.sandbox.params import Params
from bot.sandbox.world import World

Method = Callable[[World, Params], Any]

METHODS: Mapping[str, Method] = {
    "getme": bot_account.get_me,
    "setmycommands": bot_commands.set_my_commands,
    "getmycommands": bot_commands.get_my_commands,
    "getchat": bot_account.get_chat,
    "leavechat": bot_account.leave_chat,
    "getfile": bot_account.get_file,
    "setwebhook": bot_account.set_webhook,
    "deletewebhook": bot_account.delete_webhook,
    "getwebhookinfo": bot_account.get_webhook_info,
    "sendmessage": bot_sending.send_message,
    "sendphoto": bot_sending.send_photo,
    "sendanimation": bot_sending.send_animation,
    "senddocument": bot_sending.send_document,
    "sendvoice": bot_sending.send_voice,
    "sendchataction": bot_sending.send_chat_action,
    "editmessagetext": bot_editing.edit_message_text,
    "editmessagereplymarkup": bot_editing.edit_message_reply_markup,
    "deletemessage": bot_editing.delete_message,
    "setmessagereaction": bot_editing.set_message_reaction,
    "answercallbackquery": bot_editing.answer_callback_query,
}
