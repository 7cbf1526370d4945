"""The people of the demonstration: made at start, in demo mode, for whoever tries the desk.

Their secrets lie in the key directory. They have no passkey anybody could sign with; they come in
by a button that only answers on this machine (`demo_door`).
"""

from __future__ import annotations

import ipaddress
import json
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from locales.phrase import N_, Phrase
from storage.envelopes import pair_of_secret
from storage.staff.node_keys import open_copy
from storage.staff.people import Credential, NewPerson, Person, Role, Unlocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from aiohttp import web

    from routing.directory import Directory
    from storage.envelopes import Pair
    from storage.staff.node_keys import HeldKey, NodeKeys
    from storage.staff.people import Staff

#: In the key directory; mode 0600 as every key there.
FILE: Final = "demonstration.json"
#: What the demonstration's sealing keys are derived for.
_PURPOSE: Final = "demonstration"
_OURS: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_PROXIED: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
_LANGUAGES: Final = ("it", "en", "es", "ar")
_NAMES: Final = {
    Role.LEAD: "Responsabile di prova",
    Role.OPERATOR: "Operatrice di prova",
}
#: Who looks after the words, by their name in the file: two, because one alone publishes nothing.
_WORDS: Final = {
    "coordinator": (
        Role.COORDINATOR,
        "Coordinatrice di prova",
        N_("Entra come coordinatrice di prova"),
    ),
    "coordinator-2": (
        Role.COORDINATOR,
        "Seconda coordinatrice di prova",
        N_("Entra come seconda coordinatrice di prova, per approvare"),
    ),
    "translator": (
        Role.TRANSLATOR,
        "Traduttrice di prova",
        N_("Entra come traduttrice di prova"),
    ),
}


@dataclass(frozen=True, slots=True)
class Entrance:
    """One button of the sign-in page."""

    number: int
    label: Phrase
    person: str
    credential: bytes
    pair: Pair
    #: Whether she answers at a desk.
    is_desk: bool = True


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Who can come in without a passkey, on this machine."""

    entrances: tuple[Entrance, ...]

    def is_open_to(self, request: web.Request) -> bool:
        """Whether a request comes from a browser of this machine, to this machine's name.

        The name is looked at as well: a page of somebody else's whose name leads here must
        not come in. Neither may what a proxy passes on.
        """
        return (
            _is_loopback(request.remote or "")
            and (request.url.host or "") in _OURS
            and not any(name in request.headers for name in _PROXIED)
        )

    def entrance(self, number: str) -> Entrance | None:
        """Return the button of that number."""
        return next((each for each in self.entrances if str(each.number) == number), None)


@dataclass(frozen=True, slots=True)
class _Part:
    node: str
    role: Role
    label: str
    #: Empty: as her role is called.
    name: str = ""


async def open_demonstration(
    staff: Staff,
    node_keys: NodeKeys,
    directory: Directory,
    nodes: Iterable[str],
    *,
    folder: Path,
    now: datetime,
) -> Demonstration:
    """Make an operator and a lead for each desk with its key, and the studio's; or find them.

    Args:
        staff: where people are kept.
        node_keys: where nodes' keys are kept.
        directory: the nodes' names.
        nodes: the nodes that have a desk, in the order of the buttons.
        folder: the key directory.
        now: the moment of the start.
    """
    known = _read(folder / FILE)
    kept: dict[str, dict[str, str]] = {}
    entrances: list[Entrance] = []
    for node in nodes:
        made = directory.by_id(node)
        if made is None:
            continue
        parts = [
            _Part(node, Role.LEAD, N_("Entra come responsabile di prova ({node})")),
            _Part(node, Role.OPERATOR, N_("Entra come operatrice di prova ({node})")),
        ]
        secrets_here = {part.role: known.get(f"{node}.{part.role}") for part in parts}
        if not await _stands(staff, node_keys, secrets_here.values()):
            for old in await staff.everybody(node):
                await staff.remove(old.id, now)
            secrets_here = {part.role: await _make(staff, part, now) for part in parts}
            await node_keys.found(node, now)
        for part in reversed(parts):
            secret = secrets_here[part.role]
            assert secret is not None, "made above"
            kept[f"{node}.{part.role}"] = secret
            label = Phrase(part.label, {"node": _short(made.name)})
            entrances.append(_entrance(len(entrances) + 1, label, secret))
    for key, (role, name, told) in _WORDS.items():
        kept[key] = await _of_words(staff, _Part("", role, told, name), known.get(key), now)
        number = len(entrances) + 1
        entrances.append(_entrance(number, Phrase(told), kept[key], is_desk=False))
    _write(folder / FILE, kept)
    return Demonstration(tuple(entrances))


def _entrance(
    number: int, label: Phrase, secret: Mapping[str, str], *, is_desk: bool = True
) -> Entrance:
    credential = bytes.fromhex(secret["credential"])
    return Entrance(number, label, secret["person"], credential, _pair(secret), is_desk)


async def _of_words(
    staff: Staff, part: _Part, known: dict[str, str] | None, now: datetime
) -> dict[str, str]:
    """Whoever looks after the words belongs to no node and holds no key."""
    person = await staff.person(known["person"]) if known else None
    if known is not None and person is not None and person.is_active:
        return known
    for old in await staff.everybody():
        if part.role in old.roles and old.name == part.name:
            await staff.remove(old.id, now)
    return await _make(staff, part, now)


async def _stands(
    staff: Staff, node_keys: NodeKeys, people: Iterable[Mapping[str, str] | None]
) -> bool:
    """Whether they are still there and open their node's key: the two folders belong together."""
    for each in people:
        if each is None:
            return False
        person = await staff.person(each["person"])
        if person is None or not person.is_active or not await _opened(node_keys, each):
            return False
    return True


