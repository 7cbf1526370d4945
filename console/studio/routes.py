"""The studio's lines for the conversation: who answers for the words changes it, others read."""

from __future__ import annotations

from console.route import KEEPERS, LEADS, Route
from console.studio import handlers as on
from console.studio.at import AT
from console.studio.editing import files
from console.studio.editing import handlers as editing
from storage.staff.people import Role

#: Coordinators and translators; leads and keepers read along.
STUDIO = frozenset({Role.COORDINATOR, Role.TRANSLATOR}) | LEADS | KEEPERS
COORDINATORS = frozenset({Role.COORDINATOR})

#: A draft; what is live is never changed.
DRAFT = r"/studio/{at:[0-9a-f]{12}}"
_FLOWS = AT + "/flows"
_FLOW = r"/flows/{flow:[a-z0-9_]{1,60}}"
#: A group of steps is a box each.
_MOST_FIELDS = 2100

ROUTES = (
    Route(method="GET", path=_FLOWS, handler=on.show_flows, roles=STUDIO),
    Route(method="POST", path=DRAFT + "/flows/edit", handler=editing.edit, roles=COORDINATORS),
    Route(method="GET", path=AT + _FLOW, handler=on.show_flow, roles=STUDIO),
    Route(
        method="POST",
        path=DRAFT + _FLOW + "/edit",
        handler=editing.edit,
        roles=COORDINATORS,
        most_fields=_MOST_FIELDS,
        most_bytes=256 * 1024,
    ),
    Route(
        method="GET",
        path=DRAFT + _FLOW + "/now",
        handler=editing.say_who_is_here,
        roles=STUDIO,
        touches=False,
    ),
    Route(method="GET", path=AT + _FLOW + "/file", handler=files.show_file, roles=STUDIO),
    Route(method="GET", path=AT + _FLOW + "/file/{name}", handler=files.send_file, roles=STUDIO),
    Route(
        method="POST",
        path=DRAFT + _FLOW + "/file",
        handler=files.bring_file,
        roles=COORDINATORS,
        most_bytes=files.LONGEST_UPLOAD + 256 * 1024,
    ),
)
