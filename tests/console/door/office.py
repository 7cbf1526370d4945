"""A console over the storage's twins, its people, and browsers in front of it."""

from __future__ import annotations

import json
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from aiohttp import ClientSession, DummyCookieJar, web

from bot.settings import Mode, Settings
from console.app import make_console, make_runner
from console.here import CONSOLE, Console
from console.parts import Parts
from storage.bell import LocalBell
from storage.memory.handoffs import MemoryHandoffs
from storage.memory.keys import MemoryAudit, MemoryNodeKeys
from storage.memory.shifts import MemoryShifts
from storage.memory.staff import MemoryStaff, Office
from storage.staff.desks import KeptDesks
from storage.staff.people import NewPerson, Person, Role
from tests.console.door.authenticator import Passkey
from tests.dialogue import Clock, shipped_content

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from console.demo import Demonstration
    from console.sessions import Session

#: Two nodes of the shipped network.
HERE, THERE = "cadmi", "cerchi-dacqua"

_CSRF = re.compile(r'data-csrf="([^"]+)"')
_COOKIE = re.compile(r"^(__Host-console|console)=([^;]*)")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    headers: Any

    @property
    def heading(self) -> str:
        """The page's title on the page."""
        found = re.search(r"<h1[^>]*>([^<]*)", self.text)
        return found[1].strip() if found else ""


@dataclass
class Browser:
    """A browser that keeps one cookie and speaks as browsers do to their own site."""

    session: ClientSession
    #: Where the console really listens, and what it is called by browsers.
    address: str
    origin: str
    cookie: str = ""
    csrf: str = ""

    async def get(self, path: str, **headers: str) -> Answer:
        """Open a page; redirects are told, not followed."""
        return await self._ask("GET", path, None, headers)

    async def post(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> Answer:
        """Send a form of that site, with its token."""
        told = {"csrf": self.csrf, **(fields or {})}
        return await self._ask("POST", path, told, {"Origin": self.origin, **headers})

    async def press(self, path: str, fields: dict[str, str] | None = None) -> Answer:
        """Send a form and open the page it leads to."""
        answer = await self.post(path, fields)
        return await self.get(answer.headers["Location"]) if answer.status == 303 else answer

    async def _ask(
        self, method: str, path: str, fields: dict[str, str] | None, headers: dict[str, str]
    ) -> Answer:
        if self.cookie:
            headers = {"Cookie": self.cookie, **headers}
        async with self.session.request(
            method, self.address + path, data=fields, headers=headers, allow_redirects=False
        ) as told:
            answer = Answer(told.status, await told.text(), told.headers)
        if given := _COOKIE.match(answer.headers.get("Set-Cookie", "")):
            self.cookie = f"{given[1]}={given[2]}" if given[2] else ""
        if token := _CSRF.search(answer.text):
            self.csrf = token[1]
        return answer


@dataclass
class House:
    """A running console and everything under it."""

    parts: Parts
    console: Console
    clock: Clock
    address: str
    client: ClientSession
    people: dict[str, Person] = field(default_factory=dict)
    passkeys: dict[str, Passkey] = field(default_factory=dict)

    def browser(self) -> Browser:
        """Open a browser nobody has used."""
        return Browser(self.client, self.address, self.parts.origin)

    def passkey(self, **traits: Any) -> Passkey:
        """Make a passkey that has not met this site yet."""
        return Passkey(self.parts.origin, **traits)

    async def invite(self, name: str, *roles: Role, node: str = HERE, admits: bool = False) -> str:
        """Invite somebody; the secret of her link."""
        at_desk = {Role.OPERATOR, Role.LEAD} & set(roles)
        new = NewPerson(
            name=name, node=node if at_desk else "", roles=frozenset(roles), languages=("it",)
        )
        invited = await self.parts.staff.invite(new, self.clock(), admits=admits)
        self.people[name] = invited.person
        return invited.secret

    async def enrol(self, link: str, passkey: Passkey, phrase: str = "") -> Answer:
        """Walk through a link with a passkey."""
        browser = self.browser()
        asked = await browser.post("/enrol/ask", {"link": link})
        if asked.status != 200:
            return asked
        told = {"link": link, "label": "telefono", "passphrase": phrase}
        return await browser.post("/enrol", told | passkey.make(_options(asked)))

    async def sign_in(self, passkey: Passkey, browser: Browser | None = None) -> Browser:
        """Come in with a passkey; the browser has no cookie when she was refused."""
        browser = browser or self.browser()
        asked = await browser.post("/sign-in/ask")
        if asked.status == 200:
            answer = await browser.post("/sign-in", passkey.sign(json_of(asked)))
            if answer.status == 200:
                await browser.get("/account")
        return browser

    async def made(self, name: str, *roles: Role, node: str = HERE, **traits: Any) -> Browser:
        """Somebody active and signed in, with the keys of her node if she is to have them."""
        passkey = self.passkey(**traits)
        link = await self.invite(name, *roles, node=node, admits=True)
        await self.enrol(link, passkey)
        self.passkeys[name] = passkey
        self.people[name] = await self.person(name)
        return await self.sign_in(passkey)

    async def person(self, name: str) -> Person:
        """Somebody as she stands in storage now."""
        found = await self.parts.staff.person(self.people[name].id)
        assert found is not None
        return found

    def session_of(self, name: str) -> Session | None:
        """Her session, if she has one."""
        return next(
            (each for each in self.console.sessions if each.person.id == self.people[name].id),
            None,
        )

    async def prove_again(self, browser: Browser, passkey: Passkey) -> Answer:
        """Give the passkey once more."""
        asked = await browser.post("/again/ask")
        return await browser.post("/again", passkey.sign(json_of(asked)))


def parts_of(clock: Clock, origin: str, **others: Any) -> Parts:
    """The console's parts over the twins."""
    office, bell = Office(), LocalBell()
    content = shipped_content(Settings(mode=Mode.DEMO))
    network = content.network
    handoffs, node_keys, shifts = MemoryHandoffs(bell), MemoryNodeKeys(office), MemoryShifts(office)
    parts = Parts(
        origin=origin,
        handoffs=handoffs,
        desks=KeptDesks(node_keys, shifts, handoffs, clock),
        bell=bell,
        staff=MemoryStaff(office),
        shifts=shifts,
        node_keys=node_keys,
        audit=MemoryAudit(clock),
        directory=network.directory,
        book=network.book,
        gazetteer=content.gazetteer,
        say=content.catalogues.say_to_staff,
        clock=clock,
    )
    return replace(parts, **others)


@asynccontextmanager
async def opened(
    clock: Clock | None = None,
    origin: str = "http://localhost:8090",
    demonstration: Callable[[Parts], Any] | None = None,
    port: int = 0,
    **others: Any,
) -> AsyncIterator[House]:
    """Serve a console, on a free port unless one is told, and hand out the house around it."""
    clock = clock or Clock()
    parts = parts_of(clock, origin, **others)
    if demonstration is not None:
        made: Demonstration = await demonstration(parts)
        parts = replace(parts, demonstration=made)
    app = make_console(parts)
    runner = make_runner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with ClientSession(cookie_jar=DummyCookieJar()) as client:
            yield House(parts, app[CONSOLE], clock, address, client)
    finally:
        await runner.cleanup()


def json_of(answer: Answer) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer.text)
    return told


def _options(answer: Answer) -> dict[str, Any]:
    options: dict[str, Any] = json_of(answer)["options"]
    return options
