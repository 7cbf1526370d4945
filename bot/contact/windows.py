"""Which windows are open, in memory: what the idle sweep and the delivery ask at every moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation import Address
from flows.definition import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from routing.handoff import Handoff


@dataclass(frozen=True, slots=True)
class _Open:
    handoff: bytes
    until: datetime


class Windows:
    """Remembers where a window is open. What is kept decides; this only spares asking it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._open: dict[Address, _Open] = {}
        #: Where she left and that could not be kept yet: the silence holds all the same (P3).
        self._left: set[Address] = set()

    def learn(self, handoffs: Iterable[Handoff]) -> None:
        """Begin with what is kept."""
        for handoff in handoffs:
            self.note(handoff)

    def note(self, handoff: Handoff) -> None:
        """See a handoff as it stands now."""
        address = address_of(handoff.address)
        if address is None:
            return
        if handoff.may_be_answered(self._now()) and handoff.window_until is not None:
            self._open[address] = _Open(handoff.id, handoff.window_until)
        else:
            self._open.pop(address, None)

    def silence(self, address: Address) -> None:
        """Nothing may be shown there until she comes back."""
        self._open.pop(address, None)
        self._left.add(address)

    def is_silent(self, address: Address) -> bool:
        """Whether she left and has not come back since."""
        return address in self._left

    def hear(self, address: Address) -> None:
        """She does something there again."""
        self._left.discard(address)

    def is_open(self, address: Address) -> bool:
        """Whether words may appear there now."""
        found = self._open.get(address)
        return found is not None and self._now() < found.until

    def on(self, channel: Channel) -> tuple[Address, ...]:
        """Return where a window is open on this channel."""
        return tuple(
            address
            for address in self._open
            if address.channel is channel and self.is_open(address)
        )


def written(address: Address) -> str:
    """An address as a handoff keeps it: "telegram|4711"."""
    return address.context.decode()


def address_of(text: str) -> Address | None:
    """What `written` made; `None` of anything else, such as a forgotten one."""
    channel, _, key = text.partition("|")
    return Address(Channel(channel), key) if key and channel in set(Channel) else None
