"""What a person does in their chat, as their own Telegram app would tell the bot. HTTP is in person_http.py."""

from typing import Any

from bot.sandbox import samples
from bot.sandbox.callbacks import Tap
from bot.sandbox.chats import Chat, Person
from bot.sandbox.entities import checked
from bot.sandbox.membership import tell_membership
from bot.sandbox.messages import Message
from bot.sandbox.params import Upload
from bot.sandbox.refusals import PersonSideError
from bot.sandbox.wording import LONGEST_TEXT, is_seen, parts, units
from bot.sandbox.world import World


class PersonSide:
    """The person's hands in the world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def send(self, chat: Chat, author: Person, text: str, reply_to: int | None) -> list[int]:
        """A text too long for one message goes out in parts, as a client sends it."""
        if not is_seen(text):
            raise PersonSideError("A message needs text that can be seen.")
        pieces = parts(text)
        replied = self._message(chat, reply_to) if reply_to is not None else None
        return [self._say(chat, author, replied_to=replied, **_text(piece)) for piece in pieces]

    def edit(self, chat: Chat, author: Person, message_id: int, text: str) -> int:
        message = self._message(chat, message_id)
        if message.sender["id"] != author.id:
            raise PersonSideError("Only one's own messages can be edited.")
        if message.kind != "text":
            raise PersonSideError("Only texts can be edited.")
        content = _text(text)
        if not is_seen(content["text"]) or units(content["text"]) > LONGEST_TEXT:
            raise PersonSideError(f"An edited message needs 1 to {LONGEST_TEXT} characters of text.")
        message.text, message.entities = content["text"], content["entities"]
        message.edited_at = self._world.clock.now()
        chat.changed()
        self._tell(chat, author, "edited_message", message)
        return message.id

    def tap(self, chat: Chat, author: Person, message_id: int, data: str) -> Tap:
        message = self._message(chat, message_id)
        if not message.by_bot:
            raise PersonSideError("Only the bot's messages have buttons.")
        self._refuse_blocked(author)
        tap = Tap(id=str(self._world.ids.take("tap")), chat_id=chat.id, tapped_at=self._world.clock.now())
        self._world.taps.add(tap)
        if not chat.left:
            self._world.tell_bot(
                "callback_query",
                {
                    "id": tap.id,
                    "from": author.as_user(),
                    "message": message.as_telegram(),
                    "chat_instance": str(chat.id),
                    "data": data,
                },
            )
        return tap

    def voice(self, chat: Chat, author: Person, seconds: int, upload: Upload | None) -> list[int]:
        sent = upload or Upload(name="voice.oga", mime="audio/ogg", content=samples.voice(seconds))
        file = self._world.files.keep(kind="voice", name=sent.name, mime=sent.mime, content=sent.content)
        return [self._say(chat, author, kind="voice", file=file, seconds=seconds)]

    def sticker(self, chat: Chat, author: Person, emoji: str) -> list[int]:
        content = samples.sticker(emoji)
        file = self._world.files.keep(kind="sticker", name="sticker.webp", mime="image/webp", content=content)
        return [self._say(chat, author, kind="sticker", file=file, emoji=emoji)]

    def photo(self, chat: Chat, author: Person) -> list[int]:
        file = self._world.files.keep(kind="photo", name="photo.png", mime="image/png", content=samples.picture())
        return [self._say(chat, author, kind="photo", file=file)]

    def contact(self, chat: Chat, author: Person) -> list[int]:
        return [self._say(chat, author, kind="contact")]

    def block(self, chat: Chat, *, blocked: bool) -> None:
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

    def found_group(self, title: str, founder: Person) -> Chat:
        chat = self._world.add_group(title, founder)
        tell_membership(self._world, chat, founder.as_user(), was="left", now="member")
        return chat

    def _say(self, chat: Chat, author: Person, **content: Any) -> int:
        self._refuse_blocked(author)
        message = Message(
            id=self._world.next_message_id(),
            chat=chat.as_telegram(),
            sender=author.as_user(),
            sent_at=self._world.clock.now(),
            **content,
        )
        if chat.kind == "private" and not author.started:
            author.started = True
            self._world.save()
        chat.add(message)
        self._tell(chat, author, "message", message)
        return message.id

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


def _text(text: str) -> dict[str, Any]:
    kept, entities = checked(text, None)
    return {"kind": "text", "text": kept, "entities": entities}