async def _opened(node_keys: NodeKeys, secret: Mapping[str, str]) -> list[HeldKey]:
    copies = await node_keys.copies_for(bytes.fromhex(secret["credential"]))
    opened = [open_copy(copy, _pair(secret)) for copy in copies]
    return [held for held in opened if held is not None]


async def _make(staff: Staff, part: _Part, now: datetime) -> dict[str, str]:
    """Enrol somebody of the demonstration, active at once."""
    roles = {Role.OPERATOR, Role.LEAD} if part.role is Role.LEAD else {part.role}
    new = NewPerson(
        name=part.name or _NAMES[part.role],
        node=part.node,
        roles=frozenset(roles),
        languages=_LANGUAGES,
    )
    invited = await staff.invite(new, now, admits=True)
    secret = {
        "person": invited.person.id,
        "credential": secrets.token_hex(16),
        "secret": secrets.token_hex(32),
    }
    credential = Credential(
        id=bytes.fromhex(secret["credential"]),
        public_key=b"",  # No signature verifies against it.
        sign_count=0,
        label="prova",
        unlocks=Unlocks.PRF,
        salt=b"",
        sealing_key=_pair(secret).public,
    )
    await staff.enrol(invited.secret, credential, now)
    return secret


async def demonstration_links(
    staff: Staff, node: str, folder: Path, now: datetime
) -> list[tuple[Person, str]]:
    """Make one-time links for an operator and a lead of a node, to try passkeys with.

    Somebody who has not used hers gets a new link at the next start; for somebody who has,
    another person is made.
    """
    file = folder / f"links-{FILE}"
    known = _read(file)
    links: list[tuple[Person, str]] = []
    for role in (Role.OPERATOR, Role.LEAD):
        roles = {Role.OPERATOR, role}
        person = known.get(role, {}).get("person", "")
        invited = await staff.invite_again(person, now) if person else None
        if invited is None:
            name = f"Prova {secrets.token_hex(2)}"
            new = NewPerson(name=name, node=node, roles=frozenset(roles), languages=("it",))
            invited = await staff.invite(new, now)
        known[role] = {"person": invited.person.id}
        links.append((invited.person, invited.secret))
    _write(file, known)
    return links


def _pair(secret: Mapping[str, str]) -> Pair:
    return pair_of_secret(bytes.fromhex(secret["secret"]), _PURPOSE)


def _short(name: str) -> str:
    """The first word of a node's name that tells it apart: "CADMI", "Cerchi d'Acqua"."""
    first = name.split(maxsplit=1)[0]
    return first if first.isupper() else name


def _read(file: Path) -> dict[str, dict[str, str]]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _write(file: Path, told: Mapping[str, Mapping[str, str]]) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(told, out)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
