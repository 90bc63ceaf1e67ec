import json
from typing import Any

import pytest

from bot.adapters.telegram_in import read
from bot.dialogue.inputs import (
    AnswerEdited,
    ChoicePressed,
    CommandReceived,
    OtherReceived,
    TextReceived,
    VoiceReceived,
)
from bot.services.arrivals import Arrival, Blocked, GroupSeen, Ignored, Unblocked, Unreadable

ANNA = 7
PERSON = {"id": ANNA, "is_bot": False, "first_name": "CANARY"}
PRIVATE = {"id": ANNA, "type": "private", "first_name": "CANARY"}
GROUP = {"id": -100, "type": "supergroup", "title": "Us"}
CHANNEL = {"id": -200, "type": "channel", "title": "News"}
FILE = {"file_id": "AwAC", "file_unique_id": "u"}
PHOTO = [FILE | {"width": 1, "height": 1}]


CHECKLIST = {"title": "For tonight", "tasks": [{"id": 1, "text": "I want to"}, {"id": 2, "text": "say it"}]}
VENUE = {
    "location": {"longitude": 1.0, "latitude": 2.0},
    "title": "The bridge",
    "address": "At the river",
}
POLL = {  # as a server of some years ago tells it
    "id": "1",
    "question": "Shall I?",
    "options": [{"text": "Yes", "voter_count": 0}, {"text": "No", "voter_count": 0}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "quiz",
    "allows_multiple_answers": False,
    "explanation": "Because",
}


def message(chat: dict[str, Any] = PRIVATE, **fields: Any) -> dict[str, Any]:
    return {"message_id": 50, "date": 1772354000, "chat": chat, "from": PERSON, **fields}


def update(kind: str, body: object) -> dict[str, Any]:
    return {"update_id": 900, kind: body}


def text(words: str, **fields: Any) -> dict[str, Any]:
    return update("message", message(text=words, **fields))


def press(**fields: Any) -> dict[str, Any]:
    return update("callback_query", {"id": "55", "from": PERSON, "chat_instance": "1", **fields})


def membership(chat: dict[str, Any], status: str) -> dict[str, Any]:
    def member(status: str) -> dict[str, Any]:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": {"id": 42, "is_bot": True, "first_name": "Coach"}, "status": status, **until}

    change = {"chat": chat, "from": PERSON, "date": 1772354000, "old_chat_member": member("left")}
    return update("my_chat_member", change | {"new_chat_member": member(status)})


def arrived(what: object) -> Arrival:
    return Arrival(update_id=900, person_id=ANNA, what=what, raw=str)  # type: ignore[arg-type]  # any of them


def of_nobody(what: GroupSeen | Ignored) -> Arrival:
    return Arrival(update_id=900, what=what, raw=str)


IGNORED = of_nobody(Ignored())


# Text and commands


@pytest.mark.parametrize(
    "words",
    [
        "<b>bold</b> &amp; _*[`](x)",
        "\\ back \\n slash",
        "\u202eright to left\u202c",
        "\U0001f33f" * 2048,
        "e\u0301 and \u00e9, \ufeff and \u200d",
        "  spaces around \n\n",
        "half past /start",
        "/ not a command",
        "/9 of them were kind",
        "/and/or",
        "/\u043f\u0440\u0438\u0432\u0435\u0442",
        "/stop\u0430",
    ],
)
def test_text_arrives_exactly_as_written(words: str) -> None:  # fault 24
    assert read(text(words)) == arrived(TextReceived(text=words, message_id=50))


@pytest.mark.parametrize(
    ("words", "safe"),
    [("a\0b", "a b"), ("\ud83d", "\ufffd"), ("\udf3f\ud83d x", "\ufffd\ufffd x"), ("\ud83c\udf3f", "🌿")],
)
def test_what_no_database_and_no_telegram_would_take_is_made_safe(words: str, safe: str) -> None:  # fault 24
    raw = json.loads(json.dumps(text(words)))
    assert read(raw) == arrived(TextReceived(text=safe, message_id=50))
    safe.encode()


@pytest.mark.parametrize(
    ("words", "name", "argument"),
    [
        ("/start", "start", ""),
        ("/start shame", "start", "shame"),
        ("/Start@Mindsight_Bot  shame ", "start", "shame"),
        ("/stop.", "stop", "."),
        ("/skip\nall of it", "skip", "all of it"),
    ],
)
def test_a_slash_and_a_word_at_the_beginning_is_a_command(words: str, name: str, argument: str) -> None:
    assert read(text(words)) == arrived(CommandReceived(name=name, argument=argument, message_id=50))


def test_a_number_is_a_command_where_telegram_says_so() -> None:
    marked = [{"type": "bot_command", "offset": 0, "length": 3}]
    assert read(text("/42", entities=marked)) == arrived(CommandReceived(name="42", message_id=50))


def test_forwarded_and_quoting_messages_are_text_like_any_other() -> None:
    origin = {"type": "user", "date": 1772354000, "sender_user": PERSON}
    quoting = text("mine", forward_origin=origin, reply_to_message=message(text="theirs"))
    assert read(quoting) == arrived(TextReceived(text="mine", message_id=50))


# Voice and everything else


def test_a_voice_note_arrives_by_its_file_id() -> None:  # fault 18
    raw = update("message", message(voice=FILE | {"duration": 3}, caption="about my sister"))
    assert read(raw) == arrived(VoiceReceived(file_id="AwAC", message_id=50, caption="about my sister"))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("photo", {"photo": PHOTO}),
        (
            "sticker",
            {"sticker": FILE | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}},
        ),
        ("contact", {"contact": {"phone_number": "1", "first_name": "CANARY"}}),
        ("location", {"location": {"longitude": 1.0, "latitude": 2.0}}),
        ("document", {"document": FILE}),
        ("video_note", {"video_note": FILE | {"length": 1, "duration": 1}}),
        ("animation", {"animation": FILE | {"width": 1, "height": 1, "duration": 1}, "document": FILE}),
        ("unknown", {"hologram": {"depth": 3}}),
    ],
)
def test_of_anything_else_only_its_kind_arrives(kind: str, fields: dict[str, Any]) -> None:  # fault 18
    assert read(update("message", message(**fields))) == arrived(OtherReceived(kind=kind, message_id=50))


