"""One person's hands and eyes, over HTTP as the page has them. Knows no dialogue and nothing of the bot's inside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tests.sandbox.driver import Answer, Sandbox

PATIENCE = 15.0  # seconds for what the bot should do; nothing waits so long unless something is broken
LOOK_EVERY = 0.005  # seconds


class Person:
    """Hears the bot's messages in their order: what was heard once, and all before it, is not heard again."""

    def __init__(self, sandbox: Sandbox, chat_id: int) -> None:
        self.sandbox = sandbox
        self.id = chat_id
        self._heard = 0

    async def says(self, *texts: str) -> list[int]:
        """The ids of the messages, of which a long text makes several."""
        return [i for text in texts for i in (await self.does("send", text=text))["message_ids"]]

    async def does(self, act: str, **body: Any) -> Answer:
        return await self.sandbox.post(f"chats/{self.id}/{act}", **body)

    async def hears(self, words: str) -> Answer:
        """The next message of the bot's that has these words in it."""

        def heard(chat: Answer) -> Answer | None:
            return next((m for m in self._new(chat) if words in m["text"]), None)

        message: Answer = await self.sees(heard, lambda chat: f"heard {[m['text'] for m in self._new(chat)]}")
        self._heard = message["id"]
        return message

    async def shown(self, words: str) -> Answer:
        """The newest message that has these words in it, edited or not."""
        message: Answer = await self.sees(
            lambda chat: next((m for m in bottom_up(chat) if m["from"] == "bot" and words in m["text"]), None)
        )
        return message

    async def changed(self, message: Answer) -> Answer:
        """The same message, with other words in it."""

        def other(chat: Answer) -> Answer | None:
            return next(
                (m for m in chat["messages"] if m["id"] == message["id"] and m["text"] != message["text"]), None
            )

        found: Answer = await self.sees(other)
        return found

    async def taps(self, label: str) -> str:
        """Taps the newest button of that name; what the bot says to it, most often nothing."""
        message: Answer = await self.sees(lambda chat: next((m for m in bottom_up(chat) if label in labels(m)), None))
        data = next(b["data"] for row in message["buttons"] for b in row if b["text"] == label)
        return await self.taps_data(message["id"], data)

    async def taps_data(self, message_id: int, data: str) -> str:
        tapped = await self.does("tap", message_id=message_id, data=data, wait=PATIENCE)
        assert tapped["answer"] is not None, "the tap was not answered"
        return str(tapped["answer"]["text"])

    async def sees(
        self, so: Callable[[Answer], Any], else_: Callable[[Answer], str] = lambda chat: str(spoken(chat))
    ) -> Any:
        """What `so` finds in the chat, as soon as it finds anything."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + PATIENCE
        chat = await self.chat()
        while not (found := so(chat)):
            left = deadline - clock()
            assert left > 0, else_(chat)
            chat = await self.sandbox.get(f"chats/{self.id}?after={chat['revision']}&wait={left}")
        return found

    async def chat(self) -> Answer:
        return await self.sandbox.chat(self.id)

    async def message(self, message_id: int) -> Answer:
        return next(m for m in (await self.chat())["messages"] if m["id"] == message_id)

    async def counts(self, words: str) -> int:
        """How many messages of the bot's in the chat have these words in them."""
        return sum(words in text for text in spoken(await self.chat()))

    def _new(self, chat: Answer) -> list[Answer]:
        return [m for m in chat["messages"] if m["from"] == "bot" and m["id"] > self._heard]


async def until(so: Callable[[], Any]) -> None:
    """For what no long poll tells of: looks until it is so, and not for longer than PATIENCE."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + PATIENCE
    while not so():
        assert clock() < deadline, "it did not come about"
        await asyncio.sleep(LOOK_EVERY)


def spoken(chat: Answer) -> list[str]:
    """All that the bot has said in the chat, oldest first."""
    return [m["text"] for m in chat["messages"] if m["from"] == "bot"]


def labels(message: Answer) -> list[str]:
    return [button["text"] for row in message["buttons"] for button in row]


def bottom_up(chat: Answer) -> list[Answer]:
    return list(reversed(chat["messages"]))
