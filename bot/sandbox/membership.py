"""The update that tells a bot about its place in a chat: blocked and unblocked, added and removed."""

from bot.sandbox.chats import Chat
from bot.sandbox.messages import JSON
from bot.sandbox.world import World


def tell_membership(world: World, chat: Chat, by: JSON, *, was: str, now: str) -> None:
    """Tell the bot that its place in a chat changed."""
    content = {
        "chat": chat.as_telegram(),
        "from": by,
        "date": int(world.clock.now().timestamp()),
        "old_chat_member": _member(world, was),
        "new_chat_member": _member(world, now),
    }
    world.tell_bot("my_chat_member", content)


def _member(world: World, status: str) -> JSON:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"user": world.bot.as_user(), "status": status, **until}
