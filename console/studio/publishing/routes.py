"""The lines of drafts and editions in the console's table."""

from __future__ import annotations

from typing import Final

from console.route import KEEPERS, LEADS, Route
from console.studio.at import AT
from console.studio.publishing import changes, drafts, editions, home
from storage.staff.people import Role

_COORDINATORS: Final = frozenset({Role.COORDINATOR})
#: Who changes anything, and proposes it.
_WORK: Final = _COORDINATORS | LEADS | frozenset({Role.TRANSLATOR})
_LOOK: Final = _WORK | KEEPERS

_DRAFT: Final = r"/studio/{at:[0-9a-f]{12}}"
_EDITION: Final = r"/studio/editions/{number:[0-9]{1,9}}"

ROUTES = (
    Route(method="GET", path="/studio", handler=home.show_home, roles=_LOOK),
    Route(method="POST", path="/studio/drafts", handler=drafts.begin, roles=_WORK),
    Route(
        method="POST",
        path="/studio/installed",
        handler=drafts.begin_with_installed,
        roles=_COORDINATORS,
    ),
    Route(method="POST", path=_DRAFT + "/title", handler=drafts.rename, roles=_WORK),
    Route(method="POST", path=_DRAFT + "/away", handler=drafts.put_away, roles=_WORK),
    Route(method="POST", path=_DRAFT + "/again", handler=drafts.take_up, roles=_WORK),
    Route(method="POST", path=_DRAFT + "/undo", handler=drafts.undo, roles=_WORK),
    Route(method="POST", path=_DRAFT + "/redo", handler=drafts.redo, roles=_WORK),
    Route(method="GET", path=AT + "/changes", handler=changes.show_changes, roles=_LOOK),
    Route(method="GET", path=AT + "/changes/files", handler=changes.show_files, roles=_LOOK),
    Route(method="POST", path=_DRAFT + "/changes", handler=changes.propose, roles=_WORK),
    Route(
        method="POST",
        path=_DRAFT + "/changes/carry",
        handler=changes.carry_on,
        roles=_WORK,
        most_fields=2000,
    ),
    Route(method="GET", path="/studio/editions", handler=editions.show_editions, roles=_LOOK),
    Route(method="GET", path=_EDITION, handler=editions.show_edition, roles=_LOOK),
    Route(
        method="POST",
        path=_EDITION + "/approve",
        handler=editions.approve,
        roles=_COORDINATORS,
        step_up=True,
    ),
    Route(method="POST", path=_EDITION + "/refuse", handler=editions.refuse, roles=_WORK),
    Route(
        method="GET",
        path=_EDITION + "/withdraw",
        handler=editions.show_withdraw,
        roles=_COORDINATORS,
    ),
    Route(
        method="POST",
        path=_EDITION + "/withdraw",
        handler=editions.withdraw,
        roles=_COORDINATORS,
        step_up=True,
    ),
    Route(method="GET", path=_EDITION + "/back", handler=editions.show_back, roles=_COORDINATORS),
    Route(method="POST", path=_EDITION + "/back", handler=editions.back, roles=_COORDINATORS),
)
