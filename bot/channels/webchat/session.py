"""The one thing her browser keeps for us: a random value, for the visit only.

Buttons are sealed to it, so that without it a page sent again opens nothing.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web
    from multidict import CIMultiDict

#: 128 random bits, as `secrets.token_urlsafe(16)` writes them.
_VALUE = r"[A-Za-z0-9_-]{22}"


class SessionCookie:
    """Reads, gives and takes back the cookie of a visit.

    It has no expiry, so it goes with the browser at the latest. Strict also on
    the first navigation: somebody who follows a link from another site arrives
    without it, gets a fresh one and sees the door, which is what everybody sees.
    """

    def __init__(self, *, is_secure: bool) -> None:
        # The `__Host-` prefix needs https; on this machine's own address there is none.
        self.name = "__Host-s" if is_secure else "s"
        self._traits = "; Path=/; HttpOnly; SameSite=Strict" + ("; Secure" if is_secure else "")
        self._pattern = re.compile(rf"(?:^|;\s*){re.escape(self.name)}=({_VALUE})(?:;|$)")

    def read(self, request: web.Request) -> str | None:
        """Return the visit's value, or `None` if there is none or it is not ours."""
        found = self._pattern.search(request.headers.get("Cookie", ""))
        return found[1] if found else None

    @staticmethod
    def fresh() -> str:
        """Make the value of a new visit."""
        return secrets.token_urlsafe(16)

    def give(self, headers: CIMultiDict[str], value: str) -> None:
        """Ask the browser to keep the value while it is open."""
        headers["Set-Cookie"] = f"{self.name}={value}{self._traits}"

    def take_back(self, headers: CIMultiDict[str]) -> None:
        """Ask the browser to forget the visit.

        The change of a cookie no script can read is also what makes browsers
        drop our pages from their back-forward cache.
        """
        headers["Set-Cookie"] = (
            f"{self.name}=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT{self._traits}"
        )
