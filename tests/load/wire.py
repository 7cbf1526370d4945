"""A lean HTTP/1.1 server for the load side: as little work as honest HTTP allows."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import parse_qsl

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable

_LENGTH: Final = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_KIND: Final = re.compile(rb"(?i)\r\ncontent-type: *([^\r]+)")
_CHUNKED: Final = re.compile(rb"(?i)\r\ntransfer-encoding: *chunked")
_NAME: Final = re.compile(rb'name="?([^";\r]+)')
_REASONS: Final = {200: b"OK", 400: b"Bad Request", 404: b"Not Found", 409: b"Conflict"}


class Connection(asyncio.Protocol):
    """One client's connection, kept alive. Clients here send one request at a time."""

    def __init__(self, handle: Callable[[Connection, str, dict[str, Any]], None]) -> None:
        self._handle = handle
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        # uvloop's transports are not derived from asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Answer no more."""
        self._transport = None

    @property
    def is_open(self) -> bool:
        """Whether somebody would read an answer."""
        return self._transport is not None

    def data_received(self, data: bytes) -> None:
        """Hand over a request when all of it is here."""
        self._buffer = self._buffer + data if self._buffer else data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._buffer[: end + 2]
        body = _body(head, self._buffer[end + 4 :])
        if body is None:
            return
        self._buffer = b""
        path = head.split(b" ", 2)[1].partition(b"?")[0]
        kind = _KIND.search(head)
        fields = _fields(kind[1] if kind else b"", body) if body else {}
        self._handle(self, path.rpartition(b"/")[2].decode(), fields)

    def answer(self, body: bytes, status: int = 200) -> None:
        """Send an answer of JSON."""
        if self._transport is not None:
            self._transport.write(
                b"HTTP/1.1 %d %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (status, _REASONS[status], len(body), body)
            )


def _body(head: bytes, rest: bytes) -> bytes | None:
    """Return the body, or `None` while it is not all here."""
    length = _LENGTH.search(head)
    if length is not None:
        return rest if len(rest) >= int(length[1]) else None
    if _CHUNKED.search(head):
        return _unchunked(rest) if rest.endswith(b"0\r\n\r\n") else None
    return b""


def _unchunked(rest: bytes) -> bytes:
    whole = b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size, 16)
        whole, rest = whole + rest[:length], rest[length + 2 :]
    return whole


def _fields(kind: bytes, body: bytes) -> dict[str, Any]:
    """Read the three forms in which bots send a call's fields."""
    if kind.startswith(b"application/json"):
        return dict(orjson.loads(body))
    if kind.startswith(b"multipart/form-data"):
        return _parts(kind.rpartition(b"boundary=")[2].strip(b'"'), body)
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _parts(boundary: bytes, body: bytes) -> dict[str, Any]:
    fields = {}
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if name is not None:
            fields[name[1].decode()] = value[:-2].decode()
    return fields
