"""The phones coordinators hold: one a page, each with the walk that was made on it."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from aiohttp import web

from bot.editions.examples import Press, Type, WalkExample, play
from bot.editions.phone import Setting
from console.here import session_of
from console.studio.at import bench_of

if TYPE_CHECKING:
    from bot.editions.examples import Did, Outcome
    from bot.editions.phone import Phone, Seen
    from bot.editions.reading import Reading
    from console.sessions import Session
    from console.studio.at import At
    from flows.definition import Channel

#: Pages with a phone that one person has open; the oldest is forgotten.
_KEPT: Final = 8
_ID_BYTES: Final = 6
#: Nobody walks further; a walk past it is recorded no more.
_LONGEST: Final = 100


@dataclass(slots=True)
class Handset:
    """A phone, and what was done on it since it began."""

    id: str
    phone: Phone
    channel: Channel
    language: str
    #: The step it began at, in full; empty: the first after the language.
    start: str
    seen: Seen
    #: The reading it plays.
    digest: str
    setting: Setting = field(default_factory=Setting)
    walk: list[Did] = field(default_factory=list)
    #: What is still to be done of an example that is walked through.
    plan: list[Did] = field(default_factory=list)
    #: Something was pressed that stood on an older screen: the walk began anew there.
    is_broken: bool = False

    @property
    def example(self) -> WalkExample:
        """The walk so far."""
        return WalkExample(
            name="",
            channel=self.channel,
            language=self.language,
            setting=self.setting,
            start=self.start,
            walk=tuple(self.walk),
        )

    async def press(self, token: str) -> None:
        """Press a button of its screen."""
        keys = (key for row in self.seen.rows for key in row if key.token == token)
        pressed = next(keys, None)
        self.seen = await self.phone.press(self.channel, token)
        if pressed is None or not pressed.does:
            self._begun_anew()
            return
        step, _, what = pressed.does.partition(":")
        if what.startswith("@language="):
            # The walk is the same in each language: it is the phone's own that is another now.
            self.language = self.seen.language or self.language
        self._did(Press(step, what))

    async def write(self, words: str, at: str) -> None:
        """Type something."""
        self.seen = await self.phone.write(self.channel, words, at)
        self._did(Type(words))

    async def follow(self) -> bool:
        """Do what comes next of the example; whether it could be done."""
        if not self.plan or self.seen.is_gone:
            return False
        did = self.plan[0]
        if isinstance(did, Type):
            await self.write(did.words, self.seen.at)
            return True
        keys = (key for row in self.seen.rows for key in row if key.does == str(did))
        key = next(keys, None)
        if key is None:
            return False
        await self.press(key.token)
        return True

    def _did(self, did: Did) -> None:
        if self.plan and self.plan[0] == did:
            del self.plan[0]
        elif self.plan:
            self.plan.clear()
        if len(self.walk) < _LONGEST:
            self.walk.append(did)

    def _begun_anew(self) -> None:
        self.start = self.seen.where.step
        self.walk.clear()
        self.plan.clear()
        self.is_broken = True


@dataclass(slots=True)
class Handsets:
    """Every handset of every session; they go with the session."""

    _held: WeakKeyDictionary[Session, OrderedDict[str, Handset]] = field(
        default_factory=WeakKeyDictionary
    )

    def find(self, session: Session, id_: str) -> Handset | None:
        """One of hers."""
        return self._held.get(session, OrderedDict()).get(id_)

    def keep(self, session: Session, handset: Handset) -> None:
        """Put it among hers, as the newest."""
        hers = self._held.setdefault(session, OrderedDict())
        hers[handset.id] = handset
        hers.move_to_end(handset.id)
        while len(hers) > _KEPT:
            hers.popitem(last=False)


#: `make_console` puts it there.
HANDSETS = web.AppKey("handsets", Handsets)


async def held(request: web.Request, at: At, id_: str) -> Handset | None:
    """A handset of hers, gone on in what is looked at now; `None`: she holds none of this id.

    Raises:
        CannotPlayError: what is looked at cannot be played.
    """
    handset = request.app[HANDSETS].find(session_of(request), id_)
    if handset is None or handset.digest == at.reading.digest:
        return handset
    # Made ready beside the loop: of a very long conversation it takes seconds.
    await asyncio.to_thread(bench_of(request).phone, at.reading)
    seen = await handset.phone.renew(at.reading)
    handset.seen = seen or handset.seen
    handset.digest = at.reading.digest
    return handset


async def taken(request: web.Request, at: At, example: WalkExample) -> Handset:
    """A fresh handset that was walked as the example says, as far as that goes.

    Raises:
        CannotPlayError: what is looked at cannot be played.
    """
    phone = await asyncio.to_thread(bench_of(request).phone, at.reading)
    handset = await _walked(phone, at.reading, example, secrets.token_hex(_ID_BYTES))
    request.app[HANDSETS].keep(session_of(request), handset)
    return handset


async def put(request: web.Request, at: At, before: Handset, example: WalkExample) -> Handset:
    """The same handset, its walk made again: at another moment, in another language."""
    handset = await _walked(before.phone, at.reading, example, before.id)
    handset.plan = before.plan
    request.app[HANDSETS].keep(session_of(request), handset)
    return handset


async def outcome_of(request: web.Request, reading: Reading, example: WalkExample) -> Outcome:
    """What comes of a walk on a phone of its own.

    Raises:
        CannotPlayError: it cannot be played.
    """
    phone = await asyncio.to_thread(bench_of(request).phone, reading)
    return await play(example, phone, reading)


async def _walked(phone: Phone, reading: Reading, example: WalkExample, id_: str) -> Handset:
    outcome = await play(example, phone, reading)
    screens = outcome.screens
    if not screens:
        # The step it began at is gone: from the beginning.
        screens = (await phone.begin(example.channel, example.language, ""),)
    return Handset(
        id=id_,
        phone=phone,
        channel=example.channel,
        language=example.language,
        start=example.start if outcome.screens else "",
        seen=screens[-1],
        digest=reading.digest,
        setting=example.setting,
        walk=list(example.walk[: len(screens) - 1]),
    )
