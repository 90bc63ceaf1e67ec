"""Keeps the sandbox to this machine: other sites open in the same browser can neither read nor change anything."""

from collections.abc import Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.errors import CoachError
from bot.sandbox.bot_http import refused
from bot.sandbox.refusals import PersonSideError, RefusedError, forbidden
from bot.sandbox.requests import FORM, MULTIPART, answer

HOME = ("127.0.0.1", "localhost", "::1")
OWN_PAGES = ("same-origin", "none")  # of Sec-Fetch-Site; "none" is an address that somebody typed
PAGE_TYPES = ("application/json", MULTIPART)
BOT_TYPES = (*PAGE_TYPES, FORM)  # client libraries send forms, so here only the origin tells a browser from a program

# The page loads only its own files and talks only to this server; nothing inline runs.
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guard(own_port: Callable[[], int]) -> Middleware:
    """Return the middleware that lets only this machine's programs and the sandbox's own page in."""

    @web.middleware
    async def stand_guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _is_home(f"http://{request.headers.get('Host', '')}", own_port()):
            return answer({"error": "This server answers on this machine alone."}, 403)
        if request.path.startswith(("/bot", "/file/")):
            return await _for_bot(request, handler, own_port())
        response = await _for_page(request, handler, own_port())
        response.headers.update(PAGE_HEADERS)
        return response

    return stand_guard


async def _for_bot(request: web.Request, handler: Handler, port: int) -> web.StreamResponse:
    """Answer a bot, whatever the method: GET calls a method too, and can be a picture's address on a foreign page."""
    if _is_foreign(request, port) or (request.can_read_body and request.content_type not in BOT_TYPES):
        return refused(forbidden("only programs on this machine may call the sandbox's Bot API"))
    try:
        return await handler(request)
    except web.HTTPNotFound:
        return refused(RefusedError(404, "Not Found"))
    except web.HTTPRequestEntityTooLarge:
        return refused(RefusedError(413, "Request Entity Too Large"))


async def _for_page(request: web.Request, handler: Handler, port: int) -> web.StreamResponse:
    if request.method not in ("GET", "HEAD") and not _is_own(request, port):
        return answer({"error": "Only the sandbox's own page and programs on this machine may do this."}, 403)
    try:
        return await handler(request)
    except PersonSideError as error:
        return answer({"error": error.sentence}, error.status)
    except RefusedError as error:
        return answer({"error": error.description}, error.code)
    except CoachError as error:
        return answer({"error": str(error)}, 503)
    except web.HTTPException as error:
        return answer({"error": f"{error.reason}."}, error.status)


def _is_own(request: web.Request, port: int) -> bool:
    """Return whether the request is the page's own or a program's.

    A browser asks first before it sends JSON to another site.
    """
    return not _is_foreign(request, port) and (request.method == "DELETE" or request.content_type in PAGE_TYPES)


def _is_foreign(request: web.Request, port: int) -> bool:
    """Return whether a browser names another site, or another port of this machine, as the sender.

    Programs name none.
    """
    origin = request.headers.get("Origin")
    if origin is not None and not _is_home(origin, port):
        return True
    return request.headers.get("Sec-Fetch-Site", "none") not in OWN_PAGES


def _is_home(url: str, port: int) -> bool:
    try:
        parsed = urlsplit(url)
        named_port = parsed.port
    except ValueError:
        return False
    return parsed.hostname in HOME and named_port == port
