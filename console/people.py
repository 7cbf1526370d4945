"""The people of a node: who they are, inviting, admitting, removing, ending their sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from console.here import console_of, fields_of, lead_to, page, parts_of, session_of
from console.keys_in_session import rotate
from locales.languages import NUMBERS
from storage.staff.audit import Deed
from storage.staff.people import NewPerson, Role, State

if TYPE_CHECKING:
    from storage.staff.people import Invited, Person

_NAME_LIMIT = 40


async def show_people(request: web.Request) -> web.Response:
    """Show the people of her node; to a keeper, those of every one."""
    me = session_of(request).person
    parts = parts_of(request)
    is_keeper = Role.KEEPER in me.roles
    everybody = await parts.staff.everybody(None if is_keeper else me.node)
    now = parts.clock()
    lost = {each.id: await parts.staff.confirmed_by(each.id, now) for each in everybody}
    return page(
        request,
        "people.html",
        people=everybody,
        lost=lost,
        is_lead=Role.LEAD in me.roles,
        is_keeper=is_keeper,
        nodes=parts.directory.nodes if is_keeper else (),
        languages=tuple(NUMBERS),
        keys={state.node: state for state in await parts.node_keys.states()},
    )


async def invite(request: web.Request) -> web.Response:
    """Make somebody's one-time link and show it, this once."""
    me, fields, parts = session_of(request).person, fields_of(request), parts_of(request)
    name = fields.one("name", _NAME_LIMIT).strip()
    role = fields.one("role")
    if not name or role not in set(_may_invite(me)):
        return lead_to("/people")
    node = me.node if Role.KEEPER not in me.roles else fields.one("node", 64)
    roles = {Role.OPERATOR, Role.LEAD} if role == Role.LEAD else {Role(role)}
    at_desk = Role.OPERATOR in roles
    if at_desk and parts.directory.by_id(node) is None:
        return lead_to("/people")
    new = NewPerson(
        name=name,
        node=node if at_desk else "",
        roles=frozenset(roles),
        languages=tuple(tag for tag in NUMBERS if tag in fields.all("languages")),
    )
    admits = not at_desk or (role == Role.LEAD and not await _is_led(request, node))
    invited = await parts.staff.invite(new, parts.clock(), admits=admits)
    await parts.audit.note(me.id, Deed.INVITED, about=invited.person.id)
    return _show_link(request, invited)


async def invite_again(request: web.Request) -> web.Response:
    """Make a new link for somebody who has not used hers."""
    person = await _somebody(request)
    parts = parts_of(request)
    invited = await parts.staff.invite_again(person.id, parts.clock())
    if invited is None:
        return lead_to("/people")
    await parts.audit.note(session_of(request).person.id, Deed.INVITED, about=person.id)
    return _show_link(request, invited)


async def admit(request: web.Request) -> web.Response:
    """Let in somebody of her node who has enrolled: the node's keys are closed to her passkeys."""
    person, session, parts = await _somebody(request), session_of(request), parts_of(request)
    if person.state is not State.PENDING or person.node != session.person.node:
        return lead_to("/people")
    # First the key, then the door: an active operator without keys would see nothing.
    if await parts.node_keys.give(session.node_keys, person.id):
        await parts.staff.admit(person.id)
        await parts.audit.note(session.person.id, Deed.ADMITTED, about=person.id)
    return lead_to("/people")


async def remove(request: web.Request) -> web.Response:
    """Take everything from somebody, at once, and change the key she may have copied."""
    person, session, console = await _somebody(request), session_of(request), console_of(request)
    if person.id == session.person.id:
        return lead_to("/people")
    held = person.holds_keys
    if await console.parts.staff.remove(person.id, console.parts.clock()) is not None:
        console.sessions.end_of(person.id)
        await console.parts.audit.note(session.person.id, Deed.REMOVED, about=person.id)
        if held and person.node == session.person.node:
            await rotate(console, session)
    return lead_to("/people")


async def end_sessions(request: web.Request) -> web.Response:
    """Sign somebody out wherever she is signed in."""
    person, console = await _somebody(request), console_of(request)
    await console.parts.staff.lock(console.parts.clock(), person.id)
    console.sessions.end_of(person.id)
    await console.parts.audit.note(session_of(request).person.id, Deed.LOCKED, about=person.id)
    return lead_to("/people")


async def end_all_sessions(request: web.Request) -> web.Response:
    """Sign everybody out: a lead her node, a keeper the whole network; herself as well."""
    me, console = session_of(request).person, console_of(request)
    parts = console.parts
    await parts.audit.note(me.id, Deed.LOCKED, about=me.node or "everybody")
    if Role.KEEPER in me.roles:
        await parts.staff.lock(parts.clock())
        console.sessions.end_all()
    else:
        for person in await parts.staff.everybody(me.node):
            await parts.staff.lock(parts.clock(), person.id)
            console.sessions.end_of(person.id)
    return lead_to("/sign-in")


async def confirm_loss(request: web.Request) -> web.Response:
    """Say that a colleague has lost her passkeys; the second who says so gets her link."""
    person, me, parts = await _somebody(request), session_of(request).person, parts_of(request)
    invited = await parts.staff.confirm_loss(person.id, me.id, parts.clock())
    await parts.audit.note(me.id, Deed.LOSS_CONFIRMED, about=person.id)
    return lead_to("/people") if invited is None else _show_link(request, invited)


async def _somebody(request: web.Request) -> Person:
    """The person a form is about, if she is of one's node. Others do not exist here.

    Raises:
        web.HTTPNotFound: for somebody unknown, removed, or of another node.
    """
    me, parts = session_of(request).person, parts_of(request)
    person = await parts.staff.person(fields_of(request).one("person", 32))
    if person is None or person.state is State.REMOVED:
        raise web.HTTPNotFound
    if Role.KEEPER not in me.roles and person.node != me.node:
        await parts.audit.note(me.id, Deed.REFUSED, about=person.id)
        raise web.HTTPNotFound
    return person


def _may_invite(me: Person) -> tuple[Role, ...]:
    if Role.KEEPER in me.roles:
        return (Role.LEAD, Role.COORDINATOR, Role.TRANSLATOR, Role.KEEPER)
    return (Role.OPERATOR, Role.LEAD)


async def _is_led(request: web.Request, node: str) -> bool:
    """Whether somebody there can admit others."""
    people = await parts_of(request).staff.everybody(node)
    return any(each.is_active and Role.LEAD in each.roles for each in people)


def _show_link(request: web.Request, invited: Invited) -> web.Response:
    # After the #: browsers send that part to nobody, and so no log of a proxy's has it.
    link = f"{parts_of(request).origin}/enrol#{invited.secret}"
    return page(request, "link.html", person=invited.person, link=link)
