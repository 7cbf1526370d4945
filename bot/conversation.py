"""One turn, whatever the channel: what she did in, one screen out. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.view import Answer
    from flows.definition import Channel


@dataclass(frozen=True, slots=True)
class Address:
    """Whom a token is bound to: nobody else's button opens it."""

    channel: Channel
    #: The chat on Telegram, the session cookie's value on the web.
    key: str


class Conversation:
    """Hears what she presses or types and answers with a screen.

    Every method is synchronous, takes well under a millisecond and never
    raises for anything a person can send: whatever is not understood lands on
    a calm first screen.
    """

    def begin(self, address: Address) -> Answer:
        """Open with the list of languages."""
        raise NotImplementedError

    def press(self, address: Address, token: str) -> Answer:
        """Answer a pressed button, from its sealed token alone."""
        raise NotImplementedError

    def typed(self, address: Address, text: str, position: bytes = b"", token: str = "") -> Answer:
        """Answer typed words: a way out, a number, a place.

        The position comes from the ledger (packed) or from the form (sealed);
        with neither, the words are heard on the first screen.
        """
        raise NotImplementedError

    def media(self, address: Address, position: bytes = b"") -> Answer:
        """Answer a photo, a voice, a file: only written words are read here."""
        raise NotImplementedError
