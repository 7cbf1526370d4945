"""What time alone does to what is kept: done to every handoff, and told in counts only."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog

from routing import desk
from routing.desk.ends import closes_at, goes_at
from routing.handoff import Handoff, Stage
from routing.ports import By

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from routing.desk.due import Rules
    from routing.ports import Change, DeskNow, Desks, Handoffs

#: Handoffs looked after at once: they share a commit, for which what she writes meanwhile waits.
_TOGETHER: Final = 16
#: Handoffs looked at in one go, so that the turns of others fit in between.
_CHUNK: Final = 250
#: Window over, claim lapsed, widened, closed: one after the other at most.
_IN_A_ROW: Final = 8
#: A line in the log each time would tell when somebody's visit ended.
_TOLD_EVERY: Final = timedelta(days=1)
DESTROYED: Final = "destroyed"

log = structlog.get_logger()


class Retention:
    """Lapses, widens, closes and destroys what is due. Run it every few seconds."""

    def __init__(self, handoffs: Handoffs, desks: Desks, book: Rules) -> None:
        self._handoffs = handoffs
        self._desks = desks
        self._book = book
        self._done: Counter[str] = Counter()
        self._told_at: datetime | None = None

    def renew(self, book: Rules) -> None:
        """Go by another book from now on."""
        self._book = book

    async def run(self, now: datetime) -> Mapping[str, int]:
        """Do what is due; return how often each thing was done.

        Raises:
            StorageUnavailableError: what was not done is done the next time.
        """
        desks = await self._desks.now()
        due = await self._all_due(now, desks)
        done: Counter[str] = Counter()
        for start in range(0, len(due), _TOGETHER):
            some = due[start : start + _TOGETHER]
            for counts in await asyncio.gather(*(self._look_after(c, now, desks) for c in some)):
                done += counts
        self._tell(done, now)
        return done

    async def _look_after(
        self, card: Handoff, now: datetime, desks: Mapping[str, DeskNow]
    ) -> Counter[str]:
        if desk.is_over(card, now):
            await self._handoffs.remove(card.id)
            return Counter([DESTROYED])
        done: Counter[str] = Counter()

        def act(standing: Handoff) -> Change | None:
            if desk.is_over(standing, now):
                return None
            change = desk.due(standing, now, self._book, desks)
            if change is not None:
                marks = (line.text for line in change.lines if line.by is By.MARK)
                made[:] = [desk.read_mark(text)[0].value for text in marks]
            return change

        made: list[str] = []
        for _ in range(_IN_A_ROW):
            kept = await self._handoffs.change(card.id, act)
            if kept is None:
                break
            done.update(made)
            if not self._is_due(kept, now, desks):
                break
        return done

    async def _all_due(self, now: datetime, desks: Mapping[str, DeskNow]) -> list[Handoff]:
        cards, due = await self._handoffs.all(), list[Handoff]()
        for start in range(0, len(cards), _CHUNK):
            some = cards[start : start + _CHUNK]
            due += [card for card in some if self._is_due(card, now, desks)]
            await asyncio.sleep(0)
        return due

    def _is_due(self, card: Handoff, now: datetime, desks: Mapping[str, DeskNow]) -> bool:
        return desk.due(card, now, self._book, desks) is not None

    def _tell(self, done: Counter[str], now: datetime) -> None:
        self._done += done
        self._told_at = self._told_at or now
        if now - self._told_at >= _TOLD_EVERY and self._done:
            log.info("What time alone did to handoffs since the last such line.", **self._done)
            self._done.clear()
            self._told_at = now


@dataclass(frozen=True, slots=True, order=True)
class Going:
    """How many handoffs something happens to within one hour, if nobody does anything."""

    #: The beginning of that hour.
    hour: datetime
    #: What happens to them: "closed" or "destroyed".
    what: str
    handoffs: int


def forecast(cards: Iterable[Handoff]) -> list[Going]:
    """What would go when. No row of it is one person's: hours and counts."""
    ends: Counter[tuple[datetime, str]] = Counter()
    for card in cards:
        if card.stage is not Stage.CLOSED:
            ends[_hour(closes_at(card)), "closed"] += 1
        ends[_hour(goes_at(card)), DESTROYED] += 1
    return sorted(Going(hour, what, many) for (hour, what), many in ends.items())


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
