"""What the keepers of editions and drafts promise: `store`, `drafts`, `storage.memory.editions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.editions.records import Changed, Done, Draft, Edition, Files, NewEdition, What


class Editions(Protocol):
    """Every edition that was proposed or live. Each act is one transaction."""

    async def all(self) -> Sequence[Edition]:
        """Every edition, the newest first, without files."""

    async def get(self, number: int) -> Edition:
        """One edition.

        Raises:
            UnknownEditionError: there is none of this number.
        """

    async def files(self, number: int) -> Files:
        """Its files.

        Raises:
            UnknownEditionError: there is none of this number.
        """

    async def live(self) -> Edition | None:
        """The one that is live; `None` before the first."""

    async def begin(self, new: NewEdition, files: Files, now: datetime) -> Edition:
        """Have these files live at once, without approval: those the program came with.

        The edition that was live is past from now on. Files that are live already make none.
        """

    async def propose(self, new: NewEdition, files: Files, now: datetime) -> Edition:
        """Keep an edition that waits for a second person."""

    async def approve(self, number: int, who: str, now: datetime) -> Edition:
        """A second person says yes: it is scheduled, and due at `live_from` or at once.

        Raises:
            UnknownEditionError: there is none of this number.
            NotWaitingError: somebody decided already.
            SamePersonError: `who` proposed it.
            EditionMovedOnError: another edition went live since it was begun.
        """

    async def refuse(self, number: int, who: str, now: datetime) -> Edition:
        """A second person says no, or whoever proposed it takes it back; also when scheduled.

        Raises:
            UnknownEditionError, NotWaitingError: as above.
        """

    async def due(self, now: datetime) -> Edition | None:
        """The scheduled edition whose moment has come, the oldest first."""

    async def put_live(self, number: int, now: datetime) -> Edition:
        """Have a scheduled edition live; the one before is past. Live already: nothing changes.

        Raises:
            UnknownEditionError: there is none of this number.
            NotWaitingError: it is not scheduled.
            EditionMovedOnError: another edition went live since it was begun.
        """

    async def withdraw(self, number: int, who: str, now: datetime) -> Edition:
        """Take the live edition back: the last one before it that was not withdrawn is live again.

        Return that one.

        Raises:
            UnknownEditionError: there is none of this number.
            NotLiveError: it is not the one that is live.
            NothingBeforeError: there is none to go back to.
        """


class Drafts(Protocol):
    """What coordinators are working on. A change that is not the newest is refused, not lost."""

    async def open(self, title: str, author: str, base: int, now: datetime) -> Draft:
        """Begin a draft on an edition."""

    async def all(self) -> Sequence[Draft]:
        """Every draft that is not closed, the last changed first."""

    async def closed(self) -> Sequence[Draft]:
        """Those that are closed and still kept, the last changed first."""

    async def get(self, id_: str) -> Draft:
        """One draft, also a closed one.

        Raises:
            UnknownDraftError: there is none of this id.
        """

    async def changed(self, id_: str) -> Changed:
        """What differs from its base.

        Raises:
            UnknownDraftError: there is none of this id.
        """

    async def change(
        self, id_: str, seen: int, changed: Changed, *, what: What, who: str, now: datetime
    ) -> Draft:
        """Change files (what this one change changes, not all). What was undone is gone.

        Raises:
            UnknownDraftError: there is none of this id.
            DraftMovedOnError: `seen` is not its version any more.
            DraftClosedError: it is closed.
        """

    async def undo(self, id_: str, seen: int, who: str, now: datetime) -> Draft:
        """Take the last change back; with none left nothing happens.

        Raises:
            UnknownDraftError, DraftMovedOnError, DraftClosedError: as above.
        """

    async def redo(self, id_: str, seen: int, who: str, now: datetime) -> Draft:
        """Do again what was undone last; with none nothing happens.

        Raises:
            UnknownDraftError, DraftMovedOnError, DraftClosedError: as above.
        """

    async def history(self, id_: str) -> Sequence[Done]:
        """Every change since it was begun or rebased, the newest first."""

    async def rebase(
        self, id_: str, seen: int, base: int, changed: Changed, *, who: str, now: datetime
    ) -> Draft:
        """Have it stand on another edition, with these changes; its history begins anew.

        Raises:
            UnknownDraftError, DraftMovedOnError, DraftClosedError: as above.
        """

    async def rename(self, id_: str, title: str, now: datetime) -> Draft:
        """Call it something else.

        Raises:
            UnknownDraftError, DraftClosedError: as above.
        """

    async def close(self, id_: str, now: datetime) -> Draft:
        """Nobody changes it any more. It is dropped a month later."""

    async def reopen(self, id_: str, now: datetime) -> Draft:
        """Its edition was refused: it is worked on again."""

    async def retire(self, now: datetime) -> None:
        """Drop those closed more than a month ago."""
