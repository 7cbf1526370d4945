"""What every answer of the console tells the browser to refuse."""

from __future__ import annotations

from multidict import CIMultiDict

#: Nothing inline, nothing from elsewhere, nobody around us.
_CONTENT = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
)
_REFUSED = (
    "accelerometer",
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
    "screen-wake-lock",
    "serial",
    "usb",
)
_OWN = ("publickey-credentials-create", "publickey-credentials-get")
#: A year (ASVS 3.4.1).
_STRICT_TRANSPORT = "max-age=31536000"


def strict_headers(*, is_secure: bool) -> CIMultiDict[str]:
    """Return the headers of every answer, whatever it is."""
    policy = [*(f"{name}=()" for name in _REFUSED), *(f"{name}=(self)" for name in _OWN)]
    headers = CIMultiDict(
        {
            "Server": "web",
            "Cache-Control": "no-store",
            "Content-Security-Policy": "; ".join(_CONTENT),
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": ", ".join(policy),
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
    """Ask the browser to drop what it may still hold of us.

    Not "cookies": that would sign her out of every other site under the same domain. Ours is
    taken back by itself.
    """
    headers["Clear-Site-Data"] = '"cache", "storage"'
