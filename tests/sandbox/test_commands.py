"""The bot's commands: for whom, in which language, and what is refused."""

from typing import Any

import pytest

from tests.sandbox.driver import ALEX, Sandbox

GROUP = -1
BREATHE = [{"command": "breathe", "description": "Breathe"}]


@pytest.mark.parametrize(
    "scope",
    [
        {"type": "default"},
        {"type": "all_private_chats"},
        {"type": "all_group_chats"},
        {"type": "all_chat_administrators"},
        {"type": "chat", "chat_id": ALEX},
        {"type": "chat_administrators", "chat_id": GROUP},
        {"type": "chat_member", "chat_id": GROUP, "user_id": ALEX},
    ],
    ids=lambda scope: scope["type"],
)
async def test_each_scope_has_its_own_commands(sandbox: Sandbox, scope: dict[str, Any]) -> None:
    assert (await sandbox.post("groups", title="Circle", member=ALEX))["id"] == GROUP
    await sandbox.call("setMyCommands", commands=BREATHE, scope=scope, language_code="de")
    assert await sandbox.call("getMyCommands", scope=scope, language_code="de") == BREATHE
    assert await sandbox.call("getMyCommands", scope=scope) == []
    assert await sandbox.call("setMyCommands", scope=scope, language_code="de")  # none are an empty list
    assert await sandbox.call("getMyCommands", scope=scope, language_code="de") == []


@pytest.mark.parametrize("method", ["setMyCommands", "getMyCommands"])
@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"scope": {"type": "everybody"}}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"scope": {}}, "can't parse BotCommandScope: Can't find field \"type\""),
        ({"scope": {"type": []}}, 'can\'t parse BotCommandScope: Field "type" must be of type String'),
        ({"scope": []}, "can't parse BotCommandScope: BotCommandScope must be an Object"),
        ({"scope": "{"}, "can't parse BotCommandScope JSON object"),
        ({"scope": {"type": "chat"}}, "can't parse BotCommandScope: Can't find field \"chat_id\""),
        ({"scope": {"type": "chat", "chat_id": ""}}, "can't parse BotCommandScope: Empty chat_id specified"),
        ({"scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ({"scope": {"type": "chat_administrators", "chat_id": "@nobody"}}, "chat not found"),
        ({"scope": {"type": "chat_administrators", "chat_id": ALEX}}, "can't use specified scope in private chats"),
        (
            {"scope": {"type": "chat_member", "chat_id": ALEX}},
            "can't parse BotCommandScope: Can't find field \"user_id\"",
        ),
        (
            {"scope": {"type": "chat_member", "chat_id": ALEX, "user_id": 0}},
            "can't parse BotCommandScope: Invalid user_id specified",
        ),
        ({"language_code": "english"}, "invalid language code specified"),
        ({"language_code": "pt-BR"}, "invalid language code specified"),
        ({"language_code": "DE"}, "invalid language code specified"),
        ({"language_code": "d"}, "invalid language code specified"),
    ],
    ids=str,
)
async def test_a_scope_or_language_that_telegram_does_not_know_is_refused(
    sandbox: Sandbox, method: str, params: dict[str, Any], words: str
) -> None:
    assert await sandbox.refusal(method, commands=BREATHE, **params) == f"400 Bad Request: {words}"
