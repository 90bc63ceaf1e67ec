"""What the sandbox takes and refuses when a bot sends something new."""

from typing import Any

import aiohttp
import pytest

from tests.pictures import png_head
from tests.sandbox.driver import ALEX, TOKEN, Sandbox

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0\0\0\x05\0\0\0\x07" + bytes(20)
BUTTON = {"text": "Yes", "callback_data": "y"}


def buttons(*row: Any) -> dict[str, Any]:
    return {"inline_keyboard": [list(row)]}


async def test_a_message_reaches_the_chat_and_is_answered_whole(sandbox: Sandbox) -> None:
    sent = await sandbox.call("sendMessage", chat_id=ALEX, text="Welcome", reply_markup=buttons(BUTTON))
    assert sent["chat"] == {"id": ALEX, "type": "private", "first_name": "Alex"}
    assert sent["from"]["is_bot"]
    assert sent["reply_markup"] == buttons(BUTTON)
    shown = await sandbox.last()
    assert (shown["id"], shown["from"], shown["text"]) == (sent["message_id"], "bot", "Welcome")
    assert shown["buttons"] == [[{"text": "Yes", "data": "y"}]]


async def test_message_ids_rise_over_all_chats(sandbox: Sandbox) -> None:
    kim = (await sandbox.post("people", 201, name="Kim"))["id"]
    first = await sandbox.say("one", kim)
    second = (await sandbox.call("sendMessage", chat_id=ALEX, text="two"))["message_id"]
    assert second > first


@pytest.mark.parametrize("method", ["sendMessage", "SENDMESSAGE"])
async def test_form_fields_with_encoded_values_are_read_as_json_is(sandbox: Sandbox, method: str) -> None:
    form = {
        "chat_id": str(ALEX),
        "text": "ü 🌿",
        "reply_markup": '{"inline_keyboard":[[{"text":"A","url":"https://a.b"}]]}',
    }
    async with sandbox.session.post(f"{sandbox.server.api_url}{TOKEN}/{method}", data=form) as response:
        assert (await response.json())["ok"]
    shown = await sandbox.last()
    assert shown["text"] == "ü 🌿"
    assert shown["buttons"] == [[{"text": "A", "url": "https://a.b"}]]


@pytest.mark.parametrize(
    "text",
    ["<b>x</b>", "_*[", "\\", "{user.__class__}", "a\u202eb", "a\u0301", "x\r\ny", "4" + "🌿" * 2047],
    ids=["html", "markdown", "backslash", "braces", "rtl override", "combining", "lines", "emoji to the limit"],
)
async def test_text_is_kept_exactly(sandbox: Sandbox, text: str) -> None:  # fault 24
    assert (await sandbox.call("sendMessage", chat_id=ALEX, text=text))["text"] == text
    await sandbox.say(text)
    assert (await sandbox.updates())[0]["message"]["text"] == text


async def test_a_nul_becomes_a_space(sandbox: Sandbox) -> None:
    assert (await sandbox.call("sendMessage", chat_id=ALEX, text="a\0b"))["text"] == "a b"


async def test_space_around_a_text_is_trimmed_and_its_entities_move(sandbox: Sandbox) -> None:
    marks = [{"type": "bold", "offset": 1, "length": 6}]
    sent = await sandbox.call("sendMessage", chat_id=ALEX, text="\n a b  \n", entities=marks)
    assert sent["text"] == "a b"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 3}]


