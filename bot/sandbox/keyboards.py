"""Inline keyboards, read and checked as Telegram does. Other reply markup is accepted and not shown."""

from typing import Any

from bot.sandbox.refusals import RefusedError, bad_request

MOST_BUTTONS = 100
MOST_DATA = 64  # bytes of a button's callback data
OTHER_KINDS = frozenset(
    {
        "web_app",
        "copy_text",
        "login_url",
        "disabled",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
    }
)
SCHEMES = ("http://", "https://", "tg://")

Keyboard = list[list[dict[str, Any]]]


def keyboard(markup: Any) -> Keyboard:
    """Return the rows of an inline keyboard; none for no markup or another kind.

    Raises RefusedError for what Telegram would refuse.
    """
    if markup is None:
        return []
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return [[_button(given) for given in row] for row in rows if row]


def _button(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    if not isinstance(given.get("text"), str):
        raise _unreadable('Field "text" must be of type String')
    if not given["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if given.get("url"):
        _refuse_bad_url(given["url"])
    elif given.get("callback_data"):
        _refuse_bad_data(given["callback_data"])
    elif not given.keys() & OTHER_KINDS:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    return given


def _refuse_bad_url(url: Any) -> None:
    if not isinstance(url, str) or not url.startswith(SCHEMES):
        raise bad_request("BUTTON_URL_INVALID")


def _refuse_bad_data(data: Any) -> None:
    if not isinstance(data, str) or len(data.encode("utf-8", "surrogatepass")) > MOST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")


def _unreadable(why: str) -> RefusedError:
    return bad_request(f"can't parse inline keyboard button: {why}")
