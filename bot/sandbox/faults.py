"""Faults that the person's side asked for, and when they strike. The HTTP side knows how a connection is cut."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.sandbox.refusals import PersonSideError, RefusedError


class FaultKind(StrEnum):
    """What goes wrong with a call."""

    TOO_MANY_REQUESTS = "too_many_requests"
    FORBIDDEN = "forbidden"
    BAD_REQUEST = "bad_request"
    SERVER_ERROR = "server_error"
    UNAUTHORIZED = "unauthorized"
    CUT = "cut"  # the connection ends before anything is done
    LOST_ANSWER = "lost_answer"  # done, then the connection ends
    SLOW = "slow"  # done after a while
    HANG = "hang"  # never answered


REFUSALS = {
    FaultKind.FORBIDDEN: (403, "Forbidden: bot was blocked by the user"),
    FaultKind.BAD_REQUEST: (400, "Bad Request: refused by a fault of the sandbox"),
    FaultKind.SERVER_ERROR: (502, "Bad Gateway"),
    FaultKind.UNAUTHORIZED: (401, "Unauthorized"),
}


@dataclass(kw_only=True, slots=True)
class Fault:
    """A fault in wait: what goes wrong, with which calls, and how many times more."""

    kind: FaultKind
    method: str  # in lower case; "*" is any
    chat_id: int | None
    times: int
    retry_after: int
    description: str | None
    seconds: float

    def strikes(self, method: str, chat_id: int | None) -> bool:
        """Return whether the fault strikes this call."""
        return self.method in ("*", method) and self.chat_id in (None, chat_id)

    def refusal(self) -> RefusedError | None:
        """Return the refusal that the bot gets; None for a fault of the connection."""
        if self.kind is FaultKind.TOO_MANY_REQUESTS:
            words = self.description or f"Too Many Requests: retry after {self.retry_after}"
            return RefusedError(429, words, retry_after=self.retry_after)
        if self.kind not in REFUSALS:
            return None
        code, words = REFUSALS[self.kind]
        return RefusedError(code, self.description or words)


class Faults:
    """The faults in wait, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the fault that strikes this call, with one strike less left; None if none does."""
        for fault in self._waiting:
            if fault.strikes(method, chat_id):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None


def read_fault(said: dict[str, Any]) -> Fault:
    """Return the fault that a request describes. Raises PersonSideError if it describes none."""
    try:
        chat_id = said.get("chat_id")
        return Fault(
            kind=FaultKind(said["fault"]),
            method=str(said["method"]).lower(),
            chat_id=int(chat_id) if chat_id is not None else None,
            times=int(said.get("times", 1)),
            retry_after=int(said.get("retry_after", 3)),
            description=said.get("description"),
            seconds=float(said.get("seconds", 2)),
        )
    except (KeyError, TypeError, ValueError) as error:
        kinds = ", ".join(FaultKind)
        raise PersonSideError(f'A fault needs "method" and "fault" (one of {kinds}).') from error
