"""What every answer of the web chat tells the browser to refuse."""

from __future__ import annotations

from multidict import CIMultiDict

#: Nothing inline, nothing from elsewhere, nobody around us.
_CONTENT = (
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
)

_REFUSED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
)

#: A year (ASVS 3.4.1). The browser remembers the name for as long: the price
#: of never sending her words in clear, and a reason for a neutral name.
_STRICT_TRANSPORT = "max-age=31536000"


def strict_headers(*, is_secure: bool) -> CIMultiDict[str]:
    """Return the headers of every answer, whatever it is.

    `no-store` on style, script and icon as well: they are small, and a file in
    the cache is a trace that stays after she has deleted the history.
    """
    headers = CIMultiDict(
        {
            "Server": "web",
            "Cache-Control": "no-store",
            "Content-Security-Policy": "; ".join(_CONTENT),
            # Also what keeps WebKit from bringing a page back out of its cache after an exit
            # without scripts: found in tests, where nothing else did over http.
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": ", ".join(f"{name}=()" for name in _REFUSED),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "X-Robots-Tag": "noindex, nofollow",
        }
    )
    if is_secure:
        headers["Strict-Transport-Security"] = _STRICT_TRANSPORT
    return headers


def forget_all(headers: CIMultiDict[str]) -> None:
    """Ask the browser to drop what it may still hold of us."""
    headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
