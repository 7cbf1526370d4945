"""One phone: a conversation over memory twins, at the moment and with the people it is told.

Flows, translations, routing and drawing are those of the service. What she begins on it lies in
the memory of this process and goes with it: no handoff is opened anywhere else.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation import Address
from bot.editions.phone import Box, CannotPlayError, Seen, Shown, Where
from bot.simulator.layout import laid_out
from bot.simulator.naming import name_of
from bot.simulator.telling import Telling, words_on
from flows.carrying import carried
from locales.phrase import S_, Phrase
from routing.areas import area_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.editions.phone import Offer, Setting
    from bot.editions.reading import Reading
    from bot.simulator.world import World
    from bot.view import Answer, View
    from flows.definition import Channel, Library
    from flows.turn import Position
    from routing.handoff import Case

_KEY_BYTES = 12
_NO_PLACE = S_("Il luogo «{place}» non si capisce, o può essere più d'uno.")


class SimulatedPhone:
    """`bot.editions.phone.Phone` over the real conversation."""

    def __init__(self, world: World, worlds: Callable[[Reading, World | None], World]) -> None:
        """`worlds` makes that of another reading; what was begun in the one before goes on."""
        self._worlds = worlds
        # The same while the phone lasts. No chat and no cookie is called so: its buttons open
        # at none of her doors.
        self._key = f"studio {secrets.token_hex(_KEY_BYTES)}"
        self._here: tuple[Channel, Library, Position] | None = None
        self._enter(world)

    def put(self, setting: Setting) -> None:
        """Have it be that moment, and those people there, from now on."""
        self._world.put(setting)

    async def begin(self, channel: Channel, language: str, step: str) -> Seen:
        """Forget what the last one was told, and begin at a step."""
        self._world.clear()
        address = self._address(channel)
        return await self._seen(address, self._world.talk.at(address, language, step))

    async def press(self, channel: Channel, token: str) -> Seen:
        """Answer a pressed button, as the channel would."""
        address = self._address(channel)
        pressed = self._telling.label(address, token)
        return await self._seen(address, self._world.talk.press(address, token), pressed)

    async def write(self, channel: Channel, text: str, token: str) -> Seen:
        """Answer what is typed, as the channel would."""
        address = self._address(channel)
        return await self._seen(address, self._world.talk.typed(address, text, token=token))

    async def renew(self, reading: Reading) -> Seen | None:
        """Go on at the same step in another reading, with what was begun and remembered."""
        here = self._here
        self._enter(self._worlds(reading, self._world))
        await self._world.contact.start()
        if here is None:
            return None
        channel, library, position = here
        address = self._address(channel)
        moved = carried(position, library, self._world.content.library)
        return await self._seen(address, self._world.talk.resumed(address, moved))

    async def route(self, case: Case, place: str = "") -> Offer | None:
        """Who would answer a made-up case."""
        if place:
            sure = self._world.content.gazetteer.find(place).sure
            if sure is None:
                raise CannotPlayError(Phrase(_NO_PLACE, {"place": place}))
            case = replace(case, area=area_number(sure.area))
        return self._world.route(case)

    def _enter(self, world: World) -> None:
        self._world = world
        self._telling = Telling(world)

    def _address(self, channel: Channel) -> Address:
        return Address(channel, self._key)

    async def _seen(self, address: Address, heard: Answer, pressed: str = "") -> Seen:
        answer, contact = heard, self._world.contact
        if heard.errand is not None:
            source = secrets.token_hex(_KEY_BYTES)
            answer = await contact.carry_out(address, heard.errand, source=source)
        if answer.view is None:
            await contact.left(address, in_a_hurry=False)
            return _gone(address.channel, Where("", (), ("she leaves",), pressed))
        await contact.shown(address, answer)
        opened = self._world.talk.opened(address, answer.position)
        if opened is None:
            return self._laid_out(address, answer.view, Where("", (), heard.reasons, pressed), None)
        position = opened[1]
        self._here = (address.channel, self._world.content.library, position)
        facts = tuple(self._telling.remembered(position))
        where = Where(position.step, facts, heard.reasons, pressed)
        return self._laid_out(address, answer.view, where, await self._world.offer(address, opened))

    def _laid_out(self, address: Address, view: View, where: Where, offer: Offer | None) -> Seen:
        content, talk = self._world.content, self._world.talk

        def name(token: str) -> str:
            opened = talk.position_of(address, token)
            if opened is None:
                return ""
            return name_of(content.library, content.network.directory, *opened)

        blocks, rows = laid_out(address.channel, view, content.catalogues.say, name)
        return Seen(
            channel=address.channel,
            language=view.language,
            direction=view.direction,
            blocks=tuple(blocks),
            rows=tuple(rows),
            box=Box(view.ask.label, view.ask.send, view.ask.kind) if view.ask else None,
            where=where,
            at=view.ask.token if view.ask else view.exit.token,
            shown=Shown(
                says=words_on(view),
                numbers=self._telling.numbers(view),
                centres=tuple(self._telling.centres(address, view, where)),
                offer=offer,
            ),
        )


def _gone(channel: Channel, where: Where) -> Seen:
    return Seen(
        channel=channel,
        language="",
        direction="ltr",
        blocks=(),
        rows=(),
        box=None,
        where=where,
        at="",
        is_gone=True,
    )
