"""Which settings would expose a woman or mislead her: they stop the start, with a sentence."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from bot.settings import TELEGRAM_API, Mode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings

#: Where the way out may not lead: search engines' first pages suggest what was searched,
#: social sites greet by name (SAFETY QE-10).
REFUSED_EXITS = frozenset({
    "google", "goo", "bing", "msn", "yahoo", "duckduckgo", "yandex", "baidu", "ecosia", "qwant",
    "startpage", "ask", "facebook", "fb", "instagram", "tiktok", "twitter", "x", "threads",
    "whatsapp", "wa", "m", "messenger", "telegram", "t", "youtube", "youtu", "linkedin",
    "pinterest", "reddit", "snapchat", "vk", "discord", "twitch", "1522", "direcontrolaviolenza",
})  # fmt: skip

#: "google.co.uk" is Google's as "google.it" is, while "google.example.org" is somebody else's.
_SHARED_ENDINGS = frozenset({"co", "com", "org", "net", "ac", "gov", "edu"})

#: A name as browsers resolve it, so that none reads as one site here and as another there.
_PLAIN_SITE = re.compile(
    r"https?://(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?"
    r"(?:/[A-Za-z0-9/._~-]*)?"
)

_DEFAULT_SECRETS = re.compile(
    r"change.?me|replace.?me|secret|password|example|token", re.IGNORECASE
)
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
_IN_A_PATH = re.compile(r"[A-Za-z0-9:_-]*")
_TOKEN = re.compile(r"[0-9]{5,}:[A-Za-z0-9_-]{30,}")


def dangers(settings: Settings) -> list[str]:
    """Everything unsafe in the settings, each with what to do."""
    found = [*_folders(settings), *_web(settings), *_telegram(settings), *_console(settings)]
    if settings.mode is Mode.SERVICE:
        found += [
            *_service_web(settings),
            *_service_telegram(settings),
            *_service_console(settings),
        ]
    else:
        found += [*_demo(settings), *_demo_console(settings)]
    return found


def _folders(settings: Settings) -> Iterator[str]:
    data, keys = settings.folders.data.resolve(), settings.folders.keys.resolve()
    if keys == data or data in keys.parents or keys in data.parents:
        yield (
            "'folders.keys' and 'folders.data' lie one inside the other: a copy of the database "
            "would carry its keys. Give them two separate folders."
        )


def _web(settings: Settings) -> Iterator[str]:
    web = settings.webchat
    if not web.enabled:
        return
    host = _host(web.neutral_exit)
    is_https = web.neutral_exit.lower().startswith("https://")
    local = settings.mode is Mode.DEMO and is_loopback(host)
    if web.neutral_exit not in web.neutral_sites:
        yield (
            "'webchat.neutral_exit' is not one of 'webchat.neutral_sites'. "
            "Choose one of them, or add it there once somebody has looked at it."
        )
    if _owner(host) in REFUSED_EXITS:
        yield (
            f"'webchat.neutral_exit' leads to {host}: search engines, social sites and help sites "
            "can show what was searched or who she is. Choose a weather or news page."
        )
    if not local and not is_https:
        yield "'webchat.neutral_exit' must be an https address."
    elif not _PLAIN_SITE.fullmatch(web.neutral_exit):
        yield (
            "'webchat.neutral_exit' must be a plain address such as https://www.meteoam.it/: "
            "letters and digits, without '?', '#', '%' or a user's name."
        )
    public = _split(web.public_url)
    if web.public_url and public.scheme != "https" and not is_loopback(public.hostname or ""):
        yield "'webchat.public_url' must begin with https://: without it anybody on the way reads."
    if web.public_url and (
        public.path not in {"", "/"} or not _PLAIN_SITE.fullmatch(web.public_url)
    ):
        yield "'webchat.public_url' must be a bare address such as https://info.example.org."


def _telegram(settings: Settings) -> Iterator[str]:
    telegram = settings.telegram
    secret = telegram.webhook_secret.get_secret_value()
    if telegram.webhook_url and not _WEBHOOK_SECRET.fullmatch(secret):
        yield (
            "'telegram.webhook_secret' must have 32 to 256 letters, digits, _ or -: without it "
            "anybody could speak to the bot as Telegram. Make one with: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    elif telegram.webhook_url and _DEFAULT_SECRETS.search(secret):
        yield "'telegram.webhook_secret' is an example's, not yours. Make a random one."
    if telegram.webhook_url and not telegram.token.get_secret_value():
        yield "'telegram.webhook_url' is set but there is no token. Set the token, or remove it."
    base = _split(telegram.api_base)
    if base.scheme not in {"http", "https"} or not base.hostname:
        yield "'telegram.api_base' must be an address such as https://api.telegram.org."
    if not _IN_A_PATH.fullmatch(telegram.token.get_secret_value()):
        # It becomes part of an address: a space or a line end would make another one.
        yield "'telegram.token' is not BotFather's: it has letters, digits and :, _ or - only."


def _console(settings: Settings) -> Iterator[str]:
    console = settings.console
    if not console.enabled:
        return
    address = _split(console.address)
    host = address.hostname or ""
    if _is_ip_address(host):
        yield (
            "'console.public_url' is an IP address: passkeys are bound to a host name. "
            "Use a name; on this machine http://localhost and the port."
        )
    elif address.path or not _PLAIN_SITE.fullmatch(console.address):
        yield "'console.public_url' must be a bare address such as https://desk.example.org."
    elif address.scheme != "https" and host != "localhost":
        yield (
            "'console.public_url' must begin with https://: browsers give no passkey without it, "
            "and anybody on the way reads."
        )


def _service_console(settings: Settings) -> Iterator[str]:
    console, web = settings.console, settings.webchat
    if not console.enabled:
        return
    if _split(console.address).scheme != "https":
        yield (
            "In service mode 'console.public_url' must be the https address that the staff open, "
            "for example https://desk.example.org."
        )
    if web.enabled and _host(console.address) == _host(web.public_url):
        yield (
            "'console.public_url' and 'webchat.public_url' have the same host name: a page of one "
            "could reach the other, and the name would tell who is behind it. Give the console a "
            "name of its own."
        )


def _demo_console(settings: Settings) -> Iterator[str]:
    console = settings.console
    if not console.enabled:
        return
    # There anybody comes in with a button.
    if not is_loopback(console.host):
        yield "In demo mode 'console.host' must be this machine (127.0.0.1): anybody may come in."
    if _host(console.address) != "localhost":
        yield "In demo mode 'console.public_url' must be http://localhost and the port, or empty."


def _service_web(settings: Settings) -> Iterator[str]:
    web = settings.webchat
    if web.enabled and _split(web.public_url).scheme != "https":
        yield (
            "In service mode 'webchat.public_url' must be the https address that women see, "
            "for example https://info.example.org."
        )


def _service_telegram(settings: Settings) -> Iterator[str]:
    telegram = settings.telegram
    token = telegram.token.get_secret_value()
    if not token:
        return
    if _split(telegram.api_base).scheme != "https":
        yield "In service mode 'telegram.api_base' must be https: the token would travel in clear."
    if not _TOKEN.fullmatch(token) or _DEFAULT_SECRETS.search(token):
        yield "'telegram.token' is not BotFather's. Copy yours into 'telegram.token_file'."
    if telegram.webhook_url and _split(telegram.webhook_url).scheme != "https":
        yield "'telegram.webhook_url' must begin with https://: Telegram posts nowhere else."


def _demo(settings: Settings) -> Iterator[str]:
    web, telegram = settings.webchat, settings.telegram
    # What nobody has confirmed is shown in demo mode: it may not be reached from outside.
    if web.enabled and not is_loopback(web.host):
        yield (
            "In demo mode 'webchat.host' must be this machine (127.0.0.1): unconfirmed numbers "
            'are shown. Set mode = "service" to be reached from outside.'
        )
    if telegram.token.get_secret_value() and _host(telegram.api_base) == _host(TELEGRAM_API):
        yield (
            "In demo mode the bot does not talk to the real Telegram: unconfirmed numbers are "
            "shown. Set mode = \"service\", or point 'telegram.api_base' to a test server."
        )
    if telegram.webhook_url and not is_loopback(telegram.webhook_host):
        yield "In demo mode 'telegram.webhook_host' must be this machine (127.0.0.1)."


def _split(address: str) -> SplitResult:
    """The parts of an address; none of them where it is not one."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def _host(address: str) -> str:
    return (_split(address).hostname or "").rstrip(".")


def _owner(host: str) -> str:
    """The word of a host's name that says whose it is: "google" of www.google.co.uk."""
    *names, _ = host.split(".")
    if len(names) > 1 and names[-1] in _SHARED_ENDINGS:
        names.pop()
    return names[-1] if names else host


def _is_ip_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only be this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
