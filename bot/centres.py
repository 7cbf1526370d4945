"""The centres on a screen: what routing found, in her language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale

from bot.view import CallNumber, Item
from locales.languages import SOURCE
from locales.languages import language as language_of
from locales.phrase import N_, Phrase
from routing.areas import area_of
from routing.directory import PHONES, ContactKind, Service
from routing.errors import UnknownAreaError
from routing.nearest import Wish, nearest, one

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.view import Button
    from flows.definition import Show
    from locales.catalogues import Catalogues
    from routing.areas import AreaCode
    from routing.directory import Contact, Directory, Node
    from routing.nearest import Near
    from routing.places.finding import Gazetteer

#: Enough to choose from, few enough to read in a hurry.
SHOWN = 3
#: Answers kept within a minute: they are the same for everybody until it is over.
_MOST_KEPT = 512

_NOT_CONFIRMED = Phrase(N_("Numeri e orari non ancora confermati dai centri."))
_DAY_AND_NIGHT = Phrase(N_("giorno e notte"))
_AFTER_ASSAULT = Phrase(N_("dopo violenza sessuale, giorno e notte"))
_OFFERS = {
    Service.LISTENING: N_("ascolto"),
    Service.LEGAL: N_("aiuto legale"),
    Service.PSYCHOLOGICAL: N_("aiuto psicologico"),
    Service.SEXUAL_VIOLENCE: N_("cure dopo violenza sessuale"),
    Service.HOSPITAL: N_("cure in ospedale"),
    Service.FOREIGNERS: N_("aiuto per i documenti"),
    Service.WORK: N_("aiuto per il lavoro"),
    Service.HOUSING: N_("aiuto per la casa"),
    Service.CHILDREN: N_("aiuto per i figli"),
}
_HAS = N_("Qui trovi: {services}.")
_SPEAKS = N_("Lingue: {languages}")
_ADDRESS = N_("Indirizzo: {address}")
_NO_ADDRESS = Phrase(N_("Questo centro dà l'indirizzo solo al telefono."))


class Centres:
    """Puts the directory's answers into words."""

    def __init__(
        self,
        directory: Directory,
        gazetteer: Gazetteer,
        catalogues: Catalogues,
        *,
        shows_unconfirmed: bool,
    ) -> None:
        self._directory = directory
        self._gazetteer = gazetteer
        self._catalogues = catalogues
        self._shows_unconfirmed = shows_unconfirmed
        # Asking anew for each screen was a fifth of what all turns cost.
        self._nearest = lru_cache(_MOST_KEPT)(self._find_nearest)
        self._one = lru_cache(_MOST_KEPT)(self._tell_one)
        self._minute = datetime.min.replace(tzinfo=UTC)

    def nearest(
        self,
        area: int,
        show: Show,
        language: str,
        now: datetime,
        button: Callable[[str, int], Button],
    ) -> tuple[Item, ...]:
        """The centres to name first, each with why, its hours, its number and its button."""
        found = self._nearest(area, show.wish, language, self._in_minute(now), far=show.far)
        return tuple(replace(item, button=button(item.name, number)) for number, item in found)

    def one(
        self, number: int, language: str, now: datetime, *, with_address: bool
    ) -> tuple[Item, ...]:
        """The centre she is reading about: everything that may be told of it."""
        return self._one(number, language, self._in_minute(now), with_address=with_address)

    def caution(self, items: Sequence[Item], language: str) -> tuple[str, ...]:
        """What is said before centres nobody has confirmed (demo mode only)."""
        if any(number.is_draft for item in items for number in item.numbers):
            return (self._catalogues.say(_NOT_CONFIRMED, language),)
        return ()

    def sources(self) -> str:
        """Whose data places and centres come from, as their licences ask."""
        return "; ".join(self._directory.attributions)

    def _in_minute(self, now: datetime) -> datetime:
        """Doors open and close on the minute; what was asked before it is forgotten."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self._nearest.cache_clear()
            self._one.cache_clear()
        return minute

    def _find_nearest(
        self, area: int, wish: str, language: str, now: datetime, *, far: bool
    ) -> tuple[tuple[int, Item], ...]:
        """Each with the number of its node."""
        found = nearest(
            self._directory,
            self._gazetteer,
            _area(area),
            wish=Wish(wish),
            far=far,
            now=now,
            show_unconfirmed=self._shows_unconfirmed,
            limit=SHOWN,
        )
        return tuple(
            (
                near.node.number,
                Item(
                    name=near.node.name,
                    lines=self._said((*near.reasons, near.status), language),
                    numbers=self._numbers(near.contacts[:1], language, now),
                ),
            )
            for near in found
        )

    def _tell_one(
        self, number: int, language: str, now: datetime, *, with_address: bool
    ) -> tuple[Item, ...]:
        node = self._directory.by_number(number)
        near = self._near(node, now) if node else None
        if near is None:
            return ()
        lines = (
            self._address(near)
            if with_address
            else (near.status, *self._offers(near.node, language))
        )
        return (
            Item(
                name=near.node.name,
                lines=self._said(lines, language),
                numbers=self._numbers(near.contacts, language, now),
            ),
        )

    def _near(self, node: Node, now: datetime) -> Near | None:
        return one(
            self._directory,
            self._gazetteer,
            node,
            now=now,
            show_unconfirmed=self._shows_unconfirmed,
        )

    def _said(self, phrases: Sequence[Phrase], language: str) -> tuple[str, ...]:
        return tuple(self._catalogues.say(phrase, language) for phrase in phrases)

    def _offers(self, node: Node, language: str) -> tuple[Phrase, ...]:
        offers = []
        if node.services:
            names = [self._catalogues.say(_OFFERS[service], language) for service in node.services]
            offers.append(Phrase(_HAS, {"services": _listed(names, language)}))
        if node.languages:
            own = Locale.parse(language or SOURCE, sep="-").languages
            names = [str(own.get(tag, tag)) for tag in node.languages]
            offers.append(Phrase(_SPEAKS, {"languages": _listed(names, language)}))
        return tuple(offers)

    def _address(self, near: Near) -> tuple[Phrase, ...]:
        if near.address is None:
            return (_NO_ADDRESS,)
        return (Phrase(_ADDRESS, {"address": near.address}),)

    def _numbers(
        self, contacts: Sequence[Contact], language: str, now: datetime
    ) -> tuple[CallNumber, ...]:
        today = now.date()
        return tuple(
            CallNumber(
                dial=contact.value,
                shown=as_read(contact.value),
                label=self._catalogues.say(_label(contact), language),
                is_draft=not contact.is_confirmed(today),
            )
            for contact in contacts
            if contact.kind in PHONES
        )


def as_read(number: str) -> str:
    """An Italian number as people write it: "+390255038585" → "02 5503 8585"."""
    digits = number.removeprefix("+39")
    if digits.startswith("3") and len(digits) == 10:  # noqa: PLR2004 (a mobile number)
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    if digits.startswith(("02", "06")):
        return f"{digits[:2]} {digits[2:6]} {digits[6:]}".strip()
    if digits.startswith("800"):
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}".strip()
    return digits


def _label(contact: Contact) -> Phrase | str:
    """What tells a number from the others of its centre; nothing where nothing must."""
    if contact.kind is not ContactKind.LINE24:
        return ""
    return _AFTER_ASSAULT if contact.service is Service.SEXUAL_VIOLENCE else _DAY_AND_NIGHT


def _listed(names: Sequence[str], tag: str) -> str:
    return language_of(tag or SOURCE).comma.join(names)


def _area(number: int) -> AreaCode | None:
    try:
        return area_of(number) if number else None
    except UnknownAreaError:
        return None
