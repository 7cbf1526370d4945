"""The registry's lines in the console's table: a coordinator changes it, the others read."""

from __future__ import annotations

from console.route import KEEPERS, LEADS, Route
from console.studio.at import AT
from console.studio.facts import handlers, saving
from storage.staff.people import Role

#: Who changes facts.
CHANGE = frozenset({Role.COORDINATOR})
#: Who may look.
LOOK = CHANGE | LEADS | KEEPERS | frozenset({Role.TRANSLATOR})

_FACTS = AT + "/facts"
_FACT = _FACTS + "/{fact:[a-z0-9_]{1,60}}"

ROUTES = (
    Route(method="GET", path=_FACTS, handler=handlers.show_facts, roles=LOOK),
    Route(method="POST", path=_FACTS, handler=saving.add, roles=CHANGE),
    Route(method="POST", path=_FACTS + "/find/words", handler=handlers.find_facts, roles=LOOK),
    Route(method="GET", path=_FACT, handler=handlers.show_fact, roles=LOOK),
    Route(method="POST", path=_FACT, handler=saving.save_fact, roles=CHANGE),
)
