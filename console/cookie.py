"""The one thing an operator's browser keeps for us: the random value of her session."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web
    from multidict import CIMultiDict

#: 256 random bits, as `secrets.token_urlsafe(32)` writes them.
_VALUE = r"[A-Za-z0-9_-]{43}"


class Cookie:
    """Reads, gives and takes back the cookie. It has no expiry: it goes with the browser."""

    def __init__(self, *, is_secure: bool) -> None:
        # The `__Host-` prefix needs https; on http://localhost there is none.
        self.name = "__Host-console" if is_secure else "console"
        self._traits = "; Path=/; HttpOnly; SameSite=Strict" + ("; Secure" if is_secure else "")
        self._pattern = re.compile(rf"(?:^|;\s*){re.escape(self.name)}=({_VALUE})(?:;|$)")

    def read(self, request: web.Request) -> str:
        """Return the session's value, or an empty text."""
        found = self._pattern.search(request.headers.get("Cookie", ""))
        return found[1] if found else ""

    def give(self, headers: CIMultiDict[str], value: str) -> None:
        """Ask the browser to keep the value while it is open."""
        headers["Set-Cookie"] = f"{self.name}={value}{self._traits}"

    def take_back(self, headers: CIMultiDict[str]) -> None:
        """Ask the browser to forget the session."""
        headers["Set-Cookie"] = (
            f"{self.name}=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT{self._traits}"
        )
