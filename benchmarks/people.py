"""The people of the benchmark, and Telegram, which is the sandbox's: both live in the driver's process.

Each writes, waits for the bot's reply, and writes again. Their words are the same for every bot, and so are the words
they must get: a bot that is fast because it says something else does not count.
"""

from __future__ import annotations

import asyncio
import time

from bot.sandbox.chats import Chat, Person
from bot.sandbox.person_side import PersonSide
from bot.sandbox.world import World
from bot.sandbox.world_file import FIRST_PERSON

TOKEN = "1001001:opens-nothing-but-the-server-of-this-benchmark"
DIALOGUE = "talk"  # dialogues/talk.yaml, which holds the same words for this bot
QUESTIONS = (
    "What has been on your mind today?",
    "Where in your body do you notice it?",
    "What would you like to say to it?",
    "What will you take with you from here?",
)
LAST_WORDS = "Thank you. That was all."

_OPENING = f"/start {DIALOGUE}"
_ANSWERS = (
    "I keep going back to a talk with my brother that ended badly",
    "Mostly in the chest, and a little in the throat when I think of it",
    "That it is allowed to be there and that I am listening now",
    "That I can call him tomorrow and begin again more slowly",
)
TURNS = len(_ANSWERS)
_PATIENCE = 60.0  # seconds for one reply


class UnansweredError(Exception):
    """Somebody did not get exactly the replies that they should have."""


def ids(count: int) -> range:
    """The ids of that many people, which the sandbox gives out one after the other."""
    return range(FIRST_PERSON, FIRST_PERSON + count)


class Crowd:
    """Everybody at once: nobody waits for anyone but the bot."""

    def __init__(self, world: World, count: int) -> None:
        for number in range(len(world.people), count):
            world.add_person(f"Person {number}")
        self._people = [world.people[id] for id in ids(count)]
        self._world = world
        self._side = PersonSide(world)

    async def open(self) -> None:
        """One turn each to begin with; it also warms the bot up."""
        await self._all((_OPENING,))

    async def talk(self) -> float:
        """The turns that are measured; the seconds from the first word to the last reply."""
        began = time.monotonic()
        await self._all(_ANSWERS)
        return time.monotonic() - began

    def check(self) -> None:
        """Each chat holds the whole talk, and every reply in it once."""
        said = [_OPENING, *(text for pair in zip(QUESTIONS, _ANSWERS, strict=True) for text in pair), LAST_WORDS]
        for person in self._people:
            heard = [message.text for message in self._chat(person).messages.values()]
            if heard != said:
                counted = f"{len(heard)} messages instead of {len(said)}" if len(heard) != len(said) else "other words"
                raise UnansweredError(f"Person {person.id} did not get each reply once: {counted}.")

    async def _all(self, texts: tuple[str, ...]) -> None:
        await asyncio.gather(*(self._say(person, texts) for person in self._people))

    async def _say(self, person: Person, texts: tuple[str, ...]) -> None:
        for text in texts:
            self._side.send(self._chat(person), person, text, None)
            await _replied(self._chat(person))

    def _chat(self, person: Person) -> Chat:
        return self._world.chats[person.id]


async def _replied(chat: Chat) -> None:
    so_far = len(chat.messages)
    await chat.bell.wait_until(lambda: len(chat.messages) > so_far, _PATIENCE)
    if len(chat.messages) == so_far:
        raise UnansweredError(f"Person {chat.id} waited {_PATIENCE:g} s for a reply.")
