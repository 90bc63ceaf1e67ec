"""Python-telegram-bot's HTTP client over one aiohttp session. It is light, and exact about which phase failed.

It sends and reads; `telegram_errors.py` says what a failure means. No body and no URL (it holds the token) is ever
logged or put into an error.
"""

import io
import json
from typing import Any

import aiohttp
from telegram.error import BadRequest, EndPointNotFound
from telegram.request import BaseRequest, RequestData

from bot.adapters.telegram_errors import MaybeSent, NotSent

JSON_HEADERS = {"Content-Type": "application/json"}
# Compressing answers of a few hundred bytes costs more than it saves.
SESSION_HEADERS = {"User-Agent": BaseRequest.USER_AGENT, "Accept-Encoding": "identity"}
_SAYS_OK = b'"ok":true'
# The refusals that python-telegram-bot turns into an error of the right kind by itself.
LIBRARY_READS_RIGHT = frozenset({400, 401, 403, 409, 429})


class AiohttpRequest(BaseRequest):
    """One client session. It may serve as both of a Bot's request objects."""

    def __init__(
        self,
        *,
        connections: int = 64,
        connect_timeout: float | None = 5.0,
        read_timeout: float | None = 30.0,  # Telegram is slow at times; what it did meanwhile, nobody would know
        write_timeout: float | None = 20.0,  # of a file; whatever else is sent fits the socket's buffer at once
        pool_timeout: float | None = 5.0,
        proxy: str | None = None,  # the address of an HTTP proxy
    ) -> None:
        self._connections = connections
        self._proxy = proxy
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._pool_timeout = pool_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=SESSION_HEADERS,
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one call and return status and body, as the base class asks.

        Raises NotSent, MaybeSent, BadRequest or EndPointNotFound where the library would read the failure wrongly.
        """
        limits = _timeout(
            connect=_seconds(connect_timeout, self._connect_timeout),
            read=_seconds(read_timeout, self._read_timeout),
            write=_seconds(write_timeout, self._write_timeout),
            pool=_seconds(pool_timeout, self._pool_timeout),
            uploads=request_data is not None and request_data.contains_files,
        )
        status, payload = await self._exchange(method, url, request_data, limits)
        if status < 300:
            status = _status_said(status, payload)
        if status >= 300:
            _check_refusal(status, payload)
        return status, payload

    async def _exchange(
        self, method: str, url: str, request_data: RequestData | None, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NotSent("closed")
        upload = aiohttp.UploadTracker()
        try:
            async with self._session.request(
                method,
                url,
                **_body(request_data),
                timeout=limits,
                # A redirect would carry the message to a place nobody configured.
                allow_redirects=False,
                upload_tracker=upload,
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # Telegram acts on a call only when it has it whole, so one that never left whole did nothing.
            failure = MaybeSent if _uploaded(upload) else NotSent
            # Without its cause: aiohttp's errors quote the URL.
            raise failure(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the answer. Raises MaybeSent if it cannot be read; the library would log its body."""
        answer = _answer(payload)
        if answer is None:
            raise MaybeSent("unreadable")
        return answer


def _seconds(given: object, usual: float | None) -> float | None:
    match given:
        case None:
            return None
        case int() | float():
            return float(given)
        case _:  # the library's marker for "not given"
            return usual


def _timeout(
    *, connect: float | None, read: float | None, write: float | None, pool: float | None, uploads: bool
) -> aiohttp.ClientTimeout:
    """Return the timeouts in aiohttp's form.

    It counts the wait for the pool into `connect`, and has no limit for writing but the one for the whole.
    """
    return aiohttp.ClientTimeout(
        total=_sum(pool, connect, write, read) if uploads else None,
        connect=_sum(pool, connect),
        sock_connect=connect,
        sock_read=read,
    )


def _sum(*parts: float | None) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _body(request_data: RequestData | None) -> dict[str, Any]:
    if request_data is None:
        return {}
    if request_data.contains_files:
        return {"data": _form(request_data)}
    return {"data": json.dumps(request_data.parameters).encode(), "headers": JSON_HEADERS}


def _form(request_data: RequestData) -> aiohttp.FormData:
    # Unquoted, a name in any script goes out as the UTF-8 that browsers send; `filename*=` is not understood.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in request_data.multipart_data.items():
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=content_type)
    return form


def _uploaded(upload: aiohttp.UploadTracker) -> bool:
    complete = upload.upload_complete
    return complete.done() and complete.exception() is None


def _answer(payload: bytes) -> dict[str, Any] | None:
    """Return what the Bot API said, or None if these are not its words."""
    try:
        answer = json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    if isinstance(answer, dict) and ("result" in answer or answer.get("ok") is False):
        return answer
    return None


def _status_said(status: int, payload: bytes) -> int:
    """Telegram has refused calls with a 200: then the status is what its words say."""
    if _SAYS_OK in payload[:20]:
        return status  # as nearly all do; they need not be read twice
    answer = _answer(payload) or {}
    if answer.get("ok") is not False:
        return status
    if (answer.get("parameters") or {}).get("retry_after"):
        return 429
    code = answer.get("error_code")
    return code if isinstance(code, int) and code >= 300 else 500


def _check_refusal(status: int, payload: bytes) -> None:
    """Raise for the answers that the library would read wrongly, and return for those that it reads right.

    By itself it would take a 404 for a revoked token, and a proxy's 403 page for a person who blocked the bot. Raises
    MaybeSent, NotSent, BadRequest or EndPointNotFound.
    """
    if status >= 500:
        raise MaybeSent(f"http_{status}")
    answer = _answer(payload)
    if answer is None and status == 413:
        raise BadRequest("too large for a proxy on the way")  # today, and again tomorrow
    if answer is None:
        raise NotSent(f"http_{status}_not_from_the_bot_api")
    description = str(answer.get("description", status))
    if status == 404:
        raise EndPointNotFound(description)
    if status == 429 and not (answer.get("parameters") or {}).get("retry_after"):
        raise NotSent("http_429")
    if status not in LIBRARY_READS_RIGHT:
        raise BadRequest(description)
