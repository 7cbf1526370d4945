"""The commands `soglia staff …`: who may come in, and as what."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.bureau import opened
from bot.commands.network import Config  # noqa: TC001 (typer reads the annotations)
from bot.commands.speaking import speaking
from bot.configuration import read_settings
from bot.errors import LeadAmongThemError, NobodyAdmitsError, UnknownNodeError, UnknownPersonError
from storage.staff.audit import KEEPER, Deed
from storage.staff.people import AT_THE_DESK, NewPerson, Role, State

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.staff.node_keys import NodeKeyState
    from storage.staff.people import Invited, Person

staff = typer.Typer(no_args_is_help=True, help="The staff: who is invited, who is in.")

#: What somebody may be made.
Lead = Annotated[bool, typer.Option("--lead", help="She leads the node's staff.")]
Operator = Annotated[bool, typer.Option("--operator", help="She answers at the desk.")]
Coordinator = Annotated[
    bool, typer.Option("--coordinator", help="She keeps the network's words and data.")
]
Translator = Annotated[
    bool, typer.Option("--translator", help="She keeps its words in other languages.")
]
Keeper = Annotated[bool, typer.Option("--keeper", help="She keeps the service.")]

PersonId = Annotated[str, typer.Argument(metavar="ID", help="As `soglia staff list` shows it.")]


@staff.command()
def invite(
    name: Annotated[str, typer.Option(help="What colleagues call her; no surname is needed.")],
    config: Config = None,
    *,
    node: Annotated[str, typer.Option(help="The id of the node she works for.")] = "",
    lead: Lead = False,
    operator: Operator = False,
    coordinator: Coordinator = False,
    translator: Translator = False,
    keeper: Keeper = False,
    language: Annotated[
        list[str] | None, typer.Option(help="A language she speaks, by tag; may be repeated.")
    ] = None,
) -> None:
    """Make a one-time link with which somebody enrols her passkey.

    A node's first lead, coordinators, translators and keepers are in as soon as they enrolled;
    everybody else of a node waits until a lead admits her.
    """
    roles = _chosen(
        lead=lead,
        operator=operator,
        coordinator=coordinator,
        translator=translator,
        keeper=keeper,
    )
    if roles & AT_THE_DESK and not node:
        raise typer.BadParameter("Name her node with --node.")
    settings = read_settings(config)
    if node:
        _see_that_it_is_there(settings, node)
    new = NewPerson(name=name, node=node, roles=roles, languages=tuple(language or ()))
    link, admits = asyncio.run(_invite(settings, new))
    _tell_link(settings, link)
    if not admits:
        Console(soft_wrap=True).print("Once she enrolled, a lead of her node admits her.")


@staff.command()
def link(person: PersonId, config: Config = None) -> None:
    """Make a new link for somebody who is still invited; the older one is void."""
    settings = read_settings(config)
    _tell_link(settings, asyncio.run(_invite_again(settings, person)))


@staff.command("list")
def list_(
    config: Config = None,
    *,
    node: Annotated[str | None, typer.Option(help="Only this node's.")] = None,
) -> None:
    """List everybody who is invited or in, and the state of each node's key."""
    people, keys, on_shift = asyncio.run(_look(read_settings(config), node))
    console = Console(soft_wrap=True)
    for person in people:
        roles = ", ".join(sorted(person.roles))
        shift = ", on shift" if person.id in on_shift else ""
        line = f"{person.id}  {person.node or '-'}  {person.name}  {roles}  {person.state}{shift}"
        console.print(line, highlight=False, markup=False)
    for key in keys:
        console.print(_key_line(key), highlight=False, markup=False)
    console.print(f"{len(people)} people, {len(keys)} node keys", style="bold", highlight=False)


@staff.command()
def roles(
    person: PersonId,
    config: Config = None,
    *,
    lead: Lead = False,
    operator: Operator = False,
    coordinator: Coordinator = False,
    translator: Translator = False,
    keeper: Keeper = False,
) -> None:
    """Say anew what somebody may do: all of it, not what is added.

    Nobody gains a node's key this way: who leaves the desk loses hers, and who comes to it
    is given one by a lead.
    """
    chosen = _chosen(
        lead=lead,
        operator=operator,
        coordinator=coordinator,
        translator=translator,
        keeper=keeper,
    )
    changed = asyncio.run(_set_roles(read_settings(config), person, chosen))
    listed = ", ".join(sorted(changed.roles))
    Console(soft_wrap=True).print(f"{changed.name} is now: {listed}.", markup=False)


