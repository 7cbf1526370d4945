"""The rules' lines in the console's table: a coordinator changes them, the others read and try."""

from __future__ import annotations

from console.route import KEEPERS, LEADS, Route
from console.studio.at import AT
from console.studio.rules import handlers, saving, trying
from storage.staff.people import Role

#: Who changes rules.
CHANGE = frozenset({Role.COORDINATOR})
#: Who may look, and try a case.
LOOK = CHANGE | LEADS | KEEPERS | frozenset({Role.TRANSLATOR})

_RULES = AT + "/rules"
_RULE = _RULES + "/rule"
_DESK = _RULES + "/desk"
_WHY = _RULES + "/why"
#: Every language and service may be ticked, and every desk of a case.
_BOXES = 600

ROUTES = (
    Route(method="GET", path=_RULES, handler=handlers.show_rules, roles=LOOK),
    Route(method="POST", path=_RULES + "/order", handler=saving.save_order, roles=CHANGE),
    Route(method="POST", path=_RULES + "/times", handler=saving.save_times, roles=CHANGE),
    Route(method="POST", path=_RULE, handler=saving.add_rule, roles=CHANGE, most_fields=_BOXES),
    Route(
        method="POST",
        path=_RULE + "/{place:[0-9]{1,4}}",
        handler=saving.save_rule,
        roles=CHANGE,
        most_fields=_BOXES,
    ),
    Route(method="POST", path=_DESK, handler=saving.add_desk, roles=CHANGE, most_fields=_BOXES),
    Route(
        method="POST",
        path=_DESK + "/{node:[a-z0-9-]{1,60}}",
        handler=saving.save_desk,
        roles=CHANGE,
        most_fields=_BOXES,
    ),
    Route(method="GET", path=_WHY, handler=trying.show_why, roles=LOOK),
    Route(method="POST", path=_WHY, handler=trying.try_case, roles=LOOK, most_fields=_BOXES),
    Route(
        method="POST",
        path=_WHY + "/save",
        handler=trying.save_example,
        roles=CHANGE,
        most_fields=_BOXES,
    ),
)
