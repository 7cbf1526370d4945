"""An approved edition whose moment has come: live, or refused if it does not pass any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.editions.publishing import REFUSED, Publishing
from bot.errors import ContentError
from locales.phrase import S_
from storage.editions.records import What
from storage.errors import EditionError
from storage.staff.audit import KEEPER, Deed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.editions.bench import Workbench
    from storage.editions.records import Edition
    from storage.staff.audit import AuditLog

#: Why, as words of the log.
_CHECKS, _SETTINGS, _MOVED_ON = "checks", "settings", "moved_on"
_WHY: Final = {
    _CHECKS: S_("Al suo momento i controlli non erano più tutti a posto."),
    _SETTINGS: S_("Al suo momento non andava d'accordo con le impostazioni del programma."),
    _MOVED_ON: S_("Prima del suo momento è andata in linea un'altra versione."),
}


class Due:
    """Puts live what two people approved, and nobody's mistake."""

    def __init__(
        self,
        bench: Workbench,
        audit: AuditLog,
        see_that_it_can_be_used: Callable[[Edition], Awaitable[object]],
    ) -> None:
        """`see_that_it_can_be_used` raises ContentError for one that cannot."""
        self._bench = bench
        self._audit = audit
        self._see = see_that_it_can_be_used

    async def put_live(self) -> None:
        """Do it, if one is due; noted in the log either way.

        Raises:
            StorageError: it is done the next time.
        """
        now = self._bench.clock()
        due = await self._bench.editions.due(now)
        if due is None:
            return
        why = await self._stands_against(due)
        if not why:
            try:
                await self._bench.editions.put_live(due.number, now)
            except EditionError:
                why = _MOVED_ON
            else:
                await self._audit.note(KEEPER, Deed.EDITION_LIVE, f"v{due.number}")
                return
        await self._refuse(due, why)

    async def _stands_against(self, due: Edition) -> str:
        """Why it cannot be live today; empty: it can."""
        standing = await Publishing(self._bench).standing(f"v{due.number}", due.hides)
        if not standing.is_green:
            return _CHECKS
        try:
            await self._see(due)
        except ContentError:
            return _SETTINGS
        return ""

    async def _refuse(self, due: Edition, why: str) -> None:
        """It stays to be seen, and its draft is open again for those who made it."""
        editions, drafts, now = self._bench.editions, self._bench.drafts, self._bench.clock()
        try:
            await editions.refuse(due.number, KEEPER, now)
        except EditionError:
            # Another replica was quicker, whatever it did.
            return
        await self._audit.note(KEEPER, Deed.EDITION_REFUSED, f"v{due.number}", why)
        if due.draft:
            draft = await drafts.reopen(due.draft, now)
            what = What(REFUSED, {"why": _WHY[why]})
            await drafts.change(draft.id, draft.version, {}, what=what, who=KEEPER, now=now)
