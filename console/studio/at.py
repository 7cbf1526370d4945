"""Which edition or draft a page of the studio is about: the `{at}` of its address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.editions.bench import LIVE, Workbench
from bot.editions.reach import may_undo, reach_of
from console.here import lead_to, parts_of, session_of
from storage.errors import UnknownDraftError, UnknownEditionError

if TYPE_CHECKING:
    from datetime import date

    from bot.editions.reading import Reading
    from storage.editions.records import Done, Draft, Edition
    from storage.staff.people import Person

#: What stands for `{at}` in the table of routes: what is live, edition 12, a draft.
AT: Final = r"/studio/{at:live|v[0-9]{1,9}|[0-9a-f]{12}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """What a page shows."""

    #: As it stands in addresses: `live`, `v12`, a draft's id.
    name: str
    reading: Reading
    #: The edition that is shown, or that the draft stands on.
    edition: Edition
    #: `None` where an edition is shown.
    draft: Draft | None
    #: Who looks.
    person: Person
    today: date

    @property
    def is_draft(self) -> bool:
        """Whether it is a draft, open or closed."""
        return self.draft is not None

    @property
    def is_live(self) -> bool:
        """Whether it is what women read at this moment."""
        return self.name == LIVE

    @property
    def title(self) -> str:
        """What its maker calls it."""
        return self.draft.title if self.draft else self.edition.title

    def path(self, *parts: str) -> str:
        """The address of a page about it: `at.path("flows", "near")`."""
        return "/".join(("/studio", self.name, *parts))

    def may_change(self, prefix: str) -> bool:
        """Whether she may change what lies there: there is an open draft and her role reaches."""
        if self.draft is None or self.draft.is_closed:
            return False
        return prefix.startswith(reach_of(self.person))

    def may_undo(self, done: Done) -> bool:
        """Whether she may take a step of the draft back, or do it again."""
        return self.draft is not None and not self.draft.is_closed and may_undo(self.person, done)

    def may_begin(self, prefix: str) -> bool:
        """Whether she could change it in a draft of hers."""
        return prefix.startswith(reach_of(self.person))


def bench_of(request: web.Request) -> Workbench:
    """The workbench.

    Raises:
        web.HTTPNotFound: where the console was opened without one.
    """
    bench = parts_of(request).bench
    if bench is None:
        raise web.HTTPNotFound
    return bench


async def at_of(request: web.Request) -> At:
    """What the address names, read.

    Raises:
        web.HTTPNotFound: there is no such edition or draft.
    """
    bench, name = bench_of(request), request.match_info["at"]
    try:
        draft = None if name == LIVE or name.startswith("v") else await bench.drafts.get(name)
        return At(
            name=name,
            reading=await bench.reading(name),
            edition=await bench.edition(name),
            draft=draft,
            person=session_of(request).person,
            today=bench.today(),
        )
    except (UnknownEditionError, UnknownDraftError):
        raise web.HTTPNotFound from None


def back_to(at: At, *parts: str, fragment: str = "") -> web.Response:
    """Lead to a page about the same draft after a form was done."""
    return lead_to(at.path(*parts) + (f"#{fragment}" if fragment else ""))
