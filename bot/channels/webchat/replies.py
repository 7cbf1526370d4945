"""The answers the web chat gives: pages, files, silence."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from aiohttp import web

from bot.channels.webchat.headers import forget_all, strict_headers

if TYPE_CHECKING:
    from multidict import CIMultiDict

    from bot.channels.webchat.assets import Asset
    from bot.channels.webchat.session import SessionCookie

_HTML = "text/html; charset=utf-8"
#: What compresses a page of a few kB well without filling 256 kB of tables first.
_LEVEL, _WINDOW, _MEMORY = 4, 16 + 13, 7


class Replies:
    """Makes responses that all carry the strict headers."""

    def __init__(self, cookie: SessionCookie, *, leave_to: str, is_secure: bool) -> None:
        self._cookie = cookie
        self._leave_to = leave_to
        #: Of every answer, whatever it is.
        self.headers = strict_headers(is_secure=is_secure)

    def page(
        self, request: web.Request, body: bytes, *, status: int = 200, session: str = ""
    ) -> web.Response:
        """Send a page; `session` is the value to keep from now on."""
        headers = self.headers.copy()
        headers["Content-Type"] = _HTML
        headers["Vary"] = "Accept-Encoding, X-Part"
        if session:
            self._cookie.give(headers, session)
        if _takes_gzip(request):
            body = _pack(body)
            headers["Content-Encoding"] = "gzip"
        return web.Response(body=body, status=status, headers=headers)

    def file(self, request: web.Request, asset: Asset) -> web.Response:
        """Send one of the files beside the page."""
        headers = self.headers.copy()
        headers["Content-Type"] = asset.kind
        headers["Vary"] = "Accept-Encoding"
        body = asset.body
        if asset.packed and _takes_gzip(request):
            body = asset.packed
            headers["Content-Encoding"] = "gzip"
        return web.Response(body=body, headers=headers)

    def stream(self) -> web.StreamResponse:
        """Begin to send what changes; nothing on the way may collect it first."""
        headers = self.headers.copy()
        headers["Content-Type"] = "text/event-stream; charset=utf-8"
        headers["X-Accel-Buffering"] = "no"
        return web.StreamResponse(headers=headers)

    def nothing(self) -> web.Response:
        """Say that all is well, with no page."""
        return web.Response(status=204, headers=self.headers.copy())

    def leave(self) -> web.Response:
        """End the visit and lead to the neutral site."""
        headers = self._ended()
        headers["Location"] = self._leave_to
        return web.Response(status=303, headers=headers)

    def left(self) -> web.Response:
        """End the visit, for a page that is leaving by itself."""
        return web.Response(status=204, headers=self._ended())

    def leave_after_typing(self, body: bytes) -> web.Response:
        """End the visit from a form, where a redirect could hold her here.

        Browsers apply `form-action` to where a form's redirects lead, so a
        303 would be blocked on the way to the neutral site. `Refresh` is not.
        """
        headers = self._ended()
        headers["Content-Type"] = _HTML
        headers["Refresh"] = f"0; url={self._leave_to}"
        return web.Response(body=body, headers=headers)

    def _ended(self) -> CIMultiDict[str]:
        headers = self.headers.copy()
        self._cookie.take_back(headers)
        forget_all(headers)
        return headers


def _takes_gzip(request: web.Request) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


def _pack(body: bytes) -> bytes:
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY)
    return squeeze.compress(body) + squeeze.flush()
