"""Shows people their reflections again, newest first, in pages. Reads the journal and changes nothing in it.

Pages are counted from the answer that was the newest when the first page was shown, so that turning pages never skips
one. A reflection that is longer than a page goes on on the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.dialogue.buttons import history_button, voice_button
from bot.dialogue.cutting import cut
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import Button, Buttons, EditMessage, PlayVoice, SendMessage, SendVoice, ShowHistory
from bot.dialogue.phrases import PhraseKey, phrase_key
from bot.dialogue.session import Session
from bot.dialogue.words import Entity, Message, Style, utf16_length
from bot.practice.zones import local_time
from bot.storage import answers
from bot.storage.answers import Reflection
from bot.storage.database import Transaction

PAGE_UNITS = 3000  # UTF-16; Telegram takes 4,096, and the title needs room
_MOST_ON_PAGE = 5
_READ_AT_ONCE = 50


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A reflection, or as much of a long one as fits on a page."""

    reflection: Reflection
    entry: Message
    first: bool
    goes_on: bool


Page = tuple[Leaf, ...]


def history(
    tx: Transaction, person_id: int, order: ShowHistory, dialogues: Dialogues, session: Session
) -> SendMessage | EditMessage:
    """Return the page that was asked for, as a new message or as an edit of the page that is there."""
    entries = ((r, _entry(r, dialogues, session)) for r in _all(tx, person_id, order.anchor))
    pages = list(_pages(entries))
    if not pages:
        return SendMessage(message=dialogues.phrase("history_put_away" if session.sealed else "history_empty"))
    number = min(order.page, len(pages) - 1)
    anchor = order.anchor if order.anchor is not None else pages[0][0].reflection.number
    message = _message(pages[number], number, len(pages), dialogues)
    buttons = (
        *_voice_rows(pages[number], order, dialogues),
        *_turning_rows(order, anchor, number, len(pages), dialogues),
    )
    if order.edit:
        return EditMessage(label=order.label, message=message, buttons=buttons)
    return SendMessage(label=order.label, message=message, buttons=buttons)


def voice(tx: Transaction, person_id: int, order: PlayVoice, dialogues: Dialogues) -> SendVoice | None:
    """Return an order to send the voice note of an answer; None if there is none."""
    found = answers.page(tx, person_id, order.number + 1, 1)
    if not found or found[0].number != order.number or order.position >= len(found[0].parts):
        return None
    file_id = found[0].parts[order.position].voice
    return SendVoice(file_id=file_id, otherwise=dialogues.phrase("voice_not_played")) if file_id else None


def _pages(entries: Iterable[tuple[Reflection, Message]]) -> Iterator[Page]:
    page: list[Leaf] = []
    size = 0
    for leaf in _leaves(entries):
        units = utf16_length(leaf.entry.text)
        if page and (size + units > PAGE_UNITS or len(page) == _MOST_ON_PAGE):
            yield tuple(page)
            page, size = [], 0
        page.append(leaf)
        size += units
    if page:
        yield tuple(page)


def _leaves(entries: Iterable[tuple[Reflection, Message]]) -> Iterator[Leaf]:
    for reflection, entry in entries:
        *before, last = cut(entry, PAGE_UNITS)
        for piece in before:
            yield Leaf(reflection=reflection, entry=piece, first=piece is before[0], goes_on=True)
        yield Leaf(reflection=reflection, entry=last, first=not before, goes_on=False)


def _all(tx: Transaction, person_id: int, anchor: int | None) -> Iterator[Reflection]:
    before = None if anchor is None else anchor + 1
    while found := answers.page(tx, person_id, before, _READ_AT_ONCE):
        yield from found
        before = found[-1].number


def _message(page: Page, number: int, of: int, dialogues: Dialogues) -> Message:
    message = dialogues.phrase("history_title", page=str(number + 1), pages=str(of))
    for leaf in page:
        message = message.then(leaf.entry)
        if leaf.goes_on:
            message = message.then(_styled(dialogues.phrase("history_goes_on").text, Style.ITALIC))
    return message


def _entry(reflection: Reflection, dialogues: Dialogues, session: Session) -> Message:
    """Return the time on the clock of the place where it was written, the question as it was asked, and the words."""
    zone = reflection.zone or session.profile.zone
    at = local_time(zone or "UTC", reflection.at)
    month = dialogues.phrase(phrase_key(f"month_{at.month}")).text
    when = dialogues.phrase("history_when", day=str(at.day), month=month, year=str(at.year), time=f"{at:%H:%M}").text
    when += "" if zone else " UTC"
    heading = _styled(when, Style.ITALIC).then(_styled(reflection.question, Style.BOLD), "\n")
    voice = dialogues.label("history_voice")
    words = "\n".join(part.words if part.words is not None else f"({voice})" for part in reflection.parts)
    return heading.then(Message(text=words), "\n")


def _styled(text: str, style: Style) -> Message:
    length = utf16_length(text)
    return Message(text=text, entities=(Entity(style=style, offset=0, length=length),) if length else ())


def _voice_rows(page: Page, order: ShowHistory, dialogues: Dialogues) -> Buttons:
    label = dialogues.label("button_play")
    return tuple(
        (voice_button(order.key, label, number=leaf.reflection.number, position=position),)
        for leaf in page
        if leaf.first
        for position, part in enumerate(leaf.reflection.parts)
        if part.voice
    )


def _turning_rows(order: ShowHistory, anchor: int, number: int, of: int, dialogues: Dialogues) -> Buttons:
    def turning(phrase: PhraseKey, page: int) -> Button:
        label = dialogues.label(phrase)
        return history_button(order.key, label, shown=order.label, anchor=anchor, page=page)

    row = [turning("button_newer", number - 1)] if number > 0 else []
    row += [turning("button_older", number + 1)] if number < of - 1 else []
    return (tuple(row),) if row else ()