@staff.command()
def remove(person: PersonId, config: Config = None) -> None:
    """Take passkeys, copies of keys, link and shift from somebody, at once."""
    removed = asyncio.run(_remove(read_settings(config), person))
    console = Console(soft_wrap=True)
    console.print(f"{removed.name} is removed; her sessions are over.", markup=False)
    if removed.node and removed.roles & AT_THE_DESK:
        console.print("The next session of a lead of her node makes a new node key.")


@staff.command()
def lock(
    person: Annotated[
        str, typer.Argument(metavar="[ID]", help="Whose sessions; without it: everybody's.")
    ] = "",
    config: Config = None,
) -> None:
    """End the sessions of somebody, or of everybody, at once. They may sign in again."""
    asyncio.run(_lock(read_settings(config), person or None))
    Console(soft_wrap=True).print("Locked: the next thing each of them does asks for her passkey.")


async def _invite(settings: Settings, new: NewPerson) -> tuple[Invited, bool]:
    async with opened(settings) as bureau:
        colleagues = await bureau.staff.everybody(new.node)
        has_lead = any(Role.LEAD in other.roles and other.is_active for other in colleagues)
        if Role.LEAD in new.roles and not has_lead and any(o.holds_keys for o in colleagues):
            raise LeadAmongThemError(new.node)
        admits = not (new.roles & AT_THE_DESK and has_lead)
        if admits and Role.OPERATOR in new.roles and Role.LEAD not in new.roles:
            raise NobodyAdmitsError(new.node)
        link = await bureau.staff.invite(new, datetime.now(UTC), admits=admits)
        await bureau.audit.note(KEEPER, Deed.INVITED, link.person.id)
        return link, admits


async def _invite_again(settings: Settings, person: str) -> Invited:
    async with opened(settings) as bureau:
        link = await bureau.staff.invite_again(person, datetime.now(UTC))
        if link is None:
            raise UnknownPersonError(person, State.INVITED)
        await bureau.audit.note(KEEPER, Deed.INVITED, person)
        return link


async def _look(
    settings: Settings, node: str | None
) -> tuple[list[Person], list[NodeKeyState], set[str]]:
    async with opened(settings) as bureau:
        people = await bureau.staff.everybody(node)
        keys = [key for key in await bureau.keys.states() if node in {None, key.node}]
        shifts = await bureau.shifts.now(datetime.now(UTC), node)
        return people, keys, {shift.person for shift in shifts}


async def _set_roles(settings: Settings, person: str, chosen: frozenset[Role]) -> Person:
    async with opened(settings) as bureau:
        changed = await bureau.staff.set_roles(person, chosen)
        if changed is None:
            raise UnknownPersonError(person, "invited or in")
        await bureau.audit.note(KEEPER, Deed.ROLES_CHANGED, person)
        return changed


async def _remove(settings: Settings, person: str) -> Person:
    async with opened(settings) as bureau:
        removed = await bureau.staff.remove(person, datetime.now(UTC))
        if removed is None:
            raise UnknownPersonError(person, "invited or in")
        await bureau.audit.note(KEEPER, Deed.REMOVED, person)
        return removed


async def _lock(settings: Settings, person: str | None) -> None:
    async with opened(settings) as bureau:
        if person is not None and await bureau.staff.person(person) is None:
            raise UnknownPersonError(person, "invited or in")
        await bureau.staff.lock(datetime.now(UTC), person)
        await bureau.audit.note(KEEPER, Deed.LOCKED, person or "everybody")


def _see_that_it_is_there(settings: Settings, node: str) -> None:
    """Refuse a node that what is live does not have."""
    live = speaking(settings)
    live.tell(Console(soft_wrap=True))
    if live.network().directory.by_id(node) is None:
        raise UnknownNodeError(node)


def _chosen(**wanted: bool) -> frozenset[Role]:
    chosen = frozenset(Role(name) for name, is_wanted in wanted.items() if is_wanted)
    if not chosen:
        *others, last = (f"--{name}" for name in wanted)
        raise typer.BadParameter(f"Say what she is: {', '.join(others)} or {last}.")
    return chosen


def _tell_link(settings: Settings, link: Invited) -> None:
    console = Console(soft_wrap=True)
    # Behind the '#', which browsers keep to themselves: no log of a server has it.
    address = f"{settings.console.address}/enrol#{link.secret}"
    console.print(address, style="bold", highlight=False, markup=False)
    console.print(
        f"{link.person.name} opens it once, before {link.expires_at:%d.%m.%Y %H:%M} UTC. "
        "Give it to her in person, or over a line you trust.",
        highlight=False,
        markup=False,
    )


def _key_line(key: NodeKeyState) -> str:
    today = datetime.now(UTC).date()
    recovery = "two people outside" if key.is_recoverable else "nobody outside"
    due = "; to be changed by a lead's next session" if key.is_due(today) else ""
    return f"key of {key.node}: opened by {key.copies} passkeys and {recovery}{due}"
