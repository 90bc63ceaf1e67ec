"""getUpdates: a long poll, of which there is only ever one."""

import asyncio

from bot.sandbox.bot_account import allow_updates
from bot.sandbox.messages import JSON
from bot.sandbox.params import Params
from bot.sandbox.refusals import conflict
from bot.sandbox.world import World

MOST_SECONDS = 50
MOST_UPDATES = 100
GATHER = 0.001  # seconds that Telegram, too, goes on collecting once there is something: bursts arrive together


class Polling:
    """The one poll that counts. A new one ends the one that waits."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._current: object = None

    async def get_updates(self, params: Params) -> list[JSON]:
        """Return the updates that wait, or wait for some.

        Raises RefusedError if a webhook is set, or another poll takes the place of this one.
        """
        world, updates = self._world, self._world.updates
        if world.webhook.url:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        mine = self._current = object()
        updates.bell.ring()
        allow_updates(world, params)
        updates.confirm(params.integer("offset"))
        limit = min(max(params.integer("limit", MOST_UPDATES), 1), MOST_UPDATES)
        if not updates and (seconds := min(params.integer("timeout"), MOST_SECONDS)) > 0:
            await updates.bell.wait_until(lambda: len(updates) > 0 or self._is_over(mine), seconds)
            if updates and not self._is_over(mine):
                await asyncio.sleep(GATHER)
        self._refuse_if_over(mine)
        return updates.first(limit)

    def _is_over(self, mine: object) -> bool:
        return self._current is not mine or bool(self._world.webhook.url)

    def _refuse_if_over(self, mine: object) -> None:
        if self._world.webhook.url:
            raise conflict("terminated by setWebhook request")
        if self._current is not mine:
            raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
