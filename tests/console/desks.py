"""A network with desks for tests: real pages over real HTTP, a clock that stands still."""

from __future__ import annotations

import html
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aiohttp.test_utils import TestClient, TestServer

from bot.assembly import desk_book
from bot.settings import Mode, Settings
from console.app import make_console
from console.here import CONSOLE
from console.keys_in_session import renew
from console.parts import Parts
from flows.definition import Channel
from routing import desk
from routing.handoff import Case, Handoff, Reason, Want, Window
from routing.ports import Change
from storage.memory.keys import MemoryAudit, MemoryNodeKeys
from storage.memory.shifts import MemoryShifts
from storage.memory.staff import MemoryStaff, Office
from storage.staff.desks import KeptDesks
from storage.staff.node_keys import open_copy
from storage.staff.people import NewPerson, Role
from tests.contract.bureaus import FIRST, SECOND, passkey, unlocked
from tests.dialogue import shipped_content

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import web

    from console.sessions import Session
    from routing.ports import Bell, Handoffs
    from storage.staff.node_keys import HeldKey
    from storage.staff.people import Person

#: Noon in Milan, a Tuesday.
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
NODE, OTHER_NODE = "svsed-mangiagalli", "cadmi"
ORIGIN = "http://localhost"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def forward(self, **step: float) -> None:
        """Move it."""
        self.now += timedelta(**step)


class Network:
    """Everything behind the console, and the women who write to it."""

    def __init__(self, handoffs: Handoffs, bell: Bell, origin: str = ORIGIN) -> None:
        self.clock, office = Clock(), Office()
        self.handoffs, self.bell = handoffs, bell
        self.staff, self.shifts = MemoryStaff(office), MemoryShifts(office)
        self.keys = MemoryNodeKeys(office, (FIRST.public, SECOND.public))
        self.audit = MemoryAudit(self.clock)
        settings = Settings(mode=Mode.DEMO)
        content = shipped_content(settings)
        self.parts = Parts(
            origin=origin,
            handoffs=handoffs,
            desks=KeptDesks(self.keys, self.shifts, handoffs, self.clock),
            bell=bell,
            staff=self.staff,
            shifts=self.shifts,
            node_keys=self.keys,
            audit=self.audit,
            directory=content.network.directory,
            book=desk_book(settings, content),
            gazetteer=content.gazetteer,
            say=content.catalogues.say_to_staff,
            web_address="https://chat.example.org/",
            clock=self.clock,
        )

    async def hire(self, name: str, *roles: Role, node: str = NODE) -> Person:
        """Somebody active, on shift, who holds her node's key."""
        new = NewPerson(
            name=name, node=node, roles=frozenset(roles or {Role.OPERATOR}), languages=("it", "es")
        )
        link = await self.staff.invite(new, self.clock(), admits=True)
        person = await self.staff.enrol(link.secret, passkey(name), self.clock())
        assert person is not None
        await self._share_key(person)
        await self.shifts.begin(person.id, ["it", "es"], self.clock())
        return person

    async def _share_key(self, person: Person) -> None:
        if await self.keys.found(person.node, self.clock()) is None:
            colleague = next(
                each for each in await self.staff.everybody(person.node) if each.id != person.id
            )
            session = await self._keys_of(colleague)
            await self.keys.give(session, person.id)

    async def _keys_of(self, person: Person) -> list[HeldKey]:
        copies = await self.keys.copies_for(passkey(person.name).id)
        opened = [open_copy(copy, unlocked(person.name)) for copy in copies]
        return [held for held in opened if held is not None]

    async def session(self, app: web.Application, person: Person) -> Session:
        """Sign somebody in, her keys unlocked."""
        session = app[CONSOLE].sessions.begin(person, passkey(person.name).id, "it")
        session.own = unlocked(person.name)
        await renew(self.parts, session)
        return session

    async def woman(self, *words: str, node: str = NODE, ladder: tuple[str, ...] = (),
                    **case: object) -> Woman:  # fmt: skip
        """Somebody who asked for a person, and wrote."""
        keys = await self.keys.publics()
        asked = Case(**{"channel": Channel.WEB, "language": "es", "area": 3,
                        "want": Want.LISTENING, **case})  # type: ignore[arg-type]  # fmt: skip
        handoff = Handoff(
            id=secrets.token_bytes(16),
            case=asked,
            node=node,
            ladder=ladder,
            reasons=(Reason.TERRITORY, Reason.ON_SHIFT),
            opened_at=self.clock(),
            queued_at=self.clock(),
            keep_until=self.clock() + timedelta(hours=4),
            address=f"web|{secrets.token_hex(8)}",
            hers_at=self.clock(),
        )
        await self.handoffs.open(handoff, {each: keys[each] for each in (node, *ladder)})
        woman = Woman(self, handoff.id)
        for text in words:
            await woman.writes(text)
        return woman


