"""What can go wrong between us and the Bot API.

No sentence here quotes an address (it carries the token), a chat or a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import StartError

if TYPE_CHECKING:
    from collections.abc import Iterable


class SensitiveFaceError(StartError):
    """What anybody sees of the bot would give away what it is for."""

    def __init__(self, language: str, words: Iterable[str]) -> None:
        super().__init__(
            f"The bot's name, descriptions or commands in '{language}' say:"
            f" {', '.join(sorted(set(words)))}. Nothing was set. Change these texts in"
            " locales, or the word list of the flows."
        )
        self.language = language


class NoTokenError(StartError):
    """There is no bot to set up."""

    def __init__(self) -> None:
        super().__init__(
            "There is no token. Ask BotFather for one and name its file in 'telegram.token_file'."
        )


class SetupRefusedError(StartError):
    """Telegram did not take the bot's name, descriptions or commands."""

    def __init__(self, language: str, reason: str) -> None:
        super().__init__(
            f"Telegram did not take the bot's texts in '{language}': {reason}."
            " Run this again later; what is set already stays."
        )
        self.language = language


_UNKNOWN = ("not supported", "not implemented", "unknown method", "method not found")


class BotApiError(Exception):
    """The Bot API did not do what it was asked."""


class UnreachableError(BotApiError):
    """No answer came: the network, a timeout, or something that is not a Bot API."""

    def __init__(self, method: str) -> None:
        super().__init__(f"The Bot API did not answer to {method}.")
        self.method = method


class RefusedError(BotApiError):
    """The Bot API answered no."""

    def __init__(
        self, method: str, code: int, description: str = "", retry_after: float = 0.0
    ) -> None:
        super().__init__(f"The Bot API refused {method} with code {code}.")
        self.method = method
        self.code = code
        #: The server's own words. Kept out of the sentence: it may quote what we sent.
        self.description = description.lower()
        #: Seconds the server asks us to wait; 0 when it does not say.
        self.retry_after = retry_after

    @property
    def is_pause(self) -> bool:
        """Whether the server asks for patience."""
        return self.code == 429  # noqa: PLR2004 (Too Many Requests)

    @property
    def is_passing(self) -> bool:
        """Whether the same call may well succeed later."""
        failed = self.code >= 500 and not self.is_unknown_method  # noqa: PLR2004
        return self.is_pause or failed

    @property
    def is_unknown_method(self) -> bool:
        """Whether this server has never heard of the method."""
        # Telegram says 404; other servers have their own ways to say so.
        in_words = self.code >= 500 and self.says(*_UNKNOWN)  # noqa: PLR2004
        return self.code in {404, 405, 501} or in_words

    @property
    def is_wrong_token(self) -> bool:
        """Whether the token is not, or no longer, a bot's."""
        return self.code == 401  # noqa: PLR2004 (Unauthorized)

    @property
    def is_closed_chat(self) -> bool:
        """Whether she stopped the bot, or the chat is no more."""
        return self.code == 403 or "chat not found" in self.description  # noqa: PLR2004

    def says(self, *words: str) -> bool:
        """Whether the server's words contain one of these."""
        return any(word in self.description for word in words)
