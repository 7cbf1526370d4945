"""A made-up case: what a form says, and where the rules of a reading would send it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from bot.editions.examples import NOBODY, CaseExample, Holds
from bot.editions.examples.records import moment
from bot.editions.phone import Setting, Shift
from flows.definition import Channel
from locales.languages import NUMBERS, SOURCE
from locales.phrase import N_, Phrase
from routing.areas import area_number
from routing.explaining import explain
from routing.handoff import Case, Want
from routing.policy import Question, route
from routing.ports import DeskNow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

    from bot.editions.reading import Reading
    from console.forms import Fields
    from routing.desks import DeskBook
    from routing.explaining import Explained
    from routing.places.finding import Gazetteer
    from routing.policy import Route

_PLACE: Final = 120
#: No key: it only says that the node has one, as `soglia route` does.
_SOME_KEY: Final = b"-"
#: How a browser writes a moment.
WRITTEN: Final = "%Y-%m-%dT%H:%M"

_NO_PLACE: Final = N_("Non conosco questo posto. Prova con il comune o il CAP, per esempio 20131.")
_WHICH: Final = N_("Di questo posto non c'è certezza. Può essere: {places}. Scrivilo per intero.")
_NO_MOMENT: Final = N_("Scegli il giorno e l'ora.")


class NoCaseError(Exception):
    """The form says no case that can be tried; the phrase says why."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(why.text)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a form asks about; nothing of it is about anybody."""

    case: Case
    #: As she would type it.
    place: str
    #: On the network's clock, without a zone.
    at: datetime
    #: `None`: in each desk's hours somebody who speaks its languages.
    on_shift: tuple[Shift, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came of it by one reading's rules."""

    found: Route | None
    told: tuple[Explained, ...]
    zone: ZoneInfo
    #: It rests on desks nobody has confirmed.
    rests_on_samples: bool

    @property
    def holds(self) -> Holds:
        """What must stay so, where it is kept as an example."""
        if self.found is None:
            return Holds(node=NOBODY)
        opens = self.found.opens_at
        return Holds(
            node=self.found.node,
            ladder=self.found.ladder or None,
            opens=moment(opens.astimezone(self.zone) if opens else None),
        )

    @property
    def names(self) -> Mapping[str, str]:
        """The nodes' names."""
        return {each.node: each.name for each in self.told}


def blank(now: datetime) -> Asked:
    """A case to begin with: she reads Italian and it is now."""
    at = now.replace(second=0, microsecond=0, tzinfo=None)
    return Asked(case=_case(SOURCE, Want.LISTENING), place="", at=at)


def asked_of(fields: Fields, gazetteer: Gazetteer) -> Asked:
    """What a form asks.

    Raises:
        NoCaseError: its place is none that is sure, or its moment none.
    """
    place = " ".join(fields.one("place", _PLACE).split())
    want, tag = fields.one("want"), fields.one("language")
    case = _case(tag if tag in NUMBERS else SOURCE, Want(want) if want in set(Want) else Want.OTHER)
    return Asked(
        case=replace(
            case,
            area=_area(gazetteer, place) if place else 0,
            far=bool(fields.one("far")),
            danger=bool(fields.one("danger")),
            avoid=tuple(dict.fromkeys(fields.all("avoid"))),
        ),
        place=place,
        at=_moment(fields.one("at")),
        on_shift=_shifts(fields),
    )


def come_of(asked: Asked, reading: Reading, gazetteer: Gazetteer, *, is_demo: bool) -> Came | None:
    """Where a reading's rules would send it; `None` where the network cannot be read."""
    network = reading.network
    if network is None:
        return None
    book = network.book if is_demo else network.book.confirmed()
    zone = network.directory.zone
    now = asked.at.replace(tzinfo=zone)
    known = tuple(each for each in asked.case.avoid if network.directory.by_id(each))
    case = replace(asked.case, avoid=known)
    desks = dict(_desks(book, asked.on_shift, now))
    found = route(case, desks, book, network.directory, gazetteer, now)
    used = (found.node, *found.ladder) if found else ()
    return Came(
        found=found,
        told=explain(Question(case, desks, book, network.directory, gazetteer, now)),
        zone=zone,
        rests_on_samples=any(book.desks[node].is_sample for node in used),
    )


def example_of(asked: Asked, came: Came, name: str) -> CaseExample:
    """The case as an example that must hold."""
    return CaseExample(
        name=name,
        case=replace(asked.case, area=0),
        place=asked.place,
        setting=Setting(at=asked.at, on_shift=asked.on_shift),
        holds=came.holds,
        is_demo=came.rests_on_samples,
    )


def _case(language: str, want: Want) -> Case:
    return Case(channel=Channel.WEB, language=language, want=want)


def _area(gazetteer: Gazetteer, place: str) -> int:
    found = gazetteer.find(place)
    if found.sure is not None:
        return area_number(found.sure.area)
    if not found.choices:
        raise NoCaseError(Phrase(_NO_PLACE))
    first, *others = (each.label for each in found.choices)
    places = first
    for each in others:
        places = Phrase("{first}; {rest}", {"first": places, "rest": each})
    raise NoCaseError(Phrase(_WHICH, {"places": places}))


def _moment(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        raise NoCaseError(Phrase(_NO_MOMENT)) from None


def _shifts(fields: Fields) -> tuple[Shift, ...] | None:
    if fields.one("shift") != "chosen":
        return None
    return tuple(
        Shift(node, tuple(tag for tag in fields.all(f"speaks-{node}") if tag in NUMBERS))
        for node in dict.fromkeys(fields.all("on"))
    )


def _desks(
    book: DeskBook, on_shift: tuple[Shift, ...] | None, now: datetime
) -> Iterator[tuple[str, DeskNow]]:
    for node, desk in book.desks.items():
        if on_shift is None:
            there, spoken = int(book.is_open(node, now)), desk.languages
        else:
            people = [each for each in on_shift if each.node == node]
            there = len(people)
            spoken = frozenset(tag for each in people for tag in each.languages)
        yield (
            node,
            DeskNow(node=node, public_key=_SOME_KEY, on_shift=there, languages=spoken),
        )
