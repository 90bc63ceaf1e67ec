"""The methods about the bot itself: who it is, chats, files, webhook. Those about its commands: `bot_commands.py`."""

from bot.sandbox.bot_access import joined_chat, known_chat
from bot.sandbox.membership import tell_membership
from bot.sandbox.messages import JSON
from bot.sandbox.params import Params
from bot.sandbox.refusals import bad_request
from bot.sandbox.webhook import MOST_ASKED, MOST_CONNECTIONS, WebhookRegistration, refuse_bad_secret, refuse_bad_url
from bot.sandbox.world import World


def get_me(world: World, params: Params) -> JSON:
    can = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    can |= {"can_connect_to_business": False, "has_main_web_app": False, "has_topics_enabled": world.topics}
    return world.bot.as_user() | can


def get_chat(world: World, params: Params) -> JSON:
    can = {"unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False, "premium_subscription": False}
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": can | {"gifts_from_channels": False}}
    return known_chat(world, params).as_telegram() | full


def leave_chat(world: World, params: Params) -> bool:
    chat = joined_chat(world, params)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.left = True
    chat.changed()
    tell_membership(world, chat, world.bot.as_user(), was="member", now="left")
    return True


def get_file(world: World, params: Params) -> JSON:
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = world.files.get(file_id)
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return file.as_telegram() | {"file_path": file.path}


def set_webhook(world: World, params: Params) -> bool:
    url = params.text("url")
    if not url:
        return delete_webhook(world, params)
    refuse_bad_url(url)
    secret = params.text("secret_token")
    refuse_bad_secret(secret)
    connections = params.integer("max_connections", MOST_CONNECTIONS)
    world.webhook = WebhookRegistration(url=url, secret=secret, max_connections=min(max(connections, 1), MOST_ASKED))
    allow_updates(world, params)
    _webhook_changed(world, params)
    return True


def delete_webhook(world: World, params: Params) -> bool:
    world.webhook = WebhookRegistration()
    _webhook_changed(world, params)
    return True


def get_webhook_info(world: World, params: Params) -> JSON:
    return world.webhook.as_telegram(len(world.updates), world.updates.allowed)


def allow_updates(world: World, params: Params) -> None:
    """Change which kinds of updates the bot wants. Without any nothing changes; an empty list means the usual ones."""
    kinds = params.parsed("allowed_updates", "allowed updates")
    if isinstance(kinds, list):
        world.updates.allow(map(str, kinds))


def _webhook_changed(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    world.updates.bell.ring()
