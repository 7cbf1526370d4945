"""Everything that can be asked of the console, and by whom: one table, deny by default.

The matrix of tests/console reads it: a line that is added here is tried with every role.
"""

from __future__ import annotations

from console import account, demo_door, enrolling, files, people, records, signing_in
from console.desk import routes as desk
from console.route import DESK, EVERYBODY, INVITERS, KEEPERS, LEADS, Route
from console.studio import routes as studio
from console.studio.examples import routes as examples
from console.studio.facts import routes as facts
from console.studio.network import routes as network
from console.studio.publishing import routes as publishing
from console.studio.rules import routes as rules
from console.studio.translating import routes as translating

_OPEN = (
    Route(method="GET", path="/static/{name}", handler=files.send_file, roles=None),
    Route(method="GET", path="/healthz", handler=files.say_well, roles=None),
    Route(method="GET", path="/sign-in", handler=signing_in.show_sign_in, roles=None),
    Route(method="POST", path="/sign-in/ask", handler=signing_in.ask, roles=None),
    Route(method="POST", path="/sign-in", handler=signing_in.sign_in, roles=None),
    Route(method="POST", path="/demonstration", handler=demo_door.enter, roles=None),
    Route(method="GET", path="/enrol", handler=enrolling.show_enrolment, roles=None),
    Route(method="POST", path="/enrol/ask", handler=enrolling.ask_to_enrol, roles=None),
    Route(method="POST", path="/enrol", handler=enrolling.enrol, roles=None),
    Route(method="GET", path="/enrolled", handler=enrolling.show_enrolled, roles=None),
)

_HERS = (
    Route(method="GET", path="/", handler=signing_in.go_home, roles=EVERYBODY),
    Route(method="POST", path="/again/ask", handler=signing_in.ask_again, roles=EVERYBODY),
    Route(method="POST", path="/again", handler=signing_in.prove_again, roles=EVERYBODY),
    Route(method="GET", path="/unlock", handler=signing_in.show_unlock, roles=DESK),
    Route(method="POST", path="/unlock", handler=signing_in.unlock_with_phrase, roles=DESK),
    Route(method="POST", path="/sign-out", handler=signing_in.sign_out, roles=EVERYBODY),
    Route(method="POST", path="/lock", handler=signing_in.lock, roles=EVERYBODY),
    Route(method="POST", path="/here", handler=signing_in.note_her, roles=EVERYBODY),
    Route(method="POST", path="/language", handler=signing_in.set_language, roles=EVERYBODY),
    Route(method="GET", path="/account", handler=account.show_account, roles=EVERYBODY),
    Route(
        method="GET",
        path="/account/passkey",
        handler=account.show_another,
        roles=EVERYBODY,
        step_up=True,
    ),
    Route(
        method="POST",
        path="/account/passkey/ask",
        handler=enrolling.ask_for_another,
        roles=EVERYBODY,
        step_up=True,
    ),
    Route(
        method="POST",
        path="/account/passkey",
        handler=enrolling.add_another,
        roles=EVERYBODY,
        step_up=True,
    ),
    Route(
        method="POST",
        path="/account/passkey/drop",
        handler=account.drop_passkey,
        roles=EVERYBODY,
        step_up=True,
    ),
)

_STAFF = (
    Route(method="GET", path="/people", handler=people.show_people, roles=DESK | KEEPERS),
    Route(
        method="POST", path="/people/invite", handler=people.invite, roles=INVITERS, step_up=True
    ),
    Route(
        method="POST",
        path="/people/link",
        handler=people.invite_again,
        roles=INVITERS,
        step_up=True,
    ),
    Route(
        method="POST",
        path="/people/admit",
        handler=people.admit,
        roles=LEADS,
        step_up=True,
        unlocked=True,
    ),
    Route(
        method="POST", path="/people/remove", handler=people.remove, roles=INVITERS, step_up=True
    ),
    Route(
        method="POST",
        path="/people/sessions",
        handler=people.end_sessions,
        roles=INVITERS,
    ),
    Route(
        method="POST",
        path="/people/sessions/all",
        handler=people.end_all_sessions,
        roles=INVITERS,
    ),
    Route(
        method="POST", path="/people/lost", handler=people.confirm_loss, roles=DESK, step_up=True
    ),
    Route(
        method="GET", path="/records", handler=records.show_records, roles=INVITERS, step_up=True
    ),
)

ROUTES: tuple[Route, ...] = (
    *_OPEN,
    *_HERS,
    *_STAFF,
    *desk.ROUTES,
    *publishing.ROUTES,
    *translating.ROUTES,
    *network.ROUTES,
    *facts.ROUTES,
    *rules.ROUTES,
    *studio.ROUTES,
    *examples.ROUTES,
)
