"""The desk's lines in the console's table."""

from __future__ import annotations

from console.desk import handlers as on
from console.desk.live import live
from console.route import DESK, Route

_TALK = r"/desk/{number:\d{1,9}}"


def _page(path: str, *, streams: bool = False) -> Route:
    return Route(
        method="GET",
        path=path,
        handler=live if streams else on.show,
        roles=DESK,
        unlocked=True,
        # A page that keeps itself fresh is not somebody who works.
        touches=not streams,
    )


def _form(path: str, handler: on.Handler) -> Route:
    return Route(method="POST", path=path, handler=handler, roles=DESK, unlocked=True)


ROUTES = (
    _page("/desk"),
    _page("/desk/live", streams=True),
    Route(method="GET", path="/desk/alive", handler=on.alive, roles=DESK, touches=False),
    _page(_TALK),
    _page(_TALK + "/live", streams=True),
    _form("/desk/shift", on.shift),
    _form("/desk/sound", on.sound),
    _form("/desk/practice", on.rehearse),
    _form("/desk/practice/put-away", on.rehearsed),
    _form(_TALK + "/claim", on.claim),
    _form(_TALK + "/reply", on.reply),
    _form(_TALK + "/note", on.note),
    _form(_TALK + "/attend", on.attend),
    _form(_TALK + "/back", on.hand_back),
    _form(_TALK + "/conflict", on.conflict),
    _form(_TALK + "/up", on.move_up),
    _form(_TALK + "/close", on.close),
    _form(_TALK + "/112", on.emergency),
    _form(_TALK + "/refer", on.propose),
    _form(_TALK + "/refer/withdraw", on.withdraw_proposal),
)
