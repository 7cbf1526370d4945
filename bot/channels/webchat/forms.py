"""What her browser posts, read as browsers post it by default."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from aiohttp import ClientPayloadError, web

if TYPE_CHECKING:
    from collections.abc import Mapping

#: 2,000 characters of four bytes, each byte written as three.
BODY_LIMIT = 32_768
#: What she writes to a person at once.
WORDS_LIMIT = 2000

_BODY_SECONDS = 10
_FIELDS_LIMIT = 8
_SHORT_LIMIT = 200
_SOURCE_BYTES = 16


async def read_fields(request: web.Request) -> dict[str, str]:
    """Read a form.

    Not `request.post()`: that one also takes uploads and writes them to the
    temporary folder.
    """
    try:
        body = await _body(request)
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (web.RequestPayloadError, ClientPayloadError):
        # A body that is not what its head says, such as one packed by nobody's browser.
        raise web.HTTPBadRequest from None
    try:
        return dict(parse_qsl(body.decode(errors="replace"), max_num_fields=_FIELDS_LIMIT))
    except ValueError:  # more fields than any page of ours has
        return {}


async def _body(request: web.Request) -> bytes:
    if request.content.is_eof():
        return await request.read()  # all of it came with the head: nobody is waited for
    async with asyncio.timeout(_BODY_SECONDS):
        return await request.read()


def short(fields: Mapping[str, str], name: str) -> str:
    """Return a field that is a token, a place or a code; never more than such a one is long."""
    return fields.get(name, "")[:_SHORT_LIMIT]


def words_in(fields: Mapping[str, str]) -> str | None:
    """Return what she wrote to a person, its line ends as ours; `None` if the form has no room."""
    written = fields.get("words")
    return None if written is None else written.replace("\r\n", "\n").replace("\r", "\n").strip()


def source_of(fields: Mapping[str, str]) -> str:
    """Name what she sent, so that the same sent twice is one line.

    A form brings a random value of its own. The words count as well: after a lost
    connection she may mend them and send the same form, and then neither may be lost.
    """
    sent = f"{short(fields, 'once')}\0{fields.get('words', '')}"
    return "web|" + hashlib.sha256(sent.encode()).hexdigest()[: 2 * _SOURCE_BYTES]
