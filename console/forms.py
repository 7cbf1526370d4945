"""What a form carried, read in memory and within limits."""

from __future__ import annotations

import asyncio
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from aiohttp import ClientPayloadError, web

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: A long reply in a script of four bytes a letter, twice encoded, fits; an upload does not.
BODY_LIMIT = 64 * 1024
#: As many fields as a form has, unless its line in the table says more.
FIELDS_LIMIT = 64
_BODY_SECONDS = 10
_NO_FILES: Mapping[str, bytes] = MappingProxyType({})


class Fields:
    """The fields of one form; a name may come several times (boxes that were ticked)."""

    def __init__(
        self, pairs: list[tuple[str, str]], files: Mapping[str, bytes] = _NO_FILES
    ) -> None:
        self.pairs = pairs
        #: What was uploaded, by the name of its field; never what its file was called.
        self.files = files

    def one(self, name: str, limit: int = 200) -> str:
        """Return a field, cut to a length; empty where it is missing."""
        return next((value for key, value in self.pairs if key == name), "")[:limit]

    def all(self, name: str) -> list[str]:
        """Return every value of a field."""
        return [value for key, value in self.pairs if key == name]


async def read_fields(
    request: web.Request, most_bytes: int = BODY_LIMIT, most_fields: int = FIELDS_LIMIT
) -> Fields:
    """Read a form posted as browsers post it, uploads too.

    Not `request.post()`: that one writes uploads to the temporary folder.
    """
    body = await _body(request, most_bytes)
    if request.content_type == "multipart/form-data":
        return _of_parts(request.headers["Content-Type"], body, most_fields)
    if request.content_type != "application/x-www-form-urlencoded":
        return Fields([])
    try:
        text = body.decode(errors="replace")
        return Fields(parse_qsl(text, keep_blank_values=True, max_num_fields=most_fields))
    except ValueError:
        raise web.HTTPBadRequest from None


async def _body(request: web.Request, most: int) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > most:
                    raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=len(body))
            return bytes(body)
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (web.RequestPayloadError, ClientPayloadError):
        raise web.HTTPBadRequest from None


def _of_parts(kind: str, body: bytes, most: int) -> Fields:
    whole = BytesParser(policy=HTTP).parsebytes(
        b"Content-Type: " + kind.encode(errors="replace") + b"\r\n\r\n" + body
    )
    pairs: list[tuple[str, str]] = []
    files: dict[str, bytes] = {}
    for name, is_file, content in _parts(whole):
        if is_file:
            files.setdefault(name, content)
        else:
            pairs.append((name, content.decode(errors="replace")))
        if len(pairs) + len(files) > most:
            raise web.HTTPBadRequest
    return Fields(pairs, files)


def _parts(whole: Message) -> Iterator[tuple[str, bool, bytes]]:
    """The name of each part, whether it is an upload, and what it holds."""
    for each in whole.get_payload() if whole.is_multipart() else ():
        if not isinstance(each, Message):
            continue
        name = each.get_param("name", header="content-disposition")
        content = each.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            yield name, each.get_filename() is not None, content
