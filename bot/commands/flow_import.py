"""A library brought into the folder that the settings name: whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.archive import is_begun, opened
from bot.content import load_flows, offered
from bot.editions.paths import FLOWS, part, put
from bot.errors import CommandError, ContentError
from flows.reader import read_folder, read_library
from locales.phrase import S_
from storage.editions.records import What, difference
from storage.staff.audit import KEEPER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bot.settings import Settings
    from flows.definition import Library
    from flows.issues import Issue
    from locales.catalogues import Catalogues


_NOTHING_LIVE: Final = (
    "There is no service here that has anything live. Start it once with: soglia run."
)
_BROUGHT: Final = S_("File portati dal terminale")


@dataclass(frozen=True, slots=True)
class Import:
    """What an import found, and whether the library is in its place now."""

    #: What was there; `None` if nothing was, or nobody could understand it.
    before: Library | None
    after: Library | None
    catalogues: Catalogues
    issues: tuple[Issue, ...]
    is_written: bool

    @property
    def is_refused(self) -> bool:
        """Whether something is an error."""
        return self.after is None or any(issue.is_error for issue in self.issues)

    @property
    def outcome(self) -> str:
        """What became of it."""
        if self.is_refused:
            return "Nothing was imported."
        if self.is_written:
            return "The library is in its place. It is walked from the next start."
        return "It could be imported. Nothing was changed."


def import_flows(
    sources: Mapping[str, str], settings: Settings, today: date, *, write: bool
) -> Import:
    """Check a library as the start would and, if nothing is an error, put it in its place.

    Raises:
        ContentError: if the settings name no folder for it, or it cannot be written.
    """
    if settings.content.flows is None:
        raise ContentError(
            "The settings name no folder to import into. Set 'content.flows' to one of your own.",
            [],
        )
    target = settings.content.flows.resolve()
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as beside:
            staged = _staged(sources, target, Path(beside))
            done = _judged(staged, target, settings, today)
            if write and not done.is_refused:
                _exchange(staged, target, Path(beside) / "before")
                return replace(done, is_written=True)
            return done
    except OSError:
        raise ContentError(
            f"{target} cannot be replaced. Its parent folder has to be writable, "
            "and it may not be a mount point itself.",
            [],
        ) from None


async def bring_as_draft(sources: Mapping[str, str], settings: Settings, title: str) -> str:
    """Have a library as a draft on what is live; faults are mended in the studio.

    Raises:
        CommandError: nothing is live yet.
        StorageError: with a sentence for the keeper.
    """
    if not is_begun(settings):
        raise CommandError(_NOTHING_LIVE)
    now = datetime.now(UTC)
    async with opened(settings) as archive:
        live = await archive.editions.live()
        if live is None:
            raise CommandError(_NOTHING_LIVE)
        before = part(await archive.editions.files(live.number), FLOWS)
        changed = put(FLOWS, difference(before, sources))
        if not changed:
            raise CommandError(f"That is what edition {live.number} has, which is live.")
        made = await archive.drafts.open(title, KEEPER, live.number, now)
        await archive.drafts.change(
            made.id, made.version, changed, what=What(_BROUGHT), who=KEEPER, now=now
        )
    return f"Draft '{title}': {len(changed)} files differ from edition {live.number}."


def _staged(sources: Mapping[str, str], target: Path, beside: Path) -> Path:
    """A copy of the folder, its translations included, with the other library in it."""
    staged = beside / "after"
    if target.is_dir():
        shutil.copytree(target, staged, symlinks=True)
        for name in read_folder(target):
            (staged / name).unlink()
    else:
        staged.mkdir()
    for name, text in sources.items():
        with (staged / name).open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
    return staged


def _judged(staged: Path, target: Path, settings: Settings, today: date) -> Import:
    # As at the start: a language that is not complete is hidden, and stops nothing.
    flows = load_flows(
        staged,
        today,
        languages=lambda *read: [each.tag for each in offered(settings, *read)],
    )
    before = read_library(read_folder(target))[0] if target.is_dir() else None
    return Import(before, flows.library, flows.catalogues, flows.issues, is_written=False)


def _exchange(staged: Path, target: Path, aside: Path) -> None:
    """Two renames: whoever reads finds the one library or the other, never some of both."""
    if not target.exists():
        staged.rename(target)
        return
    target.rename(aside)
    try:
        staged.rename(target)
    except OSError:
        aside.rename(target)
        raise
