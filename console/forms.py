"""What a form carried, read in memory and within limits."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl

from aiohttp import ClientPayloadError, web

#: A long reply in a script of four bytes a letter, twice encoded, fits; an upload does not.
BODY_LIMIT = 64 * 1024
_BODY_SECONDS = 10
_FIELDS_LIMIT = 64


class Fields:
    """The fields of one form; a name may come several times (boxes that were ticked)."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs

    def one(self, name: str, limit: int = 200) -> str:
        """Return a field, cut to a length; empty where it is missing."""
        return next((value for key, value in self.pairs if key == name), "")[:limit]

    def all(self, name: str) -> list[str]:
        """Return every value of a field."""
        return [value for key, value in self.pairs if key == name]


async def read_fields(request: web.Request) -> Fields:
    """Read a form posted as browsers post it by default.

    Not `request.post()`: that one also takes uploads and writes them to the
    temporary folder.
    """
    body = await _body(request)
    if request.content_type != "application/x-www-form-urlencoded":
        return Fields([])
    try:
        text = body.decode(errors="replace")
        return Fields(parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS_LIMIT))
    except ValueError:
        raise web.HTTPBadRequest from None


async def _body(request: web.Request) -> bytes:
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (web.RequestPayloadError, ClientPayloadError):
        raise web.HTTPBadRequest from None
