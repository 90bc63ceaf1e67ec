"""The sandbox's world: people, chats, messages and what waits for the bot. In memory, and without HTTP.

The bot acts in it by `bot_*.py`, the person by `person_side.py`.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.sandbox.bell import Bell
from bot.sandbox.callbacks import Taps
from bot.sandbox.chats import Chat, Person
from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.files import FileStore
from bot.sandbox.ids import Ids
from bot.sandbox.messages import JSON, Message
from bot.sandbox.refusals import PersonSideError
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import WebhookRegistration
from bot.sandbox.world_file import SavedWorld, WorldFile

FIRST_NAME = "Alex"
MOST_CALLS = 20_000  # remembered; the oldest go first


@dataclass(frozen=True, kw_only=True)
class BotAccount:
    """The bot as a Telegram user."""

    id: int
    name: str
    username: str

    def as_user(self) -> JSON:
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}


class World:
    """Everything that the bot and the people share."""

    def __init__(self, *, directory: Path | None, bot: BotAccount, real_now: Callable[[], datetime]) -> None:
        self._file = WorldFile(directory)
        kept = self._file.load()
        self.bot = bot
        self.clock = SandboxClock(real_now, kept.clock_offset)
        self.ids = Ids(kept.counters, self.save)
        self.people = {person.id: person for person in kept.people}
        self.chats: dict[int, Chat] = {}
        self.updates = UpdateQueue(self.clock.now)
        self.taps = Taps()
        self.files = FileStore()
        self.faults = Faults()
        self.calls: deque[JSON] = deque(maxlen=MOST_CALLS)
        self.commands: dict[tuple[str, str], list[JSON]] = {}
        self.webhook = WebhookRegistration()
        self.topics = False  # whether people may divide their chat into topics: a setting of the bot's, at its maker's
        self.state_revision = 0
        self.bell = Bell()  # for what is not of one chat: people, commands, the clock
        for person in self.people.values():
            self._open_private_chat(person)
        if not self.people:
            self.add_person(FIRST_NAME)

    def save(self) -> None:
        people = list(self.people.values())
        self._file.save(SavedWorld(counters=self.ids.reserved, people=people, clock_offset=self.clock.offset))

    def close(self) -> None:
        self.ids.release()
        self.save()

    def changed(self) -> None:
        """Wake the readers of all chats, since something changed that is of no one chat."""
        self.state_revision += 1
        self.bell.ring()
        for chat in self.chats.values():
            chat.bell.ring()

    def move_clock(self, move: Callable[[SandboxClock], None]) -> None:
        move(self.clock)
        self.save()
        self.changed()

    def add_person(self, name: str, language_code: str = "en") -> Person:
        person = Person(id=self.ids.take("person"), name=name, language_code=language_code)
        self.people[person.id] = person
        self._open_private_chat(person)
        self.save()
        self.changed()
        return person

    def add_group(self, title: str, member: Person) -> Chat:
        chat_id = -self.ids.take("group")
        chat = Chat(id=chat_id, kind="group", title=title, members=[member.id])
        self.chats[chat_id] = chat
        return chat

    def person(self, person_id: int) -> Person:
        person = self.people.get(person_id)
        if person is None:
            raise PersonSideError("There is no such person.", 404)
        return person

    def first_person(self) -> Person:
        return next(iter(self.people.values()))

    def chat(self, chat_id: int) -> Chat:
        chat = self.chats.get(chat_id)
        if chat is None:
            raise PersonSideError("There is no such chat.", 404)
        return chat

    def next_message_id(self) -> int:
        return self.ids.take("message")

    def tell_bot(self, kind: str, content: JSON) -> None:
        """Add an update for the bot, unless it has said that it wants none of this kind."""
        if self.updates.wants(kind):
            update_id = self.ids.take("update")
            self.updates.add(update_id, {"update_id": update_id, kind: content})

    def add_raw_update(self, body: JSON) -> int:
        """Add an update of any shape and return its id. If it has an id of its own, later ids go on from there."""
        update_id = body.get("update_id")
        if type(update_id) is not int:
            update_id = self.ids.take("update")
        else:
            self.ids.advance("update", update_id + 1)
        self.updates.add(update_id, {"update_id": update_id} | body)
        return update_id

    def show(self, chat: Chat, message: Message) -> None:
        """Add a new message to a chat. Whoever was typing there no longer is."""
        self.end_action(chat)
        chat.add(message)

    def end_action(self, chat: Chat) -> None:
        if chat.stop_action is not None:
            chat.stop_action()
        if chat.action is not None:
            chat.action = chat.stop_action = None
            chat.changed()

    def commands_for_people(self) -> list[JSON]:
        for scope in ("all_private_chats", "default"):
            if (scope, "") in self.commands:
                return self.commands[scope, ""]
        return []

    def _open_private_chat(self, person: Person) -> None:
        self.chats[person.id] = Chat(id=person.id, kind="private", title=person.name, members=[person.id])
