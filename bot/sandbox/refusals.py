"""Refusals: to the bot in Telegram's words, to the person's side in ours. What is refused is decided elsewhere."""


class RefusedError(Exception):
    """A method call that Telegram would refuse: the HTTP status, its description, and how long to wait (429 alone)."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


class PersonSideError(Exception):
    """A request of the person's side that makes no sense: the HTTP status and a sentence that says why."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def bad_request(words: str) -> RefusedError:
    return RefusedError(400, f"Bad Request: {words}")


def forbidden(words: str) -> RefusedError:
    return RefusedError(403, f"Forbidden: {words}")


def conflict(words: str) -> RefusedError:
    return RefusedError(409, f"Conflict: {words}")
