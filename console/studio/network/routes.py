"""The network's lines in the console's table.

A lead reaches her own node's rows only; the handlers see to that (`change`), whatever a form says.
"""

from __future__ import annotations

from typing import Final

from console.route import KEEPERS, LEADS, Route
from console.studio.at import AT
from console.studio.network import (
    beginning,
    closures,
    contacts,
    importing,
    lines,
    listing,
    node,
    saving,
)
from storage.staff.people import Role

_COORDINATORS: Final = frozenset({Role.COORDINATOR})
#: Who may look.
LOOK: Final = _COORDINATORS | LEADS | KEEPERS | frozenset({Role.TRANSLATOR})
#: Who changes rows: a lead those of her node.
CHANGE: Final = _COORDINATORS | LEADS

_NETWORK: Final = AT + "/network"
_NODE: Final = _NETWORK + "/{node:[a-z0-9-]{1,60}}"
#: Every node may be ticked in a closure.
_BOXES: Final = 600

ROUTES = (
    Route(method="GET", path=_NETWORK, handler=listing.show_network, roles=LOOK),
    Route(method="GET", path=_NETWORK + "/new", handler=beginning.show_new, roles=_COORDINATORS),
    Route(method="POST", path=_NETWORK + "/new", handler=beginning.add, roles=_COORDINATORS),
    Route(method="GET", path=_NETWORK + "/closures", handler=closures.show_closures, roles=LOOK),
    Route(
        method="POST",
        path=_NETWORK + "/closures/add",
        handler=closures.add,
        roles=CHANGE,
        most_fields=_BOXES,
    ),
    Route(
        method="POST",
        path=_NETWORK + "/closures/save",
        handler=closures.save,
        roles=CHANGE,
        most_fields=_BOXES,
    ),
    Route(method="GET", path=_NETWORK + "/lines", handler=lines.show_lines, roles=LOOK),
    Route(
        method="POST",
        path=_NETWORK + "/lines/{line:[a-z0-9-]{1,60}}/save",
        handler=lines.save_line,
        roles=_COORDINATORS,
    ),
    Route(method="POST", path=_NETWORK + "/holidays/add", handler=lines.add, roles=_COORDINATORS),
    Route(method="POST", path=_NETWORK + "/holidays/drop", handler=lines.drop, roles=_COORDINATORS),
    Route(
        method="GET", path=_NETWORK + "/import", handler=importing.show_import, roles=_COORDINATORS
    ),
    Route(
        method="POST",
        path=_NETWORK + "/import",
        handler=importing.take,
        roles=_COORDINATORS,
        most_bytes=importing.BODY,
        most_fields=importing.FIELDS,
    ),
    Route(method="GET", path=_NODE, handler=node.show_node, roles=LOOK),
    Route(method="POST", path=_NODE + "/basics", handler=saving.save_basics, roles=_COORDINATORS),
    Route(method="POST", path=_NODE + "/offer", handler=saving.save_offer, roles=CHANGE),
    Route(method="POST", path=_NODE + "/seat", handler=saving.save_seat, roles=CHANGE),
    Route(
        method="POST",
        path=_NODE + "/hours",
        handler=saving.save_hours,
        roles=CHANGE,
        most_fields=200,
    ),
    Route(method="POST", path=_NODE + "/contacts/add", handler=contacts.add, roles=CHANGE),
    Route(method="POST", path=_NODE + "/contacts/save", handler=contacts.save, roles=CHANGE),
    Route(method="POST", path=_NODE + "/confirm", handler=saving.confirm, roles=CHANGE),
    Route(method="POST", path=_NODE + "/remove", handler=saving.remove, roles=_COORDINATORS),
)
