"""Faults that the person's side asked for, and when they strike. How a connection is cut is the HTTP side's."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.sandbox.refusals import PersonSideError, RefusedError


class FaultKind(StrEnum):
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
    """What goes wrong, with which calls, and how many times more."""

    kind: FaultKind
    method: str  # in lower case; "*" is any
    chat_id: int | None
    times: int
    retry_after: int
    description: str | None
    seconds: float

    def strikes(self, method: str, chat_id: int | None) -> bool:
        return self.method in ("*", method) and self.chat_id in (None, chat_id)

    def refusal(self) -> RefusedError | None:
        """None for the faults of a connection."""
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
        """The fault that strikes this call, used up by one."""
        for fault in self._waiting:
            if fault.strikes(method, chat_id):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None


def read_fault(said: dict[str, Any]) -> Fault:
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
