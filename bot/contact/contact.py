"""Her side of a handoff, whatever the channel: acts carried out, screens drawn, silence kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.conversation import Address
    from bot.view import Answer, Errand
    from flows.definition import Channel


class Contact:
    """The only place that acts on a handoff for her.

    No method raises: while the storage cannot be used, she is told calmly.
    """

    async def start(self) -> None:
        """Learn which windows are open (`holds`), once the storage is open."""
        raise NotImplementedError

    async def carry_out(self, address: Address, errand: Errand, *, source: str) -> Answer:
        """Do what she asked and return the screen to draw, its position included.

        Args:
            address: where she is.
            errand: from `Conversation`, as it came.
            source: what makes typed words the same line when they come twice:
                "chat|message_id" on Telegram, a form's own random value on the web.

        `Answer.kept` says whether typed words are safe with us now.
        """
        raise NotImplementedError

    async def left(self, address: Address, *, in_a_hurry: bool) -> None:
        """She used the way out, or her screen was swept: nothing is shown until she returns (P3).

        From the moment this is called `redraw` gives nothing for the address, also while
        the storage cannot be used.
        """
        raise NotImplementedError

    def holds(self, address: Address) -> bool:
        """Whether her window is open: the idle sweep waits, up to its 47 hours."""
        raise NotImplementedError

    def present(self, channel: Channel) -> tuple[Address, ...]:
        """Return where a window is open on this channel now."""
        raise NotImplementedError

    async def redraw(
        self, address: Address, position: bytes = b"", token: str = ""
    ) -> Answer | None:
        """Return what her screen should show now; `None` when nothing may be shown (P3, P4).

        Ask right before drawing, and pass the answer on to `shown` once it is drawn. Outside
        an open window the screen tells no line: only that replies wait.

        Args:
            address: where she is.
            position: her screen's, from the ledger (packed).
            token: or of any button of her page (sealed).
        """
        raise NotImplementedError

    async def shown(self, address: Address, answer: Answer) -> None:
        """The answer is on her screen now: its lines count as shown."""
        raise NotImplementedError

    def changes(self, address: Address) -> AsyncIterator[None]:
        """Yield each time her screen may have changed; ends when she has no handoff there."""
        raise NotImplementedError
