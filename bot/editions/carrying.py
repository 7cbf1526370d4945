"""A draft brought onto what is live now, and what the program was installed with into a draft."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from bot.editions.errors import NotYoursError, UndecidedError
from bot.editions.paths import NETWORK
from bot.editions.reach import reach_of
from bot.editions.rebasing import rebase
from bot.editions.typed import titled
from locales.phrase import S_
from storage.editions.records import Origin, What, difference
from storage.staff.people import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.editions.bench import Workbench
    from bot.editions.rebasing import Clash, Rebased
    from storage.editions.records import Draft, Edition
    from storage.staff.people import Person

#: What the history of a draft says of it.
INSTALLED: Final = S_("Presi i file nuovi del programma")
#: A form's own words for the two sides of a clash.
MINE: Final = "mine"
THEIRS: Final = "theirs"


async def joined(
    bench: Workbench, draft: str, live: Edition, answers: Mapping[str, str]
) -> Rebased:
    """A draft with what went live since it was begun, clashes answered or not.

    Raises:
        UnknownDraftError, UnknownEditionError: there is none.
    """
    kept = await bench.drafts.get(draft)
    base = await bench.files(f"v{kept.base}")
    mine, theirs = await bench.files(draft), await bench.files(f"v{live.number}")
    given = [id_ for id_, side in answers.items() if side == THEIRS]
    return await asyncio.to_thread(rebase, base, mine, theirs, as_theirs=given)


async def carry(
    bench: Workbench, draft: str, who: Person, seen: int, answers: Mapping[str, str]
) -> Draft:
    """Have a draft stand on what is live now, nothing lost.

    Raises:
        UndecidedError: both changed something, and she has not said which is to stand.
        NotYoursError: what she would have to decide is not hers.
        UnknownDraftError, DraftMovedOnError, DraftClosedError: as of the drafts.
    """
    live = await bench.live()
    both = await joined(bench, draft, live, answers)
    if any(answers.get(each.id) not in {MINE, THEIRS} for each in both.clashes):
        raise UndecidedError
    if outside := [each.path for each in both.clashes if not _is_hers(each, who)]:
        raise NotYoursError(outside)
    changed = difference(await bench.files(f"v{live.number}"), both.files)
    return await bench.drafts.rebase(
        draft, seen, live.number, changed, who=who.id, now=bench.clock()
    )


async def with_installed(bench: Workbench, who: Person, title: str) -> Draft | None:
    """A draft with the files that came with the program, what is live changed kept.

    `None` where it came with none that nobody knows. Where both changed the same, what is
    live stays.
    """
    installed = await bench.installed_changes()
    if installed is None:
        return None
    everyone = await bench.editions.all()
    known = [each for each in everyone if each.origin is Origin.FILES]
    live = await bench.live()
    base = await bench.files(f"v{max((e.number for e in known), default=live.number)}")
    now = await bench.files(f"v{live.number}")
    both = await asyncio.to_thread(rebase, base, now, installed)
    draft = await bench.drafts.open(titled(title), who.id, live.number, bench.clock())
    changed = difference(now, both.files)
    return await bench.drafts.change(
        draft.id, draft.version, changed, what=What(INSTALLED), who=who.id, now=bench.clock()
    )


def _is_hers(clash: Clash, who: Person) -> bool:
    """Whether she may decide it: a node's lead what is about her node."""
    if not clash.path.startswith(reach_of(who)):
        return False
    is_lead = clash.path.startswith(NETWORK) and Role.COORDINATOR not in who.roles
    return not is_lead or any(f'"{who.node}"' in each for each in clash.where)