def test_a_caption_comes_along_so_that_a_cry_for_help_is_heard() -> None:
    raw = update("message", message(photo=PHOTO, caption="look\0"))
    assert read(raw) == arrived(OtherReceived(kind="photo", message_id=50, caption="look "))


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("checklist", {"checklist": CHECKLIST}, "For tonight\nI want to\nsay it"),
        ("poll", {"poll": POLL}, "Shall I?\nBecause\nYes\nNo"),
        (
            "invoice",
            {
                "invoice": {
                    "title": "Tea",
                    "description": "A pot",
                    "start_parameter": "",
                    "currency": "EUR",
                    "total_amount": 1,
                }
            },
            "Tea\nA pot",
        ),
        (
            "giveaway",
            {"giveaway": {"chats": [], "winners_selection_date": 1, "winner_count": 1, "prize_description": "A book"}},
            "A book",
        ),
        ("venue", {"venue": VENUE}, "The bridge\nAt the river"),
    ],
)
def test_what_a_person_wrote_in_it_comes_along(kind: str, fields: dict[str, Any], words: str) -> None:  # fault 66
    assert read(update("message", message(**fields))) == arrived(OtherReceived(kind=kind, message_id=50, caption=words))


def test_what_is_neither_known_nor_news_was_sent_by_a_person() -> None:  # fault 66
    assert read(update("message", message())) == arrived(OtherReceived(kind="unknown", message_id=50))


def test_news_about_the_chat_itself_is_ignored() -> None:
    assert read(update("message", message(pinned_message=message(text="old")))) == IGNORED
    assert read(update("message", message(delete_chat_photo=True))) == IGNORED


# Edits and presses


def test_an_edited_message_arrives_with_its_new_words() -> None:  # fault 17
    raw = update("edited_message", message(text="better", edit_date=1772354001))
    assert read(raw) == arrived(AnswerEdited(text="better", message_id=50))


