"""Reads a request's body, whatever form it has, and writes JSON answers. What it must hold is decided elsewhere."""

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.web_request import FileField

from bot.sandbox.params import Params, Upload
from bot.sandbox.refusals import PersonSideError, bad_request

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def answer(said: Any, status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(said).encode(), status=status, content_type="application/json")


async def read_params(request: web.Request) -> Params:
    """Return the parameters of a call. Telegram reads the query and the body alike.

    Raises RefusedError if the body cannot be read.
    """
    values: dict[str, Any] = dict(request.query)
    kind = request.content_type
    if kind == MULTIPART:
        fields, uploads = await _multipart(request)
        return Params(values=values | fields, uploads=uploads)
    body = await request.read()
    if not body:
        return Params(values=values)
    if kind == FORM:
        # Bytes that are no UTF-8 become lone surrogates, which whoever reads the value refuses.
        pairs = parse_qsl(body.decode("utf-8", "surrogateescape"), keep_blank_values=True, errors="surrogateescape")
        return Params(values=values | dict(pairs))
    return Params(values=values | _json_object(body))


async def read_object(request: web.Request) -> dict[str, Any]:
    """Return the JSON object of a request of the person's side; an empty one for no body.

    Raises PersonSideError if the body is anything else.
    """
    body = await request.read()
    try:
        said = json.loads(body) if body else {}
    except (ValueError, RecursionError) as error:
        raise PersonSideError("The body is not JSON.") from error
    if not isinstance(said, dict):
        raise PersonSideError("The body is not a JSON object.")
    return said


async def read_upload(request: web.Request, name: str) -> tuple[dict[str, Any], Upload | None]:
    fields, uploads = await _multipart(request)
    return fields, uploads.get(name)


async def _multipart(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    fields: dict[str, Any] = {}
    uploads: dict[str, Upload] = {}
    try:
        posted = await request.post()
    except ValueError as error:
        raise bad_request("can't parse multipart body") from error
    for name, value in posted.items():
        if isinstance(value, FileField):
            with value.file:
                content = value.file.read()
            uploads[name] = Upload(name=value.filename, mime=value.content_type, content=content)
        else:
            fields[name] = value
    return fields, uploads


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(said, dict):
        raise bad_request("expected an Object")
    return said
