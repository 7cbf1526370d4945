"""The lines of the phone and of the saved examples: who answers for the words records them."""

from __future__ import annotations

from console.route import Route
from console.studio.at import AT
from console.studio.phoning import play_phone
from console.studio.routes import STUDIO

_PHONE = AT + r"/flows/{flow:[a-z0-9_]{1,60}}/phone"

ROUTES = (Route(method="POST", path=_PHONE, handler=play_phone, roles=STUDIO),)