async def test_commands_are_marked_outside_of_code(sandbox: Sandbox) -> None:
    marks = [{"type": "code", "offset": 0, "length": 5}]
    sent = await sandbox.call("sendMessage", chat_id=ALEX, text="/code and 🌿 /home, not a/b", entities=marks)
    assert [(mark["type"], mark["offset"]) for mark in sent["entities"]] == [("code", 0), ("bot_command", 13)]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n"}, "text must be non-empty"),
        ({"text": "\u200b"}, "text must be non-empty"),
        ({"text": "\u00a0\u2800\n\ufeff\u200d"}, "text must be non-empty"),
        ({"text": "\u202e\u3000\U000e0041\x07"}, "text must be non-empty"),
        ({"text": "\u200b", "entities": [{"type": "bold", "offset": 0, "length": 1}]}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🌿" * 2049}, "message is too long"),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
        ({"text": "x", "parse_mode": "HTML"}, "parse_mode is not supported by the sandbox: send entities"),
        ({"text": "x", "chat_id": 5}, "chat not found"),
        ({"text": "x", "chat_id": "@somebody"}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
        ({"text": "x", "reply_markup": buttons({"text": "A", "callback_data": "é" * 33})}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": buttons({"text": "A", "url": "javascript:x"})}, "BUTTON_URL_INVALID"),
        (
            {"text": "x", "reply_markup": buttons({"text": "A", "callback_data": ""})},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"text": "x", "reply_markup": buttons(*[BUTTON] * 101)}, "reply markup is too long"),
    ],
)
async def test_what_telegram_refuses_is_refused_in_its_words(
    sandbox: Sandbox, params: dict[str, Any], words: str
) -> None:
    assert await sandbox.refusal("sendMessage", **{"chat_id": ALEX} | params) == f"400 Bad Request: {words}"


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ((5, 1, "bold"), "entity begins after the end of the text at UTF-16 offset 5"),
        ((3, 2, "bold"), "entity beginning at UTF-16 offset 3 ends after the end of the text at UTF-16 offset 5"),
        ((2, 1, "bold"), "entity begins in a middle of a UTF-16 symbol at byte offset 5"),
        ((0, 2, "bold"), "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 5"),
        ((0, 1, "shiny"), "can't parse MessageEntity: Unsupported type specified"),
        ((0, 1, "text_link"), "can't parse MessageEntity: Can't find field \"url\""),
        (("0", 1, "bold"), 'can\'t parse MessageEntity: Field "offset" must be of type Number'),
        ((-1, 1, "bold"), "receive an entity with incorrect offset -1"),
        ((1_000_001, 1, "bold"), "receive an entity with incorrect offset 1000001"),
        ((0, -1, "bold"), "receive an entity with incorrect length -1"),
        ((0, 1_000_001, "bold"), "receive an entity with incorrect length 1000001"),
        ((0, 1, "date_time"), "can't parse MessageEntity: Can't find field \"unix_time\""),
    ],
)
async def test_entities_that_do_not_fit_are_refused(sandbox: Sandbox, mark: tuple[Any, ...], words: str) -> None:
    entity = dict(zip(("offset", "length", "type"), mark, strict=True))
    said = await sandbox.refusal("sendMessage", chat_id=ALEX, text="a🌿b", entities=[entity])
    assert said == f"400 Bad Request: {words}"


@pytest.mark.parametrize("text", ["a\u200bb", "\u3164", "👨\u200d👩", "\u200e\u05d0"], ids=ascii)
async def test_a_text_with_something_to_see_is_taken(sandbox: Sandbox, text: str) -> None:
    assert (await sandbox.call("sendMessage", chat_id=ALEX, text=text))["text"] == text


@pytest.mark.parametrize("written", [{}, {"date_time_format": "wDT"}, {"date_time_format": "r"}])
async def test_a_moment_can_be_marked(sandbox: Sandbox, written: dict[str, str]) -> None:
    mark = {"type": "date_time", "offset": 0, "length": 8, "unix_time": 1_775_000_000, **written}
    assert (await sandbox.call("sendMessage", chat_id=ALEX, text="tomorrow", entities=[mark]))["entities"] == [mark]


@pytest.mark.parametrize("form", ["x", "rT"])
async def test_a_moment_has_one_of_telegrams_forms(sandbox: Sandbox, form: str) -> None:
    mark = {"type": "date_time", "offset": 0, "length": 1, "unix_time": 0, "date_time_format": form}
    said = await sandbox.refusal("sendMessage", chat_id=ALEX, text="x", entities=[mark])
    assert said == "400 Bad Request: can't parse MessageEntity: Invalid date-time format specified"


async def test_a_disabled_button_is_taken_and_shown_as_one(sandbox: Sandbox) -> None:
    button = {"text": "Later", "disabled": {}}
    sent = await sandbox.call("sendMessage", chat_id=ALEX, text="x", reply_markup=buttons(button, BUTTON))
    assert sent["reply_markup"] == buttons(button, BUTTON)
    assert (await sandbox.last())["buttons"] == [[{"text": "Later", "disabled": True}, {"text": "Yes", "data": "y"}]]


async def test_button_data_may_fill_sixty_four_bytes(sandbox: Sandbox) -> None:
    await sandbox.call(
        "sendMessage", chat_id=ALEX, text="x", reply_markup=buttons({"text": "A", "callback_data": "é" * 32})
    )


async def test_a_bot_cannot_write_first(silent_sandbox: Sandbox) -> None:
    words = "403 Forbidden: bot can't initiate conversation with a user"
    assert await silent_sandbox.refusal("sendMessage", chat_id=ALEX, text="Hello") == words
    await silent_sandbox.say("hi")
    await silent_sandbox.call("sendMessage", chat_id=ALEX, text="Hello")


@pytest.mark.parametrize("method", ["sendMessage", "sendChatAction", "sendPhoto"])
async def test_a_person_who_blocked_the_bot_is_out_of_reach(sandbox: Sandbox, method: str) -> None:
    await sandbox.post(f"chats/{ALEX}/block")
    refusal = await sandbox.refusal(method, chat_id=ALEX, text="x", action="typing")
    assert refusal == "403 Forbidden: bot was blocked by the user"
    await sandbox.post(f"chats/{ALEX}/unblock")
    await sandbox.call("sendMessage", chat_id=ALEX, text="x")