def test_a_message_that_is_edited_into_a_command_arrives_as_one() -> None:
    raw = update("edited_message", message(text="/support me", edit_date=1700000001))
    corrected = CommandReceived(name="support", argument="me", message_id=50, edited=True)
    assert read(raw) == arrived(corrected)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"photo": PHOTO, "caption": "better"}, "better"),
        ({"document": FILE, "caption": "better"}, "better"),
        ({"video": FILE | {"width": 1, "height": 1, "duration": 1}, "caption": "better"}, "better"),
        ({"voice": FILE | {"duration": 3}, "caption": "better"}, "better"),
        ({"voice": FILE | {"duration": 3}}, ""),  # what stood under it was taken away
        ({"checklist": CHECKLIST}, "For tonight\nI want to\nsay it"),
    ],
)
def test_what_is_written_under_something_else_is_edited_as_text_is(fields: dict[str, Any], words: str) -> None:
    raw = update("edited_message", message(**fields, edit_date=1772354001))  # fault 59
    assert read(raw) == arrived(AnswerEdited(text=words, message_id=50))


def test_an_edit_of_what_has_no_words_is_ignored() -> None:
    assert read(update("edited_message", message(photo=PHOTO, edit_date=1772354001))) == IGNORED


def test_a_press_arrives_with_what_the_button_carried() -> None:
    raw = press(data="k:1:cready", message=message(text="Ready?"))
    assert read(raw) == arrived(ChoicePressed(data="k:1:cready", press_id="55", message_id=50))


def test_a_press_under_a_message_too_old_to_see_arrives() -> None:  # fault 19
    raw = press(data="k:1:c", message={"message_id": 3, "date": 0, "chat": PRIVATE})
    assert read(raw) == arrived(ChoicePressed(data="k:1:c", press_id="55", message_id=3))
    assert read(press(data="k:1:c")) == arrived(ChoicePressed(data="k:1:c", press_id="55"))


def test_a_press_that_carries_nothing_is_ignored() -> None:  # fault 19
    assert read(press(game_short_name="chess", message=message(text="?"))) == IGNORED


# Who may be written to, and groups


def test_blocking_and_coming_back() -> None:  # fault 29
    assert read(membership(PRIVATE, "kicked")) == arrived(Blocked())
    assert read(membership(PRIVATE, "member")) == arrived(Unblocked())


def test_a_group_is_noticed_and_nobody_in_it() -> None:
    in_group = of_nobody(GroupSeen(chat_id=-100))
    assert read(membership(GROUP, "member")) == in_group
    assert read(update("message", message(chat=GROUP, text="hello"))) == in_group
    assert read(membership(GROUP, "left")) == IGNORED
    assert read(membership(GROUP, "kicked")) == IGNORED


def test_a_channel_is_told_from_a_group() -> None:
    post = {"message_id": 1, "date": 1772354000, "chat": CHANNEL, "sender_chat": CHANNEL, "text": "news"}
    in_channel = of_nobody(GroupSeen(chat_id=-200, is_channel=True))
    assert read(update("channel_post", post)) == in_channel
    assert read(membership(CHANNEL, "member")) == in_channel


def test_edits_and_presses_in_groups_are_ignored() -> None:
    assert read(update("edited_message", message(chat=GROUP, text="x", edit_date=1772354001))) == IGNORED
    assert read(press(data="x", message=message(chat=GROUP, text="y"))) == IGNORED


def test_a_kind_of_update_that_nobody_asked_for_is_ignored() -> None:
    assert read(update("inline_query", {"id": "1", "from": PERSON, "query": "x", "offset": ""})) == IGNORED


# What cannot be read


def without(name: str) -> dict[str, Any]:
    return update("message", {key: value for key, value in message(text="SECRET").items() if key != name})


@pytest.mark.parametrize(
    "raw",
    [
        without("date"),
        without("chat"),
        without("message_id"),
        update("message", "SECRET"),
        update("message", ["SECRET"]),
        update("message", message(text=["SECRET"])),
        update("message", message(text="SECRET") | {"message_id": "50"}),
        update("message", message(chat={"id": "7", "type": "private"}, text="SECRET")),
        update("message", message(chat={"id": 2**63, "type": "private"}, text="SECRET")),
        update("message", message(text="SECRET") | {"date": 10**30}),
        update("message", message(voice={"file_unique_id": "u", "duration": 1}, caption="SECRET")),
        update("edited_message", message(text={"SECRET": 1}, edit_date=1)),
        press(data={"SECRET": 1}),
        update("telepathy_received", {"thought": "SECRET"}),
        update("message", {"deep": [[[["SECRET" * 200_000]]]]}),
    ],
)
def test_a_malformed_or_unknown_update_is_put_aside_whole(raw: dict[str, Any]) -> None:  # fault 7
    arrival = read(raw)
    assert isinstance(arrival.what, Unreadable)
    assert arrival.update_id == 900
    assert json.loads(arrival.raw()) == raw
    assert "SECRET" not in arrival.what.reason


