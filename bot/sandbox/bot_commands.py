"""The methods about the bot's commands, by chat and language. `world.py` works out what people then see."""

import json
import re
from typing import Any

from bot.sandbox.bot_access import chat_named
from bot.sandbox.messages import JSON
from bot.sandbox.params import Params
from bot.sandbox.refusals import RefusedError, bad_request
from bot.sandbox.world import World

MOST_COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LONGEST_DESCRIPTION = 256
LANGUAGE = re.compile(r"([a-z]{2})?")  # "" is for everybody whose language has no commands of its own
USER_ID = re.compile(r"[1-9][0-9]*")

FOR_MANY = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
FOR_ONE_CHAT = frozenset({"chat", "chat_administrators", "chat_member"})


def set_my_commands(world: World, params: Params) -> bool:
    given = params.parsed("commands", "commands") or []
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.commands[_audience(world, params)] = [_command(command) for command in given]
    world.changed()
    return True


def get_my_commands(world: World, params: Params) -> list[JSON]:
    return world.commands.get(_audience(world, params), [])


def _audience(world: World, params: Params) -> tuple[str, str]:
    """Return the scope and the language, by which commands are kept."""
    scope = _scope(world, params)
    language = params.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return scope, language


def _scope(world: World, params: Params) -> str:
    scope = params.parsed("scope", "BotCommandScope")
    if scope is None:
        return "default"
    if not isinstance(scope, dict):
        raise _unreadable("BotCommandScope must be an Object")
    kind = _field(scope, "type")
    if kind in FOR_MANY:
        return kind
    if kind not in FOR_ONE_CHAT:
        raise _unreadable("Unsupported type specified")
    named = _field(scope, "chat_id")
    if not named:
        raise _unreadable("Empty chat_id specified")
    if kind == "chat_member" and not USER_ID.fullmatch(_field(scope, "user_id")):
        raise _unreadable("Invalid user_id specified")
    if chat_named(world, named).kind == "private" and kind != "chat":
        raise bad_request("can't use specified scope in private chats")
    return json.dumps(scope, sort_keys=True)


def _field(scope: JSON, name: str) -> str:
    """Return a field of the scope as text. Telegram reads a number as text too."""
    value = scope.get(name)
    if value is None:
        raise _unreadable(f'Can\'t find field "{name}"')
    if not isinstance(value, (str, int)):
        raise _unreadable(f'Field "{name}" must be of type String')
    return str(value)


def _unreadable(why: str) -> RefusedError:
    return bad_request(f"can't parse BotCommandScope: {why}")


def _command(given: Any) -> JSON:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    command, description = given.get("command"), given.get("description")
    if not isinstance(command, str) or not COMMAND.fullmatch(command.removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= len(description) <= LONGEST_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command.removeprefix("/"), "description": description}
