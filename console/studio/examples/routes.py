"""The lines of the phone and of the saved examples: coordinators record them, others read."""

from __future__ import annotations

from console.route import Route
from console.studio.at import AT
from console.studio.examples import handlers as on
from console.studio.examples import one
from console.studio.phoning import play_phone
from console.studio.routes import COORDINATORS, DRAFT, STUDIO

_PHONE = AT + r"/flows/{flow:[a-z0-9_]{1,60}}/phone"
_EXAMPLES = "/examples"
_ONE = _EXAMPLES + r"/{key:[0-9a-f]{16}}"

ROUTES = (
    Route(method="POST", path=_PHONE, handler=play_phone, roles=STUDIO),
    Route(method="GET", path=AT + _EXAMPLES, handler=on.show_examples, roles=STUDIO),
    Route(method="GET", path=AT + _EXAMPLES + "/new", handler=on.show_new, roles=STUDIO),
    Route(method="POST", path=DRAFT + _EXAMPLES + "/new", handler=on.save_new, roles=COORDINATORS),
    Route(method="GET", path=AT + _ONE, handler=one.show_one, roles=STUDIO),
    Route(method="POST", path=DRAFT + _ONE, handler=one.change_one, roles=COORDINATORS),
    Route(method="POST", path=AT + _ONE + "/walk", handler=on.walk_example, roles=STUDIO),
)
