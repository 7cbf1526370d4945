"""Which of a person's lines stand on her screen: each in its turn, none lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flows.definition import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.ports import HeldLine

#: How much of what a person wrote fits on one screen, in UTF-16 units: Telegram takes 4096 for
#: a message, the words around it included.
ROOM: Final = {Channel.TELEGRAM: 2600, Channel.WEB: 12_000}
#: What stands between two lines.
_GAP: Final = 2


def page(
    held: Sequence[HeldLine], channel: Channel, unread: frozenset[int] = frozenset()
) -> tuple[list[HeldLine], int]:
    """Return the lines for one screen, in order, and how many wait for the next.

    `unread` came onto her screen since she last did something: no newer line pushes them away.

    The oldest that was not shown comes first; what room is left goes to what she
    read just before. A line is never cut.
    """
    room = ROOM[channel]
    fresh: list[HeldLine] = []
    waiting = [line for line in held if not line.shown or line.number in unread]
    for line in waiting:
        room -= _units(line.text)
        if room < 0 and fresh:
            break
        fresh.append(line)
    read: list[HeldLine] = []
    first = fresh[0].number if fresh else None
    for line in reversed(held):
        if line.shown and (first is None or line.number < first):
            room -= _units(line.text)
            if room < 0 and (fresh or read):
                break
            read.append(line)
    return [*reversed(read), *fresh], len(waiting) - len(fresh)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2 + _GAP
