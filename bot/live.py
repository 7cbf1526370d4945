"""What is live in this process, and how another edition takes its place while it runs.

Everything of an edition is read and put together beside the loop; then every part changes in
one go between two turns. No turn sees half of each.
"""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

import structlog

from bot.change import kept
from bot.content import content_of, load_files
from bot.due import Due
from bot.editions.installed import installed_changes, was_withdrawn
from bot.errors import ContentError, EditionUnusableError
from storage.editions.records import NewEdition, Origin, digest_of
from storage.errors import StorageError

if TYPE_CHECKING:
    from datetime import date

    from bot.change import Change, Prepare
    from bot.content import Content
    from bot.editions.bench import Workbench
    from bot.settings import Settings
    from routing.places.finding import Gazetteer
    from storage.editions.records import Edition, Files
    from storage.revisions import Revisions
    from storage.staff.audit import AuditLog


log = structlog.get_logger()


class Live:
    """The edition that is live here, and the parts that speak out of it."""

    def __init__(
        self,
        settings: Settings,
        bench: Workbench,
        revisions: Revisions,
        audit: AuditLog,
        gazetteer: Gazetteer,
    ) -> None:
        self._settings = settings
        self._bench = bench
        self._editions = bench.editions
        self._revisions = revisions
        self._due = Due(bench, audit, self._content_of)
        self._gazetteer = gazetteer
        self._installed: Files | None = None
        self._now: Change | None = None
        self._parts: list[Prepare] = []
        #: Two looks at once would prepare the same edition twice.
        self._looking = asyncio.Lock()
        #: An edition that cannot be used here, and was told of: once is enough.
        self._told = 0
        self._retired_on: date | None = None

    @property
    def now(self) -> Change:
        """What is live at this moment."""
        assert self._now is not None, "Nothing is live before the start."
        return self._now

    @property
    def content(self) -> Content:
        """What is said at this moment, and where she is sent."""
        return self.now.content

    async def open(self) -> Change:
        """Find out what is live; the installed files, where nothing came from the studio.

        Raises:
            ContentError: the installed files are to be live and cannot be used.
            EditionUnusableError: what the studio put live cannot be used by this program.
        """
        live = await self._editions.live()
        content = None
        if live is None or live.origin is Origin.FILES:
            self._installed = await asyncio.to_thread(load_files, self._settings)
            live, content = await self._installed_if_new(live, self._installed)
        else:
            self._installed = await asyncio.to_thread(self._whatever_is_installed)
        if content is None:
            content = await self._content_of_live(live)
        self._now = await self._changed_to(live, content)
        self._bench.zone = content.network.directory.zone
        return self._now

    def join(self, prepare: Prepare) -> None:
        """Have a part speak out of every edition that is live from now on.

        `prepare` makes what it needs beside the loop; what it returns is called on the loop
        and may wait for nothing.
        """
        self._parts.append(prepare)

    async def look(self) -> None:
        """Put live what is due, and speak out of whatever is live by now.

        Nothing is raised: while the storage cannot be used, what is live here stays so.
        """
        try:
            async with self._looking:
                await self._due.put_live()
                await self._follow()
        except StorageError:
            return
        except Exception as error:  # noqa: BLE001 (what nobody foresaw in it stops nothing here)
            # Only the kind: the sentence may quote anything.
            kind = type(error).__name__
            log.error("An edition could not be put live.", error=kind)  # noqa: TRY400 (as said)

    async def tend(self) -> None:
        """Look, and once a day drop the drafts that were closed a month ago."""
        await self.look()
        today = self._bench.today()
        if self._retired_on == today:
            return
        try:
            await self._bench.drafts.retire(self._bench.clock())
        except StorageError:
            return
        self._retired_on = today

    async def installed_changes(self) -> Files | None:
        """The installed files, if the program came with others than those it had before."""
        if self._installed is None:
            return None
        return await installed_changes(self._editions, self._installed)

    async def _installed_if_new(
        self, live: Edition | None, files: Files
    ) -> tuple[Edition, Content | None]:
        """Have the installed files live, unless they are or somebody took them back."""
        digest = digest_of(files)
        everyone = await self._editions.all()
        if live is not None and (live.digest == digest or was_withdrawn(everyone, digest)):
            return live, None
        content = await self._content(files)
        new = NewEdition(
            revision=content.library.revision,
            origin=Origin.FILES,
            title="",
            base=live.number if live else 0,
        )
        return await self._editions.begin(new, files, self._bench.clock()), content

    async def _content_of_live(self, live: Edition) -> Content:
        try:
            return await self._content_of(live)
        except ContentError as problem:
            if live.origin is Origin.FILES and self._installed is not None:
                is_installed = digest_of(self._installed) == live.digest
                if is_installed:
                    raise
            raise EditionUnusableError(live.number, str(problem)) from None

    async def _content_of(self, edition: Edition) -> Content:
        return await self._content(await self._editions.files(edition.number), edition)

    async def _content(self, files: Files, edition: Edition | None = None) -> Content:
        reading = await self._bench.understood(files)
        return await asyncio.to_thread(
            content_of,
            reading,
            self._settings,
            self._bench.today(),
            self._gazetteer,
            hides=edition.hides if edition else (),
        )

    def _whatever_is_installed(self) -> Files | None:
        try:
            return load_files(self._settings)
        except ContentError:
            # What the studio put live is live, whatever the files say.
            return None

    async def _follow(self) -> None:
        """Speak out of what is live by now, if it is another edition."""
        live, here = await self._editions.live(), self.now.edition
        if live is None or (live.number, live.lived_at) == (here.number, here.lived_at):
            return
        try:
            content = await self._content_of(live)
        except ContentError:
            if self._told != live.number:
                self._told = live.number
                told = "This edition cannot be used here; the one before stays."
                log.error(told, edition=live.number)  # noqa: TRY400 (its sentence quotes flows)
            return
        change = await self._changed_to(live, content)
        # In order, and each beside the loop: meanwhile everything answers as before.
        swaps = [await asyncio.to_thread(prepare, change) for prepare in self._parts]
        self._now = change
        self._bench.zone = content.network.directory.zone
        for swap in swaps:
            swap()
        # Lets go of the edition before. What was read at start is frozen (`bot.cli`) and is not
        # looked at again: that would hold everybody's turns for up to 0.4 s each time.
        gc.collect()
        log.info("Another edition is live.", edition=live.number)

    async def _changed_to(self, live: Edition, content: Content) -> Change:
        return await kept(
            live,
            content,
            before=self._now,
            editions=self._editions,
            revisions=self._revisions,
            now=self._bench.clock(),
        )