async def test_an_action_shows_until_the_bot_speaks(sandbox: Sandbox) -> None:
    await sandbox.call("sendChatAction", chat_id=ALEX, action="typing")
    assert (await sandbox.chat())["action"] == "typing"
    await sandbox.call("sendMessage", chat_id=ALEX, text="x")
    assert (await sandbox.chat())["action"] is None
    assert await sandbox.refusal("sendChatAction", chat_id=ALEX, action="dancing") == (
        "400 Bad Request: wrong parameter action in request"
    )


async def send_file(sandbox: Sandbox, method: str, field: str, name: str, content: bytes, **more: str) -> Any:
    form = aiohttp.FormData({"chat_id": str(ALEX), **more})
    form.add_field(field, content, filename=name)
    async with sandbox.session.post(f"{sandbox.server.api_url}{TOKEN}/{method}", data=form) as response:
        return await response.json()


@pytest.mark.parametrize(
    ("method", "kind", "name", "content"),
    [
        ("sendPhoto", "photo", "circle.png", PNG),
        ("sendAnimation", "animation", "breath.gif", b"GIF89a\x05\0\x07\0"),
        ("sendDocument", "document", "journal.json", b"{}"),
        ("sendVoice", "voice", "note.ogg", b"OggS1"),
    ],
)
async def test_a_file_is_shown_downloaded_and_sent_again_by_its_id(
    sandbox: Sandbox, method: str, kind: str, name: str, content: bytes
) -> None:
    sent = (await send_file(sandbox, method, kind, name, content, caption="Here"))["result"]
    media = sent[kind][-1] if kind == "photo" else sent[kind]
    assert sent["caption"] == "Here"
    shown = await sandbox.last()
    assert (shown["kind"], shown["text"], shown["file"]["name"]) == (kind, "Here", name)
    async with sandbox.session.get(sandbox.server.url + shown["file"]["url"]) as response:
        assert await response.read() == content
    found = await sandbox.call("getFile", file_id=media["file_id"])
    async with sandbox.session.get(f"{sandbox.server.file_url}{TOKEN}/{found['file_path']}") as response:
        assert await response.read() == content
    again = await sandbox.call(method, chat_id=ALEX, **{kind: media["file_id"]})
    assert again[kind] == sent[kind]


async def test_a_file_may_be_attached_under_another_name(sandbox: Sandbox) -> None:
    said = await send_file(sandbox, "sendPhoto", "part0", "p.png", PNG, photo="attach://part0")
    assert (said["result"]["photo"][0]["width"], said["result"]["photo"][0]["height"]) == (5, 7)


async def test_a_file_that_is_no_picture_or_sound_is_only_saved(sandbox: Sandbox) -> None:
    await send_file(sandbox, "sendDocument", "document", "x.html", b"<script>alert(1)</script>")
    shown = await sandbox.last()
    async with sandbox.session.get(sandbox.server.url + shown["file"]["url"]) as response:
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, "there is no photo in the request"),
        ({"photo": "https://example.org/a.png"}, "wrong file identifier/HTTP URL specified"),
        ({"photo": "photo-gone"}, "wrong file identifier/HTTP URL specified"),
        ({"photo": "x", "caption": "c" * 1025}, "message caption is too long"),
    ],
)
async def test_what_is_no_photo_is_refused(sandbox: Sandbox, params: dict[str, Any], words: str) -> None:
    assert await sandbox.refusal("sendPhoto", chat_id=ALEX, **params) == f"400 Bad Request: {words}"


async def test_a_photo_must_be_a_picture_and_a_file_id_of_its_kind(sandbox: Sandbox) -> None:
    assert (await send_file(sandbox, "sendPhoto", "photo", "p.png", b"no"))["description"] == (
        "Bad Request: IMAGE_PROCESS_FAILED"
    )
    voice = (await send_file(sandbox, "sendVoice", "voice", "v.ogg", b"OggS"))["result"]["voice"]["file_id"]
    assert await sandbox.refusal("sendPhoto", chat_id=ALEX, photo=voice) == (
        "400 Bad Request: can't use file of type Voice as Photo"
    )


@pytest.mark.parametrize(("width", "height", "taken"), [(5000, 5000, True), (5001, 5000, False), (1, 21, False)])
async def test_a_photo_has_telegrams_dimensions(sandbox: Sandbox, width: int, height: int, taken: bool) -> None:
    said = await send_file(sandbox, "sendPhoto", "photo", "p.png", png_head(width, height))
    assert said["ok"] == taken
    assert taken or said["description"] == "Bad Request: PHOTO_INVALID_DIMENSIONS"


async def test_a_caption_may_have_a_thousand_and_twenty_four_units(sandbox: Sandbox) -> None:
    said = await send_file(sandbox, "sendPhoto", "photo", "p.png", PNG, caption="c" * 1024)
    assert said["ok"]