@dataclass(frozen=True)
class Woman:
    """One who writes, as `bot.contact` would have it done."""

    network: Network
    id: bytes

    async def handoff(self) -> Handoff:
        """How her handoff stands."""
        handoff = await self.network.handoffs.get(self.id)
        assert handoff is not None
        return handoff

    async def does(self, act: Callable[[Handoff], Change | None]) -> None:
        """Do something to it."""
        await self.network.handoffs.change(self.id, act)

    async def writes(self, text: str) -> None:
        """Words for a person."""
        now, source = self.network.clock(), secrets.token_hex(4)
        await self.does(lambda each: desk.wrote(each, text, source, now))

    async def stays(self) -> None:
        """I stay here now."""
        now = self.network.clock()
        await self.does(lambda each: desk.set_window(each, Window.NOW, now))

    async def leaves(self) -> None:
        """Esci subito."""
        now = self.network.clock()
        await self.does(lambda each: desk.left(each, now))

    async def agrees(self) -> None:
        """Yes to the other centre."""
        now = self.network.clock()
        await self.does(lambda each: desk.agree(each, now))

    async def refuses(self) -> None:
        """No to the other centre."""
        now = self.network.clock()
        await self.does(lambda each: desk.refuse(each, now))

    async def forced(self) -> None:
        """The other sign."""
        now = self.network.clock()
        await self.does(lambda each: desk.forced_sign(each, now))

    async def withdraws(self) -> None:
        """Cancella quello che ho scritto."""
        now = self.network.clock()
        await self.does(lambda each: desk.withdraw(each, now))

    async def sees_replies(self) -> None:
        """What waits is on her screen now."""
        numbers = tuple(line.number for line in await self.network.handoffs.held(self.id))
        await self.does(lambda each: Change(handoff=each, shown=numbers))

    async def time_passes(self) -> None:
        """What time alone does to it, as the keeper's loop would."""
        parts = self.network.parts
        desks = await parts.desks.now()
        await self.network.handoffs.change(
            self.id, lambda each: desk.due(each, parts.clock(), parts.book, desks)
        )


class Desk:
    """One operator's browser without scripts."""

    def __init__(self, network: Network, client: TestClient, session: Session) -> None:  # type: ignore[type-arg]
        self.network, self._client, self.session = network, client, session
        self.page = ""
        self.status = 0
        self.at = "/desk"

    @property
    def headers(self) -> dict[str, str]:
        """What her browser sends with each request."""
        return {"Cookie": f"console={self.session.value}", "Origin": ORIGIN}

    async def look(self, path: str = "") -> str:
        """Load a page; the one she is on if none is named."""
        self.at = path or self.at
        answer = await self._client.get(self.at, headers=self.headers, allow_redirects=False)
        self.page, self.status = html.unescape(await answer.text()), answer.status
        return self.page

    async def open(self, place: int = 0) -> str:
        """Open the conversation at that place of all that can be opened."""
        await self.look("/desk")
        return await self.look(re.findall(r'href="(/desk/\d+)" class="open"', self.page)[place])

    async def post(self, act: str, **fields: object) -> str:
        """Send a form of the open conversation, or one of the desk's own (a path)."""
        path = act if act.startswith("/") else f"{self.at}/{act}"
        token = "x" * 32 if fields.pop("forged", "") else self.session.csrf
        data: list[tuple[str, str]] = [("csrf", token)]
        for name, value in fields.items():
            values = value if isinstance(value, list) else [value]
            data += [(name, str(each)) for each in values]
        answer = await self._client.post(
            path, data=data, headers=self.headers, allow_redirects=False
        )
        self.status = answer.status
        return await self.look() if self.status == 303 else await answer.text()

    async def reply(self, text: str, once: str = "") -> str:
        """Write to the woman."""
        return await self.post("reply", text=text, once=once or secrets.token_hex(16))

    async def stream(self) -> Stream:
        """Listen to what keeps the page fresh."""
        answer = await self._client.get(f"{self.at}/live", headers=self.headers)
        return Stream(answer)


class Stream:
    """Server-sent events as the page's script reads them."""

    def __init__(self, answer: object) -> None:
        self._answer = answer
        self.status: int = answer.status  # type: ignore[attr-defined]

    async def next(self) -> tuple[str, str]:
        """Return an event's name and its data."""
        name, data = "", ""
        async for raw in self._answer.content:  # type: ignore[attr-defined]
            line = raw.decode().rstrip("\n")
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                data = line[6:]
            elif not line and name:
                return name, data
        return "end", ""

    async def until(self, words: str) -> str:
        """Read on until some part says those words."""
        while True:
            name, data = await self.next()
            if name == "end" or words in html.unescape(data):
                return data


async def serve(network: Network) -> tuple[TestServer, web.Application]:
    """Start the console."""
    app = make_console(network.parts)
    server = TestServer(app)
    await server.start_server()
    return server, app
