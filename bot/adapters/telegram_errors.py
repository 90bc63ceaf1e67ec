"""What a failed call to Telegram means: the two errors that our client adds, and the one table that reads all errors.

It does not decide what happens next; `services/outcomes.py` names the choices.
"""

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.errors import DatabaseError
from bot.services.outcomes import Gone, NothingToDo, Outcome, Refused, TokenRefused, TryLater, Unknown

# Parts of Telegram's own sentences; Telegram gives no codes for them.
GONE = ("chat not found", "user not found", "user is deactivated", "input_user_deactivated", "peer_id_invalid")
THREAD_GONE = ("message thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")
NOTHING_TO_DO = (
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message can't be deleted",
    "message_id_invalid",
    "query is too old",
)


class NotSent(NetworkError):  # noqa: N818 - named as its siblings in telegram.error are
    """Telegram certainly did not act on the call."""


class MaybeSent(NetworkError):  # noqa: N818 - the same
    """The call was sent whole, and no answer says what became of it."""


def classify(error: BaseException) -> Outcome:
    """Return what the error means for the row that was sent.

    The order of the cases matters: BadRequest, NotSent and MaybeSent are all NetworkErrors.
    """
    match error:
        case RetryAfter():
            return TryLater(after=retry_wait(error))
        case NotSent():
            return TryLater()
        case EndPointNotFound() if "method" in error.message:
            return Refused(description=error.message)
        case InvalidToken() | EndPointNotFound():
            return TokenRefused()
        case Forbidden() if "voice" in error.message.casefold():
            return Refused(description=error.message)  # the person wants no voice notes, and is there
        case Forbidden() | ChatMigrated():
            return Gone()
        case BadRequest():
            return _refusal(error.message)
        case _:
            # MaybeSent, a cancelled send, a bug: what cannot be shown to have failed is not simply sent again.
            return Unknown()


def retry_wait(error: RetryAfter) -> timedelta:
    """Return how long Telegram asks to wait. The library gives an int or a timedelta, depending on PTB_TIMEDELTA."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def token_refused(error: TelegramError) -> bool:
    """Return whether an answer blames the token, rightly or not.

    A token of the wrong shape gets a 404, a well-formed one that is not valid a 401.
    """
    return isinstance(error, InvalidToken | EndPointNotFound)


def reason(error: BaseException) -> str:
    """Return a word for the log: ours, or the error's class. Never Telegram's sentence, which may quote a message."""
    if isinstance(error, DatabaseError):
        return error.reason
    return error.message if isinstance(error, NotSent | MaybeSent) else type(error).__name__


def _refusal(description: str) -> Outcome:
    said = description.casefold()
    if any(part in said for part in GONE):
        return Gone()
    if any(part in said for part in NOTHING_TO_DO):
        return NothingToDo()
    return Refused(description=description, thread_gone=any(part in said for part in THREAD_GONE))
