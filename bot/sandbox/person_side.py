"""What a person does in their chat, as their own Telegram app would tell the bot.

`person_media.py` has what they send besides words, `person_http.py` the HTTP.
"""

from typing import Any

from bot.sandbox.callbacks import Tap
from bot.sandbox.chats import Chat, Person
from bot.sandbox.entities import checked
from bot.sandbox.membership import tell_membership
from bot.sandbox.message_content import WITH_CAPTION
from bot.sandbox.messages import JSON, Message
from bot.sandbox.refusals import PersonSideError
from bot.sandbox.wording import LONGEST_CAPTION, LONGEST_TEXT, is_seen, parts, units
from bot.sandbox.world import World


class PersonSide:
    """What a person can do in the world. What makes no sense raises PersonSideError."""

    def __init__(self, world: World) -> None:
        self._world = world

    def send(self, chat: Chat, author: Person, text: str, reply_to: int | None, thread: int | None = None) -> list[int]:
        """Send a text, in parts if it is too long for one message, as a client does. Return the ids of the messages."""
        if not is_seen(text):
            raise PersonSideError("A message needs text that can be seen.")
        replied = self._message(chat, reply_to) if reply_to is not None else None
        pieces = [{"kind": "text", **worded(piece)} for piece in parts(text)]
        return [self.say(chat, author, thread, replied_to=replied, **piece) for piece in pieces]

    def edit(self, chat: Chat, author: Person, message_id: int, text: str) -> int:
        """Change the words of a text, or change or remove a caption. Return the message's id."""
        message = self._message(chat, message_id)
        if message.sender["id"] != author.id:
            raise PersonSideError("Only one's own messages can be edited.")
        if message.kind in WITH_CAPTION:
            changed = captioned(text)
        elif message.kind == "text":
            changed = worded(text)
            if not is_seen(changed["text"]) or units(changed["text"]) > LONGEST_TEXT:
                raise PersonSideError(f"An edited message needs 1 to {LONGEST_TEXT} characters of text.")
        else:
            raise PersonSideError("Only texts and captions can be edited.")
        message.text, message.entities = changed["text"], changed["entities"]
        message.edited_at = self._world.clock.now()
        chat.changed()
        self._tell(chat, author, "edited_message", message)
        return message.id

    def tap(self, chat: Chat, author: Person, message_id: int, data: str) -> Tap:
        """Tap a button, even on a message that is gone meanwhile: the bot then hears of one that it cannot reach."""
        gone = chat.removed.get(message_id)
        message = gone or self._message(chat, message_id)
        if not message.by_bot:
            raise PersonSideError("Only the bot's messages have buttons.")
        self._refuse_blocked(author)
        tap = Tap(id=str(self._world.ids.take("tap")), chat_id=chat.id, tapped_at=self._world.clock.now())
        self._world.taps.add(tap)
        if not chat.left:
            told = message.as_inaccessible() if gone else message.as_telegram()
            self._world.tell_bot("callback_query", _query(tap, author, told, data))
        return tap

    def block(self, chat: Chat, *, blocked: bool) -> None:
        """Block or unblock the bot."""
        if chat.kind != "private":
            raise PersonSideError("A person blocks the bot in their private chat.")
        person = self._world.people[chat.id]
        if person.blocked == blocked:
            return
        person.blocked = blocked
        self._world.save()
        self._world.changed()
        chat.changed()
        was, now = ("member", "kicked") if blocked else ("kicked", "member")
        tell_membership(self._world, chat, person.as_user(), was=was, now=now)

    def refuse_voices(self, chat: Chat, *, refused: bool) -> None:
        """Refuse voice notes, or take them again. The bot is not told, and learns of it when it sends one."""
        if chat.kind != "private":
            raise PersonSideError("A person refuses voice notes in their private chat.")
        self._world.people[chat.id].voices_refused = refused
        self._world.save()

    def found_group(self, title: str, founder: Person) -> Chat:
        """Make a group with the bot in it."""
        chat = self._world.add_group(title, founder)
        tell_membership(self._world, chat, founder.as_user(), was="left", now="member")
        return chat

    def say(self, chat: Chat, author: Person, thread: int | None, **content: Any) -> int:
        """Send a message of this content and return its id. The first message of a new topic opens it."""
        self._refuse_blocked(author)
        if thread is not None:
            self._open(chat, thread)
        message = Message(
            id=self._world.next_message_id(),
            chat=chat.as_telegram(),
            sender=author.as_user(),
            sent_at=self._world.clock.now(),
            thread=thread,
            **content,
        )
        if chat.kind == "private" and not author.started:
            author.started = True
            self._world.save()
        chat.add(message)
        self._tell(chat, author, "message", message)
        return message.id

    def _open(self, chat: Chat, thread: int) -> None:
        if chat.kind != "private" or not self._world.topics:
            raise PersonSideError("This chat has no topics.")
        if thread < 1:
            raise PersonSideError("A topic has a number above zero.")
        chat.threads.add(thread)

    def _tell(self, chat: Chat, author: Person, kind: str, message: Message) -> None:
        if not chat.left and not author.blocked:
            self._world.tell_bot(kind, message.as_telegram())

    def _message(self, chat: Chat, message_id: int) -> Message:
        message = chat.messages.get(message_id)
        if message is None:
            raise PersonSideError("There is no such message in this chat.", 404)
        return message

    def _refuse_blocked(self, author: Person) -> None:
        if author.blocked:
            raise PersonSideError(f"{author.name} has blocked the bot: unblock it first.")


def worded(text: str) -> dict[str, Any]:
    """Return the words of a message as Telegram keeps them."""
    kept, entities = checked(text, None)
    return {"text": kept, "entities": entities}


def captioned(text: str) -> dict[str, Any]:
    """Return the words below a file; none if nothing in them can be seen.

    Raises PersonSideError if they are too long.
    """
    said = worded(text if is_seen(text) else "")
    if units(said["text"]) > LONGEST_CAPTION:
        raise PersonSideError(f"A caption has at most {LONGEST_CAPTION} characters.")
    return said


def _query(tap: Tap, author: Person, message: JSON, data: str) -> JSON:
    user, instance = author.as_user(), str(tap.chat_id)
    return {"id": tap.id, "from": user, "message": message, "chat_instance": instance, "data": data}