def test_whose_malformed_update_it_is_is_said_where_it_can_be_seen() -> None:  # fault 7
    assert read(without("date")).person_id == ANNA
    assert read(press(data=5)).person_id == ANNA
    assert read(update("message", "SECRET")).person_id is None


@pytest.mark.parametrize("update_id", [None, "900", 1.5, 2**63])
def test_an_update_without_a_usable_number_is_put_aside_too(update_id: object) -> None:  # fault 7
    arrival = read(text("x") | {"update_id": update_id})
    assert (arrival.update_id, type(arrival.what)) == (0, Unreadable)


def test_half_characters_in_what_is_put_aside_can_be_stored() -> None:  # fault 7
    read(update("message", {"text": "\ud83d"})).raw().encode()


# To a poll as an older server sends it.
REPLY = {"reply_to_message": message(poll={"id": "1", "question": "?"})}


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (text("words", **REPLY), TextReceived(text="words", message_id=50)),
        (text("/support", **REPLY), CommandReceived(name="support", message_id=50)),
        (
            text("/1", entities=[{"type": "bot_command", "offset": 0, "length": 2}], **REPLY),
            CommandReceived(name="1", message_id=50),
        ),
        (update("message", message(voice={"file_id": "AwAC"}, caption="hm", **REPLY)),
         VoiceReceived(file_id="AwAC", message_id=50, caption="hm")),
        (update("message", message(photo=[{"odd": 1}], caption="hm")),
         OtherReceived(kind="photo", message_id=50, caption="hm")),
        (update("message", message(poll={"id": "1", "question": "?"})),
         OtherReceived(kind="poll", message_id=50, caption="?")),
        (update("edited_message", message(text="better", **REPLY)), AnswerEdited(text="better", message_id=50)),
        (update("edited_message", message(text="/support", **REPLY)),
         CommandReceived(name="support", message_id=50, edited=True)),
        (press(data="k:1:a", message=message(poll={"id": "1"})),
         ChoicePressed(data="k:1:a", press_id="55", message_id=50)),
    ],
)  # fmt: skip
def test_what_the_library_cannot_read_whole_is_read_as_far_as_it_goes(raw: dict[str, Any], what: object) -> None:
    assert read(raw) == arrived(what)


def test_what_other_bots_write_is_nobodys() -> None:
    bot = {"id": ANNA, "is_bot": True, "first_name": "Other"}
    assert read(text("hello", **{"from": bot})) == IGNORED
    assert read(text("/support", **{"from": bot})) == IGNORED
    assert read(update("edited_message", message(text="better", edit_date=1, **{"from": bot}))) == IGNORED
    assert read(text("hello", via_bot=bot)) == arrived(TextReceived(text="hello", message_id=50))


def test_words_of_what_cannot_be_read_are_looked_at_for_a_cry_for_help() -> None:
    unreadable = read(without("date")).what
    assert isinstance(unreadable, Unreadable)
    assert unreadable.words == "SECRET"
    assert not unreadable.among_others
    assert "SECRET" not in repr(unreadable)


def test_of_what_cannot_be_read_in_a_group_nobody_is_told() -> None:
    unreadable = read(update("message", message(chat=GROUP) | {"date": "SECRET"})).what
    assert isinstance(unreadable, Unreadable)
    assert unreadable.among_others


def test_the_topic_in_which_it_came_is_told() -> None:
    in_topic = message(text="x", message_thread_id=5, is_topic_message=True)
    for raw in (update("message", in_topic), update("edited_message", in_topic), press(data="x", message=in_topic)):
        assert read(raw).thread == 5
    assert read(text("x")).thread is None


def test_no_name_of_the_person_is_taken() -> None:
    for raw in (text("hi"), membership(PRIVATE, "member"), press(data="x", message=message(text="y"))):
        assert "CANARY" not in repr(read(raw))
