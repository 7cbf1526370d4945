"""What every home of the handoffs makes of a change: the rules that its twin shares."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.handoff import Stage
from routing.ports import By

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routing.handoff import Handoff
    from routing.ports import Change, NewLine


def is_repeated(change: Change, new: Sequence[NewLine]) -> bool:
    """Whether all that somebody wrote in it is kept already: the same act, sent again."""
    written = [line for line in change.lines if line.by is not By.MARK]
    return bool(written) and not any(line.by is not By.MARK for line in new)


def applied(before: Handoff, change: Change, new: Sequence[NewLine]) -> Handoff:
    """The card after a change, its own counts brought forward."""
    hers = 0 if change.destroy else before.written + sum(line.by is By.HERS for line in new)
    return replace(change.handoff, id=before.id, written=hers, version=before.version + 1)


def whose_address(cards: Iterable[Handoff], address: str) -> Handoff | None:
    """The one that lives there: she may have begun another after she left one."""
    living = [
        card
        for card in cards
        if address and card.address == address and card.stage is not Stage.CLOSED
    ]
    return max(living, key=_last_seen, default=None)


def _last_seen(card: Handoff) -> tuple[bool, float, bytes]:
    return (card.present, (card.hers_at or card.opened_at).timestamp(), card.id)
