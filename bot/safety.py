"""Which settings would expose a woman or mislead her: they stop the start, with a sentence."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.settings import TELEGRAM_API, Mode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings

#: Where the way out may not lead: search engines' first pages suggest what was searched,
#: social sites greet by name (SAFETY QE-10).
REFUSED_EXITS = (
    "google", "bing", "yahoo", "duckduckgo", "yandex", "baidu", "ecosia", "qwant", "startpage",
    "facebook", "instagram", "tiktok", "twitter", "x", "threads", "whatsapp", "telegram", "t",
    "youtube", "linkedin", "pinterest", "reddit", "snapchat", "vk", "discord", "twitch",
    "1522", "direcontrolaviolenza",
)  # fmt: skip

_DEFAULT_SECRETS = re.compile(
    r"change.?me|replace.?me|secret|password|example|token", re.IGNORECASE
)
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
_TOKEN = re.compile(r"[0-9]{5,}:[A-Za-z0-9_-]{30,}")


def dangers(settings: Settings) -> list[str]:
    """Everything unsafe in the settings, each with what to do."""
    found = [*_folders(settings), *_web(settings), *_telegram(settings)]
    if settings.mode is Mode.SERVICE:
        found += [*_service_web(settings), *_service_telegram(settings)]
    else:
        found += [*_demo(settings)]
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
    exit_to = urlsplit(web.neutral_exit)
    host = (exit_to.hostname or "").lower()
    local = settings.mode is Mode.DEMO and is_loopback(host)
    if web.neutral_exit not in web.neutral_sites:
        yield (
            "'webchat.neutral_exit' is not one of 'webchat.neutral_sites'. "
            "Choose one of them, or add it there once somebody has looked at it."
        )
    if set(host.split(".")) & set(REFUSED_EXITS):
        yield (
            f"'webchat.neutral_exit' leads to {host}: search engines, social sites and help sites "
            "can show what was searched or who she is. Choose a weather or news page."
        )
    if not local and (exit_to.scheme != "https" or not host):
        yield "'webchat.neutral_exit' must be an https address."
    if exit_to.query or exit_to.fragment or exit_to.username:
        yield "'webchat.neutral_exit' must be a plain address, without '?', '#' or a user's name."
    public = urlsplit(web.public_url)
    if web.public_url and public.scheme != "https" and not is_loopback(public.hostname or ""):
        yield "'webchat.public_url' must begin with https://: without it anybody on the way reads."
    if public.path not in {"", "/"} or public.query:
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
    base = urlsplit(telegram.api_base)
    if base.scheme not in {"http", "https"} or not base.hostname:
        yield "'telegram.api_base' must be an address such as https://api.telegram.org."


def _service_web(settings: Settings) -> Iterator[str]:
    web = settings.webchat
    if web.enabled and urlsplit(web.public_url).scheme != "https":
        yield (
            "In service mode 'webchat.public_url' must be the https address that women see, "
            "for example https://info.example.org."
        )


def _service_telegram(settings: Settings) -> Iterator[str]:
    telegram = settings.telegram
    token = telegram.token.get_secret_value()
    if not token:
        return
    if (
        telegram.api_base.rstrip("/") != TELEGRAM_API
        and urlsplit(telegram.api_base).scheme != "https"
    ):
        yield "In service mode 'telegram.api_base' must be https: the token would travel in clear."
    if not _TOKEN.fullmatch(token) or _DEFAULT_SECRETS.search(token):
        yield "'telegram.token' is not BotFather's. Copy yours into 'telegram.token_file'."
    if telegram.webhook_url and urlsplit(telegram.webhook_url).scheme != "https":
        yield "'telegram.webhook_url' must begin with https://: Telegram posts nowhere else."


def _demo(settings: Settings) -> Iterator[str]:
    web, telegram = settings.webchat, settings.telegram
    # What nobody has confirmed is shown in demo mode: it may not be reached from outside.
    if web.enabled and not is_loopback(web.host):
        yield (
            "In demo mode 'webchat.host' must be this machine (127.0.0.1): unconfirmed numbers "
            'are shown. Set mode = "service" to be reached from outside.'
        )
    if telegram.token.get_secret_value() and telegram.api_base.rstrip("/") == TELEGRAM_API:
        yield (
            "In demo mode the bot does not talk to the real Telegram: unconfirmed numbers are "
            "shown. Set mode = \"service\", or point 'telegram.api_base' to a test server."
        )
    if telegram.webhook_url and not is_loopback(telegram.webhook_host):
        yield "In demo mode 'telegram.webhook_host' must be this machine (127.0.0.1)."


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only be this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
