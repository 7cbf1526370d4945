"""The studio's lines in the console's table: who answers for the words may look, nobody else."""

from __future__ import annotations

from console.route import KEEPERS, LEADS, Route
from console.studio import handlers as on
from storage.staff.people import Role

#: Coordinators and translators; leads and keepers read along.
STUDIO = frozenset({Role.COORDINATOR, Role.TRANSLATOR}) | LEADS | KEEPERS

_FLOW = r"/studio/{flow:[a-z0-9_]{1,60}}"

ROUTES = (
    Route(method="GET", path="/studio", handler=on.show_flows, roles=STUDIO),
    Route(method="GET", path=_FLOW, handler=on.show_flow, roles=STUDIO),
    Route(method="POST", path=_FLOW + "/phone", handler=on.play, roles=STUDIO),
)
