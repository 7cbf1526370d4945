"""Which windows are open, in memory: what the idle sweep and the delivery ask at every moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation import Address
from flows.definition import Channel

if TYPE_CHECKING:
    from collections.abc import Callable
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
        self._places: dict[bytes, Address] = {}
        #: Where she left, and how, while that is not kept yet: the silence holds already (P3).
        self._left: dict[Address, bool] = {}
        #: Where handoffs are or were: every one this process opened, changed or found at its start.
        #: Replicas that share a chat would have to tell each other of new ones (the bell could).
        self._occupied: set[Address] = set()
        #: Where a window was open whose handoff is hers in another place since: what stands on
        #: that screen is nobody's any more.
        self._moved: set[Address] = set()
        self._has_seen_all = False

    def seen_all(self) -> None:
        """Every handoff there is was noted: where none was, there is none."""
        self._has_seen_all = True

    def may_have_one(self, address: Address) -> bool:
        """Whether a handoff may be there; spares asking for the many visits without one."""
        return not self._has_seen_all or address in self._occupied

    def found_none(self, address: Address) -> None:
        """What is kept says that there is none."""
        self._occupied.discard(address)
        self._moved.discard(address)

    def note(self, handoff: Handoff) -> None:
        """See a handoff as it stands now."""
        before, address = self._places.pop(handoff.id, None), address_of(handoff.address)
        if before is not None:
            self._open.pop(before, None)
            if before != address:
                self._moved.add(before)
        if address:
            self._moved.discard(address)
            self._occupied.add(address)
        if address and handoff.window_until and handoff.may_be_answered(self._now()):
            self._open[address] = _Open(handoff.id, handoff.window_until)
            self._places[handoff.id] = address

    def has_moved(self, address: Address) -> bool:
        """Whether a window was open there when its handoff became hers in another place."""
        return address in self._moved

    def until(self, address: Address) -> datetime | None:
        """Return until when words may appear there; `None` if they may not."""
        found = self._open.get(address)
        return found.until if found is not None and self._now() < found.until else None

    def on(self, channel: Channel) -> tuple[Address, ...]:
        """Return where a window is open on this channel."""
        return tuple(each for each in self._open if each.channel is channel and self.until(each))

    def silence(self, address: Address, *, in_a_hurry: bool) -> None:
        """Show nothing there from now on: she left, and it has to be kept."""
        found = self._open.pop(address, None)
        if found is not None:
            self._places.pop(found.handoff, None)
        self._moved.discard(address)
        self._left[address] = in_a_hurry or self._left.get(address, False)

    def kept(self, address: Address) -> None:
        """That she left is kept now: what is kept says the same."""
        self._left.pop(address, None)

    def is_silent(self, address: Address) -> bool:
        """Whether she left and that is not kept yet."""
        return address in self._left

    @property
    def to_keep(self) -> tuple[tuple[Address, bool], ...]:
        """Where she left, and whether in a hurry, that is not kept yet."""
        return tuple(self._left.items())


def written(address: Address) -> str:
    """An address as a handoff keeps it: "telegram|4711"."""
    return address.context.decode()


def address_of(text: str) -> Address | None:
    """What `written` made; `None` of anything else, such as a forgotten one."""
    channel, _, key = text.partition("|")
    return Address(Channel(channel), key) if key and channel in set(Channel) else None
